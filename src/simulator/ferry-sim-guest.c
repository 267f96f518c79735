/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-guest"

#include "simulator/ferry-sim-guest.h"

#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-value.h"

/*
 * VMs as a pool's database describes them, with everything that belongs to one: metrics, what the
 * guest's agent tells, disks, drives, NICs, console, snapshots.
 *
 * Threads: the simulator's.
 */

#define START_TIME (G_GINT64_CONSTANT (1767229200)) /* an hour after the hosts */

typedef struct {
  const char *template_name;
  const char *os_name;
  const char *uname;
  const char *distro;
  const char *major;
  const char *minor;
  const char *firmware;
  gboolean    is_windows;
} System;

static const System systems[FERRY_SIM_N_SYSTEMS] = {
  [FERRY_SIM_SYSTEM_DEBIAN_12] = { "Debian Bookworm 12", "Debian GNU/Linux 12 (bookworm)",
                                   "6.1.0-28-amd64",
                                   "debian", "12", "9", "uefi", FALSE },
  [FERRY_SIM_SYSTEM_DEBIAN_11] = { "Debian Bullseye 11", "Debian GNU/Linux 11 (bullseye)",
                                   "5.10.0-33-amd64",
                                   "debian", "11", "11", "bios", FALSE },
  [FERRY_SIM_SYSTEM_UBUNTU_22] = { "Ubuntu Jammy Jellyfish 22.04", "Ubuntu 22.04.5 LTS",
                                   "5.15.0-130-generic",
                                   "ubuntu", "22", "04", "uefi", FALSE },
  [FERRY_SIM_SYSTEM_ROCKY_9] = { "Rocky Linux 9", "Rocky Linux 9.5 (Blue Onyx)",
                                 "5.14.0-503.el9.x86_64",
                                 "rocky", "9", "5", "uefi", FALSE },
  [FERRY_SIM_SYSTEM_WINDOWS_2022] = { "Windows Server 2022 (64-bit)",
                                      "Microsoft Windows Server 2022 Standard", "",
                                      "windows", "10", "0", "uefi", TRUE },
  [FERRY_SIM_SYSTEM_WINDOWS_2019] = { "Windows Server 2019 (64-bit)",
                                      "Microsoft Windows Server 2019 Standard", "",
                                      "windows", "10", "0", "bios", TRUE },
  [FERRY_SIM_SYSTEM_WINDOWS_10] = { "Windows 10 (64-bit)", "Microsoft Windows 10 Pro", "",
                                    "windows", "10", "0", "bios", TRUE },
  [FERRY_SIM_SYSTEM_FREEBSD_14] = { "Other install media", "FreeBSD 14.1-RELEASE", "14.1-RELEASE",
                                    "freebsd", "14", "1", "bios", FALSE },
};

/* What all guests of a system have in common: a large pool would hold fifty thousand copies. */
typedef struct {
  GVariant *platform;
  GVariant *boot_params;
  GVariant *os_version;
  GVariant *drivers;
  GVariant *abilities;
  GVariant *start_time;
} Common;

static void
common_free (gpointer data)
{
  Common *common = data;

  for (guint i = 0; i < FERRY_SIM_N_SYSTEMS; i++)
    {
      g_variant_unref (common[i].platform);
      g_variant_unref (common[i].boot_params);
      g_variant_unref (common[i].os_version);
      g_variant_unref (common[i].drivers);
      g_variant_unref (common[i].abilities);
      g_variant_unref (common[i].start_time);
    }

  g_free (common);
}

static GVariant *
make_platform (const System *system)
{
  return ferry_sim_value_map ("device-model", "qemu-upstream-compat", "nx", "true", "acpi", "1",
                              "apic", "true",
                              "pae", "true", "hpet", "true", "vga", "std", "videoram", "8",
                              "viridian", system->is_windows ? "true" : "false",
                              "secureboot", "false", NULL);
}

static void
common_init (Common       *common,
             const System *system)
{
  common->platform = g_variant_ref_sink (make_platform (system));
  common->boot_params = g_variant_ref_sink (ferry_sim_value_map ("order", "cdn", "firmware",
                                                                 system->firmware, NULL));
  common->os_version = g_variant_ref_sink (ferry_sim_value_map ("name", system->os_name, "uname",
                                                                system->uname,
                                                                "distro", system->distro, "major", system->major,
                                                                "minor", system->minor, NULL));
  common->drivers = g_variant_ref_sink (ferry_sim_value_map ("major", system->is_windows ? "9"
                                                             : "8", "minor", "4",
                                                             "micro", "0", "build", "1", NULL));
  common->abilities = g_variant_ref_sink (ferry_sim_value_map ("feature-suspend", "1",
                                                               "feature-shutdown", "1",
                                                               "feature-poweroff", "1", "feature-reboot", "1",
                                                               "feature-vcpu-hotplug", "1", "feature-balloon", "1", NULL));
  common->start_time = g_variant_ref_sink (ferry_sim_value_time (START_TIME));
}

static const Common *
get_common (FerrySimBuilder *builder,
            FerrySimSystem   system)
{
  Common *common = g_object_get_data (G_OBJECT (builder), "ferry-sim-guest-common");

  if (common == NULL)
    {
      common = g_new0 (Common, FERRY_SIM_N_SYSTEMS);
      for (guint i = 0; i < FERRY_SIM_N_SYSTEMS; i++)
        common_init (&common[i], &systems[i]);
      g_object_set_data_full (G_OBJECT (builder), "ferry-sim-guest-common", common, common_free);
    }

  return &common[system];
}

static const char *
add_metrics (FerrySimBuilder      *builder,
             const FerrySimVmSpec *spec)
{
  const char *metrics = ferry_sim_builder_add (builder, "VM_metrics");
  gint64 start = spec->host != NULL ? START_TIME + ferry_sim_builder_random (builder, 5000000) : 0;
  g_autoptr(GVariant) start_time = g_variant_ref_sink (ferry_sim_value_time (start));

  ferry_sim_builder_set (builder, "VM_metrics", metrics,
                         "memory_actual", g_variant_new_int64 (spec->host != NULL
                                                               ? spec->memory * FERRY_SIM_MIB : 0),
                         "VCPUs_number", g_variant_new_int64 (spec->n_vcpus),
                         "start_time", start_time,
                         "last_updated", start_time,
                         "hvm", g_variant_new_boolean (TRUE),
                         "current_domain_type", ferry_sim_builder_get_text (builder, "hvm"),
                         NULL);

  return metrics;
}

static const char *
add_guest_metrics (FerrySimBuilder      *builder,
                   const FerrySimVmSpec *spec)
{
  const Common *common = get_common (builder, spec->system);
  const char *metrics = ferry_sim_builder_add (builder, "VM_guest_metrics");

  ferry_sim_builder_set (builder, "VM_guest_metrics", metrics,
                         "os_version", common->os_version,
                         "PV_drivers_version", common->drivers,
                         "PV_drivers_up_to_date", g_variant_new_boolean (TRUE),
                         "PV_drivers_detected", g_variant_new_boolean (TRUE),
                         "networks", ferry_sim_value_map ("0/ip", spec->address, "0/ipv4/0",
                                                          spec->address, NULL),
                         "other", common->abilities,
                         "live", g_variant_new_boolean (TRUE),
                         "last_updated", common->start_time,
                         NULL);

  return metrics;
}

static void
set_size (FerrySimBuilder *builder,
          const char      *vm,
          gint64           memory,
          gint64           n_vcpus)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);

  ferry_sim_builder_set (builder, "VM", vm,
                         "memory_static_min", g_variant_new_int64 (MIN (memory, FERRY_SIM_GIB)),
                         "memory_dynamic_min", g_variant_new_int64 (memory),
                         "memory_dynamic_max", g_variant_new_int64 (memory),
                         "memory_static_max", g_variant_new_int64 (memory),
                         "memory_target", g_variant_new_int64 (memory),
                         "VCPUs_max", g_variant_new_int64 (n_vcpus),
                         "VCPUs_at_startup", g_variant_new_int64 (n_vcpus),
                         "domain_type", ferry_sim_builder_get_text (builder, "hvm"),
                         NULL);
  ferry_sim_database_set_int (database, "VM", vm, "memory_overhead",
                              ferry_sim_memory_get_overhead (database, vm));
}

static void
set_behaviour (FerrySimBuilder *builder,
               const char      *vm,
               FerrySimSystem   system)
{
  const Common *common = get_common (builder, system);
  g_autofree char *mac_seed = ferry_sim_builder_make_uuid (builder);

  ferry_sim_builder_set (builder, "VM", vm,
                         "user_version", g_variant_new_int64 (1),
                         "actions_after_softreboot", ferry_sim_builder_get_text (builder, "soft_reboot"),
                         "actions_after_shutdown", ferry_sim_builder_get_text (builder, "destroy"),
                         "actions_after_reboot", ferry_sim_builder_get_text (builder, "restart"),
                         "actions_after_crash", ferry_sim_builder_get_text (builder, "restart"),
                         "HVM_boot_policy", ferry_sim_builder_get_text (builder, "BIOS order"),
                         "HVM_boot_params", common->boot_params,
                         "platform", common->platform,
                         "other_config", ferry_sim_value_map ("mac_seed", mac_seed,
                                                              "base_template_name", systems[system].template_name, NULL),
                         NULL);
}

static void
set_running (FerrySimBuilder      *builder,
             const char           *vm,
             const FerrySimVmSpec *spec)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  const char *vendor = ferry_sim_database_get_key (database, "host", spec->host, "cpu_info",
                                                   "vendor");
  gint64 domid = ferry_sim_database_count_rows (database, "VM");
  const FerrySimVmLoad load = { spec->dirty_rate * FERRY_SIM_MIB,
                                spec->memory * FERRY_SIM_MIB / 16 };

  ferry_sim_builder_set (builder, "VM", vm,
                         "power_state", ferry_sim_builder_get_text (builder, "Running"),
                         "resident_on", g_variant_new_string (spec->host),
                         "domid", g_variant_new_int64 (domid),
                         "domarch", ferry_sim_builder_get_text (builder, "x64"),
                         "guest_metrics", g_variant_new_string (add_guest_metrics (builder, spec)),
                         "last_boot_CPU_flags", ferry_sim_value_map ("vendor", vendor, "features",
                                                                     spec->features, NULL),
                         NULL);
  ferry_sim_load_set_vm (ferry_sim_builder_get_load (builder), vm, &load);
}

static void
add_console (FerrySimBuilder *builder,
             const char      *vm,
             const char      *host)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  const char *console = ferry_sim_builder_add (builder, "console");
  g_autofree char *location = g_strdup_printf ("https://%s/console?ref=%s",
                                               ferry_sim_database_get_string (database, "host", host, "address"),
                                               console);

  ferry_sim_builder_set (builder, "console", console,
                         "VM", g_variant_new_string (vm),
                         "protocol", ferry_sim_builder_get_text (builder, "rfb"),
                         "location", g_variant_new_string (location),
                         NULL);
}

/**
 * ferry_sim_guest_add_vm:
 * @builder: a builder that has a pool
 * @spec: the VM
 *
 * Adds a VM that has neither disks nor NICs yet.
 *
 * Returns: (transfer none): its reference
 */
const char *
ferry_sim_guest_add_vm (FerrySimBuilder      *builder,
                        const FerrySimVmSpec *spec)
{
  const char *vm;

  g_return_val_if_fail (spec->system < FERRY_SIM_N_SYSTEMS, NULL);

  vm = ferry_sim_builder_add_named (builder, "VM", spec->name, spec->description);
  set_size (builder, vm, spec->memory * FERRY_SIM_MIB, spec->n_vcpus);
  set_behaviour (builder, vm, spec->system);
  ferry_sim_database_set_string (ferry_sim_builder_get_database (builder), "VM", vm, "metrics",
                                 add_metrics (builder, spec));
  ferry_sim_database_set_int (ferry_sim_builder_get_database (builder), "VM", vm, "domid", -1);

  if (spec->host != NULL)
    {
      set_running (builder, vm, spec);
      add_console (builder, vm, spec->host);
    }

  return vm;
}

static gboolean
is_running (FerrySimBuilder *builder,
            const char      *vm)
{
  return g_str_equal (ferry_sim_database_get_string (ferry_sim_builder_get_database (builder),
                                                     "VM", vm, "power_state"), "Running");
}

static const char *
add_vbd (FerrySimBuilder *builder,
         const char      *vm,
         const char      *vdi,
         gboolean         is_disk)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  guint number = g_variant_n_children (ferry_sim_database_get (database, "VM", vm, "VBDs"));
  gboolean is_attached = is_running (builder, vm) && (is_disk || vdi != NULL);
  g_autofree char *position = g_strdup_printf ("%u", number);
  g_autofree char *device = is_attached ? g_strdup_printf ("xvd%c", 'a' + number) : g_strdup ("");
  const char *vbd = ferry_sim_builder_add (builder, "VBD");

  ferry_sim_builder_set (builder, "VBD", vbd,
                         "VM", g_variant_new_string (vm),
                         "VDI", g_variant_new_string (vdi != NULL ? vdi : FERRY_SIM_NULL_REF),
                         "empty", g_variant_new_boolean (vdi == NULL),
                         "userdevice", g_variant_new_string (position),
                         "device", g_variant_new_string (device),
                         "bootable", g_variant_new_boolean (number == 0),
                         "mode", ferry_sim_builder_get_text (builder, is_disk ? "RW" : "RO"),
                         "type", ferry_sim_builder_get_text (builder, is_disk ? "Disk" : "CD"),
                         "unpluggable", g_variant_new_boolean (is_disk),
                         "currently_attached", g_variant_new_boolean (is_attached),
                         NULL);

  return vbd;
}

static void
occupy_storage (FerrySimBuilder *builder,
                const char      *storage,
                gint64           allocated,
                gint64           used)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);

  ferry_sim_database_set_int (database, "SR", storage, "virtual_allocation",
                              allocated + ferry_sim_database_get_int (database, "SR", storage, "virtual_allocation"));
  ferry_sim_database_set_int (database, "SR", storage, "physical_utilisation",
                              used + ferry_sim_database_get_int (database, "SR", storage,
                                                                 "physical_utilisation"));
}

static const char *
add_vdi (FerrySimBuilder *builder,
         const char      *name,
         const char      *storage,
         gint64           size)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  gboolean is_thick = g_str_has_prefix (ferry_sim_database_get_string (database, "SR", storage, "type"), "lvm");
  gint64 used = is_thick ? size : size / 100 * (20 + ferry_sim_builder_random (builder, 60));
  const char *vdi = ferry_sim_builder_add_named (builder, "VDI", name, "");

  ferry_sim_builder_set (builder, "VDI", vdi,
                         "SR", g_variant_new_string (storage),
                         "type", ferry_sim_builder_get_text (builder, "user"),
                         "virtual_size", g_variant_new_int64 (size),
                         "physical_utilisation", g_variant_new_int64 (used),
                         "managed", g_variant_new_boolean (TRUE),
                         "on_boot", ferry_sim_builder_get_text (builder, "persist"),
                         "location", g_variant_new_string (ferry_sim_database_get_string (database, "VDI", vdi, "uuid")),
                         NULL);
  occupy_storage (builder, storage, size, used);

  return vdi;
}

/**
 * ferry_sim_guest_add_disk:
 * @builder: the builder
 * @vm: a VM
 * @storage: where the disk is to lie
 * @size: in GiB
 *
 * Returns: (transfer none): the reference of the disk (VDI)
 */
const char *
ferry_sim_guest_add_disk (FerrySimBuilder *builder,
                          const char      *vm,
                          const char      *storage,
                          guint            size)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  guint number = g_variant_n_children (ferry_sim_database_get (database, "VM", vm, "VBDs"));
  g_autofree char *name = g_strdup_printf ("%s disk %u",
                                           ferry_sim_database_get_string (database, "VM", vm, "name_label"), number);
  const char *vdi = add_vdi (builder, name, storage, size * FERRY_SIM_GIB);

  ferry_sim_database_set_key (database, "VBD", add_vbd (builder, vm, vdi, TRUE), "other_config",
                              "owner", "");

  return vdi;
}

/**
 * ferry_sim_guest_add_drive:
 * @builder: the builder
 * @vm: a VM
 * @iso: (nullable): the image that is in it
 *
 * Returns: (transfer none): the reference of the CD drive (VBD)
 */
const char *
ferry_sim_guest_add_drive (FerrySimBuilder *builder,
                           const char      *vm,
                           const char      *iso)
{
  return add_vbd (builder, vm, iso, FALSE);
}

/**
 * ferry_sim_guest_add_nic:
 * @builder: the builder
 * @vm: a VM
 * @network: what it is connected to
 *
 * Returns: (transfer none): the reference of the NIC (VIF)
 */
const char *
ferry_sim_guest_add_nic (FerrySimBuilder *builder,
                         const char      *vm,
                         const char      *network)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  g_autofree char *device = g_strdup_printf ("%u",
                                             (guint) g_variant_n_children (ferry_sim_database_get (database, "VM", vm, "VIFs")));
  g_autofree char *mac = ferry_sim_builder_make_mac (builder);
  const char *nic = ferry_sim_builder_add (builder, "VIF");

  ferry_sim_builder_set (builder, "VIF", nic,
                         "VM", g_variant_new_string (vm),
                         "network", g_variant_new_string (network),
                         "device", g_variant_new_string (device),
                         "MAC", g_variant_new_string (mac),
                         "MAC_autogenerated", g_variant_new_boolean (TRUE),
                         "MTU", g_variant_new_int64 (1500),
                         "locking_mode", ferry_sim_builder_get_text (builder, "network_default"),
                         "currently_attached", g_variant_new_boolean (is_running (builder, vm)),
                         NULL);

  return nic;
}

/**
 * ferry_sim_guest_add_template:
 * @builder: the builder
 * @system: what it is a template for
 *
 * Returns: (transfer none): the reference of a template that came with the product
 */
const char *
ferry_sim_guest_add_template (FerrySimBuilder *builder,
                              FerrySimSystem   system)
{
  const char *template;

  g_return_val_if_fail (system < FERRY_SIM_N_SYSTEMS, NULL);

  template = ferry_sim_builder_add_named (builder, "VM", systems[system].template_name,
                                          "A template that came with the product");
  set_size (builder, template, 2 * FERRY_SIM_GIB, 2);
  set_behaviour (builder, template, system);
  ferry_sim_builder_set (builder, "VM", template,
                         "is_a_template", g_variant_new_boolean (TRUE),
                         "is_default_template", g_variant_new_boolean (TRUE),
                         "domid", g_variant_new_int64 (-1),
                         NULL);

  return template;
}

static void
snapshot_disk (FerrySimBuilder *builder,
               const char      *snapshot,
               const char      *vbd,
               gint64           unix_time)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  const char *disk = ferry_sim_database_get_string (database, "VBD", vbd, "VDI");
  const char *copy;

  if (!g_str_equal (ferry_sim_database_get_string (database, "VBD", vbd, "type"), "Disk"))
    return;

  copy = add_vdi (builder, ferry_sim_database_get_string (database, "VDI", disk, "name_label"),
                  ferry_sim_database_get_string (database, "VDI", disk, "SR"),
                  ferry_sim_database_get_int (database, "VDI", disk, "virtual_size"));
  ferry_sim_builder_set (builder, "VDI", copy,
                         "is_a_snapshot", g_variant_new_boolean (TRUE),
                         "snapshot_of", g_variant_new_string (disk),
                         "snapshot_time", ferry_sim_value_time (unix_time),
                         NULL);
  add_vbd (builder, snapshot, copy, TRUE);
}

/**
 * ferry_sim_guest_add_snapshot:
 * @builder: the builder
 * @vm: a VM with its disks and NICs
 * @name: the snapshot's name
 * @unix_time: when it was made, in seconds since 1970
 *
 * Returns: (transfer none): the snapshot's reference
 */
const char *
ferry_sim_guest_add_snapshot (FerrySimBuilder *builder,
                              const char      *vm,
                              const char      *name,
                              gint64           unix_time)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  g_autoptr(GVariant) vbds = g_variant_ref (ferry_sim_database_get (database, "VM", vm, "VBDs"));
  g_autoptr(GVariant) vifs = g_variant_ref (ferry_sim_database_get (database, "VM", vm, "VIFs"));
  const char *snapshot = ferry_sim_builder_add_named (builder, "VM", name, "");

  set_size (builder, snapshot, ferry_sim_database_get_int (database, "VM", vm, "memory_static_max"),
            ferry_sim_database_get_int (database, "VM", vm, "VCPUs_max"));
  ferry_sim_builder_set (builder, "VM", snapshot,
                         "is_a_template", g_variant_new_boolean (TRUE),
                         "is_a_snapshot", g_variant_new_boolean (TRUE),
                         "snapshot_of", g_variant_new_string (vm),
                         "snapshot_time", ferry_sim_value_time (unix_time),
                         "platform", ferry_sim_database_get (database, "VM", vm, "platform"),
                         "HVM_boot_policy", ferry_sim_database_get (database, "VM", vm,
                                                                    "HVM_boot_policy"),
                         "HVM_boot_params", ferry_sim_database_get (database, "VM", vm,
                                                                    "HVM_boot_params"),
                         "snapshot_info", ferry_sim_value_map ("power-state-at-snapshot", "Running",
                                                               "disk-snapshot-type", "crash_consistent", NULL),
                         "domid", g_variant_new_int64 (-1),
                         NULL);
  ferry_sim_database_set_string (database, "VM", vm, "parent", snapshot);

  for (gsize i = 0; i < g_variant_n_children (vbds); i++)
    {
      g_autoptr(GVariant) vbd = g_variant_get_child_value (vbds, i);

      snapshot_disk (builder, snapshot, g_variant_get_string (vbd, NULL), unix_time);
    }

  for (gsize i = 0; i < g_variant_n_children (vifs); i++)
    {
      g_autoptr(GVariant) vif = g_variant_get_child_value (vifs, i);

      ferry_sim_guest_add_nic (builder, snapshot,
                               ferry_sim_database_get_string (database, "VIF",
                                                              g_variant_get_string (vif, NULL), "network"));
    }

  return snapshot;
}
