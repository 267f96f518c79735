/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-fact-row"

#include "config.h"

#include "ui/details/ferry-fact-row.h"

#include <glib/gi18n.h>

#include "ui/details/ferry-link.h"

#define MAX_LINKS 40

/**
 * FerryFactRow:
 *
 * What is known about one thing under one name, in a boxed list.
 *
 * Threads: the UI thread.
 */
struct _FerryFactRow
{
  AdwPreferencesRow  parent_instance;

  gboolean           is_copyable;

  GtkLabel          *value;
  GtkWidget         *copy;
};

G_DEFINE_FINAL_TYPE (FerryFactRow, ferry_fact_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_0,
  PROP_COPYABLE, /* for templates */
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
say (FerryFactRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  /* Translators: what a screen reader says of a fact: "Memory: 8.0 GiB" */
  g_autofree char *sentence = g_strdup_printf (_("%s: %s"), title, gtk_label_get_text (self->value));
  /* Translators: %s is the name of a fact, like "Address" */
  g_autofree char *copy = g_strdup_printf (_("Copy: %s"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, copy, -1);
}

static void
set_markup (FerryFactRow *self,
            const char   *markup)
{
  gboolean is_shown = markup != NULL && *markup != '\0';

  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
  if (ferry_link_set_markup (self->value, markup) && is_shown)
    say (self);
}

static void
on_copy (FerryFactRow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->value));
}

void
ferry_fact_row_set_text (FerryFactRow *self,
                         const char   *text)
{
  g_autofree char *markup = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  g_return_if_fail (FERRY_IS_FACT_ROW (self));

  set_markup (self, markup);
}

void
ferry_fact_row_take_text (FerryFactRow *self,
                          char         *text)
{
  g_autofree char *owned = text;

  ferry_fact_row_set_text (self, owned);
}

void
ferry_fact_row_take_markup (FerryFactRow *self,
                            char         *markup)
{
  g_autofree char *owned = markup;

  g_return_if_fail (FERRY_IS_FACT_ROW (self));

  set_markup (self, owned);
}

void
ferry_fact_row_set_link (FerryFactRow *self,
                         FerryClient  *client,
                         const char   *key)
{
  ferry_fact_row_take_markup (self, ferry_link_dup_markup (client, key));
}

void
ferry_fact_row_set_links (FerryFactRow       *self,
                          FerryClient        *client,
                          const char * const *keys)
{
  ferry_fact_row_take_markup (self, ferry_link_dup_list_markup (client, keys, MAX_LINKS));
}

void
ferry_fact_row_set_list (FerryFactRow       *self,
                         const char * const *strings)
{
  ferry_fact_row_take_text (self, strings != NULL ? g_strjoinv (_(", "), (char **) strings) : NULL);
}

static void
ferry_fact_row_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_COPYABLE:
      g_value_set_boolean (value, FERRY_FACT_ROW (object)->is_copyable);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ferry_fact_row_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  FerryFactRow *self = FERRY_FACT_ROW (object);

  switch (prop_id)
    {
    case PROP_COPYABLE:
      self->is_copyable = g_value_get_boolean (value);
      gtk_widget_set_visible (self->copy, self->is_copyable);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ferry_fact_row_class_init (FerryFactRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ferry_fact_row_get_property;
  object_class->set_property = ferry_fact_row_set_property;

  properties[PROP_COPYABLE] =
    g_param_spec_boolean ("copyable", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-fact-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryFactRow, value);
  gtk_widget_class_bind_template_child (widget_class, FerryFactRow, copy);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
ferry_fact_row_init (FerryFactRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ferry_link_follow_in (self->value);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
