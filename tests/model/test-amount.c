/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-amount"

#include "model/ferry-amount.h"

#define GIB (1024.0 * 1024 * 1024)

static void
assert_text (char       *text,
             const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_bytes (void)
{
  assert_text (ferry_format_bytes (8.2 * GIB), "8.2 GiB");
  assert_text (ferry_format_bytes (0), "0.0 GiB");
  assert_text (ferry_format_bytes (64 * 1024 * 1024), "64.0 MiB");
  assert_text (ferry_format_bytes (0.5 * GIB), "0.5 GiB");
  assert_text (ferry_format_bytes (12.5 * 1024 * GIB), "12.5 TiB");
}

static void
test_bytes_of (void)
{
  assert_text (ferry_format_bytes_of (3.1 * GIB, 8 * GIB), "3.1 of 8.0 GiB");
  assert_text (ferry_format_bytes_of (0, 64 * 1024 * 1024), "0.0 of 64.0 MiB");
}

static void
test_rate (void)
{
  assert_text (ferry_format_rate (412000000), "412.0 MB/s");
}

static void
test_duration (void)
{
  assert_text (ferry_format_duration (0.2), "about 1 s");
  assert_text (ferry_format_duration (17), "about 15 s");
  assert_text (ferry_format_duration (119), "about 2 min");
  assert_text (ferry_format_duration (3 * 3600), "about 3.0 h");
}

static void
test_duration_range (void)
{
  assert_text (ferry_format_duration_range (11.8, 19.6), "10–20 s");
  assert_text (ferry_format_duration_range (60, 181), "60 s – 3 min");
  assert_text (ferry_format_duration_range (125, 290), "2–5 min");
  assert_text (ferry_format_duration_range (20, 21), "about 20 s");
  assert_text (ferry_format_duration_range (30, 20), "about 20 s");
}

static void
test_pause (void)
{
  assert_text (ferry_format_pause_range (340, 340), "340 ms");
  assert_text (ferry_format_pause_range (100, 1200), "100 ms – 1.2 s");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/amount/says-bytes-in-the-unit-that-fits", test_bytes);
  g_test_add_func ("/amount/says-a-part-and-its-whole-in-one-unit", test_bytes_of);
  g_test_add_func ("/amount/says-a-rate-in-decimal-megabytes", test_rate);
  g_test_add_func ("/amount/says-a-duration-no-finer-than-a-person-would", test_duration);
  g_test_add_func ("/amount/says-a-range-only-where-its-ends-differ", test_duration_range);
  g_test_add_func ("/amount/says-a-pause", test_pause);

  return g_test_run ();
}
