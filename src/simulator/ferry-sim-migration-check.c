/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-migration-check"

#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-ha.h"
#include "simulator/ferry-sim-migration-check.h"
#include "simulator/ferry-sim-migration-network.h"
#include "simulator/ferry-sim-operations.h"
#include "simulator/ferry-sim-version.h"

/**
 * ferry_sim_migration_check_placement:
 * @database: the pool's database
 * @vm: reference of a VM whose operation has begun
 * @source: reference of the host that it is on
 * @destination: reference of the host that it is to go to
 *
 * What the coordinator checks once the VM is its own, in its order.
 *
 * Returns: (transfer full) (nullable): the first obstacle
 */
FerrySimFailure *
ferry_sim_migration_check_placement (FerrySimDatabase *database,
                                     const char       *vm,
                                     const char       *source,
                                     const char       *destination)
{
  FerrySimFailure *failure;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), NULL);

  failure = ferry_sim_version_check_upgrade (database, source, destination);
  if (failure == NULL)
    failure = ferry_sim_boot_check (database, vm, destination,
                                    FERRY_SIM_BOOT_CHECK_MEMORY | FERRY_SIM_BOOT_CHECK_STORAGE);
  if (failure == NULL)
    failure = ferry_sim_ha_check_placement (database, vm, destination);
  if (failure == NULL)
    failure = ferry_sim_operations_check_host (database, destination, "vm_migrate");

  return failure;
}

static FerrySimFailure *
check_licence (FerrySimBehaviour *behaviour)
{
  const char *restricted;

  restricted = ferry_sim_database_get_key (behaviour->database, "pool",
                                           ferry_sim_pool_get_ref (behaviour->pool),
                                           "restrictions", "restrict_xen_motion");

  return g_strcmp0 (restricted, "true") == 0
         ? ferry_sim_failure_new ("LICENCE_RESTRICTION", "Xen_motion", NULL) : NULL;
}

/**
 * ferry_sim_migration_check_sender:
 * @behaviour: the pool's behaviour
 * @task: reference of the task that shows the migration; it moves to the sender
 * @source: reference of the host that the VM is on
 * @destination: reference of the host that it is to go to
 * @network: (nullable): reference of the network that the memory shall take
 *
 * What the sending host finds, when it is there at all.
 *
 * Returns: (transfer full) (nullable): the first obstacle
 */
FerrySimFailure *
ferry_sim_migration_check_sender (FerrySimBehaviour *behaviour,
                                  const char        *task,
                                  const char        *source,
                                  const char        *destination,
                                  const char        *network)
{
  FerrySimFailure *failure;

  g_return_val_if_fail (behaviour != NULL, NULL);

  failure = ferry_sim_behaviour_check_reachable (behaviour, source);
  if (failure != NULL)
    return failure;

  ferry_sim_tasks_set_resident_on (behaviour->tasks, task, source);
  failure = check_licence (behaviour);
  if (failure == NULL && network != NULL)
    failure = ferry_sim_migration_network_check (behaviour->database, destination, network);
  if (failure == NULL)
    failure = ferry_sim_behaviour_check_reachable (behaviour, destination);

  return failure;
}
