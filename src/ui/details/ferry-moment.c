/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-moment"

#include "config.h"

#include "ui/details/ferry-moment.h"

#include <glib/gi18n.h>

#define HOUR_S 3600
#define DAY_S  (24 * HOUR_S)

char *
ferry_format_moment (gint64 unix_s)
{
  g_autoptr(GDateTime) time = unix_s > 0 ? g_date_time_new_from_unix_local (unix_s) : NULL;

  /* Translators: a date and a time of day, see g_date_time_format() */
  return time != NULL ? g_date_time_format (time, _("%x, %H:%M")) : NULL;
}

static char *
format_age (gint64 age_s)
{
  guint n;

  if (age_s >= DAY_S)
    {
      n = age_s / DAY_S;
      return g_strdup_printf (ngettext ("%u day", "%u days", n), n);
    }
  if (age_s >= HOUR_S)
    {
      n = age_s / HOUR_S;
      return g_strdup_printf (ngettext ("%u hour", "%u hours", n), n);
    }

  if (age_s < 60)
    return g_strdup (_("under a minute"));

  n = age_s / 60;
  return g_strdup_printf (ngettext ("%u minute", "%u minutes", n), n);
}

char *
ferry_format_since (gint64 unix_s)
{
  g_autofree char *moment = ferry_format_moment (unix_s);
  g_autofree char *age = NULL;

  if (moment == NULL)
    return NULL;

  age = format_age (g_get_real_time () / G_USEC_PER_SEC - unix_s);

  /* Translators: how long, then since when: "12 days, since 11/10/26, 14:02" */
  return g_strdup_printf (_("%s, since %s"), age, moment);
}
