/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-amount"

#include "config.h"

#include "model/ferry-amount.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MIB (1024.0 * 1024.0)
#define GIB (1024.0 * MIB)
#define TIB (1024.0 * GIB)

/**
 * ferry_format_bytes:
 * @bytes: an amount of memory or storage
 *
 * Returns: (transfer full): "8.2 GiB"
 */
char *
ferry_format_bytes (guint64 bytes)
{
  if (bytes >= 10 * TIB)
    return g_strdup_printf (_("%.1f TiB"), bytes / TIB);

  if (bytes > 0 && bytes < 0.1 * GIB)
    return g_strdup_printf (_("%.1f MiB"), bytes / MIB);

  return g_strdup_printf (_("%.1f GiB"), bytes / GIB);
}

/**
 * ferry_format_bytes_of:
 * @done_bytes: what is done
 * @total_bytes: of how much; says the unit
 *
 * Returns: (transfer full): "3.1 of 8.0 GiB"
 */
char *
ferry_format_bytes_of (guint64 done_bytes,
                       guint64 total_bytes)
{
  if (total_bytes >= 10 * TIB)
    return g_strdup_printf (_("%.1f of %.1f TiB"), done_bytes / TIB, total_bytes / TIB);

  if (total_bytes < 0.1 * GIB)
    return g_strdup_printf (_("%.1f of %.1f MiB"), done_bytes / MIB, total_bytes / MIB);

  return g_strdup_printf (_("%.1f of %.1f GiB"), done_bytes / GIB, total_bytes / GIB);
}

/**
 * ferry_format_rate:
 * @bytes_per_second: a rate
 *
 * Returns: (transfer full): "412.0 MB/s"
 */
char *
ferry_format_rate (guint64 bytes_per_second)
{
  return g_strdup_printf (_("%.1f MB/s"), bytes_per_second / 1e6);
}

/* Steps that a person would say: nobody says "97 s". */
static double
round_seconds (double seconds)
{
  if (seconds < 10)
    return MAX (1, round (seconds));
  if (seconds < 90)
    return 5 * round (seconds / 5);
  if (seconds < 90 * 60)
    return 60 * round (seconds / 60);

  return 1800 * round (seconds / 1800);
}

typedef enum
{
  UNIT_SECONDS,
  UNIT_MINUTES,
  UNIT_HOURS,
} Unit;

static Unit
get_unit (double rounded)
{
  if (rounded < 90)
    return UNIT_SECONDS;

  return rounded < 90 * 60 ? UNIT_MINUTES : UNIT_HOURS;
}

static double
in_unit (double rounded,
         Unit   unit)
{
  static const double unit_seconds[] = { 1, 60, 3600 };

  return rounded / unit_seconds[unit];
}

static char *
format_rounded (double rounded)
{
  switch (get_unit (rounded))
    {
    case UNIT_SECONDS:
      return g_strdup_printf (_("%.0f s"), rounded);
    case UNIT_MINUTES:
      return g_strdup_printf (_("%.0f min"), in_unit (rounded, UNIT_MINUTES));
    case UNIT_HOURS:
      return g_strdup_printf (_("%.1f h"), in_unit (rounded, UNIT_HOURS));
    default:
      g_assert_not_reached ();
    }
}

/**
 * ferry_format_duration:
 * @seconds: a time that is not known exactly
 *
 * Returns: (transfer full): "about 2 min"
 */
char *
ferry_format_duration (double seconds)
{
  g_autofree char *rounded = format_rounded (round_seconds (seconds));

  return g_strdup_printf (_("about %s"), rounded);
}

static char *
format_same_unit (double from,
                  double to,
                  Unit   unit)
{
  switch (unit)
    {
    case UNIT_SECONDS:
      return g_strdup_printf (_("%.0f–%.0f s"), from, to);
    case UNIT_MINUTES:
      return g_strdup_printf (_("%.0f–%.0f min"), in_unit (from, unit), in_unit (to, unit));
    case UNIT_HOURS:
      return g_strdup_printf (_("%.1f–%.1f h"), in_unit (from, unit), in_unit (to, unit));
    default:
      g_assert_not_reached ();
    }
}

/**
 * ferry_format_duration_range:
 * @min_seconds: at best
 * @max_seconds: at worst
 *
 * Returns: (transfer full): "12–20 s"
 */
char *
ferry_format_duration_range (double min_seconds,
                             double max_seconds)
{
  double from = round_seconds (min_seconds);
  double to = round_seconds (max_seconds);
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;

  if (from >= to)
    return ferry_format_duration (max_seconds);

  if (get_unit (from) == get_unit (to))
    return format_same_unit (from, to, get_unit (from));

  from_text = format_rounded (from);
  to_text = format_rounded (to);

  return g_strdup_printf (_("%s – %s"), from_text, to_text);
}

static char *
format_pause (gint64 ms)
{
  if (ms < 1000)
    return g_strdup_printf (_("%.0f ms"), (double) ms);

  return g_strdup_printf (_("%.1f s"), ms / 1000.0);
}

/**
 * ferry_format_pause_range:
 * @min_ms: at best
 * @max_ms: at worst; the same as @min_ms for a measured pause
 *
 * Returns: (transfer full): "340 ms" or "0.1 – 1.2 s"
 */
char *
ferry_format_pause_range (gint64 min_ms,
                          gint64 max_ms)
{
  g_autofree char *from = format_pause (min_ms);
  g_autofree char *to = format_pause (max_ms);

  if (g_str_equal (from, to))
    return g_steal_pointer (&to);

  return g_strdup_printf (_("%s – %s"), from, to);
}
