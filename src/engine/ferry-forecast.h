/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FerryForecastQuestion:
 * @memory_bytes: what has to travel: memory in use, or the most that the VM may use; 0 when unknown
 * @source_speed_mbps: of the link that the source sends on, Mbit/s; 0 when unknown
 * @target_speed_mbps: of the link that the target receives on, Mbit/s; 0 when unknown
 * @n_sharing: other moves that use one of the two links already, the busier one counts
 *
 * One move, before it starts.
 */
typedef struct
{
  guint64 memory_bytes;
  gint64  source_speed_mbps;
  gint64  target_speed_mbps;
  guint   n_sharing;
} FerryForecastQuestion;

/**
 * FerryForecast:
 * @duration_min_s: seconds from start to arrival at best; -1 when it can't be told
 * @duration_max_s: at worst, short of trouble; -1 likewise
 * @pause_min_ms: how long the guest stands still at best; -1 when it can't be told
 * @pause_max_ms: at worst; -1 likewise
 */
typedef struct
{
  double duration_min_s;
  double duration_max_s;
  gint64 pause_min_ms;
  gint64 pause_max_ms;
} FerryForecast;

/* Pure. Threads: any. */
FerryForecast ferry_forecast_live_move (const FerryForecastQuestion *question);

G_END_DECLS
