/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-migration"

#include <config.h>

#include "engine/ferry-migration-private.h"

#include <glib/gi18n-lib.h>

#include "model/ferry-host-record.h"

/* The steps of a migration once the server works: "watch", "verify", "finish". */

/* How long a "done" waits until the inventory has heard of it too, so that the tree agrees with the sentence. */
#define AGREE_EVERY_MS  100
#define AGREE_MOST_MS   2000
#define FIRST_LOOK_MS   1000
#define LAST_LOOK_MS    15000
/* An answer that makes no sense may be one broken reply; one that never does is not asked for ever. */
#define MAX_BLIND_LOOKS 3

/* watch */

static FerryServerWord
get_word (const GError *error)
{
  if (error == NULL)
    return FERRY_SERVER_SAID_DONE;
  if (g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_CANCELLED))
    return FERRY_SERVER_SAID_CANCELLED;
  if (g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE))
    return FERRY_SERVER_SAID_NOTHING;

  return FERRY_SERVER_SAID_FAILED;
}

static void
on_task_over (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(FerryMigration) self = user_data;
  g_autoptr(GError) error = NULL;

  ferry_driver_watch_finish (FERRY_DRIVER (source), result, &error);
  if (self->is_abandoned || !ferry_migration_is_in_step (self, "watch"))
    return;

  if (ferry_migration_is_unreachable (error))
    {
      ferry_migration_wait_for_connection (self, ferry_migration_watch_again);
      return;
    }

  ferry_migration_note_word (self, get_word (error), error);
  ferry_migration_step_done (self, NULL);
}

static void
on_cancel_sent (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  /* A task that is gone, or a server that is: the watch tells, or the next one after the connection is back. */
  if (!ferry_driver_cancel_finish (FERRY_DRIVER (source), result, &error) &&
      g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_REFUSED))
    {
      FerryMigration *self = g_task_get_source_object (task);

      if (self->state == FERRY_MOVE_CANCELLING)
        self->state = FERRY_MOVE_RUNNING;
      ferry_migration_publish (self);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_boolean (task, TRUE);
}

/* @task: (transfer full) */
void
ferry_migration_send_cancel (FerryMigration *self,
                             GTask          *task)
{
  self->is_cancel_sent = TRUE;
  ferry_driver_cancel_async (ferry_migration_get_driver (self), self->entry->handle, self->calls, on_cancel_sent,
                             task);
}

/* A server drops a cancel that comes when it can't stop, and does not say so: wait for the moment when it can. */
static void
cancel_when_possible (FerryMigration *self)
{
  if (!self->entry->cancel_asked || self->is_cancel_sent || !self->meter.can_cancel)
    return;

  self->state = FERRY_MOVE_CANCELLING;
  ferry_migration_send_cancel (self, g_task_new (self, NULL, NULL, NULL));
}

void
ferry_migration_watch_again (FerryMigration *self)
{
  if (!ferry_connection_is_connected (self->connection))
    {
      ferry_migration_wait_for_connection (self, ferry_migration_watch_again);
      return;
    }

  self->is_cancel_sent = FALSE;
  ferry_driver_watch_async (ferry_migration_get_driver (self), self->entry->handle, self->entry->vm_key,
                            self->calls, on_task_over, g_object_ref (self));
  cancel_when_possible (self);
  ferry_migration_publish (self);
}

void
ferry_migration_watch_move (FerrySequence *sequence,
                            gpointer       user_data)
{
  FerryMigration *self = user_data;

  if (self->entry->handle != NULL)
    ferry_migration_watch_again (self);
  else if (self->was_resumed && self->word == FERRY_SERVER_SAID_NOTHING)
    ferry_migration_find_task (self);
  else
    ferry_migration_step_done (self, NULL);
}

void
ferry_migration_on_progress (FerryConnection *connection,
                             const char      *handle,
                             gpointer         progress,
                             FerryMigration  *self)
{
  if (!ferry_migration_is_in_step (self, "watch") || g_strcmp0 (handle, self->entry->handle) != 0)
    return;

  ferry_meter_update (&self->meter, progress, ferry_clock_get_us (self->clock));
  cancel_when_possible (self);
  ferry_migration_publish (self);
}

/* verify */

static void look (FerryMigration *self);

static void
on_look_due (gpointer user_data)
{
  FerryMigration *self = user_data;

  self->timer = 0;
  look (self);
}

static void
look_later (FerryMigration *self)
{
  guint delay_ms = FIRST_LOOK_MS << MIN (self->n_looks, 4);

  self->n_looks++;
  ferry_migration_set_waiting (self, g_strdup_printf (_("Looking where %s is"), self->entry->vm_name));
  ferry_migration_publish (self);
  self->timer = ferry_clock_add (self->clock, MIN (delay_ms, LAST_LOOK_MS), on_look_due, self);
}

static gboolean
is_dead (FerryMigration *self,
         const char     *host_key)
{
  const FerryHostRecord *host =
    ferry_inventory_lookup_kind (self->inventory, host_key, FERRY_KIND_HOST);

  return host != NULL && !host->is_live;
}

/* The guest of a VM that is listed as shut down may go on where the pool does not see it. */
static gboolean
may_run_unseen (FerryMigration      *self,
                const FerryVmRecord *vm)
{
  return vm != NULL && vm->power_state == FERRY_POWER_STATE_HALTED &&
         (is_dead (self, self->entry->source_host_key) || is_dead (self, self->entry->target_host_key));
}

static void
judge (FerryMigration      *self,
       FerrySight           sight,
       const FerryVmRecord *vm)
{
  gint64 now_us = ferry_clock_get_us (self->clock);

  if (self->first_look_us < 0)
    self->first_look_us = now_us;

  ferry_outcome_clear (&self->outcome);
  ferry_outcome_judge (&self->outcome, &(FerryOutcomeQuestion) {
    .vm_name = self->entry->vm_name,
    .source_key = self->entry->source_host_key,
    .source_name = ferry_migration_get_source_name (self),
    .target_key = self->entry->target_host_key,
    .target_name = self->entry->target_host_name,
    .word = self->word,
    .reason = self->reason,
    .cancel_asked = self->entry->cancel_asked,
    .sight = sight,
    .vm = vm,
    .vm_host_is_dead = vm != NULL && is_dead (self, vm->host_key),
    .some_host_is_silent = self->some_host_is_silent || may_run_unseen (self, vm),
    .vm_host_name = vm != NULL ? ferry_inventory_get_name (self->inventory, vm->host_key, NULL) : NULL,
  });

  if (now_us - self->first_look_us < (gint64) self->outcome.settle_s * G_USEC_PER_SEC)
    look_later (self);
  else
    ferry_migration_step_done (self, NULL);
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(FerryMigration) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FerryVmRecord) vm = ferry_driver_look_finish (FERRY_DRIVER (source), result, &error);

  if (self->is_abandoned)
    return;

  if (vm != NULL)
    judge (self, FERRY_SIGHT_SEEN, vm);
  else if (g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_GONE))
    judge (self, FERRY_SIGHT_GONE, NULL);
  else if (ferry_migration_is_unreachable (error))
    ferry_migration_wait_for_connection (self, look);
  else if (++self->n_blind_looks < MAX_BLIND_LOOKS)
    look_later (self);
  else
    {
      g_free (self->reason);
      self->reason = g_strdup (error->message);
      judge (self, FERRY_SIGHT_BLIND, NULL);
    }
}

static void
look (FerryMigration *self)
{
  if (ferry_connection_is_connected (self->connection))
    ferry_driver_look_async (ferry_migration_get_driver (self), self->entry->vm_key, self->calls, on_looked,
                             g_object_ref (self));
  else
    ferry_migration_wait_for_connection (self, look);
}

void
ferry_migration_look_where_it_is (FerrySequence *sequence,
                                  gpointer       user_data)
{
  FerryMigration *self = user_data;

  ferry_meter_enter (&self->meter, FERRY_PHASE_VERIFYING);
  ferry_migration_publish (self);
  look (self);
}

/* finish */

static void
on_forgotten (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!ferry_driver_forget_finish (FERRY_DRIVER (source), result, &error))
    g_debug ("A task stays on the server: %s", error->message);
}

static gboolean
does_inventory_agree (FerryMigration *self)
{
  const FerryVmRecord *vm =
    ferry_inventory_lookup_kind (self->inventory, self->entry->vm_key, FERRY_KIND_VM);

  return self->outcome.state != FERRY_MOVE_DONE || vm == NULL ||
         g_strcmp0 (vm->host_key, self->entry->target_host_key) == 0;
}

static void
on_agree_due (gpointer user_data)
{
  FerryMigration *self = user_data;

  self->timer = 0;
  if (does_inventory_agree (self) || ferry_clock_get_us (self->clock) >= self->agree_until_us)
    ferry_migration_step_done (self, NULL);
  else
    self->timer = ferry_clock_add (self->clock, AGREE_EVERY_MS, on_agree_due, self);
}

void
ferry_migration_release_all (FerrySequence *sequence,
                             gpointer       user_data)
{
  FerryMigration *self = user_data;

  if (self->entry->handle != NULL && self->word != FERRY_SERVER_SAID_NOTHING &&
      ferry_connection_is_connected (self->connection))
    ferry_driver_forget_async (ferry_migration_get_driver (self), self->entry->handle, on_forgotten, NULL);
  ferry_scheduler_release (self->scheduler, self->entry->key);

  self->agree_until_us = ferry_clock_get_us (self->clock) + AGREE_MOST_MS * 1000;
  on_agree_due (self);
}
