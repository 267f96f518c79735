/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-pool"

#include "simulator/ferry-sim-pool.h"

#include "simulator/ferry-sim-faults.h"
#include "simulator/ferry-sim-registry.h"
#include "simulator/ferry-sim-session.h"
#include "simulator/ferry-sim-task.h"

/* A restarted coordinator may have lost its last writes, so its generations go on higher up. */
#define RESTART_GENERATIONS 1000

/**
 * FerrySimPool:
 *
 * One simulated pool: its rows, its clock, who is logged in, what is under way, and what can be
 * asked of it. Serving it is FerrySimServer's business, what its VMs do is FerrySimBehaviour's.
 *
 * Threads: belongs to the main context that it was made in.
 */
struct _FerrySimPool
{
  GObject           parent_instance;

  char             *name;
  FerrySimDatabase *database; /* (owned) */
  FerrySimLoad     *load;     /* (owned) */
  FerrySimClock    *clock;    /* (owned) */
  FerrySimRegistry *registry; /* (owned) */
  FerrySimTasks    *tasks;    /* (owned) */
  FerrySimSessions *sessions; /* (owned) */
  FerrySimFaults   *faults;   /* (owned) */
  GPtrArray        *world;    /* (owned) (element-type FerrySimPool): not owned, they are peers */
};

enum
{
  RESTARTED,
  HOST_KILLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FerrySimPool, ferry_sim_pool, G_TYPE_OBJECT)

const char *
ferry_sim_pool_get_name (FerrySimPool *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_POOL (self), NULL);

  return self->name;
}

FerrySimDatabase *
ferry_sim_pool_get_database (FerrySimPool *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_POOL (self), NULL);

  return self->database;
}

FerrySimLoad *
ferry_sim_pool_get_load (FerrySimPool *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_POOL (self), NULL);

  return self->load;
}

FerrySimClock *
ferry_sim_pool_get_clock (FerrySimPool *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_POOL (self), NULL);

  return self->clock;
}

FerrySimRegistry *
ferry_sim_pool_get_registry (FerrySimPool *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_POOL (self), NULL);

  return self->registry;
}

FerrySimTasks *
ferry_sim_pool_get_tasks (FerrySimPool *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_POOL (self), NULL);

  return self->tasks;
}

FerrySimSessions *
ferry_sim_pool_get_sessions (FerrySimPool *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_POOL (self), NULL);

  return self->sessions;
}

FerrySimFaults *
ferry_sim_pool_get_faults (FerrySimPool *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_POOL (self), NULL);

  return self->faults;
}

/**
 * ferry_sim_pool_get_ref:
 * @self: a pool
 *
 * Returns: (transfer none): the reference of the one row of table pool
 */
const char *
ferry_sim_pool_get_ref (FerrySimPool *self)
{
  g_autoptr(GPtrArray) refs = NULL;

  g_return_val_if_fail (FERRY_IS_SIM_POOL (self), FERRY_SIM_NULL_REF);

  refs = ferry_sim_database_list_refs (self->database, "pool");

  return refs->len > 0 ? g_ptr_array_index (refs, 0) : FERRY_SIM_NULL_REF;
}

/**
 * ferry_sim_pool_get_coordinator:
 * @self: a pool
 *
 * Returns: (transfer none): the reference of its coordinator
 */
const char *
ferry_sim_pool_get_coordinator (FerrySimPool *self)
{
  const char *ref = ferry_sim_pool_get_ref (self);
  const char *coordinator = ferry_sim_database_get_string (self->database, "pool", ref, "master");

  return *coordinator != '\0' ? coordinator : FERRY_SIM_NULL_REF;
}

GPtrArray *
ferry_sim_pool_get_world (FerrySimPool *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_POOL (self), NULL);

  return self->world;
}

/**
 * ferry_sim_pool_set_world:
 * @self: a pool
 * @pools: (element-type FerrySimPool): all pools of the world, which must outlive @self
 */
void
ferry_sim_pool_set_world (FerrySimPool *self,
                          GPtrArray    *pools)
{
  g_return_if_fail (FERRY_IS_SIM_POOL (self));
  g_return_if_fail (pools != NULL);

  g_ptr_array_set_size (self->world, 0);
  for (guint i = 0; i < pools->len; i++)
    g_ptr_array_add (self->world, g_ptr_array_index (pools, i));
}

/**
 * ferry_sim_pool_add_message:
 * @self: a pool
 * @name: such as "VM_MIGRATED"
 * @priority: 1 the worst, 5 mere information
 * @cls: such as "VM"
 * @obj_uuid: uuid of what it is about
 * @body: its text
 *
 * Returns: (transfer none): the reference of the new message
 */
const char *
ferry_sim_pool_add_message (FerrySimPool *self,
                            const char   *name,
                            gint64        priority,
                            const char   *cls,
                            const char   *obj_uuid,
                            const char   *body)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *now = NULL;
  const char *ref;

  g_return_val_if_fail (FERRY_IS_SIM_POOL (self), FERRY_SIM_NULL_REF);

  now = ferry_sim_clock_format_now (self->clock);
  ref = ferry_sim_database_create_row (self->database, "message", NULL);
  ferry_sim_database_set_string (self->database, "message", ref, "uuid", uuid);
  ferry_sim_database_set_string (self->database, "message", ref, "name", name);
  ferry_sim_database_set_int (self->database, "message", ref, "priority", priority);
  ferry_sim_database_set_string (self->database, "message", ref, "cls", cls);
  ferry_sim_database_set_string (self->database, "message", ref, "obj_uuid", obj_uuid);
  ferry_sim_database_set_string (self->database, "message", ref, "timestamp", now);
  ferry_sim_database_set_string (self->database, "message", ref, "body", body);

  return ref;
}

static void
clear_field (FerrySimPool        *self,
             const FerrySimClass *klass,
             const char          *name)
{
  const FerrySimField *field = ferry_sim_schema_find_field (klass, name);
  g_autoptr(GPtrArray) refs = NULL;

  if (field == NULL)
    return;

  refs = ferry_sim_database_list_refs (self->database, klass->name);
  for (guint i = 0; i < refs->len; i++)
    ferry_sim_database_set (self->database, klass->name, g_ptr_array_index (refs, i), name,
                            field->value);
}

/**
 * ferry_sim_pool_restart:
 * @self: a pool
 *
 * The toolstack of the coordinator restarts: nobody is logged in and nothing is under way.
 */
void
ferry_sim_pool_restart (FerrySimPool *self)
{
  g_return_if_fail (FERRY_IS_SIM_POOL (self));

  ferry_sim_sessions_forget_all (self->sessions);
  ferry_sim_tasks_forget_all (self->tasks);
  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    {
      clear_field (self, ferry_sim_schema_get_class (i), "current_operations");
      clear_field (self, ferry_sim_schema_get_class (i), "scheduled_to_be_resident_on");
    }
  ferry_sim_database_restart (self->database,
                              ferry_sim_database_get_generation (self->database)
                              + RESTART_GENERATIONS);
  g_signal_emit (self, signals[RESTARTED], 0);
}

/**
 * ferry_sim_pool_kill_host:
 * @self: a pool
 * @host: the reference of one of its hosts
 *
 * The host loses its power.
 */
void
ferry_sim_pool_kill_host (FerrySimPool *self,
                          const char   *host)
{
  g_return_if_fail (FERRY_IS_SIM_POOL (self));
  g_return_if_fail (host != NULL);

  g_signal_emit (self, signals[HOST_KILLED], 0, host);
}

static void
ferry_sim_pool_finalize (GObject *object)
{
  FerrySimPool *self = FERRY_SIM_POOL (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->registry);
  g_clear_object (&self->tasks);
  g_clear_object (&self->sessions);
  g_clear_object (&self->faults);
  g_clear_object (&self->database);
  g_clear_object (&self->load);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->world, g_ptr_array_unref);

  G_OBJECT_CLASS (ferry_sim_pool_parent_class)->finalize (object);
}

static void
ferry_sim_pool_class_init (FerrySimPoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_pool_finalize;

  /**
   * FerrySimPool::restarted:
   * @self: the pool
   *
   * Sessions, tasks and all that was under way are gone.
   */
  signals[RESTARTED] = g_signal_new ("restarted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * FerrySimPool::host-killed:
   * @self: the pool
   * @host: the reference of the host
   */
  signals[HOST_KILLED] = g_signal_new ("host-killed", G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ferry_sim_pool_init (FerrySimPool *self)
{
  self->registry = ferry_sim_registry_new ();
  self->faults = ferry_sim_faults_new ();
  self->world = g_ptr_array_new ();
}

/**
 * ferry_sim_pool_new:
 * @name: what people call it
 * @database: its rows
 * @load: (nullable): what its machines do
 * @clock: its time
 *
 * Returns: (transfer full): a pool that nobody serves yet
 */
FerrySimPool *
ferry_sim_pool_new (const char       *name,
                    FerrySimDatabase *database,
                    FerrySimLoad     *load,
                    FerrySimClock    *clock)
{
  FerrySimPool *self = g_object_new (FERRY_TYPE_SIM_POOL, NULL);

  self->name = g_strdup (name);
  self->database = g_object_ref (database);
  self->load = load != NULL ? g_object_ref (load) : ferry_sim_load_new ();
  self->clock = g_object_ref (clock);
  self->tasks = ferry_sim_tasks_new (self);
  self->sessions = ferry_sim_sessions_new (self);

  return self;
}
