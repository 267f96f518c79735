/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-page-head"

#include "config.h"

#include "ui/details/ferry-page-head.h"

#include "ui/tree/ferry-item-look.h"

/**
 * FerryPageHead:
 *
 * What stands above the pages of a thing.
 *
 * Threads: the UI thread.
 */
struct _FerryPageHead
{
  AdwBin           parent_instance;

  AdwViewStack    *stack; /* (owned) (nullable) */

  GtkImage        *icon;
  GtkLabel        *title;
  GtkLabel        *summary;
  GtkWidget       *switchers;
  AdwViewSwitcher *wide;
  AdwViewSwitcher *narrow;
};

G_DEFINE_FINAL_TYPE (FerryPageHead, ferry_page_head, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_STACK, /* for templates */
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_label (GtkLabel   *label,
           const char *text)
{
  if (g_str_equal (gtk_label_get_label (label), text))
    return;

  gtk_label_set_label (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
}

void
ferry_page_head_set_title (FerryPageHead *self,
                           const char    *icon_name,
                           const char    *title)
{
  g_return_if_fail (FERRY_IS_PAGE_HEAD (self));

  gtk_image_set_from_icon_name (self->icon, icon_name);
  set_label (self->title, title);
}

void
ferry_page_head_set_item (FerryPageHead *self,
                          FerryItem     *item)
{
  g_return_if_fail (FERRY_IS_PAGE_HEAD (self));

  if (item != NULL)
    ferry_page_head_set_title (self, ferry_item_look_get_icon_name (item), ferry_item_get_name (item));
}

void
ferry_page_head_set_summary (FerryPageHead *self,
                             const char    *summary)
{
  g_return_if_fail (FERRY_IS_PAGE_HEAD (self));

  set_label (self->summary, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), summary != NULL && *summary != '\0');
}

static void
set_stack (FerryPageHead *self,
           AdwViewStack  *stack)
{
  if (!g_set_object (&self->stack, stack))
    return;

  adw_view_switcher_set_stack (self->wide, stack);
  adw_view_switcher_set_stack (self->narrow, stack);
  gtk_widget_set_visible (self->switchers, stack != NULL);
}

static void
ferry_page_head_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_STACK:
      g_value_set_object (value, FERRY_PAGE_HEAD (object)->stack);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ferry_page_head_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_STACK:
      set_stack (FERRY_PAGE_HEAD (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ferry_page_head_dispose (GObject *object)
{
  g_clear_object (&FERRY_PAGE_HEAD (object)->stack);

  G_OBJECT_CLASS (ferry_page_head_parent_class)->dispose (object);
}

static void
ferry_page_head_class_init (FerryPageHeadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ferry_page_head_dispose;
  object_class->get_property = ferry_page_head_get_property;
  object_class->set_property = ferry_page_head_set_property;

  properties[PROP_STACK] =
    g_param_spec_object ("stack", NULL, NULL, ADW_TYPE_VIEW_STACK,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-page-head.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryPageHead, icon);
  gtk_widget_class_bind_template_child (widget_class, FerryPageHead, title);
  gtk_widget_class_bind_template_child (widget_class, FerryPageHead, summary);
  gtk_widget_class_bind_template_child (widget_class, FerryPageHead, switchers);
  gtk_widget_class_bind_template_child (widget_class, FerryPageHead, wide);
  gtk_widget_class_bind_template_child (widget_class, FerryPageHead, narrow);
}

static void
ferry_page_head_init (FerryPageHead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
