/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "client/ferry-client.h"
#include "client/ferry-connection-store.h"
#include "ui/window/ferry-application.h"
#ifdef FERRY_HAVE_SIMULATOR
#include "simulator/ferry-sim-service.h"
#endif

/* Moves go on without us; nothing in a shutdown is worth a longer wait. */
#define SHUTDOWN_S 5

/* Puts the floors together: client, connections, window and, where it is built in, the simulator. */
typedef struct
{
  gboolean              wants_demo;
  char                **databases; /* (owned) (nullable) */
  double                speed;
  gboolean              wants_version;

  FerryApplication     *app;    /* (owned) */
  FerryClient          *client; /* (owned) (nullable) */
  FerryConnectionStore *store;  /* (owned) (nullable) */
#ifdef FERRY_HAVE_SIMULATOR
  FerrySimService      *service; /* (owned) (nullable) */
#endif
} Program;

static void
program_clear (Program *self)
{
  g_clear_object (&self->store);
  g_clear_object (&self->client);
  g_clear_object (&self->app);
#ifdef FERRY_HAVE_SIMULATOR
  g_clear_object (&self->service);
#endif
  g_strfreev (self->databases);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Program, program_clear)

#ifdef FERRY_HAVE_SIMULATOR

static void
connect_endpoint (Program                *self,
                  const FerrySimEndpoint *endpoint,
                  guint                   number)
{
  g_autofree char *id = g_strdup_printf ("demo-%u", number);
  g_autoptr(FerrySecret) secret = ferry_secret_new (endpoint->password);
  g_autoptr(GError) error = NULL;
  FerryConnectionSettings settings = {
    .id = id,
    .uri = (char *) endpoint->uri,
    .label = (char *) endpoint->name,
  };

  /* Not through the store: it would remember a pool that ends with this program. */
  if (ferry_client_add_connection (self->client, &settings, &error))
    ferry_connection_store_use_secret (self->store, id, secret);
  else
    g_warning ("%s", error->message);
}

static gboolean
open_demo (Program  *self,
           GError  **error)
{
  FerrySimOptions options = {
    .databases = (const char * const *) self->databases,
    .speed = self->speed,
  };

  if (self->service != NULL)
    return TRUE;

  self->service = ferry_sim_service_new (&options);
  if (!ferry_sim_service_start (self->service, error))
    {
      g_clear_object (&self->service);
      return FALSE;
    }

  for (guint i = 0; i < ferry_sim_service_get_n_endpoints (self->service); i++)
    connect_endpoint (self, ferry_sim_service_get_endpoint (self->service, i), i);

  return TRUE;
}

static void
on_open_demo (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  Program *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!open_demo (self, &error))
    g_printerr ("%s\n", error->message);
}

#endif

static void
offer_demo (Program *self)
{
#ifdef FERRY_HAVE_SIMULATOR
  static const GActionEntry entries[] = { { "open-demo", on_open_demo } };
  g_autoptr(GError) error = NULL;

  g_action_map_add_action_entries (G_ACTION_MAP (self->app), entries, G_N_ELEMENTS (entries), self);
  if (!self->wants_demo || open_demo (self, &error))
    return;

  g_printerr ("%s\n", error->message);
  g_application_quit (G_APPLICATION (self->app));
#endif
}

static void
on_startup (Program *self)
{
  g_autofree char *data_dir = g_build_filename (g_get_user_data_dir (), "ferry", NULL);

  /* What a demo did is not worth a history: its pools are gone the next time. */
  self->client = ferry_client_new (self->wants_demo ? NULL : data_dir);
  self->store = ferry_connection_store_new (self->client,
                                            self->wants_demo
                                              ? NULL
                                              : ferry_application_get_settings (self->app));
  ferry_application_set_client (self->app, self->client);
  ferry_application_set_store (self->app, self->store);

  ferry_connection_store_open (self->store);
  offer_demo (self);
}

static void
on_shut_down (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  gboolean *is_over = user_data;
  g_autoptr(GError) error = NULL;

  if (!ferry_client_shutdown_finish (FERRY_CLIENT (source), result, &error))
    g_warning ("%s", error->message);
  *is_over = TRUE;
}

static gboolean
on_shutdown_timeout (gpointer user_data)
{
  g_warning ("The backend does not end; leaving it behind");
  exit (1);
}

static void
on_shutdown (Program *self)
{
  gboolean is_over = FALSE;
  guint timeout;

  if (self->client == NULL)
    return;

  timeout = g_timeout_add_seconds (SHUTDOWN_S, on_shutdown_timeout, NULL);
  ferry_client_shutdown_async (self->client, on_shut_down, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

static gboolean
parse (Program   *self,
       int       *argc,
       char    ***argv,
       GError   **error)
{
  const GOptionEntry entries[] = {
#ifdef FERRY_HAVE_SIMULATOR
    { "demo", 0, 0, G_OPTION_ARG_NONE, &self->wants_demo,
      N_("Open made-up pools that run inside this program"), NULL },
    { "demo-database", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->databases,
      N_("Open the dump of a real pool instead; may be repeated"), N_("FILE") },
    { "demo-speed", 0, 0, G_OPTION_ARG_DOUBLE, &self->speed,
      N_("Run the demo’s clock this many times faster"), N_("N") },
#endif
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->wants_version,
      N_("Print the version and exit"), NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, _("Moves virtual machines between hosts."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("Ferry does not know what to do with “%s”; see ferry --help."), (*argv)[1]);
      return FALSE;
    }

  self->wants_demo |= self->databases != NULL;

  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_auto(Program) self = { 0 };
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, FERRY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (!parse (&self, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  if (self.wants_version)
    {
      g_print ("ferry %s\n", FERRY_VERSION);
      return 0;
    }

  if (!gtk_init_check ())
    {
      g_printerr ("%s\n", _("There is no display to open a window on; `ferryctl --demo tree` shows the demo "
                            "in a terminal."));
      return 1;
    }

  self.app = ferry_application_new (self.wants_demo ? G_APPLICATION_NON_UNIQUE
                                                    : G_APPLICATION_DEFAULT_FLAGS);
  g_signal_connect_data (self.app, "startup", G_CALLBACK (on_startup), &self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_swapped (self.app, "shutdown", G_CALLBACK (on_shutdown), &self);

  return g_application_run (G_APPLICATION (self.app), argc, argv);
}
