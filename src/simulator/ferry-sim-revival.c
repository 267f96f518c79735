/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-revival"

#include "simulator/ferry-sim-revival.h"

#include <string.h>

#include "simulator/ferry-sim-builder.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-value.h"

/*
 * What a database read from a file lacks until its pool is alive again: what a server measures or
 * computes when it starts, and what releases newer than the file's added.
 *
 * Threads: the simulator's.
 */

/* A server that starts never finds one half-moved. */
static void
settle_vm (FerrySimDatabase *database,
           const char       *vm)
{
  const char *power_state = ferry_sim_database_get_string (database, "VM", vm, "power_state");
  gboolean is_live = g_str_equal (power_state, "Running") || g_str_equal (power_state, "Paused");
  gboolean has_host = ferry_sim_database_has_row (database, "host",
                                                  ferry_sim_database_get_string (database, "VM", vm, "resident_on"));

  ferry_sim_database_set_string (database, "VM", vm, "scheduled_to_be_resident_on",
                                 FERRY_SIM_NULL_REF);
  if (is_live == has_host)
    return;

  ferry_sim_database_set_string (database, "VM", vm, "resident_on", FERRY_SIM_NULL_REF);
  ferry_sim_database_set_int (database, "VM", vm, "domid", -1);
  if (is_live)
    ferry_sim_database_set_string (database, "VM", vm, "power_state", "Halted");
}

static gboolean
is_hvm (FerrySimDatabase *database,
        const char       *vm)
{
  return *ferry_sim_database_get_string (database, "VM", vm, "HVM_boot_policy") != '\0';
}

/* Priorities were numbers once. */
static void
modernise_vm (FerrySimDatabase *database,
              const char       *vm)
{
  const char *priority = ferry_sim_database_get_string (database, "VM", vm, "ha_restart_priority");

  if (*priority != '\0' && strspn (priority, "0123456789") == strlen (priority))
    {
      ferry_sim_database_set_int (database, "VM", vm, "order",
                                  g_ascii_strtoll (priority, NULL, 10));
      ferry_sim_database_set_string (database, "VM", vm, "ha_restart_priority", "restart");
    }

  if (g_str_equal (ferry_sim_database_get_string (database, "VM", vm, "domain_type"),
                   "unspecified"))
    ferry_sim_database_set_string (database, "VM", vm, "domain_type", is_hvm (database, vm) ? "hvm"
                                   : "pv");

  if (ferry_sim_database_get_int (database, "VM", vm, "memory_overhead") == 0)
    ferry_sim_database_set_int (database, "VM", vm, "memory_overhead",
                                ferry_sim_memory_get_overhead (database, vm));
}

/* The reference follows from the VM's, so that the same file makes the same pool. */
static char *
make_ref (const char *kind,
          const char *owner)
{
  g_autofree char *text = g_strconcat (kind, owner, NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return g_strdup_printf ("OpaqueRef:%.8s-%.4s-%.4s-%.4s-%.12s", digest, digest + 8, digest + 12,
                          digest + 16, digest + 20);
}

static const char *
ensure_metrics (FerrySimDatabase *database,
                const char       *table,
                const char       *owner,
                const char       *metrics_table)
{
  const char *metrics = ferry_sim_database_get_string (database, table, owner, "metrics");
  g_autofree char *ref = NULL;

  if (ferry_sim_database_has_row (database, metrics_table, metrics))
    return metrics;

  ref = make_ref (metrics_table, owner);
  if (!ferry_sim_database_has_row (database, metrics_table, ref))
    ferry_sim_database_create_row (database, metrics_table, ref);
  ferry_sim_database_set_string (database, metrics_table, ref, "uuid", ref + strlen ("OpaqueRef:"));
  ferry_sim_database_set_string (database, table, owner, "metrics", ref);

  return ferry_sim_database_get_string (database, table, owner, "metrics");
}

static void
measure_vm (FerrySimDatabase *database,
            const char       *vm)
{
  const char *metrics = ensure_metrics (database, "VM", vm, "VM_metrics");
  gboolean is_on = ferry_sim_database_has_row (database, "host",
                                               ferry_sim_database_get_string (database, "VM", vm, "resident_on"));

  if (!is_on)
    return;

  ferry_sim_database_set_int (database, "VM_metrics", metrics, "memory_actual",
                              ferry_sim_database_get_int (database, "VM", vm,
                                                          "memory_dynamic_max"));
  ferry_sim_database_set_int (database, "VM_metrics", metrics, "VCPUs_number",
                              ferry_sim_database_get_int (database, "VM", vm, "VCPUs_at_startup"));
  ferry_sim_database_set_boolean (database, "VM_metrics", metrics, "hvm", is_hvm (database, vm));
  ferry_sim_database_set_string (database, "VM_metrics", metrics, "current_domain_type",
                                 ferry_sim_database_get_string (database, "VM", vm, "domain_type"));
}

/* Enough for every VM of the pool on one host. */
static gint64
compute_ample_memory (FerrySimDatabase *database)
{
  g_autoptr(GPtrArray) vms = ferry_sim_database_list_refs (database, "VM");
  gint64 needed = FERRY_SIM_GIB;

  for (guint i = 0; i < vms->len; i++)
    {
      const char *vm = g_ptr_array_index (vms, i);
      gint64 memory = ferry_sim_database_get_int (database, "VM", vm, "memory_static_max");

      if (!ferry_sim_database_get_boolean (database, "VM", vm, "is_a_template"))
        needed += CLAMP (memory, 0, 4096 * FERRY_SIM_GIB) + 64 * FERRY_SIM_MIB;
    }

  return (needed + FERRY_SIM_GIB - 1) / FERRY_SIM_GIB * FERRY_SIM_GIB;
}

static void
measure_host (FerrySimDatabase *database,
              const char       *host)
{
  const char *metrics = ensure_metrics (database, "host", host, "host_metrics");

  ferry_sim_database_set_boolean (database, "host_metrics", metrics, "live", TRUE);
  if (ferry_sim_database_get_int (database, "host_metrics", metrics, "memory_total") <= 0)
    ferry_sim_database_set_int (database, "host_metrics", metrics, "memory_total",
                                compute_ample_memory (database));
}

/* Before there was cpu_info, every logical CPU was an object. */
static void
describe_cpus (FerrySimDatabase *database,
               const char       *host)
{
  g_autoptr(GVariant) set = g_variant_ref (ferry_sim_database_get (database, "host", host,
                                                                   "host_CPUs"));
  g_autofree const char **cpus = g_variant_get_strv (set, NULL);
  g_autofree char *count = g_strdup_printf ("%u", g_strv_length ((char **) cpus));
  g_autofree char *speed = NULL;

  if (cpus[0] == NULL || ferry_sim_database_get_key (database, "host", host, "cpu_info",
                                                     "cpu_count") != NULL)
    return;

  speed = g_strdup_printf ("%" G_GINT64_FORMAT ".000",
                           ferry_sim_database_get_int (database, "host_cpu", cpus[0], "speed"));
  ferry_sim_database_set (database, "host", host, "cpu_info",
                          ferry_sim_value_map ("cpu_count", count, "socket_count", "1", "speed",
                                               speed,
                                               "vendor", ferry_sim_database_get_string (database, "host_cpu", cpus[0], "vendor"),
                                               "modelname", ferry_sim_database_get_string (database, "host_cpu", cpus[0], "modelname"),
                                               "flags", ferry_sim_database_get_string (database, "host_cpu", cpus[0], "flags"),
                                               NULL));
}

/* One level was all there was once; it served for what is four now. */
static void
level_cpus (FerrySimDatabase *database,
            const char       *host)
{
  static const char *const levels[] = { "features_pv", "features_hvm", "features_pv_host",
                                        "features_hvm_host" };
  g_autofree char *features = g_strdup (ferry_sim_database_get_key (database, "host", host,
                                                                    "cpu_info", "features"));

  if (features == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (ferry_sim_database_get_key (database, "host", host, "cpu_info", levels[i]) == NULL)
      ferry_sim_database_set_key (database, "host", host, "cpu_info", levels[i], features);
}

static void
find_control_domain (FerrySimDatabase *database,
                     const char       *host)
{
  g_autoptr(GVariant) set = g_variant_ref (ferry_sim_database_get (database, "host", host,
                                                                   "resident_VMs"));
  g_autofree const char **vms = g_variant_get_strv (set, NULL);

  if (ferry_sim_database_has_row (database, "VM",
                                  ferry_sim_database_get_string (database, "host", host,
                                                                 "control_domain")))
    return;

  for (guint i = 0; vms[i] != NULL; i++)
    if (ferry_sim_database_get_boolean (database, "VM", vms[i], "is_control_domain"))
      ferry_sim_database_set_string (database, "host", host, "control_domain", vms[i]);
}

/* The simulator answers on loopback addresses: the coordinator on the first, members on others. */
static void
move_addresses (FerrySimDatabase *database,
                GPtrArray        *hosts)
{
  g_autoptr(GPtrArray) pools = ferry_sim_database_list_refs (database, "pool");
  const char *coordinator = ferry_sim_database_get_string (database, "pool",
                                                           g_ptr_array_index (pools, 0), "master");
  guint next = 2;

  for (guint i = 0; i < hosts->len; i++)
    {
      const char *host = g_ptr_array_index (hosts, i);
      guint number = g_str_equal (host, coordinator) ? 1 : next++;
      g_autofree char *address = g_strdup_printf ("127.0.%u.%u", number / 250 % 250, number % 250);

      ferry_sim_database_set_string (database, "host", host, "address", address);
    }
}

/**
 * ferry_sim_revival_wake:
 * @database: what was in the file, with one pool row whose coordinator exists
 *
 * Makes the pool live: hosts that answer and have memory, VMs with metrics where they were.
 */
void
ferry_sim_revival_wake (FerrySimDatabase *database)
{
  g_autoptr(GPtrArray) vms = ferry_sim_database_list_refs (database, "VM");
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");

  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  for (guint i = 0; i < vms->len; i++)
    {
      settle_vm (database, g_ptr_array_index (vms, i));
      modernise_vm (database, g_ptr_array_index (vms, i));
      measure_vm (database, g_ptr_array_index (vms, i));
    }

  for (guint i = 0; i < hosts->len; i++)
    {
      measure_host (database, g_ptr_array_index (hosts, i));
      describe_cpus (database, g_ptr_array_index (hosts, i));
      level_cpus (database, g_ptr_array_index (hosts, i));
      find_control_domain (database, g_ptr_array_index (hosts, i));
    }

  move_addresses (database, hosts);
}
