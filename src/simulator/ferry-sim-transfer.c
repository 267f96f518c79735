/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-transfer"

#include <math.h>

#include "simulator/ferry-sim-transfer.h"

/* What hooks, the connection and the hand-shake with the destination take, in seconds. */
#define PREPARE_TIME  0.5
/* Tearing down the domain that was left behind. */
#define CLEANING_TIME 0.4
/* Devices, the device model's state and the destination's unpausing: nobody pauses for less. */
#define PAUSE_TIME    0.12
/* How fast a balloon inflates, in bytes per second. */
#define BALLOON_RATE  (1024.0 * 1024 * 1024)
/* A pass that leaves no more than this (50 pages) is good enough to pause for. */
#define GOOD_ENOUGH   (50.0 * 4096)
/* The hypervisor's toolstack gives up on getting closer after so many passes. */
#define MAX_PASSES    5
/* One thread compresses so many bytes of memory in a second, to this part of their size. */
#define COMPRESS_RATE 6.0e8
#define COMPRESS_TO   0.45
/* Below this a remainder of bytes or seconds is rounding, not work. */
#define TINY          1e-6

/**
 * FerrySimTransfer:
 *
 * The memory of one running guest on its way: passes of pre-copy, the pause, the clean-up. Pure
 * arithmetic over time that it is told of: it has no clock of its own, so that a test can take it
 * through an hour in a moment, and does not know of other transfers (see #FerrySimTraffic).
 *
 * Threads: any one.
 */
struct _FerrySimTransfer
{
  FerrySimTransferSpec  spec;
  FerrySimTransferStage stage;

  guint                 pass;      /* 1 is the first */
  double                left;      /* bytes of memory to send in this pass */
  double                sent;      /* bytes of memory sent in all passes */
  double                dirtied;   /* bytes written by the guest since the pass began */
  double                pass_time; /* seconds since the pass began */
  double                wait;      /* seconds that this stage takes beside sending */
  double                pause;     /* seconds that the guest has stood still */
  guint                 percent;   /* highest seen */
};

/**
 * ferry_sim_transfer_new:
 * @spec: what is to be moved; copied
 *
 * Returns: (transfer full): a transfer that is queued
 */
FerrySimTransfer *
ferry_sim_transfer_new (const FerrySimTransferSpec *spec)
{
  FerrySimTransfer *self;

  g_return_val_if_fail (spec != NULL, NULL);

  self = g_new0 (FerrySimTransfer, 1);
  self->spec = *spec;
  self->spec.working_set = MIN (spec->working_set, spec->memory);
  if (self->spec.max_passes == 0)
    self->spec.max_passes = MAX_PASSES;

  return self;
}

void
ferry_sim_transfer_free (FerrySimTransfer *self)
{
  g_free (self);
}

/**
 * ferry_sim_transfer_start:
 * @self: a queued transfer
 *
 * Both hosts have a worker for it.
 */
void
ferry_sim_transfer_start (FerrySimTransfer *self)
{
  g_return_if_fail (self != NULL && self->stage == FERRY_SIM_TRANSFER_QUEUED);

  self->stage = FERRY_SIM_TRANSFER_PREPARING;
  self->wait = PREPARE_TIME + self->spec.balloon / BALLOON_RATE;
}

/* Bytes on the wire for a byte of memory. */
static double
get_wire_ratio (FerrySimTransfer *self)
{
  return self->spec.is_compressed ? COMPRESS_TO : 1.0;
}

/* What the guest will have written after so many seconds of a pass: it comes back to the same pages,
 * so the amount approaches the working set. */
static double
get_dirtied (FerrySimTransfer *self,
             double            seconds)
{
  double set = self->spec.working_set;

  if (set <= 0)
    return 0;

  return set * (1 - exp (-self->spec.dirty_rate * seconds / set));
}

static void
start_pass (FerrySimTransfer *self,
            double            bytes)
{
  self->pass++;
  self->left = bytes;
  self->dirtied = 0;
  self->pass_time = 0;
}

static void
end_pass (FerrySimTransfer *self)
{
  double rest = self->dirtied;

  if (rest <= GOOD_ENOUGH || self->pass >= self->spec.max_passes)
    {
      self->stage = FERRY_SIM_TRANSFER_PAUSED;
      self->wait = PAUSE_TIME;
    }

  start_pass (self, rest);
}

/* The part of what is known to be necessary that has gone over; with a busy guest the whole grows as
 * fast as the part, and the number stands still. */
static void
update_percent (FerrySimTransfer *self)
{
  double whole = self->sent + self->left + self->dirtied;
  guint percent = whole > 0 ? (guint) (100 * self->sent / whole + TINY) : 0;

  self->percent = MAX (self->percent, MIN (percent, 100));
}

static void
end_stage (FerrySimTransfer *self)
{
  switch (self->stage)
    {
    case FERRY_SIM_TRANSFER_PREPARING:
      self->stage = FERRY_SIM_TRANSFER_COPYING;
      start_pass (self, self->spec.memory);
      break;

    case FERRY_SIM_TRANSFER_COPYING:
      end_pass (self);
      break;

    case FERRY_SIM_TRANSFER_PAUSED:
      self->stage = FERRY_SIM_TRANSFER_CLEANING;
      self->wait = CLEANING_TIME;
      self->percent = 100;
      break;

    case FERRY_SIM_TRANSFER_CLEANING:
      self->stage = FERRY_SIM_TRANSFER_DONE;
      break;

    case FERRY_SIM_TRANSFER_QUEUED:
    case FERRY_SIM_TRANSFER_DONE:
    default:
      break;
    }
}

/**
 * ferry_sim_transfer_uses_wire:
 * @self: a transfer
 *
 * Returns: whether it takes a share of the links now
 */
gboolean
ferry_sim_transfer_uses_wire (FerrySimTransfer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->stage == FERRY_SIM_TRANSFER_COPYING || self->stage == FERRY_SIM_TRANSFER_PAUSED)
         && self->left > TINY;
}

/**
 * ferry_sim_transfer_get_wire_limit:
 * @self: a transfer
 *
 * Returns: how many bytes it can put on a wire in a second, however fast that is
 */
double
ferry_sim_transfer_get_wire_limit (FerrySimTransfer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->spec.is_compressed ? COMPRESS_RATE * COMPRESS_TO : G_MAXDOUBLE;
}

/**
 * ferry_sim_transfer_get_time_left:
 * @self: a transfer
 * @wire_rate: its share of the links, in bytes per second
 *
 * Returns: seconds until its pass or stage ends at this rate; infinite when it never does
 */
double
ferry_sim_transfer_get_time_left (FerrySimTransfer *self,
                                  double            wire_rate)
{
  double sending = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (self->stage == FERRY_SIM_TRANSFER_QUEUED || self->stage == FERRY_SIM_TRANSFER_DONE)
    return INFINITY;

  if (ferry_sim_transfer_uses_wire (self))
    sending = wire_rate > 0 ? self->left * get_wire_ratio (self) / wire_rate : INFINITY;

  return sending + self->wait;
}

static void
send (FerrySimTransfer *self,
      double            seconds,
      double            wire_rate)
{
  double bytes = MIN (self->left, seconds * wire_rate / get_wire_ratio (self));

  self->left -= bytes;
  self->sent += bytes;
}

/**
 * ferry_sim_transfer_advance:
 * @self: a transfer
 * @seconds: that have passed; at most what ferry_sim_transfer_get_time_left() said, since the share
 *   of the links may differ after it
 * @wire_rate: its share of the links in this time, in bytes per second
 */
void
ferry_sim_transfer_advance (FerrySimTransfer *self,
                            double            seconds,
                            double            wire_rate)
{
  double left;
  double sending;

  g_return_if_fail (self != NULL);
  g_return_if_fail (seconds >= 0);

  left = ferry_sim_transfer_get_time_left (self, wire_rate);
  if (isinf (left) && !ferry_sim_transfer_uses_wire (self))
    return;

  sending = MIN (seconds, MAX (0, left - self->wait));
  if (ferry_sim_transfer_uses_wire (self))
    send (self, sending, wire_rate);
  self->wait = MAX (0, self->wait - (seconds - sending));

  if (self->stage == FERRY_SIM_TRANSFER_COPYING)
    {
      self->pass_time += seconds;
      self->dirtied = get_dirtied (self, self->pass_time);
    }
  else if (self->stage == FERRY_SIM_TRANSFER_PAUSED)
    {
      self->pause += seconds;
    }

  if (seconds >= left - TINY)
    {
      self->sent += self->left;
      self->left = 0;
      self->wait = 0;
      end_stage (self);
    }
  update_percent (self);
}

FerrySimTransferStage
ferry_sim_transfer_get_stage (FerrySimTransfer *self)
{
  g_return_val_if_fail (self != NULL, FERRY_SIM_TRANSFER_DONE);

  return self->stage;
}

/**
 * ferry_sim_transfer_get_pass:
 * @self: a transfer
 *
 * Returns: the number of passes begun, the one during the pause included
 */
guint
ferry_sim_transfer_get_pass (FerrySimTransfer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pass;
}

/**
 * ferry_sim_transfer_get_percent:
 * @self: a transfer
 *
 * Returns: the copying helper's whole percents; they never fall
 */
guint
ferry_sim_transfer_get_percent (FerrySimTransfer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->percent;
}

/**
 * ferry_sim_transfer_get_sent:
 * @self: a transfer
 *
 * Returns: bytes of memory sent in all passes so far
 */
double
ferry_sim_transfer_get_sent (FerrySimTransfer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->sent;
}

/**
 * ferry_sim_transfer_get_pause:
 * @self: a transfer
 *
 * Returns: seconds that the guest has stood still so far
 */
double
ferry_sim_transfer_get_pause (FerrySimTransfer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pause;
}
