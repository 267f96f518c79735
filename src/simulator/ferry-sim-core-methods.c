/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-core-methods"

#include "simulator/ferry-sim-dispatch.h"

#include "simulator/ferry-sim-events.h"
#include "simulator/ferry-sim-json.h"
#include "simulator/ferry-sim-session.h"
#include "simulator/ferry-sim-task.h"

/* Disks that a VM can have. */
#define MAX_DEVICES 255

/* Methods that any pool answers, whatever its machines do: session, task, message, the time. */

typedef struct
{
  FerrySimCall    *call;
  FerrySimFailure *failure;
} LateFailure;

static gboolean
fail_late (gpointer user_data)
{
  LateFailure *late = user_data;

  ferry_sim_call_fail (late->call, late->failure);
  g_object_unref (late->call);
  g_free (late);

  return G_SOURCE_REMOVE;
}

static void
fail_after (FerrySimCall    *call,
            guint            ms,
            FerrySimFailure *failure)
{
  g_autoptr(GSource) source = g_timeout_source_new (ms);
  LateFailure *late = g_new (LateFailure, 1);

  late->call = g_object_ref (call);
  late->failure = failure;
  g_source_set_callback (source, fail_late, late, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
session_login (FerrySimCall *call,
               gpointer      user_data)
{
  FerrySimSessions *sessions = ferry_sim_pool_get_sessions (ferry_sim_call_get_pool (call));
  FerrySimFailure *failure = NULL;
  const char *session;

  session = ferry_sim_sessions_log_in (sessions,
                                       ferry_sim_call_get_string (call, 0),
                                       ferry_sim_call_get_string (call, 1),
                                       ferry_sim_call_get_string (call, 3), &failure);
  if (session != NULL)
    ferry_sim_call_return (call, g_variant_new_string (session));
  else
    fail_after (call, ferry_sim_sessions_get_bad_login_delay (sessions), failure);
}

static void
session_logout (FerrySimCall *call,
                gpointer      user_data)
{
  FerrySimSessions *sessions = ferry_sim_pool_get_sessions (ferry_sim_call_get_pool (call));

  ferry_sim_sessions_log_out (sessions, ferry_sim_call_get_session (call));
  ferry_sim_call_return (call, NULL);
}

/* Tasks of others are for pool-operators; "others" are users, not sessions. */
static gboolean
may_touch_task (FerrySimCall *call,
                const char   *task)
{
  FerrySimPool *pool = ferry_sim_call_get_pool (call);
  FerrySimSessions *sessions = ferry_sim_pool_get_sessions (pool);
  const char *session = ferry_sim_call_get_session (call);
  const char *owner = ferry_sim_tasks_get_session (ferry_sim_pool_get_tasks (pool), task);

  if (ferry_sim_sessions_get_role (sessions, session) >= FERRY_SIM_ROLE_POOL_OPERATOR)
    return TRUE;

  return g_strcmp0 (owner, session) == 0
    || g_strcmp0 (ferry_sim_sessions_get_user (sessions, owner),
                  ferry_sim_sessions_get_user (sessions, session)) == 0;
}

static gboolean
check_task (FerrySimCall *call)
{
  const char *task = ferry_sim_call_get_string (call, 0);

  if (!ferry_sim_database_has_row (ferry_sim_call_get_database (call), "task", task))
    {
      ferry_sim_call_fail (call, ferry_sim_failure_new ("HANDLE_INVALID", "task", task, NULL));
      return FALSE;
    }
  if (!may_touch_task (call, task))
    {
      ferry_sim_call_fail (call,
                           ferry_sim_failure_new ("RBAC_PERMISSION_DENIED", "task.destroy/any",
                                                  "No permission in user session. (Roles with "
                                                  "this permission: pool-admin, pool-operator)",
                                                  NULL));
      return FALSE;
    }

  return TRUE;
}

static void
task_create (FerrySimCall *call,
             gpointer      user_data)
{
  FerrySimTasks *tasks = ferry_sim_pool_get_tasks (ferry_sim_call_get_pool (call));
  const char *task;

  task = ferry_sim_tasks_create (tasks, ferry_sim_call_get_string (call, 0),
                                 ferry_sim_call_get_session (call), NULL);
  ferry_sim_database_set_string (ferry_sim_call_get_database (call), "task", task,
                                 "name_description", ferry_sim_call_get_string (call, 1));
  ferry_sim_call_return (call, g_variant_new_string (task));
}

static void
task_cancel (FerrySimCall *call,
             gpointer      user_data)
{
  FerrySimTasks *tasks = ferry_sim_pool_get_tasks (ferry_sim_call_get_pool (call));

  if (!check_task (call))
    return;

  ferry_sim_tasks_cancel (tasks, ferry_sim_call_get_string (call, 0));
  ferry_sim_call_return (call, NULL);
}

/* A pending task is only marked, and stays for good: that is what xapi does, too. */
static void
task_destroy (FerrySimCall *call,
              gpointer      user_data)
{
  FerrySimTasks *tasks = ferry_sim_pool_get_tasks (ferry_sim_call_get_pool (call));
  FerrySimDatabase *database = ferry_sim_call_get_database (call);
  const char *task = ferry_sim_call_get_string (call, 0);

  if (!check_task (call))
    return;

  if (!ferry_sim_tasks_is_pending (tasks, task))
    {
      ferry_sim_tasks_remove (tasks, task);
      ferry_sim_call_return (call, NULL);
      return;
    }
  if (ferry_sim_database_get_key (database, "task", task, "current_operations", "task") != NULL)
    {
      ferry_sim_call_fail (call, ferry_sim_failure_new ("MAP_DUPLICATE_KEY", "task",
                                                        "current_operations", task, "task", NULL));
      return;
    }

  ferry_sim_database_set_key (database, "task", task, "current_operations", "task", "destroy");
  ferry_sim_call_return (call, NULL);
}

static void
message_get_since (FerrySimCall *call,
                   gpointer      user_data)
{
  FerrySimDatabase *database = ferry_sim_call_get_database (call);
  const char *since = ferry_sim_call_get_string (call, 0);
  g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (database, "message");
  GString *json = g_string_new ("{");

  for (guint i = 0; i < refs->len; i++)
    {
      const char *ref = g_ptr_array_index (refs, i);
      GBytes *record = ferry_sim_database_get_json (database, "message", ref);

      if (g_strcmp0 (ferry_sim_database_get_string (database, "message", ref, "timestamp"),
                     since) <= 0)
        continue;
      if (json->len > 1)
        g_string_append_c (json, ',');
      ferry_sim_json_append_string (json, ref);
      g_string_append_c (json, ':');
      g_string_append_len (json, g_bytes_get_data (record, NULL),
                           (gssize) g_bytes_get_size (record));
    }
  g_string_append_c (json, '}');
  ferry_sim_call_return_json (call, g_string_free_to_bytes (json));
}

static void
message_destroy (FerrySimCall *call,
                 gpointer      user_data)
{
  ferry_sim_database_delete_row (ferry_sim_call_get_database (call), "message",
                                 ferry_sim_call_get_string (call, 0));
  ferry_sim_call_return (call, NULL);
}

static void
message_destroy_many (FerrySimCall *call,
                      gpointer      user_data)
{
  g_autofree const char **refs = g_variant_get_strv (ferry_sim_call_get_param (call, 0), NULL);

  for (guint i = 0; refs[i] != NULL; i++)
    ferry_sim_database_delete_row (ferry_sim_call_get_database (call), "message", refs[i]);
  ferry_sim_call_return (call, NULL);
}

static void
host_get_servertime (FerrySimCall *call,
                     gpointer      user_data)
{
  FerrySimClock *clock = ferry_sim_pool_get_clock (ferry_sim_call_get_pool (call));
  g_autofree char *now = ferry_sim_clock_format_now (clock);

  ferry_sim_call_return (call, g_variant_new_string (now));
}

/* Local time is written without its zone. */
static void
host_get_server_localtime (FerrySimCall *call,
                           gpointer      user_data)
{
  FerrySimClock *clock = ferry_sim_pool_get_clock (ferry_sim_call_get_pool (call));
  g_autofree char *now = ferry_sim_clock_format_now (clock);

  now[strlen (now) - 1] = '\0';
  ferry_sim_call_return (call, g_variant_new_string (now));
}

static void
host_list_methods (FerrySimCall *call,
                   gpointer      user_data)
{
  ferry_sim_call_fail (call, ferry_sim_failure_new ("NOT_IMPLEMENTED", "list_method", NULL));
}

/* The plug-in scripts of a host, of which these hosts have none. */
static void
host_call_plugin (FerrySimCall *call,
                  gpointer      user_data)
{
  ferry_sim_call_fail (call, ferry_sim_failure_new ("XENAPI_MISSING_PLUGIN",
                                                    ferry_sim_call_get_string (call, 1), NULL));
}

/* There is nothing behind a simulated storage that its rows don't tell. */
static void
sr_scan (FerrySimCall *call,
         gpointer      user_data)
{
  ferry_sim_call_return (call, NULL);
}

static void
fail_without_wlb (FerrySimCall *call,
                  gpointer      user_data)
{
  ferry_sim_call_fail (call, ferry_sim_failure_new ("WLB_NOT_INITIALIZED", NULL));
}

static void
fail_as_removed (FerrySimCall *call,
                 gpointer      user_data)
{
  ferry_sim_call_fail (call, ferry_sim_failure_new ("MESSAGE_REMOVED", NULL));
}

static gboolean
has_device (FerrySimDatabase  *database,
            const char       **vbds,
            const char        *device)
{
  for (guint i = 0; vbds[i] != NULL; i++)
    {
      if (g_str_equal (ferry_sim_database_get_string (database, "VBD", vbds[i], "userdevice"),
                       device))
        return TRUE;
    }

  return FALSE;
}

static void
vm_get_allowed_vbd_devices (FerrySimCall *call,
                            gpointer      user_data)
{
  FerrySimDatabase *database = ferry_sim_call_get_database (call);
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));
  g_autofree const char **vbds = NULL;

  vbds = g_variant_get_strv (ferry_sim_database_get (database, "VM",
                                                     ferry_sim_call_get_string (call, 0), "VBDs"),
                             NULL);
  for (guint i = 0; i < MAX_DEVICES; i++)
    {
      g_autofree char *device = g_strdup_printf ("%u", i);

      if (!has_device (database, vbds, device))
        g_variant_builder_add (&builder, "s", device);
    }
  ferry_sim_call_return (call, g_variant_builder_end (&builder));
}

/* Whether a VM could be restarted anywhere: no disk and no network of its host alone. */
static FerrySimFailure *
check_agile (FerrySimDatabase *database,
             const char       *vm)
{
  g_autofree const char **vbds = NULL;

  vbds = g_variant_get_strv (ferry_sim_database_get (database, "VM", vm, "VBDs"), NULL);
  for (guint i = 0; vbds[i] != NULL; i++)
    {
      const char *vdi = ferry_sim_database_get_string (database, "VBD", vbds[i], "VDI");
      const char *sr = ferry_sim_database_get_string (database, "VDI", vdi, "SR");

      if (ferry_sim_database_has_row (database, "SR", sr)
          && !ferry_sim_database_get_boolean (database, "SR", sr, "shared"))
        return ferry_sim_failure_new ("HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED", sr, NULL);
    }

  return NULL;
}

static void
vm_assert_agile (FerrySimCall *call,
                 gpointer      user_data)
{
  FerrySimFailure *failure = check_agile (ferry_sim_call_get_database (call),
                                          ferry_sim_call_get_string (call, 0));

  if (failure != NULL)
    ferry_sim_call_fail (call, failure);
  else
    ferry_sim_call_return (call, NULL);
}

static const FerrySimMethod methods[] = {
  { "session.login_with_password", session_login, FERRY_SIM_METHOD_NO_TASK },
  { "session.logout", session_logout, FERRY_SIM_METHOD_NO_TASK },
  { "task.create", task_create, FERRY_SIM_METHOD_NO_TASK },
  { "task.cancel", task_cancel, FERRY_SIM_METHOD_NO_TASK },
  { "task.destroy", task_destroy, FERRY_SIM_METHOD_NO_TASK },
  { "message.get_since", message_get_since, FERRY_SIM_METHOD_NO_TASK },
  { "message.destroy", message_destroy, FERRY_SIM_METHOD_CHECK_REFS },
  { "message.destroy_many", message_destroy_many, FERRY_SIM_METHOD_FLAGS_NONE },
  { "host.get_servertime", host_get_servertime, FERRY_SIM_METHOD_CHECK_REFS },
  { "host.get_server_localtime", host_get_server_localtime, FERRY_SIM_METHOD_CHECK_REFS },
  { "host.list_methods", host_list_methods, FERRY_SIM_METHOD_FLAGS_NONE },
  { "host.call_plugin", host_call_plugin, FERRY_SIM_METHOD_FLAGS_NONE },
  { "host.retrieve_wlb_evacuate_recommendations", fail_without_wlb, FERRY_SIM_METHOD_CHECK_REFS },
  { "VM.retrieve_wlb_recommendations", fail_without_wlb, FERRY_SIM_METHOD_CHECK_REFS },
  { "VM.get_allowed_VBD_devices", vm_get_allowed_vbd_devices, FERRY_SIM_METHOD_CHECK_REFS },
  { "VM.assert_agile", vm_assert_agile, FERRY_SIM_METHOD_CHECK_REFS },
  { "SR.scan", sr_scan, FERRY_SIM_METHOD_CHECK_REFS },
  { "pool.test_archive_target", fail_as_removed, FERRY_SIM_METHOD_FLAGS_NONE },
};

/**
 * ferry_sim_dispatch_prepare:
 * @pool: a pool without methods
 *
 * Adds the methods that need no machines.
 */
void
ferry_sim_dispatch_prepare (FerrySimPool *pool)
{
  g_return_if_fail (FERRY_IS_SIM_POOL (pool));

  ferry_sim_registry_add (ferry_sim_pool_get_registry (pool), methods, G_N_ELEMENTS (methods),
                          NULL);
  g_object_set_data_full (G_OBJECT (pool), "ferry-sim-events", ferry_sim_events_new (pool),
                          g_object_unref);
}
