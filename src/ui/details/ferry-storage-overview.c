/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-storage-overview"

#include "config.h"

#include "ui/details/ferry-storage-overview.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-storage-record.h"
#include "ui/details/ferry-fact-row.h"
#include "ui/details/ferry-share-bar.h"
#include "ui/tree/ferry-item-look.h"

/**
 * FerryStorageOverview:
 *
 * A storage in facts, and how much of it is used.
 *
 * Threads: the UI thread.
 */
struct _FerryStorageOverview
{
  FerryKindPage        parent_instance;

  FerryFactRow        *state;
  FerryFactRow        *pool;
  FerryFactRow        *type;
  FerryFactRow        *hosts;
  FerryFactRow        *unplugged;
  AdwPreferencesGroup *room;
  FerryShareBar       *room_bar;
  FerryFactRow        *allocated;
  FerryFactRow        *abilities;
  FerryFactRow        *description;
  FerryFactRow        *uuid;
};

G_DEFINE_FINAL_TYPE (FerryStorageOverview, ferry_storage_overview, FERRY_TYPE_KIND_PAGE)

static char *
dup_abilities (const FerryStorageRecord *storage)
{
  static const struct
  {
    FerryStorageTraits  trait;
    const char         *name;
  } abilities[] = {
    { FERRY_STORAGE_IS_THIN, N_("disks take the room that they use") },
    { FERRY_STORAGE_CAN_SNAPSHOT, N_("snapshots") },
    { FERRY_STORAGE_CAN_MIRROR, N_("disks can leave while in use") },
    { FERRY_STORAGE_CAN_MIRROR_IN, N_("disks can come while in use") },
  };
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (abilities); i++)
    {
      if (!(storage->traits & abilities[i].trait))
        continue;
      if (names->len > 0)
        g_string_append (names, _(", "));
      g_string_append (names, _(abilities[i].name));
    }

  return g_strdup (names->str);
}

static char *
dup_allocated (const FerryStorageRecord *storage)
{
  g_autofree char *allocated = ferry_format_bytes (storage->allocated_bytes);

  if (storage->allocated_bytes == 0)
    return NULL;
  if (storage->size_bytes > 0 && storage->allocated_bytes > storage->size_bytes)
    /* Translators: an amount of disk space */
    return g_strdup_printf (_("%s: more than there is"), allocated);

  return g_steal_pointer (&allocated);
}

static void
update_room (FerryStorageOverview     *self,
             const FerryStorageRecord *storage)
{
  guint64 free_bytes = storage->size_bytes > storage->used_bytes
                         ? storage->size_bytes - storage->used_bytes : 0;
  const FerryShare shares[] = {
    { _("Used"), storage->used_bytes, "share-used" },
    { _("Free"), free_bytes, "share-free" },
  };
  g_autofree char *size = ferry_format_bytes (storage->size_bytes);
  /* Translators: an amount of disk space */
  g_autofree char *title = g_strdup_printf (_("Room: %s"), size);

  gtk_widget_set_visible (GTK_WIDGET (self->room), storage->size_bytes > 0);
  if (g_strcmp0 (adw_preferences_group_get_title (self->room), title) != 0)
    adw_preferences_group_set_title (self->room, title);
  ferry_share_bar_set_shares (self->room_bar, shares, G_N_ELEMENTS (shares));
  ferry_fact_row_take_text (self->allocated, dup_allocated (storage));
}

static void
ferry_storage_overview_update (FerryKindPage *page)
{
  FerryStorageOverview *self = FERRY_STORAGE_OVERVIEW (page);
  FerryClient *client = ferry_kind_page_get_client (page);
  FerryItem *item = ferry_kind_page_get_item (page);
  const FerryStorageRecord *storage = ferry_item_get_record (item);

  ferry_fact_row_set_text (self->state, ferry_item_look_get_state (item));
  ferry_fact_row_set_link (self->pool, client, storage->base.connection_key);
  ferry_fact_row_set_text (self->type, storage->type);
  ferry_fact_row_set_links (self->hosts, client, storage->host_keys);
  ferry_fact_row_set_links (self->unplugged, client, storage->unplugged_host_keys);
  update_room (self, storage);
  ferry_fact_row_take_text (self->abilities, dup_abilities (storage));
  ferry_fact_row_set_text (self->description, storage->description);
  ferry_fact_row_set_text (self->uuid, storage->uuid);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, FerryStorageOverview, state);
  gtk_widget_class_bind_template_child (klass, FerryStorageOverview, pool);
  gtk_widget_class_bind_template_child (klass, FerryStorageOverview, type);
  gtk_widget_class_bind_template_child (klass, FerryStorageOverview, hosts);
  gtk_widget_class_bind_template_child (klass, FerryStorageOverview, unplugged);
  gtk_widget_class_bind_template_child (klass, FerryStorageOverview, room);
  gtk_widget_class_bind_template_child (klass, FerryStorageOverview, room_bar);
  gtk_widget_class_bind_template_child (klass, FerryStorageOverview, allocated);
  gtk_widget_class_bind_template_child (klass, FerryStorageOverview, abilities);
  gtk_widget_class_bind_template_child (klass, FerryStorageOverview, description);
  gtk_widget_class_bind_template_child (klass, FerryStorageOverview, uuid);
}

static void
ferry_storage_overview_class_init (FerryStorageOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_storage_overview_update;

  g_type_ensure (FERRY_TYPE_FACT_ROW);
  g_type_ensure (FERRY_TYPE_SHARE_BAR);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-storage-overview.ui");
  bind_template (widget_class);
}

static void
ferry_storage_overview_init (FerryStorageOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
