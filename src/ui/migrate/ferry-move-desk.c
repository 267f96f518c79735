/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-move-desk"

#include "config.h"

#include <glib/gi18n.h>

#include "ui/migrate/ferry-migrate-dialog.h"
#include "ui/migrate/ferry-move-confirmation.h"
#include "ui/migrate/ferry-move-desk.h"
#include "ui/migrate/ferry-reasons.h"
#include "ui/window/ferry-message.h"

/**
 * FerryMoveDesk:
 *
 * From the wish to move VMs to a started move.
 *
 * Threads: the UI thread.
 */
struct _FerryMoveDesk
{
  GObject      parent_instance;

  FerryClient *client;   /* (owned) */
  GtkWindow   *window;   /* (not owned) (nullable): weak */
  GSettings   *settings; /* (owned) (nullable) */
  GtkWidget   *dialog;   /* (not owned) (nullable): weak: where the host was chosen */
};

G_DEFINE_FINAL_TYPE (FerryMoveDesk, ferry_move_desk, G_TYPE_OBJECT)

enum
{
  STARTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One wish, from the drop to the start. Owned by whichever callback comes next: the server's or the user's. */
typedef struct
{
  FerryMoveDesk    *desk;         /* (owned) */
  FerryDestination *destination;  /* (owned) */
  GtkWidget        *confirmation; /* (owned) (nullable) */
  GCancellable     *cancellable;  /* (owned) */
} Wish;

static Wish *
wish_new (FerryMoveDesk    *desk,
          FerryDestination *destination)
{
  Wish *wish = g_rc_box_new0 (Wish);

  wish->desk = g_object_ref (desk);
  /* A copy: the list that it comes from may ask again, without the server's word. */
  wish->destination = ferry_destination_new (ferry_destination_get_host (destination));
  ferry_destination_set_verdicts (wish->destination, ferry_destination_get_verdicts (destination));
  wish->cancellable = g_cancellable_new ();

  return wish;
}

static void
wish_clear (gpointer data)
{
  Wish *wish = data;

  g_clear_object (&wish->desk);
  g_clear_object (&wish->destination);
  g_clear_object (&wish->confirmation);
  g_clear_object (&wish->cancellable);
}

static void
wish_unref (gpointer wish)
{
  g_rc_box_release_full (wish, wish_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wish, wish_unref)

static GtkWindow *
get_parent (FerryMoveDesk *self)
{
  return self->dialog != NULL ? GTK_WINDOW (self->dialog) : self->window;
}

static gboolean
always_asks (FerryMoveDesk *self)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, "confirm-moves");
}

static void
refuse (FerryMoveDesk    *self,
        FerryDestination *destination)
{
  const char *host = ferry_item_get_name (ferry_destination_get_host (destination));
  gboolean needs_choices = ferry_destination_get_outlook (destination) == FERRY_OUTLOOK_NEEDS_CHOICES;
  g_autofree char *heading = g_strdup_printf (needs_choices ? _("Going to %s needs choices")
                                                            : _("Cannot go to %s"), host);
  const char *body = needs_choices
                       ? _("It takes a copy of disks to another storage, or another network, and "
                           "this version of Ferry does not offer that choice. Nothing was started.")
                       : _("Nothing was started.");
  GtkWindow *parent = get_parent (self);
  GtkWidget *dialog, *reasons, *scroller;

  if (parent == NULL)
    return;

  reasons = ferry_reasons_new (self->client, destination, 0);
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), reasons);

  dialog = ferry_message_show (GTK_WIDGET (parent), heading, body);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), scroller);
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Wish) wish = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) keys = ferry_client_move_finish (FERRY_CLIENT (source), result, &error);
  FerryMoveDesk *self = wish->desk;

  if (keys == NULL)
    {
      if (get_parent (self) != NULL)
        ferry_message_show (GTK_WIDGET (get_parent (self)), _("Nothing was started"), error->message);
      return;
    }

  if (self->dialog != NULL)
    gtk_window_close (GTK_WINDOW (self->dialog));
  g_signal_emit (self, signals[STARTED], 0, keys->len,
                 ferry_destination_get_host (wish->destination));
}

static void
start (Wish *wish)
{
  g_auto(GStrv) keys = ferry_destination_dup_vm_keys (wish->destination);
  FerryItem *host = ferry_destination_get_host (wish->destination);
  FerryMoveRequest request = {
    .vm_keys = keys,
    .host_key = (char *) ferry_item_get_key (host),
    .compress = -1,
  };

  ferry_client_move_async (wish->desk->client, &request, NULL, on_started,
                           g_rc_box_acquire (wish));
}

static void
on_response (FerryMoveConfirmation *confirmation,
             const char            *response,
             gpointer               user_data)
{
  Wish *wish = user_data;

  if (!g_str_equal (response, "migrate"))
    {
      g_cancellable_cancel (wish->cancellable);
      return;
    }

  if (ferry_move_confirmation_get_ask_no_more (confirmation) && wish->desk->settings != NULL)
    g_settings_set_boolean (wish->desk->settings, "confirm-moves", FALSE);
  start (wish);
}

static void
wish_unref_closure (gpointer  data,
                    GClosure *closure)
{
  wish_unref (data);
}

static void
confirm (Wish     *wish,
         gboolean  is_asking)
{
  GtkWindow *parent = get_parent (wish->desk);

  if (parent == NULL)
    return;

  wish->confirmation = g_object_ref (ferry_move_confirmation_new (parent, wish->desk->client,
                                                                  wish->destination));
  ferry_move_confirmation_set_asking (FERRY_MOVE_CONFIRMATION (wish->confirmation), is_asking);
  g_signal_connect_data (wish->confirmation, "response", G_CALLBACK (on_response),
                         g_rc_box_acquire (wish), wish_unref_closure, 0);
  gtk_window_present (GTK_WINDOW (wish->confirmation));
}

static void
on_last_word (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Wish) wish = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) verdicts = ferry_client_check_finish (FERRY_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (verdicts == NULL)
    {
      if (wish->confirmation != NULL)
        gtk_window_close (GTK_WINDOW (wish->confirmation));
      if (get_parent (wish->desk) != NULL)
        ferry_message_show (GTK_WIDGET (get_parent (wish->desk)), _("Nothing was started"),
                            error->message);
      return;
    }

  ferry_destination_set_verdicts (wish->destination, verdicts);
  if (wish->confirmation != NULL)
    ferry_move_confirmation_set_asking (FERRY_MOVE_CONFIRMATION (wish->confirmation), FALSE);
  else if (ferry_destination_get_outlook (wish->destination) != FERRY_OUTLOOK_CAN_GO)
    refuse (wish->desk, wish->destination);
  else if (ferry_destination_has_warnings (wish->destination))
    confirm (wish, FALSE);
  else
    start (wish);
}

void
ferry_move_desk_send (FerryMoveDesk    *self,
                      FerryDestination *destination)
{
  g_autoptr(Wish) wish = NULL;
  g_auto(GStrv) vm_keys = NULL;
  const char *host_keys[2] = { NULL, NULL };

  g_return_if_fail (FERRY_IS_MOVE_DESK (self));

  if (ferry_destination_get_outlook (destination) != FERRY_OUTLOOK_CAN_GO)
    {
      refuse (self, destination);
      return;
    }

  wish = wish_new (self, destination);
  vm_keys = ferry_destination_dup_vm_keys (destination);
  host_keys[0] = ferry_item_get_key (ferry_destination_get_host (destination));
  if (always_asks (self) || ferry_destination_has_warnings (destination))
    confirm (wish, TRUE);

  ferry_client_check_async (self->client, (const char * const *) vm_keys, host_keys, TRUE,
                            wish->cancellable, on_last_word, g_rc_box_acquire (wish));
}

void
ferry_move_desk_choose (FerryMoveDesk *self,
                        GPtrArray     *vms)
{
  g_autoptr(FerryDestinations) destinations = NULL;

  g_return_if_fail (FERRY_IS_MOVE_DESK (self));

  if (self->dialog != NULL || self->window == NULL)
    return;

  destinations = ferry_destinations_new (self->client, vms);
  ferry_destinations_follow (destinations);
  g_set_weak_pointer (&self->dialog, ferry_migrate_dialog_new (self->window, destinations));
  g_signal_connect_object (self->dialog, "chosen", G_CALLBACK (ferry_move_desk_send), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self->dialog));
}

static void
ferry_move_desk_dispose (GObject *object)
{
  FerryMoveDesk *self = FERRY_MOVE_DESK (object);

  g_clear_weak_pointer (&self->dialog);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->settings);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_move_desk_parent_class)->dispose (object);
}

static void
ferry_move_desk_class_init (FerryMoveDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ferry_move_desk_dispose;

  signals[STARTED] =
    g_signal_new ("started", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_UINT, FERRY_TYPE_ITEM);
}

static void
ferry_move_desk_init (FerryMoveDesk *self)
{
}

FerryMoveDesk *
ferry_move_desk_new (FerryClient *client,
                     GtkWindow   *window,
                     GSettings   *settings)
{
  FerryMoveDesk *self = g_object_new (FERRY_TYPE_MOVE_DESK, NULL);

  self->client = g_object_ref (client);
  g_set_weak_pointer (&self->window, window);
  g_set_object (&self->settings, settings);

  return self;
}
