/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-events"

#include "drivers/xapi/ferry-xapi-events.h"

#include "drivers/xapi/ferry-xapi-failure.h"

#define TIMEOUT_S 30.0
/* Some servers answer at once with nothing; they are not asked again at once. */
#define HASTY_US (100 * G_TIME_SPAN_MILLISECOND)
#define REST_MS 200

/**
 * FerryXapiEvents:
 *
 * A stream of events: asks the server again and again what has changed.
 *
 * Threads: one: the context of its driver.
 */
struct _FerryXapiEvents
{
  GObject                        parent_instance;

  FerryXapiSession              *session; /* (owned) */
  guint32                        classes;
  const FerryXapiEventsListener *listener; /* (nullable): NULL once stopped */
  gpointer                       user_data;
  char                          *token;       /* (owned) (nullable) */
  GCancellable                  *cancellable; /* (owned) */
  GSource                       *rest;        /* (owned) (nullable) */
  gint64                         asked_at;    /* monotonic */
  guint                          n_batches;   /* in the present reply */
};

G_DEFINE_FINAL_TYPE (FerryXapiEvents, ferry_xapi_events, G_TYPE_OBJECT)

FerryXapiCall *
ferry_xapi_events_make_call (guint32     classes,
                             const char *token,
                             double      timeout_s)
{
  FerryXapiCall *call = ferry_xapi_call_new ("event.from");
  const char *names[FERRY_XAPI_N_CLASSES + 1];
  guint n = 0;

  for (guint i = 0; i < FERRY_XAPI_N_CLASSES; i++)
    {
      if ((classes & 1u << i) != 0)
        names[n++] = ferry_xapi_class_get_name (i);
    }
  names[n] = NULL;

  ferry_xapi_call_add_set (call, names);
  ferry_xapi_call_add_string (call, token);
  ferry_xapi_call_add_number (call, timeout_s);

  return call;
}

static void ask (FerryXapiEvents *self);

static void
on_batch (FerryXapiBatch *batch,
          gpointer        user_data)
{
  FerryXapiEvents *self = user_data;

  self->n_batches++;
  if (self->listener != NULL)
    self->listener->on_batch (batch, self->user_data);
}

static void
fail (FerryXapiEvents *self,
      const GError    *error)
{
  const FerryXapiEventsListener *listener = g_steal_pointer (&self->listener);

  listener->on_failed (error, self->user_data);
}

static gboolean
is_token_lost (const char *code)
{
  return g_str_equal (code, "EVENTS_LOST") || g_str_equal (code, "EVENT_FROM_TOKEN_PARSE_FAILURE");
}

static void
take_failure (FerryXapiEvents *self,
              FerryXapiReply  *reply)
{
  g_autoptr(GError) error = NULL;

  if (is_token_lost (reply->code))
    {
      const FerryXapiEventsListener *listener = g_steal_pointer (&self->listener);

      listener->on_token_lost (self->user_data);
      return;
    }

  error = ferry_xapi_failure_to_error (reply->code, (const char * const *) reply->params, NULL);
  fail (self, error);
}

static gboolean
on_rested (gpointer user_data)
{
  FerryXapiEvents *self = user_data;

  g_clear_pointer (&self->rest, g_source_unref);
  ask (self);

  return G_SOURCE_REMOVE;
}

static void
ask_again (FerryXapiEvents *self)
{
  if (self->n_batches > 0 || g_get_monotonic_time () - self->asked_at > HASTY_US)
    {
      ask (self);
      return;
    }

  self->rest = g_timeout_source_new (REST_MS);
  g_source_set_callback (self->rest, on_rested, self, NULL);
  g_source_attach (self->rest, g_main_context_get_thread_default ());
}

static void
on_replied (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(FerryXapiEvents) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FerryXapiReply) reply = ferry_xapi_session_call_finish (FERRY_XAPI_SESSION (source), result, &error);
  char *token;

  if (self->listener == NULL)
    return;

  if (reply == NULL)
    {
      fail (self, error);
      return;
    }

  if (reply->code != NULL)
    {
      take_failure (self, reply);
      return;
    }

  token = ferry_xapi_reply_dup_member (reply, "token");
  if (token != NULL)
    {
      g_free (self->token);
      self->token = token;
    }

  self->listener->on_reply (reply, self->user_data);
  if (self->listener != NULL)
    ask_again (self);
}

static void
ask (FerryXapiEvents *self)
{
  self->asked_at = g_get_monotonic_time ();
  self->n_batches = 0;
  ferry_xapi_session_call_async (self->session, ferry_xapi_events_make_call (self->classes, self->token, TIMEOUT_S),
                                 on_batch, self, self->cancellable, on_replied, g_object_ref (self));
}

void
ferry_xapi_events_start (FerryXapiEvents *self,
                         const char      *token)
{
  self->token = g_strdup (token);
  ask (self);
}

void
ferry_xapi_events_stop (FerryXapiEvents *self)
{
  self->listener = NULL;
  if (self->rest != NULL)
    {
      g_source_destroy (self->rest);
      g_clear_pointer (&self->rest, g_source_unref);
    }
  g_cancellable_cancel (self->cancellable);
}

static void
ferry_xapi_events_finalize (GObject *object)
{
  FerryXapiEvents *self = FERRY_XAPI_EVENTS (object);

  g_clear_pointer (&self->token, g_free);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (ferry_xapi_events_parent_class)->finalize (object);
}

static void
ferry_xapi_events_class_init (FerryXapiEventsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_xapi_events_finalize;
}

static void
ferry_xapi_events_init (FerryXapiEvents *self)
{
  self->cancellable = g_cancellable_new ();
}

FerryXapiEvents *
ferry_xapi_events_new (FerryXapiSession              *session,
                       guint32                        classes,
                       const FerryXapiEventsListener *listener,
                       gpointer                       user_data)
{
  FerryXapiEvents *self = g_object_new (FERRY_TYPE_XAPI_EVENTS, NULL);

  self->session = g_object_ref (session);
  self->classes = classes;
  self->listener = listener;
  self->user_data = user_data;

  return self;
}
