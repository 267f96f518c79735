/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-storage-page"

#include "config.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-disk-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-item-columns.h"
#include "ui/details/ferry-storage-page.h"
#include "ui/tree/ferry-item-look.h"

/**
 * FerryStoragePage:
 *
 * What is known about a storage, its disks, and the VMs that have them.
 *
 * Threads: the UI thread.
 */
struct _FerryStoragePage
{
  FerryDetailsPage  parent_instance;

  FerryFacts       *general;
  FerryFacts       *room;
};

G_DEFINE_FINAL_TYPE (FerryStoragePage, ferry_storage_page, FERRY_TYPE_DETAILS_PAGE)

static char *
dup_names (FerryDetailsPage   *page,
           const char * const *keys)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      const char *name = ferry_details_page_get_name_of (page, keys[i]);

      if (name != NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }

  return g_string_free (names, FALSE);
}

static void
show_general (FerryStoragePage         *self,
              FerryDetailsPage         *page,
              const FerryStorageRecord *storage)
{
  ferry_facts_set_link (self->general, _("Pool"),
                        ferry_details_page_get_name_of (page, storage->base.connection_key),
                        storage->base.connection_key);
  ferry_facts_set (self->general, _("Type"), storage->type);
  ferry_facts_set (self->general, _("Description"), storage->description);
  ferry_facts_take (self->general, _("Plugged on"), dup_names (page, storage->host_keys));
  ferry_facts_take (self->general, _("Missing on"), dup_names (page, storage->unplugged_host_keys));
  ferry_facts_set (self->general, _("UUID"), storage->uuid);
}

static void
show_room (FerryStoragePage         *self,
           const FerryStorageRecord *storage)
{
  guint64 size = storage->size_bytes;
  guint64 used = MIN (storage->used_bytes, size);

  ferry_facts_take (self->room, _("Size"), size > 0 ? ferry_format_bytes (size) : NULL);
  ferry_facts_take (self->room, _("In use"), size > 0 ? ferry_format_bytes (used) : NULL);
  ferry_facts_take (self->room, _("Free"), size > 0 ? ferry_format_bytes (size - used) : NULL);
  ferry_facts_take (self->room, _("Promised to disks"),
                    storage->allocated_bytes > 0 ? ferry_format_bytes (storage->allocated_bytes)
                                                 : NULL);
  ferry_facts_set (self->room, _("Disks take"),
                   storage->traits & FERRY_STORAGE_IS_THIN ? _("the room that they use")
                                                           : _("their full size"));
}

static char *
ferry_storage_page_dup_summary (FerryDetailsPage *page,
                                FerryItem        *item)
{
  const FerryStorageRecord *storage = ferry_item_get_record (item);
  guint64 free_bytes = storage->size_bytes - MIN (storage->used_bytes, storage->size_bytes);
  g_autofree char *room = ferry_format_bytes_of (free_bytes, storage->size_bytes);
  /* Translators: "Shared · nfs · 3.1 of 8.0 GiB free" */
  g_autofree char *summary = g_strdup_printf (_("%s · %s · %s free"),
                                              ferry_item_look_get_state (item),
                                              storage->type != NULL ? storage->type : "–", room);

  return g_steal_pointer (&summary);
}

static void
ferry_storage_page_show_facts (FerryDetailsPage *page,
                               FerryItem        *item)
{
  FerryStoragePage *self = FERRY_STORAGE_PAGE (page);
  const FerryStorageRecord *storage = ferry_item_get_record (item);

  show_general (self, page, storage);
  show_room (self, storage);
}

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

static void
ferry_storage_page_add_tabs (FerryDetailsPage *page,
                             FerryClient      *client)
{
  FerryStoragePage *self = FERRY_STORAGE_PAGE (page);
  GtkWidget *facts = ferry_details_page_add_facts (page);

  self->general = ferry_details_page_add_group (facts, _("General"));
  self->room = ferry_details_page_add_group (facts, _("Room"));

  ferry_details_page_add_related (page, _("Disks"), "ferry-disk-symbolic",
                                  FERRY_KIND_DISK, is_disk_here,
                                  ferry_item_columns_of_disks (),
                                  _("There are no disks on this storage."));
  ferry_details_page_add_related (page, _("Virtual machines"), "ferry-vm-running-symbolic",
                                  FERRY_KIND_VM, has_disk_here,
                                  ferry_item_columns_of_vms (),
                                  _("No virtual machine has a disk here."));
}

static void
ferry_storage_page_class_init (FerryStoragePageClass *klass)
{
  FerryDetailsPageClass *page_class = FERRY_DETAILS_PAGE_CLASS (klass);

  page_class->add_tabs = ferry_storage_page_add_tabs;
  page_class->dup_summary = ferry_storage_page_dup_summary;
  page_class->show_facts = ferry_storage_page_show_facts;
}

static void
ferry_storage_page_init (FerryStoragePage *self)
{
}
