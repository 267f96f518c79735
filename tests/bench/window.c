/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bench-window"

/* window URI PASSWORD EXPECTED-VMS: opens the console's window on a pool and measures, in each phase of a script, the longest
 * time that its main loop did not come round. Needs a display. Prints a line per phase. */

#include "client/ferry-client.h"
#include "client/ferry-connection-store.h"
#include "model/ferry-connection-record.h"
#include "ui/tree/ferry-tree-view.h"
#include "ui/window/ferry-application.h"
#include "ui/window/ferry-window.h"

#include <stdio.h>

#define PROBE_MS     2
#define MAX_STALL_MS 50

typedef struct
{
  FerryClient          *client;
  FerryConnectionStore *store;
  FerryApplication     *application;
  const char           *uri;
  const char           *password;
  guint                 n_expected;
  gint64                probed_us;
  gint64                worst_us;
  gint64                started_us; /* of the phase */
  guint                 phase;
  guint                 n_typed;
  gboolean              is_missed;
} Bench;

static void begin_phase (Bench *bench);

static gboolean
on_probe (gpointer user_data)
{
  Bench *bench = user_data;
  gint64 now_us = g_get_monotonic_time ();

  bench->worst_us = MAX (bench->worst_us, now_us - bench->probed_us - PROBE_MS * 1000);
  bench->probed_us = now_us;

  return G_SOURCE_CONTINUE;
}

static gint64
read_resident_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;

  line = strstr (status, "VmRSS:");

  return line != NULL ? g_ascii_strtoll (line + strlen ("VmRSS:"), NULL, 10) : 0;
}

static GtkWidget *
get_window (Bench *bench)
{
  return GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (bench->application)));
}

static GtkWidget *
find_widget (GtkWidget *from,
             GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (from), type))
    return from;

  for (GtkWidget *child = gtk_widget_get_first_child (from); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
end_phase (Bench      *bench,
           const char *name)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean is_met = bench->worst_us <= MAX_STALL_MS * 1000;

  g_print ("%-34s longest stall %6.1f ms (goal %d) %-7s  took %6.2f s  resident %4" G_GINT64_FORMAT
           " MiB\n",
           name, bench->worst_us / 1000.0, MAX_STALL_MS, is_met ? "met" : "NOT MET",
           (now_us - bench->started_us) / 1e6, read_resident_kib () / 1024);
  fflush (stdout);
  bench->is_missed |= !is_met;
  bench->phase++;
  bench->worst_us = 0;
  bench->started_us = bench->probed_us = g_get_monotonic_time ();
  begin_phase (bench);
}

static gboolean
is_loaded (Bench *bench)
{
  GListModel *connections = ferry_client_get_list (bench->client, FERRY_KIND_CONNECTION);
  g_autoptr(FerryItem) item = g_list_model_get_item (connections, 0);
  const FerryConnectionRecord *record = item != NULL ? ferry_item_get_record (item) : NULL;

  return record != NULL && record->state == FERRY_CONNECTION_CONNECTED &&
         g_list_model_get_n_items (ferry_client_get_list (bench->client, FERRY_KIND_VM))
         >= bench->n_expected;
}

static gboolean
wait_for_load (gpointer user_data)
{
  Bench *bench = user_data;

  if (!is_loaded (bench))
    return G_SOURCE_CONTINUE;

  end_phase (bench, "loading");

  return G_SOURCE_REMOVE;
}

static gboolean
end_rest (gpointer user_data)
{
  static const char * const names[] = { "", "changes arriving", "everything expanded",
                                        "everything collapsed", "filter typed", "filter cleared" };
  Bench *bench = user_data;

  end_phase (bench, names[bench->phase]);

  return G_SOURCE_REMOVE;
}

static gboolean
type_filter (gpointer user_data)
{
  static const char text[] = "web-1";
  Bench *bench = user_data;
  GtkEditable *search = GTK_EDITABLE (find_widget (get_window (bench), GTK_TYPE_SEARCH_ENTRY));
  g_autofree char *typed = g_strndup (text, ++bench->n_typed);

  gtk_editable_set_text (search, typed);
  if (bench->n_typed < strlen (text))
    return G_SOURCE_CONTINUE;

  g_timeout_add_seconds (4, end_rest, bench);

  return G_SOURCE_REMOVE;
}

static void
clear_filter (Bench *bench)
{
  gtk_editable_set_text (GTK_EDITABLE (find_widget (get_window (bench), GTK_TYPE_SEARCH_ENTRY)),
                         "");
  g_timeout_add_seconds (4, end_rest, bench);
}

static void
begin_phase (Bench *bench)
{
  switch (bench->phase)
    {
    case 0:
      g_timeout_add (100, wait_for_load, bench);
      break;
    case 1:
      g_timeout_add_seconds (10, end_rest, bench);
      break;
    case 2:
      gtk_widget_activate_action (get_window (bench), "win.expand-all", NULL);
      g_timeout_add_seconds (8, end_rest, bench);
      break;
    case 3:
      gtk_widget_activate_action (get_window (bench), "win.collapse-all", NULL);
      g_timeout_add_seconds (8, end_rest, bench);
      break;
    case 4:
      g_timeout_add (120, type_filter, bench);
      break;
    case 5:
      clear_filter (bench);
      break;
    default:
      gtk_window_destroy (GTK_WINDOW (get_window (bench)));
    }
}

static void
on_startup (GApplication *application,
            Bench        *bench)
{
  g_autoptr(FerrySecret) secret = ferry_secret_new (bench->password);

  bench->client = ferry_client_new (NULL);
  bench->store = ferry_connection_store_new (bench->client, NULL);
  ferry_application_set_client (bench->application, bench->client);
  ferry_application_set_store (bench->application, bench->store);
  ferry_connection_store_save (bench->store,
                               &(FerryConnectionSettings) { .id = "bench",
                                                            .uri = (char *) bench->uri },
                               NULL);
  ferry_connection_store_use_secret (bench->store, "bench", secret);
  bench->started_us = g_get_monotonic_time ();
}

/* The first frame of a window is the toolkit's own business. */
static gboolean
begin_measuring (gpointer user_data)
{
  Bench *bench = user_data;

  bench->probed_us = g_get_monotonic_time ();
  g_timeout_add_full (G_PRIORITY_HIGH, PROBE_MS, on_probe, bench, NULL);
  begin_phase (bench);

  return G_SOURCE_REMOVE;
}

static void
on_activate (GApplication *application,
             Bench        *bench)
{
  g_timeout_add (300, begin_measuring, bench);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(FerryApplication) application = NULL;
  Bench bench = { 0, };
  int status;

  if (argc != 4)
    return 2;

  bench.uri = argv[1];
  bench.password = argv[2];
  bench.n_expected = g_ascii_strtoull (argv[3], NULL, 10);
  application = ferry_application_new (G_APPLICATION_NON_UNIQUE);
  bench.application = application;
  g_signal_connect (application, "startup", G_CALLBACK (on_startup), &bench);
  g_signal_connect_after (application, "activate", G_CALLBACK (on_activate), &bench);
  status = g_application_run (G_APPLICATION (application), 0, NULL);

  /* What is left is the process's: the figures are out. */
  fflush (stdout);
  _exit (status != 0 ? status : bench.is_missed);
}
