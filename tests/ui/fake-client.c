/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "fake-client"

#include "config.h"

#include <stdlib.h>

#include "client/ferry-inventory-model.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"
#include "tests/ui/fake-client.h"

#define GIB (G_GUINT64_CONSTANT (1) << 30)

/**
 * FerryClient:
 *
 * Takes the real client's place in programs that look at the window alone: made-up hosts and VMs, rules simple enough
 * to know by heart. The first host takes everything, the second takes VMs after choices, the third nothing; moves
 * travel for five seconds.
 *
 * Threads: the UI thread.
 */
struct _FerryClient
{
  GObject              parent_instance;

  FerryInventoryModel *model; /* (owned) */
  GHashTable          *moves; /* (owned) move key to FakeMove */
  guint                tick_source;
};

G_DEFINE_FINAL_TYPE (FerryClient, ferry_client, G_TYPE_OBJECT)

typedef struct
{
  char  *vm_key;
  char  *host_key;
  double fraction;
} FakeMove;

static void
fake_move_free (gpointer data)
{
  FakeMove *move = data;

  g_free (move->vm_key);
  g_free (move->host_key);
  g_free (move);
}

static char *
make_key (FerryKind   kind,
          const char *format,
          guint       number)
{
  g_autofree char *uuid = g_strdup_printf (format, number);

  return ferry_key_new ("lisbon", kind, uuid);
}

static void
put_vm (FerryChanges *changes,
        const char   *connection,
        const char   *pool,
        const char   *host,
        const char   *key,
        const char   *name,
        guint         number)
{
  gboolean runs = number % 7 != 3;
  g_autofree char *uuid = g_strdup_printf ("00000000-0000-4000-8000-%012u", number);

  ferry_changes_put (changes, ferry_vm_record_new (&(FerryVmRecord) {
    .base = { .key = key, .connection_key = connection, .name = name },
    .uuid = uuid,
    .description = "Made up",
    .power_state = runs ? FERRY_POWER_STATE_RUNNING : FERRY_POWER_STATE_HALTED,
    .host_key = runs ? host : NULL,
    .home_key = host,
    .pool_key = pool,
    .virtualisation = FERRY_VIRTUALISATION_HVM,
    .traits = FERRY_VM_HAS_TOOLS,
    .n_vcpus = 1 + number % 8,
    .memory_static_max_bytes = (1 + number % 16) * GIB,
    .memory_dynamic_min_bytes = (1 + number % 16) * GIB,
    .memory_dynamic_max_bytes = (1 + number % 16) * GIB,
    .memory_actual_bytes = runs ? (1 + number % 16) * GIB : 0,
    .shadow_multiplier = 1,
    .os_name = "Debian GNU/Linux 12",
  }));
}

static void
put_host (FerryChanges *changes,
          const char   *connection,
          const char   *pool,
          const char   *key,
          const char   *name,
          guint         number,
          guint         n_vms)
{
  ferry_changes_put (changes, ferry_host_record_new (&(FerryHostRecord) {
    .base = { .key = key, .connection_key = connection, .name = name },
    .uuid = key,
    .address = "192.0.2.1",
    .pool_key = pool,
    .is_coordinator = number == 0,
    .is_enabled = number != 2,
    .is_live = TRUE,
    .memory_total_bytes = (n_vms * 10 + 32) * GIB,
    .memory_overhead_bytes = 4 * GIB,
    .n_cpus = 32,
    .n_sockets = 2,
    .cpu_vendor = "GenuineIntel",
    .cpu_model = "Xeon",
    .has_hvm = TRUE,
    .version = "XCP-ng 8.3",
  }));
}

static void
put_connection (FerryChanges         *changes,
                const char           *key,
                FerryConnectionState  state)
{
  ferry_changes_put (changes, ferry_connection_record_new (&(FerryConnectionRecord) {
    .base = { .key = key, .connection_key = key, .name = "Lisbon" },
    .id = "lisbon",
    .uri = "xapi://root@192.0.2.1",
    .state = state,
    .message = state == FERRY_CONNECTION_CONNECTED ? NULL : "Lisbon does not answer since 10:15.",
    .can_migrate = TRUE,
  }));
}

static char *
name_host (guint number)
{
  static const char * const names[] = { "kestrel", "merlin", "osprey" };

  return number < G_N_ELEMENTS (names) ? g_strdup (names[number])
                                       : g_strdup_printf ("host-%u", number);
}

void
fake_client_fill (FerryClient *self,
                  guint        n_hosts,
                  guint        n_vms)
{
  g_autoptr(FerryChanges) changes = ferry_changes_new ();
  char *connection = make_key (FERRY_KIND_CONNECTION, "", 0);
  char *pool = make_key (FERRY_KIND_POOL, "pool", 0);
  guint vm_number = 0;

  put_connection (changes, connection, FERRY_CONNECTION_CONNECTED);
  ferry_changes_put (changes, ferry_pool_record_new (&(FerryPoolRecord) {
    .base = { .key = pool, .connection_key = connection, .name = "Lisbon pool" },
    .uuid = "pool",
    .can_migrate_live = TRUE,
  }));

  for (guint i = 0; i < n_hosts; i++)
    {
      char *host = make_key (FERRY_KIND_HOST, "host-%u", i);
      g_autofree char *host_name = name_host (i);
      guint n_here = n_vms / n_hosts;

      put_host (changes, connection, pool, host, host_name, i, n_here);
      for (guint j = 0; j < n_here; j++, vm_number++)
        {
          char *vm = make_key (FERRY_KIND_VM, "vm-%u", vm_number);
          g_autofree char *name = g_strdup_printf ("web-%u", vm_number);

          put_vm (changes, connection, pool, host, vm, name, vm_number);
          g_ref_string_release (vm);
        }
      g_ref_string_release (host);
    }

  ferry_inventory_model_apply (self->model, changes);
  g_signal_emit_by_name (self, "batch-applied");
  g_ref_string_release (pool);
  g_ref_string_release (connection);
}

void
fake_client_lose (FerryClient *self,
                  gboolean     is_lost)
{
  g_autoptr(FerryChanges) changes = ferry_changes_new ();
  char *connection = make_key (FERRY_KIND_CONNECTION, "", 0);

  put_connection (changes, connection,
                  is_lost ? FERRY_CONNECTION_LOST : FERRY_CONNECTION_CONNECTED);
  ferry_inventory_model_apply (self->model, changes);
  g_signal_emit_by_name (self, "batch-applied");
  g_ref_string_release (connection);
}

GListModel *
ferry_client_get_tree (FerryClient *self)
{
  return ferry_inventory_model_get_tree (self->model);
}

GListModel *
ferry_client_get_list (FerryClient *self,
                       FerryKind    kind)
{
  return ferry_inventory_model_get_list (self->model, kind);
}

GListModel *
ferry_client_get_moves (FerryClient *self)
{
  return ferry_inventory_model_get_list (self->model, FERRY_KIND_MOVE);
}

FerryItem *
ferry_client_lookup (FerryClient *self,
                     const char  *key)
{
  return ferry_inventory_model_lookup (self->model, key);
}

void
ferry_client_set_filter (FerryClient *self,
                         const char  *text)
{
  ferry_inventory_model_set_filter (self->model, text);
  ferry_inventory_model_work (self->model, G_MAXINT64);
}

gboolean
ferry_client_add_connection (FerryClient                    *self,
                             const FerryConnectionSettings  *settings,
                             GError                        **error)
{
  return TRUE;
}

gboolean
ferry_client_update_connection (FerryClient                    *self,
                                const FerryConnectionSettings  *settings,
                                GError                        **error)
{
  return TRUE;
}

void
ferry_client_remove_connection (FerryClient *self,
                                const char  *connection_id)
{
}

void
ferry_client_connect (FerryClient *self,
                      const char  *connection_id,
                      FerrySecret *secret)
{
  fake_client_lose (self, FALSE);
}

void
ferry_client_disconnect (FerryClient *self,
                         const char  *connection_id)
{
  fake_client_lose (self, TRUE);
}

void
ferry_client_answer_trust (FerryClient *self,
                           const char  *connection_id,
                           const char  *sha256)
{
}

static FerryVerdict *
judge (FerryItem *vm,
       FerryItem *host)
{
  static const FerryOutlook outlooks[] = {
    FERRY_OUTLOOK_CAN_GO, FERRY_OUTLOOK_NEEDS_CHOICES, FERRY_OUTLOOK_CANNOT,
  };
  const FerryVmRecord *record = ferry_item_get_record (vm);
  guint number = atoi (strrchr (ferry_item_get_key (host), '-') + 1);
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_finding_unref);
  FerryOutlook outlook = outlooks[number % 3];
  g_autofree char *sentence = NULL;

  if (g_strcmp0 (record->host_key, ferry_item_get_key (host)) == 0)
    outlook = FERRY_OUTLOOK_HERE;
  if (outlook > FERRY_OUTLOOK_CAN_GO)
    {
      sentence = g_strdup_printf (
        outlook == FERRY_OUTLOOK_CANNOT
          ? "%s needs 8.2 GiB and %s is in maintenance mode: leave it first."
          : "The disks of %s are on storage that %s does not see.",
        ferry_item_get_name (vm), ferry_item_get_name (host));
      g_ptr_array_add (findings, ferry_finding_new (&(FerryFinding) {
        .id = "fake",
        .severity = FERRY_SEVERITY_BLOCKS,
        .sentence = sentence,
        .remedy = outlook == FERRY_OUTLOOK_CANNOT ? FERRY_REMEDY_ENABLE_HOST : FERRY_REMEDY_NONE,
        .remedy_label = "Leave maintenance mode",
        .remedy_target = ferry_item_get_key (host),
        .needs_choices = outlook == FERRY_OUTLOOK_NEEDS_CHOICES,
      }));
    }

  return ferry_verdict_new (&(FerryVerdict) {
    .vm_key = ferry_item_get_key (vm),
    .host_key = ferry_item_get_key (host),
    .outlook = outlook,
    .findings = findings,
    .memory_after = 0.71,
    .duration_min_s = 12,
    .duration_max_s = 20,
    .pause_min_ms = 300,
    .pause_max_ms = 1200,
  });
}

void
ferry_client_check_async (FerryClient         *self,
                          const char * const  *vm_keys,
                          const char * const  *host_keys,
                          gboolean             ask_server,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_verdict_unref);
  GListModel *hosts = ferry_client_get_list (self, FERRY_KIND_HOST);

  for (guint i = 0; vm_keys[i] != NULL; i++)
    for (guint j = 0; j < g_list_model_get_n_items (hosts); j++)
      {
        g_autoptr(FerryItem) host = g_list_model_get_item (hosts, j);
        FerryItem *vm = ferry_client_lookup (self, vm_keys[i]);

        if (vm != NULL
            && (host_keys == NULL || g_strv_contains (host_keys, ferry_item_get_key (host))))
          g_ptr_array_add (verdicts, judge (vm, host));
      }

  g_task_return_pointer (task, verdicts, (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
ferry_client_check_finish (FerryClient   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
put_move (FerryClient    *self,
          FerryChanges   *changes,
          const char     *key,
          const FakeMove *move)
{
  FerryItem *vm = ferry_client_lookup (self, move->vm_key);
  FerryItem *host = ferry_client_lookup (self, move->host_key);
  const FerryVmRecord *record = ferry_item_get_record (vm);
  gboolean is_over = move->fraction >= 1;
  char *interned = ferry_key_intern (key);

  ferry_changes_put (changes, ferry_move_record_new (&(FerryMoveRecord) {
    .base = { .key = interned, .connection_key = record->base.connection_key,
              .name = record->base.name },
    .vm_key = record->base.key,
    .source_host_key = record->host_key,
    .source_host_name = "its host",
    .target_host_key = ferry_item_get_key (host),
    .target_host_name = ferry_item_get_name (host),
    .state = is_over ? FERRY_MOVE_DONE : FERRY_MOVE_RUNNING,
    .phase = is_over ? FERRY_PHASE_OVER : FERRY_PHASE_MEMORY,
    .phase_fractions = { [FERRY_PHASE_MEMORY] = move->fraction },
    .phase_weights = { [FERRY_PHASE_MEMORY] = 1 },
    .fraction = move->fraction,
    .done_bytes = move->fraction * 8 * GIB,
    .total_bytes = 8 * GIB,
    .rate_bytes = 412000000,
    .pass = 1,
    .left_min_s = 12,
    .left_max_s = 20,
    .pause_ms = is_over ? 340 : -1,
    .can_cancel = TRUE,
    .message = is_over ? "It runs there now." : NULL,
  }));

  g_ref_string_release (interned);
}

static gboolean
tick (gpointer user_data)
{
  FerryClient *self = user_data;
  g_autoptr(FerryChanges) changes = ferry_changes_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->moves);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      FakeMove *move = value;

      move->fraction = MIN (move->fraction + 0.02, 1);
      put_move (self, changes, key, move);
      if (move->fraction >= 1)
        {
          const FerryVmRecord *old = ferry_item_get_record (ferry_client_lookup (self, move->vm_key));

          put_vm (changes, old->base.connection_key, old->pool_key, move->host_key, old->base.key,
                  old->base.name, 1);
          g_hash_table_iter_remove (&iter);
        }
    }

  ferry_inventory_model_apply (self->model, changes);
  g_signal_emit_by_name (self, "batch-applied");
  if (g_hash_table_size (self->moves) > 0)
    return G_SOURCE_CONTINUE;

  self->tick_source = 0;

  return G_SOURCE_REMOVE;
}

void
ferry_client_move_async (FerryClient            *self,
                         const FerryMoveRequest *request,
                         GCancellable           *cancellable,
                         GAsyncReadyCallback     callback,
                         gpointer                user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; request->vm_keys[i] != NULL; i++)
    {
      g_autofree char *uuid = g_uuid_string_random ();
      FakeMove *move = g_new0 (FakeMove, 1);

      move->vm_key = g_strdup (request->vm_keys[i]);
      move->host_key = g_strdup (request->host_key);
      g_hash_table_insert (self->moves, g_strconcat ("lisbon/move/", uuid, NULL), move);
      g_ptr_array_add (keys, g_strdup (uuid));
    }

  if (self->tick_source == 0)
    self->tick_source = g_timeout_add (100, tick, self);
  g_task_return_pointer (task, keys, (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
ferry_client_move_finish (FerryClient   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
refuse (FerryClient         *self,
        GAsyncReadyCallback  callback,
        gpointer             user_data)
{
  g_task_report_new_error (self, callback, user_data, NULL, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "This is a made-up pool.");
}

void
ferry_client_cancel_async (FerryClient         *self,
                           const char          *key,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  refuse (self, callback, user_data);
}

gboolean
ferry_client_cancel_finish (FerryClient   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ferry_client_remedy_async (FerryClient         *self,
                           const FerryFinding  *finding,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  refuse (self, callback, user_data);
}

gboolean
ferry_client_remedy_finish (FerryClient   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ferry_client_history_async (FerryClient         *self,
                            const char          *text,
                            guint                limit,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_pointer (task, g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
ferry_client_history_finish (FerryClient   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ferry_client_dismiss_move (FerryClient *self,
                           const char  *move_key)
{
}

static void
ferry_client_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  g_value_set_string (value, NULL);
}

static void
ferry_client_finalize (GObject *object)
{
  FerryClient *self = FERRY_CLIENT (object);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_hash_table_unref (self->moves);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (ferry_client_parent_class)->finalize (object);
}

static void
ferry_client_class_init (FerryClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ferry_client_finalize;
  object_class->get_property = ferry_client_get_property;

  g_object_class_install_property (object_class, 1,
    g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_signal_new ("batch-applied", FERRY_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  g_signal_new ("secret-needed", FERRY_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  g_signal_new ("settings-changed", FERRY_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_POINTER);
  g_signal_new ("move-ended", FERRY_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, FERRY_TYPE_ITEM);
}

static void
ferry_client_init (FerryClient *self)
{
  self->model = ferry_inventory_model_new ();
  self->moves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, fake_move_free);
}

FerryClient *
ferry_client_new (const char *data_dir)
{
  return g_object_new (FERRY_TYPE_CLIENT, NULL);
}
