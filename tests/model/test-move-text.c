/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-move-text"

#include "model/ferry-move-text.h"

#define GIB (1024ull * 1024 * 1024)

static FerryMoveRecord *
new_move (const FerryMoveRecord *fields)
{
  FerryMoveRecord *move = ferry_move_record_new (fields);

  g_assert_nonnull (move);

  return move;
}

#define MOVE(...)                                                                    \
  new_move (&(FerryMoveRecord) {                                                     \
    .base = { .key = "m", .connection_key = "c", .name = "web-03" },                 \
    .source_host_name = "kestrel", .target_host_name = "merlin", __VA_ARGS__ })

static void
assert_status (FerryMoveRecord *move,
               const char      *expected)
{
  g_autofree char *status = ferry_move_text_status (move);

  g_assert_cmpstr (status, ==, expected);
  ferry_record_unref (move);
}

static void
test_running (void)
{
  assert_status (MOVE (.state = FERRY_MOVE_RUNNING, .phase = FERRY_PHASE_MEMORY, .pass = 2,
                       .done_bytes = 3 * GIB, .total_bytes = 8 * GIB, .rate_bytes = 412000000,
                       .left_min_s = 10, .left_max_s = 20),
                 "memory, pass 2 · 3.0 of 8.0 GiB · 412.0 MB/s · 10–20 s left");
}

static void
test_unknown (void)
{
  assert_status (MOVE (.state = FERRY_MOVE_RUNNING, .phase = FERRY_PHASE_PREPARING,
                       .left_min_s = -1),
                 "preparing");
}

static void
test_waiting (void)
{
  assert_status (MOVE (.state = FERRY_MOVE_WAITING,
                       .waiting_reason = "3 moves already run on kestrel"),
                 "waiting: 3 moves already run on kestrel");
}

static void
test_ended (void)
{
  assert_status (MOVE (.state = FERRY_MOVE_DONE, .phase = FERRY_PHASE_OVER, .started_at = 100,
                       .finished_at = 220, .pause_ms = 340),
                 "arrived · took about 2 min, pause 340 ms");
  assert_status (MOVE (.state = FERRY_MOVE_FAILED, .phase = FERRY_PHASE_OVER), "did not arrive");
}

static void
test_route (void)
{
  g_autoptr(FerryMoveRecord) move = MOVE (.state = FERRY_MOVE_RUNNING);
  g_autofree char *route = ferry_move_text_route (move);

  g_assert_cmpstr (route, ==, "kestrel → merlin");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/move-text/says-phase-bytes-rate-and-time-left", test_running);
  g_test_add_func ("/move-text/leaves-out-what-is-not-known", test_unknown);
  g_test_add_func ("/move-text/says-what-a-move-waits-for", test_waiting);
  g_test_add_func ("/move-text/says-how-a-move-ended", test_ended);
  g_test_add_func ("/move-text/names-both-hosts", test_route);

  return g_test_run ();
}
