/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-load"

#include "simulator/ferry-sim-load.h"

/* Of a machine that nobody described: an office server on a 10 Gbit/s network. */
#define DEFAULT_DIRTY_RATE  (8.0 * 1024 * 1024)
#define DEFAULT_WORKING_SET (64 * 1024 * 1024)
#define DEFAULT_LINK_SPEED  (1.1e9)

/**
 * FerrySimLoad:
 *
 * What a pool's machines do that is not in its database: how busy the guests are with their memory,
 * and how fast the hosts' links are. A machine that was never described gets ordinary values.
 *
 * Threads: the simulator's.
 */
struct _FerrySimLoad
{
  GObject     parent_instance;

  GHashTable *vms;   /* (owned) (element-type utf8 FerrySimVmLoad): by reference */
  GHashTable *links; /* (owned) (element-type utf8 FerrySimLink): by the host's reference */
};

G_DEFINE_FINAL_TYPE (FerrySimLoad, ferry_sim_load, G_TYPE_OBJECT)

static void
ferry_sim_load_finalize (GObject *object)
{
  FerrySimLoad *self = FERRY_SIM_LOAD (object);

  g_clear_pointer (&self->vms, g_hash_table_unref);
  g_clear_pointer (&self->links, g_hash_table_unref);

  G_OBJECT_CLASS (ferry_sim_load_parent_class)->finalize (object);
}

static void
ferry_sim_load_class_init (FerrySimLoadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ferry_sim_load_finalize;
}

static void
ferry_sim_load_init (FerrySimLoad *self)
{
  self->vms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * ferry_sim_load_new:
 *
 * Returns: (transfer full): facts about nothing yet
 */
FerrySimLoad *
ferry_sim_load_new (void)
{
  return g_object_new (FERRY_TYPE_SIM_LOAD, NULL);
}

/**
 * ferry_sim_load_set_vm:
 * @self: the facts
 * @vm: reference of a VM
 * @load: what its guest does; copied
 */
void
ferry_sim_load_set_vm (FerrySimLoad         *self,
                       const char           *vm,
                       const FerrySimVmLoad *load)
{
  g_return_if_fail (FERRY_IS_SIM_LOAD (self));
  g_return_if_fail (vm != NULL);
  g_return_if_fail (load != NULL && load->dirty_rate >= 0);

  g_hash_table_insert (self->vms, g_strdup (vm), g_memdup2 (load, sizeof *load));
}

/**
 * ferry_sim_load_get_vm:
 * @self: the facts
 * @vm: reference of a VM
 *
 * Returns: what its guest does
 */
FerrySimVmLoad
ferry_sim_load_get_vm (FerrySimLoad *self,
                       const char   *vm)
{
  const FerrySimVmLoad ordinary = { DEFAULT_DIRTY_RATE, DEFAULT_WORKING_SET };
  const FerrySimVmLoad *load;

  g_return_val_if_fail (FERRY_IS_SIM_LOAD (self), ordinary);
  g_return_val_if_fail (vm != NULL, ordinary);

  load = g_hash_table_lookup (self->vms, vm);

  return load != NULL ? *load : ordinary;
}

/**
 * ferry_sim_load_set_link:
 * @self: the facts
 * @host: reference of a host
 * @link: its link to the migration network, of a speed above 0; copied
 */
void
ferry_sim_load_set_link (FerrySimLoad       *self,
                         const char         *host,
                         const FerrySimLink *link)
{
  g_return_if_fail (FERRY_IS_SIM_LOAD (self));
  g_return_if_fail (host != NULL);
  g_return_if_fail (link != NULL && link->speed > 0);

  g_hash_table_insert (self->links, g_strdup (host), g_memdup2 (link, sizeof *link));
}

/**
 * ferry_sim_load_get_link:
 * @self: the facts
 * @host: reference of a host
 *
 * Returns: the host's link, with a speed above 0
 */
FerrySimLink
ferry_sim_load_get_link (FerrySimLoad *self,
                         const char   *host)
{
  const FerrySimLink ordinary = { DEFAULT_LINK_SPEED };
  const FerrySimLink *link;

  g_return_val_if_fail (FERRY_IS_SIM_LOAD (self), ordinary);
  g_return_val_if_fail (host != NULL, ordinary);

  link = g_hash_table_lookup (self->links, host);

  return link != NULL ? *link : ordinary;
}
