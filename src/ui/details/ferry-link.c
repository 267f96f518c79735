/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-link"

#include "config.h"

#include "ui/details/ferry-link.h"

#include <glib/gi18n.h>

char *
ferry_link_dup_named (const char *key,
                      const char *name)
{
  return g_markup_printf_escaped ("<a href=\"%s\">%s</a>", key, name);
}

char *
ferry_link_dup_markup (FerryClient *client,
                       const char  *key)
{
  FerryItem *item = key != NULL ? ferry_client_lookup (client, key) : NULL;

  return item != NULL ? ferry_link_dup_named (key, ferry_item_get_name (item)) : NULL;
}

char *
ferry_link_dup_list_markup (FerryClient        *client,
                            const char * const *keys,
                            guint               max)
{
  g_autoptr(GString) list = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *link = ferry_link_dup_markup (client, keys[i]);

      if (link == NULL || ++n > max)
        continue;
      if (list->len > 0)
        /* Translators: between the names of a list */
        g_string_append (list, _(", "));
      g_string_append (list, link);
    }

  if (n > max)
    {
      /* Translators: the end of a list of names: "merlin, kestrel and 3 more" */
      g_string_append_printf (list, ngettext (" and %u more", " and %u more", n - max), n - max);
    }

  return n > 0 ? g_strdup (list->str) : NULL;
}

static gboolean
on_activate_link (GtkWidget  *label,
                  const char *key)
{
  gtk_widget_activate_action (label, "win.show", "s", key);

  return TRUE;
}

void
ferry_link_follow_in (GtkLabel *label)
{
  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_label_set_use_markup (label, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (label), "links");
  g_signal_connect (label, "activate-link", G_CALLBACK (on_activate_link), NULL);
}

gboolean
ferry_link_set_markup (GtkLabel   *label,
                       const char *markup)
{
  g_return_val_if_fail (GTK_IS_LABEL (label), FALSE);

  if (markup == NULL)
    markup = "";
  if (g_str_equal (gtk_label_get_label (label), markup))
    return FALSE;

  gtk_label_set_markup (label, markup);

  return TRUE;
}
