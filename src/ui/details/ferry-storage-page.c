/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-storage-page"

#include "config.h"

#include "ui/details/ferry-storage-page.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-disk-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-item-columns.h"
#include "ui/details/ferry-page-head.h"
#include "ui/details/ferry-related.h"
#include "ui/details/ferry-storage-overview.h"
#include "ui/details/ferry-table.h"
#include "ui/tree/ferry-item-look.h"

/**
 * FerryStoragePage:
 *
 * A storage, and the disks on it.
 *
 * Threads: the UI thread.
 */
struct _FerryStoragePage
{
  FerryKindPage         parent_instance;

  FerryPageHead        *head;
  FerryStorageOverview *overview;
  FerryTable           *disks;
  FerryTable           *vms;
};

G_DEFINE_FINAL_TYPE (FerryStoragePage, ferry_storage_page, FERRY_TYPE_KIND_PAGE)

static gboolean
is_disk_here (gconstpointer  record,
              const char    *key)
{
  return ((const FerryDiskRecord *) record)->storage_key == key;
}

static gboolean
has_disk_here (gconstpointer  record,
               const char    *key)
{
  const FerryVmRecord *vm = record;

  for (guint i = 0; i < vm->n_disks; i++)
    {
      if (vm->disks[i].storage_key == key)
        return TRUE;
    }

  return FALSE;
}

/* "Shared · 1.2 of 4.0 TiB used" */
static char *
dup_summary (FerryItem                *item,
             const FerryStorageRecord *storage)
{
  g_autofree char *room = NULL;

  if (storage->size_bytes == 0)
    return g_strdup (ferry_item_look_get_state (item));

  room = ferry_format_bytes_of (storage->used_bytes, storage->size_bytes);

  /* Translators: "Shared · 1.2 of 4.0 TiB used" */
  return g_strdup_printf (_("%s · %s used"), ferry_item_look_get_state (item), room);
}

static void
ferry_storage_page_show (FerryKindPage *page)
{
  FerryStoragePage *self = FERRY_STORAGE_PAGE (page);
  FerryClient *client = ferry_kind_page_get_client (page);

  ferry_table_set_columns (self->disks, ferry_item_columns_of_disks (), client);
  ferry_table_set_columns (self->vms, ferry_item_columns_of_vms (), client);
  ferry_table_clear (self->disks);
  ferry_table_clear (self->vms);
  ferry_kind_page_set_client (FERRY_KIND_PAGE (self->overview), client);
  ferry_kind_page_set_item (FERRY_KIND_PAGE (self->overview), ferry_kind_page_get_item (page));
}

static void
ferry_storage_page_update (FerryKindPage *page)
{
  FerryStoragePage *self = FERRY_STORAGE_PAGE (page);
  FerryItem *item = ferry_kind_page_get_item (page);
  g_autofree char *summary = dup_summary (item, ferry_item_get_record (item));

  ferry_page_head_set_item (self->head, item);
  ferry_page_head_set_summary (self->head, summary);
}

static void
ferry_storage_page_look_around (FerryKindPage *page)
{
  FerryStoragePage *self = FERRY_STORAGE_PAGE (page);
  FerryClient *client = ferry_kind_page_get_client (page);
  const char *key = ferry_item_get_key (ferry_kind_page_get_item (page));

  ferry_related_refresh (ferry_table_get_rows (self->disks), ferry_client_get_list (client, FERRY_KIND_DISK),
                         is_disk_here, key);
  ferry_related_refresh (ferry_table_get_rows (self->vms), ferry_client_get_list (client, FERRY_KIND_VM),
                         has_disk_here, key);
  ferry_table_refresh (self->disks);
  ferry_table_refresh (self->vms);
}

static void
ferry_storage_page_class_init (FerryStoragePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FERRY_KIND_PAGE_CLASS (klass)->show = ferry_storage_page_show;
  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_storage_page_update;
  FERRY_KIND_PAGE_CLASS (klass)->look_around = ferry_storage_page_look_around;

  g_type_ensure (FERRY_TYPE_PAGE_HEAD);
  g_type_ensure (FERRY_TYPE_STORAGE_OVERVIEW);
  g_type_ensure (FERRY_TYPE_TABLE);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-storage-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryStoragePage, head);
  gtk_widget_class_bind_template_child (widget_class, FerryStoragePage, overview);
  gtk_widget_class_bind_template_child (widget_class, FerryStoragePage, disks);
  gtk_widget_class_bind_template_child (widget_class, FerryStoragePage, vms);
}

static void
ferry_storage_page_init (FerryStoragePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
