/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-metrics-page"

#include "simulator/ferry-sim-metrics-page.h"

#include "simulator/ferry-sim-metrics.h"
#include "simulator/ferry-sim-session.h"

static void
set_text (SoupServerMessage *message,
          guint              status,
          const char        *type,
          char              *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_TAKE, text, strlen (text));
}

/* The hash table that libsoup makes of a query keeps one value per name, but VMs are listed by
 * naming vm_uuid again and again. */
static GStrv
get_vm_uuids (SoupServerMessage *message)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  g_autoptr(GPtrArray) uuids = g_ptr_array_new ();
  GUriParamsIter iter;
  char *name;
  char *value;

  if (query == NULL)
    return NULL;

  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_NONE);
  while (g_uri_params_iter_next (&iter, &name, &value, NULL))
    {
      if (g_str_equal (name, "vm_uuid"))
        g_ptr_array_add (uuids, g_steal_pointer (&value));
      g_free (name);
      g_free (value);
    }
  if (uuids->len == 0)
    return NULL;
  g_ptr_array_add (uuids, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&uuids), FALSE);
}

static gboolean
wants_json (SoupServerMessage *message,
            GHashTable        *query)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *accept = soup_message_headers_get_list (headers, "Accept");

  if (accept == NULL)
    return g_hash_table_contains (query, "json");

  return strstr (accept, "application/json") != NULL || strstr (accept, "*/*") != NULL;
}

static gboolean
is_allowed (FerrySimPool *pool,
            GHashTable   *query)
{
  return ferry_sim_sessions_touch (ferry_sim_pool_get_sessions (pool),
                                   g_hash_table_lookup (query, "session_id"));
}

static void
on_rrd_updates (FerrySimPool      *pool,
                SoupServerMessage *message,
                const char        *host,
                GHashTable        *query,
                gpointer           user_data)
{
  FerrySimClock *clock = ferry_sim_pool_get_clock (pool);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_auto(GStrv) vm_uuids = get_vm_uuids (message);
  FerrySimMetricsQuery what = {
    .host = host,
    .now = ferry_sim_clock_get_real_us (clock) / G_USEC_PER_SEC,
    .vm_uuids = (const char * const *) vm_uuids,
  };
  const char *interval;

  if (query == NULL || !is_allowed (pool, query))
    {
      soup_message_headers_replace (headers, "WWW-Authenticate", "Basic realm=\"ferry-sim\"");
      set_text (message, 401, "text/html", g_strdup ("<html><body>Not logged in</body></html>"));
      return;
    }
  if (!g_hash_table_contains (query, "start"))
    {
      set_text (message, 400, "text/html", g_strdup ("<html><body>No start</body></html>"));
      return;
    }

  interval = g_hash_table_lookup (query, "interval");
  what.start = g_ascii_strtoll (g_hash_table_lookup (query, "start"), NULL, 10);
  what.interval = interval != NULL ? g_ascii_strtoll (interval, NULL, 10) : 5;
  what.cf = g_hash_table_lookup (query, "cf");
  what.with_host = g_strcmp0 (g_hash_table_lookup (query, "host"), "true") == 0;
  what.as_json = wants_json (message, query);
  set_text (message, SOUP_STATUS_OK, what.as_json ? "application/json" : "text/xml",
            ferry_sim_metrics_render (ferry_sim_pool_get_database (pool), &what));
}

/**
 * ferry_sim_metrics_page_add:
 * @server: a server
 *
 * Lets @server answer GET /rrd_updates.
 */
void
ferry_sim_metrics_page_add (FerrySimServer *server)
{
  ferry_sim_server_add_page (server, "/rrd_updates", on_rrd_updates, NULL);
}
