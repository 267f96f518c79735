/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-evacuation"

#include "simulator/ferry-sim-evacuation-plan.h"
#include "simulator/ferry-sim-evacuation.h"
#include "simulator/ferry-sim-migration-network.h"
#include "simulator/ferry-sim-migration.h"
#include "simulator/ferry-sim-operations.h"

/* How many VMs leave at once, unless the call says so. */
#define BATCH_SIZE   10
/* A host that receives VMs is waited for. */
#define RETRY_TIME   (G_GINT64_CONSTANT (1) * G_USEC_PER_SEC)
#define LONGEST_WAIT (G_GINT64_CONSTANT (7200) * G_USEC_PER_SEC)

/**
 * FerrySimEvacuation:
 *
 * A host that is being emptied: a window of migrations that slides over the plan. Cancelling does
 * nothing to it; its children can be cancelled.
 *
 * Threads: the simulator's.
 */
struct _FerrySimEvacuation
{
  FerrySimBehaviour *behaviour;

  /* What was asked for */
  FerrySimCall      *call;     /* (owned) */
  char              *host;     /* (owned) */
  char              *network;  /* (owned) (nullable) */
  guint              batch_size;

  /* Where it is */
  gint64             started;
  guint              timer;
  GPtrArray         *plan;     /* (owned) (nullable) (element-type FerrySimEvacuationItem) */
  guint              n_started;
  guint              n_running;
  guint              n_done;
  gboolean           has_host; /* the operation is ours */
  gboolean           is_filling;
  FerrySimFailure   *failure;  /* (owned) (nullable): the first child's */
};

/* A migration that the evacuation started. */
typedef struct
{
  FerrySimEvacuation *evacuation; /* (nullable): when it was forgotten */
  FerrySimBehaviour  *behaviour;
  char               *task;       /* (owned) */
} Child;

/**
 * ferry_sim_evacuation_free:
 * @self: an evacuation
 *
 * Forgets it as it is.
 */
void
ferry_sim_evacuation_free (FerrySimEvacuation *self)
{
  if (self->timer != 0)
    ferry_sim_clock_remove (self->behaviour->clock, self->timer);
  g_object_unref (self->call);
  g_free (self->host);
  g_free (self->network);
  g_clear_pointer (&self->plan, g_ptr_array_unref);
  g_clear_pointer (&self->failure, ferry_sim_failure_unref);
  g_free (self);
}

static void
child_free (gpointer data)
{
  Child *child = data;

  g_free (child->task);
  g_free (child);
}

static const char *
get_task (FerrySimEvacuation *self)
{
  return ferry_sim_call_get_task (self->call);
}

/* @failure: (transfer full) (nullable). */
static void
end (FerrySimEvacuation *self,
     FerrySimFailure    *failure)
{
  if (self->has_host)
    ferry_sim_operations_end_host (self->behaviour->database, self->host, get_task (self));
  if (failure != NULL)
    ferry_sim_call_fail (self->call, failure);
  else
    ferry_sim_call_return (self->call, NULL);
  g_ptr_array_remove (self->behaviour->evacuations, self);
}

static void fill_window (FerrySimEvacuation *self);

static FerrySimFailure *
describe_cancelled (const char *task)
{
  g_autofree char *text = g_strdup_printf ("%s, unexpected status of migration task", task);

  return ferry_sim_failure_new ("INTERNAL_ERROR", text, NULL);
}

/* A VM that was shut down meanwhile has left the host too. */
static void
note_result (FerrySimEvacuation *self,
             const char         *task,
             FerrySimFailure    *failure,
             gboolean            is_cancelled)
{
  self->n_running--;
  self->n_done++;
  ferry_sim_tasks_set_progress (self->behaviour->tasks, get_task (self),
                                (double) self->n_done / self->plan->len);
  if (self->failure != NULL)
    return;

  if (is_cancelled)
    self->failure = describe_cancelled (task);
  else if (failure != NULL && !ferry_sim_failure_is (failure, "VM_BAD_POWER_STATE"))
    self->failure = ferry_sim_failure_ref (failure);
}

static void
on_child_ended (FerrySimFailure *failure,
                gboolean         is_cancelled,
                gpointer         user_data)
{
  Child *child = user_data;
  FerrySimBehaviour *behaviour = child->behaviour;
  FerrySimEvacuation *self = child->evacuation;

  if (failure != NULL)
    ferry_sim_tasks_fail (behaviour->tasks, child->task, failure);
  else if (is_cancelled)
    ferry_sim_tasks_end_cancelled (behaviour->tasks, child->task);
  else
    ferry_sim_tasks_finish (behaviour->tasks, child->task, NULL);
  ferry_sim_database_delete_row (behaviour->database, "task", child->task);

  if (!g_ptr_array_find (behaviour->evacuations, self, NULL))
    return;
  note_result (self, child->task, failure, is_cancelled);
  if (!self->is_filling)
    fill_window (self);
}

static void
start_child (FerrySimEvacuation           *self,
             const FerrySimEvacuationItem *item)
{
  FerrySimBehaviour *behaviour = self->behaviour;
  const char *session = ferry_sim_call_get_session (self->call);
  const FerrySimMigrationRequest request = {
    .vm = item->vm,
    .host = item->target,
    .network = self->network,
    .is_compressed = ferry_sim_database_get_boolean (behaviour->database, "pool",
                                                     ferry_sim_pool_get_ref (behaviour->pool),
                                                     "migration_compression"),
  };
  Child *child = g_new0 (Child, 1);

  child->evacuation = self;
  child->behaviour = behaviour;
  child->task = g_strdup (ferry_sim_tasks_create (behaviour->tasks, "Async.VM.pool_migrate", session,
                                                  get_task (self)));
  self->n_started++;
  self->n_running++;
  ferry_sim_migration_start (behaviour, child->task, &request, on_child_ended, child, child_free);
}

static void
fill_window (FerrySimEvacuation *self)
{
  self->is_filling = TRUE;
  while (self->failure == NULL && self->n_started < self->plan->len
         && self->n_running < self->batch_size)
    start_child (self, self->plan->pdata[self->n_started]);
  self->is_filling = FALSE;

  if (self->n_running == 0)
    end (self, g_steal_pointer (&self->failure));
}

static FerrySimFailure *
find_obstacle (FerrySimEvacuation *self)
{
  for (guint i = 0; i < self->plan->len; i++)
    {
      const FerrySimEvacuationItem *item = self->plan->pdata[i];

      if (item->failure != NULL)
        return ferry_sim_failure_ref (item->failure);
    }

  for (guint i = 0; self->network != NULL && i < self->plan->len; i++)
    {
      const FerrySimEvacuationItem *item = self->plan->pdata[i];
      FerrySimFailure *failure;

      failure = ferry_sim_migration_network_check (self->behaviour->database, item->target,
                                                   self->network);
      if (failure != NULL)
        return failure;
    }

  return NULL;
}

static void
proceed (FerrySimEvacuation *self)
{
  FerrySimFailure *failure;

  self->has_host = TRUE;
  ferry_sim_operations_begin_host (self->behaviour->database, self->host, get_task (self), "evacuate");
  self->plan = ferry_sim_evacuation_plan_make (self->behaviour->database, self->host);
  failure = find_obstacle (self);

  if (failure != NULL)
    end (self, failure);
  else
    fill_window (self);
}

static gboolean
try_to_begin (gpointer user_data)
{
  FerrySimEvacuation *self = user_data;
  FerrySimBehaviour *behaviour = self->behaviour;
  g_autoptr(FerrySimFailure) failure = NULL;
  gint64 waited = ferry_sim_clock_get_time_us (behaviour->clock) - self->started;

  self->timer = 0;
  failure = ferry_sim_operations_check_host (behaviour->database, self->host, "evacuate");
  if (failure == NULL)
    proceed (self);
  else if (waited < LONGEST_WAIT)
    self->timer = ferry_sim_clock_add (behaviour->clock, RETRY_TIME, try_to_begin, self, NULL);
  else
    end (self, g_steal_pointer (&failure));

  return G_SOURCE_REMOVE;
}

/* The task shows as one that can be cancelled, and never is. */
static void
ignore_cancel (const char *task,
               gpointer    user_data)
{
}

/**
 * ferry_sim_evacuation_start:
 * @behaviour: the pool's behaviour
 * @call: a call of host.evacuate
 */
void
ferry_sim_evacuation_start (FerrySimBehaviour *behaviour,
                            FerrySimCall      *call)
{
  FerrySimEvacuation *self;
  GVariant *network = ferry_sim_call_get_param (call, 1);

  g_return_if_fail (behaviour != NULL);

  self = g_new0 (FerrySimEvacuation, 1);
  self->behaviour = behaviour;
  self->call = g_object_ref (call);
  self->host = g_strdup (ferry_sim_call_get_string (call, 0));
  if (network != NULL && !g_str_equal (g_variant_get_string (network, NULL), FERRY_SIM_NULL_REF))
    self->network = g_variant_dup_string (network, NULL);
  self->batch_size = BATCH_SIZE;
  if (ferry_sim_call_get_param (call, 2) != NULL && ferry_sim_call_get_int (call, 2) > 0)
    self->batch_size = ferry_sim_call_get_int (call, 2);
  self->started = ferry_sim_clock_get_time_us (behaviour->clock);
  g_ptr_array_add (behaviour->evacuations, self);

  ferry_sim_tasks_set_cancel_func (behaviour->tasks, get_task (self), ignore_cancel, NULL);
  try_to_begin (self);
}
