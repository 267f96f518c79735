/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-commands.h"

#include <glib/gi18n-lib.h>

static const FerryCommand commands[] = {
  { "tree", N_("[WORDS]"), N_("Show pools, hosts and virtual machines; only what the words find"),
    0, G_MAXUINT, 0, ferry_command_tree },
  { "list", "hosts|vms|storage|networks|disks", N_("List one kind of thing"),
    1, 1, 0, ferry_command_list },
  { "show", N_("NAME"), N_("Show everything known of one thing"),
    1, 1, 0, ferry_command_show },
  { "check", N_("VM... [--to HOST]"), N_("Say where virtual machines can go, and why not"),
    1, G_MAXUINT, FERRY_CLI_TAKES_TO, ferry_command_check },
  { "migrate", N_("VM... --to HOST [--compress] [--network NET] [--force] [--dry-run]"),
    N_("Move running virtual machines to another host"),
    1, G_MAXUINT, FERRY_CLI_TAKES_TO | FERRY_CLI_TAKES_CHOICE, ferry_command_migrate },
  { "jobs", NULL, N_("Show moves that wait or run, and what others do on the servers"),
    0, 0, 0, ferry_command_jobs },
  { "history", N_("[TEXT]"), N_("Show past moves, newest first"),
    0, 1, 0, ferry_command_history },
  { "cancel", N_("JOB"), N_("Cancel a job"),
    1, 1, 0, ferry_command_cancel },
  /* Not in the help: for the completion of shells. */
  { "complete", NULL, NULL, 1, 1, 0, ferry_command_complete },
};

const FerryCommand *
ferry_commands_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_strcmp0 (commands[i].name, name) == 0)
        return &commands[i];
    }

  return NULL;
}

void
ferry_commands_help (void)
{
  g_print (_("Usage: ferryctl [OPTIONS] COMMAND\n\nMoves virtual machines between hosts.\n\nCommands:\n"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (commands[i].summary == NULL)
        continue;

      g_print ("  %s", commands[i].name);
      if (commands[i].arguments != NULL)
        g_print (" %s", _(commands[i].arguments));
      g_print ("\n      %s\n", _(commands[i].summary));
    }

  g_print (_("\nOptions:\n"
             "  -c, --connect URI     xapi://user@host[:port], or xapi+http://user@127.0.0.1:port;\n"
             "                        may be repeated; without it, the saved connections are used\n"
             "  --demo                use made-up pools in this program\n"
             "  --demo-database FILE  use the dump of a real pool instead; may be repeated\n"
             "  --demo-speed N        run the demo’s clock this many times faster\n"
             "  --password-file FILE  read the password from the first line of a file\n"
             "  --trust SHA256        trust the certificate with this fingerprint\n"
             "  --json                print JSON, for other programs\n"
             "  --version             print the version\n"
             "\n"
             "Things are called by name or uuid. Exit status: 0 done, 1 failed, 2 wrong usage,\n"
             "3 refused by the checks, 4 no connection.\n"));
}

static gboolean
check_usage (const FerryCommand *command,
             FerryCliOptions    *options)
{
  guint n_arguments = g_strv_length (options->arguments) - 1;
  const char *stray;

  if (n_arguments < command->min_arguments || n_arguments > command->max_arguments)
    {
      ferry_complain (_("Usage: ferryctl %s %s"), command->name,
                      command->arguments != NULL ? _(command->arguments) : "");
      return FALSE;
    }

  stray = ferry_cli_options_stray (options, command->takes);
  if (stray != NULL)
    {
      ferry_complain (_("“%s” does not take %s."), command->name, stray);
      return FALSE;
    }

  return TRUE;
}

static FerryExit
run_in_session (const FerryCommand *command,
                FerryCliOptions    *options,
                GPtrArray          *demo_pools)
{
  g_autoptr(FerrySession) session = ferry_session_new (options, demo_pools);
  FerryExit status;

  if (command->run == ferry_command_complete)
    ferry_session_be_quiet (session);

  status = ferry_session_open (session);
  if (status == FERRY_EXIT_DONE)
    status = command->run (session, (const char * const *) options->arguments + 1);
  ferry_session_close (session);

  return status;
}

FerryExit
ferry_commands_run (FerryCliOptions *options,
                    GPtrArray       *demo_pools)
{
  const FerryCommand *command;

  command = ferry_commands_find (options->arguments[0]);
  if (command == NULL)
    {
      ferry_complain (_("“%s” is not a command. “ferryctl --help” lists them."),
                      options->arguments[0]);
      return FERRY_EXIT_USAGE;
    }

  return check_usage (command, options) ? run_in_session (command, options, demo_pools)
                                        : FERRY_EXIT_USAGE;
}
