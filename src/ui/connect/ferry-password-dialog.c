/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-password-dialog"

#include "config.h"

#include "ui/connect/ferry-password-dialog.h"

#include <glib/gi18n.h>

/**
 * FerryPasswordDialog:
 *
 * Asks for a password, and whether to keep it in the keyring.
 *
 * Threads: the UI thread.
 */
struct _FerryPasswordDialog
{
  AdwMessageDialog parent_instance;

  GtkWidget       *password;
  GtkWidget       *remember;
};

G_DEFINE_FINAL_TYPE (FerryPasswordDialog, ferry_password_dialog, ADW_TYPE_MESSAGE_DIALOG)

FerrySecret *
ferry_password_dialog_take_secret (FerryPasswordDialog *self)
{
  FerrySecret *secret;

  g_return_val_if_fail (FERRY_IS_PASSWORD_DIALOG (self), NULL);

  secret = ferry_secret_new (gtk_editable_get_text (GTK_EDITABLE (self->password)));
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");

  return secret;
}

gboolean
ferry_password_dialog_get_remember (FerryPasswordDialog *self)
{
  g_return_val_if_fail (FERRY_IS_PASSWORD_DIALOG (self), FALSE);

  return gtk_switch_get_active (GTK_SWITCH (self->remember));
}

/* Not before: a window that has its focus before it is shown stays unknown to screen readers (GTK 4.8). */
static void
ferry_password_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ferry_password_dialog_parent_class)->map (widget);

  gtk_widget_grab_focus (FERRY_PASSWORD_DIALOG (widget)->password);
}

static void
ferry_password_dialog_class_init (FerryPasswordDialogClass *klass)
{
  GTK_WIDGET_CLASS (klass)->map = ferry_password_dialog_map;
}

static GtkWidget *
new_remember_row (FerryPasswordDialog *self)
{
  GtkWidget *row = adw_action_row_new ();

  self->remember = gtk_switch_new ();
  gtk_widget_set_valign (self->remember, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Remember in the keyring"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->remember);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->remember);

  return row;
}

static void
ferry_password_dialog_init (FerryPasswordDialog *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->password = adw_password_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password), _("Password"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (self->password), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->password);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_remember_row (self));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (self), group);
}

/**
 * ferry_password_dialog_new:
 * @parent: the window that it belongs to
 * @name: what the password is for: "root at pool.example.com"
 * @was_refused: the server did not take the last one
 * @remember: where the switch stands
 *
 * Returns: (transfer none): a dialog, not yet shown
 */
GtkWidget *
ferry_password_dialog_new (GtkWindow  *parent,
                           const char *name,
                           gboolean    was_refused,
                           gboolean    remember)
{
  FerryPasswordDialog *self = g_object_new (FERRY_TYPE_PASSWORD_DIALOG,
                                            "transient-for", parent,
                                            "modal", TRUE,
                                            NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);

  adw_message_dialog_set_heading (dialog, was_refused ? _("The password was not accepted")
                                                      : _("Password needed"));
  adw_message_dialog_set_body (dialog, name);
  gtk_switch_set_active (GTK_SWITCH (self->remember), remember);
  adw_message_dialog_add_responses (dialog,
                                    "cancel", _("Don’t connect"),
                                    FERRY_PASSWORD_RESPONSE, _("Connect"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, FERRY_PASSWORD_RESPONSE,
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, FERRY_PASSWORD_RESPONSE);
  adw_message_dialog_set_close_response (dialog, "cancel");

  return GTK_WIDGET (self);
}
