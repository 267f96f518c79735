/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-migrate-dialog"

#include "config.h"

#include <glib/gi18n.h>

#include "ui/migrate/ferry-host-chooser.h"
#include "ui/migrate/ferry-migrate-dialog.h"

/**
 * FerryMigrateDialog:
 *
 * Asks where VMs shall go: type a host's name, press Enter.
 *
 * Threads: the UI thread.
 */
struct _FerryMigrateDialog
{
  AdwWindow         parent_instance;

  AdwWindowTitle   *title;
  GtkWidget        *migrate;
  FerryHostChooser *chooser;
};

G_DEFINE_FINAL_TYPE (FerryMigrateDialog, ferry_migrate_dialog, ADW_TYPE_WINDOW)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_chosen (FerryMigrateDialog *self,
           FerryDestination   *destination)
{
  g_signal_emit (self, signals[CHOSEN], 0, destination);
}

static void
on_selected (FerryMigrateDialog *self)
{
  FerryDestination *selected = ferry_host_chooser_get_selected (self->chooser);

  gtk_widget_set_sensitive (self->migrate,
                            selected != NULL
                            && ferry_destination_get_outlook (selected) == FERRY_OUTLOOK_CAN_GO);
}

/* The search entry would take Escape for itself. */
static gboolean
on_key (FerryMigrateDialog *self,
        guint               keyval)
{
  if (keyval != GDK_KEY_Escape)
    return FALSE;

  gtk_window_close (GTK_WINDOW (self));

  return TRUE;
}

/* Not before: a window that has its focus before it is shown stays unknown to screen readers (GTK 4.8). */
static void
ferry_migrate_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ferry_migrate_dialog_parent_class)->map (widget);

  gtk_widget_grab_focus (GTK_WIDGET (FERRY_MIGRATE_DIALOG (widget)->chooser));
}

static void
ferry_migrate_dialog_class_init (FerryMigrateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = ferry_migrate_dialog_map;

  signals[CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, FERRY_TYPE_DESTINATION);

  g_type_ensure (FERRY_TYPE_HOST_CHOOSER);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/migrate/ferry-migrate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryMigrateDialog, title);
  gtk_widget_class_bind_template_child (widget_class, FerryMigrateDialog, migrate);
  gtk_widget_class_bind_template_child (widget_class, FerryMigrateDialog, chooser);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, ferry_host_chooser_choose);
}

static void
ferry_migrate_dialog_init (FerryMigrateDialog *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
ferry_migrate_dialog_new (GtkWindow         *parent,
                          FerryDestinations *destinations)
{
  FerryMigrateDialog *self = g_object_new (FERRY_TYPE_MIGRATE_DIALOG, "transient-for", parent, NULL);
  g_autofree char *vms = ferry_destinations_dup_vms_text (destinations);
  /* Translators: a VM's name, or "12 virtual machines" */
  g_autofree char *title = g_strdup_printf (_("Migrate %s"), vms);

  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  ferry_host_chooser_set_destinations (self->chooser, destinations);

  return GTK_WIDGET (self);
}
