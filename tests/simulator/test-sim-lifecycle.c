/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "simulator/ferry-sim-lifecycle.h"
#include "simulator/ferry-sim-operations.h"
#include "small-pool.h"

static FerrySimDatabase *
make_database (void)
{
  FerrySimDatabase *database = ferry_sim_database_new ();

  small_pool_fill (database);

  return database;
}

static const char *
guest_of (FerrySimDatabase *database)
{
  return ferry_sim_database_get_string (database, "VM", VM, "guest_metrics");
}

static void
lose_tools (FerrySimDatabase *database)
{
  ferry_sim_database_set_key (database, "VM_guest_metrics", guest_of (database),
                              "PV_drivers_version", "major", NULL);
}

static void
block (FerrySimDatabase *database)
{
  ferry_sim_database_set_key (database, "VM", VM, "blocked_operations", "pool_migrate", "locked");
}

static void
halt (FerrySimDatabase *database)
{
  ferry_sim_database_set_string (database, "VM", VM, "power_state", "Halted");
}

static void
pause_vm (FerrySimDatabase *database)
{
  ferry_sim_database_set_string (database, "VM", VM, "power_state", "Paused");
}

static void
be_busy (FerrySimDatabase *database)
{
  ferry_sim_database_set_key (database, "VM", VM, "current_operations", "OpaqueRef:task", "snapshot");
}

static void
be_template (FerrySimDatabase *database)
{
  ferry_sim_database_set_boolean (database, "VM", VM, "is_a_template", TRUE);
}

static void
be_snapshot (FerrySimDatabase *database)
{
  be_template (database);
  ferry_sim_database_set_boolean (database, "VM", VM, "is_a_snapshot", TRUE);
}

static void
be_immobile (FerrySimDatabase *database)
{
  ferry_sim_database_set_boolean (database, "VM_metrics",
                                  ferry_sim_database_get_string (database, "VM", VM, "metrics"),
                                  "nomigrate", TRUE);
}

static void
be_immobile_at_next_boot (FerrySimDatabase *database)
{
  ferry_sim_database_set_key (database, "VM", VM, "platform", "nomigrate", "true");
}

static void
be_immobile_without_metrics (FerrySimDatabase *database)
{
  be_immobile_at_next_boot (database);
  ferry_sim_database_set_string (database, "VM", VM, "metrics", FERRY_SIM_NULL_REF);
}

static void
be_control_domain (FerrySimDatabase *database)
{
  ferry_sim_database_set_boolean (database, "VM", VM, "is_control_domain", TRUE);
}

static void
veto (FerrySimDatabase *database)
{
  ferry_sim_database_set_key (database, "VM_guest_metrics", guest_of (database), "other",
                              "data-cant-suspend-reason", "busy driver");
}

static void
lose_tools_but_suspend (FerrySimDatabase *database)
{
  lose_tools (database);
  ferry_sim_database_set_key (database, "VM_guest_metrics", guest_of (database), "other",
                              "feature-suspend", "1");
}

static void
cache_reset_disk (FerrySimDatabase *database)
{
  const char *vdi = ferry_sim_database_create_row (database, "VDI", NULL);
  const char *vbd = small_pool_add_disk (database, VM, SHARED, "Disk");

  ferry_sim_database_set_key (database, "VDI", vdi, "sm_config", "on_boot", "reset");
  ferry_sim_database_set_key (database, "VDI", vdi, "sm_config", "caching", "true");
  ferry_sim_database_set_string (database, "VBD", vbd, "VDI", vdi);
}

static void
pass_pci_through (FerrySimDatabase *database)
{
  const char *pci = ferry_sim_database_create_row (database, "PCI", NULL);

  ferry_sim_database_set (database, "VM", VM, "attached_PCIs", g_variant_new_strv (&pci, 1));
}

static void
add_vgpu (FerrySimDatabase *database)
{
  const char *vgpu = ferry_sim_database_create_row (database, "VGPU", NULL);

  ferry_sim_database_set_string (database, "VGPU", vgpu, "VM", VM);
}

static void
add_mobile_vgpu (FerrySimDatabase *database)
{
  const char *vgpu = ferry_sim_database_create_row (database, "VGPU", NULL);
  const char *type = ferry_sim_database_create_row (database, "VGPU_type", NULL);
  const char *card = ferry_sim_database_create_row (database, "PGPU", NULL);

  ferry_sim_database_set_string (database, "VGPU_type", type, "implementation", "nvidia");
  ferry_sim_database_set_key (database, "PGPU", card, "compatibility_metadata", "nvidia", "blob");
  ferry_sim_database_set_string (database, "VGPU", vgpu, "type", type);
  ferry_sim_database_set_string (database, "VGPU", vgpu, "resident_on", card);
  ferry_sim_database_set_string (database, "VGPU", vgpu, "VM", VM);
}

static void
add_usb (FerrySimDatabase *database)
{
  const char *vusb = ferry_sim_database_create_row (database, "VUSB", NULL);

  ferry_sim_database_set_string (database, "VUSB", vusb, "VM", VM);
}

static void
upgrade (FerrySimDatabase *database)
{
  ferry_sim_database_set_key (database, "pool", POOL, "other_config",
                              "rolling_upgrade_in_progress", "true");
}

static void
leave (FerrySimDatabase *database)
{
}

static const struct
{
  const char          *what;
  void               (*change) (FerrySimDatabase *database);
  FerrySimVmOperation  operation;
  gboolean             force;
  const char          *expected;
} rows[] = {
  { "all-is-well", leave, FERRY_SIM_VM_POOL_MIGRATE, FALSE, "" },
  { "blocked", block, FERRY_SIM_VM_POOL_MIGRATE, TRUE, "OPERATION_BLOCKED " VM " locked" },
  { "halted", halt, FERRY_SIM_VM_POOL_MIGRATE, FALSE, "VM_BAD_POWER_STATE " VM " running halted" },
  { "paused-send", pause_vm, FERRY_SIM_VM_MIGRATE_SEND, FALSE,
    "VM_BAD_POWER_STATE " VM " halted, suspended, running paused" },
  { "running-start", leave, FERRY_SIM_VM_START, FALSE, "VM_BAD_POWER_STATE " VM " halted running" },
  { "halted-shutdown", halt, FERRY_SIM_VM_HARD_SHUTDOWN, FALSE,
    "VM_BAD_POWER_STATE " VM " paused, suspended, running halted" },
  { "running-destroy", leave, FERRY_SIM_VM_DESTROY, FALSE,
    "VM_BAD_POWER_STATE " VM " halted, suspended running" },
  { "busy", be_busy, FERRY_SIM_VM_POOL_MIGRATE, FALSE,
    "OTHER_OPERATION_IN_PROGRESS VM.snapshot " VM },
  { "busy-overlaps", be_busy, FERRY_SIM_VM_CHECKPOINT, FALSE, "" },
  { "busy-hard-shutdown", be_busy, FERRY_SIM_VM_HARD_SHUTDOWN, FALSE, "" },
  { "template", be_template, FERRY_SIM_VM_POOL_MIGRATE, FALSE, "VM_IS_TEMPLATE " VM " pool_migrate" },
  { "snapshot", be_snapshot, FERRY_SIM_VM_MIGRATE_SEND, FALSE, "VM_IS_SNAPSHOT " VM " migrate_send" },
  { "immobile", be_immobile, FERRY_SIM_VM_POOL_MIGRATE, FALSE, "VM_IS_IMMOBILE " VM },
  { "immobile-by-force", be_immobile, FERRY_SIM_VM_POOL_MIGRATE, TRUE, "" },
  { "immobile-at-next-boot", be_immobile_at_next_boot, FERRY_SIM_VM_POOL_MIGRATE, FALSE, "" },
  { "immobile-without-metrics", be_immobile_without_metrics, FERRY_SIM_VM_POOL_MIGRATE, FALSE,
    "VM_IS_IMMOBILE " VM },
  { "control-domain", be_control_domain, FERRY_SIM_VM_POOL_MIGRATE, FALSE,
    "OPERATION_NOT_ALLOWED This operation is not allowed on a control domain" },
  { "veto", veto, FERRY_SIM_VM_POOL_MIGRATE, TRUE, "VM_NON_SUSPENDABLE " VM " busy driver" },
  { "no-tools", lose_tools, FERRY_SIM_VM_POOL_MIGRATE, FALSE, "VM_LACKS_FEATURE " VM },
  { "no-tools-by-force", lose_tools, FERRY_SIM_VM_POOL_MIGRATE, TRUE, "" },
  { "no-tools-but-suspend", lose_tools_but_suspend, FERRY_SIM_VM_POOL_MIGRATE, FALSE, "" },
  { "reset-disk", cache_reset_disk, FERRY_SIM_VM_POOL_MIGRATE, FALSE,
    "VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION" },
  { "pci", pass_pci_through, FERRY_SIM_VM_POOL_MIGRATE, TRUE, "VM_HAS_PCI_ATTACHED " VM },
  { "vgpu", add_vgpu, FERRY_SIM_VM_POOL_MIGRATE, FALSE, "VM_HAS_VGPU " VM },
  { "mobile-vgpu", add_mobile_vgpu, FERRY_SIM_VM_POOL_MIGRATE, FALSE, "" },
  { "usb", add_usb, FERRY_SIM_VM_POOL_MIGRATE, FALSE, "VM_HAS_VUSBS " VM },
  { "upgrade-migrate", upgrade, FERRY_SIM_VM_POOL_MIGRATE, FALSE, "" },
  { "upgrade-snapshot", upgrade, FERRY_SIM_VM_SNAPSHOT, FALSE, "NOT_SUPPORTED_DURING_UPGRADE" },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr(FerrySimDatabase) database = make_database ();

  rows[row].change (database);
  small_pool_assert (ferry_sim_lifecycle_check (database, VM, rows[row].operation, !rows[row].force),
                     rows[row].expected);
}

/* Each obstacle hides those that the server looks at later. */
static void
test_first_obstacle_counts (void)
{
  static const char * const order[] = {
    "OPERATION_BLOCKED", "OTHER_OPERATION_IN_PROGRESS", "VM_IS_TEMPLATE", "VM_IS_IMMOBILE",
    "VM_NON_SUSPENDABLE", "VM_LACKS_FEATURE", "VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION",
    "VM_HAS_PCI_ATTACHED", "VM_HAS_VGPU", "VM_HAS_VUSBS",
  };
  g_autoptr(FerrySimDatabase) database = make_database ();

  add_usb (database);
  for (int i = G_N_ELEMENTS (order) - 1; i >= 0; i--)
    {
      g_autoptr(FerrySimFailure) failure = NULL;

      failure = ferry_sim_lifecycle_check (database, VM, FERRY_SIM_VM_POOL_MIGRATE, TRUE);
      g_assert_nonnull (failure);
      g_assert_cmpstr (failure->code, ==, order[i]);

      if (i == 9)
        add_vgpu (database);
      else if (i == 8)
        pass_pci_through (database);
      else if (i == 7)
        cache_reset_disk (database);
      else if (i == 6)
        lose_tools (database);
      else if (i == 5)
        veto (database);
      else if (i == 4)
        be_immobile (database);
      else if (i == 3)
        be_template (database);
      else if (i == 2)
        be_busy (database);
      else if (i == 1)
        block (database);
    }
}

static char *
say_allowed (FerrySimDatabase *database,
             const char       *table,
             const char       *ref)
{
  g_autofree const char **names = NULL;

  names = g_variant_get_strv (ferry_sim_database_get (database, table, ref, "allowed_operations"),
                              NULL);

  return g_strjoinv (",", (char **) names);
}

static void
assert_allowed (FerrySimDatabase *database,
                const char       *table,
                const char       *ref,
                const char       *expected)
{
  g_autofree char *text = say_allowed (database, table, ref);

  g_assert_cmpstr (text, ==, expected);
}

/* The lists are those of a real server, in its order. */
static void
test_vm_lists_are_the_recorded_ones (void)
{
  static const struct
  {
    const char *state;
    const char *operation;
    const char *expected;
  } cases[] = {
    { "Running", NULL,
      "metadata_export,changing_VCPUs_live,changing_dynamic_range,migrate_send,pool_migrate,suspend,"
      "hard_reboot,hard_shutdown,clean_reboot,clean_shutdown,pause,checkpoint,snapshot" },
    { "Running", "pool_migrate", "hard_reboot,hard_shutdown" },
    { "Running", "migrate_send",
      "metadata_export,hard_reboot,hard_shutdown,clean_reboot,clean_shutdown" },
    { "Running", "snapshot", "hard_reboot,hard_shutdown,checkpoint,snapshot" },
    { "Halted", NULL,
      "create_vtpm,destroy,metadata_export,export,make_into_template,changing_NVRAM,"
      "changing_shadow_memory,changing_static_range,changing_dynamic_range,migrate_send,start_on,"
      "start,copy,clone,snapshot" },
    { "Halted", "start", "" },
    { "Halted", "migrate_send", "metadata_export" },
    { "Paused", NULL, "metadata_export,hard_reboot,hard_shutdown,unpause,checkpoint,snapshot" },
    { "Suspended", NULL,
      "destroy,metadata_export,export,migrate_send,resume_on,resume,hard_shutdown,checkpoint,"
      "snapshot" },
    { "Suspended", "resume_on", "hard_shutdown" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FerrySimDatabase) database = make_database ();

      ferry_sim_database_set_string (database, "VM", VM, "power_state", cases[i].state);
      if (cases[i].operation != NULL)
        ferry_sim_database_set_key (database, "VM", VM, "current_operations", "OpaqueRef:t",
                                    cases[i].operation);
      ferry_sim_operations_update_vm (database, VM);
      assert_allowed (database, "VM", VM, cases[i].expected);
    }
}

static void
test_lists_of_other_kinds_are_the_recorded_ones (void)
{
  g_autoptr(FerrySimDatabase) database = make_database ();

  ferry_sim_database_set_string (database, "VM", VM, "power_state", "Halted");
  be_template (database);
  ferry_sim_operations_update_vm (database, VM);
  assert_allowed (database, "VM", VM,
                  "destroy,metadata_export,export,changing_NVRAM,changing_shadow_memory,"
                  "changing_static_range,changing_dynamic_range,migrate_send,provision,copy,clone");

  be_snapshot (database);
  ferry_sim_operations_update_vm (database, VM);
  assert_allowed (database, "VM", VM, "destroy,metadata_export,export,revert,copy,clone");

  ferry_sim_database_set_boolean (database, "VM", VM, "is_a_template", FALSE);
  ferry_sim_database_set_boolean (database, "VM", VM, "is_a_snapshot", FALSE);
  be_control_domain (database);
  ferry_sim_database_set_string (database, "VM", VM, "power_state", "Running");
  ferry_sim_operations_update_vm (database, VM);
  assert_allowed (database, "VM", VM,
                  "metadata_export,changing_static_range,changing_dynamic_range");
}

static void
test_host_lists_are_the_recorded_ones (void)
{
  g_autoptr(FerrySimDatabase) database = make_database ();

  ferry_sim_operations_update_host (database, HOST_1);
  assert_allowed (database, "host", HOST_1,
                  "vm_migrate,provision,vm_resume,enable,evacuate,vm_start");

  ferry_sim_operations_begin_host (database, HOST_1, "OpaqueRef:t", "vm_migrate");
  assert_allowed (database, "host", HOST_1, "vm_migrate,provision,vm_resume,enable,vm_start");
  small_pool_assert (ferry_sim_operations_check_host (database, HOST_1, "evacuate"),
                     "OTHER_OPERATION_IN_PROGRESS host " HOST_1 " vm_migrate OpaqueRef:t");
  ferry_sim_operations_end_host (database, HOST_1, "OpaqueRef:t");

  ferry_sim_database_set_boolean (database, "host", HOST_1, "enabled", FALSE);
  ferry_sim_operations_update_host (database, HOST_1);
  assert_allowed (database, "host", HOST_1,
                  "vm_migrate,provision,vm_resume,apply_updates,enable,reboot,evacuate,vm_start,"
                  "shutdown");
  ferry_sim_operations_begin_host (database, HOST_1, "OpaqueRef:t", "evacuate");
  assert_allowed (database, "host", HOST_1, "apply_updates,enable,reboot,evacuate,vm_start,shutdown");
}

static void
test_device_lists_are_the_recorded_ones (void)
{
  static const char * const features[] = { "VDI_CLONE", "VDI_SNAPSHOT", "VDI_RESIZE", "VDI_DELETE",
                                           "VDI_UPDATE", "VDI_GENERATE_CONFIG" };
  g_autoptr(FerrySimDatabase) database = make_database ();
  const char *driver = ferry_sim_database_create_row (database, "SM", NULL);
  const char *vbd = small_pool_add_disk (database, VM, SHARED, "Disk");
  const char *drive = small_pool_add_disk (database, VM, SHARED, "CD");
  const char *vdi = ferry_sim_database_get_string (database, "VBD", vbd, "VDI");
  GVariantBuilder builder;
  const char *type;

  type = g_variant_get_type_string (ferry_sim_database_get (database, "SM", driver, "features"));
  g_assert_cmpstr (type, ==, "a{sx}");
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sx}"));
  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    g_variant_builder_add (&builder, "{sx}", features[i], (gint64) 1);
  ferry_sim_database_set (database, "SM", driver, "features", g_variant_builder_end (&builder));
  ferry_sim_database_set_string (database, "SM", driver, "type", "nfs");

  ferry_sim_operations_update_devices (database, VM);
  assert_allowed (database, "VBD", vbd, "attach,unpause,unplug,unplug_force,pause");
  assert_allowed (database, "VBD", drive, "attach,unpause,eject,pause");
  assert_allowed (database, "VDI", vdi, "snapshot,clone");

  ferry_sim_database_set_string (database, "VM", VM, "power_state", "Halted");
  ferry_sim_database_set_boolean (database, "VBD", vbd, "currently_attached", FALSE);
  ferry_sim_operations_update_devices (database, VM);
  assert_allowed (database, "VBD", vbd, "attach");
  assert_allowed (database, "VDI", vdi,
                  "generate_config,update,forget,destroy,snapshot,resize,copy,clone");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sim-lifecycle/says-the-obstacle/", rows[i].what, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/sim-lifecycle/first-obstacle-counts", test_first_obstacle_counts);
  g_test_add_func ("/sim-lifecycle/vm-lists-are-the-recorded-ones",
                   test_vm_lists_are_the_recorded_ones);
  g_test_add_func ("/sim-lifecycle/lists-of-other-kinds-are-the-recorded-ones",
                   test_lists_of_other_kinds_are_the_recorded_ones);
  g_test_add_func ("/sim-lifecycle/host-lists-are-the-recorded-ones",
                   test_host_lists_are_the_recorded_ones);
  g_test_add_func ("/sim-lifecycle/device-lists-are-the-recorded-ones",
                   test_device_lists_are_the_recorded_ones);

  return g_test_run ();
}
