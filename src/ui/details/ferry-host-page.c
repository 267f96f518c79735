/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-host-page"

#include "config.h"

#include "ui/details/ferry-host-page.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-network-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-host-overview.h"
#include "ui/details/ferry-item-columns.h"
#include "ui/details/ferry-page-head.h"
#include "ui/details/ferry-part.h"
#include "ui/details/ferry-part-columns.h"
#include "ui/details/ferry-related.h"
#include "ui/details/ferry-table.h"

/**
 * FerryHostPage:
 *
 * A host: what it is, what runs on it, what it sees.
 *
 * Threads: the UI thread.
 */
struct _FerryHostPage
{
  FerryKindPage      parent_instance;

  FerryPageHead     *head;
  FerryHostOverview *overview;
  FerryTable        *vms;
  FerryTable        *networks;
  FerryTable        *storage;
};

G_DEFINE_FINAL_TYPE (FerryHostPage, ferry_host_page, FERRY_TYPE_KIND_PAGE)

/* "12 running · 40.1 of 64.0 GiB in use" */
static char *
dup_summary (FerryItem *item)
{
  const FerryItemCounts *counts = ferry_item_get_counts (item);
  g_autofree char *memory = ferry_format_bytes_of (counts->memory_used_bytes,
                                                   counts->memory_total_bytes);
  g_autofree char *running = NULL;

  running = g_strdup_printf (ngettext ("%u VM running", "%u VMs running", counts->n_running_vms),
                             counts->n_running_vms);
  if (counts->memory_total_bytes == 0)
    return g_steal_pointer (&running);

  /* Translators: "12 VMs running · 40.1 of 64.0 GiB in use" */
  return g_strdup_printf (_("%s · %s in use"), running, memory);
}

static gboolean
is_vm_here (gconstpointer  record,
            const char    *key)
{
  return ((const FerryVmRecord *) record)->host_key == key;
}

static gboolean
is_storage_here (gconstpointer  record,
                 const char    *key)
{
  const FerryStorageRecord *storage = record;

  return ferry_related_has_key (storage->host_keys, key)
         || ferry_related_has_key (storage->unplugged_host_keys, key);
}

/* (transfer full) (element-type FerryPart): the ports of all networks that are on the host */
static GPtrArray *
find_ports (FerryClient *client,
            const char  *key)
{
  GPtrArray *ports = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *networks = ferry_client_get_list (client, FERRY_KIND_NETWORK);
  guint n = g_list_model_get_n_items (networks);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (networks, i);
      const FerryNetworkRecord *network = ferry_item_get_record (item);

      for (guint j = 0; network != NULL && j < network->n_ports; j++)
        {
          if (network->ports[j].host_key == key)
            g_ptr_array_add (ports, ferry_part_new (item, j));
        }
    }

  return ports;
}

static gboolean
has_these_ports (GListModel *rows,
                 GPtrArray  *ports)
{
  if (g_list_model_get_n_items (rows) != ports->len)
    return FALSE;

  for (guint i = 0; i < ports->len; i++)
    {
      g_autoptr(FerryPart) row = g_list_model_get_item (rows, i);
      FerryPart *port = g_ptr_array_index (ports, i);

      if (ferry_part_get_item (row) != ferry_part_get_item (port)
          || ferry_part_get_index (row) != ferry_part_get_index (port))
        return FALSE;
    }

  return TRUE;
}

static void
refresh_networks (FerryHostPage *self,
                  FerryClient   *client,
                  const char    *key)
{
  g_autoptr(GPtrArray) ports = find_ports (client, key);
  GListStore *rows = ferry_table_get_rows (self->networks);

  if (!has_these_ports (G_LIST_MODEL (rows), ports))
    g_list_store_splice (rows, 0, g_list_model_get_n_items (G_LIST_MODEL (rows)), ports->pdata, ports->len);
  ferry_table_refresh (self->networks);
}

static void
set_columns (FerryHostPage *self,
             FerryClient   *client)
{
  ferry_table_set_columns (self->vms, ferry_item_columns_of_vms_here (), client);
  ferry_table_set_columns (self->networks, ferry_part_columns_of_networks (), client);
  ferry_table_set_columns (self->storage, ferry_item_columns_of_storage (), client);
}

static void
ferry_host_page_show (FerryKindPage *page)
{
  FerryHostPage *self = FERRY_HOST_PAGE (page);
  FerryClient *client = ferry_kind_page_get_client (page);

  set_columns (self, client);
  ferry_table_clear (self->vms);
  ferry_table_clear (self->networks);
  ferry_table_clear (self->storage);
  ferry_kind_page_set_client (FERRY_KIND_PAGE (self->overview), client);
  ferry_kind_page_set_item (FERRY_KIND_PAGE (self->overview), ferry_kind_page_get_item (page));
}

static void
ferry_host_page_look_around (FerryKindPage *page)
{
  FerryHostPage *self = FERRY_HOST_PAGE (page);
  FerryClient *client = ferry_kind_page_get_client (page);
  const char *key = ferry_item_get_key (ferry_kind_page_get_item (page));

  ferry_related_refresh (ferry_table_get_rows (self->vms), ferry_client_get_list (client, FERRY_KIND_VM),
                         is_vm_here, key);
  ferry_related_refresh (ferry_table_get_rows (self->storage),
                         ferry_client_get_list (client, FERRY_KIND_STORAGE), is_storage_here, key);
  refresh_networks (self, client, key);
}

static void
ferry_host_page_update (FerryKindPage *page)
{
  FerryHostPage *self = FERRY_HOST_PAGE (page);
  FerryItem *item = ferry_kind_page_get_item (page);
  g_autofree char *summary = dup_summary (item);

  ferry_page_head_set_item (self->head, item);
  ferry_page_head_set_summary (self->head, summary);
}

static void
ferry_host_page_class_init (FerryHostPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FERRY_KIND_PAGE_CLASS (klass)->show = ferry_host_page_show;
  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_host_page_update;
  FERRY_KIND_PAGE_CLASS (klass)->look_around = ferry_host_page_look_around;

  g_type_ensure (FERRY_TYPE_HOST_OVERVIEW);
  g_type_ensure (FERRY_TYPE_PAGE_HEAD);
  g_type_ensure (FERRY_TYPE_TABLE);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-host-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryHostPage, head);
  gtk_widget_class_bind_template_child (widget_class, FerryHostPage, overview);
  gtk_widget_class_bind_template_child (widget_class, FerryHostPage, vms);
  gtk_widget_class_bind_template_child (widget_class, FerryHostPage, networks);
  gtk_widget_class_bind_template_child (widget_class, FerryHostPage, storage);
}

static void
ferry_host_page_init (FerryHostPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
