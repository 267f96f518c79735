/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "drivers/xapi/ferry-xapi-progress.h"

#define MEMORY (G_GUINT64_CONSTANT (4) * 1024 * 1024 * 1024)

static FerryProgress
update (FerryXapiProgress *self,
        double             number)
{
  FerryProgress progress;

  ferry_xapi_progress_update (self, number, TRUE, TRUE, MEMORY, &progress);

  return progress;
}

static void
test_makes_phases_of_a_number (void)
{
  FerryXapiProgress self = { 0, };
  FerryProgress progress;

  ferry_xapi_progress_update (&self, 0.0, FALSE, TRUE, MEMORY, &progress);
  g_assert_cmpint (progress.phase, ==, FERRY_PHASE_WAITING);
  g_assert_cmpint (update (&self, 0.0).phase, ==, FERRY_PHASE_PREPARING);

  progress = update (&self, 5.0 / 11.0);
  g_assert_cmpint (progress.phase, ==, FERRY_PHASE_MEMORY);
  g_assert_cmpfloat_with_epsilon (progress.fraction, 0.5, 0.001);
  g_assert_cmpuint (progress.total_bytes, ==, MEMORY);
  g_assert_cmpuint (progress.done_bytes, <=, MEMORY / 2 + 1024);
  g_assert_true (progress.is_estimate);
  g_assert_true (progress.can_cancel);

  progress = update (&self, 10.0 / 11.0);
  g_assert_cmpint (progress.phase, ==, FERRY_PHASE_SWITCHING);
  g_assert_false (progress.can_cancel);
  g_assert_cmpint (update (&self, 1.0).phase, ==, FERRY_PHASE_SWITCHING);
  g_assert_cmpint (update (&self, 3.0 / 7.0).phase, ==, FERRY_PHASE_FINISHING);
  g_assert_cmpint (update (&self, 1.0).phase, ==, FERRY_PHASE_FINISHING);
}

static void
test_never_runs_backwards (void)
{
  FerryXapiProgress self = { 0, };

  g_assert_cmpfloat (update (&self, 0.5).fraction, >, 0.5);
  g_assert_cmpfloat (update (&self, 0.3).fraction, >, 0.5);
  g_assert_cmpint (update (&self, 0.0).phase, ==, FERRY_PHASE_MEMORY);
}

static void
test_sees_the_fall_even_if_the_end_of_the_copy_was_missed (void)
{
  FerryXapiProgress self = { 0, };

  update (&self, 0.4);
  update (&self, 1.0);
  g_assert_cmpint (update (&self, 0.045).phase, ==, FERRY_PHASE_FINISHING);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xapi-progress/makes-phases-of-a-number", test_makes_phases_of_a_number);
  g_test_add_func ("/xapi-progress/never-runs-backwards", test_never_runs_backwards);
  g_test_add_func ("/xapi-progress/sees-the-fall-even-if-the-end-of-the-copy-was-missed",
                   test_sees_the_fall_even_if_the_end_of_the_copy_was_missed);

  return g_test_run ();
}
