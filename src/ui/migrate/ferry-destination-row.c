/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-destination-row"

#include "config.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "ui/migrate/ferry-destination-row.h"
#include "ui/migrate/ferry-reasons.h"
#include "ui/tree/ferry-item-look.h"
#include "ui/window/ferry-message.h"

#define MAX_FINDINGS 12

/**
 * FerryDestinationRow:
 *
 * A host in the list of places where VMs could go: the short answer, the long one, and what can be done about it.
 *
 * Threads: the UI thread.
 */
struct _FerryDestinationRow
{
  AdwBin            parent_instance;

  FerryClient      *client;      /* (owned) */
  FerryDestination *destination; /* (owned) (nullable) */
  GSignalGroup     *signals;

  GtkImage         *icon;
  GtkLabel         *name;
  GtkLabel         *pool;
  GtkLabel         *outlook;
  GtkBox           *findings;
  GtkBox           *remedies;
};

G_DEFINE_FINAL_TYPE (FerryDestinationRow, ferry_destination_row, ADW_TYPE_BIN)

static const char * const outlook_classes[] = {
  [FERRY_OUTLOOK_HERE] = "dim-label",
  [FERRY_OUTLOOK_CAN_GO] = "accent",
  [FERRY_OUTLOOK_NEEDS_CHOICES] = "warning",
  [FERRY_OUTLOOK_CANNOT] = "dim-label",
  [FERRY_OUTLOOK_UNKNOWN] = "dim-label",
};

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
on_remedied (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GtkWidget) button = user_data;
  g_autoptr(GError) error = NULL;

  gtk_widget_set_sensitive (button, TRUE);
  if (!ferry_client_remedy_finish (FERRY_CLIENT (source), result, &error))
    ferry_message_show (button, _("Nothing was changed"), error->message);
}

static void
on_remedy_clicked (FerryDestinationRow *self,
                   GtkButton           *button)
{
  const FerryFinding *finding = g_object_get_data (G_OBJECT (button), "finding");

  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  ferry_client_remedy_async (self->client, finding, on_remedied, g_object_ref (button));
}

static void
add_remedy (FerryDestinationRow *self,
            const FerryFinding  *finding)
{
  GtkWidget *button = gtk_button_new_with_label (finding->remedy_label);

  gtk_widget_set_tooltip_text (button, finding->sentence);
  g_object_set_data_full (G_OBJECT (button), "finding", ferry_finding_ref (finding),
                          (GDestroyNotify) ferry_finding_unref);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_remedy_clicked), self);
  gtk_box_append (self->remedies, button);
  gtk_widget_set_visible (GTK_WIDGET (self->remedies), TRUE);
}

static void
add_finding (FerryDestinationRow *self,
             const FerryFinding  *finding)
{
  GtkWidget *label = gtk_label_new (finding->sentence);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (finding->severity == FERRY_SEVERITY_NOTE)
    gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (self->findings, label);
}

/* Several VMs may have the same to say about a host: it is said once. */
static void
show_findings (FerryDestinationRow *self,
               GPtrArray           *verdicts)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_shown = 0;

  for (guint i = 0; i < verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (verdicts, i);

      for (guint j = 0; j < verdict->findings->len && n_shown < MAX_FINDINGS; j++)
        {
          const FerryFinding *finding = g_ptr_array_index (verdict->findings, j);
          g_autofree char *remedy = g_strdup_printf ("%d %s", finding->remedy, finding->remedy_target);

          if (g_hash_table_add (seen, g_strdup (finding->sentence)))
            {
              add_finding (self, finding);
              n_shown++;
            }
          if (finding->remedy != FERRY_REMEDY_NONE && g_hash_table_add (seen, g_steal_pointer (&remedy)))
            add_remedy (self, finding);
        }
    }
}

static void
append_part (GString *text,
             char    *part)
{
  if (part != NULL)
    g_string_append_printf (text, " · %s", part);
  g_free (part);
}

static char *
dup_outlook (FerryDestination *destination)
{
  const FerryDestinationForecast *forecast = ferry_destination_get_forecast (destination);
  g_autofree char *outlook = ferry_destination_dup_outlook_text (destination);
  GString *text = g_string_new (outlook);

  if (ferry_destination_get_outlook (destination) == FERRY_OUTLOOK_CAN_GO)
    {
      append_part (text, ferry_destination_dup_memory_text (destination));
      if (forecast->duration_min_s >= 0)
        append_part (text, ferry_format_duration_range (forecast->duration_min_s,
                                                        forecast->duration_max_s));
    }

  return g_string_free (text, FALSE);
}

static void
show_host (FerryDestinationRow *self,
           FerryItem           *host)
{
  FerryItem *connection = ferry_item_get_parent (host);

  gtk_image_set_from_icon_name (self->icon, ferry_item_look_get_icon_name (host));
  gtk_label_set_label (self->name, ferry_item_get_name (host));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), ferry_item_get_name (host));
  gtk_label_set_label (self->pool, connection != NULL ? ferry_item_get_name (connection) : "");
}

static void
show_outlook (FerryDestinationRow *self)
{
  g_autofree char *text = dup_outlook (self->destination);
  const char *classes[] = {
    "caption", outlook_classes[ferry_destination_get_outlook (self->destination)], NULL
  };

  gtk_label_set_label (self->outlook, text);
  gtk_widget_set_css_classes (GTK_WIDGET (self->outlook), classes);
}

static void
speak (FerryDestinationRow *self)
{
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *reasons = ferry_reasons_dup_text (self->destination);
  g_autofree char *label = NULL;

  if (list_item == NULL)
    return;

  label = g_strdup_printf ("%s, %s", gtk_label_get_label (self->name),
                           gtk_label_get_label (self->outlook));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_item),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reasons, -1);
}

static void
update (FerryDestinationRow *self)
{
  const char *together;

  clear_box (self->findings);
  clear_box (self->remedies);
  gtk_widget_set_visible (GTK_WIDGET (self->remedies), FALSE);
  if (self->destination == NULL)
    return;

  show_host (self, ferry_destination_get_host (self->destination));
  show_outlook (self);
  together = ferry_destination_get_together (self->destination);
  if (together != NULL)
    gtk_box_append (self->findings, gtk_label_new (together));
  show_findings (self, ferry_destination_get_verdicts (self->destination));
  speak (self);
}

void
ferry_destination_row_set_destination (FerryDestinationRow *self,
                                       FerryDestination    *destination)
{
  g_return_if_fail (FERRY_IS_DESTINATION_ROW (self));

  g_set_object (&self->destination, destination);
  g_signal_group_set_target (self->signals, destination);
  update (self);
}

static void
ferry_destination_row_dispose (GObject *object)
{
  FerryDestinationRow *self = FERRY_DESTINATION_ROW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->destination);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_destination_row_parent_class)->dispose (object);
}

static void
ferry_destination_row_class_init (FerryDestinationRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_destination_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/migrate/ferry-destination-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryDestinationRow, icon);
  gtk_widget_class_bind_template_child (widget_class, FerryDestinationRow, name);
  gtk_widget_class_bind_template_child (widget_class, FerryDestinationRow, pool);
  gtk_widget_class_bind_template_child (widget_class, FerryDestinationRow, outlook);
  gtk_widget_class_bind_template_child (widget_class, FerryDestinationRow, findings);
  gtk_widget_class_bind_template_child (widget_class, FerryDestinationRow, remedies);
}

static void
ferry_destination_row_init (FerryDestinationRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (FERRY_TYPE_DESTINATION);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (update), self);
}

GtkWidget *
ferry_destination_row_new (FerryClient *client)
{
  FerryDestinationRow *self = g_object_new (FERRY_TYPE_DESTINATION_ROW, NULL);

  self->client = g_object_ref (client);

  return GTK_WIDGET (self);
}
