/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-vm-history"

#include "config.h"

#include "ui/details/ferry-vm-history.h"

#include <glib/gi18n.h>

#include "model/ferry-move-text.h"
#include "ui/details/ferry-moment.h"

/* The search goes by words; what it finds of other machines is left out afterwards. */
#define MAX_FOUND 1000
#define MAX_SHOWN 100

/**
 * FerryVmHistory:
 *
 * The moves that a virtual machine has made, newest first. Read when the page
 * is looked at, and when a move of the machine has ended.
 *
 * Threads: the UI thread.
 */
struct _FerryVmHistory
{
  FerryKindPage  parent_instance;

  GCancellable  *cancellable; /* (owned) (nullable): of the search under way */
  gboolean       is_read;
  gboolean       was_moving;

  GtkStack      *stack;
  AdwStatusPage *problem;
  GtkListBox    *list;
};

G_DEFINE_FINAL_TYPE (FerryVmHistory, ferry_vm_history, FERRY_TYPE_KIND_PAGE)

static void
clear (FerryVmHistory *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

static const char *
get_icon_name (FerryMoveState state)
{
  if (state == FERRY_MOVE_DONE)
    return "emblem-ok-symbolic";
  if (state == FERRY_MOVE_FAILED)
    return "dialog-error-symbolic";

  return "action-unavailable-symbolic";
}

static char *
dup_story (const FerryMoveRecord *move)
{
  g_autofree char *moment =
    ferry_format_moment (move->finished_at > 0 ? move->finished_at : move->created_at);
  g_autofree char *status = ferry_move_text_status (move);
  g_autofree char *first = g_strdup_printf ("%s · %s", moment != NULL ? moment : "", status);

  if (move->message == NULL || move->state == FERRY_MOVE_DONE)
    return g_steal_pointer (&first);

  return g_strdup_printf ("%s\n%s", first, move->message);
}

static GtkWidget *
make_row (const FerryMoveRecord *move)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (get_icon_name (move->state));
  g_autofree char *route = ferry_move_text_route (move);
  g_autofree char *story = dup_story (move);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), route);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), story);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_widget_add_css_class (row, "numeric");

  return row;
}

static void
show_moves (FerryVmHistory *self,
            GPtrArray      *moves)
{
  const char *key = ferry_item_get_key (ferry_kind_page_get_item (FERRY_KIND_PAGE (self)));
  guint n = 0;

  clear (self);
  for (guint i = 0; i < moves->len && n < MAX_SHOWN; i++)
    {
      const FerryMoveRecord *move = g_ptr_array_index (moves, i);

      if (g_strcmp0 (move->vm_key, key) != 0)
        continue;
      gtk_list_box_append (self->list, make_row (move));
      n++;
    }
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "rows" : "empty");
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(FerryVmHistory) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) moves = NULL;

  moves = ferry_client_history_finish (FERRY_CLIENT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || ferry_kind_page_get_item (FERRY_KIND_PAGE (self)) == NULL)
    return;

  if (moves != NULL)
    {
      show_moves (self, moves);
      return;
    }

  adw_status_page_set_description (self->problem, error->message);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
forget (FerryVmHistory *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->is_read = FALSE;
}

static void
read_history (FerryVmHistory *self)
{
  FerryClient *client = ferry_kind_page_get_client (FERRY_KIND_PAGE (self));
  FerryItem *item = ferry_kind_page_get_item (FERRY_KIND_PAGE (self));

  if (self->is_read || item == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->is_read = TRUE;
  self->cancellable = g_cancellable_new ();
  ferry_client_history_async (client, ferry_item_get_name (item), MAX_FOUND, self->cancellable, on_found,
                              g_object_ref (self));
}

static void
ferry_vm_history_show (FerryKindPage *page)
{
  FerryVmHistory *self = FERRY_VM_HISTORY (page);

  forget (self);
  self->was_moving = FALSE;
  gtk_stack_set_visible_child_name (self->stack, "reading");
  read_history (self);
}

static void
ferry_vm_history_update (FerryKindPage *page)
{
  FerryVmHistory *self = FERRY_VM_HISTORY (page);
  gboolean is_moving = ferry_item_get_move (ferry_kind_page_get_item (page)) != NULL;

  if (self->was_moving && !is_moving)
    {
      forget (self);
      read_history (self);
    }
  self->was_moving = is_moving;
}

static void
ferry_vm_history_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ferry_vm_history_parent_class)->map (widget);

  read_history (FERRY_VM_HISTORY (widget));
}

static void
ferry_vm_history_dispose (GObject *object)
{
  forget (FERRY_VM_HISTORY (object));

  G_OBJECT_CLASS (ferry_vm_history_parent_class)->dispose (object);
}

static void
ferry_vm_history_class_init (FerryVmHistoryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_vm_history_dispose;
  widget_class->map = ferry_vm_history_map;
  FERRY_KIND_PAGE_CLASS (klass)->show = ferry_vm_history_show;
  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_vm_history_update;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-vm-history.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryVmHistory, stack);
  gtk_widget_class_bind_template_child (widget_class, FerryVmHistory, problem);
  gtk_widget_class_bind_template_child (widget_class, FerryVmHistory, list);
}

static void
ferry_vm_history_init (FerryVmHistory *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
