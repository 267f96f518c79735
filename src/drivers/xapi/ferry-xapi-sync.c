/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-sync"

#include "config.h"

#include "drivers/xapi/ferry-xapi-sync.h"

#include <glib/gi18n-lib.h>

#include "drivers/ferry-driver.h"
#include "drivers/xapi/ferry-xapi-events.h"
#include "drivers/xapi/ferry-xapi-failure.h"

/* How long the context may be kept busy with making records. */
#define SLICE_US (4 * G_TIME_SPAN_MILLISECOND)

#define BIT(class_) (1u << FERRY_XAPI_##class_)
#define ALL_CLASSES ((1u << FERRY_XAPI_N_CLASSES) - 1)

/* All is read in this order, so that something can be seen soon, and everything else is told once, complete. */
static const struct
{
  const char *step;
  guint32     classes;
  guint32     kinds_after; /* whose records can be made when this has been read */
} stages[] = {
  { N_("Reading hosts…"),
    BIT (POOL) | BIT (HOST) | BIT (HOST_METRICS) | BIT (CERTIFICATE),
    1u << FERRY_KIND_POOL | 1u << FERRY_KIND_HOST },
  { N_("Reading virtual machines…"),
    BIT (VM),
    0 },
  { N_("Reading storage and networks…"),
    BIT (SR) | BIT (SM) | BIT (PBD) | BIT (NETWORK) | BIT (PIF) | BIT (PIF_METRICS) | BIT (PGPU) | BIT (VGPU_TYPE) |
    BIT (VGPU),
    1u << FERRY_KIND_STORAGE | 1u << FERRY_KIND_NETWORK },
  { N_("Reading disks…"),
    BIT (VDI) | BIT (VBD) | BIT (VIF) | BIT (VM_METRICS) | BIT (VM_GUEST_METRICS),
    1u << FERRY_KIND_VM | 1u << FERRY_KIND_DISK },
  { N_("Reading tasks…"),
    BIT (TASK),
    1u << FERRY_KIND_TASK },
};

/**
 * FerryXapiSync:
 *
 * Keeps the cache like the server: reads everything once, then follows two
 * streams of events, and reads a class again when their counts do not agree.
 *
 * Threads: one: the context of its driver.
 */
struct _FerryXapiSync
{
  GObject                      parent_instance;

  FerryXapiSession            *session; /* (owned) */
  FerryXapiCache              *cache;   /* (owned) */
  const FerryXapiSyncListener *listener; /* (nullable): NULL once stopped */
  gpointer                     user_data;
  GCancellable                *cancellable; /* (owned): of reading again */
  GTask                       *starting; /* (owned) (nullable) */
  GSource                     *cancelling; /* (owned) (nullable): while starting */
  guint                        stage;
  char                        *token;   /* (owned) (nullable): from before the first stage */
  FerryXapiEvents             *streams[2]; /* (owned) (nullable): tasks, and the rest */
  GSource                     *telling; /* (owned) (nullable) */
  guint32                      reload;  /* a bit for each class that must be read again */
  gboolean                     is_reloading;
  gint64                       accepted[FERRY_XAPI_N_CLASSES]; /* differences that reading again did not mend */
};

G_DEFINE_FINAL_TYPE (FerryXapiSync, ferry_xapi_sync, G_TYPE_OBJECT)

static void read_stage (FerryXapiSync *self);
static void reload_next (FerryXapiSync *self);

static void
stop_streams (FerryXapiSync *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->streams); i++)
    {
      if (self->streams[i] != NULL)
        ferry_xapi_events_stop (self->streams[i]);
      g_clear_object (&self->streams[i]);
    }
}

/* @error: (transfer full) (nullable) */
static void
finish_start (FerryXapiSync *self,
              GError        *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->starting);

  if (self->cancelling != NULL)
    {
      g_source_destroy (self->cancelling);
      g_clear_pointer (&self->cancelling, g_source_unref);
    }

  if (task == NULL)
    g_clear_error (&error);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* The end: whoever waits for the start hears of it, else the listener. */
static void
lose (FerryXapiSync *self,
      const GError  *error)
{
  const FerryXapiSyncListener *listener = self->listener;
  gpointer user_data = self->user_data;
  gboolean is_starting = self->starting != NULL;

  if (is_starting)
    finish_start (self, g_error_copy (error));

  ferry_xapi_sync_stop (self);
  if (!is_starting && listener != NULL)
    listener->on_lost (error, user_data);
}

static gboolean
on_tell (gpointer user_data)
{
  g_autoptr(FerryXapiSync) self = g_object_ref (user_data);
  gboolean is_all;
  g_autoptr(FerryChanges) changes = ferry_xapi_cache_take_changes (self->cache, SLICE_US, &is_all);

  if (changes != NULL && self->listener != NULL)
    self->listener->on_changes (changes, self->user_data);

  if (!is_all || self->telling == NULL)
    return self->telling != NULL ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;

  g_clear_pointer (&self->telling, g_source_unref);
  if (self->starting != NULL && self->streams[0] != NULL)
    finish_start (self, NULL);

  return G_SOURCE_REMOVE;
}

void
ferry_xapi_sync_tell (FerryXapiSync *self)
{
  if (self->telling != NULL || self->listener == NULL)
    return;

  self->telling = g_idle_source_new ();
  g_source_set_priority (self->telling, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->telling, on_tell, self, NULL);
  g_source_attach (self->telling, g_main_context_get_thread_default ());
}

static void
on_batch (FerryXapiBatch *batch,
          gpointer        user_data)
{
  FerryXapiSync *self = user_data;
  gboolean has_tasks = FALSE;

  for (guint i = 0; i < batch->events->len && !has_tasks; i++)
    has_tasks = g_array_index (batch->events, FerryXapiEvent, i).class_ == FERRY_XAPI_TASK;

  ferry_xapi_cache_apply (self->cache, batch);
  ferry_xapi_sync_tell (self);
  if (has_tasks && self->listener != NULL)
    self->listener->on_tasks (batch, self->user_data);
}

/* Deletions can be missed: the server remembers only so many. */
static void
compare_counts (FerryXapiSync  *self,
                FerryXapiReply *reply,
                guint32         classes)
{
  gint64 counts[FERRY_XAPI_N_CLASSES];

  ferry_xapi_reply_get_counts (reply, counts);
  for (guint i = 0; i < FERRY_XAPI_N_CLASSES; i++)
    {
      if ((classes & 1u << i) != 0 && counts[i] >= 0 &&
          counts[i] - ferry_xapi_cache_count (self->cache, i) != self->accepted[i])
        {
          g_debug ("%s: %" G_GINT64_FORMAT " here, %" G_GINT64_FORMAT " there", ferry_xapi_class_get_name (i),
                   ferry_xapi_cache_count (self->cache, i), counts[i]);
          self->reload |= 1u << i;
        }
    }

  reload_next (self);
}

static void
on_tasks_reply (FerryXapiReply *reply,
                gpointer        user_data)
{
  compare_counts (user_data, reply, BIT (TASK));
}

static void
on_others_reply (FerryXapiReply *reply,
                 gpointer        user_data)
{
  compare_counts (user_data, reply, ALL_CLASSES & ~BIT (TASK));
}

static void
on_stream_failed (const GError *error,
                  gpointer      user_data)
{
  lose (user_data, error);
}

/* The server cannot say what changed: read everything again; what did not change makes no news. */
static void
on_token_lost (gpointer user_data)
{
  FerryXapiSync *self = user_data;

  stop_streams (self);
  self->reload = 0;
  self->stage = 0;
  g_clear_pointer (&self->token, g_free);
  ferry_xapi_cache_begin_round (self->cache);
  read_stage (self);
}

static const FerryXapiEventsListener task_listener = { on_batch, on_tasks_reply, on_token_lost, on_stream_failed };
static const FerryXapiEventsListener other_listener = { on_batch, on_others_reply, on_token_lost, on_stream_failed };

static void
start_streams (FerryXapiSync *self)
{
  self->streams[0] = ferry_xapi_events_new (self->session, BIT (TASK), &task_listener, self);
  self->streams[1] = ferry_xapi_events_new (self->session, ALL_CLASSES & ~BIT (TASK), &other_listener, self);
  ferry_xapi_events_start (self->streams[0], self->token);
  ferry_xapi_events_start (self->streams[1], self->token);
}

/* NULL if the server answered what was asked. */
static GError *
check_reply (FerryXapiReply *reply,
             GError         *error)
{
  if (reply == NULL || reply->code == NULL)
    return error;

  return ferry_xapi_failure_to_error (reply->code, (const char * const *) reply->params, NULL);
}

static void
release_kinds (FerryXapiSync *self)
{
  for (guint i = 0; i < FERRY_N_KINDS; i++)
    {
      if ((stages[self->stage].kinds_after & 1u << i) != 0)
        ferry_xapi_cache_hold (self->cache, i, FERRY_XAPI_HOLD_NOTHING);
    }
  ferry_xapi_sync_tell (self);
}

static void
end_stage (FerryXapiSync *self)
{
  for (guint i = 0; i < FERRY_XAPI_N_CLASSES; i++)
    {
      if ((stages[self->stage].classes & 1u << i) != 0)
        ferry_xapi_cache_end_round (self->cache, i);
    }

  release_kinds (self);
  self->stage++;
  if (self->stage < G_N_ELEMENTS (stages))
    {
      read_stage (self);
      return;
    }

  start_streams (self);
  ferry_xapi_sync_tell (self);
}

static void
on_stage_read (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(FerryXapiSync) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FerryXapiReply) reply = ferry_xapi_session_call_finish (FERRY_XAPI_SESSION (source), result, &error);

  error = check_reply (reply, g_steal_pointer (&error));
  if (self->listener == NULL)
    return;

  if (error != NULL)
    {
      lose (self, error);
      return;
    }

  /* The oldest token: what changes while the rest is read comes again with the streams. */
  if (self->token == NULL)
    self->token = ferry_xapi_reply_dup_member (reply, "token");
  if (self->token == NULL)
    self->token = g_strdup ("");
  end_stage (self);
}

static void
hold_all (FerryXapiSync *self)
{
  for (guint i = 0; i < FERRY_N_KINDS; i++)
    ferry_xapi_cache_hold (self->cache, i, FERRY_XAPI_HOLD_ALL);

  /* The first time there is nothing to be seen yet; later an incomplete record would be a step back. */
  if (ferry_xapi_cache_count (self->cache, FERRY_XAPI_VM) == 0)
    ferry_xapi_cache_hold (self->cache, FERRY_KIND_VM, FERRY_XAPI_HOLD_AFTER_GLIMPSE);
}

static void
read_stage (FerryXapiSync *self)
{
  if (self->listener != NULL && self->starting != NULL)
    self->listener->on_step (_(stages[self->stage].step), self->user_data);
  ferry_xapi_session_call_async (self->session, ferry_xapi_events_make_call (stages[self->stage].classes, "", 0.5),
                                 on_batch, self, self->cancellable, on_stage_read, g_object_ref (self));
}

static void
end_reload (FerryXapiSync  *self,
            FerryXapiReply *reply,
            FerryXapiClass  class_)
{
  gint64 counts[FERRY_XAPI_N_CLASSES];

  ferry_xapi_cache_end_round (self->cache, class_);
  ferry_xapi_reply_get_counts (reply, counts);
  self->accepted[class_] = counts[class_] >= 0 ? counts[class_] - ferry_xapi_cache_count (self->cache, class_) : 0;
  ferry_xapi_sync_tell (self);
  reload_next (self);
}

typedef struct
{
  FerryXapiSync  *sync; /* (owned) */
  FerryXapiClass  class_;
} Reload;

static void
on_reloaded (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Reload *reload = user_data;
  g_autoptr(FerryXapiSync) self = reload->sync;
  g_autoptr(GError) error = NULL;
  g_autoptr(FerryXapiReply) reply = ferry_xapi_session_call_finish (FERRY_XAPI_SESSION (source), result, &error);

  self->is_reloading = FALSE;
  error = check_reply (reply, g_steal_pointer (&error));
  if (self->listener == NULL)
    return;

  if (error != NULL)
    lose (self, error);
  else if (self->streams[0] != NULL)
    end_reload (self, reply, reload->class_);
}

/* One class after the other: a round knows only which rows came since it began. */
static void
reload_next (FerryXapiSync *self)
{
  Reload *reload;
  guint i = 0;

  if (self->reload == 0 || self->is_reloading || self->listener == NULL)
    return;

  while ((self->reload & 1u << i) == 0)
    i++;
  self->reload &= ~(1u << i);
  self->is_reloading = TRUE;

  reload = g_new (Reload, 1);
  *reload = (Reload) { g_object_ref (self), i };
  ferry_xapi_cache_begin_round (self->cache);
  ferry_xapi_session_call_async (self->session, ferry_xapi_events_make_call (1u << i, "", 0.5), on_batch, self,
                                 self->cancellable, on_reloaded, reload);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  ferry_xapi_sync_stop (user_data);

  return G_SOURCE_REMOVE;
}

void
ferry_xapi_sync_start_async (FerryXapiSync       *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  self->starting = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->starting, ferry_xapi_sync_start_async);
  if (cancellable != NULL)
    {
      self->cancelling = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelling, G_SOURCE_FUNC (on_cancelled), self, NULL);
      g_source_attach (self->cancelling, g_main_context_get_thread_default ());
    }

  hold_all (self);
  ferry_xapi_cache_begin_round (self->cache);
  read_stage (self);
}

gboolean
ferry_xapi_sync_start_finish (FerryXapiSync  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ferry_xapi_sync_stop (FerryXapiSync *self)
{
  g_autoptr(FerryXapiSync) kept = g_object_ref (self);

  self->listener = NULL;
  stop_streams (self);
  g_cancellable_cancel (self->cancellable);
  if (self->starting != NULL)
    finish_start (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The connection was closed.")));
  if (self->telling != NULL)
    {
      g_source_destroy (self->telling);
      g_clear_pointer (&self->telling, g_source_unref);
    }
}

static void
ferry_xapi_sync_finalize (GObject *object)
{
  FerryXapiSync *self = FERRY_XAPI_SYNC (object);

  g_clear_pointer (&self->token, g_free);
  g_clear_object (&self->starting);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->cache);

  G_OBJECT_CLASS (ferry_xapi_sync_parent_class)->finalize (object);
}

static void
ferry_xapi_sync_class_init (FerryXapiSyncClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_xapi_sync_finalize;
}

static void
ferry_xapi_sync_init (FerryXapiSync *self)
{
  self->cancellable = g_cancellable_new ();
}

FerryXapiSync *
ferry_xapi_sync_new (FerryXapiSession            *session,
                     FerryXapiCache              *cache,
                     const FerryXapiSyncListener *listener,
                     gpointer                     user_data)
{
  FerryXapiSync *self = g_object_new (FERRY_TYPE_XAPI_SYNC, NULL);

  self->session = g_object_ref (session);
  self->cache = g_object_ref (cache);
  self->listener = listener;
  self->user_data = user_data;

  return self;
}
