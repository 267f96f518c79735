/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The forecast against the simulator's arithmetic of pre-copy, which knows nothing of it. */

#include "engine/ferry-forecast.h"
#include "simulator/ferry-sim-transfer.h"

#define GIB    ((guint64) 1 << 30)
#define N_RUNS 2000

typedef struct
{
  double duration_s;
  double pause_s;
} Journey;

/* From start to end at a steady rate, in bytes a second. */
static Journey
travel (guint64 memory,
        double  dirty_rate,
        double  rate)
{
  g_autoptr(FerrySimTransfer) transfer = ferry_sim_transfer_new (&(FerrySimTransferSpec) {
    .memory = memory, .dirty_rate = dirty_rate, .working_set = memory,
  });
  Journey journey = { 0 };

  ferry_sim_transfer_start (transfer);
  while (ferry_sim_transfer_get_stage (transfer) != FERRY_SIM_TRANSFER_DONE)
    {
      double left = ferry_sim_transfer_get_time_left (transfer, rate);

      ferry_sim_transfer_advance (transfer, left, rate);
      journey.duration_s += left;
    }
  journey.pause_s = ferry_sim_transfer_get_pause (transfer);

  return journey;
}

static void
assert_foreseen (guint64 memory,
                 gint64  speed_mbps,
                 Journey journey)
{
  FerryForecast forecast = ferry_forecast_live_move (&(FerryForecastQuestion) {
    .memory_bytes = memory, .source_speed_mbps = speed_mbps, .target_speed_mbps = speed_mbps,
  });

  g_assert_cmpfloat (journey.duration_s, >=, forecast.duration_min_s);
  g_assert_cmpfloat (journey.duration_s, <=, forecast.duration_max_s);
  g_assert_cmpfloat (journey.pause_s * 1000, >=, forecast.pause_min_ms);
  g_assert_cmpfloat (journey.pause_s * 1000, <=, forecast.pause_max_ms);
}

/* Guests of any size, from the seed of this run, that write up to half as fast as the link carries. */
static void
test_foresees_guests_that_converge (void)
{
  static const gint64 speeds[] = { 1000, 10000, 25000 };

  for (guint run = 0; run < N_RUNS; run++)
    {
      gint64 speed = speeds[g_test_rand_int_range (0, G_N_ELEMENTS (speeds))];
      guint64 memory = g_test_rand_double_range (0.25, 256) * GIB;
      double link = speed * 1e6 / 8;
      double rate = MIN (1.2e9, link * g_test_rand_double_range (0.71, 0.94));

      assert_foreseen (memory, speed,
                       travel (memory, rate * g_test_rand_double_range (0, 0.5), rate));
    }
}

/* What a forecast cannot know: this guest writes faster than the link carries. */
static void
test_does_not_foresee_writers_without_end (void)
{
  double rate = 1e9 / 8 * 0.9;
  Journey journey = travel (8 * GIB, rate * 2, rate);
  FerryForecast forecast = ferry_forecast_live_move (&(FerryForecastQuestion) {
    .memory_bytes = 8 * GIB, .source_speed_mbps = 1000, .target_speed_mbps = 1000,
  });

  g_assert_cmpfloat (journey.pause_s * 1000, >, forecast.pause_max_ms);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/forecast-sim/foresees-guests-that-converge",
                   test_foresees_guests_that_converge);
  g_test_add_func ("/forecast-sim/does-not-foresee-writers-without-end",
                   test_does_not_foresee_writers_without_end);

  return g_test_run ();
}
