/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-trust-dialog"

#include "config.h"

#include "ui/connect/ferry-trust-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#define GROUP_LENGTH   4
#define GROUPS_PER_ROW 4
/* A dialog is as high as its texts are when they are as narrow as they can be. */
#define FACT_WIDTH     24

/**
 * ferry_trust_dialog_group_text:
 * @sha256: 64 hexadecimal digits
 *
 * Returns: (transfer full): the same in groups that a person can compare
 */
char *
ferry_trust_dialog_group_text (const char *sha256)
{
  GString *text = g_string_new (NULL);
  gsize length = strlen (sha256);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && i % (GROUP_LENGTH * GROUPS_PER_ROW) == 0)
        g_string_append_c (text, '\n');
      else if (i > 0 && i % GROUP_LENGTH == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, sha256[i]);
    }

  return g_string_free (text, FALSE);
}

static void
add_fact (GtkGrid    *grid,
          int         row,
          const char *name,
          const char *value,
          const char *css_class)
{
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *fact = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (fact), 0);
  gtk_label_set_wrap (GTK_LABEL (fact), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (fact), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (fact), FACT_WIDTH);
  gtk_label_set_selectable (GTK_LABEL (fact), TRUE);
  gtk_widget_set_hexpand (fact, TRUE);
  gtk_widget_set_can_focus (fact, FALSE);
  if (css_class != NULL)
    gtk_widget_add_css_class (fact, css_class);

  gtk_accessible_update_relation (GTK_ACCESSIBLE (fact),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, fact, 1, row, 1, 1);
}

static void
add_date (GtkGrid    *grid,
          int         row,
          const char *name,
          gint64      moment)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (moment);
  g_autofree char *text = time != NULL && moment != 0 ? g_date_time_format (time, "%x %X")
                                                      : g_strdup (_("unknown"));

  add_fact (grid, row, name, text, NULL);
}

static GtkWidget *
new_facts (const FerryConnectionRecord *record)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  g_autofree char *offered = ferry_trust_dialog_group_text (record->certificate_sha256);
  int row = 0;

  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_row_spacing (grid, 6);

  if (record->certificate_pinned_sha256 != NULL)
    {
      g_autofree char *pinned = ferry_trust_dialog_group_text (record->certificate_pinned_sha256);

      add_fact (grid, row++, _("Trusted so far"), pinned, "monospace");
      add_fact (grid, row++, _("Offered now"), offered, "changed-fingerprint");
    }
  else
    {
      add_fact (grid, row++, _("SHA-256"), offered, "monospace");
    }

  if (record->certificate_subject != NULL)
    add_fact (grid, row++, _("Subject"), record->certificate_subject, NULL);
  if (record->certificate_issuer != NULL)
    add_fact (grid, row++, _("Issuer"), record->certificate_issuer, NULL);
  add_date (grid, row++, _("Valid from"), record->certificate_not_before);
  add_date (grid, row++, _("Valid until"), record->certificate_not_after);

  return GTK_WIDGET (grid);
}

static char *
make_body (const FerryConnectionRecord *record)
{
  if (record->certificate_pinned_sha256 != NULL)
    return g_strdup_printf (
      _("%s shows another certificate than the one that you trusted. Someone may be between you "
        "and the server, or its certificate was renewed. Nothing was sent. Ask whoever looks "
        "after the server before you trust the new one."),
      record->certificate_host);

  return g_strdup_printf (
    _("No authority vouches for the certificate of %s, as is usual for XenServer and XCP-ng. "
      "Compare its fingerprint with the one on the server's console. Nothing was sent yet."),
    record->certificate_host);
}

/**
 * ferry_trust_dialog_new:
 * @parent: the window that it belongs to
 * @record: a connection that waits for a decision
 *
 * Returns: (transfer none): a dialog, not yet shown
 */
GtkWidget *
ferry_trust_dialog_new (GtkWindow                   *parent,
                        const FerryConnectionRecord *record)
{
  gboolean has_changed = record->certificate_pinned_sha256 != NULL;
  g_autofree char *body = make_body (record);
  GtkWidget *dialog =
    adw_message_dialog_new (parent,
                            has_changed ? _("The server's certificate has changed")
                                        : _("Is this the server that you mean?"),
                            body);

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), new_facts (record));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "refuse", _("Don’t connect"),
                                    FERRY_TRUST_RESPONSE,
                                    has_changed ? _("Trust the new certificate")
                                                : _("Trust this server"),
                                    NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "refuse");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "refuse");
  if (has_changed)
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), FERRY_TRUST_RESPONSE,
                                                ADW_RESPONSE_DESTRUCTIVE);

  return dialog;
}
