/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-phase-bar"

#include "config.h"

#include "ui/jobs/ferry-phase-bar.h"

#include <glib/gi18n.h>

#include "model/ferry-move-text.h"

#define BAR_HEIGHT  4.0
#define SEGMENT_GAP 2.0

/**
 * FerryPhaseBar:
 *
 * How far a move is: a segment per phase, as wide as the phase's share of the
 * whole, filled by its own fraction. Nothing in it ever runs backwards, since
 * the fractions of a #FerryMoveRecord do not.
 *
 * Threads: the UI thread.
 */
struct _FerryPhaseBar
{
  GtkWidget parent_instance;

  double    weights[FERRY_N_PHASES];
  double    fractions[FERRY_N_PHASES];
};

G_DEFINE_FINAL_TYPE (FerryPhaseBar, ferry_phase_bar, GTK_TYPE_WIDGET)

static void
say_value (FerryPhaseBar *self,
           double         fraction,
           const char    *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, fraction * 100,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
}

/**
 * ferry_phase_bar_set_move:
 * @self: a bar
 * @move: (nullable): the move to show; nothing when %NULL
 */
void
ferry_phase_bar_set_move (FerryPhaseBar         *self,
                          const FerryMoveRecord *move)
{
  g_return_if_fail (FERRY_IS_PHASE_BAR (self));

  for (guint i = 0; i < FERRY_N_PHASES; i++)
    {
      self->weights[i] = move != NULL ? move->phase_weights[i] : 0;
      self->fractions[i] = move != NULL ? move->phase_fractions[i] : 0;
    }

  if (move != NULL)
    {
      g_autofree char *status = ferry_move_text_status (move);

      say_value (self, move->fraction, status);
    }

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ferry_phase_bar_set_fraction:
 * @self: a bar
 * @fraction: 0 to 1
 */
void
ferry_phase_bar_set_fraction (FerryPhaseBar *self,
                              double         fraction)
{
  g_autofree char *text = NULL;

  g_return_if_fail (FERRY_IS_PHASE_BAR (self));

  for (guint i = 0; i < FERRY_N_PHASES; i++)
    self->weights[i] = self->fractions[i] = 0;

  self->weights[FERRY_PHASE_MEMORY] = 1;
  self->fractions[FERRY_PHASE_MEMORY] = CLAMP (fraction, 0, 1);
  /* Translators: a share of work that is done */
  text = g_strdup_printf (_("%.0f %%"), fraction * 100);
  say_value (self, fraction, text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw_block (GtkSnapshot   *snapshot,
            const GdkRGBA *color,
            double         x,
            double         width)
{
  GskRoundedRect outline;

  if (width <= 0)
    return;

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (x, 0, width, BAR_HEIGHT),
                                   BAR_HEIGHT / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, color, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
draw_segment (FerryPhaseBar *self,
              GtkSnapshot   *snapshot,
              guint          phase,
              double         x,
              double         width)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA filled;
  GdkRGBA trough;

  gtk_style_context_get_color (style, &filled);
  trough = filled;
  trough.alpha *= 0.2;

  draw_block (snapshot, &trough, x, width);
  draw_block (snapshot, &filled, x, width * self->fractions[phase]);
}

static double
get_filled_left (FerryPhaseBar *self,
                 double         x,
                 double         width,
                 double         total)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    return total - x - width;

  return x;
}

static void
ferry_phase_bar_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  FerryPhaseBar *self = FERRY_PHASE_BAR (widget);
  double total = gtk_widget_get_width (widget);
  double x = 0;

  for (guint i = 0; i < FERRY_N_PHASES; i++)
    {
      double width = MAX (0, total * self->weights[i] - SEGMENT_GAP);

      if (self->weights[i] <= 0)
        continue;

      draw_segment (self, snapshot, i, get_filled_left (self, x, width, total), width);
      x += width + SEGMENT_GAP;
    }
}

static void
ferry_phase_bar_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? (int) BAR_HEIGHT : 24;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? (int) BAR_HEIGHT : 120;
}

static void
ferry_phase_bar_class_init (FerryPhaseBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ferry_phase_bar_snapshot;
  widget_class->measure = ferry_phase_bar_measure;

  gtk_widget_class_set_css_name (widget_class, "phasebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
ferry_phase_bar_init (FerryPhaseBar *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Progress"),
                                  -1);
}
