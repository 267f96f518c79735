/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-tasks"

#include "config.h"

#include "drivers/xapi/ferry-xapi-tasks.h"

#include <glib/gi18n-lib.h>

#include "drivers/xapi/ferry-xapi-failure.h"
#include "drivers/xapi/ferry-xapi-progress.h"

/**
 * FerryXapiTasks:
 *
 * Watches tasks of the server until they end, and tells how far they are.
 *
 * Threads: one: the context of its driver.
 */
struct _FerryXapiTasks
{
  GObject         parent_instance;

  FerryDriver    *driver;  /* (not owned): owns this */
  FerryXapiCache *cache;   /* (owned) */
  GPtrArray      *watches; /* (owned) (element-type GTask): each with a Watch */
};

G_DEFINE_FINAL_TYPE (FerryXapiTasks, ferry_xapi_tasks, G_TYPE_OBJECT)

typedef struct
{
  FerryXapiRef      ref;
  char             *handle;     /* (owned) */
  char             *vm_key;     /* (owned) */
  FerryXapiProgress progress;
  GSource          *cancelling; /* (owned) (nullable) */
} Watch;

static void
watch_free (gpointer data)
{
  Watch *self = data;

  if (self->cancelling != NULL)
    {
      g_source_destroy (self->cancelling);
      g_source_unref (self->cancelling);
    }
  g_free (self->handle);
  g_free (self->vm_key);
  g_free (self);
}

static char *
get_name (gpointer    data,
          const char *ref)
{
  return ferry_xapi_cache_dup_name (data, ref);
}

static GError *
explain_failure (FerryXapiTasks *self,
                 Watch          *watch,
                 FerryXapiTask  *task)
{
  FerryXapiVm *vm = ferry_xapi_cache_get_by_key (self->cache, FERRY_XAPI_VM, watch->vm_key);
  FerryXapiFailureContext context = { get_name, self->cache, vm != NULL ? vm->name : NULL, NULL };

  if (task->error_info == NULL)
    return g_error_new_literal (FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_REFUSED,
                                _("The server gave up without a reason."));

  return ferry_xapi_failure_to_error (task->error_info[0], (const char * const *) task->error_info + 1, &context);
}

/* Memory that has to go over: a guest that balloons is squeezed to its least before. */
static guint64
estimate_bytes (FerryXapiVm *vm)
{
  gint64 bytes = vm != NULL ? vm->memory_dynamic_min : 0;

  if (vm != NULL && bytes <= 0)
    bytes = vm->memory_static_max;

  return bytes > 0 ? (guint64) bytes : 0;
}

static void
emit_progress (FerryXapiTasks *self,
               Watch          *watch,
               FerryXapiTask  *task)
{
  FerryXapiRef vm_ref = ferry_xapi_cache_get_task_vm (self->cache, task->row.ref);
  FerryXapiVm *vm = ferry_xapi_cache_get_by_key (self->cache, FERRY_XAPI_VM, watch->vm_key);
  FerryProgress progress;

  ferry_xapi_progress_update (&watch->progress, task->progress, !ferry_xapi_ref_is_null (vm_ref),
                              (task->row.bits & FERRY_XAPI_TASK_CAN_CANCEL) != 0, estimate_bytes (vm), &progress);
  ferry_driver_emit_progress (self->driver, watch->handle, &progress);
}

/* TRUE: the watch has ended, and its task has returned. */
static gboolean
settle (FerryXapiTasks *self,
        GTask          *watching)
{
  Watch *watch = g_task_get_task_data (watching);
  FerryXapiTask *task = ferry_xapi_cache_get (self->cache, FERRY_XAPI_TASK, watch->ref);

  if (task == NULL)
    g_task_return_new_error (watching, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE,
                             _("The server has forgotten this task without saying how it ended."));
  else if (g_strcmp0 (task->status, "success") == 0)
    g_task_return_boolean (watching, TRUE);
  else if (g_strcmp0 (task->status, "cancelled") == 0)
    g_task_return_new_error (watching, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_CANCELLED, _("It was cancelled."));
  else if (g_strcmp0 (task->status, "failure") == 0)
    g_task_return_error (watching, explain_failure (self, watch, task));
  else
    {
      emit_progress (self, watch, task);
      return FALSE;
    }

  return TRUE;
}

void
ferry_xapi_tasks_update (FerryXapiTasks *self,
                         FerryXapiRef    task)
{
  g_autoptr(GPtrArray) watches = g_ptr_array_copy (self->watches, (GCopyFunc) g_object_ref, NULL);

  g_ptr_array_set_free_func (watches, g_object_unref);
  for (guint i = 0; i < watches->len; i++)
    {
      GTask *watching = g_ptr_array_index (watches, i);
      Watch *watch = g_task_get_task_data (watching);

      if (ferry_xapi_ref_same (watch->ref, task) && g_ptr_array_find (self->watches, watching, NULL) &&
          settle (self, watching))
        g_ptr_array_remove (self->watches, watching);
    }
}

void
ferry_xapi_tasks_fail (FerryXapiTasks *self,
                       const GError   *error)
{
  g_autoptr(GPtrArray) watches = g_steal_pointer (&self->watches);

  self->watches = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < watches->len; i++)
    g_task_return_error (g_ptr_array_index (watches, i), g_error_copy (error));
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr(GTask) watching = g_object_ref (user_data);
  FerryXapiTasks *self = g_task_get_source_object (watching);

  /* The end may have come first: then only the callback is still on its way. */
  if (g_ptr_array_remove (self->watches, watching))
    g_task_return_error_if_cancelled (watching);

  return G_SOURCE_REMOVE;
}

void
ferry_xapi_tasks_watch_async (FerryXapiTasks      *self,
                              const char          *handle,
                              const char          *vm_key,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *watching = g_task_new (self, cancellable, callback, user_data);
  Watch *watch = g_new0 (Watch, 1);

  g_task_set_source_tag (watching, ferry_xapi_tasks_watch_async);
  g_task_set_task_data (watching, watch, watch_free);
  watch->ref = ferry_xapi_ref_parse_string (handle, NULL);
  watch->handle = g_strdup (handle);
  watch->vm_key = g_strdup (vm_key);
  g_ptr_array_add (self->watches, watching);

  if (cancellable != NULL)
    {
      watch->cancelling = g_cancellable_source_new (cancellable);
      g_source_set_callback (watch->cancelling, G_SOURCE_FUNC (on_cancelled), watching, NULL);
      g_source_attach (watch->cancelling, g_main_context_get_thread_default ());
    }

  ferry_xapi_tasks_update (self, watch->ref);
}

gboolean
ferry_xapi_tasks_watch_finish (FerryXapiTasks  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
ferry_xapi_tasks_finalize (GObject *object)
{
  FerryXapiTasks *self = FERRY_XAPI_TASKS (object);

  g_clear_pointer (&self->watches, g_ptr_array_unref);
  g_clear_object (&self->cache);

  G_OBJECT_CLASS (ferry_xapi_tasks_parent_class)->finalize (object);
}

static void
ferry_xapi_tasks_class_init (FerryXapiTasksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_xapi_tasks_finalize;
}

static void
ferry_xapi_tasks_init (FerryXapiTasks *self)
{
  self->watches = g_ptr_array_new_with_free_func (g_object_unref);
}

FerryXapiTasks *
ferry_xapi_tasks_new (FerryDriver    *driver,
                      FerryXapiCache *cache)
{
  FerryXapiTasks *self = g_object_new (FERRY_TYPE_XAPI_TASKS, NULL);

  self->driver = driver;
  self->cache = g_object_ref (cache);

  return self;
}
