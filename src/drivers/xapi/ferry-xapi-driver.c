/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-driver"

#include "config.h"

#include "drivers/xapi/ferry-xapi-driver.h"

#include <glib/gi18n-lib.h>

#include "drivers/xapi/ferry-xapi-cache.h"
#include "drivers/xapi/ferry-xapi-failure.h"
#include "drivers/xapi/ferry-xapi-session.h"
#include "drivers/xapi/ferry-xapi-sync.h"
#include "drivers/xapi/ferry-xapi-tasks.h"
#include "drivers/xapi/ferry-xapi-vm.h"

/**
 * FerryXapiDriver:
 *
 * Speaks XenAPI to one pool of XenServer or XCP-ng, or to a simulated one.
 *
 * Threads: one: the thread-default main context that it was created in.
 */
struct _FerryXapiDriver
{
  GObject             parent_instance;

  FerryXapiTrust     *trust;   /* (owned) */
  FerryXapiSession   *session; /* (owned) (nullable) */
  FerryXapiCache     *cache;   /* (owned) (nullable): kept between connections, so that nothing flickers */
  FerryXapiSync      *sync;    /* (owned) (nullable) */
  FerryXapiTasks     *tasks;   /* (owned) (nullable) */
  FerryXapiRowReader *rows;    /* (owned) */
  char               *coordinator; /* (owned) (nullable): address of the last one */
};

static void driver_iface_init (FerryDriverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FerryXapiDriver, ferry_xapi_driver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FERRY_TYPE_DRIVER, driver_iface_init))

static FerryDriverCapabilities
ferry_xapi_driver_get_capabilities (FerryDriver *driver)
{
  return FERRY_DRIVER_CAN_MIGRATE_LIVE | FERRY_DRIVER_CAN_COMPRESS | FERRY_DRIVER_CAN_PICK_NETWORK |
         FERRY_DRIVER_CAN_FORCE;
}

static const FerryCertificate *
ferry_xapi_driver_get_certificate (FerryDriver *driver)
{
  return ferry_xapi_trust_get_refused (FERRY_XAPI_DRIVER (driver)->trust);
}

/* Ends what an earlier connection left. */
static void
drop_connection (FerryXapiDriver *self,
                 const GError    *error)
{
  if (self->sync != NULL)
    ferry_xapi_sync_stop (self->sync);
  g_clear_object (&self->sync);

  if (self->tasks != NULL)
    ferry_xapi_tasks_fail (self->tasks, error);

  if (self->session != NULL)
    ferry_xapi_session_abort (self->session);
  g_clear_object (&self->session);
}

static void
on_changes (FerryChanges *changes,
            gpointer      user_data)
{
  ferry_driver_emit_changes (user_data, changes);
}

static void
on_step (const char *step,
         gpointer    user_data)
{
  ferry_driver_emit_step (user_data, step);
}

static void
on_tasks (FerryXapiBatch *batch,
          gpointer        user_data)
{
  FerryXapiDriver *self = user_data;

  for (guint i = 0; i < batch->events->len; i++)
    {
      FerryXapiEvent *event = &g_array_index (batch->events, FerryXapiEvent, i);

      if (event->class_ == FERRY_XAPI_TASK)
        ferry_xapi_tasks_update (self->tasks, event->ref);
    }
}

static void
on_lost (const GError *error,
         gpointer      user_data)
{
  g_autoptr(FerryXapiDriver) self = g_object_ref (user_data);
  g_autoptr(GError) lost = NULL;

  /* Whatever broke it, another try is what can be done. */
  lost = g_error_new_literal (FERRY_DRIVER_ERROR,
                              error->domain == FERRY_DRIVER_ERROR ? error->code : FERRY_DRIVER_ERROR_UNREACHABLE,
                              error->message);
  drop_connection (self, lost);
  ferry_driver_emit_lost (FERRY_DRIVER (self), lost);
}

static const FerryXapiSyncListener sync_listener = { on_changes, on_step, on_tasks, on_lost };

static void
on_synced (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FerryXapiDriver *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (ferry_xapi_sync_start_finish (FERRY_XAPI_SYNC (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (self->sync == FERRY_XAPI_SYNC (source))
    drop_connection (self, error);
  g_task_return_error (task, error);
}

static void
on_logged_in (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FerryXapiDriver *self = g_task_get_source_object (task);
  FerryXapiSession *session = FERRY_XAPI_SESSION (source);
  GError *error = NULL;

  if (!ferry_xapi_session_login_finish (session, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (session != self->session)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The connection was closed."));
      return;
    }

  g_free (self->coordinator);
  self->coordinator = g_strdup (ferry_xapi_session_get_host (session));
  self->sync = ferry_xapi_sync_new (session, self->cache, &sync_listener, self);
  ferry_xapi_sync_start_async (self->sync, g_task_get_cancellable (task), on_synced, g_object_ref (task));
}

/* Where else the pool may answer, and what it said of the certificates there while it was trusted. */
static void
add_known_addresses (FerryXapiDriver *self)
{
  GHashTableIter iter;
  gpointer row;

  if (self->coordinator != NULL)
    ferry_xapi_session_add_address (self->session, self->coordinator);

  ferry_xapi_cache_iter_init (self->cache, FERRY_XAPI_CERTIFICATE, &iter);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      FerryXapiCertificate *certificate = row;
      FerryXapiHost *host = ferry_xapi_cache_get (self->cache, FERRY_XAPI_HOST, certificate->host);

      if (host != NULL && host->address != NULL && certificate->fingerprint != NULL &&
          g_strcmp0 (certificate->type, "host") == 0)
        ferry_xapi_trust_vouch (self->trust, host->address, certificate->fingerprint);
    }

  ferry_xapi_cache_iter_init (self->cache, FERRY_XAPI_HOST, &iter);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      if (((FerryXapiHost *) row)->address != NULL)
        ferry_xapi_session_add_address (self->session, ((FerryXapiHost *) row)->address);
    }
}

static void
ferry_xapi_driver_connect_async (FerryDriver                   *driver,
                                 const FerryConnectionSettings *settings,
                                 FerrySecret                   *secret,
                                 GCancellable                  *cancellable,
                                 GAsyncReadyCallback            callback,
                                 gpointer                       user_data)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (driver);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GError) replaced = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, ferry_xapi_driver_connect_async);
  replaced = g_error_new_literal (FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE, _("The connection was closed."));
  drop_connection (self, replaced);
  ferry_xapi_trust_forget_refused (self->trust);

  self->session = ferry_xapi_session_new (settings, self->trust, &error);
  if (self->session == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->cache == NULL)
    {
      self->cache = ferry_xapi_cache_new (settings->id);
      self->tasks = ferry_xapi_tasks_new (driver, self->cache);
    }

  add_known_addresses (self);
  ferry_xapi_session_login_async (self->session, secret, cancellable, on_logged_in, g_steal_pointer (&task));
}

static gboolean
ferry_xapi_driver_finish_boolean (FerryDriver   *driver,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static char *
ferry_xapi_driver_finish_handle (FerryDriver   *driver,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_logged_out (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  ferry_xapi_session_logout_finish (FERRY_XAPI_SESSION (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
ferry_xapi_driver_disconnect_async (FerryDriver         *driver,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (driver);
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr(FerryXapiSession) session = g_steal_pointer (&self->session);
  g_autoptr(GError) closed = NULL;

  g_task_set_source_tag (task, ferry_xapi_driver_disconnect_async);
  closed = g_error_new_literal (FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE, _("The connection was closed."));
  drop_connection (self, closed);

  if (session != NULL)
    ferry_xapi_session_logout_async (session, on_logged_out, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/* One request of the engine, with what is needed to speak of it. */
typedef struct
{
  char     *vm_name;   /* (owned) (nullable) */
  char     *host_name; /* (owned) (nullable) */
  char     *vm_key;    /* (owned) (nullable) */
  char     *host_key;  /* (owned) (nullable) */
  char     *handle;    /* (owned) (nullable) */
  gboolean  force;
  guint     n_pending;
  GPtrArray *findings; /* (owned) (nullable) (element-type FerryFinding) */
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_free (self->vm_name);
  g_free (self->host_name);
  g_free (self->vm_key);
  g_free (self->host_key);
  g_free (self->handle);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self);
}

static GTask *
new_request (FerryXapiDriver     *self,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data,
             gpointer             tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_new0 (Request, 1), request_free);

  return task;
}

/* FALSE, and @task has failed, without a connection. */
static gboolean
check_connected (FerryXapiDriver *self,
                 GTask           *task)
{
  if (self->sync != NULL)
    return TRUE;

  g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                           _("There is no connection to the server."));

  return FALSE;
}

static char *
get_name (gpointer    data,
          const char *ref)
{
  return ferry_xapi_cache_dup_name (data, ref);
}

static GError *
explain (FerryXapiDriver *self,
         Request         *request,
         FerryXapiReply  *reply)
{
  FerryXapiFailureContext context = { get_name, self->cache, request->vm_name, request->host_name };

  return ferry_xapi_failure_to_error (reply->code, (const char * const *) reply->params, &context);
}

/* TRUE: the server did what was asked; else @task has failed. */
static gboolean
check_reply (FerryXapiDriver *self,
             GTask           *task,
             FerryXapiReply  *reply,
             GError          *error)
{
  if (reply == NULL)
    g_task_return_error (task, error);
  else if (reply->code != NULL)
    g_task_return_error (task, explain (self, g_task_get_task_data (task), reply));

  return reply != NULL && reply->code == NULL;
}

/* FALSE, and @task has failed, if VM or host are not there any more. */
static gboolean
find_ends (FerryXapiDriver       *self,
           GTask                 *task,
           const FerryDriverMove *move,
           FerryXapiVm          **vm,
           FerryXapiHost        **host)
{
  Request *request = g_task_get_task_data (task);

  *vm = ferry_xapi_cache_get_by_key (self->cache, FERRY_XAPI_VM, move->vm_key);
  *host = ferry_xapi_cache_get_by_key (self->cache, FERRY_XAPI_HOST, move->host_key);
  if (*vm == NULL || *host == NULL)
    {
      g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE,
                               *vm == NULL ? _("This VM is not in the pool any more.")
                                           : _("This host is not in the pool any more."));
      return FALSE;
    }

  request->vm_name = g_strdup ((*vm)->name);
  request->host_name = g_strdup ((*host)->name);
  request->vm_key = g_strdup (move->vm_key);
  request->host_key = g_strdup (move->host_key);
  request->force = move->force;

  return TRUE;
}

static FerryXapiCall *
new_call_on (FerryXapiDriver *self,
             const char      *method,
             FerryXapiRow    *row)
{
  FerryXapiCall *call = ferry_xapi_call_new (method);

  ferry_xapi_call_add_ref (call, row->ref, ferry_xapi_cache_get_names (self->cache));

  return call;
}

/* (nullable): the id of the drive with the CD that the host cannot see. */
static char *
find_drive (FerryXapiDriver *self,
            Request         *request,
            const char      *storage)
{
  FerryXapiVm *vm = ferry_xapi_cache_get_by_key (self->cache, FERRY_XAPI_VM, request->vm_key);
  FerryXapiRef sr = ferry_xapi_ref_parse_string (storage, NULL);

  for (guint i = 0; vm != NULL && vm->vbds != NULL && !ferry_xapi_ref_is_null (vm->vbds[i]); i++)
    {
      FerryXapiVbd *vbd = ferry_xapi_cache_get (self->cache, FERRY_XAPI_VBD, vm->vbds[i]);
      FerryXapiVdi *vdi = vbd != NULL ? ferry_xapi_cache_get (self->cache, FERRY_XAPI_VDI, vbd->vdi) : NULL;

      if (vdi != NULL && g_strcmp0 (vbd->type, "CD") == 0 && ferry_xapi_ref_same (vdi->sr, sr))
        return ferry_xapi_ref_format_uuid (vbd->row.uuid, ferry_xapi_cache_get_names (self->cache));
    }

  return NULL;
}

static void
add_finding (FerryXapiDriver *self,
             Request         *request,
             FerryXapiReply  *reply)
{
  g_autoptr(GError) error = explain (self, request, reply);
  g_autofree char *drive = NULL;
  FerryFinding finding = {
    .id = ferry_xapi_failure_get_finding_id (reply->code),
    .severity = FERRY_SEVERITY_BLOCKS,
    .subject_key = request->vm_key,
    .sentence = error->message,
  };

  if (g_str_equal (reply->code, "VM_REQUIRES_SR") && reply->params != NULL && g_strv_length (reply->params) > 1)
    drive = find_drive (self, request, reply->params[1]);

  if (drive != NULL)
    g_ptr_array_add (request->findings, ferry_finding_new (&(FerryFinding) {
      .id = "cd-not-visible", .severity = finding.severity, .subject_key = finding.subject_key,
      .sentence = finding.sentence, .remedy = FERRY_REMEDY_EJECT_CD, .remedy_label = _("Eject"),
      .remedy_target = drive,
    }));
  else if (g_str_equal (reply->code, "HOST_DISABLED"))
    g_ptr_array_add (request->findings, ferry_finding_new (&(FerryFinding) {
      .id = finding.id, .severity = finding.severity, .subject_key = request->host_key,
      .sentence = finding.sentence, .remedy = FERRY_REMEDY_ENABLE_HOST,
      .remedy_label = _("Leave maintenance mode"), .remedy_target = request->host_key,
    }));
  else
    g_ptr_array_add (request->findings, ferry_finding_new (&finding));
}

/* What force is there to override. */
static gboolean
is_overridden (Request    *request,
               const char *code)
{
  static const char * const codes[] = { "VM_IS_IMMOBILE", "VM_LACKS_FEATURE", "VM_INCOMPATIBLE_WITH_THIS_HOST", NULL };

  return request->force && g_strv_contains (codes, code);
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FerryXapiDriver *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(FerryXapiReply) reply = ferry_xapi_session_call_finish (FERRY_XAPI_SESSION (source), result, &error);

  request->n_pending--;
  if (reply == NULL && request->findings != NULL)
    {
      /* The first failure of the way is the answer; what else comes is dropped. */
      g_clear_pointer (&request->findings, g_ptr_array_unref);
      g_task_return_error (task, g_steal_pointer (&error));
    }
  g_clear_error (&error);

  if (request->findings == NULL)
    return;

  if (reply->code != NULL && !is_overridden (request, reply->code))
    add_finding (self, request, reply);
  if (request->n_pending == 0)
    g_task_return_pointer (task, g_steal_pointer (&request->findings), (GDestroyNotify) g_ptr_array_unref);
}

static void
ferry_xapi_driver_check_async (FerryDriver           *driver,
                               const FerryDriverMove *move,
                               GCancellable          *cancellable,
                               GAsyncReadyCallback    callback,
                               gpointer               user_data)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (driver);
  g_autoptr(GTask) task = new_request (self, cancellable, callback, user_data, ferry_xapi_driver_check_async);
  Request *request = g_task_get_task_data (task);
  FerryXapiHost *host;
  FerryXapiVm *vm;
  FerryXapiCall *calls[2];

  if (!check_connected (self, task) || !find_ends (self, task, move, &vm, &host))
    return;

  calls[0] = new_call_on (self, "VM.assert_operation_valid", &vm->row);
  ferry_xapi_call_add_string (calls[0], "pool_migrate");
  calls[1] = new_call_on (self, "VM.assert_can_boot_here", &vm->row);
  ferry_xapi_call_add_ref (calls[1], host->row.ref, ferry_xapi_cache_get_names (self->cache));

  request->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_finding_unref);
  request->n_pending = G_N_ELEMENTS (calls);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    ferry_xapi_session_call_async (self->session, calls[i], NULL, NULL, cancellable, on_checked, g_object_ref (task));
}

static GPtrArray *
ferry_xapi_driver_check_finish (FerryDriver   *driver,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FerryXapiDriver *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(FerryXapiReply) reply = ferry_xapi_session_call_finish (FERRY_XAPI_SESSION (source), result, &error);
  char *handle;

  if (!check_reply (self, task, reply, error))
    return;

  handle = ferry_xapi_reply_dup_string (reply);
  if (handle != NULL)
    g_task_return_pointer (task, handle, g_free);
  else
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL,
                             _("The server started the move and did not say as which task."));
}

static void
add_options (FerryXapiDriver       *self,
             FerryXapiCall         *call,
             const FerryDriverMove *move)
{
  FerryXapiRow *network = move->network_key != NULL
                          ? ferry_xapi_cache_get_by_key (self->cache, FERRY_XAPI_NETWORK, move->network_key)
                          : NULL;
  g_autofree char *network_ref = network != NULL
                                 ? ferry_xapi_ref_format (network->ref, ferry_xapi_cache_get_names (self->cache))
                                 : NULL;
  const char *options[9] = { "live", "true", };
  guint n = 2;

  if (network_ref != NULL)
    {
      options[n++] = "network";
      options[n++] = network_ref;
    }
  if (move->compress >= 0)
    {
      options[n++] = "compress";
      options[n++] = move->compress > 0 ? "true" : "false";
    }
  if (move->force)
    {
      options[n++] = "force";
      options[n++] = "true";
    }

  ferry_xapi_call_add_map (call, options);
}

static void
ferry_xapi_driver_migrate_async (FerryDriver           *driver,
                                 const FerryDriverMove *move,
                                 GCancellable          *cancellable,
                                 GAsyncReadyCallback    callback,
                                 gpointer               user_data)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (driver);
  g_autoptr(GTask) task = new_request (self, cancellable, callback, user_data, ferry_xapi_driver_migrate_async);
  FerryXapiHost *host;
  FerryXapiVm *vm;
  FerryXapiCall *call;

  if (!check_connected (self, task) || !find_ends (self, task, move, &vm, &host))
    return;

  call = new_call_on (self, "Async.VM.pool_migrate", &vm->row);
  ferry_xapi_call_add_ref (call, host->row.ref, ferry_xapi_cache_get_names (self->cache));
  add_options (self, call, move);
  call->move_key = g_strdup (move->move_key);
  ferry_xapi_session_call_async (self->session, call, NULL, NULL, cancellable, on_started, g_steal_pointer (&task));
}

/* (nullable): the reference of the last task that was started for a move. */
static char *
find_task_of_move (FerryXapiDriver *self,
                   FerryXapiReply  *reply,
                   const char      *move_key)
{
  FerryXapiJson json = FERRY_XAPI_JSON (reply->result);
  FerryXapiText name, record;
  char *found = NULL;
  gint64 found_at = 0;

  if (!ferry_xapi_json_enter (&json, '{'))
    return NULL;

  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &record))
    {
      FerryXapiTask *row = (FerryXapiTask *) ferry_xapi_row_reader_read (self->rows, FERRY_XAPI_TASK,
                                                                         (FerryXapiRef) { 0, 0 }, record, NULL);

      if (row != NULL && g_strcmp0 (row->move_key, move_key) == 0 && (found == NULL || row->created > found_at))
        {
          g_free (found);
          found = ferry_xapi_text_dup (name);
          found_at = row->created;
        }
      ferry_xapi_row_free ((FerryXapiRow *) row);
    }

  return found;
}

static void
on_tasks_listed (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FerryXapiDriver *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(FerryXapiReply) reply = ferry_xapi_session_call_finish (FERRY_XAPI_SESSION (source), result, &error);
  char *handle;

  if (!check_reply (self, task, reply, error))
    return;

  handle = find_task_of_move (self, reply, request->handle);
  if (handle != NULL)
    g_task_return_pointer (task, handle, g_free);
  else
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE,
                             _("The server has no task for this move."));
}

static void
ferry_xapi_driver_find_async (FerryDriver         *driver,
                              const char          *move_key,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (driver);
  g_autoptr(GTask) task = new_request (self, cancellable, callback, user_data, ferry_xapi_driver_find_async);

  ((Request *) g_task_get_task_data (task))->handle = g_strdup (move_key);
  if (check_connected (self, task))
    ferry_xapi_session_call_async (self->session, ferry_xapi_call_new ("task.get_all_records"), NULL, NULL,
                                   cancellable, on_tasks_listed, g_steal_pointer (&task));
}

/* Puts a row into the cache, as if an event had told of it. */
static void
learn_row (FerryXapiDriver *self,
           FerryXapiClass   class_,
           FerryXapiRef     ref,
           FerryXapiReply  *reply)
{
  g_autoptr(FerryXapiBatch) batch = ferry_xapi_batch_new ();
  FerryXapiEvent event = { class_, ref, NULL };

  event.row = ferry_xapi_row_reader_read (self->rows, class_, ref, reply->result, batch->names);
  if (event.row == NULL)
    return;

  g_array_append_val (batch->events, event);
  ferry_xapi_cache_apply (self->cache, batch);
  if (self->sync != NULL)
    ferry_xapi_sync_tell (self->sync);
}

static void
on_watch_ended (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (ferry_xapi_tasks_watch_finish (FERRY_XAPI_TASKS (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The task is there: from now on its events tell the rest. */
static void
on_task_found (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FerryXapiDriver *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  FerryXapiRef ref = ferry_xapi_ref_parse_string (request->handle, NULL);
  GError *error = NULL;
  g_autoptr(FerryXapiReply) reply = ferry_xapi_session_call_finish (FERRY_XAPI_SESSION (source), result, &error);

  if (!check_reply (self, task, reply, error) || !check_connected (self, task))
    return;

  if (ferry_xapi_cache_get (self->cache, FERRY_XAPI_TASK, ref) == NULL)
    learn_row (self, FERRY_XAPI_TASK, ref, reply);
  ferry_xapi_tasks_watch_async (self->tasks, request->handle, request->vm_key, g_task_get_cancellable (task),
                                on_watch_ended, g_object_ref (task));
}

static void
ferry_xapi_driver_watch_async (FerryDriver         *driver,
                               const char          *handle,
                               const char          *vm_key,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (driver);
  g_autoptr(GTask) task = new_request (self, cancellable, callback, user_data, ferry_xapi_driver_watch_async);
  Request *request = g_task_get_task_data (task);
  FerryXapiCall *call;

  request->handle = g_strdup (handle);
  request->vm_key = g_strdup (vm_key);
  if (!check_connected (self, task))
    return;

  call = ferry_xapi_call_new ("task.get_record");
  ferry_xapi_call_add_string (call, handle);
  ferry_xapi_session_call_async (self->session, call, NULL, NULL, cancellable, on_task_found, g_steal_pointer (&task));
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(FerryXapiReply) reply = ferry_xapi_session_call_finish (FERRY_XAPI_SESSION (source), result, &error);

  if (check_reply (g_task_get_source_object (task), task, reply, error))
    g_task_return_boolean (task, TRUE);
}

static void
call_on_task (FerryXapiDriver *self,
              GTask           *task,
              const char      *method,
              const char      *handle)
{
  FerryXapiCall *call;

  if (!check_connected (self, task))
    return;

  call = ferry_xapi_call_new (method);
  ferry_xapi_call_add_string (call, handle);
  ferry_xapi_session_call_async (self->session, call, NULL, NULL, g_task_get_cancellable (task), on_done,
                                 g_object_ref (task));
}

static void
ferry_xapi_driver_cancel_async (FerryDriver         *driver,
                                const char          *handle,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (driver);
  g_autoptr(GTask) task = new_request (self, cancellable, callback, user_data, ferry_xapi_driver_cancel_async);

  call_on_task (self, task, "task.cancel", handle);
}

static void
ferry_xapi_driver_forget_async (FerryDriver         *driver,
                                const char          *handle,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (driver);
  g_autoptr(GTask) task = new_request (self, NULL, callback, user_data, ferry_xapi_driver_forget_async);

  call_on_task (self, task, "task.destroy", handle);
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FerryXapiDriver *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  FerryXapiVm *known = ferry_xapi_cache_get_by_key (self->cache, FERRY_XAPI_VM, request->vm_key);
  GError *error = NULL;
  g_autoptr(FerryXapiReply) reply = ferry_xapi_session_call_finish (FERRY_XAPI_SESSION (source), result, &error);
  FerryXapiRow *row = NULL;
  FerryVmRecord *record = NULL;

  if (!check_reply (self, task, reply, error))
    return;

  /* Not into the cache: an event that was sent later may be there already. */
  if (known != NULL)
    row = ferry_xapi_row_reader_read (self->rows, FERRY_XAPI_VM, known->row.ref, reply->result,
                                      ferry_xapi_cache_get_names (self->cache));
  if (row != NULL)
    record = ferry_xapi_vm_make (self->cache, (FerryXapiVm *) row);
  ferry_xapi_row_free (row);

  if (record != NULL)
    g_task_return_pointer (task, record, ferry_record_unref);
  else
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE,
                             _("This VM is not in the pool any more."));
}

static void
ferry_xapi_driver_look_async (FerryDriver         *driver,
                              const char          *vm_key,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (driver);
  g_autoptr(GTask) task = new_request (self, cancellable, callback, user_data, ferry_xapi_driver_look_async);
  FerryXapiVm *vm;

  ((Request *) g_task_get_task_data (task))->vm_key = g_strdup (vm_key);
  if (!check_connected (self, task))
    return;

  vm = ferry_xapi_cache_get_by_key (self->cache, FERRY_XAPI_VM, vm_key);
  if (vm == NULL)
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE,
                             _("This VM is not in the pool any more."));
  else
    ferry_xapi_session_call_async (self->session, new_call_on (self, "VM.get_record", &vm->row), NULL, NULL,
                                   cancellable, on_looked, g_steal_pointer (&task));
}

static FerryVmRecord *
ferry_xapi_driver_look_finish (FerryDriver   *driver,
                               GAsyncResult  *result,
                               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static FerryXapiCall *
make_remedy_call (FerryXapiDriver   *self,
                  FerryRemedyAction  action,
                  const char        *target)
{
  FerryXapiRow *row;

  switch (action)
    {
    case FERRY_REMEDY_EJECT_CD:
      row = ferry_xapi_cache_get_by_uuid (self->cache, FERRY_XAPI_VBD, target);
      return row != NULL ? new_call_on (self, "VBD.eject", row) : NULL;

    case FERRY_REMEDY_ENABLE_HOST:
      row = ferry_xapi_cache_get_by_key (self->cache, FERRY_XAPI_HOST, target);
      return row != NULL ? new_call_on (self, "host.enable", row) : NULL;

    case FERRY_REMEDY_NONE:
    default:
      return NULL;
    }
}

static void
ferry_xapi_driver_remedy_async (FerryDriver         *driver,
                                FerryRemedyAction    action,
                                const char          *target,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (driver);
  g_autoptr(GTask) task = new_request (self, cancellable, callback, user_data, ferry_xapi_driver_remedy_async);
  FerryXapiCall *call;

  if (!check_connected (self, task))
    return;

  call = make_remedy_call (self, action, target);
  if (call == NULL)
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE,
                             _("What this was about is not there any more."));
  else
    ferry_xapi_session_call_async (self->session, call, NULL, NULL, cancellable, on_done, g_steal_pointer (&task));
}

static void
driver_iface_init (FerryDriverInterface *iface)
{
  iface->get_capabilities = ferry_xapi_driver_get_capabilities;
  iface->get_certificate = ferry_xapi_driver_get_certificate;
  iface->connect_async = ferry_xapi_driver_connect_async;
  iface->connect_finish = ferry_xapi_driver_finish_boolean;
  iface->disconnect_async = ferry_xapi_driver_disconnect_async;
  iface->disconnect_finish = ferry_xapi_driver_finish_boolean;
  iface->check_async = ferry_xapi_driver_check_async;
  iface->check_finish = ferry_xapi_driver_check_finish;
  iface->migrate_async = ferry_xapi_driver_migrate_async;
  iface->migrate_finish = ferry_xapi_driver_finish_handle;
  iface->find_async = ferry_xapi_driver_find_async;
  iface->find_finish = ferry_xapi_driver_finish_handle;
  iface->watch_async = ferry_xapi_driver_watch_async;
  iface->watch_finish = ferry_xapi_driver_finish_boolean;
  iface->cancel_async = ferry_xapi_driver_cancel_async;
  iface->cancel_finish = ferry_xapi_driver_finish_boolean;
  iface->forget_async = ferry_xapi_driver_forget_async;
  iface->forget_finish = ferry_xapi_driver_finish_boolean;
  iface->look_async = ferry_xapi_driver_look_async;
  iface->look_finish = ferry_xapi_driver_look_finish;
  iface->remedy_async = ferry_xapi_driver_remedy_async;
  iface->remedy_finish = ferry_xapi_driver_finish_boolean;
}

static void
ferry_xapi_driver_dispose (GObject *object)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (object);
  g_autoptr(GError) closed = g_error_new_literal (FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                                                  _("The connection was closed."));

  drop_connection (self, closed);

  G_OBJECT_CLASS (ferry_xapi_driver_parent_class)->dispose (object);
}

static void
ferry_xapi_driver_finalize (GObject *object)
{
  FerryXapiDriver *self = FERRY_XAPI_DRIVER (object);

  g_clear_object (&self->tasks);
  g_clear_object (&self->cache);
  g_clear_object (&self->trust);
  g_clear_pointer (&self->rows, ferry_xapi_row_reader_free);
  g_clear_pointer (&self->coordinator, g_free);

  G_OBJECT_CLASS (ferry_xapi_driver_parent_class)->finalize (object);
}

static void
ferry_xapi_driver_class_init (FerryXapiDriverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ferry_xapi_driver_dispose;
  G_OBJECT_CLASS (klass)->finalize = ferry_xapi_driver_finalize;
}

static void
ferry_xapi_driver_init (FerryXapiDriver *self)
{
  self->trust = ferry_xapi_trust_new ();
  self->rows = ferry_xapi_row_reader_new ();
}

FerryDriver *
ferry_xapi_driver_new (void)
{
  return g_object_new (FERRY_TYPE_XAPI_DRIVER, NULL);
}
