/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-work"

#include "simulator/ferry-sim-operations.h"
#include "simulator/ferry-sim-work.h"

static gboolean
on_timer (gpointer user_data)
{
  FerrySimWork *self = user_data;

  self->timer = 0;
  self->func (self);
  g_ptr_array_remove (self->behaviour->works, self);

  return G_SOURCE_REMOVE;
}

/**
 * ferry_sim_work_start:
 * @behaviour: the pool's behaviour
 * @call: the call to answer
 * @vm: (nullable): reference of the VM that it is about
 * @host: (nullable): reference of the host that does it
 * @duration_us: how long it takes, in simulated microseconds
 * @func: what is done at the end
 * @data: (nullable): for @func; must outlive the work
 */
void
ferry_sim_work_start (FerrySimBehaviour *behaviour,
                      FerrySimCall      *call,
                      const char        *vm,
                      const char        *host,
                      gint64             duration_us,
                      FerrySimWorkFunc   func,
                      gconstpointer      data)
{
  FerrySimWork *self;

  g_return_if_fail (behaviour != NULL);
  g_return_if_fail (func != NULL);

  self = g_new0 (FerrySimWork, 1);
  self->behaviour = behaviour;
  self->call = g_object_ref (call);
  self->vm = g_strdup (vm);
  self->host = g_strdup (host);
  self->func = func;
  self->data = data;
  g_ptr_array_add (behaviour->works, self);
  self->timer = ferry_sim_clock_add (behaviour->clock, duration_us, on_timer, self, NULL);
}

/**
 * ferry_sim_work_free:
 * @self: a work
 *
 * Forgets it; when it is not done, nobody is told.
 */
void
ferry_sim_work_free (FerrySimWork *self)
{
  if (self->timer != 0)
    ferry_sim_clock_remove (self->behaviour->clock, self->timer);
  g_object_unref (self->call);
  g_free (self->vm);
  g_free (self->host);
  g_free (self);
}

/* What was under way on the host is not any more; the VM shows as it was. */
static void
lose (FerrySimWork *self)
{
  FerrySimDatabase *database = self->behaviour->database;
  const char *task = ferry_sim_call_get_task (self->call);

  if (self->vm != NULL && ferry_sim_database_has_row (database, "VM", self->vm))
    {
      ferry_sim_database_set_string (database, "VM", self->vm, "scheduled_to_be_resident_on",
                                     FERRY_SIM_NULL_REF);
      ferry_sim_operations_end_vm (database, self->vm, task);
    }
  ferry_sim_operations_end_host (database, self->host, task);
  ferry_sim_call_fail (self->call, ferry_sim_failure_new ("CANNOT_CONTACT_HOST", self->host, NULL));
  g_ptr_array_remove (self->behaviour->works, self);
}

/**
 * ferry_sim_work_lose_host:
 * @behaviour: the pool's behaviour
 * @host: reference of a host that lost its power
 */
void
ferry_sim_work_lose_host (FerrySimBehaviour *behaviour,
                          const char        *host)
{
  g_return_if_fail (behaviour != NULL);

  for (guint i = behaviour->works->len; i > 0; i--)
    {
      FerrySimWork *work = behaviour->works->pdata[i - 1];

      if (g_strcmp0 (work->host, host) == 0)
        lose (work);
    }
}
