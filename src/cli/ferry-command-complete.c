/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-commands.h"

#include "cli/ferry-jobs.h"
#include "cli/ferry-names.h"

static const struct
{
  const char *word;
  FerryKinds  kinds;
} sets[] = {
  { "vms", FERRY_KINDS (FERRY_KIND_VM) },
  { "hosts", FERRY_KINDS (FERRY_KIND_HOST) },
  { "networks", FERRY_KINDS (FERRY_KIND_NETWORK) },
  { "names", FERRY_KINDS_NAMED },
};

static void
print_jobs (FerryClient *client)
{
  g_autoptr(GPtrArray) jobs = ferry_jobs_list (client);

  for (guint i = 0; i < jobs->len; i++)
    g_print ("%s\n", ferry_jobs_get_id (g_ptr_array_index (jobs, i)));
}

/* @items: sorted by name */
static void
print_names (GPtrArray *items)
{
  const char *last = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      const char *name = ferry_item_get_name (g_ptr_array_index (items, i));

      if (g_strcmp0 (name, last) != 0)
        g_print ("%s\n", name);
      last = name;
    }
}

/* Prints one name a line. */
FerryExit
ferry_command_complete (FerrySession       *session,
                        const char * const *arguments)
{
  FerryClient *client = ferry_session_get_client (session);

  if (g_str_equal (arguments[0], "jobs"))
    {
      print_jobs (client);
      return FERRY_EXIT_DONE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr(GPtrArray) items = NULL;

      if (!g_str_equal (sets[i].word, arguments[0]))
        continue;

      items = ferry_names_list (client, sets[i].kinds);
      print_names (items);
      return FERRY_EXIT_DONE;
    }

  return FERRY_EXIT_USAGE;
}
