/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-window"

#include "config.h"

#include <glib/gi18n.h>

#include "model/ferry-connection-record.h"
#include "model/ferry-vm-record.h"
#include "ui/connect/ferry-connection-banner.h"
#include "ui/connect/ferry-connection-desk.h"
#include "ui/connect/ferry-welcome-page.h"
#include "ui/details/ferry-details.h"
#include "ui/jobs/ferry-moves-pane.h"
#include "ui/migrate/ferry-move-desk.h"
#include "ui/tree/ferry-tree-view.h"
#include "ui/window/ferry-message.h"
#include "ui/window/ferry-window.h"

#define SIDEBAR_DEFAULT_WIDTH 380
#define SIDEBAR_MIN_WIDTH     260
#define DETAILS_MIN_WIDTH     360
/* Wider than any window that folds. */
#define SIDEBAR_FOLDED_WIDTH  4096

/**
 * FerryWindow:
 *
 * The main window: the tree, what is known about the selection, and the moves.
 *
 * Threads: the UI thread.
 */
struct _FerryWindow
{
  AdwApplicationWindow   parent_instance;

  FerryClient           *client;   /* (owned) */
  GSettings             *settings; /* (owned) (nullable) */
  FerryConnectionDesk   *desk;     /* (owned) */
  FerryMoveDesk         *move_desk;   /* (owned) */
  GSignalGroup          *client_signals;
  int                    sidebar_width;
  int                    drag_start_width;
  /* What the header shows: the only selected item, if there is only one. */
  GSignalGroup          *item_signals;
  FerryItem             *item; /* (owned) (nullable) */

  AdwToastOverlay       *toasts;
  GtkStack              *rooms;
  AdwLeaflet            *leaflet;
  AdwClamp              *sidebar;
  GtkWidget             *handle;
  GtkMenuButton         *menu_button;
  AdwHeaderBar          *tree_header;
  GtkSearchEntry        *search;
  FerryTreeView         *tree;
  GtkWidget             *back;
  AdwWindowTitle        *title;
  GtkButton             *suggestion;
  FerryConnectionBanner *banner;
  FerryDetails          *details;
  FerryMovesPane        *moves;
};

G_DEFINE_FINAL_TYPE (FerryWindow, ferry_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_MOVES_EXPANDED, /* for win.toggle-moves */
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_room (FerryWindow *self)
{
  gboolean is_empty = g_list_model_get_n_items (ferry_client_get_tree (self->client)) == 0
                      && *gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0';

  gtk_stack_set_visible_child_name (self->rooms, is_empty ? "welcome" : "console");
}

/* The connection that @item belongs to: itself or an ancestor. */
static FerryItem *
get_connection (FerryWindow *self,
                FerryItem   *item)
{
  const FerryRecord *record;

  if (item == NULL)
    return NULL;

  record = ferry_item_get_record (item);
  if (record != NULL)
    return ferry_client_lookup (self->client, record->connection_key);

  while (item != NULL && ferry_item_get_kind (item) != FERRY_KIND_CONNECTION)
    item = ferry_item_get_parent (item);

  return item;
}

static gboolean
all_are_vms (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      FerryItem *item = g_ptr_array_index (items, i);

      if (ferry_item_get_kind (item) != FERRY_KIND_VM || ferry_item_get_record (item) == NULL)
        return FALSE;
    }

  return items->len > 0;
}

static void
suggest_nothing (FerryWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->suggestion), FALSE);
}

static void
suggest (FerryWindow *self,
         const char  *label,
         const char  *action_name,
         const char  *target)
{
  gtk_button_set_label (self->suggestion, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->suggestion), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->suggestion),
                                          target != NULL ? g_variant_new_string (target) : NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->suggestion), action_name);
  gtk_widget_set_visible (GTK_WIDGET (self->suggestion), TRUE);
}

static void
suggest_for_connection (FerryWindow *self,
                        FerryItem   *item)
{
  const FerryConnectionRecord *record = ferry_item_get_record (item);

  if (record == NULL || record->state == FERRY_CONNECTION_CONNECTED
      || record->state == FERRY_CONNECTION_CONNECTING)
    suggest_nothing (self);
  else
    suggest (self, _("Reconnect"), "win.reconnect", record->id);
}

static void
update_suggestion (FerryWindow *self,
                   GPtrArray   *items)
{
  gboolean can_migrate = all_are_vms (items);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.migrate", can_migrate);

  if (can_migrate)
    suggest (self, _("Migrate…"), "win.migrate", NULL);
  else if (items->len == 1
           && ferry_item_get_kind (g_ptr_array_index (items, 0)) == FERRY_KIND_CONNECTION)
    suggest_for_connection (self, g_ptr_array_index (items, 0));
  else
    suggest_nothing (self);
}

static void
update_title (FerryWindow *self,
              GPtrArray   *items)
{
  g_autofree char *several = NULL;

  if (items->len == 0)
    {
      adw_window_title_set_title (self->title, _("Ferry"));
      return;
    }

  if (items->len > 1)
    several = g_strdup_printf (ngettext ("%u selected", "%u selected", items->len), items->len);

  adw_window_title_set_title (self->title,
                              several != NULL ? several
                                              : ferry_item_get_name (g_ptr_array_index (items, 0)));
}

static void
on_item_changed (FerryWindow *self)
{
  g_autoptr(GPtrArray) items = ferry_tree_view_dup_selected (self->tree);

  update_title (self, items);
  update_suggestion (self, items);
}

static void
on_selection_changed (FerryWindow *self)
{
  g_autoptr(GPtrArray) items = ferry_tree_view_dup_selected (self->tree);
  FerryItem *first = items->len > 0 ? g_ptr_array_index (items, 0) : NULL;

  g_set_object (&self->item, first);
  g_signal_group_set_target (self->item_signals, self->item);

  on_item_changed (self);
  ferry_connection_banner_set_connection (self->banner, get_connection (self, self->item));
  ferry_details_set_items (self->details, items);
}

static void
on_tree_activated (FerryWindow *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
on_search_changed (FerryWindow *self)
{
  ferry_tree_view_set_filter (self->tree, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
on_search_stopped (FerryWindow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->tree));
}

static void
on_search_activated (FerryWindow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->tree));
}

static void
on_folded (FerryWindow *self)
{
  gboolean is_folded = adw_leaflet_get_folded (self->leaflet);
  int width = is_folded ? SIDEBAR_FOLDED_WIDTH : self->sidebar_width;

  /* Folded, the sidebar is a page of its own and as wide as the window. */
  adw_clamp_set_maximum_size (self->sidebar, width);
  adw_clamp_set_tightening_threshold (self->sidebar, width);
  gtk_widget_set_visible (self->back, is_folded);
  adw_header_bar_set_show_end_title_buttons (self->tree_header, is_folded);
}

static void
on_handle_drag_begin (FerryWindow *self)
{
  self->drag_start_width = self->sidebar_width;
}

static void
on_handle_drag_update (FerryWindow *self,
                       double       offset_x)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->leaflet));

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    offset_x = -offset_x;

  self->sidebar_width = CLAMP (self->drag_start_width + (int) offset_x, SIDEBAR_MIN_WIDTH,
                               MAX (width - DETAILS_MIN_WIDTH, SIDEBAR_MIN_WIDTH));
  on_folded (self);
}

static void
find_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  FerryWindow *self = FERRY_WINDOW (widget);

  adw_leaflet_set_visible_child_name (self->leaflet, "tree");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
toggle_tree_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  FerryWindow *self = FERRY_WINDOW (widget);
  gboolean show = !gtk_widget_get_visible (GTK_WIDGET (self->sidebar));

  gtk_widget_set_visible (GTK_WIDGET (self->sidebar), show);
  gtk_widget_set_visible (self->handle, show);
  if (show)
    gtk_widget_grab_focus (GTK_WIDGET (self->tree));
}

static void
go_back_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  FerryWindow *self = FERRY_WINDOW (widget);

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
show_menu_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  gtk_menu_button_popup (FERRY_WINDOW (widget)->menu_button);
}

static void
show_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  FerryWindow *self = FERRY_WINDOW (widget);
  FerryItem *item = ferry_client_lookup (self->client, g_variant_get_string (parameter, NULL));

  if (item != NULL)
    ferry_tree_view_show_item (self->tree, item);
}

static void
expand_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ferry_tree_view_set_all_expanded (FERRY_WINDOW (widget)->tree,
                                    g_str_equal (name, "win.expand-all"));
}

static void
add_connection_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  ferry_connection_desk_add (FERRY_WINDOW (widget)->desk);
}

static void
connection_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  FerryWindow *self = FERRY_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  if (g_str_equal (name, "win.edit-connection"))
    ferry_connection_desk_edit (self->desk, id);
  else if (g_str_equal (name, "win.remove-connection"))
    ferry_connection_desk_remove (self->desk, id);
  else if (g_str_equal (name, "win.reconnect"))
    ferry_connection_desk_reconnect (self->desk, id);
  else
    ferry_client_disconnect (self->client, id);
}

static void
on_cancelled (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(FerryWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ferry_client_cancel_finish (FERRY_CLIENT (source), result, &error))
    ferry_window_tell_bad (self, _("Not cancelled"), error->message);
}

static void
move_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  FerryWindow *self = FERRY_WINDOW (widget);
  const char *key = g_variant_get_string (parameter, NULL);

  if (g_str_equal (name, "win.cancel-move"))
    ferry_client_cancel_async (self->client, key, on_cancelled, g_object_ref (self));
  else
    ferry_client_dismiss_move (self->client, key);
}

static void
migrate_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  FerryWindow *self = FERRY_WINDOW (widget);
  g_autoptr(GPtrArray) items = ferry_tree_view_dup_selected (self->tree);

  if (all_are_vms (items))
    ferry_move_desk_choose (self->move_desk, items);
}

static void
on_dropped (FerryWindow       *self,
            FerryDestinations *destinations,
            FerryItem         *host)
{
  FerryDestination *destination = ferry_destinations_lookup (destinations,
                                                             ferry_item_get_key (host));

  if (destination != NULL)
    ferry_move_desk_send (self->move_desk, destination);
}

static void
on_chosen (FerryWindow      *self,
           FerryDestination *destination)
{
  ferry_move_desk_send (self->move_desk, destination);
}

static void
on_moves_started (FerryWindow *self,
                  guint        n,
                  FerryItem   *host)
{
  g_autofree char *sentence = g_strdup_printf (ngettext ("%u move to %s has begun",
                                                         "%u moves to %s have begun", n),
                                               n, ferry_item_get_name (host));

  ferry_moves_pane_set_expanded (self->moves, TRUE);
  ferry_window_tell (self, sentence);
}

void
ferry_window_tell (FerryWindow *self,
                   const char  *sentence)
{
  g_autofree char *markup = NULL;
  AdwToast *toast;

  g_return_if_fail (FERRY_IS_WINDOW (self));

  /* A toast's title is markup; names of machines are not. */
  markup = g_markup_escape_text (sentence, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_timeout (toast, 4);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
ferry_window_tell_bad (FerryWindow *self,
                       const char  *heading,
                       const char  *sentence)
{
  g_return_if_fail (FERRY_IS_WINDOW (self));

  ferry_message_show (GTK_WIDGET (self), heading, sentence);
}

static void
restore_state (FerryWindow *self)
{
  int width, height;

  if (self->settings == NULL)
    return;

  g_settings_get (self->settings, "window-size", "(ii)", &width, &height);
  if (width > 0 && height > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  self->sidebar_width = MAX (g_settings_get_int (self->settings, "sidebar-width"),
                             SIDEBAR_MIN_WIDTH);
  ferry_moves_pane_set_expanded (self->moves,
                                 g_settings_get_boolean (self->settings, "moves-expanded"));
}

static void
remember_state (FerryWindow *self)
{
  GtkWindow *window = GTK_WINDOW (self);
  int width, height;

  if (self->settings == NULL)
    return;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set (self->settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
  g_settings_set_int (self->settings, "sidebar-width", self->sidebar_width);
  g_settings_set_boolean (self->settings, "moves-expanded",
                          ferry_moves_pane_get_expanded (self->moves));
}

static gboolean
ferry_window_close_request (GtkWindow *window)
{
  remember_state (FERRY_WINDOW (window));

  return GTK_WINDOW_CLASS (ferry_window_parent_class)->close_request (window);
}

static void
add_handle_gestures (FerryWindow *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_handle_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_handle_drag_update), self);
  gtk_widget_add_controller (self->handle, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_cursor_from_name (self->handle, "col-resize");
}

static void
ferry_window_dispose (GObject *object)
{
  FerryWindow *self = FERRY_WINDOW (object);

  g_clear_object (&self->client_signals);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  g_clear_object (&self->desk);
  g_clear_object (&self->move_desk);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (ferry_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.migrate", NULL, migrate_action);
  gtk_widget_class_install_action (klass, "win.show", "s", show_action);
  gtk_widget_class_install_action (klass, "win.find", NULL, find_action);
  gtk_widget_class_install_property_action (klass, "win.toggle-moves", "moves-expanded");
  gtk_widget_class_install_action (klass, "win.toggle-tree", NULL, toggle_tree_action);
  gtk_widget_class_install_action (klass, "win.go-back", NULL, go_back_action);
  gtk_widget_class_install_action (klass, "win.show-menu", NULL, show_menu_action);
  gtk_widget_class_install_action (klass, "win.expand-all", NULL, expand_action);
  gtk_widget_class_install_action (klass, "win.collapse-all", NULL, expand_action);
  gtk_widget_class_install_action (klass, "win.add-connection", NULL, add_connection_action);
  gtk_widget_class_install_action (klass, "win.edit-connection", "s", connection_action);
  gtk_widget_class_install_action (klass, "win.remove-connection", "s", connection_action);
  gtk_widget_class_install_action (klass, "win.reconnect", "s", connection_action);
  gtk_widget_class_install_action (klass, "win.disconnect", "s", connection_action);
  gtk_widget_class_install_action (klass, "win.cancel-move", "s", move_action);
  gtk_widget_class_install_action (klass, "win.dismiss-move", "s", move_action);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass,
                                               "/org/ferryproject/Ferry/window/ferry-window.ui");
  gtk_widget_class_bind_template_child (klass, FerryWindow, toasts);
  gtk_widget_class_bind_template_child (klass, FerryWindow, rooms);
  gtk_widget_class_bind_template_child (klass, FerryWindow, leaflet);
  gtk_widget_class_bind_template_child (klass, FerryWindow, sidebar);
  gtk_widget_class_bind_template_child (klass, FerryWindow, handle);
  gtk_widget_class_bind_template_child (klass, FerryWindow, menu_button);
  gtk_widget_class_bind_template_child (klass, FerryWindow, tree_header);
  gtk_widget_class_bind_template_child (klass, FerryWindow, search);
  gtk_widget_class_bind_template_child (klass, FerryWindow, tree);
  gtk_widget_class_bind_template_child (klass, FerryWindow, back);
  gtk_widget_class_bind_template_child (klass, FerryWindow, title);
  gtk_widget_class_bind_template_child (klass, FerryWindow, suggestion);
  gtk_widget_class_bind_template_child (klass, FerryWindow, banner);
  gtk_widget_class_bind_template_child (klass, FerryWindow, details);
  gtk_widget_class_bind_template_child (klass, FerryWindow, moves);
  gtk_widget_class_bind_template_callback (klass, on_folded);
  gtk_widget_class_bind_template_callback (klass, on_search_changed);
  gtk_widget_class_bind_template_callback (klass, on_search_stopped);
  gtk_widget_class_bind_template_callback (klass, on_search_activated);
  gtk_widget_class_bind_template_callback (klass, on_selection_changed);
  gtk_widget_class_bind_template_callback (klass, on_tree_activated);
  gtk_widget_class_bind_template_callback (klass, on_dropped);
  gtk_widget_class_bind_template_callback (klass, on_chosen);
}

static void
on_moves_expanded (FerryWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MOVES_EXPANDED]);
}

static void
ferry_window_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  FerryWindow *self = FERRY_WINDOW (object);

  if (prop_id == PROP_MOVES_EXPANDED)
    g_value_set_boolean (value, self->moves != NULL && ferry_moves_pane_get_expanded (self->moves));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
ferry_window_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  FerryWindow *self = FERRY_WINDOW (object);

  if (prop_id == PROP_MOVES_EXPANDED)
    ferry_moves_pane_set_expanded (self->moves, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
ferry_window_class_init (FerryWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ferry_window_get_property;
  object_class->set_property = ferry_window_set_property;
  object_class->dispose = ferry_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ferry_window_close_request;

  properties[PROP_MOVES_EXPANDED] =
    g_param_spec_boolean ("moves-expanded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FERRY_TYPE_CONNECTION_BANNER);
  g_type_ensure (FERRY_TYPE_DETAILS);
  g_type_ensure (FERRY_TYPE_MOVES_PANE);
  g_type_ensure (FERRY_TYPE_TREE_VIEW);
  g_type_ensure (FERRY_TYPE_WELCOME_PAGE);

  install_actions (widget_class);
  bind_template (widget_class);
}

static void
ferry_window_init (FerryWindow *self)
{
  self->sidebar_width = SIDEBAR_DEFAULT_WIDTH;
  self->item_signals = g_signal_group_new (FERRY_TYPE_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify::record",
                                  G_CALLBACK (on_item_changed), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->moves, "notify::expanded", G_CALLBACK (on_moves_expanded), self);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->tree));
  add_handle_gestures (self);
}

static void
set_client (FerryWindow          *self,
            FerryClient          *client,
            FerryConnectionStore *store)
{
  self->client = g_object_ref (client);
  self->desk = ferry_connection_desk_new (client, store, GTK_WINDOW (self));
  self->move_desk = ferry_move_desk_new (client, GTK_WINDOW (self), self->settings);
  g_signal_connect_object (self->move_desk, "started", G_CALLBACK (on_moves_started), self,
                           G_CONNECT_SWAPPED);

  ferry_tree_view_set_client (self->tree, client);
  ferry_details_set_client (self->details, client);
  ferry_moves_pane_set_client (self->moves, client);

  self->client_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->client_signals, "items-changed", G_CALLBACK (update_room),
                                  self);
  g_signal_group_set_target (self->client_signals, ferry_client_get_tree (client));
  update_room (self);
}

FerryWindow *
ferry_window_new (FerryApplication *app)
{
  FerryWindow *self;

  g_return_val_if_fail (FERRY_IS_APPLICATION (app), NULL);

  self = g_object_new (FERRY_TYPE_WINDOW, "application", app, NULL);
  g_set_object (&self->settings, ferry_application_get_settings (app));
  restore_state (self);
  ferry_tree_view_set_settings (self->tree, self->settings);
  set_client (self, ferry_application_get_client (app), ferry_application_get_store (app));
  on_folded (self);
  on_selection_changed (self);

  return self;
}
