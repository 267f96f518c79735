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

  return g_test_run ();
}
