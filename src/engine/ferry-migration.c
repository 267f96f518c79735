/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-migration"

#include <config.h>

#include "engine/ferry-migration-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/ferry-engine.h"

#define RETRY_MS 1000

/**
 * FerryMigration:
 *
 * One VM's move, as a table of steps. Before a step begins, the journal has it
 * on disk. Until the server is asked, a failure or a cancel takes everything
 * back; from then on the server takes back what it did, and this class finds
 * out by looking where the VM is: what a task says decides nothing alone.
 *
 * A lost connection stops no step: it waits, and goes on when the server is
 * back. The request itself is never repeated, since it may have arrived.
 *
 * Threads: the engine's.
 */
enum {
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FerryMigration, ferry_migration, G_TYPE_OBJECT)

const char *
ferry_migration_get_source_name (FerryMigration *self)
{
  return self->entry->source_host_name != NULL ? self->entry->source_host_name
                                               : _("its present host");
}

static gboolean
has_ended (FerryMigration *self)
{
  return self->state == FERRY_MOVE_DONE || self->state == FERRY_MOVE_FAILED ||
         self->state == FERRY_MOVE_CANCELLED;
}

gboolean
ferry_migration_is_in_step (FerryMigration *self,
                            const char     *id)
{
  return g_strcmp0 (self->step, id) == 0;
}

/* (transfer full) (nullable): why it can't be cancelled now */
static char *
explain_no_cancel (FerryMigration *self)
{
  if (has_ended (self))
    return g_strdup_printf (_("The move of %s is over."), self->entry->vm_name);

  if (ferry_migration_is_in_step (self, "verify") || ferry_migration_is_in_step (self, "finish") ||
      self->meter.phase > FERRY_PHASE_SWITCHING)
    return g_strdup_printf (_("The move of %s is as good as over: it is too late to cancel it."),
                            self->entry->vm_name);

  if (self->meter.phase == FERRY_PHASE_SWITCHING)
    return g_strdup_printf (_("%s is just being switched over to %s: it is too late to cancel that."),
                            self->entry->vm_name, self->entry->target_host_name);

  return NULL;
}

FerryMoveRecord *
ferry_migration_make_record (FerryMigration *self)
{
  const FerryJournalEntry *e = self->entry;
  const FerryMeter *m = &self->meter;
  g_autofree char *no_cancel = explain_no_cancel (self);
  FerryMoveRecord fields = {
    .base = { .key = e->key, .connection_key = self->connection_key, .name = e->vm_name },
    .vm_key = e->vm_key,
    .source_host_key = e->source_host_key,
    .source_host_name = e->source_host_name,
    .target_host_key = e->target_host_key,
    .target_host_name = e->target_host_name,
    .state = self->state,
    .phase = m->phase,
    .fraction = m->fraction,
    .done_bytes = m->done_bytes,
    .total_bytes = m->total_bytes,
    .bytes_are_estimates = m->bytes_are_estimates,
    .rate_bytes = m->rate_bytes,
    .pass = m->pass,
    .left_min_s = m->left_min_s,
    .left_max_s = m->left_max_s,
    .pause_ms = -1,
    .can_cancel = no_cancel == NULL,
    .no_cancel_reason = has_ended (self) ? NULL : no_cancel,
    .waiting_reason = self->waiting,
    .message = self->message,
    .was_resumed = self->was_resumed,
    .created_at = e->created_at,
    .started_at = e->started_at,
    .finished_at = self->finished_at,
  };

  memcpy ((double *) fields.phase_fractions, m->fractions, sizeof m->fractions);
  memcpy ((double *) fields.phase_weights, m->weights, sizeof m->weights);

  return ferry_move_record_new (&fields);
}

void
ferry_migration_publish (FerryMigration *self)
{
  if (!self->is_abandoned)
    ferry_inventory_put (self->inventory, ferry_migration_make_record (self));
}

/* @waiting: (nullable) (transfer full) */
void
ferry_migration_set_waiting (FerryMigration *self,
                             char           *waiting)
{
  g_free (self->waiting);
  self->waiting = waiting;
}

static void
stop_timer (FerryMigration *self)
{
  ferry_clock_remove (self->clock, self->timer);
  self->timer = 0;
}

void
ferry_migration_step_done (FerryMigration *self,
                           GError         *error)
{
  self->when_connected = NULL;
  ferry_migration_set_waiting (self, NULL);
  ferry_sequence_step_done (self->sequence, error);
}

static void
go_on (FerryMigration *self)
{
  void (*when_connected) (FerryMigration *) = self->when_connected;

  self->when_connected = NULL;
  ferry_migration_set_waiting (self, NULL);
  if (when_connected != NULL && !self->is_abandoned)
    when_connected (self);
}

static void
on_connected (FerryConnection *connection,
              FerryMigration  *self)
{
  /* Another timer than that of the wait goes on by itself. */
  if (self->when_connected == NULL)
    return;

  stop_timer (self);
  go_on (self);
}

static void
on_retry_due (gpointer user_data)
{
  FerryMigration *self = user_data;

  self->timer = 0;
  if (ferry_connection_is_connected (self->connection))
    go_on (self);
}

/* Goes on with @func when the server answers again. A call may fail before the driver has noticed that the
 * connection is gone: so even where that looks whole, wait a little. */
void
ferry_migration_wait_for_connection (FerryMigration *self,
                                     void          (*func)(FerryMigration *self))
{
  self->when_connected = func;
  ferry_meter_lose_sight (&self->meter);
  ferry_migration_set_waiting (self, g_strdup_printf (_("Waiting for the connection to %s"),
                                                      ferry_connection_get_name (self->connection)));
  ferry_migration_publish (self);

  if (ferry_connection_is_connected (self->connection))
    self->timer = ferry_clock_add (self->clock, RETRY_MS, on_retry_due, self);
}

gboolean
ferry_migration_is_unreachable (const GError *error)
{
  return g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE) ||
         g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_AUTH) ||
         g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNTRUSTED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

FerryDriver *
ferry_migration_get_driver (FerryMigration *self)
{
  return ferry_connection_get_driver (self->connection);
}

/* Nothing after "start" can be taken back from here: there the server itself puts the VM back, or does not,
 * and "verify" tells which. */
static const FerryStep steps[] = {
  { "queue", ferry_migration_wait_for_slot, ferry_migration_give_slot_back },
  { "check", ferry_migration_check_again, NULL },
  { "start", ferry_migration_start_move, NULL },
  { "watch", ferry_migration_watch_move, NULL },
  { "verify", ferry_migration_look_where_it_is, NULL },
  { "finish", ferry_migration_release_all, NULL },
};

/* What the server does already goes on whether or not the disk is full here. */
static gboolean
may_fail_unwritten (const char *id)
{
  return g_str_equal (id, "watch") || g_str_equal (id, "verify") || g_str_equal (id, "finish");
}

static gboolean
on_step_begins (FerrySequence  *sequence,
                const char     *id,
                gpointer        user_data,
                GError        **error)
{
  FerryMigration *self = user_data;
  g_autoptr(GError) local_error = NULL;

  self->step = g_intern_string (id);
  if (g_strcmp0 (self->entry->step, id) == 0 ||
      ferry_journal_begin_step (self->journal, self->entry->key, id,
                                ferry_clock_get_unix_s (self->clock), &local_error))
    return TRUE;

  if (may_fail_unwritten (id))
    {
      g_warning ("%s", local_error->message);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static void
disconnect_all (FerryMigration *self)
{
  g_signal_handlers_disconnect_by_data (self->connection, self);
  g_signal_handlers_disconnect_by_data (self->scheduler, self);
}

static void
end (FerryMigration *self,
     FerryMoveState  state,
     const char     *message)
{
  g_autoptr(FerryMoveRecord) record = NULL;
  g_autoptr(GError) error = NULL;

  disconnect_all (self);
  stop_timer (self);
  ferry_migration_set_waiting (self, NULL);
  self->state = state;
  self->message = g_strdup (message);
  self->step = NULL;
  self->finished_at = ferry_clock_get_unix_s (self->clock);
  ferry_meter_lose_sight (&self->meter);
  if (self->state == FERRY_MOVE_DONE)
    ferry_meter_enter (&self->meter, FERRY_PHASE_OVER);

  record = ferry_migration_make_record (self);
  if (!ferry_journal_end (self->journal, record, &error))
    g_warning ("%s", error->message);

  ferry_migration_publish (self);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

static void
on_sequence_over (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(FerryMigration) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean success = ferry_sequence_run_finish (FERRY_SEQUENCE (source), result, &error);

  if (self->is_abandoned)
    return;

  if (success)
    end (self, self->outcome.state, self->outcome.sentence);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end (self, FERRY_MOVE_CANCELLED, error->message);
  else
    end (self, FERRY_MOVE_FAILED, error->message);
}

/* It was never asked for at the server: to start it now, hours later perhaps, would surprise. */
static void
end_unstarted (FerryMigration *self)
{
  g_autofree char *message = NULL;

  message = g_strdup_printf (_("Ferry ended before the move of %s to %s had begun, and did not "
                               "start it by itself later. Migrate it again if you still want "
                               "that."), self->entry->vm_name, self->entry->target_host_name);
  end (self, FERRY_MOVE_CANCELLED, message);
}

static gboolean
take_up (FerryMigration *self)
{
  const char *step = self->entry->step;

  if (step == NULL || g_str_equal (step, "queue") || g_str_equal (step, "check"))
    {
      end_unstarted (self);
      return FALSE;
    }

  self->state = self->entry->cancel_asked ? FERRY_MOVE_CANCELLING : FERRY_MOVE_RUNNING;
  ferry_meter_enter (&self->meter, FERRY_PHASE_PREPARING);
  ferry_scheduler_occupy (self->scheduler, self->entry->key, self->entry->source_host_key,
                          self->entry->target_host_key, ferry_migration_get_pool_key (self));

  /* What the server said last was not written down: ask the task once more, then look. */
  ferry_sequence_begin_at (self->sequence, g_str_equal (step, "start") ? "start" : "watch");

  return TRUE;
}

void
ferry_migration_start (FerryMigration *self)
{
  g_return_if_fail (FERRY_IS_MIGRATION (self));
  g_return_if_fail (self->sequence == NULL);

  self->sequence = ferry_sequence_new (steps, G_N_ELEMENTS (steps), self);
  ferry_sequence_set_gate (self->sequence, on_step_begins);
  ferry_migration_publish (self);
  if (self->was_resumed && !take_up (self))
    return;

  g_signal_connect (self->connection, "connected", G_CALLBACK (on_connected), self);
  g_signal_connect (self->connection, "progress", G_CALLBACK (ferry_migration_on_progress), self);
  g_signal_connect (self->scheduler, "run", G_CALLBACK (ferry_migration_on_scheduler_run), self);
  g_signal_connect (self->scheduler, "changed", G_CALLBACK (ferry_migration_on_scheduler_changed), self);
  ferry_sequence_run_async (self->sequence, NULL, on_sequence_over, g_object_ref (self));
}

static void
note_cancel (FerryMigration *self)
{
  g_autoptr(GError) error = NULL;

  self->entry->cancel_asked = TRUE;
  if (!ferry_journal_ask_cancel (self->journal, self->entry->key, &error))
    g_warning ("%s", error->message);

  if (self->state == FERRY_MOVE_RUNNING)
    self->state = FERRY_MOVE_CANCELLING;
  ferry_migration_publish (self);
}

/* Nothing is under way anywhere that would have to end first. */
static gboolean
is_only_waiting (FerryMigration *self)
{
  return ferry_migration_is_in_step (self, "queue") ||
         (ferry_migration_is_in_step (self, "check") && self->when_connected != NULL) ||
         (ferry_migration_is_in_step (self, "start") && self->when_connected == ferry_migration_ask_for_move);
}

static gboolean
has_task_to_cancel (FerryMigration *self)
{
  return ferry_migration_is_in_step (self, "watch") && self->when_connected == NULL &&
         self->entry->handle != NULL && self->meter.can_cancel;
}

void
ferry_migration_cancel_async (FerryMigration      *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autofree char *too_late = NULL;

  g_return_if_fail (FERRY_IS_MIGRATION (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, ferry_migration_cancel_async);

  too_late = explain_no_cancel (self);
  if (too_late != NULL)
    {
      g_task_return_new_error (task, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_TOO_LATE, "%s", too_late);
      return;
    }

  note_cancel (self);
  if (has_task_to_cancel (self))
    {
      ferry_migration_send_cancel (self, g_steal_pointer (&task));
      return;
    }

  g_task_return_boolean (task, TRUE);
  if (is_only_waiting (self))
    {
      stop_timer (self);
      ferry_scheduler_release (self->scheduler, self->entry->key);
      ferry_migration_step_done (self, ferry_migration_make_cancelled (self));
    }
  else if (ferry_migration_is_in_step (self, "check"))
    {
      g_cancellable_cancel (self->calls);
    }
}

gboolean
ferry_migration_cancel_finish (FerryMigration  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ferry_migration_abandon (FerryMigration *self)
{
  g_return_if_fail (FERRY_IS_MIGRATION (self));

  if (self->is_abandoned)
    return;

  self->is_abandoned = TRUE;
  disconnect_all (self);
  stop_timer (self);
  g_cancellable_cancel (self->calls);
  if (self->sequence != NULL)
    ferry_sequence_abandon (self->sequence);
  /* A call that is still under way must not keep the journal open, and with it the ownership of moves. */
  g_clear_object (&self->journal);
}

void
ferry_migration_give_up (FerryMigration *self,
                         const char     *message)
{
  g_autoptr(GError) unasked = NULL;

  g_return_if_fail (FERRY_IS_MIGRATION (self));

  /* In the last step the end is known, and needs no server. */
  if (has_ended (self) || self->is_abandoned || ferry_migration_is_in_step (self, "finish"))
    return;

  ferry_scheduler_release (self->scheduler, self->entry->key);
  if (ferry_migration_is_in_step (self, "queue") || ferry_migration_is_in_step (self, "check") ||
      is_only_waiting (self))
    unasked = ferry_migration_make_cancelled (self);
  end (self, unasked != NULL ? FERRY_MOVE_CANCELLED : FERRY_MOVE_FAILED,
       unasked != NULL ? unasked->message : message);
  ferry_migration_abandon (self);
}

const char *
ferry_migration_get_key (FerryMigration *self)
{
  return self->entry->key;
}

const char *
ferry_migration_get_vm_key (FerryMigration *self)
{
  return self->entry->vm_key;
}

FerryMoveState
ferry_migration_get_state (FerryMigration *self)
{
  return self->state;
}

static void
ferry_migration_finalize (GObject *object)
{
  FerryMigration *self = FERRY_MIGRATION (object);

  g_clear_object (&self->sequence);
  g_clear_object (&self->connection);
  g_clear_object (&self->inventory);
  g_clear_object (&self->journal);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->clock);
  g_clear_object (&self->calls);
  g_clear_pointer (&self->entry, ferry_journal_entry_free);
  g_clear_pointer (&self->connection_key, g_ref_string_release);
  g_clear_pointer (&self->waiting, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->reason, g_free);
  ferry_outcome_clear (&self->outcome);

  G_OBJECT_CLASS (ferry_migration_parent_class)->finalize (object);
}

static void
ferry_migration_class_init (FerryMigrationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_migration_finalize;

  signals[SIGNAL_ENDED] =
    g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ferry_migration_init (FerryMigration *self)
{
  self->calls = g_cancellable_new ();
  self->word = FERRY_SERVER_SAID_NOTHING;
  self->first_look_us = -1;
  ferry_meter_init (&self->meter);
}

FerryMigration *
ferry_migration_new (const FerryMigrationContext *context,
                     const FerryJournalEntry     *entry,
                     gboolean                     is_taken_up)
{
  FerryMigration *self = g_object_new (FERRY_TYPE_MIGRATION, NULL);

  self->connection = g_object_ref (context->connection);
  self->inventory = g_object_ref (context->inventory);
  self->journal = g_object_ref (context->journal);
  self->scheduler = g_object_ref (context->scheduler);
  self->clock = g_object_ref (context->clock);
  self->entry = ferry_journal_entry_copy (entry);
  self->connection_key = g_ref_string_acquire ((char *) ferry_connection_get_key (self->connection));
  self->was_resumed = is_taken_up;

  return self;
}
