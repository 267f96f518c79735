/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "pool-client.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-operations.h"
#include "simulator/ferry-sim-task.h"

#define MIGRATE "[\"%s\", \"%s\", {\"live\": \"true\"}]"

static const char *
get (PoolClient *client,
     const char *table,
     const char *ref,
     const char *field)
{
  return ferry_sim_database_get_string (client->database, table, ref, field);
}

static double
get_progress (PoolClient *client,
              const char *task)
{
  return ferry_sim_database_get_double (client->database, "task", task, "progress");
}

static gboolean
is_empty (PoolClient *client,
          const char *table,
          const char *ref,
          const char *field)
{
  return g_variant_n_children (ferry_sim_database_get (client->database, table, ref, field)) == 0;
}

/* Starts the move of the VM to the second host and waits until its memory is being copied. */
static PoolReply *
start_copying (PoolClient  *client,
               const char **task)
{
  PoolReply *reply = pool_client_start (client, "VM.pool_migrate", MIGRATE, VM, HOST_2);

  *task = pool_client_find_task (client, "VM.pool_migrate");
  g_assert_nonnull (*task);
  for (guint i = 0; get_progress (client, *task) == 0 && i < 1000; i++)
    pool_client_wait (client, 10);
  g_assert_cmpfloat (get_progress (client, *task), >, 0);
  g_assert_null (reply->text);

  return reply;
}

/* Nothing of a migration that failed or was cancelled is left. */
static void
assert_left_alone (PoolClient *client,
                   const char *power_state,
                   const char *host)
{
  g_assert_cmpstr (get (client, "VM", VM, "power_state"), ==, power_state);
  g_assert_cmpstr (get (client, "VM", VM, "resident_on"), ==, host);
  g_assert_cmpstr (get (client, "VM", VM, "scheduled_to_be_resident_on"), ==, FERRY_SIM_NULL_REF);
  g_assert_true (is_empty (client, "VM", VM, "current_operations"));
  g_assert_true (is_empty (client, "host", HOST_1, "current_operations"));
  g_assert_true (is_empty (client, "host", HOST_2, "current_operations"));
  g_assert_cmpint (ferry_sim_memory_get_free (client->database, HOST_2, NULL), ==, 63 * GIB);
}

static void
test_vm_arrives (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  const char *message;

  reply = pool_client_start (client, "VM.pool_migrate", MIGRATE, VM, HOST_2);
  pool_client_wait_for (client, reply, 60);

  g_assert_cmpstr (reply->text, ==, "\"\"");
  g_assert_cmpstr (get (client, "VM", VM, "power_state"), ==, "Running");
  g_assert_cmpstr (get (client, "VM", VM, "resident_on"), ==, HOST_2);
  g_assert_cmpstr (get (client, "VM", VM, "scheduled_to_be_resident_on"), ==, FERRY_SIM_NULL_REF);
  g_assert_true (is_empty (client, "VM", VM, "current_operations"));
  g_assert_true (is_empty (client, "host", HOST_2, "current_operations"));
  g_assert_cmpint (ferry_sim_memory_get_free (client->database, HOST_1, NULL), ==, 63 * GIB);

  {
    g_autoptr(GPtrArray) messages = ferry_sim_database_list_refs (client->database, "message");

    g_assert_cmpuint (messages->len, ==, 1);
    message = messages->pdata[0];
  }
  g_assert_cmpstr (get (client, "message", message, "name"), ==, "VM_MIGRATED");
  g_assert_cmpstr (get (client, "message", message, "body"), ==,
                   "VM 'vm' (uuid: vm) migrated from host 'host-1' (uuid: host-1) to host 'host-2' "
                   "(uuid: host-2)");
}

static void
test_vm_is_charged_to_both_hosts_on_its_way (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  const char *task;

  reply = start_copying (client, &task);
  g_assert_cmpint (ferry_sim_memory_get_free (client->database, HOST_1, NULL), ==,
                   63 * GIB - 2 * GIB - 20 * MIB);
  g_assert_cmpint (ferry_sim_memory_get_free (client->database, HOST_2, NULL), ==,
                   63 * GIB - 2 * GIB - 20 * MIB);
  pool_client_wait_for (client, reply, 60);
}

/* Up with the copy, to 1, back to where the second list of steps stands, and 1 at the end. */
static void
test_progress_runs_backwards_once (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  g_autoptr(GString) turns = g_string_new (NULL);
  const char *task;
  double last = 0;

  reply = pool_client_start (client, "Async.VM.pool_migrate", MIGRATE, VM, HOST_2);
  task = pool_client_find_task (client, "Async.VM.pool_migrate");
  g_assert_nonnull (task);
  while (g_str_equal (get (client, "task", task, "status"), "pending"))
    {
      double progress = get_progress (client, task);

      if (progress < last || progress == 1.0)
        g_string_append_printf (turns, progress != last ? "%.4f " : "", progress);
      if (progress > last && progress < 1)
        g_assert_cmpfloat (progress, <=, 10.0 / 11);
      last = progress;
      pool_client_wait (client, 5);
    }

  g_assert_cmpstr (turns->str, ==, "1.0000 0.4286 ");
  g_assert_cmpfloat (get_progress (client, task), ==, 1.0);
  g_assert_cmpstr (get (client, "task", task, "status"), ==, "success");
  g_assert_cmpstr (get (client, "task", task, "result"), ==, "<value></value>");
  g_assert_cmpstr (get (client, "task", task, "resident_on"), ==, HOST_1);
}

static void
test_cancel_while_copying_leaves_the_vm (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  g_autofree char *cancel = NULL;
  const char *task;

  reply = start_copying (client, &task);
  cancel = pool_client_call (client, "task.cancel", "[\"%s\"]", task);
  g_assert_cmpstr (cancel, ==, "\"\"");
  pool_client_wait_for (client, reply, 5);

  g_assert_cmpstr (reply->text, ==, "TASK_CANCELLED OpaqueRef:NULL");
  assert_left_alone (client, "Running", HOST_1);
}

static void
test_cancel_before_copying_leaves_the_vm (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  const char *task;

  reply = pool_client_start (client, "VM.pool_migrate", MIGRATE, VM, HOST_2);
  task = pool_client_find_task (client, "VM.pool_migrate");
  pool_client_wait (client, 10);
  ferry_sim_tasks_cancel (ferry_sim_pool_get_tasks (client->pool), task);
  pool_client_wait_for (client, reply, 5);

  g_assert_cmpstr (reply->text, ==, "TASK_CANCELLED OpaqueRef:NULL");
  assert_left_alone (client, "Running", HOST_1);
}

static void
test_cancel_too_late_is_ignored (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  const char *task;

  reply = start_copying (client, &task);
  while (!is_empty (client, "task", task, "allowed_operations"))
    pool_client_wait (client, 5);
  g_assert_null (reply->text);
  g_assert_cmpstr (get (client, "VM", VM, "resident_on"), ==, HOST_1);

  ferry_sim_tasks_cancel (ferry_sim_pool_get_tasks (client->pool), task);
  pool_client_wait_for (client, reply, 60);
  g_assert_cmpstr (reply->text, ==, "\"\"");
  g_assert_cmpstr (get (client, "VM", VM, "resident_on"), ==, HOST_2);
}

static void
test_failure_of_the_copy_leaves_the_vm (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;

  ferry_sim_faults_arm (ferry_sim_pool_get_faults (client->pool), FERRY_SIM_FAULT_FAIL_COPY, VM, 1,
                        0, NULL);
  reply = pool_client_start (client, "VM.pool_migrate", MIGRATE, VM, HOST_2);
  pool_client_wait_for (client, reply, 60);

  g_assert_true (g_str_has_prefix (reply->text, "INTERNAL_ERROR xenopsd internal error: "));
  assert_left_alone (client, "Running", HOST_1);
}

static void
test_failure_after_the_suspend_halts_the_vm (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;

  ferry_sim_faults_arm (ferry_sim_pool_get_faults (client->pool), FERRY_SIM_FAULT_FAIL_AFTER_SUSPEND,
                        "vm", 1, 0, ferry_sim_failure_new ("VM_SUSPEND_TIMEOUT", VM, "1200.", NULL));
  reply = pool_client_start (client, "VM.pool_migrate", MIGRATE, VM, HOST_2);
  pool_client_wait_for (client, reply, 60);

  g_assert_cmpstr (reply->text, ==, "VM_SUSPEND_TIMEOUT " VM " 1200.");
  assert_left_alone (client, "Halted", FERRY_SIM_NULL_REF);
  g_assert_cmpint (ferry_sim_database_get_int (client->database, "VM", VM, "domid"), ==, -1);
}

static void
test_stalled_task_can_be_cancelled (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  const char *task;

  ferry_sim_faults_arm (ferry_sim_pool_get_faults (client->pool), FERRY_SIM_FAULT_STALL_TASK, VM, 1,
                        0, NULL);
  reply = pool_client_start (client, "VM.pool_migrate", MIGRATE, VM, HOST_2);
  pool_client_wait (client, 3600 * 1000);
  g_assert_null (reply->text);

  task = pool_client_find_task (client, "VM.pool_migrate");
  ferry_sim_tasks_cancel (ferry_sim_pool_get_tasks (client->pool), task);
  pool_client_wait_for (client, reply, 5);
  assert_left_alone (client, "Running", HOST_1);
}

static void
test_busy_vm_is_waited_for (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;

  ferry_sim_operations_begin_vm (client->database, VM, "OpaqueRef:other", FERRY_SIM_VM_SNAPSHOT);
  reply = pool_client_start (client, "VM.pool_migrate", MIGRATE, VM, HOST_2);
  pool_client_wait (client, 60 * 1000);
  g_assert_null (reply->text);
  g_assert_cmpuint (g_variant_n_children (ferry_sim_database_get (client->database, "VM", VM,
                                                                  "current_operations")), ==, 1);

  ferry_sim_operations_end_vm (client->database, VM, "OpaqueRef:other");
  pool_client_wait_for (client, reply, 30);
  g_assert_cmpstr (reply->text, ==, "\"\"");
}

static void
test_busy_vm_is_given_up_after_two_hours (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;

  ferry_sim_operations_begin_vm (client->database, VM, "OpaqueRef:other", FERRY_SIM_VM_SNAPSHOT);
  reply = pool_client_start (client, "VM.pool_migrate", MIGRATE, VM, HOST_2);
  pool_client_wait (client, 7190 * 1000);
  g_assert_null (reply->text);
  pool_client_wait (client, 40 * 1000);
  g_assert_cmpstr (reply->text, ==, "OTHER_OPERATION_IN_PROGRESS VM.snapshot " VM);
}

static void
test_waiting_can_be_cancelled (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;

  ferry_sim_operations_begin_vm (client->database, VM, "OpaqueRef:other", FERRY_SIM_VM_SNAPSHOT);
  reply = pool_client_start (client, "VM.pool_migrate", MIGRATE, VM, HOST_2);
  ferry_sim_tasks_cancel (ferry_sim_pool_get_tasks (client->pool),
                          pool_client_find_task (client, "VM.pool_migrate"));
  pool_client_wait_for (client, reply, 21);
  g_assert_cmpstr (reply->text, ==, "TASK_CANCELLED OpaqueRef:NULL");
}

/* Obstacles to a move of the VM to the second host, one for each check. */

static void
change_cpu (PoolClient *client,
            gboolean    there)
{
  ferry_sim_database_set_key (client->database, "host", HOST_2, "cpu_info", "vendor",
                              there ? "AuthenticAMD" : "GenuineIntel");
}

static void
change_block (PoolClient *client,
              gboolean    there)
{
  ferry_sim_database_set_key (client->database, "VM", VM, "blocked_operations", "pool_migrate",
                              there ? "no" : NULL);
}

static void
change_host (PoolClient *client,
             gboolean    there)
{
  ferry_sim_database_set_boolean (client->database, "host", HOST_2, "enabled", !there);
}

/* Only the second host has room for the protected VM, and not any more with the other VM there. */
static void
change_ha (PoolClient *client,
           gboolean    there)
{
  if (there && !ferry_sim_database_has_row (client->database, "VM", "OpaqueRef:protected"))
    {
      small_pool_add_vm (client->database, "protected", HOST_1, 62 * GIB);
      ferry_sim_database_set_boolean (client->database, "VM", "OpaqueRef:protected",
                                      "ha_always_run", TRUE);
      ferry_sim_database_set_string (client->database, "VM", "OpaqueRef:protected",
                                     "ha_restart_priority", "restart");
      small_pool_add_vm (client->database, "other", HOST_3, 10 * GIB);
      ferry_sim_database_set_int (client->database, "pool", POOL, "ha_host_failures_to_tolerate", 1);
    }
  ferry_sim_database_set_boolean (client->database, "pool", POOL, "ha_enabled", there);
}

static void
change_evacuation (PoolClient *client,
                   gboolean    there)
{
  if (there)
    ferry_sim_operations_begin_host (client->database, HOST_2, "OpaqueRef:e", "evacuate");
  else
    ferry_sim_operations_end_host (client->database, HOST_2, "OpaqueRef:e");
}

static void
change_source (PoolClient *client,
               gboolean    there)
{
  ferry_sim_database_set_boolean (client->database, "host_metrics",
                                  get (client, "host", HOST_1, "metrics"), "live", !there);
}

static void
change_licence (PoolClient *client,
                gboolean    there)
{
  ferry_sim_database_set_key (client->database, "pool", POOL, "restrictions", "restrict_xen_motion",
                              there ? "true" : "false");
}

static void
change_nothing (PoolClient *client,
                gboolean    there)
{
}

/* All obstacles but a dead source are there from the start; one after the other goes. */
static void
test_refusals_come_in_order (void)
{
  static const struct
  {
    void      (*change) (PoolClient *client, gboolean there);
    const char *expected;
  } rows[] = {
    { change_cpu, "VM_INCOMPATIBLE_WITH_THIS_HOST " VM " " HOST_2 },
    { change_block, "OPERATION_BLOCKED " VM " no" },
    { change_host, "HOST_DISABLED " HOST_2 },
    { change_ha, "HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN" },
    { change_evacuation, "OTHER_OPERATION_IN_PROGRESS host " HOST_2 " evacuate OpaqueRef:e" },
    { change_source, "HOST_OFFLINE " HOST_1 },
    { change_licence, "LICENCE_RESTRICTION Xen_motion" },
    { change_nothing, "PIF_NOT_PRESENT " HOST_2 " OpaqueRef:nosuch" },
  };
  g_autoptr(PoolClient) client = pool_client_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      /* A dead source would leave HA no plan to break. */
      if (rows[i].change != change_source)
        rows[i].change (client, TRUE);
    }

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = NULL;

      rows[i].change (client, TRUE);
      text = pool_client_call (client, "VM.pool_migrate",
                               "[\"%s\", \"%s\", {\"network\": \"OpaqueRef:nosuch\"}]", VM, HOST_2);
      g_assert_true (g_str_has_prefix (text, rows[i].expected));
      g_assert_true (is_empty (client, "VM", VM, "current_operations"));
      g_assert_cmpstr (get (client, "VM", VM, "scheduled_to_be_resident_on"), ==, FERRY_SIM_NULL_REF);
      rows[i].change (client, FALSE);
    }
}

static void
test_force_skips_cpu_and_settings (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  g_autofree char *refused = NULL;

  ferry_sim_database_set_key (client->database, "host", HOST_2, "cpu_info", "vendor", "AuthenticAMD");
  ferry_sim_database_set_boolean (client->database, "VM_metrics", get (client, "VM", VM, "metrics"),
                                  "nomigrate", TRUE);
  refused = pool_client_call (client, "VM.pool_migrate", "[\"%s\", \"%s\", {\"force\": \"yes\"}]", VM,
                              HOST_2);
  g_assert_true (g_str_has_prefix (refused, "VM_INCOMPATIBLE_WITH_THIS_HOST"));

  reply = pool_client_start (client, "VM.pool_migrate", "[\"%s\", \"%s\", {\"force\": \"true\"}]", VM,
                             HOST_2);
  pool_client_wait_for (client, reply, 60);
  g_assert_cmpstr (reply->text, ==, "\"\"");
}

static void
test_hard_shutdown_ends_the_migration (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) migration = NULL;
  g_autoptr(PoolReply) shutdown = NULL;
  const char *task;

  migration = start_copying (client, &task);
  shutdown = pool_client_start (client, "VM.hard_shutdown", "[\"%s\"]", VM);
  pool_client_wait_for (client, shutdown, 5);

  g_assert_cmpstr (shutdown->text, ==, "\"\"");
  g_assert_cmpstr (migration->text, ==, "TASK_CANCELLED OpaqueRef:NULL");
  assert_left_alone (client, "Halted", FERRY_SIM_NULL_REF);
}

static void
test_source_that_dies_fails_the_migration_at_once (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  g_autofree char *refused = NULL;
  const char *task;

  reply = start_copying (client, &task);
  ferry_sim_pool_kill_host (client->pool, HOST_1);
  g_assert_cmpstr (reply->text, ==, "CANNOT_CONTACT_HOST " HOST_1);
  assert_left_alone (client, "Running", HOST_1);

  refused = pool_client_call (client, "VM.pool_migrate", MIGRATE, VM, HOST_2);
  g_assert_cmpstr (refused, ==, "CANNOT_CONTACT_HOST " HOST_1);
}

static void
test_destination_that_dies_is_noticed_later (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  const char *task;

  reply = start_copying (client, &task);
  ferry_sim_pool_kill_host (client->pool, HOST_2);
  g_assert_null (reply->text);
  pool_client_wait_for (client, reply, 31);
  g_assert_cmpstr (reply->text, ==, "INTERNAL_ERROR xenopsd internal error: "
                                    "Unix.Unix_error(Unix.EPIPE, \"write\", \"\")");
  assert_left_alone (client, "Running", HOST_1);
}

static void
test_silent_host_is_dead_after_ten_minutes (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autofree char *refused = NULL;
  g_autofree char *reset = NULL;
  g_autofree char *offline = NULL;
  const char *metrics = get (client, "host", HOST_1, "metrics");

  ferry_sim_pool_kill_host (client->pool, HOST_1);
  pool_client_wait (client, 599 * 1000);
  g_assert_true (ferry_sim_database_get_boolean (client->database, "host_metrics", metrics, "live"));
  pool_client_wait (client, 2 * 1000);
  g_assert_false (ferry_sim_database_get_boolean (client->database, "host_metrics", metrics, "live"));
  g_assert_cmpstr (get (client, "VM", VM, "power_state"), ==, "Running");

  offline = pool_client_call (client, "host.disable", "[\"%s\"]", HOST_1);
  g_assert_cmpstr (offline, ==, "HOST_OFFLINE " HOST_1);
  refused = pool_client_call (client, "VM.hard_shutdown", "[\"%s\"]", VM);
  g_assert_cmpstr (refused, ==, "HOST_OFFLINE " HOST_1);
  reset = pool_client_call (client, "VM.power_state_reset", "[\"%s\"]", VM);
  g_assert_cmpstr (reset, ==, "\"\"");
  g_assert_cmpstr (get (client, "VM", VM, "power_state"), ==, "Halted");
}

static void
test_ha_restarts_what_it_protects (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();

  small_pool_add_vm (client->database, "plain", HOST_1, GIB);
  ferry_sim_database_set_boolean (client->database, "pool", POOL, "ha_enabled", TRUE);
  ferry_sim_database_set_boolean (client->database, "VM", VM, "ha_always_run", TRUE);
  ferry_sim_database_set_string (client->database, "VM", VM, "ha_restart_priority", "restart");
  ferry_sim_pool_kill_host (client->pool, HOST_1);
  pool_client_wait (client, 61 * 1000);

  g_assert_cmpstr (get (client, "VM", VM, "power_state"), ==, "Running");
  g_assert_cmpstr (get (client, "VM", VM, "resident_on"), !=, HOST_1);
  g_assert_cmpstr (get (client, "VM", "OpaqueRef:plain", "power_state"), ==, "Halted");
}

/* Recorded: the database goes on showing the VM where it was. */
static void
test_restart_of_the_coordinator_forgets_the_migration (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  const char *task;

  reply = start_copying (client, &task);
  ferry_sim_pool_restart (client->pool);
  pool_client_wait (client, 60 * 1000);

  g_assert_cmpuint (ferry_sim_database_count_rows (client->database, "task"), ==, 0);
  assert_left_alone (client, "Running", HOST_1);
}

static void
test_localhost_migration_makes_a_new_domain (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  gint64 old = ferry_sim_database_get_int (client->database, "VM", VM, "domid");

  reply = pool_client_start (client, "VM.pool_migrate", "[\"%s\", \"%s\", {}]", VM, HOST_1);
  pool_client_wait_for (client, reply, 60);
  g_assert_cmpstr (reply->text, ==, "\"\"");
  g_assert_cmpint (ferry_sim_database_get_int (client->database, "VM", VM, "domid"), >, old);
  g_assert_cmpstr (get (client, "VM", VM, "resident_on"), ==, HOST_1);
}

static void
test_fifth_migration_queues_at_zero (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  PoolReply *replies[5];

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autofree char *name = g_strdup_printf ("vm-%u", i);
      const char *vm = small_pool_add_vm (client->database, name, HOST_1, 4 * GIB);

      replies[i] = pool_client_start (client, "Async.VM.pool_migrate", MIGRATE, vm,
                                      i % 2 == 0 ? HOST_2 : HOST_3);
      g_assert_false (replies[i]->has_failed);
    }
  pool_client_wait (client, 3000);

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autofree char *task = g_strndup (replies[i]->text + 1, strlen (replies[i]->text) - 2);

      if (i < 4)
        g_assert_cmpfloat (get_progress (client, task), >, 0);
      else
        g_assert_cmpfloat (get_progress (client, task), ==, 0);
    }

  pool_client_wait (client, 120 * 1000);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autofree char *task = g_strndup (replies[i]->text + 1, strlen (replies[i]->text) - 2);

      g_assert_cmpstr (get (client, "task", task, "status"), ==, "success");
      pool_reply_free (replies[i]);
    }
}

static void
test_host_is_emptied_in_a_window (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  guint most = 0;

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("vm-%u", i);

      small_pool_add_vm (client->database, name, HOST_1, (1 + i) * GIB);
    }
  reply = pool_client_start (client, "host.evacuate", "[\"%s\", \"OpaqueRef:NULL\", 2]", HOST_1);
  while (reply->text == NULL)
    {
      g_autoptr(GPtrArray) tasks = ferry_sim_database_list_refs (client->database, "task");
      guint n = 0;

      for (guint i = 0; i < tasks->len; i++)
        n += g_str_equal (get (client, "task", tasks->pdata[i], "name_label"),
                          "Async.VM.pool_migrate");
      most = MAX (most, n);
      pool_client_wait (client, 50);
    }

  g_assert_cmpstr (reply->text, ==, "\"\"");
  g_assert_cmpuint (most, ==, 2);
  g_assert_true (is_empty (client, "host", HOST_1, "resident_VMs"));
  g_assert_false (is_empty (client, "host", HOST_2, "resident_VMs"));
  g_assert_false (is_empty (client, "host", HOST_3, "resident_VMs"));
  g_assert_true (is_empty (client, "host", HOST_1, "current_operations"));
}

static void
test_cancelled_child_fails_the_evacuation (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  g_autofree char *expected = NULL;
  const char *child;

  reply = pool_client_start (client, "host.evacuate", "[\"%s\"]", HOST_1);
  child = pool_client_find_task (client, "Async.VM.pool_migrate");
  g_assert_nonnull (child);
  expected = g_strdup_printf ("INTERNAL_ERROR %s, unexpected status of migration task", child);
  ferry_sim_tasks_cancel (ferry_sim_pool_get_tasks (client->pool),
                          pool_client_find_task (client, "host.evacuate"));
  pool_client_wait (client, 100);
  g_assert_null (reply->text);
  ferry_sim_tasks_cancel (ferry_sim_pool_get_tasks (client->pool), child);
  pool_client_wait_for (client, reply, 5);

  g_assert_cmpstr (reply->text, ==, expected);
  assert_left_alone (client, "Running", HOST_1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sim-migration/vm-arrives", test_vm_arrives);
  g_test_add_func ("/sim-migration/vm-is-charged-to-both-hosts-on-its-way",
                   test_vm_is_charged_to_both_hosts_on_its_way);
  g_test_add_func ("/sim-migration/progress-runs-backwards-once", test_progress_runs_backwards_once);
  g_test_add_func ("/sim-migration/cancel-while-copying-leaves-the-vm",
                   test_cancel_while_copying_leaves_the_vm);
  g_test_add_func ("/sim-migration/cancel-before-copying-leaves-the-vm",
                   test_cancel_before_copying_leaves_the_vm);
  g_test_add_func ("/sim-migration/cancel-too-late-is-ignored", test_cancel_too_late_is_ignored);
  g_test_add_func ("/sim-migration/failure-of-the-copy-leaves-the-vm",
                   test_failure_of_the_copy_leaves_the_vm);
  g_test_add_func ("/sim-migration/failure-after-the-suspend-halts-the-vm",
                   test_failure_after_the_suspend_halts_the_vm);
  g_test_add_func ("/sim-migration/stalled-task-can-be-cancelled", test_stalled_task_can_be_cancelled);
  g_test_add_func ("/sim-migration/busy-vm-is-waited-for", test_busy_vm_is_waited_for);
  g_test_add_func ("/sim-migration/busy-vm-is-given-up-after-two-hours",
                   test_busy_vm_is_given_up_after_two_hours);
  g_test_add_func ("/sim-migration/waiting-can-be-cancelled", test_waiting_can_be_cancelled);
  g_test_add_func ("/sim-migration/refusals-come-in-order", test_refusals_come_in_order);
  g_test_add_func ("/sim-migration/force-skips-cpu-and-settings", test_force_skips_cpu_and_settings);
  g_test_add_func ("/sim-migration/hard-shutdown-ends-the-migration",
                   test_hard_shutdown_ends_the_migration);
  g_test_add_func ("/sim-migration/source-that-dies-fails-the-migration-at-once",
                   test_source_that_dies_fails_the_migration_at_once);
  g_test_add_func ("/sim-migration/destination-that-dies-is-noticed-later",
                   test_destination_that_dies_is_noticed_later);
  g_test_add_func ("/sim-migration/restart-of-the-coordinator-forgets-the-migration",
                   test_restart_of_the_coordinator_forgets_the_migration);
  g_test_add_func ("/sim-migration/localhost-migration-makes-a-new-domain",
                   test_localhost_migration_makes_a_new_domain);
  g_test_add_func ("/sim-migration/fifth-queues-at-zero", test_fifth_migration_queues_at_zero);
  g_test_add_func ("/sim-outage/silent-host-is-dead-after-ten-minutes",
                   test_silent_host_is_dead_after_ten_minutes);
  g_test_add_func ("/sim-outage/ha-restarts-what-it-protects", test_ha_restarts_what_it_protects);
  g_test_add_func ("/sim-evacuation/host-is-emptied-in-a-window", test_host_is_emptied_in_a_window);
  g_test_add_func ("/sim-evacuation/cancelled-child-fails-it",
                   test_cancelled_child_fails_the_evacuation);

  return g_test_run ();
}
