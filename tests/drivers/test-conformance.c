/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every driver must do, whatever it speaks: see the contract in ferry-driver.h. */

#include <string.h>

#include "drivers/ferry-driver.h"
#include "ferry-driver-watch.h"
#include "ferry-target.h"
#include "model/ferry-disk-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-task-record.h"

typedef struct
{
  FerryTarget             *target;
  FerryConnectionSettings *settings;
  FerryDriverWatch        *watch;
  const FerryVmRecord     *vm;   /* (nullable): one that can move, and where to */
  const FerryHostRecord   *host;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  kind)
{
  f->target = ferry_target_new (kind, FERRY_TARGET_PLAIN);
  f->settings = ferry_target_dup_settings (f->target);
  f->watch = ferry_driver_watch_new (f->settings->uri);
}

static void
set_up_connected (Fixture       *f,
                  gconstpointer  kind)
{
  set_up (f, kind);
  g_assert_true (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
  g_assert_no_error (f->watch->error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  kind)
{
  g_clear_pointer (&f->watch, ferry_driver_watch_free);
  g_clear_pointer (&f->settings, ferry_connection_settings_free);
  g_clear_pointer (&f->target, ferry_target_free);
}

static void
assert_known (Fixture    *f,
              const char *key,
              FerryKind   kind)
{
  const FerryRecord *record = key != NULL ? g_hash_table_lookup (f->watch->records, key) : NULL;

  if (key == NULL)
    return;

  g_assert_nonnull (record);
  g_assert_cmpint (record->kind, ==, kind);
}

/* A sentence for people: no reference, no code, an end. */
static void
assert_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpint (strlen (text), >, 10);
  g_assert_null (strstr (text, "OpaqueRef"));
  g_assert_null (strchr (text, '{'));
  for (const char *p = text; *p != '\0'; p++)
    g_assert_false (g_ascii_isupper (p[0]) && p[1] == '_' && g_ascii_isupper (p[2]));
}

static void
assert_vm_holds_together (Fixture             *f,
                          const FerryVmRecord *vm)
{
  assert_known (f, vm->pool_key, FERRY_KIND_POOL);
  assert_known (f, vm->host_key, FERRY_KIND_HOST);
  assert_known (f, vm->scheduled_host_key, FERRY_KIND_HOST);
  assert_known (f, vm->home_key, FERRY_KIND_HOST);
  assert_known (f, vm->suspend_storage_key, FERRY_KIND_STORAGE);
  g_assert_cmpint (vm->power_state == FERRY_POWER_STATE_RUNNING, <=, vm->host_key != NULL);
  g_assert_cmpuint (vm->memory_dynamic_min_bytes, >, 0);

  for (guint i = 0; i < vm->n_disks; i++)
    {
      g_assert_nonnull (vm->disks[i].id);
      assert_known (f, vm->disks[i].disk_key, FERRY_KIND_DISK);
      assert_known (f, vm->disks[i].storage_key, FERRY_KIND_STORAGE);
    }

  for (guint i = 0; i < vm->n_nics; i++)
    {
      g_assert_nonnull (vm->nics[i].id);
      assert_known (f, vm->nics[i].network_key, FERRY_KIND_NETWORK);
    }
}

static void
test_tells_a_whole_world (Fixture       *f,
                          gconstpointer  kind)
{
  const FerryRecord *pool = ferry_driver_watch_any (f->watch, FERRY_KIND_POOL);
  const char *connection_key = pool->connection_key;
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, f->watch->records);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      FerryRecord *record = value;
      g_autofree char *prefix = g_strdup_printf ("%s/%s/", f->settings->id, ferry_kind_get_nick (record->kind));

      g_assert_true (g_str_has_prefix (record->key, prefix));
      g_assert_cmpstr (record->connection_key, ==, connection_key);
      g_assert_true (g_utf8_validate (record->name, -1, NULL));
      if (record->kind == FERRY_KIND_VM)
        assert_vm_holds_together (f, value);
      if (record->kind == FERRY_KIND_HOST)
        assert_known (f, ((FerryHostRecord *) value)->pool_key, FERRY_KIND_POOL);
      if (record->kind == FERRY_KIND_DISK)
        assert_known (f, ((FerryDiskRecord *) value)->storage_key, FERRY_KIND_STORAGE);
    }

  g_assert_cmpuint (ferry_driver_watch_count (f->watch, FERRY_KIND_POOL), ==, 1);
  g_assert_cmpuint (ferry_driver_watch_count (f->watch, FERRY_KIND_HOST), >, 1);
  g_assert_cmpuint (ferry_driver_watch_count (f->watch, FERRY_KIND_VM), >, 5);
  g_assert_cmpuint (ferry_driver_watch_count (f->watch, FERRY_KIND_STORAGE), >, 0);
  g_assert_cmpuint (ferry_driver_watch_count (f->watch, FERRY_KIND_NETWORK), >, 0);
  g_assert_cmpuint (f->watch->steps->len, >, 0);
}

static void
test_asks_again_for_a_wrong_password (Fixture       *f,
                                      gconstpointer  kind)
{
  g_assert_false (ferry_driver_watch_connect (f->watch, f->settings, "not the password"));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_AUTH);
  assert_sentence (f->watch->error->message);
  g_assert_cmpuint (g_hash_table_size (f->watch->records), ==, 0);

  g_assert_true (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
}

static void
test_says_that_nobody_answers (Fixture       *f,
                               gconstpointer  kind)
{
  ferry_target_stop (f->target);
  g_assert_false (ferry_driver_watch_connect (f->watch, f->settings, "x"));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);
  assert_sentence (f->watch->error->message);
}

static void
on_connect_ended (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  FerryDriverWatch *watch = user_data;

  ferry_driver_connect_finish (FERRY_DRIVER (source), result, &watch->error);
  watch->is_done = TRUE;
}

static void
test_stops_connecting_when_told (Fixture       *f,
                                 gconstpointer  kind)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(FerrySecret) secret = ferry_secret_new (ferry_target_get_password (f->target));

  ferry_driver_connect_async (f->watch->driver, f->settings, secret, cancellable, on_connect_ended, f->watch);
  while (f->watch->steps->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_error (f->watch->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_refuses_without_a_connection (Fixture       *f,
                                   gconstpointer  kind)
{
  FerryDriverMove move = { .move_key = "m", .vm_key = "test/vm/1", .host_key = "test/host/1", .compress = -1 };

  g_assert_false (ferry_driver_watch_migrate (f->watch, &move));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);
  g_assert_false (ferry_driver_watch_look (f->watch, "test/vm/1"));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);
}

static gboolean
can_move (Fixture               *f,
          const FerryVmRecord   *vm,
          const FerryHostRecord *host)
{
  FerryDriverMove move = { .move_key = "m", .vm_key = vm->base.key, .host_key = host->base.key, .compress = -1 };

  g_assert_true (ferry_driver_watch_check (f->watch, &move));
  for (guint i = 0; i < f->watch->findings->len; i++)
    {
      FerryFinding *finding = g_ptr_array_index (f->watch->findings, i);

      assert_sentence (finding->sentence);
      g_assert_cmpstr (finding->id, !=, "server-refused");
    }

  return f->watch->findings->len == 0;
}

/* The first running VM for which the server itself sees a place to go. */
static void
find_a_move (Fixture *f)
{
  g_autoptr(GPtrArray) vms = ferry_driver_watch_list (f->watch, FERRY_KIND_VM);
  g_autoptr(GPtrArray) hosts = ferry_driver_watch_list (f->watch, FERRY_KIND_HOST);

  for (guint i = 0; i < vms->len; i++)
    {
      const FerryVmRecord *vm = g_ptr_array_index (vms, i);

      for (guint j = 0; j < hosts->len && vm->power_state == FERRY_POWER_STATE_RUNNING; j++)
        {
          const FerryHostRecord *host = g_ptr_array_index (hosts, j);

          if (host->base.key != vm->host_key && can_move (f, vm, host))
            {
              f->vm = ferry_record_ref (vm);
              f->host = ferry_record_ref (host);
              return;
            }
        }
    }

  g_assert_not_reached ();
}

static void
forget_the_move (Fixture *f)
{
  ferry_record_unref ((gpointer) f->vm);
  ferry_record_unref ((gpointer) f->host);
}

static FerryDriverMove
make_move (Fixture *f)
{
  return (FerryDriverMove) {
    .move_key = "ferry/move/4711", .vm_key = f->vm->base.key, .host_key = f->host->base.key, .compress = 1,
  };
}

static void
start (Fixture *f)
{
  FerryDriverMove move;

  find_a_move (f);
  move = make_move (f);
  g_assert_true (ferry_driver_watch_migrate (f->watch, &move));
  g_assert_nonnull (f->watch->handle);
  ferry_driver_watch_begin (f->watch, f->watch->handle, f->vm->base.key);
}

static void
test_moves_a_vm (Fixture       *f,
                 gconstpointer  kind)
{
  const FerryVmRecord *after;

  start (f);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_no_error (f->watch->error);
  g_assert_nonnull (strstr (f->watch->story->str, "memory"));

  g_assert_true (ferry_driver_watch_look (f->watch, f->vm->base.key));
  g_assert_true (f->watch->record->host_key == f->host->base.key);
  g_assert_cmpint (f->watch->record->power_state, ==, FERRY_POWER_STATE_RUNNING);

  /* The news say it too. */
  do
    {
      g_main_context_iteration (NULL, FALSE);
      after = g_hash_table_lookup (f->watch->records, f->vm->base.key);
    }
  while (after->host_key != f->host->base.key || after->operations != NULL);

  g_assert_true (ferry_driver_watch_forget (f->watch, f->watch->handle));
  forget_the_move (f);
}

static void
test_cancels_a_move (Fixture       *f,
                     gconstpointer  kind)
{
  start (f);
  while (!f->watch->progress.can_cancel || f->watch->progress.phase < FERRY_PHASE_MEMORY)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_false (f->watch->is_done);
    }

  ferry_driver_watch_request_cancel (f->watch, f->watch->handle);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_CANCELLED);
  assert_sentence (f->watch->error->message);

  g_assert_true (ferry_driver_watch_look (f->watch, f->vm->base.key));
  g_assert_true (f->watch->record->host_key == f->vm->host_key);
  g_assert_cmpint (f->watch->record->power_state, ==, FERRY_POWER_STATE_RUNNING);
  forget_the_move (f);
}

static const FerryTaskRecord *
find_task (Fixture *f)
{
  g_autoptr(GPtrArray) tasks = ferry_driver_watch_list (f->watch, FERRY_KIND_TASK);

  for (guint i = 0; i < tasks->len; i++)
    {
      const FerryTaskRecord *task = g_ptr_array_index (tasks, i);

      if (g_strcmp0 (task->handle, f->watch->handle) == 0)
        return task;
    }

  return NULL;
}

static void
test_finds_a_move_again (Fixture       *f,
                         gconstpointer  kind)
{
  g_autoptr(FerryDriverWatch) other = ferry_driver_watch_new (f->settings->uri);
  const FerryTaskRecord *task;

  start (f);
  g_assert_true (ferry_driver_watch_connect (other, f->settings, ferry_target_get_password (f->target)));
  g_assert_true (ferry_driver_watch_find (other, "ferry/move/4711"));
  g_assert_cmpstr (other->handle, ==, f->watch->handle);
  g_assert_false (ferry_driver_watch_find (other, "ferry/move/4712"));
  g_assert_error (other->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE);

  while ((task = find_task (f)) == NULL || task->vm_key == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (task->base.name, ==, "VM.pool_migrate");
  g_assert_cmpstr (task->move_key, ==, "ferry/move/4711");
  g_assert_true (task->vm_key == f->vm->base.key);

  /* A second run of the program sees the same end. */
  ferry_driver_watch_begin (other, f->watch->handle, f->vm->base.key);
  ferry_driver_watch_until (other, &other->is_done);
  g_assert_no_error (other->error);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_no_error (f->watch->error);
  forget_the_move (f);
}

static void
test_knows_that_a_task_is_gone (Fixture       *f,
                                gconstpointer  kind)
{
  ferry_driver_watch_begin (f->watch, "OpaqueRef:00000000-0000-0000-0000-000000000001", "test/vm/1");
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE);
  assert_sentence (f->watch->error->message);

  g_assert_false (ferry_driver_watch_look (f->watch, "test/vm/00000000-0000-0000-0000-000000000001"));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE);
}

static void
test_explains_every_refusal (Fixture       *f,
                             gconstpointer  kind)
{
  g_autoptr(GPtrArray) vms = ferry_driver_watch_list (f->watch, FERRY_KIND_VM);
  g_autoptr(GPtrArray) hosts = ferry_driver_watch_list (f->watch, FERRY_KIND_HOST);
  guint n_refused = 0;

  for (guint i = 0; i < vms->len; i++)
    {
      for (guint j = 0; j < hosts->len; j++)
        n_refused += !can_move (f, g_ptr_array_index (vms, i), g_ptr_array_index (hosts, j));
    }

  g_assert_cmpuint (n_refused, >, 0);
}

static void
test_says_why_it_will_not_move (Fixture       *f,
                                gconstpointer  kind)
{
  g_autoptr(GPtrArray) vms = ferry_driver_watch_list (f->watch, FERRY_KIND_VM);
  const FerryHostRecord *host = ferry_driver_watch_any (f->watch, FERRY_KIND_HOST);

  for (guint i = 0; i < vms->len; i++)
    {
      const FerryVmRecord *vm = g_ptr_array_index (vms, i);
      FerryDriverMove move = { .move_key = "m", .vm_key = vm->base.key, .host_key = host->base.key, .compress = -1 };

      if (vm->power_state != FERRY_POWER_STATE_HALTED)
        continue;

      g_assert_true (ferry_driver_watch_migrate (f->watch, &move));
      ferry_driver_watch_begin (f->watch, f->watch->handle, vm->base.key);
      ferry_driver_watch_until (f->watch, &f->watch->is_done);
      g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_REFUSED);
      assert_sentence (f->watch->error->message);
      g_assert_nonnull (strstr (f->watch->error->message, vm->base.name));
      return;
    }

  g_assert_not_reached ();
}

static void
test_carries_out_remedies (Fixture       *f,
                           gconstpointer  kind)
{
  g_autoptr(GPtrArray) vms = ferry_driver_watch_list (f->watch, FERRY_KIND_VM);
  const FerryHostRecord *host = ferry_driver_watch_any (f->watch, FERRY_KIND_HOST);
  const char *drive = NULL;

  g_assert_true (ferry_driver_watch_remedy (f->watch, FERRY_REMEDY_ENABLE_HOST, host->base.key));

  for (guint i = 0; i < vms->len; i++)
    {
      const FerryVmRecord *vm = g_ptr_array_index (vms, i);

      for (guint j = 0; j < vm->n_disks && drive == NULL && vm->power_state == FERRY_POWER_STATE_RUNNING; j++)
        drive = vm->disks[j].is_cd && vm->disks[j].disk_key != NULL ? vm->disks[j].id : NULL;
      if (drive == NULL)
        continue;

      g_assert_true (ferry_driver_watch_remedy (f->watch, FERRY_REMEDY_EJECT_CD, drive));
      g_assert_true (ferry_driver_watch_look (f->watch, vm->base.key));
      break;
    }

  g_assert_nonnull (drive);
  g_assert_false (ferry_driver_watch_remedy (f->watch, FERRY_REMEDY_EJECT_CD, "nothing"));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE);
}

static void
test_notices_that_the_server_is_gone (Fixture       *f,
                                      gconstpointer  kind)
{
  start (f);
  ferry_target_stop (f->target);
  ferry_driver_watch_until (f->watch, &f->watch->is_done);
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);
  while (f->watch->lost == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (f->watch->lost, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);
  assert_sentence (f->watch->lost->message);

  /* What was known stays known: it is only old. */
  g_assert_cmpuint (ferry_driver_watch_count (f->watch, FERRY_KIND_VM), >, 5);
  ferry_driver_watch_disconnect (f->watch);
  forget_the_move (f);
}

static void
test_does_not_flicker (Fixture       *f,
                       gconstpointer  kind)
{
  g_autoptr(GHashTable) before = g_hash_table_new_full (NULL, NULL, NULL, ferry_record_unref);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, f->watch->records);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (before, key, ferry_record_ref (value));

  f->watch->n_removed = 0;
  g_assert_true (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
  g_assert_cmpuint (f->watch->n_removed, ==, 0);
  g_assert_cmpuint (g_hash_table_size (before), ==, g_hash_table_size (f->watch->records));

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      FerryRecord *record = value;

      if (record->kind == FERRY_KIND_VM || record->kind == FERRY_KIND_DISK || record->kind == FERRY_KIND_STORAGE)
        g_assert_true (ferry_record_equal (record, g_hash_table_lookup (f->watch->records, key)));
    }
}

/* Servers with certificates that no authority knows. */

static void
set_up_secure (Fixture       *f,
               gconstpointer  kind)
{
  f->target = ferry_target_new (kind, FERRY_TARGET_SECURE);
  f->settings = ferry_target_dup_settings (f->target);
  f->watch = ferry_driver_watch_new (f->settings->uri);
}

static void
test_asks_before_it_trusts (Fixture       *f,
                            gconstpointer  kind)
{
  const FerryCertificate *certificate;

  g_assert_false (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNTRUSTED);
  assert_sentence (f->watch->error->message);

  certificate = ferry_driver_get_certificate (f->watch->driver);
  g_assert_nonnull (certificate);
  g_assert_cmpstr (certificate->sha256, ==, ferry_target_get_sha256 (f->target));
  g_assert_cmpstr (certificate->host, ==, "127.0.0.1");
  g_assert_cmpuint (certificate->port, >, 0);
  g_assert_nonnull (certificate->subject);
  g_assert_nonnull (certificate->issuer);
  g_assert_cmpint (certificate->not_after, >, certificate->not_before);
  g_assert_null (certificate->pinned_sha256);

  f->settings->pinned_sha256 = g_strdup (certificate->sha256);
  g_assert_true (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
  g_assert_cmpuint (ferry_driver_watch_count (f->watch, FERRY_KIND_VM), >, 5);
}

static void
test_refuses_a_changed_certificate (Fixture       *f,
                                    gconstpointer  kind)
{
  g_autofree char *old = g_strnfill (64, 'a');
  const FerryCertificate *certificate;

  f->settings->pinned_sha256 = g_strdup (old);
  g_assert_false (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNTRUSTED);
  certificate = ferry_driver_get_certificate (f->watch->driver);
  g_assert_cmpstr (certificate->pinned_sha256, ==, old);
  g_assert_cmpstr (certificate->sha256, ==, ferry_target_get_sha256 (f->target));
}

/* A session of TLS that was agreed on before is no reason to take a certificate unseen. */
static void
test_looks_at_the_certificate_each_time (Fixture       *f,
                                         gconstpointer  kind)
{
  f->settings->pinned_sha256 = g_ascii_strup (ferry_target_get_sha256 (f->target), -1);
  g_assert_true (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
  ferry_driver_watch_disconnect (f->watch);

  g_free (f->settings->pinned_sha256);
  f->settings->pinned_sha256 = g_strnfill (64, 'a');
  for (guint i = 0; i < 3; i++)
    {
      g_assert_false (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
      g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNTRUSTED);
    }

  g_clear_pointer (&f->settings->pinned_sha256, g_free);
  g_assert_false (ferry_driver_watch_connect (f->watch, f->settings, ferry_target_get_password (f->target)));
  g_assert_error (f->watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNTRUSTED);
}

static void
test_speaks_plainly_to_itself_only (void)
{
  FerryConnectionSettings settings = { .id = (char *) "test", .uri = (char *) "xapi+http://root@192.0.2.1" };
  g_autoptr(FerryDriverWatch) watch = ferry_driver_watch_new (settings.uri);

  g_assert_false (ferry_driver_watch_connect (watch, &settings, "x"));
  g_assert_error (watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL);
  assert_sentence (watch->error->message);

  settings.uri = (char *) "xapi+http://root@127.example.com";
  g_assert_false (ferry_driver_watch_connect (watch, &settings, "x"));
  g_assert_error (watch->error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL);
}

static void
test_does_not_know_every_scheme (void)
{
  FerryConnectionSettings settings = { .id = (char *) "test", .uri = (char *) "gopher://root@127.0.0.1" };
  g_autoptr(GError) error = NULL;

  g_assert_null (ferry_driver_new_for_settings (&settings, &error));
  g_assert_error (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL);
  assert_sentence (error->message);
}

typedef void (*FixtureFunc) (Fixture       *f,
                             gconstpointer  kind);

static const struct
{
  const char  *name;
  FixtureFunc  set_up;
  FixtureFunc  test;
} tests[] = {
  { "tells-a-whole-world", set_up_connected, test_tells_a_whole_world },
  { "asks-again-for-a-wrong-password", set_up, test_asks_again_for_a_wrong_password },
  { "says-that-nobody-answers", set_up, test_says_that_nobody_answers },
  { "stops-connecting-when-told", set_up, test_stops_connecting_when_told },
  { "refuses-without-a-connection", set_up, test_refuses_without_a_connection },
  { "moves-a-vm", set_up_connected, test_moves_a_vm },
  { "cancels-a-move", set_up_connected, test_cancels_a_move },
  { "finds-a-move-again", set_up_connected, test_finds_a_move_again },
  { "knows-that-a-task-is-gone", set_up_connected, test_knows_that_a_task_is_gone },
  { "explains-every-refusal", set_up_connected, test_explains_every_refusal },
  { "says-why-it-will-not-move", set_up_connected, test_says_why_it_will_not_move },
  { "carries-out-remedies", set_up_connected, test_carries_out_remedies },
  { "notices-that-the-server-is-gone", set_up_connected, test_notices_that_the_server_is_gone },
  { "does-not-flicker", set_up_connected, test_does_not_flicker },
  { "asks-before-it-trusts", set_up_secure, test_asks_before_it_trusts },
  { "looks-at-the-certificate-each-time", set_up_secure, test_looks_at_the_certificate_each_time },
  { "refuses-a-changed-certificate", set_up_secure, test_refuses_a_changed_certificate },
};

int
main (int   argc,
      char *argv[])
{
  static const char * const kinds[] = { "xapi" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
        {
          g_autofree char *path = g_strdup_printf ("/conformance/%s/%s", kinds[i], tests[j].name);

          g_test_add (path, Fixture, kinds[i], tests[j].set_up, tests[j].test, tear_down);
        }
    }
  g_test_add_func ("/conformance/speaks-plainly-to-itself-only", test_speaks_plainly_to_itself_only);
  g_test_add_func ("/conformance/does-not-know-every-scheme", test_does_not_know_every_scheme);

  return g_test_run ();
}
