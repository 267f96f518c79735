/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-moves-pane"

#include "config.h"

#include "ui/jobs/ferry-moves-pane.h"

#include <glib/gi18n.h>

#include "model/ferry-move-text.h"
#include "model/ferry-task-record.h"
#include "ui/jobs/ferry-history-window.h"
#include "ui/jobs/ferry-move-row.h"

/**
 * FerryMovesPane:
 *
 * Moves that run, wait or have ended, and tasks that others started, at the
 * bottom of the window.
 *
 * Threads: the UI thread.
 */
struct _FerryMovesPane
{
  AdwBin       parent_instance;

  FerryClient *client; /* (owned) (nullable) */
  GListModel  *rows;   /* (owned) (nullable): moves, then tasks of others */
  gboolean     expanded;

  GtkWidget   *toggle;
  GtkImage    *arrow;
  GtkLabel    *counts;
  GtkButton   *clear;
  GtkRevealer *revealer;
  GtkStack    *stack;
  GtkListView *view;
};

G_DEFINE_FINAL_TYPE (FerryMovesPane, ferry_moves_pane, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CLIENT,
  PROP_EXPANDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* How many moves stand in each state. */
typedef struct
{
  guint n_running;
  guint n_waiting;
  guint n_failed;
  guint n_ended;
  guint n_others;
} Counts;

static void
count_move (Counts                *counts,
            const FerryMoveRecord *move)
{
  counts->n_waiting += move->state == FERRY_MOVE_WAITING;
  counts->n_running += move->state == FERRY_MOVE_RUNNING || move->state == FERRY_MOVE_CANCELLING;
  counts->n_failed += move->state == FERRY_MOVE_FAILED;
  counts->n_ended += ferry_move_is_ended (move);
}

static Counts
count_rows (FerryMovesPane *self)
{
  Counts counts = { 0, };

  for (guint i = 0; i < g_list_model_get_n_items (self->rows); i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (self->rows, i);

      if (ferry_item_get_kind (item) == FERRY_KIND_MOVE)
        count_move (&counts, ferry_item_get_record (item));
      else
        counts.n_others++;
    }

  return counts;
}

/* @format: with the number's place, already in the plural that fits */
static void
add_count (GString    *text,
           guint       n,
           const char *format)
{
  if (n == 0)
    return;

  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append_printf (text, format, n);
}

static char *
describe_counts (const Counts *counts)
{
  GString *text = g_string_new (NULL);

  add_count (text, counts->n_running,
             ngettext ("%u running", "%u running", counts->n_running));
  add_count (text, counts->n_waiting,
             ngettext ("%u waiting", "%u waiting", counts->n_waiting));
  add_count (text, counts->n_failed,
             ngettext ("%u did not arrive", "%u did not arrive", counts->n_failed));
  add_count (text, counts->n_others,
             ngettext ("%u task of others", "%u tasks of others", counts->n_others));
  if (text->len == 0)
    g_string_append (text, _("none running"));

  return g_string_free (text, FALSE);
}

static void
update (FerryMovesPane *self)
{
  Counts counts;
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;

  if (self->rows == NULL)
    return;

  counts = count_rows (self);
  text = describe_counts (&counts);
  gtk_label_set_label (self->counts, text);
  /* Translators: "Moves: 2 running · 1 waiting" */
  spoken = g_strdup_printf (_("Moves: %s"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->clear), counts.n_ended > 0);
  gtk_stack_set_visible_child_name (
    self->stack, g_list_model_get_n_items (self->rows) > 0 ? "rows" : "empty");
}

static GtkWindow *
get_window (FerryMovesPane *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
show_problem (FerryMovesPane *self,
              const char     *title,
              const GError   *error)
{
  GtkWidget *dialog = adw_message_dialog_new (get_window (self), title, error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_cancelled (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(FerryMovesPane) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ferry_client_cancel_finish (FERRY_CLIENT (source), result, &error) &&
      gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    show_problem (self, _("Not cancelled"), error);
}

static void
on_row_cancel (FerryMovesPane *self,
               const char     *key)
{
  ferry_client_cancel_async (self->client, key, on_cancelled, g_object_ref (self));
}

static void
on_row_dismiss (FerryMovesPane *self,
                const char     *key)
{
  ferry_client_dismiss_move (self->client, key);
}

static void
on_started_again (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(FerryMovesPane) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) moves = NULL;

  moves = ferry_client_move_finish (FERRY_CLIENT (source), result, &error);
  if (moves == NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    show_problem (self, _("Not started again"), error);
}

static void
on_row_retry (FerryMovesPane *self,
              const char     *key)
{
  FerryItem *item = ferry_client_lookup (self->client, key);
  const FerryMoveRecord *move = item != NULL ? ferry_item_get_record (item) : NULL;
  FerryMoveRequest request = { .compress = -1 };
  char *vm_keys[2] = { NULL, NULL };

  if (move == NULL)
    return;

  vm_keys[0] = (char *) move->vm_key;
  request.vm_keys = vm_keys;
  request.host_key = (char *) move->target_host_key;
  ferry_client_move_async (self->client, &request, NULL, on_started_again, g_object_ref (self));
  ferry_client_dismiss_move (self->client, key);
}

static void
on_toggle_clicked (FerryMovesPane *self)
{
  ferry_moves_pane_set_expanded (self, !self->expanded);
}

static void
on_clear_clicked (FerryMovesPane *self)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (self->rows); i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (self->rows, i);

      if (ferry_item_get_kind (item) == FERRY_KIND_MOVE &&
          ferry_move_is_ended (ferry_item_get_record (item)))
        g_ptr_array_add (keys, g_strdup (ferry_item_get_key (item)));
    }

  for (guint i = 0; i < keys->len; i++)
    ferry_client_dismiss_move (self->client, g_ptr_array_index (keys, i));
}

static void
on_history_clicked (FerryMovesPane *self)
{
  GtkWidget *window = ferry_history_window_new (self->client, get_window (self));

  gtk_window_present (GTK_WINDOW (window));
}

static void
on_setup_row (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              FerryMovesPane           *self)
{
  GtkWidget *row = ferry_move_row_new (self->client);

  g_signal_connect_object (row, "cancel", G_CALLBACK (on_row_cancel), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "dismiss", G_CALLBACK (on_row_dismiss), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "retry", G_CALLBACK (on_row_retry), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_child (list_item, row);
}

static void
on_bind_row (GtkSignalListItemFactory *factory,
             GtkListItem              *list_item)
{
  ferry_move_row_set_item (FERRY_MOVE_ROW (gtk_list_item_get_child (list_item)),
                           gtk_list_item_get_item (list_item));
}

static void
on_unbind_row (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item)
{
  ferry_move_row_set_item (FERRY_MOVE_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* A task of one of our moves is the move: it has its row already. */
static gboolean
is_task_of_others (gpointer item,
                   gpointer client)
{
  const FerryTaskRecord *task = ferry_item_get_record (item);

  return task->move_key == NULL || ferry_client_lookup (client, task->move_key) == NULL;
}

static GListModel *
new_tasks_of_others (FerryClient *client)
{
  GListModel *tasks = ferry_client_get_list (client, FERRY_KIND_TASK);
  GtkCustomFilter *filter = gtk_custom_filter_new (is_task_of_others, client, NULL);

  return G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (tasks), GTK_FILTER (filter)));
}

static GListModel *
join_lists (FerryClient *client)
{
  GListStore *lists = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr(GListModel) tasks = new_tasks_of_others (client);

  g_list_store_append (lists, ferry_client_get_moves (client));
  g_list_store_append (lists, tasks);

  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (lists)));
}

/* The client may be told only once: the pane lives as long as its window. */
static void
watch_client (FerryMovesPane *self)
{
  self->rows = join_lists (self->client);
  gtk_list_view_set_model (self->view,
                           GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (self->rows))));
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "batch-applied", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

/**
 * ferry_moves_pane_set_client:
 * @self: a pane
 * @client: (nullable): whose moves to show; told once
 */
void
ferry_moves_pane_set_client (FerryMovesPane *self,
                             FerryClient    *client)
{
  g_return_if_fail (FERRY_IS_MOVES_PANE (self));
  g_return_if_fail (self->client == NULL || self->client == client);

  if (!g_set_object (&self->client, client))
    return;

  watch_client (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
}

gboolean
ferry_moves_pane_get_expanded (FerryMovesPane *self)
{
  g_return_val_if_fail (FERRY_IS_MOVES_PANE (self), FALSE);

  return self->expanded;
}

void
ferry_moves_pane_set_expanded (FerryMovesPane *self,
                               gboolean        expanded)
{
  g_return_if_fail (FERRY_IS_MOVES_PANE (self));

  if (expanded == self->expanded)
    return;

  self->expanded = expanded;
  gtk_revealer_set_reveal_child (self->revealer, expanded);
  gtk_image_set_from_icon_name (self->arrow,
                                expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->toggle),
                               GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

static void
ferry_moves_pane_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  FerryMovesPane *self = FERRY_MOVES_PANE (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;

    case PROP_EXPANDED:
      g_value_set_boolean (value, ferry_moves_pane_get_expanded (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ferry_moves_pane_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  FerryMovesPane *self = FERRY_MOVES_PANE (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      ferry_moves_pane_set_client (self, g_value_get_object (value));
      break;

    case PROP_EXPANDED:
      ferry_moves_pane_set_expanded (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ferry_moves_pane_dispose (GObject *object)
{
  FerryMovesPane *self = FERRY_MOVES_PANE (object);

  g_clear_object (&self->rows);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_moves_pane_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ferryproject/Ferry/jobs/ferry-moves-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryMovesPane, toggle);
  gtk_widget_class_bind_template_child (widget_class, FerryMovesPane, arrow);
  gtk_widget_class_bind_template_child (widget_class, FerryMovesPane, counts);
  gtk_widget_class_bind_template_child (widget_class, FerryMovesPane, clear);
  gtk_widget_class_bind_template_child (widget_class, FerryMovesPane, revealer);
  gtk_widget_class_bind_template_child (widget_class, FerryMovesPane, stack);
  gtk_widget_class_bind_template_child (widget_class, FerryMovesPane, view);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_history_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_toggle_clicked);
}

static void
ferry_moves_pane_class_init (FerryMovesPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ferry_moves_pane_get_property;
  object_class->set_property = ferry_moves_pane_set_property;
  object_class->dispose = ferry_moves_pane_dispose;

  properties[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, FERRY_TYPE_CLIENT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXPANDED] =
    g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
ferry_moves_pane_init (FerryMovesPane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup_row), self, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_row), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_row), NULL);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);
}
