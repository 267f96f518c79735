/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-message"

#include "config.h"

#include <glib/gi18n.h>

#include "ui/window/ferry-message.h"

GtkWidget *
ferry_message_show (GtkWidget  *widget,
                    const char *heading,
                    const char *sentence)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWindow *parent = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, sentence);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("Close"));
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}
