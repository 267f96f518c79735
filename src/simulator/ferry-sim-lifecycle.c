/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-lifecycle"

#include "simulator/ferry-sim-lifecycle.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-version.h"

/* Power states, in the order in which the server lists what it expected. */
enum
{
  HALTED    = 1 << 0,
  PAUSED    = 1 << 1,
  SUSPENDED = 1 << 2,
  RUNNING   = 1 << 3,
  ANY_STATE = HALTED | PAUSED | SUSPENDED | RUNNING,
};

enum
{
  LISTED         = 1 << 0, /* may stand in allowed_operations */
  ON_TEMPLATE    = 1 << 1,
  ON_SNAPSHOT    = 1 << 2,
  ON_CONTROL     = 1 << 3, /* a control domain allows it */
  NEEDS_MOBILITY = 1 << 4, /* takes the VM away from its hardware */
};

typedef struct
{
  const char *name;
  guint       states;
  guint       flags;
} OperationRule;

static const OperationRule rules[FERRY_SIM_N_VM_OPERATIONS] = {
  { "snapshot", ANY_STATE, LISTED },
  { "clone", HALTED, LISTED | ON_TEMPLATE | ON_SNAPSHOT },
  { "copy", HALTED, LISTED | ON_TEMPLATE | ON_SNAPSHOT },
  { "create_template", HALTED, 0 },
  { "revert", ANY_STATE, LISTED | ON_SNAPSHOT },
  { "checkpoint", PAUSED | SUSPENDED | RUNNING, LISTED | NEEDS_MOBILITY },
  { "snapshot_with_quiesce", RUNNING, 0 },
  { "provision", HALTED, LISTED | ON_TEMPLATE },
  { "start", HALTED, LISTED | ON_CONTROL },
  { "start_on", HALTED, LISTED | ON_CONTROL },
  { "pause", RUNNING, LISTED },
  { "unpause", PAUSED, LISTED },
  { "clean_shutdown", RUNNING, LISTED },
  { "clean_reboot", RUNNING, LISTED },
  { "hard_shutdown", PAUSED | SUSPENDED | RUNNING, LISTED },
  { "power_state_reset", ANY_STATE, 0 },
  { "hard_reboot", PAUSED | RUNNING, LISTED },
  { "suspend", RUNNING, LISTED | NEEDS_MOBILITY },
  { "csvm", SUSPENDED, 0 },
  { "resume", SUSPENDED, LISTED },
  { "resume_on", SUSPENDED, LISTED },
  { "pool_migrate", RUNNING, LISTED | NEEDS_MOBILITY },
  { "migrate_send", HALTED | SUSPENDED | RUNNING, LISTED | ON_TEMPLATE | NEEDS_MOBILITY },
  { "get_boot_record", PAUSED | SUSPENDED | RUNNING, 0 },
  { "send_sysrq", RUNNING, 0 },
  { "send_trigger", RUNNING, 0 },
  { "query_services", ANY_STATE, 0 },
  { "shutdown", PAUSED | SUSPENDED | RUNNING, 0 },
  { "call_plugin", RUNNING, 0 },
  { "changing_memory_live", RUNNING, 0 },
  { "awaiting_memory_live", RUNNING, 0 },
  { "changing_dynamic_range", HALTED | RUNNING, LISTED | ON_TEMPLATE | ON_CONTROL },
  { "changing_static_range", HALTED, LISTED | ON_TEMPLATE | ON_CONTROL },
  { "changing_memory_limits", HALTED, ON_TEMPLATE | ON_CONTROL },
  { "changing_shadow_memory", HALTED, LISTED | ON_TEMPLATE },
  { "changing_shadow_memory_live", RUNNING, 0 },
  { "changing_VCPUs", HALTED, ON_TEMPLATE },
  { "changing_VCPUs_live", RUNNING, LISTED },
  { "changing_NVRAM", HALTED, LISTED | ON_TEMPLATE },
  { "assert_operation_valid", ANY_STATE, ON_TEMPLATE | ON_SNAPSHOT | ON_CONTROL },
  { "data_source_op", RUNNING, ON_CONTROL },
  { "update_allowed_operations", ANY_STATE, ON_TEMPLATE | ON_SNAPSHOT | ON_CONTROL },
  { "make_into_template", HALTED, LISTED },
  { "import", 0, 0 },
  { "export", HALTED | SUSPENDED, LISTED | ON_TEMPLATE | ON_SNAPSHOT },
  { "metadata_export", ANY_STATE, LISTED | ON_TEMPLATE | ON_SNAPSHOT | ON_CONTROL },
  { "reverting", ANY_STATE, 0 },
  { "destroy", HALTED | SUSPENDED, LISTED | ON_TEMPLATE | ON_SNAPSHOT | ON_CONTROL },
  { "create_vtpm", HALTED, LISTED },
};

static const struct
{
  guint       state;
  const char *name;
} states[] = {
  { HALTED, "Halted" },
  { PAUSED, "Paused" },
  { SUSPENDED, "Suspended" },
  { RUNNING, "Running" },
};

/**
 * ferry_sim_vm_operation_get_name:
 * @operation: an operation
 *
 * Returns: its name in the XenAPI
 */
const char *
ferry_sim_vm_operation_get_name (FerrySimVmOperation operation)
{
  g_return_val_if_fail (operation < FERRY_SIM_N_VM_OPERATIONS, NULL);

  return rules[operation].name;
}

/**
 * ferry_sim_vm_operation_from_name:
 * @name: a name in the XenAPI, in whatever case
 * @operation: (out): the operation
 *
 * Returns: whether there is such an operation
 */
gboolean
ferry_sim_vm_operation_from_name (const char          *name,
                                  FerrySimVmOperation *operation)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (guint i = 0; i < FERRY_SIM_N_VM_OPERATIONS; i++)
    {
      if (g_ascii_strcasecmp (rules[i].name, name) == 0)
        {
          *operation = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * ferry_sim_vm_operation_is_listed:
 * @operation: an operation
 *
 * Returns: whether it may stand in allowed_operations
 */
gboolean
ferry_sim_vm_operation_is_listed (FerrySimVmOperation operation)
{
  g_return_val_if_fail (operation < FERRY_SIM_N_VM_OPERATIONS, FALSE);

  return (rules[operation].flags & LISTED) != 0;
}

static gboolean
is_true (const char *text)
{
  return text != NULL && (g_str_equal (text, "1") || g_ascii_strcasecmp (text, "true") == 0);
}

static guint
get_state (FerrySimDatabase *database,
           const char       *vm)
{
  const char *name = ferry_sim_database_get_string (database, "VM", vm, "power_state");

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (g_str_equal (states[i].name, name))
        return states[i].state;
    }

  return HALTED;
}

/**
 * ferry_sim_lifecycle_is_live:
 * @database: the pool's database
 * @vm: reference of a VM
 *
 * Returns: whether the VM has a domain on a host: it runs or is paused
 */
gboolean
ferry_sim_lifecycle_is_live (FerrySimDatabase *database,
                             const char       *vm)
{
  return (get_state (database, vm) & (RUNNING | PAUSED)) != 0;
}

static FerrySimFailure *
fail_vm (const char *code,
         const char *vm)
{
  return ferry_sim_failure_new (code, vm, NULL);
}

static FerrySimFailure *
check_blocked (FerrySimDatabase    *database,
               const char          *vm,
               FerrySimVmOperation  operation)
{
  const char *reason = ferry_sim_database_get_key (database, "VM", vm, "blocked_operations",
                                                   rules[operation].name);

  return reason != NULL ? ferry_sim_failure_new ("OPERATION_BLOCKED", vm, reason, NULL) : NULL;
}

static gboolean
get_flag (FerrySimDatabase *database,
          const char       *vm,
          const char       *field)
{
  return ferry_sim_database_get_boolean (database, "VM", vm, field);
}

/* The states in which the operation makes sense, which for a few depends on what the VM is. */
static guint
get_expected_states (FerrySimDatabase    *database,
                     const char          *vm,
                     FerrySimVmOperation  operation)
{
  guint expected = rules[operation].states;

  if (operation == FERRY_SIM_VM_CHANGING_STATIC_RANGE && get_flag (database, vm, "is_control_domain"))
    expected |= RUNNING;
  if ((operation == FERRY_SIM_VM_CLONE || operation == FERRY_SIM_VM_COPY)
      && get_flag (database, vm, "is_a_snapshot"))
    expected |= SUSPENDED;

  return expected;
}

static FerrySimFailure *
check_power_state (FerrySimDatabase    *database,
                   const char          *vm,
                   FerrySimVmOperation  operation)
{
  guint expected = get_expected_states (database, vm, operation);
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *actual = NULL;

  if ((get_state (database, vm) & expected) != 0)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if ((states[i].state & expected) != 0)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", states[i].name);
    }
  g_string_ascii_down (names);
  actual = g_ascii_strdown (ferry_sim_database_get_string (database, "VM", vm, "power_state"), -1);

  return ferry_sim_failure_new ("VM_BAD_POWER_STATE", vm, names->str, actual, NULL);
}

static gboolean
is_one_of (FerrySimVmOperation        operation,
           const FerrySimVmOperation *list,
           guint                      n_list)
{
  for (guint i = 0; i < n_list; i++)
    {
      if (list[i] == operation)
        return TRUE;
    }

  return FALSE;
}

/* Whether an operation may start while another one runs. */
static gboolean
may_overlap (FerrySimVmOperation operation,
             FerrySimVmOperation running)
{
  static const FerrySimVmOperation copies[] = { FERRY_SIM_VM_CLONE, FERRY_SIM_VM_COPY,
                                                FERRY_SIM_VM_EXPORT };
  static const FerrySimVmOperation snapshots[] = { FERRY_SIM_VM_SNAPSHOT, FERRY_SIM_VM_CHECKPOINT };
  static const FerrySimVmOperation while_sent[] = { FERRY_SIM_VM_METADATA_EXPORT,
                                                    FERRY_SIM_VM_CLEAN_SHUTDOWN,
                                                    FERRY_SIM_VM_CLEAN_REBOOT };

  if (operation == FERRY_SIM_VM_HARD_SHUTDOWN)
    return running != FERRY_SIM_VM_HARD_SHUTDOWN;
  if (operation == FERRY_SIM_VM_HARD_REBOOT)
    return running != FERRY_SIM_VM_HARD_SHUTDOWN && running != FERRY_SIM_VM_HARD_REBOOT;
  if (is_one_of (running, copies, G_N_ELEMENTS (copies)))
    return is_one_of (operation, copies, G_N_ELEMENTS (copies));
  if (is_one_of (running, snapshots, G_N_ELEMENTS (snapshots)))
    return is_one_of (operation, snapshots, G_N_ELEMENTS (snapshots));
  if (running == FERRY_SIM_VM_MIGRATE_SEND)
    return is_one_of (operation, while_sent, G_N_ELEMENTS (while_sent));

  return FALSE;
}

static FerrySimFailure *
check_concurrency (FerrySimDatabase    *database,
                   const char          *vm,
                   FerrySimVmOperation  operation)
{
  GVariant *current = ferry_sim_database_get (database, "VM", vm, "current_operations");
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *what = NULL;
  gboolean conflict = FALSE;
  guint n_running = 0;
  GVariantIter iter;
  const char *name;

  g_variant_iter_init (&iter, current);
  while (g_variant_iter_next (&iter, "{&s&s}", NULL, &name))
    {
      FerrySimVmOperation running;

      if (!ferry_sim_vm_operation_from_name (name, &running))
        continue;

      conflict = conflict || !may_overlap (operation, running);
      g_string_append_printf (names, "%s%s", n_running > 0 ? "," : "", name);
      n_running++;
    }
  if (!conflict)
    return NULL;

  what = g_strdup_printf (n_running > 1 ? "VM.{%s}" : "VM.%s", names->str);

  return ferry_sim_failure_new ("OTHER_OPERATION_IN_PROGRESS", what, vm, NULL);
}

static FerrySimFailure *
check_kind (FerrySimDatabase    *database,
            const char          *vm,
            FerrySimVmOperation  operation)
{
  guint flags = rules[operation].flags;
  const char *name = rules[operation].name;
  gboolean is_snapshot = get_flag (database, vm, "is_a_snapshot");
  gboolean is_template = get_flag (database, vm, "is_a_template") && !is_snapshot;

  if (is_template)
    {
      gboolean may = (flags & ON_TEMPLATE) != 0;

      if (operation == FERRY_SIM_VM_MIGRATE_SEND || operation == FERRY_SIM_VM_DESTROY)
        may = !get_flag (database, vm, "is_default_template");

      return may ? NULL : ferry_sim_failure_new ("VM_IS_TEMPLATE", vm, name, NULL);
    }
  if (is_snapshot)
    return (flags & ON_SNAPSHOT) != 0
           ? NULL : ferry_sim_failure_new ("VM_IS_SNAPSHOT", vm, name, NULL);
  if (operation == FERRY_SIM_VM_PROVISION)
    return ferry_sim_failure_new ("ONLY_PROVISION_TEMPLATE", NULL);
  if (operation == FERRY_SIM_VM_REVERT)
    return ferry_sim_failure_new ("ONLY_REVERT_SNAPSHOT", NULL);

  return NULL;
}

/* What the VM booted with counts as long as it has metrics; its settings are for the next boot. */
static gboolean
is_immobile (FerrySimDatabase *database,
             const char       *vm)
{
  const char *metrics = ferry_sim_database_get_string (database, "VM", vm, "metrics");

  if (ferry_sim_database_has_row (database, "VM_metrics", metrics))
    return ferry_sim_database_get_boolean (database, "VM_metrics", metrics, "nomigrate")
           || ferry_sim_database_get_boolean (database, "VM_metrics", metrics, "nested_virt");

  return is_true (ferry_sim_database_get_key (database, "VM", vm, "platform", "nomigrate"))
         || is_true (ferry_sim_database_get_key (database, "VM", vm, "platform", "nested-virt"));
}

static FerrySimFailure *
check_mobility (FerrySimDatabase    *database,
                const char          *vm,
                FerrySimVmOperation  operation,
                gboolean             strict)
{
  if (strict && (rules[operation].flags & NEEDS_MOBILITY) != 0 && is_immobile (database, vm))
    return fail_vm ("VM_IS_IMMOBILE", vm);

  if (get_flag (database, vm, "is_control_domain") && (rules[operation].flags & ON_CONTROL) == 0)
    return ferry_sim_failure_new ("OPERATION_NOT_ALLOWED",
                                  "This operation is not allowed on a control domain", NULL);

  return NULL;
}

static gboolean
has_feature (FerrySimDatabase *database,
             const char       *guest,
             const char       *feature)
{
  return g_strcmp0 (ferry_sim_database_get_key (database, "VM_guest_metrics", guest, "other",
                                                feature), "1") == 0;
}

static gboolean
is_number (const char *text)
{
  return text != NULL && *text != '\0' && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32,
                                                                      NULL, NULL);
}

static gboolean
has_drivers (FerrySimDatabase *database,
             const char       *guest)
{
  return is_number (ferry_sim_database_get_key (database, "VM_guest_metrics", guest,
                                                "PV_drivers_version", "major"))
         && is_number (ferry_sim_database_get_key (database, "VM_guest_metrics", guest,
                                                   "PV_drivers_version", "minor"));
}

/* PV and PVH guests can do all that the toolstack asks for without an agent. */
static gboolean
has_booted_pv (FerrySimDatabase *database,
               const char       *vm)
{
  const char *metrics = ferry_sim_database_get_string (database, "VM", vm, "metrics");
  const char *type;

  if (!ferry_sim_database_has_row (database, "VM_metrics", metrics))
    return ferry_sim_memory_get_domain_type (database, vm) == FERRY_SIM_DOMAIN_TYPE_PV;

  type = ferry_sim_database_get_string (database, "VM_metrics", metrics, "current_domain_type");
  if (g_str_equal (type, "unspecified") || *type == '\0')
    return ferry_sim_memory_get_domain_type (database, vm) != FERRY_SIM_DOMAIN_TYPE_HVM;

  return !g_str_equal (type, "hvm");
}

static gboolean
lacks_feature (FerrySimDatabase    *database,
               const char          *guest,
               FerrySimVmOperation  operation,
               gboolean             strict)
{
  if (operation == FERRY_SIM_VM_CHANGING_VCPUS_LIVE)
    return !has_feature (database, guest, "feature-vcpu-hotplug");
  if (!strict)
    return FALSE;
  if (operation == FERRY_SIM_VM_CLEAN_SHUTDOWN)
    return !has_feature (database, guest, "feature-shutdown")
           && !has_feature (database, guest, "feature-poweroff");
  if (operation == FERRY_SIM_VM_CLEAN_REBOOT)
    return !has_feature (database, guest, "feature-shutdown")
           && !has_feature (database, guest, "feature-reboot");
  if ((rules[operation].flags & NEEDS_MOBILITY) != 0)
    return !has_feature (database, guest, "feature-suspend");

  return FALSE;
}

static FerrySimFailure *
check_guest (FerrySimDatabase    *database,
             const char          *vm,
             FerrySimVmOperation  operation,
             gboolean             strict)
{
  const char *guest = ferry_sim_database_get_string (database, "VM", vm, "guest_metrics");
  gboolean has_guest = ferry_sim_database_has_row (database, "VM_guest_metrics", guest);
  const char *reason = NULL;

  if (has_guest)
    reason = ferry_sim_database_get_key (database, "VM_guest_metrics", guest, "other",
                                         "data-cant-suspend-reason");
  if (reason != NULL && (rules[operation].flags & NEEDS_MOBILITY) != 0
      && ferry_sim_lifecycle_is_live (database, vm))
    return ferry_sim_failure_new ("VM_NON_SUSPENDABLE", vm, reason, NULL);

  if (get_state (database, vm) != RUNNING || has_booted_pv (database, vm)
      || (has_guest && has_drivers (database, guest)))
    return NULL;

  return lacks_feature (database, guest, operation, strict) ? fail_vm ("VM_LACKS_FEATURE", vm) : NULL;
}

static gboolean
has_cached_reset_disk (FerrySimDatabase *database,
                       const char       *vm)
{
  GVariantIter iter;
  const char *vbd;

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "VM", vm, "VBDs"));
  while (g_variant_iter_next (&iter, "&s", &vbd))
    {
      const char *vdi = ferry_sim_database_get_string (database, "VBD", vbd, "VDI");

      if (ferry_sim_database_has_row (database, "VDI", vdi)
          && g_strcmp0 (ferry_sim_database_get_key (database, "VDI", vdi, "sm_config", "on_boot"),
                        "reset") == 0
          && is_true (ferry_sim_database_get_key (database, "VDI", vdi, "sm_config", "caching")))
        return TRUE;
    }

  return FALSE;
}

/* An NVIDIA vGPU can move when its card's tools say so. */
static gboolean
is_mobile_vgpu (FerrySimDatabase *database,
                const char       *vgpu)
{
  const char *type = ferry_sim_database_get_string (database, "VGPU", vgpu, "type");
  const char *card = ferry_sim_database_get_string (database, "VGPU", vgpu, "resident_on");
  const char *implementation;

  if (!ferry_sim_database_has_row (database, "VGPU_type", type)
      || !ferry_sim_database_has_row (database, "PGPU", card))
    return FALSE;

  implementation = ferry_sim_database_get_string (database, "VGPU_type", type, "implementation");

  return (g_str_equal (implementation, "nvidia") || g_str_equal (implementation, "nvidia_sriov"))
         && ferry_sim_database_get_key (database, "PGPU", card, "compatibility_metadata",
                                        "nvidia") != NULL;
}

static gboolean
has_immobile_vgpu (FerrySimDatabase *database,
                   const char       *vm)
{
  GVariantIter iter;
  const char *vgpu;

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "VM", vm, "VGPUs"));
  while (g_variant_iter_next (&iter, "&s", &vgpu))
    {
      if (!is_mobile_vgpu (database, vgpu))
        return TRUE;
    }

  return FALSE;
}

/* The virtual functions of an SR-IOV vGPU travel with the vGPU. */
static gboolean
has_pinned_pci (FerrySimDatabase *database,
                const char       *vm)
{
  GVariantIter iter;
  const char *pci;

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "VM", vm, "attached_PCIs"));
  while (g_variant_iter_next (&iter, "&s", &pci))
    {
      GVariantIter vgpus;
      const char *vgpu;
      gboolean is_vgpu = FALSE;

      g_variant_iter_init (&vgpus, ferry_sim_database_get (database, "VM", vm, "VGPUs"));
      while (g_variant_iter_next (&vgpus, "&s", &vgpu))
        is_vgpu = is_vgpu
                  || g_str_equal (ferry_sim_database_get_string (database, "VGPU", vgpu, "PCI"), pci);
      if (!is_vgpu)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_set_empty (FerrySimDatabase *database,
              const char       *vm,
              const char       *field)
{
  return g_variant_n_children (ferry_sim_database_get (database, "VM", vm, field)) == 0;
}

static FerrySimFailure *
check_devices (FerrySimDatabase    *database,
               const char          *vm,
               FerrySimVmOperation  operation)
{
  gboolean moves = (rules[operation].flags & NEEDS_MOBILITY) != 0;
  gboolean halted_send = operation == FERRY_SIM_VM_MIGRATE_SEND && get_state (database, vm) == HALTED;

  if (operation == FERRY_SIM_VM_POOL_MIGRATE && has_cached_reset_disk (database, vm))
    return ferry_sim_failure_new ("VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION", NULL);
  if (moves && has_pinned_pci (database, vm))
    return fail_vm ("VM_HAS_PCI_ATTACHED", vm);
  if (moves && !halted_send && has_immobile_vgpu (database, vm))
    return fail_vm ("VM_HAS_VGPU", vm);
  if ((moves || operation == FERRY_SIM_VM_SNAPSHOT) && !is_set_empty (database, vm, "VUSBs"))
    return fail_vm ("VM_HAS_VUSBS", vm);

  return NULL;
}

/* These stay possible in a pool of which only a part runs the new version. */
static gboolean
is_allowed_during_upgrade (FerrySimVmOperation operation)
{
  static const FerrySimVmOperation allowed[] = {
    FERRY_SIM_VM_START, FERRY_SIM_VM_START_ON, FERRY_SIM_VM_PAUSE, FERRY_SIM_VM_UNPAUSE,
    FERRY_SIM_VM_CLEAN_SHUTDOWN, FERRY_SIM_VM_CLEAN_REBOOT, FERRY_SIM_VM_HARD_SHUTDOWN,
    FERRY_SIM_VM_HARD_REBOOT, FERRY_SIM_VM_POOL_MIGRATE, FERRY_SIM_VM_MIGRATE_SEND,
    FERRY_SIM_VM_SUSPEND, FERRY_SIM_VM_RESUME, FERRY_SIM_VM_RESUME_ON,
    FERRY_SIM_VM_POWER_STATE_RESET, FERRY_SIM_VM_ASSERT_OPERATION_VALID,
    FERRY_SIM_VM_UPDATE_ALLOWED_OPERATIONS, FERRY_SIM_VM_METADATA_EXPORT,
  };

  return is_one_of (operation, allowed, G_N_ELEMENTS (allowed));
}

static FerrySimFailure *
check_upgrade (FerrySimDatabase    *database,
               FerrySimVmOperation  operation)
{
  if (!is_allowed_during_upgrade (operation) && ferry_sim_version_is_upgrading (database))
    return ferry_sim_failure_new ("NOT_SUPPORTED_DURING_UPGRADE", NULL);

  return NULL;
}

/**
 * ferry_sim_lifecycle_check:
 * @database: the pool's database
 * @vm: reference of a VM that exists
 * @operation: what is to be done to it
 * @strict: %FALSE for a migration by force: settings and missing guest features are no obstacle
 *
 * The server's check before every operation on a VM, in its order: the first obstacle counts.
 *
 * Returns: (transfer full) (nullable): the obstacle; %NULL when there is none
 */
FerrySimFailure *
ferry_sim_lifecycle_check (FerrySimDatabase    *database,
                           const char          *vm,
                           FerrySimVmOperation  operation,
                           gboolean             strict)
{
  FerrySimFailure *failure;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), NULL);
  g_return_val_if_fail (operation < FERRY_SIM_N_VM_OPERATIONS, NULL);

  failure = check_blocked (database, vm, operation);
  if (failure == NULL)
    failure = check_power_state (database, vm, operation);
  if (failure == NULL)
    failure = check_concurrency (database, vm, operation);
  if (failure == NULL)
    failure = check_kind (database, vm, operation);
  if (failure == NULL)
    failure = check_mobility (database, vm, operation, strict);
  if (failure == NULL)
    failure = check_guest (database, vm, operation, strict);
  if (failure == NULL)
    failure = check_devices (database, vm, operation);
  if (failure == NULL)
    failure = check_upgrade (database, operation);

  return failure;
}
