/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-table-cell"

#include "config.h"

#include "ui/details/ferry-table-cell.h"

#include "ui/details/ferry-link.h"
#include "ui/details/ferry-part.h"

/**
 * FerryTableCell:
 *
 * One field of a table.
 *
 * Threads: the UI thread.
 */
struct _FerryTableCell
{
  AdwBin             parent_instance;

  const FerryColumn *column;
  FerryClient       *client; /* (owned) (nullable) */
  GObject           *row;    /* (owned) (nullable) */
  gulong             changed_handler;

  GtkImage          *icon;   /* (nullable) */
  GtkLabel          *label;
};

G_DEFINE_FINAL_TYPE (FerryTableCell, ferry_table_cell, ADW_TYPE_BIN)

static char *
dup_markup (FerryTableCell *self,
            const char     *text)
{
  const FerryColumn *column = self->column;
  const char *key;

  if (column->dup_markup != NULL)
    return column->dup_markup (self->row, self->client);
  if (text == NULL)
    return NULL;

  key = column->get_key != NULL ? column->get_key (self->row, self->client) : NULL;

  return key != NULL ? ferry_link_dup_named (key, text) : g_markup_escape_text (text, -1);
}

void
ferry_table_cell_refresh (FerryTableCell *self)
{
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;

  g_return_if_fail (FERRY_IS_TABLE_CELL (self));

  if (self->row == NULL || ferry_item_get_record (ferry_row_get_item (self->row)) == NULL)
    return;

  text = self->column->dup_text (self->row, self->client);
  markup = dup_markup (self, text);
  if (ferry_link_set_markup (self->label, markup))
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), self->column->is_wide ? text : NULL);
  if (self->icon != NULL)
    gtk_image_set_from_icon_name (self->icon, self->column->get_icon_name (self->row));
}

void
ferry_table_cell_set_row (FerryTableCell *self,
                          gpointer        row,
                          FerryClient    *client)
{
  g_return_if_fail (FERRY_IS_TABLE_CELL (self));

  if (self->row != NULL)
    g_clear_signal_handler (&self->changed_handler, ferry_row_get_item (self->row));
  g_set_object (&self->row, row);
  g_set_object (&self->client, client);
  if (row == NULL)
    return;

  self->changed_handler = g_signal_connect_swapped (ferry_row_get_item (row), "notify",
                                                    G_CALLBACK (ferry_table_cell_refresh), self);
  ferry_table_cell_refresh (self);
}

static void
ferry_table_cell_dispose (GObject *object)
{
  ferry_table_cell_set_row (FERRY_TABLE_CELL (object), NULL, NULL);

  G_OBJECT_CLASS (ferry_table_cell_parent_class)->dispose (object);
}

static void
ferry_table_cell_class_init (FerryTableCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ferry_table_cell_dispose;
}

static void
ferry_table_cell_init (FerryTableCell *self)
{
}

static void
make_label (FerryTableCell *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, self->column->is_number ? 1 : 0);
  gtk_label_set_ellipsize (self->label,
                           self->column->is_wide ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (self->label, self->column->n_chars);
  gtk_label_set_max_width_chars (self->label, self->column->n_chars);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  ferry_link_follow_in (self->label);
}

GtkWidget *
ferry_table_cell_new (const FerryColumn *column)
{
  FerryTableCell *self = g_object_new (FERRY_TYPE_TABLE_CELL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->column = column;
  if (column->get_icon_name != NULL)
    {
      self->icon = GTK_IMAGE (gtk_image_new ());
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
    }
  make_label (self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), box);

  return GTK_WIDGET (self);
}
