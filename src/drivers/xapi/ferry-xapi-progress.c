/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-progress"

#include "drivers/xapi/ferry-xapi-progress.h"

/* Saving the memory weighs 10 of 11; numbers are whole percents of that. */
#define MEMORY_END (10.0 / 11.0)
#define NEARLY_MEMORY_END (MEMORY_END - 0.002)
#define NEARLY_ALL 0.999
/* What a fall is, and not noise. */
#define FALL 0.05

static FerryPhase
find_phase (FerryXapiProgress *self,
            double             number,
            gboolean           is_started)
{
  if (self->peak >= NEARLY_MEMORY_END && number < self->peak - FALL)
    return FERRY_PHASE_FINISHING;
  if (number >= NEARLY_MEMORY_END)
    return FERRY_PHASE_SWITCHING;
  if (number > 0.0)
    return FERRY_PHASE_MEMORY;

  return is_started ? FERRY_PHASE_PREPARING : FERRY_PHASE_WAITING;
}

static double
find_fraction (FerryPhase phase,
               double     number)
{
  if (phase == FERRY_PHASE_MEMORY)
    return MIN (number / MEMORY_END, 1.0);
  if (phase == FERRY_PHASE_SWITCHING)
    return number >= NEARLY_ALL ? 1.0 : 0.0;

  /* Nothing is known of the others. */
  return -1.0;
}

void
ferry_xapi_progress_update (FerryXapiProgress *self,
                            double             number,
                            gboolean           is_started,
                            gboolean           can_cancel,
                            guint64            total_bytes,
                            FerryProgress     *progress)
{
  FerryPhase phase = find_phase (self, number, is_started);
  double fraction;

  self->peak = MAX (self->peak, number);
  if (phase > self->phase)
    self->fraction = 0.0;
  self->phase = MAX (self->phase, phase);

  fraction = find_fraction (self->phase, number);
  self->fraction = fraction < 0.0 ? fraction : MAX (self->fraction, fraction);

  *progress = (FerryProgress) {
    .phase = self->phase,
    .fraction = self->fraction,
    .can_cancel = can_cancel && self->phase < FERRY_PHASE_SWITCHING,
  };

  if (self->phase == FERRY_PHASE_MEMORY && total_bytes > 0)
    {
      progress->total_bytes = total_bytes;
      progress->done_bytes = (guint64) ((double) total_bytes * self->fraction);
      progress->is_estimate = TRUE;
    }
}
