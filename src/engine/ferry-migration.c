/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-migration"

#include <config.h>

#include "engine/ferry-migration.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/ferry-engine.h"
#include "engine/ferry-meter.h"
#include "engine/ferry-outcome.h"
#include "engine/ferry-preflight.h"
#include "engine/ferry-sequence.h"

#define RETRY_MS          1000
/* How long a "done" waits until the inventory has heard of it too, so that the tree agrees with the sentence. */
#define AGREE_EVERY_MS    100
#define AGREE_MOST_MS     2000
#define FIRST_LOOK_MS     1000
#define LAST_LOOK_MS      15000
/* An answer that makes no sense may be one broken reply; one that never does is not asked for ever. */
#define MAX_BLIND_LOOKS   3

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
struct _FerryMigration
{
  GObject            parent_instance;

  FerryConnection   *connection; /* (owned) */
  FerryInventory    *inventory;  /* (owned) */
  FerryJournal      *journal;    /* (owned) */
  FerryScheduler    *scheduler;  /* (owned) */
  FerryClock        *clock;      /* (owned) */
  FerryJournalEntry *entry;      /* (owned) */
  char              *connection_key; /* (owned): interned */

  FerrySequence     *sequence;   /* (owned) */
  const char        *step;       /* (nullable): static: the one that runs */
  GCancellable      *calls;      /* (owned): of every call but the one that starts the move */
  guint              timer;
  void             (*when_connected) (FerryMigration *self); /* (nullable): goes on with this */

  FerryMoveState     state;
  FerryMeter         meter;
  char              *waiting;    /* (owned) (nullable) */
  char              *message;    /* (owned) (nullable) */
  gboolean           was_resumed;
  gint64             finished_at;

  FerryServerWord    word;       /* once the server was asked and no task is left to watch */
  char              *reason;     /* (owned) (nullable) */
  FerryOutcome       outcome;    /* once it was looked at */
  gint64             first_look_us; /* -1 before */
  guint              n_looks;
  guint              n_blind_looks;
  gint64             agree_until_us;
  gboolean           is_abandoned;
};

enum {
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FerryMigration, ferry_migration, G_TYPE_OBJECT)

static const char *
get_source_name (FerryMigration *self)
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

static gboolean
is_in_step (FerryMigration *self,
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

  if (is_in_step (self, "verify") || is_in_step (self, "finish") ||
      self->meter.phase > FERRY_PHASE_SWITCHING)
    return g_strdup_printf (_("The move of %s is as good as over: it is too late to cancel it."),
                            self->entry->vm_name);

  if (self->meter.phase == FERRY_PHASE_SWITCHING)
    return g_strdup_printf (_("%s is just being switched over to %s: it is too late to cancel that."),
                            self->entry->vm_name, self->entry->target_host_name);

  return NULL;
}

static FerryMoveRecord *
make_record (FerryMigration *self)
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

static void
publish (FerryMigration *self)
{
  if (!self->is_abandoned)
    ferry_inventory_put (self->inventory, make_record (self));
}

/* @waiting: (nullable) (transfer full) */
static void
set_waiting (FerryMigration *self,
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

static void
step_done (FerryMigration *self,
           GError         *error)
{
  self->when_connected = NULL;
  set_waiting (self, NULL);
  ferry_sequence_step_done (self->sequence, error);
}

static void
go_on (FerryMigration *self)
{
  void (*when_connected) (FerryMigration *) = self->when_connected;

  self->when_connected = NULL;
  set_waiting (self, NULL);
  if (when_connected != NULL && !self->is_abandoned)
    when_connected (self);
}

static void
on_connected (FerryConnection *connection,
              FerryMigration  *self)
{
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
static void
wait_for_connection (FerryMigration *self,
                     void          (*func) (FerryMigration *self))
{
  self->when_connected = func;
  ferry_meter_lose_sight (&self->meter);
  set_waiting (self, g_strdup_printf (_("Waiting for the connection to %s"),
                                      ferry_connection_get_name (self->connection)));
  publish (self);

  if (ferry_connection_is_connected (self->connection))
    self->timer = ferry_clock_add (self->clock, RETRY_MS, on_retry_due, self);
}

static gboolean
is_unreachable (const GError *error)
{
  return g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNREACHABLE) ||
         g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_AUTH) ||
         g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_UNTRUSTED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static FerryDriver *
get_driver (FerryMigration *self)
{
  return ferry_connection_get_driver (self->connection);
}

/* queue */

static const char *
get_pool_key (FerryMigration *self)
{
  const FerryRecord *pool = ferry_inventory_get_pool (self->inventory, self->connection_key);

  return pool != NULL ? pool->key : self->connection_key;
}

static void
on_scheduler_run (FerryScheduler *scheduler,
                  const char     *move_key,
                  FerryMigration *self)
{
  if (is_in_step (self, "queue") && g_str_equal (move_key, self->entry->key))
    step_done (self, NULL);
}

static void
on_scheduler_changed (FerryScheduler *scheduler,
                      FerryMigration *self)
{
  if (!is_in_step (self, "queue") || self->state != FERRY_MOVE_WAITING)
    return;

  set_waiting (self, ferry_scheduler_explain (scheduler, self->entry->key));
  publish (self);
}

static void
wait_for_slot (FerrySequence *sequence,
               gpointer       user_data)
{
  FerryMigration *self = user_data;

  ferry_scheduler_queue (self->scheduler, self->entry->key, self->entry->source_host_key,
                         self->entry->target_host_key, get_pool_key (self));
}

static void
give_slot_back (FerrySequence *sequence,
                gpointer       user_data)
{
  FerryMigration *self = user_data;

  ferry_scheduler_release (self->scheduler, self->entry->key);
  step_done (self, NULL);
}

/* check */

static GError *
make_cancelled (FerryMigration *self)
{
  return g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                      _("Cancelled before it began. %s still runs on %s."), self->entry->vm_name,
                      get_source_name (self));
}

static GError *
make_refused (FerryMigration *self,
              const char     *reason)
{
  return g_error_new (FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_BLOCKED,
                      _("%s did not begin to move, and stays on %s. %s"), self->entry->vm_name,
                      get_source_name (self), reason);
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
  g_autoptr(FerryMoveRecord) record = make_record (self);
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
    step_done (self, make_cancelled (self));
  else if (error != NULL && is_unreachable (error))
    wait_for_connection (self, ask_server);
  else if (error != NULL)
    step_done (self, make_refused (self, error->message));
  else if (block != NULL)
    step_done (self, make_refused (self, block->sentence));
  else
    step_done (self, NULL);
}

static void
ask_server (FerryMigration *self)
{
  FerryDriverMove move = get_driver_move (self);
  GError *error;

  if (!ferry_connection_is_connected (self->connection))
    {
      wait_for_connection (self, ask_server);
      return;
    }

  error = check_records (self);
  if (error != NULL)
    step_done (self, error);
  else
    ferry_driver_check_async (get_driver (self), &move, self->calls, on_server_checked,
                              g_object_ref (self));
}

static void
check_again (FerrySequence *sequence,
             gpointer       user_data)
{
  FerryMigration *self = user_data;

  self->state = FERRY_MOVE_RUNNING;
  ferry_meter_enter (&self->meter, FERRY_PHASE_PREPARING);
  publish (self);
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

static void
note_word (FerryMigration  *self,
           FerryServerWord  word,
           const char      *reason)
{
  self->word = word;
  g_free (self->reason);
  self->reason = g_strdup (reason);
}

static void find_task (FerryMigration *self);
static void watch_again (FerryMigration *self);

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

  if (is_unreachable (error))
    wait_for_connection (self, find_task);
  else if (handle != NULL && is_in_step (self, "watch"))
    watch_again (self);
  else
    {
      /* Without a task, either the request was lost on its way or the server has forgotten it since: the two
       * can't be told apart, and the word stays "nothing". */
      step_done (self, NULL);
    }
}

static void
find_task (FerryMigration *self)
{
  if (ferry_connection_is_connected (self->connection))
    ferry_driver_find_async (get_driver (self), self->entry->key, self->calls, on_task_found,
                             g_object_ref (self));
  else
    wait_for_connection (self, find_task);
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
      step_done (self, NULL);
    }
  else if (g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_REFUSED))
    {
      note_word (self, FERRY_SERVER_SAID_FAILED, error->message);
      step_done (self, NULL);
    }
  else
    {
      /* It may have arrived all the same, so it is not repeated: look for what came of it. */
      wait_for_connection (self, find_task);
    }
}

static void
ask_for_move (FerryMigration *self)
{
  FerryDriverMove move = get_driver_move (self);

  if (!ferry_connection_is_connected (self->connection))
    {
      wait_for_connection (self, ask_for_move);
      return;
    }

  self->entry->started_at = ferry_clock_get_unix_s (self->clock);
  publish (self);
  /* Not to be cancelled half-way: then nobody would know whether it was started. */
  ferry_driver_migrate_async (get_driver (self), &move, NULL, on_server_started,
                              g_object_ref (self));
}

static void
start_move (FerrySequence *sequence,
            gpointer       user_data)
{
  FerryMigration *self = user_data;

  if (self->was_resumed)
    find_task (self);
  else
    ask_for_move (self);
}

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
  if (self->is_abandoned || !is_in_step (self, "watch"))
    return;

  if (is_unreachable (error))
    {
      wait_for_connection (self, watch_again);
      return;
    }

  note_word (self, get_word (error), error != NULL ? error->message : NULL);
  step_done (self, NULL);
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
      publish (self);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_boolean (task, TRUE);
}

/* @task: (transfer full) */
static void
send_cancel (FerryMigration *self,
             GTask          *task)
{
  ferry_driver_cancel_async (get_driver (self), self->entry->handle, self->calls, on_cancel_sent,
                             task);
}

static void
watch_again (FerryMigration *self)
{
  if (!ferry_connection_is_connected (self->connection))
    {
      wait_for_connection (self, watch_again);
      return;
    }

  publish (self);
  ferry_driver_watch_async (get_driver (self), self->entry->handle, self->entry->vm_key,
                            self->calls, on_task_over, g_object_ref (self));
  if (self->entry->cancel_asked)
    {
      self->state = FERRY_MOVE_CANCELLING;
      publish (self);
      send_cancel (self, g_task_new (self, NULL, NULL, NULL));
    }
}

static void
watch_move (FerrySequence *sequence,
            gpointer       user_data)
{
  FerryMigration *self = user_data;

  if (self->entry->handle != NULL)
    watch_again (self);
  else if (self->was_resumed && self->word == FERRY_SERVER_SAID_NOTHING)
    find_task (self);
  else
    step_done (self, NULL);
}

static void
on_progress (FerryConnection *connection,
             const char      *handle,
             gpointer         progress,
             FerryMigration  *self)
{
  if (!is_in_step (self, "watch") || g_strcmp0 (handle, self->entry->handle) != 0)
    return;

  ferry_meter_update (&self->meter, progress, ferry_clock_get_us (self->clock));
  publish (self);
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
  set_waiting (self, g_strdup_printf (_("Looking where %s is"), self->entry->vm_name));
  publish (self);
  self->timer = ferry_clock_add (self->clock, MIN (delay_ms, LAST_LOOK_MS), on_look_due, self);
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
    .source_name = get_source_name (self),
    .target_key = self->entry->target_host_key,
    .target_name = self->entry->target_host_name,
    .word = self->word,
    .reason = self->reason,
    .cancel_asked = self->entry->cancel_asked,
    .sight = sight,
    .vm = vm,
    .vm_host_name = vm != NULL ? ferry_inventory_get_name (self->inventory, vm->host_key, NULL) : NULL,
  });

  if (now_us - self->first_look_us < (gint64) self->outcome.settle_s * G_USEC_PER_SEC)
    look_later (self);
  else
    step_done (self, NULL);
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
  else if (is_unreachable (error))
    wait_for_connection (self, look);
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
    ferry_driver_look_async (get_driver (self), self->entry->vm_key, self->calls, on_looked,
                             g_object_ref (self));
  else
    wait_for_connection (self, look);
}

static void
look_where_it_is (FerrySequence *sequence,
                  gpointer       user_data)
{
  FerryMigration *self = user_data;

  ferry_meter_enter (&self->meter, FERRY_PHASE_VERIFYING);
  publish (self);
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
    step_done (self, NULL);
  else
    self->timer = ferry_clock_add (self->clock, AGREE_EVERY_MS, on_agree_due, self);
}

static void
release_all (FerrySequence *sequence,
             gpointer       user_data)
{
  FerryMigration *self = user_data;

  if (self->entry->handle != NULL && self->word != FERRY_SERVER_SAID_NOTHING &&
      ferry_connection_is_connected (self->connection))
    ferry_driver_forget_async (get_driver (self), self->entry->handle, on_forgotten, NULL);
  ferry_scheduler_release (self->scheduler, self->entry->key);

  self->agree_until_us = ferry_clock_get_us (self->clock) + AGREE_MOST_MS * 1000;
  on_agree_due (self);
}

/* Nothing after "start" can be taken back from here: there the server itself puts the VM back, or does not,
 * and "verify" tells which. */
static const FerryStep steps[] = {
  { "queue", wait_for_slot, give_slot_back },
  { "check", check_again, NULL },
  { "start", start_move, NULL },
  { "watch", watch_move, NULL },
  { "verify", look_where_it_is, NULL },
  { "finish", release_all, NULL },
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
  set_waiting (self, NULL);
  self->state = state;
  self->message = g_strdup (message);
  self->step = NULL;
  self->finished_at = ferry_clock_get_unix_s (self->clock);
  ferry_meter_lose_sight (&self->meter);
  if (self->state == FERRY_MOVE_DONE)
    ferry_meter_enter (&self->meter, FERRY_PHASE_OVER);

  record = make_record (self);
  if (!ferry_journal_end (self->journal, record, &error))
    g_warning ("%s", error->message);

  publish (self);
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
                          self->entry->target_host_key, get_pool_key (self));

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
  publish (self);
  if (self->was_resumed && !take_up (self))
    return;

  g_signal_connect (self->connection, "connected", G_CALLBACK (on_connected), self);
  g_signal_connect (self->connection, "progress", G_CALLBACK (on_progress), self);
  g_signal_connect (self->scheduler, "run", G_CALLBACK (on_scheduler_run), self);
  g_signal_connect (self->scheduler, "changed", G_CALLBACK (on_scheduler_changed), self);
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
  publish (self);
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
  if (is_in_step (self, "watch") && self->when_connected == NULL && self->entry->handle != NULL)
    {
      send_cancel (self, g_steal_pointer (&task));
      return;
    }

  g_task_return_boolean (task, TRUE);
  if (is_in_step (self, "queue") || (is_in_step (self, "check") && self->when_connected != NULL))
    {
      stop_timer (self);
      ferry_scheduler_release (self->scheduler, self->entry->key);
      step_done (self, make_cancelled (self));
    }
  else if (is_in_step (self, "check"))
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
  g_return_if_fail (FERRY_IS_MIGRATION (self));

  /* In the last step the end is known, and needs no server. */
  if (has_ended (self) || self->is_abandoned || is_in_step (self, "finish"))
    return;

  ferry_scheduler_release (self->scheduler, self->entry->key);
  end (self, FERRY_MOVE_FAILED, message);
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
