/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preflight-rules"

#include "engine/ferry-preflight-private.h"

/* Every rule of preflight. Of findings that weigh the same, those about the VM come first, then those
 * about the host, then those about both, each in the order of this table. Ids are stable: scripts know
 * them. The second column says where the server's own rule is described; where it is empty, the rule
 * is ours alone.
 *
 * Not here, because records don't show it: a retired kind of vGPU (5.2 row 1), the number of vCPUs at
 * boot (row 2), control domains, templates and snapshots (no records are made of them), room for
 * vGPUs and SR-IOV functions (rows 12 and 14: "gpu-room" and "sriov-room" say that the server looks),
 * and all that only the two hosts find out between themselves (5.3 rows 12 to 14). */
static const FerryPreflightRule rules[] = {
  { "vm-gone", "", FERRY_PREFLIGHT_FIRST, ferry_preflight_look_at_presence_of_vm,
    FERRY_OUTLOOK_CANNOT },
  { "host-gone", "", FERRY_PREFLIGHT_FIRST, ferry_preflight_look_at_presence_of_host,
    FERRY_OUTLOOK_CANNOT },
  { "connection-down", "", FERRY_PREFLIGHT_FIRST, ferry_preflight_look_at_connection,
    FERRY_OUTLOOK_UNKNOWN },
  { "already-here", "4.1", FERRY_PREFLIGHT_FIRST, ferry_preflight_look_at_place,
    FERRY_OUTLOOK_HERE },
  { "other-pool", "4.1", FERRY_PREFLIGHT_FIRST, ferry_preflight_look_at_pool,
    FERRY_OUTLOOK_NEEDS_CHOICES },

  { "role", "5.3 row 1", FERRY_PREFLIGHT_HOST, ferry_preflight_look_at_role },
  { "licence", "5.3 row 10", FERRY_PREFLIGHT_HOST, ferry_preflight_look_at_licence },

  { "power-state", "5.1 row 2", FERRY_PREFLIGHT_VM_LAST, ferry_preflight_look_at_power },
  { "own-move", "", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_own_move },
  { "blocked-by-administrator", "5.1 row 1", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_lock },
  { "operation-in-progress", "5.1 row 3", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_operations },
  { "pinned", "5.1 row 6", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_pinning },
  { "nested-virtualisation", "5.1 row 6", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_nesting },
  { "guest-veto", "5.1 row 8", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_veto },
  { "cannot-suspend", "5.1 row 9", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_suspending },
  { "cached-reset-disk", "5.1 row 10", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_cached_disk },
  { "pci-device", "5.1 row 11", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_pci },
  { "vgpu", "5.1 row 12", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_vgpu },
  { "usb-device", "5.1 row 13", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_usb },
  { "bad-settings", "5.2 row 2", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_settings },
  { "source-not-live", "5.3 row 9", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_source },

  { "host-not-live", "5.2 row 3", FERRY_PREFLIGHT_HOST, ferry_preflight_look_at_heartbeat },
  { "host-disabled", "5.2 row 5", FERRY_PREFLIGHT_HOST, ferry_preflight_look_at_enabling },
  { "host-busy", "5.3 row 7", FERRY_PREFLIGHT_HOST, ferry_preflight_look_at_host_operations },

  { "older-version", "5.3 row 4", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_upgrade },
  { "hardware-version", "5.2 row 6", FERRY_PREFLIGHT_PAIR,
    ferry_preflight_look_at_hardware_version },
  { "hvm-required", "5.2 row 15", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_hvm },
  { "iommu-required", "5.2 row 11", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_iommu },
  { "cpu-vendor", "5.2 row 7, 3.14", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_cpu_vendor },
  { "cpu-features", "5.2 row 7, 3.14", FERRY_PREFLIGHT_PAIR,
    ferry_preflight_look_at_cpu_features },
  { "memory", "5.2 row 16, 5.5", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_memory },
  { "cpu-count", "5.2 row 17", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_cpu_count },
  { "network-missing", "5.2 row 9", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_networks },
  { "network-internal", "5.2 row 9", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_internal },
  { "network-bond-member", "5.2 row 10", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_bonds },
  { "migration-port-missing", "5.3 row 11", FERRY_PREFLIGHT_PAIR,
    ferry_preflight_look_at_migration_port },
  { "migration-port-down", "5.3 row 11", FERRY_PREFLIGHT_PAIR,
    ferry_preflight_look_at_migration_link },
  { "migration-port-without-address", "5.3 row 11", FERRY_PREFLIGHT_PAIR,
    ferry_preflight_look_at_migration_address },
  { "cd-not-visible", "5.2 row 8", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_drives },
  { "disk-not-visible", "5.2 row 8", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_disks },
  { "disk-cannot-be-copied", "5.4 B and D", FERRY_PREFLIGHT_PAIR,
    ferry_preflight_look_at_disk_copies },

  { "ha-plan", "5.3 row 6", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_ha_plan },
  { "host-full", "", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_fullness },
  { "gpu-room", "5.2 rows 11 and 12", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_gpu_room },
  { "sriov-room", "5.2 row 14", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_sriov },
  { "not-offered", "4.3", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_server_word },
  { "takes-long", "", FERRY_PREFLIGHT_PAIR, ferry_preflight_look_at_duration },
  { "no-tools", "", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_tools },
  { "virtual-tpm", "", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_vtpm },
  { "ha-protected", "4.7", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_protection },
  { "load-balancing", "", FERRY_PREFLIGHT_VM, ferry_preflight_look_at_balancing },
  { NULL },
};

/**
 * ferry_preflight_get_rules:
 *
 * Returns: (transfer none): the table; ends with a %NULL id
 */
const FerryPreflightRule *
ferry_preflight_get_rules (void)
{
  return rules;
}
