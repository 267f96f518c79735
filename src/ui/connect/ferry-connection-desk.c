/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-connection-desk"

#include "config.h"

#include "ui/connect/ferry-connection-desk.h"

#include <glib/gi18n.h>

#include "model/ferry-connection-record.h"
#include "ui/connect/ferry-connection-dialog.h"
#include "ui/connect/ferry-password-dialog.h"
#include "ui/connect/ferry-trust-dialog.h"

/**
 * FerryConnectionDesk:
 *
 * Everything about connections that needs the user. At most one question per
 * connection is open at a time.
 *
 * Threads: the UI thread.
 */
struct _FerryConnectionDesk
{
  GObject               parent_instance;

  FerryClient          *client;    /* (owned) */
  FerryConnectionStore *store;     /* (owned) */
  GtkWindow            *window;    /* (not owned): owns the desk */
  GHashTable           *questions; /* (owned): connection id -> its open dialog (not owned) */
};

G_DEFINE_FINAL_TYPE (FerryConnectionDesk, ferry_connection_desk, G_TYPE_OBJECT)

#define DATA_CONNECTION "ferry-connection-id"

static const char *
get_dialog_connection (gpointer dialog)
{
  return g_object_get_data (G_OBJECT (dialog), DATA_CONNECTION);
}

static void
on_question_gone (FerryConnectionDesk *self,
                  GtkWidget           *dialog)
{
  const char *id = get_dialog_connection (dialog);

  if (g_hash_table_lookup (self->questions, id) == dialog)
    g_hash_table_remove (self->questions, id);
}

static void
ask (FerryConnectionDesk *self,
     const char          *connection_id,
     GtkWidget           *dialog)
{
  g_object_set_data_full (G_OBJECT (dialog), DATA_CONNECTION, g_strdup (connection_id), g_free);
  g_hash_table_replace (self->questions, g_strdup (connection_id), dialog);
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (on_question_gone), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
tell (FerryConnectionDesk *self,
      const char          *heading,
      const char          *sentence)
{
  GtkWidget *dialog = adw_message_dialog_new (self->window, heading, sentence);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_accepted (FerryConnectionDesk           *self,
             const FerryConnectionSettings *settings,
             FerrySecret                   *secret)
{
  g_autoptr(GError) error = NULL;

  if (!ferry_connection_store_save (self->store, settings, &error))
    {
      tell (self, _("The connection was not kept"), error->message);
      return;
    }

  if (secret != NULL)
    ferry_connection_store_use_secret (self->store, settings->id, secret);
  else
    ferry_client_connect (self->client, settings->id, NULL);
}

static void
show_dialog (FerryConnectionDesk           *self,
             const FerryConnectionSettings *settings)
{
  GtkWidget *dialog = ferry_connection_dialog_new (self->window, settings);

  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_accepted), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ferry_connection_desk_add (FerryConnectionDesk *self)
{
  g_return_if_fail (FERRY_IS_CONNECTION_DESK (self));

  show_dialog (self, NULL);
}

void
ferry_connection_desk_edit (FerryConnectionDesk *self,
                            const char          *connection_id)
{
  const FerryConnectionSettings *settings;

  g_return_if_fail (FERRY_IS_CONNECTION_DESK (self));

  settings = ferry_connection_store_find (self->store, connection_id);
  if (settings != NULL)
    show_dialog (self, settings);
}

static FerryItem *
find_item (FerryConnectionDesk *self,
           const char          *connection_id)
{
  char *key = ferry_key_new (connection_id, FERRY_KIND_CONNECTION, NULL);
  FerryItem *item = ferry_client_lookup (self->client, key);

  g_ref_string_release (key);

  return item;
}

static void
on_remove_response (FerryConnectionDesk *self,
                    const char          *response,
                    GtkWidget           *dialog)
{
  if (g_str_equal (response, "remove"))
    ferry_connection_store_remove (self->store, get_dialog_connection (dialog));
}

void
ferry_connection_desk_remove (FerryConnectionDesk *self,
                              const char          *connection_id)
{
  FerryItem *item;
  GtkWidget *dialog;

  g_return_if_fail (FERRY_IS_CONNECTION_DESK (self));

  item = find_item (self, connection_id);
  if (item == NULL)
    return;

  dialog = adw_message_dialog_new (self->window, NULL, NULL);
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Remove %s?"),
                                     ferry_item_get_name (item));
  adw_message_dialog_set_body (
    ADW_MESSAGE_DIALOG (dialog),
    _("Ferry forgets its address, password and certificate. Nothing changes on the server, and "
      "the history of moves stays."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("Cancel"), "remove", _("Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_remove_response), self,
                           G_CONNECT_SWAPPED);
  ask (self, connection_id, dialog);
}

void
ferry_connection_desk_reconnect (FerryConnectionDesk *self,
                                 const char          *connection_id)
{
  GtkWindow *question;

  g_return_if_fail (FERRY_IS_CONNECTION_DESK (self));

  question = g_hash_table_lookup (self->questions, connection_id);
  if (question != NULL)
    gtk_window_present (question);
  else
    ferry_client_connect (self->client, connection_id, NULL);
}

static void
remember_choice (FerryConnectionDesk *self,
                 const char          *connection_id,
                 gboolean             remember)
{
  const FerryConnectionSettings *known = ferry_connection_store_find (self->store, connection_id);
  g_autoptr(FerryConnectionSettings) changed = NULL;

  if (known == NULL || known->remember_password == remember)
    return;

  changed = ferry_connection_settings_copy (known);
  changed->remember_password = remember;
  ferry_connection_store_save (self->store, changed, NULL);
}

static void
on_password_response (FerryConnectionDesk *self,
                      const char          *response,
                      FerryPasswordDialog *dialog)
{
  const char *id = get_dialog_connection (dialog);
  g_autoptr(FerrySecret) secret = ferry_password_dialog_take_secret (dialog);

  if (!g_str_equal (response, FERRY_PASSWORD_RESPONSE))
    {
      ferry_client_disconnect (self->client, id);
      return;
    }

  remember_choice (self, id, ferry_password_dialog_get_remember (dialog));
  ferry_connection_store_use_secret (self->store, id, secret);
}

/* "root at pool.example.com" */
static char *
describe_login (const FerryConnectionSettings *settings)
{
  g_autoptr(GUri) uri = g_uri_parse (settings->uri, G_URI_FLAGS_HAS_PASSWORD, NULL);

  if (uri == NULL || g_uri_get_user (uri) == NULL)
    return g_strdup (settings->uri);

  /* Translators: a user name and the address of a server */
  return g_strdup_printf (_("%s at %s"), g_uri_get_user (uri), g_uri_get_host (uri));
}

static void
on_secret_wanted (FerryConnectionDesk *self,
                  const char          *connection_id,
                  gboolean             was_refused)
{
  const FerryConnectionSettings *settings =
    ferry_connection_store_find (self->store, connection_id);
  g_autofree char *login = NULL;
  GtkWidget *dialog;

  if (settings == NULL || g_hash_table_contains (self->questions, connection_id))
    return;

  login = describe_login (settings);
  dialog = ferry_password_dialog_new (self->window, login, was_refused,
                                      settings->remember_password);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_password_response), self,
                           G_CONNECT_SWAPPED);
  ask (self, connection_id, dialog);
}

#define DATA_SHA256 "ferry-sha256"

static void
on_trust_response (FerryConnectionDesk *self,
                   const char          *response,
                   GtkWidget           *dialog)
{
  /* What was shown is what is trusted, whatever the server offers by now. */
  const char *sha256 = g_object_get_data (G_OBJECT (dialog), DATA_SHA256);
  gboolean is_trusted = g_str_equal (response, FERRY_TRUST_RESPONSE);

  ferry_client_answer_trust (self->client, get_dialog_connection (dialog),
                             is_trusted ? sha256 : NULL);
}

static void
ask_for_trust (FerryConnectionDesk         *self,
               const FerryConnectionRecord *record)
{
  GtkWidget *dialog;

  if (g_hash_table_contains (self->questions, record->id))
    return;

  dialog = ferry_trust_dialog_new (self->window, record);
  g_object_set_data_full (G_OBJECT (dialog), DATA_SHA256, g_strdup (record->certificate_sha256),
                          g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_trust_response), self,
                           G_CONNECT_SWAPPED);
  ask (self, record->id, dialog);
}

static void
look_for_questions (FerryConnectionDesk *self)
{
  GListModel *connections = ferry_client_get_list (self->client, FERRY_KIND_CONNECTION);

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (connections, i);
      const FerryConnectionRecord *record = ferry_item_get_record (item);

      if (record->state == FERRY_CONNECTION_UNTRUSTED && record->certificate_sha256 != NULL)
        ask_for_trust (self, record);
    }
}

static void
on_problem (FerryConnectionDesk *self,
            const char          *sentence)
{
  tell (self, _("Connections"), sentence);
}

static void
ferry_connection_desk_finalize (GObject *object)
{
  FerryConnectionDesk *self = FERRY_CONNECTION_DESK (object);

  g_clear_pointer (&self->questions, g_hash_table_unref);
  g_clear_object (&self->client);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ferry_connection_desk_parent_class)->finalize (object);
}

static void
ferry_connection_desk_class_init (FerryConnectionDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_connection_desk_finalize;
}

static void
ferry_connection_desk_init (FerryConnectionDesk *self)
{
  self->questions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * ferry_connection_desk_new:
 * @client: what connects
 * @store: what remembers
 * @window: (not nullable): parent of every dialog
 *
 * Returns: (transfer full): a desk
 */
FerryConnectionDesk *
ferry_connection_desk_new (FerryClient          *client,
                           FerryConnectionStore *store,
                           GtkWindow            *window)
{
  FerryConnectionDesk *self = g_object_new (FERRY_TYPE_CONNECTION_DESK, NULL);

  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  self->window = window;

  g_signal_connect_object (client, "batch-applied", G_CALLBACK (look_for_questions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "secret-wanted", G_CALLBACK (on_secret_wanted), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "problem", G_CALLBACK (on_problem), self, G_CONNECT_SWAPPED);
  look_for_questions (self);

  return self;
}
