/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-memory"

#include "simulator/ferry-sim-memory.h"

#define MIB           ((gint64) 1 << 20)
#define PAGES_PER_MIB 256

/* Whole MiB, rounded up: what the server counts memory in. */
static gint64
to_mib (gint64 bytes)
{
  return (bytes + MIB - 1) / MIB;
}

/**
 * ferry_sim_memory_get_domain_type:
 * @database: the pool's database
 * @vm: reference of a VM
 *
 * A VM that does not say its type (they did not before it became a field) is PV when it has no HVM
 * boot policy.
 *
 * Returns: how the VM is virtualised when it boots
 */
FerrySimDomainType
ferry_sim_memory_get_domain_type (FerrySimDatabase *database,
                                  const char       *vm)
{
  const char *type = ferry_sim_database_get_string (database, "VM", vm, "domain_type");

  if (g_str_equal (type, "hvm"))
    return FERRY_SIM_DOMAIN_TYPE_HVM;
  if (g_str_equal (type, "pv"))
    return FERRY_SIM_DOMAIN_TYPE_PV;
  if (g_str_equal (type, "pv_in_pvh"))
    return FERRY_SIM_DOMAIN_TYPE_PV_IN_PVH;
  if (g_str_equal (type, "pvh"))
    return FERRY_SIM_DOMAIN_TYPE_PVH;

  return *ferry_sim_database_get_string (database, "VM", vm, "HVM_boot_policy") == '\0'
         ? FERRY_SIM_DOMAIN_TYPE_PV : FERRY_SIM_DOMAIN_TYPE_HVM;
}

/* The tables that the hypervisor keeps for the guest's memory and CPUs. */
static gint64
get_shadow_mib (FerrySimDatabase   *database,
                const char         *vm,
                FerrySimDomainType  type)
{
  gint64 n_cpus = ferry_sim_database_get_int (database, "VM", vm, "VCPUs_max");
  gint64 static_max = to_mib (ferry_sim_database_get_int (database, "VM", vm, "memory_static_max"));
  gint64 pages = PAGES_PER_MIB * n_cpus + 2 * static_max;
  gint64 mib = (pages + PAGES_PER_MIB - 1) / PAGES_PER_MIB;
  double multiplier = 1.0;

  if (type != FERRY_SIM_DOMAIN_TYPE_PV)
    multiplier = ferry_sim_database_get_double (database, "VM", vm, "HVM_shadow_multiplier");

  return MAX (1, (gint64) (mib * multiplier));
}

/**
 * ferry_sim_memory_get_overhead:
 * @database: the pool's database
 * @vm: reference of a VM
 *
 * Newer servers add 38 pages for each vCPU; the recorded one (25.6) does not, and neither do we.
 *
 * Returns: what the hypervisor needs beside the VM's own memory, in bytes
 */
gint64
ferry_sim_memory_get_overhead (FerrySimDatabase *database,
                               const char       *vm)
{
  FerrySimDomainType type = ferry_sim_memory_get_domain_type (database, vm);
  gint64 mib = get_shadow_mib (database, vm, type);

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), 0);

  switch (type)
    {
    case FERRY_SIM_DOMAIN_TYPE_PV:
      mib += 1;
      break;

    case FERRY_SIM_DOMAIN_TYPE_PV_IN_PVH:
      mib += 2 + 23 + to_mib (ferry_sim_database_get_int (database, "VM", vm,
                                                          "memory_static_max")) / 90;
      break;

    case FERRY_SIM_DOMAIN_TYPE_HVM:
    case FERRY_SIM_DOMAIN_TYPE_PVH:
    default:
      mib += 2;
      break;
    }

  return mib * MIB;
}

/**
 * ferry_sim_memory_get_needed:
 * @database: the pool's database
 * @vm: reference of a VM
 *
 * Returns: what a host must have free for the VM to start or arrive there, in bytes
 */
gint64
ferry_sim_memory_get_needed (FerrySimDatabase *database,
                             const char       *vm)
{
  const char *target = "memory_dynamic_min";

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), 0);

  if (ferry_sim_memory_get_domain_type (database, vm) == FERRY_SIM_DOMAIN_TYPE_PV_IN_PVH)
    target = "memory_static_max";

  return to_mib (ferry_sim_database_get_int (database, "VM", vm, target)) * MIB
         + ferry_sim_memory_get_overhead (database, vm);
}

/**
 * ferry_sim_memory_get_planned:
 * @database: the pool's database
 * @vm: reference of a VM
 *
 * Returns: what HA reckons with for the VM, in bytes: all that it may ever have
 */
gint64
ferry_sim_memory_get_planned (FerrySimDatabase *database,
                              const char       *vm)
{
  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), 0);

  return to_mib (ferry_sim_database_get_int (database, "VM", vm, "memory_static_max")) * MIB
         + ferry_sim_memory_get_overhead (database, vm);
}

/**
 * ferry_sim_memory_get_capacity:
 * @database: the pool's database
 * @host: reference of a host
 *
 * Returns: the host's memory without the hypervisor's own part, in bytes
 */
gint64
ferry_sim_memory_get_capacity (FerrySimDatabase *database,
                               const char       *host)
{
  const char *metrics = ferry_sim_database_get_string (database, "host", host, "metrics");

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), 0);

  return ferry_sim_database_get_int (database, "host_metrics", metrics, "memory_total")
         - ferry_sim_database_get_int (database, "host", host, "memory_overhead");
}

static gint64
get_charge (FerrySimDatabase *database,
            const char       *vm)
{
  return ferry_sim_database_get_int (database, "VM", vm, "memory_dynamic_min")
         + ferry_sim_database_get_int (database, "VM", vm, "memory_overhead");
}

/**
 * ferry_sim_memory_get_free:
 * @database: the pool's database
 * @host: reference of a host
 * @ignored_vm: (nullable): a VM whose own reservation on @host does not count
 *
 * A VM on its way is charged to both hosts, and one that moves within its host twice.
 *
 * Returns: what the host can still give to VMs, in bytes, never negative
 */
gint64
ferry_sim_memory_get_free (FerrySimDatabase *database,
                           const char       *host,
                           const char       *ignored_vm)
{
  g_autoptr(GPtrArray) vms = NULL;
  gint64 free_bytes;
  GVariantIter iter;
  const char *resident;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), 0);

  free_bytes = ferry_sim_memory_get_capacity (database, host);
  g_variant_iter_init (&iter, ferry_sim_database_get (database, "host", host, "resident_VMs"));
  while (g_variant_iter_next (&iter, "&s", &resident))
    free_bytes -= get_charge (database, resident);

  vms = ferry_sim_database_list_refs (database, "VM");
  for (guint i = 0; i < vms->len; i++)
    {
      const char *vm = vms->pdata[i];
      const char *scheduled = ferry_sim_database_get_string (database, "VM", vm,
                                                             "scheduled_to_be_resident_on");

      if (g_str_equal (scheduled, host) && g_strcmp0 (vm, ignored_vm) != 0)
        free_bytes -= get_charge (database, vm);
    }

  return MAX (0, free_bytes);
}
