/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-churn"

#include "simulator/ferry-sim-churn.h"

#define TICK_MS 20

/**
 * FerrySimChurn:
 *
 * Keeps a pool busy: VMs in turn change their memory use, and some their
 * description, at a steady rate of real time. What a console is measured with.
 *
 * Threads: the pool's.
 */
struct _FerrySimChurn
{
  GObject           parent_instance;

  FerrySimDatabase *database;     /* (owned) */
  GPtrArray        *vms;          /* (owned) (element-type utf8): real ones, owned copies */
  guint             n_per_second;
  guint             next;         /* place in @vms */
  guint64           n_done;
  gint64            started_us;
  GSource          *source;       /* (owned) */
};

G_DEFINE_FINAL_TYPE (FerrySimChurn, ferry_sim_churn, G_TYPE_OBJECT)

static void
change_memory (FerrySimChurn *self,
               const char    *vm)
{
  const char *metrics = ferry_sim_database_get_string (self->database, "VM", vm, "metrics");
  gint64 used;

  if (!ferry_sim_database_has_row (self->database, "VM_metrics", metrics))
    return;

  used = ferry_sim_database_get_int (self->database, "VM_metrics", metrics, "memory_actual");
  ferry_sim_database_set_int (self->database, "VM_metrics", metrics, "memory_actual",
                              used ^ (1 << 20));
}

static void
change_one (FerrySimChurn *self)
{
  const char *vm = g_ptr_array_index (self->vms, self->next);
  g_autofree char *text = g_strdup_printf ("Change %" G_GUINT64_FORMAT, self->n_done);

  self->next = (self->next + 1) % self->vms->len;
  self->n_done++;
  if (!ferry_sim_database_has_row (self->database, "VM", vm))
    return;

  if (self->n_done % 2 == 0)
    ferry_sim_database_set_string (self->database, "VM", vm, "name_description", text);
  else
    change_memory (self, vm);
}

static gboolean
on_tick (gpointer user_data)
{
  FerrySimChurn *self = user_data;
  gint64 elapsed_us = g_get_monotonic_time () - self->started_us;
  guint64 n_due = elapsed_us * self->n_per_second / G_USEC_PER_SEC;
  /* After a stall, what was missed is not made up for in one go. */
  guint64 n_most = self->n_done + self->n_per_second / 10 + 1;

  while (self->n_done < MIN (n_due, n_most))
    change_one (self);

  return G_SOURCE_CONTINUE;
}

static void
collect_vms (FerrySimChurn *self)
{
  g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (self->database, "VM");

  for (guint i = 0; i < refs->len; i++)
    {
      const char *vm = g_ptr_array_index (refs, i);

      if (!ferry_sim_database_get_boolean (self->database, "VM", vm, "is_a_template") &&
          !ferry_sim_database_get_boolean (self->database, "VM", vm, "is_control_domain"))
        g_ptr_array_add (self->vms, g_strdup (vm));
    }
}

static void
ferry_sim_churn_finalize (GObject *object)
{
  FerrySimChurn *self = FERRY_SIM_CHURN (object);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->vms, g_ptr_array_unref);
  g_clear_object (&self->database);

  G_OBJECT_CLASS (ferry_sim_churn_parent_class)->finalize (object);
}

static void
ferry_sim_churn_class_init (FerrySimChurnClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_churn_finalize;
}

static void
ferry_sim_churn_init (FerrySimChurn *self)
{
  self->vms = g_ptr_array_new_with_free_func (g_free);
}

/**
 * ferry_sim_churn_new:
 * @pool: what to keep busy
 * @n_per_second: changes a second of real time, whatever the pool's speed
 *
 * Returns: (transfer full): unref it to let the pool be
 */
FerrySimChurn *
ferry_sim_churn_new (FerrySimPool *pool,
                     guint         n_per_second)
{
  FerrySimChurn *self = g_object_new (FERRY_TYPE_SIM_CHURN, NULL);

  self->database = g_object_ref (ferry_sim_pool_get_database (pool));
  self->n_per_second = n_per_second;
  self->started_us = g_get_monotonic_time ();
  collect_vms (self);
  if (self->vms->len == 0)
    return self;

  self->source = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->source, on_tick, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());

  return self;
}
