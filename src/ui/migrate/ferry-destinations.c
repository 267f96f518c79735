/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-destinations"

#include "config.h"

#include <glib/gi18n.h>

#include "model/ferry-vm-record.h"
#include "ui/migrate/ferry-destinations.h"

#define FOLLOW_MS 1000

/**
 * FerryDestinations:
 *
 * Every host of every connection as the place where some VMs could go.
 *
 * Threads: the UI thread.
 */
struct _FerryDestinations
{
  GObject       parent_instance;

  FerryClient  *client;      /* (owned) */
  GPtrArray    *vms;         /* (owned) (element-type FerryItem) */
  GPtrArray    *list;        /* (owned) (element-type FerryDestination) */
  GHashTable   *by_key;      /* (owned) host key to #FerryDestination */
  GCancellable *cancellable; /* (owned) */
  gboolean      is_ready;
  gboolean      is_asking;
  guint         follow_source;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FerryDestinations, ferry_destinations, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return FERRY_TYPE_DESTINATION;
}

static guint
get_n_items (GListModel *model)
{
  return FERRY_DESTINATIONS (model)->list->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  FerryDestinations *self = FERRY_DESTINATIONS (model);

  return position < self->list->len ? g_object_ref (g_ptr_array_index (self->list, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static FerryDestination *
add_host (FerryDestinations *self,
          const char        *host_key)
{
  FerryItem *host = ferry_client_lookup (self->client, host_key);
  FerryDestination *destination;

  if (host == NULL)
    return NULL;

  destination = ferry_destination_new (host);
  g_ptr_array_add (self->list, destination);
  g_hash_table_insert (self->by_key, g_strdup (host_key), destination);
  g_list_model_items_changed (G_LIST_MODEL (self), self->list->len - 1, 0, 1);

  return destination;
}

static void
remove_missing (FerryDestinations *self,
                GHashTable        *verdicts_by_host)
{
  for (guint i = self->list->len; i > 0; i--)
    {
      FerryDestination *destination = g_ptr_array_index (self->list, i - 1);
      const char *key = ferry_item_get_key (ferry_destination_get_host (destination));

      if (g_hash_table_contains (verdicts_by_host, key))
        continue;

      g_hash_table_remove (self->by_key, key);
      g_ptr_array_remove_index (self->list, i - 1);
      g_list_model_items_changed (G_LIST_MODEL (self), i - 1, 1, 0);
    }
}

/* (transfer full): host key to array of verdicts, in the order of the VMs */
static GHashTable *
group_by_host (GPtrArray *verdicts)
{
  GHashTable *by_host = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                               (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (verdicts, i);
      GPtrArray *of_host = g_hash_table_lookup (by_host, verdict->host_key);

      if (of_host == NULL)
        {
          of_host = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_verdict_unref);
          g_hash_table_insert (by_host, (gpointer) verdict->host_key, of_host);
        }
      g_ptr_array_add (of_host, ferry_verdict_ref (verdict));
    }

  return by_host;
}

static void
take_verdicts (FerryDestinations *self,
               GPtrArray         *verdicts)
{
  g_autoptr(GHashTable) by_host = group_by_host (verdicts);
  GHashTableIter iter;
  gpointer key, of_host;

  remove_missing (self, by_host);

  g_hash_table_iter_init (&iter, by_host);
  while (g_hash_table_iter_next (&iter, &key, &of_host))
    {
      FerryDestination *destination = g_hash_table_lookup (self->by_key, key);

      if (destination == NULL)
        destination = add_host (self, key);
      if (destination != NULL)
        ferry_destination_set_verdicts (destination, of_host);
    }
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(FerryDestinations) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) verdicts = NULL;

  self->is_asking = FALSE;
  verdicts = ferry_client_check_finish (FERRY_CLIENT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (verdicts == NULL)
    g_debug ("No verdicts: %s", error->message);
  else
    take_verdicts (self, verdicts);

  self->is_ready = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ask (FerryDestinations *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) keys = NULL;

  if (self->is_asking)
    return;

  for (guint i = 0; i < self->vms->len; i++)
    g_strv_builder_add (builder, ferry_item_get_key (g_ptr_array_index (self->vms, i)));
  keys = g_strv_builder_end (builder);

  self->is_asking = TRUE;
  ferry_client_check_async (self->client, (const char * const *) keys, NULL, FALSE,
                            self->cancellable, on_checked, g_object_ref (self));
}

static gboolean
on_follow (gpointer user_data)
{
  FerryDestinations *self = user_data;

  self->follow_source = 0;
  ask (self);

  return G_SOURCE_REMOVE;
}

static void
on_batch_applied (FerryDestinations *self)
{
  if (self->follow_source == 0)
    self->follow_source = g_timeout_add (FOLLOW_MS, on_follow, self);
}

void
ferry_destinations_follow (FerryDestinations *self)
{
  g_return_if_fail (FERRY_IS_DESTINATIONS (self));

  g_signal_connect_object (self->client, "batch-applied", G_CALLBACK (on_batch_applied), self,
                           G_CONNECT_SWAPPED);
}

FerryClient *
ferry_destinations_get_client (FerryDestinations *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATIONS (self), NULL);

  return self->client;
}

GPtrArray *
ferry_destinations_get_vms (FerryDestinations *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATIONS (self), NULL);

  return self->vms;
}

guint64
ferry_destinations_get_memory (FerryDestinations *self)
{
  guint64 bytes = 0;

  g_return_val_if_fail (FERRY_IS_DESTINATIONS (self), 0);

  for (guint i = 0; i < self->vms->len; i++)
    {
      const FerryVmRecord *vm = ferry_item_get_record (g_ptr_array_index (self->vms, i));

      if (vm != NULL)
        bytes += vm->memory_actual_bytes > 0 ? vm->memory_actual_bytes : vm->memory_dynamic_max_bytes;
    }

  return bytes;
}

gboolean
ferry_destinations_is_ready (FerryDestinations *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATIONS (self), FALSE);

  return self->is_ready;
}

FerryDestination *
ferry_destinations_lookup (FerryDestinations *self,
                           const char        *host_key)
{
  g_return_val_if_fail (FERRY_IS_DESTINATIONS (self), NULL);

  return g_hash_table_lookup (self->by_key, host_key);
}

char *
ferry_destinations_dup_vms_text (FerryDestinations *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATIONS (self), NULL);

  if (self->vms->len == 1)
    return g_strdup (ferry_item_get_name (g_ptr_array_index (self->vms, 0)));

  return g_strdup_printf (ngettext ("%u virtual machine", "%u virtual machines", self->vms->len),
                          self->vms->len);
}

static void
ferry_destinations_dispose (GObject *object)
{
  FerryDestinations *self = FERRY_DESTINATIONS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->follow_source, g_source_remove);

  G_OBJECT_CLASS (ferry_destinations_parent_class)->dispose (object);
}

static void
ferry_destinations_finalize (GObject *object)
{
  FerryDestinations *self = FERRY_DESTINATIONS (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->list);
  g_ptr_array_unref (self->vms);

  G_OBJECT_CLASS (ferry_destinations_parent_class)->finalize (object);
}

static void
ferry_destinations_class_init (FerryDestinationsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ferry_destinations_dispose;
  G_OBJECT_CLASS (klass)->finalize = ferry_destinations_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
ferry_destinations_init (FerryDestinations *self)
{
  self->list = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

FerryDestinations *
ferry_destinations_new (FerryClient *client,
                        GPtrArray   *vms)
{
  FerryDestinations *self = g_object_new (FERRY_TYPE_DESTINATIONS, NULL);

  self->client = g_object_ref (client);
  self->vms = g_ptr_array_ref (vms);
  ask (self);

  return self;
}
