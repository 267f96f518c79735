/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-commands.h"

#include "cli/ferry-verdicts.h"

/* Can each of @vm_keys go to one of the hosts that were asked about? */
static gboolean
all_can_go (GPtrArray          *verdicts,
            const char * const *vm_keys)
{
  for (guint v = 0; vm_keys[v] != NULL; v++)
    {
      gboolean can_go = FALSE;

      for (guint i = 0; i < verdicts->len; i++)
        {
          const FerryVerdict *verdict = g_ptr_array_index (verdicts, i);

          can_go |= g_str_equal (verdict->vm_key, vm_keys[v]) &&
                    verdict->outlook == FERRY_OUTLOOK_CAN_GO;
        }

      if (!can_go)
        return FALSE;
    }

  return TRUE;
}

FerryExit
ferry_command_check (FerrySession       *session,
                     const char * const *arguments)
{
  const char *host_keys[] = { NULL, NULL };
  gboolean is_one_host = ferry_session_get_options (session)->to != NULL;
  g_auto(GStrv) vm_keys = ferry_verdicts_find_vms (session, arguments);
  g_autoptr(GPtrArray) verdicts = NULL;
  g_autoptr(GError) error = NULL;

  if (vm_keys == NULL)
    return FERRY_EXIT_USAGE;

  if (is_one_host)
    {
      FerryItem *host = ferry_verdicts_find_host (session);

      if (host == NULL)
        return FERRY_EXIT_USAGE;
      host_keys[0] = ferry_item_get_key (host);
    }

  /* Asking the servers about every host would keep them busy. */
  verdicts = ferry_session_check (session, (const char * const *) vm_keys,
                                  is_one_host ? host_keys : NULL, is_one_host, &error);
  if (verdicts == NULL)
    {
      ferry_complain ("%s", error->message);
      return FERRY_EXIT_FAILED;
    }

  ferry_verdicts_print (session, verdicts);

  return all_can_go (verdicts, (const char * const *) vm_keys) ? FERRY_EXIT_DONE
                                                               : FERRY_EXIT_REFUSED;
}
