/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-behaviour"

#include "simulator/ferry-sim-behaviour-private.h"
#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-device-calls.h"
#include "simulator/ferry-sim-domain.h"
#include "simulator/ferry-sim-evacuation.h"
#include "simulator/ferry-sim-host-calls.h"
#include "simulator/ferry-sim-migration.h"
#include "simulator/ferry-sim-operations.h"
#include "simulator/ferry-sim-outage.h"
#include "simulator/ferry-sim-power-calls.h"
#include "simulator/ferry-sim-vm-calls.h"
#include "simulator/ferry-sim-work.h"

#define KEY "ferry-sim-behaviour"

static void
behaviour_free (gpointer data)
{
  FerrySimBehaviour *self = data;

  ferry_sim_outage_forget_all (self);
  g_ptr_array_unref (self->evacuations);
  g_ptr_array_unref (self->migrations);
  g_ptr_array_unref (self->works);
  g_clear_object (&self->mover);
  g_clear_object (&self->load);
  g_clear_object (&self->tasks);
  g_clear_object (&self->clock);
  g_clear_object (&self->database);
  g_hash_table_unref (self->dead_hosts);
  g_free (self);
}

/**
 * ferry_sim_behaviour_check_reachable:
 * @self: a pool's behaviour
 * @host: reference of a host
 *
 * Returns: (transfer full) (nullable): why the coordinator can't ask the host to do something
 */
FerrySimFailure *
ferry_sim_behaviour_check_reachable (FerrySimBehaviour *self,
                                     const char        *host)
{
  if (!ferry_sim_database_has_row (self->database, "host", host))
    return ferry_sim_failure_new ("HANDLE_INVALID", "host", host, NULL);
  if (!ferry_sim_boot_check_is_live (self->database, host))
    return ferry_sim_failure_new ("HOST_OFFLINE", host, NULL);
  if (g_hash_table_contains (self->dead_hosts, host))
    return ferry_sim_failure_new ("CANNOT_CONTACT_HOST", host, NULL);

  return NULL;
}

static void
on_restarted (FerrySimPool      *pool,
              FerrySimBehaviour *self)
{
  g_ptr_array_set_size (self->evacuations, 0);
  g_ptr_array_set_size (self->works, 0);
  ferry_sim_migration_forget_all (self);
  ferry_sim_operations_update_all (self->database);
}

static void
on_host_killed (FerrySimPool      *pool,
                const char        *host,
                FerrySimBehaviour *self)
{
  ferry_sim_outage_begin (self, host);
}

/* What a pool that was filled from outside may have left open. */
static void
settle (FerrySimBehaviour *self)
{
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (self->database, "host");

  ferry_sim_operations_update_all (self->database);
  for (guint i = 0; i < hosts->len; i++)
    ferry_sim_domain_update_free_memory (self->database, hosts->pdata[i]);
}

/**
 * ferry_sim_behaviour_attach:
 * @pool: a pool whose rows are complete
 * @load: (nullable): what its machines do that is in no row
 *
 * Makes @pool behave beyond the generic methods.
 */
void
ferry_sim_behaviour_attach (FerrySimPool *pool,
                            FerrySimLoad *load)
{
  FerrySimBehaviour *self;

  g_return_if_fail (FERRY_IS_SIM_POOL (pool));
  g_return_if_fail (load == NULL || FERRY_IS_SIM_LOAD (load));

  self = g_new0 (FerrySimBehaviour, 1);
  self->pool = pool;
  self->database = g_object_ref (ferry_sim_pool_get_database (pool));
  self->clock = g_object_ref (ferry_sim_pool_get_clock (pool));
  self->tasks = g_object_ref (ferry_sim_pool_get_tasks (pool));
  self->load = load != NULL ? g_object_ref (load) : ferry_sim_load_new ();
  self->mover = ferry_sim_mover_new (self->clock, self->load);
  self->migrations = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_sim_migration_free);
  self->works = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_sim_work_free);
  self->evacuations = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_sim_evacuation_free);
  self->dead_hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_object_set_data_full (G_OBJECT (pool), KEY, self, behaviour_free);

  g_signal_connect (pool, "restarted", G_CALLBACK (on_restarted), self);
  g_signal_connect (pool, "host-killed", G_CALLBACK (on_host_killed), self);

  ferry_sim_vm_calls_register (self);
  ferry_sim_power_calls_register (self);
  ferry_sim_device_calls_register (self);
  ferry_sim_host_calls_register (self);
  settle (self);
}
