/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-mover"

#include <math.h>

#include "simulator/ferry-sim-mover.h"
#include "simulator/ferry-sim-traffic.h"

/* How often percents are looked at while memory is copied: in simulated seconds, but not more often
 * than so many real ones. */
#define TICK      0.1
#define REAL_TICK 0.02

typedef struct
{
  guint                  id;
  FerrySimMoverFunc      func;
  gpointer               user_data;
  FerrySimTransferStage  stage;
  guint                  percent;
} Listener;

/**
 * FerrySimMover:
 *
 * Takes the traffic of a pool through the pool's time, and tells how each transfer fares.
 *
 * Threads: the simulator's.
 */
struct _FerrySimMover
{
  GObject          parent_instance;

  FerrySimClock   *clock;     /* (owned) */
  FerrySimTraffic *traffic;   /* (owned) */
  GPtrArray       *listeners; /* (owned) (element-type Listener) */
  guint            timer;
};

G_DEFINE_FINAL_TYPE (FerrySimMover, ferry_sim_mover, G_TYPE_OBJECT)

static void
ferry_sim_mover_dispose (GObject *object)
{
  FerrySimMover *self = FERRY_SIM_MOVER (object);

  if (self->timer != 0)
    ferry_sim_clock_remove (self->clock, self->timer);
  self->timer = 0;

  G_OBJECT_CLASS (ferry_sim_mover_parent_class)->dispose (object);
}

static void
ferry_sim_mover_finalize (GObject *object)
{
  FerrySimMover *self = FERRY_SIM_MOVER (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->traffic);
  g_clear_pointer (&self->listeners, g_ptr_array_unref);

  G_OBJECT_CLASS (ferry_sim_mover_parent_class)->finalize (object);
}

static void
ferry_sim_mover_class_init (FerrySimMoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ferry_sim_mover_dispose;
  object_class->finalize = ferry_sim_mover_finalize;
}

static void
ferry_sim_mover_init (FerrySimMover *self)
{
  self->listeners = g_ptr_array_new_with_free_func (g_free);
}

/**
 * ferry_sim_mover_new:
 * @clock: the pool's time
 * @load: says how fast the hosts' links are
 *
 * Returns: (transfer full): a mover with nothing to move
 */
FerrySimMover *
ferry_sim_mover_new (FerrySimClock *clock,
                     FerrySimLoad  *load)
{
  FerrySimMover *self;

  g_return_val_if_fail (FERRY_IS_SIM_CLOCK (clock), NULL);
  g_return_val_if_fail (FERRY_IS_SIM_LOAD (load), NULL);

  self = g_object_new (FERRY_TYPE_SIM_MOVER, NULL);
  self->clock = g_object_ref (clock);
  self->traffic = ferry_sim_traffic_new (load);

  return self;
}

static double
get_now (FerrySimMover *self)
{
  return ferry_sim_clock_get_time_us (self->clock) / 1e6;
}

static double
get_tick (FerrySimMover *self)
{
  return MAX (TICK, REAL_TICK * ferry_sim_clock_get_speed (self->clock));
}

static Listener *
find_listener (FerrySimMover *self,
               guint          id)
{
  for (guint i = 0; i < self->listeners->len; i++)
    {
      Listener *listener = self->listeners->pdata[i];

      if (listener->id == id)
        return listener;
    }

  return NULL;
}

static void
tell (FerrySimMover *self,
      Listener      *listener)
{
  FerrySimTransfer *transfer = ferry_sim_traffic_get (self->traffic, listener->id);
  FerrySimTransferStage stage = ferry_sim_transfer_get_stage (transfer);
  guint percent = ferry_sim_transfer_get_percent (transfer);

  if (stage == listener->stage && percent == listener->percent)
    return;

  listener->stage = stage;
  listener->percent = percent;
  listener->func (transfer, listener->user_data);
}

static void schedule (FerrySimMover *self);

static gboolean
on_timer (gpointer user_data)
{
  g_autoptr(FerrySimMover) self = g_object_ref (user_data);
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint));

  self->timer = 0;
  ferry_sim_traffic_advance (self->traffic, get_now (self));

  /* A listener may stop any of them. */
  for (guint i = 0; i < self->listeners->len; i++)
    g_array_append_val (ids, ((Listener *) self->listeners->pdata[i])->id);
  for (guint i = 0; i < ids->len; i++)
    {
      Listener *listener = find_listener (self, g_array_index (ids, guint, i));

      if (listener != NULL)
        tell (self, listener);
    }

  schedule (self);

  return G_SOURCE_REMOVE;
}

static gboolean
is_copying (FerrySimMover *self)
{
  for (guint i = 0; i < self->listeners->len; i++)
    {
      const Listener *listener = self->listeners->pdata[i];
      FerrySimTransfer *transfer = ferry_sim_traffic_get (self->traffic, listener->id);

      if (ferry_sim_transfer_get_stage (transfer) == FERRY_SIM_TRANSFER_COPYING)
        return TRUE;
    }

  return FALSE;
}

static void
schedule (FerrySimMover *self)
{
  double now = get_now (self);
  double next = ferry_sim_traffic_get_next_change (self->traffic);

  if (self->timer != 0)
    ferry_sim_clock_remove (self->clock, self->timer);
  self->timer = 0;

  if (is_copying (self))
    next = MIN (next, now + get_tick (self));
  if (isinf (next))
    return;

  self->timer = ferry_sim_clock_add (self->clock, (gint64) ceil (MAX (0, next - now) * 1e6) + 1,
                                     on_timer, self, NULL);
}

/**
 * ferry_sim_mover_start:
 * @self: a mover
 * @source: reference of the host that the memory is on
 * @destination: reference of the host that it goes to
 * @spec: what is to be moved
 * @func: told of changes, never before this function has returned
 * @user_data: for @func
 *
 * Returns: what ferry_sim_mover_stop() calls it
 */
guint
ferry_sim_mover_start (FerrySimMover              *self,
                       const char                 *source,
                       const char                 *destination,
                       const FerrySimTransferSpec *spec,
                       FerrySimMoverFunc           func,
                       gpointer                    user_data)
{
  Listener *listener;

  g_return_val_if_fail (FERRY_IS_SIM_MOVER (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  ferry_sim_traffic_advance (self->traffic, get_now (self));

  listener = g_new0 (Listener, 1);
  listener->func = func;
  listener->user_data = user_data;
  listener->id = ferry_sim_traffic_add (self->traffic, source, destination, spec);
  g_ptr_array_add (self->listeners, listener);
  schedule (self);

  return listener->id;
}

/**
 * ferry_sim_mover_stop:
 * @self: a mover
 * @id: a transfer that is done or is given up
 */
void
ferry_sim_mover_stop (FerrySimMover *self,
                      guint          id)
{
  Listener *listener;

  g_return_if_fail (FERRY_IS_SIM_MOVER (self));

  listener = find_listener (self, id);
  if (listener == NULL)
    return;

  ferry_sim_traffic_advance (self->traffic, get_now (self));
  ferry_sim_traffic_remove (self->traffic, id);
  g_ptr_array_remove (self->listeners, listener);
  schedule (self);
}
