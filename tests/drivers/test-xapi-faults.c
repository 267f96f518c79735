/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The XAPI driver when things go wrong on the way or on the server. After each fault the connection recovers. */

#include <string.h>

#include "ferry-driver-watch.h"
#include "ferry-target.h"
#include "model/ferry-host-record.h"
#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-faults.h"

typedef struct
{
  FerryTarget             *target;
  FerryConnectionSettings *settings;
  FerryDriverWatch        *watch;
  FerryVmRecord           *vm;   /* runs, and may go to @host */
  FerryHostRecord         *host;
} Fixture;

static gboolean
may_go (Fixture         *f,
        FerryVmRecord   *vm,
        FerryHostRecord *host)
{
  FerryDriverMove move = { .move_key = "m", .vm_key = vm->base.key, .host_key = host->base.key, .compress = -1 };

  if (vm->power_state != FERRY_POWER_STATE_RUNNING || vm->host_key == host->base.key)
    return FALSE;

  return ferry_driver_watch_check (f->watch, &move) && f->watch->findings->len == 0;
}

static void
find_a_move (Fixture *f)
{
  g_autoptr(GPtrArray) vms = ferry_driver_watch_list (f->watch, FERRY_KIND_VM);
  g_autoptr(GPtrArray) hosts = ferry_driver_watch_list (f->watch, FERRY_KIND_HOST);

  for (guint i = 0; i < vms->len && f->vm == NULL; i++)
    {
      for (guint j = 0; j < hosts->len && f->vm == NULL; j++)
        {
          if (may_go (f, g_ptr_array_index (vms, i), g_ptr_array_index (hosts, j)))
            {
              f->vm = ferry_record_ref (g_ptr_array_index (vms, i));
              f->host = ferry_record_ref (g_ptr_array_index (hosts, j));
            }
        }
    }

  g_assert_nonnull (f->vm);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->target = ferry_target_new ("xapi", FERRY_TARGET_PLAIN);
  f->settings = ferry_target_dup_settings (f->target);
  f->watch = ferry_driver_watch_new (f->settings->uri);
}

static void
set_up_connected (Fixture       *f,
                  gconstpointer  data)
{
  set_up (f, data);
  g_assert_true (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
  find_a_move (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_pointer (&f->vm, ferry_record_unref);
  g_clear_pointer (&f->host, ferry_record_unref);
  g_clear_pointer (&f->watch, ferry_driver_watch_free);
  g_clear_pointer (&f->settings, ferry_connection_settings_free);
  g_clear_pointer (&f->target, ferry_target_free);
}

typedef struct
{
  FerrySimFaultKind  kind;
  const char        *subject;
  const char        *code; /* (nullable) */
  guint              times;
} Order;

static void
arm (GObject  *pool,
     gpointer  user_data)
{
  Order *order = user_data;

  ferry_sim_faults_arm (ferry_sim_pool_get_faults (FERRY_SIM_POOL (pool)), order->kind, order->subject, order->times,
                        0, order->code != NULL ? ferry_sim_failure_new (order->code, NULL) : NULL);
}

static void
order_fault (Fixture           *f,
             FerrySimFaultKind  kind,
             const char        *subject,
             const char        *code,
             guint              times)
{
  Order order = { kind, subject, code, times };

  ferry_target_run_in_pool (f->target, arm, &order);
}

static void
reconnect (Fixture *f)
{
  guint n = ferry_driver_watch_count (f->watch, FERRY_KIND_VM);

  f->watch->n_removed = 0;
  g_clear_error (&f->watch->lost);
  g_assert_true (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
  g_assert_no_error (f->watch->error);
  g_assert_cmpuint (ferry_driver_watch_count (f->watch, FERRY_KIND_VM), >=, n);
}

static void
wait_until_lost (Fixture *f)
{
  gint64 until = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (f->watch->lost == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, until);
    }
}

static void
start (Fixture *f)
{
  FerryDriverMove move = {
    .move_key = "ferry/move/1", .vm_key = f->vm->base.key, .host_key = f->host->base.key, .compress = -1,
  };

  g_assert_true (ferry_driver_watch_migrate (f->watch, &move));
  ferry_driver_watch_begin (f->watch, f->watch->handle, f->vm->base.key);
}

static void
assert_runs_on (Fixture    *f,
                const char *host_key)
{
  g_assert_true (ferry_driver_watch_look (f->watch, f->vm->base.key));
  g_assert_cmpint (f->watch->record->power_state, ==, FERRY_POWER_STATE_RUNNING);
  g_assert_true (f->watch->record->host_key == host_key);
}

/* What a broken reply does to a first connection: it fails for now, and the next try works. */
static void
test_broken_inventory (Fixture       *f,
                       gconstpointer  data)
{
  order_fault (f, GPOINTER_TO_INT (data), "event.from", NULL, 1);
  g_assert_false (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);
  g_assert_null (f->watch->lost);
  reconnect (f);
  g_assert_cmpuint (ferry_driver_watch_count (f->watch, FERRY_KIND_VM), >, 5);
}

/* The same to a stream: the connection is lost, a move that runs is not. */
static void
test_broken_stream (Fixture       *f,
                    gconstpointer  data)
{
  start (f);
  order_fault (f, GPOINTER_TO_INT (data), "event.from", NULL, 1);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);
  wait_until_lost (f);

  reconnect (f);
  g_assert_cmpuint (f->watch->n_removed, ==, 0);
  g_assert_true (ferry_driver_watch_find (f->watch, "ferry/move/1"));
  ferry_driver_watch_begin (f->watch, f->watch->handle, f->vm->base.key);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_no_error (f->watch->error);
  assert_runs_on (f, f->host->base.key);
}

/* The answer to the start gets lost: whether it runs can be found out. */
static void
test_lost_answer (Fixture       *f,
                  gconstpointer  data)
{
  FerryDriverMove move = {
    .move_key = "ferry/move/1", .vm_key = f->vm->base.key, .host_key = f->host->base.key, .compress = -1,
  };

  order_fault (f, FERRY_SIM_FAULT_TRUNCATE_REPLY, "Async.VM.pool_migrate", NULL, 1);
  g_assert_false (ferry_driver_watch_migrate (f->watch, &move));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);

  g_assert_true (ferry_driver_watch_find (f->watch, "ferry/move/1"));
  ferry_driver_watch_begin (f->watch, f->watch->handle, f->vm->base.key);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_no_error (f->watch->error);
  assert_runs_on (f, f->host->base.key);
}

static void
test_failing_call (Fixture       *f,
                   gconstpointer  data)
{
  FerryDriverMove move = {
    .move_key = "ferry/move/1", .vm_key = f->vm->base.key, .host_key = f->host->base.key, .compress = -1,
  };

  order_fault (f, FERRY_SIM_FAULT_FAIL_CALL, "VM.assert_can_boot_here", "A_CODE_OF_TOMORROW", 1);
  g_assert_true (ferry_driver_watch_check (f->watch, &move));
  g_assert_cmpuint (f->watch->findings->len, ==, 1);
  g_assert_nonnull (strstr (((FerryFinding *) f->watch->findings->pdata[0])->sentence, "a code of tomorrow"));
  assert_runs_on (f, f->vm->host_key);
}

static void
test_events_lost (Fixture       *f,
                  gconstpointer  data)
{
  guint n = f->watch->n_changes;

  /* The next time that a stream asks. */
  order_fault (f, FERRY_SIM_FAULT_FAIL_CALL, "event.from", "EVENTS_LOST", 1);
  start (f);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_no_error (f->watch->error);
  g_assert_null (f->watch->lost);
  g_assert_cmpuint (f->watch->n_changes, >, n);
  g_assert_cmpuint (f->watch->n_removed, ==, 0);
  assert_runs_on (f, f->host->base.key);
}

static void
restart (GObject  *pool,
         gpointer  user_data)
{
  ferry_sim_pool_restart (FERRY_SIM_POOL (pool));
}

static void
test_restart (Fixture       *f,
              gconstpointer  data)
{
  start (f);
  while (f->watch->story->len == 0)
    g_main_context_iteration (NULL, TRUE);
  ferry_target_run_in_pool (f->target, restart, NULL);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);
  wait_until_lost (f);

  reconnect (f);
  g_assert_false (ferry_driver_watch_find (f->watch, "ferry/move/1"));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE);
  g_assert_true (ferry_driver_watch_look (f->watch, f->vm->base.key));
}

static void
kill_target (GObject  *pool,
             gpointer  user_data)
{
  Fixture *f = user_data;
  FerrySimDatabase *database = ferry_sim_pool_get_database (FERRY_SIM_POOL (pool));
  const char *host = ferry_sim_database_find_uuid (database, "host", f->host->uuid);

  g_assert_nonnull (host);
  ferry_sim_pool_kill_host (FERRY_SIM_POOL (pool), host);
}

static void
test_host_dies (Fixture       *f,
                gconstpointer  data)
{
  start (f);
  while (f->watch->progress.phase < FERRY_PHASE_MEMORY)
    g_main_context_iteration (NULL, TRUE);
  ferry_target_run_in_pool (f->target, kill_target, f);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_HOST_SILENT);
  g_assert_null (strstr (f->watch->error->message, "OpaqueRef"));
  g_assert_null (f->watch->lost);
  assert_runs_on (f, f->vm->host_key);
}

static void
test_failing_after_the_pause (Fixture       *f,
                              gconstpointer  data)
{
  order_fault (f, FERRY_SIM_FAULT_FAIL_AFTER_SUSPEND, f->vm->uuid, NULL, 1);
  start (f);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_REFUSED);
  g_assert_true (ferry_driver_watch_look (f->watch, f->vm->base.key));
  g_assert_cmpint (f->watch->record->power_state, ==, FERRY_POWER_STATE_HALTED);
  g_assert_null (f->watch->record->host_key);
}

static void
lose_a_disk (GObject  *pool,
             gpointer  user_data)
{
  FerrySimDatabase *database = ferry_sim_pool_get_database (FERRY_SIM_POOL (pool));
  const FerryRecord *disk = user_data;

  ferry_sim_database_lose_row (database, "VDI",
                               ferry_sim_database_find_uuid (database, "VDI", strrchr (disk->key, '/') + 1));
}

static void
test_silent_deletion (Fixture       *f,
                      gconstpointer  data)
{
  FerryRecord *disk = ferry_record_ref (ferry_driver_watch_any (f->watch, FERRY_KIND_DISK));

  ferry_target_run_in_pool (f->target, lose_a_disk, disk);

  /* Anything that happens brings counts. */
  start (f);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  while (g_hash_table_contains (f->watch->records, disk->key))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (f->watch->n_removed, >=, 1);
  g_assert_null (f->watch->lost);
  ferry_record_unref (disk);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char        *name;
    FerrySimFaultKind  kind;
  } ways[] = {
    { "dropped", FERRY_SIM_FAULT_DROP_CONNECTION },
    { "truncated", FERRY_SIM_FAULT_TRUNCATE_REPLY },
    { "malformed", FERRY_SIM_FAULT_MALFORM_REPLY },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *inventory = g_strconcat ("/xapi-faults/tries-again-after-a-first-reply-that-was-", ways[i].name,
                                                NULL);
      g_autofree char *stream = g_strconcat ("/xapi-faults/finds-its-move-again-after-a-stream-was-", ways[i].name,
                                             NULL);

      g_test_add (inventory, Fixture, GINT_TO_POINTER (ways[i].kind), set_up, test_broken_inventory, tear_down);
      g_test_add (stream, Fixture, GINT_TO_POINTER (ways[i].kind), set_up_connected, test_broken_stream, tear_down);
    }
  g_test_add ("/xapi-faults/finds-out-whether-a-move-started", Fixture, NULL, set_up_connected, test_lost_answer,
              tear_down);
  g_test_add ("/xapi-faults/puts-a-code-that-it-does-not-know-into-words", Fixture, NULL, set_up_connected,
              test_failing_call, tear_down);
  g_test_add ("/xapi-faults/reads-all-again-when-events-were-lost", Fixture, NULL, set_up_connected, test_events_lost,
              tear_down);
  g_test_add ("/xapi-faults/connects-again-after-a-restart", Fixture, NULL, set_up_connected, test_restart, tear_down);
  g_test_add ("/xapi-faults/says-that-the-target-died", Fixture, NULL, set_up_connected, test_host_dies, tear_down);
  g_test_add ("/xapi-faults/sees-that-a-guest-was-lost-in-the-pause", Fixture, NULL, set_up_connected,
              test_failing_after_the_pause, tear_down);

  g_test_add ("/xapi-faults/notices-what-was-deleted-in-silence", Fixture, NULL, set_up_connected,
              test_silent_deletion, tear_down);

  return g_test_run ();
}
