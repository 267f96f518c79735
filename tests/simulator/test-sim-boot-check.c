/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-ha.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-migration-network.h"
#include "simulator/ferry-sim-version.h"
#include "small-pool.h"

static FerrySimDatabase *
make_database (void)
{
  FerrySimDatabase *database = ferry_sim_database_new ();

  small_pool_fill (database);

  return database;
}

static const char *
host_metrics (FerrySimDatabase *database)
{
  return ferry_sim_database_get_string (database, "host", HOST_2, "metrics");
}

static void
leave (FerrySimDatabase *database)
{
}

static void
want_no_cpu (FerrySimDatabase *database)
{
  ferry_sim_database_set_int (database, "VM", VM, "VCPUs_max", 0);
}

static void
start_with_too_many (FerrySimDatabase *database)
{
  ferry_sim_database_set_int (database, "VM", VM, "VCPUs_at_startup", 3);
}

static void
mix_up_memory (FerrySimDatabase *database)
{
  ferry_sim_database_set_int (database, "VM", VM, "memory_dynamic_min", 3 * GIB);
}

static void
kill_host (FerrySimDatabase *database)
{
  ferry_sim_database_set_boolean (database, "host_metrics", host_metrics (database), "live", FALSE);
}

static void
be_control_domain (FerrySimDatabase *database)
{
  ferry_sim_database_set_boolean (database, "VM", VM, "is_control_domain", TRUE);
  ferry_sim_database_set_string (database, "VM", VM, "affinity", HOST_1);
}

static void
disable_host (FerrySimDatabase *database)
{
  ferry_sim_database_set_boolean (database, "host", HOST_2, "enabled", FALSE);
}

static void
want_newer_platform (FerrySimDatabase *database)
{
  ferry_sim_database_set_int (database, "VM", VM, "hardware_platform_version", 3);
}

static void
have_other_vendor (FerrySimDatabase *database)
{
  ferry_sim_database_set_key (database, "host", HOST_2, "cpu_info", "vendor", "AuthenticAMD");
}

static void
have_fewer_features (FerrySimDatabase *database)
{
  ferry_sim_database_set_key (database, "host", HOST_2, "cpu_info", "features_hvm", "0f00-00ff");
}

static void
be_halted_with_fewer_features (FerrySimDatabase *database)
{
  have_fewer_features (database);
  ferry_sim_database_set_string (database, "VM", VM, "power_state", "Halted");
}

static void
use_local_disk (FerrySimDatabase *database)
{
  small_pool_add_disk (database, VM, LOCAL, "Disk");
}

static void
hold_local_iso (FerrySimDatabase *database)
{
  small_pool_add_disk (database, VM, LOCAL, "CD");
}

static void
suspend_to_local (FerrySimDatabase *database)
{
  const char *vdi = ferry_sim_database_create_row (database, "VDI", NULL);

  ferry_sim_database_set_string (database, "VDI", vdi, "SR", LOCAL);
  ferry_sim_database_set_string (database, "VM", VM, "suspend_VDI", vdi);
}

static void
unplug_storage (FerrySimDatabase *database)
{
  ferry_sim_database_set_boolean (database, "PBD", HOST_2 "-pbd", "currently_attached", FALSE);
}

static const char *
add_network (FerrySimDatabase *database)
{
  const char *network = ferry_sim_database_create_row (database, "network", "OpaqueRef:other");
  const char *vif = ferry_sim_database_create_row (database, "VIF", NULL);

  ferry_sim_database_set_boolean (database, "network", network, "managed", TRUE);
  ferry_sim_database_set_string (database, "VIF", vif, "VM", VM);
  ferry_sim_database_set_string (database, "VIF", vif, "network", network);

  return network;
}

static void
use_network_of_one_host (FerrySimDatabase *database)
{
  const char *network = add_network (database);
  const char *pif = ferry_sim_database_create_row (database, "PIF", NULL);

  ferry_sim_database_set_string (database, "PIF", pif, "host", HOST_1);
  ferry_sim_database_set_string (database, "PIF", pif, "network", network);
}

static void
talk_inside_host (FerrySimDatabase *database)
{
  const char *network = add_network (database);
  const char *peer = small_pool_add_vm (database, "peer", HOST_1, GIB);
  const char *vif = ferry_sim_database_create_row (database, "VIF", NULL);

  ferry_sim_database_set_string (database, "VIF", vif, "VM", peer);
  ferry_sim_database_set_string (database, "VIF", vif, "network", network);
  ferry_sim_database_set_boolean (database, "VIF", vif, "currently_attached", TRUE);
}

static void
talk_over_shared_inside (FerrySimDatabase *database)
{
  talk_inside_host (database);
  ferry_sim_database_set_key (database, "network", "OpaqueRef:other", "other_config",
                              "assume_network_is_shared", "true");
}

static void
be_alone_inside_host (FerrySimDatabase *database)
{
  add_network (database);
}

static void
bond (FerrySimDatabase *database)
{
  const char *bond = ferry_sim_database_create_row (database, "Bond", NULL);

  ferry_sim_database_set_string (database, "PIF", HOST_2 "-pif", "bond_slave_of", bond);
}

static void
add_graphics (FerrySimDatabase *database)
{
  const char *vgpu = ferry_sim_database_create_row (database, "VGPU", NULL);

  ferry_sim_database_create_row (database, "GPU_group", "OpaqueRef:gpus");
  ferry_sim_database_create_row (database, "VGPU_type", "OpaqueRef:type");
  ferry_sim_database_set_string (database, "VGPU_type", "OpaqueRef:type", "implementation", "nvidia");
  ferry_sim_database_set_string (database, "VGPU", vgpu, "VM", VM);
  ferry_sim_database_set_string (database, "VGPU", vgpu, "GPU_group", "OpaqueRef:gpus");
  ferry_sim_database_set_string (database, "VGPU", vgpu, "type", "OpaqueRef:type");
}

static void
add_passed_through_graphics (FerrySimDatabase *database)
{
  add_graphics (database);
  ferry_sim_database_set_string (database, "VGPU_type", "OpaqueRef:type", "implementation",
                                 "passthrough");
}

static void
add_graphics_and_wrong_card (FerrySimDatabase *database)
{
  const char *card = ferry_sim_database_create_row (database, "PGPU", NULL);

  add_graphics (database);
  ferry_sim_database_set_string (database, "PGPU", card, "host", HOST_2);
  ferry_sim_database_set_string (database, "PGPU", card, "GPU_group", "OpaqueRef:gpus");
}

static void
add_usb (FerrySimDatabase *database)
{
  const char *group = ferry_sim_database_create_row (database, "USB_group", NULL);
  const char *device = ferry_sim_database_create_row (database, "PUSB", NULL);

  ferry_sim_database_create_row (database, "VUSB", "OpaqueRef:vusb");
  ferry_sim_database_set_string (database, "PUSB", device, "host", HOST_1);
  ferry_sim_database_set_string (database, "PUSB", device, "USB_group", group);
  ferry_sim_database_set_string (database, "VUSB", "OpaqueRef:vusb", "VM", VM);
  ferry_sim_database_set_string (database, "VUSB", "OpaqueRef:vusb", "USB_group", group);
}

static void
lack_hvm (FerrySimDatabase *database)
{
  const char *capability = "xen-3.0-x86_64";

  ferry_sim_database_set (database, "host", HOST_2, "capabilities",
                          g_variant_new_strv (&capability, 1));
}

static void
fill_host (FerrySimDatabase *database)
{
  small_pool_add_vm (database, "big", HOST_2, 62 * GIB);
}

static void
want_many_cpus (FerrySimDatabase *database)
{
  ferry_sim_database_set_int (database, "VM", VM, "VCPUs_max", 17);
}

static void
want_many_cpus_anyway (FerrySimDatabase *database)
{
  want_many_cpus (database);
  ferry_sim_database_set_key (database, "VM", VM, "platform", "vcpu-unrestricted", "true");
}

static const struct
{
  const char *what;
  void      (*change) (FerrySimDatabase *database);
  const char *expected;
} rows[] = {
  { "all-is-well", leave, "" },
  { "no-cpu", want_no_cpu, "INVALID_VALUE VCPUs_max 0" },
  { "too-many-at-start", start_with_too_many,
    "VALUE_NOT_SUPPORTED VCPUs_at_startup 3 value greater than VCPUs_max" },
  { "memory-settings", mix_up_memory, "MEMORY_CONSTRAINT_VIOLATION" },
  { "dead-host", kill_host, "HOST_NOT_LIVE" },
  { "control-domain", be_control_domain,
    "OPERATION_NOT_ALLOWED Cannot boot a control domain on a host different from its affinity" },
  { "disabled-host", disable_host, "HOST_DISABLED " HOST_2 },
  { "platform", want_newer_platform,
    "VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION " HOST_2 " [0; 1; 2] " VM " 3" },
  { "cpu-vendor", have_other_vendor,
    "VM_INCOMPATIBLE_WITH_THIS_HOST " VM " " HOST_2
    " VM last booted on a host which had a CPU from a different vendor." },
  { "cpu-features", have_fewer_features,
    "VM_INCOMPATIBLE_WITH_THIS_HOST " VM " " HOST_2
    " VM last booted on a CPU with features this host's CPU does not have." },
  { "cpu-features-halted", be_halted_with_fewer_features, "" },
  { "local-disk", use_local_disk, "VM_REQUIRES_SR " VM " " LOCAL },
  { "local-iso", hold_local_iso, "VM_REQUIRES_SR " VM " " LOCAL },
  { "local-suspend-image", suspend_to_local, "VM_REQUIRES_SR " VM " " LOCAL },
  { "unplugged-storage", unplug_storage, "VM_REQUIRES_SR " VM " " SHARED },
  { "network", use_network_of_one_host, "VM_REQUIRES_NETWORK " VM " OpaqueRef:other" },
  { "internal-network", talk_inside_host, "VM_REQUIRES_NETWORK " VM " OpaqueRef:other" },
  { "internal-network-said-to-be-shared", talk_over_shared_inside, "" },
  { "internal-network-without-company", be_alone_inside_host, "" },
  { "bond-slave", bond, "HOST_CANNOT_ATTACH_NETWORK " HOST_2 " " NETWORK },
  { "iommu", add_passed_through_graphics, "VM_REQUIRES_IOMMU " HOST_2 },
  { "no-graphics-card", add_graphics, "VM_REQUIRES_GPU " VM " OpaqueRef:gpus" },
  { "wrong-graphics-card", add_graphics_and_wrong_card,
    "VM_REQUIRES_VGPU " VM " OpaqueRef:gpus OpaqueRef:type" },
  { "usb", add_usb,
    "OPERATION_NOT_ALLOWED VUSB OpaqueRef:vusb is not available on host " HOST_2 },
  { "hvm", lack_hvm, "VM_HVM_REQUIRED " VM },
  /* 2048 + 20 MiB needed; 65536 - 1024 - 63488 - 20 MiB free. */
  { "memory", fill_host, "HOST_NOT_ENOUGH_FREE_MEMORY 2168455168 1052770304" },
  { "cpus", want_many_cpus, "HOST_NOT_ENOUGH_PCPUS 17 16" },
  { "cpus-anyway", want_many_cpus_anyway, "" },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr(FerrySimDatabase) database = make_database ();

  rows[row].change (database);
  small_pool_assert (ferry_sim_boot_check (database, VM, HOST_2, FERRY_SIM_BOOT_CHECK_ALL),
                     rows[row].expected);
}

/* All obstacles at once; each one goes when it was seen. */
static void
test_first_obstacle_counts (void)
{
  g_autoptr(FerrySimDatabase) database = make_database ();
  g_autoptr(FerrySimFailure) failure = NULL;

  fill_host (database);
  lack_hvm (database);
  use_network_of_one_host (database);
  use_local_disk (database);
  have_fewer_features (database);
  disable_host (database);
  kill_host (database);

  small_pool_assert (ferry_sim_boot_check (database, VM, HOST_2, FERRY_SIM_BOOT_CHECK_ALL),
                     "HOST_NOT_LIVE");
  ferry_sim_database_set_boolean (database, "host_metrics", host_metrics (database), "live", TRUE);
  small_pool_assert (ferry_sim_boot_check (database, VM, HOST_2, FERRY_SIM_BOOT_CHECK_ALL),
                     "HOST_DISABLED " HOST_2);
  ferry_sim_database_set_boolean (database, "host", HOST_2, "enabled", TRUE);
  failure = ferry_sim_boot_check (database, VM, HOST_2, FERRY_SIM_BOOT_CHECK_ALL);
  g_assert_true (ferry_sim_failure_is (failure, "VM_INCOMPATIBLE_WITH_THIS_HOST"));
  small_pool_assert (ferry_sim_boot_check (database, VM, HOST_2,
                                           FERRY_SIM_BOOT_CHECK_STORAGE | FERRY_SIM_BOOT_CHECK_MEMORY),
                     "VM_REQUIRES_SR " VM " " LOCAL);
  small_pool_assert (ferry_sim_boot_check (database, VM, HOST_2, FERRY_SIM_BOOT_CHECK_MEMORY),
                     "VM_REQUIRES_NETWORK " VM " OpaqueRef:other");
}

static void
test_unknown_host_is_not_live (void)
{
  g_autoptr(FerrySimDatabase) database = make_database ();

  small_pool_assert (ferry_sim_boot_check (database, VM, "OpaqueRef:nosuch", FERRY_SIM_BOOT_CHECK_ALL),
                     "HOST_NOT_LIVE");
}

/* Memory in MiB and the overhead that a real server gave the VM, in bytes. */
static void
test_overhead_is_the_recorded_one (void)
{
  static const struct
  {
    const char *type;
    gint64      memory;
    gint64      expected;
  } cases[] = {
    { "hvm", 2048, 20971520 },
    { "hvm", 3072, 29360128 },
    { "hvm", 4096, 37748736 },
    { "pv", 2048, 19922944 },
    { "hvm", 102400, 108217237504 - 102400 * MIB },
    { "hvm", 921600, 973921583104 - 921600 * MIB },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FerrySimDatabase) database = make_database ();

      ferry_sim_database_set_string (database, "VM", VM, "domain_type", cases[i].type);
      ferry_sim_database_set_int (database, "VM", VM, "memory_static_max", cases[i].memory * MIB);
      g_assert_cmpint (ferry_sim_memory_get_overhead (database, VM), ==, cases[i].expected);
    }
}

static void
test_vm_under_way_is_charged_to_both_hosts (void)
{
  g_autoptr(FerrySimDatabase) database = make_database ();
  gint64 empty = 63 * GIB;
  gint64 vm = 2 * GIB + 20 * MIB;

  g_assert_cmpint (ferry_sim_memory_get_free (database, HOST_1, NULL), ==, empty - vm);
  g_assert_cmpint (ferry_sim_memory_get_free (database, HOST_2, NULL), ==, empty);

  ferry_sim_database_set_string (database, "VM", VM, "scheduled_to_be_resident_on", HOST_2);
  g_assert_cmpint (ferry_sim_memory_get_free (database, HOST_1, NULL), ==, empty - vm);
  g_assert_cmpint (ferry_sim_memory_get_free (database, HOST_2, NULL), ==, empty - vm);
  g_assert_cmpint (ferry_sim_memory_get_free (database, HOST_2, VM), ==, empty);

  ferry_sim_database_set_string (database, "VM", VM, "scheduled_to_be_resident_on", HOST_1);
  g_assert_cmpint (ferry_sim_memory_get_free (database, HOST_1, NULL), ==, empty - 2 * vm);
}

static void
test_free_memory_is_never_negative (void)
{
  g_autoptr(FerrySimDatabase) database = make_database ();

  small_pool_add_vm (database, "big", HOST_2, 100 * GIB);
  g_assert_cmpint (ferry_sim_memory_get_free (database, HOST_2, NULL), ==, 0);
}

static void
test_pv_in_pvh_needs_all_its_memory (void)
{
  g_autoptr(FerrySimDatabase) database = make_database ();

  ferry_sim_database_set_string (database, "VM", VM, "domain_type", "pv_in_pvh");
  ferry_sim_database_set_int (database, "VM", VM, "memory_dynamic_min", GIB);
  ferry_sim_database_set_int (database, "VM", VM, "memory_static_min", GIB);

  /* 2048 of its own, 18 for tables, 2 for the domain, 23 + 2048 / 90 for the shim. */
  g_assert_cmpint (ferry_sim_memory_get_needed (database, VM), ==, (2048 + 18 + 2 + 23 + 22) * MIB);
}

static void
test_migration_network_must_reach_the_host (void)
{
  g_autoptr(FerrySimDatabase) database = make_database ();

  small_pool_assert (ferry_sim_migration_network_check (database, HOST_2, NETWORK), "");
  small_pool_assert (ferry_sim_migration_network_check (database, HOST_2, "OpaqueRef:nosuch"),
                     "PIF_NOT_PRESENT " HOST_2 " OpaqueRef:nosuch");
  ferry_sim_database_set_string (database, "PIF", HOST_2 "-pif", "IP", "");
  small_pool_assert (ferry_sim_migration_network_check (database, HOST_2, NETWORK),
                     "INTERFACE_HAS_NO_IP " HOST_2 "-pif");
  ferry_sim_database_set_boolean (database, "PIF", HOST_2 "-pif", "currently_attached", FALSE);
  small_pool_assert (ferry_sim_migration_network_check (database, HOST_2, NETWORK),
                     "REQUIRED_PIF_IS_UNPLUGGED " HOST_2 "-pif");
}

static void
test_upgrade_goes_one_way (void)
{
  g_autoptr(FerrySimDatabase) database = make_database ();

  ferry_sim_database_set_key (database, "host", HOST_1, "software_version", "platform_version",
                              "3.10.0");
  ferry_sim_database_set_key (database, "host", HOST_2, "software_version", "platform_version",
                              "3.4.0");
  small_pool_assert (ferry_sim_version_check_upgrade (database, HOST_1, HOST_2), "");

  ferry_sim_database_set_key (database, "pool", POOL, "other_config",
                              "rolling_upgrade_in_progress", "true");
  small_pool_assert (ferry_sim_version_check_upgrade (database, HOST_1, HOST_2),
                     "NOT_SUPPORTED_DURING_UPGRADE");
  small_pool_assert (ferry_sim_version_check_upgrade (database, HOST_2, HOST_1), "");
}

static void
protect (FerrySimDatabase *database,
         const char       *vm)
{
  ferry_sim_database_set_boolean (database, "VM", vm, "ha_always_run", TRUE);
  ferry_sim_database_set_string (database, "VM", vm, "ha_restart_priority", "restart");
}

static void
test_ha_plan_must_survive_a_move (void)
{
  g_autoptr(FerrySimDatabase) database = make_database ();
  const char *big_1 = small_pool_add_vm (database, "big-1", HOST_1, 40 * GIB);
  const char *big_2 = small_pool_add_vm (database, "big-2", HOST_2, 30 * GIB);

  protect (database, big_1);
  protect (database, big_2);
  ferry_sim_database_set_boolean (database, "pool", POOL, "ha_enabled", TRUE);
  ferry_sim_database_set_int (database, "pool", POOL, "ha_host_failures_to_tolerate", 1);

  g_assert_true (ferry_sim_ha_plan_exists (database, 1));
  g_assert_false (ferry_sim_ha_plan_exists (database, 2));
  g_assert_cmpuint (ferry_sim_ha_get_max_failures (database), ==, 1);

  /* With the small VM on the third host the two big ones still find room; with a big one not. */
  small_pool_assert (ferry_sim_ha_check_placement (database, VM, HOST_2), "");
  small_pool_add_vm (database, "other", HOST_1, 15 * GIB);
  small_pool_assert (ferry_sim_ha_check_placement (database, big_2, HOST_3), "");
  small_pool_assert (ferry_sim_ha_check_placement (database, "OpaqueRef:other", HOST_3), "");
  small_pool_add_vm (database, "third", HOST_1, 5 * GIB);
  ferry_sim_database_set_int (database, "host_metrics",
                              ferry_sim_database_get_string (database, "host", HOST_3, "metrics"),
                              "memory_total", 44 * GIB);
  g_assert_true (ferry_sim_ha_plan_exists (database, 1));
  small_pool_assert (ferry_sim_ha_check_placement (database, "OpaqueRef:third", HOST_3),
                     "HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN");

  ferry_sim_database_set_boolean (database, "pool", POOL, "ha_allow_overcommit", TRUE);
  small_pool_assert (ferry_sim_ha_check_placement (database, "OpaqueRef:third", HOST_3), "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sim-boot-check/says-the-obstacle/", rows[i].what, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/sim-boot-check/first-obstacle-counts", test_first_obstacle_counts);
  g_test_add_func ("/sim-boot-check/unknown-host-is-not-live", test_unknown_host_is_not_live);
  g_test_add_func ("/sim-memory/overhead-is-the-recorded-one", test_overhead_is_the_recorded_one);
  g_test_add_func ("/sim-memory/vm-under-way-is-charged-to-both-hosts",
                   test_vm_under_way_is_charged_to_both_hosts);
  g_test_add_func ("/sim-memory/free-memory-is-never-negative", test_free_memory_is_never_negative);
  g_test_add_func ("/sim-memory/pv-in-pvh-needs-all-its-memory", test_pv_in_pvh_needs_all_its_memory);
  g_test_add_func ("/sim-boot-check/migration-network-must-reach-the-host",
                   test_migration_network_must_reach_the_host);
  g_test_add_func ("/sim-boot-check/upgrade-goes-one-way", test_upgrade_goes_one_way);
  g_test_add_func ("/sim-ha/plan-must-survive-a-move", test_ha_plan_must_survive_a_move);

  return g_test_run ();
}
