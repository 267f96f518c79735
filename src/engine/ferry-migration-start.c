/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-migration"

#include <config.h>

#include "engine/ferry-migration-private.h"

#include <glib/gi18n-lib.h>

#include "engine/ferry-engine.h"
#include "engine/ferry-preflight.h"

/* The steps of a migration up to where the server works: "queue", "check", "start". */

/* queue */

const char *
ferry_migration_get_pool_key (FerryMigration *self)
{
  const FerryRecord *pool = ferry_inventory_get_pool (self->inventory, self->connection_key);

  return pool != NULL ? pool->key : self->connection_key;
}

void
ferry_migration_on_scheduler_run (FerryScheduler *scheduler,
                                  const char     *move_key,
                                  FerryMigration *self)
{
  if (ferry_migration_is_in_step (self, "queue") && g_str_equal (move_key, self->entry->key))
    ferry_migration_step_done (self, NULL);
}

void
ferry_migration_on_scheduler_changed (FerryScheduler *scheduler,
                                      FerryMigration *self)
{
  if (!ferry_migration_is_in_step (self, "queue") || self->state != FERRY_MOVE_WAITING)
    return;

  ferry_migration_set_waiting (self, ferry_scheduler_explain (scheduler, self->entry->key));
  ferry_migration_publish (self);
}

void
ferry_migration_wait_for_slot (FerrySequence *sequence,
                               gpointer       user_data)
{
  FerryMigration *self = user_data;

  ferry_scheduler_queue (self->scheduler, self->entry->key, self->entry->source_host_key,
                         self->entry->target_host_key, ferry_migration_get_pool_key (self));
}

void
ferry_migration_give_slot_back (FerrySequence *sequence,
                                gpointer       user_data)
{
  FerryMigration *self = user_data;

  ferry_scheduler_release (self->scheduler, self->entry->key);
  ferry_migration_step_done (self, NULL);
}

/* check */

GError *
ferry_migration_make_cancelled (FerryMigration *self)
{
  return g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                      _("Cancelled before it began. %s still runs on %s."), self->entry->vm_name,
                      ferry_migration_get_source_name (self));
}

static GError *
make_refused (FerryMigration *self,
              const char     *reason)
{
  return g_error_new (FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_BLOCKED,
                      _("%s did not begin to move, and stays on %s. %s"), self->entry->vm_name,
                      ferry_migration_get_source_name (self), reason);
}

/* (nullable): the worst finding, if it blocks */
static const FerryFinding *
find_block (GPtrArray *findings)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const FerryFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == FERRY_SEVERITY_BLOCKS)
        return finding;
    }

  return NULL;
}

static FerryDriverMove
get_driver_move (FerryMigration *self)
{
  return (FerryDriverMove) {
    .move_key = self->entry->key,
    .vm_key = self->entry->vm_key,
    .host_key = self->entry->target_host_key,
    .network_key = self->entry->network_key,
    .compress = self->entry->compress,
    .force = self->entry->force,
  };
}

/* (transfer full) (nullable): what the records say against it by now */
static GError *
check_records (FerryMigration *self)
{
  FerryMoveRequest request = {
    .network_key = self->entry->network_key,
    .compress = self->entry->compress,
    .force = self->entry->force,
  };
  char *vm_keys[] = { self->entry->vm_key, NULL };
  g_autoptr(FerryMoveRecord) record = ferry_migration_make_record (self);
  g_autoptr(FerryVerdict) verdict = NULL;
  const FerryFinding *block;

  request.vm_keys = vm_keys;
  request.host_key = self->entry->target_host_key;
  verdict = ferry_preflight_check_move (self->inventory, record, &request);
  block = find_block (verdict->findings);

  /* What the records can't tell, the server can. */
  if (block == NULL && verdict->outlook != FERRY_OUTLOOK_HERE)
    return NULL;
  if (verdict->outlook == FERRY_OUTLOOK_HERE)
    return g_error_new (FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_BLOCKED,
                        _("%s runs on %s already: something else moved it."), self->entry->vm_name,
                        self->entry->target_host_name);

  return make_refused (self, block->sentence);
}

static void ask_server (FerryMigration *self);

static void
on_server_checked (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(FerryMigration) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  const FerryFinding *block;

  findings = ferry_driver_check_finish (FERRY_DRIVER (source), result, &error);
  if (self->is_abandoned)
    return;

  block = find_block (findings);
  if (self->entry->cancel_asked)
    ferry_migration_step_done (self, ferry_migration_make_cancelled (self));
  else if (error != NULL && ferry_migration_is_unreachable (error))
    ferry_migration_wait_for_connection (self, ask_server);
  else if (error != NULL)
    ferry_migration_step_done (self, make_refused (self, error->message));
  else if (block != NULL)
    ferry_migration_step_done (self, make_refused (self, block->sentence));
  else
    ferry_migration_step_done (self, NULL);
}

static void
ask_server (FerryMigration *self)
{
  FerryDriverMove move = get_driver_move (self);
  GError *error;

  if (!ferry_connection_is_connected (self->connection))
    {
      ferry_migration_wait_for_connection (self, ask_server);
      return;
    }

  error = check_records (self);
  if (error != NULL)
    ferry_migration_step_done (self, error);
  else
    ferry_driver_check_async (ferry_migration_get_driver (self), &move, self->calls, on_server_checked,
                              g_object_ref (self));
}

void
ferry_migration_check_again (FerrySequence *sequence,
                             gpointer       user_data)
{
  FerryMigration *self = user_data;

  self->state = FERRY_MOVE_RUNNING;
  ferry_meter_enter (&self->meter, FERRY_PHASE_PREPARING);
  ferry_migration_publish (self);
  ask_server (self);
}

/* start */

static void
note_handle (FerryMigration *self,
             const char     *handle)
{
  g_autoptr(GError) error = NULL;

  g_free (self->entry->handle);
  self->entry->handle = g_strdup (handle);
  /* The task can still be found by the move's key. */
  if (!ferry_journal_set_handle (self->journal, self->entry->key, handle, &error))
    g_warning ("%s", error->message);
}

void
ferry_migration_note_word (FerryMigration  *self,
                           FerryServerWord  word,
                           const GError    *error)
{
  self->word = word;
  self->some_host_is_silent =
    g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_HOST_SILENT);
  g_free (self->reason);
  self->reason = error != NULL ? g_strdup (error->message) : NULL;
}


static void
on_task_found (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(FerryMigration) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *handle = ferry_driver_find_finish (FERRY_DRIVER (source), result, &error);

  if (self->is_abandoned)
    return;

  if (handle != NULL)
    note_handle (self, handle);

  if (ferry_migration_is_unreachable (error))
    ferry_migration_wait_for_connection (self, ferry_migration_find_task);
  else if (handle != NULL && ferry_migration_is_in_step (self, "watch"))
    ferry_migration_watch_again (self);
  else
    {
      /* Without a task, either the request was lost on its way or the server has forgotten it since: the two
       * can't be told apart, and the word stays "nothing". */
      ferry_migration_step_done (self, NULL);
    }
}

void
ferry_migration_find_task (FerryMigration *self)
{
  if (ferry_connection_is_connected (self->connection))
    ferry_driver_find_async (ferry_migration_get_driver (self), self->entry->key, self->calls, on_task_found,
                             g_object_ref (self));
  else
    ferry_migration_wait_for_connection (self, ferry_migration_find_task);
}

static void
on_server_started (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(FerryMigration) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *handle = ferry_driver_migrate_finish (FERRY_DRIVER (source), result, &error);

  if (self->is_abandoned)
    return;

  if (handle != NULL)
    {
      note_handle (self, handle);
      ferry_migration_step_done (self, NULL);
    }
  else if (g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_REFUSED) ||
           g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_HOST_SILENT))
    {
      ferry_migration_note_word (self, FERRY_SERVER_SAID_FAILED, error);
      ferry_migration_step_done (self, NULL);
    }
  else
    {
      /* It may have arrived all the same, so it is not repeated: look for what came of it. */
      ferry_migration_wait_for_connection (self, ferry_migration_find_task);
    }
}

/* Sends what must never be sent twice. */
void
ferry_migration_ask_for_move (FerryMigration *self)
{
  FerryDriverMove move = get_driver_move (self);

  if (!ferry_connection_is_connected (self->connection))
    {
      ferry_migration_wait_for_connection (self, ferry_migration_ask_for_move);
      return;
    }

  self->entry->started_at = ferry_clock_get_unix_s (self->clock);
  ferry_migration_publish (self);
  /* Not to be cancelled half-way: then nobody would know whether it was started. */
  ferry_driver_migrate_async (ferry_migration_get_driver (self), &move, NULL, on_server_started,
                              g_object_ref (self));
}

void
ferry_migration_start_move (FerrySequence *sequence,
                            gpointer       user_data)
{
  FerryMigration *self = user_data;

  if (self->was_resumed)
    ferry_migration_find_task (self);
  else
    ferry_migration_ask_for_move (self);
}
