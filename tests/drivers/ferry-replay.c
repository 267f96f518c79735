/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ferry-replay.h"

#include <string.h>

/* A reply of the recorded stream of everything. */
typedef struct
{
  double      at;      /* when it was complete */
  JsonObject *result;  /* (owned) */
  gboolean    is_full; /* the first after a login: it has every object */
} Piece;

/* Any other recorded call. */
typedef struct
{
  double   at;
  char    *method; /* (owned) */
  char    *params; /* (owned): JSON, without the session */
  char    *reply;  /* (owned): the server's own text */
} Call;

/* An event.from that waits for its time. */
typedef struct
{
  SoupServerMessage *message; /* (owned) */
  JsonArray         *classes; /* (owned) */
  guint              place;
} Waiting;

struct _FerryReplay
{
  SoupServer *server;   /* (owned) */
  GPtrArray  *pieces;   /* (owned) (element-type Piece) */
  GPtrArray  *calls;    /* (owned) (element-type Call) */
  GPtrArray  *waiting;  /* (owned) (element-type Waiting) */
  GHashTable *counts;   /* (owned): method -> how often */
  double      now;
  guint       session;  /* number of the valid one */
};

static void
piece_free (gpointer data)
{
  Piece *self = data;

  json_object_unref (self->result);
  g_free (self);
}

static void
call_free (gpointer data)
{
  Call *self = data;

  g_free (self->method);
  g_free (self->params);
  g_free (self->reply);
  g_free (self);
}

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  g_object_unref (self->message);
  json_array_unref (self->classes);
  g_free (self);
}

static char *
to_json (JsonNode *node)
{
  return json_to_string (node, FALSE);
}

static char *
params_to_json (JsonArray *params)
{
  GString *text = g_string_new (NULL);

  for (guint i = 1; i < json_array_get_length (params); i++)
    {
      g_autofree char *param = to_json (json_array_get_element (params, i));

      g_string_append_printf (text, "%s;", param);
    }

  return g_string_free (text, FALSE);
}

static void
add_piece (FerryReplay *self,
           JsonObject  *line,
           JsonArray   *params)
{
  JsonObject *reply = json_object_has_member (line, "reply") ? json_object_get_object_member (line, "reply") : NULL;
  Piece *piece;

  if (reply == NULL || !json_object_has_member (reply, "result"))
    return;

  piece = g_new0 (Piece, 1);
  piece->at = json_object_get_double_member (line, "t") + json_object_get_double_member (line, "dt");
  piece->result = json_object_ref (json_object_get_object_member (reply, "result"));
  /* After a restart the old token brings everything again. */
  piece->is_full = self->pieces->len == 0 ||
                   json_array_get_length (json_object_get_array_member (piece->result, "events")) > 200;
  g_ptr_array_add (self->pieces, piece);
}

static void
add_line (FerryReplay *self,
          const char  *text)
{
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  JsonObject *line, *request;
  const char *method, *raw;
  Call *call;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  line = json_node_get_object (node);
  if (!json_object_has_member (line, "request") || !json_object_has_member (line, "reply"))
    return;

  request = json_object_get_object_member (line, "request");
  method = json_object_get_string_member (request, "method");
  if (g_str_equal (method, "event.from"))
    {
      if (g_strcmp0 (json_object_get_string_member_with_default (line, "client", ""), "stream-all-h1") == 0)
        add_piece (self, line, json_object_get_array_member (request, "params"));
      return;
    }

  raw = strstr (text, "\"reply\":");
  if (raw == NULL)
    return;

  call = g_new0 (Call, 1);
  call->at = json_object_get_double_member (line, "t");
  call->method = g_strdup (method);
  call->params = params_to_json (json_object_get_array_member (request, "params"));
  raw += strlen ("\"reply\":");
  call->reply = g_strndup (raw, strlen (raw) - 1);
  g_ptr_array_add (self->calls, call);
}

static gboolean
load (FerryReplay *self,
      const char  *name)
{
  g_autofree char *file = g_strconcat (name, ".jsonl.xz", NULL);
  const char *shared = g_getenv ("FERRY_SHARED");
  g_autofree char *path = g_build_filename (shared != NULL ? shared : "../shared", "data", "xapi-recordings", file,
                                            NULL);
  const char *argv[] = { "xz", "-dc", path, NULL };
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) ||
      !g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, NULL))
    return FALSE;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    add_line (self, lines[i]);

  return self->pieces->len > 0;
}

static void
answer (SoupServerMessage *message,
        const char        *body)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body, strlen (body));
}

static void
answer_error (SoupServerMessage *message,
              const char        *code,
              const char        *param)
{
  g_autofree char *body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"%s\","
                                           "\"data\":[\"%s\"]},\"id\":1}", code, param);

  answer (message, body);
}

static gboolean
wants (JsonArray  *classes,
       JsonObject *event)
{
  for (guint i = 0; i < json_array_get_length (classes); i++)
    {
      if (g_str_equal (json_array_get_string_element (classes, i), json_object_get_string_member (event, "class")))
        return TRUE;
    }

  return FALSE;
}

static JsonArray *
filter (Piece     *piece,
        JsonArray *classes)
{
  JsonArray *all = json_object_get_array_member (piece->result, "events");
  JsonArray *some = json_array_new ();

  for (guint i = 0; i < json_array_get_length (all); i++)
    {
      if (wants (classes, json_array_get_object_element (all, i)))
        json_array_add_object_element (some, json_object_ref (json_array_get_object_element (all, i)));
    }

  return some;
}

static void
answer_events (SoupServerMessage *message,
               JsonArray         *events,
               JsonObject        *counts,
               guint              place)
{
  g_autoptr(JsonNode) list = json_node_new (JSON_NODE_ARRAY);
  g_autoptr(JsonNode) map = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *list_text = NULL;
  g_autofree char *map_text = NULL;
  g_autofree char *body = NULL;

  json_node_set_array (list, events);
  json_node_set_object (map, counts);
  list_text = to_json (list);
  map_text = to_json (map);
  body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"result\":{\"events\":%s,\"valid_ref_counts\":%s,"
                          "\"token\":\"%020u,%020u\"},\"id\":1}", list_text, map_text, place, 0u);
  answer (message, body);
}

/* FALSE: there is nothing to tell yet. */
static gboolean
tell (FerryReplay       *self,
      SoupServerMessage *message,
      JsonArray         *classes,
      guint              place)
{
  for (guint i = place; i < self->pieces->len; i++)
    {
      Piece *piece = g_ptr_array_index (self->pieces, i);
      g_autoptr(JsonArray) events = NULL;

      if (piece->at > self->now)
        return FALSE;

      events = filter (piece, classes);
      if (json_array_get_length (events) == 0)
        continue;

      answer_events (message, events, json_object_get_object_member (piece->result, "valid_ref_counts"), i + 1);
      return TRUE;
    }

  return FALSE;
}

static GHashTable *collect (FerryReplay *self, const char *class_);

static void
add_all (FerryReplay *self,
         const char  *class_,
         JsonArray   *events)
{
  g_autoptr(GHashTable) objects = collect (self, class_);
  GHashTableIter iter;
  gpointer ref, object;

  g_hash_table_iter_init (&iter, objects);
  while (g_hash_table_iter_next (&iter, &ref, &object))
    {
      JsonObject *event = json_object_new ();

      json_object_set_string_member (event, "class", class_);
      json_object_set_string_member (event, "operation", "add");
      json_object_set_string_member (event, "ref", ref);
      json_object_set_object_member (event, "snapshot", json_object_ref (object));
      json_array_add_object_element (events, event);
    }
}

/* What is true now, and where to go on. */
static void
answer_all (FerryReplay       *self,
            SoupServerMessage *message,
            JsonArray         *classes)
{
  g_autoptr(JsonArray) events = json_array_new ();
  Piece *last = g_ptr_array_index (self->pieces, 0);
  guint place = 1;

  for (guint i = 0; i < json_array_get_length (classes); i++)
    add_all (self, json_array_get_string_element (classes, i), events);

  for (; place < self->pieces->len; place++)
    {
      Piece *piece = g_ptr_array_index (self->pieces, place);

      if (piece->at > self->now)
        break;
      last = piece;
    }

  answer_events (message, events, json_object_get_object_member (last->result, "valid_ref_counts"), place);
}

static void
answer_stream (FerryReplay       *self,
               SoupServerMessage *message,
               JsonArray         *params)
{
  const char *token = json_array_get_string_element (params, 2);
  JsonArray *classes = json_array_get_array_element (params, 1);
  Waiting *waiting;
  guint place = (guint) g_ascii_strtoull (token, NULL, 10);

  if (*token == '\0')
    {
      answer_all (self, message, classes);
      return;
    }

  if (tell (self, message, classes, place))
    return;

  waiting = g_new (Waiting, 1);
  *waiting = (Waiting) { g_object_ref (message), json_array_ref (classes), place };
  g_ptr_array_add (self->waiting, waiting);
  soup_server_message_pause (message);
}

static void
answer_record (FerryReplay       *self,
               SoupServerMessage *message,
               const char        *method,
               const char        *ref)
{
  g_autofree char *class_ = g_ascii_strdown (method, strchr (method, '.') - method);
  JsonObject *object = ferry_replay_get_object (self, class_, ref);
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;

  if (object == NULL)
    {
      answer_error (message, "HANDLE_INVALID", ref);
      return;
    }

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, object);
  text = to_json (node);
  body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"result\":%s,\"id\":1}", text);
  answer (message, body);
}

static void
answer_call (FerryReplay       *self,
             SoupServerMessage *message,
             const char        *method,
             JsonArray         *params)
{
  g_autofree char *text = params_to_json (params);
  Call *found = NULL;

  if (g_str_has_suffix (method, ".get_record"))
    {
      answer_record (self, message, method, json_array_get_string_element (params, 1));
      return;
    }

  /* The one that is nearest in time. */
  for (guint i = 0; i < self->calls->len; i++)
    {
      Call *call = g_ptr_array_index (self->calls, i);

      if (g_str_equal (call->method, method) && g_str_equal (call->params, text) &&
          (found == NULL || ABS (call->at - self->now) < ABS (found->at - self->now)))
        found = call;
    }

  if (found != NULL)
    answer (message, found->reply);
  else
    answer_error (message, "MESSAGE_METHOD_UNKNOWN", method);
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  FerryReplay *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  g_autofree char *session = g_strdup_printf ("OpaqueRef:session-%u", self->session);
  JsonObject *request;
  const char *method;
  JsonArray *params;

  g_assert_nonnull (node);
  g_assert_cmpstr (path, ==, "/jsonrpc");
  request = json_node_get_object (node);
  method = json_object_get_string_member (request, "method");
  params = json_object_get_array_member (request, "params");
  g_hash_table_insert (self->counts, g_strdup (method),
                       GUINT_TO_POINTER (ferry_replay_count (self, method) + 1));

  if (g_str_equal (method, "session.login_with_password"))
    {
      g_autofree char *reply = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"result\":\"%s\",\"id\":1}", session);

      answer (message, reply);
    }
  else if (!g_str_equal (json_array_get_string_element (params, 0), session))
    answer_error (message, "SESSION_INVALID", "OpaqueRef:gone");
  else if (g_str_equal (method, "session.logout"))
    answer (message, "{\"jsonrpc\":\"2.0\",\"result\":\"\",\"id\":1}");
  else if (g_str_equal (method, "event.from"))
    answer_stream (self, message, params);
  else
    answer_call (self, message, method, params);
}

FerryReplay *
ferry_replay_new (const char *name)
{
  FerryReplay *self = g_new0 (FerryReplay, 1);
  g_autoptr(GError) error = NULL;

  self->pieces = g_ptr_array_new_with_free_func (piece_free);
  self->calls = g_ptr_array_new_with_free_func (call_free);
  self->waiting = g_ptr_array_new_with_free_func (waiting_free);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!load (self, name))
    {
      ferry_replay_free (self);
      return NULL;
    }

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  return self;
}

void
ferry_replay_free (FerryReplay *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->waiting->len; i++)
    soup_server_message_unpause (((Waiting *) g_ptr_array_index (self->waiting, i))->message);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->pieces);
  g_ptr_array_unref (self->calls);
  g_hash_table_unref (self->counts);
  g_free (self);
}

char *
ferry_replay_dup_uri (FerryReplay *self)
{
  GSList *uris = soup_server_get_uris (self->server);
  char *uri = g_strdup_printf ("xapi+http://root@127.0.0.1:%d", g_uri_get_port (uris->data));

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return uri;
}

void
ferry_replay_set_time (FerryReplay *self,
                       double       now)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (waiting_free);
  g_ptr_array_set_free_func (waiting, NULL);
  self->now = now;
  for (guint i = 0; i < waiting->len; i++)
    {
      Waiting *one = g_ptr_array_index (waiting, i);

      if (tell (self, one->message, one->classes, one->place))
        {
          soup_server_message_unpause (one->message);
          waiting_free (one);
        }
      else
        g_ptr_array_add (self->waiting, one);
    }
}

double
ferry_replay_get_time (FerryReplay *self)
{
  return self->now;
}

double
ferry_replay_get_next (FerryReplay *self)
{
  for (guint i = 0; i < self->pieces->len; i++)
    {
      Piece *piece = g_ptr_array_index (self->pieces, i);

      if (piece->at > self->now)
        return piece->at;
    }

  return -1.0;
}

gboolean
ferry_replay_is_heard (FerryReplay *self)
{
  return self->waiting->len >= 2;
}

double
ferry_replay_find_call (FerryReplay *self,
                        const char  *method,
                        guint        n)
{
  for (guint i = 0; i < self->calls->len; i++)
    {
      Call *call = g_ptr_array_index (self->calls, i);

      if (g_str_equal (call->method, method) && n-- == 0)
        return call->at;
    }

  g_error ("%s was never called in the recording", method);

  return -1.0;
}

void
ferry_replay_end_sessions (FerryReplay *self)
{
  self->session++;
  for (guint i = 0; i < self->waiting->len; i++)
    {
      Waiting *one = g_ptr_array_index (self->waiting, i);

      answer_error (one->message, "SESSION_INVALID", "OpaqueRef:gone");
      soup_server_message_unpause (one->message);
    }
  g_ptr_array_set_size (self->waiting, 0);
}

/* What is true of all objects of a class now: reference -> snapshot. */
static GHashTable *
collect (FerryReplay *self,
         const char  *class_)
{
  GHashTable *objects = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->pieces->len; i++)
    {
      Piece *piece = g_ptr_array_index (self->pieces, i);
      JsonArray *events = json_object_get_array_member (piece->result, "events");

      if (piece->at > self->now && i > 0)
        break;
      if (piece->is_full)
        g_hash_table_remove_all (objects);

      for (guint j = 0; j < json_array_get_length (events); j++)
        {
          JsonObject *event = json_array_get_object_element (events, j);
          const char *ref = json_object_get_string_member (event, "ref");

          if (!g_str_equal (json_object_get_string_member (event, "class"), class_))
            continue;
          if (json_object_has_member (event, "snapshot"))
            g_hash_table_insert (objects, (gpointer) ref, json_object_get_object_member (event, "snapshot"));
          else
            g_hash_table_remove (objects, ref);
        }
    }

  return objects;
}

JsonObject *
ferry_replay_get_object (FerryReplay *self,
                         const char  *class_,
                         const char  *ref)
{
  g_autoptr(GHashTable) objects = collect (self, class_);

  return g_hash_table_lookup (objects, ref);
}

GPtrArray *
ferry_replay_list (FerryReplay *self,
                   const char  *class_)
{
  g_autoptr(GHashTable) objects = collect (self, class_);
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer ref;

  g_hash_table_iter_init (&iter, objects);
  while (g_hash_table_iter_next (&iter, &ref, NULL))
    g_ptr_array_add (list, ref);

  return list;
}

guint
ferry_replay_count (FerryReplay *self,
                    const char  *method)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, method));
}
