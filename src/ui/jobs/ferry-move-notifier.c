/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-move-notifier"

#include "config.h"

#include "ui/jobs/ferry-move-notifier.h"

#include <glib/gi18n.h>

/**
 * FerryMoveNotifier:
 *
 * Raises a desktop notification when a move ends in the background.
 *
 * Threads: the UI thread.
 */
struct _FerryMoveNotifier
{
  GObject         parent_instance;

  GtkApplication *application; /* (not owned) */
  GSettings      *settings;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (FerryMoveNotifier, ferry_move_notifier, G_TYPE_OBJECT)

static gboolean
is_needless (FerryMoveNotifier *self)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);

  if (self->settings != NULL && !g_settings_get_boolean (self->settings, "notify"))
    return TRUE;

  return window != NULL && gtk_window_is_active (window);
}

static char *
make_title (const FerryMoveRecord *move)
{
  switch (move->state)
    {
    case FERRY_MOVE_DONE:
      /* Translators: a virtual machine and a host */
      return g_strdup_printf (_("%s runs on %s"), move->base.name, move->target_host_name);
    case FERRY_MOVE_CANCELLED:
      return g_strdup_printf (_("The move of %s was cancelled"), move->base.name);
    case FERRY_MOVE_FAILED:
    case FERRY_MOVE_WAITING:
    case FERRY_MOVE_RUNNING:
    case FERRY_MOVE_CANCELLING:
    default:
      return g_strdup_printf (_("%s did not arrive on %s"), move->base.name,
                              move->target_host_name);
    }
}

static void
on_move_ended (FerryMoveNotifier *self,
               FerryItem         *item)
{
  const FerryMoveRecord *move = ferry_item_get_record (item);
  g_autoptr(GNotification) notification = NULL;
  g_autofree char *title = NULL;

  if (is_needless (self))
    return;

  title = make_title (move);
  notification = g_notification_new (title);
  if (move->message != NULL)
    g_notification_set_body (notification, move->message);
  g_notification_set_priority (notification,
                               move->state == FERRY_MOVE_FAILED
                               ? G_NOTIFICATION_PRIORITY_HIGH
                               : G_NOTIFICATION_PRIORITY_NORMAL);
  g_application_send_notification (G_APPLICATION (self->application), move->base.key,
                                   notification);
}

static void
ferry_move_notifier_finalize (GObject *object)
{
  g_clear_object (&FERRY_MOVE_NOTIFIER (object)->settings);

  G_OBJECT_CLASS (ferry_move_notifier_parent_class)->finalize (object);
}

static void
ferry_move_notifier_class_init (FerryMoveNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_move_notifier_finalize;
}

static void
ferry_move_notifier_init (FerryMoveNotifier *self)
{
}

FerryMoveNotifier *
ferry_move_notifier_new (GtkApplication *application,
                         FerryClient    *client,
                         GSettings      *settings)
{
  FerryMoveNotifier *self = g_object_new (FERRY_TYPE_MOVE_NOTIFIER, NULL);

  self->application = application;
  g_set_object (&self->settings, settings);
  g_signal_connect_object (client, "move-ended", G_CALLBACK (on_move_ended), self,
                           G_CONNECT_SWAPPED);

  return self;
}
