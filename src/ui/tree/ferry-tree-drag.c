/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-tree-drag"

#include "config.h"

#include "ui/migrate/ferry-destinations.h"
#include "ui/migrate/ferry-drag-card.h"
#include "ui/migrate/ferry-reasons.h"
#include "ui/tree/ferry-tree-drag.h"

#define REASONS_AFTER_MS 300
#define OPEN_AFTER_MS    600
#define SCROLL_MS        16
#define SCROLL_EDGE      32
#define SCROLL_STEP      9
#define MAX_REASONS      5

/**
 * FerryTreeDrag:
 *
 * Dragging VMs onto hosts. The engine is asked once, when a drag begins, about all hosts; rows then say what would
 * happen on them.
 *
 * Threads: the UI thread.
 */
struct _FerryTreeDrag
{
  GObject            parent_instance;

  GtkWidget         *list;   /* (not owned) */
  FerryClient       *client; /* (owned) */
  GPtrArray         *rows;   /* (owned) (element-type FerryTreeRow) (not owned): those that show something */

  /* Of the drag that is under way */
  FerryDestinations *destinations; /* (owned) (nullable) */
  GtkDragSource     *source;       /* (not owned) (nullable): of the row where it began */
  GtkEventController *keys;        /* (not owned) (nullable): of the window */
  FerryTreeRow      *hovered;      /* (not owned) (nullable) */
  GtkWidget         *popover;      /* (owned) (nullable) */
  guint              reasons_source;
  guint              open_source;
  guint              scroll_source;
  double             scroll_step;
};

G_DEFINE_FINAL_TYPE (FerryTreeDrag, ferry_tree_drag, G_TYPE_OBJECT)

enum
{
  GATHER,
  DROPPED,
  OPEN_ROW,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (nullable): the host that a drop on @item would go to: itself or the one that it stands under */
static FerryItem *
get_host (FerryItem *item)
{
  while (item != NULL
         && (ferry_item_get_kind (item) != FERRY_KIND_HOST || ferry_item_get_record (item) == NULL))
    item = ferry_item_get_parent (item);

  return item;
}

static FerryDestination *
get_destination (FerryTreeDrag *self,
                 FerryItem     *item)
{
  FerryItem *host = item != NULL ? get_host (item) : NULL;

  if (host == NULL || self->destinations == NULL)
    return NULL;

  return ferry_destinations_lookup (self->destinations, ferry_item_get_key (host));
}

static FerryTreeRowLook
get_look (FerryDestination *destination)
{
  switch (ferry_destination_get_outlook (destination))
    {
    case FERRY_OUTLOOK_CAN_GO:
      return FERRY_TREE_ROW_CAN_TAKE;

    case FERRY_OUTLOOK_NEEDS_CHOICES:
      return FERRY_TREE_ROW_NEEDS_CHOICES;

    case FERRY_OUTLOOK_HERE:
      return FERRY_TREE_ROW_PLAIN;

    case FERRY_OUTLOOK_CANNOT:
    case FERRY_OUTLOOK_UNKNOWN:
    default:
      return FERRY_TREE_ROW_CANNOT;
    }
}

void
ferry_tree_drag_update_row (FerryTreeDrag *self,
                            FerryTreeRow  *row)
{
  FerryItem *item = ferry_tree_row_get_item (row);
  FerryDestination *destination = NULL;
  g_autofree char *memory = NULL;

  if (!g_ptr_array_find (self->rows, row, NULL))
    g_ptr_array_add (self->rows, row);

  if (item != NULL && ferry_item_get_kind (item) == FERRY_KIND_HOST)
    destination = get_destination (self, item);
  if (destination == NULL)
    {
      ferry_tree_row_set_look (row, FERRY_TREE_ROW_PLAIN, NULL);
      return;
    }

  memory = ferry_destination_dup_memory_text (destination);
  ferry_tree_row_set_look (row, get_look (destination), memory);
}

void
ferry_tree_drag_forget_row (FerryTreeDrag *self,
                            FerryTreeRow  *row)
{
  if (row == self->hovered)
    self->hovered = NULL;
  g_ptr_array_remove_fast (self->rows, row);
}

static void
update_rows (FerryTreeDrag *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    ferry_tree_drag_update_row (self, g_ptr_array_index (self->rows, i));
}

static void
close_popover (FerryTreeDrag *self)
{
  g_clear_handle_id (&self->reasons_source, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

static gboolean
show_reasons (gpointer user_data)
{
  FerryTreeDrag *self = user_data;
  FerryDestination *destination;
  graphene_rect_t bounds;

  self->reasons_source = 0;
  if (self->hovered == NULL)
    return G_SOURCE_REMOVE;

  destination = get_destination (self, ferry_tree_row_get_item (self->hovered));
  if (destination == NULL
      || !gtk_widget_compute_bounds (GTK_WIDGET (self->hovered), self->list, &bounds))
    return G_SOURCE_REMOVE;

  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_child (GTK_POPOVER (self->popover),
                         ferry_reasons_new (self->client, destination, MAX_REASONS));
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_RIGHT);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle) { bounds.origin.x, bounds.origin.y,
                                                 bounds.size.width, bounds.size.height });
  gtk_widget_set_can_target (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "reasons");
  gtk_widget_set_parent (self->popover, self->list);
  gtk_popover_popup (GTK_POPOVER (self->popover));

  return G_SOURCE_REMOVE;
}

static gboolean
open_hovered (gpointer user_data)
{
  FerryTreeDrag *self = user_data;
  GtkTreeListRow *row = self->hovered != NULL ? ferry_tree_row_get_row (self->hovered) : NULL;

  self->open_source = 0;
  if (row != NULL && gtk_tree_list_row_is_expandable (row)
      && !gtk_tree_list_row_get_expanded (row))
    g_signal_emit (self, signals[OPEN_ROW], 0, row);

  return G_SOURCE_REMOVE;
}

static void
set_hovered (FerryTreeDrag *self,
             FerryTreeRow  *row)
{
  FerryDestination *destination;

  if (row == self->hovered)
    return;

  close_popover (self);
  g_clear_handle_id (&self->open_source, g_source_remove);
  self->hovered = row;
  if (row == NULL)
    return;

  self->open_source = g_timeout_add (OPEN_AFTER_MS, open_hovered, self);
  destination = get_destination (self, ferry_tree_row_get_item (row));
  if (destination != NULL && get_look (destination) > FERRY_TREE_ROW_CAN_TAKE)
    self->reasons_source = g_timeout_add (REASONS_AFTER_MS, show_reasons, self);
}

static gboolean
scroll (gpointer user_data)
{
  FerryTreeDrag *self = user_data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));

  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_value (adjustment) + self->scroll_step);

  return G_SOURCE_CONTINUE;
}

static void
update_scrolling (FerryTreeDrag *self,
                  double         y)
{
  self->scroll_step = 0;
  if (y < SCROLL_EDGE)
    self->scroll_step = -SCROLL_STEP;
  else if (y > gtk_widget_get_height (self->list) - SCROLL_EDGE)
    self->scroll_step = SCROLL_STEP;

  if (self->scroll_step == 0)
    g_clear_handle_id (&self->scroll_source, g_source_remove);
  else if (self->scroll_source == 0)
    self->scroll_source = g_timeout_add (SCROLL_MS, scroll, self);
}

static FerryTreeRow *
pick_row (FerryTreeDrag *self,
          double         x,
          double         y)
{
  return ferry_tree_row_pick (self->list, x, y);
}

static gboolean
accepts (FerryDestination *destination)
{
  FerryOutlook outlook;

  if (destination == NULL)
    return FALSE;

  outlook = ferry_destination_get_outlook (destination);

  return outlook == FERRY_OUTLOOK_CAN_GO || outlook == FERRY_OUTLOOK_NEEDS_CHOICES;
}

static GdkDragAction
on_motion (FerryTreeDrag *self,
           double         x,
           double         y)
{
  FerryTreeRow *row = pick_row (self, x, y);

  set_hovered (self, row);
  update_scrolling (self, y);
  if (row == NULL)
    return 0;

  return accepts (get_destination (self, ferry_tree_row_get_item (row))) ? GDK_ACTION_MOVE : 0;
}

static void
on_leave (FerryTreeDrag *self)
{
  set_hovered (self, NULL);
  g_clear_handle_id (&self->scroll_source, g_source_remove);
}

static gboolean
on_drop (FerryTreeDrag *self,
         const GValue  *value,
         double         x,
         double         y)
{
  FerryTreeRow *row = pick_row (self, x, y);
  FerryItem *item = row != NULL ? ferry_tree_row_get_item (row) : NULL;

  if (item == NULL || !accepts (get_destination (self, item)))
    return FALSE;

  g_signal_emit (self, signals[DROPPED], 0, g_value_get_object (value), get_host (item));

  return TRUE;
}

static GdkContentProvider *
on_prepare (FerryTreeDrag *self,
            double         x,
            double         y,
            GtkDragSource *source)
{
  FerryTreeRow *row = pick_row (self, x, y);
  FerryItem *item = row != NULL ? ferry_tree_row_get_item (row) : NULL;
  g_autoptr(GPtrArray) vms = NULL;

  if (item == NULL || ferry_item_get_kind (item) != FERRY_KIND_VM)
    return NULL;

  g_signal_emit (self, signals[GATHER], 0, item, &vms);
  if (vms == NULL || vms->len == 0)
    return NULL;

  g_clear_object (&self->destinations);
  self->destinations = ferry_destinations_new (self->client, vms);
  g_signal_connect_object (self->destinations, "changed", G_CALLBACK (update_rows), self,
                           G_CONNECT_SWAPPED);

  return gdk_content_provider_new_typed (FERRY_TYPE_DESTINATIONS, self->destinations);
}

static gboolean
on_key_pressed (FerryTreeDrag *self,
                guint          keyval)
{
  if (keyval != GDK_KEY_Escape || self->source == NULL)
    return FALSE;

  gtk_drag_source_drag_cancel (self->source);

  return TRUE;
}

static void
on_drag_begin (FerryTreeDrag *self,
               GdkDrag       *drag,
               GtkDragSource *source)
{
  GtkWidget *icon = gtk_drag_icon_get_for_drag (drag);

  self->source = source;
  self->keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->keys, "key-pressed", G_CALLBACK (on_key_pressed), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (self->list)), self->keys);
  gtk_drag_icon_set_child (GTK_DRAG_ICON (icon), ferry_drag_card_new (self->destinations));
  gdk_drag_set_hotspot (drag, -12, -12);
}

static void
on_drag_end (FerryTreeDrag *self)
{
  self->source = NULL;
  if (self->keys != NULL)
    gtk_widget_remove_controller (gtk_event_controller_get_widget (self->keys), self->keys);
  self->keys = NULL;
  on_leave (self);
  g_clear_object (&self->destinations);
  update_rows (self);
}

/* One for the whole list: one for each row would have to be made with each row. */
static void
add_source (FerryTreeDrag *self)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (on_prepare), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (on_drag_begin), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-end", G_CALLBACK (on_drag_end), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->list, GTK_EVENT_CONTROLLER (source));
}

static void
ferry_tree_drag_dispose (GObject *object)
{
  FerryTreeDrag *self = FERRY_TREE_DRAG (object);

  on_leave (self);
  g_clear_object (&self->destinations);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_tree_drag_parent_class)->dispose (object);
}

static void
ferry_tree_drag_finalize (GObject *object)
{
  FerryTreeDrag *self = FERRY_TREE_DRAG (object);

  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (ferry_tree_drag_parent_class)->finalize (object);
}

static void
ferry_tree_drag_class_init (FerryTreeDragClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_tree_drag_dispose;
  G_OBJECT_CLASS (klass)->finalize = ferry_tree_drag_finalize;

  signals[GATHER] =
    g_signal_new ("gather", type, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_first_wins, NULL, NULL,
                  G_TYPE_PTR_ARRAY, 1, FERRY_TYPE_ITEM);
  signals[DROPPED] =
    g_signal_new ("dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, FERRY_TYPE_DESTINATIONS, FERRY_TYPE_ITEM);
  signals[OPEN_ROW] =
    g_signal_new ("open-row", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, GTK_TYPE_TREE_LIST_ROW);
}

static void
ferry_tree_drag_init (FerryTreeDrag *self)
{
  self->rows = g_ptr_array_new ();
}

FerryTreeDrag *
ferry_tree_drag_new (GtkWidget   *list,
                     FerryClient *client)
{
  FerryTreeDrag *self = g_object_new (FERRY_TYPE_TREE_DRAG, NULL);
  GtkDropTarget *target = gtk_drop_target_new (FERRY_TYPE_DESTINATIONS, GDK_ACTION_MOVE);

  self->list = list;
  self->client = g_object_ref (client);
  add_source (self);

  g_signal_connect_object (target, "motion", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (on_leave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (target));

  return self;
}
