/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window over a made-up pool: `stage [HOSTS [VMS]]`. For looking at it, and for tests that need no engine. */

#include "config.h"

#include <stdlib.h>

#include "tests/ui/fake-client.h"
#include "ui/window/ferry-application.h"

typedef struct
{
  guint n_hosts;
  guint n_vms;
} Size;

static void
on_startup (FerryApplication *app,
            const Size       *size)
{
  g_autoptr(FerryClient) client = ferry_client_new (NULL);
  g_autoptr(FerryConnectionStore) store = ferry_connection_store_new (client, NULL);

  ferry_application_set_client (app, client);
  ferry_application_set_store (app, store);
  if (size->n_hosts > 0)
    fake_client_fill (client, size->n_hosts, size->n_vms);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(FerryApplication) app = ferry_application_new (G_APPLICATION_NON_UNIQUE);
  Size size = { argc > 1 ? atoi (argv[1]) : 3, argc > 2 ? atoi (argv[2]) : 24 };

  g_signal_connect_after (app, "startup", G_CALLBACK (on_startup), &size);

  return g_application_run (G_APPLICATION (app), 1, argv);
}
