/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The thread crossing: who runs where, what comes when, and who is finalized where. */

#include "client/ferry-client.h"

#include "fake-engine.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-vm-record.h"

#define DEADLINE_S 60

typedef struct
{
  FerryClient     *client;
  FakeEngineStory *story;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data_dir)
{
  f->story = fake_engine_begin_story ();
  f->client = ferry_client_new (data_dir);
}

static gboolean
on_deadline (gpointer is_over)
{
  *(gboolean *) is_over = TRUE;

  return G_SOURCE_REMOVE;
}

#define iterate_until(condition)                                                  \
  G_STMT_START {                                                                  \
    gboolean is_over = FALSE;                                                     \
    guint timer = g_timeout_add_seconds (DEADLINE_S, on_deadline, &is_over);      \
    while (!(condition) && !is_over)                                              \
      g_main_context_iteration (NULL, TRUE);                                      \
    g_assert_false (is_over);                                                     \
    g_source_remove (timer);                                                      \
  } G_STMT_END

typedef struct
{
  GThread      *thread;
  GAsyncResult *result;
} Reply;

static void
on_reply (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Reply *reply = user_data;

  reply->thread = g_thread_self ();
  reply->result = g_object_ref (result);
}

static void
shut_down (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  Reply reply = { 0 };

  ferry_client_shutdown_async (f->client, on_reply, &reply);
  iterate_until (reply.result != NULL);
  g_assert_true (ferry_client_shutdown_finish (f->client, reply.result, &error));
  g_assert_no_error (error);
  g_clear_object (&reply.result);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data_dir)
{
  shut_down (f);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (f->client);

  g_assert_false (f->story->wrong_thread);
  g_assert_true (f->story->thread != g_thread_self ());
  g_assert_true (f->story->ended_in == f->story->thread);
}

static void
move (Fixture      *f,
      const char   *host,
      GCancellable *cancellable,
      Reply        *reply)
{
  const char *vms[] = { "c0/vm/0", NULL };

  ferry_client_move_async (f->client,
                           &(FerryMoveRequest) { .vm_keys = (char **) vms,
                                                 .host_key = (char *) host },
                           cancellable, on_reply, reply);
}

static void
test_reply_finds_news_shown (Fixture       *f,
                             gconstpointer  data_dir)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *host = g_strdup_printf ("c0/host/%u", i);
      g_autoptr(GPtrArray) keys = NULL;
      g_autoptr(GError) error = NULL;
      const FerryVmRecord *vm;
      Reply reply = { 0 };

      move (f, host, NULL, &reply);
      iterate_until (reply.result != NULL);
      keys = ferry_client_move_finish (f->client, reply.result, &error);
      g_clear_object (&reply.result);
      g_assert_no_error (error);
      g_assert_nonnull (keys);
      g_assert_true (reply.thread == g_thread_self ());

      vm = ferry_item_get_record (ferry_client_lookup (f->client, "c0/vm/0"));
      g_assert_cmpstr (vm->host_key, ==, host);
    }
}

static void
test_news_gather_while_nobody_looks (Fixture       *f,
                                     gconstpointer  data_dir)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_S * G_TIME_SPAN_SECOND;
  const FerryVmRecord *vm;
  FerryItem *item;

  ferry_client_answer_trust (f->client, "c0", "300");
  /* This thread does not come round to its loop for a while. */
  while (g_atomic_int_get (&f->story->n_said) < 300 && g_get_monotonic_time () < deadline)
    g_thread_yield ();

  g_assert_cmpint (g_atomic_int_get (&f->story->n_said), ==, 300);
  /* The first look at an engine without news, and the one batch in flight. */
  g_assert_cmpint (g_atomic_int_get (&f->story->n_taken), <=, 2);

  iterate_until ((item = ferry_client_lookup (f->client, "c0/vm/0")) != NULL &&
                 (vm = ferry_item_get_record (item))->memory_actual_bytes == 1);
  g_assert_cmpint (g_atomic_int_get (&f->story->n_taken), <=, 4);
}

static void
count_call (guint *n_calls)
{
  (*n_calls)++;
}

static void
test_batches_keep_their_distance (Fixture       *f,
                                  gconstpointer  data_dir)
{
  const FerryVmRecord *vm;
  FerryItem *item;
  guint n_batches = 0;

  g_signal_connect_swapped (f->client, "batch-applied", G_CALLBACK (count_call), &n_batches);
  ferry_client_answer_trust (f->client, "c0", "500");
  iterate_until ((item = ferry_client_lookup (f->client, "c0/vm/0")) != NULL &&
                 (vm = ferry_item_get_record (item))->memory_actual_bytes == 1);

  shut_down (f);
  g_assert_cmpuint (n_batches, >=, 2);
  /* Timers count whole milliseconds. */
  g_assert_cmpint (f->story->min_gap_us, >=, 98 * G_TIME_SPAN_MILLISECOND);
}

static void
test_cancelled_call_says_so (Fixture       *f,
                             gconstpointer  data_dir)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GPtrArray) keys = NULL;
  g_autoptr(GError) error = NULL;
  Reply reply = { 0 };

  move (f, "never", cancellable, &reply);
  g_cancellable_cancel (cancellable);
  iterate_until (reply.result != NULL);
  keys = ferry_client_move_finish (f->client, reply.result, &error);
  g_clear_object (&reply.result);

  g_assert_null (keys);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_too_late_to_cancel (Fixture       *f,
                         gconstpointer  data_dir)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GPtrArray) keys = NULL;
  g_autoptr(GError) error = NULL;
  Reply reply = { 0 };

  move (f, "c0/host/1", cancellable, &reply);
  iterate_until (ferry_client_lookup (f->client, "c0/vm/0") != NULL);
  g_cancellable_cancel (cancellable);
  iterate_until (reply.result != NULL);
  keys = ferry_client_move_finish (f->client, reply.result, &error);
  g_clear_object (&reply.result);

  g_assert_no_error (error);
  g_assert_nonnull (keys);
}

static void
test_shutdown_answers_who_waits (Fixture       *f,
                                 gconstpointer  data_dir)
{
  static const char * const hosts[] = { "never", "late", "deaf" };
  Reply replies[G_N_ELEMENTS (hosts)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    move (f, hosts[i], NULL, &replies[i]);
  shut_down (f);

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr(GPtrArray) keys = NULL;
      g_autoptr(GError) error = NULL;

      iterate_until (replies[i].result != NULL);
      keys = ferry_client_move_finish (f->client, replies[i].result, &error);
      g_clear_object (&replies[i].result);
      g_assert_null (keys);
      g_assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
                     g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED));
    }
}

static void
test_nothing_after_shutdown (Fixture       *f,
                             gconstpointer  data_dir)
{
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;
  Reply reply = { 0 };

  shut_down (f);
  ferry_client_disconnect (f->client, "c0");
  ferry_client_history_async (f->client, "", 10, NULL, on_reply, &reply);
  iterate_until (reply.result != NULL);
  found = ferry_client_history_finish (f->client, reply.result, &error);
  g_clear_object (&reply.result);

  g_assert_null (found);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

static void
on_secret_needed (FerryClient *client,
                  const char  *connection_id,
                  gboolean     was_refused,
                  guint       *n_asked)
{
  FerryItem *item = ferry_client_lookup (client, "c0/connection");
  const FerryConnectionRecord *record = ferry_item_get_record (item);
  g_autoptr(FerrySecret) secret = ferry_secret_new ("ferry");

  g_assert_cmpstr (connection_id, ==, "c0");
  g_assert_false (was_refused);
  g_assert_cmpint (record->state, ==, FERRY_CONNECTION_NEEDS_PASSWORD);
  (*n_asked)++;
  ferry_client_connect (client, connection_id, secret);
}

static void
test_asks_for_a_password_once_shown (Fixture       *f,
                                     gconstpointer  data_dir)
{
  guint n_asked = 0;
  FerryItem *item;

  g_signal_connect (f->client, "secret-needed", G_CALLBACK (on_secret_needed), &n_asked);
  ferry_client_connect (f->client, "c0", NULL);
  iterate_until ((item = ferry_client_lookup (f->client, "c0/connection")) != NULL &&
                 !ferry_item_is_stale (item));
  g_assert_cmpuint (n_asked, ==, 1);
}

static void
on_settings_changed (FerryClient                   *client,
                     const FerryConnectionSettings *settings,
                     char                         **pin)
{
  *pin = g_strdup (settings->pinned_sha256);
}

static void
test_settings_come_home (Fixture       *f,
                         gconstpointer  data_dir)
{
  g_autofree char *pin = NULL;
  g_autoptr(GError) error = NULL;
  FerryConnectionSettings settings = { .id = "c0", .uri = "xapi://root@a",
                                       .pinned_sha256 = "abc" };

  g_signal_connect (f->client, "settings-changed", G_CALLBACK (on_settings_changed), &pin);
  g_assert_true (ferry_client_add_connection (f->client, &settings, &error));
  g_assert_no_error (error);
  g_assert_false (ferry_client_add_connection (f->client, &settings, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);

  g_assert_true (ferry_client_update_connection (f->client, &settings, &error));
  iterate_until (pin != NULL);
  g_assert_cmpstr (pin, ==, "abc");
}

static void
test_goes_on_without_a_journal (Fixture       *f,
                                gconstpointer  data_dir)
{
  g_autofree char *problem = NULL;
  Reply reply = { 0 };

  iterate_until ((g_object_get (f->client, "problem", &problem, NULL), problem != NULL));
  g_assert_cmpstr (problem, ==, "The journal cannot be read.");

  move (f, "c0/host/1", NULL, &reply);
  iterate_until (reply.result != NULL);
  g_clear_object (&reply.result);
}

static void
test_errors_come_home (Fixture       *f,
                       gconstpointer  data_dir)
{
  g_autoptr(GError) error = NULL;
  Reply reply = { 0 };

  ferry_client_cancel_async (f->client, "m", on_reply, &reply);
  iterate_until (reply.result != NULL);
  g_assert_false (ferry_client_cancel_finish (f->client, reply.result, &error));
  g_clear_object (&reply.result);
  g_assert_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_TOO_LATE);
}

static void
add (const char *path,
     const char *data_dir,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, data_dir, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/client/reply-finds-the-news-shown", NULL, test_reply_finds_news_shown);
  add ("/client/news-gather-while-nobody-looks", NULL, test_news_gather_while_nobody_looks);
  add ("/client/batches-keep-their-distance", NULL, test_batches_keep_their_distance);
  add ("/client/cancelled-call-says-so", NULL, test_cancelled_call_says_so);
  add ("/client/too-late-to-cancel-is-a-success", NULL, test_too_late_to_cancel);
  add ("/client/shutdown-answers-who-waits", NULL, test_shutdown_answers_who_waits);
  add ("/client/nothing-happens-after-shutdown", NULL, test_nothing_after_shutdown);
  add ("/client/asks-for-a-password-once-that-is-shown", NULL, test_asks_for_a_password_once_shown);
  add ("/client/settings-come-home", NULL, test_settings_come_home);
  add ("/client/goes-on-without-a-journal", "/broken", test_goes_on_without_a_journal);
  add ("/client/errors-come-home", NULL, test_errors_come_home);

  return g_test_run ();
}
