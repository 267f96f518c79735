/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-client"

#include "config.h"

#include "client/ferry-client.h"

#include <glib/gi18n-lib.h>

#include "client/ferry-inventory-model.h"
#include "model/ferry-tsan.h"
#include "engine/ferry-engine.h"

/* At most one batch of news in this time, however much happens. */
#define BATCH_INTERVAL_US (100 * G_TIME_SPAN_MILLISECOND)
/* What one piece of work on a batch may take of a frame. */
#define SLICE_US          (4 * G_TIME_SPAN_MILLISECOND)
/* After input and drawing: a large batch may wait, the pointer may not. */
#define SLICE_PRIORITY    (G_PRIORITY_HIGH_IDLE + 30)

/* Where letters home arrive, for as long as there is a home. Only the home
 * thread looks inside; the engine thread just holds a reference. */
typedef struct
{
  FerryClient *client; /* (unowned) (nullable) */
} Mailbox;

/* What belongs to the engine's thread once it runs. */
typedef struct
{
  GMainContext *home;           /* (owned) */
  GMainContext *context;        /* (owned) */
  GMainLoop    *loop;           /* (owned) */
  Mailbox      *mailbox;        /* (owned) */
  char         *data_dir;       /* (owned) (nullable) */
  FerryEngine  *engine;         /* (owned) */
  GError       *no_journal;     /* (owned) (nullable): why nothing may be started */
  GSource      *flush_source;   /* (owned) (nullable) */
  gint64        last_flush;     /* monotonic */
  guint         n_in_flight;    /* batches that home has not taken yet */
  gboolean      is_pending;     /* the engine has news */
} Backend;

/**
 * FerryClient:
 *
 * The engine as a face sees it.
 *
 * Threads: this is the only file that knows there are two. A client belongs to
 * the thread that created it. The engine lives in a thread the client starts.
 * Functions whose name ends in `_in_engine` run there; all others run at home.
 * Nothing is shared: a call is handed over, worked on, and handed back.
 */
struct _FerryClient
{
  GObject              parent_instance;

  GThread             *home_thread;   /* (unowned) */
  GMainContext        *home;          /* (owned) */
  GMainContext        *engine_context; /* (owned) */
  GThread             *engine_thread; /* (owned) (nullable): until shut down */
  Backend             *backend;       /* (owned) once the thread has ended; the thread's before */
  Mailbox             *mailbox;       /* (owned) */

  FerryInventoryModel *model;         /* (owned) */
  GQueue               inbox;         /* (element-type HomeLetter): what waits for the batch in work */
  gboolean             has_batch;     /* the model works on a batch */
  GSource             *worker;        /* (owned) (nullable) */
  GQueue               calls;         /* (element-type Call): out in the engine's thread */
  GHashTable          *connections;   /* (owned): ids of those that were added */
  char                *problem;       /* (owned) (nullable) */
  gboolean             is_shut_down;
  GTask               *shutdown_task; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (FerryClient, ferry_client, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_PROBLEM,
  N_PROPS
};

enum {
  BATCH_APPLIED,
  SECRET_NEEDED,
  SETTINGS_CHANGED,
  MOVE_ENDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* The crossing */

/* A function call, on its way to the context that owns @data from now on. */
typedef struct
{
  void     (*func) (gpointer data);
  gpointer   data;
} Letter;

static gboolean
letter_open (gpointer user_data)
{
  Letter *letter = user_data;

  FERRY_TSAN_ACQUIRE (letter);
  letter->func (letter->data);

  return G_SOURCE_REMOVE;
}

/* Calls @func in @context: always later, always in the thread that owns it.
 * Not g_main_context_invoke(): that may call @func at once, in this thread. */
static void
post (GMainContext  *context,
      void         (*func) (gpointer data),
      gpointer       data)
{
  g_autoptr(GSource) source = g_idle_source_new ();
  Letter *letter = g_new (Letter, 1);

  *letter = (Letter) { func, data };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, letter_open, letter, g_free);
  FERRY_TSAN_RELEASE (letter);
  g_source_attach (source, context);
}

static void
mailbox_unref (Mailbox *mailbox)
{
  g_atomic_rc_box_release (mailbox);
}

/* Something for the client: opened in the order of posting, but not before the
 * batches that were posted earlier have been applied. */
typedef struct
{
  Mailbox         *mailbox; /* (owned) */
  void           (*open) (FerryClient *client, gpointer data);
  gpointer         data;    /* (owned) (nullable) */
  GDestroyNotify   destroy; /* (nullable) */
} HomeLetter;

static void
home_letter_free (HomeLetter *letter)
{
  if (letter->data != NULL && letter->destroy != NULL)
    letter->destroy (letter->data);

  mailbox_unref (letter->mailbox);
  g_free (letter);
}

static void work_inbox (FerryClient *self);

static void
receive (gpointer data)
{
  HomeLetter *letter = data;
  FerryClient *client = letter->mailbox->client;

  if (client == NULL)
    {
      home_letter_free (letter);
      return;
    }

  g_queue_push_tail (&client->inbox, letter);
  work_inbox (client);
}

static void
post_home_in_engine (Backend         *backend,
                     void           (*open) (FerryClient *client, gpointer data),
                     gpointer         data,
                     GDestroyNotify   destroy)
{
  HomeLetter *letter = g_new (HomeLetter, 1);

  *letter = (HomeLetter) { g_atomic_rc_box_acquire (backend->mailbox), open, data, destroy };
  post (backend->home, receive, letter);
}

/* News, from the engine to the lists */

static void open_batch (FerryClient *self, gpointer data);

static void
flush_in_engine (Backend *backend)
{
  g_autoptr(FerryChanges) changes = NULL;

  if (backend->flush_source != NULL)
    {
      g_source_destroy (backend->flush_source);
      g_clear_pointer (&backend->flush_source, g_source_unref);
    }

  if (!backend->is_pending)
    return;

  backend->is_pending = FALSE;
  changes = ferry_engine_take_changes (backend->engine);
  if (changes == NULL || ferry_changes_is_empty (changes))
    return;

  backend->n_in_flight++;
  backend->last_flush = g_get_monotonic_time ();
  post_home_in_engine (backend, open_batch, g_steal_pointer (&changes), g_object_unref);
}

static gboolean
on_flush_due_in_engine (gpointer user_data)
{
  flush_in_engine (user_data);

  return G_SOURCE_REMOVE;
}

/* Sends what is pending as soon as home has taken the last batch and some time has passed. */
static void
schedule_flush_in_engine (Backend *backend)
{
  gint64 wait = backend->last_flush + BATCH_INTERVAL_US - g_get_monotonic_time ();

  if (!backend->is_pending || backend->n_in_flight > 0 || backend->flush_source != NULL)
    return;

  backend->flush_source = g_timeout_source_new (backend->last_flush > 0 && wait > 0
                                                  ? wait / G_TIME_SPAN_MILLISECOND
                                                  : 0);
  g_source_set_callback (backend->flush_source, on_flush_due_in_engine, backend, NULL);
  g_source_attach (backend->flush_source, backend->context);
}

static void
on_changes_pending_in_engine (FerryEngine *engine,
                              Backend     *backend)
{
  backend->is_pending = TRUE;
  schedule_flush_in_engine (backend);
}

static void
acknowledge_in_engine (gpointer data)
{
  Backend *backend = data;

  backend->n_in_flight--;
  schedule_flush_in_engine (backend);
}

static void
emit_ended_moves (FerryClient *self)
{
  g_autoptr(GPtrArray) ended = ferry_inventory_model_take_ended (self->model);

  for (guint i = 0; i < ended->len; i++)
    g_signal_emit (self, signals[MOVE_ENDED], 0, g_ptr_array_index (ended, i));
}

static void
finish_batch (FerryClient *self)
{
  if (self->has_batch)
    {
      self->has_batch = FALSE;
      if (self->engine_thread != NULL)
        post (self->engine_context, acknowledge_in_engine, self->backend);
    }

  g_signal_emit (self, signals[BATCH_APPLIED], 0);
  emit_ended_moves (self);
}

static gboolean
on_slice (gpointer user_data)
{
  g_autoptr(FerryClient) self = g_object_ref (user_data);

  if (!ferry_inventory_model_work (self->model, g_get_monotonic_time () + SLICE_US))
    return G_SOURCE_CONTINUE;

  g_clear_pointer (&self->worker, g_source_unref);
  finish_batch (self);
  work_inbox (self);

  return G_SOURCE_REMOVE;
}

static void
start_worker (FerryClient *self)
{
  if (self->worker != NULL)
    return;

  self->worker = g_idle_source_new ();
  g_source_set_priority (self->worker, SLICE_PRIORITY);
  g_source_set_callback (self->worker, on_slice, self, NULL);
  g_source_attach (self->worker, self->home);
}

static void
open_batch (FerryClient *self,
            gpointer     data)
{
  self->has_batch = TRUE;
  ferry_inventory_model_push (self->model, data);

  if (self->worker == NULL &&
      ferry_inventory_model_work (self->model, g_get_monotonic_time () + SLICE_US))
    finish_batch (self);
  else
    start_worker (self);
}

/* Opens what has come, up to the next batch that takes more than a slice. */
static void
work_inbox (FerryClient *self)
{
  G_GNUC_UNUSED g_autoptr(FerryClient) alive = g_object_ref (self);

  while (!self->has_batch && !g_queue_is_empty (&self->inbox))
    {
      HomeLetter *letter = g_queue_pop_head (&self->inbox);

      letter->open (self, letter->data);
      home_letter_free (letter);
    }
}

/* What the engine says of itself */

typedef struct
{
  char     *connection_id; /* (owned) */
  gboolean  was_refused;
} SecretNeed;

static void
secret_need_free (gpointer data)
{
  SecretNeed *need = data;

  g_free (need->connection_id);
  g_free (need);
}

static void
open_secret_need (FerryClient *self,
                  gpointer     data)
{
  const SecretNeed *need = data;

  g_signal_emit (self, signals[SECRET_NEEDED], 0, need->connection_id, need->was_refused);
}

static void
on_secret_needed_in_engine (FerryEngine *engine,
                            const char  *connection_id,
                            gboolean     was_refused,
                            Backend     *backend)
{
  SecretNeed *need = g_new (SecretNeed, 1);

  *need = (SecretNeed) { g_strdup (connection_id), was_refused };
  flush_in_engine (backend);
  post_home_in_engine (backend, open_secret_need, need, secret_need_free);
}

static void
open_settings (FerryClient *self,
               gpointer     data)
{
  g_signal_emit (self, signals[SETTINGS_CHANGED], 0, data);
}

static void
on_settings_changed_in_engine (FerryEngine                   *engine,
                               const FerryConnectionSettings *settings,
                               Backend                       *backend)
{
  flush_in_engine (backend);
  post_home_in_engine (backend, open_settings, ferry_connection_settings_copy (settings),
                       (GDestroyNotify) ferry_connection_settings_free);
}

static void
open_problem (FerryClient *self,
              gpointer     data)
{
  g_free (self->problem);
  self->problem = g_strdup (data);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
report_problem_in_engine (Backend      *backend,
                          const GError *error)
{
  post_home_in_engine (backend, open_problem, g_strdup (error->message), g_free);
}

/* Calls, there and back */

typedef struct _Call Call;

/* What one kind of call does in the engine's thread. @start either sets the
 * reply and says so at once, or starts something that ends in @finish. */
typedef struct
{
  void            (*start) (FerryEngine *engine, Call *call);
  void            (*finish) (FerryEngine *engine, GAsyncResult *result, Call *call);
  GDestroyNotify    free_reply; /* (nullable): of calls that return more than success */
} CallKind;

/* Only the thread that holds it touches it. @task is created, returned and
 * freed at home: a #GTask unreffed in the engine thread might finalize the
 * client there. @cancellable is the engine's own: cancelling is a message. */
struct _Call
{
  const CallKind   *kind;
  Backend          *backend;     /* (unowned) */
  GTask            *task;        /* (owned) */
  GCancellable     *cancellable; /* (owned) */
  gulong            cancelled_id;

  char            **keys;        /* (owned) (nullable) */
  char            **host_keys;   /* (owned) (nullable) */
  char             *text;        /* (owned) (nullable) */
  guint             limit;
  FerryMoveRequest *request;     /* (owned) (nullable) */
  FerryFinding     *finding;     /* (owned) (nullable) */

  gpointer          reply;       /* (owned) (nullable) */
  GError           *error;       /* (owned) (nullable) */
};

static void
call_free (Call *call)
{
  if (call->reply != NULL)
    call->kind->free_reply (call->reply);

  g_clear_error (&call->error);
  g_clear_object (&call->task);
  g_clear_object (&call->cancellable);
  g_strfreev (call->keys);
  g_strfreev (call->host_keys);
  g_free (call->text);
  g_clear_pointer (&call->request, ferry_move_request_free);
  g_clear_pointer (&call->finding, ferry_finding_unref);
  g_free (call);
}

/* Gives the reply to whom has asked. */
static void
complete_call (FerryClient *self,
               Call        *call)
{
  GCancellable *asked = g_task_get_cancellable (call->task);

  g_queue_remove (&self->calls, call);
  if (call->cancelled_id != 0)
    g_cancellable_disconnect (asked, call->cancelled_id);

  if (call->error != NULL)
    g_task_return_error (call->task, g_steal_pointer (&call->error));
  else if (call->kind->free_reply != NULL)
    g_task_return_pointer (call->task, g_steal_pointer (&call->reply), call->kind->free_reply);
  else
    g_task_return_boolean (call->task, TRUE);

  call_free (call);
}

static void
open_reply (FerryClient *self,
            gpointer     data)
{
  /* After the word that the thread ends: the call was answered, and freed, when that was joined. */
  if (g_queue_find (&self->calls, data) != NULL)
    complete_call (self, data);
}

/* When "migrated" arrives, the tree must show it already. */
static void
reply_in_engine (Call *call)
{
  flush_in_engine (call->backend);
  post_home_in_engine (call->backend, open_reply, call, NULL);
}

static void
on_done_in_engine (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  Call *call = user_data;

  call->kind->finish (FERRY_ENGINE (source), result, call);
  reply_in_engine (call);
}

static void
start_in_engine (gpointer data)
{
  Call *call = data;

  call->kind->start (call->backend->engine, call);
}

static void
cancel_in_engine (gpointer data)
{
  g_autoptr(GCancellable) cancellable = data;

  g_cancellable_cancel (cancellable);
}

/* The call is away, but these two members were set before it left and stay as they are. */
static void
on_call_cancelled (GCancellable *asked,
                   Call         *call)
{
  post (call->backend->context, cancel_in_engine, g_object_ref (call->cancellable));
}

static void
check_start_in_engine (FerryEngine *engine,
                       Call        *call)
{
  call->reply = ferry_engine_check (engine, (const char * const *) call->keys,
                                    (const char * const *) call->host_keys);
  reply_in_engine (call);
}

static void
ask_start_in_engine (FerryEngine *engine,
                     Call        *call)
{
  ferry_engine_ask_async (engine, (const char * const *) call->keys,
                          (const char * const *) call->host_keys, call->cancellable,
                          on_done_in_engine, call);
}

static void
ask_finish_in_engine (FerryEngine  *engine,
                      GAsyncResult *result,
                      Call         *call)
{
  call->reply = ferry_engine_ask_finish (engine, result, &call->error);
}

static void
move_start_in_engine (FerryEngine *engine,
                      Call        *call)
{
  /* A move that is not written down could not be taken up again. */
  if (call->backend->no_journal != NULL)
    {
      call->error = g_error_copy (call->backend->no_journal);
      reply_in_engine (call);
      return;
    }

  ferry_engine_move_async (engine, call->request, call->cancellable, on_done_in_engine, call);
}

static void
move_finish_in_engine (FerryEngine  *engine,
                       GAsyncResult *result,
                       Call         *call)
{
  call->reply = ferry_engine_move_finish (engine, result, &call->error);
}

static void
cancel_start_in_engine (FerryEngine *engine,
                        Call        *call)
{
  ferry_engine_cancel_async (engine, call->text, call->cancellable, on_done_in_engine, call);
}

static void
cancel_finish_in_engine (FerryEngine  *engine,
                         GAsyncResult *result,
                         Call         *call)
{
  ferry_engine_cancel_finish (engine, result, &call->error);
}

static void
remedy_start_in_engine (FerryEngine *engine,
                        Call        *call)
{
  ferry_engine_remedy_async (engine, call->finding, call->cancellable, on_done_in_engine, call);
}

static void
remedy_finish_in_engine (FerryEngine  *engine,
                         GAsyncResult *result,
                         Call         *call)
{
  ferry_engine_remedy_finish (engine, result, &call->error);
}

static void
history_start_in_engine (FerryEngine *engine,
                         Call        *call)
{
  call->reply = ferry_engine_search_history (engine, call->text, call->limit, &call->error);
  reply_in_engine (call);
}

static const CallKind call_check = { check_start_in_engine, NULL, (GDestroyNotify) g_ptr_array_unref };
static const CallKind call_ask = { ask_start_in_engine, ask_finish_in_engine,
                                   (GDestroyNotify) g_ptr_array_unref };
static const CallKind call_move = { move_start_in_engine, move_finish_in_engine,
                                    (GDestroyNotify) g_ptr_array_unref };
static const CallKind call_cancel = { cancel_start_in_engine, cancel_finish_in_engine, NULL };
static const CallKind call_remedy = { remedy_start_in_engine, remedy_finish_in_engine, NULL };
static const CallKind call_history = { history_start_in_engine, NULL,
                                       (GDestroyNotify) g_ptr_array_unref };

static Call *
call_new (FerryClient         *self,
          const CallKind      *kind,
          gpointer             source_tag,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  Call *call = g_new0 (Call, 1);

  call->kind = kind;
  call->backend = self->backend;
  call->cancellable = g_cancellable_new ();
  call->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (call->task, source_tag);
  /* What the engine says counts: it may have been too late. */
  g_task_set_check_cancellable (call->task, FALSE);

  return call;
}

static void
call_send (FerryClient *self,
           Call        *call)
{
  GCancellable *asked = g_task_get_cancellable (call->task);

  g_assert (g_thread_self () == self->home_thread);

  if (self->is_shut_down)
    {
      g_task_return_new_error (call->task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                               _("Ferry is closing."));
      call_free (call);
      return;
    }

  g_queue_push_tail (&self->calls, call);
  if (asked != NULL)
    call->cancelled_id = g_cancellable_connect (asked, G_CALLBACK (on_call_cancelled), call, NULL);
  post (self->engine_context, start_in_engine, call);
}

/* Commands: nothing comes back but news */

typedef struct _Command Command;

struct _Command
{
  void                   (*run) (Command *command);
  Backend                 *backend;  /* (unowned) */
  char                    *id;       /* (owned) (nullable) */
  char                    *text;     /* (owned) (nullable) */
  FerryConnectionSettings *settings; /* (owned) (nullable) */
  FerrySecret             *secret;   /* (owned) (nullable) */
};

static void
command_free (Command *command)
{
  g_clear_pointer (&command->settings, ferry_connection_settings_free);
  g_clear_pointer (&command->secret, ferry_secret_unref);
  g_free (command->id);
  g_free (command->text);
  g_free (command);
}

static void
run_command_in_engine (gpointer data)
{
  Command *command = data;

  command->run (command);
  command_free (command);
}

/* Takes the members of @fields over. */
static void
command_send (FerryClient   *self,
              const Command *fields)
{
  Command *command = g_new (Command, 1);

  g_assert (g_thread_self () == self->home_thread);

  *command = *fields;
  command->backend = self->backend;
  if (self->is_shut_down)
    command_free (command);
  else
    post (self->engine_context, run_command_in_engine, command);
}

static void
add_connection_in_engine (Command *command)
{
  g_autoptr(GError) error = NULL;

  if (!ferry_engine_add_connection (command->backend->engine, command->settings, &error))
    report_problem_in_engine (command->backend, error);
}

static void
update_connection_in_engine (Command *command)
{
  g_autoptr(GError) error = NULL;

  if (!ferry_engine_update_connection (command->backend->engine, command->settings, &error))
    report_problem_in_engine (command->backend, error);
}

static void
remove_connection_in_engine (Command *command)
{
  ferry_engine_remove_connection (command->backend->engine, command->id);
}

static void
connect_in_engine (Command *command)
{
  ferry_engine_connect (command->backend->engine, command->id, command->secret);
}

static void
disconnect_in_engine (Command *command)
{
  ferry_engine_disconnect (command->backend->engine, command->id);
}

static void
answer_trust_in_engine (Command *command)
{
  ferry_engine_answer_trust (command->backend->engine, command->id, command->text);
}

static void
dismiss_move_in_engine (Command *command)
{
  ferry_engine_dismiss_move (command->backend->engine, command->text);
}

/* The engine's thread */

/* A journal that cannot be opened is no reason to show nothing. */
static FerryEngine *
make_engine_in_engine (Backend *backend)
{
  g_autoptr(GError) error = NULL;
  FerryEngine *engine = ferry_engine_new (backend->data_dir, &error);

  if (engine != NULL)
    return engine;

  report_problem_in_engine (backend, error);
  backend->no_journal = g_steal_pointer (&error);
  engine = ferry_engine_new (NULL, &error);
  g_assert_no_error (error);

  return engine;
}

static gpointer
run_in_engine (gpointer data)
{
  Backend *backend = data;
  G_GNUC_UNUSED g_autoptr(GMainContextPusher) pusher = g_main_context_pusher_new (backend->context);

  backend->engine = make_engine_in_engine (backend);
  g_signal_connect (backend->engine, "changes-pending",
                    G_CALLBACK (on_changes_pending_in_engine), backend);
  g_signal_connect (backend->engine, "secret-needed",
                    G_CALLBACK (on_secret_needed_in_engine), backend);
  g_signal_connect (backend->engine, "settings-changed",
                    G_CALLBACK (on_settings_changed_in_engine), backend);

  /* Moves of an earlier run may be news already. */
  backend->is_pending = TRUE;
  schedule_flush_in_engine (backend);

  g_main_loop_run (backend->loop);

  if (backend->flush_source != NULL)
    {
      g_source_destroy (backend->flush_source);
      g_clear_pointer (&backend->flush_source, g_source_unref);
    }
  g_signal_handlers_disconnect_by_data (backend->engine, backend);
  g_clear_object (&backend->engine);

  return NULL;
}

static void
quit_in_engine (gpointer data)
{
  Backend *backend = data;

  g_main_loop_quit (backend->loop);
}

static Backend *
backend_new (FerryClient *self,
             const char  *data_dir)
{
  Backend *backend = g_new0 (Backend, 1);

  backend->home = g_main_context_ref (self->home);
  backend->context = g_main_context_ref (self->engine_context);
  backend->loop = g_main_loop_new (backend->context, FALSE);
  backend->mailbox = g_atomic_rc_box_acquire (self->mailbox);
  backend->data_dir = g_strdup (data_dir);

  return backend;
}

static void
backend_free (Backend *backend)
{
  g_main_loop_unref (backend->loop);
  g_main_context_unref (backend->context);
  g_main_context_unref (backend->home);
  mailbox_unref (backend->mailbox);
  g_free (backend->data_dir);
  g_clear_error (&backend->no_journal);
  g_free (backend);
}

/* Shutting down */

static void
join_engine_thread (FerryClient *self)
{
  g_thread_join (self->engine_thread);
  self->engine_thread = NULL;

  /* Nobody will answer these any more. */
  while (!g_queue_is_empty (&self->calls))
    {
      Call *call = g_queue_peek_head (&self->calls);

      g_clear_error (&call->error);
      g_set_error_literal (&call->error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("Ferry is closing."));
      complete_call (self, call);
    }
}

static void
open_shutdown (FerryClient *self,
               gpointer     data)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->shutdown_task);

  join_engine_thread (self);
  g_task_return_boolean (task, TRUE);
}

static void
on_engine_shut_down_in_engine (GObject      *source,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  Backend *backend = user_data;
  g_autoptr(GError) error = NULL;

  if (!ferry_engine_shutdown_finish (FERRY_ENGINE (source), result, &error))
    g_message ("The engine did not end well: %s", error->message);

  flush_in_engine (backend);
  post_home_in_engine (backend, open_shutdown, NULL, NULL);
  quit_in_engine (backend);
}

static void
shut_down_in_engine (gpointer data)
{
  Backend *backend = data;

  ferry_engine_shutdown_async (backend->engine, on_engine_shut_down_in_engine, backend);
}

/**
 * ferry_client_shutdown_async:
 * @self: a client
 * @callback: (scope async): called when the backend thread has ended
 * @user_data: data for @callback
 *
 * Ends everything here. Must complete before the last unref. Moves that run on
 * servers go on, and the next start takes them up. Calls that are out fail
 * with %G_IO_ERROR_CLOSED or as cancelled.
 */
void
ferry_client_shutdown_async (FerryClient         *self,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (FERRY_IS_CLIENT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, ferry_client_shutdown_async);
  if (self->is_shut_down)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  self->is_shut_down = TRUE;
  self->shutdown_task = g_steal_pointer (&task);
  for (GList *l = self->calls.head; l != NULL; l = l->next)
    post (self->engine_context, cancel_in_engine, g_object_ref (((Call *) l->data)->cancellable));
  post (self->engine_context, shut_down_in_engine, self->backend);
}

gboolean
ferry_client_shutdown_finish (FerryClient   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What there is */

/**
 * ferry_client_get_tree:
 * @self: a client
 *
 * Returns: (transfer none) (element-type FerryItem): connections, filtered; see ferry_item_get_children()
 */
GListModel *
ferry_client_get_tree (FerryClient *self)
{
  g_return_val_if_fail (FERRY_IS_CLIENT (self), NULL);

  return ferry_inventory_model_get_tree (self->model);
}

/**
 * ferry_client_get_list:
 * @self: a client
 * @kind: a kind
 *
 * Returns: (transfer none) (element-type FerryItem): all of that kind, unfiltered, in no order
 */
GListModel *
ferry_client_get_list (FerryClient *self,
                       FerryKind    kind)
{
  g_return_val_if_fail (FERRY_IS_CLIENT (self), NULL);

  return ferry_inventory_model_get_list (self->model, kind);
}

/**
 * ferry_client_get_moves:
 * @self: a client
 *
 * Returns: (transfer none) (element-type FerryItem): running, then waiting, then ended moves, newest first
 */
GListModel *
ferry_client_get_moves (FerryClient *self)
{
  return ferry_client_get_list (self, FERRY_KIND_MOVE);
}

/**
 * ferry_client_lookup:
 * @self: a client
 * @key: (nullable): a key
 *
 * Returns: (transfer none) (nullable): what it names
 */
FerryItem *
ferry_client_lookup (FerryClient *self,
                     const char  *key)
{
  g_return_val_if_fail (FERRY_IS_CLIENT (self), NULL);

  return ferry_inventory_model_lookup (self->model, key);
}

/**
 * ferry_client_set_filter:
 * @self: a client
 * @text: (nullable): see #FerryFilter; "" shows all
 *
 * Filters the tree, soon; FerryClient::batch-applied follows.
 */
void
ferry_client_set_filter (FerryClient *self,
                         const char  *text)
{
  g_return_if_fail (FERRY_IS_CLIENT (self));

  ferry_inventory_model_set_filter (self->model, text);
  start_worker (self);
}

/* Connections */

/**
 * ferry_client_add_connection:
 * @self: a client
 * @settings: what the user said
 * @error: (nullable): a sentence for the user
 *
 * Returns: %FALSE if the address makes no sense or the id is taken
 */
gboolean
ferry_client_add_connection (FerryClient                    *self,
                             const FerryConnectionSettings  *settings,
                             GError                        **error)
{
  g_return_val_if_fail (FERRY_IS_CLIENT (self), FALSE);

  if (!ferry_connection_settings_check (settings, error))
    return FALSE;

  if (!g_hash_table_add (self->connections, g_strdup (settings->id)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   _("The connection to “%s” is there already."), settings->uri);
      return FALSE;
    }

  command_send (self, &(Command) { .run = add_connection_in_engine,
                                   .settings = ferry_connection_settings_copy (settings) });

  return TRUE;
}

gboolean
ferry_client_update_connection (FerryClient                    *self,
                                const FerryConnectionSettings  *settings,
                                GError                        **error)
{
  g_return_val_if_fail (FERRY_IS_CLIENT (self), FALSE);

  if (!ferry_connection_settings_check (settings, error))
    return FALSE;

  command_send (self, &(Command) { .run = update_connection_in_engine,
                                   .settings = ferry_connection_settings_copy (settings) });

  return TRUE;
}

void
ferry_client_remove_connection (FerryClient *self,
                                const char  *connection_id)
{
  g_return_if_fail (FERRY_IS_CLIENT (self));

  g_hash_table_remove (self->connections, connection_id);
  command_send (self, &(Command) { .run = remove_connection_in_engine,
                                   .id = g_strdup (connection_id) });
}

/**
 * ferry_client_connect:
 * @self: a client
 * @connection_id: of a connection that was added
 * @secret: (nullable): the password; %NULL asks by FerryClient::secret-needed
 */
void
ferry_client_connect (FerryClient *self,
                      const char  *connection_id,
                      FerrySecret *secret)
{
  g_return_if_fail (FERRY_IS_CLIENT (self));

  command_send (self, &(Command) { .run = connect_in_engine,
                                   .id = g_strdup (connection_id),
                                   .secret = secret != NULL ? ferry_secret_ref (secret) : NULL });
}

void
ferry_client_disconnect (FerryClient *self,
                         const char  *connection_id)
{
  g_return_if_fail (FERRY_IS_CLIENT (self));

  command_send (self, &(Command) { .run = disconnect_in_engine, .id = g_strdup (connection_id) });
}

/**
 * ferry_client_answer_trust:
 * @self: a client
 * @connection_id: of a connection whose certificate needs a decision
 * @sha256: (nullable): the fingerprint that the user trusts from now on; %NULL: don't connect
 */
void
ferry_client_answer_trust (FerryClient *self,
                           const char  *connection_id,
                           const char  *sha256)
{
  g_return_if_fail (FERRY_IS_CLIENT (self));

  command_send (self, &(Command) { .run = answer_trust_in_engine,
                                   .id = g_strdup (connection_id),
                                   .text = g_strdup (sha256) });
}

/* Moves */

/**
 * ferry_client_check_async:
 * @self: a client
 * @vm_keys: which VMs
 * @host_keys: (nullable): which hosts; %NULL for every host
 * @ask_server: with the servers' own last word
 * @cancellable: (nullable): a #GCancellable
 * @callback: (scope async): called at home
 * @user_data: data for @callback
 *
 * Asks whether VMs can go to hosts.
 */
void
ferry_client_check_async (FerryClient         *self,
                          const char * const  *vm_keys,
                          const char * const  *host_keys,
                          gboolean             ask_server,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Call *call;

  g_return_if_fail (FERRY_IS_CLIENT (self));

  call = call_new (self, ask_server ? &call_ask : &call_check, ferry_client_check_async,
                   cancellable, callback, user_data);
  call->keys = g_strdupv ((char **) vm_keys);
  call->host_keys = g_strdupv ((char **) host_keys);
  call_send (self, call);
}

/**
 * ferry_client_check_finish:
 * @self: a client
 * @result: from the callback
 * @error: (nullable): return location
 *
 * Returns: (transfer full) (element-type FerryVerdict): in the order of VMs, then hosts
 */
GPtrArray *
ferry_client_check_finish (FerryClient   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ferry_client_move_async:
 * @self: a client
 * @request: what to move, and where
 * @cancellable: (nullable): a #GCancellable
 * @callback: (scope async): called at home, when the moves are journaled and queued
 * @user_data: data for @callback
 *
 * Starts moves.
 */
void
ferry_client_move_async (FerryClient            *self,
                         const FerryMoveRequest *request,
                         GCancellable           *cancellable,
                         GAsyncReadyCallback     callback,
                         gpointer                user_data)
{
  Call *call;

  g_return_if_fail (FERRY_IS_CLIENT (self));

  call = call_new (self, &call_move, ferry_client_move_async, cancellable, callback, user_data);
  call->request = ferry_move_request_copy (request);
  call_send (self, call);
}

GPtrArray *
ferry_client_move_finish (FerryClient   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
ferry_client_is_refusal (const GError *error)
{
  return g_error_matches (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_BLOCKED);
}

/**
 * ferry_client_cancel_async:
 * @self: a client
 * @move_or_task_key: of a move, or of a task that somebody else started
 * @callback: (scope async): called at home; success means asked, not done
 * @user_data: data for @callback
 */
void
ferry_client_cancel_async (FerryClient         *self,
                           const char          *move_or_task_key,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Call *call;

  g_return_if_fail (FERRY_IS_CLIENT (self));

  call = call_new (self, &call_cancel, ferry_client_cancel_async, NULL, callback, user_data);
  call->text = g_strdup (move_or_task_key);
  call_send (self, call);
}

gboolean
ferry_client_cancel_finish (FerryClient   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * ferry_client_remedy_async:
 * @self: a client
 * @finding: one with a remedy
 * @callback: (scope async): called at home
 * @user_data: data for @callback
 *
 * Carries out the remedy of @finding.
 */
void
ferry_client_remedy_async (FerryClient         *self,
                           const FerryFinding  *finding,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Call *call;

  g_return_if_fail (FERRY_IS_CLIENT (self));

  call = call_new (self, &call_remedy, ferry_client_remedy_async, NULL, callback, user_data);
  call->finding = ferry_finding_ref (finding);
  call_send (self, call);
}

gboolean
ferry_client_remedy_finish (FerryClient   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * ferry_client_history_async:
 * @self: a client
 * @text: (nullable): what names, hosts or messages must contain
 * @limit: most records to return
 * @cancellable: (nullable): a #GCancellable
 * @callback: (scope async): called at home
 * @user_data: data for @callback
 */
void
ferry_client_history_async (FerryClient         *self,
                            const char          *text,
                            guint                limit,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Call *call;

  g_return_if_fail (FERRY_IS_CLIENT (self));

  call = call_new (self, &call_history, ferry_client_history_async, cancellable, callback,
                   user_data);
  call->text = g_strdup (text);
  call->limit = limit;
  call_send (self, call);
}

GPtrArray *
ferry_client_history_finish (FerryClient   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ferry_client_dismiss_move (FerryClient *self,
                           const char  *move_key)
{
  g_return_if_fail (FERRY_IS_CLIENT (self));

  command_send (self, &(Command) { .run = dismiss_move_in_engine, .text = g_strdup (move_key) });
}

static void
ferry_client_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  FerryClient *self = FERRY_CLIENT (object);

  switch (prop_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* A call holds a reference to the client, so none is out by now; without a
 * shutdown the engine is cut off wherever it stands. */
static void
ferry_client_finalize (GObject *object)
{
  FerryClient *self = FERRY_CLIENT (object);

  self->mailbox->client = NULL;
  if (self->engine_thread != NULL)
    {
      g_warning ("The client was let go before it was shut down");
      post (self->engine_context, quit_in_engine, self->backend);
      g_thread_join (self->engine_thread);
    }

  if (self->worker != NULL)
    g_source_destroy (self->worker);
  g_clear_pointer (&self->worker, g_source_unref);
  g_queue_clear_full (&self->inbox, (GDestroyNotify) home_letter_free);
  g_clear_pointer (&self->backend, backend_free);
  g_clear_pointer (&self->mailbox, mailbox_unref);
  g_clear_pointer (&self->engine_context, g_main_context_unref);
  g_clear_pointer (&self->home, g_main_context_unref);
  g_clear_pointer (&self->connections, g_hash_table_unref);
  g_clear_pointer (&self->problem, g_free);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (ferry_client_parent_class)->finalize (object);
}

static void
install_signals (void)
{
  /**
   * FerryClient::batch-applied:
   * @self: a client
   *
   * A batch of changes, or a new filter, is shown in full.
   */
  signals[BATCH_APPLIED] =
    g_signal_new ("batch-applied", FERRY_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /**
   * FerryClient::secret-needed:
   * @self: a client
   * @connection_id: which connection
   * @was_refused: the last password was wrong
   *
   * Answer with ferry_client_connect().
   */
  signals[SECRET_NEEDED] =
    g_signal_new ("secret-needed", FERRY_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2,
                  G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                  G_TYPE_BOOLEAN);

  /**
   * FerryClient::settings-changed:
   * @self: a client
   * @settings: a #FerryConnectionSettings, valid during the emission
   *
   * The engine learnt something to keep.
   */
  signals[SETTINGS_CHANGED] =
    g_signal_new ("settings-changed", FERRY_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1,
                  G_TYPE_POINTER);

  /**
   * FerryClient::move-ended:
   * @self: a client
   * @move: a #FerryItem
   *
   * Emitted once for each move, after the batch that says so is shown.
   */
  signals[MOVE_ENDED] =
    g_signal_new ("move-ended", FERRY_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1,
                  FERRY_TYPE_ITEM);
}

static void
ferry_client_class_init (FerryClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ferry_client_finalize;
  object_class->get_property = ferry_client_get_property;

  /**
   * FerryClient:problem:
   *
   * A sentence for the user about something that goes on without being right:
   * a journal that cannot be kept, for example.
   */
  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL,
                         NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals ();
}

static void
ferry_client_init (FerryClient *self)
{
  self->home_thread = g_thread_self ();
  self->home = g_main_context_ref_thread_default ();
  self->engine_context = g_main_context_new ();
  self->mailbox = g_atomic_rc_box_new0 (Mailbox);
  self->mailbox->client = self;
  self->model = ferry_inventory_model_new ();
  self->connections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->inbox);
  g_queue_init (&self->calls);
}

/**
 * ferry_client_new:
 * @data_dir: (nullable): where the journal is kept; %NULL: in memory
 *
 * Starts the backend thread. End it with ferry_client_shutdown_async().
 *
 * Returns: (transfer full): a client for the calling thread
 */
FerryClient *
ferry_client_new (const char *data_dir)
{
  FerryClient *self = g_object_new (FERRY_TYPE_CLIENT, NULL);

  self->backend = backend_new (self, data_dir);
  self->engine_thread = g_thread_new ("ferry-engine", run_in_engine, self->backend);

  return self;
}
