/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-move-row"

#include "config.h"

#include "ui/jobs/ferry-move-row.h"

#include <glib/gi18n.h>

#include "model/ferry-move-text.h"
#include "model/ferry-task-text.h"
#include "ui/jobs/ferry-phase-bar.h"

/**
 * FerryMoveRow:
 *
 * One line of the moves pane: a move of ours, or a task that somebody else
 * started on a server.
 *
 * Threads: the UI thread.
 */
struct _FerryMoveRow
{
  AdwBin         parent_instance;

  FerryClient   *client;  /* (owned) */
  FerryItem     *item;    /* (owned) (nullable) */
  GSignalGroup  *signals; /* (owned): of @item */

  GtkImage      *icon;
  GtkLabel      *name;
  GtkLabel      *route;
  GtkLabel      *status;
  FerryPhaseBar *bar;
  GtkLabel      *message;
  GtkButton     *retry;
  GtkButton     *cancel;
  GtkButton     *dismiss;
};

G_DEFINE_FINAL_TYPE (FerryMoveRow, ferry_move_row, ADW_TYPE_BIN)

enum
{
  SIGNAL_CANCEL,
  SIGNAL_DISMISS,
  SIGNAL_RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static const char *
get_icon_name (FerryMoveState state)
{
  switch (state)
    {
    case FERRY_MOVE_WAITING:
      return "content-loading-symbolic";
    case FERRY_MOVE_RUNNING:
    case FERRY_MOVE_CANCELLING:
      return "media-playback-start-symbolic";
    case FERRY_MOVE_DONE:
      return "emblem-ok-symbolic";
    case FERRY_MOVE_FAILED:
      return "dialog-error-symbolic";
    case FERRY_MOVE_CANCELLED:
      return "action-unavailable-symbolic";
    default:
      g_assert_not_reached ();
    }
}

/* Colour is a second signal only: the icon and the words say the same. */
static void
set_icon (FerryMoveRow   *self,
          FerryMoveState  state)
{
  gtk_image_set_from_icon_name (self->icon, get_icon_name (state));
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "error");

  if (state == FERRY_MOVE_DONE)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "success");
  else if (state == FERRY_MOVE_FAILED)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "error");
}

static void
set_cancel (FerryMoveRow *self,
            gboolean      is_shown,
            gboolean      can_cancel,
            const char   *reason)
{
  const char *tip = can_cancel || reason == NULL ? _("Cancel") : reason;

  gtk_widget_set_visible (GTK_WIDGET (self->cancel), is_shown);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel), can_cancel);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->cancel), tip);
}

static void
name_buttons (FerryMoveRow *self,
              const char   *name)
{
  /* Translators: %s is a virtual machine */
  g_autofree char *cancel = g_strdup_printf (_("Cancel the move of %s"), name);
  g_autofree char *dismiss = g_strdup_printf (_("Take the move of %s off the list"), name);
  g_autofree char *retry = g_strdup_printf (_("Retry the move of %s"), name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cancel),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, cancel, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->dismiss),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, dismiss, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->retry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, retry, -1);
}

static void
show_move (FerryMoveRow          *self,
           const FerryMoveRecord *move)
{
  gboolean is_ended = ferry_move_is_ended (move);
  g_autofree char *route = ferry_move_text_route (move);
  g_autofree char *status = ferry_move_text_status (move);

  set_icon (self, move->state);
  set_text (self->name, move->base.name);
  set_text (self->route, route);
  set_text (self->status, status);
  set_text (self->message, move->state == FERRY_MOVE_DONE ? NULL : move->message);
  set_cancel (self, !is_ended, move->can_cancel, move->no_cancel_reason);
  gtk_widget_set_visible (GTK_WIDGET (self->retry), move->state == FERRY_MOVE_FAILED);
  gtk_widget_set_visible (GTK_WIDGET (self->dismiss), is_ended);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), !is_ended);
  ferry_phase_bar_set_move (self->bar, move);
  name_buttons (self, move->base.name);
}

/* What the task works on, where that can be seen. */
static const char *
find_subject (FerryMoveRow          *self,
              const FerryTaskRecord *task)
{
  const char *key = task->vm_key != NULL ? task->vm_key : task->host_key;
  FerryItem *subject = key != NULL ? ferry_client_lookup (self->client, key) : NULL;

  return subject != NULL ? ferry_item_get_name (subject) : ferry_task_text_operation (task);
}

static void
show_task (FerryMoveRow          *self,
           const FerryTaskRecord *task)
{
  const char *subject = find_subject (self, task);
  /* Translators: an operation, such as "Live migration" */
  g_autofree char *what = g_strdup_printf (_("%s, started by somebody else"),
                                           ferry_task_text_operation (task));
  g_autofree char *percent = g_strdup_printf (_("%.0f %%"), task->fraction * 100);

  gtk_image_set_from_icon_name (self->icon, "system-users-symbolic");
  set_text (self->name, subject);
  set_text (self->route, what);
  set_text (self->status, percent);
  set_text (self->message, task->message);
  set_cancel (self, TRUE, task->can_cancel, _("The server does not offer to cancel this now"));
  gtk_widget_set_visible (GTK_WIDGET (self->retry), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->dismiss), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), TRUE);
  ferry_phase_bar_set_fraction (self->bar, task->fraction);
  name_buttons (self, subject);
}

static void
update (FerryMoveRow *self)
{
  gconstpointer record = self->item != NULL ? ferry_item_get_record (self->item) : NULL;

  if (record == NULL)
    return;

  if (ferry_item_get_kind (self->item) == FERRY_KIND_MOVE)
    show_move (self, record);
  else if (ferry_item_get_kind (self->item) == FERRY_KIND_TASK)
    show_task (self, record);
}

static void
on_cancel_clicked (FerryMoveRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0, ferry_item_get_key (self->item));
}

static void
on_dismiss_clicked (FerryMoveRow *self)
{
  g_signal_emit (self, signals[SIGNAL_DISMISS], 0, ferry_item_get_key (self->item));
}

static void
on_retry_clicked (FerryMoveRow *self)
{
  g_signal_emit (self, signals[SIGNAL_RETRY], 0, ferry_item_get_key (self->item));
}

/**
 * ferry_move_row_set_item:
 * @self: a row
 * @item: (nullable): what it shows; rows are used again for other items
 */
void
ferry_move_row_set_item (FerryMoveRow *self,
                         FerryItem    *item)
{
  g_return_if_fail (FERRY_IS_MOVE_ROW (self));

  if (!g_set_object (&self->item, item))
    return;

  g_signal_group_set_target (self->signals, item);
  update (self);
}

static void
ferry_move_row_dispose (GObject *object)
{
  FerryMoveRow *self = FERRY_MOVE_ROW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->item);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_move_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ferryproject/Ferry/jobs/ferry-move-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryMoveRow, icon);
  gtk_widget_class_bind_template_child (widget_class, FerryMoveRow, name);
  gtk_widget_class_bind_template_child (widget_class, FerryMoveRow, route);
  gtk_widget_class_bind_template_child (widget_class, FerryMoveRow, status);
  gtk_widget_class_bind_template_child (widget_class, FerryMoveRow, bar);
  gtk_widget_class_bind_template_child (widget_class, FerryMoveRow, message);
  gtk_widget_class_bind_template_child (widget_class, FerryMoveRow, retry);
  gtk_widget_class_bind_template_child (widget_class, FerryMoveRow, cancel);
  gtk_widget_class_bind_template_child (widget_class, FerryMoveRow, dismiss);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked);
}

static guint
new_key_signal (const char *name,
                GType       type)
{
  return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ferry_move_row_class_init (FerryMoveRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ferry_move_row_dispose;

  g_type_ensure (FERRY_TYPE_PHASE_BAR);
  bind_template (GTK_WIDGET_CLASS (klass));

  signals[SIGNAL_CANCEL] = new_key_signal ("cancel", G_TYPE_FROM_CLASS (klass));
  signals[SIGNAL_DISMISS] = new_key_signal ("dismiss", G_TYPE_FROM_CLASS (klass));
  signals[SIGNAL_RETRY] = new_key_signal ("retry", G_TYPE_FROM_CLASS (klass));
}

static void
ferry_move_row_init (FerryMoveRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (FERRY_TYPE_ITEM);
  g_signal_group_connect_swapped (self->signals, "notify::record", G_CALLBACK (update), self);
}

GtkWidget *
ferry_move_row_new (FerryClient *client)
{
  FerryMoveRow *self = g_object_new (FERRY_TYPE_MOVE_ROW, NULL);

  self->client = g_object_ref (client);

  return GTK_WIDGET (self);
}
