/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-tree-view"

#include "config.h"

#include "ui/migrate/ferry-destinations.h"
#include "ui/tree/ferry-tree-drag.h"
#include "ui/tree/ferry-tree-expansion.h"
#include "ui/tree/ferry-tree-menu.h"
#include "ui/tree/ferry-tree-row.h"
#include "ui/tree/ferry-tree-view.h"

#define STAY_AT_TOP_MS 60

/**
 * FerryTreeView:
 *
 * Pools, hosts and VMs in one tree.
 *
 * Threads: the UI thread.
 */
struct _FerryTreeView
{
  AdwBin              parent_instance;

  FerryClient        *client; /* (owned) (nullable) */
  GSettings          *settings; /* (owned) (nullable) */
  GtkTreeListModel   *model; /* (owned) (nullable) */
  GtkSelectionModel  *selection; /* (owned) (nullable) */
  FerryTreeExpansion *expansion; /* (owned) (nullable) */
  FerryTreeDrag      *drag; /* (owned) (nullable) */
  GPtrArray          *selected; /* (owned) (element-type FerryItem) */
  gboolean            is_filtered;
  gboolean            is_restoring;
  guint               restore_source;
  guint               top_source;
  GtkWidget          *menu; /* (owned) (nullable) */

  GtkStack           *stack;
  GtkWidget          *scroller;
  GtkListView        *list;
};

G_DEFINE_FINAL_TYPE (FerryTreeView, ferry_tree_view, ADW_TYPE_BIN)

enum
{
  SELECTION_CHANGED,
  ACTIVATED,
  DROPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GListModel *
create_children (gpointer item,
                 gpointer user_data)
{
  GListModel *children = ferry_item_get_children (item);

  return children != NULL ? g_object_ref (children) : NULL;
}

/* (nullable) (transfer full): the row of @item, as far as everything above it is open */
static GtkTreeListRow *
find_child_row (GListModel     *items,
                FerryItem      *item,
                GtkTreeListRow *parent,
                FerryTreeView  *self)
{
  guint n = g_list_model_get_n_items (items);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FerryItem) candidate = g_list_model_get_item (items, i);

      if (candidate != item)
        continue;

      return parent != NULL ? gtk_tree_list_row_get_child_row (parent, i)
                            : gtk_tree_list_model_get_child_row (self->model, i);
    }

  return NULL;
}

/* (nullable) (transfer full): @open: opens what is above it */
static GtkTreeListRow *
find_row (FerryTreeView *self,
          FerryItem     *item,
          gboolean       open)
{
  FerryItem *parent = ferry_item_get_parent (item);
  g_autoptr(GtkTreeListRow) parent_row = NULL;

  if (parent == NULL)
    return find_child_row (gtk_tree_list_model_get_model (self->model), item, NULL, self);

  parent_row = find_row (self, parent, open);
  if (parent_row == NULL)
    return NULL;
  if (open && !gtk_tree_list_row_get_expanded (parent_row))
    ferry_tree_expansion_open (self->expansion, parent_row);
  if (!gtk_tree_list_row_get_expanded (parent_row))
    return NULL;

  return find_child_row (gtk_tree_list_row_get_children (parent_row), item, parent_row, self);
}

/* (nullable) (transfer full) */
static FerryItem *
get_item_at (FerryTreeView *self,
             guint          position)
{
  g_autoptr(GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  return row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
}

static void
read_selection (FerryTreeView *self)
{
  g_autoptr(GtkBitset) positions = gtk_selection_model_get_selection (self->selection);
  GtkBitsetIter iter;
  guint position;

  g_ptr_array_set_size (self->selected, 0);
  for (gboolean more = gtk_bitset_iter_init_first (&iter, positions, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      FerryItem *item = get_item_at (self, position);

      if (item != NULL)
        g_ptr_array_add (self->selected, item);
    }
}

static void
on_selection_changed (FerryTreeView *self)
{
  if (self->is_restoring)
    return;

  read_selection (self);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

/* Rows that went away and came back elsewhere (a VM that has arrived, a filter that was cleared) are selected again. */
static gboolean
restore_selection (gpointer user_data)
{
  FerryTreeView *self = user_data;

  self->restore_source = 0;
  self->is_restoring = TRUE;
  for (guint i = 0; i < self->selected->len; i++)
    {
      g_autoptr(GtkTreeListRow) row = find_row (self, g_ptr_array_index (self->selected, i), FALSE);
      guint position = row != NULL ? gtk_tree_list_row_get_position (row) : GTK_INVALID_LIST_POSITION;

      if (position != GTK_INVALID_LIST_POSITION
          && !gtk_selection_model_is_selected (self->selection, position))
        gtk_selection_model_select_item (self->selection, position, FALSE);
    }
  self->is_restoring = FALSE;

  return G_SOURCE_REMOVE;
}

static gboolean
is_gone (FerryTreeView *self,
         FerryItem     *item)
{
  return ferry_item_get_record (item) == NULL && ferry_item_get_group (item) == FERRY_ITEM_GROUP_NONE;
}

static void
forget_what_is_gone (FerryTreeView *self)
{
  guint n_before = self->selected->len;

  for (guint i = self->selected->len; i > 0; i--)
    if (is_gone (self, g_ptr_array_index (self->selected, i - 1)))
      g_ptr_array_remove_index (self->selected, i - 1);

  if (self->selected->len != n_before)
    g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static gboolean
stay_at_top (gpointer user_data)
{
  FerryTreeView *self = user_data;

  self->top_source = 0;
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), 0);

  return G_SOURCE_REMOVE;
}

/* The list holds on to the row that was first when something comes above it: right once somebody has begun to read,
 * wrong while pools come in one after the other. */
static void
mind_the_top (FerryTreeView *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));

  if (self->top_source == 0 && self->selected->len == 0 && adjustment != NULL
      && gtk_adjustment_get_value (adjustment) < 1)
    self->top_source = g_timeout_add (STAY_AT_TOP_MS, stay_at_top, self);
}

static void
on_items_changed (FerryTreeView *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0;

  gtk_stack_set_visible_child_name (self->stack,
                                    is_empty && self->is_filtered ? "no-match" : "rows");
  mind_the_top (self);

  if (self->restore_source == 0 && self->selected->len > 0)
    self->restore_source = g_idle_add (restore_selection, self);
}

static void
on_toggled (FerryTreeView  *self,
            GtkTreeListRow *row)
{
  if (self->expansion != NULL)
    ferry_tree_expansion_note (self->expansion, row);
}

static void
on_activate (FerryTreeView *self,
             guint          position)
{
  g_autoptr(GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  if (row != NULL && gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));

  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
popup_menu (FerryTreeView      *self,
            const GdkRectangle *where)
{
  g_autoptr(GMenuModel) model = ferry_tree_menu_new (self->selected);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (model == NULL)
    return;

  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->menu), GTK_POS_BOTTOM);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), where);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_secondary_click (FerryTreeView   *self,
                    int              n_press,
                    double           x,
                    double           y,
                    GtkGestureClick *gesture)
{
  FerryTreeRow *widget = ferry_tree_row_pick (GTK_WIDGET (self->list), x, y);
  GtkTreeListRow *row = widget != NULL ? ferry_tree_row_get_row (widget) : NULL;
  guint position;
  double menu_x, menu_y;

  if (row == NULL)
    return;

  position = gtk_tree_list_row_get_position (row);
  if (!gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_select_item (self->selection, position, TRUE);

  /* Else the row would wait, pressed, for a release that the menu gets. */
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->list), GTK_WIDGET (self), x, y, &menu_x, &menu_y);
  popup_menu (self, &(GdkRectangle) { menu_x, menu_y, 1, 1 });
}

/* A click on the arrow opens or closes the row and selects nothing. */
static void
on_primary_click (FerryTreeView   *self,
                  int              n_press,
                  double           x,
                  double           y,
                  GtkGestureClick *gesture)
{
  FerryTreeRow *widget = ferry_tree_row_pick (GTK_WIDGET (self->list), x, y);
  GtkTreeListRow *row = widget != NULL ? ferry_tree_row_get_row (widget) : NULL;
  double row_x, row_y;

  if (row == NULL)
    return;

  gtk_widget_translate_coordinates (GTK_WIDGET (self->list), GTK_WIDGET (widget), x, y, &row_x, &row_y);
  if (!ferry_tree_row_is_arrow_at (widget, row_x))
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

/* A plain click on a row, not the beginning of a drag: where there is room for one page only, it shows the other. */
static void
on_primary_release (FerryTreeView   *self,
                    int              n_press,
                    double           x,
                    double           y,
                    GtkGestureClick *gesture)
{
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (
    GTK_EVENT_CONTROLLER (gesture));

  if (ferry_tree_row_pick (GTK_WIDGET (self->list), x, y) != NULL
      && (modifiers & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    g_signal_emit (self, signals[ACTIVATED], 0);
}

/* (nullable) (transfer none): the row that has the focus */
static GtkTreeListRow *
get_focused_row (FerryTreeView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  return child != NULL && FERRY_IS_TREE_ROW (child) ? ferry_tree_row_get_row (FERRY_TREE_ROW (child))
                                                    : NULL;
}

/* The list has no call for this. Rows that are far away have no widget to take the focus. */
static void
focus_position (FerryTreeView *self,
                guint          position)
{
  GtkWidget *list_item = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  gtk_selection_model_select_item (self->selection, position, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);

  for (; list_item != NULL; list_item = gtk_widget_get_next_sibling (list_item))
    {
      GtkWidget *child = gtk_widget_get_first_child (list_item);
      GtkTreeListRow *row = child != NULL && FERRY_IS_TREE_ROW (child)
                              ? ferry_tree_row_get_row (FERRY_TREE_ROW (child))
                              : NULL;

      if (row == NULL || gtk_tree_list_row_get_position (row) != position)
        continue;

      gtk_widget_grab_focus (list_item);
      break;
    }
}

/* To the end of the line opens, then goes to the first below; to its start closes, then goes to the one above. */
static gboolean
on_key_pressed (FerryTreeView   *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  modifiers)
{
  GtkTreeListRow *row = get_focused_row (self);
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean is_open = row != NULL && gtk_tree_list_row_get_expanded (row);
  gboolean is_in = keyval == (is_rtl ? GDK_KEY_Left : GDK_KEY_Right);
  g_autoptr(GtkTreeListRow) parent = NULL;

  if (row == NULL || (keyval != GDK_KEY_Left && keyval != GDK_KEY_Right)
      || (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;

  if (is_in && !is_open && gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, TRUE);
  else if (is_in && is_open)
    focus_position (self, gtk_tree_list_row_get_position (row) + 1);
  else if (!is_in && is_open)
    gtk_tree_list_row_set_expanded (row, FALSE);
  else if (!is_in && (parent = gtk_tree_list_row_get_parent (row)) != NULL)
    focus_position (self, gtk_tree_list_row_get_position (parent));

  return TRUE;
}

static void
add_gestures (FerryTreeView *self)
{
  GtkGesture *primary = gtk_gesture_click_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (primary), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (primary, "pressed", G_CALLBACK (on_primary_click), self);
  g_signal_connect_swapped (primary, "released", G_CALLBACK (on_primary_release), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (primary));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (secondary, "pressed", G_CALLBACK (on_secondary_click), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (secondary));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
}

static gboolean
on_menu_key (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  FerryTreeView *self = FERRY_TREE_VIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  graphene_rect_t bounds;

  if (focus == NULL || !gtk_widget_compute_bounds (focus, widget, &bounds))
    return FALSE;

  popup_menu (self, &(GdkRectangle) { bounds.origin.x, bounds.origin.y,
                                      bounds.size.width / 2, bounds.size.height });

  return TRUE;
}

static void
on_setup (FerryTreeView *self,
          GtkListItem   *list_item)
{
  GtkWidget *row = ferry_tree_row_new ();

  g_signal_connect_object (row, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, row);
}

static void
on_bind (FerryTreeView *self,
         GtkListItem   *list_item)
{
  FerryTreeRow *row = FERRY_TREE_ROW (gtk_list_item_get_child (list_item));

  ferry_tree_row_set_row (row, gtk_list_item_get_item (list_item));
  ferry_tree_drag_update_row (self->drag, row);
}

static void
on_unbind (FerryTreeView *self,
           GtkListItem   *list_item)
{
  FerryTreeRow *row = FERRY_TREE_ROW (gtk_list_item_get_child (list_item));

  ferry_tree_row_set_row (row, NULL);
  if (self->drag != NULL)
    ferry_tree_drag_forget_row (self->drag, row);
}

/* What a drag takes along: the selected VMs if it begins on one of them, else that one alone. */
static GPtrArray *
on_gather (FerryTreeView *self,
           FerryItem     *item)
{
  GPtrArray *vms = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->selected->len; i++)
    {
      FerryItem *selected = g_ptr_array_index (self->selected, i);

      if (ferry_item_get_kind (selected) == FERRY_KIND_VM && ferry_item_get_record (selected) != NULL)
        g_ptr_array_add (vms, g_object_ref (selected));
    }

  if (!g_ptr_array_find (vms, item, NULL))
    {
      g_ptr_array_set_size (vms, 0);
      g_ptr_array_add (vms, g_object_ref (item));
    }

  return vms;
}

static void
on_dropped (FerryTreeView     *self,
            FerryDestinations *destinations,
            FerryItem         *host)
{
  g_signal_emit (self, signals[DROPPED], 0, destinations, host);
}

static void
on_open_row (FerryTreeView  *self,
             GtkTreeListRow *row)
{
  ferry_tree_expansion_open (self->expansion, row);
}

static void
add_drag (FerryTreeView *self)
{
  self->drag = ferry_tree_drag_new (GTK_WIDGET (self->list), self->client);
  g_signal_connect_object (self->drag, "gather", G_CALLBACK (on_gather), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drag, "dropped", G_CALLBACK (on_dropped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drag, "open-row", G_CALLBACK (on_open_row), self,
                           G_CONNECT_SWAPPED);
}

void
ferry_tree_view_set_client (FerryTreeView *self,
                            FerryClient   *client)
{
  g_return_if_fail (FERRY_IS_TREE_VIEW (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  self->model = gtk_tree_list_model_new (g_object_ref (ferry_client_get_tree (client)),
                                         FALSE, FALSE, create_children, NULL, NULL);
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->model))));
  self->expansion = ferry_tree_expansion_new (self->model);
  ferry_tree_expansion_set_settings (self->expansion, self->settings);
  add_drag (self);

  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (on_selection_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_items_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "batch-applied", G_CALLBACK (forget_what_is_gone),
                           self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, self->selection);
}

void
ferry_tree_view_set_settings (FerryTreeView *self,
                              GSettings     *settings)
{
  g_return_if_fail (FERRY_IS_TREE_VIEW (self));

  g_set_object (&self->settings, settings);
  if (self->expansion != NULL)
    ferry_tree_expansion_set_settings (self->expansion, settings);
}

void
ferry_tree_view_set_filter (FerryTreeView *self,
                            const char    *text)
{
  g_return_if_fail (FERRY_IS_TREE_VIEW (self));

  self->is_filtered = *text != '\0';
  ferry_tree_expansion_set_filtered (self->expansion, self->is_filtered);
  ferry_client_set_filter (self->client, text);
  on_items_changed (self);
}

GPtrArray *
ferry_tree_view_dup_selected (FerryTreeView *self)
{
  GPtrArray *copy;

  g_return_val_if_fail (FERRY_IS_TREE_VIEW (self), NULL);

  copy = g_ptr_array_new_full (self->selected->len, g_object_unref);
  for (guint i = 0; i < self->selected->len; i++)
    g_ptr_array_add (copy, g_object_ref (g_ptr_array_index (self->selected, i)));

  return copy;
}

void
ferry_tree_view_show_item (FerryTreeView *self,
                           FerryItem     *item)
{
  g_autoptr(GtkTreeListRow) row = NULL;
  guint position;

  g_return_if_fail (FERRY_IS_TREE_VIEW (self));

  row = find_row (self, item, TRUE);
  if (row == NULL)
    return;

  position = gtk_tree_list_row_get_position (row);
  gtk_selection_model_select_item (self->selection, position, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

void
ferry_tree_view_set_all_expanded (FerryTreeView *self,
                                  gboolean       expanded)
{
  g_return_if_fail (FERRY_IS_TREE_VIEW (self));

  ferry_tree_expansion_set_all (self->expansion, expanded);
}

static gboolean
ferry_tree_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (FERRY_TREE_VIEW (widget)->list));
}

static void
ferry_tree_view_dispose (GObject *object)
{
  FerryTreeView *self = FERRY_TREE_VIEW (object);

  g_clear_handle_id (&self->restore_source, g_source_remove);
  g_clear_handle_id (&self->top_source, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->drag);
  g_clear_object (&self->expansion);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->settings);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_tree_view_parent_class)->dispose (object);
}

static void
ferry_tree_view_finalize (GObject *object)
{
  FerryTreeView *self = FERRY_TREE_VIEW (object);

  g_ptr_array_unref (self->selected);

  G_OBJECT_CLASS (ferry_tree_view_parent_class)->finalize (object);
}

static void
ferry_tree_view_class_init (FerryTreeViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ferry_tree_view_dispose;
  object_class->finalize = ferry_tree_view_finalize;
  widget_class->grab_focus = ferry_tree_view_grab_focus;

  signals[SELECTION_CHANGED] =
    g_signal_new ("selection-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DROPPED] =
    g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 2, FERRY_TYPE_DESTINATIONS, FERRY_TYPE_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ferryproject/Ferry/tree/ferry-tree-view.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryTreeView, stack);
  gtk_widget_class_bind_template_child (widget_class, FerryTreeView, scroller);
  gtk_widget_class_bind_template_child (widget_class, FerryTreeView, list);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
}

static void
ferry_tree_view_init (FerryTreeView *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->selected = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_list_view_set_factory (self->list, factory);
  add_gestures (self);
}
