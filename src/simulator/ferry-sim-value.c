/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-value"

#include "simulator/ferry-sim-value.h"

/*
 * Values of a field, in the form in which the database takes them.
 *
 * Threads: any; everything here is a function of its arguments.
 */

/**
 * ferry_sim_value_set:
 * @first: (nullable): the first element
 * @...: the other elements, then %NULL
 *
 * Returns: (transfer full): a floating set of strings
 */
GVariant *
ferry_sim_value_set (const char *first,
                     ...)
{
  GVariantBuilder set;
  va_list elements;

  g_variant_builder_init (&set, G_VARIANT_TYPE_STRING_ARRAY);
  va_start (elements, first);
  for (const char *element = first; element != NULL; element = va_arg (elements, const char *))
    g_variant_builder_add (&set, "s", element);
  va_end (elements);

  return g_variant_builder_end (&set);
}

/**
 * ferry_sim_value_map:
 * @first_key: (nullable): the first key
 * @...: its value, the other keys, each with its value, then %NULL; a key whose value is %NULL is
 *   left out
 *
 * Returns: (transfer full): a floating map of strings to strings
 */
GVariant *
ferry_sim_value_map (const char *first_key,
                     ...)
{
  GVariantBuilder map;
  va_list pairs;

  g_variant_builder_init (&map, G_VARIANT_TYPE ("a{ss}"));
  va_start (pairs, first_key);
  for (const char *key = first_key; key != NULL; key = va_arg (pairs, const char *))
    {
      const char *value = va_arg (pairs, const char *);

      if (value != NULL)
        g_variant_builder_add (&map, "{ss}", key, value);
    }
  va_end (pairs);

  return g_variant_builder_end (&map);
}

/**
 * ferry_sim_value_time:
 * @unix_time: seconds since 1970
 *
 * Returns: (transfer full): a floating datetime as the API writes it
 */
GVariant *
ferry_sim_value_time (gint64 unix_time)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (unix_time);

  return g_variant_new_take_string (g_date_time_format (time, "%Y%m%dT%H:%M:%SZ"));
}
