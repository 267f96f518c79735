/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-details"

#include "config.h"

#include "ui/details/ferry-details.h"

#include <glib/gi18n.h>

#include "ui/details/ferry-connection-page.h"
#include "ui/details/ferry-host-page.h"
#include "ui/details/ferry-network-page.h"
#include "ui/details/ferry-selection-page.h"
#include "ui/details/ferry-storage-page.h"
#include "ui/details/ferry-vm-page.h"
#include "ui/migrate/ferry-destination.h"

/**
 * FerryDetails:
 *
 * What is known about the selection: a page for each kind of thing.
 *
 * Threads: the UI thread.
 */
struct _FerryDetails
{
  AdwBin        parent_instance;

  FerryClient  *client; /* (owned) (nullable) */

  AdwViewStack *stack;
};

G_DEFINE_FINAL_TYPE (FerryDetails, ferry_details, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_chosen (FerryDetails *self,
           GObject      *destination)
{
  g_signal_emit (self, signals[CHOSEN], 0, destination);
}

/* A page is made when its kind is first selected. */
static FerryKindPage *
get_page (FerryDetails *self,
          const char   *name,
          GType         type)
{
  GtkWidget *page = adw_view_stack_get_child_by_name (self->stack, name);

  if (page == NULL)
    {
      page = g_object_new (type, NULL);
      ferry_kind_page_set_client (FERRY_KIND_PAGE (page), self->client);
      adw_view_stack_add_named (self->stack, page, name);
      if (FERRY_IS_VM_PAGE (page))
        g_signal_connect_object (page, "destination-chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
    }

  return FERRY_KIND_PAGE (page);
}

/* (nullable): %NULL for what has no page of its own */
static FerryKindPage *
get_page_for (FerryDetails *self,
              FerryItem    *item)
{
  if (ferry_item_get_record (item) == NULL)
    return NULL;

  switch (ferry_item_get_kind (item))
    {
    case FERRY_KIND_VM:
      return get_page (self, "vm", FERRY_TYPE_VM_PAGE);

    case FERRY_KIND_HOST:
      return get_page (self, "host", FERRY_TYPE_HOST_PAGE);

    case FERRY_KIND_CONNECTION:
      return get_page (self, "connection", FERRY_TYPE_CONNECTION_PAGE);

    case FERRY_KIND_STORAGE:
      return get_page (self, "storage", FERRY_TYPE_STORAGE_PAGE);

    case FERRY_KIND_NETWORK:
      return get_page (self, "network", FERRY_TYPE_NETWORK_PAGE);

    case FERRY_KIND_POOL:
    case FERRY_KIND_DISK:
    case FERRY_KIND_TASK:
    case FERRY_KIND_MOVE:
    default:
      return NULL;
    }
}

/* Pages that are not seen let go of what they showed. */
static void
show_child (FerryDetails *self,
            GtkWidget    *page)
{
  GtkWidget *old = adw_view_stack_get_visible_child (self->stack);

  if (old != page && FERRY_IS_KIND_PAGE (old))
    ferry_kind_page_set_item (FERRY_KIND_PAGE (old), NULL);
  adw_view_stack_set_visible_child (self->stack, page);
}

static void
show_one (FerryDetails *self,
          FerryItem    *item)
{
  FerryKindPage *page = get_page_for (self, item);

  if (page != NULL)
    ferry_kind_page_set_item (page, item);
  show_child (self, page != NULL ? GTK_WIDGET (page)
                                 : adw_view_stack_get_child_by_name (self->stack, "nothing"));
}

static void
show_table (FerryDetails *self,
            const char   *title,
            GListModel   *items)
{
  GtkWidget *page = adw_view_stack_get_child_by_name (self->stack, "selection");

  if (page == NULL)
    {
      page = ferry_selection_page_new (self->client);
      adw_view_stack_add_named (self->stack, page, "selection");
    }

  ferry_selection_page_set_items (FERRY_SELECTION_PAGE (page), title, items);
  show_child (self, page);
}

static void
show_several (FerryDetails *self,
              GPtrArray    *items)
{
  g_autoptr(GListStore) list = g_list_store_new (FERRY_TYPE_ITEM);
  g_autofree char *title = g_strdup_printf (ngettext ("%u selected", "%u selected", items->len),
                                            items->len);

  g_list_store_splice (list, 0, 0, items->pdata, items->len);
  show_table (self, title, G_LIST_MODEL (list));
}

void
ferry_details_set_client (FerryDetails *self,
                          FerryClient  *client)
{
  g_return_if_fail (FERRY_IS_DETAILS (self));

  g_set_object (&self->client, client);
}

void
ferry_details_set_items (FerryDetails *self,
                         GPtrArray    *items)
{
  FerryItem *first;

  g_return_if_fail (FERRY_IS_DETAILS (self));

  first = items->len > 0 ? g_ptr_array_index (items, 0) : NULL;
  if (items->len > 1)
    show_several (self, items);
  else if (first == NULL)
    show_child (self, adw_view_stack_get_child_by_name (self->stack, "nothing"));
  else if (ferry_item_get_record (first) == NULL && ferry_item_get_children (first) != NULL)
    show_table (self, ferry_item_get_name (first), ferry_item_get_children (first));
  else
    show_one (self, first);
}

static void
ferry_details_dispose (GObject *object)
{
  FerryDetails *self = FERRY_DETAILS (object);

  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_details_parent_class)->dispose (object);
}

static void
ferry_details_class_init (FerryDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ferry_details_dispose;

  signals[CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, FERRY_TYPE_DESTINATION);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ferryproject/Ferry/details/ferry-details.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryDetails, stack);
}

static void
ferry_details_init (FerryDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
