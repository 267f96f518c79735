/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-network-page"

#include "config.h"

#include "ui/details/ferry-network-page.h"

#include <glib/gi18n.h>

#include "model/ferry-network-record.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-item-columns.h"
#include "ui/details/ferry-network-overview.h"
#include "ui/details/ferry-page-head.h"
#include "ui/details/ferry-part.h"
#include "ui/details/ferry-part-columns.h"
#include "ui/details/ferry-related.h"
#include "ui/details/ferry-table.h"

/**
 * FerryNetworkPage:
 *
 * A network, its ports on the hosts, and the VMs that are wired to it.
 *
 * Threads: the UI thread.
 */
struct _FerryNetworkPage
{
  FerryKindPage         parent_instance;

  FerryPageHead        *head;
  FerryNetworkOverview *overview;
  FerryTable           *ports;
  FerryTable           *vms;
};

G_DEFINE_FINAL_TYPE (FerryNetworkPage, ferry_network_page, FERRY_TYPE_KIND_PAGE)

static gboolean
is_vm_on_it (gconstpointer  record,
             const char    *key)
{
  const FerryVmRecord *vm = record;

  for (guint i = 0; i < vm->n_nics; i++)
    {
      if (vm->nics[i].network_key == key)
        return TRUE;
    }

  return FALSE;
}

static void
ferry_network_page_show (FerryKindPage *page)
{
  FerryNetworkPage *self = FERRY_NETWORK_PAGE (page);
  FerryClient *client = ferry_kind_page_get_client (page);

  ferry_table_set_columns (self->ports, ferry_part_columns_of_ports (), client);
  ferry_table_set_columns (self->vms, ferry_item_columns_of_vms (), client);
  ferry_table_clear (self->ports);
  ferry_table_clear (self->vms);
  ferry_kind_page_set_client (FERRY_KIND_PAGE (self->overview), client);
  ferry_kind_page_set_item (FERRY_KIND_PAGE (self->overview), ferry_kind_page_get_item (page));
}

static void
ferry_network_page_update (FerryKindPage *page)
{
  FerryNetworkPage *self = FERRY_NETWORK_PAGE (page);
  FerryItem *item = ferry_kind_page_get_item (page);
  const FerryNetworkRecord *network = ferry_item_get_record (item);

  ferry_page_head_set_item (self->head, item);
  ferry_part_fill (ferry_table_get_rows (self->ports), item, network->n_ports);
}

static void
ferry_network_page_look_around (FerryKindPage *page)
{
  FerryNetworkPage *self = FERRY_NETWORK_PAGE (page);
  FerryClient *client = ferry_kind_page_get_client (page);
  GListStore *vms = ferry_table_get_rows (self->vms);
  g_autofree char *summary = NULL;
  guint n;

  ferry_related_refresh (vms, ferry_client_get_list (client, FERRY_KIND_VM), is_vm_on_it,
                         ferry_item_get_key (ferry_kind_page_get_item (page)));
  ferry_table_refresh (self->ports);
  ferry_table_refresh (self->vms);

  n = g_list_model_get_n_items (G_LIST_MODEL (vms));
  summary = g_strdup_printf (ngettext ("%u virtual machine", "%u virtual machines", n), n);
  ferry_page_head_set_summary (self->head, summary);
}

static void
ferry_network_page_class_init (FerryNetworkPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FERRY_KIND_PAGE_CLASS (klass)->show = ferry_network_page_show;
  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_network_page_update;
  FERRY_KIND_PAGE_CLASS (klass)->look_around = ferry_network_page_look_around;

  g_type_ensure (FERRY_TYPE_NETWORK_OVERVIEW);
  g_type_ensure (FERRY_TYPE_PAGE_HEAD);
  g_type_ensure (FERRY_TYPE_TABLE);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-network-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkPage, head);
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkPage, overview);
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkPage, ports);
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkPage, vms);
}

static void
ferry_network_page_init (FerryNetworkPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
