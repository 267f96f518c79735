/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-server"

#include "simulator/ferry-sim-server.h"

#include "simulator/ferry-sim-certificate.h"
#include "simulator/ferry-sim-dispatch.h"
#include "simulator/ferry-sim-envelope.h"
#include "simulator/ferry-sim-exchange.h"
#include "simulator/ferry-sim-param.h"

/* xapi's limits, in bytes: request line and headers with the empty line; the body. */
#define MAX_HEADERS 1006
#define MAX_BODY (300 * 1024)
#define MAX_PORT_TRIES 20

#define THUMBPRINT_ASKED "x-xenapi-request-host-certificate-thumbprint"
#define THUMBPRINT_TOLD "x-xenapi-response-host-certificate-thumbprint"

/**
 * FerrySimServer:
 *
 * Serves one pool over HTTP or HTTPS, the coordinator at 127.0.0.1 and each member that has a
 * loopback address of its own there, all at the same port.
 *
 * Threads: belongs to the main context that it was made in.
 */
struct _FerrySimServer
{
  GObject          parent_instance;

  FerrySimPool    *pool;        /* (owned) */
  GTlsCertificate *certificate; /* (owned) (nullable) */
  SoupServer      *soup;        /* (owned) */
  GPtrArray       *pages;       /* (owned) (element-type Page) */
  guint16          port;
};

typedef struct
{
  FerrySimServer   *server;
  FerrySimPageFunc  func;
  gpointer          user_data;
} Page;

G_DEFINE_FINAL_TYPE (FerrySimServer, ferry_sim_server, G_TYPE_OBJECT)

static void
set_page (SoupServerMessage *message,
          guint              status,
          const char        *title,
          const char        *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  char *body = g_strdup_printf ("<html><body><h1>HTTP %u %s</h1>%s</body></html>",
                                status, title, escaped);

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_TAKE, body, strlen (body));
  soup_message_headers_replace (headers, "cache-control", "no-cache, no-store");
  soup_message_headers_replace (headers, "connection", "close");
}

static void
count_header (const char *name,
              const char *value,
              gpointer    user_data)
{
  gsize *size = user_data;

  *size += strlen (name) + strlen (": ") + strlen (value) + strlen ("\r\n");
}

static gsize
get_header_size (SoupServerMessage *message)
{
  g_autofree char *path = g_uri_to_string_partial (soup_server_message_get_uri (message),
                                                   G_URI_HIDE_FRAGMENT);
  const char *start = strstr (path, "://");
  gsize size;

  start = start != NULL ? strchr (start + 3, '/') : path;
  size = strlen (soup_server_message_get_method (message)) + strlen ("  HTTP/1.1\r\n\r\n")
    + (start != NULL ? strlen (start) : 1);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message),
                                count_header, &size);

  return size;
}

static void
on_headers (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  gboolean is_post = soup_server_message_get_method (message) == SOUP_METHOD_POST;

  if (get_header_size (message) > MAX_HEADERS)
    set_page (message, 431, "request header fields too large",
              "The headers are larger than this server takes.");
  else if (is_post && soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    set_page (message, 500, "internal server error",
              "Failure(\"We require a content-length: HTTP header\")");
  else if (is_post && soup_message_headers_get_content_length (headers) > MAX_BODY)
    set_page (message, 500, "internal server error", "Http_svr.Client_requested_size_over_limit");
}

/* (transfer none): the host that a client talks to: the one that has the address, else the
 * coordinator. */
static const char *
find_host (FerrySimServer    *self,
           SoupServerMessage *message)
{
  FerrySimDatabase *database = ferry_sim_pool_get_database (self->pool);
  GSocketAddress *address = soup_server_message_get_local_address (message);
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");
  g_autofree char *text = NULL;

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return ferry_sim_pool_get_coordinator (self->pool);

  text = g_inet_address_to_string (
    g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  for (guint i = 0; i < hosts->len; i++)
    {
      const char *host = g_ptr_array_index (hosts, i);

      if (g_str_equal (ferry_sim_database_get_string (database, "host", host, "address"), text))
        return host;
    }

  return ferry_sim_pool_get_coordinator (self->pool);
}

static void
collect_other_config (const char *name,
                      const char *value,
                      gpointer    user_data)
{
  static const char prefix[] = "X-Http-Other-Config-";
  GVariantDict *dict = user_data;
  g_autofree char *key = NULL;

  if (g_ascii_strncasecmp (name, prefix, strlen (prefix)) != 0)
    return;

  key = g_strconcat ("http:", name + strlen (prefix), NULL);
  g_variant_dict_insert (dict, key, "s", value);
}

/* (nullable): what the headers put on the task of a call, as `a{ss}`. */
static GVariant *
get_other_config (SoupServerMessage *message)
{
  g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  g_autoptr(GVariant) all = NULL;
  GVariantIter iter;
  const char *key;
  GVariant *value;

  soup_message_headers_foreach (soup_server_message_get_request_headers (message),
                                collect_other_config, &dict);
  all = g_variant_ref_sink (g_variant_dict_end (&dict));
  if (g_variant_n_children (all) == 0)
    return NULL;

  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      g_variant_builder_add (&builder, "{s@s}", key, value);
      g_variant_unref (value);
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
tell_thumbprint (FerrySimServer    *self,
                 SoupServerMessage *message)
{
  const char *asked = soup_message_headers_get_one (
    soup_server_message_get_request_headers (message), THUMBPRINT_ASKED);
  g_autofree char *fingerprint = NULL;

  if (g_strcmp0 (asked, "sha-256:master") != 0 || self->certificate == NULL)
    return;

  fingerprint = ferry_sim_certificate_get_fingerprint (self->certificate);
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                THUMBPRINT_TOLD, fingerprint);
}

static void
answer_call (FerrySimServer    *self,
             SoupServerMessage *message,
             FerrySimEnvelope  *envelope)
{
  const char *coordinator = ferry_sim_pool_get_coordinator (self->pool);
  g_autoptr(GVariant) other_config = get_other_config (message);
  FerrySimExchange *exchange;
  FerrySimRequest request = {
    .method = envelope->method,
    .params = envelope->params,
    .other_config = other_config,
    .is_member = !g_str_equal (find_host (self, message), coordinator),
  };

  if (request.is_member)
    tell_thumbprint (self, message);
  exchange = ferry_sim_exchange_new (self->pool, message, envelope);
  ferry_sim_dispatch (self->pool, &request, ferry_sim_exchange_reply, exchange);
}

static void
on_jsonrpc (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  FerrySimServer *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(FerrySimEnvelope) envelope = NULL;
  g_autoptr(FerrySimFailure) failure = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (soup_server_message_get_method (message) == SOUP_METHOD_OPTIONS)
    {
      ferry_sim_exchange_set_json (message, g_strdup (""));
      return;
    }
  if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    {
      set_page (message, 403, "forbidden", "Only calls are answered here.");
      return;
    }

  bytes = soup_message_body_flatten (body);
  envelope = ferry_sim_envelope_open (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                      &error);
  if (envelope == NULL)
    {
      set_page (message, 500, "internal server error", error->message);
      return;
    }

  failure = ferry_sim_param_check_text (envelope->params);
  if (failure != NULL)
    ferry_sim_exchange_set_json (message, ferry_sim_envelope_write_early_failure (failure));
  else
    answer_call (self, message, g_steal_pointer (&envelope));
}

static void
on_other_path (SoupServer        *soup,
               SoupServerMessage *message,
               const char        *path,
               GHashTable        *query,
               gpointer           user_data)
{
  if (soup_server_message_get_method (message) == SOUP_METHOD_POST)
    set_page (message, 500, "internal server error", "This server speaks no XML-RPC.");
  else
    set_page (message, 403, "forbidden", "There is nothing to be had here.");
}

static void
on_page (SoupServer        *soup,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  Page *page = user_data;

  page->func (page->server->pool, message, find_host (page->server, message), query,
              page->user_data);
}

/* libsoup asks only the handler of the very path, so each path checks the headers itself. */
static void
add_path (FerrySimServer     *self,
          const char         *path,
          SoupServerCallback  func,
          gpointer            user_data)
{
  soup_server_add_early_handler (self->soup, path, on_headers, self, NULL);
  soup_server_add_handler (self->soup, path, func, user_data, NULL);
}

/**
 * ferry_sim_server_add_page:
 * @self: a server
 * @path: such as "/rrd_updates"
 * @func: answers it
 * @user_data: for @func
 */
void
ferry_sim_server_add_page (FerrySimServer   *self,
                           const char       *path,
                           FerrySimPageFunc  func,
                           gpointer          user_data)
{
  Page *page;

  g_return_if_fail (FERRY_IS_SIM_SERVER (self));

  page = g_new0 (Page, 1);
  page->server = self;
  page->func = func;
  page->user_data = user_data;
  g_ptr_array_add (self->pages, page);
  add_path (self, path, on_page, page);
}

static gboolean
listen_at (FerrySimServer  *self,
           const char      *text,
           guint16          port,
           GError         **error)
{
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new_from_string (text, port);
  SoupServerListenOptions options = self->certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0;

  return soup_server_listen (self->soup, address, options, error);
}

static guint16
find_port (SoupServer *soup)
{
  GSList *uris = soup_server_get_uris (soup);
  guint16 port = uris != NULL ? (guint16) g_uri_get_port (uris->data) : 0;

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return port;
}

static gboolean
listen_for_members (FerrySimServer  *self,
                    GError         **error)
{
  FerrySimDatabase *database = ferry_sim_pool_get_database (self->pool);
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");

  for (guint i = 0; i < hosts->len; i++)
    {
      const char *address = ferry_sim_database_get_string (database, "host",
                                                           g_ptr_array_index (hosts, i),
                                                           "address");

      if (g_str_has_prefix (address, "127.") && !g_str_equal (address, "127.0.0.1")
          && !listen_at (self, address, self->port, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * ferry_sim_server_listen:
 * @self: a server
 * @port: where; 0: at any port that all hosts have free
 * @error: return location for an error
 *
 * Returns: whether it can be reached from now on
 */
gboolean
ferry_sim_server_listen (FerrySimServer  *self,
                         guint16          port,
                         GError         **error)
{
  g_return_val_if_fail (FERRY_IS_SIM_SERVER (self), FALSE);

  for (guint i = 0; i < MAX_PORT_TRIES; i++)
    {
      g_clear_error (error);
      if (!listen_at (self, "127.0.0.1", port, error))
        return FALSE;
      self->port = find_port (self->soup);
      if (listen_for_members (self, error))
        return TRUE;
      soup_server_disconnect (self->soup);
      if (port != 0)
        return FALSE;
    }

  return FALSE;
}

guint16
ferry_sim_server_get_port (FerrySimServer *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_SERVER (self), 0);

  return self->port;
}

/* Connections die with the toolstack, and it comes back where it was. */
static void
on_restarted (FerrySimServer *self)
{
  g_autoptr(GError) error = NULL;

  soup_server_disconnect (self->soup);
  if (!ferry_sim_server_listen (self, self->port, &error))
    g_warning ("Can't listen again at port %u: %s", self->port, error->message);
}

static void
ferry_sim_server_dispose (GObject *object)
{
  FerrySimServer *self = FERRY_SIM_SERVER (object);

  if (self->soup != NULL)
    soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);

  G_OBJECT_CLASS (ferry_sim_server_parent_class)->dispose (object);
}

static void
ferry_sim_server_finalize (GObject *object)
{
  FerrySimServer *self = FERRY_SIM_SERVER (object);

  g_clear_object (&self->pool);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->pages, g_ptr_array_unref);

  G_OBJECT_CLASS (ferry_sim_server_parent_class)->finalize (object);
}

static void
ferry_sim_server_class_init (FerrySimServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ferry_sim_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_server_finalize;
}

static void
ferry_sim_server_init (FerrySimServer *self)
{
  self->pages = g_ptr_array_new_with_free_func (g_free);
}

/**
 * ferry_sim_server_new:
 * @pool: what to serve
 * @certificate: (nullable): for HTTPS
 *
 * Returns: (transfer full): a server that doesn't listen yet
 */
FerrySimServer *
ferry_sim_server_new (FerrySimPool    *pool,
                      GTlsCertificate *certificate)
{
  FerrySimServer *self = g_object_new (FERRY_TYPE_SIM_SERVER, NULL);

  self->pool = g_object_ref (pool);
  if (certificate != NULL)
    self->certificate = g_object_ref (certificate);
  self->soup = soup_server_new ("tls-certificate", certificate, NULL);
  add_path (self, "/jsonrpc", on_jsonrpc, self);
  add_path (self, NULL, on_other_path, self);
  g_signal_connect_object (pool, "restarted", G_CALLBACK (on_restarted), self, G_CONNECT_SWAPPED);

  return self;
}
