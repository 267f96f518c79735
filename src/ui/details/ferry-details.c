/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-details"

#include "config.h"

#include "ui/details/ferry-details.h"

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
