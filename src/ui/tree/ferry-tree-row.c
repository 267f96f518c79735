/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-tree-row"

#include "config.h"

#include "ui/tree/ferry-tree-row.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-connection-record.h"
#include "ui/tree/ferry-item-look.h"

#define ICON_SIZE     16
#define SPACING       6
#define BAR_WIDTH     56
#define BAR_HEIGHT    6
#define PROGRESS_SIZE 2
#define DIM           0.55

/**
 * FerryTreeRow:
 *
 * One line of the tree. A list keeps two hundred of them, whatever can be seen, and makes them anew whenever many rows
 * go: so a row is one widget that draws itself, measures no text, and makes what it draws with only when it is drawn.
 * Only a connection that is not connected has a child: the button.
 *
 * Threads: the UI thread.
 */
struct _FerryTreeRow
{
  GtkWidget         parent_instance;

  GtkTreeListRow   *row;       /* (owned) (nullable) */
  FerryItem        *item;      /* (owned) (nullable) */
  gulong            item_handler;
  gulong            row_handler;
  FerryTreeRowLook  look;
  char             *look_text; /* (owned) (nullable) */
  GtkWidget        *reconnect; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (FerryTreeRow, ferry_tree_row, GTK_TYPE_WIDGET)

enum
{
  TOGGLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char * const look_classes[] = {
  [FERRY_TREE_ROW_PLAIN] = NULL,
  [FERRY_TREE_ROW_CAN_TAKE] = "can-take",
  [FERRY_TREE_ROW_NEEDS_CHOICES] = "needs-choices",
  [FERRY_TREE_ROW_CANNOT] = "cannot-take",
};

static gboolean
is_rtl (FerryTreeRow *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static char *
dup_memory_text (FerryItem *item)
{
  const FerryItemCounts *counts = ferry_item_get_counts (item);
  g_autofree char *amount = ferry_format_bytes_of (counts->memory_used_bytes,
                                                   counts->memory_total_bytes);

  /* Translators: "3.1 of 8.0 GiB" */
  return g_strdup_printf (_("Memory: %s in use"), amount);
}

static gboolean
has_memory (FerryItem *item)
{
  return ferry_item_get_kind (item) == FERRY_KIND_HOST && ferry_item_get_record (item) != NULL
         && ferry_item_get_counts (item)->memory_total_bytes > 0;
}

/* (nullable): why a connection is not as it should be, in a word or two */
static const char *
get_connection_note (const FerryConnectionRecord *record,
                     FerryItem                   *item)
{
  if (record->state == FERRY_CONNECTION_CONNECTED)
    return NULL;
  if (record->state == FERRY_CONNECTION_CONNECTING && record->step != NULL)
    return record->step;

  return ferry_item_look_get_state (item);
}

static char *
dup_note (FerryTreeRow *self)
{
  const FerryMoveRecord *move = ferry_item_get_move (self->item);
  gconstpointer record = ferry_item_get_record (self->item);

  if (move != NULL)
    return g_strdup_printf ("%s %s", is_rtl (self) ? "←" : "→", move->target_host_name);

  if (record != NULL && ferry_item_get_kind (self->item) == FERRY_KIND_CONNECTION)
    return g_strdup (get_connection_note (record, self->item));

  return NULL;
}

/* (transfer full) (nullable): what stands at the end of the line */
static char *
dup_counts (FerryTreeRow *self)
{
  const FerryItemCounts *counts = ferry_item_get_counts (self->item);
  FerryKind kind = ferry_item_get_kind (self->item);

  if (self->look == FERRY_TREE_ROW_CAN_TAKE)
    return g_strdup (self->look_text);
  if (ferry_item_get_record (self->item) == NULL)
    return NULL;
  if (kind == FERRY_KIND_HOST)
    return g_strdup_printf ("%u", counts->n_running_vms);
  if (kind == FERRY_KIND_CONNECTION && counts->n_hosts > 0)
    return g_strdup_printf ("%u | %u", counts->n_hosts, counts->n_vms);

  return NULL;
}

/* Places are counted from the start of the line; this is where that is in the widget. */
static double
place (FerryTreeRow *self,
       double        start,
       double        width)
{
  return is_rtl (self) ? gtk_widget_get_width (GTK_WIDGET (self)) - start - width : start;
}

static double
get_arrow_start (FerryTreeRow *self)
{
  return gtk_tree_list_row_get_depth (self->row) * (double) ICON_SIZE;
}

static GdkRGBA
get_color (FerryTreeRow *self,
           double        alpha)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  color.alpha *= alpha;

  return color;
}

static GdkRGBA
get_accent (FerryTreeRow *self)
{
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                       "accent_color", &color))
    color = get_color (self, 1);

  return color;
}

static void
draw_icon (FerryTreeRow *self,
           GtkSnapshot  *snapshot,
           const char   *name,
           double        start)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkRGBA color = get_color (self, 1);
  g_autoptr(GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
    gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)), name, NULL, ICON_SIZE,
    gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget),
    GTK_ICON_LOOKUP_FORCE_SYMBOLIC);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (
                            place (self, start, ICON_SIZE),
                            (gtk_widget_get_height (widget) - ICON_SIZE) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot,
                                            ICON_SIZE, ICON_SIZE, &color, 1);
  gtk_snapshot_restore (snapshot);
}

static void
draw_bar (FerryTreeRow *self,
          GtkSnapshot  *snapshot,
          double        start,
          double        width,
          GdkRGBA       color)
{
  double y = (gtk_widget_get_height (GTK_WIDGET (self)) - BAR_HEIGHT) / 2;
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape,
                                   &GRAPHENE_RECT_INIT (place (self, start, width), y, width,
                                                        BAR_HEIGHT),
                                   BAR_HEIGHT / 2.0);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, &color, &shape.bounds);
  gtk_snapshot_pop (snapshot);
}

/* @end: where free room ends. Returns where it ends now. */
static double
draw_memory (FerryTreeRow *self,
             GtkSnapshot  *snapshot,
             double        end)
{
  const FerryItemCounts *counts = ferry_item_get_counts (self->item);
  double share;

  if (!has_memory (self->item) || self->look != FERRY_TREE_ROW_PLAIN)
    return end;

  share = MIN ((double) counts->memory_used_bytes / counts->memory_total_bytes, 1);
  draw_bar (self, snapshot, end - BAR_WIDTH, BAR_WIDTH, get_color (self, 0.15));
  if (share * BAR_WIDTH >= 1)
    draw_bar (self, snapshot, end - BAR_WIDTH, share * BAR_WIDTH, get_color (self, DIM));

  return end - BAR_WIDTH - SPACING;
}

/* @width: most that it may take; -1: what it needs. At @start, or ending there if @is_end. Returns its width. */
static double
draw_text (FerryTreeRow *self,
           GtkSnapshot  *snapshot,
           PangoLayout  *layout,
           double        start,
           gboolean      is_end,
           GdkRGBA       color)
{
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (is_end)
    start -= width;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (
                            place (self, start, width),
                            (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);

  return width;
}

static PangoLayout *
make_layout (FerryTreeRow *self,
             const char   *text,
             double        scale)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);

  return layout;
}

static double
draw_counts (FerryTreeRow *self,
             GtkSnapshot  *snapshot,
             double        end)
{
  g_autofree char *text = dup_counts (self);
  g_autoptr(PangoLayout) layout = NULL;

  if (text == NULL)
    return end;

  layout = make_layout (self, text, PANGO_SCALE_SMALL);

  return end - draw_text (self, snapshot, layout, end, TRUE, get_color (self, DIM)) - SPACING;
}

static void
draw_name (FerryTreeRow *self,
           GtkSnapshot  *snapshot,
           double        start,
           double        end)
{
  g_autoptr(PangoLayout) name = make_layout (self, ferry_item_get_name (self->item), 1);
  g_autofree char *text = dup_note (self);
  g_autoptr(PangoLayout) note = NULL;
  int note_width = 0;

  if (text != NULL)
    {
      note = make_layout (self, text, PANGO_SCALE_SMALL);
      pango_layout_get_pixel_size (note, &note_width, NULL);
      /* Where there is no room for both, the name gets the larger half. */
      note_width = MIN (note_width, (end - start) * 0.45);
      pango_layout_set_width (note, note_width * PANGO_SCALE);
      pango_layout_set_ellipsize (note, PANGO_ELLIPSIZE_END);
      note_width += SPACING;
    }

  if (end - start <= note_width)
    return;

  pango_layout_set_width (name, (int) (end - start - note_width) * PANGO_SCALE);
  pango_layout_set_ellipsize (name, PANGO_ELLIPSIZE_MIDDLE);
  start += draw_text (self, snapshot, name, start, FALSE, get_color (self, 1)) + SPACING;
  if (note != NULL)
    draw_text (self, snapshot, note, start, FALSE, get_color (self, DIM));
}

static void
draw_progress (FerryTreeRow *self,
               GtkSnapshot  *snapshot)
{
  const FerryMoveRecord *move = ferry_item_get_move (self->item);
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double y = gtk_widget_get_height (GTK_WIDGET (self)) - PROGRESS_SIZE;
  GdkRGBA color;

  if (move == NULL)
    return;

  color = get_accent (self);
  width *= CLAMP (move->fraction, 0, 1);
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (place (self, 0, width), y, width, PROGRESS_SIZE));
}

static void
ferry_tree_row_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  FerryTreeRow *self = FERRY_TREE_ROW (widget);
  double start, end;

  if (self->item == NULL)
    return;

  start = get_arrow_start (self);
  if (gtk_tree_list_row_is_expandable (self->row))
    draw_icon (self, snapshot,
               gtk_tree_list_row_get_expanded (self->row) ? "pan-down-symbolic" : "pan-end-symbolic",
               start);
  start += ICON_SIZE + SPACING / 2;
  draw_icon (self, snapshot, ferry_item_look_get_icon_name (self->item), start);
  start += ICON_SIZE + SPACING;

  end = gtk_widget_get_width (widget);
  end = draw_counts (self, snapshot, end);
  end = draw_memory (self, snapshot, end);
  if (self->reconnect != NULL)
    {
      end -= gtk_widget_get_width (self->reconnect) + SPACING;
      gtk_widget_snapshot_child (widget, self->reconnect, snapshot);
    }
  draw_name (self, snapshot, start, end);
  draw_progress (self, snapshot);
}

/* Its height comes from the style sheet, in the font's size: no text is measured. */
static void
ferry_tree_row_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  FerryTreeRow *self = FERRY_TREE_ROW (widget);

  *minimum = *natural = 0;
  if (self->reconnect != NULL)
    gtk_widget_measure (self->reconnect, orientation, -1, minimum, natural, NULL, NULL);
}

static void
ferry_tree_row_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  FerryTreeRow *self = FERRY_TREE_ROW (widget);
  int button_width, button_height, x;

  if (self->reconnect == NULL)
    return;

  gtk_widget_measure (self->reconnect, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &button_width, NULL, NULL);
  gtk_widget_measure (self->reconnect, GTK_ORIENTATION_VERTICAL, -1, NULL, &button_height, NULL, NULL);
  button_height = MIN (button_height, height);
  /* Counts stand after it; they have at most nine digits and a bar. */
  x = place (self, MAX (width - button_width - BAR_WIDTH, 0), button_width);
  gtk_widget_size_allocate (self->reconnect,
                            &(GtkAllocation) { x, (height - button_height) / 2, button_width,
                                               button_height }, -1);
}

static void
update_reconnect (FerryTreeRow *self)
{
  const FerryConnectionRecord *record = ferry_item_get_record (self->item);

  if (record == NULL || ferry_item_get_kind (self->item) != FERRY_KIND_CONNECTION
      || record->state == FERRY_CONNECTION_CONNECTED
      || record->state == FERRY_CONNECTION_CONNECTING)
    {
      g_clear_pointer (&self->reconnect, gtk_widget_unparent);
      return;
    }

  if (self->reconnect == NULL)
    {
      self->reconnect = gtk_button_new_with_label (_("Reconnect"));
      gtk_widget_add_css_class (self->reconnect, "row-button");
      gtk_widget_set_parent (self->reconnect, GTK_WIDGET (self));
    }
  /* Target first: an action whose target does not fit is warned about. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->reconnect), "s", record->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->reconnect), "win.reconnect");
}

/* (nullable): why what is shown is old */
static const char *
get_stale_reason (FerryItem *item)
{
  const FerryConnectionRecord *record;

  while (ferry_item_get_parent (item) != NULL)
    item = ferry_item_get_parent (item);

  record = ferry_item_get_kind (item) == FERRY_KIND_CONNECTION ? ferry_item_get_record (item) : NULL;

  return record != NULL ? record->message : NULL;
}

static char *
dup_counts_text (FerryItem *item)
{
  const FerryItemCounts *counts = ferry_item_get_counts (item);
  g_autofree char *hosts = NULL;
  g_autofree char *vms = NULL;

  if (ferry_item_get_kind (item) == FERRY_KIND_HOST)
    return g_strdup_printf (ngettext ("%u of %u virtual machine runs",
                                      "%u of %u virtual machines run", counts->n_vms),
                            counts->n_running_vms, counts->n_vms);

  hosts = g_strdup_printf (ngettext ("%u host", "%u hosts", counts->n_hosts), counts->n_hosts);
  vms = g_strdup_printf (ngettext ("%u virtual machine", "%u virtual machines", counts->n_vms),
                         counts->n_vms);

  return g_strdup_printf ("%s, %s", hosts, vms);
}

static void
append_line (GString *text,
             char    *line)
{
  if (line != NULL)
    g_string_append_printf (text, "\n%s", line);
  g_free (line);
}

static gboolean
ferry_tree_row_query_tooltip (GtkWidget  *widget,
                              int         x,
                              int         y,
                              gboolean    is_by_keyboard,
                              GtkTooltip *tooltip)
{
  FerryTreeRow *self = FERRY_TREE_ROW (widget);
  FerryItem *item = self->item;
  g_autoptr(GString) text = NULL;

  if (item == NULL)
    return FALSE;

  text = g_string_new (ferry_item_get_name (item));
  append_line (text, g_strdup (ferry_item_look_get_state (item)));
  if (ferry_item_get_record (item) != NULL
      && (ferry_item_get_kind (item) == FERRY_KIND_HOST
          || ferry_item_get_kind (item) == FERRY_KIND_CONNECTION))
    append_line (text, dup_counts_text (item));
  if (has_memory (item))
    append_line (text, dup_memory_text (item));
  if (ferry_item_is_stale (item) || ferry_item_get_kind (item) == FERRY_KIND_CONNECTION)
    append_line (text, g_strdup (get_stale_reason (item)));
  gtk_tooltip_set_text (tooltip, text->str);

  return TRUE;
}

/* (nullable): what a drop here would mean, while something is dragged */
static const char *
get_look_words (FerryTreeRow *self)
{
  switch (self->look)
    {
    case FERRY_TREE_ROW_CAN_TAKE:
      return self->look_text;
    case FERRY_TREE_ROW_NEEDS_CHOICES:
      return _("Needs choices");
    case FERRY_TREE_ROW_CANNOT:
      return _("Cannot go");
    case FERRY_TREE_ROW_PLAIN:
    default:
      return NULL;
    }
}

static char *
dup_spoken (FerryTreeRow *self)
{
  g_autofree char *sentence = ferry_item_look_dup_sentence (self->item);
  const char *words = get_look_words (self);

  return words != NULL ? g_strdup_printf ("%s, %s", sentence, words)
                       : g_steal_pointer (&sentence);
}

static void
speak (FerryTreeRow *self)
{
  g_autofree char *sentence = dup_spoken (self);
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  gboolean can_expand = gtk_tree_list_row_is_expandable (self->row);

  if (list_item == NULL)
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (list_item),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  GTK_ACCESSIBLE_PROPERTY_LEVEL,
                                  gtk_tree_list_row_get_depth (self->row) + 1, -1);
  if (can_expand)
    gtk_accessible_update_state (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_STATE_EXPANDED,
                                 gtk_tree_list_row_get_expanded (self->row), -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_STATE_EXPANDED);
}

static void
update (FerryTreeRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (ferry_item_is_stale (self->item))
    gtk_widget_add_css_class (widget, "stale");
  else
    gtk_widget_remove_css_class (widget, "stale");

  update_reconnect (self);
  speak (self);
  gtk_widget_queue_draw (widget);
}

static void
on_expanded (FerryTreeRow   *self,
             GParamSpec     *pspec,
             GtkTreeListRow *row)
{
  update (self);
  g_signal_emit (self, signals[TOGGLED], 0, row);
}

FerryItem *
ferry_tree_row_get_item (FerryTreeRow *self)
{
  g_return_val_if_fail (FERRY_IS_TREE_ROW (self), NULL);

  return self->item;
}

GtkTreeListRow *
ferry_tree_row_get_row (FerryTreeRow *self)
{
  g_return_val_if_fail (FERRY_IS_TREE_ROW (self), NULL);

  return self->row;
}

gboolean
ferry_tree_row_is_arrow_at (FerryTreeRow *self,
                            double        x)
{
  double start;

  g_return_val_if_fail (FERRY_IS_TREE_ROW (self), FALSE);

  if (self->row == NULL || !gtk_tree_list_row_is_expandable (self->row))
    return FALSE;

  start = place (self, get_arrow_start (self), ICON_SIZE);

  return x >= start - SPACING / 2 && x <= start + ICON_SIZE + SPACING / 2;
}

FerryTreeRow *
ferry_tree_row_pick (GtkWidget *list,
                     double     x,
                     double     y)
{
  GtkWidget *widget = gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT);
  GtkWidget *row, *child;

  if (widget == NULL)
    return NULL;

  /* The padding around a row belongs to its list item. */
  row = gtk_widget_get_ancestor (widget, FERRY_TYPE_TREE_ROW);
  child = gtk_widget_get_first_child (widget);
  if (row == NULL && child != NULL && FERRY_IS_TREE_ROW (child))
    row = child;

  return row != NULL ? FERRY_TREE_ROW (row) : NULL;
}

void
ferry_tree_row_set_row (FerryTreeRow   *self,
                        GtkTreeListRow *row)
{
  g_return_if_fail (FERRY_IS_TREE_ROW (self));

  ferry_tree_row_set_look (self, FERRY_TREE_ROW_PLAIN, NULL);
  g_clear_signal_handler (&self->item_handler, self->item);
  g_clear_signal_handler (&self->row_handler, self->row);
  g_clear_object (&self->item);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;

  self->item = gtk_tree_list_row_get_item (row);
  if (self->item == NULL)
    return;

  self->item_handler = g_signal_connect_swapped (self->item, "notify", G_CALLBACK (update), self);
  self->row_handler = g_signal_connect_swapped (row, "notify::expanded", G_CALLBACK (on_expanded),
                                                self);
  update (self);
}

void
ferry_tree_row_set_look (FerryTreeRow     *self,
                         FerryTreeRowLook  look,
                         const char       *text)
{
  g_return_if_fail (FERRY_IS_TREE_ROW (self));
  g_return_if_fail (look < G_N_ELEMENTS (look_classes));

  if (look == self->look && g_strcmp0 (text, self->look_text) == 0)
    return;

  if (look_classes[self->look] != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), look_classes[self->look]);
  if (look_classes[look] != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), look_classes[look]);
  self->look = look;
  g_free (self->look_text);
  self->look_text = g_strdup (text);
  if (self->row != NULL)
    speak (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
ferry_tree_row_dispose (GObject *object)
{
  FerryTreeRow *self = FERRY_TREE_ROW (object);

  ferry_tree_row_set_row (self, NULL);
  g_clear_pointer (&self->reconnect, gtk_widget_unparent);

  G_OBJECT_CLASS (ferry_tree_row_parent_class)->dispose (object);
}

static void
ferry_tree_row_finalize (GObject *object)
{
  g_free (FERRY_TREE_ROW (object)->look_text);

  G_OBJECT_CLASS (ferry_tree_row_parent_class)->finalize (object);
}

static void
ferry_tree_row_class_init (FerryTreeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_tree_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = ferry_tree_row_finalize;
  widget_class->measure = ferry_tree_row_measure;
  widget_class->size_allocate = ferry_tree_row_size_allocate;
  widget_class->snapshot = ferry_tree_row_snapshot;
  widget_class->query_tooltip = ferry_tree_row_query_tooltip;

  signals[TOGGLED] =
    g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, GTK_TYPE_TREE_LIST_ROW);

  gtk_widget_class_set_css_name (widget_class, "ferry-tree-row");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ferry_tree_row_init (FerryTreeRow *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
ferry_tree_row_new (void)
{
  return g_object_new (FERRY_TYPE_TREE_ROW, NULL);
}
