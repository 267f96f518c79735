/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/ferry-rate.h"
#include "model/ferry-progress.h"

G_BEGIN_DECLS

/**
 * FerryMeter:
 * @phase: forward only
 * @fractions: of each phase, 0 to 1; never less than before
 * @weights: each phase's share of the whole, summing to 1
 * @fraction: of everything; never less than before
 * @done_bytes: sent in this phase; 0 when unknown
 * @total_bytes: of this phase; 0 when unknown
 * @bytes_are_estimates: computed, not reported
 * @rate_bytes: a second; 0 when unknown
 * @pass: pre-copy pass; 0 when unknown
 * @left_min_s: -1 when it can't be told
 * @left_max_s: likewise
 * @can_cancel: the server would take a cancel now
 *
 * What a driver says of its progress, made presentable: never backwards, with
 * rate and time left. A value.
 *
 * Threads: one at a time.
 */
typedef struct
{
  FerryPhase phase;
  double     fractions[FERRY_N_PHASES];
  double     weights[FERRY_N_PHASES];
  double     fraction;
  guint64    done_bytes;
  guint64    total_bytes;
  gboolean   bytes_are_estimates;
  guint64    rate_bytes;
  guint      pass;
  double     left_min_s;
  double     left_max_s;
  gboolean   can_cancel;
  FerryRate  rate;
} FerryMeter;

/* For a live move without disks. */
void ferry_meter_init        (FerryMeter          *self);
/* What the driver said at @at_us. A phase that was left already, or less than before, is not believed. */
void ferry_meter_update      (FerryMeter          *self,
                              const FerryProgress *progress,
                              gint64               at_us);
/* The engine itself knows that it got so far. */
void ferry_meter_enter       (FerryMeter          *self,
                              FerryPhase           phase);
/* Nobody reports now (the connection is down): what is left can't be told. */
void ferry_meter_lose_sight  (FerryMeter          *self);

G_END_DECLS
