/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-jobs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/ferry-move-text.h"
#include "model/ferry-task-record.h"

static gboolean
is_current (FerryItem *item)
{
  const FerryTaskRecord *task = ferry_item_get_record (item);

  if (ferry_item_get_kind (item) == FERRY_KIND_MOVE)
    return !ferry_move_is_ended (ferry_item_get_record (item));

  return task->state == FERRY_TASK_PENDING && task->move_key == NULL;
}

static void
add_current (GPtrArray  *jobs,
             GListModel *list)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (list, i);

      if (is_current (item))
        g_ptr_array_add (jobs, g_steal_pointer (&item));
    }
}

GPtrArray *
ferry_jobs_list (FerryClient *client)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func (g_object_unref);

  add_current (jobs, ferry_client_get_moves (client));
  add_current (jobs, ferry_client_get_list (client, FERRY_KIND_TASK));

  return jobs;
}

const char *
ferry_jobs_get_id (FerryItem *job)
{
  const char *key = ferry_item_get_key (job);
  const char *slash = strrchr (key, '/');

  return slash != NULL ? slash + 1 : key;
}

FerryItem *
ferry_jobs_find (FerryClient  *client,
                 const char   *text,
                 GError      **error)
{
  g_autoptr(GPtrArray) jobs = ferry_jobs_list (client);
  FerryItem *found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < jobs->len; i++)
    {
      FerryItem *job = g_ptr_array_index (jobs, i);

      if (*text == '\0' || !g_str_has_prefix (ferry_jobs_get_id (job), text))
        continue;

      found = job;
      n_found++;
      if (g_str_equal (ferry_jobs_get_id (job), text))
        return job;
    }

  if (n_found == 1)
    return found;

  if (n_found > 1)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("%u jobs begin with “%s”. Type more of it."), n_found, text);
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("There is no job “%s”. “ferryctl jobs” lists them."), text);

  return NULL;
}
