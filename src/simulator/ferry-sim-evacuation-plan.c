/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-evacuation-plan"

#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-evacuation-plan.h"
#include "simulator/ferry-sim-ha.h"
#include "simulator/ferry-sim-lifecycle.h"
#include "simulator/ferry-sim-memory.h"

typedef struct
{
  const char *ref;
  gint64      free_bytes;
} Target;

static void
item_free (gpointer data)
{
  FerrySimEvacuationItem *item = data;

  g_free (item->vm);
  g_free (item->target);
  g_clear_pointer (&item->failure, ferry_sim_failure_unref);
  g_free (item);
}

static GArray *
list_targets (FerrySimDatabase *database,
              const char       *host)
{
  GArray *targets = g_array_new (FALSE, FALSE, sizeof (Target));
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");

  for (guint i = 0; i < hosts->len; i++)
    {
      const char *ref = hosts->pdata[i];
      Target target = { ref, 0 };

      if (g_str_equal (ref, host)
          || !ferry_sim_database_get_boolean (database, "host", ref, "enabled")
          || !ferry_sim_boot_check_is_live (database, ref))
        continue;

      target.free_bytes = ferry_sim_memory_get_free (database, ref, NULL);
      g_array_append_val (targets, target);
    }

  return targets;
}

/* The server asks that the VM could go to each of the hosts, whichever it will be. */
static FerrySimFailure *
check_vm (FerrySimDatabase *database,
          const char       *vm,
          const GArray     *targets)
{
  FerrySimFailure *failure;

  if (ferry_sim_ha_is_enabled (database) && !ferry_sim_ha_is_protected (database, vm))
    return ferry_sim_failure_new ("HOST_EVACUATE_VM_NOT_HA_PROTECTED", vm, NULL);

  failure = ferry_sim_lifecycle_check (database, vm, FERRY_SIM_VM_POOL_MIGRATE, TRUE);
  if (failure == NULL && targets->len == 0)
    failure = ferry_sim_failure_new ("NO_HOSTS_AVAILABLE", vm, NULL);
  for (guint i = 0; failure == NULL && i < targets->len; i++)
    failure = ferry_sim_boot_check (database, vm, g_array_index (targets, Target, i).ref,
                                    FERRY_SIM_BOOT_CHECK_CPU | FERRY_SIM_BOOT_CHECK_STORAGE);

  return failure;
}


static int
compare_needs (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  FerrySimDatabase *database = user_data;
  const FerrySimEvacuationItem *item_a = *(const FerrySimEvacuationItem * const *) a;
  const FerrySimEvacuationItem *item_b = *(const FerrySimEvacuationItem * const *) b;
  gint64 need_a = ferry_sim_memory_get_needed (database, item_a->vm);
  gint64 need_b = ferry_sim_memory_get_needed (database, item_b->vm);

  if (need_a != need_b)
    return need_a < need_b ? 1 : -1;

  return g_strcmp0 (item_a->vm, item_b->vm);
}

static Target *
find_roomiest (GArray *targets)
{
  Target *best = NULL;

  for (guint i = 0; i < targets->len; i++)
    {
      Target *target = &g_array_index (targets, Target, i);

      if (best == NULL || target->free_bytes > best->free_bytes)
        best = target;
    }

  return best;
}

static void
place (FerrySimDatabase       *database,
       FerrySimEvacuationItem *item,
       GArray                 *targets)
{
  gint64 need = ferry_sim_memory_get_needed (database, item->vm);
  Target *target = find_roomiest (targets);

  if (target == NULL || target->free_bytes < need)
    {
      item->failure = ferry_sim_failure_new ("HOST_NOT_ENOUGH_FREE_MEMORY", item->vm, NULL);
      return;
    }

  target->free_bytes -= need;
  item->target = g_strdup (target->ref);
}

static gboolean
stays (FerrySimDatabase *database,
       const char       *vm)
{
  return ferry_sim_database_get_boolean (database, "VM", vm, "is_control_domain");
}

/**
 * ferry_sim_evacuation_plan_make:
 * @database: the pool's database
 * @host: reference of a host
 *
 * A VM that fits on no host for lack of memory gets an error with one odd parameter: itself.
 *
 * Returns: (transfer full) (element-type FerrySimEvacuationItem): what would become of each VM that
 *   is on the host, the largest first
 */
GPtrArray *
ferry_sim_evacuation_plan_make (FerrySimDatabase *database,
                                const char       *host)
{
  GPtrArray *plan = g_ptr_array_new_with_free_func (item_free);
  g_autoptr(GArray) targets = NULL;
  GVariantIter iter;
  const char *vm;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), plan);

  targets = list_targets (database, host);
  g_variant_iter_init (&iter, ferry_sim_database_get (database, "host", host, "resident_VMs"));
  while (g_variant_iter_next (&iter, "&s", &vm))
    {
      FerrySimEvacuationItem *item;

      if (stays (database, vm))
        continue;
      item = g_new0 (FerrySimEvacuationItem, 1);
      item->vm = g_strdup (vm);
      item->failure = check_vm (database, vm, targets);
      g_ptr_array_add (plan, item);
    }

  g_ptr_array_sort_with_data (plan, compare_needs, database);
  for (guint i = 0; i < plan->len; i++)
    {
      FerrySimEvacuationItem *item = plan->pdata[i];

      if (item->failure == NULL)
        place (database, item, targets);
    }

  return plan;
}
