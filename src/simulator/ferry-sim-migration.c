/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-migration"

#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-domain.h"
#include "simulator/ferry-sim-migration-check.h"
#include "simulator/ferry-sim-migration.h"
#include "simulator/ferry-sim-operations.h"

#define SECOND G_GINT64_CONSTANT (1000000)

/* How long the toolstack's own steps take, as measured on a real pool. */
#define ATTACH_TIME       (SECOND / 20)
#define DETACH_TIME       (SECOND / 50)
#define CANCEL_TIME       (SECOND / 5)
#define FALL_BACK_TIME    (SECOND / 8)
#define HAND_OVER_TIME    (SECOND / 50)
#define NEW_DOMAIN_TIME   (SECOND / 8)
#define COMPLETE_TIME     (SECOND * 2 / 5)
/* A dead host is waited for so long before the sender gives up. */
#define LOST_PEER_TIME    (30 * SECOND)
/* A busy VM is waited for, with pauses of 1 to 20 s. */
#define LONGEST_WAIT      (2 * 3600 * SECOND)
#define WAKE_TIME         (SECOND / 20)

/* xenopsd's first list of steps: saving memory weighs 10, renaming the domain 1. */
#define SAVE_SHARE        (10.0 / 11.0)
/* Where the second list stands while the destination takes over. */
#define CLEANUP_SHARE     (3.0 / 7.0)
/* A failing copy was recorded to fail here, unless a fault says where. */
#define FAIL_PERCENT      95

/**
 * FerrySimMigration:
 *
 * A live migration inside a pool, from the call to the last event. Where it is, is plain data: the
 * step that the timer will take next, and the transfer of the memory.
 *
 * Threads: the simulator's.
 */
struct _FerrySimMigration
{
  FerrySimBehaviour     *behaviour;

  /* What was asked for */
  char                  *task;        /* (owned) */
  char                  *vm;          /* (owned) */
  char                  *source;      /* (owned) (nullable): known once the VM is ours */
  char                  *destination; /* (owned) */
  char                  *network;     /* (owned) (nullable) */
  gboolean               force;
  gboolean               is_compressed;
  FerrySimMigrationFunc  func;
  gpointer               user_data;
  GDestroyNotify         destroy;

  /* Where it is */
  gint64                 started;
  guint                  n_tries;
  gulong                 changed_handler;
  guint                  timer;
  guint                  transfer;
  FerrySimTransferStage  stage;
  char                  *subtask;     /* (owned) (nullable): the step that it waits for */
  gboolean               has_vm;      /* the VM's operation is ours */
  gboolean               has_host;    /* the destination's is */
  gboolean               is_attached; /* networks at the destination are */
  gboolean               is_cancelled;
  guint                  fail_percent;
  FerrySimFailure       *failure;     /* (owned) (nullable): what it will end with */
};

typedef gboolean (*StepFunc) (gpointer user_data);

static void
clear_timer (FerrySimMigration *self)
{
  if (self->timer != 0)
    ferry_sim_clock_remove (self->behaviour->clock, self->timer);
  self->timer = 0;
}

static void
set_timer (FerrySimMigration *self,
           gint64             delay_us,
           StepFunc           step)
{
  clear_timer (self);
  self->timer = ferry_sim_clock_add (self->behaviour->clock, delay_us, step, self, NULL);
}

static void
stop_transfer (FerrySimMigration *self)
{
  if (self->transfer != 0)
    ferry_sim_mover_stop (self->behaviour->mover, self->transfer);
  self->transfer = 0;
}

static void
stop_waiting (FerrySimMigration *self)
{
  g_clear_signal_handler (&self->changed_handler, self->behaviour->database);
}

/**
 * ferry_sim_migration_free:
 * @self: a migration
 *
 * Forgets it as it is; nobody is told.
 */
void
ferry_sim_migration_free (FerrySimMigration *self)
{
  clear_timer (self);
  stop_transfer (self);
  stop_waiting (self);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self->task);
  g_free (self->vm);
  g_free (self->source);
  g_free (self->destination);
  g_free (self->network);
  g_free (self->subtask);
  g_clear_pointer (&self->failure, ferry_sim_failure_unref);
  g_free (self);
}

/* Steps that the server makes calls of among its hosts are tasks that everybody sees. */
static void
start_subtask (FerrySimMigration *self,
               const char        *name)
{
  FerrySimTasks *tasks = self->behaviour->tasks;

  g_free (self->subtask);
  self->subtask = g_strdup (ferry_sim_tasks_create (tasks, name,
                                                    ferry_sim_tasks_get_session (tasks, self->task),
                                                    self->task));
  ferry_sim_tasks_set_resident_on (tasks, self->subtask, self->destination);
}

static void
end_subtask (FerrySimMigration *self)
{
  if (self->subtask == NULL)
    return;

  if (ferry_sim_database_has_row (self->behaviour->database, "task", self->subtask))
    {
      ferry_sim_tasks_finish (self->behaviour->tasks, self->subtask, NULL);
      ferry_sim_database_delete_row (self->behaviour->database, "task", self->subtask);
    }
  g_clear_pointer (&self->subtask, g_free);
}

static void
release (FerrySimMigration *self)
{
  FerrySimDatabase *database = self->behaviour->database;

  if (self->has_host)
    {
      ferry_sim_operations_end_host (database, self->destination, self->task);
      if (ferry_sim_database_has_row (database, "VM", self->vm))
        ferry_sim_database_set_string (database, "VM", self->vm, "scheduled_to_be_resident_on",
                                       FERRY_SIM_NULL_REF);
    }
  if (self->has_vm)
    ferry_sim_operations_end_vm (database, self->vm, self->task);
  self->has_host = FALSE;
  self->has_vm = FALSE;
}

/* The last thing: tells who asked, and goes. */
static void
end (FerrySimMigration *self)
{
  clear_timer (self);
  stop_transfer (self);
  end_subtask (self);
  release (self);
  self->func (self->failure, self->is_cancelled && self->failure == NULL, self->user_data);
  g_ptr_array_remove (self->behaviour->migrations, self);
}

static gboolean
on_detached (gpointer user_data)
{
  FerrySimMigration *self = user_data;

  self->timer = 0;
  end (self);

  return G_SOURCE_REMOVE;
}

/* Takes back what was done at the destination, which takes a while, then ends. */
static void
undo_in (FerrySimMigration *self,
         gint64             duration_us)
{
  stop_transfer (self);
  ferry_sim_tasks_set_cancel_func (self->behaviour->tasks, self->task, NULL, NULL);
  end_subtask (self);
  if (!self->is_attached)
    {
      end (self);
      return;
    }

  start_subtask (self, "network.detach_for_vm");
  set_timer (self, duration_us, on_detached);
}

static void
undo (FerrySimMigration *self)
{
  undo_in (self, DETACH_TIME);
}

/* (transfer full): @failure. */
static void
fail (FerrySimMigration *self,
      FerrySimFailure   *failure)
{
  g_clear_pointer (&self->failure, ferry_sim_failure_unref);
  self->failure = failure;
  undo (self);
}

static gboolean
on_cancel_noticed (gpointer user_data)
{
  FerrySimMigration *self = user_data;

  self->timer = 0;
  undo (self);

  return G_SOURCE_REMOVE;
}

/* The copying helper looks up now and then; one that waits for the VM does when its pause ends. */
static void
on_cancel (const char *task,
           gpointer    user_data)
{
  FerrySimMigration *self = user_data;

  self->is_cancelled = TRUE;
  if (!self->has_vm)
    return;

  g_clear_pointer (&self->failure, ferry_sim_failure_unref);
  stop_transfer (self);
  set_timer (self, CANCEL_TIME, on_cancel_noticed);
}

static gboolean
on_complete (gpointer user_data)
{
  FerrySimMigration *self = user_data;
  FerrySimDatabase *database = self->behaviour->database;
  g_autofree char *body = NULL;

  self->timer = 0;
  body = g_strdup_printf ("VM '%s' (uuid: %s) migrated from host '%s' (uuid: %s) to host '%s' (uuid: %s)",
                          ferry_sim_database_get_string (database, "VM", self->vm, "name_label"),
                          ferry_sim_database_get_string (database, "VM", self->vm, "uuid"),
                          ferry_sim_database_get_string (database, "host", self->source, "name_label"),
                          ferry_sim_database_get_string (database, "host", self->source, "uuid"),
                          ferry_sim_database_get_string (database, "host", self->destination, "name_label"),
                          ferry_sim_database_get_string (database, "host", self->destination, "uuid"));
  end_subtask (self);
  release (self);
  ferry_sim_pool_add_message (self->behaviour->pool, "VM_MIGRATED", 5, "VM",
                              ferry_sim_database_get_string (database, "VM", self->vm, "uuid"),
                              body);
  end (self);

  return G_SOURCE_REMOVE;
}

static gboolean
on_new_domain (gpointer user_data)
{
  FerrySimMigration *self = user_data;

  ferry_sim_domain_arrive (self->behaviour->pool, self->vm, self->source, self->destination);
  self->timer = 0;
  set_timer (self, COMPLETE_TIME, on_complete);

  return G_SOURCE_REMOVE;
}

/* From here on the VM belongs to the destination. */
static gboolean
on_hand_over (gpointer user_data)
{
  FerrySimMigration *self = user_data;
  FerrySimBehaviour *behaviour = self->behaviour;
  g_autofree char *setter = NULL;

  self->timer = 0;
  setter = g_strdup (ferry_sim_tasks_create (behaviour->tasks, "VM.atomic_set_resident_on",
                                             ferry_sim_tasks_get_session (behaviour->tasks, self->task),
                                             self->subtask));
  ferry_sim_database_set_string (behaviour->database, "VM", self->vm, "resident_on",
                                 self->destination);
  ferry_sim_database_set_string (behaviour->database, "VM", self->vm,
                                 "scheduled_to_be_resident_on", FERRY_SIM_NULL_REF);
  ferry_sim_tasks_finish (behaviour->tasks, setter, NULL);
  ferry_sim_database_delete_row (behaviour->database, "task", setter);
  set_timer (self, NEW_DOMAIN_TIME, on_new_domain);

  return G_SOURCE_REMOVE;
}

/* xenopsd's second list of steps maps onto the same progress from its beginning. */
static gboolean
on_second_list (gpointer user_data)
{
  FerrySimMigration *self = user_data;

  self->timer = 0;
  ferry_sim_tasks_set_progress (self->behaviour->tasks, self->task, CLEANUP_SHARE);

  return G_SOURCE_REMOVE;
}

static void
hand_over (FerrySimMigration *self)
{
  clear_timer (self);
  ferry_sim_tasks_set_progress (self->behaviour->tasks, self->task, CLEANUP_SHARE);
  stop_transfer (self);
  start_subtask (self, "VM.pool_migrate_complete");
  set_timer (self, HAND_OVER_TIME, on_hand_over);
}

static FerrySimFailure *
make_default_failure (const char *text)
{
  g_autofree char *message = g_strconcat ("xenopsd internal error: ", text, NULL);

  return ferry_sim_failure_new ("INTERNAL_ERROR", message, NULL);
}

/* Whether a fault that somebody armed happens to this VM now. */
static gboolean
take_fault (FerrySimMigration  *self,
            FerrySimFaultKind   kind,
            gint64             *amount,
            FerrySimFailure   **failure)
{
  const char *uuid = ferry_sim_database_get_string (self->behaviour->database, "VM", self->vm,
                                                    "uuid");

  return ferry_sim_faults_take (ferry_sim_pool_get_faults (self->behaviour->pool), kind, self->vm,
                                uuid, amount, failure);
}

/* A guest whose domain was suspended and did not come back: its memory is lost, like in a power cut. */
static void
fail_suspended (FerrySimMigration *self,
                FerrySimFailure   *failure)
{
  stop_transfer (self);
  ferry_sim_domain_stop (self->behaviour->pool, self->vm, "Halted");
  if (failure == NULL)
    failure = make_default_failure ("the domain did not resume on the destination");
  fail (self, failure);
}

static gboolean
begin_copying (FerrySimMigration *self)
{
  FerrySimFailure *failure = NULL;
  gint64 percent = 0;

  if (take_fault (self, FERRY_SIM_FAULT_STALL_TASK, NULL, NULL))
    {
      stop_transfer (self);
      return FALSE;
    }
  if (take_fault (self, FERRY_SIM_FAULT_FAIL_COPY, &percent, &failure))
    {
      self->fail_percent = percent > 0 && percent <= 100 ? percent : FAIL_PERCENT;
      self->failure = failure != NULL ? failure
                      : make_default_failure ("the connection broke while memory was copied");
    }

  return TRUE;
}

/* Returns whether the migration goes on. */
static gboolean
enter_stage (FerrySimMigration     *self,
             FerrySimTransferStage  stage)
{
  FerrySimTasks *tasks = self->behaviour->tasks;
  FerrySimFailure *failure = NULL;

  switch (stage)
    {
    case FERRY_SIM_TRANSFER_COPYING:
      return begin_copying (self);

    case FERRY_SIM_TRANSFER_PAUSED:
      if (self->failure != NULL)
        {
          undo (self);
          return FALSE;
        }
      /* Too late to stop: nobody takes a request to cancel any more. */
      ferry_sim_tasks_set_cancel_func (tasks, self->task, NULL, NULL);
      if (take_fault (self, FERRY_SIM_FAULT_FAIL_AFTER_SUSPEND, NULL, &failure))
        {
          fail_suspended (self, failure);
          return FALSE;
        }
      return TRUE;

    case FERRY_SIM_TRANSFER_CLEANING:
      ferry_sim_tasks_set_progress (tasks, self->task, 1.0);
      set_timer (self, FALL_BACK_TIME, on_second_list);
      return TRUE;

    case FERRY_SIM_TRANSFER_DONE:
      hand_over (self);
      return FALSE;

    case FERRY_SIM_TRANSFER_QUEUED:
    case FERRY_SIM_TRANSFER_PREPARING:
    default:
      return TRUE;
    }
}

static void
on_transfer (FerrySimTransfer *transfer,
             gpointer          user_data)
{
  FerrySimMigration *self = user_data;
  FerrySimTransferStage stage = ferry_sim_transfer_get_stage (transfer);
  guint percent = ferry_sim_transfer_get_percent (transfer);

  if (stage >= FERRY_SIM_TRANSFER_COPYING && self->stage <= FERRY_SIM_TRANSFER_PAUSED
      && self->failure == NULL)
    ferry_sim_tasks_set_progress (self->behaviour->tasks, self->task, SAVE_SHARE * percent / 100);

  while (self->stage < stage)
    {
      self->stage++;
      if (!enter_stage (self, self->stage))
        return;
    }

  if (self->failure != NULL && percent >= self->fail_percent)
    undo (self);
  else if (self->failure != NULL)
    ferry_sim_tasks_set_progress (self->behaviour->tasks, self->task, SAVE_SHARE * percent / 100);
}

static void
describe_transfer (FerrySimMigration    *self,
                   FerrySimTransferSpec *spec)
{
  FerrySimDatabase *database = self->behaviour->database;
  FerrySimVmLoad load = ferry_sim_load_get_vm (self->behaviour->load, self->vm);
  const char *metrics = ferry_sim_database_get_string (database, "VM", self->vm, "metrics");
  gint64 least = ferry_sim_database_get_int (database, "VM", self->vm, "memory_dynamic_min");
  gint64 actual = 0;

  if (ferry_sim_database_has_row (database, "VM_metrics", metrics))
    actual = ferry_sim_database_get_int (database, "VM_metrics", metrics, "memory_actual");
  if (actual <= 0)
    actual = ferry_sim_database_get_int (database, "VM", self->vm, "memory_dynamic_max");

  /* The balloon squeezes the guest to its least before it goes. */
  spec->memory = least > 0 ? MIN (actual, least) : actual;
  spec->balloon = actual - spec->memory;
  spec->dirty_rate = load.dirty_rate;
  spec->working_set = load.working_set;
  spec->is_compressed = self->is_compressed && !g_str_equal (self->source, self->destination);
}

static gboolean
on_attached (gpointer user_data)
{
  FerrySimMigration *self = user_data;
  FerrySimTransferSpec spec = { 0 };

  self->timer = 0;
  end_subtask (self);
  self->is_attached = TRUE;
  describe_transfer (self, &spec);
  self->transfer = ferry_sim_mover_start (self->behaviour->mover, self->source, self->destination,
                                          &spec, on_transfer, self);

  return G_SOURCE_REMOVE;
}

static void
proceed (FerrySimMigration *self)
{
  FerrySimDatabase *database = self->behaviour->database;
  FerrySimFailure *failure;

  self->has_vm = TRUE;
  self->source = g_strdup (ferry_sim_database_get_string (database, "VM", self->vm, "resident_on"));
  ferry_sim_operations_begin_vm (database, self->vm, self->task, FERRY_SIM_VM_POOL_MIGRATE);

  failure = ferry_sim_migration_check_placement (database, self->vm, self->source,
                                                 self->destination);
  if (failure == NULL)
    {
      self->has_host = TRUE;
      ferry_sim_operations_begin_host (database, self->destination, self->task, "vm_migrate");
      ferry_sim_database_set_string (database, "VM", self->vm, "scheduled_to_be_resident_on",
                                     self->destination);
      failure = ferry_sim_migration_check_sender (self->behaviour, self->task, self->source,
                                                  self->destination, self->network);
    }
  if (failure != NULL)
    {
      fail (self, failure);
      return;
    }

  start_subtask (self, "network.attach_for_vm");
  set_timer (self, ATTACH_TIME, on_attached);
}

static gboolean try_again (gpointer user_data);

static void
on_database_changed (FerrySimMigration *self)
{
  GVariant *operations = ferry_sim_database_get (self->behaviour->database, "VM", self->vm,
                                                 "current_operations");

  if (g_variant_n_children (operations) > 0)
    return;

  stop_waiting (self);
  set_timer (self, WAKE_TIME, try_again);
}

/* The pause differs from try to try and from VM to VM, but is the same in each run. */
static gint64
get_pause (FerrySimMigration *self)
{
  return (1 + (g_str_hash (self->vm) + 7 * self->n_tries) % 20) * SECOND;
}

static void
wait_for_vm (FerrySimMigration *self)
{
  if (self->changed_handler == 0)
    self->changed_handler = g_signal_connect_swapped (self->behaviour->database, "changed",
                                                      G_CALLBACK (on_database_changed), self);
  set_timer (self, get_pause (self), try_again);
  self->n_tries++;
}

static void
try_to_begin (FerrySimMigration *self)
{
  FerrySimDatabase *database = self->behaviour->database;
  g_autoptr(FerrySimFailure) failure = NULL;
  gint64 waited = ferry_sim_clock_get_time_us (self->behaviour->clock) - self->started;

  if (self->is_cancelled)
    {
      end (self);
      return;
    }
  if (!ferry_sim_database_has_row (database, "VM", self->vm))
    {
      fail (self, ferry_sim_failure_new ("HANDLE_INVALID", "VM", self->vm, NULL));
      return;
    }

  if (!self->force)
    failure = ferry_sim_boot_check_cpu (database, self->vm, self->destination);
  if (failure == NULL)
    failure = ferry_sim_lifecycle_check (database, self->vm, FERRY_SIM_VM_POOL_MIGRATE,
                                         !self->force);

  if (failure == NULL)
    proceed (self);
  else if (ferry_sim_failure_is (failure, "OTHER_OPERATION_IN_PROGRESS") && waited < LONGEST_WAIT)
    wait_for_vm (self);
  else
    fail (self, g_steal_pointer (&failure));
}

static gboolean
try_again (gpointer user_data)
{
  FerrySimMigration *self = user_data;

  self->timer = 0;
  stop_waiting (self);
  try_to_begin (self);

  return G_SOURCE_REMOVE;
}

/**
 * ferry_sim_migration_start:
 * @behaviour: the pool's behaviour
 * @task: reference of the task that shows it
 * @request: what is asked for; the VM and the host exist
 * @func: told how it ended; may be called before this function returns
 * @user_data: (transfer full): for @func
 * @destroy: (nullable): frees @user_data, also when @func is never called
 */
void
ferry_sim_migration_start (FerrySimBehaviour              *behaviour,
                           const char                     *task,
                           const FerrySimMigrationRequest *request,
                           FerrySimMigrationFunc           func,
                           gpointer                        user_data,
                           GDestroyNotify                  destroy)
{
  FerrySimMigration *self;

  g_return_if_fail (behaviour != NULL);
  g_return_if_fail (func != NULL);

  self = g_new0 (FerrySimMigration, 1);
  self->behaviour = behaviour;
  self->task = g_strdup (task);
  self->vm = g_strdup (request->vm);
  self->destination = g_strdup (request->host);
  self->network = g_strdup (request->network);
  self->force = request->force;
  self->is_compressed = request->is_compressed;
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  self->started = ferry_sim_clock_get_time_us (behaviour->clock);
  g_ptr_array_add (behaviour->migrations, self);

  ferry_sim_tasks_set_cancel_func (behaviour->tasks, task, on_cancel, self);
  try_to_begin (self);
}

/* Calls @func for each migration that it may end. */
static void
for_each (FerrySimBehaviour *behaviour,
          void             (*func)(FerrySimMigration *self, const char *ref),
          const char        *ref)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new ();

  g_ptr_array_extend (all, behaviour->migrations, NULL, NULL);
  for (guint i = 0; i < all->len; i++)
    {
      if (g_ptr_array_find (behaviour->migrations, all->pdata[i], NULL))
        func (all->pdata[i], ref);
    }
}

static void
abort_one (FerrySimMigration *self,
           const char        *vm)
{
  if (!self->has_vm || !g_str_equal (self->vm, vm))
    return;

  self->is_cancelled = TRUE;
  end (self);
}

/**
 * ferry_sim_migration_abort_vm:
 * @behaviour: the pool's behaviour
 * @vm: reference of a VM that is about to be switched off
 *
 * A migration of the VM ends as cancelled at once.
 */
void
ferry_sim_migration_abort_vm (FerrySimBehaviour *behaviour,
                              const char        *vm)
{
  g_return_if_fail (behaviour != NULL);

  for_each (behaviour, abort_one, vm);
}

/* @failure: (transfer full): nobody is left who could take anything back. */
static void
end_with (FerrySimMigration *self,
          FerrySimFailure   *failure)
{
  g_clear_pointer (&self->failure, ferry_sim_failure_unref);
  self->failure = failure;
  end (self);
}

/* A VM that was handed over already is the dead host's: it shows as running there. */
static void
lose_destination (FerrySimMigration *self)
{
  const char *resident = ferry_sim_database_get_string (self->behaviour->database, "VM", self->vm,
                                                        "resident_on");
  if (g_str_equal (resident, self->destination))
    {
      end_with (self, ferry_sim_failure_new ("CANNOT_CONTACT_HOST", self->destination, NULL));
      return;
    }

  if (self->stage >= FERRY_SIM_TRANSFER_PAUSED)
    ferry_sim_domain_stop (self->behaviour->pool, self->vm, "Halted");
  g_clear_pointer (&self->failure, ferry_sim_failure_unref);
  self->failure = make_default_failure ("Unix.Unix_error(Unix.EPIPE, \"write\", \"\")");
  undo_in (self, LOST_PEER_TIME);
}

static void
lose_host (FerrySimMigration *self,
           const char        *host)
{
  if (!self->has_vm)
    return;

  if (g_str_equal (host, self->source))
    {
      end_with (self, ferry_sim_failure_new ("CANNOT_CONTACT_HOST", host, NULL));
    }
  else if (g_str_equal (host, self->destination))
    {
      lose_destination (self);
    }
}

/**
 * ferry_sim_migration_lose_host:
 * @behaviour: the pool's behaviour
 * @host: reference of a host that lost its power
 *
 * Migrations from it fail at once; those to it when the sender notices, and the VM stays where it is
 * unless its guest was suspended already.
 */
void
ferry_sim_migration_lose_host (FerrySimBehaviour *behaviour,
                               const char        *host)
{
  g_return_if_fail (behaviour != NULL);

  for_each (behaviour, lose_host, host);
}

static void
forget_one (FerrySimMigration *self,
            const char        *unused)
{
  gboolean is_lost = self->stage == FERRY_SIM_TRANSFER_PAUSED;

  if (is_lost && ferry_sim_database_has_row (self->behaviour->database, "VM", self->vm))
    ferry_sim_domain_stop (self->behaviour->pool, self->vm, "Halted");
  g_ptr_array_remove (self->behaviour->migrations, self);
}

/**
 * ferry_sim_migration_forget_all:
 * @behaviour: the behaviour of a pool whose coordinator restarted
 *
 * Nobody reports to a task that is gone: the VMs stay where the database has them, which is the
 * source until the hand-over.
 */
void
ferry_sim_migration_forget_all (FerrySimBehaviour *behaviour)
{
  g_return_if_fail (behaviour != NULL);

  for_each (behaviour, forget_one, NULL);
}
