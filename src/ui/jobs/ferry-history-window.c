/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-history-window"

#include "config.h"

#include "ui/jobs/ferry-history-window.h"

#include <glib/gi18n.h>

#include "model/ferry-move-text.h"

/* More than anybody reads; the search finds the rest. */
#define MAX_ROWS 1000

/**
 * FerryHistoryWindow:
 *
 * What was moved in the past, from the journal, with a search.
 *
 * Threads: the UI thread.
 */
struct _FerryHistoryWindow
{
  AdwWindow       parent_instance;

  FerryClient    *client;      /* (owned) */
  GCancellable   *cancellable; /* (owned) (nullable): of the search under way */

  GtkSearchEntry *search;
  GtkStack       *stack;
  AdwStatusPage  *none;
  GtkListView    *view;
};

G_DEFINE_FINAL_TYPE (FerryHistoryWindow, ferry_history_window, ADW_TYPE_WINDOW)

/* A list holds objects; a past move is a value that never changes. */
#define FERRY_TYPE_PAST_MOVE (ferry_past_move_get_type ())
G_DECLARE_FINAL_TYPE (FerryPastMove, ferry_past_move, FERRY, PAST_MOVE, GObject)

struct _FerryPastMove
{
  GObject          parent_instance;

  FerryMoveRecord *record; /* (owned) */
};

G_DEFINE_FINAL_TYPE (FerryPastMove, ferry_past_move, G_TYPE_OBJECT)

static void
ferry_past_move_finalize (GObject *object)
{
  ferry_record_unref (FERRY_PAST_MOVE (object)->record);

  G_OBJECT_CLASS (ferry_past_move_parent_class)->finalize (object);
}

static void
ferry_past_move_class_init (FerryPastMoveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_past_move_finalize;
}

static void
ferry_past_move_init (FerryPastMove *self)
{
}

static void
show_none (FerryHistoryWindow *self,
           const char         *title,
           const char         *description)
{
  adw_status_page_set_title (self->none, title);
  adw_status_page_set_description (self->none, description);
  gtk_stack_set_visible_child_name (self->stack, "none");
}

static void
show_rows (FerryHistoryWindow *self,
           GPtrArray          *moves)
{
  g_autoptr(GListStore) store = g_list_store_new (FERRY_TYPE_PAST_MOVE);

  for (guint i = 0; i < moves->len; i++)
    {
      g_autoptr(FerryPastMove) past = g_object_new (FERRY_TYPE_PAST_MOVE, NULL);

      past->record = ferry_record_ref (g_ptr_array_index (moves, i));
      g_list_store_append (store, past);
    }

  gtk_list_view_set_model (self->view,
                           GTK_SELECTION_MODEL (gtk_no_selection_new (
                             G_LIST_MODEL (g_steal_pointer (&store)))));
  gtk_stack_set_visible_child_name (self->stack, "rows");
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(FerryHistoryWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) moves = NULL;

  moves = ferry_client_history_finish (FERRY_CLIENT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (moves == NULL)
    show_none (self, _("The history cannot be read"), error->message);
  else if (moves->len > 0)
    show_rows (self, moves);
  else if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    show_none (self, _("No move matches"), _("The search looks at machines, hosts and messages."));
  else
    show_none (self, _("Nothing was moved yet"), _("Every move and how it ended is kept here."));
}

static void
search (FerryHistoryWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  ferry_client_history_async (self->client,
                              gtk_editable_get_text (GTK_EDITABLE (self->search)), MAX_ROWS,
                              self->cancellable, on_found, g_object_ref (self));
}

static void
on_search_changed (FerryHistoryWindow *self)
{
  search (self);
}

static void
on_stop_search (FerryHistoryWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
on_setup_row (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (box), new_label ("heading"));
  gtk_box_append (GTK_BOX (box), new_label ("dim-label"));
  gtk_box_append (GTK_BOX (box), new_label (NULL));
  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_child (list_item, box);
}

static char *
describe_when (const FerryMoveRecord *move)
{
  gint64 moment = move->finished_at > 0 ? move->finished_at : move->created_at;
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (moment);
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%x %X") : g_strdup ("");
  g_autofree char *status = ferry_move_text_status (move);

  return g_strdup_printf ("%s · %s", when, status);
}

static void
on_bind_row (GtkSignalListItemFactory *factory,
             GtkListItem              *list_item)
{
  FerryPastMove *past = gtk_list_item_get_item (list_item);
  GtkWidget *title = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *when = gtk_widget_get_next_sibling (title);
  GtkWidget *message = gtk_widget_get_next_sibling (when);
  g_autofree char *route = ferry_move_text_route (past->record);
  g_autofree char *heading = g_strdup_printf ("%s   %s", past->record->base.name, route);
  g_autofree char *moment = describe_when (past->record);

  gtk_label_set_label (GTK_LABEL (title), heading);
  gtk_label_set_label (GTK_LABEL (when), moment);
  gtk_label_set_label (GTK_LABEL (message),
                       past->record->message != NULL ? past->record->message : "");
  gtk_widget_set_visible (message, past->record->message != NULL);
}

static void
ferry_history_window_dispose (GObject *object)
{
  FerryHistoryWindow *self = FERRY_HISTORY_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_history_window_parent_class)->dispose (object);
}

static void
ferry_history_window_class_init (FerryHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_history_window_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/jobs/ferry-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryHistoryWindow, search);
  gtk_widget_class_bind_template_child (widget_class, FerryHistoryWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, FerryHistoryWindow, none);
  gtk_widget_class_bind_template_child (widget_class, FerryHistoryWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ferry_history_window_init (FerryHistoryWindow *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_row), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_row), NULL);
  gtk_list_view_set_factory (self->view, factory);
}

/**
 * ferry_history_window_new:
 * @client: whose history
 * @parent: the window that it belongs to
 *
 * Returns: (transfer none): a window, not yet shown
 */
GtkWidget *
ferry_history_window_new (FerryClient *client,
                          GtkWindow   *parent)
{
  FerryHistoryWindow *self = g_object_new (FERRY_TYPE_HISTORY_WINDOW,
                                           "transient-for", parent,
                                           NULL);

  self->client = g_object_ref (client);
  search (self);

  return GTK_WIDGET (self);
}
