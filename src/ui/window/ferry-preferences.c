/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preferences"

#include "config.h"

#include "ui/window/ferry-preferences.h"

/**
 * FerryPreferences:
 *
 * The few things that a user may want otherwise. Each takes effect at once.
 *
 * Threads: the UI thread.
 */
struct _FerryPreferences
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow         *style;
  GtkSwitch           *confirm;
  GtkSwitch           *notify;
};

G_DEFINE_FINAL_TYPE (FerryPreferences, ferry_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the combo row and of the schema's choices. */
static const struct
{
  const char    *choice;
  AdwColorScheme scheme;
} styles[] = {
  { "system", ADW_COLOR_SCHEME_DEFAULT },
  { "light", ADW_COLOR_SCHEME_FORCE_LIGHT },
  { "dark", ADW_COLOR_SCHEME_FORCE_DARK },
};

static guint
find_style (const char *choice)
{
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      if (g_str_equal (styles[i].choice, choice))
        return i;
    }

  return 0;
}

static gboolean
style_to_row (GValue   *value,
              GVariant *variant,
              gpointer  user_data)
{
  g_value_set_uint (value, find_style (g_variant_get_string (variant, NULL)));

  return TRUE;
}

static GVariant *
style_from_row (const GValue       *value,
                const GVariantType *expected_type,
                gpointer            user_data)
{
  guint selected = MIN (g_value_get_uint (value), G_N_ELEMENTS (styles) - 1);

  return g_variant_new_string (styles[selected].choice);
}

static void
on_style_changed (GSettings *settings)
{
  g_autofree char *choice = g_settings_get_string (settings, "style");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      styles[find_style (choice)].scheme);
}

void
ferry_preferences_apply_style (GSettings *settings)
{
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_signal_connect (settings, "changed::style", G_CALLBACK (on_style_changed), NULL);
  on_style_changed (settings);
}

static void
ferry_preferences_class_init (FerryPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/window/ferry-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryPreferences, style);
  gtk_widget_class_bind_template_child (widget_class, FerryPreferences, confirm);
  gtk_widget_class_bind_template_child (widget_class, FerryPreferences, notify);
}

static void
ferry_preferences_init (FerryPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * ferry_preferences_new:
 * @parent: the window that it belongs to
 * @settings: of the schema org.ferryproject.Ferry
 *
 * Returns: (transfer none): a window, not yet shown
 */
GtkWidget *
ferry_preferences_new (GtkWindow *parent,
                       GSettings *settings)
{
  FerryPreferences *self = g_object_new (FERRY_TYPE_PREFERENCES, "transient-for", parent, NULL);

  g_settings_bind_with_mapping (settings, "style", self->style, "selected",
                                G_SETTINGS_BIND_DEFAULT, style_to_row, style_from_row,
                                NULL, NULL);
  g_settings_bind (settings, "confirm-moves", self->confirm, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify", self->notify, "active", G_SETTINGS_BIND_DEFAULT);

  return GTK_WIDGET (self);
}
