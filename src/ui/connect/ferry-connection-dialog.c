/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-connection-dialog"

#include "config.h"

#include "ui/connect/ferry-connection-dialog.h"

#include <glib/gi18n.h>

/**
 * FerryConnectionDialog:
 *
 * Asks for the address, user and password of a pool or host, and says at once
 * what is wrong with them.
 *
 * Threads: the UI thread.
 */
struct _FerryConnectionDialog
{
  AdwWindow    parent_instance;

  char        *id;            /* (owned) */
  char        *pinned_sha256; /* (owned) (nullable): kept as long as the address stays */
  char        *pinned_uri;    /* (owned) (nullable) */

  GtkButton   *accept;
  GtkEditable *address;
  GtkEditable *user;
  GtkEditable *password;
  GtkEditable *label;
  GtkSwitch   *remember;
  GtkSwitch   *at_start;
  GtkLabel    *problem;
};

G_DEFINE_FINAL_TYPE (FerryConnectionDialog, ferry_connection_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_ACCEPTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
get_text (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

/* What people type is an address, or what they copied from a browser. */
static const char *
split_scheme (const char  *address,
              const char **rest)
{
  static const struct
  {
    const char *typed;
    const char *scheme;
  } prefixes[] = {
    { "xapi://", "xapi" },
    { "https://", "xapi" },
    { "xapi+http://", "xapi+http" },
    { "http://", "xapi+http" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (!g_str_has_prefix (address, prefixes[i].typed))
        continue;

      *rest = address + strlen (prefixes[i].typed);
      return prefixes[i].scheme;
    }

  *rest = address;

  return "xapi";
}

static char *
make_uri (FerryConnectionDialog *self)
{
  g_autofree char *address = get_text (self->address);
  g_autofree char *user = get_text (self->user);
  g_autofree char *escaped_user = g_uri_escape_string (user, NULL, FALSE);
  const char *host;
  const char *scheme = split_scheme (address, &host);
  const char *at = strrchr (host, '@');
  g_autofree char *host_only = g_strdup (at != NULL ? at + 1 : host);

  g_strdelimit (host_only, "/?#", '\0');

  return g_strdup_printf ("%s://%s@%s", scheme, escaped_user, host_only);
}

static FerryConnectionSettings *
make_settings (FerryConnectionDialog *self)
{
  g_autofree char *label = get_text (self->label);
  g_autofree char *uri = make_uri (self);
  gboolean keeps_pin = g_strcmp0 (uri, self->pinned_uri) == 0;

  return ferry_connection_settings_copy (&(FerryConnectionSettings) {
    .id = self->id,
    .uri = uri,
    .label = *label != '\0' ? label : NULL,
    .pinned_sha256 = keeps_pin ? self->pinned_sha256 : NULL,
    .connect_at_start = gtk_switch_get_active (self->at_start),
    .remember_password = gtk_switch_get_active (self->remember),
  });
}

static void
on_changed (FerryConnectionDialog *self)
{
  g_autofree char *address = get_text (self->address);
  g_autofree char *user = get_text (self->user);
  g_autoptr(FerryConnectionSettings) settings = make_settings (self);
  g_autoptr(GError) error = NULL;
  gboolean is_complete = *address != '\0' && *user != '\0';
  gboolean is_right = is_complete && ferry_connection_settings_check (settings, &error);

  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), is_right);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
  gtk_label_set_label (self->problem, error != NULL ? error->message : "");
}

static void
on_accept (FerryConnectionDialog *self)
{
  g_autoptr(FerryConnectionSettings) settings = make_settings (self);
  const char *password = gtk_editable_get_text (self->password);
  g_autoptr(FerrySecret) secret = *password != '\0' ? ferry_secret_new (password) : NULL;

  gtk_editable_set_text (self->password, "");
  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0, settings, secret);
  gtk_window_close (GTK_WINDOW (self));
}

/* Fills the fields with what is edited; the password is never shown again. */
static void
show_settings (FerryConnectionDialog         *self,
               const FerryConnectionSettings *settings)
{
  g_autoptr(GUri) uri = g_uri_parse (settings->uri, G_URI_FLAGS_HAS_PASSWORD, NULL);
  g_autofree char *address = NULL;

  if (uri == NULL)
    return;

  address = g_str_equal (g_uri_get_scheme (uri), "xapi+http")
            ? g_strdup_printf ("http://%s:%d", g_uri_get_host (uri), g_uri_get_port (uri))
            : g_uri_get_port (uri) > 0
            ? g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri))
            : g_strdup (g_uri_get_host (uri));

  self->pinned_sha256 = g_strdup (settings->pinned_sha256);
  gtk_editable_set_text (self->address, address);
  gtk_editable_set_text (self->user, g_uri_get_user (uri) != NULL ? g_uri_get_user (uri) : "");
  gtk_editable_set_text (self->label, settings->label != NULL ? settings->label : "");
  gtk_switch_set_active (self->remember, settings->remember_password);
  gtk_switch_set_active (self->at_start, settings->connect_at_start);
  self->pinned_uri = make_uri (self);
  gtk_window_set_title (GTK_WINDOW (self), _("Edit the connection"));
}

/* Not before: a window that has its focus before it is shown stays unknown to screen readers (GTK 4.8). */
static void
ferry_connection_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ferry_connection_dialog_parent_class)->map (widget);

  gtk_widget_grab_focus (GTK_WIDGET (FERRY_CONNECTION_DIALOG (widget)->address));
}

static void
ferry_connection_dialog_finalize (GObject *object)
{
  FerryConnectionDialog *self = FERRY_CONNECTION_DIALOG (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->pinned_sha256, g_free);
  g_clear_pointer (&self->pinned_uri, g_free);

  G_OBJECT_CLASS (ferry_connection_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/connect/ferry-connection-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryConnectionDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, FerryConnectionDialog, address);
  gtk_widget_class_bind_template_child (widget_class, FerryConnectionDialog, user);
  gtk_widget_class_bind_template_child (widget_class, FerryConnectionDialog, password);
  gtk_widget_class_bind_template_child (widget_class, FerryConnectionDialog, label);
  gtk_widget_class_bind_template_child (widget_class, FerryConnectionDialog, remember);
  gtk_widget_class_bind_template_child (widget_class, FerryConnectionDialog, at_start);
  gtk_widget_class_bind_template_child (widget_class, FerryConnectionDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, on_accept);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ferry_connection_dialog_class_init (FerryConnectionDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_connection_dialog_finalize;
  GTK_WIDGET_CLASS (klass)->map = ferry_connection_dialog_map;

  bind_template (GTK_WIDGET_CLASS (klass));

  signals[SIGNAL_ACCEPTED] =
    g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);
}

static void
ferry_connection_dialog_init (FerryConnectionDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * ferry_connection_dialog_new:
 * @parent: the window that it belongs to
 * @settings: (nullable): what to edit
 *
 * Returns: (transfer none): a dialog, not yet shown
 */
GtkWidget *
ferry_connection_dialog_new (GtkWindow                     *parent,
                             const FerryConnectionSettings *settings)
{
  FerryConnectionDialog *self = g_object_new (FERRY_TYPE_CONNECTION_DIALOG,
                                              "transient-for", parent,
                                              NULL);

  self->id = settings != NULL ? g_strdup (settings->id) : g_uuid_string_random ();
  if (settings != NULL)
    show_settings (self, settings);

  return GTK_WIDGET (self);
}
