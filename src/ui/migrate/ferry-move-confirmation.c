/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-move-confirmation"

#include "config.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-vm-record.h"
#include "ui/migrate/ferry-move-confirmation.h"
#include "ui/migrate/ferry-reasons.h"

#define MAX_NAMES     5
/* A dialog is as high as its texts are when they are as narrow as they can be. */
#define WARNING_WIDTH 32

/**
 * FerryMoveConfirmation:
 *
 * One screen before a move: what moves, how long it may take, what is to be minded.
 *
 * Threads: the UI thread.
 */
struct _FerryMoveConfirmation
{
  AdwMessageDialog  parent_instance;

  FerryClient      *client;      /* (owned) */
  FerryDestination *destination; /* (owned) */
  gboolean          is_asking;

  GtkListBox       *facts;
  GtkBox           *warnings;
  GtkWidget        *asking;
  GtkCheckButton   *ask_no_more;
};

G_DEFINE_FINAL_TYPE (FerryMoveConfirmation, ferry_move_confirmation, ADW_TYPE_MESSAGE_DIALOG)

static void
clear (GtkWidget *parent)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (parent)) != NULL)
    {
      if (GTK_IS_LIST_BOX (parent))
        gtk_list_box_remove (GTK_LIST_BOX (parent), child);
      else
        gtk_box_remove (GTK_BOX (parent), child);
    }
}

/* @value: (transfer full) (nullable) */
static void
add_fact (FerryMoveConfirmation *self,
          const char            *title,
          char                  *value)
{
  GtkWidget *row, *label;

  if (value == NULL)
    return;

  row = adw_action_row_new ();
  label = gtk_label_new (value);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_focusable (row, FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_append (self->facts, row);
  g_free (value);
}

static void
add_warning (FerryMoveConfirmation *self,
             const char            *sentence)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *label = gtk_label_new (sentence);

  gtk_widget_add_css_class (icon, "warning");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), WARNING_WIDTH);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (self->warnings, box);
}

static char *
dup_names (FerryMoveConfirmation *self)
{
  g_auto(GStrv) keys = ferry_destination_dup_vm_keys (self->destination);
  guint n = g_strv_length (keys);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, MAX_NAMES); i++)
    {
      FerryItem *vm = ferry_client_lookup (self->client, keys[i]);

      if (vm == NULL)
        continue;
      if (names->len > 0)
        g_string_append (names, ", ");
      g_string_append (names, ferry_item_get_name (vm));
    }

  if (n > MAX_NAMES)
    {
      g_string_append (names, ", ");
      g_string_append_printf (names, ngettext ("and %u more", "and %u more", n - MAX_NAMES),
                              n - MAX_NAMES);
    }

  return g_string_free (names, FALSE);
}

static guint64
get_memory (FerryMoveConfirmation *self)
{
  g_auto(GStrv) keys = ferry_destination_dup_vm_keys (self->destination);
  guint64 bytes = 0;

  for (guint i = 0; keys[i] != NULL; i++)
    {
      FerryItem *item = ferry_client_lookup (self->client, keys[i]);
      const FerryVmRecord *vm = item != NULL ? ferry_item_get_record (item) : NULL;

      if (vm != NULL)
        bytes += vm->memory_actual_bytes > 0 ? vm->memory_actual_bytes : vm->memory_dynamic_max_bytes;
    }

  return bytes;
}

static void
show_facts (FerryMoveConfirmation *self)
{
  const FerryDestinationForecast *forecast = ferry_destination_get_forecast (self->destination);
  const char *host = ferry_item_get_name (ferry_destination_get_host (self->destination));
  g_autofree char *after = g_strdup_printf (_("%s afterwards"), host);
  g_autofree char *escaped = g_markup_escape_text (after, -1);

  clear (GTK_WIDGET (self->facts));
  add_fact (self, _("Memory to send"), ferry_format_bytes (get_memory (self)));
  if (forecast->duration_min_s >= 0)
    add_fact (self, _("Time"), ferry_format_duration_range (forecast->duration_min_s,
                                                            forecast->duration_max_s));
  if (forecast->pause_min_ms >= 0)
    add_fact (self, _("Pause of the guest"),
              ferry_format_pause_range (forecast->pause_min_ms, forecast->pause_max_ms));
  if (forecast->memory_after >= 0)
    add_fact (self, escaped, g_strdup_printf (_("%d %% of memory in use"),
                                              (int) (forecast->memory_after * 100 + 0.5)));
}

static void
show_warnings (FerryMoveConfirmation *self)
{
  GPtrArray *verdicts = ferry_destination_get_verdicts (self->destination);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  clear (GTK_WIDGET (self->warnings));
  for (guint i = 0; i < verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (verdicts, i);

      for (guint j = 0; j < verdict->findings->len; j++)
        {
          const FerryFinding *finding = g_ptr_array_index (verdict->findings, j);

          if (finding->severity != FERRY_SEVERITY_NOTE
              && g_hash_table_add (seen, (gpointer) finding->sentence))
            add_warning (self, finding->sentence);
        }
    }

  if (ferry_destination_get_together (self->destination) != NULL)
    add_warning (self, ferry_destination_get_together (self->destination));
}

static void
show_heading (FerryMoveConfirmation *self)
{
  guint n = ferry_destination_get_n_moving (self->destination);
  const char *host = ferry_item_get_name (ferry_destination_get_host (self->destination));
  gboolean can_go = ferry_destination_get_outlook (self->destination) == FERRY_OUTLOOK_CAN_GO;
  g_autofree char *names = dup_names (self);
  g_autofree char *count = NULL;
  g_autofree char *heading = NULL;

  if (n > 1)
    count = g_strdup_printf (ngettext ("%u virtual machine", "%u virtual machines", n), n);
  heading = can_go
              /* Translators: a VM's name or "3 virtual machines", and a host's name */
              ? g_strdup_printf (_("Migrate %s to %s?"), n > 1 ? count : names, host)
              : g_strdup_printf (_("%s cannot go to %s now"), n > 1 ? count : names, host);

  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (self), heading);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), n > 1 ? names : "");
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "migrate",
                                           can_go && !self->is_asking);
}

static void
update (FerryMoveConfirmation *self)
{
  show_heading (self);
  show_facts (self);
  show_warnings (self);
  gtk_widget_set_visible (self->asking, self->is_asking);
}

/* Enter migrates, once that is possible; it does not tick the box that happens to come first. */
static void
focus_migrate (FerryMoveConfirmation *self)
{
  GtkWidget *button = gtk_window_get_default_widget (GTK_WINDOW (self));

  if (button != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (button);
}

void
ferry_move_confirmation_set_asking (FerryMoveConfirmation *self,
                                    gboolean               is_asking)
{
  g_return_if_fail (FERRY_IS_MOVE_CONFIRMATION (self));

  self->is_asking = is_asking;
  update (self);
  if (!is_asking)
    focus_migrate (self);
}

gboolean
ferry_move_confirmation_get_ask_no_more (FerryMoveConfirmation *self)
{
  g_return_val_if_fail (FERRY_IS_MOVE_CONFIRMATION (self), FALSE);

  return gtk_check_button_get_active (self->ask_no_more);
}

static void
ferry_move_confirmation_dispose (GObject *object)
{
  FerryMoveConfirmation *self = FERRY_MOVE_CONFIRMATION (object);

  g_clear_object (&self->destination);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_move_confirmation_parent_class)->dispose (object);
}

static void
ferry_move_confirmation_class_init (FerryMoveConfirmationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_move_confirmation_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/migrate/ferry-move-confirmation.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryMoveConfirmation, facts);
  gtk_widget_class_bind_template_child (widget_class, FerryMoveConfirmation, warnings);
  gtk_widget_class_bind_template_child (widget_class, FerryMoveConfirmation, asking);
  gtk_widget_class_bind_template_child (widget_class, FerryMoveConfirmation, ask_no_more);
}

static void
ferry_move_confirmation_init (FerryMoveConfirmation *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ferry_move_confirmation_new (GtkWindow        *parent,
                             FerryClient      *client,
                             FerryDestination *destination)
{
  FerryMoveConfirmation *self = g_object_new (FERRY_TYPE_MOVE_CONFIRMATION,
                                              "transient-for", parent,
                                              "modal", TRUE,
                                              NULL);

  self->client = g_object_ref (client);
  self->destination = g_object_ref (destination);
  g_signal_connect_object (destination, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
