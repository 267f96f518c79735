/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The XAPI driver before a member of a pool that points at its coordinator. */

#include <libsoup/soup.h>
#include <string.h>

#include "ferry-driver-watch.h"
#include "simulator/ferry-sim-certificate.h"

typedef struct
{
  SoupServer      *server;
  GTlsCertificate *certificate;
  char            *sha256;
  char            *port;
  const char      *coordinator; /* what the server says of it */
  gboolean         vouches;     /* and of its certificate */
  GString         *asked;       /* "HOST " for each login */
} Fixture;

static void
on_call (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  Fixture *f = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":"
                                           "\"HOST_IS_SLAVE\",\"data\":[\"%s\"]}}", f->coordinator);

  g_string_append_printf (f->asked, "%s ", g_uri_get_host (soup_server_message_get_uri (message)));
  if (f->vouches)
    soup_message_headers_replace (headers, "x-xenapi-response-host-certificate-thumbprint", f->sha256);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body, strlen (body));
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  static const char * const names[] = { NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;
  GSList *uris;

  f->certificate = ferry_sim_certificate_new (names, &error);
  g_assert_no_error (error);
  f->sha256 = ferry_sim_certificate_get_fingerprint (f->certificate);
  f->asked = g_string_new (NULL);
  f->server = soup_server_new ("tls-certificate", f->certificate, NULL);
  soup_server_add_handler (f->server, "/jsonrpc", on_call, f, NULL);
  soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  uris = soup_server_get_uris (f->server);
  f->port = g_strdup_printf ("%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  soup_server_disconnect (f->server);
  g_clear_object (&f->server);
  g_clear_object (&f->certificate);
  g_free (f->sha256);
  g_free (f->port);
  g_string_free (f->asked, TRUE);
}

/* (transfer full): why it cannot connect to the member, whose certificate is pinned */
static GError *
connect_to_member (Fixture *f)
{
  g_autofree char *uri = g_strconcat ("xapi://root@127.0.0.1:", f->port, NULL);
  FerryConnectionSettings settings = { .id = (char *) "test", .uri = uri, .pinned_sha256 = f->sha256 };
  g_autoptr(FerryDriverWatch) watch = ferry_driver_watch_new (uri);

  g_assert_false (ferry_driver_watch_connect (watch, &settings, "secret"));

  return g_steal_pointer (&watch->error);
}

/* To agree to its certificate would put that in place of the member's, which would look changed from then on. */
static void
test_names_a_coordinator_that_nobody_vouches_for (Fixture       *f,
                                                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->coordinator = "localhost";
  error = connect_to_member (f);
  g_assert_error (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL);
  g_assert_cmpstr (error->message, ==,
                   "127.0.0.1 is not the coordinator of its pool, and nobody vouches for the certificate of the "
                   "coordinator localhost. Nothing was sent to it. Connect to xapi://localhost instead.");
  g_assert_cmpstr (f->asked->str, ==, "127.0.0.1 ");
}

static void
test_does_not_go_in_circles (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->coordinator = "localhost";
  f->vouches = TRUE;
  error = connect_to_member (f);
  g_assert_error (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);
  g_assert_cmpstr (f->asked->str, ==, "127.0.0.1 localhost ");
}

/* While a pool chooses, a member may not know. */
static void
test_copes_with_no_coordinator (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->coordinator = "";
  error = connect_to_member (f);
  g_assert_error (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE);
  g_assert_cmpstr (f->asked->str, ==, "127.0.0.1 ");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/xapi-redirect/" name, Fixture, NULL, set_up, func, tear_down)

  ADD ("names-a-coordinator-that-nobody-vouches-for", test_names_a_coordinator_that_nobody_vouches_for);
  ADD ("does-not-go-in-circles", test_does_not_go_in_circles);
  ADD ("copes-with-no-coordinator", test_copes_with_no_coordinator);

  return g_test_run ();
}
