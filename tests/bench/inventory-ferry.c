/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "inventory-ferry"

/* inventory-ferry URI PASSWORD: connects a client, waits until its model is filled, prints figures as one JSON line. */

#include "client/ferry-client.h"
#include "model/ferry-connection-record.h"

#include <sys/resource.h>

typedef struct
{
  FerryClient *client;
  GMainLoop   *loop;
  gint64       started_us;
  gint64       first_vm_us; /* 0: none yet */
  gint64       full_us;
  gboolean     is_broken;
} Run;

static guint
count (Run       *run,
       FerryKind  kind)
{
  return g_list_model_get_n_items (ferry_client_get_list (run->client, kind));
}

static const FerryConnectionRecord *
get_connection (Run *run)
{
  g_autoptr(FerryItem) item =
    g_list_model_get_item (ferry_client_get_list (run->client, FERRY_KIND_CONNECTION), 0);

  return item != NULL ? ferry_item_get_record (item) : NULL;
}

static void
look_at_first (Run *run)
{
  if (run->first_vm_us == 0 && count (run, FERRY_KIND_HOST) > 0 && count (run, FERRY_KIND_VM) > 0)
    run->first_vm_us = g_get_monotonic_time ();
}

static void
on_batch_applied (FerryClient *client,
                  gpointer     user_data)
{
  Run *run = user_data;
  const FerryConnectionRecord *connection = get_connection (run);

  look_at_first (run);
  if (connection == NULL)
    return;

  if (connection->state == FERRY_CONNECTION_CONNECTED)
    {
      run->full_us = g_get_monotonic_time ();
      g_main_loop_quit (run->loop);
    }
  else if (connection->state != FERRY_CONNECTION_CONNECTING &&
           connection->state != FERRY_CONNECTION_DISCONNECTED)
    {
      g_printerr ("%s\n", connection->message != NULL ? connection->message : "not connected");
      run->is_broken = TRUE;
      g_main_loop_quit (run->loop);
    }
}

static double
seconds (struct timeval time)
{
  return time.tv_sec + time.tv_usec / 1e6;
}

static void
print_figures (Run *run)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  g_print ("{\"wall_s\": %.3f, \"first_s\": %.3f, \"user_s\": %.3f, \"peak_kib\": %ld, "
           "\"hosts\": %u, \"vms\": %u, \"disks\": %u}\n",
           (run->full_us - run->started_us) / 1e6,
           (run->first_vm_us - run->started_us) / 1e6,
           seconds (usage.ru_utime), usage.ru_maxrss,
           count (run, FERRY_KIND_HOST), count (run, FERRY_KIND_VM),
           count (run, FERRY_KIND_DISK));
}

static void
on_shut_down (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Run *run = user_data;

  ferry_client_shutdown_finish (FERRY_CLIENT (source), result, NULL);
  g_main_loop_quit (run->loop);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(FerryClient) client = ferry_client_new (NULL);
  g_autoptr(FerrySecret) secret = NULL;
  g_autoptr(GError) error = NULL;
  Run run = { client, loop, g_get_monotonic_time (), 0, 0, FALSE };

  if (argc != 3)
    return 2;

  secret = ferry_secret_new (argv[2]);
  g_signal_connect (client, "batch-applied", G_CALLBACK (on_batch_applied), &run);
  if (!ferry_client_add_connection (client,
                                    &(FerryConnectionSettings) { .id = "bench", .uri = argv[1] },
                                    &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  ferry_client_connect (client, "bench", secret);
  g_main_loop_run (loop);

  if (!run.is_broken)
    print_figures (&run);
  ferry_client_shutdown_async (client, on_shut_down, &run);
  g_main_loop_run (loop);

  return run.is_broken ? 1 : 0;
}
