/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "conversation.h"

#include <gio/gio.h>
#include <string.h>

struct _Recording
{
  GPtrArray *lines;     /* of JsonNode */
  GArray    *exchanges; /* of Exchange */
};

static void
exchange_clear (gpointer data)
{
  Exchange *exchange = data;

  g_free (exchange->request);
}

static const char *
get_text (JsonObject *line,
          const char *name,
          const char *missing)
{
  return json_object_has_member (line, name) ? json_object_get_string_member (line, name)
                                             : missing;
}

/* The request as it stands in the line: what reads JSON might change a number. */
static char *
cut_request (const char *text)
{
  const char *start = strstr (text, "\"request\":");
  const char *end = strstr (text, ",\"status\":");

  if (start == NULL || end == NULL)
    return g_strdup ("");
  start += strlen ("\"request\":");

  return g_strndup (start, (gsize) (end - start));
}

static void
take_request (Exchange   *exchange,
              JsonObject *line,
              const char *text)
{
  static const char * const verbs[] = { "GET", "PUT", "OPTIONS" };
  JsonNode *request = json_object_get_member (line, "request");
  JsonObject *call = request != NULL && JSON_NODE_HOLDS_OBJECT (request)
    ? json_node_get_object (request) : NULL;
  JsonNode *params = call != NULL ? json_object_get_member (call, "params") : NULL;
  JsonNode *method = call != NULL ? json_object_get_member (call, "method") : NULL;

  exchange->method = method != NULL && json_node_get_value_type (method) == G_TYPE_STRING
    ? json_node_get_string (method) : "";
  if (params != NULL && JSON_NODE_HOLDS_ARRAY (params))
    exchange->params = json_node_get_array (params);
  exchange->request = json_object_has_member (line, "request_text")
    ? g_strdup (json_object_get_string_member (line, "request_text")) : cut_request (text);

  exchange->verb = "POST";
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      if (request == NULL && g_str_has_prefix (exchange->note, verbs[i]))
        exchange->verb = verbs[i];
    }
}

/* What a socket was written raw, and what was left out of the file, can't be asked again. How
 * large headers may be depends on those that a client has anyway, so other tests see to that. */
static gboolean
is_playable (JsonObject     *line,
             const Exchange *exchange)
{
  JsonNode *request = json_object_get_member (line, "request");

  if (exchange->status == 0
      || (exchange->headers != NULL && json_object_has_member (exchange->headers, "X-Pad"))
      || strstr (exchange->note, "not kept") != NULL)
    return FALSE;

  return request == NULL || !JSON_NODE_HOLDS_OBJECT (request)
    || !json_object_has_member (json_node_get_object (request), "omitted");
}

static void
add_line (Conversation  *self,
          const char *text)
{
  g_autoptr(GString) local = g_string_new (text);
  JsonNode *node;
  JsonObject *line;
  Exchange exchange = { 0, };

  g_string_replace (local, "10.77.0.", "127.0.0.", 0);
  node = json_from_string (local->str, NULL);
  if (node == NULL)
    return;
  g_ptr_array_add (self->lines, node);
  line = json_node_get_object (node);
  if (json_object_has_member (line, "scenario"))
    return;

  exchange.t = json_object_get_double_member (line, "t");
  exchange.end = exchange.t + json_object_get_double_member (line, "dt");
  exchange.host = get_text (line, "host", "h1");
  exchange.stream = get_text (line, "stream", NULL);
  exchange.note = get_text (line, "note", "");
  exchange.path = get_text (line, "path", "/jsonrpc");
  exchange.status = json_object_has_member (line, "status")
    ? (guint) json_object_get_int_member (line, "status") : 0;
  exchange.reply = json_object_get_member (line, "reply");
  if (json_object_has_member (line, "request_headers"))
    exchange.headers = json_object_get_object_member (line, "request_headers");
  take_request (&exchange, line, local->str);
  if (is_playable (line, &exchange))
    g_array_append_val (self->exchanges, exchange);
  else
    exchange_clear (&exchange);
}

Conversation *
conversation_load (const char *name)
{
  const char *shared = g_getenv ("FERRY_SHARED");
  g_autofree char *file = g_strconcat (name, ".jsonl.xz", NULL);
  g_autofree char *path = g_build_filename (shared != NULL ? shared : "../shared", "data",
                                            "xapi-recordings", file, NULL);
  g_autoptr(GSubprocess) xz = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  Conversation *self;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  xz = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "xz", "-dc", path, NULL);
  if (xz == NULL || !g_subprocess_communicate_utf8 (xz, NULL, NULL, &text, NULL, NULL)
      || text == NULL)
    return NULL;

  self = g_new0 (Conversation, 1);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->exchanges = g_array_new (FALSE, FALSE, sizeof (Exchange));
  g_array_set_clear_func (self->exchanges, exchange_clear);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    add_line (self, lines[i]);

  return self;
}

void
conversation_free (Conversation *self)
{
  g_array_unref (self->exchanges);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

guint
conversation_get_length (Conversation *self)
{
  return self->exchanges->len;
}

const Exchange *
conversation_get (Conversation *self,
               guint      index)
{
  return &g_array_index (self->exchanges, Exchange, index);
}

JsonObject *
conversation_get_result (JsonNode *reply)
{
  JsonNode *result;

  if (reply == NULL || !JSON_NODE_HOLDS_OBJECT (reply))
    return NULL;

  result = json_object_get_member (json_node_get_object (reply), "result");

  return result != NULL && JSON_NODE_HOLDS_OBJECT (result) ? json_node_get_object (result) : NULL;
}
