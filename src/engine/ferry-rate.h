/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FERRY_RATE_N_SAMPLES 24

/**
 * FerryRate:
 *
 * How fast something grows, from samples of how much there was when. A value;
 * all zeros is a rate that has seen nothing. Its members are its own business.
 *
 * Threads: one at a time.
 */
typedef struct
{
  gint64  at_us[FERRY_RATE_N_SAMPLES];
  guint64 amount[FERRY_RATE_N_SAMPLES];
  guint   n_samples;
} FerryRate;

void     ferry_rate_reset        (FerryRate *self);
/* @at_us: microseconds, never less than before; @amount: less than before starts afresh */
void     ferry_rate_add          (FerryRate *self,
                                  gint64     at_us,
                                  guint64    amount);
/* Amount a second, a mean over the window; 0 before there are five samples, or when nothing grows. */
guint64  ferry_rate_get_per_s    (FerryRate *self);
/* Seconds until the amount has grown by @remaining, if it goes on as in the window's best and worst stretch.
 * %FALSE, and -1 for both, when it can't be told. */
gboolean ferry_rate_get_left     (FerryRate *self,
                                  guint64    remaining,
                                  double    *min_s,
                                  double    *max_s);

G_END_DECLS
