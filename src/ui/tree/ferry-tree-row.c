/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-tree-row"

#include "config.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-connection-record.h"
#include "ui/tree/ferry-item-look.h"
#include "ui/tree/ferry-tree-row.h"

/**
 * FerryTreeRow:
 *
 * One line of the tree.
 *
 * Threads: the UI thread.
 */
struct _FerryTreeRow
{
  AdwBin            parent_instance;

  GSignalGroup     *item_signals;
  GSignalGroup     *row_signals;
  FerryItem        *item; /* (owned) (nullable) */
  FerryTreeRowLook  look;

  GtkTreeExpander  *expander;
  GtkImage         *icon;
  GtkLabel         *name;
  GtkLabel         *note;
  GtkWidget        *reconnect;
  GtkLevelBar      *memory;
  GtkLabel         *counts;
  GtkProgressBar   *progress;
};

G_DEFINE_FINAL_TYPE (FerryTreeRow, ferry_tree_row, ADW_TYPE_BIN)

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

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_memory (FerryTreeRow *self)
{
  const FerryItemCounts *counts = ferry_item_get_counts (self->item);
  gboolean is_shown = ferry_item_get_kind (self->item) == FERRY_KIND_HOST
                      && ferry_item_get_record (self->item) != NULL
                      && counts->memory_total_bytes > 0
                      && self->look == FERRY_TREE_ROW_PLAIN;
  g_autofree char *amount = NULL;
  g_autofree char *tooltip = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->memory), is_shown);
  if (!is_shown)
    return;

  gtk_level_bar_set_value (self->memory,
                           (double) counts->memory_used_bytes / counts->memory_total_bytes);
  amount = ferry_format_bytes_of (counts->memory_used_bytes, counts->memory_total_bytes);
  /* Translators: "3.1 of 8.0 GiB" */
  tooltip = g_strdup_printf (_("Memory: %s in use"), amount);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->memory), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->memory),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
}

static char *
dup_counts (FerryTreeRow  *self,
            char         **tooltip)
{
  const FerryItemCounts *counts = ferry_item_get_counts (self->item);

  if (ferry_item_get_record (self->item) == NULL)
    return NULL;

  if (ferry_item_get_kind (self->item) == FERRY_KIND_HOST)
    {
      *tooltip = g_strdup_printf (ngettext ("%u of %u virtual machine runs",
                                            "%u of %u virtual machines run", counts->n_vms),
                                  counts->n_running_vms, counts->n_vms);
      return g_strdup_printf ("%u", counts->n_running_vms);
    }

  if (ferry_item_get_kind (self->item) == FERRY_KIND_CONNECTION && counts->n_hosts > 0)
    {
      g_autofree char *hosts = g_strdup_printf (ngettext ("%u host", "%u hosts", counts->n_hosts),
                                                counts->n_hosts);
      g_autofree char *vms = g_strdup_printf (ngettext ("%u virtual machine",
                                                        "%u virtual machines", counts->n_vms),
                                              counts->n_vms);

      *tooltip = g_strdup_printf ("%s, %s", hosts, vms);
      return g_strdup_printf ("%u | %u", counts->n_hosts, counts->n_vms);
    }

  return NULL;
}

static void
update_counts (FerryTreeRow *self)
{
  g_autofree char *tooltip = NULL;
  g_autofree char *text = NULL;

  if (self->look == FERRY_TREE_ROW_CAN_TAKE)
    return;

  text = dup_counts (self, &tooltip);
  gtk_label_set_label (self->counts, text != NULL ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->counts), tooltip);
  gtk_widget_set_visible (GTK_WIDGET (self->counts), text != NULL);
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
    {
      gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

      return g_strdup_printf ("%s %s", is_rtl ? "←" : "→", move->target_host_name);
    }

  if (record != NULL && ferry_item_get_kind (self->item) == FERRY_KIND_CONNECTION)
    return g_strdup (get_connection_note (record, self->item));

  return NULL;
}

static void
update_note (FerryTreeRow *self)
{
  g_autofree char *note = dup_note (self);

  gtk_label_set_label (self->note, note != NULL ? note : "");
}

static void
update_progress (FerryTreeRow *self)
{
  const FerryMoveRecord *move = ferry_item_get_move (self->item);
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), move != NULL);
  if (move == NULL)
    return;

  label = g_strdup_printf (_("Progress of %s"), ferry_item_get_name (self->item));
  gtk_progress_bar_set_fraction (self->progress, CLAMP (move->fraction, 0, 1));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_reconnect (FerryTreeRow *self)
{
  const FerryConnectionRecord *record = ferry_item_get_record (self->item);
  gboolean is_shown = record != NULL
                      && ferry_item_get_kind (self->item) == FERRY_KIND_CONNECTION
                      && record->state != FERRY_CONNECTION_CONNECTED
                      && record->state != FERRY_CONNECTION_CONNECTING;

  gtk_widget_set_visible (self->reconnect, is_shown);
  if (!is_shown)
    return;

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

static void
update_tooltip (FerryTreeRow *self)
{
  const char *state = ferry_item_look_get_state (self->item);
  const char *reason = NULL;
  g_autoptr(GString) text = g_string_new (ferry_item_get_name (self->item));

  if (state != NULL)
    g_string_append_printf (text, "\n%s", state);
  if (ferry_item_is_stale (self->item)
      || ferry_item_get_kind (self->item) == FERRY_KIND_CONNECTION)
    reason = get_stale_reason (self->item);
  if (reason != NULL)
    g_string_append_printf (text, "\n%s", reason);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), text->str);
}

static void
update_spoken (FerryTreeRow *self)
{
  g_autofree char *sentence = ferry_item_look_dup_sentence (self->item);
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));

  if (list_item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
update (FerryTreeRow *self)
{
  if (self->item == NULL)
    return;

  gtk_image_set_from_icon_name (self->icon, ferry_item_look_get_icon_name (self->item));
  gtk_label_set_label (self->name, ferry_item_get_name (self->item));
  set_class (GTK_WIDGET (self), "stale", ferry_item_is_stale (self->item));

  update_note (self);
  update_memory (self);
  update_counts (self);
  update_progress (self);
  update_reconnect (self);
  update_tooltip (self);
  update_spoken (self);
}

static void
on_toggled (FerryTreeRow   *self,
            GParamSpec     *pspec,
            GtkTreeListRow *row)
{
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

  return gtk_tree_expander_get_list_row (self->expander);
}

void
ferry_tree_row_set_row (FerryTreeRow   *self,
                        GtkTreeListRow *row)
{
  g_return_if_fail (FERRY_IS_TREE_ROW (self));

  g_clear_object (&self->item);
  if (row != NULL)
    self->item = gtk_tree_list_row_get_item (row);

  gtk_tree_expander_set_list_row (self->expander, row);
  g_signal_group_set_target (self->row_signals, row);
  g_signal_group_set_target (self->item_signals, self->item);
  ferry_tree_row_set_look (self, FERRY_TREE_ROW_PLAIN, NULL);
  update (self);
}

void
ferry_tree_row_set_look (FerryTreeRow     *self,
                         FerryTreeRowLook  look,
                         const char       *text)
{
  g_return_if_fail (FERRY_IS_TREE_ROW (self));
  g_return_if_fail (look < G_N_ELEMENTS (look_classes));

  if (look_classes[self->look] != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), look_classes[self->look]);
  if (look_classes[look] != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), look_classes[look]);
  self->look = look;

  if (self->item == NULL)
    return;

  update_memory (self);
  update_counts (self);
  if (look != FERRY_TREE_ROW_CAN_TAKE)
    return;

  gtk_label_set_label (self->counts, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->counts), text != NULL);
}

static void
ferry_tree_row_dispose (GObject *object)
{
  FerryTreeRow *self = FERRY_TREE_ROW (object);

  g_clear_object (&self->item_signals);
  g_clear_object (&self->row_signals);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (ferry_tree_row_parent_class)->dispose (object);
}

static void
ferry_tree_row_class_init (FerryTreeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_tree_row_dispose;

  signals[TOGGLED] =
    g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, GTK_TYPE_TREE_LIST_ROW);

  gtk_widget_class_set_css_name (widget_class, "ferry-tree-row");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ferryproject/Ferry/tree/ferry-tree-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryTreeRow, expander);
  gtk_widget_class_bind_template_child (widget_class, FerryTreeRow, icon);
  gtk_widget_class_bind_template_child (widget_class, FerryTreeRow, name);
  gtk_widget_class_bind_template_child (widget_class, FerryTreeRow, note);
  gtk_widget_class_bind_template_child (widget_class, FerryTreeRow, reconnect);
  gtk_widget_class_bind_template_child (widget_class, FerryTreeRow, memory);
  gtk_widget_class_bind_template_child (widget_class, FerryTreeRow, counts);
  gtk_widget_class_bind_template_child (widget_class, FerryTreeRow, progress);
}

static void
ferry_tree_row_init (FerryTreeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Green, yellow and red would say that memory in use is good or bad; it is neither. */
  gtk_level_bar_remove_offset_value (self->memory, NULL);

  self->item_signals = g_signal_group_new (FERRY_TYPE_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify", G_CALLBACK (update), self);
  self->row_signals = g_signal_group_new (GTK_TYPE_TREE_LIST_ROW);
  g_signal_group_connect_swapped (self->row_signals, "notify::expanded",
                                  G_CALLBACK (on_toggled), self);
}

GtkWidget *
ferry_tree_row_new (void)
{
  return g_object_new (FERRY_TYPE_TREE_ROW, NULL);
}
