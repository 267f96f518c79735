/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-kind-page"

#include "config.h"

#include "ui/details/ferry-kind-page.h"

#define LOOK_AROUND_MS 1000

/**
 * FerryKindPage:
 *
 * What is known about one thing of one kind: the part that all kinds have in
 * common. It follows its item, and nothing else more than once a second.
 *
 * Threads: the UI thread.
 */
typedef struct
{
  FerryClient  *client;         /* (owned) (nullable) */
  FerryItem    *item;           /* (owned) (nullable) */
  GSignalGroup *client_signals; /* (owned) */
  GSignalGroup *item_signals;   /* (owned) */
  guint         look_source;
  gboolean      is_behind;      /* something happened while nobody looked */
} FerryKindPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (FerryKindPage, ferry_kind_page, ADW_TYPE_BIN)

static gboolean
has_record (FerryKindPage *self)
{
  FerryKindPagePrivate *priv = ferry_kind_page_get_instance_private (self);

  return priv->item != NULL && ferry_item_get_record (priv->item) != NULL;
}

static void
update (FerryKindPage *self)
{
  if (has_record (self) && FERRY_KIND_PAGE_GET_CLASS (self)->update != NULL)
    FERRY_KIND_PAGE_GET_CLASS (self)->update (self);
}

static void
look_around (FerryKindPage *self)
{
  FerryKindPagePrivate *priv = ferry_kind_page_get_instance_private (self);

  priv->is_behind = FALSE;
  update (self);
  if (has_record (self) && FERRY_KIND_PAGE_GET_CLASS (self)->look_around != NULL)
    FERRY_KIND_PAGE_GET_CLASS (self)->look_around (self);
}

static gboolean
on_look_around (gpointer user_data)
{
  FerryKindPage *self = user_data;
  FerryKindPagePrivate *priv = ferry_kind_page_get_instance_private (self);

  priv->look_source = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    look_around (self);
  else
    priv->is_behind = TRUE;

  return G_SOURCE_REMOVE;
}

static void
on_batch_applied (FerryKindPage *self)
{
  FerryKindPagePrivate *priv = ferry_kind_page_get_instance_private (self);

  if (priv->item == NULL || priv->look_source != 0)
    return;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    priv->look_source = g_timeout_add (LOOK_AROUND_MS, on_look_around, self);
  else
    priv->is_behind = TRUE;
}

void
ferry_kind_page_set_client (FerryKindPage *self,
                            FerryClient   *client)
{
  FerryKindPagePrivate *priv = ferry_kind_page_get_instance_private (self);

  g_return_if_fail (FERRY_IS_KIND_PAGE (self));

  g_set_object (&priv->client, client);
  g_signal_group_set_target (priv->client_signals, client);
}

void
ferry_kind_page_set_item (FerryKindPage *self,
                          FerryItem     *item)
{
  FerryKindPagePrivate *priv = ferry_kind_page_get_instance_private (self);

  g_return_if_fail (FERRY_IS_KIND_PAGE (self));

  if (!g_set_object (&priv->item, item))
    return;

  g_signal_group_set_target (priv->item_signals, item);
  if (FERRY_KIND_PAGE_GET_CLASS (self)->show != NULL)
    FERRY_KIND_PAGE_GET_CLASS (self)->show (self);
  look_around (self);
}

FerryClient *
ferry_kind_page_get_client (FerryKindPage *self)
{
  FerryKindPagePrivate *priv = ferry_kind_page_get_instance_private (self);

  return priv->client;
}

FerryItem *
ferry_kind_page_get_item (FerryKindPage *self)
{
  FerryKindPagePrivate *priv = ferry_kind_page_get_instance_private (self);

  return priv->item;
}

static void
ferry_kind_page_map (GtkWidget *widget)
{
  FerryKindPagePrivate *priv = ferry_kind_page_get_instance_private (FERRY_KIND_PAGE (widget));

  GTK_WIDGET_CLASS (ferry_kind_page_parent_class)->map (widget);

  if (priv->is_behind)
    look_around (FERRY_KIND_PAGE (widget));
}

static void
ferry_kind_page_dispose (GObject *object)
{
  FerryKindPagePrivate *priv = ferry_kind_page_get_instance_private (FERRY_KIND_PAGE (object));

  g_clear_handle_id (&priv->look_source, g_source_remove);
  g_clear_object (&priv->client_signals);
  g_clear_object (&priv->item_signals);
  g_clear_object (&priv->item);
  g_clear_object (&priv->client);

  G_OBJECT_CLASS (ferry_kind_page_parent_class)->dispose (object);
}

static void
ferry_kind_page_class_init (FerryKindPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ferry_kind_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = ferry_kind_page_map;
}

static void
ferry_kind_page_init (FerryKindPage *self)
{
  static const char * const names[] = {
    "notify::record", "notify::move", "notify::counts", "notify::stale",
  };
  FerryKindPagePrivate *priv = ferry_kind_page_get_instance_private (self);

  priv->client_signals = g_signal_group_new (FERRY_TYPE_CLIENT);
  g_signal_group_connect_swapped (priv->client_signals, "batch-applied",
                                  G_CALLBACK (on_batch_applied), self);

  priv->item_signals = g_signal_group_new (FERRY_TYPE_ITEM);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_group_connect_swapped (priv->item_signals, names[i], G_CALLBACK (update), self);
}
