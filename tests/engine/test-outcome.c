/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine/ferry-outcome.h"

#include <string.h>

#define REASON "The reason."

static const char * const working[] = { "pool_migrate", NULL };

static const FerryServerWord words[] = {
  FERRY_SERVER_SAID_DONE, FERRY_SERVER_SAID_FAILED, FERRY_SERVER_SAID_CANCELLED,
  FERRY_SERVER_SAID_NOTHING,
};
static const FerryPowerState power_states[] = {
  FERRY_POWER_STATE_UNKNOWN, FERRY_POWER_STATE_HALTED, FERRY_POWER_STATE_RUNNING,
  FERRY_POWER_STATE_PAUSED, FERRY_POWER_STATE_SUSPENDED,
};
static const char * const places[] = { NULL, "h/source", "h/target", "h/other" };

static FerryOutcome
judge (FerryServerWord      word,
       gboolean             cancel_asked,
       FerryPowerState      power_state,
       const char          *host_key,
       FerryVmTraits        traits,
       const char * const  *operations)
{
  g_autoptr(FerryVmRecord) vm = ferry_vm_record_new (&(FerryVmRecord) {
    .base = { .key = "vm", .connection_key = "c", .name = "web-03" },
    .power_state = power_state, .host_key = host_key, .traits = traits, .operations = operations,
  });
  FerryOutcome outcome;

  ferry_outcome_judge (&outcome, &(FerryOutcomeQuestion) {
    .vm_name = "web-03",
    .source_key = "h/source", .source_name = "kestrel",
    .target_key = "h/target", .target_name = "merlin",
    .word = word, .reason = REASON, .cancel_asked = cancel_asked,
    .sight = FERRY_SIGHT_SEEN, .vm = vm,
    .vm_host_name = host_key == NULL ? NULL : g_str_equal (host_key, "h/source") ? "kestrel"
                    : g_str_equal (host_key, "h/target") ? "merlin" : "osprey",
  });

  return outcome;
}

/* Every combination: done means that it was seen running on the target, and nothing else does. */
static void
test_done_is_what_was_seen (void)
{
  for (guint w = 0; w < G_N_ELEMENTS (words); w++)
    for (guint s = 0; s < G_N_ELEMENTS (power_states); s++)
      for (guint p = 0; p < G_N_ELEMENTS (places); p++)
        for (guint cancel = 0; cancel < 2; cancel++)
          {
            FerryOutcome outcome = judge (words[w], cancel, power_states[s], places[p], 0, NULL);
            gboolean is_there = power_states[s] == FERRY_POWER_STATE_RUNNING && p == 2;

            g_assert_cmpint (outcome.state == FERRY_MOVE_DONE, ==, is_there);
            g_assert_nonnull (strstr (outcome.sentence, "web-03"));
            g_assert_true (g_str_has_suffix (outcome.sentence, "."));
            g_assert_null (strstr (outcome.sentence, "(null)"));
            g_assert_null (strstr (outcome.sentence, "lease"));
            if (is_there)
              g_assert_cmpuint (outcome.settle_s, ==, 0);
            ferry_outcome_clear (&outcome);
          }
}

/* Cancelled means that the VM is where it was, and that the server confirms it. */
static void
test_cancelled_is_at_home (void)
{
  for (guint w = 0; w < G_N_ELEMENTS (words); w++)
    for (guint s = 0; s < G_N_ELEMENTS (power_states); s++)
      for (guint p = 0; p < G_N_ELEMENTS (places); p++)
        {
          FerryOutcome outcome = judge (words[w], TRUE, power_states[s], places[p], 0, NULL);

          if (outcome.state == FERRY_MOVE_CANCELLED)
            {
              g_assert_cmpint (words[w], ==, FERRY_SERVER_SAID_CANCELLED);
              g_assert_cmpint (power_states[s], ==, FERRY_POWER_STATE_RUNNING);
              g_assert_cmpuint (p, ==, 1);
            }
          ferry_outcome_clear (&outcome);
        }
}

static void
test_high_availability_starts_it (void)
{
  FerryOutcome outcome = judge (FERRY_SERVER_SAID_FAILED, FALSE, FERRY_POWER_STATE_HALTED, NULL,
                                FERRY_VM_HA_PROTECTED, NULL);

  g_assert_cmpstr (outcome.sentence, ==,
                   "web-03 did not survive the move to merlin: it is shut down on kestrel. "
                   "High availability will start it again. The reason.");
  ferry_outcome_clear (&outcome);
}

static void
test_not_over_while_the_server_works (void)
{
  FerryOutcome outcome = judge (FERRY_SERVER_SAID_NOTHING, FALSE, FERRY_POWER_STATE_RUNNING,
                                "h/source", 0, working);

  g_assert_cmpuint (outcome.settle_s, ==, G_MAXUINT);
  ferry_outcome_clear (&outcome);
}

/* After a restart the database may be wrong about everything but an arrival. */
static void
test_doubts_a_server_that_forgot (void)
{
  FerryOutcome running = judge (FERRY_SERVER_SAID_NOTHING, FALSE, FERRY_POWER_STATE_RUNNING,
                                "h/source", 0, NULL);
  FerryOutcome halted = judge (FERRY_SERVER_SAID_NOTHING, FALSE, FERRY_POWER_STATE_HALTED, NULL, 0, NULL);

  g_assert_cmpuint (running.settle_s, >=, 60);
  g_assert_nonnull (strstr (running.sentence, "cannot know"));
  g_assert_cmpuint (halted.settle_s, >=, 60);
  g_assert_nonnull (strstr (halted.sentence, "Look there before you start it"));
  g_assert_null (strstr (halted.sentence, "tart it again"));
  ferry_outcome_clear (&running);
  ferry_outcome_clear (&halted);
}

/* A dead host's VMs are still listed as running there, even on the target. */
static void
test_doubts_a_dead_host (void)
{
  g_autoptr(FerryVmRecord) vm = ferry_vm_record_new (&(FerryVmRecord) {
    .base = { .key = "vm", .connection_key = "c", .name = "web-03" },
    .power_state = FERRY_POWER_STATE_RUNNING, .host_key = "h/target",
  });
  FerryOutcome outcome;

  ferry_outcome_judge (&outcome, &(FerryOutcomeQuestion) {
    .vm_name = "web-03", .source_key = "h/source", .source_name = "kestrel",
    .target_key = "h/target", .target_name = "merlin", .word = FERRY_SERVER_SAID_DONE,
    .sight = FERRY_SIGHT_SEEN, .vm = vm, .vm_host_name = "merlin", .vm_host_is_dead = TRUE,
  });
  g_assert_cmpint (outcome.state, ==, FERRY_MOVE_FAILED);
  g_assert_cmpstr (outcome.sentence, ==,
                   "The move of web-03 did not succeed. The server lists it as running on merlin, but merlin "
                   "does not answer, so Ferry cannot know whether it does. Look at merlin.");
  ferry_outcome_clear (&outcome);
}

/* What is listed as shut down may run on a host that the pool does not reach: to start it could run it twice. */
static void
test_starts_nothing_beside_a_silent_host (void)
{
  g_autoptr(FerryVmRecord) vm = ferry_vm_record_new (&(FerryVmRecord) {
    .base = { .key = "vm", .connection_key = "c", .name = "web-03" },
    .power_state = FERRY_POWER_STATE_HALTED,
  });
  FerryOutcome outcome;

  ferry_outcome_judge (&outcome, &(FerryOutcomeQuestion) {
    .vm_name = "web-03", .source_key = "h/source", .source_name = "kestrel",
    .target_key = "h/target", .target_name = "merlin", .word = FERRY_SERVER_SAID_FAILED,
    .reason = "The pool cannot reach merlin.", .sight = FERRY_SIGHT_SEEN, .vm = vm, .some_host_is_silent = TRUE,
  });
  g_assert_cmpint (outcome.state, ==, FERRY_MOVE_FAILED);
  g_assert_cmpstr (outcome.sentence, ==,
                   "The move of web-03 did not succeed, and the server lists it as shut down. Ferry cannot know "
                   "whether it still runs on kestrel or merlin. Look there before you start it, so that it does "
                   "not run twice. The pool cannot reach merlin.");
  ferry_outcome_clear (&outcome);
}

static void
test_unseen_is_unknown (void)
{
  FerryOutcomeQuestion question = {
    .vm_name = "web-03", .source_name = "kestrel", .target_key = "h/target", .target_name = "merlin",
    .word = FERRY_SERVER_SAID_DONE, .reason = REASON, .sight = FERRY_SIGHT_BLIND,
  };
  FerryOutcome outcome;

  ferry_outcome_judge (&outcome, &question);
  g_assert_cmpint (outcome.state, ==, FERRY_MOVE_FAILED);
  g_assert_nonnull (strstr (outcome.sentence, "cannot know"));
  ferry_outcome_clear (&outcome);

  question.sight = FERRY_SIGHT_GONE;
  ferry_outcome_judge (&outcome, &question);
  g_assert_cmpint (outcome.state, ==, FERRY_MOVE_FAILED);
  g_assert_nonnull (strstr (outcome.sentence, "not known to the server"));
  ferry_outcome_clear (&outcome);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/outcome/done-is-what-was-seen", test_done_is_what_was_seen);
  g_test_add_func ("/outcome/cancelled-is-at-home", test_cancelled_is_at_home);
  g_test_add_func ("/outcome/high-availability-starts-it", test_high_availability_starts_it);
  g_test_add_func ("/outcome/not-over-while-the-server-works", test_not_over_while_the_server_works);
  g_test_add_func ("/outcome/doubts-a-server-that-forgot", test_doubts_a_server_that_forgot);
  g_test_add_func ("/outcome/doubts-a-dead-host", test_doubts_a_dead_host);
  g_test_add_func ("/outcome/starts-nothing-beside-a-silent-host", test_starts_nothing_beside_a_silent_host);
  g_test_add_func ("/outcome/unseen-is-unknown", test_unseen_is_unknown);

  return g_test_run ();
}
