/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-clock"

#include "simulator/ferry-sim-clock.h"

/**
 * FerrySimClock:
 *
 * The time of a simulated world: runs at a multiple of real time, or stands still until it is
 * advanced by hand, which is how tests see hours pass in no time and always in the same way.
 *
 * Threads: belongs to the main context that it was made in; timers are called there.
 */
struct _FerrySimClock
{
  GObject    parent_instance;

  double     speed;
  gint64     start_us;      /* monotonic; when made */
  gint64     start_real_us; /* since 1970; when made */
  gint64     stood_us;      /* simulated; only with speed 0 */
  GSequence *timers;        /* of Timer, by due time */
  GSource   *source;        /* (owned): wakes for the first timer */
  guint      last_id;
  guint      running_id;    /* of the timer being called, 0: none */
  gboolean   running_removed;
};

typedef struct
{
  guint          id;
  gint64         due_us;
  gint64         delay_us;
  GSourceFunc    function;
  gpointer       user_data;
  GDestroyNotify destroy;
} Timer;

G_DEFINE_FINAL_TYPE (FerrySimClock, ferry_sim_clock, G_TYPE_OBJECT)

static void
timer_free (gpointer data)
{
  Timer *timer = data;

  if (timer->destroy != NULL)
    timer->destroy (timer->user_data);
  g_free (timer);
}

static int
timer_compare (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const Timer *one = a;
  const Timer *other = b;

  if (one->due_us != other->due_us)
    return one->due_us < other->due_us ? -1 : 1;

  return one->id < other->id ? -1 : one->id > other->id;
}

static void
arm (FerrySimClock *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->timers);
  Timer *timer;
  gint64 due_us;

  if (self->speed <= 0)
    return;
  if (g_sequence_iter_is_end (first))
    {
      g_source_set_ready_time (self->source, -1);
      return;
    }

  timer = g_sequence_get (first);
  due_us = self->start_us + (gint64) (timer->due_us / self->speed) + 1;
  g_source_set_ready_time (self->source, due_us);
}

/* The timer stays out of the sequence while it is called: it may add and remove timers. */
static void
call_timer (FerrySimClock *self,
            GSequenceIter *iter)
{
  g_autoptr(GSequence) held = g_sequence_new (timer_free);
  Timer *timer = g_sequence_get (iter);
  gboolean again;

  g_sequence_move (iter, g_sequence_get_end_iter (held));
  self->running_id = timer->id;
  self->running_removed = FALSE;
  again = timer->function (timer->user_data);
  self->running_id = 0;

  if (again && !self->running_removed)
    {
      timer->due_us += timer->delay_us;
      g_sequence_move (iter, g_sequence_search (self->timers, timer, timer_compare, NULL));
    }
}

static void
call_due_timers (FerrySimClock *self,
                 gint64         until_us)
{
  GSequenceIter *first;

  while (first = g_sequence_get_begin_iter (self->timers),
         !g_sequence_iter_is_end (first)
         && ((Timer *) g_sequence_get (first))->due_us <= until_us)
    {
      if (self->speed <= 0)
        self->stood_us = MAX (self->stood_us, ((Timer *) g_sequence_get (first))->due_us);
      call_timer (self, first);
    }
}

static gboolean
on_ready (gpointer user_data)
{
  g_autoptr(FerrySimClock) self = g_object_ref (user_data);

  call_due_timers (self, ferry_sim_clock_get_time_us (self));
  if (!g_source_is_destroyed (self->source))
    arm (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
source_dispatch (GSource     *source,
                 GSourceFunc  callback,
                 gpointer     user_data)
{
  g_source_set_ready_time (source, -1);

  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = source_dispatch };

/**
 * ferry_sim_clock_get_speed:
 * @self: a clock
 *
 * Returns: simulated seconds per second; 0 when time stands still
 */
double
ferry_sim_clock_get_speed (FerrySimClock *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CLOCK (self), 1);

  return self->speed;
}

/**
 * ferry_sim_clock_get_time_us:
 * @self: a clock
 *
 * Returns: simulated microseconds since @self was made
 */
gint64
ferry_sim_clock_get_time_us (FerrySimClock *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CLOCK (self), 0);

  if (self->speed <= 0)
    return self->stood_us;

  return (gint64) ((g_get_monotonic_time () - self->start_us) * self->speed);
}

/**
 * ferry_sim_clock_get_real_us:
 * @self: a clock
 *
 * Returns: simulated microseconds since 1970
 */
gint64
ferry_sim_clock_get_real_us (FerrySimClock *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_CLOCK (self), 0);

  return self->start_real_us + ferry_sim_clock_get_time_us (self);
}

/**
 * ferry_sim_clock_format_now:
 * @self: a clock
 *
 * Returns: (transfer full): now, the way the XenAPI writes it
 */
char *
ferry_sim_clock_format_now (FerrySimClock *self)
{
  g_autoptr(GDateTime) now = NULL;

  g_return_val_if_fail (FERRY_IS_SIM_CLOCK (self), NULL);

  now = g_date_time_new_from_unix_utc (ferry_sim_clock_get_real_us (self) / G_USEC_PER_SEC);

  return g_date_time_format (now, "%Y%m%dT%H:%M:%SZ");
}

/**
 * ferry_sim_clock_add:
 * @self: a clock
 * @delay_us: in simulated microseconds
 * @function: what to call then; again and again while it returns %G_SOURCE_CONTINUE
 * @user_data: for @function
 * @destroy: (nullable): frees @user_data
 *
 * Returns: an id for ferry_sim_clock_remove(), never 0
 */
guint
ferry_sim_clock_add (FerrySimClock  *self,
                     gint64          delay_us,
                     GSourceFunc     function,
                     gpointer        user_data,
                     GDestroyNotify  destroy)
{
  Timer *timer;

  g_return_val_if_fail (FERRY_IS_SIM_CLOCK (self), 0);
  g_return_val_if_fail (function != NULL, 0);

  timer = g_new0 (Timer, 1);
  timer->id = ++self->last_id;
  timer->delay_us = MAX (delay_us, 1);
  timer->due_us = ferry_sim_clock_get_time_us (self) + MAX (delay_us, 0);
  timer->function = function;
  timer->user_data = user_data;
  timer->destroy = destroy;
  g_sequence_insert_sorted (self->timers, timer, timer_compare, NULL);
  arm (self);

  return timer->id;
}

/**
 * ferry_sim_clock_remove:
 * @self: a clock
 * @id: of a timer that was not called yet or is repeated; a timer may remove itself
 */
void
ferry_sim_clock_remove (FerrySimClock *self,
                        guint          id)
{
  GSequenceIter *iter;

  g_return_if_fail (FERRY_IS_SIM_CLOCK (self));

  if (id != 0 && id == self->running_id)
    {
      self->running_removed = TRUE;
      return;
    }

  for (iter = g_sequence_get_begin_iter (self->timers);
       !g_sequence_iter_is_end (iter);
       iter = g_sequence_iter_next (iter))
    {
      if (((Timer *) g_sequence_get (iter))->id == id)
        {
          g_sequence_remove (iter);
          arm (self);
          return;
        }
    }
}

/**
 * ferry_sim_clock_advance:
 * @self: a clock with speed 0
 * @us: simulated microseconds
 *
 * Goes forward, calling every timer that becomes due at its own time.
 */
void
ferry_sim_clock_advance (FerrySimClock *self,
                         gint64         us)
{
  gint64 until_us;

  g_return_if_fail (FERRY_IS_SIM_CLOCK (self));
  g_return_if_fail (self->speed <= 0);

  until_us = self->stood_us + us;
  call_due_timers (self, until_us);
  self->stood_us = MAX (self->stood_us, until_us);
}

static void
ferry_sim_clock_finalize (GObject *object)
{
  FerrySimClock *self = FERRY_SIM_CLOCK (object);

  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->timers, g_sequence_free);

  G_OBJECT_CLASS (ferry_sim_clock_parent_class)->finalize (object);
}

static void
ferry_sim_clock_class_init (FerrySimClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_clock_finalize;
}

static void
ferry_sim_clock_init (FerrySimClock *self)
{
  self->start_us = g_get_monotonic_time ();
  self->start_real_us = g_get_real_time ();
  self->timers = g_sequence_new (timer_free);
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "ferry-sim-clock");
  g_source_set_callback (self->source, on_ready, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/**
 * ferry_sim_clock_new:
 * @speed: simulated seconds per second; 0: time stands still until advanced
 *
 * Returns: (transfer full): a clock that starts now
 */
FerrySimClock *
ferry_sim_clock_new (double speed)
{
  FerrySimClock *self = g_object_new (FERRY_TYPE_SIM_CLOCK, NULL);

  self->speed = speed;

  return self;
}
