/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-client"

#include "client/ferry-client.h"

#include "client/ferry-inventory-model.h"

/**
 * FerryClient:
 *
 * The engine as a face sees it: not connected to one yet.
 *
 * Threads: the one that created it.
 */
struct _FerryClient
{
  GObject              parent_instance;

  FerryInventoryModel *model; /* (owned) */
};

G_DEFINE_FINAL_TYPE (FerryClient, ferry_client, G_TYPE_OBJECT)

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

static void
refuse (FerryClient         *self,
        GAsyncReadyCallback  callback,
        gpointer             user_data)
{
  g_task_report_new_error (self, callback, user_data, NULL, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "There is no engine");
}

gboolean
ferry_client_add_connection (FerryClient                    *self,
                             const FerryConnectionSettings  *settings,
                             GError                        **error)
{
  return ferry_connection_settings_check (settings, error);
}

gboolean
ferry_client_update_connection (FerryClient                    *self,
                                const FerryConnectionSettings  *settings,
                                GError                        **error)
{
  return ferry_connection_settings_check (settings, error);
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
}

void
ferry_client_disconnect (FerryClient *self,
                         const char  *connection_id)
{
}

void
ferry_client_answer_trust (FerryClient *self,
                           const char  *connection_id,
                           const char  *sha256)
{
}

void
ferry_client_dismiss_move (FerryClient *self,
                           const char  *move_key)
{
}

void
ferry_client_check_async (FerryClient *self, const char * const * vm_keys, const char * const * host_keys, gboolean ask_server, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  refuse (self, callback, user_data);
}

GPtrArray *
ferry_client_check_finish (FerryClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ferry_client_move_async (FerryClient *self, const FerryMoveRequest *request, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  refuse (self, callback, user_data);
}

GPtrArray *
ferry_client_move_finish (FerryClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ferry_client_cancel_async (FerryClient *self, const char *key, GAsyncReadyCallback callback, gpointer user_data)
{
  refuse (self, callback, user_data);
}

gboolean
ferry_client_cancel_finish (FerryClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ferry_client_remedy_async (FerryClient *self, const FerryFinding *finding, GAsyncReadyCallback callback, gpointer user_data)
{
  refuse (self, callback, user_data);
}

gboolean
ferry_client_remedy_finish (FerryClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ferry_client_history_async (FerryClient *self, const char *text, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  refuse (self, callback, user_data);
}

GPtrArray *
ferry_client_history_finish (FerryClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ferry_client_shutdown_async (FerryClient *self, GAsyncReadyCallback callback, gpointer user_data)
{
  refuse (self, callback, user_data);
}

gboolean
ferry_client_shutdown_finish (FerryClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
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
  g_clear_object (&FERRY_CLIENT (object)->model);

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
}

FerryClient *
ferry_client_new (const char *data_dir)
{
  return g_object_new (FERRY_TYPE_CLIENT, NULL);
}
