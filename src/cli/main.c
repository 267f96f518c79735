/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "cli/ferry-commands.h"
#ifdef FERRY_HAVE_SIMULATOR
# include "simulator/ferry-sim-service.h"
#endif

#ifdef FERRY_HAVE_SIMULATOR
static GPtrArray *
list_pools (FerrySimService *service)
{
  GPtrArray *pools = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_demo_pool_free);

  for (guint i = 0; i < ferry_sim_service_get_n_endpoints (service); i++)
    {
      const FerrySimEndpoint *endpoint = ferry_sim_service_get_endpoint (service, i);

      g_ptr_array_add (pools, ferry_demo_pool_new (endpoint->uri, endpoint->password));
    }

  return pools;
}

static FerryExit
run_demo (FerryCliOptions *options)
{
  const FerrySimOptions world = {
    .databases = (const char * const *) options->demo_databases,
    .speed = options->demo_speed,
  };
  g_autoptr(FerrySimService) service = ferry_sim_service_new (&world);
  g_autoptr(GPtrArray) pools = NULL;
  g_autoptr(GError) error = NULL;
  FerryExit status;

  if (!ferry_sim_service_start (service, &error))
    {
      ferry_complain ("%s", error->message);
      return FERRY_EXIT_CONNECTION;
    }

  pools = list_pools (service);
  status = ferry_commands_run (options, pools);
  ferry_sim_service_stop (service);

  return status;
}
#else
static FerryExit
run_demo (FerryCliOptions *options)
{
  ferry_complain (_("This ferryctl was built without the demo."));

  return FERRY_EXIT_USAGE;
}
#endif

int
main (int   argc,
      char *argv[])
{
  g_autoptr(FerryCliOptions) options = NULL;
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, FERRY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("ferryctl");

  options = ferry_cli_options_new (argv, &error);
  if (options == NULL)
    {
      ferry_complain ("%s", error->message);
      return FERRY_EXIT_USAGE;
    }

  if (options->version)
    {
      g_print ("ferryctl %s\n", FERRY_VERSION);
      return FERRY_EXIT_DONE;
    }

  if (options->arguments[0] == NULL || g_str_equal (options->arguments[0], "help"))
    {
      ferry_commands_help ();
      return options->arguments[0] != NULL ? FERRY_EXIT_DONE : FERRY_EXIT_USAGE;
    }

  return options->demo ? run_demo (options) : ferry_commands_run (options, NULL);
}
