/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-application"

#include "config.h"

#include <glib/gi18n.h>

#include "ui/jobs/ferry-move-notifier.h"
#include "ferry-ui-resources.h"
#include "ui/window/ferry-application.h"
#include "ui/window/ferry-preferences.h"
#include "ui/window/ferry-window.h"

/**
 * FerryApplication:
 *
 * The program as the desktop sees it.
 *
 * Threads: the UI thread.
 */
struct _FerryApplication
{
  AdwApplication        parent_instance;

  FerryClient          *client;   /* (owned) (nullable) */
  FerryConnectionStore *store;    /* (owned) (nullable) */
  FerryMoveNotifier    *notifier; /* (owned) (nullable) */
  GSettings            *settings; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (FerryApplication, ferry_application, ADW_TYPE_APPLICATION)

/* g_settings_new() ends the program when the schema is missing, as it is in an odd build tree. */
static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, FERRY_APP_ID, TRUE);

  return schema != NULL ? g_settings_new (FERRY_APP_ID) : NULL;
}

static void
on_about (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  GtkApplication *app = GTK_APPLICATION (user_data);

  adw_show_about_window (gtk_application_get_active_window (app),
                         "application-name", _("Ferry"),
                         "application-icon", FERRY_APP_ID,
                         "version", FERRY_VERSION,
                         "developer-name", _("The Ferry project"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _("Moves virtual machines between hosts."),
                         NULL);
}

static void
on_preferences (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  FerryApplication *self = FERRY_APPLICATION (user_data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (ferry_preferences_new (window, self->settings)));
}

static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (user_data));

  /* Closing lets each window remember its size. */
  while (windows != NULL)
    {
      GtkWindow *window = windows->data;

      windows = windows->next;
      gtk_window_close (window);
    }
}

FerryClient *
ferry_application_get_client (FerryApplication *self)
{
  g_return_val_if_fail (FERRY_IS_APPLICATION (self), NULL);

  return self->client;
}

void
ferry_application_set_client (FerryApplication *self,
                              FerryClient      *client)
{
  g_return_if_fail (FERRY_IS_APPLICATION (self));

  if (!g_set_object (&self->client, client))
    return;

  g_clear_object (&self->notifier);
  self->notifier = ferry_move_notifier_new (GTK_APPLICATION (self), client, self->settings);
}

FerryConnectionStore *
ferry_application_get_store (FerryApplication *self)
{
  g_return_val_if_fail (FERRY_IS_APPLICATION (self), NULL);

  return self->store;
}

void
ferry_application_set_store (FerryApplication     *self,
                             FerryConnectionStore *store)
{
  g_return_if_fail (FERRY_IS_APPLICATION (self));

  g_set_object (&self->store, store);
}

GSettings *
ferry_application_get_settings (FerryApplication *self)
{
  g_return_val_if_fail (FERRY_IS_APPLICATION (self), NULL);

  return self->settings;
}

static void
ferry_application_activate (GApplication *app)
{
  FerryApplication *self = FERRY_APPLICATION (app);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (app));

  if (window == NULL && self->client != NULL)
    window = GTK_WINDOW (ferry_window_new (self));

  if (window != NULL)
    gtk_window_present (window);
}

static void
ferry_application_startup (GApplication *app)
{
  static const GActionEntry entries[] = {
    { "about", on_about },
    { "quit", on_quit },
  };
  static const GActionEntry preferences_entries[] = {
    { "preferences", on_preferences },
  };
  static const struct
  {
    const char *action;
    const char *accels[3];
  } shortcuts[] = {
    { "app.quit", { "<Control>q" } },
    { "app.preferences", { "<Control>comma" } },
    { "win.find", { "<Control>f" } },
    { "win.migrate", { "<Control>m" } },
    { "win.toggle-moves", { "<Control>j" } },
    { "win.toggle-tree", { "F9" } },
    { "win.add-connection", { "<Control>n" } },
    { "win.go-back", { "<Alt>Left" } },
    { "win.show-menu", { "F10" } },
    { "window.close", { "<Control>w" } },
  };
  GtkApplication *gtk_app = GTK_APPLICATION (app);

  G_APPLICATION_CLASS (ferry_application_parent_class)->startup (app);

  g_action_map_add_action_entries (G_ACTION_MAP (app), entries, G_N_ELEMENTS (entries), app);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (gtk_app, shortcuts[i].action, shortcuts[i].accels);

  gtk_window_set_default_icon_name (FERRY_APP_ID);
  if (FERRY_APPLICATION (app)->settings == NULL)
    return;

  g_action_map_add_action_entries (G_ACTION_MAP (app), preferences_entries,
                                   G_N_ELEMENTS (preferences_entries), app);
  ferry_preferences_apply_style (FERRY_APPLICATION (app)->settings);
}

static void
ferry_application_finalize (GObject *object)
{
  FerryApplication *self = FERRY_APPLICATION (object);

  g_clear_object (&self->notifier);
  g_clear_object (&self->store);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (ferry_application_parent_class)->finalize (object);
}

static void
ferry_application_class_init (FerryApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ferry_application_finalize;

  app_class->activate = ferry_application_activate;
  app_class->startup = ferry_application_startup;
}

static void
ferry_application_init (FerryApplication *self)
{
  /* Named here, so that the linker does not leave it out of a static library. */
  g_resources_register (ferry_ui_get_resource ());
  self->settings = open_settings ();
}

FerryApplication *
ferry_application_new (GApplicationFlags flags)
{
  return g_object_new (FERRY_TYPE_APPLICATION,
                       "application-id", FERRY_APP_ID,
                       "flags", flags,
                       "resource-base-path", "/org/ferryproject/Ferry",
                       NULL);
}
