/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-rate"

#include "engine/ferry-rate.h"

#include <string.h>

#define WINDOW_US        (20 * G_USEC_PER_SEC)
#define MIN_SPACING_US   (G_USEC_PER_SEC / 5)
#define MIN_SAMPLES      5
/* A range narrower than this pretends to know more than a network allows. */
#define LEAST_SPREAD     0.1

static void
forget_oldest (FerryRate *self)
{
  self->n_samples--;
  memmove (self->at_us, self->at_us + 1, self->n_samples * sizeof *self->at_us);
  memmove (self->amount, self->amount + 1, self->n_samples * sizeof *self->amount);
}

void
ferry_rate_reset (FerryRate *self)
{
  self->n_samples = 0;
}

void
ferry_rate_add (FerryRate *self,
                gint64     at_us,
                guint64    amount)
{
  guint last = self->n_samples - 1;

  if (self->n_samples > 0 && amount < self->amount[last])
    ferry_rate_reset (self);

  /* A burst of reports says no more than its last one. */
  if (self->n_samples > 1 && at_us - self->at_us[last - 1] < MIN_SPACING_US)
    {
      self->at_us[last] = at_us;
      self->amount[last] = amount;
      return;
    }

  if (self->n_samples == FERRY_RATE_N_SAMPLES)
    forget_oldest (self);
  self->at_us[self->n_samples] = at_us;
  self->amount[self->n_samples] = amount;
  self->n_samples++;

  while (self->n_samples > MIN_SAMPLES && at_us - self->at_us[0] > WINDOW_US)
    forget_oldest (self);
}

static double
get_speed (FerryRate *self,
           guint      from,
           guint      to)
{
  gint64 us = self->at_us[to] - self->at_us[from];

  return us > 0 ? (self->amount[to] - self->amount[from]) * (double) G_USEC_PER_SEC / us : 0;
}

guint64
ferry_rate_get_per_s (FerryRate *self)
{
  if (self->n_samples < MIN_SAMPLES)
    return 0;

  return get_speed (self, 0, self->n_samples - 1);
}

/* The fastest and the slowest half of the window, wherever it begins. */
static void
get_extremes (FerryRate *self,
              double    *slowest,
              double    *fastest)
{
  double mean = get_speed (self, 0, self->n_samples - 1);
  guint stretch = self->n_samples / 2;

  *slowest = mean * (1 - LEAST_SPREAD);
  *fastest = mean * (1 + LEAST_SPREAD);

  for (guint i = 0; i + stretch < self->n_samples; i++)
    {
      double speed = get_speed (self, i, i + stretch);

      *slowest = MIN (*slowest, speed);
      *fastest = MAX (*fastest, speed);
    }
}

gboolean
ferry_rate_get_left (FerryRate *self,
                     guint64    remaining,
                     double    *min_s,
                     double    *max_s)
{
  double slowest, fastest;

  *min_s = *max_s = -1;
  if (ferry_rate_get_per_s (self) == 0)
    return FALSE;

  get_extremes (self, &slowest, &fastest);
  if (slowest <= 0)
    slowest = get_speed (self, 0, self->n_samples - 1) / 2;

  *min_s = remaining / fastest;
  *max_s = remaining / slowest;

  return TRUE;
}
