/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program itself, as somebody types it, against simulated pools. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>

#include "simulator/ferry-sim-service.h"

typedef struct
{
  char *out;
  char *complaints;
  int   status;
} Run;

typedef struct
{
  char            *data_dir;
  char            *password_file;
  FerrySimService *service; /* (nullable) */
} Fixture;

static void
run_clear (Run *run)
{
  g_free (run->out);
  g_free (run->complaints);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static GSubprocess *
launch (Fixture    *f,
        const char *line)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *whole = g_strconcat (g_getenv ("FERRYCTL"), " ", line, NULL);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) argv = NULL;
  GSubprocess *process;

  g_assert_true (g_shell_parse_argv (whole, NULL, &argv, &error));
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", f->data_dir, TRUE);
  g_subprocess_launcher_setenv (launcher, "GSETTINGS_BACKEND", "memory", TRUE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char * const *) argv, &error);
  g_assert_no_error (error);

  return process;
}

static Run
finish (GSubprocess *process)
{
  g_autoptr(GError) error = NULL;
  Run run = { 0 };

  g_subprocess_communicate_utf8 (process, NULL, NULL, &run.out, &run.complaints, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  run.status = g_subprocess_get_exit_status (process);
  g_test_message ("exit %d\n%s%s", run.status, run.out, run.complaints);

  return run;
}

static Run
type (Fixture    *f,
      const char *line)
{
  g_autoptr(GSubprocess) process = launch (f, line);

  return finish (process);
}

static void
serve (Fixture         *f,
       FerrySimOptions  options)
{
  g_autoptr(GError) error = NULL;

  f->service = ferry_sim_service_new (&options);
  ferry_sim_service_start (f->service, &error);
  g_assert_no_error (error);
}

/* `--connect` to the pool that is served, and @rest. */
static char *
at (Fixture    *f,
    const char *rest)
{
  return g_strdup_printf ("--connect %s --password-file %s %s",
                          ferry_sim_service_get_endpoint (f->service, 0)->uri, f->password_file,
                          rest);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->data_dir = g_dir_make_tmp ("ferryctl-XXXXXX", &error);
  g_assert_no_error (error);
  f->password_file = g_build_filename (f->data_dir, "password", NULL);
  g_file_set_contents (f->password_file, "ferry\n", -1, &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->service);
  remove_tree (f->data_dir);
  g_free (f->data_dir);
  g_free (f->password_file);
}

static void
test_shows_the_tree (Fixture       *f,
                     gconstpointer  data)
{
  g_auto(Run) run = type (f, "--demo tree");
  g_auto(Run) found = type (f, "--demo tree web-01");

  g_assert_cmpint (run.status, ==, 0);
  g_assert_cmpstr (run.complaints, ==, "");
  g_assert_nonnull (strstr (run.out, "Lisbon pool"));
  g_assert_nonnull (strstr (run.out, "\n  kestrel "));
  g_assert_nonnull (strstr (run.out, "\n    web-01 "));
  g_assert_null (strchr (run.out, '\033'));

  g_assert_nonnull (strstr (found.out, "web-01"));
  g_assert_null (strstr (found.out, "merlin"));
}

static JsonNode *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);

  return node;
}

static void
test_lists_as_json (Fixture       *f,
                    gconstpointer  data)
{
  static const struct { const char *command, *kind; } lists[] = {
    { "--demo --json list hosts", "host" }, { "--demo --json list vms", "vm" },
    { "--demo --json list storage", "storage" }, { "--demo --json list networks", "network" },
    { "--demo --json list disks", "disk" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_auto(Run) run = type (f, lists[i].command);
      g_autoptr(JsonNode) node = parse (run.out);
      JsonArray *array = json_node_get_array (node);

      g_assert_cmpint (run.status, ==, 0);
      g_assert_cmpuint (json_array_get_length (array), >, 3);
      for (guint n = 0; n < json_array_get_length (array); n++)
        g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (array, n),
                                                        "kind"),
                         ==, lists[i].kind);
    }
}

static void
test_shows_one_thing (Fixture       *f,
                      gconstpointer  data)
{
  g_auto(Run) run = type (f, "--demo show web-01");
  g_auto(Run) json = type (f, "--demo --json show web-01");
  g_autoptr(JsonNode) node = parse (json.out);
  const char *uuid = json_object_get_string_member (json_node_get_object (node), "uuid");

  g_assert_cmpint (run.status, ==, 0);
  g_assert_nonnull (strstr (run.out, "kestrel"));
  g_assert_nonnull (strstr (run.out, uuid));
}

static void
test_checks (Fixture       *f,
             gconstpointer  data)
{
  g_auto(Run) good = type (f, "--demo check web-01 --to merlin");
  g_auto(Run) bad = type (f, "--demo check bank-01 --to merlin");
  g_auto(Run) every = type (f, "--demo --json check web-01");
  g_autoptr(JsonNode) verdicts = parse (every.out);

  g_assert_cmpint (good.status, ==, 0);
  g_assert_nonnull (strstr (good.out, "can go"));
  g_assert_cmpint (bad.status, ==, 3);
  g_assert_nonnull (strstr (bad.out, "finance"));
  g_assert_cmpint (every.status, ==, 0);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (verdicts)), ==, 7);
}

static void
test_migrates_to_the_end (Fixture       *f,
                          gconstpointer  data)
{
  g_autofree char *migrate = NULL;
  g_autofree char *show = NULL;
  g_autofree char *history = NULL;
  double last = 0;
  JsonObject *object = NULL;
  g_auto(GStrv) lines = NULL;

  serve (f, (FerrySimOptions) { .speed = 10 });
  migrate = at (f, "migrate web-01 --to merlin --json");
  show = at (f, "show web-01");
  history = at (f, "history web");
  {
    g_auto(Run) run = type (f, migrate);

    g_assert_cmpint (run.status, ==, 0);
    lines = g_strsplit (g_strstrip (run.out), "\n", -1);
  }

  g_assert_cmpuint (g_strv_length (lines), >, 1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(JsonNode) node = parse (lines[i]);

      object = json_node_get_object (node);
      g_assert_cmpfloat (json_object_get_double_member (object, "fraction"), >=, last);
      last = json_object_get_double_member (object, "fraction");
      g_assert_cmpstr (json_object_get_string_member (object, "event"), ==,
                       lines[i + 1] != NULL ? "progress" : "end");
      if (lines[i + 1] == NULL)
        g_assert_cmpstr (json_object_get_string_member (object, "state"), ==, "done");
    }

  {
    g_auto(Run) shown = type (f, show);
    g_auto(Run) past = type (f, history);

    g_assert_nonnull (strstr (shown.out, "Host         merlin"));
    g_assert_nonnull (strstr (past.out, "kestrel → merlin"));
  }
}

static void
test_refuses (Fixture       *f,
              gconstpointer  data)
{
  g_auto(Run) run = type (f, "--demo migrate bank-01 --to kestrel");
  g_auto(Run) dry = type (f, "--demo migrate bank-01 --to kestrel --dry-run");

  g_assert_cmpint (run.status, ==, 3);
  g_assert_nonnull (strstr (run.complaints, "finance"));
  g_assert_cmpint (dry.status, ==, 3);
}

static void
test_wrong_names_are_usage (Fixture       *f,
                            gconstpointer  data)
{
  static const struct { const char *line, *complaint; } table[] = {
    { "--demo show 'ISO library'", "names 3 things" },
    { "--demo migrate web-1 --to merlin", "“web-01”" },
    { "--demo migrate web-01 --to merln", "“merlin”" },
    { "--demo migrate web-01", "--to HOST" },
    { "--demo list horses", "cannot be listed" },
    { "--demo fly", "not a command" },
    { "--demo show", "Usage: ferryctl show" },
    { "--demo cancel 1234", "no job" },
    { "--connect nonsense tree", "not an address" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_auto(Run) run = type (f, table[i].line);

      g_assert_cmpint (run.status, ==, 2);
      g_assert_cmpstr (run.out, ==, "");
      g_assert_nonnull (strstr (run.complaints, table[i].complaint));
    }
}

static void
test_wrong_password (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *tree = NULL;

  serve (f, (FerrySimOptions) { .password = "another" });
  tree = at (f, "tree");
  {
    g_auto(Run) run = type (f, tree);

    g_assert_cmpint (run.status, ==, 4);
    g_assert_nonnull (strstr (run.complaints, "does not accept this user and password"));
  }
}

static void
test_asks_before_it_trusts (Fixture       *f,
                            gconstpointer  data)
{
  const char *fingerprint;
  g_autofree char *tree = NULL;
  g_autofree char *trusting = NULL;
  g_autofree char *rest = NULL;

  serve (f, (FerrySimOptions) { .https = TRUE });
  fingerprint = ferry_sim_service_get_endpoint (f->service, 0)->fingerprint;
  tree = at (f, "tree");
  rest = g_strdup_printf ("tree --trust %s", fingerprint);
  trusting = at (f, rest);
  {
    g_auto(Run) untrusted = type (f, tree);
    g_auto(Run) trusted = type (f, trusting);

    g_assert_cmpint (untrusted.status, ==, 4);
    g_assert_nonnull (strstr (untrusted.complaints, "--trust"));
    g_assert_cmpint (trusted.status, ==, 0);
    g_assert_nonnull (strstr (trusted.out, "kestrel"));
  }
}

static void
test_unreachable (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *line = g_strdup_printf ("--connect xapi://root@127.0.0.1:1 --password-file %s tree",
                                           f->password_file);
  g_auto(Run) run = type (f, line);
  g_auto(Run) unsaved = type (f, "tree");

  g_assert_cmpint (run.status, ==, 4);
  g_assert_nonnull (strstr (run.complaints, "does not answer"));
  g_assert_cmpint (unsaved.status, ==, 4);
  g_assert_nonnull (strstr (unsaved.complaints, "no saved connection"));
}

static void
wait_for_memory (GSubprocess *process)
{
  g_autoptr(GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      g_assert_nonnull (line);
      if (strstr (line, "\"phase\":\"memory\"") != NULL)
        return;
    }
}

static void
test_interrupt_leaves_the_move (Fixture       *f,
                                gconstpointer  data)
{
  g_autofree char *migrate = NULL;
  g_autofree char *jobs = NULL;
  g_autofree char *history = NULL;
  g_autoptr(GSubprocess) process = NULL;
  JsonObject *job;

  serve (f, (FerrySimOptions) { .speed = 0.5 });
  migrate = at (f, "--json migrate db-01 --to merlin");
  jobs = at (f, "--json jobs");
  process = launch (f, migrate);
  wait_for_memory (process);
  g_subprocess_send_signal (process, SIGINT);
  {
    g_auto(Run) left = finish (process);
    g_auto(Run) still = type (f, jobs);
    g_autoptr(JsonNode) node = parse (still.out);
    g_autofree char *rest = NULL;

    g_assert_cmpint (left.status, ==, 1);
    g_assert_nonnull (strstr (left.complaints, "goes on at the server"));
    g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 1);

    job = json_array_get_object_element (json_node_get_array (node), 0);
    g_assert_cmpstr (json_object_get_string_member (job, "vm"), ==, "db-01");
    rest = g_strdup_printf ("cancel %s",
                            strrchr (json_object_get_string_member (job, "key"), '/') + 1);
    history = at (f, rest);
  }
  {
    g_auto(Run) cancelled = type (f, history);

    g_assert_cmpint (cancelled.status, ==, 0);
    g_assert_nonnull (strstr (cancelled.out, "db-01"));
  }
}

static void
test_completes (Fixture       *f,
                gconstpointer  data)
{
  g_auto(Run) hosts = type (f, "--demo complete hosts");
  g_auto(Run) nothing = type (f, "complete vms");

  g_assert_cmpint (hosts.status, ==, 0);
  g_assert_nonnull (strstr (hosts.out, "kestrel\n"));
  g_assert_cmpstr (nothing.out, ==, "");
  g_assert_cmpstr (nothing.complaints, ==, "");
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/ferryctl/shows-the-tree", test_shows_the_tree);
  add ("/ferryctl/lists-as-json", test_lists_as_json);
  add ("/ferryctl/shows-one-thing", test_shows_one_thing);
  add ("/ferryctl/checks", test_checks);
  add ("/ferryctl/migrates-to-the-end", test_migrates_to_the_end);
  add ("/ferryctl/refuses-what-the-checks-refuse", test_refuses);
  add ("/ferryctl/wrong-names-are-usage", test_wrong_names_are_usage);
  add ("/ferryctl/wrong-password", test_wrong_password);
  add ("/ferryctl/asks-before-it-trusts", test_asks_before_it_trusts);
  add ("/ferryctl/unreachable", test_unreachable);
  add ("/ferryctl/interrupt-leaves-the-move-running", test_interrupt_leaves_the_move);
  add ("/ferryctl/completes-names", test_completes);

  return g_test_run ();
}
