/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-vm-calls"

#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-migration.h"
#include "simulator/ferry-sim-operations.h"
#include "simulator/ferry-sim-version.h"
#include "simulator/ferry-sim-vm-calls.h"

/* Answers nothing, or the failure (transfer full) (nullable). */
static void
answer (FerrySimCall    *call,
        FerrySimFailure *failure)
{
  if (failure != NULL)
    ferry_sim_call_fail (call, failure);
  else
    ferry_sim_call_return (call, NULL);
}

static void
on_migrated (FerrySimFailure *failure,
             gboolean         is_cancelled,
             gpointer         user_data)
{
  FerrySimCall *call = user_data;

  if (is_cancelled)
    ferry_sim_call_cancel (call);
  else
    answer (call, failure != NULL ? ferry_sim_failure_ref (failure) : NULL);
}

static gboolean
is_compressed (FerrySimBehaviour *behaviour,
               FerrySimCall      *call)
{
  static const char * const yes[] = { "true", "on", "1", NULL };
  static const char * const no[] = { "false", "off", "0", NULL };
  const char *option = ferry_sim_call_get_option (call, 2, "compress");

  if (option != NULL && g_strv_contains (yes, option))
    return TRUE;
  if (option != NULL && g_strv_contains (no, option))
    return FALSE;

  return ferry_sim_database_get_boolean (behaviour->database, "pool",
                                         ferry_sim_pool_get_ref (behaviour->pool),
                                         "migration_compression");
}

static void
pool_migrate (FerrySimCall *call,
              gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const FerrySimMigrationRequest request = {
    .vm = ferry_sim_call_get_string (call, 0),
    .host = ferry_sim_call_get_string (call, 1),
    .network = ferry_sim_call_get_option (call, 2, "network"),
    .force = g_strcmp0 (ferry_sim_call_get_option (call, 2, "force"), "true") == 0,
    .is_compressed = is_compressed (behaviour, call),
  };

  ferry_sim_migration_start (behaviour, ferry_sim_call_get_task (call), &request, on_migrated,
                             g_object_ref (call), g_object_unref);
}

static FerrySimFailure *
check_upgraded_host (FerrySimBehaviour *behaviour,
                     const char        *vm,
                     const char        *host)
{
  const char *coordinator = ferry_sim_pool_get_coordinator (behaviour->pool);
  const char *wanted;
  const char *actual;

  if (!ferry_sim_version_is_upgrading (behaviour->database)
      || !ferry_sim_database_has_row (behaviour->database, "host", host))
    return NULL;

  wanted = ferry_sim_database_get_key (behaviour->database, "host", coordinator, "software_version",
                                       "platform_version");
  actual = ferry_sim_database_get_key (behaviour->database, "host", host, "software_version",
                                       "platform_version");
  if (wanted == NULL || actual == NULL || ferry_sim_version_compare (actual, wanted) == 0)
    return NULL;

  return ferry_sim_failure_new ("VM_HOST_INCOMPATIBLE_VERSION", host, vm, NULL);
}

/* A host that does not exist is one that is not alive, to the server. */
static void
assert_can_boot_here (FerrySimCall *call,
                      gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const char *vm = ferry_sim_call_get_string (call, 0);
  const char *host = ferry_sim_call_get_string (call, 1);
  FerrySimFailure *failure = NULL;

  if (!ferry_sim_database_has_row (behaviour->database, "VM", vm))
    failure = ferry_sim_failure_new ("HANDLE_INVALID", "VM", vm, NULL);
  if (failure == NULL)
    failure = check_upgraded_host (behaviour, vm, host);
  if (failure == NULL)
    failure = ferry_sim_boot_check (behaviour->database, vm, host, FERRY_SIM_BOOT_CHECK_ALL);

  answer (call, failure);
}

static void
assert_operation_valid (FerrySimCall *call,
                        gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  FerrySimFailure *failure = NULL;
  FerrySimVmOperation operation;

  if (ferry_sim_vm_operation_from_name (ferry_sim_call_get_string (call, 1), &operation))
    failure = ferry_sim_lifecycle_check (behaviour->database, ferry_sim_call_get_string (call, 0),
                                         operation, TRUE);
  else
    failure = ferry_sim_failure_new ("INTERNAL_ERROR", "Failure(\"Unknown tag/contents\")", NULL);

  answer (call, failure);
}

static void
update_allowed_operations (FerrySimCall *call,
                           gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;

  ferry_sim_operations_update_vm (behaviour->database, ferry_sim_call_get_string (call, 0));
  ferry_sim_call_return (call, NULL);
}

static gboolean
is_possible (FerrySimBehaviour *behaviour,
             const char        *vm,
             const char        *host)
{
  g_autoptr(FerrySimFailure) failure = NULL;

  failure = ferry_sim_boot_check (behaviour->database, vm, host,
                                  FERRY_SIM_BOOT_CHECK_MEMORY | FERRY_SIM_BOOT_CHECK_STORAGE);

  return failure == NULL;
}

static void
get_possible_hosts (FerrySimCall *call,
                    gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const char *vm = ferry_sim_call_get_string (call, 0);
  const char *scheduled = ferry_sim_database_get_string (behaviour->database, "VM", vm,
                                                         "scheduled_to_be_resident_on");
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (behaviour->database, "host");
  g_autoptr(GPtrArray) possible = g_ptr_array_new ();

  if (ferry_sim_database_has_row (behaviour->database, "host", scheduled))
    {
      g_ptr_array_add (possible, (gpointer) scheduled);
      g_ptr_array_set_size (hosts, 0);
    }
  for (guint i = 0; i < hosts->len; i++)
    {
      if (is_possible (behaviour, vm, hosts->pdata[i]))
        g_ptr_array_add (possible, hosts->pdata[i]);
    }

  ferry_sim_call_return (call, g_variant_new_strv ((const char * const *) possible->pdata,
                                                   possible->len));
}

static void
compute_memory_overhead (FerrySimCall *call,
                         gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  gint64 bytes = ferry_sim_memory_get_overhead (behaviour->database,
                                                ferry_sim_call_get_string (call, 0));

  ferry_sim_call_return (call, g_variant_new_int64 (bytes));
}

static void
set_blocked_operations (FerrySimCall *call,
                        gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const char *vm = ferry_sim_call_get_string (call, 0);

  ferry_sim_database_set (behaviour->database, "VM", vm, "blocked_operations",
                          ferry_sim_call_get_param (call, 1));
  ferry_sim_operations_update_vm (behaviour->database, vm);
  ferry_sim_call_return (call, NULL);
}

static void
add_to_blocked_operations (FerrySimCall *call,
                           gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const char *vm = ferry_sim_call_get_string (call, 0);
  const char *operation = ferry_sim_call_get_string (call, 1);

  if (ferry_sim_database_get_key (behaviour->database, "VM", vm, "blocked_operations", operation)
      != NULL)
    {
      ferry_sim_call_fail (call, ferry_sim_failure_new ("MAP_DUPLICATE_KEY", "VM",
                                                        "blocked_operations", vm, operation, NULL));
      return;
    }

  ferry_sim_database_set_key (behaviour->database, "VM", vm, "blocked_operations", operation,
                              ferry_sim_call_get_string (call, 2));
  ferry_sim_operations_update_vm (behaviour->database, vm);
  ferry_sim_call_return (call, NULL);
}

static void
remove_from_blocked_operations (FerrySimCall *call,
                                gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const char *vm = ferry_sim_call_get_string (call, 0);

  ferry_sim_database_set_key (behaviour->database, "VM", vm, "blocked_operations",
                              ferry_sim_call_get_string (call, 1), NULL);
  ferry_sim_operations_update_vm (behaviour->database, vm);
  ferry_sim_call_return (call, NULL);
}

/**
 * ferry_sim_vm_calls_register:
 * @behaviour: a pool's behaviour
 *
 * Registers the calls that ask about VMs and move them.
 */
void
ferry_sim_vm_calls_register (FerrySimBehaviour *behaviour)
{
  static const FerrySimMethod methods[] = {
    { "VM.pool_migrate", pool_migrate, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.assert_can_boot_here", assert_can_boot_here, FERRY_SIM_METHOD_FLAGS_NONE },
    { "VM.assert_operation_valid", assert_operation_valid, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.update_allowed_operations", update_allowed_operations, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.get_possible_hosts", get_possible_hosts, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.compute_memory_overhead", compute_memory_overhead, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.set_blocked_operations", set_blocked_operations,
      FERRY_SIM_METHOD_CHECK_REFS | FERRY_SIM_METHOD_NO_TASK },
    { "VM.add_to_blocked_operations", add_to_blocked_operations,
      FERRY_SIM_METHOD_CHECK_REFS | FERRY_SIM_METHOD_NO_TASK },
    { "VM.remove_from_blocked_operations", remove_from_blocked_operations,
      FERRY_SIM_METHOD_CHECK_REFS | FERRY_SIM_METHOD_NO_TASK },
  };

  g_return_if_fail (behaviour != NULL);

  ferry_sim_registry_add (ferry_sim_pool_get_registry (behaviour->pool), methods,
                          G_N_ELEMENTS (methods), behaviour);
}
