/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the answers take: every VM of a selection against every host of a large pool. */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/ferry-inventory.h"
#include "engine/ferry-preflight.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"

#define GIB        ((guint64) 1 << 30)
#define N_HOSTS    64
#define N_STORAGES 8
#define N_NETWORKS 16
#define N_RUNS     7
#define CONNECTION "bench/connection"
#define POOL       "bench/pool/1"

#define BASE(its_key) { .key = its_key, .connection_key = CONNECTION, .name = its_key + 6 }

static void
put_connection (FerryInventory *inventory)
{
  ferry_inventory_put (inventory, ferry_connection_record_new (&(FerryConnectionRecord) {
    .base = BASE (CONNECTION), .state = FERRY_CONNECTION_CONNECTED, .can_migrate = TRUE,
  }));
  ferry_inventory_put (inventory, ferry_pool_record_new (&(FerryPoolRecord) {
    .base = BASE (POOL), .can_migrate_live = TRUE, .can_migrate_storage = TRUE,
  }));
}

static char *
name (const char *kind,
      guint       i)
{
  return g_strdup_printf ("bench/%s/0d1e7f4c-55a2-4f0e-9c64-%012u", kind, i);
}

/* Some hosts are disabled or small, so that rules have something to say. */
static void
put_host (FerryInventory *inventory,
          guint           i)
{
  g_autofree char *key = name ("host", i);

  ferry_inventory_put (inventory, ferry_host_record_new (&(FerryHostRecord) {
    .base = BASE (key), .pool_key = POOL, .is_enabled = i % 10 != 0, .is_live = TRUE,
    .memory_total_bytes = (i % 4 == 0 ? 100 : 512) * GIB, .memory_overhead_bytes = 8 * GIB,
    .n_cpus = 64, .cpu_vendor = "GenuineIntel", .has_hvm = TRUE,
    .cpu_features_hvm = i % 3 == 0
                        ? "1fcbfbff-effa3223-2c100800-00000121-00000001-001c0f9b"
                        : "1fcbfbff-fffa3223-2c100800-00000121-00000001-001c0fbb",
    .hypervisor_version = "4.17",
  }));
}

static void
put_storage (FerryInventory     *inventory,
             guint               i,
             const char * const *host_keys)
{
  g_autofree char *key = name ("storage", i);

  ferry_inventory_put (inventory, ferry_storage_record_new (&(FerryStorageRecord) {
    .base = BASE (key), .pool_key = POOL, .is_shared = TRUE, .host_keys = host_keys,
  }));
}

static void
put_network (FerryInventory *inventory,
             guint           i,
             char          **host_keys)
{
  g_autofree char *key = name ("network", i);
  g_autofree FerryNetworkPort *ports = g_new0 (FerryNetworkPort, N_HOSTS);

  for (guint h = 0; h < N_HOSTS; h++)
    memcpy (&ports[h], &(FerryNetworkPort) {
      .host_key = host_keys[h], .speed_mbps = 10000, .is_attached = TRUE, .is_management = i == 0,
    }, sizeof ports[h]);

  ferry_inventory_put (inventory, ferry_network_record_new (&(FerryNetworkRecord) {
    .base = BASE (key), .pool_key = POOL, .is_managed = TRUE, .ports = ports, .n_ports = N_HOSTS,
  }));
}

static void
put_vm (FerryInventory *inventory,
        guint           i,
        char          **host_keys)
{
  g_autofree char *key = name ("vm", i);
  g_autofree char *storage = name ("storage", i % N_STORAGES);
  g_autofree char *network = name ("network", i % N_NETWORKS);
  FerryVmDisk disks[2] = {
    { .id = "1", .disk_key = "bench/disk/1", .storage_key = storage },
    { .id = "2", .disk_key = "bench/disk/2", .storage_key = storage },
  };
  FerryVmNic nics[1] = { { .id = "1", .network_key = network } };

  ferry_inventory_put (inventory, ferry_vm_record_new (&(FerryVmRecord) {
    .base = BASE (key), .power_state = FERRY_POWER_STATE_RUNNING, .pool_key = POOL,
    .host_key = host_keys[i % N_HOSTS], .virtualisation = FERRY_VIRTUALISATION_HVM,
    .traits = i % 20 != 0 ? FERRY_VM_HAS_TOOLS : 0, .n_vcpus = 4, .shadow_multiplier = 1.0,
    .memory_static_max_bytes = 8 * GIB, .memory_dynamic_min_bytes = 8 * GIB,
    .memory_dynamic_max_bytes = 8 * GIB, .memory_actual_bytes = 8 * GIB,
    .cpu_vendor = "GenuineIntel",
    .cpu_features = "1fcbfbff-fffa3223-2c100800-00000121-00000001-001c0fbb",
    .may_migrate = TRUE, .disks = disks, .n_disks = 2, .nics = nics, .n_nics = 1,
  }));
}

static FerryInventory *
build (guint n_vms)
{
  FerryInventory *inventory = ferry_inventory_new ();
  char *host_keys[N_HOSTS + 1] = { NULL };

  put_connection (inventory);
  for (guint i = 0; i < N_HOSTS; i++)
    {
      host_keys[i] = name ("host", i);
      put_host (inventory, i);
    }
  for (guint i = 0; i < N_STORAGES; i++)
    put_storage (inventory, i, (const char * const *) host_keys);
  for (guint i = 0; i < N_NETWORKS; i++)
    put_network (inventory, i, host_keys);
  for (guint i = 0; i < n_vms; i++)
    put_vm (inventory, i, host_keys);
  for (guint i = 0; i < N_HOSTS; i++)
    g_free (host_keys[i]);

  return inventory;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static void
measure (FerryInventory *inventory,
         guint           n_vms)
{
  g_auto(GStrv) vm_keys = g_new0 (char *, n_vms + 1);
  gint64 times[N_RUNS];
  gint64 cpu_times[N_RUNS];
  guint n_findings = 0;

  for (guint i = 0; i < n_vms; i++)
    vm_keys[i] = name ("vm", i);

  for (guint run = 0; run < N_RUNS; run++)
    {
      gint64 start = g_get_monotonic_time ();
      clock_t cpu_start = clock ();
      g_autoptr(GPtrArray) verdicts = ferry_preflight_check (inventory,
                                                             (const char * const *) vm_keys, NULL);

      times[run] = g_get_monotonic_time () - start;
      cpu_times[run] = (gint64) (clock () - cpu_start) * G_USEC_PER_SEC / CLOCKS_PER_SEC;
      n_findings = 0;
      for (guint i = 0; i < verdicts->len; i++)
        n_findings += ((FerryVerdict *) g_ptr_array_index (verdicts, i))->findings->len;
    }

  qsort (times, N_RUNS, sizeof times[0], compare_times);
  qsort (cpu_times, N_RUNS, sizeof cpu_times[0], compare_times);
  g_print ("%5u VMs x %u hosts: median %7.2f ms (CPU %7.2f), %5.2f us an answer, %u findings\n",
           n_vms, N_HOSTS, times[N_RUNS / 2] / 1000.0, cpu_times[N_RUNS / 2] / 1000.0,
           (double) times[N_RUNS / 2] / n_vms / N_HOSTS, n_findings);
}

int
main (void)
{
  g_autoptr(FerryInventory) inventory = build (5000);

  measure (inventory, 1);
  measure (inventory, 20);
  measure (inventory, 200);
  measure (inventory, 1000);

  return 0;
}
