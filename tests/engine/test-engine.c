/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine-fixture.h"

static const FerryProgress halfway = {
  .phase = FERRY_PHASE_MEMORY, .fraction = 0.5, .done_bytes = 2u << 30, .total_bytes = 4ul << 30,
    .is_estimate = TRUE, .can_cancel = TRUE,
};

/* --- Success and refusals --- */

static void
test_moves_a_vm (Fixture       *f,
                 gconstpointer  unused)
{
  const FerryMoveRecord *move;
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");

  mock_server_progress (f->server, "web-03", &halfway);
  move = fixture_get_move (f, key);
  g_assert_cmpint (move->phase, ==, FERRY_PHASE_MEMORY);
  g_assert_cmpfloat_with_epsilon (move->fraction, 0.47, 0.001);
  g_assert_cmpuint (move->done_bytes, ==, halfway.done_bytes);
  g_assert_true (move->can_cancel);

  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");
  g_assert_cmpfloat (fixture_get_move (f, key)->fraction, ==, 1);
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 1);
}

static void
test_names_what_refuses (Fixture       *f,
                         gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  fixture_connect (f);
  mock_server_set_memory (f->server, "merlin", 1u << 30);
  error = fixture_try_move (f, "web-03", "merlin");
  g_assert_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_BLOCKED);
  g_assert_nonnull (strstr (error->message, "web-03"));
  g_assert_nonnull (strstr (error->message, "merlin"));
  g_assert_nonnull (strstr (error->message, "GiB"));
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 0);
}

static void
test_server_has_the_last_word (Fixture       *f,
                               gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_object (f->server, "merlin is being upgraded.");
  key = fixture_move (f, "web-03", "merlin");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "web-03 did not begin to move, and stays on kestrel. merlin is being upgraded.");
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 0);
}

static void
test_takes_no_for_an_answer (Fixture       *f,
                             gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_fail_next (f->server, MOCK_MIGRATE, FERRY_DRIVER_ERROR_REFUSED,
                         "merlin is being emptied.");
  key = fixture_move (f, "web-03", "merlin");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "web-03 did not move to merlin. It still runs on kestrel. merlin is being emptied.");
}

static void
test_no_second_start (Fixture       *f,
                      gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  fixture_connect (f);
  fixture_move_running (f, "web-03", "merlin");
  error = fixture_try_move (f, "web-03", "osprey");
  g_assert_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_BLOCKED);
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 1);

  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_move_running (f, "web-03", "osprey");
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 2);
}

static void
test_needs_a_connection (Fixture       *f,
                         gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  fixture_connect (f);
  mock_server_lose (f->server);
  fixture_settle (f);
  error = fixture_try_move (f, "web-03", "merlin");
  g_assert_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_BLOCKED);
  g_assert_nonnull (strstr (error->message, "Lisbon pool"));
}

static void
test_waits_for_a_slot (Fixture       *f,
                       gconstpointer  unused)
{
  const char *last;

  fixture_connect (f);
  mock_server_add_vm (f->server, "wiki", "kestrel");
  fixture_move_running (f, "web-03", "merlin");
  fixture_move_running (f, "db-01", "osprey");
  fixture_move_running (f, "mail", "merlin");
  last = fixture_move (f, "wiki", "osprey");
  fixture_settle (f);
  g_assert_cmpint (fixture_get_move (f, last)->state, ==, FERRY_MOVE_WAITING);
  g_assert_cmpstr (fixture_get_move (f, last)->waiting_reason, ==,
                   "Waiting: 3 moves already keep kestrel busy");
  g_assert_false (mock_server_has_task (f->server, "wiki"));

  mock_server_finish (f->server, "mail");
  fixture_settle (f);
  g_assert_true (mock_server_has_task (f->server, "wiki"));
  g_assert_null (fixture_get_move (f, last)->waiting_reason);
}

static void
test_looks_again_before_it_starts (Fixture       *f,
                                   gconstpointer  unused)
{
  const char *here, *full;

  fixture_connect (f);
  mock_server_add_vm (f->server, "wiki", "kestrel");
  mock_server_add_vm (f->server, "build", "kestrel");
  fixture_move_running (f, "web-03", "merlin");
  fixture_move_running (f, "db-01", "merlin");
  fixture_move_running (f, "mail", "merlin");
  here = fixture_move (f, "wiki", "osprey");
  full = fixture_move (f, "build", "osprey");

  /* While they wait, the world goes on. */
  mock_server_set_vm (f->server, "wiki", "osprey", FERRY_POWER_STATE_RUNNING, TRUE);
  mock_server_set_memory (f->server, "osprey", 1u << 30);
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);

  fixture_assert_ended (f, here, FERRY_MOVE_FAILED,
                        "wiki runs on osprey already: something else moved it.");
  g_assert_cmpint (fixture_get_move (f, full)->state, ==, FERRY_MOVE_FAILED);
  g_assert_true (g_str_has_prefix (fixture_get_move (f, full)->message,
                                   "build did not begin to move, and stays on kestrel. "));
  g_assert_cmpuint (mock_server_count_started (f->server, "build"), ==, 0);
}

/* --- What a server says, and what is so --- */

static void
test_fails_before_the_pause (Fixture       *f,
                             gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_REFUSED, "merlin has no free memory.");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "web-03 did not move to merlin. It still runs on kestrel. "
                        "merlin has no free memory.");
}

static void
test_does_not_vouch_for_a_silent_host (Fixture       *f,
                                       gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_HOST_SILENT, "The pool cannot reach kestrel.");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "web-03 did not move to merlin. The server lists it as running on kestrel. "
                        "The pool cannot reach kestrel.");
}

static void
test_fails_after_the_pause (Fixture       *f,
                            gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_set_vm (f->server, "web-03", NULL, FERRY_POWER_STATE_HALTED, TRUE);
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_REFUSED, "The stream broke.");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "web-03 did not survive the move to merlin: it is shut down on kestrel. "
                        "Start it again there. The stream broke.");
}

static void
test_believes_no_success (Fixture       *f,
                          gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_hold (f->server, MOCK_LOOK);
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  mock_server_set_vm (f->server, "web-03", "kestrel", FERRY_POWER_STATE_RUNNING, FALSE);
  mock_server_let_go (f->server, MOCK_LOOK);
  fixture_wait (f, 5);
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_RUNNING);
  fixture_wait (f, 20);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "The server reports that web-03 has moved, but it still runs on kestrel. "
                        "Migrate it again, or look into the log of kestrel.");
}

static void
test_paused_is_not_done (Fixture       *f,
                         gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_hold (f->server, MOCK_LOOK);
  mock_server_finish (f->server, "web-03");
  mock_server_set_vm (f->server, "web-03", "merlin", FERRY_POWER_STATE_PAUSED, TRUE);
  mock_server_let_go (f->server, MOCK_LOOK);
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "web-03 is paused on merlin: it is there, but it does not run. Unpause it there.");
}

static void
test_elsewhere_is_not_done (Fixture       *f,
                            gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_set_vm (f->server, "web-03", "osprey", FERRY_POWER_STATE_RUNNING, TRUE);
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_REFUSED, "Whatever.");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "web-03 runs on osprey, not on merlin: something else moved it. Migrate it "
                        "again if you still want it on merlin.");
}

static void
test_arrived_in_spite_of_an_error (Fixture       *f,
                                   gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_set_vm (f->server, "web-03", "merlin", FERRY_POWER_STATE_RUNNING, TRUE);
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_REFUSED, "The last handshake was lost.");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE,
                        "web-03 runs on merlin, although the server reported an error: "
                        "The last handshake was lost.");
}

static void
test_deleted_meanwhile (Fixture       *f,
                        gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_GONE, NULL);
  mock_server_delete_vm (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "web-03 is not known to the server any more: somebody deleted it, or moved it to "
                        "another pool. It was on its way from kestrel to merlin.");
}

static void
test_cannot_look (Fixture       *f,
                  gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_fail_times (f->server, MOCK_LOOK, 3, FERRY_DRIVER_ERROR_PROTOCOL,
                          "lisbon gave an answer that makes no sense.");
  mock_server_finish (f->server, "web-03");
  fixture_wait (f, 10);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "Ferry cannot know how the move of web-03 ended: lisbon gave an answer that makes "
                        "no sense. Look on kestrel and on merlin where it runs.");
}

/* --- A task that vanishes --- */

static void
test_vanished_and_arrived (Fixture       *f,
                           gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_set_vm (f->server, "web-03", "merlin", FERRY_POWER_STATE_RUNNING, TRUE);
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_GONE, NULL);
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE,
                        "web-03 runs on merlin. The server lost track of the move meanwhile.");
}

static void
test_vanished_and_arrives_later (Fixture       *f,
                                 gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_restart (f->server);
  fixture_wait (f, 40);
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_RUNNING);
  g_assert_cmpstr (fixture_get_move (f, key)->waiting_reason, ==, "Looking where web-03 is");
  mock_server_set_vm (f->server, "web-03", "merlin", FERRY_POWER_STATE_RUNNING, TRUE);
  fixture_wait (f, 20);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE,
                        "web-03 runs on merlin. The server lost track of the move meanwhile.");
}

static void
test_vanished_at_the_source (Fixture       *f,
                             gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_restart (f->server);
  fixture_wait (f, 150);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "The server lost track of the move of web-03, and lists it as running on kestrel. "
                        "Ferry cannot know whether that is still so. Check that web-03 answers before you "
                        "move it again.");
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 1);
}

static void
test_vanished_and_halted (Fixture       *f,
                          gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_restart (f->server);
  mock_server_set_vm (f->server, "web-03", NULL, FERRY_POWER_STATE_HALTED, TRUE);
  fixture_wait (f, 150);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "The server lost track of the move of web-03, and lists it as shut down. Ferry "
                        "cannot know whether it still runs on merlin. Look there before you start it, so "
                        "that it does not run twice.");
}

/* --- The connection is lost --- */

static void
test_lost_while_checking (Fixture       *f,
                          gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_hold (f->server, MOCK_CHECK);
  key = fixture_move (f, "web-03", "merlin");
  fixture_settle (f);
  mock_server_let_go (f->server, MOCK_CHECK);
  mock_server_lose (f->server);
  fixture_wait (f, 3);
  g_assert_cmpstr (fixture_get_move (f, key)->waiting_reason, ==,
                   "Waiting for the connection to Lisbon pool");

  mock_server_come_back (f->server);
  fixture_wait (f, 10);
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 1);
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");
}

static void
test_request_arrived_and_answer_lost (Fixture       *f,
                                      gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_hold (f->server, MOCK_MIGRATE);
  key = fixture_move (f, "web-03", "merlin");
  fixture_settle (f);
  mock_server_let_go (f->server, MOCK_MIGRATE);
  /* The task is there; now the answer meets a broken connection. */
  mock_server_lose (f->server);
  fixture_settle (f);
  mock_server_come_back (f->server);
  fixture_wait (f, 10);
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 1);
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");
}

static void
test_request_fails_but_arrived (Fixture       *f,
                                gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_start_and_fail_next (f->server);
  key = fixture_move (f, "web-03", "merlin");
  fixture_wait (f, 5);
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 1);
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_FIND), ==, 1);
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");
}

static void
test_request_lost (Fixture       *f,
                   gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_fail_next (f->server, MOCK_MIGRATE, FERRY_DRIVER_ERROR_UNREACHABLE,
                         "lisbon does not answer.");
  key = fixture_move (f, "web-03", "merlin");
  fixture_wait (f, 150);
  /* Ferry can't tell it from a server that began and then forgot. */
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_FAILED);
  g_assert_nonnull (strstr (fixture_get_move (f, key)->message, "cannot know"));
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 0);
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_MIGRATE), ==, 1);
}

static void
test_lost_while_it_runs (Fixture       *f,
                         gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_progress (f->server, "web-03", &halfway);
  mock_server_lose (f->server);
  fixture_wait (f, 30);
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_RUNNING);
  g_assert_cmpfloat (fixture_get_move (f, key)->left_max_s, ==, -1);

  mock_server_come_back (f->server);
  fixture_wait (f, 60);
  g_assert_null (fixture_get_move (f, key)->waiting_reason);
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");
}

static void
test_lost_while_looking (Fixture       *f,
                         gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_hold (f->server, MOCK_LOOK);
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  mock_server_let_go (f->server, MOCK_LOOK);
  mock_server_lose (f->server);
  fixture_wait (f, 5);
  mock_server_come_back (f->server);
  fixture_wait (f, 10);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");
}

/* Between two looks, there and back again: the next look still comes. */
static void
test_lost_between_looks (Fixture       *f,
                         gconstpointer  unused)
{
  const char *key;

  f->remembers = TRUE;
  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_restart (f->server);
  fixture_wait (f, 20);
  g_assert_cmpstr (fixture_get_move (f, key)->waiting_reason, ==, "Looking where web-03 is");

  mock_server_lose (f->server);
  mock_server_come_back (f->server);
  fixture_wait (f, 5);
  g_assert_cmpint (fixture_get_connection (f)->state, ==, FERRY_CONNECTION_CONNECTED);
  mock_server_set_vm (f->server, "web-03", "merlin", FERRY_POWER_STATE_RUNNING, TRUE);
  fixture_wait (f, 150);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE,
                        "web-03 runs on merlin. The server lost track of the move meanwhile.");
}

static void
test_disconnected_and_connected_again (Fixture       *f,
                                       gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  ferry_engine_disconnect (f->engine, "lisbon");
  fixture_wait (f, 5);
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_RUNNING);
  fixture_connect (f);
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");
}

static void
test_connection_removed (Fixture       *f,
                         gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  ferry_engine_remove_connection (f->engine, "lisbon");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "The connection to Lisbon pool was removed while the move was under way, so Ferry "
                        "cannot know how it ended. Look on the server.");
  g_assert_null (fixture_get_connection (f));
}

/* What was never asked for has an end that is known. */
static void
test_connection_of_a_waiting_move_removed (Fixture       *f,
                                           gconstpointer  unused)
{
  const char *running, *waiting;

  fixture_connect (f);
  mock_server_add_vm (f->server, "wiki", "kestrel");
  running = fixture_move_running (f, "web-03", "merlin");
  fixture_move_running (f, "db-01", "merlin");
  fixture_move_running (f, "mail", "merlin");
  waiting = fixture_move (f, "wiki", "merlin");
  ferry_engine_remove_connection (f->engine, "lisbon");
  fixture_settle (f);
  g_assert_cmpint (fixture_get_move (f, running)->state, ==, FERRY_MOVE_FAILED);
  fixture_assert_ended (f, waiting, FERRY_MOVE_CANCELLED,
                        "Cancelled before it began. wiki still runs on kestrel.");
  g_assert_cmpuint (mock_server_count_started (f->server, "wiki"), ==, 0);
}

/* --- Cancelling --- */

static void
test_cancels_what_waits (Fixture       *f,
                         gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_add_vm (f->server, "wiki", "kestrel");
  fixture_move_running (f, "web-03", "merlin");
  fixture_move_running (f, "db-01", "merlin");
  fixture_move_running (f, "mail", "merlin");
  key = fixture_move (f, "wiki", "merlin");
  g_assert_no_error (fixture_cancel (f, key));
  fixture_assert_ended (f, key, FERRY_MOVE_CANCELLED,
                        "Cancelled before it began. wiki still runs on kestrel.");
  g_assert_cmpuint (mock_server_count_started (f->server, "wiki"), ==, 0);
}

static void
test_cancels_while_checking (Fixture       *f,
                             gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_hold (f->server, MOCK_CHECK);
  key = fixture_move (f, "web-03", "merlin");
  fixture_settle (f);
  g_assert_no_error (fixture_cancel (f, key));
  fixture_assert_ended (f, key, FERRY_MOVE_CANCELLED,
                        "Cancelled before it began. web-03 still runs on kestrel.");
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 0);
}

static void
test_cancels_while_starting (Fixture       *f,
                             gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_hold (f->server, MOCK_MIGRATE);
  key = fixture_move (f, "web-03", "merlin");
  fixture_settle (f);
  g_assert_no_error (fixture_cancel (f, key));
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_CANCELLING);
  mock_server_let_go (f->server, MOCK_MIGRATE);
  fixture_settle (f);
  g_assert_true (mock_server_is_cancelling (f->server, "web-03"));
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_CANCELLED, "Cancelled.");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_CANCELLED, "Cancelled. web-03 still runs on kestrel.");
}

/* Checked, but the connection broke before it could be asked for: it must not be asked for later. */
static void
test_cancels_what_waits_to_start (Fixture       *f,
                                  gconstpointer  unused)
{
  const char *key;

  f->remembers = TRUE;
  fixture_connect (f);
  mock_server_hold (f->server, MOCK_CHECK);
  key = fixture_move (f, "web-03", "merlin");
  fixture_settle (f);
  mock_server_let_go (f->server, MOCK_CHECK);
  mock_server_lose (f->server);
  fixture_settle (f);
  g_assert_no_error (fixture_cancel (f, key));
  fixture_assert_ended (f, key, FERRY_MOVE_CANCELLED,
                        "Cancelled before it began. web-03 still runs on kestrel.");

  mock_server_come_back (f->server);
  fixture_wait (f, 10);
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 0);
}

static void
test_cancels_what_runs (Fixture       *f,
                        gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  g_assert_no_error (fixture_cancel (f, key));
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_CANCELLING);
  g_assert_true (mock_server_is_cancelling (f->server, "web-03"));
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_CANCELLED, "Cancelled.");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_CANCELLED, "Cancelled. web-03 still runs on kestrel.");
}

static void
test_cancel_comes_too_late (Fixture       *f,
                            gconstpointer  unused)
{
  static const FerryProgress switching = { .phase = FERRY_PHASE_SWITCHING, .fraction = -1 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) late = NULL;
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_progress (f->server, "web-03", &switching);
  g_assert_false (fixture_get_move (f, key)->can_cancel);
  error = fixture_cancel (f, key);
  g_assert_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_TOO_LATE);
  g_assert_cmpstr (error->message, ==, fixture_get_move (f, key)->no_cancel_reason);
  g_assert_cmpstr (error->message, ==,
                   "web-03 is just being switched over to merlin: it is too late to cancel that.");
  g_assert_false (mock_server_is_cancelling (f->server, "web-03"));

  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");
  late = fixture_cancel (f, key);
  g_assert_error (late, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_TOO_LATE);
}

static void
test_cancel_is_dropped_by_the_server (Fixture       *f,
                                      gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  g_assert_no_error (fixture_cancel (f, key));
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin. It was too late to cancel.");
}

static void
test_cancel_is_refused_by_the_server (Fixture       *f,
                                      gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_fail_next (f->server, MOCK_CANCEL, FERRY_DRIVER_ERROR_REFUSED, "Your role does not allow it.");
  error = fixture_cancel (f, key);
  g_assert_error (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_REFUSED);
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_RUNNING);
}

static void
test_cancel_waits_for_its_moment (Fixture       *f,
                                  gconstpointer  unused)
{
  FerryProgress busy = halfway;
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  busy.can_cancel = FALSE;
  mock_server_progress (f->server, "web-03", &busy);
  g_assert_no_error (fixture_cancel (f, key));
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_CANCELLING);
  g_assert_false (mock_server_is_cancelling (f->server, "web-03"));

  mock_server_progress (f->server, "web-03", &halfway);
  mock_server_progress (f->server, "web-03", &halfway);
  fixture_settle (f);
  g_assert_true (mock_server_is_cancelling (f->server, "web-03"));
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CANCEL), ==, 1);
}

static void
test_cancel_does_not_survive_the_pause (Fixture       *f,
                                        gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  g_assert_no_error (fixture_cancel (f, key));
  mock_server_set_vm (f->server, "web-03", NULL, FERRY_POWER_STATE_HALTED, TRUE);
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_CANCELLED, "Cancelled.");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_FAILED,
                        "The move was cancelled, but web-03 did not survive: it is shut down on kestrel. "
                        "Start it again there.");
}

static void
test_cancelled_by_somebody_else (Fixture       *f,
                                 gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_CANCELLED, "Cancelled.");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_CANCELLED,
                        "Somebody cancelled the move on the server. web-03 still runs on kestrel. Migrate it "
                        "again if you still want it on merlin.");
}

static void
test_cancels_when_the_connection_is_back (Fixture       *f,
                                          gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_lose (f->server);
  fixture_settle (f);
  g_assert_no_error (fixture_cancel (f, key));
  mock_server_come_back (f->server);
  fixture_wait (f, 10);
  g_assert_true (mock_server_is_cancelling (f->server, "web-03"));
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_CANCELLED, "Cancelled.");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_CANCELLED, "Cancelled. web-03 still runs on kestrel.");
}

static void
test_cancels_what_others_started (Fixture       *f,
                                  gconstpointer  unused)
{
  g_autoptr(GError) late = NULL;
  g_autoptr(GError) unknown = NULL;
  const char *free_key, *stuck_key;

  fixture_connect (f);
  free_key = mock_server_add_foreign_task (f->server, "web-03", TRUE);
  stuck_key = mock_server_add_foreign_task (f->server, "db-01", FALSE);

  g_assert_no_error (fixture_cancel (f, free_key));
  g_assert_true (mock_server_is_cancelling (f->server, "web-03"));
  late = fixture_cancel (f, stuck_key);
  g_assert_error (late, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_TOO_LATE);
  unknown = fixture_cancel (f, "lisbon/task/none");
  g_assert_error (unknown, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_NOT_FOUND);
}

/* --- The program starts again --- */

static void
test_takes_up_what_runs (Fixture       *f,
                         gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  fixture_crash (f);
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_RUNNING);
  g_assert_true (fixture_get_move (f, key)->was_resumed);

  mock_server_progress (f->server, "web-03", &halfway);
  g_assert_cmpint (fixture_get_move (f, key)->phase, ==, FERRY_PHASE_MEMORY);
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 1);
}

static void
test_takes_up_what_ended_meanwhile (Fixture       *f,
                                    gconstpointer  unused)
{
  const char *done, *failed, *vanished;

  fixture_connect (f);
  done = fixture_move_running (f, "web-03", "merlin");
  failed = fixture_move_running (f, "db-01", "merlin");
  vanished = fixture_move_running (f, "mail", "merlin");
  g_clear_object (&f->engine);

  mock_server_finish (f->server, "web-03");
  mock_server_end_task (f->server, "db-01", FERRY_DRIVER_ERROR_REFUSED, "The stream broke.");
  mock_server_set_vm (f->server, "mail", "merlin", FERRY_POWER_STATE_RUNNING, TRUE);
  mock_server_end_task (f->server, "mail", FERRY_DRIVER_ERROR_GONE, NULL);
  fixture_crash (f);

  fixture_assert_ended (f, done, FERRY_MOVE_DONE, "web-03 runs on merlin.");
  fixture_assert_ended (f, failed, FERRY_MOVE_FAILED,
                        "db-01 did not move to merlin. It still runs on kestrel. The stream broke.");
  fixture_assert_ended (f, vanished, FERRY_MOVE_DONE,
                        "mail runs on merlin. The server lost track of the move meanwhile.");
}

static void
test_takes_up_what_was_being_asked (Fixture       *f,
                                    gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_hold (f->server, MOCK_MIGRATE);
  key = fixture_move (f, "web-03", "merlin");
  fixture_settle (f);
  g_clear_object (&f->engine);
  /* The server got it; nobody was there to hear so. */
  mock_server_let_go (f->server, MOCK_MIGRATE);
  fixture_crash (f);
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_RUNNING);
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 1);
}

static void
test_does_not_ask_again (Fixture       *f,
                         gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_hold (f->server, MOCK_MIGRATE);
  key = fixture_move (f, "web-03", "merlin");
  fixture_settle (f);
  fixture_crash (f);
  fixture_wait (f, 150);
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_FAILED);
  g_assert_nonnull (strstr (fixture_get_move (f, key)->message, "cannot know"));
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 0);
}

static void
test_does_not_start_by_itself (Fixture       *f,
                               gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  mock_server_hold (f->server, MOCK_CHECK);
  key = fixture_move (f, "web-03", "merlin");
  fixture_settle (f);
  mock_server_let_go (f->server, MOCK_CHECK);
  fixture_crash (f);
  fixture_assert_ended (f, key, FERRY_MOVE_CANCELLED,
                        "Ferry ended before the move of web-03 to merlin had begun, and did not start it by "
                        "itself later. Migrate it again if you still want that.");
  g_assert_cmpuint (mock_server_count_started (f->server, "web-03"), ==, 0);
}

static void
test_remembers_the_wish_to_cancel (Fixture       *f,
                                   gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_lose (f->server);
  fixture_settle (f);
  g_assert_no_error (fixture_cancel (f, key));
  g_clear_object (&f->engine);
  mock_server_come_back (f->server);
  fixture_crash (f);
  g_assert_true (mock_server_is_cancelling (f->server, "web-03"));
  mock_server_end_task (f->server, "web-03", FERRY_DRIVER_ERROR_CANCELLED, "Cancelled.");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_CANCELLED, "Cancelled. web-03 still runs on kestrel.");
}

static void
test_shows_what_runs_before_it_is_connected (Fixture       *f,
                                             gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  f->remembers = FALSE;
  fixture_crash (f);
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_RUNNING);
  g_assert_cmpstr (fixture_get_move (f, key)->waiting_reason, ==,
                   "Waiting for the connection to Lisbon pool");
}

static void
test_two_programs_do_not_share_a_move (Fixture       *f,
                                       gconstpointer  unused)
{
  Fixture other = *f;
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");

  other.engine = NULL;
  other.fractions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  fixture_crash (&other);
  g_assert_null (ferry_inventory_lookup (ferry_engine_get_inventory (other.engine), key));
  g_assert_cmpint (fixture_get_connection (&other)->state, ==, FERRY_CONNECTION_CONNECTED);

  /* The first one dies, and after a while the second notices. */
  g_clear_object (&f->engine);
  fixture_wait (&other, 15);
  g_assert_true (fixture_get_move (&other, key)->was_resumed);
  mock_server_finish (f->server, "web-03");
  fixture_settle (&other);
  fixture_assert_ended (&other, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");

  fixture_shut_down (&other);
  g_hash_table_unref (other.fractions);
}

static void
test_shutdown_leaves_it_running (Fixture       *f,
                                 gconstpointer  unused)
{
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  fixture_shut_down (f);
  g_assert_true (mock_server_has_task (f->server, "web-03"));
  fixture_crash (f);
  g_assert_cmpint (fixture_get_move (f, key)->state, ==, FERRY_MOVE_RUNNING);
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  fixture_assert_ended (f, key, FERRY_MOVE_DONE, "web-03 runs on merlin.");
}

static void
test_history_outlives_the_program (Fixture       *f,
                                   gconstpointer  unused)
{
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) some = NULL;
  g_autoptr(GError) error = NULL;
  const char *key;

  fixture_connect (f);
  key = fixture_move_running (f, "web-03", "merlin");
  mock_server_finish (f->server, "web-03");
  fixture_settle (f);
  ferry_engine_dismiss_move (f->engine, key);
  g_assert_null (ferry_inventory_lookup (ferry_engine_get_inventory (f->engine), key));
  fixture_crash (f);

  all = ferry_engine_search_history (f->engine, "", 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (((FerryMoveRecord *) all->pdata[0])->source_host_name, ==, "kestrel");
  some = ferry_engine_search_history (f->engine, "osprey", 10, &error);
  g_assert_cmpuint (some->len, ==, 0);
}

/* --- The rest of the door --- */

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
test_asks_servers_for_their_word (Fixture       *f,
                                  gconstpointer  unused)
{
  const char * const vm_keys[] = { mock_vm_key ("web-03"), NULL };
  const char * const host_keys[] = { mock_host_key ("kestrel"), mock_host_key ("merlin"),
                                     mock_host_key ("osprey"), NULL };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) verdicts = NULL;
  g_autoptr(GError) error = NULL;
  FerryVerdict *merlin;

  fixture_connect (f);
  mock_server_object (f->server, "merlin is being upgraded.");
  ferry_engine_ask_async (f->engine, vm_keys, host_keys, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  verdicts = ferry_engine_ask_finish (f->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (verdicts->len, ==, 3);

  g_assert_cmpint (((FerryVerdict *) verdicts->pdata[0])->outlook, ==, FERRY_OUTLOOK_HERE);
  g_assert_cmpint (((FerryVerdict *) verdicts->pdata[2])->outlook, ==, FERRY_OUTLOOK_CAN_GO);
  merlin = verdicts->pdata[1];
  g_assert_cmpint (merlin->outlook, ==, FERRY_OUTLOOK_CANNOT);
  g_assert_cmpstr (((FerryFinding *) merlin->findings->pdata[0])->sentence, ==,
                   "merlin is being upgraded.");
  /* Nobody is asked about the host that it is on. */
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CHECK), ==, 2);
}

static void
test_carries_out_remedies (Fixture       *f,
                           gconstpointer  unused)
{
  g_autoptr(FerryFinding) finding = ferry_finding_new (&(FerryFinding) {
    .id = "cd-not-visible", .severity = FERRY_SEVERITY_BLOCKS, .subject_key = mock_vm_key ("web-03"),
    .sentence = "Eject it.", .remedy = FERRY_REMEDY_EJECT_CD, .remedy_target = "vbd-1",
  });
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture_connect (f);
  ferry_engine_remedy_async (f->engine, finding, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (ferry_engine_remedy_finish (f->engine, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_REMEDY), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* The engine lives in this thread's context. */
  g_main_context_acquire (NULL);

#define ADD(name, set_up, func) \
  g_test_add ("/engine/" name, Fixture, NULL, set_up, func, fixture_tear_down)

  ADD ("moves-a-vm", fixture_set_up, test_moves_a_vm);
  ADD ("names-what-refuses", fixture_set_up, test_names_what_refuses);
  ADD ("server-has-the-last-word", fixture_set_up, test_server_has_the_last_word);
  ADD ("takes-no-for-an-answer", fixture_set_up, test_takes_no_for_an_answer);
  ADD ("no-second-start", fixture_set_up, test_no_second_start);
  ADD ("needs-a-connection", fixture_set_up, test_needs_a_connection);
  ADD ("waits-for-a-slot", fixture_set_up, test_waits_for_a_slot);
  ADD ("looks-again-before-it-starts", fixture_set_up, test_looks_again_before_it_starts);
  ADD ("fails-before-the-pause", fixture_set_up, test_fails_before_the_pause);
  ADD ("does-not-vouch-for-a-silent-host", fixture_set_up, test_does_not_vouch_for_a_silent_host);
  ADD ("fails-after-the-pause", fixture_set_up, test_fails_after_the_pause);
  ADD ("believes-no-success", fixture_set_up, test_believes_no_success);
  ADD ("paused-is-not-done", fixture_set_up, test_paused_is_not_done);
  ADD ("elsewhere-is-not-done", fixture_set_up, test_elsewhere_is_not_done);
  ADD ("arrived-in-spite-of-an-error", fixture_set_up, test_arrived_in_spite_of_an_error);
  ADD ("deleted-meanwhile", fixture_set_up, test_deleted_meanwhile);
  ADD ("cannot-look", fixture_set_up, test_cannot_look);
  ADD ("vanished-and-arrived", fixture_set_up, test_vanished_and_arrived);
  ADD ("vanished-and-arrives-later", fixture_set_up, test_vanished_and_arrives_later);
  ADD ("vanished-at-the-source", fixture_set_up, test_vanished_at_the_source);
  ADD ("vanished-and-halted", fixture_set_up, test_vanished_and_halted);
  ADD ("lost-while-checking", fixture_set_up, test_lost_while_checking);
  ADD ("request-arrived-and-answer-lost", fixture_set_up, test_request_arrived_and_answer_lost);
  ADD ("request-fails-but-arrived", fixture_set_up, test_request_fails_but_arrived);
  ADD ("request-lost", fixture_set_up, test_request_lost);
  ADD ("lost-while-it-runs", fixture_set_up, test_lost_while_it_runs);
  ADD ("lost-while-looking", fixture_set_up, test_lost_while_looking);
  ADD ("lost-between-looks", fixture_set_up, test_lost_between_looks);
  ADD ("disconnected-and-connected-again", fixture_set_up, test_disconnected_and_connected_again);
  ADD ("connection-removed", fixture_set_up, test_connection_removed);
  ADD ("connection-of-a-waiting-move-removed", fixture_set_up, test_connection_of_a_waiting_move_removed);
  ADD ("cancels-what-waits", fixture_set_up, test_cancels_what_waits);
  ADD ("cancels-while-checking", fixture_set_up, test_cancels_while_checking);
  ADD ("cancels-while-starting", fixture_set_up, test_cancels_while_starting);
  ADD ("cancels-what-waits-to-start", fixture_set_up, test_cancels_what_waits_to_start);
  ADD ("cancels-what-runs", fixture_set_up, test_cancels_what_runs);
  ADD ("cancel-comes-too-late", fixture_set_up, test_cancel_comes_too_late);
  ADD ("cancel-is-dropped-by-the-server", fixture_set_up, test_cancel_is_dropped_by_the_server);
  ADD ("cancel-is-refused-by-the-server", fixture_set_up, test_cancel_is_refused_by_the_server);
  ADD ("cancel-waits-for-its-moment", fixture_set_up, test_cancel_waits_for_its_moment);
  ADD ("cancel-does-not-survive-the-pause", fixture_set_up, test_cancel_does_not_survive_the_pause);
  ADD ("cancelled-by-somebody-else", fixture_set_up, test_cancelled_by_somebody_else);
  ADD ("cancels-when-the-connection-is-back", fixture_set_up, test_cancels_when_the_connection_is_back);
  ADD ("cancels-what-others-started", fixture_set_up, test_cancels_what_others_started);
  ADD ("takes-up-what-runs", fixture_set_up_on_disk, test_takes_up_what_runs);
  ADD ("takes-up-what-ended-meanwhile", fixture_set_up_on_disk, test_takes_up_what_ended_meanwhile);
  ADD ("takes-up-what-was-being-asked", fixture_set_up_on_disk, test_takes_up_what_was_being_asked);
  ADD ("does-not-ask-again", fixture_set_up_on_disk, test_does_not_ask_again);
  ADD ("does-not-start-by-itself", fixture_set_up_on_disk, test_does_not_start_by_itself);
  ADD ("remembers-the-wish-to-cancel", fixture_set_up_on_disk, test_remembers_the_wish_to_cancel);
  ADD ("shows-what-runs-before-it-is-connected", fixture_set_up_on_disk, test_shows_what_runs_before_it_is_connected);
  ADD ("two-programs-do-not-share-a-move", fixture_set_up_on_disk, test_two_programs_do_not_share_a_move);
  ADD ("shutdown-leaves-it-running", fixture_set_up_on_disk, test_shutdown_leaves_it_running);
  ADD ("history-outlives-the-program", fixture_set_up_on_disk, test_history_outlives_the_program);
  ADD ("asks-servers-for-their-word", fixture_set_up, test_asks_servers_for_their_word);
  ADD ("carries-out-remedies", fixture_set_up, test_carries_out_remedies);

  return g_test_run ();
}
