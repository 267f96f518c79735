/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-connection-banner"

#include "config.h"

#include "model/ferry-connection-record.h"
#include "ui/connect/ferry-connection-banner.h"

/**
 * FerryConnectionBanner:
 *
 * Says why what the details show is old, and offers what can be done about it.
 *
 * Threads: the UI thread.
 */
struct _FerryConnectionBanner
{
  AdwBin        parent_instance;

  FerryItem    *connection; /* (owned) (nullable) */
  GSignalGroup *signals;

  GtkRevealer  *revealer;
  GtkLabel     *message;
  GtkButton    *reconnect;
};

G_DEFINE_FINAL_TYPE (FerryConnectionBanner, ferry_connection_banner, ADW_TYPE_BIN)

static void
update (FerryConnectionBanner *self)
{
  const FerryConnectionRecord *record = NULL;

  if (self->connection != NULL)
    record = ferry_item_get_record (self->connection);

  if (record == NULL || record->message == NULL)
    {
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      return;
    }

  gtk_label_set_label (self->message, record->message);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->reconnect), "s", record->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->reconnect), "win.reconnect");
  gtk_revealer_set_reveal_child (self->revealer, record->state != FERRY_CONNECTION_CONNECTED);
}

/* @connection: (nullable) */
void
ferry_connection_banner_set_connection (FerryConnectionBanner *self,
                                        FerryItem             *connection)
{
  g_return_if_fail (FERRY_IS_CONNECTION_BANNER (self));

  if (!g_set_object (&self->connection, connection))
    return;

  g_signal_group_set_target (self->signals, connection);
  update (self);
}

static void
ferry_connection_banner_dispose (GObject *object)
{
  FerryConnectionBanner *self = FERRY_CONNECTION_BANNER (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (ferry_connection_banner_parent_class)->dispose (object);
}

static void
ferry_connection_banner_class_init (FerryConnectionBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_connection_banner_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/connect/ferry-connection-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryConnectionBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, FerryConnectionBanner, message);
  gtk_widget_class_bind_template_child (widget_class, FerryConnectionBanner, reconnect);
}

static void
ferry_connection_banner_init (FerryConnectionBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (FERRY_TYPE_ITEM);
  g_signal_group_connect_swapped (self->signals, "notify::record", G_CALLBACK (update), self);
}
