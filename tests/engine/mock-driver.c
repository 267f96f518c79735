/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "mock-driver.h"

#include "model/ferry-host-record.h"
#include "model/ferry-pool-record.h"

#define GIB ((guint64) 1 << 30)

/* --- The server --- */

/* One VM, as it really is. */
typedef struct
{
  char            *name;
  char            *host; /* (nullable) */
  FerryPowerState  power_state;
  guint            n_started;
} Vm;

/* One task of the server. */
typedef struct
{
  char    *handle;
  char    *vm;
  char    *target;
  char    *move_key;
  gboolean is_cancelling;
  GError  *error; /* (nullable): once it is over */
  gboolean is_over;
} Task;

#define MOCK_TYPE_DRIVER (mock_driver_get_type ())

G_DECLARE_FINAL_TYPE (MockDriver, mock_driver, MOCK, DRIVER, GObject)

/* A call that waits. */
typedef struct
{
  MockCall  kind;
  GTask    *task;   /* (owned) */
  char     *a;      /* handle, VM key, move key or target */
  char     *b;
  char     *c;
  gulong    cancel_id;
} Call;

struct _MockServer
{
  GObject           parent_instance;

  GHashTable       *vms;      /* name -> Vm */
  GHashTable       *memory;   /* host -> guint64 * */
  GHashTable       *tasks;    /* handle -> Task */
  GPtrArray        *drivers;  /* (element-type MockDriver): not owned */
  GPtrArray        *waiting;  /* (element-type Call) */
  GError           *faults[MOCK_N_CALLS];
  guint             n_faults[MOCK_N_CALLS];
  gboolean          holds[MOCK_N_CALLS];
  guint             n_calls[MOCK_N_CALLS];
  char             *objection;
  char             *password;
  FerryCertificate *certificate;
  gboolean          is_down;
  gboolean          loses_answer;
  guint             n_tasks;
};

struct _MockDriver
{
  GObject     parent_instance;

  MockServer *server; /* (owned) */
  gboolean    is_connected;
};

static void driver_iface_init (FerryDriverInterface *iface);

G_DEFINE_FINAL_TYPE (MockServer, mock_server, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (MockDriver, mock_driver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FERRY_TYPE_DRIVER, driver_iface_init))

static const char * const hosts[] = { "kestrel", "merlin", "osprey" };
static const gint64 hardware_versions[] = { 0, 1, 2 };

static void
vm_free (gpointer data)
{
  Vm *vm = data;

  g_free (vm->name);
  g_free (vm->host);
  g_free (vm);
}

static void
task_free (gpointer data)
{
  Task *task = data;

  g_free (task->handle);
  g_free (task->vm);
  g_free (task->target);
  g_free (task->move_key);
  g_clear_error (&task->error);
  g_free (task);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_cancellable_disconnect (g_task_get_cancellable (call->task), call->cancel_id);
  g_object_unref (call->task);
  g_free (call->a);
  g_free (call->b);
  g_free (call->c);
  g_free (call);
}

static const char *
intern_key (const char *kind,
            const char *name)
{
  g_autofree char *text = g_strdup_printf ("lisbon/%s/%s", kind, name);

  return g_intern_string (text);
}

const char *
mock_host_key (const char *name)
{
  return intern_key ("host", name);
}

const char *
mock_vm_key (const char *name)
{
  return intern_key ("vm", name);
}

static const char *
get_name (const char *key)
{
  return strrchr (key, '/') + 1;
}

static Vm *
find_vm (MockServer *self,
         const char *name)
{
  Vm *vm = g_hash_table_lookup (self->vms, name);

  g_assert_nonnull (vm);

  return vm;
}

/* The task of @name that is not over. */
static Task *
find_running (MockServer *self,
              const char *name)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tasks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Task *task = value;

      if (!task->is_over && g_str_equal (task->vm, name))
        return task;
    }

  return NULL;
}

static FerryVmRecord *
make_vm_record (MockServer *self,
                Vm         *vm)
{
  static const char * const moving[] = { "pool_migrate", NULL };
  Task *task = find_running (self, vm->name);

  return ferry_vm_record_new (&(FerryVmRecord) {
    .base = { .key = mock_vm_key (vm->name), .connection_key = "lisbon/connection",
              .name = vm->name },
    .uuid = vm->name,
    .power_state = vm->power_state,
    .host_key = vm->host != NULL ? mock_host_key (vm->host) : NULL,
    .scheduled_host_key = task != NULL ? mock_host_key (task->target) : NULL,
    .pool_key = "lisbon/pool/1",
    .virtualisation = FERRY_VIRTUALISATION_HVM,
    .traits = FERRY_VM_HAS_TOOLS | FERRY_VM_CAN_SUSPEND,
    .n_vcpus = 2, .n_vcpus_running = 2,
    .memory_static_max_bytes = 4 * GIB, .memory_dynamic_min_bytes = 4 * GIB,
    .memory_dynamic_max_bytes = 4 * GIB, .memory_actual_bytes = 4 * GIB,
    .shadow_multiplier = 1.0,
    .operations = task != NULL ? moving : NULL,
    .may_migrate = task == NULL,
  });
}

static FerryHostRecord *
make_host_record (MockServer *self,
                  const char *name)
{
  guint64 *memory = g_hash_table_lookup (self->memory, name);

  return ferry_host_record_new (&(FerryHostRecord) {
    .base = { .key = mock_host_key (name), .connection_key = "lisbon/connection", .name = name },
    .pool_key = "lisbon/pool/1",
    .is_enabled = TRUE, .is_live = TRUE,
    .memory_total_bytes = memory != NULL ? *memory : 256 * GIB,
    .n_cpus = 16, .n_sockets = 1, .has_hvm = TRUE,
    .virtual_hardware_versions = hardware_versions, .n_virtual_hardware_versions = 3,
    .platform_version = "3.4.0", .toolstack_version = "25.6.0",
  });
}

/* @changes: (transfer full) */
static void
tell (MockServer   *self,
      FerryChanges *changes)
{
  for (guint i = 0; i < self->drivers->len; i++)
    {
      MockDriver *driver = g_ptr_array_index (self->drivers, i);

      if (driver->is_connected)
        ferry_driver_emit_changes (FERRY_DRIVER (driver), changes);
    }

  g_object_unref (changes);
}

static void
tell_vm (MockServer *self,
         Vm         *vm)
{
  FerryChanges *changes = ferry_changes_new ();

  ferry_changes_put (changes, make_vm_record (self, vm));
  tell (self, changes);
}

void
mock_server_add_vm (MockServer *self,
                    const char *name,
                    const char *host)
{
  Vm *vm = g_new0 (Vm, 1);

  vm->name = g_strdup (name);
  vm->host = g_strdup (host);
  vm->power_state = FERRY_POWER_STATE_RUNNING;
  g_hash_table_insert (self->vms, vm->name, vm);
  tell_vm (self, vm);
}

void
mock_server_set_vm (MockServer      *self,
                    const char      *name,
                    const char      *host,
                    FerryPowerState  power_state,
                    gboolean         says_so)
{
  Vm *vm = find_vm (self, name);

  g_free (vm->host);
  vm->host = g_strdup (host);
  vm->power_state = power_state;
  if (says_so)
    tell_vm (self, vm);
}

void
mock_server_delete_vm (MockServer *self,
                       const char *name)
{
  FerryChanges *changes = ferry_changes_new ();
  char *key = ferry_key_intern (mock_vm_key (name));

  ferry_changes_remove (changes, key);
  g_hash_table_remove (self->vms, name);
  tell (self, changes);
  g_ref_string_release (key);
}

gboolean
mock_server_runs_on (MockServer *self,
                     const char *name,
                     const char *host)
{
  Vm *vm = g_hash_table_lookup (self->vms, name);

  return vm != NULL && vm->power_state == FERRY_POWER_STATE_RUNNING &&
         g_strcmp0 (vm->host, host) == 0;
}

void
mock_server_set_memory (MockServer *self,
                        const char *host,
                        guint64     bytes)
{
  FerryChanges *changes = ferry_changes_new ();

  g_hash_table_insert (self->memory, g_strdup (host), g_memdup2 (&bytes, sizeof bytes));
  ferry_changes_put (changes, make_host_record (self, host));
  tell (self, changes);
}

/* --- What a call does --- */

static gboolean
refuse_dead (GTask *task)
{
  MockDriver *driver = g_task_get_source_object (task);

  if (!driver->server->is_down)
    return FALSE;

  g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                           "lisbon does not answer.");

  return TRUE;
}

static void
return_gone (GTask *task)
{
  g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE,
                           "It is not there any more.");
}

static void
emit_everything (MockServer *self,
                 MockDriver *driver)
{
  g_autoptr(FerryChanges) changes = ferry_changes_new ();
  GHashTableIter iter;
  gpointer vm;

  ferry_changes_put (changes, ferry_pool_record_new (&(FerryPoolRecord) {
    .base = { .key = "lisbon/pool/1", .connection_key = "lisbon/connection",
              .name = "Lisbon pool" },
    .coordinator_key = mock_host_key ("kestrel"),
    .can_migrate_live = TRUE, .can_migrate_storage = TRUE,
  }));
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    ferry_changes_put (changes, make_host_record (self, hosts[i]));
  g_hash_table_iter_init (&iter, self->vms);
  while (g_hash_table_iter_next (&iter, NULL, &vm))
    ferry_changes_put (changes, make_vm_record (self, vm));

  ferry_driver_emit_step (FERRY_DRIVER (driver), "Reading virtual machines");
  ferry_driver_emit_changes (FERRY_DRIVER (driver), changes);
}

static void
do_connect (MockServer *self,
            Call       *call)
{
  MockDriver *driver = g_task_get_source_object (call->task);

  emit_everything (self, driver);
  driver->is_connected = TRUE;
  g_task_return_boolean (call->task, TRUE);
}

static void
do_check (MockServer *self,
          Call       *call)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_finding_unref);

  if (self->objection != NULL)
    g_ptr_array_add (findings, ferry_finding_new (&(FerryFinding) {
      .id = "mock", .severity = FERRY_SEVERITY_BLOCKS, .subject_key = call->a,
      .sentence = self->objection,
    }));
  g_clear_pointer (&self->objection, g_free);

  g_task_return_pointer (call->task, findings, (GDestroyNotify) g_ptr_array_unref);
}

static Task *
begin_task (MockServer *self,
            Vm         *vm,
            const char *target,
            const char *move_key)
{
  Task *task = g_new0 (Task, 1);

  /* The one thing that must never be asked of a server. */
  g_assert_null (find_running (self, vm->name));

  task->handle = g_strdup_printf ("task-%u", ++self->n_tasks);
  task->vm = g_strdup (vm->name);
  task->target = g_strdup (target);
  task->move_key = g_strdup (move_key);
  g_hash_table_insert (self->tasks, task->handle, task);
  vm->n_started++;
  tell_vm (self, vm);

  return task;
}

static void
do_migrate (MockServer *self,
            Call       *call)
{
  Vm *vm = find_vm (self, get_name (call->a));
  Task *task = begin_task (self, vm, get_name (call->b), call->c);

  if (self->loses_answer)
    g_task_return_new_error (call->task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                             "lisbon does not answer.");
  else
    g_task_return_pointer (call->task, g_strdup (task->handle), g_free);
  self->loses_answer = FALSE;
}

static void
do_find (MockServer *self,
         Call       *call)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tasks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Task *task = value;

      if (g_strcmp0 (task->move_key, call->a) == 0)
        {
          g_task_return_pointer (call->task, g_strdup (task->handle), g_free);
          return;
        }
    }

  return_gone (call->task);
}

/* %FALSE while the task runs */
static gboolean
try_watch (MockServer *self,
           Call       *call)
{
  Task *task = g_hash_table_lookup (self->tasks, call->a);

  if (task == NULL)
    return_gone (call->task);
  else if (!task->is_over)
    return FALSE;
  else if (task->error != NULL)
    g_task_return_error (call->task, g_error_copy (task->error));
  else
    g_task_return_boolean (call->task, TRUE);

  return TRUE;
}

static void
do_cancel (MockServer *self,
           Call       *call)
{
  Task *task = g_hash_table_lookup (self->tasks, call->a);

  if (task == NULL)
    {
      return_gone (call->task);
      return;
    }

  task->is_cancelling = TRUE;
  g_task_return_boolean (call->task, TRUE);
}

static void
do_look (MockServer *self,
         Call       *call)
{
  Vm *vm = g_hash_table_lookup (self->vms, get_name (call->a));

  if (vm == NULL)
    return_gone (call->task);
  else
    g_task_return_pointer (call->task, make_vm_record (self, vm), ferry_record_unref);
}

/* %FALSE if it has to wait for more */
static gboolean
perform (MockServer *self,
         Call       *call)
{
  if (refuse_dead (call->task))
    return TRUE;

  switch (call->kind)
    {
    case MOCK_CONNECT:
      do_connect (self, call);
      break;
    case MOCK_CHECK:
      do_check (self, call);
      break;
    case MOCK_MIGRATE:
      do_migrate (self, call);
      break;
    case MOCK_FIND:
      do_find (self, call);
      break;
    case MOCK_WATCH:
      return try_watch (self, call);
    case MOCK_CANCEL:
      do_cancel (self, call);
      break;
    case MOCK_LOOK:
      do_look (self, call);
      break;
    case MOCK_REMEDY:
      g_task_return_boolean (call->task, TRUE);
      break;
    case MOCK_N_CALLS:
    default:
      g_assert_not_reached ();
    }

  return TRUE;
}

static gboolean
end_cancelled (gpointer user_data)
{
  GTask *task = user_data;
  MockDriver *driver = g_task_get_source_object (task);
  GPtrArray *waiting = driver->server->waiting;

  for (guint i = 0; i < waiting->len; i++)
    {
      Call *call = g_ptr_array_index (waiting, i);

      if (call->task == task)
        {
          g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
          g_ptr_array_remove_index (waiting, i);
          break;
        }
    }

  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable,
              GTask        *task)
{
  /* Its handler can't be disconnected from inside itself. */
  g_idle_add_full (G_PRIORITY_DEFAULT, end_cancelled, g_object_ref (task), g_object_unref);
}

/* @task: (transfer full) */
static void
call (MockCall    kind,
      GTask      *task,
      const char *a,
      const char *b,
      const char *c)
{
  MockDriver *driver = g_task_get_source_object (task);
  MockServer *self = driver->server;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Call *new_call = g_new0 (Call, 1);

  *new_call = (Call) { kind, task, g_strdup (a), g_strdup (b), g_strdup (c), 0 };
  self->n_calls[kind]++;

  if (self->n_faults[kind] > 0)
    {
      self->n_faults[kind]--;
      g_task_return_error (task, g_error_copy (self->faults[kind]));
    }
  else if (self->holds[kind] || !perform (self, new_call))
    {
      if (cancellable != NULL)
        new_call->cancel_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), task, NULL);
      g_ptr_array_add (self->waiting, new_call);
      return;
    }

  call_free (new_call);
}

/* Tries all waiting calls of @kind again. */
static void
resume (MockServer *self,
        MockCall    kind)
{
  for (guint i = 0; i < self->waiting->len;)
    {
      Call *waiting = g_ptr_array_index (self->waiting, i);

      if (waiting->kind == kind && (!self->holds[kind] || self->is_down) && perform (self, waiting))
        g_ptr_array_remove_index (self->waiting, i);
      else
        i++;
    }
}

/* --- What a test says --- */

void
mock_server_fail_next (MockServer       *self,
                       MockCall          kind,
                       FerryDriverError  code,
                       const char       *message)
{
  mock_server_fail_times (self, kind, 1, code, message);
}

void
mock_server_fail_times (MockServer       *self,
                        MockCall          kind,
                        guint             n,
                        FerryDriverError  code,
                        const char       *message)
{
  g_clear_error (&self->faults[kind]);
  self->n_faults[kind] = n;
  self->faults[kind] = g_error_new_literal (FERRY_DRIVER_ERROR, code, message);
}

void
mock_server_start_and_fail_next (MockServer *self)
{
  self->loses_answer = TRUE;
}

void
mock_server_hold (MockServer *self,
                  MockCall    kind)
{
  self->holds[kind] = TRUE;
}

void
mock_server_let_go (MockServer *self,
                    MockCall    kind)
{
  self->holds[kind] = FALSE;
  resume (self, kind);
}

guint
mock_server_count_held (MockServer *self,
                        MockCall    kind)
{
  guint n = 0;

  for (guint i = 0; i < self->waiting->len; i++)
    {
      if (((Call *) g_ptr_array_index (self->waiting, i))->kind == kind)
        n++;
    }

  return n;
}

guint
mock_server_count_calls (MockServer *self,
                         MockCall    kind)
{
  return self->n_calls[kind];
}

void
mock_server_object (MockServer *self,
                    const char *sentence)
{
  g_free (self->objection);
  self->objection = g_strdup (sentence);
}

void
mock_server_set_certificate (MockServer             *self,
                             const FerryCertificate *certificate)
{
  g_clear_pointer (&self->certificate, ferry_certificate_free);
  self->certificate = ferry_certificate_copy (certificate);
}

const char *
mock_server_get_password (MockServer *self)
{
  return self->password;
}

gboolean
mock_server_has_task (MockServer *self,
                      const char *name)
{
  return find_running (self, name) != NULL;
}

gboolean
mock_server_is_cancelling (MockServer *self,
                           const char *name)
{
  Task *task = find_running (self, name);

  return task != NULL && task->is_cancelling;
}

void
mock_server_progress (MockServer          *self,
                      const char          *name,
                      const FerryProgress *progress)
{
  Task *task = find_running (self, name);

  g_assert_nonnull (task);
  for (guint i = 0; i < self->drivers->len; i++)
    {
      MockDriver *driver = g_ptr_array_index (self->drivers, i);

      if (driver->is_connected)
        ferry_driver_emit_progress (FERRY_DRIVER (driver), task->handle, progress);
    }
}

void
mock_server_finish (MockServer *self,
                    const char *name)
{
  Task *task = find_running (self, name);

  g_assert_nonnull (task);
  task->is_over = TRUE;
  mock_server_set_vm (self, name, task->target, FERRY_POWER_STATE_RUNNING, TRUE);
  resume (self, MOCK_WATCH);
}

void
mock_server_end_task (MockServer       *self,
                      const char       *name,
                      FerryDriverError  code,
                      const char       *message)
{
  Task *task = find_running (self, name);

  g_assert_nonnull (task);
  if (code == FERRY_DRIVER_ERROR_GONE)
    {
      g_hash_table_remove (self->tasks, task->handle);
    }
  else
    {
      task->is_over = TRUE;
      task->error = g_error_new_literal (FERRY_DRIVER_ERROR, code, message);
    }
  tell_vm (self, find_vm (self, name));
  resume (self, MOCK_WATCH);
}

const char *
mock_server_add_foreign_task (MockServer *self,
                              const char *name,
                              gboolean    can_cancel)
{
  FerryChanges *changes = ferry_changes_new ();
  Task *task = begin_task (self, find_vm (self, name), "merlin", NULL);
  const char *key = intern_key ("task", task->handle);

  ferry_changes_put (changes, ferry_task_record_new (&(FerryTaskRecord) {
    .base = { .key = key, .connection_key = "lisbon/connection", .name = "VM.pool_migrate" },
    .handle = task->handle,
    .state = FERRY_TASK_PENDING,
    .can_cancel = can_cancel,
    .vm_key = mock_vm_key (name),
  }));
  tell (self, changes);

  return key;
}

guint
mock_server_count_started (MockServer *self,
                           const char *name)
{
  return find_vm (self, name)->n_started;
}

void
mock_server_lose (MockServer *self)
{
  g_autoptr(GError) error = g_error_new_literal (FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                                                 "lisbon does not answer.");

  self->is_down = TRUE;
  for (guint kind = 0; kind < MOCK_N_CALLS; kind++)
    resume (self, kind);

  for (guint i = 0; i < self->drivers->len; i++)
    {
      MockDriver *driver = g_ptr_array_index (self->drivers, i);

      if (!driver->is_connected)
        continue;
      driver->is_connected = FALSE;
      ferry_driver_emit_lost (FERRY_DRIVER (driver), error);
    }
}

void
mock_server_come_back (MockServer *self)
{
  self->is_down = FALSE;
}

void
mock_server_restart (MockServer *self)
{
  mock_server_lose (self);
  g_hash_table_remove_all (self->tasks);
  mock_server_come_back (self);
}

static void
mock_server_finalize (GObject *object)
{
  MockServer *self = MOCK_SERVER (object);

  g_hash_table_unref (self->vms);
  g_hash_table_unref (self->memory);
  g_hash_table_unref (self->tasks);
  g_ptr_array_unref (self->drivers);
  g_ptr_array_unref (self->waiting);
  for (guint i = 0; i < MOCK_N_CALLS; i++)
    g_clear_error (&self->faults[i]);
  g_free (self->objection);
  g_free (self->password);
  ferry_certificate_free (self->certificate);

  G_OBJECT_CLASS (mock_server_parent_class)->finalize (object);
}

static void
mock_server_class_init (MockServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_server_finalize;
}

static void
mock_server_init (MockServer *self)
{
  self->vms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, vm_free);
  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->tasks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, task_free);
  self->drivers = g_ptr_array_new ();
  self->waiting = g_ptr_array_new_with_free_func (call_free);
}

MockServer *
mock_server_new (void)
{
  return g_object_new (MOCK_TYPE_SERVER, NULL);
}

FerryDriver *
mock_server_make_driver (const FerryConnectionSettings  *settings,
                         gpointer                        server,
                         GError                        **error)
{
  MockDriver *driver = g_object_new (MOCK_TYPE_DRIVER, NULL);

  driver->server = g_object_ref (server);
  g_ptr_array_add (driver->server->drivers, driver);

  return FERRY_DRIVER (driver);
}

/* --- The driver --- */

static FerryDriverCapabilities
mock_driver_get_capabilities (FerryDriver *driver)
{
  return FERRY_DRIVER_CAN_MIGRATE_LIVE | FERRY_DRIVER_CAN_COMPRESS;
}

static const FerryCertificate *
mock_driver_get_certificate (FerryDriver *driver)
{
  return MOCK_DRIVER (driver)->server->certificate;
}

static void
mock_driver_connect_async (FerryDriver                   *driver,
                           const FerryConnectionSettings *settings,
                           FerrySecret                   *secret,
                           GCancellable                  *cancellable,
                           GAsyncReadyCallback            callback,
                           gpointer                       user_data)
{
  MockServer *server = MOCK_DRIVER (driver)->server;

  g_free (server->password);
  server->password = g_strdup (secret != NULL ? ferry_secret_peek (secret) : NULL);
  call (MOCK_CONNECT, g_task_new (driver, cancellable, callback, user_data), NULL, NULL, NULL);
}

static gboolean
finish_boolean (FerryDriver   *driver,
                GAsyncResult  *result,
                GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static char *
finish_text (FerryDriver   *driver,
             GAsyncResult  *result,
             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GPtrArray *
finish_array (FerryDriver   *driver,
              GAsyncResult  *result,
              GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static FerryVmRecord *
finish_vm (FerryDriver   *driver,
           GAsyncResult  *result,
           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mock_driver_disconnect_async (FerryDriver         *driver,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (driver, NULL, callback, user_data);

  MOCK_DRIVER (driver)->is_connected = FALSE;
  g_task_return_boolean (task, TRUE);
}

static void
mock_driver_check_async (FerryDriver           *driver,
                         const FerryDriverMove *move,
                         GCancellable          *cancellable,
                         GAsyncReadyCallback    callback,
                         gpointer               user_data)
{
  call (MOCK_CHECK, g_task_new (driver, cancellable, callback, user_data), move->vm_key,
        move->host_key, NULL);
}

static void
mock_driver_migrate_async (FerryDriver           *driver,
                           const FerryDriverMove *move,
                           GCancellable          *cancellable,
                           GAsyncReadyCallback    callback,
                           gpointer               user_data)
{
  call (MOCK_MIGRATE, g_task_new (driver, cancellable, callback, user_data), move->vm_key,
        move->host_key, move->move_key);
}

static void
mock_driver_find_async (FerryDriver         *driver,
                        const char          *move_key,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  call (MOCK_FIND, g_task_new (driver, cancellable, callback, user_data), move_key, NULL, NULL);
}

static void
mock_driver_watch_async (FerryDriver         *driver,
                         const char          *handle,
                         const char          *vm_key,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  call (MOCK_WATCH, g_task_new (driver, cancellable, callback, user_data), handle, vm_key, NULL);
}

static void
mock_driver_cancel_async (FerryDriver         *driver,
                          const char          *handle,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  call (MOCK_CANCEL, g_task_new (driver, cancellable, callback, user_data), handle, NULL, NULL);
}

static void
mock_driver_forget_async (FerryDriver         *driver,
                          const char          *handle,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (driver, NULL, callback, user_data);

  g_hash_table_remove (MOCK_DRIVER (driver)->server->tasks, handle);
  g_task_return_boolean (task, TRUE);
}

static void
mock_driver_look_async (FerryDriver         *driver,
                        const char          *vm_key,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  call (MOCK_LOOK, g_task_new (driver, cancellable, callback, user_data), vm_key, NULL, NULL);
}

static void
mock_driver_remedy_async (FerryDriver         *driver,
                          FerryRemedyAction    action,
                          const char          *target,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  call (MOCK_REMEDY, g_task_new (driver, cancellable, callback, user_data), target, NULL, NULL);
}

static void
driver_iface_init (FerryDriverInterface *iface)
{
  iface->get_capabilities = mock_driver_get_capabilities;
  iface->get_certificate = mock_driver_get_certificate;
  iface->connect_async = mock_driver_connect_async;
  iface->connect_finish = finish_boolean;
  iface->disconnect_async = mock_driver_disconnect_async;
  iface->disconnect_finish = finish_boolean;
  iface->check_async = mock_driver_check_async;
  iface->check_finish = finish_array;
  iface->migrate_async = mock_driver_migrate_async;
  iface->migrate_finish = finish_text;
  iface->find_async = mock_driver_find_async;
  iface->find_finish = finish_text;
  iface->watch_async = mock_driver_watch_async;
  iface->watch_finish = finish_boolean;
  iface->cancel_async = mock_driver_cancel_async;
  iface->cancel_finish = finish_boolean;
  iface->forget_async = mock_driver_forget_async;
  iface->forget_finish = finish_boolean;
  iface->look_async = mock_driver_look_async;
  iface->look_finish = finish_vm;
  iface->remedy_async = mock_driver_remedy_async;
  iface->remedy_finish = finish_boolean;
}

static void
mock_driver_finalize (GObject *object)
{
  MockDriver *self = MOCK_DRIVER (object);

  g_ptr_array_remove (self->server->drivers, self);
  g_object_unref (self->server);

  G_OBJECT_CLASS (mock_driver_parent_class)->finalize (object);
}

static void
mock_driver_class_init (MockDriverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_driver_finalize;
}

static void
mock_driver_init (MockDriver *self)
{
}
