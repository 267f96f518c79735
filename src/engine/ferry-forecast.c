/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-forecast"

#include "engine/ferry-forecast.h"

/* What the figures rest on. None is a promise: a range says "between these, short of trouble".
 *
 * Of a link, 94 % is payload (frames of 1,500 bytes carry 1,448 of 1,538 on the wire); with other
 * traffic of the management network on it, three quarters of that. */
#define PAYLOAD        0.94
#define BUSY_LINK      0.75

/* One move is one encrypted stream, and one core feeds it: from about 300 MB/s, measured with TLS in a
 * thread, to about 15 Gbit/s, published of another hypervisor's streams. We count on 250 MB/s at worst
 * and 1.2 GB/s at best. */
#define STREAM_MIN     250.0e6
#define STREAM_MAX     1200.0e6

/* A speed that nobody reports lies between these, Mbit/s. */
#define UNKNOWN_MIN    1000
#define UNKNOWN_MAX    25000

/* How often the memory goes over: an idle host was evacuated in 15 % less time than its memory takes,
 * because pages that were never touched are not sent; and the toolstack's pre-copy used to stop at
 * three times the memory. Medium load was measured at 1.35 times idle, so the upper end is rare. */
#define SENT_MIN       0.85
#define SENT_MAX       3.0

/* Checks, connections and clean-up, seconds. At worst with hooks and slow networks; waiting for a balloon
 * may add up to two minutes more, which is trouble. */
#define AROUND_MIN     1.0
#define AROUND_MAX     10.0

/* The pause: nobody has published less than 60 ms. At worst devices take 300 ms, and the last pass still
 * has to send what a guest leaves that writes half as fast as the link carries: after five passes, as
 * many as the toolstack makes, that is 1/32 of its memory. Guests that write faster are on record with
 * pauses of many seconds, but how fast a guest writes cannot be seen beforehand. */
#define PAUSE_MIN_MS   60
#define DEVICES_MAX_MS 300
#define LAST_PASS      (1.0 / 32)

/* Bytes a second that fit through the slower of the two links. */
static double
get_link_rate (const FerryForecastQuestion *question,
               gint64                       unknown_mbps)
{
  gint64 source = question->source_speed_mbps > 0 ? question->source_speed_mbps : unknown_mbps;
  gint64 target = question->target_speed_mbps > 0 ? question->target_speed_mbps : unknown_mbps;

  return MIN (source, target) * 1e6 / 8.0 * PAYLOAD;
}

/**
 * ferry_forecast_live_move:
 * @question: one move, before it starts
 *
 * At best, those that share the link end at once; at worst, they all last as long as this one.
 *
 * Returns: how long it may take, and how long the guest may stand still
 */
FerryForecast
ferry_forecast_live_move (const FerryForecastQuestion *question)
{
  double rate_min;
  double rate_max;

  if (question->memory_bytes == 0)
    return (FerryForecast) { -1.0, -1.0, -1, -1 };

  rate_max = MIN (STREAM_MAX, get_link_rate (question, UNKNOWN_MAX));
  rate_min = MIN (STREAM_MIN, get_link_rate (question, UNKNOWN_MIN) * BUSY_LINK /
                              (question->n_sharing + 1));

  return (FerryForecast) {
    .duration_min_s = AROUND_MIN + question->memory_bytes * SENT_MIN / rate_max,
    .duration_max_s = AROUND_MAX + question->memory_bytes * SENT_MAX / rate_min,
    .pause_min_ms = PAUSE_MIN_MS,
    .pause_max_ms = DEVICES_MAX_MS + question->memory_bytes * LAST_PASS / rate_min * 1000.0,
  };
}
