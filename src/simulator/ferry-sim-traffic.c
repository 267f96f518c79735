/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-traffic"

#include <math.h>

#include "simulator/ferry-sim-traffic.h"

/* Within one host memory goes from domain to domain without a network, in bytes per second. */
#define LOCAL_RATE 4.0e9

typedef struct
{
  guint             id;
  char             *source;      /* (owned) */
  char             *destination; /* (owned) */
  FerrySimTransfer *transfer;    /* (owned) */
  double            rate;        /* bytes per second on the wire, now */
  gboolean          is_settled;  /* its rate is worked out */
} Flow;

/**
 * FerrySimTraffic:
 *
 * The transfers of a pool that are under way together. They share the hosts' links fairly: what one
 * cannot use, because its other end is slower, goes to the others (max-min fairness), and the shares
 * are worked out anew whenever a transfer begins, ends or pauses between passes. Each host works on a
 * few at a time; the others wait in the order in which they came.
 *
 * It has no clock: ferry_sim_traffic_advance() says what time it is, in seconds.
 *
 * Threads: the simulator's.
 */
struct _FerrySimTraffic
{
  GObject       parent_instance;

  FerrySimLoad *load;  /* (owned) */
  GPtrArray    *flows; /* (owned) (element-type Flow): in the order of their arrival */
  double        now;
  guint         last_id;
};

G_DEFINE_FINAL_TYPE (FerrySimTraffic, ferry_sim_traffic, G_TYPE_OBJECT)

static void
flow_free (gpointer data)
{
  Flow *flow = data;

  g_free (flow->source);
  g_free (flow->destination);
  ferry_sim_transfer_free (flow->transfer);
  g_free (flow);
}

static void
ferry_sim_traffic_finalize (GObject *object)
{
  FerrySimTraffic *self = FERRY_SIM_TRAFFIC (object);

  g_clear_object (&self->load);
  g_clear_pointer (&self->flows, g_ptr_array_unref);

  G_OBJECT_CLASS (ferry_sim_traffic_parent_class)->finalize (object);
}

static void
ferry_sim_traffic_class_init (FerrySimTrafficClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_traffic_finalize;
}

static void
ferry_sim_traffic_init (FerrySimTraffic *self)
{
  self->flows = g_ptr_array_new_with_free_func (flow_free);
}

/**
 * ferry_sim_traffic_new:
 * @load: says how fast the hosts' links are
 *
 * Returns: (transfer full): a pool without transfers, at second 0
 */
FerrySimTraffic *
ferry_sim_traffic_new (FerrySimLoad *load)
{
  FerrySimTraffic *self;

  g_return_val_if_fail (FERRY_IS_SIM_LOAD (load), NULL);

  self = g_object_new (FERRY_TYPE_SIM_TRAFFIC, NULL);
  self->load = g_object_ref (load);

  return self;
}

static Flow *
find_flow (FerrySimTraffic *self,
           guint            id)
{
  for (guint i = 0; i < self->flows->len; i++)
    {
      Flow *flow = self->flows->pdata[i];

      if (flow->id == id)
        return flow;
    }

  return NULL;
}

static gboolean
is_local (const Flow *flow)
{
  return g_str_equal (flow->source, flow->destination);
}

static gboolean
is_working (const Flow *flow)
{
  FerrySimTransferStage stage = ferry_sim_transfer_get_stage (flow->transfer);

  return stage != FERRY_SIM_TRANSFER_QUEUED && stage != FERRY_SIM_TRANSFER_DONE;
}

static gboolean
has_worker (FerrySimTraffic *self,
            const char      *host)
{
  guint n_busy = 0;

  for (guint i = 0; i < self->flows->len; i++)
    {
      const Flow *flow = self->flows->pdata[i];

      if (is_working (flow)
          && (g_str_equal (flow->source, host) || g_str_equal (flow->destination, host)))
        n_busy++;
    }

  return n_busy < FERRY_SIM_WORKERS_PER_HOST;
}

static void
start_queued (FerrySimTraffic *self)
{
  for (guint i = 0; i < self->flows->len; i++)
    {
      Flow *flow = self->flows->pdata[i];

      if (ferry_sim_transfer_get_stage (flow->transfer) == FERRY_SIM_TRANSFER_QUEUED
          && has_worker (self, flow->source)
          && has_worker (self, flow->destination))
        ferry_sim_transfer_start (flow->transfer);
    }
}

/* What each flow that is not settled yet would get of one direction of a host's link. */
static double
get_share (FerrySimTraffic *self,
           const char      *host,
           gboolean         outgoing)
{
  double speed = ferry_sim_load_get_link (self->load, host).speed;
  guint n_open = 0;

  for (guint i = 0; i < self->flows->len; i++)
    {
      const Flow *flow = self->flows->pdata[i];

      if (is_local (flow) || !g_str_equal (outgoing ? flow->source : flow->destination, host))
        continue;

      if (flow->is_settled)
        speed -= flow->rate;
      else
        n_open++;
    }

  return n_open > 0 ? MAX (0, speed) / n_open : MAX (0, speed);
}

static double
get_flow_share (FerrySimTraffic *self,
                const Flow      *flow)
{
  double rate = MIN (get_share (self, flow->source, TRUE),
                     get_share (self, flow->destination, FALSE));

  return MIN (rate, ferry_sim_transfer_get_wire_limit (flow->transfer));
}

static Flow *
find_tightest (FerrySimTraffic *self,
               double          *rate)
{
  Flow *tightest = NULL;

  for (guint i = 0; i < self->flows->len; i++)
    {
      Flow *flow = self->flows->pdata[i];
      double share;

      if (flow->is_settled)
        continue;

      share = get_flow_share (self, flow);
      if (tightest == NULL || share < *rate)
        {
          tightest = flow;
          *rate = share;
        }
    }

  return tightest;
}

/* The flow that gets least is settled first; what it leaves is the others'. */
static void
share_links (FerrySimTraffic *self)
{
  Flow *flow;
  double rate = 0;

  for (guint i = 0; i < self->flows->len; i++)
    {
      flow = self->flows->pdata[i];
      flow->is_settled = is_local (flow) || !ferry_sim_transfer_uses_wire (flow->transfer);
      flow->rate = flow->is_settled && ferry_sim_transfer_uses_wire (flow->transfer) ? LOCAL_RATE : 0;
    }

  while ((flow = find_tightest (self, &rate)) != NULL)
    {
      flow->rate = rate;
      flow->is_settled = TRUE;
    }
}

static void
recompute (FerrySimTraffic *self)
{
  start_queued (self);
  share_links (self);
}

static double
get_time_left (FerrySimTraffic *self)
{
  double least = INFINITY;

  for (guint i = 0; i < self->flows->len; i++)
    {
      const Flow *flow = self->flows->pdata[i];

      least = MIN (least, ferry_sim_transfer_get_time_left (flow->transfer, flow->rate));
    }

  return least;
}

/**
 * ferry_sim_traffic_add:
 * @self: the traffic, brought to the present by ferry_sim_traffic_advance()
 * @source: reference of the host that the VM is on
 * @destination: reference of the host that it goes to; may be the same
 * @spec: what is to be moved
 *
 * Returns: what the other functions call the transfer
 */
guint
ferry_sim_traffic_add (FerrySimTraffic            *self,
                       const char                 *source,
                       const char                 *destination,
                       const FerrySimTransferSpec *spec)
{
  Flow *flow;

  g_return_val_if_fail (FERRY_IS_SIM_TRAFFIC (self), 0);
  g_return_val_if_fail (source != NULL && destination != NULL, 0);

  flow = g_new0 (Flow, 1);
  flow->id = ++self->last_id;
  flow->source = g_strdup (source);
  flow->destination = g_strdup (destination);
  flow->transfer = ferry_sim_transfer_new (spec);
  g_ptr_array_add (self->flows, flow);
  recompute (self);

  return flow->id;
}

/**
 * ferry_sim_traffic_remove:
 * @self: the traffic
 * @id: a transfer that is done, or is given up
 */
void
ferry_sim_traffic_remove (FerrySimTraffic *self,
                          guint            id)
{
  Flow *flow;

  g_return_if_fail (FERRY_IS_SIM_TRAFFIC (self));

  flow = find_flow (self, id);
  if (flow == NULL)
    return;

  g_ptr_array_remove (self->flows, flow);
  recompute (self);
}

/**
 * ferry_sim_traffic_get:
 * @self: the traffic
 * @id: a transfer
 *
 * Returns: (transfer none) (nullable): how far it is; %NULL when it was removed
 */
FerrySimTransfer *
ferry_sim_traffic_get (FerrySimTraffic *self,
                       guint            id)
{
  Flow *flow;

  g_return_val_if_fail (FERRY_IS_SIM_TRAFFIC (self), NULL);

  flow = find_flow (self, id);

  return flow != NULL ? flow->transfer : NULL;
}

/**
 * ferry_sim_traffic_get_rate:
 * @self: the traffic
 * @id: a transfer
 *
 * Returns: what it has of the links now, in bytes per second
 */
double
ferry_sim_traffic_get_rate (FerrySimTraffic *self,
                            guint            id)
{
  Flow *flow;

  g_return_val_if_fail (FERRY_IS_SIM_TRAFFIC (self), 0);

  flow = find_flow (self, id);

  return flow != NULL ? flow->rate : 0;
}

/**
 * ferry_sim_traffic_advance:
 * @self: the traffic
 * @now: what time it is, in seconds; a time that has gone by already changes nothing
 */
void
ferry_sim_traffic_advance (FerrySimTraffic *self,
                           double           now)
{
  g_return_if_fail (FERRY_IS_SIM_TRAFFIC (self));

  while (self->now < now)
    {
      double step = MIN (now - self->now, get_time_left (self));

      for (guint i = 0; i < self->flows->len; i++)
        {
          Flow *flow = self->flows->pdata[i];

          ferry_sim_transfer_advance (flow->transfer, step, flow->rate);
        }
      self->now = self->now + step >= now ? now : self->now + step;
      recompute (self);
    }
}

/**
 * ferry_sim_traffic_get_next_change:
 * @self: the traffic
 *
 * Returns: the time at which a transfer will end its pass or stage, in seconds; infinite when
 *   nothing moves
 */
double
ferry_sim_traffic_get_next_change (FerrySimTraffic *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_TRAFFIC (self), INFINITY);

  return self->now + get_time_left (self);
}
