/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-world"

#include "simulator/ferry-sim-world.h"

typedef struct {
  char             *name;     /* (owned) */
  FerrySimDatabase *database; /* (owned) */
  FerrySimLoad     *load;     /* (owned) */
} SimPool;

/**
 * FerrySimWorld:
 *
 * The pools that one simulator serves: of each its name, its database, and what is not in a database.
 *
 * Threads: the simulator's.
 */
struct _FerrySimWorld
{
  GObject    parent_instance;

  GPtrArray *pools; /* (owned) (element-type SimPool) */
};

G_DEFINE_FINAL_TYPE (FerrySimWorld, ferry_sim_world, G_TYPE_OBJECT)

static void
sim_pool_free (gpointer data)
{
  SimPool *pool = data;

  g_free (pool->name);
  g_object_unref (pool->database);
  g_object_unref (pool->load);
  g_free (pool);
}

static void
ferry_sim_world_finalize (GObject *object)
{
  FerrySimWorld *self = FERRY_SIM_WORLD (object);

  g_clear_pointer (&self->pools, g_ptr_array_unref);

  G_OBJECT_CLASS (ferry_sim_world_parent_class)->finalize (object);
}

static void
ferry_sim_world_class_init (FerrySimWorldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ferry_sim_world_finalize;
}

static void
ferry_sim_world_init (FerrySimWorld *self)
{
  self->pools = g_ptr_array_new_with_free_func (sim_pool_free);
}

/**
 * ferry_sim_world_new:
 *
 * Returns: (transfer full): a world without pools
 */
FerrySimWorld *
ferry_sim_world_new (void)
{
  return g_object_new (FERRY_TYPE_SIM_WORLD, NULL);
}

/**
 * ferry_sim_world_add_pool:
 * @self: the world
 * @name: what people call the pool, or its only host
 * @database: its database
 * @load: what its machines do
 *
 * The first pool has the number 0.
 */
void
ferry_sim_world_add_pool (FerrySimWorld    *self,
                          const char       *name,
                          FerrySimDatabase *database,
                          FerrySimLoad     *load)
{
  SimPool *pool;

  g_return_if_fail (FERRY_IS_SIM_WORLD (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));
  g_return_if_fail (FERRY_IS_SIM_LOAD (load));

  pool = g_new0 (SimPool, 1);
  pool->name = g_strdup (name);
  pool->database = g_object_ref (database);
  pool->load = g_object_ref (load);
  g_ptr_array_add (self->pools, pool);
}

/**
 * ferry_sim_world_get_n_pools:
 * @self: the world
 *
 * Returns: how many pools there are, standalone hosts counted as such
 */
guint
ferry_sim_world_get_n_pools (FerrySimWorld *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_WORLD (self), 0);

  return self->pools->len;
}

static SimPool *
ferry_sim_world_get_pool (FerrySimWorld *self,
                          guint          pool)
{
  g_return_val_if_fail (FERRY_IS_SIM_WORLD (self), NULL);
  g_return_val_if_fail (pool < self->pools->len, NULL);

  return g_ptr_array_index (self->pools, pool);
}

/**
 * ferry_sim_world_get_name:
 * @self: the world
 * @pool: number of a pool, below ferry_sim_world_get_n_pools()
 *
 * Returns: (transfer none): what people call it
 */
const char *
ferry_sim_world_get_name (FerrySimWorld *self,
                          guint          pool)
{
  return ferry_sim_world_get_pool (self, pool)->name;
}

/**
 * ferry_sim_world_get_database:
 * @self: the world
 * @pool: number of a pool, below ferry_sim_world_get_n_pools()
 *
 * Returns: (transfer none): its database
 */
FerrySimDatabase *
ferry_sim_world_get_database (FerrySimWorld *self,
                              guint          pool)
{
  return ferry_sim_world_get_pool (self, pool)->database;
}

/**
 * ferry_sim_world_get_load:
 * @self: the world
 * @pool: number of a pool, below ferry_sim_world_get_n_pools()
 *
 * Returns: (transfer none): what its machines do
 */
FerrySimLoad *
ferry_sim_world_get_load (FerrySimWorld *self,
                          guint          pool)
{
  return ferry_sim_world_get_pool (self, pool)->load;
}
