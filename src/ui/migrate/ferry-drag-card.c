/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-drag-card"

#include "config.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "ui/migrate/ferry-drag-card.h"

#define MAX_NAMES 3

static void
add_label (GtkWidget  *box,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
}

GtkWidget *
ferry_drag_card_new (FerryDestinations *destinations)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GPtrArray *vms = ferry_destinations_get_vms (destinations);
  g_autofree char *memory = ferry_format_bytes (ferry_destinations_get_memory (destinations));
  g_autofree char *more = NULL;

  gtk_widget_add_css_class (box, "drag-card");
  /* Without a compositor, round corners have black ones behind them. */
  if (gdk_display_is_composited (gtk_widget_get_display (box)))
    gtk_widget_add_css_class (box, "composited");
  for (guint i = 0; i < MIN (vms->len, MAX_NAMES); i++)
    add_label (box, ferry_item_get_name (g_ptr_array_index (vms, i)), "heading");

  if (vms->len > MAX_NAMES)
    {
      more = g_strdup_printf (_("+ %u more"), vms->len - MAX_NAMES);
      add_label (box, more, NULL);
    }
  add_label (box, memory, "dim-label");

  return box;
}
