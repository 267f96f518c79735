/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-details"

#include "config.h"

#include "ui/details/ferry-details.h"

#include "ui/details/ferry-host-page.h"
#include "ui/details/ferry-many-page.h"
#include "ui/details/ferry-network-page.h"
#include "ui/details/ferry-pool-page.h"
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
  GPtrArray    *items;  /* (owned) (element-type FerryItem) */

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
on_destination_chosen (FerryDetails     *self,
                       FerryDestination *destination)
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

  if (page != NULL)
    return FERRY_KIND_PAGE (page);

  page = g_object_new (type, NULL);
  ferry_kind_page_set_client (FERRY_KIND_PAGE (page), self->client);
  adw_view_stack_add_named (self->stack, page, name);
  if (type == FERRY_TYPE_VM_PAGE)
    g_signal_connect_object (page, "destination-chosen", G_CALLBACK (on_destination_chosen), self,
                             G_CONNECT_SWAPPED);

  return FERRY_KIND_PAGE (page);
}

static FerryManyPage *
get_many_page (FerryDetails *self)
{
  GtkWidget *page = adw_view_stack_get_child_by_name (self->stack, "many");

  if (page != NULL)
    return FERRY_MANY_PAGE (page);

  page = g_object_new (FERRY_TYPE_MANY_PAGE, NULL);
  ferry_many_page_set_client (FERRY_MANY_PAGE (page), self->client);
  adw_view_stack_add_named (self->stack, page, "many");

  return FERRY_MANY_PAGE (page);
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
      return get_page (self, "pool", FERRY_TYPE_POOL_PAGE);

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
show_page (FerryDetails *self,
           GtkWidget    *page)
{
  GtkWidget *old = adw_view_stack_get_visible_child (self->stack);

  if (page != NULL)
    adw_view_stack_set_visible_child (self->stack, page);
  else
    adw_view_stack_set_visible_child_name (self->stack, "nothing");

  if (old == page)
    return;
  if (FERRY_IS_KIND_PAGE (old))
    ferry_kind_page_set_item (FERRY_KIND_PAGE (old), NULL);
  else if (FERRY_IS_MANY_PAGE (old))
    ferry_many_page_clear (FERRY_MANY_PAGE (old));
}

static void
show_one (FerryDetails *self,
          FerryItem    *item)
{
  FerryKindPage *page = get_page_for (self, item);

  if (page != NULL)
    {
      ferry_kind_page_set_item (page, item);
      show_page (self, GTK_WIDGET (page));
    }
  else if (ferry_item_get_record (item) == NULL)
    {
      ferry_many_page_set_group (get_many_page (self), item);
      show_page (self, GTK_WIDGET (get_many_page (self)));
    }
  else
    show_page (self, NULL);
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
  g_return_if_fail (FERRY_IS_DETAILS (self));

  g_ptr_array_ref (items);
  g_ptr_array_unref (self->items);
  self->items = items;

  if (items->len == 1)
    {
      show_one (self, g_ptr_array_index (items, 0));
    }
  else if (items->len > 1)
    {
      ferry_many_page_set_items (get_many_page (self), items);
      show_page (self, GTK_WIDGET (get_many_page (self)));
    }
  else
    {
      show_page (self, NULL);
    }
}

static void
ferry_details_dispose (GObject *object)
{
  FerryDetails *self = FERRY_DETAILS (object);

  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_details_parent_class)->dispose (object);
}

static void
ferry_details_finalize (GObject *object)
{
  FerryDetails *self = FERRY_DETAILS (object);

  g_ptr_array_unref (self->items);

  G_OBJECT_CLASS (ferry_details_parent_class)->finalize (object);
}

static void
ferry_details_class_init (FerryDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ferry_details_dispose;
  object_class->finalize = ferry_details_finalize;

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

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}
