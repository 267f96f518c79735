/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-details"

#include "config.h"

#include "ui/details/ferry-details.h"

#include "ui/details/ferry-host-page.h"
#include "ui/details/ferry-vm-page.h"

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
    case FERRY_KIND_POOL:
    case FERRY_KIND_STORAGE:
    case FERRY_KIND_NETWORK:
    case FERRY_KIND_DISK:
    case FERRY_KIND_TASK:
    case FERRY_KIND_MOVE:
    default:
      return NULL;
    }
}

/* Pages that are not seen let go of what they showed. */
static void
show_page (FerryDetails  *self,
           FerryKindPage *page,
           FerryItem     *item)
{
  GtkWidget *old = adw_view_stack_get_visible_child (self->stack);

  if (page != NULL)
    ferry_kind_page_set_item (page, item);
  if (old != GTK_WIDGET (page) && FERRY_IS_KIND_PAGE (old))
    ferry_kind_page_set_item (FERRY_KIND_PAGE (old), NULL);

  if (page != NULL)
    adw_view_stack_set_visible_child (self->stack, GTK_WIDGET (page));
  else
    adw_view_stack_set_visible_child_name (self->stack, "nothing");
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
    show_page (self, get_page_for (self, g_ptr_array_index (items, 0)), g_ptr_array_index (items, 0));
  else
    show_page (self, NULL, NULL);
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
