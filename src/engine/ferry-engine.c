/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-engine"

#include <config.h>

#include "engine/ferry-engine.h"

#include <glib/gi18n-lib.h>

#include "engine/ferry-engine-private.h"
#include "engine/ferry-inquiry.h"
#include "engine/ferry-journal.h"
#include "engine/ferry-moves.h"
#include "engine/ferry-preflight.h"
#include "model/ferry-task-record.h"

/**
 * FerryEngine:
 *
 * What the program does, behind one door: inventory, connections, preflight,
 * moves, history. It decides nothing itself; each of these has a class of its
 * own.
 *
 * Threads: none. The engine lives in the thread-default main context that it
 * was created in, and every call and signal happens there. It starts no thread
 * and takes no lock, so a test runs it in its own loop.
 */
struct _FerryEngine
{
  GObject             parent_instance;

  GMainContext       *home;        /* (owned): the one context that may call us */
  FerryClock         *clock;       /* (owned) */
  FerryInventory     *inventory;   /* (owned) */
  FerryJournal       *journal;     /* (owned) */
  FerryMoves         *moves;       /* (owned) */
  GHashTable         *connections; /* (owned): id -> FerryConnection */
  FerryDriverFactory  factory;
  gpointer            factory_data; /* not owned */
  gboolean            is_shut_down;
};

enum {
  SIGNAL_CHANGES_PENDING,
  SIGNAL_SETTINGS_CHANGED,
  SIGNAL_SECRET_NEEDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FerryEngine, ferry_engine, G_TYPE_OBJECT)
G_DEFINE_QUARK (ferry-engine-error-quark, ferry_engine_error)

#define ASSERT_AT_HOME(self) g_assert (g_main_context_is_owner ((self)->home))

static void
on_changes_pending (FerryInventory *inventory,
                    FerryEngine    *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGES_PENDING], 0);
}

/**
 * ferry_engine_take_changes:
 * @self: an engine
 *
 * Returns: (transfer full): everything that changed since the last take, merged; may be empty
 */
FerryChanges *
ferry_engine_take_changes (FerryEngine *self)
{
  g_return_val_if_fail (FERRY_IS_ENGINE (self), NULL);
  ASSERT_AT_HOME (self);

  return ferry_inventory_take_changes (self->inventory);
}

FerryInventory *
ferry_engine_get_inventory (FerryEngine *self)
{
  return self->inventory;
}

/* Connections */

static void
on_secret_needed (FerryConnection *connection,
                  gboolean         was_refused,
                  FerryEngine     *self)
{
  g_autofree char *id = g_strdup (ferry_connection_get_settings (connection)->id);

  g_signal_emit (self, signals[SIGNAL_SECRET_NEEDED], 0, id, was_refused);
}

static void
on_settings_changed (FerryConnection *connection,
                     FerryEngine     *self)
{
  g_autoptr(FerryConnectionSettings) settings =
    ferry_connection_settings_copy (ferry_connection_get_settings (connection));

  g_signal_emit (self, signals[SIGNAL_SETTINGS_CHANGED], 0, settings);
}

static void
on_connected (FerryConnection *connection,
              FerryEngine     *self)
{
  ferry_moves_take_up (self->moves, connection);
}

/* (nullable), with NOT_FOUND */
static FerryConnection *
find_connection (FerryEngine  *self,
                 const char   *connection_id,
                 GError      **error)
{
  FerryConnection *connection = g_hash_table_lookup (self->connections, connection_id);

  if (connection == NULL)
    g_set_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_NOT_FOUND,
                 _("There is no such connection."));

  return connection;
}

/**
 * ferry_engine_add_connection:
 * @self: an engine
 * @settings: what the user wants to reach; copied
 * @error: set, with a sentence, if its address makes no sense or its id is taken
 *
 * It is not connected before ferry_engine_connect(). Moves that an earlier run
 * left under way on it appear at once, and go on when it is connected.
 */
gboolean
ferry_engine_add_connection (FerryEngine                    *self,
                             const FerryConnectionSettings  *settings,
                             GError                        **error)
{
  FerryConnection *connection;

  g_return_val_if_fail (FERRY_IS_ENGINE (self), FALSE);
  ASSERT_AT_HOME (self);

  if (!ferry_connection_settings_check (settings, error))
    return FALSE;

  if (g_hash_table_contains (self->connections, settings->id))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   _("There is a connection to %s already."), settings->uri);
      return FALSE;
    }

  connection = ferry_connection_new (settings, self->inventory, self->clock, self->factory,
                                     self->factory_data);
  g_hash_table_insert (self->connections, g_strdup (settings->id), connection);
  g_signal_connect (connection, "secret-needed", G_CALLBACK (on_secret_needed), self);
  g_signal_connect (connection, "settings-changed", G_CALLBACK (on_settings_changed), self);
  g_signal_connect (connection, "connected", G_CALLBACK (on_connected), self);
  ferry_moves_take_up (self->moves, connection);

  return TRUE;
}

gboolean
ferry_engine_update_connection (FerryEngine                    *self,
                                const FerryConnectionSettings  *settings,
                                GError                        **error)
{
  FerryConnection *connection;

  g_return_val_if_fail (FERRY_IS_ENGINE (self), FALSE);
  ASSERT_AT_HOME (self);

  if (!ferry_connection_settings_check (settings, error))
    return FALSE;

  connection = find_connection (self, settings->id, error);
  if (connection == NULL)
    return FALSE;

  ferry_connection_update (connection, settings);

  return TRUE;
}

static void
on_removed_connection_closed (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  ferry_connection_close_finish (FERRY_CONNECTION (source), result, NULL);
}

/**
 * ferry_engine_remove_connection:
 * @self: an engine
 * @connection_id: #FerryConnectionSettings.id; unknown ones are ignored
 *
 * Logs out and forgets all that the server told. A move that still runs there
 * goes on, but ends here: nobody can watch it any more.
 */
void
ferry_engine_remove_connection (FerryEngine *self,
                                const char  *connection_id)
{
  g_autoptr(FerryConnection) connection = NULL;

  g_return_if_fail (FERRY_IS_ENGINE (self));
  ASSERT_AT_HOME (self);

  connection = g_hash_table_lookup (self->connections, connection_id);
  if (connection == NULL)
    return;

  g_object_ref (connection);
  g_hash_table_remove (self->connections, connection_id);
  g_signal_handlers_disconnect_by_data (connection, self);
  ferry_moves_give_up (self->moves, connection);
  ferry_inventory_forget_connection (self->inventory, ferry_connection_get_key (connection));
  ferry_connection_close_async (connection, on_removed_connection_closed, NULL);
}

void
ferry_engine_connect (FerryEngine *self,
                      const char  *connection_id,
                      FerrySecret *secret)
{
  FerryConnection *connection;

  g_return_if_fail (FERRY_IS_ENGINE (self));
  ASSERT_AT_HOME (self);

  connection = find_connection (self, connection_id, NULL);
  if (connection != NULL)
    ferry_connection_connect (connection, secret);
}

void
ferry_engine_disconnect (FerryEngine *self,
                         const char  *connection_id)
{
  FerryConnection *connection;

  g_return_if_fail (FERRY_IS_ENGINE (self));
  ASSERT_AT_HOME (self);

  connection = find_connection (self, connection_id, NULL);
  if (connection != NULL)
    ferry_connection_disconnect (connection);
}

void
ferry_engine_answer_trust (FerryEngine *self,
                           const char  *connection_id,
                           const char  *sha256)
{
  FerryConnection *connection;

  g_return_if_fail (FERRY_IS_ENGINE (self));
  ASSERT_AT_HOME (self);

  connection = find_connection (self, connection_id, NULL);
  if (connection != NULL)
    ferry_connection_answer_trust (connection, sha256);
}

/* Checks */

GPtrArray *
ferry_engine_check (FerryEngine        *self,
                    const char * const *vm_keys,
                    const char * const *host_keys)
{
  g_return_val_if_fail (FERRY_IS_ENGINE (self), NULL);
  ASSERT_AT_HOME (self);

  return ferry_preflight_check (self->inventory, vm_keys, host_keys);
}

static void
on_inquired (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *verdicts = ferry_inquiry_run_finish (result, &error);

  if (verdicts != NULL)
    g_task_return_pointer (task, verdicts, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
ferry_engine_ask_async (FerryEngine         *self,
                        const char * const  *vm_keys,
                        const char * const  *host_keys,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GPtrArray) verdicts = NULL;
  GTask *task;

  g_return_if_fail (FERRY_IS_ENGINE (self));
  ASSERT_AT_HOME (self);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ferry_engine_ask_async);

  verdicts = ferry_preflight_check (self->inventory, vm_keys, host_keys);
  ferry_inquiry_run_async (verdicts, self->connections, cancellable, on_inquired, task);
}

GPtrArray *
ferry_engine_ask_finish (FerryEngine   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Moves */

/* (nullable), with NOT_FOUND */
static FerryConnection *
find_connection_of (FerryEngine  *self,
                    const char   *key,
                    GError      **error)
{
  FerryConnection *connection = ferry_inquiry_find_connection (self->connections, key);

  if (connection == NULL)
    g_set_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_NOT_FOUND,
                 _("What you mean is on none of the connections any more."));

  return connection;
}

void
ferry_engine_move_async (FerryEngine            *self,
                         const FerryMoveRequest *request,
                         GCancellable           *cancellable,
                         GAsyncReadyCallback     callback,
                         gpointer                user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GPtrArray) keys = NULL;
  g_autoptr(GError) error = NULL;
  FerryConnection *connection;

  g_return_if_fail (FERRY_IS_ENGINE (self));
  g_return_if_fail (request->vm_keys != NULL && request->host_key != NULL);
  ASSERT_AT_HOME (self);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ferry_engine_move_async);
  /* What is queued is queued, whether or not somebody still waits for the answer. */
  g_task_set_check_cancellable (task, FALSE);

  connection = find_connection_of (self, request->host_key, &error);
  if (connection != NULL)
    keys = ferry_moves_start (self->moves, connection, request, &error);

  if (keys != NULL)
    g_task_return_pointer (task, g_steal_pointer (&keys), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

GPtrArray *
ferry_engine_move_finish (FerryEngine   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_move_cancelled (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (ferry_moves_cancel_finish (FERRY_MOVES (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_task_cancelled (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (ferry_driver_cancel_finish (FERRY_DRIVER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Somebody else's. @task: (transfer full) */
static void
cancel_task (FerryEngine *self,
             const char  *key,
             GTask       *task)
{
  g_autoptr(GTask) owned = task;
  const FerryTaskRecord *record =
    ferry_inventory_lookup_kind (self->inventory, key, FERRY_KIND_TASK);
  FerryConnection *connection = ferry_inquiry_find_connection (self->connections, key);

  if (record == NULL || connection == NULL)
    g_task_return_new_error (task, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_NOT_FOUND,
                             _("The task is over: the server does not know it any more."));
  else if (!ferry_connection_is_connected (connection))
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                             _("%s is not connected now, so the task cannot be cancelled. Reconnect "
                               "first."), ferry_connection_get_name (connection));
  else if (record->state != FERRY_TASK_PENDING || !record->can_cancel)
    g_task_return_new_error (task, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_TOO_LATE,
                             _("The server does not let this task be cancelled now."));
  else
    ferry_driver_cancel_async (ferry_connection_get_driver (connection), record->handle,
                               g_task_get_cancellable (task), on_task_cancelled,
                               g_steal_pointer (&owned));
}

void
ferry_engine_cancel_async (FerryEngine         *self,
                           const char          *move_or_task_key,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (FERRY_IS_ENGINE (self));
  ASSERT_AT_HOME (self);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ferry_engine_cancel_async);

  if (ferry_moves_contains (self->moves, move_or_task_key))
    ferry_moves_cancel_async (self->moves, move_or_task_key, on_move_cancelled, task);
  else
    cancel_task (self, move_or_task_key, task);
}

gboolean
ferry_engine_cancel_finish (FerryEngine   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_remedied (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (ferry_driver_remedy_finish (FERRY_DRIVER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
ferry_engine_remedy_async (FerryEngine         *self,
                           const FerryFinding  *finding,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;
  FerryConnection *connection;

  g_return_if_fail (FERRY_IS_ENGINE (self));
  g_return_if_fail (finding->remedy != FERRY_REMEDY_NONE);
  ASSERT_AT_HOME (self);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ferry_engine_remedy_async);

  connection = find_connection_of (self, finding->subject_key, &error);
  if (connection == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!ferry_connection_is_connected (connection))
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                             _("%s is not connected now. Reconnect first."),
                             ferry_connection_get_name (connection));
  else
    ferry_driver_remedy_async (ferry_connection_get_driver (connection), finding->remedy,
                               finding->remedy_target, cancellable, on_remedied,
                               g_steal_pointer (&task));
}

gboolean
ferry_engine_remedy_finish (FerryEngine   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

GPtrArray *
ferry_engine_search_history (FerryEngine  *self,
                             const char   *text,
                             guint         limit,
                             GError      **error)
{
  g_return_val_if_fail (FERRY_IS_ENGINE (self), NULL);
  ASSERT_AT_HOME (self);

  return ferry_journal_search (self->journal, text, limit, error);
}

void
ferry_engine_dismiss_move (FerryEngine *self,
                           const char  *move_key)
{
  g_return_if_fail (FERRY_IS_ENGINE (self));
  ASSERT_AT_HOME (self);

  ferry_moves_dismiss (self->moves, move_key);
}

/* Shutdown */

/* Returns @task when the last connection has closed; its data counts them. */
static void
count_down (GTask *task)
{
  guint *n_pending = g_task_get_task_data (task);

  if (--*n_pending == 0)
    g_task_return_boolean (task, TRUE);
}

static void
on_connection_closed (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  ferry_connection_close_finish (FERRY_CONNECTION (source), result, NULL);
  count_down (task);
}

void
ferry_engine_shutdown_async (FerryEngine         *self,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GHashTableIter iter;
  gpointer connection;
  guint *n_pending;

  g_return_if_fail (FERRY_IS_ENGINE (self));
  ASSERT_AT_HOME (self);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, ferry_engine_shutdown_async);
  n_pending = g_new (guint, 1);
  *n_pending = 1; /* this function, until every connection has been told */
  g_task_set_task_data (task, n_pending, g_free);

  ferry_moves_abandon (self->moves);
  if (!self->is_shut_down)
    ferry_journal_release (self->journal);
  self->is_shut_down = TRUE;

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, &connection))
    {
      g_signal_handlers_disconnect_by_data (connection, self);
      ++*n_pending;
      ferry_connection_close_async (connection, on_connection_closed, g_object_ref (task));
    }
  g_hash_table_remove_all (self->connections);

  count_down (task);
}

gboolean
ferry_engine_shutdown_finish (FerryEngine   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
ferry_engine_dispose (GObject *object)
{
  FerryEngine *self = FERRY_ENGINE (object);
  GHashTableIter iter;
  gpointer connection;

  if (self->moves != NULL)
    ferry_moves_abandon (self->moves);
  g_clear_object (&self->moves);

  if (self->connections != NULL)
    {
      g_hash_table_iter_init (&iter, self->connections);
      while (g_hash_table_iter_next (&iter, NULL, &connection))
        g_object_run_dispose (connection);
    }
  g_clear_pointer (&self->connections, g_hash_table_unref);
  if (self->inventory != NULL)
    g_signal_handlers_disconnect_by_data (self->inventory, self);

  G_OBJECT_CLASS (ferry_engine_parent_class)->dispose (object);
}

static void
ferry_engine_finalize (GObject *object)
{
  FerryEngine *self = FERRY_ENGINE (object);

  g_clear_object (&self->journal);
  g_clear_object (&self->inventory);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->home, g_main_context_unref);

  G_OBJECT_CLASS (ferry_engine_parent_class)->finalize (object);
}

static void
ferry_engine_class_init (FerryEngineClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_engine_dispose;
  G_OBJECT_CLASS (klass)->finalize = ferry_engine_finalize;

  signals[SIGNAL_CHANGES_PENDING] =
    g_signal_new ("changes-pending", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_SETTINGS_CHANGED] =
    g_signal_new ("settings-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_SECRET_NEEDED] =
    g_signal_new ("secret-needed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
ferry_engine_init (FerryEngine *self)
{
  self->home = g_main_context_ref_thread_default ();
  self->connections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

FerryEngine *
ferry_engine_new_full (const char          *data_dir,
                       FerryDriverFactory   factory,
                       gpointer             factory_data,
                       FerryClock          *clock,
                       GError             **error)
{
  g_autoptr(FerryEngine) self = NULL;
  g_autoptr(FerryJournal) journal = ferry_journal_new (data_dir, error);

  if (journal == NULL)
    return NULL;

  self = g_object_new (FERRY_TYPE_ENGINE, NULL);
  self->clock = g_object_ref (clock);
  self->factory = factory;
  self->factory_data = factory_data;
  self->journal = g_steal_pointer (&journal);
  self->inventory = ferry_inventory_new ();
  self->moves = ferry_moves_new (self->inventory, self->journal, clock);
  g_signal_connect (self->inventory, "changes-pending", G_CALLBACK (on_changes_pending), self);

  return g_steal_pointer (&self);
}
