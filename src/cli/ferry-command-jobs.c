/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-commands.h"

#include <glib/gi18n-lib.h>

#include "cli/ferry-jobs.h"
#include "cli/ferry-json.h"
#include "cli/ferry-names.h"
#include "cli/ferry-table.h"
#include "model/ferry-move-text.h"
#include "model/ferry-task-record.h"

/* Enough to tell jobs apart, short enough to type. */
#define SHORT_ID 8

static void
add_job (FerryTable  *table,
         FerryClient *client,
         FerryItem   *job)
{
  char *id = g_strndup (ferry_jobs_get_id (job), SHORT_ID);

  if (ferry_item_get_kind (job) == FERRY_KIND_MOVE)
    {
      const FerryMoveRecord *move = ferry_item_get_record (job);

      ferry_table_add (table, FERRY_STYLE_PLAIN, id, g_strdup (move->base.name),
                       ferry_move_text_route (move),
                       g_strdup_printf ("%.0f %%", move->fraction * 100),
                       ferry_move_text_status (move));
    }
  else
    {
      const FerryTaskRecord *task = ferry_item_get_record (job);

      ferry_table_add (table, FERRY_STYLE_DIM, id,
                       g_strdup (ferry_names_get (client, task->vm_key)),
                       g_strdup (ferry_names_get (client, task->host_key)),
                       g_strdup_printf ("%.0f %%", task->fraction * 100),
                       g_strdup_printf (_("%s, started elsewhere"), task->base.name));
    }
}

static void
print_json (FerryClient *client,
            GPtrArray   *jobs)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < jobs->len; i++)
    {
      FerryItem *job = g_ptr_array_index (jobs, i);

      if (ferry_item_get_kind (job) == FERRY_KIND_MOVE)
        ferry_json_add_move (builder, NULL, ferry_item_get_record (job));
      else
        ferry_json_add_item (builder, client, job, FALSE);
    }
  json_builder_end_array (builder);
  ferry_json_print (builder, FALSE);
}

FerryExit
ferry_command_jobs (FerrySession       *session,
                    const char * const *arguments)
{
  const FerryColumn columns[] = {
    { _("Job"), FALSE, FALSE }, { _("VM"), FALSE, TRUE }, { _("Where"), FALSE, TRUE },
    { _("Done"), TRUE, FALSE }, { _("Status"), FALSE, TRUE },
  };
  FerryClient *client = ferry_session_get_client (session);
  g_autoptr(GPtrArray) jobs = ferry_jobs_list (client);
  g_autoptr(FerryTable) table = NULL;

  if (ferry_session_get_options (session)->json)
    {
      print_json (client, jobs);
      return FERRY_EXIT_DONE;
    }

  if (jobs->len == 0)
    g_print (_("There is no job.\n"));

  table = ferry_table_new (columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < jobs->len; i++)
    add_job (table, client, g_ptr_array_index (jobs, i));
  ferry_table_print (table);

  return FERRY_EXIT_DONE;
}
