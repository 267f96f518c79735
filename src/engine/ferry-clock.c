/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-clock"

#include "engine/ferry-clock.h"

/**
 * FerryClock:
 *
 * What time it is, and what is to happen later. Everything in the engine that
 * waits asks this object, so that a test can wait a minute in no time.
 *
 * Threads: the engine's.
 */
struct _FerryClock
{
  GObject     parent_instance;

  GHashTable *timers;   /* (owned): id -> Timer */
  guint       last_id;
  double      speed;    /* real clocks: seconds in a second */
  gint64      began_us; /* real clocks: monotonic time at which it was made */
  gboolean    is_manual;
  gint64      now_us;   /* manual clocks */
  gint64      epoch_s;  /* time of day when it was made */
};

typedef struct
{
  FerryClock     *clock;  /* not owned */
  guint           id;
  gint64          due_us;
  GSource        *source; /* (owned) (nullable): real clocks */
  FerryClockFunc  func;
  gpointer        user_data;
} Timer;

G_DEFINE_FINAL_TYPE (FerryClock, ferry_clock, G_TYPE_OBJECT)

static void
timer_free (gpointer data)
{
  Timer *timer = data;

  if (timer->source != NULL)
    {
      g_source_destroy (timer->source);
      g_source_unref (timer->source);
    }
  g_free (timer);
}

static void
fire (Timer *timer)
{
  FerryClockFunc func = timer->func;
  gpointer user_data = timer->user_data;

  g_hash_table_remove (timer->clock->timers, GUINT_TO_POINTER (timer->id));
  func (user_data);
}

static gboolean
on_due (gpointer user_data)
{
  fire (user_data);

  return G_SOURCE_REMOVE;
}

gint64
ferry_clock_get_us (FerryClock *self)
{
  g_return_val_if_fail (FERRY_IS_CLOCK (self), 0);

  return self->is_manual ? self->now_us : (g_get_monotonic_time () - self->began_us) * self->speed;
}

gint64
ferry_clock_get_unix_s (FerryClock *self)
{
  g_return_val_if_fail (FERRY_IS_CLOCK (self), 0);

  if (!self->is_manual && self->speed == 1)
    return g_get_real_time () / G_USEC_PER_SEC;

  return self->epoch_s + ferry_clock_get_us (self) / G_USEC_PER_SEC;
}

static void
attach (Timer *timer,
        guint  delay_ms)
{
  timer->source = g_timeout_source_new (delay_ms / timer->clock->speed);
  g_source_set_static_name (timer->source, "ferry-clock");
  g_source_set_callback (timer->source, on_due, timer, NULL);
  g_source_attach (timer->source, g_main_context_get_thread_default ());
}

guint
ferry_clock_add (FerryClock     *self,
                 guint           delay_ms,
                 FerryClockFunc  func,
                 gpointer        user_data)
{
  Timer *timer;

  g_return_val_if_fail (FERRY_IS_CLOCK (self), 0);

  timer = g_new0 (Timer, 1);
  timer->clock = self;
  timer->id = ++self->last_id;
  timer->due_us = ferry_clock_get_us (self) + (gint64) delay_ms * 1000;
  timer->func = func;
  timer->user_data = user_data;
  g_hash_table_insert (self->timers, GUINT_TO_POINTER (timer->id), timer);

  if (!self->is_manual)
    attach (timer, delay_ms);

  return timer->id;
}

void
ferry_clock_remove (FerryClock *self,
                    guint       id)
{
  g_return_if_fail (FERRY_IS_CLOCK (self));

  g_hash_table_remove (self->timers, GUINT_TO_POINTER (id));
}

static Timer *
find_earliest (FerryClock *self)
{
  Timer *earliest = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->timers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Timer *timer = value;

      if (earliest == NULL || timer->due_us < earliest->due_us ||
          (timer->due_us == earliest->due_us && timer->id < earliest->id))
        earliest = timer;
    }

  return earliest;
}

void
ferry_clock_advance (FerryClock *self,
                     guint       ms)
{
  gint64 until_us = self->now_us + (gint64) ms * 1000;
  Timer *timer;

  g_return_if_fail (FERRY_IS_CLOCK (self));
  g_return_if_fail (self->is_manual);

  while ((timer = find_earliest (self)) != NULL && timer->due_us <= until_us)
    {
      self->now_us = MAX (self->now_us, timer->due_us);
      fire (timer);
    }

  self->now_us = until_us;
}

static void
ferry_clock_finalize (GObject *object)
{
  FerryClock *self = FERRY_CLOCK (object);

  g_clear_pointer (&self->timers, g_hash_table_unref);

  G_OBJECT_CLASS (ferry_clock_parent_class)->finalize (object);
}

static void
ferry_clock_class_init (FerryClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_clock_finalize;
}

static void
ferry_clock_init (FerryClock *self)
{
  self->speed = 1;
  self->began_us = g_get_monotonic_time ();
  self->epoch_s = g_get_real_time () / G_USEC_PER_SEC;
  self->timers = g_hash_table_new_full (NULL, NULL, NULL, timer_free);
}

FerryClock *
ferry_clock_new (void)
{
  return g_object_new (FERRY_TYPE_CLOCK, NULL);
}

FerryClock *
ferry_clock_new_fast (double speed)
{
  FerryClock *self = g_object_new (FERRY_TYPE_CLOCK, NULL);

  self->speed = speed;

  return self;
}

FerryClock *
ferry_clock_new_manual (gint64 unix_s)
{
  FerryClock *self = g_object_new (FERRY_TYPE_CLOCK, NULL);

  self->is_manual = TRUE;
  self->epoch_s = unix_s;

  return self;
}
