/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-events"

#include "simulator/ferry-sim-events.h"

#include <math.h>

#include "simulator/ferry-sim-json.h"
#include "simulator/ferry-sim-session.h"

/* News is held back this long, in real time, so that what belongs together comes together. */
#define BATCH_MS 50
#define MAX_TIMEOUT_S (24 * 60 * 60)

/**
 * FerrySimEvents:
 *
 * Who waits for events of one pool, and the answers that they get: from the generations of the
 * rows, never from a queue.
 *
 * Threads: the simulator's.
 */
struct _FerrySimEvents
{
  GObject           parent_instance;

  FerrySimPool     *pool;     /* not owned */
  FerrySimDatabase *database; /* (owned) */
  GPtrArray        *waiters;  /* (owned) (element-type Waiter) */
  GSource          *batch;    /* (owned) (nullable): wakes those who wait */
  gulong            changed_handler;
};

/* What a call asked for. */
typedef struct
{
  gboolean   *classes; /* by index: whether all of a class is wanted */
  GHashTable *refs;    /* of "vm/OpaqueRef:…" */
  gboolean    only_tasks;
} Subscription;

typedef struct
{
  FerrySimEvents *events;
  FerrySimCall   *call;
  Subscription    subscription;
  guint64         since;
  guint64         messages_since;
  GSource        *timeout; /* (owned) */
} Waiter;

/* One event on its way into a reply. */
typedef struct
{
  const FerrySimClass *klass;
  const char          *ref;
  GBytes              *record; /* (nullable): the row's own */
  FerrySimChange       change;
  guint64              generation;
} Event;

typedef struct
{
  FerrySimEvents      *events;
  const Subscription  *subscription;
  const FerrySimClass *message_class;
  guint64              messages_since;
  GArray              *found; /* of Event */
  gsize                size;  /* of all their records */
} Collection;

G_DEFINE_FINAL_TYPE (FerrySimEvents, ferry_sim_events, G_TYPE_OBJECT)

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  clear_source (&waiter->timeout);
  g_free (waiter->subscription.classes);
  g_hash_table_unref (waiter->subscription.refs);
  g_object_unref (waiter->call);
  g_free (waiter);
}

/* A timer of the context that the simulator runs in, which g_timeout_add() would not use. */
static GSource *
add_timeout (guint       ms,
             GSourceFunc function,
             gpointer    user_data)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, function, user_data, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

static gboolean
has_events (const FerrySimClass *klass)
{
  static const char * const silent[] = {
    "session", "user", "event", "auth", "data_source", "secret", "role", NULL,
  };

  return !g_strv_contains (silent, klass->name);
}

static gboolean
is_wanted (const Subscription  *subscription,
           const FerrySimClass *klass,
           const char          *ref)
{
  g_autofree char *path = NULL;

  if (subscription->classes[klass->index])
    return TRUE;
  if (g_hash_table_size (subscription->refs) == 0)
    return FALSE;

  path = g_strconcat (klass->event_name, "/", ref, NULL);

  return g_hash_table_contains (subscription->refs, path);
}

static void
parse_subscription (Subscription *subscription,
                    GVariant     *classes)
{
  g_autofree const char **names = g_variant_get_strv (classes, NULL);
  guint n_classes = ferry_sim_schema_get_n_classes ();

  subscription->classes = g_new0 (gboolean, n_classes);
  subscription->refs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  subscription->only_tasks = names[0] != NULL;
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *slash = strchr (names[i], '/');
      g_autofree char *name = NULL;

      name = g_ascii_strdown (names[i], slash != NULL ? slash - names[i] : -1);
      if (g_strcmp0 (name, "task") != 0)
        subscription->only_tasks = FALSE;
      if (slash != NULL)
        g_hash_table_add (subscription->refs, g_strconcat (name, slash, NULL));
      for (guint j = 0; slash == NULL && j < n_classes; j++)
        {
          const FerrySimClass *klass = ferry_sim_schema_get_class (j);

          if ((g_str_equal (name, "*") || g_str_equal (klass->event_name, name))
              && has_events (klass))
            subscription->classes[j] = TRUE;
        }
    }
}

static void
collect (const FerrySimClass *klass,
         const char          *ref,
         FerrySimChange       change,
         guint64              generation,
         gpointer             user_data)
{
  Collection *collection = user_data;
  Event event = { klass, ref, NULL, change, generation };

  if (!is_wanted (collection->subscription, klass, ref))
    return;
  if (klass == collection->message_class && generation <= collection->messages_since)
    return;

  if (change != FERRY_SIM_CHANGE_DEL)
    {
      event.record = ferry_sim_database_get_record (collection->events->database, klass, ref);
      collection->size += g_bytes_get_size (event.record);
    }
  g_array_append_val (collection->found, event);
}

static void
append_event (GString     *json,
              const Event *event,
              guint64      id)
{
  static const char * const operations[] = { "add", "mod", "del" };
  gconstpointer data;
  gsize length;

  if (json->str[json->len - 1] != '[')
    g_string_append_c (json, ',');
  g_string_append_printf (json, "{\"id\":\"%" G_GUINT64_FORMAT "\",\"timestamp\":\"0.0\","
                          "\"class\":\"%s\",\"operation\":\"%s\",\"ref\":\"%s\"",
                          id, event->klass->event_name, operations[event->change], event->ref);
  if (event->record != NULL)
    {
      data = g_bytes_get_data (event->record, &length);
      g_string_append (json, ",\"snapshot\":");
      g_string_append_len (json, data, (gssize) length);
    }
  g_string_append_c (json, '}');
}

/* Messages come first, then what is new, what has changed, and what is gone. */
static void
append_events (GString    *json,
               Collection *collection)
{
  for (int turn = -1; turn <= (int) FERRY_SIM_CHANGE_DEL; turn++)
    {
      for (guint i = 0; i < collection->found->len; i++)
        {
          const Event *event = &g_array_index (collection->found, Event, i);

          gboolean is_message = event->klass == collection->message_class;

          if ((is_message ? -1 : (int) event->change) == turn)
            append_event (json, event, is_message ? 0 : event->generation);
        }
    }
}

/* Messages and roles are no tables for xapi: it counts none. */
static void
append_counts (GString          *json,
               FerrySimDatabase *database)
{
  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    {
      const FerrySimClass *klass = ferry_sim_schema_get_class (i);
      gboolean is_table = !g_str_equal (klass->name, "message")
        && !g_str_equal (klass->name, "role");

      g_string_append_printf (json, "%s\"%s\":%u", i > 0 ? "," : "", klass->event_name,
                              is_table ? ferry_sim_database_count_rows (database, klass->name)
                                       : 0);
    }
}

static GBytes *
make_reply (FerrySimEvents *self,
            Collection     *collection,
            guint64         since)
{
  guint64 generation = MAX (ferry_sim_database_get_generation (self->database), since);
  GString *json = g_string_sized_new (collection->size + collection->found->len * 200 + 4096);

  g_string_append (json, "{\"events\":[");
  append_events (json, collection);
  g_string_append (json, "],\"valid_ref_counts\":{");
  append_counts (json, self->database);
  g_string_append_printf (json, "},\"token\":\"%020" G_GUINT64_FORMAT ",%020" G_GUINT64_FORMAT
                          "\"}", generation, generation);

  return g_string_free_to_bytes (json);
}

/* (transfer full) (nullable): %NULL when there is no news and @force is unset. */
static GBytes *
look (FerrySimEvents *self,
      Waiter         *waiter,
      gboolean        force)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (Event));
  Collection collection = {
    .events = self,
    .subscription = &waiter->subscription,
    .message_class = ferry_sim_schema_find_class ("message"),
    .messages_since = waiter->messages_since,
    .found = found,
  };

  ferry_sim_database_foreach_change (self->database, waiter->since, collect, &collection);
  if (found->len == 0 && !force)
    return NULL;

  return make_reply (self, &collection, waiter->since);
}

static gboolean
on_timeout (gpointer user_data)
{
  Waiter *waiter = user_data;
  FerrySimEvents *self = waiter->events;

  ferry_sim_call_return_json (waiter->call, look (self, waiter, TRUE));
  g_ptr_array_remove (self->waiters, waiter);

  return G_SOURCE_REMOVE;
}

/* What was not wanted needn't be looked through again. */
static void
skip_to_now (FerrySimEvents *self,
             Waiter         *waiter)
{
  guint64 generation = ferry_sim_database_get_generation (self->database);

  waiter->since = MAX (waiter->since, generation);
  waiter->messages_since = MAX (waiter->messages_since, generation);
}

static gboolean
on_batch (gpointer user_data)
{
  FerrySimEvents *self = user_data;

  clear_source (&self->batch);
  for (guint i = self->waiters->len; i > 0; i--)
    {
      Waiter *waiter = g_ptr_array_index (self->waiters, i - 1);
      GBytes *reply = look (self, waiter, FALSE);

      if (reply == NULL)
        {
          skip_to_now (self, waiter);
          continue;
        }
      ferry_sim_call_return_json (waiter->call, reply);
      g_ptr_array_remove_index (self->waiters, i - 1);
    }

  return G_SOURCE_REMOVE;
}

static void
wake_later (FerrySimEvents *self)
{
  if (self->batch == NULL && self->waiters->len > 0)
    self->batch = add_timeout (BATCH_MS, on_batch, self);
}

static void
on_session_closed (FerrySimSessions *sessions,
                   const char       *session,
                   FerrySimEvents   *self)
{
  for (guint i = self->waiters->len; i > 0; i--)
    {
      Waiter *waiter = g_ptr_array_index (self->waiters, i - 1);

      if (g_strcmp0 (ferry_sim_call_get_session (waiter->call), session) != 0)
        continue;
      ferry_sim_call_fail (waiter->call,
                           ferry_sim_failure_new ("SESSION_INVALID", session, NULL));
      g_ptr_array_remove_index (self->waiters, i - 1);
    }
}

static void
on_restarted (FerrySimPool   *pool,
              FerrySimEvents *self)
{
  while (self->waiters->len > 0)
    {
      Waiter *waiter = g_ptr_array_index (self->waiters, self->waiters->len - 1);
      const char *session = ferry_sim_call_get_session (waiter->call);

      ferry_sim_call_fail (waiter->call,
                           ferry_sim_failure_new ("SESSION_INVALID", session, NULL));
      g_ptr_array_set_size (self->waiters, (int) self->waiters->len - 1);
    }
}

static gboolean
parse_token (const char *token,
             guint64    *since,
             guint64    *messages_since)
{
  g_auto(GStrv) parts = g_strsplit (token, ",", -1);

  *since = 0;
  *messages_since = 0;
  if (*token == '\0')
    return TRUE;

  return g_strv_length (parts) == 2
    && g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXINT64, since, NULL)
    && g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXINT64, messages_since, NULL);
}

static guint
get_timeout_ms (double seconds)
{
  if (!isfinite (seconds) || seconds < 0 || seconds > MAX_TIMEOUT_S)
    seconds = MAX_TIMEOUT_S;

  return (guint) (seconds * 1000);
}

static void
event_from (FerrySimCall *call,
            gpointer      user_data)
{
  FerrySimEvents *self = user_data;
  const char *token = ferry_sim_call_get_string (call, 1);
  GBytes *reply;
  Waiter *waiter;

  waiter = g_new0 (Waiter, 1);
  waiter->events = self;
  waiter->call = g_object_ref (call);
  parse_subscription (&waiter->subscription, ferry_sim_call_get_param (call, 0));
  if (!parse_token (token, &waiter->since, &waiter->messages_since))
    {
      ferry_sim_call_fail (call, ferry_sim_failure_new ("EVENT_FROM_TOKEN_PARSE_FAILURE",
                                                        token, NULL));
      waiter_free (waiter);
      return;
    }

  /* News that is there already waits for its fellows too, unless this is a first look. */
  if (*token == '\0' || waiter->subscription.only_tasks)
    {
      reply = look (self, waiter, FALSE);
      if (reply != NULL)
        {
          ferry_sim_call_return_json (call, reply);
          waiter_free (waiter);
          return;
        }
    }

  waiter->timeout = add_timeout (get_timeout_ms (ferry_sim_call_get_double (call, 2)),
                                 on_timeout, waiter);
  g_ptr_array_add (self->waiters, waiter);
  if (waiter->since < ferry_sim_database_get_generation (self->database))
    wake_later (self);
}

static void
event_inject (FerrySimCall *call,
              gpointer      user_data)
{
  FerrySimEvents *self = user_data;
  const char *table = ferry_sim_call_get_string (call, 0);
  const char *ref = ferry_sim_call_get_string (call, 1);
  g_autofree char *token = NULL;

  if (!ferry_sim_database_has_row (self->database, table, ref))
    {
      ferry_sim_call_fail (call, ferry_sim_failure_new ("HANDLE_INVALID", table, ref, NULL));
      return;
    }

  token = g_strdup_printf ("%020" G_GUINT64_FORMAT ",%020u",
                           ferry_sim_database_get_generation (self->database), 0);
  ferry_sim_database_touch (self->database, table, ref);
  ferry_sim_call_return (call, g_variant_new_string (token));
}

static void
event_register (FerrySimCall *call,
                gpointer      user_data)
{
  ferry_sim_call_return (call, NULL);
}

static void
event_get_current_id (FerrySimCall *call,
                      gpointer      user_data)
{
  ferry_sim_call_return (call, g_variant_new_int64 (0));
}

static const FerrySimMethod methods[] = {
  { "event.from", event_from, FERRY_SIM_METHOD_NO_TASK },
  { "event.inject", event_inject, FERRY_SIM_METHOD_NO_TASK },
  { "event.register", event_register, FERRY_SIM_METHOD_NO_TASK },
  { "event.unregister", event_register, FERRY_SIM_METHOD_NO_TASK },
  { "event.get_current_id", event_get_current_id, FERRY_SIM_METHOD_NO_TASK },
};

static void
ferry_sim_events_dispose (GObject *object)
{
  FerrySimEvents *self = FERRY_SIM_EVENTS (object);

  g_ptr_array_set_size (self->waiters, 0);
  clear_source (&self->batch);
  g_clear_signal_handler (&self->changed_handler, self->database);

  G_OBJECT_CLASS (ferry_sim_events_parent_class)->dispose (object);
}

static void
ferry_sim_events_finalize (GObject *object)
{
  FerrySimEvents *self = FERRY_SIM_EVENTS (object);

  g_clear_pointer (&self->waiters, g_ptr_array_unref);
  g_clear_object (&self->database);

  G_OBJECT_CLASS (ferry_sim_events_parent_class)->finalize (object);
}

static void
ferry_sim_events_class_init (FerrySimEventsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ferry_sim_events_dispose;
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_events_finalize;
}

static void
ferry_sim_events_init (FerrySimEvents *self)
{
  self->waiters = g_ptr_array_new_with_free_func (waiter_free);
}

/**
 * ferry_sim_events_new:
 * @pool: a pool; it must outlive the events
 *
 * Returns: (transfer full): what answers event.* of @pool
 */
FerrySimEvents *
ferry_sim_events_new (FerrySimPool *pool)
{
  FerrySimEvents *self = g_object_new (FERRY_TYPE_SIM_EVENTS, NULL);

  self->pool = pool;
  self->database = g_object_ref (ferry_sim_pool_get_database (pool));
  self->changed_handler = g_signal_connect_swapped (self->database, "changed",
                                                    G_CALLBACK (wake_later), self);
  g_signal_connect_object (ferry_sim_pool_get_sessions (pool), "closed",
                           G_CALLBACK (on_session_closed), self, 0);
  g_signal_connect_object (pool, "restarted", G_CALLBACK (on_restarted), self, 0);
  ferry_sim_registry_add (ferry_sim_pool_get_registry (pool), methods, G_N_ELEMENTS (methods),
                          self);

  return self;
}
