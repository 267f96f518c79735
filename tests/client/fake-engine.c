/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-engine.h"

#include <stdlib.h>

#include "model/ferry-connection-record.h"
#include "model/ferry-vm-record.h"

struct _FerryEngine
{
  GObject       parent_instance;

  FerryChanges *changes; /* (owned) */
  gboolean      is_pending;
  gint64        last_take; /* of one with news in it */
  gboolean      is_ending;
  GSource      *talk;    /* (owned) (nullable) */
  int           n_left;  /* to say */
  GTask        *late;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (FerryEngine, ferry_engine, G_TYPE_OBJECT)

G_DEFINE_QUARK (ferry-engine-error, ferry_engine_error)

static FakeEngineStory story;
static FerryChanges *next_world;
static gpointer (*make_talk) (guint n);
static guint n_talk_at_once;

FakeEngineStory *
fake_engine_begin_story (void)
{
  story = (FakeEngineStory) { .min_gap_us = G_MAXINT64 };

  return &story;
}

void
fake_engine_set_world (FerryChanges *world)
{
  next_world = world;
}

void
fake_engine_set_talk (gpointer (*make) (guint n),
                      guint      n_at_once)
{
  make_talk = make;
  n_talk_at_once = n_at_once;
}

static void
check_thread (void)
{
  if (g_thread_self () != story.thread)
    story.wrong_thread = TRUE;
}

static void
say (FerryEngine *self,
     gpointer     record)
{
  ferry_changes_put (self->changes, record);
  g_atomic_int_inc (&story.n_said);
  if (self->is_pending)
    return;

  self->is_pending = TRUE;
  g_signal_emit_by_name (self, "changes-pending");
}

static void
say_vm (FerryEngine *self,
        const char  *key,
        const char  *host_key,
        guint64      memory_bytes)
{
  g_auto(GStrv) parts = g_strsplit (key, "/", 2);
  g_autofree char *connection_key = g_strconcat (parts[0], "/connection", NULL);

  say (self, ferry_vm_record_new (&(FerryVmRecord) {
    .base = { .key = key, .connection_key = connection_key, .name = "web" },
    .uuid = "1",
    .pool_key = connection_key,
    .host_key = host_key,
    .memory_actual_bytes = memory_bytes,
  }));
}

FerryChanges *
ferry_engine_take_changes (FerryEngine *self)
{
  FerryChanges *taken = self->changes;
  gint64 now = g_get_monotonic_time ();

  check_thread ();
  if (self->last_take > 0 && !self->is_ending)
    story.min_gap_us = MIN (story.min_gap_us, now - self->last_take);
  if (!ferry_changes_is_empty (taken))
    self->last_take = now;
  self->changes = ferry_changes_new ();
  self->is_pending = FALSE;
  g_atomic_int_inc (&story.n_taken);

  return taken;
}

gboolean
ferry_engine_add_connection (FerryEngine                    *self,
                             const FerryConnectionSettings  *settings,
                             GError                        **error)
{
  check_thread ();

  return TRUE;
}

gboolean
ferry_engine_update_connection (FerryEngine                    *self,
                                const FerryConnectionSettings  *settings,
                                GError                        **error)
{
  check_thread ();
  g_signal_emit_by_name (self, "settings-changed", settings);

  return TRUE;
}

void
ferry_engine_remove_connection (FerryEngine *self,
                                const char  *connection_id)
{
  check_thread ();
}

void
ferry_engine_connect (FerryEngine *self,
                      const char  *connection_id,
                      FerrySecret *secret)
{
  g_autofree char *key = g_strconcat (connection_id, "/connection", NULL);

  check_thread ();
  say (self, ferry_connection_record_new (&(FerryConnectionRecord) {
    .base = { .key = key, .connection_key = key, .name = "lab" },
    .id = connection_id,
    .uri = "xapi://root@a",
    .state = secret != NULL ? FERRY_CONNECTION_CONNECTED : FERRY_CONNECTION_NEEDS_PASSWORD,
  }));
  if (secret == NULL)
    g_signal_emit_by_name (self, "secret-needed", connection_id, FALSE);
}

void
ferry_engine_disconnect (FerryEngine *self,
                         const char  *connection_id)
{
  check_thread ();
}

static gboolean
talk (gpointer user_data)
{
  FerryEngine *self = user_data;

  if (make_talk == NULL)
    say_vm (self, "c0/vm/0", NULL, self->n_left);
  for (guint i = 0; make_talk != NULL && i < n_talk_at_once; i++)
    say (self, make_talk (self->n_left * n_talk_at_once + i));
  self->n_left--;

  return self->n_left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
ferry_engine_answer_trust (FerryEngine *self,
                           const char  *connection_id,
                           const char  *sha256)
{
  check_thread ();
  self->n_left = atoi (sha256);
  self->talk = g_timeout_source_new (1);
  g_source_set_callback (self->talk, talk, self, NULL);
  g_source_attach (self->talk, g_main_context_get_thread_default ());
}

GPtrArray *
ferry_engine_check (FerryEngine        *self,
                    const char * const *vm_keys,
                    const char * const *host_keys)
{
  check_thread ();

  return g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_verdict_unref);
}

void
ferry_engine_ask_async (FerryEngine         *self,
                        const char * const  *vm_keys,
                        const char * const  *host_keys,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_task_report_new_error (self, callback, user_data, NULL, FERRY_ENGINE_ERROR,
                           FERRY_ENGINE_ERROR_NOT_FOUND, "There is no such VM.");
}

GPtrArray *
ferry_engine_ask_finish (FerryEngine   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_cancelled (GCancellable *cancellable,
              GTask        *task)
{
  check_thread ();
  g_task_return_error_if_cancelled (task);
  g_signal_handlers_disconnect_by_data (cancellable, task);
}

void
ferry_engine_move_async (FerryEngine            *self,
                         const FerryMoveRequest *request,
                         GCancellable           *cancellable,
                         GAsyncReadyCallback     callback,
                         gpointer                user_data)
{
  g_autoptr(GTask) task = NULL;

  check_thread ();
  if (g_str_equal (request->host_key, "deaf"))
    return;

  task = g_task_new (self, cancellable, callback, user_data);
  if (g_str_equal (request->host_key, "late"))
    {
      self->late = g_steal_pointer (&task);
      return;
    }
  if (g_str_equal (request->host_key, "never"))
    {
      g_signal_connect_data (cancellable, "cancelled", G_CALLBACK (on_cancelled),
                             g_object_ref (task), (GClosureNotify) (GCallback) g_object_unref, 0);
      return;
    }
  for (guint i = 0; request->vm_keys[i] != NULL; i++)
    say_vm (self, request->vm_keys[i], request->host_key, 1);

  g_task_return_pointer (task, g_ptr_array_new_with_free_func (g_free),
                         (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
ferry_engine_move_finish (FerryEngine   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ferry_engine_cancel_async (FerryEngine         *self,
                           const char          *move_or_task_key,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_task_report_new_error (self, callback, user_data, NULL, FERRY_ENGINE_ERROR,
                           FERRY_ENGINE_ERROR_TOO_LATE, "It is too late.");
}

gboolean
ferry_engine_cancel_finish (FerryEngine   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ferry_engine_remedy_async (FerryEngine         *self,
                           const FerryFinding  *finding,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_boolean (task, TRUE);
}

gboolean
ferry_engine_remedy_finish (FerryEngine   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

GPtrArray *
ferry_engine_search_history (FerryEngine  *self,
                             const char   *text,
                             guint         limit,
                             GError      **error)
{
  check_thread ();

  return g_ptr_array_new_with_free_func (ferry_record_unref);
}

void
ferry_engine_dismiss_move (FerryEngine *self,
                           const char  *move_key)
{
  check_thread ();
}

void
ferry_engine_shutdown_async (FerryEngine         *self,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);

  check_thread ();
  self->is_ending = TRUE;
  g_task_return_boolean (task, TRUE);
  /* In the same turn of the loop, but after the word that it is to end. */
  if (self->late != NULL)
    g_task_return_new_error (self->late, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Late.");
  g_clear_object (&self->late);
}

gboolean
ferry_engine_shutdown_finish (FerryEngine   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
ferry_engine_finalize (GObject *object)
{
  FerryEngine *self = FERRY_ENGINE (object);

  story.ended_in = g_thread_self ();
  if (self->talk != NULL)
    g_source_destroy (self->talk);
  g_clear_pointer (&self->talk, g_source_unref);
  g_clear_object (&self->changes);

  G_OBJECT_CLASS (ferry_engine_parent_class)->finalize (object);
}

static void
ferry_engine_class_init (FerryEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_engine_finalize;

  g_signal_new ("changes-pending", FERRY_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  g_signal_new ("secret-needed", FERRY_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  g_signal_new ("settings-changed", FERRY_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
ferry_engine_init (FerryEngine *self)
{
  self->changes = next_world != NULL ? g_steal_pointer (&next_world) : ferry_changes_new ();
}

FerryEngine *
ferry_engine_new (const char  *data_dir,
                  GError     **error)
{
  story.thread = g_thread_self ();
  if (g_strcmp0 (data_dir, "/broken") == 0)
    {
      g_set_error_literal (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_JOURNAL,
                           "The journal cannot be read.");
      return NULL;
    }

  return g_object_new (FERRY_TYPE_ENGINE, NULL);
}
