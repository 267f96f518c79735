/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine-fixture.h"

#include <glib/gstdio.h>

#define START_OF_TIME 1700000000

static const FerryConnectionSettings settings = {
  .id = (char *) "lisbon",
  .uri = (char *) "xapi://root@lisbon.example.com",
  .label = (char *) "Lisbon pool",
};

static void
on_secret_needed (FerryEngine *engine,
                  const char  *connection_id,
                  gboolean     was_refused,
                  Fixture     *f)
{
  g_autoptr(FerrySecret) secret = ferry_secret_new ("correct horse");

  g_assert_cmpstr (connection_id, ==, "lisbon");
  f->n_asked++;
  f->was_refused = was_refused;
  if (f->remembers && !was_refused)
    ferry_engine_connect (engine, connection_id, secret);
}

static void
on_settings_changed (FerryEngine                   *engine,
                     const FerryConnectionSettings *changed,
                     Fixture                       *f)
{
  g_free (f->pinned);
  f->pinned = g_strdup (changed->pinned_sha256);
}

static void
start_engine (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  f->engine = ferry_engine_new_full (f->data_dir, mock_server_make_driver, f->server, f->clock, &error);
  g_assert_no_error (error);
  g_signal_connect (f->engine, "secret-needed", G_CALLBACK (on_secret_needed), f);
  g_signal_connect (f->engine, "settings-changed", G_CALLBACK (on_settings_changed), f);

  ferry_engine_add_connection (f->engine, &settings, &error);
  g_assert_no_error (error);
}

void
fixture_set_up (Fixture       *f,
                gconstpointer  unused)
{
  f->server = mock_server_new ();
  f->clock = ferry_clock_new_manual (START_OF_TIME);
  f->remembers = TRUE;
  f->fractions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  mock_server_add_vm (f->server, "web-03", "kestrel");
  mock_server_add_vm (f->server, "db-01", "kestrel");
  mock_server_add_vm (f->server, "mail", "kestrel");
  start_engine (f);
}

void
fixture_set_up_on_disk (Fixture       *f,
                        gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  f->data_dir = g_dir_make_tmp ("ferry-engine-XXXXXX", &error);
  g_assert_no_error (error);
  fixture_set_up (f, unused);
}

static void
remove_data_dir (Fixture *f)
{
  static const char * const names[] = {
    "journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "journal.lock",
  };

  if (f->data_dir == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (f->data_dir, names[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (f->data_dir), ==, 0);
}

void
fixture_tear_down (Fixture       *f,
                   gconstpointer  unused)
{
  if (f->engine != NULL)
    fixture_shut_down (f);
  /* Ends whatever call still waits. */
  mock_server_lose (f->server);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_finalize_object (f->server);
  g_assert_finalize_object (f->clock);
  remove_data_dir (f);
  g_free (f->data_dir);
  g_free (f->pinned);
  g_hash_table_unref (f->fractions);
}

static void
check_move (Fixture               *f,
            const FerryMoveRecord *move)
{
  double *before = g_hash_table_lookup (f->fractions, move->base.key);

  if (move->state == FERRY_MOVE_DONE)
    g_assert_true (mock_server_runs_on (f->server, move->base.name, move->target_host_name));
  if (move->state == FERRY_MOVE_DONE || move->state == FERRY_MOVE_FAILED ||
      move->state == FERRY_MOVE_CANCELLED)
    {
      g_assert_nonnull (move->message);
      g_assert_cmpint (move->finished_at, >, 0);
      g_assert_false (move->can_cancel);
      g_assert_null (strstr (move->message, "OpaqueRef"));
    }

  g_assert_cmpint (move->pause_ms, ==, -1);
  if (before != NULL && !move->was_resumed)
    g_assert_cmpfloat (move->fraction, >=, *before);
  g_hash_table_insert (f->fractions, g_strdup (move->base.key),
                       g_memdup2 (&move->fraction, sizeof move->fraction));
}

static void
check_rules (Fixture *f)
{
  g_autoptr(FerryChanges) changes = ferry_engine_take_changes (f->engine);
  GPtrArray *records = ferry_changes_get_records (changes);

  for (guint i = 0; i < records->len; i++)
    {
      const FerryRecord *record = g_ptr_array_index (records, i);

      if (record->kind == FERRY_KIND_MOVE)
        check_move (f, (const FerryMoveRecord *) record);
    }
}

void
fixture_settle (Fixture *f)
{
  while (g_main_context_iteration (NULL, FALSE))
    {
      if (f->engine != NULL)
        check_rules (f);
    }
}

void
fixture_wait (Fixture *f,
              guint    seconds)
{
  fixture_settle (f);
  for (guint i = 0; i < seconds * 10; i++)
    {
      ferry_clock_advance (f->clock, 100);
      fixture_settle (f);
    }
}

void
fixture_connect (Fixture *f)
{
  ferry_engine_connect (f->engine, "lisbon", NULL);
  fixture_settle (f);
  g_assert_cmpint (fixture_get_connection (f)->state, ==, FERRY_CONNECTION_CONNECTED);
}

const FerryConnectionRecord *
fixture_get_connection (Fixture *f)
{
  return ferry_inventory_lookup_kind (ferry_engine_get_inventory (f->engine), "lisbon/connection",
                                      FERRY_KIND_CONNECTION);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static GPtrArray *
request_move (Fixture     *f,
              const char  *vm,
              const char  *host,
              GError     **error)
{
  char *vm_keys[] = { (char *) mock_vm_key (vm), NULL };
  FerryMoveRequest request = {
    .vm_keys = vm_keys, .host_key = (char *) mock_host_key (host), .compress = -1,
  };
  g_autoptr(GAsyncResult) result = NULL;

  ferry_engine_move_async (f->engine, &request, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return ferry_engine_move_finish (f->engine, result, error);
}

const char *
fixture_move (Fixture    *f,
              const char *vm,
              const char *host)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) keys = request_move (f, vm, host, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (keys->len, ==, 1);

  return g_intern_string (g_ptr_array_index (keys, 0));
}

GError *
fixture_try_move (Fixture    *f,
                  const char *vm,
                  const char *host)
{
  GError *error = NULL;
  g_autoptr(GPtrArray) keys = request_move (f, vm, host, &error);

  g_assert_true ((keys == NULL) == (error != NULL));

  return error;
}

const char *
fixture_move_running (Fixture    *f,
                      const char *vm,
                      const char *host)
{
  const char *key = fixture_move (f, vm, host);

  fixture_settle (f);
  g_assert_true (mock_server_has_task (f->server, vm));
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_RUNNING);

  return key;
}

const FerryMoveRecord *
fixture_get_move (Fixture    *f,
                  const char *key)
{
  const FerryMoveRecord *move =
    ferry_inventory_lookup_kind (ferry_engine_get_inventory (f->engine), key, FERRY_KIND_MOVE);

  g_assert_nonnull (move);

  return move;
}

void
fixture_assert_ended (Fixture        *f,
                      const char     *key,
                      FerryMoveState  state,
                      const char     *sentence)
{
  const FerryMoveRecord *move = fixture_get_move (f, key);

  if (move->message == NULL)
    g_test_message ("%s is in phase %d, state %d: %s", move->base.name, move->phase, move->state,
                    move->waiting_reason);
  g_assert_cmpstr (move->message, ==, sentence);
  g_assert_cmpint (move->state, ==, state);
}

GError *
fixture_cancel (Fixture    *f,
                const char *key)
{
  g_autoptr(GAsyncResult) result = NULL;
  GError *error = NULL;

  ferry_engine_cancel_async (f->engine, key, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  ferry_engine_cancel_finish (f->engine, result, &error);
  fixture_settle (f);

  return error;
}

void
fixture_crash (Fixture *f)
{
  g_clear_object (&f->engine);
  start_engine (f);
  if (f->remembers)
    ferry_engine_connect (f->engine, "lisbon", NULL);
  fixture_settle (f);
}

void
fixture_shut_down (Fixture *f)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ferry_engine_shutdown_async (f->engine, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  ferry_engine_shutdown_finish (f->engine, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (f->engine);
  f->engine = NULL;
}
