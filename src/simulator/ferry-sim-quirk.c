/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-quirk"

#include "simulator/ferry-sim-quirk.h"

#include "simulator/ferry-sim-guest.h"
#include "simulator/ferry-sim-value.h"

/*
 * What makes a VM special, written into the rows where a real pool has it.
 *
 * Threads: the simulator's.
 */

#define SNAPSHOT_TIME (G_GINT64_CONSTANT (1768035600))

static const char *
get_host (FerrySimBuilder *builder,
          const char      *vm)
{
  return ferry_sim_database_get_string (ferry_sim_builder_get_database (builder), "VM", vm,
                                        "resident_on");
}

static const char *
get_metrics (FerrySimBuilder *builder,
             const char      *vm)
{
  return ferry_sim_database_get_string (ferry_sim_builder_get_database (builder), "VM", vm,
                                        "metrics");
}

typedef void (*DiskFunc) (FerrySimBuilder *builder,
                          const char      *vdi);

static void
foreach_disk (FerrySimBuilder *builder,
              const char      *vm,
              DiskFunc         function)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  g_autoptr(GVariant) vbds = g_variant_ref (ferry_sim_database_get (database, "VM", vm, "VBDs"));
  g_autofree const char **refs = g_variant_get_strv (vbds, NULL);

  for (guint i = 0; refs[i] != NULL; i++)
    if (g_str_equal (ferry_sim_database_get_string (database, "VBD", refs[i], "type"), "Disk"))
      function (builder, ferry_sim_database_get_string (database, "VBD", refs[i], "VDI"));
}

static void
track_changes (FerrySimBuilder *builder,
               const char      *vdi)
{
  ferry_sim_database_set_boolean (ferry_sim_builder_get_database (builder), "VDI", vdi,
                                  "cbt_enabled", TRUE);
}

static void
apply_cbt (FerrySimBuilder *builder,
           const char      *vm)
{
  foreach_disk (builder, vm, track_changes);
}

/* The server looks at the field in one check and into sm_config in another. */
static void
reset_on_boot (FerrySimBuilder *builder,
               const char      *vdi)
{
  ferry_sim_builder_set (builder, "VDI", vdi,
                         "on_boot", g_variant_new_string ("reset"),
                         "allow_caching", g_variant_new_boolean (TRUE),
                         "sm_config", ferry_sim_value_map ("on_boot", "reset", "caching", "true",
                                                           NULL),
                         NULL);
}

static void
apply_reset_on_boot (FerrySimBuilder *builder,
                     const char      *vm)
{
  foreach_disk (builder, vm, reset_on_boot);
}

static void
apply_usb (FerrySimBuilder *builder,
           const char      *vm)
{
  const char *group = ferry_sim_builder_add_named (builder, "USB_group", "Group of 0529 0001 USBs",
                                                   "");
  const char *device = ferry_sim_builder_add (builder, "PUSB");
  const char *attachment = ferry_sim_builder_add (builder, "VUSB");

  ferry_sim_builder_set (builder, "PUSB", device,
                         "host", g_variant_new_string (get_host (builder, vm)),
                         "USB_group", g_variant_new_string (group),
                         "path", g_variant_new_string ("1-4"),
                         "vendor_id", g_variant_new_string ("0529"),
                         "vendor_desc", g_variant_new_string ("Example Licence Systems"),
                         "product_id", g_variant_new_string ("0001"),
                         "product_desc", g_variant_new_string ("Licence dongle"),
                         "version", g_variant_new_string ("2.00"),
                         "description", g_variant_new_string ("Example Licence Systems, Licence dongle"),
                         "passthrough_enabled", g_variant_new_boolean (TRUE),
                         "speed", g_variant_new_double (12),
                         NULL);
  ferry_sim_builder_set (builder, "VUSB", attachment,
                         "VM", g_variant_new_string (vm),
                         "USB_group", g_variant_new_string (group),
                         "currently_attached", g_variant_new_boolean (TRUE),
                         NULL);
}

static const char *
add_pci (FerrySimBuilder *builder,
         const char      *host,
         const char      *id,
         const char      *class_name,
         const char      *vendor,
         const char      *device,
         const char      *driver)
{
  const char *pci = ferry_sim_builder_add (builder, "PCI");

  ferry_sim_builder_set (builder, "PCI", pci,
                         "host", g_variant_new_string (host),
                         "pci_id", g_variant_new_string (id),
                         "class_name", g_variant_new_string (class_name),
                         "vendor_name", g_variant_new_string (vendor),
                         "device_name", g_variant_new_string (device),
                         "driver_name", g_variant_new_string (driver),
                         NULL);

  return pci;
}

static void
apply_pci (FerrySimBuilder *builder,
           const char      *vm)
{
  const char *pci = add_pci (builder, get_host (builder, vm), "0000:3b:00.0", "Network controller",
                             "Example Telecom", "ISDN primary rate interface", "pciback");

  ferry_sim_database_set (ferry_sim_builder_get_database (builder), "VM", vm, "attached_PCIs",
                          ferry_sim_value_set (pci, NULL));
  ferry_sim_database_set_key (ferry_sim_builder_get_database (builder), "VM", vm, "other_config",
                              "pci", "0/0000:3b:00.0");
}

static const char *
add_gpu_type (FerrySimBuilder *builder)
{
  const char *type = ferry_sim_builder_add (builder, "VGPU_type");

  ferry_sim_builder_set (builder, "VGPU_type", type,
                         "vendor_name", g_variant_new_string ("NVIDIA Corporation"),
                         "model_name", g_variant_new_string ("GRID T4-4Q"),
                         "framebuffer_size", g_variant_new_int64 (4 * FERRY_SIM_GIB),
                         "max_heads", g_variant_new_int64 (4),
                         "max_resolution_x", g_variant_new_int64 (7680),
                         "max_resolution_y", g_variant_new_int64 (4320),
                         "implementation", g_variant_new_string ("nvidia"),
                         "identifier", g_variant_new_string ("0001:nvidia,1eb8,,,231"),
                         NULL);

  return type;
}

static const char *
add_gpu (FerrySimBuilder *builder,
         const char      *host,
         const char      *group,
         const char      *type)
{
  const char *gpu = ferry_sim_builder_add (builder, "PGPU");
  const char *pci = add_pci (builder, host, "0000:af:00.0", "VGA compatible controller",
                             "NVIDIA Corporation", "TU104GL [Tesla T4]", "nvidia");

  ferry_sim_builder_set (builder, "PGPU", gpu,
                         "PCI", g_variant_new_string (pci),
                         "host", g_variant_new_string (host),
                         "GPU_group", g_variant_new_string (group),
                         "supported_VGPU_types", ferry_sim_value_set (type, NULL),
                         "enabled_VGPU_types", ferry_sim_value_set (type, NULL),
                         NULL);

  return gpu;
}

/* The host's GPU says nothing of NVIDIA's migration support, which is what keeps the VM there. */
static void
apply_gpu (FerrySimBuilder *builder,
           const char      *vm)
{
  const char *group = ferry_sim_builder_add_named (builder, "GPU_group",
                                                   "Group of NVIDIA Corporation TU104GL [Tesla T4] GPUs", "");
  const char *type = add_gpu_type (builder);
  const char *gpu = add_gpu (builder, get_host (builder, vm), group, type);
  const char *attachment = ferry_sim_builder_add (builder, "VGPU");

  ferry_sim_builder_set (builder, "GPU_group", group,
                         "GPU_types", ferry_sim_value_set ("10de/1eb8", NULL),
                         "supported_VGPU_types", ferry_sim_value_set (type, NULL),
                         "enabled_VGPU_types", ferry_sim_value_set (type, NULL),
                         NULL);
  ferry_sim_builder_set (builder, "VGPU", attachment,
                         "VM", g_variant_new_string (vm),
                         "GPU_group", g_variant_new_string (group),
                         "type", g_variant_new_string (type),
                         "resident_on", g_variant_new_string (gpu),
                         "device", g_variant_new_string ("0"),
                         "currently_attached", g_variant_new_boolean (TRUE),
                         NULL);
}

static void
apply_no_tools (FerrySimBuilder *builder,
                const char      *vm)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  g_autofree char *metrics = g_strdup (ferry_sim_database_get_string (database, "VM", vm, "guest_metrics"));

  ferry_sim_database_set_string (database, "VM", vm, "guest_metrics", FERRY_SIM_NULL_REF);
  ferry_sim_database_delete_row (database, "VM_guest_metrics", metrics);
}

static void
apply_no_migrate (FerrySimBuilder *builder,
                  const char      *vm)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);

  ferry_sim_database_set_key (database, "VM", vm, "platform", "nomigrate", "true");
  ferry_sim_database_set_boolean (database, "VM_metrics", get_metrics (builder, vm), "nomigrate",
                                  TRUE);
}

static void
apply_nested (FerrySimBuilder *builder,
              const char      *vm)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);

  ferry_sim_database_set_key (database, "VM", vm, "platform", "nested-virt", "true");
  ferry_sim_database_set_boolean (database, "VM_metrics", get_metrics (builder, vm), "nested_virt",
                                  TRUE);
}

static void
apply_blocked (FerrySimBuilder *builder,
               const char      *vm)
{
  const char *reason = "Locked by the finance department until the year is closed";

  ferry_sim_database_set (ferry_sim_builder_get_database (builder), "VM", vm, "blocked_operations",
                          ferry_sim_value_map ("pool_migrate", reason, "migrate_send", reason,
                                               NULL));
}

static void
apply_cannot_suspend (FerrySimBuilder *builder,
                      const char      *vm)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);

  ferry_sim_database_set_key (database, "VM_guest_metrics",
                              ferry_sim_database_get_string (database, "VM", vm, "guest_metrics"),
                              "other", "data-cant-suspend-reason", "A backup is being written to tape");
}

static void
apply_paused (FerrySimBuilder *builder,
              const char      *vm)
{
  ferry_sim_database_set_string (ferry_sim_builder_get_database (builder), "VM", vm, "power_state",
                                 "Paused");
}

static void
remove_consoles (FerrySimBuilder *builder,
                 const char      *vm)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  g_autoptr(GVariant) consoles = g_variant_ref (ferry_sim_database_get (database, "VM", vm, "consoles"));
  g_autofree const char **refs = g_variant_get_strv (consoles, NULL);

  for (guint i = 0; refs[i] != NULL; i++)
    ferry_sim_database_delete_row (database, "console", refs[i]);
}

static void
apply_suspended (FerrySimBuilder *builder,
                 const char      *vm)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  g_autoptr(GPtrArray) pools = ferry_sim_database_list_refs (database, "pool");
  const char *storage = ferry_sim_database_get_string (database, "pool",
                                                       g_ptr_array_index (pools, 0), "default_SR");
  gint64 memory = ferry_sim_database_get_int (database, "VM", vm, "memory_static_max");
  const char *image = ferry_sim_builder_add_named (builder, "VDI", "Suspend image", "");

  ferry_sim_builder_set (builder, "VDI", image,
                         "SR", g_variant_new_string (storage),
                         "type", g_variant_new_string ("suspend"),
                         "virtual_size", g_variant_new_int64 (memory + 20 * FERRY_SIM_MIB),
                         "physical_utilisation", g_variant_new_int64 (memory + 20 * FERRY_SIM_MIB),
                         "managed", g_variant_new_boolean (TRUE),
                         "on_boot", g_variant_new_string ("persist"),
                         NULL);
  ferry_sim_builder_set (builder, "VM", vm,
                         "power_state", g_variant_new_string ("Suspended"),
                         "resident_on", g_variant_new_string (FERRY_SIM_NULL_REF),
                         "domid", g_variant_new_int64 (-1),
                         "suspend_VDI", g_variant_new_string (image),
                         NULL);
  remove_consoles (builder, vm);
}

static void
apply_new_platform (FerrySimBuilder *builder,
                    const char      *vm)
{
  ferry_sim_builder_set (builder, "VM", vm,
                         "hardware_platform_version", g_variant_new_int64 (2),
                         "has_vendor_device", g_variant_new_boolean (TRUE),
                         NULL);
}

static void
apply_protected (FerrySimBuilder *builder,
                 const char      *vm)
{
  ferry_sim_builder_set (builder, "VM", vm,
                         "ha_restart_priority", g_variant_new_string ("restart"),
                         "ha_always_run", g_variant_new_boolean (TRUE),
                         NULL);
}

static void
apply_balloons (FerrySimBuilder *builder,
                const char      *vm)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);

  ferry_sim_database_set_int (database, "VM", vm, "memory_dynamic_min",
                              ferry_sim_database_get_int (database, "VM", vm,
                                                          "memory_dynamic_max") / 2);
}

static void
apply_snapshot (FerrySimBuilder *builder,
                const char      *vm)
{
  ferry_sim_guest_add_snapshot (builder, vm, "before the upgrade", SNAPSHOT_TIME);
}

/**
 * ferry_sim_quirk_apply:
 * @builder: the builder
 * @vm: a VM that has its disks and NICs, and runs where a quirk needs a host
 * @quirks: what is special about it
 *
 * Writes what makes the VM special.
 */
void
ferry_sim_quirk_apply (FerrySimBuilder *builder,
                       const char      *vm,
                       FerrySimQuirk    quirks)
{
  static const struct {
    FerrySimQuirk quirk;
    void        (*apply) (FerrySimBuilder *builder,
                          const char      *vm);
  } appliers[] = {
    { FERRY_SIM_QUIRK_CBT, apply_cbt },
    { FERRY_SIM_QUIRK_USB, apply_usb },
    { FERRY_SIM_QUIRK_PCI, apply_pci },
    { FERRY_SIM_QUIRK_GPU, apply_gpu },
    { FERRY_SIM_QUIRK_NO_TOOLS, apply_no_tools },
    { FERRY_SIM_QUIRK_RESET_ON_BOOT, apply_reset_on_boot },
    { FERRY_SIM_QUIRK_NO_MIGRATE, apply_no_migrate },
    { FERRY_SIM_QUIRK_NESTED, apply_nested },
    { FERRY_SIM_QUIRK_BLOCKED, apply_blocked },
    { FERRY_SIM_QUIRK_CANNOT_SUSPEND, apply_cannot_suspend },
    { FERRY_SIM_QUIRK_PAUSED, apply_paused },
    { FERRY_SIM_QUIRK_SUSPENDED, apply_suspended },
    { FERRY_SIM_QUIRK_NEW_PLATFORM, apply_new_platform },
    { FERRY_SIM_QUIRK_PROTECTED, apply_protected },
    { FERRY_SIM_QUIRK_BALLOONS, apply_balloons },
    { FERRY_SIM_QUIRK_SNAPSHOT, apply_snapshot },
  };

  g_return_if_fail (FERRY_IS_SIM_BUILDER (builder));
  g_return_if_fail (vm != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (appliers); i++)
    if (quirks & appliers[i].quirk)
      appliers[i].apply (builder, vm);
}
