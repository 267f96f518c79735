/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-share-bar"

#include "config.h"

#include "ui/details/ferry-share-bar.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"

#define STRIP_HEIGHT 14
#define STRIP_WIDTH  120
#define SWATCH_SIZE  12

/* The bar itself: children side by side, each as wide as its share. Colours come from the style sheet. */
#define FERRY_TYPE_SHARE_STRIP (ferry_share_strip_get_type ())
G_DECLARE_FINAL_TYPE (FerryShareStrip, ferry_share_strip, FERRY, SHARE_STRIP, GtkWidget)

struct _FerryShareStrip
{
  GtkWidget  parent_instance;

  guint64    bytes[FERRY_MAX_SHARES];
  GtkWidget *parts[FERRY_MAX_SHARES];
};

G_DEFINE_FINAL_TYPE (FerryShareStrip, ferry_share_strip, GTK_TYPE_WIDGET)

static void
ferry_share_strip_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? STRIP_HEIGHT : STRIP_WIDTH;

  /* GTK wants to have asked every child before it gives it a place. */
  for (guint i = 0; i < FERRY_MAX_SHARES; i++)
    gtk_widget_measure (FERRY_SHARE_STRIP (widget)->parts[i], orientation, -1, NULL, NULL, NULL, NULL);
}

static void
ferry_share_strip_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  FerryShareStrip *self = FERRY_SHARE_STRIP (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double total = 0;
  double sum = 0;

  for (guint i = 0; i < FERRY_MAX_SHARES; i++)
    total += self->bytes[i];

  for (guint i = 0; i < FERRY_MAX_SHARES; i++)
    {
      int left = total > 0 ? width * (sum / total) : 0;
      int right = total > 0 ? width * ((sum + self->bytes[i]) / total) : 0;
      GtkAllocation place = { is_rtl ? width - right : left, 0, right - left, height };

      gtk_widget_set_child_visible (self->parts[i], place.width > 0);
      if (place.width > 0)
        gtk_widget_size_allocate (self->parts[i], &place, -1);
      sum += self->bytes[i];
    }
}

static void
ferry_share_strip_dispose (GObject *object)
{
  FerryShareStrip *self = FERRY_SHARE_STRIP (object);

  for (guint i = 0; i < FERRY_MAX_SHARES; i++)
    g_clear_pointer (&self->parts[i], gtk_widget_unparent);

  G_OBJECT_CLASS (ferry_share_strip_parent_class)->dispose (object);
}

static void
ferry_share_strip_class_init (FerryShareStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_share_strip_dispose;
  widget_class->measure = ferry_share_strip_measure;
  widget_class->size_allocate = ferry_share_strip_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "sharestrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ferry_share_strip_init (FerryShareStrip *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  for (guint i = 0; i < FERRY_MAX_SHARES; i++)
    {
      self->parts[i] = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_set_parent (self->parts[i], GTK_WIDGET (self));
    }
}

/**
 * FerryShareBar:
 *
 * How an amount is divided. The legend stands in the order of the bar and
 * names the amounts, so that nobody needs the colours.
 *
 * Threads: the UI thread.
 */
struct _FerryShareBar
{
  AdwBin           parent_instance;

  FerryShareStrip *strip;
  GtkGrid         *legend;
  guint            n_shares;
  GtkWidget       *swatches[FERRY_MAX_SHARES];
  GtkLabel        *names[FERRY_MAX_SHARES];
  GtkLabel        *amounts[FERRY_MAX_SHARES];
};

G_DEFINE_FINAL_TYPE (FerryShareBar, ferry_share_bar, ADW_TYPE_BIN)

static void
set_class (GtkWidget  *widget,
           const char *css_class)
{
  const char *classes[] = { css_class, NULL };

  gtk_widget_set_css_classes (widget, classes);
}

static void
set_label (GtkLabel   *label,
           const char *text)
{
  if (!g_str_equal (gtk_label_get_label (label), text))
    gtk_label_set_label (label, text);
}

static void
set_share (FerryShareBar    *self,
           guint             position,
           const FerryShare *share,
           GString          *sentence)
{
  g_autofree char *amount = ferry_format_bytes (share->bytes);

  set_class (self->strip->parts[position], share->css_class);
  set_class (self->swatches[position], share->css_class);
  set_label (self->names[position], share->name);
  set_label (self->amounts[position], amount);

  if (sentence->len > 0)
    g_string_append (sentence, _(", "));
  g_string_append_printf (sentence, _("%s: %s"), share->name, amount);
}

/**
 * ferry_share_bar_set_shares:
 * @self: a bar
 * @shares: (array length=n_shares): the parts of the whole
 * @n_shares: how many; at most FERRY_MAX_SHARES
 */
void
ferry_share_bar_set_shares (FerryShareBar    *self,
                            const FerryShare *shares,
                            guint             n_shares)
{
  g_autoptr(GString) sentence = g_string_new (NULL);
  gboolean has_changed;

  g_return_if_fail (FERRY_IS_SHARE_BAR (self));
  g_return_if_fail (n_shares <= FERRY_MAX_SHARES);

  has_changed = self->n_shares != n_shares;
  for (guint i = 0; i < FERRY_MAX_SHARES; i++)
    {
      guint64 bytes = i < n_shares ? shares[i].bytes : 0;

      has_changed |= bytes != self->strip->bytes[i];
      self->strip->bytes[i] = bytes;
    }
  if (!has_changed)
    return;

  self->n_shares = n_shares;
  for (guint i = 0; i < FERRY_MAX_SHARES; i++)
    {
      gtk_widget_set_visible (self->swatches[i], i < n_shares);
      gtk_widget_set_visible (GTK_WIDGET (self->names[i]), i < n_shares);
      gtk_widget_set_visible (GTK_WIDGET (self->amounts[i]), i < n_shares);
      if (i < n_shares)
        set_share (self, i, &shares[i], sentence);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence->str, -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self->strip));
}

static GtkLabel *
add_label (FerryShareBar *self,
           guint          column,
           guint          row,
           const char    *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->legend, label, column, row, 1, 1);

  return GTK_LABEL (label);
}

static void
add_entry (FerryShareBar *self,
           guint          row)
{
  self->swatches[row] = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_size_request (self->swatches[row], SWATCH_SIZE, SWATCH_SIZE);
  gtk_widget_set_valign (self->swatches[row], GTK_ALIGN_CENTER);
  gtk_grid_attach (self->legend, self->swatches[row], 0, row, 1, 1);

  self->names[row] = add_label (self, 1, row, "dim-label");
  gtk_label_set_xalign (self->names[row], 0);
  self->amounts[row] = add_label (self, 2, row, "numeric");
  gtk_label_set_xalign (self->amounts[row], 1);
}

static void
ferry_share_bar_class_init (FerryShareBarClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "sharebar");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ferry_share_bar_init (FerryShareBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->strip = g_object_new (FERRY_TYPE_SHARE_STRIP, NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->strip));

  self->legend = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_row_spacing (self->legend, 3);
  gtk_grid_set_column_spacing (self->legend, 9);
  for (guint i = 0; i < FERRY_MAX_SHARES; i++)
    add_entry (self, i);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->legend));

  adw_bin_set_child (ADW_BIN (self), box);
}
