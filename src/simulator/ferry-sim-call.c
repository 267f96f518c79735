/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-call"

#include "simulator/ferry-sim-call-private.h"

#include "simulator/ferry-sim-json.h"
#include "simulator/ferry-sim-task.h"

/**
 * FerrySimCall:
 *
 * One call on its way from its request to its answer. An asynchronous one has been replied to
 * with its task already, and its answer goes into the task.
 *
 * Threads: the simulator's.
 */
struct _FerrySimCall
{
  GObject                parent_instance;

  FerrySimPool          *pool;      /* (owned) */
  const FerrySimMessage *message;
  char                  *method;
  char                  *session;   /* (nullable) */
  char                  *task;      /* (nullable) */
  GPtrArray             *params;    /* (owned) (element-type GVariant) */
  FerrySimReplyFunc      reply;     /* (nullable): %NULL once it was called */
  gpointer               reply_data;
  gboolean               is_async;
  gboolean               is_answered;
};

G_DEFINE_FINAL_TYPE (FerrySimCall, ferry_sim_call, G_TYPE_OBJECT)

static void
send_reply (FerrySimCall    *self,
            GBytes          *json,
            FerrySimFailure *failure)
{
  FerrySimReplyFunc reply = g_steal_pointer (&self->reply);

  if (reply != NULL)
    reply (json, failure, self->reply_data);
}

static GBytes *
serialise (const FerrySimType *type,
           GVariant           *value)
{
  GString *json = g_string_new (NULL);

  if (value != NULL)
    ferry_sim_json_append (json, type, value);
  else
    g_string_append (json, "\"\"");

  return g_string_free_to_bytes (json);
}

FerrySimPool *
ferry_sim_call_get_pool (FerrySimCall *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CALL (self), NULL);

  return self->pool;
}

FerrySimDatabase *
ferry_sim_call_get_database (FerrySimCall *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CALL (self), NULL);

  return ferry_sim_pool_get_database (self->pool);
}

const FerrySimMessage *
ferry_sim_call_get_message (FerrySimCall *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CALL (self), NULL);

  return self->message;
}

const char *
ferry_sim_call_get_method (FerrySimCall *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CALL (self), NULL);

  return self->method;
}

gboolean
ferry_sim_call_is_async (FerrySimCall *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CALL (self), FALSE);

  return self->is_async;
}

const char *
ferry_sim_call_get_session (FerrySimCall *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CALL (self), NULL);

  return self->session;
}

const char *
ferry_sim_call_get_task (FerrySimCall *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CALL (self), NULL);

  return self->task;
}

guint
ferry_sim_call_get_n_params (FerrySimCall *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CALL (self), 0);

  return self->params->len;
}

/**
 * ferry_sim_call_get_param:
 * @self: a call
 * @index: of a parameter, the session not counted
 *
 * Returns: (transfer none) (nullable): its value; %NULL when it was left out
 */
GVariant *
ferry_sim_call_get_param (FerrySimCall *self,
                          guint         index)
{
  g_return_val_if_fail (FERRY_IS_SIM_CALL (self), NULL);

  return index < self->params->len ? g_ptr_array_index (self->params, index) : NULL;
}

const char *
ferry_sim_call_get_string (FerrySimCall *self,
                           guint         index)
{
  GVariant *value = ferry_sim_call_get_param (self, index);

  return value != NULL ? g_variant_get_string (value, NULL) : "";
}

gint64
ferry_sim_call_get_int (FerrySimCall *self,
                        guint         index)
{
  GVariant *value = ferry_sim_call_get_param (self, index);

  return value != NULL ? g_variant_get_int64 (value) : 0;
}

gboolean
ferry_sim_call_get_boolean (FerrySimCall *self,
                            guint         index)
{
  GVariant *value = ferry_sim_call_get_param (self, index);

  return value != NULL && g_variant_get_boolean (value);
}

double
ferry_sim_call_get_double (FerrySimCall *self,
                           guint         index)
{
  GVariant *value = ferry_sim_call_get_param (self, index);

  return value != NULL ? g_variant_get_double (value) : 0;
}

/**
 * ferry_sim_call_get_option:
 * @self: a call
 * @index: of a map of text to text
 * @key: one of its keys
 *
 * Returns: (transfer none) (nullable): the value of @key
 */
const char *
ferry_sim_call_get_option (FerrySimCall *self,
                           guint         index,
                           const char   *key)
{
  GVariant *value = ferry_sim_call_get_param (self, index);
  const char *found = NULL;

  if (value != NULL)
    g_variant_lookup (value, key, "&s", &found);

  return found;
}

static gboolean
begin_answer (FerrySimCall *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CALL (self), FALSE);
  g_return_val_if_fail (!self->is_answered, FALSE);

  self->is_answered = TRUE;

  return TRUE;
}

/* The task of a synchronous call lives as long as the call. */
static void
end_sync (FerrySimCall    *self,
          GBytes          *json,
          FerrySimFailure *failure)
{
  if (self->task != NULL)
    ferry_sim_tasks_remove (ferry_sim_pool_get_tasks (self->pool), self->task);
  send_reply (self, json, failure);
}

/**
 * ferry_sim_call_return:
 * @self: a call that wasn't answered yet
 * @value: (nullable): its result; sunk when floating; %NULL for void
 */
void
ferry_sim_call_return (FerrySimCall *self,
                       GVariant     *value)
{
  g_autoptr(GVariant) sunk = value != NULL ? g_variant_ref_sink (value) : NULL;
  g_autoptr(GBytes) json = NULL;

  if (!begin_answer (self))
    return;

  if (self->is_async)
    {
      ferry_sim_tasks_finish (ferry_sim_pool_get_tasks (self->pool), self->task, sunk);
      return;
    }

  json = serialise (self->message->result, sunk);
  end_sync (self, json, NULL);
}

/**
 * ferry_sim_call_return_json:
 * @self: a call that wasn't answered yet, of a method that has no Async form
 * @json: (transfer full): its result
 */
void
ferry_sim_call_return_json (FerrySimCall *self,
                            GBytes       *json)
{
  g_autoptr(GBytes) owned = json;

  if (!begin_answer (self))
    return;

  if (self->is_async)
    ferry_sim_tasks_finish (ferry_sim_pool_get_tasks (self->pool), self->task, NULL);
  else
    end_sync (self, owned, NULL);
}

/**
 * ferry_sim_call_fail:
 * @self: a call that wasn't answered yet
 * @failure: (transfer full): why
 */
void
ferry_sim_call_fail (FerrySimCall    *self,
                     FerrySimFailure *failure)
{
  g_autoptr(FerrySimFailure) owned = failure;

  if (!begin_answer (self))
    return;

  if (self->is_async)
    ferry_sim_tasks_fail (ferry_sim_pool_get_tasks (self->pool), self->task, owned);
  else
    end_sync (self, NULL, owned);
}

/**
 * ferry_sim_call_cancel:
 * @self: a call that wasn't answered yet
 *
 * Answers that the work was cancelled.
 */
void
ferry_sim_call_cancel (FerrySimCall *self)
{
  g_autoptr(FerrySimFailure) failure = NULL;

  if (!begin_answer (self))
    return;

  if (self->is_async)
    {
      ferry_sim_tasks_end_cancelled (ferry_sim_pool_get_tasks (self->pool), self->task);
      return;
    }

  failure = ferry_sim_failure_new ("TASK_CANCELLED", FERRY_SIM_NULL_REF, NULL);
  end_sync (self, NULL, failure);
}

gboolean
ferry_sim_call_is_answered (FerrySimCall *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CALL (self), TRUE);

  return self->is_answered;
}

static void
reply_with_ref (FerrySimCall *self,
                const char   *ref)
{
  GString *json = g_string_new (NULL);
  g_autoptr(GBytes) bytes = NULL;

  ferry_sim_json_append_string (json, ref);
  bytes = g_string_free_to_bytes (json);
  send_reply (self, bytes, NULL);
}

void
_ferry_sim_call_start_task (FerrySimCall *self,
                            gboolean      is_async,
                            GVariant     *other_config)
{
  FerrySimTasks *tasks = ferry_sim_pool_get_tasks (self->pool);
  g_autofree char *name = g_strconcat (is_async ? "Async." : "", self->method, NULL);

  self->task = g_strdup (ferry_sim_tasks_create (tasks, name, self->session, NULL));
  self->is_async = is_async;
  if (other_config != NULL)
    ferry_sim_database_set (ferry_sim_pool_get_database (self->pool), "task", self->task,
                            "other_config", other_config);
  if (is_async)
    reply_with_ref (self, self->task);
}

void
_ferry_sim_call_start_dummy_task (FerrySimCall *self)
{
  g_autofree char *uuid = g_uuid_string_random ();

  self->task = g_strdup_printf ("DummyRef:|%s|Async.%s", uuid, self->method);
  self->is_async = TRUE;
  reply_with_ref (self, self->task);
}

static void
ferry_sim_call_finalize (GObject *object)
{
  FerrySimCall *self = FERRY_SIM_CALL (object);

  /* Nobody will answer any more: the client must not wait for ever. */
  if (self->reply != NULL)
    {
      g_autoptr(FerrySimFailure) failure = ferry_sim_failure_new ("INTERNAL_ERROR",
                                                                  "The call was dropped", NULL);

      send_reply (self, NULL, failure);
    }

  g_clear_object (&self->pool);
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->task, g_free);
  g_clear_pointer (&self->params, g_ptr_array_unref);

  G_OBJECT_CLASS (ferry_sim_call_parent_class)->finalize (object);
}

static void
ferry_sim_call_class_init (FerrySimCallClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_call_finalize;
}

static void
ferry_sim_call_init (FerrySimCall *self)
{
}

FerrySimCall *
_ferry_sim_call_new (FerrySimPool          *pool,
                     const FerrySimMessage *message,
                     const char            *method,
                     const char            *session,
                     GPtrArray             *params,
                     FerrySimReplyFunc      reply,
                     gpointer               user_data)
{
  FerrySimCall *self = g_object_new (FERRY_TYPE_SIM_CALL, NULL);

  self->pool = g_object_ref (pool);
  self->message = message;
  self->method = g_strdup (method);
  self->session = g_strdup (session);
  self->params = params;
  self->reply = reply;
  self->reply_data = user_data;

  return self;
}
