/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-commands.h"

#include <glib/gi18n-lib.h>

#include "cli/ferry-jobs.h"
#include "model/ferry-move-text.h"
#include "model/ferry-task-record.h"

static gboolean
is_over (FerryClient *client,
         const char  *key)
{
  FerryItem *job = ferry_client_lookup (client, key);

  if (job == NULL)
    return TRUE;

  if (ferry_item_get_kind (job) == FERRY_KIND_MOVE)
    return ferry_move_is_ended (ferry_item_get_record (job));

  return ((const FerryTaskRecord *) ferry_item_get_record (job))->state != FERRY_TASK_PENDING;
}

/* Asked is not done: the job may have been quicker. */
static FerryExit
say_outcome (FerryItem *job)
{
  const FerryTaskRecord *task = ferry_item_get_record (job);
  const FerryMoveRecord *move = ferry_item_get_record (job);
  gboolean is_move = ferry_item_get_kind (job) == FERRY_KIND_MOVE;
  gboolean is_cancelled = is_move ? move->state == FERRY_MOVE_CANCELLED
                                  : task->state != FERRY_TASK_SUCCEEDED;
  const char *message = is_move ? move->message : task->message;

  if (message != NULL)
    g_print ("%s\n", message);
  else if (is_cancelled)
    g_print (_("The job was cancelled.\n"));
  else
    g_print (_("The job had ended before it could be cancelled.\n"));

  return is_cancelled ? FERRY_EXIT_DONE : FERRY_EXIT_FAILED;
}

FerryExit
ferry_command_cancel (FerrySession       *session,
                      const char * const *arguments)
{
  FerryClient *client = ferry_session_get_client (session);
  g_autoptr(FerryItem) job = NULL;
  g_autoptr(GError) error = NULL;

  job = ferry_jobs_find (client, arguments[0], &error);
  if (job == NULL)
    {
      ferry_complain ("%s", error->message);
      return FERRY_EXIT_USAGE;
    }

  g_object_ref (job);
  if (!ferry_session_cancel (session, ferry_item_get_key (job), &error))
    {
      ferry_complain ("%s", error->message);
      return FERRY_EXIT_FAILED;
    }

  while (!is_over (client, ferry_item_get_key (job)))
    ferry_session_iterate (session);

  return say_outcome (job);
}
