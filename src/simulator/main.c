/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "simulator/ferry-sim-service.h"

/* What the command line says, before it becomes options. */
typedef struct
{
  gboolean  demo;
  int       n_hosts;
  int       n_vms;
  int       seed;
  char    **databases;
  int       port;
  gboolean  https;
  char     *user;
  char     *password_file;
  double    speed;
  int       churn;
  gboolean  control;
  gboolean  version;
} Arguments;

static gboolean
parse_arguments (Arguments  *arguments,
                 int        *argc,
                 char     ***argv,
                 GError    **error)
{
  const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, &arguments->demo,
      N_("Serve the demo pools (what happens without other options)"), NULL },
    { "hosts", 0, 0, G_OPTION_ARG_INT, &arguments->n_hosts,
      N_("Serve a generated pool of that many hosts"), N_("NUMBER") },
    { "vms", 0, 0, G_OPTION_ARG_INT, &arguments->n_vms,
      N_("Virtual machines of the generated pool"), N_("NUMBER") },
    { "seed", 0, 0, G_OPTION_ARG_INT, &arguments->seed,
      N_("The same seed makes the same pool"), N_("NUMBER") },
    { "database", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments->databases,
      N_("Serve a pool from a database dump; may be given more than once"), N_("FILE") },
    { "port", 'p', 0, G_OPTION_ARG_INT, &arguments->port,
      N_("Port of the first pool, the others follow; 0: any"), N_("PORT") },
    { "https", 0, 0, G_OPTION_ARG_NONE, &arguments->https,
      N_("Serve HTTPS with a new self-signed certificate"), NULL },
    { "user", 'u', 0, G_OPTION_ARG_STRING, &arguments->user,
      N_("User to log in with (root)"), N_("NAME") },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &arguments->password_file,
      N_("File whose first line is the password (else: ferry)"), N_("FILE") },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &arguments->speed,
      N_("How many times faster than real its time goes (1)"), N_("FACTOR") },
    { "churn", 0, 0, G_OPTION_ARG_INT, &arguments->churn,
      N_("Changes a second that each pool makes to its machines by itself"), N_("NUMBER") },
    { "control", 0, 0, G_OPTION_ARG_NONE, &arguments->control,
      N_("Let faults be asked for at a control address"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &arguments->version,
      N_("Print the version"), NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = NULL;

  context = g_option_context_new (_("— simulated XenServer pools to try Ferry on"));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("Unknown argument %s"), (*argv)[1]);
      return FALSE;
    }
  if (arguments->port < 0 || arguments->port > 65535 || arguments->n_hosts < 0
      || arguments->n_vms < 0 || arguments->churn < 0 || arguments->speed < 0)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("A number is out of range"));
      return FALSE;
    }
  if ((arguments->demo && (arguments->n_hosts > 0 || arguments->databases != NULL))
      || (arguments->n_hosts > 0 && arguments->databases != NULL)
      || (arguments->n_vms > 0 && arguments->n_hosts == 0))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("Only one of --demo, --hosts (with --vms) and --database can be "
                             "served"));
      return FALSE;
    }

  return TRUE;
}

static void
print_endpoints (FerrySimService *service)
{
  for (guint i = 0; i < ferry_sim_service_get_n_endpoints (service); i++)
    {
      const FerrySimEndpoint *endpoint = ferry_sim_service_get_endpoint (service, i);

      g_print ("%s%s%s\n", endpoint->uri, endpoint->fingerprint != NULL ? " " : "",
               endpoint->fingerprint != NULL ? endpoint->fingerprint : "");
    }
  for (guint i = 0; i < ferry_sim_service_get_n_endpoints (service); i++)
    {
      const FerrySimEndpoint *endpoint = ferry_sim_service_get_endpoint (service, i);

      if (endpoint->control_uri != NULL)
        g_print ("%s\n", endpoint->control_uri);
    }
  fflush (stdout);
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static void
run_until_signal (void)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint term = g_unix_signal_add (SIGTERM, on_signal, loop);
  guint interrupt = g_unix_signal_add (SIGINT, on_signal, loop);

  g_main_loop_run (loop);
  g_source_remove (term);
  g_source_remove (interrupt);
}

static char *
read_password (const char  *file,
               GError     **error)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (file, &text, NULL, error))
    return NULL;

  text[strcspn (text, "\r\n")] = '\0';

  return g_steal_pointer (&text);
}

static gboolean
serve (const Arguments  *arguments,
       GError          **error)
{
  g_autoptr(FerrySimService) service = NULL;
  g_autofree char *password = NULL;
  FerrySimOptions options = {
    .n_hosts = (guint) arguments->n_hosts,
    .n_vms = (guint) arguments->n_vms,
    .seed = (guint32) arguments->seed,
    .databases = (const char * const *) arguments->databases,
    .speed = arguments->speed,
    .https = arguments->https,
    .user = arguments->user,
    .port = (guint16) arguments->port,
    .churn = (guint) arguments->churn,
    .control = arguments->control,
  };

  if (arguments->password_file != NULL)
    {
      password = read_password (arguments->password_file, error);
      if (password == NULL)
        return FALSE;
    }
  options.password = password;

  service = ferry_sim_service_new (&options);
  if (!ferry_sim_service_start (service, error))
    return FALSE;

  print_endpoints (service);
  run_until_signal ();

  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  Arguments arguments = { 0, };
  g_autoptr(GError) error = NULL;
  int status = EXIT_SUCCESS;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, FERRY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (!parse_arguments (&arguments, &argc, &argv, &error))
    {
      g_printerr ("ferry-sim: %s\n", error->message);
      status = 2;
    }
  else if (arguments.version)
    {
      g_print ("ferry-sim %s\n", FERRY_VERSION);
    }
  else if (!serve (&arguments, &error))
    {
      g_printerr ("ferry-sim: %s\n", error->message);
      status = EXIT_FAILURE;
    }

  g_strfreev (arguments.databases);
  g_free (arguments.user);
  g_free (arguments.password_file);

  return status;
}
