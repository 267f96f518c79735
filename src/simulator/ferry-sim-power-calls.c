/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-power-calls"

#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-domain.h"
#include "simulator/ferry-sim-ha.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-migration.h"
#include "simulator/ferry-sim-operations.h"
#include "simulator/ferry-sim-power-calls.h"
#include "simulator/ferry-sim-work.h"

#define MILLISECOND G_GINT64_CONSTANT (1000)

/* An image is written and read at so many bytes per second. */
#define IMAGE_RATE 300000000

typedef struct _PowerCall PowerCall;

/* What ends the call's work; the operation is over after it. */
typedef void (*PowerFunc) (FerrySimWork *work);

struct _PowerCall
{
  const char          *method;
  FerrySimVmOperation  operation;
  gint64               duration_us;
  PowerFunc            func;
  const char          *message; /* (nullable): name of what is announced */
  const char          *what;    /* (nullable): the announcement's last words */
  int                  host_param;   /* of a host to boot on; -1: the server chooses */
  int                  paused_param; /* -1: none */
};

static gboolean
takes_image (FerrySimVmOperation operation)
{
  return operation == FERRY_SIM_VM_SUSPEND || operation == FERRY_SIM_VM_RESUME
         || operation == FERRY_SIM_VM_RESUME_ON;
}

static void
announce (FerrySimWork *work)
{
  const PowerCall *power = work->data;
  FerrySimDatabase *database = work->behaviour->database;
  const char *uuid = ferry_sim_database_get_string (database, "VM", work->vm, "uuid");
  g_autofree char *where = NULL;
  g_autofree char *body = NULL;

  if (power->message == NULL)
    return;

  if (g_str_has_suffix (power->what, "host:"))
    where = g_strdup_printf (" %s (uuid: %s)",
                             ferry_sim_database_get_string (database, "host", work->host, "name_label"),
                             ferry_sim_database_get_string (database, "host", work->host, "uuid"));
  body = g_strdup_printf ("VM '%s' (uuid: %s) %s%s",
                          ferry_sim_database_get_string (database, "VM", work->vm, "name_label"),
                          uuid, power->what, where != NULL ? where : "");
  ferry_sim_pool_add_message (work->behaviour->pool, power->message, 5, "VM", uuid, body);
}

static void
finish (FerrySimWork *work)
{
  const PowerCall *power = work->data;
  const char *task = ferry_sim_call_get_task (work->call);

  if (!ferry_sim_database_has_row (work->behaviour->database, "VM", work->vm))
    {
      ferry_sim_call_fail (work->call, ferry_sim_failure_new ("HANDLE_INVALID", "VM", work->vm, NULL));
      return;
    }

  power->func (work);
  if (work->host != NULL)
    ferry_sim_operations_end_host (work->behaviour->database, work->host, task);
  ferry_sim_operations_end_vm (work->behaviour->database, work->vm, task);
  announce (work);
  ferry_sim_call_return (work->call, NULL);
}

static void
set_always_run (FerrySimWork *work,
                gboolean      always_run)
{
  FerrySimDatabase *database = work->behaviour->database;

  if (!always_run
      || g_str_equal (ferry_sim_database_get_string (database, "VM", work->vm,
                                                     "ha_restart_priority"), "restart"))
    ferry_sim_database_set_boolean (database, "VM", work->vm, "ha_always_run", always_run);
}

static void
drop_image (FerrySimWork *work)
{
  FerrySimDatabase *database = work->behaviour->database;
  g_autofree char *image = NULL;

  image = g_strdup (ferry_sim_database_get_string (database, "VM", work->vm, "suspend_VDI"));
  ferry_sim_database_set_string (database, "VM", work->vm, "suspend_VDI", FERRY_SIM_NULL_REF);
  if (ferry_sim_database_has_row (database, "VDI", image))
    ferry_sim_database_delete_row (database, "VDI", image);
}

static void
boot (FerrySimWork *work)
{
  const PowerCall *power = work->data;
  gboolean starts_paused = power->paused_param >= 0
                           && ferry_sim_call_get_boolean (work->call, power->paused_param);

  ferry_sim_domain_start (work->behaviour->pool, work->vm, work->host,
                          starts_paused ? "Paused" : "Running");
  drop_image (work);
  set_always_run (work, TRUE);
}

static void
shut_down (FerrySimWork *work)
{
  ferry_sim_domain_stop (work->behaviour->pool, work->vm, "Halted");
  drop_image (work);
  set_always_run (work, FALSE);
}

/* The guest boots anew where it is, with the CPU that the host has now. */
static void
reboot (FerrySimWork *work)
{
  FerrySimPool *pool = work->behaviour->pool;
  g_autofree char *host = NULL;

  host = g_strdup (ferry_sim_database_get_string (work->behaviour->database, "VM", work->vm,
                                                  "resident_on"));
  ferry_sim_domain_stop (pool, work->vm, "Halted");
  ferry_sim_domain_start (pool, work->vm, host, "Running");
}

static const char *
find_image_storage (FerrySimBehaviour *behaviour,
                    const char        *vm)
{
  FerrySimDatabase *database = behaviour->database;
  const char *pool = ferry_sim_pool_get_ref (behaviour->pool);
  const char *host = ferry_sim_database_get_string (database, "VM", vm, "resident_on");
  const char *candidates[] = {
    ferry_sim_database_get_string (database, "VM", vm, "suspend_SR"),
    ferry_sim_database_get_string (database, "pool", pool, "suspend_image_SR"),
    ferry_sim_database_get_string (database, "host", host, "suspend_image_sr"),
    ferry_sim_database_get_string (database, "pool", pool, "default_SR"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      if (ferry_sim_database_has_row (database, "SR", candidates[i]))
        return candidates[i];
    }

  return NULL;
}

static void
suspend (FerrySimWork *work)
{
  FerrySimDatabase *database = work->behaviour->database;
  const char *storage = find_image_storage (work->behaviour, work->vm);
  g_autofree char *uuid = g_uuid_string_random ();
  const char *image = ferry_sim_database_create_row (database, "VDI", NULL);

  ferry_sim_database_set_string (database, "VDI", image, "uuid", uuid);
  ferry_sim_database_set_string (database, "VDI", image, "name_label", "Suspend image");
  ferry_sim_database_set_string (database, "VDI", image, "type", "suspend");
  ferry_sim_database_set_boolean (database, "VDI", image, "managed", TRUE);
  ferry_sim_database_set_int (database, "VDI", image, "virtual_size",
                              ferry_sim_memory_get_planned (database, work->vm));
  if (storage != NULL)
    ferry_sim_database_set_string (database, "VDI", image, "SR", storage);
  ferry_sim_database_set_string (database, "VM", work->vm, "suspend_VDI", image);
  ferry_sim_domain_stop (work->behaviour->pool, work->vm, "Suspended");
}

static void
set_state (FerrySimWork *work,
           const char   *state)
{
  ferry_sim_database_set_string (work->behaviour->database, "VM", work->vm, "power_state", state);
  ferry_sim_operations_update_devices (work->behaviour->database, work->vm);
}

static void
pause_vm (FerrySimWork *work)
{
  set_state (work, "Paused");
}

static void
unpause_vm (FerrySimWork *work)
{
  set_state (work, "Running");
}

static const PowerCall calls[] = {
  { "VM.start", FERRY_SIM_VM_START, 600 * MILLISECOND, boot, "VM_STARTED", "started on host:", -1, 1 },
  { "VM.start_on", FERRY_SIM_VM_START_ON, 600 * MILLISECOND, boot, "VM_STARTED", "started on host:", 1, 2 },
  { "VM.resume", FERRY_SIM_VM_RESUME, 500 * MILLISECOND, boot, "VM_RESUMED", "resumed on host:", -1, 1 },
  { "VM.resume_on", FERRY_SIM_VM_RESUME_ON, 500 * MILLISECOND, boot, "VM_RESUMED", "resumed on host:", 1, 2 },
  { "VM.suspend", FERRY_SIM_VM_SUSPEND, 500 * MILLISECOND, suspend, "VM_SUSPENDED", "suspended", -1, -1 },
  { "VM.pause", FERRY_SIM_VM_PAUSE, 50 * MILLISECOND, pause_vm, NULL, NULL, -1, -1 },
  { "VM.unpause", FERRY_SIM_VM_UNPAUSE, 50 * MILLISECOND, unpause_vm, NULL, NULL, -1, -1 },
  { "VM.clean_shutdown", FERRY_SIM_VM_CLEAN_SHUTDOWN, 4000 * MILLISECOND, shut_down, "VM_SHUTDOWN", "shutdown", -1, -1 },
  { "VM.hard_shutdown", FERRY_SIM_VM_HARD_SHUTDOWN, 300 * MILLISECOND, shut_down, "VM_SHUTDOWN", "shutdown forcibly", -1, -1 },
  { "VM.clean_reboot", FERRY_SIM_VM_CLEAN_REBOOT, 5000 * MILLISECOND, reboot, "VM_REBOOTED", "rebooted", -1, -1 },
  { "VM.hard_reboot", FERRY_SIM_VM_HARD_REBOOT, 800 * MILLISECOND, reboot, "VM_REBOOTED", "rebooted forcibly", -1, -1 },
};

static const PowerCall *
find_call (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      if (g_str_equal (calls[i].method, method))
        return &calls[i];
    }

  return NULL;
}

static FerrySimFailure *
check_host (FerrySimBehaviour *behaviour,
            const PowerCall   *power,
            const char        *vm,
            const char        *host)
{
  const char *operation = takes_image (power->operation) ? "vm_resume" : "vm_start";
  FerrySimFailure *failure;

  failure = ferry_sim_boot_check (behaviour->database, vm, host, FERRY_SIM_BOOT_CHECK_ALL);
  if (failure == NULL)
    failure = ferry_sim_ha_check_placement (behaviour->database, vm, host);
  if (failure == NULL)
    failure = ferry_sim_operations_check_host (behaviour->database, host, operation);
  if (failure == NULL)
    failure = ferry_sim_behaviour_check_reachable (behaviour, host);

  return failure;
}

/* The VM's home when it fits there, else where most memory is free. */
static const char *
choose_host (FerrySimBehaviour *behaviour,
             const PowerCall   *power,
             const char        *vm)
{
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (behaviour->database, "host");
  const char *home = ferry_sim_database_get_string (behaviour->database, "VM", vm, "affinity");
  const char *best = NULL;
  gint64 most = -1;

  for (guint i = 0; i < hosts->len; i++)
    {
      g_autoptr(FerrySimFailure) failure = check_host (behaviour, power, vm, hosts->pdata[i]);
      gint64 free_bytes;

      if (failure != NULL)
        continue;
      if (g_str_equal (hosts->pdata[i], home))
        return hosts->pdata[i];
      free_bytes = ferry_sim_memory_get_free (behaviour->database, hosts->pdata[i], vm);
      if (free_bytes > most)
        {
          most = free_bytes;
          best = hosts->pdata[i];
        }
    }

  return best;
}

static gint64
get_duration (FerrySimBehaviour *behaviour,
              const PowerCall   *power,
              const char        *vm)
{
  gint64 memory = 0;

  if (takes_image (power->operation))
    memory = ferry_sim_database_get_int (behaviour->database, "VM", vm, "memory_dynamic_min");

  return power->duration_us + memory * 10 / (IMAGE_RATE / 100000);
}

static void
begin (FerrySimBehaviour *behaviour,
       FerrySimCall      *call,
       const PowerCall   *power,
       const char        *vm,
       const char        *host)
{
  const char *task = ferry_sim_call_get_task (call);
  gboolean boots = power->func == boot;

  ferry_sim_operations_begin_vm (behaviour->database, vm, task, power->operation);
  if (boots)
    {
      ferry_sim_operations_begin_host (behaviour->database, host, task,
                                       takes_image (power->operation) ? "vm_resume" : "vm_start");
      ferry_sim_database_set_string (behaviour->database, "VM", vm, "scheduled_to_be_resident_on",
                                     host);
    }
  if (ferry_sim_database_has_row (behaviour->database, "host", host))
    ferry_sim_tasks_set_resident_on (behaviour->tasks, task, host);
  ferry_sim_work_start (behaviour, call, vm, host, get_duration (behaviour, power, vm), finish,
                        power);
}

static void
start_boot (FerrySimBehaviour *behaviour,
            FerrySimCall      *call,
            const PowerCall   *power,
            const char        *vm)
{
  FerrySimFailure *failure = NULL;
  const char *host;

  if (power->host_param >= 0)
    {
      host = ferry_sim_call_get_string (call, power->host_param);
      failure = check_host (behaviour, power, vm, host);
    }
  else
    {
      host = choose_host (behaviour, power, vm);
      if (host == NULL)
        failure = ferry_sim_failure_new ("NO_HOSTS_AVAILABLE", NULL);
    }

  if (failure != NULL)
    ferry_sim_call_fail (call, failure);
  else
    begin (behaviour, call, power, vm, host);
}

static void
change_power (FerrySimCall *call,
              gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const PowerCall *power = find_call (ferry_sim_call_get_method (call));
  const char *vm = ferry_sim_call_get_string (call, 0);
  const char *host = ferry_sim_database_get_string (behaviour->database, "VM", vm, "resident_on");
  FerrySimFailure *failure;

  failure = ferry_sim_lifecycle_check (behaviour->database, vm, power->operation, TRUE);
  if (failure == NULL && ferry_sim_database_has_row (behaviour->database, "host", host))
    failure = ferry_sim_behaviour_check_reachable (behaviour, host);
  if (failure == NULL && power->operation == FERRY_SIM_VM_SUSPEND
      && find_image_storage (behaviour, vm) == NULL)
    failure = ferry_sim_failure_new ("VM_NO_SUSPEND_SR", vm, NULL);
  if (failure != NULL)
    {
      ferry_sim_call_fail (call, failure);
      return;
    }

  if (power->operation == FERRY_SIM_VM_HARD_SHUTDOWN || power->operation == FERRY_SIM_VM_HARD_REBOOT)
    ferry_sim_migration_abort_vm (behaviour, vm);
  if (power->func == boot)
    start_boot (behaviour, call, power, vm);
  else
    begin (behaviour, call, power, vm, host);
}

/* For a VM whose host is gone: the database forgets that it ran. */
static void
reset_power_state (FerrySimCall *call,
                   gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const char *vm = ferry_sim_call_get_string (call, 0);

  ferry_sim_migration_abort_vm (behaviour, vm);
  ferry_sim_domain_stop (behaviour->pool, vm, "Halted");
  ferry_sim_call_return (call, NULL);
}

/**
 * ferry_sim_power_calls_register:
 * @behaviour: a pool's behaviour
 *
 * Registers the calls that switch VMs on and off.
 */
void
ferry_sim_power_calls_register (FerrySimBehaviour *behaviour)
{
  static const FerrySimMethod methods[] = {
    { "VM.start", change_power, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.start_on", change_power, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.resume", change_power, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.resume_on", change_power, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.suspend", change_power, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.pause", change_power, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.unpause", change_power, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.clean_shutdown", change_power, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.hard_shutdown", change_power, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.clean_reboot", change_power, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.hard_reboot", change_power, FERRY_SIM_METHOD_CHECK_REFS },
    { "VM.power_state_reset", reset_power_state, FERRY_SIM_METHOD_CHECK_REFS },
  };

  g_return_if_fail (behaviour != NULL);

  ferry_sim_registry_add (ferry_sim_pool_get_registry (behaviour->pool), methods,
                          G_N_ELEMENTS (methods), behaviour);
}
