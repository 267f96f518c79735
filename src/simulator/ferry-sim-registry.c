/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-registry"

#include "simulator/ferry-sim-registry.h"

/**
 * FerrySimRegistry:
 *
 * Which function answers which method of one pool, beyond those that the schema alone can answer.
 *
 * Threads: the simulator's.
 */
struct _FerrySimRegistry
{
  GObject     parent_instance;

  GHashTable *entries; /* (owned): name -> Entry */
};

typedef struct
{
  const FerrySimMethod *method;
  gpointer              user_data;
} Entry;

G_DEFINE_FINAL_TYPE (FerrySimRegistry, ferry_sim_registry, G_TYPE_OBJECT)

/**
 * ferry_sim_registry_add:
 * @self: a registry
 * @methods: (array length=n_methods): must stay valid as long as @self
 * @n_methods: how many
 * @user_data: for their functions
 */
void
ferry_sim_registry_add (FerrySimRegistry     *self,
                        const FerrySimMethod *methods,
                        guint                 n_methods,
                        gpointer              user_data)
{
  g_return_if_fail (FERRY_IS_SIM_REGISTRY (self));

  for (guint i = 0; i < n_methods; i++)
    {
      Entry *entry;

      if (ferry_sim_schema_find_message (methods[i].name) == NULL)
        g_critical ("The schema has no method %s", methods[i].name);

      entry = g_new (Entry, 1);
      entry->method = &methods[i];
      entry->user_data = user_data;
      g_hash_table_insert (self->entries, (char *) methods[i].name, entry);
    }
}

/**
 * ferry_sim_registry_find:
 * @self: a registry
 * @name: a method
 * @user_data: (out): for its function
 *
 * Returns: (transfer none) (nullable): the method, when somebody added it
 */
const FerrySimMethod *
ferry_sim_registry_find (FerrySimRegistry *self,
                         const char       *name,
                         gpointer         *user_data)
{
  Entry *entry;

  g_return_val_if_fail (FERRY_IS_SIM_REGISTRY (self), NULL);

  entry = g_hash_table_lookup (self->entries, name);
  if (entry == NULL)
    return NULL;

  *user_data = entry->user_data;

  return entry->method;
}

static void
ferry_sim_registry_finalize (GObject *object)
{
  FerrySimRegistry *self = FERRY_SIM_REGISTRY (object);

  g_clear_pointer (&self->entries, g_hash_table_unref);

  G_OBJECT_CLASS (ferry_sim_registry_parent_class)->finalize (object);
}

static void
ferry_sim_registry_class_init (FerrySimRegistryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_registry_finalize;
}

static void
ferry_sim_registry_init (FerrySimRegistry *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

/**
 * ferry_sim_registry_new:
 *
 * Returns: (transfer full): an empty registry
 */
FerrySimRegistry *
ferry_sim_registry_new (void)
{
  return g_object_new (FERRY_TYPE_SIM_REGISTRY, NULL);
}
