/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-connection"

#include <config.h>

#include "engine/ferry-connection.h"

#include <glib/gi18n-lib.h>

#define FIRST_RETRY_MS   1000
#define LAST_RETRY_MS    60000
/* A connection that held so long was a good one: the next loss starts with the first delay again. */
#define HELD_S           G_GINT64_CONSTANT (30)
/* A keyring answers at once; a person does not. Before that, don't show a question. */
#define ANSWER_GRACE_MS  2000

/**
 * FerryConnection:
 *
 * One server that the user added: connects its driver, tries again with
 * back-off, and says in its record how it stands. What the driver tells goes
 * to the inventory, where it stays as it was last seen when the server is gone.
 *
 * A password is kept from when it is given until the login is over. After a
 * loss it is asked for again by "secret-needed"; whoever remembers it answers
 * and the connection heals without the user.
 *
 * Threads: the engine's.
 */
struct _FerryConnection
{
  GObject                  parent_instance;

  FerryConnectionSettings *settings;     /* (owned) */
  char                    *key;          /* (owned): interned */
  char                    *address;      /* (owned): host of the URI */
  FerryInventory          *inventory;    /* (owned) */
  FerryClock              *clock;        /* (owned) */
  FerryDriverFactory       factory;
  gpointer                 factory_data; /* not owned */

  FerryDriver             *driver;       /* (owned) (nullable) */
  FerrySecret             *secret;       /* (owned) (nullable): until the login is over */
  GCancellable            *attempt;      /* (owned) (nullable): of the login that is under way */
  FerryCertificate        *certificate;  /* (owned) (nullable): that the user is to decide on */

  FerryConnectionState     state;
  char                    *step;         /* (owned) (nullable) */
  char                    *message;      /* (owned) (nullable) */
  gint64                   since;
  gint64                   retry_at;
  guint                    timer;
  guint                    n_failures;
  gint64                   connected_at_us;
  gboolean                 is_closed;
};

enum {
  SIGNAL_CONNECTED,
  SIGNAL_LOST,
  SIGNAL_PROGRESS,
  SIGNAL_SECRET_NEEDED,
  SIGNAL_SETTINGS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FerryConnection, ferry_connection, G_TYPE_OBJECT)

/* One login on its way; what comes of an abandoned one is nobody's business. */
typedef struct
{
  FerryConnection *connection; /* (owned) */
  GCancellable    *cancellable; /* (owned) */
} Attempt;

static Attempt *
attempt_new (FerryConnection *connection)
{
  Attempt *attempt = g_new (Attempt, 1);

  attempt->connection = g_object_ref (connection);
  attempt->cancellable = g_object_ref (connection->attempt);

  return attempt;
}

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->connection);
  g_object_unref (attempt->cancellable);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static gboolean
can_migrate (FerryConnection *self)
{
  return self->state == FERRY_CONNECTION_CONNECTED &&
         (ferry_driver_get_capabilities (self->driver) & FERRY_DRIVER_CAN_MIGRATE_LIVE) != 0;
}

static void
publish (FerryConnection *self)
{
  static const FerryCertificate none = { 0 };
  const FerryCertificate *certificate = self->certificate != NULL ? self->certificate : &none;

  if (self->is_closed)
    return;

  ferry_inventory_put (self->inventory, ferry_connection_record_new (&(FerryConnectionRecord) {
    .base = {
      .key = self->key,
      .connection_key = self->key,
      .name = ferry_connection_get_name (self),
    },
    .id = self->settings->id,
    .uri = self->settings->uri,
    .state = self->state,
    .step = self->step,
    .message = self->message,
    .since = self->since,
    .retry_at = self->retry_at,
    .can_migrate = can_migrate (self),
    .certificate_host = certificate->host,
    .certificate_port = certificate->port,
    .certificate_sha256 = certificate->sha256,
    .certificate_subject = certificate->subject,
    .certificate_issuer = certificate->issuer,
    .certificate_not_before = certificate->not_before,
    .certificate_not_after = certificate->not_after,
    .certificate_pinned_sha256 = certificate->pinned_sha256,
  }));
}

/* @message: (nullable) (transfer none): why */
static void
enter (FerryConnection      *self,
       FerryConnectionState  state,
       const char           *message)
{
  g_autofree char *kept = g_strdup (message);

  if (self->state != state)
    self->since = ferry_clock_get_unix_s (self->clock);

  self->state = state;
  g_clear_pointer (&self->step, g_free);
  g_free (self->message);
  self->message = g_steal_pointer (&kept);
  if (state != FERRY_CONNECTION_UNTRUSTED)
    g_clear_pointer (&self->certificate, ferry_certificate_free);
}

static void
stop_timer (FerryConnection *self)
{
  ferry_clock_remove (self->clock, self->timer);
  self->timer = 0;
  self->retry_at = 0;
}

static void
stop_attempt (FerryConnection *self)
{
  if (self->attempt == NULL)
    return;

  g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
}

static void
on_no_answer (gpointer user_data)
{
  FerryConnection *self = user_data;

  self->timer = 0;
  enter (self, FERRY_CONNECTION_NEEDS_PASSWORD, self->message);
  publish (self);
}

static void
ask_for_secret (FerryConnection *self,
                gboolean         was_refused,
                const char      *message)
{
  stop_timer (self);

  if (self->state == FERRY_CONNECTION_LOST && !was_refused)
    self->timer = ferry_clock_add (self->clock, ANSWER_GRACE_MS, on_no_answer, self);
  else
    enter (self, FERRY_CONNECTION_NEEDS_PASSWORD, message);
  publish (self);

  g_signal_emit (self, signals[SIGNAL_SECRET_NEEDED], 0, was_refused);
}

static void start_attempt (FerryConnection *self);

static void
on_retry_due (gpointer user_data)
{
  FerryConnection *self = user_data;

  stop_timer (self);
  ferry_connection_connect (self, NULL);
}

static guint
get_retry_delay_ms (FerryConnection *self)
{
  guint delay_ms = FIRST_RETRY_MS << MIN (self->n_failures, 6);

  /* Not all windows of an office at once, when a server comes back. */
  return MIN (delay_ms, LAST_RETRY_MS) * g_random_double_range (0.8, 1.0);
}

static void
schedule_retry (FerryConnection *self)
{
  guint delay_ms = get_retry_delay_ms (self);

  stop_timer (self);
  self->timer = ferry_clock_add (self->clock, delay_ms, on_retry_due, self);
  self->retry_at = ferry_clock_get_unix_s (self->clock) + (delay_ms + 999) / 1000;
  self->n_failures++;
}

static void
lose (FerryConnection *self,
      const GError    *error)
{
  gboolean was_connected = self->state == FERRY_CONNECTION_CONNECTED;

  if (was_connected &&
      ferry_clock_get_us (self->clock) - self->connected_at_us >= HELD_S * G_USEC_PER_SEC)
    self->n_failures = 0;

  enter (self, FERRY_CONNECTION_LOST, error->message);
  schedule_retry (self);
  publish (self);

  if (was_connected)
    g_signal_emit (self, signals[SIGNAL_LOST], 0);
}

static void
ask_for_trust (FerryConnection *self,
               const GError    *error)
{
  const FerryCertificate *certificate = ferry_driver_get_certificate (self->driver);

  g_clear_pointer (&self->certificate, ferry_certificate_free);
  self->certificate = ferry_certificate_copy (certificate);
  enter (self, FERRY_CONNECTION_UNTRUSTED, error->message);
  publish (self);
}

static void
refuse (FerryConnection *self,
        const char      *message)
{
  g_clear_pointer (&self->secret, ferry_secret_unref);
  enter (self, FERRY_CONNECTION_REFUSED, message);
  publish (self);
}

static void
login_failed (FerryConnection *self,
              const GError    *error)
{
  if (g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_AUTH))
    {
      g_clear_pointer (&self->secret, ferry_secret_unref);
      ask_for_secret (self, TRUE, error->message);
    }
  else if (g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNTRUSTED))
    ask_for_trust (self, error);
  else if (g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_REFUSED) ||
           g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL))
    refuse (self, error->message);
  else
    lose (self, error);
}

static void
logged_in (FerryConnection *self)
{
  g_clear_pointer (&self->secret, ferry_secret_unref);
  self->connected_at_us = ferry_clock_get_us (self->clock);
  enter (self, FERRY_CONNECTION_CONNECTED, NULL);
  publish (self);

  g_signal_emit (self, signals[SIGNAL_CONNECTED], 0);
}

static void
on_driver_connected (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(Attempt) attempt = user_data;
  g_autoptr(GError) error = NULL;
  FerryConnection *self = attempt->connection;
  gboolean success = ferry_driver_connect_finish (FERRY_DRIVER (source), result, &error);

  if (self->attempt != attempt->cancellable)
    return;

  g_clear_object (&self->attempt);
  if (success)
    logged_in (self);
  else
    login_failed (self, error);
}

static void
on_driver_changes (FerryDriver     *driver,
                   FerryChanges    *changes,
                   FerryConnection *self)
{
  ferry_inventory_apply (self->inventory, changes);
}

static void
on_driver_progress (FerryDriver     *driver,
                    const char      *handle,
                    gpointer         progress,
                    FerryConnection *self)
{
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, handle, progress);
}

static void
on_driver_step (FerryDriver     *driver,
                const char      *step,
                FerryConnection *self)
{
  if (self->attempt == NULL)
    return;

  g_free (self->step);
  self->step = g_strdup (step);
  publish (self);
}

static void
on_driver_lost (FerryDriver     *driver,
                GError          *error,
                FerryConnection *self)
{
  if (self->state == FERRY_CONNECTION_CONNECTED)
    lose (self, error);
}

static gboolean
ensure_driver (FerryConnection  *self,
               GError          **error)
{
  if (self->driver != NULL)
    return TRUE;

  self->driver = self->factory (self->settings, self->factory_data, error);
  if (self->driver == NULL)
    return FALSE;

  g_signal_connect (self->driver, "changes", G_CALLBACK (on_driver_changes), self);
  g_signal_connect (self->driver, "progress", G_CALLBACK (on_driver_progress), self);
  g_signal_connect (self->driver, "step", G_CALLBACK (on_driver_step), self);
  g_signal_connect (self->driver, "lost", G_CALLBACK (on_driver_lost), self);

  return TRUE;
}

static void
on_driver_disconnected (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (!ferry_driver_disconnect_finish (FERRY_DRIVER (source), result, &error))
    g_debug ("Disconnecting: %s", error->message);

  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

/* @task: (nullable) (transfer full): returned when the driver is through */
static void
drop_driver (FerryConnection *self,
             GTask           *task)
{
  g_autoptr(FerryDriver) driver = g_steal_pointer (&self->driver);

  if (driver != NULL)
    {
      g_signal_handlers_disconnect_by_data (driver, self);
      ferry_driver_disconnect_async (driver, on_driver_disconnected, task);
    }
  else if (task != NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

static void
start_attempt (FerryConnection *self)
{
  g_autoptr(GError) error = NULL;

  stop_timer (self);
  if (!ensure_driver (self, &error))
    {
      refuse (self, error->message);
      return;
    }

  self->attempt = g_cancellable_new ();
  /* What is lost stays so until it is found again: a try is not news. */
  if (self->state != FERRY_CONNECTION_LOST)
    enter (self, FERRY_CONNECTION_CONNECTING, NULL);
  publish (self);

  ferry_driver_connect_async (self->driver, self->settings, self->secret, self->attempt,
                              on_driver_connected, attempt_new (self));
}

/**
 * ferry_connection_connect:
 * @self: a connection
 * @secret: (nullable): the password; %NULL: use the one at hand, or ask for it
 *
 * Connects, or tries again now. Nothing happens while it is connected, or
 * while the user has a certificate to decide on.
 */
void
ferry_connection_connect (FerryConnection *self,
                          FerrySecret     *secret)
{
  g_return_if_fail (FERRY_IS_CONNECTION (self));

  if (self->is_closed || self->state == FERRY_CONNECTION_CONNECTED)
    return;

  if (secret != NULL)
    {
      g_clear_pointer (&self->secret, ferry_secret_unref);
      self->secret = ferry_secret_ref (secret);
    }

  if (self->attempt != NULL || self->state == FERRY_CONNECTION_UNTRUSTED)
    return;

  if (self->secret == NULL)
    ask_for_secret (self, FALSE, NULL);
  else
    start_attempt (self);
}

static void
forget_all_told (FerryConnection *self)
{
  ferry_inventory_forget_connection (self->inventory, self->key);
  publish (self);
}

/**
 * ferry_connection_disconnect:
 * @self: a connection
 *
 * Logs out because the user wants it so. What the server told is forgotten.
 */
void
ferry_connection_disconnect (FerryConnection *self)
{
  gboolean was_connected = self->state == FERRY_CONNECTION_CONNECTED;

  g_return_if_fail (FERRY_IS_CONNECTION (self));

  stop_timer (self);
  stop_attempt (self);
  drop_driver (self, NULL);
  g_clear_pointer (&self->secret, ferry_secret_unref);
  self->n_failures = 0;
  enter (self, FERRY_CONNECTION_DISCONNECTED, NULL);
  forget_all_told (self);

  if (was_connected)
    g_signal_emit (self, signals[SIGNAL_LOST], 0);
}

void
ferry_connection_answer_trust (FerryConnection *self,
                               const char      *sha256)
{
  g_return_if_fail (FERRY_IS_CONNECTION (self));

  if (self->state != FERRY_CONNECTION_UNTRUSTED)
    return;

  if (sha256 == NULL)
    {
      g_clear_pointer (&self->secret, ferry_secret_unref);
      enter (self, FERRY_CONNECTION_DISCONNECTED,
             _("Its certificate was not trusted, so Ferry did not log in."));
      publish (self);
      return;
    }

  g_free (self->settings->pinned_sha256);
  self->settings->pinned_sha256 = g_ascii_strdown (sha256, -1);
  enter (self, FERRY_CONNECTION_CONNECTING, NULL);
  g_signal_emit (self, signals[SIGNAL_SETTINGS_CHANGED], 0);

  ferry_connection_connect (self, NULL);
}

static char *
dup_address (const FerryConnectionSettings *settings)
{
  g_autoptr(GUri) uri = g_uri_parse (settings->uri, G_URI_FLAGS_NONE, NULL);

  return g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri)
                                                               : settings->uri);
}

/**
 * ferry_connection_update:
 * @self: a connection
 * @settings: the new ones; same id
 *
 * Another address means another login; another label is just shown.
 */
void
ferry_connection_update (FerryConnection               *self,
                         const FerryConnectionSettings *settings)
{
  gboolean has_moved, was_active;

  g_return_if_fail (FERRY_IS_CONNECTION (self));
  g_return_if_fail (g_str_equal (settings->id, self->settings->id));

  has_moved = !g_str_equal (settings->uri, self->settings->uri);
  was_active = self->state != FERRY_CONNECTION_DISCONNECTED;

  ferry_connection_settings_free (self->settings);
  self->settings = ferry_connection_settings_copy (settings);
  g_free (self->address);
  self->address = dup_address (settings);

  if (has_moved)
    ferry_connection_disconnect (self);
  publish (self);
  if (has_moved && was_active)
    ferry_connection_connect (self, NULL);
}

void
ferry_connection_close_async (FerryConnection     *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (FERRY_IS_CONNECTION (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, ferry_connection_close_async);

  self->is_closed = TRUE;
  self->state = FERRY_CONNECTION_DISCONNECTED;
  stop_timer (self);
  stop_attempt (self);
  g_clear_pointer (&self->secret, ferry_secret_unref);
  drop_driver (self, task);
}

gboolean
ferry_connection_close_finish (FerryConnection  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const FerryConnectionSettings *
ferry_connection_get_settings (FerryConnection *self)
{
  return self->settings;
}

const char *
ferry_connection_get_key (FerryConnection *self)
{
  return self->key;
}

const char *
ferry_connection_get_name (FerryConnection *self)
{
  const char *label = self->settings->label;

  return label != NULL && *label != '\0' ? label : self->address;
}

FerryConnectionState
ferry_connection_get_state (FerryConnection *self)
{
  return self->state;
}

gboolean
ferry_connection_is_connected (FerryConnection *self)
{
  return self->state == FERRY_CONNECTION_CONNECTED;
}

FerryDriver *
ferry_connection_get_driver (FerryConnection *self)
{
  return self->driver;
}

static void
ferry_connection_dispose (GObject *object)
{
  FerryConnection *self = FERRY_CONNECTION (object);

  self->is_closed = TRUE;
  stop_timer (self);
  stop_attempt (self);
  if (self->driver != NULL)
    g_signal_handlers_disconnect_by_data (self->driver, self);
  g_clear_object (&self->driver);
  g_clear_pointer (&self->secret, ferry_secret_unref);

  G_OBJECT_CLASS (ferry_connection_parent_class)->dispose (object);
}

static void
ferry_connection_finalize (GObject *object)
{
  FerryConnection *self = FERRY_CONNECTION (object);

  g_clear_pointer (&self->settings, ferry_connection_settings_free);
  g_clear_pointer (&self->certificate, ferry_certificate_free);
  g_clear_pointer (&self->key, g_ref_string_release);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->step, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_object (&self->inventory);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (ferry_connection_parent_class)->finalize (object);
}

static void
ferry_connection_class_init (FerryConnectionClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_connection_dispose;
  G_OBJECT_CLASS (klass)->finalize = ferry_connection_finalize;

  signals[SIGNAL_CONNECTED] =
    g_signal_new ("connected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LOST] =
    g_signal_new ("lost", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PROGRESS] =
    g_signal_new ("progress", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);
  signals[SIGNAL_SECRET_NEEDED] =
    g_signal_new ("secret-needed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_SETTINGS_CHANGED] =
    g_signal_new ("settings-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
ferry_connection_init (FerryConnection *self)
{
}

FerryConnection *
ferry_connection_new (const FerryConnectionSettings *settings,
                      FerryInventory                *inventory,
                      FerryClock                    *clock,
                      FerryDriverFactory             factory,
                      gpointer                       factory_data)
{
  FerryConnection *self = g_object_new (FERRY_TYPE_CONNECTION, NULL);

  self->settings = ferry_connection_settings_copy (settings);
  self->key = ferry_key_new (settings->id, FERRY_KIND_CONNECTION, NULL);
  self->address = dup_address (settings);
  self->inventory = g_object_ref (inventory);
  self->clock = g_object_ref (clock);
  self->factory = factory;
  self->factory_data = factory_data;
  self->since = ferry_clock_get_unix_s (clock);
  publish (self);

  return self;
}
