/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-failure"

#include "config.h"

#include "drivers/xapi/ferry-xapi-failure.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "drivers/ferry-driver.h"

/* What a caller can do, in short. */
#define REFUSED     FERRY_DRIVER_ERROR_REFUSED
#define HOST_SILENT FERRY_DRIVER_ERROR_HOST_SILENT
#define UNREACHABLE FERRY_DRIVER_ERROR_UNREACHABLE
#define AUTH        FERRY_DRIVER_ERROR_AUTH
#define GONE        FERRY_DRIVER_ERROR_GONE
#define CANCELLED   FERRY_DRIVER_ERROR_CANCELLED
#define PROTOCOL    FERRY_DRIVER_ERROR_PROTOCOL

/**
 * Reason:
 * @code: XenAPI's
 * @finding_id: ours: that of preflight's rule where it knows the reason too
 * @error: what a caller can do
 * @kinds: a letter per parameter: v VM, h host, s storage, d disk, w network, i interface, g GPU, k any object;
 *   b bytes, t text as it is, o operation, p power state
 * @sentence: {1} is the first parameter; {vm} and {host} what the call was about
 */
typedef struct
{
  const char       *code;
  const char       *finding_id;
  FerryDriverError  error;
  const char       *kinds;
  const char       *sentence;
} Reason;

static const Reason reasons[] = {
  /* The session and the way to it */
  { "SESSION_INVALID", "session-invalid", UNREACHABLE, "",
    N_("The server has ended the session. It may have been restarted.") },
  { "SESSION_AUTHENTICATION_FAILED", "authentication-failed", AUTH, "tt",
    N_("The server does not accept this password for “{1}”.") },
  { "SESSION_AUTHORIZATION_FAILED", "authorization-failed", AUTH, "tt",
    N_("“{1}” has no role in this pool. Its administrator can give it one.") },
  { "HOST_IS_SLAVE", "host-is-slave", UNREACHABLE, "t",
    N_("The pool has another coordinator now: {1}.") },
  { "HOST_STILL_BOOTING", "host-still-booting", UNREACHABLE, "",
    N_("The toolstack of the server is still starting.") },
  { "HOST_IN_EMERGENCY_MODE", "host-in-emergency-mode", UNREACHABLE, "",
    N_("This host has lost its pool's coordinator and waits for it.") },
  { "RBAC_PERMISSION_DENIED", "permission-denied", REFUSED, "tt",
    N_("The role of this user does not allow it. Connect as a user with the role of a VM power administrator or "
       "above.") },
  { "MESSAGE_METHOD_UNKNOWN", "method-unknown", PROTOCOL, "t",
    N_("The server is too old: it does not know how to do this.") },
  { "MESSAGE_PARAMETER_COUNT_MISMATCH", "parameter-count", PROTOCOL, "ttt",
    N_("The server is of a version that expects something else to be said.") },
  { "HANDLE_INVALID", "handle-invalid", GONE, "tk",
    N_("What this was about is not there any more: it was removed from the server meanwhile.") },
  { "UUID_INVALID", "uuid-invalid", GONE, "tt",
    N_("What this was about is not there any more: it was removed from the server meanwhile.") },
  { "EVENTS_LOST", "events-lost", UNREACHABLE, "",
    N_("The server has dropped news before they were read.") },
  { "CANNOT_CONTACT_HOST", "cannot-contact-host", HOST_SILENT, "h",
    N_("The pool cannot reach {1}. Look at that host and its management network.") },
  { "HOST_OFFLINE", "host-offline", HOST_SILENT, "h",
    N_("{1} is offline. Bring it back first.") },
  { "HOST_NOT_LIVE", "host-not-live", REFUSED, "",
    N_("The pool sees no heartbeat of {host}. Bring it back first.") },
  { "TLS_CONNECTION_FAILED", "tls-connection-failed", REFUSED, "tt",
    N_("An encrypted connection between the hosts to {1} did not come about. Look at the pool's certificates.") },
  { "TASK_CANCELLED", "task-cancelled", CANCELLED, "k",
    N_("It was cancelled.") },

  /* Busy, locked, licensed */
  { "OTHER_OPERATION_IN_PROGRESS", "other-operation", REFUSED, "tkok",
    N_("{2} is busy with something else ({3}). Wait until that is over.") },
  { "OPERATION_BLOCKED", "blocked-by-administrator", REFUSED, "kt",
    N_("An administrator has locked {1} against this: “{2}”.") },
  { "OPERATION_NOT_ALLOWED", "operation-not-allowed", REFUSED, "t",
    N_("The server does not allow it: {1}") },
  { "TOO_MANY_STORAGE_MIGRATES", "too-many-storage-migrates", REFUSED, "t",
    N_("The host already moves {1} disks. Try again when one of them is done.") },
  { "NOT_SUPPORTED_DURING_UPGRADE", "not-supported-during-upgrade", REFUSED, "",
    N_("The pool is being upgraded, and {host} is older than the host that {vm} runs on. Choose a host that is "
       "upgraded already.") },
  { "LICENCE_RESTRICTION", "licence-restriction", REFUSED, "t",
    N_("The pool's licence does not include this feature.") },
  { "FEATURE_RESTRICTED", "licence-restriction", REFUSED, "t",
    N_("The pool's licence does not include this feature.") },

  /* The VM */
  { "VM_BAD_POWER_STATE", "power-state", REFUSED, "vpp",
    N_("{1} is {3}, and would have to be {2}.") },
  { "VM_IS_TEMPLATE", "is-template", REFUSED, "vo",
    N_("{1} is a template, not a VM.") },
  { "VM_IS_SNAPSHOT", "is-snapshot", REFUSED, "vo",
    N_("{1} is a snapshot, not a VM.") },
  { "VM_IS_IMMOBILE", "pinned", REFUSED, "v",
    N_("{1} is pinned to its host: migration is switched off in its platform settings, or it runs VMs itself. Shut it "
       "down to change that.") },
  { "VM_LACKS_FEATURE", "cannot-suspend", REFUSED, "v",
    N_("{1} has no guest tools that could suspend it. Install the tools in the guest.") },
  { "VM_LACKS_FEATURE_SUSPEND", "cannot-suspend", REFUSED, "v",
    N_("{1} has no guest tools that could suspend it. Install the tools in the guest.") },
  { "VM_MISSING_PV_DRIVERS", "cannot-suspend", REFUSED, "v",
    N_("{1} has no guest tools. Install them in the guest.") },
  { "VM_OLD_PV_DRIVERS", "old-tools", REFUSED, "vtt",
    N_("The guest tools of {1} are too old ({2}.{3}). Update them in the guest.") },
  { "VM_NON_SUSPENDABLE", "guest-veto", REFUSED, "vt",
    N_("The guest of {1} says that it cannot be suspended: {2}") },
  { "VM_HAS_PCI_ATTACHED", "pci-device", REFUSED, "v",
    N_("A PCI device of its host is passed through to {1}. Shut it down and detach the device.") },
  { "VM_HAS_VGPU", "vgpu", REFUSED, "v",
    N_("{1} has a virtual GPU that cannot move. Shut it down first.") },
  { "VM_HAS_VUSBS", "usb-device", REFUSED, "v",
    N_("A USB device of its host is passed through to {1}. Unplug it in the VM's settings first.") },
  { "VM_HAS_SRIOV_VIF", "has-sriov", REFUSED, "v",
    N_("{1} has a NIC that is a part of its host's network card (SR-IOV). Put it on another network.") },
  { "VM_IS_USING_NESTED_VIRT", "nested-virt", REFUSED, "v",
    N_("{1} runs VMs itself. Shut it down first.") },
  { "VM_IS_PROTECTED", "is-protected", REFUSED, "v",
    N_("{1} is protected by high availability. Take the protection away first.") },
  { "VM_FAILED_SUSPEND_ACKNOWLEDGMENT", "suspend-ignored", REFUSED, "v",
    N_("The guest of {1} did not answer when it was asked to pause for the switch. Look at its tools and its load.") },
  { "VM_SUSPEND_TIMEOUT", "suspend-timeout", REFUSED, "vt",
    N_("The guest of {1} did not pause for the switch in time. Look at its tools and its load.") },
  { "VM_FAILED_SHUTDOWN_ACKNOWLEDGMENT", "shutdown-ignored", REFUSED, "v",
    N_("The guest of {1} did not answer when it was asked to shut down.") },
  { "VM_SHUTDOWN_TIMEOUT", "shutdown-timeout", REFUSED, "vt",
    N_("The guest of {1} did not shut down in time.") },
  { "VM_CRASHED", "vm-crashed", REFUSED, "v",
    N_("{1} crashed meanwhile.") },
  { "VM_REBOOTED", "vm-rebooted", REFUSED, "v",
    N_("{1} was rebooted meanwhile. Try again.") },
  { "VM_HALTED", "vm-halted", REFUSED, "v",
    N_("{1} was shut down meanwhile.") },
  { "BALLOONING_TIMEOUT_BEFORE_MIGRATION", "ballooning-timeout", REFUSED, "v",
    N_("The guest of {1} did not give back memory in time. Raise the least memory that it may have.") },
  { "VM_MIGRATE_FAILED", "migrate-failed", REFUSED, "vhht",
    N_("{1} could not be moved: {4}") },
  { "VM_MIGRATE_CONTACT_REMOTE_SERVICE_FAILED", "contact-failed", REFUSED, "",
    N_("The host of {vm} cannot reach the toolstack of {host}. Look at the network between them.") },
  { "DEVICE_DETACH_REJECTED", "detach-rejected", REFUSED, "ttt",
    N_("The guest did not let go of a device: {3}") },
  { "MEMORY_CONSTRAINT_VIOLATION", "memory-constraint", REFUSED, "t",
    N_("The memory limits of {vm} contradict each other. Mend them in its settings.") },
  { "VMS_FAILED_TO_COOPERATE", "vms-failed-to-cooperate", REFUSED, "v",
    N_("{1} did not give back memory for this. Look at the tools in its guest.") },
  { "INVALID_VALUE", "invalid-value", REFUSED, "tt",
    N_("The server does not accept a value of {vm}: {1} is “{2}”.") },
  { "VALUE_NOT_SUPPORTED", "invalid-value", REFUSED, "ttt",
    N_("The server does not accept a value of {vm}: {1} is “{2}” ({3}).") },

  /* The choice of the host */
  { "HOST_DISABLED", "host-disabled", REFUSED, "h",
    N_("{1} is in maintenance mode. Leave that mode, or choose another host.") },
  { "HOST_NOT_DISABLED", "host-not-disabled", REFUSED, "",
    N_("{host} is not in maintenance mode, and would have to be.") },
  { "HOST_DISABLED_UNTIL_REBOOT", "host-disabled-until-reboot", REFUSED, "h",
    N_("{1} stays in maintenance mode until it is rebooted.") },
  { "HOST_DISABLED_INDEFINITELY", "host-disabled", REFUSED, "h",
    N_("{1} stays in maintenance mode until somebody ends it.") },
  { "HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY", "host-pending-guidance", REFUSED, "h",
    N_("An update of {1} is not finished: it has to be rebooted, or its toolstack restarted.") },
  { "HOST_EVACUATE_IN_PROGRESS", "host-evacuating", REFUSED, "h",
    N_("{1} is being emptied. Choose another host.") },
  { "HOST_NOT_ENOUGH_FREE_MEMORY", "memory", REFUSED, "bb",
    N_("{vm} needs {1} and {host} has {2} free.") },
  { "HOST_NOT_ENOUGH_PCPUS", "cpu-count", REFUSED, "tt",
    N_("{vm} may use {1} CPUs and {host} has {2}.") },
  { "VM_REQUIRES_SR", "disk-not-visible", REFUSED, "vs",
    N_("{host} does not see the storage “{2}” that {1} uses. Eject a CD from it, connect the storage to the host, or "
       "move the disks too.") },
  { "VM_REQUIRES_VDI", "disk-missing", REFUSED, "vd",
    N_("{host} does not see the disk “{2}” of {1}.") },
  { "VM_REQUIRES_NETWORK", "network-missing", REFUSED, "vw",
    N_("{host} is not connected to the network “{2}” that {1} uses.") },
  { "HOST_CANNOT_ATTACH_NETWORK", "network-not-attachable", REFUSED, "hw",
    N_("{1} cannot use the network “{2}”: it has no interface of its own for it.") },
  { "VM_REQUIRES_IOMMU", "no-iommu", REFUSED, "h",
    N_("{1} cannot pass devices through to a VM: its IOMMU is off. It is switched on in the host's firmware.") },
  { "VM_REQUIRES_GPU", "no-gpu", REFUSED, "vg",
    N_("{host} has no free GPU of the kind that {1} needs.") },
  { "VM_REQUIRES_VGPU", "no-gpu", REFUSED, "vgt",
    N_("{host} has no free GPU of the kind that {1} needs.") },
  { "VGPU_DESTINATION_INCOMPATIBLE", "vgpu-incompatible", REFUSED, "tgh",
    N_("The virtual GPU of {vm} does not fit the driver of {3}: {1}") },
  { "VGPU_SUSPENSION_NOT_SUPPORTED", "vgpu-not-suspendable", REFUSED, "tg",
    N_("The virtual GPU of {vm} cannot be suspended: {1}") },
  { "VGPU_GUEST_DRIVER_LIMIT", "vgpu-guest-driver", REFUSED, "vh",
    N_("The GPU driver in the guest of {1} cannot be suspended. Update it.") },
  { "NVIDIA_TOOLS_ERROR", "nvidia-tools", REFUSED, "h",
    N_("The NVIDIA software of {1} gives no answer. Install the vendor's host driver.") },
  { "VGPU_TYPE_NO_LONGER_SUPPORTED", "vgpu-retired", REFUSED, "t",
    N_("This kind of virtual GPU is not supported any more: {1}") },
  { "NETWORK_SRIOV_INSUFFICIENT_CAPACITY", "sriov-full", REFUSED, "w",
    N_("All parts of the network card for “{1}” are taken on {host}.") },
  { "VM_HVM_REQUIRED", "hvm-required", REFUSED, "v",
    N_("{host} has no hardware virtualisation, which {1} needs. It is switched on in the host's firmware.") },
  { "VM_INCOMPATIBLE_WITH_THIS_HOST", "cpu-features", REFUSED, "vht",
    N_("{1} uses features of its CPU that {2} does not have. Restart the VM so that it gives them up, or choose "
       "another host.") },
  { "VM_HOST_INCOMPATIBLE_VERSION", "host-version", REFUSED, "hv",
    N_("{1} is not upgraded yet. Choose a host that is.") },
  { "VM_HOST_INCOMPATIBLE_VERSION_MIGRATE", "host-version", REFUSED, "vh",
    N_("{2} is older than the host that {1} comes from. Choose a newer one.") },
  { "VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION", "hardware-version", REFUSED, "htvt",
    N_("{3} needs a newer host than {1}.") },
  { "NO_HOSTS_AVAILABLE", "no-hosts", REFUSED, "v",
    N_("No other host can take {vm}.") },
  { "PIF_NOT_PRESENT", "pif-not-present", REFUSED, "hw",
    N_("{1} has no interface on the migration network “{2}”. Choose another network.") },
  { "REQUIRED_PIF_IS_UNPLUGGED", "pif-unplugged", REFUSED, "i",
    N_("An interface of {host} on the migration network is down. Choose another network.") },
  { "INTERFACE_HAS_NO_IP", "pif-no-ip", REFUSED, "i",
    N_("The interface of {host} on the migration network has no IP address. Choose another network.") },
  { "PIF_HAS_NO_NETWORK_CONFIGURATION", "pif-no-ip", REFUSED, "i",
    N_("The interface of {host} on the migration network has no IP address. Choose another network.") },
  { "HOST_HAS_NO_MANAGEMENT_IP", "no-management-ip", REFUSED, "",
    N_("{host} has no address on its management network.") },

  /* Storage */
  { "SR_HAS_NO_PBDS", "storage-unplugged", REFUSED, "s",
    N_("The storage “{1}” is not connected to any host. Repair it first.") },
  { "SR_NOT_ATTACHED", "storage-unplugged", REFUSED, "t",
    N_("A storage is not connected to the host. Repair it first.") },
  { "SR_FULL", "storage-full", REFUSED, "bb",
    N_("The storage is full: {1} are needed.") },
  { "SR_BACKEND_FAILURE_44", "storage-full", REFUSED, "ttt",
    N_("The storage is full.") },
  { "SR_DOES_NOT_SUPPORT_MIGRATION", "storage-no-motion", REFUSED, "st",
    N_("The storage “{1}” cannot move disks.") },
  { "SR_OPERATION_NOT_SUPPORTED", "storage-no-motion", REFUSED, "s",
    N_("The storage “{1}” cannot do this.") },
  { "VDI_CBT_ENABLED", "disk-has-cbt", REFUSED, "d",
    N_("Changed block tracking is on for the disk “{1}”. Switch it off; the next backup will be a full one.") },
  { "VDI_IS_ENCRYPTED", "disk-encrypted", REFUSED, "d",
    N_("The disk “{1}” is encrypted and cannot be moved.") },
  { "VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION", "cached-reset-disk", REFUSED, "d",
    N_("A disk of {vm} throws its changes away at each start. Make it keep them first.") },
  { "VDI_IN_USE", "disk-in-use", REFUSED, "dt",
    N_("The disk “{1}” is in use.") },
  { "VDI_NOT_MANAGED", "disk-unmanaged", REFUSED, "d",
    N_("The disk “{1}” is not managed by the pool.") },
  { "VDI_MISSING", "disk-missing", REFUSED, "sd",
    N_("The disk “{2}” is missing from the storage “{1}”. Rescan the storage.") },
  { "VDI_IO_ERROR", "disk-io-error", REFUSED, "d",
    N_("The disk “{1}” gave a read or write error. Look at its storage.") },
  { "VBD_IS_EMPTY", "drive-empty", REFUSED, "k",
    N_("The drive is empty already.") },
  { "VBD_NOT_REMOVABLE_MEDIA", "drive-not-removable", REFUSED, "k",
    N_("This is no drive that could be emptied.") },
  { "VBD_TRAY_LOCKED", "drive-locked", REFUSED, "k",
    N_("The guest has locked the tray of the drive. Eject the CD in the guest.") },
  { "MIRROR_FAILED", "mirror-failed", REFUSED, "d",
    N_("Copying the disk “{1}” broke off. Look at the network and the storage.") },

  /* High availability and others */
  { "HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN", "ha-plan", REFUSED, "",
    N_("High availability could not keep its promise after that: if a host fails, not all protected VMs would fit. "
       "Lower the number of failures to tolerate, or free memory.") },
  { "HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED", "ha-storage", REFUSED, "s",
    N_("The storage “{1}” is not shared by all hosts, which high availability needs.") },
  { "HA_CONSTRAINT_VIOLATION_NETWORK_NOT_SHARED", "ha-network", REFUSED, "w",
    N_("The network “{1}” is not shared by all hosts, which high availability needs.") },
  { "HOST_EVACUATE_VM_NOT_HA_PROTECTED", "ha-unprotected", REFUSED, "v",
    N_("{1} is not protected by high availability. Shut it down first, or protect it.") },
  { "CLUSTERED_SR_DEGRADED", "cluster-degraded", REFUSED, "s",
    N_("The cluster of a storage is recovering. Wait until it is done.") },
  { "XAPI_HOOK_FAILED", "hook-failed", REFUSED, "tttt",
    N_("A script that was added to the host refused: {2}") },
  { "NOT_IMPLEMENTED", "not-implemented", PROTOCOL, "t",
    N_("The server cannot do this.") },
};

static const Reason *
find_reason (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_str_equal (reasons[i].code, code))
        return &reasons[i];
    }

  return NULL;
}

static char *
dup_name (const FerryXapiFailureContext *context,
          const char                    *ref)
{
  char *name = NULL;

  if (context != NULL && context->get_name != NULL && g_str_has_prefix (ref, "OpaqueRef:"))
    name = context->get_name (context->data, ref);

  if (name != NULL && *name == '\0')
    g_clear_pointer (&name, g_free);

  return name;
}

static const char *
get_vm_name (const FerryXapiFailureContext *context)
{
  return context != NULL && context->vm_name != NULL ? context->vm_name : _("the VM");
}

static const char *
get_host_name (const FerryXapiFailureContext *context)
{
  return context != NULL && context->host_name != NULL ? context->host_name : _("the host");
}

/* What to say of an object that is not known. */
static const char *
get_noun (char                           kind,
          const FerryXapiFailureContext *context)
{
  switch (kind)
    {
    case 'v':
      return get_vm_name (context);
    case 'h':
      return get_host_name (context);
    case 's':
      return _("unknown storage");
    case 'd':
      return _("unknown disk");
    case 'w':
      return _("unknown network");
    default:
      return _("something");
    }
}

static char *
format_bytes (const char *text)
{
  g_autofree char *number = g_strdup_printf ("%.1f", (double) g_ascii_strtoull (text, NULL, 10) /
                                                     (1024.0 * 1024.0 * 1024.0));

  /* Translators: an amount of memory or storage */
  return g_strdup_printf (_("%s GiB"), number);
}

static char *
format_power_states (const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_auto(GStrv) states = g_strsplit (lower, ", ", -1);
  static const struct { const char *state; const char *word; } words[] = {
    { "running", N_("running") },
    { "halted", N_("shut down") },
    { "paused", N_("paused") },
    { "suspended", N_("suspended") },
  };

  for (guint i = 0; states[i] != NULL; i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (words); j++)
        {
          if (g_str_equal (states[i], words[j].state))
            {
              g_free (states[i]);
              states[i] = g_strdup (_(words[j].word));
              break;
            }
        }
    }

  /* Translators: between the states that a VM might be in: "running or suspended" */
  return g_strjoinv (_(" or "), states);
}

static char *
format_operation (const char *text)
{
  static const struct { const char *operation; const char *words; } known[] = {
    { "pool_migrate", N_("a migration") },
    { "migrate_send", N_("a move with its disks") },
    { "vm_migrate", N_("a VM comes to it") },
    { "evacuate", N_("it is being emptied") },
    { "snapshot", N_("a snapshot") },
    { "checkpoint", N_("a snapshot with memory") },
    { "clean_shutdown", N_("a shutdown") },
    { "hard_shutdown", N_("a forced shutdown") },
    { "clean_reboot", N_("a reboot") },
    { "hard_reboot", N_("a forced reboot") },
    { "suspend", N_("suspending") },
    { "resume", N_("resuming") },
    { "start", N_("starting") },
    { "export", N_("an export") },
    { "copy", N_("a copy") },
    { "clone", N_("a copy") },
  };
  const char *dot = strrchr (text, '.');
  const char *bare = dot != NULL ? dot + 1 : text;
  char *words;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (g_str_equal (bare, known[i].operation))
        return g_strdup (_(known[i].words));
    }

  words = g_strdup (bare);

  return g_strdelimit (words, "_{}", ' ');
}

/* Text of the server, with names where it has references. */
static char *
clean_text (const char                    *text,
            const FerryXapiFailureContext *context)
{
  GString *out = g_string_new (NULL);
  const char *next = text;
  const char *found;

  while ((found = strstr (next, "OpaqueRef:")) != NULL)
    {
      gsize length = strlen ("OpaqueRef:");
      g_autofree char *ref = NULL;
      g_autofree char *name = NULL;

      while (g_ascii_isalnum (found[length]) || found[length] == '-')
        length++;
      ref = g_strndup (found, length);
      name = dup_name (context, ref);
      g_string_append_len (out, next, found - next);
      g_string_append (out, name != NULL ? name : _("something"));
      next = found + length;
    }
  g_string_append (out, next);

  return g_string_free (out, FALSE);
}

static char *
format_param (char                           kind,
              const char                    *param,
              const FerryXapiFailureContext *context)
{
  char *name;

  switch (kind)
    {
    case 'b':
      return format_bytes (param);
    case 'o':
      return format_operation (param);
    case 'p':
      return format_power_states (param);
    case 't':
      return clean_text (param, context);
    default:
      name = dup_name (context, param);
      return name != NULL ? name : g_strdup (get_noun (kind, context));
    }
}

/* What stands for a place like "1", "vm" or "host". */
static char *
format_place (const Reason                  *reason,
              const char                    *place,
              const char * const            *params,
              const FerryXapiFailureContext *context)
{
  guint n = (guint) g_ascii_strtoull (place, NULL, 10);
  char kind;

  if (g_str_equal (place, "vm"))
    return g_strdup (get_vm_name (context));
  if (n == 0 || n > strlen (reason->kinds))
    return g_strdup (get_host_name (context));

  kind = reason->kinds[n - 1];
  if (params == NULL || g_strv_length ((char **) params) < n)
    return g_strdup (get_noun (kind, context));

  return format_param (kind, params[n - 1], context);
}

/* In one pass: what is filled in may look like a place itself. */
static char *
fill_in (const Reason                  *reason,
         const char * const            *params,
         const FerryXapiFailureContext *context)
{
  GString *text = g_string_new (NULL);
  g_auto(GStrv) pieces = g_strsplit (_(reason->sentence), "{", -1);

  g_string_append (text, pieces[0]);
  for (guint i = 1; pieces[i] != NULL; i++)
    {
      g_auto(GStrv) halves = g_strsplit (pieces[i], "}", 2);
      g_autofree char *value = format_place (reason, halves[0], params, context);

      g_string_append_printf (text, "%s%s", value, halves[1] != NULL ? halves[1] : "");
    }

  return g_string_free (text, FALSE);
}

/* A code inside the text of an internal error says more than the text. */
static const Reason *
find_reason_in_text (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      /* Of its parameters nothing can be told. */
      if (strstr (text, reasons[i].code) != NULL && strchr (reasons[i].sentence, '1') == NULL &&
          strchr (reasons[i].sentence, '2') == NULL)
        return &reasons[i];
    }

  return NULL;
}

/* The connection between two hosts broke: one of them may be dead, or cut off with guests that run. */
static gboolean
is_about_the_network (const char *text)
{
  static const char * const network_words[] = {
    "Connection_reset", "EPIPE", "ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ETIMEDOUT", "End_of_file",
  };

  for (guint i = 0; i < G_N_ELEMENTS (network_words); i++)
    {
      if (strstr (text, network_words[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

static GError *
explain_internal_error (const char                    *text,
                        const FerryXapiFailureContext *context)
{
  g_autofree char *cleaned = clean_text (text, context);

  if (is_about_the_network (text))
    return g_error_new_literal (FERRY_DRIVER_ERROR, HOST_SILENT,
                                _("The connection between the two hosts broke. Look at both hosts and at the network "
                                  "between them."));

  return g_error_new (FERRY_DRIVER_ERROR, REFUSED, _("The toolstack stopped with an error of its own: %s"), cleaned);
}

/* Codes are English words: readable, if not nice. */
static char *
explain_unknown (const char                    *code,
                 const char * const            *params,
                 const FerryXapiFailureContext *context)
{
  g_autofree char *words = g_ascii_strdown (code, -1);
  GString *text = g_string_new (g_strdelimit (words, "_", ' '));

  for (guint i = 0; params != NULL && params[i] != NULL; i++)
    {
      g_autofree char *param = clean_text (params[i], context);

      if (*param != '\0')
        g_string_append_printf (text, "%s%s", i == 0 ? ": " : ", ", param);
    }

  words = (g_free (words), g_string_free (text, FALSE));

  return g_strdup_printf (_("The server gave a reason that Ferry does not know: %s"), words);
}

/**
 * ferry_xapi_failure_to_error:
 * @code: XenAPI's error code
 * @params: (nullable): its parameters
 * @context: (nullable): whose names may be used
 *
 * Returns: (transfer full): an error that can be shown
 */
GError *
ferry_xapi_failure_to_error (const char                    *code,
                             const char * const            *params,
                             const FerryXapiFailureContext *context)
{
  const Reason *reason = find_reason (code);
  g_autofree char *sentence = NULL;
  static const char * const none[] = { NULL };

  if (reason == NULL && g_str_equal (code, "INTERNAL_ERROR") && params != NULL && params[0] != NULL)
    {
      reason = find_reason_in_text (params[0]);
      if (reason == NULL)
        return explain_internal_error (params[0], context);
      params = none;
    }

  /* In plans for an evacuation the parameter is the VM. */
  if (reason != NULL && g_str_equal (code, "HOST_NOT_ENOUGH_FREE_MEMORY") &&
      (params == NULL || params[0] == NULL || params[1] == NULL))
    sentence = g_strdup_printf (_("%s has not enough free memory for %s."), get_host_name (context),
                                get_vm_name (context));

  /* Some servers do not say with what. */
  if (reason != NULL && g_str_equal (code, "OTHER_OPERATION_IN_PROGRESS") &&
      (params == NULL || g_strv_length ((char **) params) < 3))
    sentence = g_strdup_printf (_("%s is busy with something else. Wait until that is over."), get_vm_name (context));

  if (sentence == NULL)
    sentence = reason != NULL ? fill_in (reason, params, context) : explain_unknown (code, params, context);

  return g_error_new_literal (FERRY_DRIVER_ERROR, reason != NULL ? (int) reason->error : REFUSED, sentence);
}

const char *
ferry_xapi_failure_get_finding_id (const char *code)
{
  const Reason *reason = find_reason (code);

  return reason != NULL ? reason->finding_id : "server-refused";
}
