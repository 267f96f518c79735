/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "simulator/ferry-sim-traffic.h"

#define MIB (1024.0 * 1024)
#define GIB (1024.0 * MIB)

/* 1.1 GB/s, as of a host that nobody described. */
static FerrySimTraffic *
make_traffic (double speed)
{
  g_autoptr(FerrySimLoad) load = ferry_sim_load_new ();
  const FerrySimLink link = { speed };

  ferry_sim_load_set_link (load, "a", &link);
  ferry_sim_load_set_link (load, "b", &link);
  ferry_sim_load_set_link (load, "c", &link);

  return ferry_sim_traffic_new (load);
}

static guint
add (FerrySimTraffic *traffic,
     const char      *source,
     const char      *destination,
     double           memory,
     double           dirty_rate,
     double           working_set)
{
  const FerrySimTransferSpec spec = {
    .memory = memory,
    .dirty_rate = dirty_rate,
    .working_set = working_set,
  };

  return ferry_sim_traffic_add (traffic, source, destination, &spec);
}

/* When the transfer comes to a stage, in seconds; the clock only ever goes forward. */
static double
run_until (FerrySimTraffic       *traffic,
           guint                  id,
           FerrySimTransferStage  stage)
{
  FerrySimTransfer *transfer = ferry_sim_traffic_get (traffic, id);
  double now = 0;

  while (ferry_sim_transfer_get_stage (transfer) < stage)
    {
      double next = ferry_sim_traffic_get_next_change (traffic);

      g_assert_false (isinf (next));
      g_assert_cmpfloat (next, >=, now);
      now = next;
      ferry_sim_traffic_advance (traffic, now);
    }

  return now;
}

static void
test_idle_vm_takes_one_pass (void)
{
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e9);
  guint id = add (traffic, "a", "b", 10e9, 0, 0);
  double done = run_until (traffic, id, FERRY_SIM_TRANSFER_DONE);
  FerrySimTransfer *transfer = ferry_sim_traffic_get (traffic, id);

  /* 10 s of copying beside 0.5 s before, 0.12 s of pause and 0.4 s after. */
  g_assert_cmpfloat_with_epsilon (done, 11.02, 0.01);
  g_assert_cmpfloat_with_epsilon (ferry_sim_transfer_get_pause (transfer), 0.12, 0.001);
  g_assert_cmpfloat_with_epsilon (ferry_sim_transfer_get_sent (transfer), 10e9, 1);
  g_assert_cmpuint (ferry_sim_transfer_get_percent (transfer), ==, 100);
}

static void
test_busy_vm_converges (void)
{
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e9);
  guint id = add (traffic, "a", "b", 10e9, 50e6, 2e9);
  double done = run_until (traffic, id, FERRY_SIM_TRANSFER_DONE);
  FerrySimTransfer *transfer = ferry_sim_traffic_get (traffic, id);

  g_assert_cmpfloat (done, >, 11.3);
  g_assert_cmpfloat (done, <, 12);
  g_assert_cmpuint (ferry_sim_transfer_get_pass (transfer), >, 2);
  g_assert_cmpfloat (ferry_sim_transfer_get_sent (transfer), >, 10.4e9);
  g_assert_cmpfloat (ferry_sim_transfer_get_pause (transfer), <, 0.2);
}

static void
test_vm_that_writes_faster_than_the_link_pauses_long (void)
{
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e8);
  guint id = add (traffic, "a", "b", 4e9, 1e9, 2e9);
  FerrySimTransfer *transfer = ferry_sim_traffic_get (traffic, id);

  run_until (traffic, id, FERRY_SIM_TRANSFER_CLEANING);

  /* All of what it works on is left for the pause: 2 GB at 100 MB/s. */
  g_assert_cmpuint (ferry_sim_transfer_get_pass (transfer), ==, 6);
  g_assert_cmpfloat_with_epsilon (ferry_sim_transfer_get_pause (transfer), 20.12, 0.2);
  g_assert_cmpfloat_with_epsilon (ferry_sim_transfer_get_sent (transfer), 4e9 + 5 * 2e9, 1e8);
}

static void
test_number_of_passes_can_be_given (void)
{
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e8);
  const FerrySimTransferSpec spec = { .memory = 1000000000, .dirty_rate = 1e9,
                                      .working_set = 500000000, .max_passes = 30 };
  guint id = ferry_sim_traffic_add (traffic, "a", "b", &spec);

  run_until (traffic, id, FERRY_SIM_TRANSFER_DONE);
  g_assert_cmpuint (ferry_sim_transfer_get_pass (ferry_sim_traffic_get (traffic, id)), ==, 31);
}

static void
test_percent_never_falls_and_stalls_with_a_busy_guest (void)
{
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e8);
  guint id = add (traffic, "a", "b", 1e9, 3e8, 8e8);
  FerrySimTransfer *transfer = ferry_sim_traffic_get (traffic, id);
  guint last = 0;
  guint n_still = 0;

  for (double now = 0; ferry_sim_transfer_get_stage (transfer) < FERRY_SIM_TRANSFER_PAUSED; now += 0.1)
    {
      guint percent;

      ferry_sim_traffic_advance (traffic, now);
      percent = ferry_sim_transfer_get_percent (transfer);
      g_assert_cmpuint (percent, >=, last);
      n_still += percent == last;
      last = percent;
    }

  g_assert_cmpuint (last, <, 100);
  g_assert_cmpuint (n_still, >, 100);
}

static void
test_two_that_share_a_link_take_twice_as_long (void)
{
  g_autoptr(FerrySimTraffic) alone = make_traffic (1e9);
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e9);
  double one = run_until (alone, add (alone, "a", "b", 20e9, 0, 0), FERRY_SIM_TRANSFER_DONE);
  guint first = add (traffic, "a", "b", 20e9, 0, 0);
  guint second = add (traffic, "a", "c", 20e9, 0, 0);
  double two;

  ferry_sim_traffic_advance (traffic, 1);
  g_assert_cmpfloat_with_epsilon (ferry_sim_traffic_get_rate (traffic, first), 5e8, 1);
  g_assert_cmpfloat_with_epsilon (ferry_sim_traffic_get_rate (traffic, second), 5e8, 1);

  two = run_until (traffic, first, FERRY_SIM_TRANSFER_DONE);
  g_assert_cmpfloat (two / one, >, 1.9);
  g_assert_cmpfloat (two / one, <, 2.05);
}

static void
test_what_one_cannot_use_goes_to_the_other (void)
{
  g_autoptr(FerrySimLoad) load = ferry_sim_load_new ();
  const FerrySimLink fast = { 1e9 };
  const FerrySimLink slow = { 1e8 };
  g_autoptr(FerrySimTraffic) traffic = NULL;
  guint to_slow;
  guint to_fast;

  ferry_sim_load_set_link (load, "a", &fast);
  ferry_sim_load_set_link (load, "b", &slow);
  ferry_sim_load_set_link (load, "c", &fast);
  traffic = ferry_sim_traffic_new (load);
  to_slow = add (traffic, "a", "b", 20e9, 0, 0);
  to_fast = add (traffic, "a", "c", 20e9, 0, 0);
  ferry_sim_traffic_advance (traffic, 1);

  g_assert_cmpfloat_with_epsilon (ferry_sim_traffic_get_rate (traffic, to_slow), 1e8, 1);
  g_assert_cmpfloat_with_epsilon (ferry_sim_traffic_get_rate (traffic, to_fast), 9e8, 1);
}

static void
test_shares_are_worked_out_anew_when_one_ends (void)
{
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e9);
  guint first = add (traffic, "a", "b", 20e9, 0, 0);
  guint second = add (traffic, "a", "b", 20e9, 0, 0);

  ferry_sim_traffic_advance (traffic, 2);
  ferry_sim_traffic_remove (traffic, first);
  g_assert_null (ferry_sim_traffic_get (traffic, first));
  g_assert_cmpfloat_with_epsilon (ferry_sim_traffic_get_rate (traffic, second), 1e9, 1);
}

static void
test_directions_do_not_share (void)
{
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e9);
  guint there = add (traffic, "a", "b", 20e9, 0, 0);
  guint back = add (traffic, "b", "a", 20e9, 0, 0);

  ferry_sim_traffic_advance (traffic, 1);
  g_assert_cmpfloat_with_epsilon (ferry_sim_traffic_get_rate (traffic, there), 1e9, 1);
  g_assert_cmpfloat_with_epsilon (ferry_sim_traffic_get_rate (traffic, back), 1e9, 1);
}

static void
test_fifth_on_a_host_waits_for_a_worker (void)
{
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e9);
  guint ids[5];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = add (traffic, i % 2 == 0 ? "a" : "c", i % 2 == 0 ? "b" : "a", 1e9, 0, 0);
  ferry_sim_traffic_advance (traffic, 1);

  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (ferry_sim_transfer_get_stage (ferry_sim_traffic_get (traffic, ids[i])), >,
                     FERRY_SIM_TRANSFER_QUEUED);
  g_assert_cmpint (ferry_sim_transfer_get_stage (ferry_sim_traffic_get (traffic, ids[4])), ==,
                   FERRY_SIM_TRANSFER_QUEUED);
  g_assert_cmpuint (ferry_sim_transfer_get_percent (ferry_sim_traffic_get (traffic, ids[4])), ==, 0);

  ferry_sim_traffic_remove (traffic, ids[1]);
  g_assert_cmpint (ferry_sim_transfer_get_stage (ferry_sim_traffic_get (traffic, ids[4])), ==,
                   FERRY_SIM_TRANSFER_PREPARING);
}

static void
test_compression_sends_less_over_a_slow_link (void)
{
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e8);
  const FerrySimTransferSpec spec = { .memory = 10000000000, .is_compressed = TRUE };
  double done = run_until (traffic, ferry_sim_traffic_add (traffic, "a", "b", &spec),
                           FERRY_SIM_TRANSFER_DONE);

  g_assert_cmpfloat (done, <, 50);
  g_assert_cmpfloat (done, >, 40);
}

static void
test_compression_is_bound_by_the_processor (void)
{
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e9);
  const FerrySimTransferSpec spec = { .memory = 12000000000, .is_compressed = TRUE };
  double done = run_until (traffic, ferry_sim_traffic_add (traffic, "a", "b", &spec),
                           FERRY_SIM_TRANSFER_DONE);

  g_assert_cmpfloat_with_epsilon (done, 20 + 1.02, 0.05);
}

static void
test_result_does_not_depend_on_how_often_one_looks (void)
{
  g_autoptr(FerrySimTraffic) often = make_traffic (1e9);
  g_autoptr(FerrySimTraffic) once = make_traffic (1e9);
  guint id_often = add (often, "a", "b", 10e9, 2e8, 1e9);
  guint id_once = add (once, "a", "b", 10e9, 2e8, 1e9);

  for (double now = 0; now < 60; now += 0.013)
    ferry_sim_traffic_advance (often, now);
  ferry_sim_traffic_advance (once, 60);
  ferry_sim_traffic_advance (once, 30);

  g_assert_cmpint (ferry_sim_transfer_get_stage (ferry_sim_traffic_get (once, id_once)), ==,
                   FERRY_SIM_TRANSFER_DONE);
  g_assert_cmpfloat_with_epsilon (ferry_sim_transfer_get_sent (ferry_sim_traffic_get (once, id_once)),
                                  ferry_sim_transfer_get_sent (ferry_sim_traffic_get (often, id_often)),
                                  1e3);
  g_assert_cmpfloat_with_epsilon (ferry_sim_transfer_get_pause (ferry_sim_traffic_get (once, id_once)),
                                  ferry_sim_transfer_get_pause (ferry_sim_traffic_get (often, id_often)),
                                  1e-3);
}

static void
test_within_a_host_no_link_is_used (void)
{
  g_autoptr(FerrySimTraffic) traffic = make_traffic (1e8);
  guint far = add (traffic, "a", "b", 1e9, 0, 0);
  guint near = add (traffic, "a", "a", 4e9, 0, 0);
  double done = run_until (traffic, near, FERRY_SIM_TRANSFER_DONE);

  g_assert_cmpfloat_with_epsilon (done, 1 + 1.02, 0.05);
  g_assert_cmpfloat_with_epsilon (ferry_sim_traffic_get_rate (traffic, far), 1e8, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sim-transfer/idle-vm-takes-one-pass", test_idle_vm_takes_one_pass);
  g_test_add_func ("/sim-transfer/busy-vm-converges", test_busy_vm_converges);
  g_test_add_func ("/sim-transfer/vm-that-writes-faster-than-the-link-pauses-long",
                   test_vm_that_writes_faster_than_the_link_pauses_long);
  g_test_add_func ("/sim-transfer/number-of-passes-can-be-given", test_number_of_passes_can_be_given);
  g_test_add_func ("/sim-transfer/percent-never-falls-and-stalls-with-a-busy-guest",
                   test_percent_never_falls_and_stalls_with_a_busy_guest);
  g_test_add_func ("/sim-transfer/two-that-share-a-link-take-twice-as-long",
                   test_two_that_share_a_link_take_twice_as_long);
  g_test_add_func ("/sim-transfer/what-one-cannot-use-goes-to-the-other",
                   test_what_one_cannot_use_goes_to_the_other);
  g_test_add_func ("/sim-transfer/shares-are-worked-out-anew-when-one-ends",
                   test_shares_are_worked_out_anew_when_one_ends);
  g_test_add_func ("/sim-transfer/directions-do-not-share", test_directions_do_not_share);
  g_test_add_func ("/sim-transfer/fifth-on-a-host-waits-for-a-worker",
                   test_fifth_on_a_host_waits_for_a_worker);
  g_test_add_func ("/sim-transfer/compression-sends-less-over-a-slow-link",
                   test_compression_sends_less_over_a_slow_link);
  g_test_add_func ("/sim-transfer/compression-is-bound-by-the-processor",
                   test_compression_is_bound_by_the_processor);
  g_test_add_func ("/sim-transfer/result-does-not-depend-on-how-often-one-looks",
                   test_result_does_not_depend_on_how_often_one_looks);
  g_test_add_func ("/sim-transfer/within-a-host-no-link-is-used", test_within_a_host_no_link_is_used);

  return g_test_run ();
}
