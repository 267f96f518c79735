/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-control"

#include "simulator/ferry-sim-control.h"

#include <libsoup/soup.h>

#include "simulator/ferry-sim-faults.h"
#include "simulator/ferry-sim-json.h"

/**
 * FerrySimControl:
 *
 * The endpoint at which tests and rehearsing admins break one pool on purpose.
 *
 * Threads: belongs to the main context that it was made in.
 */
struct _FerrySimControl
{
  GObject       parent_instance;

  FerrySimPool *pool; /* (owned) */
  SoupServer   *soup; /* (owned) */
  char         *uri;  /* (nullable): not listening yet */
};

G_DEFINE_FINAL_TYPE (FerrySimControl, ferry_sim_control, G_TYPE_OBJECT)

static const struct { const char *name; FerrySimFaultKind kind; } faults[] = {
  { "latency", FERRY_SIM_FAULT_LATENCY },
  { "drop-connection", FERRY_SIM_FAULT_DROP_CONNECTION },
  { "truncate-reply", FERRY_SIM_FAULT_TRUNCATE_REPLY },
  { "malform-reply", FERRY_SIM_FAULT_MALFORM_REPLY },
  { "fail-call", FERRY_SIM_FAULT_FAIL_CALL },
  { "stall-task", FERRY_SIM_FAULT_STALL_TASK },
  { "fail-copy", FERRY_SIM_FAULT_FAIL_COPY },
  { "fail-after-suspend", FERRY_SIM_FAULT_FAIL_AFTER_SUSPEND },
};

static gboolean
refuse (GError     **error,
        const char  *text)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);

  return FALSE;
}

static const char *
get_text (GVariant   *order,
          const char *name)
{
  const char *text = NULL;

  g_variant_lookup (order, name, "&s", &text);

  return text;
}

static FerrySimFailure *
get_failure (GVariant *order)
{
  g_autoptr(GVariant) list = g_variant_lookup_value (order, "error", G_VARIANT_TYPE ("av"));
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GVariantIter iter;
  GVariant *item;

  if (list == NULL)
    return NULL;

  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "v", &item))
    {
      if (g_variant_is_of_type (item, G_VARIANT_TYPE_STRING))
        g_ptr_array_add (texts, g_variant_dup_string (item, NULL));
      g_variant_unref (item);
    }
  if (texts->len == 0)
    return NULL;
  g_ptr_array_add (texts, NULL);

  return ferry_sim_failure_new_strv (texts->pdata[0],
                                     (const char * const *) texts->pdata + 1);
}

static gboolean
arm (FerrySimControl    *self,
     FerrySimFaultKind   kind,
     GVariant           *order,
     GError            **error)
{
  g_autoptr(FerrySimFailure) failure = get_failure (order);
  gint64 times = 1;
  gint64 ms = 0;

  g_variant_lookup (order, "times", "x", &times);
  g_variant_lookup (order, "ms", "x", &ms);
  if (kind == FERRY_SIM_FAULT_FAIL_CALL && failure == NULL)
    return refuse (error, "\"error\" must be a list of texts");
  if (times < 0 || times > G_MAXUINT || ms < 0)
    return refuse (error, "\"times\" and \"ms\" must not be negative");

  ferry_sim_faults_arm (ferry_sim_pool_get_faults (self->pool), kind, get_text (order, "subject"),
                        (guint) times, ms, g_steal_pointer (&failure));

  return TRUE;
}

static const char *
find_host (FerrySimControl *self,
           const char      *name)
{
  FerrySimDatabase *database = ferry_sim_pool_get_database (self->pool);
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");

  for (guint i = 0; name != NULL && i < hosts->len; i++)
    {
      const char *host = g_ptr_array_index (hosts, i);

      if (g_str_equal (host, name)
          || g_str_equal (ferry_sim_database_get_string (database, "host", host, "uuid"), name)
          || g_str_equal (ferry_sim_database_get_string (database, "host", host, "name_label"),
                          name))
        return host;
    }

  return NULL;
}

static gboolean
kill_host (FerrySimControl  *self,
           GVariant         *order,
           GError          **error)
{
  const char *host = find_host (self, get_text (order, "host"));

  if (host == NULL)
    return refuse (error, "\"host\" names no host of this pool");

  ferry_sim_pool_kill_host (self->pool, host);

  return TRUE;
}

static gboolean
lose_object (FerrySimControl  *self,
             GVariant         *order,
             GError          **error)
{
  FerrySimDatabase *database = ferry_sim_pool_get_database (self->pool);
  const char *table = get_text (order, "class");
  const char *uuid = get_text (order, "uuid");
  const char *ref = NULL;

  if (table != NULL && uuid != NULL)
    ref = ferry_sim_database_find_uuid (database, table, uuid);
  if (ref == NULL)
    return refuse (error, "\"class\" and \"uuid\" name no object of this pool");

  ferry_sim_database_lose_row (database, table, ref);

  return TRUE;
}

/**
 * ferry_sim_control_obey:
 * @self: a control
 * @order: of type `a{sv}`: what is in a request
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether the order was understood and carried out
 */
gboolean
ferry_sim_control_obey (FerrySimControl  *self,
                        GVariant         *order,
                        GError          **error)
{
  const char *what;

  g_return_val_if_fail (FERRY_IS_SIM_CONTROL (self), FALSE);

  if (!g_variant_is_of_type (order, G_VARIANT_TYPE_VARDICT))
    return refuse (error, "An order is a JSON object");

  what = get_text (order, "do");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      if (g_strcmp0 (what, faults[i].name) == 0)
        return arm (self, faults[i].kind, order, error);
    }
  if (g_strcmp0 (what, "kill-host") == 0)
    return kill_host (self, order, error);
  if (g_strcmp0 (what, "lose-object") == 0)
    return lose_object (self, order, error);
  if (g_strcmp0 (what, "disarm") == 0)
    ferry_sim_faults_disarm (ferry_sim_pool_get_faults (self->pool));
  else if (g_strcmp0 (what, "restart") == 0)
    ferry_sim_pool_restart (self->pool);
  else
    return refuse (error, "\"do\" says nothing that can be done");

  return TRUE;
}

static void
on_control (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  FerrySimControl *self = user_data;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GVariant) order = NULL;
  g_autoptr(GError) error = NULL;
  GString *reply = g_string_new ("{");
  gsize length;

  body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  order = ferry_sim_json_parse (g_bytes_get_data (body, NULL), g_bytes_get_size (body), &error);
  if (order != NULL && ferry_sim_control_obey (self, order, &error))
    {
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
    }
  else
    {
      soup_server_message_set_status (message, SOUP_STATUS_BAD_REQUEST, NULL);
      g_string_append (reply, "\"error\":");
      ferry_sim_json_append_string (reply, error->message);
    }
  g_string_append_c (reply, '}');
  length = reply->len;
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE,
                                    g_string_free (reply, FALSE), length);
}

/**
 * ferry_sim_control_listen:
 * @self: a control
 * @error: return location for an error
 *
 * Returns: whether it can be reached, at any free port of 127.0.0.1
 */
gboolean
ferry_sim_control_listen (FerrySimControl  *self,
                          GError          **error)
{
  g_autoptr(GSocketAddress) address = NULL;
  GSList *uris;

  g_return_val_if_fail (FERRY_IS_SIM_CONTROL (self), FALSE);

  address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  if (!soup_server_listen (self->soup, address, 0, error))
    return FALSE;

  uris = soup_server_get_uris (self->soup);
  self->uri = g_strdup_printf ("http://127.0.0.1:%d/control", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return TRUE;
}

const char *
ferry_sim_control_get_uri (FerrySimControl *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CONTROL (self), NULL);

  return self->uri;
}

static void
ferry_sim_control_finalize (GObject *object)
{
  FerrySimControl *self = FERRY_SIM_CONTROL (object);

  soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  g_clear_object (&self->pool);
  g_clear_pointer (&self->uri, g_free);

  G_OBJECT_CLASS (ferry_sim_control_parent_class)->finalize (object);
}

static void
ferry_sim_control_class_init (FerrySimControlClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_control_finalize;
}

static void
ferry_sim_control_init (FerrySimControl *self)
{
  self->soup = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->soup, "/control", on_control, self, NULL);
}

/**
 * ferry_sim_control_new:
 * @pool: what is to be broken
 *
 * Returns: (transfer full): a control that doesn't listen yet
 */
FerrySimControl *
ferry_sim_control_new (FerrySimPool *pool)
{
  FerrySimControl *self = g_object_new (FERRY_TYPE_SIM_CONTROL, NULL);

  self->pool = g_object_ref (pool);

  return self;
}
