/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-meter"

#include "engine/ferry-meter.h"

#include <string.h>

/* Where no bytes are reported, time left is told from the fraction, in this unit. */
#define FRACTION_UNIT 1000000000.0

/* A live move is its memory; the rest is short, and shown so that the bar is seen to live. */
static const double live_weights[FERRY_N_PHASES] = {
  [FERRY_PHASE_PREPARING] = 0.02,
  [FERRY_PHASE_MEMORY] = 0.90,
  [FERRY_PHASE_SWITCHING] = 0.03,
  [FERRY_PHASE_FINISHING] = 0.03,
  [FERRY_PHASE_VERIFYING] = 0.02,
};

void
ferry_meter_init (FerryMeter *self)
{
  *self = (FerryMeter) { .left_min_s = -1, .left_max_s = -1, .can_cancel = TRUE };
  memcpy (self->weights, live_weights, sizeof live_weights);
}

static void
sum_up (FerryMeter *self)
{
  double sum = 0;

  for (guint i = 0; i < FERRY_N_PHASES; i++)
    sum += self->weights[i] * self->fractions[i];

  self->fraction = CLAMP (MAX (self->fraction, sum), 0, 1);
}

static void
forget_bytes (FerryMeter *self)
{
  self->done_bytes = self->total_bytes = self->rate_bytes = 0;
  self->bytes_are_estimates = FALSE;
  self->pass = 0;
  self->left_min_s = self->left_max_s = -1;
  ferry_rate_reset (&self->rate);
}

void
ferry_meter_enter (FerryMeter *self,
                   FerryPhase  phase)
{
  if (phase <= self->phase)
    return;

  self->phase = phase;
  for (guint i = 0; i < phase; i++)
    self->fractions[i] = 1;
  if (phase == FERRY_PHASE_OVER)
    self->fractions[phase] = 1;
  forget_bytes (self);
  sum_up (self);
}

void
ferry_meter_lose_sight (FerryMeter *self)
{
  ferry_rate_reset (&self->rate);
  self->rate_bytes = 0;
  self->left_min_s = self->left_max_s = -1;
}

static void
measure (FerryMeter          *self,
         const FerryProgress *progress,
         gint64               at_us)
{
  guint64 done = self->done_bytes;
  guint64 total = self->total_bytes;

  if (total == 0)
    {
      done = self->fractions[self->phase] * FRACTION_UNIT;
      total = FRACTION_UNIT;
    }

  /* Another pass sends pages again that were counted as sent. */
  if (progress->pass != self->pass)
    ferry_rate_reset (&self->rate);
  self->pass = MAX (self->pass, progress->pass);

  ferry_rate_add (&self->rate, at_us, done);
  self->rate_bytes = self->total_bytes > 0 ? ferry_rate_get_per_s (&self->rate) : 0;
  ferry_rate_get_left (&self->rate, total > done ? total - done : 0,
                       &self->left_min_s, &self->left_max_s);
}

void
ferry_meter_update (FerryMeter          *self,
                    const FerryProgress *progress,
                    gint64               at_us)
{
  if (progress->phase < self->phase)
    return;

  ferry_meter_enter (self, progress->phase);
  self->can_cancel = progress->can_cancel;
  if (progress->fraction > self->fractions[self->phase])
    self->fractions[self->phase] = MIN (progress->fraction, 1);

  self->total_bytes = progress->total_bytes;
  self->done_bytes = MAX (self->done_bytes, progress->done_bytes);
  if (self->total_bytes > 0)
    self->done_bytes = MIN (self->done_bytes, self->total_bytes);
  self->bytes_are_estimates = progress->is_estimate;

  if (self->phase == FERRY_PHASE_MEMORY || self->phase == FERRY_PHASE_DISKS)
    measure (self, progress, at_us);
  sum_up (self);
}
