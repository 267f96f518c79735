/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine/ferry-forecast.h"

#define GIB ((guint64) 1 << 30)

static FerryForecast
predict (guint64 memory,
         gint64  source_mbps,
         gint64  target_mbps,
         guint   n_sharing)
{
  return ferry_forecast_live_move (&(FerryForecastQuestion) {
    .memory_bytes = memory,
    .source_speed_mbps = source_mbps,
    .target_speed_mbps = target_mbps,
    .n_sharing = n_sharing,
  });
}

static void
assert_range (FerryForecast forecast)
{
  g_assert_cmpfloat (forecast.duration_min_s, >, 0);
  g_assert_cmpfloat (forecast.duration_max_s, >, forecast.duration_min_s);
  g_assert_cmpint (forecast.pause_min_ms, >, 0);
  g_assert_cmpint (forecast.pause_max_ms, >, forecast.pause_min_ms);
}

static double
get_width (FerryForecast forecast)
{
  return forecast.duration_max_s / forecast.duration_min_s;
}

static void
test_says_nothing_about_nothing (void)
{
  FerryForecast forecast = predict (0, 10000, 10000, 0);

  g_assert_cmpfloat (forecast.duration_min_s, ==, -1);
  g_assert_cmpfloat (forecast.duration_max_s, ==, -1);
  g_assert_cmpint (forecast.pause_min_ms, ==, -1);
  g_assert_cmpint (forecast.pause_max_ms, ==, -1);
}

/* 8 GiB at 1 Gbit/s cannot take less than the wire does, and one quiet pass is in the range. */
static void
test_brackets_one_pass_over_the_wire (void)
{
  FerryForecast forecast = predict (8 * GIB, 1000, 1000, 0);
  double one_pass = 8.0 * GIB / 117.5e6;

  assert_range (forecast);
  g_assert_cmpfloat (forecast.duration_min_s, <, one_pass);
  g_assert_cmpfloat (forecast.duration_min_s, >, one_pass * 0.8);
  g_assert_cmpfloat (forecast.duration_max_s, >, one_pass * 3);
  g_assert_cmpfloat (forecast.duration_max_s, <, one_pass * 6);
}

/* Ten VMs of 64 GB over 25 Gbit/s were published to take 185 s when idle and 249 s under medium load. */
static void
test_agrees_with_a_published_evacuation (void)
{
  FerryForecast forecast = predict (64000000000, 25000, 25000, 9);

  g_assert_cmpfloat (forecast.duration_min_s, <, 185);
  g_assert_cmpfloat (forecast.duration_max_s, >, 249);
}

static void
test_is_as_slow_as_the_slower_link (void)
{
  FerryForecast slow = predict (8 * GIB, 1000, 1000, 0);
  FerryForecast mixed = predict (8 * GIB, 10000, 1000, 0);
  FerryForecast fast = predict (8 * GIB, 10000, 10000, 0);

  g_assert_cmpfloat (mixed.duration_min_s, ==, slow.duration_min_s);
  g_assert_cmpfloat (mixed.duration_max_s, ==, slow.duration_max_s);
  g_assert_cmpfloat (fast.duration_min_s, <, slow.duration_min_s);
  g_assert_cmpfloat (fast.duration_max_s, <, slow.duration_max_s);
}

/* One stream does not fill a link of any speed. */
static void
test_does_not_believe_in_endless_links (void)
{
  g_assert_cmpfloat (predict (64 * GIB, 400000, 400000, 0).duration_min_s, ==,
                     predict (64 * GIB, 100000, 100000, 0).duration_min_s);
}

static void
test_is_less_sure_of_unknown_links (void)
{
  FerryForecast known = predict (8 * GIB, 10000, 10000, 0);
  FerryForecast half = predict (8 * GIB, 10000, 0, 0);
  FerryForecast unknown = predict (8 * GIB, 0, 0, 0);

  assert_range (unknown);
  g_assert_cmpfloat (get_width (half), >, get_width (known));
  g_assert_cmpfloat (get_width (unknown), >=, get_width (half));
}

/* Those before it may end at once, or go on: only the upper end moves. */
static void
test_shares_the_link (void)
{
  FerryForecast alone = predict (8 * GIB, 1000, 1000, 0);
  FerryForecast shared = predict (8 * GIB, 1000, 1000, 3);

  g_assert_cmpfloat (shared.duration_min_s, ==, alone.duration_min_s);
  g_assert_cmpfloat (shared.duration_max_s, >, alone.duration_max_s * 3.5);
  g_assert_cmpint (shared.pause_max_ms, >, alone.pause_max_ms);
}

static void
test_grows_with_memory (void)
{
  FerryForecast before = predict (1, 1000, 1000, 0);

  assert_range (before);
  for (guint64 memory = GIB; memory <= 12288 * GIB; memory *= 2)
    {
      FerryForecast forecast = predict (memory, 1000, 1000, 0);

      assert_range (forecast);
      g_assert_cmpfloat (forecast.duration_min_s, >, before.duration_min_s);
      g_assert_cmpfloat (forecast.duration_max_s, >, before.duration_max_s);
      g_assert_cmpint (forecast.pause_max_ms, >, before.pause_max_ms);
      before = forecast;
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/forecast/says-nothing-about-nothing", test_says_nothing_about_nothing);
  g_test_add_func ("/forecast/brackets-one-pass-over-the-wire",
                   test_brackets_one_pass_over_the_wire);
  g_test_add_func ("/forecast/agrees-with-a-published-evacuation",
                   test_agrees_with_a_published_evacuation);
  g_test_add_func ("/forecast/is-as-slow-as-the-slower-link", test_is_as_slow_as_the_slower_link);
  g_test_add_func ("/forecast/does-not-believe-in-endless-links",
                   test_does_not_believe_in_endless_links);
  g_test_add_func ("/forecast/is-less-sure-of-unknown-links", test_is_less_sure_of_unknown_links);
  g_test_add_func ("/forecast/shares-the-link", test_shares_the_link);
  g_test_add_func ("/forecast/grows-with-memory", test_grows_with_memory);

  return g_test_run ();
}
