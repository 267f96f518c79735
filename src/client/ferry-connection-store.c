/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-connection-store"

#include "config.h"

#include "client/ferry-connection-store.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#define KEY_CONNECTIONS "connections"
#define CONNECTION_TYPE "(ssssbb)"

/**
 * FerryConnectionStore:
 *
 * The connections that the user added: the list in GSettings, the passwords in
 * the Secret Service. Answers the client when it needs a password that is known.
 *
 * A password is also kept in memory (a #FerrySecret) while its connection
 * exists: a coordinator that restarts forgets every session, and healing that
 * must not wait for a person.
 *
 * Threads: the client's.
 */
struct _FerryConnectionStore
{
  GObject       parent_instance;

  FerryClient  *client;      /* (owned) */
  GSettings    *settings;    /* (owned) (nullable) */
  GPtrArray    *connections; /* (owned) (element-type FerryConnectionSettings) */
  GHashTable   *secrets;     /* (owned): id -> FerrySecret */
  GCancellable *cancellable; /* (owned): of everything that the Secret Service does for us */
};

G_DEFINE_FINAL_TYPE (FerryConnectionStore, ferry_connection_store, G_TYPE_OBJECT)

enum
{
  SIGNAL_SECRET_WANTED,
  SIGNAL_PROBLEM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const SecretSchema secret_schema = {
  FERRY_APP_ID, SECRET_SCHEMA_NONE,
  {
    { "connection", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* A call to the Secret Service about one connection. */
typedef struct
{
  FerryConnectionStore *store; /* (owned) */
  char                 *id;    /* (owned) */
} SecretCall;

static SecretCall *
secret_call_new (FerryConnectionStore *self,
                 const char           *id)
{
  SecretCall *call = g_new (SecretCall, 1);

  *call = (SecretCall) { g_object_ref (self), g_strdup (id) };

  return call;
}

static void
secret_call_free (SecretCall *call)
{
  g_object_unref (call->store);
  g_free (call->id);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SecretCall, secret_call_free)

static void
say_problem (FerryConnectionStore *self,
             const char           *sentence,
             const GError         *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_debug ("Secret Service: %s", error->message);
  g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, sentence);
}

static FerryConnectionSettings *
find (FerryConnectionStore *self,
      const char           *id,
      guint                *place)
{
  for (guint i = 0; i < self->connections->len; i++)
    {
      FerryConnectionSettings *connection = g_ptr_array_index (self->connections, i);

      if (!g_str_equal (connection->id, id))
        continue;

      if (place != NULL)
        *place = i;
      return connection;
    }

  return NULL;
}

static char *
null_if_empty (const char *text)
{
  return *text != '\0' ? g_strdup (text) : NULL;
}

static void
load (FerryConnectionStore *self)
{
  g_autoptr(GVariant) list = g_settings_get_value (self->settings, KEY_CONNECTIONS);
  GVariantIter iter;
  const char *id, *uri, *label, *pin;
  gboolean at_start, remember;

  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(&s&s&s&sbb)", &id, &uri, &label, &pin, &at_start, &remember))
    {
      g_autofree char *label_or_null = null_if_empty (label);
      g_autofree char *pin_or_null = null_if_empty (pin);

      g_ptr_array_add (self->connections,
                       ferry_connection_settings_copy (&(FerryConnectionSettings) {
                         .id = (char *) id,
                         .uri = (char *) uri,
                         .label = label_or_null,
                         .pinned_sha256 = pin_or_null,
                         .connect_at_start = at_start,
                         .remember_password = remember,
                       }));
    }
}

static const char *
empty_if_null (const char *text)
{
  return text != NULL ? text : "";
}

static void
keep (FerryConnectionStore *self)
{
  GVariantBuilder builder;

  if (self->settings == NULL)
    return;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a" CONNECTION_TYPE));
  for (guint i = 0; i < self->connections->len; i++)
    {
      const FerryConnectionSettings *connection = g_ptr_array_index (self->connections, i);

      g_variant_builder_add (&builder, CONNECTION_TYPE, connection->id, connection->uri,
                             empty_if_null (connection->label),
                             empty_if_null (connection->pinned_sha256),
                             connection->connect_at_start, connection->remember_password);
    }
  g_settings_set_value (self->settings, KEY_CONNECTIONS, g_variant_builder_end (&builder));
}

static void
put (FerryConnectionStore          *self,
     const FerryConnectionSettings *settings)
{
  FerryConnectionSettings *copy = ferry_connection_settings_copy (settings);
  guint place;

  if (find (self, settings->id, &place) != NULL)
    {
      ferry_connection_settings_free (g_ptr_array_index (self->connections, place));
      g_ptr_array_index (self->connections, place) = copy;
    }
  else
    {
      g_ptr_array_add (self->connections, copy);
    }

  keep (self);
}

static void
on_forgotten (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(SecretCall) call = user_data;
  g_autoptr(GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    say_problem (call->store,
                 _("The password could not be taken out of the keyring. Remove it there by hand."),
                 error);
}

static void
forget_secret (FerryConnectionStore *self,
               const char           *id)
{
  secret_password_clear (&secret_schema, self->cancellable, on_forgotten,
                         secret_call_new (self, id), "connection", id, NULL);
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(SecretCall) call = user_data;
  g_autoptr(GError) error = NULL;

  if (!secret_password_store_finish (result, &error))
    say_problem (call->store,
                 _("The password could not be put into the keyring. It is kept until Ferry is "
                   "closed and will be asked for at the next start."),
                 error);
}

static void
store_secret (FerryConnectionStore          *self,
              const FerryConnectionSettings *connection,
              FerrySecret                   *secret)
{
  /* Translators: how the keyring lists the password; %s is an address */
  g_autofree char *label = g_strdup_printf (_("Ferry: %s"), connection->uri);

  secret_password_store (&secret_schema, SECRET_COLLECTION_DEFAULT, label,
                         ferry_secret_peek (secret), self->cancellable, on_stored,
                         secret_call_new (self, connection->id),
                         "connection", connection->id, NULL);
}

static void
on_looked_up (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(SecretCall) call = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FerrySecret) secret = NULL;
  char *password = secret_password_lookup_nonpageable_finish (result, &error);

  if (error != NULL)
    say_problem (call->store, _("The keyring does not answer, so its password has to be typed."),
                 error);

  if (password == NULL)
    {
      g_signal_emit (call->store, signals[SIGNAL_SECRET_WANTED], 0, call->id, FALSE);
      return;
    }

  secret = ferry_secret_new (password);
  secret_password_free (password);
  g_hash_table_insert (call->store->secrets, g_strdup (call->id), ferry_secret_ref (secret));
  ferry_client_connect (call->store->client, call->id, secret);
}

static void
on_secret_needed (FerryConnectionStore *self,
                  const char           *id,
                  gboolean              was_refused)
{
  const FerryConnectionSettings *connection = find (self, id, NULL);
  FerrySecret *secret;

  if (was_refused)
    g_hash_table_remove (self->secrets, id);

  secret = g_hash_table_lookup (self->secrets, id);
  if (secret != NULL)
    ferry_client_connect (self->client, id, secret);
  else if (!was_refused && connection != NULL && connection->remember_password)
    secret_password_lookup (&secret_schema, self->cancellable, on_looked_up,
                            secret_call_new (self, id), "connection", id, NULL);
  else
    g_signal_emit (self, signals[SIGNAL_SECRET_WANTED], 0, id, was_refused);
}

/* The engine learnt a certificate that the user trusts now. */
static void
on_settings_changed (FerryConnectionStore          *self,
                     const FerryConnectionSettings *settings)
{
  if (find (self, settings->id, NULL) != NULL)
    put (self, settings);
}

GPtrArray *
ferry_connection_store_list (FerryConnectionStore *self)
{
  g_return_val_if_fail (FERRY_IS_CONNECTION_STORE (self), NULL);

  return self->connections;
}

const FerryConnectionSettings *
ferry_connection_store_find (FerryConnectionStore *self,
                             const char           *id)
{
  g_return_val_if_fail (FERRY_IS_CONNECTION_STORE (self), NULL);

  return find (self, id, NULL);
}

/**
 * ferry_connection_store_save:
 * @self: the store
 * @settings: new, or with the id of what it replaces
 * @error: return location for a sentence
 *
 * Returns: %FALSE if the address makes no sense; nothing was kept then
 */
gboolean
ferry_connection_store_save (FerryConnectionStore           *self,
                             const FerryConnectionSettings  *settings,
                             GError                        **error)
{
  const FerryConnectionSettings *known;
  gboolean was_remembered;

  g_return_val_if_fail (FERRY_IS_CONNECTION_STORE (self), FALSE);

  known = find (self, settings->id, NULL);
  was_remembered = known != NULL && known->remember_password;

  if (known != NULL
      ? !ferry_client_update_connection (self->client, settings, error)
      : !ferry_client_add_connection (self->client, settings, error))
    return FALSE;

  put (self, settings);
  if (was_remembered && !settings->remember_password)
    forget_secret (self, settings->id);

  return TRUE;
}

void
ferry_connection_store_remove (FerryConnectionStore *self,
                               const char           *id)
{
  g_autofree char *kept_id = g_strdup (id);
  const FerryConnectionSettings *connection;
  guint place;

  g_return_if_fail (FERRY_IS_CONNECTION_STORE (self));

  connection = find (self, id, &place);
  if (connection == NULL)
    return;

  if (connection->remember_password)
    forget_secret (self, kept_id);
  g_hash_table_remove (self->secrets, kept_id);
  g_ptr_array_remove_index (self->connections, place);
  keep (self);
  ferry_client_remove_connection (self->client, kept_id);
}

void
ferry_connection_store_use_secret (FerryConnectionStore *self,
                                   const char           *id,
                                   FerrySecret          *secret)
{
  const FerryConnectionSettings *connection;

  g_return_if_fail (FERRY_IS_CONNECTION_STORE (self));
  g_return_if_fail (secret != NULL);

  connection = find (self, id, NULL);
  g_hash_table_insert (self->secrets, g_strdup (id), ferry_secret_ref (secret));
  if (connection != NULL && connection->remember_password)
    store_secret (self, connection, secret);

  ferry_client_connect (self->client, id, secret);
}

void
ferry_connection_store_open (FerryConnectionStore *self)
{
  g_return_if_fail (FERRY_IS_CONNECTION_STORE (self));

  for (guint i = 0; i < self->connections->len; i++)
    {
      const FerryConnectionSettings *connection = g_ptr_array_index (self->connections, i);
      g_autoptr(GError) error = NULL;

      if (!ferry_client_add_connection (self->client, connection, &error))
        g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, error->message);
      else if (connection->connect_at_start)
        ferry_client_connect (self->client, connection->id, NULL);
    }
}

static void
ferry_connection_store_dispose (GObject *object)
{
  FerryConnectionStore *self = FERRY_CONNECTION_STORE (object);

  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->secrets);

  G_OBJECT_CLASS (ferry_connection_store_parent_class)->dispose (object);
}

static void
ferry_connection_store_finalize (GObject *object)
{
  FerryConnectionStore *self = FERRY_CONNECTION_STORE (object);

  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
  g_clear_pointer (&self->connections, g_ptr_array_unref);

  G_OBJECT_CLASS (ferry_connection_store_parent_class)->finalize (object);
}

static void
ferry_connection_store_class_init (FerryConnectionStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ferry_connection_store_dispose;
  object_class->finalize = ferry_connection_store_finalize;

  signals[SIGNAL_SECRET_WANTED] =
    g_signal_new ("secret-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SIGNAL_PROBLEM] =
    g_signal_new ("problem", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ferry_connection_store_init (FerryConnectionStore *self)
{
  self->connections =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_connection_settings_free);
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) ferry_secret_unref);
  self->cancellable = g_cancellable_new ();
}

/**
 * ferry_connection_store_new:
 * @client: told of every connection
 * @settings: (nullable): where the list is kept
 *
 * Returns: (transfer full): a store; see ferry_connection_store_open()
 */
FerryConnectionStore *
ferry_connection_store_new (FerryClient *client,
                            GSettings   *settings)
{
  FerryConnectionStore *self = g_object_new (FERRY_TYPE_CONNECTION_STORE, NULL);

  self->client = g_object_ref (client);
  if (settings != NULL)
    {
      self->settings = g_object_ref (settings);
      load (self);
    }

  g_signal_connect_object (client, "secret-needed", G_CALLBACK (on_secret_needed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "settings-changed", G_CALLBACK (on_settings_changed), self,
                           G_CONNECT_SWAPPED);

  return self;
}
