/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "simulator/ferry-sim-clock.h"

typedef struct
{
  FerrySimClock *clock;
  GString       *story;
  guint          id;
  guint          turns;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->clock = ferry_sim_clock_new (GPOINTER_TO_UINT (data));
  f->story = g_string_new (NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_assert_finalize_object (f->clock);
  g_string_free (f->story, TRUE);
}

static void
tell (Fixture    *f,
      const char *what)
{
  g_string_append_printf (f->story, "%s@%d ", what,
                          (int) (ferry_sim_clock_get_time_us (f->clock) / G_TIME_SPAN_SECOND));
}

static gboolean
tell_one (gpointer user_data)
{
  tell (user_data, "one");

  return G_SOURCE_REMOVE;
}

static gboolean
tell_other (gpointer user_data)
{
  tell (user_data, "other");

  return G_SOURCE_REMOVE;
}

static gboolean
tell_thrice (gpointer user_data)
{
  Fixture *f = user_data;

  tell (f, "again");
  if (++f->turns == 3)
    ferry_sim_clock_remove (f->clock, f->id);

  return G_SOURCE_CONTINUE;
}

static gboolean
add_more (gpointer user_data)
{
  Fixture *f = user_data;

  tell (f, "first");
  ferry_sim_clock_add (f->clock, G_TIME_SPAN_SECOND, tell_one, f, NULL);

  return G_SOURCE_REMOVE;
}

static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  ferry_sim_clock_add (f->clock, 2 * G_TIME_SPAN_SECOND, tell_other, f, NULL);
  ferry_sim_clock_add (f->clock, 1 * G_TIME_SPAN_SECOND, tell_one, f, NULL);
  ferry_sim_clock_add (f->clock, 2 * G_TIME_SPAN_SECOND, tell_one, f, NULL);
  ferry_sim_clock_add (f->clock, 9 * G_TIME_SPAN_SECOND, tell_one, f, NULL);

  ferry_sim_clock_advance (f->clock, 5 * G_TIME_SPAN_SECOND);
  g_assert_cmpstr (f->story->str, ==, "one@1 other@2 one@2 ");
  g_assert_cmpint (ferry_sim_clock_get_time_us (f->clock), ==, 5 * G_TIME_SPAN_SECOND);
}

static void
test_repetition (Fixture       *f,
                 gconstpointer  data)
{
  f->id = ferry_sim_clock_add (f->clock, 2 * G_TIME_SPAN_SECOND, tell_thrice, f, NULL);
  ferry_sim_clock_advance (f->clock, 60 * G_TIME_SPAN_SECOND);
  g_assert_cmpstr (f->story->str, ==, "again@2 again@4 again@6 ");
}

static void
test_timer_from_timer (Fixture       *f,
                       gconstpointer  data)
{
  ferry_sim_clock_add (f->clock, 1 * G_TIME_SPAN_SECOND, add_more, f, NULL);
  ferry_sim_clock_advance (f->clock, 3 * G_TIME_SPAN_SECOND);
  g_assert_cmpstr (f->story->str, ==, "first@1 one@2 ");
}

static void
test_removal (Fixture       *f,
              gconstpointer  data)
{
  guint id = ferry_sim_clock_add (f->clock, 1 * G_TIME_SPAN_SECOND, tell_one, f, NULL);

  ferry_sim_clock_remove (f->clock, id);
  ferry_sim_clock_advance (f->clock, 3 * G_TIME_SPAN_SECOND);
  g_assert_cmpstr (f->story->str, ==, "");
}

static void
test_speed (Fixture       *f,
            gconstpointer  data)
{
  gint64 end_us = g_get_monotonic_time () + 5 * G_TIME_SPAN_SECOND;

  ferry_sim_clock_add (f->clock, 50 * G_TIME_SPAN_SECOND, tell_one, f, NULL);
  while (f->story->len == 0 && g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_str_has_prefix (f->story->str, "one@5"));
}

#define add(path, speed, func) \
  g_test_add ("/sim-clock/" path, Fixture, GUINT_TO_POINTER (speed), set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("calls-timers-in-order", 0, test_order);
  add ("repeats-until-removed", 0, test_repetition);
  add ("lets-timers-add-timers", 0, test_timer_from_timer);
  add ("removes-timers", 0, test_removal);
  add ("runs-as-fast-as-it-is-told", 1000, test_speed);

  return g_test_run ();
}
