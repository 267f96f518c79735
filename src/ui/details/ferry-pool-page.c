/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-pool-page"

#include "config.h"

#include "ui/details/ferry-pool-page.h"

#include <glib/gi18n.h>

#include "ui/details/ferry-item-columns.h"
#include "ui/details/ferry-page-head.h"
#include "ui/details/ferry-pool-overview.h"
#include "ui/details/ferry-related.h"
#include "ui/details/ferry-table.h"
#include "ui/tree/ferry-item-look.h"

/**
 * FerryPoolPage:
 *
 * A pool or standalone host that the user added: its item is the connection's.
 *
 * Threads: the UI thread.
 */
struct _FerryPoolPage
{
  FerryKindPage      parent_instance;

  FerryPageHead     *head;
  FerryPoolOverview *overview;
  FerryTable        *hosts;
  FerryTable        *vms;
  FerryTable        *storage;
  FerryTable        *networks;
};

G_DEFINE_FINAL_TYPE (FerryPoolPage, ferry_pool_page, FERRY_TYPE_KIND_PAGE)

static gboolean
is_of_connection (gconstpointer  record,
                  const char    *key)
{
  return ((const FerryRecord *) record)->connection_key == key;
}

/* "4 hosts · 38 of 49 VMs running" */
static char *
dup_summary (FerryItem *item)
{
  const FerryItemCounts *counts = ferry_item_get_counts (item);
  g_autofree char *hosts = NULL;
  g_autofree char *vms = NULL;

  if (counts->n_hosts == 0)
    return g_strdup (ferry_item_look_get_state (item));

  hosts = g_strdup_printf (ngettext ("%u host", "%u hosts", counts->n_hosts), counts->n_hosts);
  vms = g_strdup_printf (ngettext ("%u of %u VM running", "%u of %u VMs running", counts->n_vms),
                         counts->n_running_vms, counts->n_vms);

  return g_strdup_printf ("%s · %s", hosts, vms);
}

static void
set_columns (FerryPoolPage *self,
             FerryClient   *client)
{
  ferry_table_set_columns (self->hosts, ferry_item_columns_of_hosts (), client);
  ferry_table_set_columns (self->vms, ferry_item_columns_of_vms (), client);
  ferry_table_set_columns (self->storage, ferry_item_columns_of_storage (), client);
  ferry_table_set_columns (self->networks, ferry_item_columns_of_networks (), client);
}

static void
ferry_pool_page_show (FerryKindPage *page)
{
  FerryPoolPage *self = FERRY_POOL_PAGE (page);
  FerryClient *client = ferry_kind_page_get_client (page);

  set_columns (self, client);
  ferry_table_clear (self->hosts);
  ferry_table_clear (self->vms);
  ferry_table_clear (self->storage);
  ferry_table_clear (self->networks);
  ferry_kind_page_set_client (FERRY_KIND_PAGE (self->overview), client);
  ferry_kind_page_set_item (FERRY_KIND_PAGE (self->overview), ferry_kind_page_get_item (page));
}

static void
ferry_pool_page_update (FerryKindPage *page)
{
  FerryPoolPage *self = FERRY_POOL_PAGE (page);
  FerryItem *item = ferry_kind_page_get_item (page);
  g_autofree char *summary = dup_summary (item);

  ferry_page_head_set_item (self->head, item);
  ferry_page_head_set_summary (self->head, summary);
}

static void
refresh (FerryPoolPage *self,
         FerryTable    *table,
         FerryKind      kind)
{
  FerryClient *client = ferry_kind_page_get_client (FERRY_KIND_PAGE (self));
  FerryItem *item = ferry_kind_page_get_item (FERRY_KIND_PAGE (self));

  ferry_related_refresh (ferry_table_get_rows (table), ferry_client_get_list (client, kind),
                         is_of_connection, ferry_item_get_key (item));
  ferry_table_refresh (table);
}

static void
ferry_pool_page_look_around (FerryKindPage *page)
{
  FerryPoolPage *self = FERRY_POOL_PAGE (page);

  refresh (self, self->hosts, FERRY_KIND_HOST);
  refresh (self, self->vms, FERRY_KIND_VM);
  refresh (self, self->storage, FERRY_KIND_STORAGE);
  refresh (self, self->networks, FERRY_KIND_NETWORK);
}

static void
ferry_pool_page_class_init (FerryPoolPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FERRY_KIND_PAGE_CLASS (klass)->show = ferry_pool_page_show;
  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_pool_page_update;
  FERRY_KIND_PAGE_CLASS (klass)->look_around = ferry_pool_page_look_around;

  g_type_ensure (FERRY_TYPE_PAGE_HEAD);
  g_type_ensure (FERRY_TYPE_POOL_OVERVIEW);
  g_type_ensure (FERRY_TYPE_TABLE);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-pool-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryPoolPage, head);
  gtk_widget_class_bind_template_child (widget_class, FerryPoolPage, overview);
  gtk_widget_class_bind_template_child (widget_class, FerryPoolPage, hosts);
  gtk_widget_class_bind_template_child (widget_class, FerryPoolPage, vms);
  gtk_widget_class_bind_template_child (widget_class, FerryPoolPage, storage);
  gtk_widget_class_bind_template_child (widget_class, FerryPoolPage, networks);
}

static void
ferry_pool_page_init (FerryPoolPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
