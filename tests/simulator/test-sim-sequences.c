/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What watchers of a migration see, word by word: the recorded sequence of a real server's events
 * against the simulator's, times aside. */

#include "pool-client.h"
#include "recording.h"
#include "simulator/ferry-sim-json.h"
#include "simulator/ferry-sim-task.h"

/* One thing that was seen, and when: two of the same moment have no order. */
typedef struct
{
  char  *text;
  guint  moment;
} Word;

/* Who is who in a story. */
typedef struct
{
  const char *task;
  const char *vm;
  const char *source;
  const char *destination;
} Cast;

static const struct
{
  const char *word;
  const char *reason;
} only_recorded[] = {
  { "+VM.update_allowed_operations",
    "the real back end's events make the toolstack look again; here the lists are kept right at once" },
  { "-VM.update_allowed_operations", "as above" },
  { "task 0.9091", "the recorded copy is a stand-in that does not notice a dead destination" },
};

static const struct
{
  const char *word;
  const char *reason;
} only_ours[] = {
  { "task at source", "a recorded source was the coordinator, where the task was already" },
  { "task 1.0000", "of a task that fails: the last writes are one event to the recorder" },
};

/* Ours says the first before the second, the recording the other way round. */
static const struct
{
  const char *first;
  const char *second;
  const char *reason;
} other_order[] = {
  { "task allows nothing", "task 0.9091",
    "the recorded back end has no suspend, whose beginning is where a real one stops taking cancels" },
  { "task allows nothing", "task 1.0000", "as above" },
  { "task allows nothing", "task 0.4286", "as above" },
};

static void
word_free (gpointer data)
{
  Word *word = data;

  g_free (word->text);
  g_free (word);
}

static void
say (GPtrArray  *story,
     guint       moment,
     const char *text)
{
  Word *word;

  for (guint i = 0; i < story->len; i++)
    {
      if (g_str_equal (((Word *) story->pdata[i])->text, text))
        return;
    }

  word = g_new0 (Word, 1);
  word->text = g_strdup (text);
  word->moment = moment;
  g_ptr_array_add (story, word);
}

static const char *
name_host (const Cast *cast,
           const char *ref)
{
  if (g_strcmp0 (ref, cast->destination) == 0)
    return "destination";
  if (g_strcmp0 (ref, cast->source) == 0)
    return "source";

  return g_strcmp0 (ref, FERRY_SIM_NULL_REF) == 0 ? "nowhere" : "elsewhere";
}

static JsonNode *
member (JsonObject *record,
        const char *name)
{
  return record != NULL && json_object_has_member (record, name)
         ? json_object_get_member (record, name) : NULL;
}

static gboolean
is_changed (JsonObject *old,
            JsonObject *new,
            const char *name)
{
  JsonNode *old_node = member (old, name);
  JsonNode *new_node = member (new, name);
  g_autofree char *old_text = old_node != NULL ? json_to_string (old_node, FALSE) : NULL;
  g_autofree char *new_text = new_node != NULL ? json_to_string (new_node, FALSE) : NULL;

  return g_strcmp0 (old_text, new_text) != 0;
}

static const char *
get_operation (JsonObject *record,
               const Cast *cast)
{
  JsonObject *operations = json_object_get_object_member (record, "current_operations");

  return json_object_has_member (operations, cast->task)
         ? json_object_get_string_member (operations, cast->task) : "nothing";
}

static guint
count_allowed (JsonObject *record)
{
  return json_array_get_length (json_object_get_array_member (record, "allowed_operations"));
}

static char *
describe_error (JsonObject *task)
{
  JsonArray *info = json_object_get_array_member (task, "error_info");

  return g_strdup (json_array_get_length (info) > 0 ? json_array_get_string_element (info, 0) : "");
}

static void
watch_task (GPtrArray  *story,
            guint       moment,
            const Cast *cast,
            JsonObject *old,
            JsonObject *new)
{
  g_autofree char *error = describe_error (new);
  g_autofree char *progress = NULL;
  g_autofree char *place = NULL;
  g_autofree char *status = NULL;
  const char *state = json_object_get_string_member (new, "status");

  place = g_strdup_printf ("task at %s",
                           name_host (cast, json_object_get_string_member (new, "resident_on")));
  status = g_strdup_printf ("task %s%s%s", state, *error != '\0' ? " " : "", error);
  progress = g_strdup_printf ("task %.4f", json_object_get_double_member (new, "progress"));

  if (is_changed (old, new, "allowed_operations"))
    say (story, moment, count_allowed (new) > 0 ? "task allows cancel" : "task allows nothing");
  if (is_changed (old, new, "resident_on") && g_str_equal (place, "task at source"))
    say (story, moment, place);
  if (is_changed (old, new, "current_operations"))
    say (story, moment, "task is being cancelled");
  if (is_changed (old, new, "progress") && g_str_equal (state, "pending")
      && (g_str_equal (progress, "task 0.9091") || g_str_equal (progress, "task 0.4286")
          || g_str_equal (progress, "task 1.0000")))
    say (story, moment, progress);
  if (is_changed (old, new, "status") && !g_str_equal (state, "pending"))
    say (story, moment, status);
}

static void
watch_vm (GPtrArray  *story,
          guint       moment,
          const Cast *cast,
          JsonObject *old,
          JsonObject *new)
{
  const char *scheduled = json_object_get_string_member (new, "scheduled_to_be_resident_on");
  const char *resident = json_object_get_string_member (new, "resident_on");
  g_autofree char *operation = g_strdup_printf ("VM does %s", get_operation (new, cast));
  g_autofree char *plan = g_strdup_printf ("VM planned %s", name_host (cast, scheduled));
  g_autofree char *place = g_strdup_printf ("VM at %s", name_host (cast, resident));
  g_autofree char *state = g_strdup_printf ("VM %s", json_object_get_string_member (new, "power_state"));

  if (is_changed (old, new, "current_operations"))
    say (story, moment, operation);
  if (is_changed (old, new, "allowed_operations"))
    say (story, moment, count_allowed (new) == 2 ? "VM allows 2" : "VM allows all");
  if (is_changed (old, new, "scheduled_to_be_resident_on"))
    say (story, moment, plan);
  if (is_changed (old, new, "resident_on"))
    say (story, moment, place);
  if (is_changed (old, new, "domid"))
    say (story, moment, "VM new domain");
  if (is_changed (old, new, "power_state"))
    say (story, moment, state);
}

static void
watch_host (GPtrArray  *story,
            guint       moment,
            const Cast *cast,
            JsonObject *old,
            JsonObject *new)
{
  g_autofree char *operation = g_strdup_printf ("host does %s", get_operation (new, cast));

  if (is_changed (old, new, "current_operations"))
    say (story, moment, operation);
}

/* Whether it is a step of this migration, at whatever depth. */
static gboolean
is_step (GHashTable *records,
         const Cast *cast,
         JsonObject *task)
{
  const char *parent = json_object_get_string_member (task, "subtask_of");

  while (parent != NULL && !g_str_equal (parent, cast->task))
    {
      JsonObject *record = g_hash_table_lookup (records, parent);

      parent = record != NULL && json_object_has_member (record, "subtask_of")
               ? json_object_get_string_member (record, "subtask_of") : NULL;
    }

  return parent != NULL;
}

static void
watch_step (GPtrArray  *story,
            guint       moment,
            GHashTable *records,
            const Cast *cast,
            JsonObject *task,
            const char *sign)
{
  const char *name = json_object_get_string_member (task, "name_label");
  g_autofree char *text = g_strconcat (sign, name, NULL);

  if (is_step (records, cast, task) || g_str_equal (name, "VM.update_allowed_operations"))
    say (story, moment, text);
}

/* What one row's change says to somebody who watches this migration. */
static void
watch (GPtrArray  *story,
       guint       moment,
       GHashTable *records,
       const Cast *cast,
       const char *class,
       const char *ref,
       JsonObject *new)
{
  JsonObject *old = g_hash_table_lookup (records, ref);

  if (cast->task == NULL || !g_hash_table_contains (records, cast->task))
    ; /* Not begun yet: what is seen is the past. */
  else if (g_str_equal (class, "task") && g_str_equal (ref, cast->task) && new != NULL && old != NULL)
    watch_task (story, moment, cast, old, new);
  else if (g_str_equal (class, "task") && !g_str_equal (ref, cast->task) && new != NULL)
    watch_step (story, moment, records, cast, new, "+");
  else if (g_str_equal (class, "task") && !g_str_equal (ref, cast->task) && old != NULL && new == NULL)
    watch_step (story, moment, records, cast, old, "-");
  else if (g_str_equal (class, "vm") && g_str_equal (ref, cast->vm) && old != NULL && new != NULL)
    watch_vm (story, moment, cast, old, new);
  else if (g_str_equal (class, "host") && g_str_equal (ref, cast->destination) && old != NULL && new != NULL)
    watch_host (story, moment, cast, old, new);
  else if (g_str_equal (class, "message") && new != NULL && is_changed (old, new, "name")
           && g_str_equal (json_object_get_string_member (new, "name"), "VM_MIGRATED"))
    say (story, moment, "message VM_MIGRATED");

  if (new != NULL)
    g_hash_table_insert (records, g_strdup (ref), json_object_ref (new));
  else
    g_hash_table_remove (records, ref);
}

static GHashTable *
make_records (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
}

/* The recording's side */

static JsonObject *
get_request (JsonNode *exchange)
{
  JsonObject *object = json_node_get_object (exchange);
  JsonNode *request = member (object, "request");

  return request != NULL && JSON_NODE_HOLDS_OBJECT (request) ? json_node_get_object (request) : NULL;
}

static JsonObject *
get_reply (JsonNode *exchange)
{
  JsonNode *reply = member (json_node_get_object (exchange), "reply");

  return reply != NULL && JSON_NODE_HOLDS_OBJECT (reply) ? json_node_get_object (reply) : NULL;
}

/* The task, VM and destination of the recording's nth asynchronous pool_migrate. */
static gboolean
cast_recording (GPtrArray *exchanges,
                guint      nth,
                Cast      *cast)
{
  for (guint i = 0; i < exchanges->len; i++)
    {
      JsonObject *request = get_request (exchanges->pdata[i]);
      JsonNode *method = member (request, "method");
      JsonArray *params;

      if (method == NULL || !JSON_NODE_HOLDS_VALUE (method)
          || g_strcmp0 (json_node_get_string (method), "Async.VM.pool_migrate") != 0
          || nth-- > 0)
        continue;

      params = json_object_get_array_member (request, "params");
      cast->vm = json_array_get_string_element (params, 1);
      cast->destination = json_array_get_string_element (params, 2);
      cast->task = json_object_get_string_member (get_reply (exchanges->pdata[i]), "result");

      return TRUE;
    }

  return FALSE;
}

static void
read_event (GPtrArray  *story,
            guint       moment,
            GHashTable *records,
            Cast       *cast,
            JsonObject *event)
{
  const char *ref = json_object_get_string_member (event, "ref");
  JsonNode *snapshot = member (event, "snapshot");
  JsonObject *record = snapshot != NULL ? json_node_get_object (snapshot) : NULL;

  if (record != NULL && g_str_equal (ref, cast->vm) && !g_hash_table_contains (records, cast->task))
    cast->source = g_intern_string (json_object_get_string_member (record, "resident_on"));

  watch (story, moment, records, cast, json_object_get_string_member (event, "class"), ref, record);
}

/* Tells whether the task has ended. */
static gboolean
read_reply (GPtrArray  *story,
            guint       moment,
            GHashTable *records,
            Cast       *cast,
            JsonObject *reply)
{
  JsonNode *result = member (reply, "result");
  JsonObject *task;
  JsonArray *events;

  if (result == NULL || !JSON_NODE_HOLDS_OBJECT (result))
    return FALSE;

  events = json_object_get_array_member (json_node_get_object (result), "events");
  for (guint i = 0; i < json_array_get_length (events); i++)
    read_event (story, moment, records, cast, json_array_get_object_element (events, i));

  task = g_hash_table_lookup (records, cast->task);

  return task != NULL && !g_str_equal (json_object_get_string_member (task, "status"), "pending");
}

static GPtrArray *
tell_recording (const char *name,
                guint       nth)
{
  g_autoptr(GPtrArray) exchanges = recording_load (name);
  g_autoptr(GPtrArray) story = g_ptr_array_new_with_free_func (word_free);
  g_autoptr(GHashTable) records = make_records ();
  Cast cast = { NULL };
  guint n_after = 0;

  if (exchanges == NULL)
    return NULL;
  g_assert_true (cast_recording (exchanges, nth, &cast));

  /* What belongs to the end may come in a reply or two after the task's last event. */
  for (guint i = 0; i < exchanges->len && n_after < 3; i++)
    {
      JsonNode *stream = member (json_node_get_object (exchanges->pdata[i]), "stream");
      JsonObject *reply = get_reply (exchanges->pdata[i]);

      if (stream != NULL && g_strcmp0 (json_node_get_string (stream), "all") == 0 && reply != NULL
          && read_reply (story, i, records, &cast, reply))
        n_after++;
    }

  return g_steal_pointer (&story);
}

/* Our side */

typedef struct
{
  PoolClient *client;
  GPtrArray  *story;
  GHashTable *records;
  GHashTable *generations;
  Cast        cast;
  guint       moment;
} Watcher;

static void
look_at (Watcher    *watcher,
         const char *table,
         const char *class,
         const char *ref)
{
  GBytes *json = ferry_sim_database_get_json (watcher->client->database, table, ref);
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *text = NULL;

  text = g_strndup (g_bytes_get_data (json, NULL), g_bytes_get_size (json));
  node = json_from_string (text, NULL);
  watch (watcher->story, watcher->moment, watcher->records, &watcher->cast, class, ref,
         json_node_get_object (node));
}

static void
look_at_table (Watcher    *watcher,
               const char *table,
               const char *class)
{
  g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (watcher->client->database, table);

  for (guint i = 0; i < refs->len; i++)
    look_at (watcher, table, class, refs->pdata[i]);
}

static void
look_for_gone_tasks (Watcher *watcher)
{
  g_autoptr(GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer ref;
  gpointer record;

  g_hash_table_iter_init (&iter, watcher->records);
  while (g_hash_table_iter_next (&iter, &ref, &record))
    {
      if (json_object_has_member (record, "subtask_of")
          && !ferry_sim_database_has_row (watcher->client->database, "task", ref))
        g_ptr_array_add (gone, g_strdup (ref));
    }
  for (guint i = 0; i < gone->len; i++)
    watch (watcher->story, watcher->moment, watcher->records, &watcher->cast, "task", gone->pdata[i],
           NULL);
}

static void
on_changed (FerrySimDatabase *database,
            guint64           generation,
            Watcher          *watcher)
{
  watcher->moment++;
  if (watcher->cast.task == NULL)
    watcher->cast.task = pool_client_find_task (watcher->client, "Async.VM.pool_migrate");
  if (watcher->cast.task == NULL)
    return;

  look_at_table (watcher, "task", "task");
  look_for_gone_tasks (watcher);
  look_at (watcher, "VM", "vm", VM);
  look_at (watcher, "host", "host", HOST_2);
  look_at_table (watcher, "message", "message");
}

typedef void (*DuringFunc) (Watcher *watcher);

static void
let_it_go (Watcher *watcher)
{
}

static void
cancel_it (Watcher *watcher)
{
  pool_client_wait (watcher->client, 1200);
  ferry_sim_tasks_cancel (ferry_sim_pool_get_tasks (watcher->client->pool), watcher->cast.task);
}

static void
kill_destination (Watcher *watcher)
{
  pool_client_wait (watcher->client, 1200);
  ferry_sim_pool_kill_host (watcher->client->pool, HOST_2);
}

static void
kill_source (Watcher *watcher)
{
  pool_client_wait (watcher->client, 1200);
  ferry_sim_pool_kill_host (watcher->client->pool, HOST_1);
}

static GPtrArray *
tell_ours (gboolean   fails,
           DuringFunc during)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autoptr(PoolReply) reply = NULL;
  g_autoptr(GHashTable) records = make_records ();
  Watcher watcher = { client, g_ptr_array_new_with_free_func (word_free), records, NULL,
                      { NULL, VM, HOST_1, HOST_2 }, 0 };
  gulong handler;

  if (fails)
    ferry_sim_faults_arm (ferry_sim_pool_get_faults (client->pool), FERRY_SIM_FAULT_FAIL_COPY, VM, 1,
                          0, NULL);
  look_at (&watcher, "VM", "vm", VM);
  look_at (&watcher, "host", "host", HOST_2);
  handler = g_signal_connect (client->database, "changed", G_CALLBACK (on_changed), &watcher);

  reply = pool_client_start (client, "Async.VM.pool_migrate", "[\"%s\", \"%s\", {\"live\": \"true\"}]",
                             VM, HOST_2);
  g_assert_nonnull (watcher.cast.task);
  during (&watcher);
  pool_client_wait (client, 60 * 1000);
  g_signal_handler_disconnect (client->database, handler);

  return watcher.story;
}

/* The comparison */

static const Word *
find_word (GPtrArray  *story,
           const char *text)
{
  for (guint i = 0; i < story->len; i++)
    {
      if (g_str_equal (((Word *) story->pdata[i])->text, text))
        return story->pdata[i];
    }

  return NULL;
}

/* Which of the differences were met, so that one that is mended leaves its list. */
static gboolean met_recorded[G_N_ELEMENTS (only_recorded)];
static gboolean met_ours[G_N_ELEMENTS (only_ours)];
static gboolean met_order[G_N_ELEMENTS (other_order)];

static gboolean
may_be_only_recorded (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (only_recorded); i++)
    {
      if (g_str_equal (only_recorded[i].word, text))
        return met_recorded[i] = TRUE;
    }

  return FALSE;
}

static gboolean
may_be_only_ours (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (only_ours); i++)
    {
      if (g_str_equal (only_ours[i].word, text))
        return met_ours[i] = TRUE;
    }

  return FALSE;
}

static gboolean
may_be_reordered (const char *first,
                  const char *second)
{
  for (guint i = 0; i < G_N_ELEMENTS (other_order); i++)
    {
      if (g_str_equal (other_order[i].first, first) && g_str_equal (other_order[i].second, second))
        return met_order[i] = TRUE;
    }

  return FALSE;
}

static void
print_story (const char *title,
             GPtrArray  *story)
{
  for (guint i = 0; i < story->len; i++)
    g_test_message ("%s %u %s", title, ((Word *) story->pdata[i])->moment,
                    ((Word *) story->pdata[i])->text);
}

static void
compare (GPtrArray *recorded,
         GPtrArray *ours)
{
  print_story ("recorded", recorded);
  print_story ("ours", ours);

  for (guint i = 0; i < recorded->len; i++)
    {
      const Word *word = recorded->pdata[i];

      if (find_word (ours, word->text) == NULL && !may_be_only_recorded (word->text))
        {
          g_test_message ("not seen here: %s", word->text);
          g_test_fail ();
        }
    }

  for (guint i = 0; i < ours->len; i++)
    {
      const Word *word = ours->pdata[i];
      const Word *there = find_word (recorded, word->text);

      if (there == NULL && !may_be_only_ours (word->text))
        {
          g_test_message ("seen only here: %s", word->text);
          g_test_fail ();
        }
      for (guint j = i + 1; there != NULL && j < ours->len; j++)
        {
          const Word *later = ours->pdata[j];
          const Word *later_there = find_word (recorded, later->text);

          if (later_there != NULL && later->moment > word->moment
              && later_there->moment < there->moment
              && !may_be_reordered (word->text, later->text))
            {
              g_test_message ("the other way round: %s, %s", word->text, later->text);
              g_test_fail ();
            }
        }
    }
}

static const struct
{
  const char *path;
  const char *recording;
  guint       nth;
  gboolean    fails;
  DuringFunc  during;
} cases[] = {
  { "success", "03_pool_migrate_ok", 0, FALSE, let_it_go },
  { "success-with-options", "03b_pool_migrate_sync", 0, FALSE, let_it_go },
  { "cancel", "04_pool_migrate_cancel", 0, FALSE, cancel_it },
  { "async-cancel", "04_pool_migrate_cancel", 1, FALSE, cancel_it },
  { "failure-of-the-copy", "05_pool_migrate_fail", 0, TRUE, let_it_go },
  { "destination-dies", "13_host_crash", 0, FALSE, kill_destination },
  { "source-dies", "13_host_crash", 1, FALSE, kill_source },
};

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(GPtrArray) recorded = tell_recording (cases[i].recording, cases[i].nth);
  g_autoptr(GPtrArray) ours = NULL;

  if (recorded == NULL)
    return;

  ours = tell_ours (cases[i].fails, cases[i].during);
  compare (recorded, ours);
}

static void
check_met (const char *what,
           gboolean    is_met)
{
  if (is_met)
    return;

  g_test_message ("in the list of differences, but none any more: %s", what);
  g_test_fail ();
}

static void
test_differences_are_still_there (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) recorded = tell_recording (cases[i].recording, cases[i].nth);
      g_autoptr(GPtrArray) ours = NULL;

      if (recorded == NULL)
        return;
      ours = tell_ours (cases[i].fails, cases[i].during);
      compare (recorded, ours);
    }

  for (guint i = 0; i < G_N_ELEMENTS (only_recorded); i++)
    check_met (only_recorded[i].word, met_recorded[i]);
  for (guint i = 0; i < G_N_ELEMENTS (only_ours); i++)
    check_met (only_ours[i].word, met_ours[i]);
  for (guint i = 0; i < G_N_ELEMENTS (other_order); i++)
    check_met (other_order[i].first, met_order[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/sim-sequences/", cases[i].path, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/sim-sequences/differences-are-still-there", test_differences_are_still_there);

  return g_test_run ();
}
