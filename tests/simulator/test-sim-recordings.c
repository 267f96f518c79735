/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "conversation.h"
#include "simulator/ferry-sim-behaviour.h"
#include "simulator/ferry-sim-dispatch.h"
#include "simulator/ferry-sim-json.h"
#include "simulator/ferry-sim-param.h"
#include "simulator/ferry-sim-server.h"
#include "simulator/ferry-sim-session.h"

/* What a real xapi was asked, asked again of simulated pools that hold the records of the real
 * ones; the replies must have the same shape and types, and the same errors word by word. */

typedef struct
{
  FerrySimClock *clock;
  GPtrArray     *pools;   /* of FerrySimPool: the one of h1 to h3, the one of h4 */
  GPtrArray     *servers; /* of FerrySimServer */
  SoupSession   *soup;
  GHashTable    *refs;    /* recorded reference -> ours */
  GString       *differences;
} Fixture;

/* What differs, and why that stays so. This list may only shrink: what is in it and doesn't
 * differ any more fails the test, too. */
static const struct { const char *what; const char *why; } known[] = {
#include "known-differences.inc"
};

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->clock = ferry_sim_clock_new (50);
  f->pools = g_ptr_array_new_with_free_func (g_object_unref);
  f->servers = g_ptr_array_new_with_free_func (g_object_unref);
  f->soup = soup_session_new ();
  f->refs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  f->differences = g_string_new (NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  soup_session_abort (f->soup);
  g_clear_object (&f->soup);
  g_ptr_array_unref (f->servers);
  g_ptr_array_unref (f->pools);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_object_unref (f->clock);
  g_hash_table_unref (f->refs);
  g_string_free (f->differences, TRUE);
}

static void
put_record (FerrySimDatabase *database,
            const char       *class_name,
            const char       *ref,
            JsonNode         *record)
{
  const FerrySimClass *klass = ferry_sim_schema_find_class (class_name);
  g_autofree char *text = json_to_string (record, FALSE);
  g_autoptr(GVariant) fields = ferry_sim_json_parse (text, strlen (text), NULL);

  if (!ferry_sim_database_has_row (database, class_name, ref))
    ferry_sim_database_create_row (database, class_name, ref);
  for (guint i = 0; i < klass->n_fields; i++)
    {
      const FerrySimField *field = &klass->fields[i];
      g_autoptr(GVariant) json = g_variant_lookup_value (fields, field->name, NULL);
      g_autoptr(GVariant) value = NULL;
      g_autoptr(FerrySimFailure) failure = NULL;

      if (json == NULL || field->is_back_reference
          || g_str_has_suffix (field->name, "_operations"))
        if (g_strcmp0 (field->name, "blocked_operations") != 0)
          continue;
      if (json != NULL)
        value = ferry_sim_param_decode (field->type, json, &failure);
      if (value != NULL)
        ferry_sim_database_set (database, class_name, ref, field->name, value);
    }
}

static const FerrySimClass *
find_event_class (const char *name)
{
  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    {
      if (g_str_equal (ferry_sim_schema_get_class (i)->event_name, name))
        return ferry_sim_schema_get_class (i);
    }

  return NULL;
}

/* Tasks and sessions of the recording are no business of ours: we make our own. */
static void
put_events (FerrySimDatabase *database,
            JsonNode         *reply)
{
  JsonObject *result = conversation_get_result (reply);
  JsonArray *events = result != NULL ? json_object_get_array_member (result, "events") : NULL;

  for (guint i = 0; events != NULL && i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);
      const char *ref = json_object_get_string_member (event, "ref");
      const FerrySimClass *klass = NULL;

      klass = find_event_class (json_object_get_string_member (event, "class"));
      if (klass == NULL || klass->is_transient)
        continue;
      if (json_object_has_member (event, "snapshot"))
        put_record (database, klass->name, ref, json_object_get_member (event, "snapshot"));
      else
        ferry_sim_database_delete_row (database, klass->name, ref);
    }
}

static void
put_all_records (FerrySimDatabase *database,
                 Conversation *conversation)
{
  for (guint i = 0; i < conversation_get_length (conversation); i++)
    {
      const Exchange *exchange = conversation_get (conversation, i);
      const char *suffix = strstr (exchange->method, ".get_all_records");
      g_autofree char *klass = NULL;
      JsonObject *result;
      JsonObjectIter iter;
      const char *ref;
      JsonNode *record;

      if (suffix == NULL || g_str_has_prefix (exchange->method, "role.")
          || g_str_has_prefix (exchange->method, "task."))
        continue;
      klass = g_strndup (exchange->method, (gsize) (suffix - exchange->method));
      result = conversation_get_result (exchange->reply);
      if (result == NULL)
        continue;
      json_object_iter_init (&iter, result);
      while (json_object_iter_next (&iter, &ref, &record))
        put_record (database, klass, ref, record);
    }
}

static FerrySimPool *
add_pool (Fixture          *f,
          FerrySimDatabase *database)
{
  FerrySimPool *pool = ferry_sim_pool_new ("recorded", database, NULL, f->clock);
  FerrySimServer *server;
  g_autoptr(GError) error = NULL;

  ferry_sim_sessions_add_user (ferry_sim_pool_get_sessions (pool), "root", "secret",
                               FERRY_SIM_ROLE_POOL_ADMIN);
  ferry_sim_sessions_set_bad_login_delay (ferry_sim_pool_get_sessions (pool), 1);
  ferry_sim_dispatch_prepare (pool);
  ferry_sim_behaviour_attach (pool, NULL);
  g_ptr_array_add (f->pools, pool);
  server = ferry_sim_server_new (pool, NULL);
  g_ptr_array_add (f->servers, server);
  ferry_sim_server_listen (server, 0, &error);
  g_assert_no_error (error);

  return pool;
}

/* What others did meanwhile, and nobody recorded, is seen in the stream of events. */
static void
catch_up (Fixture      *f,
          Conversation *conversation,
          GHashTable   *told,
          double        until)
{
  for (guint i = 0; i < conversation_get_length (conversation); i++)
    {
      const Exchange *exchange = conversation_get (conversation, i);
      guint pool = g_str_equal (exchange->host, "h4") ? 1 : 0;

      if (g_strcmp0 (exchange->stream, "all") != 0 || exchange->end > until
          || !g_hash_table_add (told, GUINT_TO_POINTER (i + 1)))
        continue;
      put_events (ferry_sim_pool_get_database (g_ptr_array_index (f->pools, pool)),
                  exchange->reply);
    }
}

/* The first snapshot of everything on a host's event stream. */
static gboolean
put_snapshot (FerrySimDatabase *database,
              Conversation *conversation,
              const char       *host)
{
  for (guint i = 0; i < conversation_get_length (conversation); i++)
    {
      const Exchange *exchange = conversation_get (conversation, i);

      if (g_strcmp0 (exchange->stream, "all") == 0 && g_str_equal (exchange->host, host)
          && g_str_equal (exchange->method, "event.from"))
        {
          put_events (database, exchange->reply);
          return TRUE;
        }
    }

  return FALSE;
}

static void
add_pools (Fixture   *f,
           Conversation *conversation,
           gboolean   has_stream)
{
  g_autoptr(FerrySimDatabase) first = ferry_sim_database_new ();
  g_autoptr(FerrySimDatabase) second = ferry_sim_database_new ();
  g_autoptr(Conversation) inventory = conversation_load ("02_inventory");
  g_autoptr(Conversation) other = conversation_load ("09_migrate_send_cross_live");

  put_all_records (first, inventory);
  if (has_stream)
    g_assert_true (put_snapshot (first, conversation, "h1"));
  g_assert_true (put_snapshot (second, other, "h4"));
  add_pool (f, first);
  add_pool (f, second);
  for (guint i = 0; i < f->pools->len; i++)
    ferry_sim_pool_set_world (g_ptr_array_index (f->pools, i), f->pools);
}

typedef struct
{
  GBytes  *body;
  gboolean is_done;
} Answer;

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Answer *answer = user_data;

  answer->body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);
  answer->is_done = TRUE;
}

static char *
ask (Fixture        *f,
     const Exchange *exchange,
     const char     *body,
     guint          *status)
{
  guint pool = g_str_equal (exchange->host, "h4") ? 1 : 0;
  g_autofree char *uri = NULL;
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GBytes) sent = g_bytes_new (body, strlen (body));
  g_autoptr(GList) headers = exchange->headers != NULL
    ? json_object_get_members (exchange->headers) : NULL;
  Answer answer = { NULL, FALSE };
  char *text;

  uri = g_strdup_printf ("http://127.0.0.%s:%u%s", exchange->host + 1,
                         ferry_sim_server_get_port (g_ptr_array_index (f->servers, pool)),
                         exchange->path);
  message = soup_message_new (exchange->verb, uri);
  if (g_str_equal (exchange->verb, "POST"))
    soup_message_set_request_body_from_bytes (message, "application/json", sent);
  for (GList *name = headers; name != NULL; name = name->next)
    soup_message_headers_replace (soup_message_get_request_headers (message), name->data,
                                  json_object_get_string_member (exchange->headers, name->data));
  soup_session_send_and_read_async (f->soup, message, G_PRIORITY_DEFAULT, NULL, on_answered,
                                    &answer);
  while (!answer.is_done)
    g_main_context_iteration (NULL, TRUE);

  *status = soup_message_get_status (message);
  if (answer.body == NULL)
    return NULL;
  text = g_strndup (g_bytes_get_data (answer.body, NULL), g_bytes_get_size (answer.body));
  g_bytes_unref (answer.body);

  return text;
}

static char *
translate (Fixture    *f,
           const char *text)
{
  g_autoptr(GString) result = g_string_new (text);
  GHashTableIter iter;
  const char *recorded;
  const char *ours;

  g_hash_table_iter_init (&iter, f->refs);
  while (g_hash_table_iter_next (&iter, (gpointer *) &recorded, (gpointer *) &ours))
    g_string_replace (result, recorded, ours, 0);

  return g_string_free (g_steal_pointer (&result), FALSE);
}

static void
differ (GString    *story,
        const char *path,
        const char *text,
        const char *recorded,
        const char *ours)
{
  if (story->len == 0)
    g_string_append_printf (story, "%s: %s (recorded %.160s, here %.160s)",
                            *path != '\0' ? path : "reply", text, recorded, ours);
}

static char *
print (JsonNode *node)
{
  return node != NULL ? json_to_string (node, FALSE) : g_strdup ("nothing");
}

static gboolean
is_ref (const char *text)
{
  return g_str_has_prefix (text, "OpaqueRef:");
}

/* Remembers which of our sessions and tasks stands for which recorded one. */
static void
learn (Fixture  *f,
       JsonNode *recorded,
       JsonNode *ours)
{
  const char *theirs = json_node_get_string (recorded);
  const char *mine = json_node_get_string (ours);

  if (is_ref (theirs) && is_ref (mine) && !g_str_equal (theirs, mine)
      && !g_str_equal (theirs, "OpaqueRef:NULL") && strlen (theirs) == strlen (mine))
    g_hash_table_insert (f->refs, g_strdup (theirs), g_strdup (mine));
}

static void compare (Fixture    *f,
                     GString    *story,
                     const char *path,
                     JsonNode   *recorded,
                     JsonNode   *ours,
                     gboolean    exactly);

static void
compare_objects (Fixture    *f,
                 GString    *story,
                 const char *path,
                 JsonObject *recorded,
                 JsonObject *ours,
                 gboolean    exactly)
{
  gboolean is_map = FALSE;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, recorded);
  while (json_object_iter_next (&iter, &name, &value))
    {
      g_autofree char *inner = g_strdup_printf ("%s.%s", path, name);
      JsonNode *mine = json_object_get_member (ours, name);

      is_map = is_map || is_ref (name) || strchr (path, '.') != NULL;
      if (mine != NULL)
        compare (f, story, is_ref (name) ? path : inner, value, mine, exactly);
      else if (!is_map)
        differ (story, inner, "is missing", name, "nothing");
    }
}

static void
compare_arrays (Fixture    *f,
                GString    *story,
                const char *path,
                JsonArray  *recorded,
                JsonArray  *ours,
                gboolean    exactly)
{
  guint n_recorded = json_array_get_length (recorded);
  guint n_ours = json_array_get_length (ours);

  if (exactly && n_recorded != n_ours)
    {
      g_autofree char *theirs = g_strdup_printf ("%u items", n_recorded);
      g_autofree char *mine = g_strdup_printf ("%u items", n_ours);

      differ (story, path, "has another length", theirs, mine);
    }
  for (guint i = 0; i < MIN (n_recorded, n_ours) && (exactly || i == 0); i++)
    compare (f, story, path, json_array_get_element (recorded, i),
             json_array_get_element (ours, i), exactly);
}

static void
compare (Fixture    *f,
         GString    *story,
         const char *path,
         JsonNode   *recorded,
         JsonNode   *ours,
         gboolean    exactly)
{
  g_autofree char *theirs = print (recorded);
  g_autofree char *mine = print (ours);
  g_autofree char *translated = translate (f, theirs);

  if (json_node_get_node_type (recorded) != json_node_get_node_type (ours)
      || json_node_get_value_type (recorded) != json_node_get_value_type (ours))
    differ (story, path, "has another type", theirs, mine);
  else if (JSON_NODE_HOLDS_OBJECT (recorded))
    compare_objects (f, story, path, json_node_get_object (recorded),
                     json_node_get_object (ours), exactly);
  else if (JSON_NODE_HOLDS_ARRAY (recorded))
    compare_arrays (f, story, path, json_node_get_array (recorded), json_node_get_array (ours),
                    exactly);
  else if (exactly && !g_str_equal (translated, mine))
    differ (story, path, "is another", translated, mine);
  else if (json_node_get_value_type (recorded) == G_TYPE_STRING && !exactly)
    learn (f, recorded, ours);
}

/* How the work of a task ended is an answer, too. */
static void
compare_ends (Fixture    *f,
              GString    *story,
              JsonObject *recorded,
              JsonObject *ours)
{
  compare (f, story, "status", json_object_get_member (recorded, "status"),
           json_object_get_member (ours, "status"), TRUE);
  compare (f, story, "error_info", json_object_get_member (recorded, "error_info"),
           json_object_get_member (ours, "error_info"), TRUE);
}

static void
compare_replies (Fixture        *f,
                 GString        *story,
                 const Exchange *exchange,
                 const char     *text)
{
  g_autoptr(JsonNode) ours = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonObject *recorded = json_node_get_object (exchange->reply);
  const char *members[] = { "result", "error", "id", "jsonrpc" };

  if (ours == NULL || !JSON_NODE_HOLDS_OBJECT (ours))
    {
      differ (story, "", "is no JSON", "JSON", text != NULL ? text : "nothing");
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonNode *theirs = json_object_get_member (recorded, members[i]);
      JsonNode *mine = json_object_get_member (json_node_get_object (ours), members[i]);
      g_autofree char *shown = print (theirs);
      g_autofree char *shown_mine = print (mine);

      if ((theirs != NULL) != (mine != NULL))
        differ (story, members[i], "is there in one only", shown, shown_mine);
      else if (theirs != NULL)
        compare (f, story, members[i], theirs, mine, i > 0);
    }

  if (g_str_equal (exchange->method, "task.get_record") && story->len == 0
      && conversation_get_result (exchange->reply) != NULL)
    compare_ends (f, story, conversation_get_result (exchange->reply), conversation_get_result (ours));
}

/* The recorder waited for tasks before it looked at them. */
static void
wait_for_task (Fixture        *f,
               const Exchange *exchange)
{
  gint64 end_us = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  JsonObject *recorded = conversation_get_result (exchange->reply);
  FerrySimDatabase *database = ferry_sim_pool_get_database (g_ptr_array_index (f->pools, 0));
  g_autofree char *ref = NULL;

  if (!g_str_equal (exchange->method, "task.get_record") || recorded == NULL
      || g_str_equal (json_object_get_string_member (recorded, "status"), "pending"))
    return;

  ref = translate (f, json_array_get_string_element (exchange->params, 1));
  while (g_str_equal (ferry_sim_database_get_string (database, "task", ref, "status"), "pending")
         && g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
}

/* The list has one call ("06 7.217 VM.x") or all calls of a method in a file ("06 VM.x"). */
static gboolean
is_known (const char *call,
          const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (g_str_equal (known[i].what, call) || g_str_equal (known[i].what, method))
        return TRUE;
    }

  return FALSE;
}

static char *
name_file (const char *file)
{
  return g_strndup (file, strcspn (file, "_"));
}

static void
play (Fixture        *f,
      const char     *file,
      const Exchange *exchange,
      GHashTable     *seen)
{
  g_autofree char *number = name_file (file);
  g_autofree char *call = g_strdup_printf ("%s %.3f %s", number, exchange->t, exchange->method);
  g_autofree char *method = g_strdup_printf ("%s %s", number, exchange->method);
  g_autofree char *request = translate (f, exchange->request);
  g_autofree char *reply = NULL;
  g_autoptr(GString) story = g_string_new (NULL);
  guint status;

  wait_for_task (f, exchange);
  reply = ask (f, exchange, request, &status);
  if (status != exchange->status)
    {
      g_autofree char *theirs = g_strdup_printf ("%u", exchange->status);
      g_autofree char *mine = g_strdup_printf ("%u", status);

      differ (story, "HTTP status", "is another", theirs, mine);
    }
  if (exchange->reply != NULL)
    compare_replies (f, story, exchange, reply);

  if (story->len == 0)
    return;
  if (!is_known (call, method))
    g_string_append_printf (f->differences, "%s [%s]: %s\n", call, exchange->note, story->str);
  g_hash_table_add (seen, g_steal_pointer (&call));
  g_hash_table_add (seen, g_steal_pointer (&method));
}

static void
check_list (Fixture    *f,
            const char *file,
            GHashTable *seen)
{
  g_autofree char *number = name_file (file);
  g_autofree char *prefix = g_strconcat (number, " ", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (g_str_has_prefix (known[i].what, prefix)
          && !g_hash_table_contains (seen, known[i].what))
        g_string_append_printf (f->differences, "%s: differs no more, take it off the list\n",
                                known[i].what);
    }
}

static void
test_recording (Fixture       *f,
                gconstpointer  data)
{
  const char *file = data;
  g_autoptr(Conversation) conversation = conversation_load (file);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) told = g_hash_table_new (NULL, NULL);
  gboolean has_stream = g_str_has_prefix (file, "06");

  if (conversation == NULL)
    {
      g_test_skip ("The recordings of a real xapi are not here");
      return;
    }

  add_pools (f, conversation, has_stream);
  for (guint i = 0; i < conversation_get_length (conversation); i++)
    {
      const Exchange *exchange = conversation_get (conversation, i);

      if (exchange->stream != NULL)
        continue;
      catch_up (f, conversation, told, exchange->t);
      play (f, file, exchange, seen);
    }
  check_list (f, file, seen);
  if (f->differences->len > 0)
    g_test_message ("%s", f->differences->str);
  g_assert_cmpstr (f->differences->str, ==, "");
}

#define add(path, file) \
  g_test_add ("/sim-recordings/" path, Fixture, file, set_up, test_recording, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("logs-in-as-recorded", "01_login");
  add ("takes-values-as-recorded", "01b_limits");
  add ("shows-the-inventory-as-recorded", "02_inventory");
  add ("refuses-as-recorded", "06_refusals");

  return g_test_run ();
}
