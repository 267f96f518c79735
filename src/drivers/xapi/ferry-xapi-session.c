/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-session"

#include "config.h"

#include "drivers/xapi/ferry-xapi-session.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "drivers/ferry-driver.h"
#include "drivers/xapi/ferry-xapi-failure.h"
#include "model/ferry-tsan.h"

/* Longer than any call may be silent: event.from waits for 30 s. */
#define READ_TIMEOUT_S 60
/* A kept connection that the server has closed meanwhile would fail a call that cannot be repeated. */
#define IDLE_TIMEOUT_S 20
#define MAX_CONNECTIONS 16
#define READ_BYTES (128 * 1024)
/* Less is parsed faster than handed to a worker. */
#define INLINE_BYTES (8 * 1024)
#define ASK_THUMBPRINT "x-xenapi-request-host-certificate-thumbprint"
#define TELL_THUMBPRINT "x-xenapi-response-host-certificate-thumbprint"
/* Identifies this program to the server, whatever the version: sessions are counted by it. */
#define ORIGINATOR "Ferry"

/**
 * FerryXapiSession:
 *
 * One login to one pool, and the calls that go over it.
 *
 * Threads: one: the main context that it was created in; bodies are parsed on
 * workers that hold the call while they do.
 */
struct _FerryXapiSession
{
  GObject         parent_instance;

  SoupSession    *soup;      /* (owned) */
  FerryXapiTrust *trust;     /* (owned) */
  char           *user;      /* (owned) */
  gboolean        is_secure; /* over TLS */
  guint           port;
  char           *address;   /* (owned): the user's: the one that a pin is for */
  GQueue          addresses; /* (owned): still to be tried */
  GHashTable     *tried;     /* (owned): set of addresses */
  char           *host;      /* (owned) (nullable): whom it talks to */
  char           *session;   /* (owned) (nullable): a secret */
  guint           last_id;
};

G_DEFINE_FINAL_TYPE (FerryXapiSession, ferry_xapi_session, G_TYPE_OBJECT)

static void
forget_session (FerryXapiSession *self)
{
  if (self->session != NULL)
    explicit_bzero (self->session, strlen (self->session));
  g_clear_pointer (&self->session, g_free);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address) : g_str_equal (host, "localhost");
}

/* A call on its way. */
typedef struct
{
  FerryXapiCall        *call;   /* (owned) */
  SoupMessage          *message; /* (owned) */
  GInputStream         *body;   /* (owned) */
  FerryXapiReplyReader *reader; /* (owned) */
  char                 *buffer; /* (owned) */
  gsize                 n_read; /* in @buffer */
  FerryXapiBatch       *batch;  /* (owned): of the present piece */
  FerryXapiBatchFunc    on_batch;
  gpointer              batch_data;
} Exchange;

static void
exchange_free (gpointer data)
{
  Exchange *self = data;

  g_clear_pointer (&self->call, ferry_xapi_call_free);
  g_clear_object (&self->message);
  g_clear_object (&self->body);
  g_clear_pointer (&self->reader, ferry_xapi_reply_reader_free);
  g_clear_pointer (&self->batch, ferry_xapi_batch_free);
  g_free (self->buffer);
  g_free (self);
}

static void
return_untrusted (GTask                  *task,
                  const FerryCertificate *certificate)
{
  if (certificate->pinned_sha256 != NULL)
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNTRUSTED,
                             _("The certificate of %s has changed. Nothing was sent to it. Compare the fingerprints "
                               "with its administrator before you trust the new one."),
                             certificate->host);
  else
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNTRUSTED,
                             _("No authority that this computer knows vouches for the certificate of %s. Nothing was "
                               "sent to it. Compare the fingerprint before you trust it."),
                             certificate->host);
}

/* Tells what went wrong on the way in our own words. */
static void
return_transport_error (GTask  *task,
                        GError *error)
{
  FerryXapiSession *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const FerryCertificate *refused = ferry_xapi_trust_get_refused (self->trust);

  if (cancellable != NULL && g_cancellable_is_cancelled (cancellable))
    g_task_return_error (task, error);
  else if (error->domain == G_TLS_ERROR && refused != NULL)
    {
      return_untrusted (task, refused);
      g_error_free (error);
    }
  else
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                                 _("The connection to %s was closed."), self->host);
      else
        g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                                 _("%s does not answer: %s"), self->host, error->message);
      g_error_free (error);
    }
}

static void
return_garbled (GTask        *task,
                const GError *error)
{
  FerryXapiSession *self = g_task_get_source_object (task);

  g_debug ("%s: a reply makes no sense: %s", self->host, error->message);
  g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                           _("The answer of %s broke off or was garbled on the way."), self->host);
}

static void read_more (GTask *task);

static void
finish_exchange (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  FerryXapiReply *reply = ferry_xapi_reply_reader_finish (exchange->reader, &error);

  if (reply == NULL)
    return_garbled (task, error);
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) ferry_xapi_reply_free);
}

/* Runs on a worker, which alone holds the exchange meanwhile. */
static gboolean
parse_piece (Exchange  *exchange,
             GError   **error)
{
  exchange->batch = ferry_xapi_batch_new ();

  return ferry_xapi_reply_reader_feed (exchange->reader, exchange->buffer, exchange->n_read, exchange->batch,
                                       error);
}

static void
parse_in_worker (GTask        *work,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean is_parsed;

  FERRY_TSAN_ACQUIRE (task_data);
  is_parsed = parse_piece (task_data, &error);
  FERRY_TSAN_RELEASE (task_data);

  if (is_parsed)
    g_task_return_boolean (work, TRUE);
  else
    g_task_return_error (work, error);
}

static void
take_piece (GTask  *task,
            GError *error)
{
  Exchange *exchange = g_task_get_task_data (task);

  if (error != NULL)
    {
      return_garbled (task, error);
      g_error_free (error);
      return;
    }

  /* Whoever cancelled does not want to hear more. */
  if (g_task_return_error_if_cancelled (task))
    return;

  if (exchange->on_batch != NULL && exchange->batch->events->len > 0)
    exchange->on_batch (exchange->batch, exchange->batch_data);

  g_clear_pointer (&exchange->batch, ferry_xapi_batch_free);
  read_more (task);
}

static void
on_parsed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  FERRY_TSAN_ACQUIRE (g_task_get_task_data (task));
  g_task_propagate_boolean (G_TASK (result), &error);
  take_piece (task, error);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  g_autoptr(GTask) work = NULL;

  if (n < 0)
    {
      return_transport_error (task, error);
      return;
    }

  if (n == 0)
    {
      finish_exchange (task);
      return;
    }

  exchange->n_read = (gsize) n;
  if (n <= INLINE_BYTES)
    {
      parse_piece (exchange, &error);
      take_piece (task, error);
      return;
    }

  work = g_task_new (NULL, NULL, on_parsed, g_object_ref (task));
  g_task_set_task_data (work, exchange, NULL);
  FERRY_TSAN_RELEASE (exchange);
  g_task_run_in_thread (work, parse_in_worker);
}

static void
read_more (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  g_input_stream_read_async (exchange->body, exchange->buffer, READ_BYTES, G_PRIORITY_DEFAULT,
                             g_task_get_cancellable (task), on_read, g_object_ref (task));
}

static gboolean
check_status (GTask    *task,
              Exchange *exchange)
{
  FerryXapiSession *self = g_task_get_source_object (task);
  guint status = soup_message_get_status (exchange->message);
  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (exchange->message),
                                                            NULL);

  if (status == SOUP_STATUS_OK && (type == NULL || strstr (type, "json") != NULL))
    return TRUE;

  /* A toolstack that is starting answers 5xx; anything else will not get better by waiting. */
  if (status >= 500 || status == SOUP_STATUS_REQUEST_TIMEOUT)
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                             _("The toolstack of %s could not answer (HTTP %u). It may be starting."),
                             self->host, status);
  else
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL,
                             _("What answers at %s does not speak XenAPI (HTTP %u)."), self->host, status);

  return FALSE;
}

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;

  exchange->body = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (exchange->body == NULL)
    {
      return_transport_error (task, error);
      return;
    }

  if (!check_status (task, exchange))
    return;

  exchange->buffer = g_malloc (READ_BYTES);
  read_more (task);
}

static gboolean
on_accept_certificate (SoupMessage          *message,
                       GTlsCertificate      *certificate,
                       GTlsCertificateFlags  flags,
                       gpointer              user_data)
{
  FerryXapiSession *self = user_data;
  GUri *uri = soup_message_get_uri (message);

  return ferry_xapi_trust_decide (self->trust, g_uri_get_host (uri), (guint) g_uri_get_port (uri), certificate);
}

static SoupMessage *
make_message (FerryXapiSession *self,
              FerryXapiCall    *call)
{
  g_autoptr(GUri) uri = g_uri_build (SOUP_HTTP_URI_FLAGS, self->is_secure ? "https" : "http", NULL, self->host,
                                     (int) self->port, "/jsonrpc", NULL, NULL);
  gboolean is_login = g_str_equal (call->method, "session.login_with_password");
  g_autoptr(GBytes) body = ferry_xapi_call_to_bytes (call, is_login ? NULL : self->session, ++self->last_id);
  SoupMessage *message = soup_message_new_from_uri (SOUP_METHOD_POST, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (is_login && self->is_secure)
    soup_message_headers_replace (headers, ASK_THUMBPRINT, "sha-256:master");
  if (call->move_key != NULL)
    soup_message_headers_replace (headers, "X-Http-Other-Config-ferry-move", call->move_key);
  g_signal_connect_object (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self, 0);

  return message;
}

static void
send_exchange (FerryXapiSession *self,
               GTask            *task,
               Exchange         *exchange)
{
  exchange->message = make_message (self, exchange->call);
  exchange->reader = ferry_xapi_reply_reader_new ();
  soup_session_send_async (self->soup, exchange->message, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                           on_sent, g_object_ref (task));
}

void
ferry_xapi_session_call_async (FerryXapiSession    *self,
                               FerryXapiCall       *call,
                               FerryXapiBatchFunc   on_batch,
                               gpointer             batch_data,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Exchange *exchange = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, ferry_xapi_session_call_async);
  g_task_set_task_data (task, exchange, exchange_free);
  exchange->call = call;
  exchange->on_batch = on_batch;
  exchange->batch_data = batch_data;

  if (self->host == NULL)
    {
      g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                               _("There is no connection to the server."));
      return;
    }

  send_exchange (self, task, exchange);
}

FerryXapiReply *
ferry_xapi_session_call_finish (FerryXapiSession  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A login that goes from address to address. */
typedef struct
{
  FerrySecret *secret; /* (owned) */
  GError      *first;  /* (owned) (nullable): what is told if none works */
} Login;

static void
login_free (gpointer data)
{
  Login *self = data;

  ferry_secret_unref (self->secret);
  g_clear_error (&self->first);
  g_free (self);
}

static void on_login_replied (GObject *source, GAsyncResult *result, gpointer user_data);

static void
try_next_address (FerryXapiSession *self,
                  GTask            *task)
{
  Login *login = g_task_get_task_data (task);
  FerryXapiCall *call;
  g_autofree char *next = g_queue_pop_head (&self->addresses);

  /* A host that has no address yet is listed with an empty one. */
  while (next != NULL && (*next == '\0' || !g_hash_table_add (self->tried, g_strdup (next))))
    {
      g_free (next);
      next = g_queue_pop_head (&self->addresses);
    }

  if (next == NULL)
    {
      g_clear_pointer (&self->host, g_free);
      if (login->first != NULL)
        g_task_return_error (task, g_steal_pointer (&login->first));
      else
        g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE,
                                 _("The hosts of the pool point at each other as its coordinator. The pool may be "
                                   "choosing a new one."));
      return;
    }

  g_free (self->host);
  self->host = g_steal_pointer (&next);
  ferry_xapi_trust_forget_refused (self->trust);

  call = ferry_xapi_call_new ("session.login_with_password");
  ferry_xapi_call_add_string (call, self->user);
  ferry_xapi_call_add_string (call, ferry_secret_peek (login->secret));
  ferry_xapi_call_add_string (call, "2.21");
  ferry_xapi_call_add_string (call, ORIGINATOR);
  ferry_xapi_session_call_async (self, call, NULL, NULL, g_task_get_cancellable (task), on_login_replied,
                                 g_object_ref (task));
}

/* A member told where the coordinator is, and, over a trusted line, which certificate it has. */
static void
follow_to_coordinator (FerryXapiSession *self,
                       GTask            *task,
                       FerryXapiReply   *reply,
                       SoupMessage      *message)
{
  const char *address = reply->params != NULL ? reply->params[0] : NULL;
  const char *thumbprint;

  if (address == NULL || (!self->is_secure && !is_loopback (address)))
    {
      g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL,
                               _("%s is not the coordinator of its pool, and the coordinator %s cannot be spoken to "
                                 "without encryption. Connect to xapi://%s instead."),
                               self->host, address != NULL ? address : "", address != NULL ? address : "");
      return;
    }

  thumbprint = soup_message_headers_get_one (soup_message_get_response_headers (message), TELL_THUMBPRINT);
  if (self->is_secure && thumbprint != NULL)
    ferry_xapi_trust_vouch (self->trust, address, thumbprint);

  g_queue_push_head (&self->addresses, g_strdup (address));
  try_next_address (self, task);
}

/* A pin is for the user's own address: one that was agreed to for another would make that look changed. */
static GError *
explain_untrusted_coordinator (FerryXapiSession *self,
                               GError           *error)
{
  if (!g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNTRUSTED) ||
      g_str_equal (self->host, self->address))
    return error;

  g_error_free (error);

  return g_error_new (FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL,
                      _("%1$s is not the coordinator of its pool, and nobody vouches for the certificate of the "
                        "coordinator %2$s. Nothing was sent to it. Connect to xapi://%2$s instead."),
                      self->address, self->host);
}

static void
take_login_failure (FerryXapiSession *self,
                    GTask            *task,
                    GError           *error)
{
  Login *login = g_task_get_task_data (task);
  gboolean may_go_on = g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);

  /* Only the user's own address and what it leads to are worth a question. */
  if (g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNTRUSTED) && login->first != NULL)
    may_go_on = TRUE;

  if (!may_go_on)
    {
      error = explain_untrusted_coordinator (self, error);
      g_clear_pointer (&self->host, g_free);
      g_task_return_error (task, error);
      return;
    }

  if (login->first == NULL)
    login->first = error;
  else
    g_error_free (error);
  try_next_address (self, task);
}

static void
on_login_replied (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  FerryXapiSession *self = FERRY_XAPI_SESSION (source);
  g_autoptr(GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  g_autoptr(FerryXapiReply) reply = ferry_xapi_session_call_finish (self, result, &error);

  if (reply == NULL)
    {
      take_login_failure (self, task, error);
      return;
    }

  if (g_strcmp0 (reply->code, "HOST_IS_SLAVE") == 0)
    {
      follow_to_coordinator (self, task, reply, exchange->message);
      return;
    }

  if (reply->code != NULL)
    {
      take_login_failure (self, task, ferry_xapi_failure_to_error (reply->code,
                                                                   (const char * const *) reply->params, NULL));
      return;
    }

  forget_session (self);
  self->session = ferry_xapi_reply_dup_string (reply);
  if (self->session != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL,
                             _("What answers at %s does not speak XenAPI."), self->host);
}

void
ferry_xapi_session_login_async (FerryXapiSession    *self,
                                FerrySecret         *secret,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Login *login = g_new0 (Login, 1);

  g_task_set_source_tag (task, ferry_xapi_session_login_async);
  g_task_set_task_data (task, login, login_free);
  login->secret = ferry_secret_ref (secret);
  try_next_address (self, task);
}

gboolean
ferry_xapi_session_login_finish (FerryXapiSession  *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
ferry_xapi_session_get_host (FerryXapiSession *self)
{
  return self->host;
}

static void
on_logged_out (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  FerryXapiSession *self = FERRY_XAPI_SESSION (source);
  g_autoptr(GTask) task = user_data;
  g_autoptr(FerryXapiReply) reply = ferry_xapi_session_call_finish (self, result, NULL);

  /* A server that is gone has forgotten us anyway. */
  (void) reply;
  forget_session (self);
  ferry_xapi_session_abort (self);
  g_task_return_boolean (task, TRUE);
}

void
ferry_xapi_session_logout_async (FerryXapiSession    *self,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);

  if (self->session == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  ferry_xapi_session_call_async (self, ferry_xapi_call_new ("session.logout"), NULL, NULL, NULL, on_logged_out,
                                 g_steal_pointer (&task));
}

gboolean
ferry_xapi_session_logout_finish (FerryXapiSession  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ferry_xapi_session_abort (FerryXapiSession *self)
{
  soup_session_abort (self->soup);
}

void
ferry_xapi_session_add_address (FerryXapiSession *self,
                                const char       *host)
{
  if (self->is_secure || is_loopback (host))
    g_queue_push_tail (&self->addresses, g_strdup (host));
}

static void
ferry_xapi_session_finalize (GObject *object)
{
  FerryXapiSession *self = FERRY_XAPI_SESSION (object);

  forget_session (self);
  g_queue_clear_full (&self->addresses, g_free);
  g_clear_pointer (&self->tried, g_hash_table_unref);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_object (&self->trust);
  g_clear_object (&self->soup);

  G_OBJECT_CLASS (ferry_xapi_session_parent_class)->finalize (object);
}

static void
ferry_xapi_session_class_init (FerryXapiSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_xapi_session_finalize;
}

static void
ferry_xapi_session_init (FerryXapiSession *self)
{
  g_queue_init (&self->addresses);
  self->tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->soup = soup_session_new_with_options ("user-agent", "Ferry/" FERRY_VERSION,
                                              "timeout", READ_TIMEOUT_S,
                                              "idle-timeout", IDLE_TIMEOUT_S,
                                              "max-conns", MAX_CONNECTIONS,
                                              "max-conns-per-host", MAX_CONNECTIONS,
                                              NULL);
  /* Without authorities every certificate comes before on_accept_certificate(). */
  soup_session_set_tls_database (self->soup, NULL);
  /* The server compresses nothing, and its room for headers is small. */
  soup_session_remove_feature_by_type (self->soup, SOUP_TYPE_CONTENT_DECODER);
}

FerryXapiSession *
ferry_xapi_session_new (const FerryConnectionSettings  *settings,
                        FerryXapiTrust                 *trust,
                        GError                        **error)
{
  g_autoptr(FerryXapiSession) self = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GUri) uri = NULL;

  if (!ferry_connection_settings_check (settings, &local_error))
    {
      g_set_error_literal (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL, local_error->message);
      return NULL;
    }

  uri = g_uri_parse (settings->uri, G_URI_FLAGS_NONE, NULL);
  self = g_object_new (FERRY_TYPE_XAPI_SESSION, NULL);
  self->trust = g_object_ref (trust);
  self->is_secure = g_str_equal (g_uri_get_scheme (uri), "xapi");
  if (!self->is_secure && !is_loopback (g_uri_get_host (uri)))
    {
      g_set_error (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL,
                   _("“%s” is not this machine: a connection without encryption is possible to a loopback address "
                     "only. Use xapi:// instead of xapi+http://."), g_uri_get_host (uri));
      return NULL;
    }

  self->port = g_uri_get_port (uri) > 0 ? (guint) g_uri_get_port (uri) : self->is_secure ? 443 : 80;
  self->user = g_strdup (g_uri_get_userinfo (uri) != NULL ? g_uri_get_userinfo (uri) : "root");
  self->address = g_strdup (g_uri_get_host (uri));
  g_queue_push_tail (&self->addresses, g_strdup (self->address));
  if (is_loopback (g_uri_get_host (uri)))
    soup_session_set_proxy_resolver (self->soup, NULL);
  if (self->is_secure)
    ferry_xapi_trust_pin (trust, g_uri_get_host (uri), settings->pinned_sha256);

  return g_steal_pointer (&self);
}
