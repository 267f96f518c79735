/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine/ferry-meter.h"
#include "engine/ferry-rate.h"

#define MB ((guint64) 1000000)
#define S  G_USEC_PER_SEC

static void
test_rate_says_nothing_early (void)
{
  FerryRate rate = { 0 };
  double min_s, max_s;

  for (guint i = 0; i < 4; i++)
    ferry_rate_add (&rate, i * S, i * 100 * MB);
  g_assert_cmpuint (ferry_rate_get_per_s (&rate), ==, 0);
  g_assert_false (ferry_rate_get_left (&rate, 100 * MB, &min_s, &max_s));
  g_assert_cmpfloat (min_s, ==, -1);

  ferry_rate_add (&rate, 4 * S, 400 * MB);
  g_assert_cmpuint (ferry_rate_get_per_s (&rate), ==, 100 * MB);
}

static void
test_rate_gives_a_range (void)
{
  FerryRate rate = { 0 };
  guint64 amount = 0;
  double min_s, max_s;

  /* Five seconds fast, five seconds slow. */
  for (guint i = 0; i <= 10; i++)
    {
      ferry_rate_add (&rate, i * S, amount);
      amount += i < 5 ? 100 * MB : 20 * MB;
    }
  g_assert_cmpuint (ferry_rate_get_per_s (&rate), ==, 60 * MB);
  g_assert_true (ferry_rate_get_left (&rate, 600 * MB, &min_s, &max_s));
  g_assert_cmpfloat_with_epsilon (min_s, 6, 0.01);
  g_assert_cmpfloat_with_epsilon (max_s, 30, 0.01);
}

static void
test_steady_rate_is_still_a_range (void)
{
  FerryRate rate = { 0 };
  double min_s, max_s;

  for (guint i = 0; i < 10; i++)
    ferry_rate_add (&rate, i * S, i * 10 * MB);
  g_assert_true (ferry_rate_get_left (&rate, 100 * MB, &min_s, &max_s));
  g_assert_cmpfloat (min_s, <, 10);
  g_assert_cmpfloat (max_s, >, 10);
}

static void
test_rate_forgets_the_distant_past (void)
{
  FerryRate rate = { 0 };

  for (guint i = 0; i < 10; i++)
    ferry_rate_add (&rate, i * S, i * 1000 * MB);
  for (guint i = 0; i < 30; i++)
    ferry_rate_add (&rate, (10 + i) * S, 9000 * MB + i * MB);
  g_assert_cmpuint (ferry_rate_get_per_s (&rate), ==, 1 * MB);
}

static void
test_rate_survives_bursts_and_stalls (void)
{
  FerryRate rate = { 0 };
  double min_s, max_s;

  for (guint i = 0; i < 100000; i++)
    ferry_rate_add (&rate, i * 10, i);
  g_assert_cmpuint (ferry_rate_get_per_s (&rate), ==, 100000);

  for (guint i = 1; i < 40; i++)
    ferry_rate_add (&rate, (1 + i) * S, 100000);
  g_assert_cmpuint (ferry_rate_get_per_s (&rate), ==, 0);
  g_assert_false (ferry_rate_get_left (&rate, 1, &min_s, &max_s));
}

static void
test_rate_starts_afresh_when_it_shrinks (void)
{
  FerryRate rate = { 0 };

  for (guint i = 0; i < 10; i++)
    ferry_rate_add (&rate, i * S, i * 100 * MB);
  ferry_rate_add (&rate, 10 * S, 5 * MB);
  g_assert_cmpuint (ferry_rate_get_per_s (&rate), ==, 0);
}

static void
test_meter_never_runs_backwards (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  FerryMeter meter;
  double last = 0;
  FerryPhase last_phase = 0;

  ferry_meter_init (&meter);
  for (guint i = 0; i < 2000; i++)
    {
      FerryProgress progress = {
        .phase = g_rand_int_range (rand, FERRY_PHASE_WAITING, FERRY_PHASE_FINISHING + 1),
        .fraction = g_rand_double_range (rand, -1, 1.2),
        .done_bytes = g_rand_int (rand), .total_bytes = g_rand_int (rand),
        .pass = g_rand_int_range (rand, 0, 4),
      };

      ferry_meter_update (&meter, &progress, i * S / 3);
      g_assert_cmpfloat (meter.fraction, >=, last);
      g_assert_cmpfloat (meter.fraction, <=, 1);
      g_assert_cmpint (meter.phase, >=, last_phase);
      g_assert_true (meter.total_bytes == 0 || meter.done_bytes <= meter.total_bytes);
      g_assert_cmpfloat (meter.left_min_s, <=, meter.left_max_s);
      last = meter.fraction;
      last_phase = meter.phase;
    }
}

static void
test_meter_shows_a_move (void)
{
  FerryMeter meter;
  double sum = 0;

  ferry_meter_init (&meter);
  for (guint i = 0; i < FERRY_N_PHASES; i++)
    sum += meter.weights[i];
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-9);

  ferry_meter_enter (&meter, FERRY_PHASE_PREPARING);
  for (guint i = 0; i <= 10; i++)
    ferry_meter_update (&meter, &(FerryProgress) {
      .phase = FERRY_PHASE_MEMORY, .fraction = i / 20.0, .done_bytes = i * 400 * MB,
      .total_bytes = 8000 * MB, .can_cancel = TRUE, .pass = 1,
    }, i * S);
  g_assert_cmpfloat_with_epsilon (meter.fraction, 0.02 + 0.45, 1e-9);
  g_assert_cmpuint (meter.rate_bytes, ==, 400 * MB);
  g_assert_cmpfloat (meter.left_min_s, <, 10);
  g_assert_cmpfloat (meter.left_max_s, >, 10);
  g_assert_true (meter.can_cancel);

  /* The server's own progress falls near the end: that is not believed. */
  ferry_meter_update (&meter, &(FerryProgress) { .phase = FERRY_PHASE_FINISHING, .fraction = -1 }, 12 * S);
  ferry_meter_update (&meter, &(FerryProgress) { .phase = FERRY_PHASE_MEMORY, .fraction = 0.4 }, 13 * S);
  g_assert_cmpint (meter.phase, ==, FERRY_PHASE_FINISHING);
  g_assert_cmpfloat_with_epsilon (meter.fraction, 0.95, 1e-9);
  g_assert_cmpuint (meter.rate_bytes, ==, 0);
  g_assert_cmpfloat (meter.left_max_s, ==, -1);

  ferry_meter_enter (&meter, FERRY_PHASE_OVER);
  g_assert_cmpfloat_with_epsilon (meter.fraction, 1, 1e-9);
}

static void
test_meter_tells_time_without_bytes (void)
{
  FerryMeter meter;

  ferry_meter_init (&meter);
  for (guint i = 0; i <= 10; i++)
    ferry_meter_update (&meter, &(FerryProgress) { .phase = FERRY_PHASE_MEMORY, .fraction = i / 100.0 },
                        i * S);
  g_assert_cmpuint (meter.rate_bytes, ==, 0);
  g_assert_cmpfloat (meter.left_min_s, <, 90);
  g_assert_cmpfloat (meter.left_max_s, >, 90);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rate/says-nothing-early", test_rate_says_nothing_early);
  g_test_add_func ("/rate/gives-a-range", test_rate_gives_a_range);
  g_test_add_func ("/rate/steady-is-still-a-range", test_steady_rate_is_still_a_range);
  g_test_add_func ("/rate/forgets-the-distant-past", test_rate_forgets_the_distant_past);
  g_test_add_func ("/rate/survives-bursts-and-stalls", test_rate_survives_bursts_and_stalls);
  g_test_add_func ("/rate/starts-afresh-when-it-shrinks", test_rate_starts_afresh_when_it_shrinks);
  g_test_add_func ("/meter/never-runs-backwards", test_meter_never_runs_backwards);
  g_test_add_func ("/meter/shows-a-move", test_meter_shows_a_move);
  g_test_add_func ("/meter/tells-time-without-bytes", test_meter_tells_time_without_bytes);

  return g_test_run ();
}
