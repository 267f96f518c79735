/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-task"

#include "simulator/ferry-sim-task.h"

#include "simulator/ferry-sim-json.h"

#define GC_INTERVAL_US (30 * G_TIME_SPAN_SECOND)
#define KEEP_FINISHED_US (65 * G_TIME_SPAN_MINUTE)
#define KEEP_PENDING_US (24 * G_TIME_SPAN_HOUR)
#define MAX_TASKS 200

/**
 * FerrySimTasks:
 *
 * The tasks of one pool: their rows, who may cancel them, and when they are forgotten.
 *
 * Threads: the simulator's.
 */
struct _FerrySimTasks
{
  GObject           parent_instance;

  FerrySimPool     *pool;     /* not owned: owns this */
  FerrySimDatabase *database; /* (owned) */
  FerrySimClock    *clock;    /* (owned) */
  GHashTable       *tasks;    /* (owned): ref -> Task */
  guint             gc;
};

typedef struct
{
  char               *session;     /* (nullable) */
  FerrySimCancelFunc  cancel;      /* (nullable) */
  gpointer            cancel_data;
  gint64              moved_us;    /* when it was made or its progress last changed */
  gint64              finished_us; /* 0: not yet */
} Task;

G_DEFINE_FINAL_TYPE (FerrySimTasks, ferry_sim_tasks, G_TYPE_OBJECT)

static void
task_free (gpointer data)
{
  Task *task = data;

  g_free (task->session);
  g_free (task);
}

static Task *
find_task (FerrySimTasks *self,
           const char    *ref)
{
  return ref != NULL ? g_hash_table_lookup (self->tasks, ref) : NULL;
}

static void
append_struct (GString  *text,
               GVariant *value);

/* A value the way XML-RPC writes it, which is what the field "result" holds. */
static void
append_value (GString  *text,
              GVariant *value)
{
  g_autofree char *escaped = NULL;
  GVariantIter iter;
  GVariant *child;

  g_string_append (text, "<value>");
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    {
      escaped = g_markup_escape_text (g_variant_get_string (value, NULL), -1);
      g_string_append (text, escaped);
    }
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    {
      g_string_append_printf (text, "%" G_GINT64_FORMAT, g_variant_get_int64 (value));
    }
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    {
      g_string_append_printf (text, "<boolean>%d</boolean>", g_variant_get_boolean (value));
    }
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    {
      g_string_append (text, "<double>");
      ferry_sim_json_append_double (text, g_variant_get_double (value));
      g_string_append (text, "</double>");
    }
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE ("a{s*}")))
    {
      append_struct (text, value);
    }
  else
    {
      g_string_append (text, "<array><data>");
      g_variant_iter_init (&iter, value);
      while ((child = g_variant_iter_next_value (&iter)) != NULL)
        {
          append_value (text, child);
          g_variant_unref (child);
        }
      g_string_append (text, "</data></array>");
    }
  g_string_append (text, "</value>");
}

static void
append_struct (GString  *text,
               GVariant *value)
{
  GVariantIter iter;
  GVariant *entry;

  g_string_append (text, "<struct>");
  g_variant_iter_init (&iter, value);
  while ((entry = g_variant_iter_next_value (&iter)) != NULL)
    {
      g_autoptr(GVariant) key = g_variant_get_child_value (entry, 0);
      g_autoptr(GVariant) child = g_variant_get_child_value (entry, 1);
      g_autofree char *name = g_markup_escape_text (g_variant_get_string (key, NULL), -1);

      g_string_append_printf (text, "<member><name>%s</name>", name);
      append_value (text, child);
      g_string_append (text, "</member>");
      g_variant_unref (entry);
    }
  g_string_append (text, "</struct>");
}

static void
set_strv (FerrySimTasks      *self,
          const char         *task,
          const char         *field,
          const char * const *values)
{
  ferry_sim_database_set (self->database, "task", task, field, g_variant_new_strv (values, -1));
}

static void
set_finished (FerrySimTasks *self,
              const char    *ref)
{
  g_autofree char *now = ferry_sim_clock_format_now (self->clock);

  ferry_sim_database_set_string (self->database, "task", ref, "finished", now);
}

/* Nothing can be cancelled from here on. */
static void
close_task (FerrySimTasks *self,
            const char    *ref)
{
  Task *task = find_task (self, ref);

  if (task == NULL)
    return;

  task->cancel = NULL;
  task->finished_us = ferry_sim_clock_get_time_us (self->clock);
}

/**
 * ferry_sim_tasks_create:
 * @self: the tasks of a pool
 * @name_label: such as "Async.VM.pool_migrate"
 * @session: (nullable): who asked for it
 * @subtask_of: (nullable): its parent
 *
 * Returns: (transfer none): the reference of a new pending task, valid while its row exists
 */
const char *
ferry_sim_tasks_create (FerrySimTasks *self,
                        const char    *name_label,
                        const char    *session,
                        const char    *subtask_of)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *now = NULL;
  const char *ref;
  Task *task;

  g_return_val_if_fail (FERRY_IS_SIM_TASKS (self), NULL);
  g_return_val_if_fail (name_label != NULL, NULL);

  now = ferry_sim_clock_format_now (self->clock);
  ref = ferry_sim_database_create_row (self->database, "task", NULL);
  ferry_sim_database_set_string (self->database, "task", ref, "uuid", uuid);
  ferry_sim_database_set_string (self->database, "task", ref, "name_label", name_label);
  ferry_sim_database_set_string (self->database, "task", ref, "created", now);
  ferry_sim_database_set_string (self->database, "task", ref, "type", "<none/>");
  ferry_sim_database_set_string (self->database, "task", ref, "status", "pending");
  ferry_sim_database_set_string (self->database, "task", ref, "resident_on",
                                 ferry_sim_pool_get_coordinator (self->pool));
  if (subtask_of != NULL)
    ferry_sim_database_set_string (self->database, "task", ref, "subtask_of", subtask_of);

  task = g_new0 (Task, 1);
  task->session = g_strdup (session);
  task->moved_us = ferry_sim_clock_get_time_us (self->clock);
  g_hash_table_insert (self->tasks, g_strdup (ref), task);

  return ref;
}

/**
 * ferry_sim_tasks_set_progress:
 * @self: the tasks of a pool
 * @task: a task; nothing happens when it is gone
 * @progress: from 0 to 1
 */
void
ferry_sim_tasks_set_progress (FerrySimTasks *self,
                              const char    *task,
                              double         progress)
{
  Task *state;

  g_return_if_fail (FERRY_IS_SIM_TASKS (self));

  state = find_task (self, task);
  if (state == NULL)
    return;

  ferry_sim_database_set_double (self->database, "task", task, "progress",
                                 CLAMP (progress, 0, 1));
  state->moved_us = ferry_sim_clock_get_time_us (self->clock);
}

void
ferry_sim_tasks_set_resident_on (FerrySimTasks *self,
                                 const char    *task,
                                 const char    *host)
{
  g_return_if_fail (FERRY_IS_SIM_TASKS (self));

  if (find_task (self, task) != NULL)
    ferry_sim_database_set_string (self->database, "task", task, "resident_on", host);
}

/**
 * ferry_sim_tasks_set_cancel_func:
 * @self: the tasks of a pool
 * @task: a pending task
 * @func: (nullable): what stops the work; %NULL: it can't be stopped any more
 * @user_data: for @func
 */
void
ferry_sim_tasks_set_cancel_func (FerrySimTasks      *self,
                                 const char         *task,
                                 FerrySimCancelFunc  func,
                                 gpointer            user_data)
{
  const char *cancel[] = { "cancel", NULL };
  Task *state;

  g_return_if_fail (FERRY_IS_SIM_TASKS (self));

  state = find_task (self, task);
  if (state == NULL)
    return;

  state->cancel = func;
  state->cancel_data = user_data;
  set_strv (self, task, "allowed_operations", func != NULL ? cancel : cancel + 1);
}

/**
 * ferry_sim_tasks_finish:
 * @self: the tasks of a pool
 * @task: a pending task
 * @value: (nullable): its result
 *
 * Ends the task well, writing its fields in the order in which xapi does.
 */
void
ferry_sim_tasks_finish (FerrySimTasks *self,
                        const char    *task,
                        GVariant      *value)
{
  const char *none[] = { NULL };
  g_autoptr(GVariant) sunk = value != NULL ? g_variant_ref_sink (value) : NULL;
  g_autoptr(GString) result = g_string_new (NULL);

  g_return_if_fail (FERRY_IS_SIM_TASKS (self));

  if (find_task (self, task) == NULL)
    return;

  if (sunk != NULL)
    append_value (result, sunk);
  else
    g_string_append (result, "<value></value>");
  set_strv (self, task, "allowed_operations", none);
  set_finished (self, task);
  ferry_sim_database_set_double (self->database, "task", task, "progress", 1);
  ferry_sim_database_set_string (self->database, "task", task, "result", result->str);
  ferry_sim_database_set_string (self->database, "task", task, "status", "success");
  close_task (self, task);
}

/**
 * ferry_sim_tasks_fail:
 * @self: the tasks of a pool
 * @task: a pending task
 * @failure: (transfer none): why
 */
void
ferry_sim_tasks_fail (FerrySimTasks   *self,
                      const char      *task,
                      FerrySimFailure *failure)
{
  const char *none[] = { NULL };
  g_autoptr(GPtrArray) info = g_ptr_array_new ();

  g_return_if_fail (FERRY_IS_SIM_TASKS (self));
  g_return_if_fail (failure != NULL);

  if (find_task (self, task) == NULL)
    return;

  g_ptr_array_add (info, (char *) failure->code);
  for (guint i = 0; failure->params[i] != NULL; i++)
    g_ptr_array_add (info, (char *) failure->params[i]);
  g_ptr_array_add (info, NULL);

  ferry_sim_database_set_double (self->database, "task", task, "progress", 1);
  set_strv (self, task, "error_info", (const char * const *) info->pdata);
  set_finished (self, task);
  set_strv (self, task, "allowed_operations", none);
  ferry_sim_database_set_string (self->database, "task", task, "status", "failure");
  close_task (self, task);
}

/**
 * ferry_sim_tasks_end_cancelled:
 * @self: the tasks of a pool
 * @task: a pending task
 */
void
ferry_sim_tasks_end_cancelled (FerrySimTasks *self,
                               const char    *task)
{
  const char *none[] = { NULL };

  g_return_if_fail (FERRY_IS_SIM_TASKS (self));

  if (find_task (self, task) == NULL)
    return;

  ferry_sim_database_set_double (self->database, "task", task, "progress", 1);
  set_finished (self, task);
  set_strv (self, task, "allowed_operations", none);
  ferry_sim_database_set_string (self->database, "task", task, "status", "cancelled");
  close_task (self, task);
}

/**
 * ferry_sim_tasks_cancel:
 * @self: the tasks of a pool
 * @task: a task
 *
 * Asks for the task to be stopped. The mark that this leaves in current_operations stays.
 */
void
ferry_sim_tasks_cancel (FerrySimTasks *self,
                        const char    *task)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *canceller = g_strdup_printf ("DummyRef:|%s|task.cancel", uuid);
  FerrySimCancelFunc cancel;
  Task *state;

  g_return_if_fail (FERRY_IS_SIM_TASKS (self));

  state = find_task (self, task);
  if (state == NULL)
    return;

  ferry_sim_database_set_key (self->database, "task", task, "current_operations",
                              canceller, "cancel");
  cancel = state->cancel;
  if (cancel == NULL || !ferry_sim_tasks_is_pending (self, task))
    return;

  state->cancel = NULL;
  cancel (task, state->cancel_data);
}

gboolean
ferry_sim_tasks_is_pending (FerrySimTasks *self,
                            const char    *task)
{
  g_return_val_if_fail (FERRY_IS_SIM_TASKS (self), FALSE);

  return task != NULL
    && g_str_equal (ferry_sim_database_get_string (self->database, "task", task, "status"),
                    "pending");
}

/**
 * ferry_sim_tasks_get_session:
 * @self: the tasks of a pool
 * @task: a task
 *
 * Returns: (nullable) (transfer none): the session that it was made with
 */
const char *
ferry_sim_tasks_get_session (FerrySimTasks *self,
                             const char    *task)
{
  Task *state;

  g_return_val_if_fail (FERRY_IS_SIM_TASKS (self), NULL);

  state = find_task (self, task);

  return state != NULL ? state->session : NULL;
}

/**
 * ferry_sim_tasks_remove:
 * @self: the tasks of a pool
 * @task: a task
 *
 * Deletes the task, whatever it is doing.
 */
void
ferry_sim_tasks_remove (FerrySimTasks *self,
                        const char    *task)
{
  g_return_if_fail (FERRY_IS_SIM_TASKS (self));

  if (find_task (self, task) == NULL)
    return;

  /* @task may be the row's own text. */
  g_hash_table_remove (self->tasks, task);
  ferry_sim_database_delete_row (self->database, "task", task);
}

static gboolean
is_stale (FerrySimTasks *self,
          const char    *ref,
          gint64         now_us)
{
  Task *task = find_task (self, ref);

  /* One whose status a client set has no time of its own. */
  if (task->finished_us == 0 && !ferry_sim_tasks_is_pending (self, ref))
    task->finished_us = now_us;
  if (task->finished_us != 0)
    return now_us - task->finished_us > KEEP_FINISHED_US;

  return now_us - task->moved_us > KEEP_PENDING_US;
}

static void
remove_surplus (FerrySimTasks *self)
{
  guint n_tasks = ferry_sim_database_count_rows (self->database, "task");
  g_autoptr(GPtrArray) refs = NULL;

  if (n_tasks <= MAX_TASKS)
    return;

  refs = ferry_sim_database_list_refs (self->database, "task");
  for (guint i = 0; i < refs->len && n_tasks > MAX_TASKS; i++)
    {
      const char *ref = g_ptr_array_index (refs, i);

      if (ferry_sim_tasks_is_pending (self, ref))
        continue;
      ferry_sim_tasks_remove (self, ref);
      n_tasks--;
    }
}

static gboolean
collect_garbage (gpointer user_data)
{
  FerrySimTasks *self = user_data;
  g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (self->database, "task");
  gint64 now_us = ferry_sim_clock_get_time_us (self->clock);

  for (guint i = 0; i < refs->len; i++)
    {
      const char *ref = g_ptr_array_index (refs, i);

      if (find_task (self, ref) == NULL)
        ferry_sim_database_delete_row (self->database, "task", ref);
      else if (is_stale (self, ref, now_us))
        ferry_sim_tasks_remove (self, ref);
    }
  remove_surplus (self);

  return G_SOURCE_CONTINUE;
}

/**
 * ferry_sim_tasks_forget_all:
 * @self: the tasks of a pool
 *
 * Forgets every task, as a restart does; the rows are the caller's business.
 */
void
ferry_sim_tasks_forget_all (FerrySimTasks *self)
{
  g_return_if_fail (FERRY_IS_SIM_TASKS (self));

  g_hash_table_remove_all (self->tasks);
}

static void
ferry_sim_tasks_finalize (GObject *object)
{
  FerrySimTasks *self = FERRY_SIM_TASKS (object);

  ferry_sim_clock_remove (self->clock, self->gc);
  g_clear_pointer (&self->tasks, g_hash_table_unref);
  g_clear_object (&self->database);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (ferry_sim_tasks_parent_class)->finalize (object);
}

static void
ferry_sim_tasks_class_init (FerrySimTasksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_tasks_finalize;
}

static void
ferry_sim_tasks_init (FerrySimTasks *self)
{
  self->tasks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, task_free);
}

/**
 * ferry_sim_tasks_new:
 * @pool: the pool that will own it
 *
 * Returns: (transfer full): no tasks yet
 */
FerrySimTasks *
ferry_sim_tasks_new (FerrySimPool *pool)
{
  FerrySimTasks *self = g_object_new (FERRY_TYPE_SIM_TASKS, NULL);

  self->pool = pool;
  self->database = g_object_ref (ferry_sim_pool_get_database (pool));
  self->clock = g_object_ref (ferry_sim_pool_get_clock (pool));
  self->gc = ferry_sim_clock_add (self->clock, GC_INTERVAL_US, collect_garbage, self, NULL);

  return self;
}
