/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "simulator/ferry-sim-task.h"

typedef struct
{
  FerrySimClock    *clock;
  FerrySimDatabase *database;
  FerrySimPool     *pool;
  FerrySimTasks    *tasks;
  char             *task;
  guint             n_cancelled;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->clock = ferry_sim_clock_new (0);
  f->database = ferry_sim_database_new ();
  f->pool = ferry_sim_pool_new ("pool", f->database, NULL, f->clock);
  f->tasks = ferry_sim_pool_get_tasks (f->pool);
  f->task = g_strdup (ferry_sim_tasks_create (f->tasks, "Async.VM.pool_migrate", NULL, NULL));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_free (f->task);
  g_assert_finalize_object (f->pool);
  g_object_unref (f->database);
  g_object_unref (f->clock);
}

static void
on_cancel (const char *task,
           gpointer    user_data)
{
  Fixture *f = user_data;

  f->n_cancelled++;
}

static char *
print_field (Fixture    *f,
             const char *field)
{
  return g_variant_print (ferry_sim_database_get (f->database, "task", f->task, field), FALSE);
}

#define assert_field(f, field, expected) G_STMT_START {     \
  g_autofree char *text_ = print_field (f, field);          \
  g_assert_cmpstr (text_, ==, expected);                    \
} G_STMT_END

static void
test_success (Fixture       *f,
              gconstpointer  data)
{
  const char *refs[] = { "a<b", "c", NULL };

  assert_field (f, "status", "'pending'");
  assert_field (f, "finished", "'19700101T00:00:00Z'");
  ferry_sim_tasks_set_progress (f->tasks, f->task, 0.5);
  ferry_sim_tasks_set_progress (f->tasks, f->task, 0.25);
  assert_field (f, "progress", "0.25");

  ferry_sim_tasks_finish (f->tasks, f->task, g_variant_new_strv (refs, -1));
  assert_field (f, "status", "'success'");
  assert_field (f, "progress", "1.0");
  assert_field (f, "result", "'<value><array><data><value>a&lt;b</value><value>c</value></data>"
                             "</array></value>'");
  g_assert_false (ferry_sim_tasks_is_pending (f->tasks, f->task));
}

static void
test_failure (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(FerrySimFailure) failure = ferry_sim_failure_new ("HOST_OFFLINE", "h", NULL);

  ferry_sim_tasks_set_cancel_func (f->tasks, f->task, on_cancel, f);
  ferry_sim_tasks_fail (f->tasks, f->task, failure);
  assert_field (f, "status", "'failure'");
  assert_field (f, "error_info", "['HOST_OFFLINE', 'h']");
  assert_field (f, "allowed_operations", "[]");
  assert_field (f, "result", "''");
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  assert_field (f, "allowed_operations", "[]");
  ferry_sim_tasks_cancel (f->tasks, f->task);
  g_assert_cmpuint (f->n_cancelled, ==, 0);

  ferry_sim_tasks_set_cancel_func (f->tasks, f->task, on_cancel, f);
  assert_field (f, "allowed_operations", "['cancel']");
  ferry_sim_tasks_cancel (f->tasks, f->task);
  ferry_sim_tasks_cancel (f->tasks, f->task);
  g_assert_cmpuint (f->n_cancelled, ==, 1);
  assert_field (f, "status", "'pending'");

  ferry_sim_tasks_end_cancelled (f->tasks, f->task);
  assert_field (f, "status", "'cancelled'");
  assert_field (f, "error_info", "[]");
  g_assert_cmpuint (g_variant_n_children (ferry_sim_database_get (f->database, "task", f->task,
                                                                  "current_operations")), ==, 3);
}

static void
test_age (Fixture       *f,
          gconstpointer  data)
{
  g_autofree char *pending = NULL;

  pending = g_strdup (ferry_sim_tasks_create (f->tasks, "Async.VM.copy", NULL, NULL));
  ferry_sim_tasks_finish (f->tasks, f->task, NULL);
  ferry_sim_clock_advance (f->clock, 64 * G_TIME_SPAN_MINUTE);
  g_assert_true (ferry_sim_database_has_row (f->database, "task", f->task));
  ferry_sim_clock_advance (f->clock, 2 * G_TIME_SPAN_MINUTE);
  g_assert_false (ferry_sim_database_has_row (f->database, "task", f->task));
  g_assert_true (ferry_sim_database_has_row (f->database, "task", pending));
  ferry_sim_clock_advance (f->clock, 24 * G_TIME_SPAN_HOUR);
  g_assert_false (ferry_sim_database_has_row (f->database, "task", pending));
}

static void
test_limit (Fixture       *f,
            gconstpointer  data)
{
  for (guint i = 0; i < 250; i++)
    {
      const char *task = ferry_sim_tasks_create (f->tasks, "Async.VM.start", NULL, NULL);

      ferry_sim_tasks_finish (f->tasks, task, NULL);
    }
  ferry_sim_clock_advance (f->clock, 31 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (ferry_sim_database_count_rows (f->database, "task"), ==, 200);
  g_assert_true (ferry_sim_database_has_row (f->database, "task", f->task));
}

#define add(path, func) g_test_add ("/sim-task/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("ends-well-with-its-result", test_success);
  add ("ends-badly-with-its-error", test_failure);
  add ("is-cancelled-where-that-is-possible", test_cancel);
  add ("is-forgotten-in-time", test_age);
  add ("makes-room-for-others", test_limit);

  return g_test_run ();
}
