/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The driver against what a real server said. */

#include "ferry-driver-watch.h"
#include "ferry-replay.h"
#include "model/ferry-host-record.h"
#include "model/ferry-task-record.h"

typedef struct
{
  FerryReplay             *replay;
  FerryDriverWatch        *watch;
  FerryConnectionSettings *settings;
  guint                    clock;
} Fixture;

/* FALSE: the recording is not there, and the test is skipped. */
static gboolean
set_up (Fixture    *f,
        const char *recording,
        double      now)
{
  g_autofree char *uri = NULL;

  *f = (Fixture) { .replay = ferry_replay_new (recording) };
  if (f->replay == NULL)
    {
      g_test_skip ("the recordings are not there");
      return FALSE;
    }

  uri = ferry_replay_dup_uri (f->replay);
  f->settings = ferry_connection_settings_copy (&(FerryConnectionSettings) { .id = (char *) "lab", .uri = uri });
  f->watch = ferry_driver_watch_new (uri);
  ferry_replay_set_time (f->replay, now);
  g_assert_true (ferry_driver_watch_connect (f->watch, f->settings, "secret"));
  g_assert_no_error (f->watch->error);

  return TRUE;
}

static void
tear_down (Fixture *f)
{
  if (f->clock != 0)
    g_source_remove (f->clock);
  g_clear_pointer (&f->watch, ferry_driver_watch_free);
  g_clear_pointer (&f->replay, ferry_replay_free);
  g_clear_pointer (&f->settings, ferry_connection_settings_free);
}

static gboolean
on_clock (gpointer user_data)
{
  Fixture *f = user_data;
  double next = ferry_replay_get_next (f->replay);

  if (next < 0.0)
    {
      f->clock = 0;
      return G_SOURCE_REMOVE;
    }

  ferry_replay_set_time (f->replay, next);

  return G_SOURCE_CONTINUE;
}

static void
let_time_pass (Fixture *f)
{
  f->clock = g_timeout_add (1, on_clock, f);
}

static gboolean
is_real_vm (JsonObject *vm)
{
  return !json_object_get_boolean_member (vm, "is_a_template") &&
         !json_object_get_boolean_member (vm, "is_a_snapshot") &&
         !json_object_get_boolean_member (vm, "is_control_domain");
}

static const char *
get_record_host_uuid (Fixture             *f,
                      const FerryVmRecord *vm)
{
  const FerryHostRecord *host = vm->host_key != NULL ? g_hash_table_lookup (f->watch->records, vm->host_key) : NULL;

  return host != NULL ? host->uuid : NULL;
}

/* Every VM that the recording has, and only those, is there as the server had it. */
static void
assert_same_vms (Fixture *f)
{
  g_autoptr(GPtrArray) refs = ferry_replay_list (f->replay, "vm");
  guint n = 0;

  for (guint i = 0; i < refs->len; i++)
    {
      JsonObject *vm = ferry_replay_get_object (f->replay, "vm", g_ptr_array_index (refs, i));
      JsonObject *host = ferry_replay_get_object (f->replay, "host",
                                                  json_object_get_string_member (vm, "resident_on"));
      g_autofree char *key_text = NULL;
      const FerryVmRecord *record;

      if (!is_real_vm (vm))
        continue;

      n++;
      key_text = ferry_key_new ("lab", FERRY_KIND_VM, json_object_get_string_member (vm, "uuid"));
      record = g_hash_table_lookup (f->watch->records, key_text);
      g_ref_string_release (g_steal_pointer (&key_text));
      g_assert_nonnull (record);
      g_assert_cmpstr (record->base.name, ==, json_object_get_string_member (vm, "name_label"));
      g_assert_cmpuint (record->memory_static_max_bytes, ==,
                        (guint64) json_object_get_int_member (vm, "memory_static_max"));
      g_assert_cmpuint (record->n_disks, ==, json_array_get_length (json_object_get_array_member (vm, "VBDs")));
      g_assert_cmpuint (record->n_nics, ==, json_array_get_length (json_object_get_array_member (vm, "VIFs")));
      g_assert_cmpint (record->power_state == FERRY_POWER_STATE_RUNNING, ==,
                       g_str_equal (json_object_get_string_member (vm, "power_state"), "Running"));
      g_assert_cmpstr (get_record_host_uuid (f, record), ==,
                       host != NULL ? json_object_get_string_member (host, "uuid") : NULL);
    }

  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (ferry_driver_watch_count (f->watch, FERRY_KIND_VM), ==, n);
}

static guint
count_objects (Fixture    *f,
               const char *class_)
{
  g_autoptr(GPtrArray) refs = ferry_replay_list (f->replay, class_);

  return refs->len;
}

static void
test_reads_what_the_server_has (void)
{
  Fixture f;
  const FerryHostRecord *host;

  if (!set_up (&f, "03_pool_migrate_ok", 0.04))
    return;

  assert_same_vms (&f);
  g_assert_cmpuint (ferry_driver_watch_count (f.watch, FERRY_KIND_POOL), ==, 1);
  g_assert_cmpuint (ferry_driver_watch_count (f.watch, FERRY_KIND_HOST), ==, count_objects (&f, "host"));
  g_assert_cmpuint (ferry_driver_watch_count (f.watch, FERRY_KIND_STORAGE), ==, count_objects (&f, "sr"));
  g_assert_cmpuint (ferry_driver_watch_count (f.watch, FERRY_KIND_NETWORK), ==, count_objects (&f, "network"));
  g_assert_cmpuint (ferry_driver_watch_count (f.watch, FERRY_KIND_DISK), ==, count_objects (&f, "vdi"));
  g_assert_cmpstr (f.watch->steps->str, !=, "");

  host = ferry_driver_watch_get (f.watch, FERRY_KIND_HOST, "xcp-h1");
  g_assert_nonnull (host);
  g_assert_true (host->is_coordinator);
  g_assert_true (host->is_live);
  g_assert_cmpuint (host->memory_total_bytes, ==, 256 * G_GUINT64_CONSTANT (1024) * 1024 * 1024);
  g_assert_cmpuint (host->memory_overhead_bytes, >, 1083179008);
  g_assert_cmpstr (host->version, ==, "XCP-ng 8.3");

  ferry_driver_watch_disconnect (f.watch);
  g_assert_cmpuint (ferry_replay_count (f.replay, "session.logout"), ==, 1);
  tear_down (&f);
}

static void
start_move (Fixture    *f,
            const char *vm,
            const char *host)
{
  const FerryRecord *vm_record = ferry_driver_watch_get (f->watch, FERRY_KIND_VM, vm);
  const FerryRecord *host_record = ferry_driver_watch_get (f->watch, FERRY_KIND_HOST, host);

  g_assert_nonnull (vm_record);
  g_assert_nonnull (host_record);
  g_assert_true (ferry_driver_watch_migrate (f->watch, &(FerryDriverMove) {
    .move_key = "ferry/move/1", .vm_key = vm_record->key, .host_key = host_record->key, .compress = -1,
  }));
  g_assert_no_error (f->watch->error);
  ferry_replay_set_time (f->replay, ferry_replay_get_time (f->replay) + 0.03);
  ferry_driver_watch_begin (f->watch, f->watch->handle, vm_record->key);
}

static void
test_sees_a_migration_through (void)
{
  Fixture f;
  const FerryVmRecord *vm;
  const FerryRecord *target;

  if (!set_up (&f, "03_pool_migrate_ok", 0.04))
    return;

  ferry_replay_set_time (f.replay, ferry_replay_find_call (f.replay, "Async.VM.pool_migrate", 0));
  start_move (&f, "vm-01", "xcp-h3");
  let_time_pass (&f);
  ferry_driver_watch_until (f.watch, &f.watch->is_done);
  g_assert_no_error (f.watch->error);
  g_assert_cmpstr (f.watch->story->str, ==, "preparing memory switching finishing");
  g_assert_false (f.watch->progress.can_cancel);

  vm = ferry_driver_watch_get (f.watch, FERRY_KIND_VM, "vm-01");
  target = ferry_driver_watch_get (f.watch, FERRY_KIND_HOST, "xcp-h3");
  g_assert_true (ferry_driver_watch_look (f.watch, vm->base.key));
  g_assert_true (f.watch->record->host_key == target->key);
  g_assert_cmpint (f.watch->record->power_state, ==, FERRY_POWER_STATE_RUNNING);
  tear_down (&f);
}

static void
test_hears_that_a_move_was_cancelled (void)
{
  Fixture f;

  if (!set_up (&f, "04_pool_migrate_cancel", 0.04))
    return;

  ferry_replay_set_time (f.replay, ferry_replay_find_call (f.replay, "Async.VM.pool_migrate", 0));
  start_move (&f, "vm-04", "xcp-h3");
  let_time_pass (&f);
  ferry_driver_watch_until (f.watch, &f.watch->is_done);
  g_assert_error (f.watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_CANCELLED);
  g_assert_cmpstr (f.watch->story->str, ==, "preparing memory");
  tear_down (&f);
}

static void
test_says_why_a_move_failed (void)
{
  Fixture f;

  if (!set_up (&f, "05_pool_migrate_fail", 0.05))
    return;

  ferry_replay_set_time (f.replay, ferry_replay_find_call (f.replay, "Async.VM.pool_migrate", 0));
  start_move (&f, "vm-07", "xcp-h3");
  let_time_pass (&f);
  ferry_driver_watch_until (f.watch, &f.watch->is_done);
  g_assert_error (f.watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_REFUSED);
  g_assert_nonnull (strstr (f.watch->error->message, "error of its own"));
  g_assert_null (strstr (f.watch->error->message, "OpaqueRef"));
  g_assert_null (strstr (f.watch->error->message, "INTERNAL_ERROR"));
  tear_down (&f);
}

/* Until the recording is at its end and nothing more comes. */
static void
play_to_the_end (Fixture *f)
{
  gint64 until = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  if (f->clock == 0)
    let_time_pass (f);
  while (f->clock != 0 || !ferry_replay_is_heard (f->replay))
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, until);
    }
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_sees_a_host_die (void)
{
  Fixture f;
  const FerryHostRecord *host;

  if (!set_up (&f, "13_host_crash", 0.08))
    return;

  ferry_replay_set_time (f.replay, ferry_replay_find_call (f.replay, "Async.VM.pool_migrate", 0));
  start_move (&f, "vm-00", "xcp-h3");
  ferry_replay_set_time (f.replay, 36.2);
  host = ferry_driver_watch_get (f.watch, FERRY_KIND_HOST, "xcp-h3");
  while (host->is_live)
    {
      g_main_context_iteration (NULL, TRUE);
      host = ferry_driver_watch_get (f.watch, FERRY_KIND_HOST, "xcp-h3");
    }

  let_time_pass (&f);
  ferry_driver_watch_until (f.watch, &f.watch->is_done);
  g_assert_error (f.watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_HOST_SILENT);
  g_assert_nonnull (strstr (f.watch->error->message, "between the two hosts"));
  play_to_the_end (&f);
  assert_same_vms (&f);
  g_assert_null (f.watch->lost);
  tear_down (&f);
}

static void
test_survives_a_restart_of_the_coordinator (void)
{
  Fixture f;
  const FerryVmRecord *before;
  const FerryVmRecord *after;

  if (!set_up (&f, "14_coordinator_restart", 0.05))
    return;

  ferry_replay_set_time (f.replay, ferry_replay_find_call (f.replay, "Async.VM.pool_migrate", 0));
  start_move (&f, "vm-01", "xcp-h3");
  ferry_replay_set_time (f.replay, 3.36);
  while (ferry_driver_watch_count (f.watch, FERRY_KIND_TASK) == 0 || f.watch->story->len == 0)
    g_main_context_iteration (NULL, TRUE);

  before = ferry_record_ref (ferry_driver_watch_get (f.watch, FERRY_KIND_VM, "vm-05"));
  ferry_replay_end_sessions (f.replay);
  ferry_driver_watch_until (f.watch, &f.watch->is_done);
  g_assert_error (f.watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);
  g_assert_error (f.watch->lost, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);

  /* The same driver connects again: what did not change is the same, and the tasks are gone. */
  ferry_replay_set_time (f.replay, 7.6);
  g_assert_true (ferry_driver_watch_connect (f.watch, f.settings, "secret"));
  g_assert_cmpuint (ferry_driver_watch_count (f.watch, FERRY_KIND_TASK), ==, 0);
  assert_same_vms (&f);
  after = ferry_driver_watch_get (f.watch, FERRY_KIND_VM, "vm-05");
  g_assert_true (ferry_record_equal (before, after));
  ferry_record_unref ((gpointer) before);

  ferry_driver_watch_begin (f.watch, f.watch->handle, "lab/vm/none");
  ferry_driver_watch_until (f.watch, &f.watch->is_done);
  g_assert_error (f.watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE);
  play_to_the_end (&f);
  assert_same_vms (&f);
  tear_down (&f);
}

static void
test_keeps_up_with_everything (gconstpointer recording)
{
  Fixture f;

  if (!set_up (&f, recording, 0.1))
    return;

  play_to_the_end (&f);
  assert_same_vms (&f);
  g_assert_cmpuint (ferry_driver_watch_count (f.watch, FERRY_KIND_DISK), ==, count_objects (&f, "vdi"));
  g_assert_cmpuint (ferry_driver_watch_count (f.watch, FERRY_KIND_STORAGE), ==, count_objects (&f, "sr"));
  tear_down (&f);
}

int
main (int   argc,
      char *argv[])
{
  static const char * const recordings[] = {
    "03b_pool_migrate_sync", "06_refusals", "07_vdi_pool_migrate", "08_migrate_send_intra",
    "09_migrate_send_cross_live", "11_evacuate", "13b_host_boots", "16_tasks",
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/reads-what-the-server-has", test_reads_what_the_server_has);
  g_test_add_func ("/replay/sees-a-migration-through", test_sees_a_migration_through);
  g_test_add_func ("/replay/hears-that-a-move-was-cancelled", test_hears_that_a_move_was_cancelled);
  g_test_add_func ("/replay/says-why-a-move-failed", test_says_why_a_move_failed);
  g_test_add_func ("/replay/sees-a-host-die", test_sees_a_host_die);
  g_test_add_func ("/replay/survives-a-restart-of-the-coordinator", test_survives_a_restart_of_the_coordinator);
  for (guint i = 0; i < G_N_ELEMENTS (recordings); i++)
    {
      g_autofree char *path = g_strconcat ("/replay/keeps-up-with-everything/", recordings[i], NULL);

      g_test_add_data_func (path, recordings[i], test_keeps_up_with_everything);
    }

  return g_test_run ();
}
