/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "engine/ferry-inventory.h"
#include "engine/ferry-preflight-private.h"
#include "engine/ferry-preflight.h"
#include "model/ferry-disk-record.h"

#define GIB ((guint64) 1 << 30)
#define MIB ((guint64) 1 << 20)

/* Two hosts of a small pool, and web-03 on kestrel, which nothing keeps from going to merlin. Rows of
 * the table below change what they need before the records are made. */
typedef struct
{
  FerryConnectionRecord connection;
  FerryPoolRecord       pool;
  FerryHostRecord       kestrel;
  FerryHostRecord       merlin;
  FerryHostRecord       porto_host; /* in another pool */
  FerryPoolRecord       porto;
  FerryStorageRecord    shared;
  FerryStorageRecord    local;
  FerryDiskRecord       disk;
  FerryNetworkRecord    lan;
  FerryNetworkPort      ports[2];
  FerryVmRecord         web;
  FerryVmDisk           disks[3];
  FerryVmNic            nics[1];
  FerryVmRecord         neighbour;
  FerryVmNic            neighbour_nics[1];
  FerryMoveRecord       move;
  gboolean              has_move;
  gboolean              has_neighbour;
  gboolean              has_web;
  gboolean              has_merlin;
  const char           *target;
  FerryMoveRequest      request;
} World;

/* Members of records are const for everybody else. */
#define SET(lvalue, value)                                \
  G_STMT_START {                                          \
    __typeof__ (lvalue) set_value = (value);              \
    memcpy ((void *) &(lvalue), &set_value, sizeof (lvalue)); \
  } G_STMT_END

static const char * const both_hosts[] = { "lisbon/host/kestrel", "lisbon/host/merlin", NULL };
static const char * const only_kestrel[] = { "lisbon/host/kestrel", NULL };
static const gint64 hardware_versions[] = { 0, 1, 2 };

#define HOST(id, pool_id)                                                         \
  {                                                                               \
    .base = { .key = "lisbon/host/" id, .connection_key = "lisbon/connection", .name = id }, \
    .pool_key = pool_id, .is_enabled = TRUE, .is_live = TRUE,                     \
    .memory_total_bytes = 64 * GIB, .memory_overhead_bytes = 4 * GIB,             \
    .n_cpus = 16, .n_sockets = 1, .cpu_vendor = "GenuineIntel",                   \
    .cpu_features_hvm = "1fcbfbff-fffa3223-2c100800-00000121-00000001-001c0fbb",  \
    .cpu_features_pv = "1fc9cbf5-f6f83203-28100800-00000021-00000001-000c0329",   \
    .has_hvm = TRUE, .has_iommu = TRUE,                                           \
    .virtual_hardware_versions = hardware_versions, .n_virtual_hardware_versions = 3, \
    .platform_version = "3.4.0", .toolstack_version = "25.6.0-1.2",               \
    .hypervisor_version = "4.17.5-9",                                             \
  }

static const World quiet_world = {
  .connection = {
    .base = { .key = "lisbon/connection", .connection_key = "lisbon/connection",
              .name = "Lisbon pool" },
    .id = "lisbon", .uri = "xapi://root@lisbon", .state = FERRY_CONNECTION_CONNECTED,
    .can_migrate = TRUE,
  },
  .pool = {
    .base = { .key = "lisbon/pool/1", .connection_key = "lisbon/connection",
              .name = "Lisbon pool" },
    .coordinator_key = "lisbon/host/kestrel",
    .can_migrate_live = TRUE, .can_migrate_storage = TRUE,
  },
  .kestrel = HOST ("kestrel", "lisbon/pool/1"),
  .merlin = HOST ("merlin", "lisbon/pool/1"),
  .porto_host = HOST ("heron", "lisbon/pool/2"),
  .porto = {
    .base = { .key = "lisbon/pool/2", .connection_key = "lisbon/connection", .name = "Porto pool" },
    .can_migrate_live = TRUE,
  },
  .shared = {
    .base = { .key = "lisbon/storage/iscsi", .connection_key = "lisbon/connection",
              .name = "iSCSI 1" },
    .pool_key = "lisbon/pool/1", .is_shared = TRUE, .host_keys = both_hosts,
  },
  .local = {
    .base = { .key = "lisbon/storage/local", .connection_key = "lisbon/connection",
              .name = "Local storage" },
    .pool_key = "lisbon/pool/1",
    .traits = FERRY_STORAGE_CAN_SNAPSHOT | FERRY_STORAGE_CAN_MIRROR,
    .host_keys = only_kestrel,
  },
  .disk = {
    .base = { .key = "lisbon/disk/data", .connection_key = "lisbon/connection",
              .name = "web-03 data" },
    .storage_key = "lisbon/storage/local",
  },
  .ports = {
    { .host_key = "lisbon/host/kestrel", .device = "eth0", .address = "192.0.2.1",
      .vlan = -1, .speed_mbps = 10000, .is_attached = TRUE, .is_management = TRUE },
    { .host_key = "lisbon/host/merlin", .device = "eth0", .address = "192.0.2.2",
      .vlan = -1, .speed_mbps = 10000, .is_attached = TRUE, .is_management = TRUE },
  },
  .lan = {
    .base = { .key = "lisbon/network/lan", .connection_key = "lisbon/connection", .name = "LAN" },
    .pool_key = "lisbon/pool/1", .is_managed = TRUE, .n_ports = 2,
  },
  .web = {
    .base = { .key = "lisbon/vm/web-03", .connection_key = "lisbon/connection", .name = "web-03" },
    .power_state = FERRY_POWER_STATE_RUNNING, .host_key = "lisbon/host/kestrel",
    .pool_key = "lisbon/pool/1", .virtualisation = FERRY_VIRTUALISATION_HVM,
    .traits = FERRY_VM_HAS_TOOLS | FERRY_VM_CAN_SUSPEND, .n_vcpus = 4, .n_vcpus_running = 4,
    .memory_static_max_bytes = 8 * GIB, .memory_dynamic_min_bytes = 8 * GIB,
    .memory_dynamic_max_bytes = 8 * GIB, .memory_overhead_bytes = 205 * MIB,
    .memory_actual_bytes = 8 * GIB, .shadow_multiplier = 1.0, .cpu_vendor = "GenuineIntel",
    .cpu_features = "1fcbfbff-fffa3223-2c100800-00000121-00000001-001c0fbb",
    .virtual_hardware_version = 2, .may_migrate = TRUE, .n_disks = 1, .n_nics = 1,
  },
  .disks = {
    { .id = "vbd-1", .disk_key = "lisbon/disk/root", .storage_key = "lisbon/storage/iscsi",
      .name = "web-03 root", .device = "xvda", .is_attached = TRUE, .size_bytes = 20 * GIB },
    { .id = "vbd-2", .disk_key = "lisbon/disk/data", .storage_key = "lisbon/storage/local",
      .name = "web-03 data", .device = "xvdb", .is_attached = TRUE, .size_bytes = 20 * GIB },
    { .id = "vbd-3", .disk_key = "lisbon/disk/logs", .storage_key = "lisbon/storage/local",
      .name = "web-03 logs", .device = "xvdc", .is_attached = TRUE, .size_bytes = 20 * GIB },
  },
  .nics = { { .id = "vif-1", .network_key = "lisbon/network/lan", .device = "0" } },
  .neighbour = {
    .base = { .key = "lisbon/vm/db-01", .connection_key = "lisbon/connection", .name = "db-01" },
    .power_state = FERRY_POWER_STATE_RUNNING, .host_key = "lisbon/host/kestrel",
    .pool_key = "lisbon/pool/1", .traits = FERRY_VM_HAS_TOOLS, .n_vcpus = 2,
    .memory_static_max_bytes = 4 * GIB, .memory_dynamic_min_bytes = 4 * GIB,
    .memory_dynamic_max_bytes = 4 * GIB, .shadow_multiplier = 1.0, .may_migrate = TRUE,
    .n_nics = 1,
  },
  .neighbour_nics = {
    { .id = "vif-2", .network_key = "lisbon/network/lan", .is_attached = TRUE },
  },
  .move = {
    .base = { .key = "ferry/move/1", .connection_key = "lisbon/connection", .name = "web-03" },
    .vm_key = "lisbon/vm/web-03", .target_host_key = "lisbon/host/merlin",
    .target_host_name = "merlin", .state = FERRY_MOVE_WAITING,
  },
  .has_web = TRUE,
  .has_merlin = TRUE,
  .target = "lisbon/host/merlin",
  .request = { .compress = -1 },
};

static FerryInventory *
build (World *w)
{
  FerryInventory *inventory = ferry_inventory_new ();

  SET (w->lan.ports, w->ports);
  SET (w->web.disks, w->disks);
  SET (w->web.nics, w->nics);
  SET (w->neighbour.nics, w->neighbour_nics);

  ferry_inventory_put (inventory, ferry_connection_record_new (&w->connection));
  ferry_inventory_put (inventory, ferry_pool_record_new (&w->pool));
  ferry_inventory_put (inventory, ferry_pool_record_new (&w->porto));
  ferry_inventory_put (inventory, ferry_host_record_new (&w->kestrel));
  ferry_inventory_put (inventory, ferry_host_record_new (&w->porto_host));
  if (w->has_merlin)
    ferry_inventory_put (inventory, ferry_host_record_new (&w->merlin));
  ferry_inventory_put (inventory, ferry_storage_record_new (&w->shared));
  ferry_inventory_put (inventory, ferry_storage_record_new (&w->local));
  ferry_inventory_put (inventory, ferry_disk_record_new (&w->disk));
  ferry_inventory_put (inventory, ferry_network_record_new (&w->lan));
  if (w->has_web)
    ferry_inventory_put (inventory, ferry_vm_record_new (&w->web));
  if (w->has_neighbour)
    ferry_inventory_put (inventory, ferry_vm_record_new (&w->neighbour));
  if (w->has_move)
    ferry_inventory_put (inventory, ferry_move_record_new (&w->move));

  return inventory;
}

/* --- What the rows change. --- */

#define CHANGE(name, ...) static void name (World *w) { __VA_ARGS__; }

CHANGE (nothing, (void) w)
CHANGE (vm_gone, w->has_web = FALSE)
CHANGE (host_gone, w->has_merlin = FALSE)
CHANGE (connection_lost, SET (w->connection.state, FERRY_CONNECTION_LOST))
CHANGE (same_host, w->target = "lisbon/host/kestrel")
CHANGE (other_pool, w->target = "lisbon/host/heron")
CHANGE (weak_role, SET (w->connection.can_migrate, FALSE))
CHANGE (no_licence, SET (w->pool.can_migrate_live, FALSE))
CHANGE (halted, SET (w->web.power_state, FERRY_POWER_STATE_HALTED);
        SET (w->web.host_key, NULL))
CHANGE (suspended, SET (w->web.power_state, FERRY_POWER_STATE_SUSPENDED);
        SET (w->web.host_key, NULL))
CHANGE (paused, SET (w->web.power_state, FERRY_POWER_STATE_PAUSED))
CHANGE (state_unknown, SET (w->web.power_state, FERRY_POWER_STATE_UNKNOWN))
CHANGE (waiting_move, w->has_move = TRUE)
CHANGE (running_move, w->has_move = TRUE; SET (w->move.state, FERRY_MOVE_RUNNING))
CHANGE (ended_move, w->has_move = TRUE; SET (w->move.state, FERRY_MOVE_FAILED))
CHANGE (locked, SET (w->web.blocked_migrate, "true"))
CHANGE (locked_because, SET (w->web.blocked_migrate, "quorum witness"))
CHANGE (locked_for_moves, SET (w->web.blocked_move, "true"))

static const char * const snapshot_operation[] = { "snapshot", NULL };
static const char * const odd_operation[] = { "data_source_op", NULL };

CHANGE (snapshotting, SET (w->web.operations, snapshot_operation))
CHANGE (busy_otherwise, SET (w->web.operations, odd_operation))
CHANGE (pinned, SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_NO_MIGRATE))
CHANGE (pinned_forced, SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_NO_MIGRATE);
        w->request.force = TRUE)
CHANGE (nested, SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_NESTED_VIRT))
CHANGE (veto, SET (w->web.cant_suspend_reason, "hibernation is off"))
CHANGE (veto_forced, SET (w->web.cant_suspend_reason, "hibernation is off");
        w->request.force = TRUE)
CHANGE (no_tools, SET (w->web.traits, 0))
CHANGE (no_tools_but_suspends, SET (w->web.traits, FERRY_VM_CAN_SUSPEND))
CHANGE (no_tools_pv, SET (w->web.traits, 0);
        SET (w->web.virtualisation, FERRY_VIRTUALISATION_PV);
        SET (w->web.cpu_features, NULL))
CHANGE (cached_reset, SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_CACHED_RESET_DISK))
CHANGE (pci, SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_HAS_PCI))
CHANGE (vgpu, SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_HAS_VGPU))
CHANGE (mobile_vgpu, SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_HAS_VGPU |
                                         FERRY_VM_VGPU_CAN_MIGRATE))
CHANGE (whole_gpu, SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_HAS_VGPU |
                                       FERRY_VM_VGPU_CAN_MIGRATE | FERRY_VM_HAS_PCI);
        SET (w->merlin.has_iommu, FALSE))
CHANGE (no_iommu, SET (w->merlin.has_iommu, FALSE))
CHANGE (usb, SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_HAS_USB))
CHANGE (vtpm, SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_HAS_VTPM))
CHANGE (sriov, SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_HAS_SRIOV))
CHANGE (bad_limits, SET (w->web.memory_dynamic_max_bytes, 6 * GIB))
CHANGE (no_vcpu, SET (w->web.n_vcpus, 0))
CHANGE (thin_shadow, SET (w->web.shadow_multiplier, 0.5))
CHANGE (dead_source, SET (w->kestrel.is_live, FALSE))
CHANGE (dead_target, SET (w->merlin.is_live, FALSE))
CHANGE (disabled, SET (w->merlin.is_enabled, FALSE))

static const char * const evacuating[] = { "evacuate", NULL };
static const char * const receiving[] = { "vm_migrate", NULL };
static const char * const rebooting[] = { "reboot", NULL };

CHANGE (evacuated, SET (w->merlin.operations, evacuating))
CHANGE (restarting, SET (w->merlin.operations, rebooting))
CHANGE (receiving_another, SET (w->merlin.operations, receiving))
CHANGE (older_target, SET (w->pool.is_upgrading, TRUE);
        SET (w->merlin.toolstack_version, "25.5.10-1.1"))
CHANGE (newer_target, SET (w->pool.is_upgrading, TRUE);
        SET (w->merlin.toolstack_version, "25.10.0-1.1"))
CHANGE (older_outside_upgrade, SET (w->merlin.toolstack_version, "24.1"))
CHANGE (old_hardware, SET (w->merlin.n_virtual_hardware_versions, 2))
CHANGE (no_hardware_list, SET (w->merlin.n_virtual_hardware_versions, 0))
CHANGE (no_hvm, SET (w->merlin.has_hvm, FALSE))
CHANGE (no_hvm_pv, SET (w->merlin.has_hvm, FALSE);
        SET (w->web.virtualisation, FERRY_VIRTUALISATION_PV);
        SET (w->web.cpu_features, NULL))
CHANGE (other_vendor, SET (w->merlin.cpu_vendor, "AuthenticAMD"))
CHANGE (other_vendor_forced, SET (w->merlin.cpu_vendor, "AuthenticAMD"); w->request.force = TRUE)
CHANGE (vendor_unknown, SET (w->web.cpu_vendor, NULL))
CHANGE (weaker_cpu, SET (w->merlin.cpu_features_hvm,
                         "1fcbfbff-effa3223-2c100800-00000121-00000001-001c0f9b"))
CHANGE (weaker_cpu_new_xen, weaker_cpu (w); SET (w->merlin.hypervisor_version, "4.20.1"))
CHANGE (weaker_cpu_unknown_xen, weaker_cpu (w); SET (w->merlin.hypervisor_version, NULL))
CHANGE (stronger_cpu, SET (w->merlin.cpu_features_hvm,
                           "1fcbfbff-fffa3223-2c100800-00000121-00000001-201c0fbb-00000001"))
CHANGE (shorter_policy, SET (w->merlin.cpu_features_hvm,
                             "1fcbfbff-fffa3223-2c100800-00000121-00000001"))
CHANGE (unreadable_policy, SET (w->merlin.cpu_features_hvm, "none"))
CHANGE (small_target, SET (w->merlin.memory_total_bytes, 7 * GIB + 100 * MIB))
CHANGE (just_too_small, SET (w->merlin.memory_total_bytes, 12 * GIB + 204 * MIB))
CHANGE (just_large_enough, SET (w->merlin.memory_total_bytes, 12 * GIB + 206 * MIB))
CHANGE (memory_unknown, SET (w->merlin.memory_total_bytes, 0))
CHANGE (ballooning, SET (w->web.memory_dynamic_min_bytes, 2 * GIB);
        SET (w->merlin.memory_total_bytes, 8 * GIB))
CHANGE (pv_in_pvh, SET (w->web.virtualisation, FERRY_VIRTUALISATION_PV_IN_PVH);
        SET (w->web.memory_dynamic_min_bytes, 2 * GIB);
        SET (w->merlin.memory_total_bytes, 8 * GIB))
CHANGE (reserved_by_queue, w->has_neighbour = TRUE; w->has_move = TRUE;
        SET (w->move.vm_key, "lisbon/vm/db-01");
        SET (w->merlin.memory_total_bytes, 14 * GIB))
CHANGE (many_vcpus, SET (w->web.n_vcpus, 17))
CHANGE (many_vcpus_allowed, SET (w->web.n_vcpus, 17);
        SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_ANY_VCPUS))
CHANGE (no_port, SET (w->lan.n_ports, 1))
CHANGE (bond_member, SET (w->ports[1].is_bond_member, TRUE); SET (w->ports[1].speed_mbps, 10000))
CHANGE (internal_used, w->has_neighbour = TRUE; SET (w->lan.is_internal, TRUE);
        SET (w->lan.n_ports, 0))
CHANGE (internal_alone, SET (w->lan.is_internal, TRUE); SET (w->lan.n_ports, 0))
CHANGE (internal_neighbour_there, internal_used (w);
        SET (w->neighbour.host_key, "lisbon/host/merlin"))
CHANGE (internal_neighbour_unplugged, internal_used (w);
        SET (w->neighbour_nics[0].is_attached, FALSE))
CHANGE (internal_assumed_shared, internal_used (w); SET (w->lan.is_assumed_shared, TRUE))
CHANGE (asked_network, w->request.network_key = (char *) "lisbon/network/lan")
CHANGE (asked_network_no_port, asked_network (w); SET (w->web.n_nics, 0); no_port (w))
CHANGE (asked_network_down, asked_network (w); SET (w->ports[1].is_attached, FALSE))
CHANGE (asked_network_bare, asked_network (w); SET (w->ports[1].address, NULL))
CHANGE (local_disk, SET (w->web.n_disks, 2))
CHANGE (two_local_disks, SET (w->web.n_disks, 3))
CHANGE (local_disk_cbt, SET (w->web.n_disks, 2); SET (w->disk.traits, FERRY_DISK_HAS_CBT))
CHANGE (shared_disk_cbt, SET (w->disk.traits, FERRY_DISK_HAS_CBT);
        SET (w->disks[0].disk_key, "lisbon/disk/data"))
CHANGE (local_disk_unlicensed, SET (w->web.n_disks, 2); SET (w->pool.can_migrate_storage, FALSE))
CHANGE (local_disk_no_mirror, SET (w->web.n_disks, 2); SET (w->local.traits, 0))
CHANGE (unplugged_there, SET (w->shared.host_keys, only_kestrel))
CHANGE (unplugged_everywhere, SET (w->shared.host_keys, NULL))
CHANGE (local_cd, SET (w->web.n_disks, 2); SET (w->disks[1].is_cd, TRUE);
        SET (w->disks[1].name, "debian-12.iso"))
CHANGE (shared_cd, SET (w->web.n_disks, 2); SET (w->disks[1].is_cd, TRUE);
        SET (w->disks[1].storage_key, "lisbon/storage/iscsi"))
CHANGE (empty_drive, SET (w->web.n_disks, 2); SET (w->disks[1].is_cd, TRUE);
        SET (w->disks[1].disk_key, NULL); SET (w->disks[1].storage_key, NULL))
CHANGE (ha, SET (w->pool.ha_enabled, TRUE); SET (w->pool.ha_plan_exists_for, 1))
CHANGE (ha_overcommit, ha (w); SET (w->pool.ha_allow_overcommit, TRUE))
CHANGE (ha_no_plan, ha (w); SET (w->pool.ha_plan_exists_for, 0))
CHANGE (ha_protected, ha_overcommit (w);
        SET (w->web.traits, FERRY_VM_HAS_TOOLS | FERRY_VM_HA_PROTECTED))
CHANGE (nearly_full, SET (w->merlin.memory_total_bytes, 12 * GIB + 400 * MIB))
CHANGE (not_offered, SET (w->web.may_migrate, FALSE))
CHANGE (not_offered_and_known_why, SET (w->web.may_migrate, FALSE); pinned (w))
CHANGE (huge, SET (w->web.memory_actual_bytes, 512 * GIB))
CHANGE (balanced, SET (w->pool.balances_load, TRUE))

/**
 * Row:
 * @name: a sentence
 * @change: what is different in this world
 * @story: ids of the findings in their order, each with a space behind it
 * @outlook: of the verdict
 * @words: what the first finding's sentence must say, up to three things
 */
typedef struct
{
  const char  *name;
  void       (*change) (World *w);
  const char  *story;
  FerryOutlook outlook;
  const char  *words[3];
} Row;

#define CAN     FERRY_OUTLOOK_CAN_GO
#define CANNOT  FERRY_OUTLOOK_CANNOT
#define CHOICES FERRY_OUTLOOK_NEEDS_CHOICES

static const Row rows[] = {
  { "lets-a-plain-vm-go", nothing, "", CAN, { NULL } },
  { "misses-a-vm", vm_gone, "vm-gone ", CANNOT, { "VM" } },
  { "misses-a-host", host_gone, "host-gone ", CANNOT, { "host" } },
  { "does-not-trust-old-news", connection_lost, "connection-down ", FERRY_OUTLOOK_UNKNOWN,
    { "Lisbon pool", "web-03", "merlin" } },
  { "knows-where-it-is", same_host, "already-here ", FERRY_OUTLOOK_HERE, { "web-03", "kestrel" } },
  { "stays-in-the-pool", other_pool, "other-pool ", CHOICES,
    { "web-03 is in Lisbon pool", "heron is in Porto pool", "this version" } },
  { "minds-the-role", weak_role, "role ", CANNOT, { "Lisbon pool", "account" } },
  { "minds-the-licence", no_licence, "licence ", CANNOT, { "Lisbon pool", "licence" } },
  { "refuses-halted", halted, "power-state ", CANNOT, { "web-03", "is off" } },
  { "refuses-suspended", suspended, "power-state ", CANNOT, { "web-03", "is suspended" } },
  { "refuses-paused", paused, "power-state ", CANNOT, { "web-03", "is paused" } },
  { "refuses-unknown-state", state_unknown, "power-state ", CANNOT, { "web-03", "not known" } },
  { "sees-its-own-waiting-move", waiting_move, "own-move ", CANNOT,
    { "web-03 waits", "merlin" } },
  { "sees-its-own-running-move", running_move, "own-move ", CANNOT,
    { "web-03 is on its way", "merlin" } },
  { "forgets-ended-moves", ended_move, "", CAN, { NULL } },
  { "respects-a-lock", locked, "blocked-by-administrator ", CANNOT, { "web-03" } },
  { "says-why-it-is-locked", locked_because, "blocked-by-administrator ", CANNOT,
    { "web-03", "quorum witness" } },
  { "ignores-locks-of-other-operations", locked_for_moves, "", CAN, { NULL } },
  { "waits-for-a-snapshot", snapshotting, "operation-in-progress ", CANNOT,
    { "snapshot of web-03" } },
  { "waits-for-anything", busy_otherwise, "operation-in-progress ", CANNOT,
    { "works on web-03" } },
  { "respects-pinning", pinned, "pinned ", CANNOT, { "web-03", "nomigrate" } },
  { "warns-when-forced-past-pinning", pinned_forced, "pinned ", CAN, { "web-03" } },
  { "leaves-nested-vms", nested, "nested-virtualisation ", CANNOT, { "web-03" } },
  { "respects-the-guests-veto", veto, "guest-veto ", CANNOT,
    { "web-03", "hibernation is off" } },
  { "is-not-forced-past-a-veto", veto_forced, "guest-veto ", CANNOT, { "web-03" } },
  { "needs-tools-or-suspend", no_tools, "cannot-suspend no-tools ", CANNOT,
    { "web-03 has no guest tools" } },
  { "is-content-with-suspend", no_tools_but_suspends, "no-tools ", CAN, { "web-03" } },
  { "lets-pv-go-without-tools", no_tools_pv, "no-tools ", CAN, { "web-03" } },
  { "leaves-cached-reset-disks", cached_reset, "cached-reset-disk ", CANNOT, { "web-03" } },
  { "leaves-pci-devices", pci, "pci-device ", CANNOT, { "web-03", "PCI" } },
  { "leaves-vgpus", vgpu, "vgpu ", CANNOT, { "web-03", "GPU" } },
  { "warns-of-mobile-vgpus", mobile_vgpu, "gpu-room ", CAN, { "web-03", "merlin" } },
  { "needs-an-iommu-for-a-gpu", whole_gpu, "pci-device iommu-required gpu-room ", CANNOT,
    { "web-03" } },
  { "needs-no-iommu-without-gpu", no_iommu, "", CAN, { NULL } },
  { "leaves-usb-devices", usb, "usb-device ", CANNOT, { "web-03", "USB" } },
  { "notes-a-virtual-tpm", vtpm, "virtual-tpm ", CAN, { "web-03", "TPM" } },
  { "warns-of-sriov", sriov, "sriov-room ", CAN, { "web-03", "merlin" } },
  { "sees-contradicting-limits", bad_limits, "bad-settings ", CANNOT, { "web-03" } },
  { "sees-missing-vcpus", no_vcpu, "bad-settings ", CANNOT, { "web-03" } },
  { "sees-thin-shadow-memory", thin_shadow, "bad-settings ", CANNOT, { "web-03" } },
  { "sees-a-dead-source", dead_source, "source-not-live ", CANNOT, { "kestrel", "web-03" } },
  { "sees-a-dead-target", dead_target, "host-not-live ", CANNOT, { "merlin" } },
  { "sees-maintenance", disabled, "host-disabled ", CANNOT, { "merlin", "maintenance" } },
  { "sees-evacuation", evacuated, "host-busy ", CANNOT, { "merlin is being evacuated" } },
  { "sees-a-restart", restarting, "host-busy ", CANNOT, { "merlin is being restarted" } },
  { "lets-several-come-at-once", receiving_another, "", CAN, { NULL } },
  { "goes-forward-in-upgrades", older_target, "older-version ", CANNOT,
    { "merlin", "kestrel", "web-03" } },
  { "takes-25.10-for-newer-than-25.6", newer_target, "", CAN, { NULL } },
  { "compares-versions-in-upgrades-only", older_outside_upgrade, "", CAN, { NULL } },
  { "compares-virtual-hardware", old_hardware, "hardware-version ", CANNOT,
    { "web-03", "version 2", "merlin" } },
  { "compares-no-unlisted-hardware", no_hardware_list, "", CAN, { NULL } },
  { "needs-hvm", no_hvm, "hvm-required ", CANNOT, { "web-03", "merlin" } },
  { "needs-no-hvm-for-pv", no_hvm_pv, "", CAN, { NULL } },
  { "compares-cpu-vendors", other_vendor, "cpu-vendor ", CANNOT,
    { "web-03", "made by Intel", "made by AMD" } },
  { "warns-when-forced-past-cpus", other_vendor_forced, "cpu-vendor ", CAN, { "web-03" } },
  { "compares-no-unknown-vendor", vendor_unknown, "", CAN, { NULL } },
  { "counts-missing-cpu-features", weaker_cpu, "cpu-features ", CANNOT,
    { "web-03 uses 2 CPU features", "merlin", "AVX, AVX2" } },
  { "leaves-cpu-features-to-newer-hypervisors", weaker_cpu_new_xen, "cpu-features ", CAN,
    { "merlin" } },
  { "leaves-cpu-features-to-unknown-hypervisors", weaker_cpu_unknown_xen, "cpu-features ", CAN,
    { "merlin" } },
  { "lets-it-go-to-a-better-cpu", stronger_cpu, "", CAN, { NULL } },
  { "extends-short-policies-with-zeros", shorter_policy, "cpu-features ", CANNOT,
    { "13 CPU features" } },
  { "does-not-guess-at-policies", unreadable_policy, "", CAN, { NULL } },
  { "counts-memory", small_target, "memory ", CANNOT,
    { "web-03 needs 8.2 GiB", "merlin has 3.1 GiB free" } },
  { "tells-close-amounts-apart", just_too_small, "memory ", CANNOT,
    { "8397 MiB", "8396 MiB" } },
  { "fits-to-the-last-mib", just_large_enough, "host-full ", CAN, { "merlin has 100 %" } },
  { "does-not-guess-at-memory", memory_unknown, "", CAN, { NULL } },
  { "squeezes-ballooning-guests", ballooning, "", CAN, { NULL } },
  { "does-not-squeeze-pv-in-pvh", pv_in_pvh, "memory ", CANNOT, { "8.2 GiB", "4.0 GiB" } },
  { "counts-moves-that-wait", reserved_by_queue, "memory ", CANNOT, { "8.2 GiB", "6.0 GiB" } },
  { "counts-cpus", many_vcpus, "cpu-count ", CANNOT, { "17 vCPUs", "16 CPUs" } },
  { "counts-no-cpus-where-told-not-to", many_vcpus_allowed, "", CAN, { NULL } },
  { "needs-the-networks", no_port, "network-missing ", CANNOT, { "web-03", "LAN", "merlin" } },
  { "does-not-use-bond-members", bond_member, "network-bond-member ", CANNOT,
    { "web-03", "LAN", "merlin" } },
  { "keeps-internal-networks-together", internal_used, "network-internal ", CANNOT,
    { "LAN", "db-01", "kestrel" } },
  { "leaves-an-internal-network-alone", internal_alone, "", CAN, { NULL } },
  { "joins-an-internal-network", internal_neighbour_there, "", CAN, { NULL } },
  { "minds-no-unplugged-neighbour", internal_neighbour_unplugged, "", CAN, { NULL } },
  { "believes-in-shared-internal-networks", internal_assumed_shared, "", CAN, { NULL } },
  { "travels-over-a-chosen-network", asked_network, "", CAN, { NULL } },
  { "needs-a-port-to-travel", asked_network_no_port, "migration-port-missing ", CHOICES,
    { "merlin", "LAN" } },
  { "needs-a-link-to-travel", asked_network_down, "migration-port-down ", CHOICES,
    { "merlin", "LAN" } },
  { "needs-an-address-to-travel", asked_network_bare, "migration-port-without-address ", CHOICES,
    { "merlin", "LAN" } },
  { "offers-a-copy-of-local-disks", local_disk, "disk-not-visible ", CHOICES,
    { "web-03 data", "local storage of kestrel", "merlin" } },
  { "names-a-storage-once", two_local_disks, "disk-not-visible ", CHOICES,
    { "web-03 data” and more", "kestrel" } },
  { "cannot-copy-tracked-disks", local_disk_cbt, "disk-not-visible disk-cannot-be-copied ", CANNOT,
    { "web-03 data" } },
  { "minds-no-tracking-on-shared-disks", shared_disk_cbt, "", CAN, { NULL } },
  { "cannot-copy-without-licence", local_disk_unlicensed,
    "disk-not-visible disk-cannot-be-copied ", CANNOT, { "web-03 data", "kestrel" } },
  { "cannot-copy-from-rigid-storage", local_disk_no_mirror,
    "disk-not-visible disk-cannot-be-copied ", CANNOT, { "web-03 data", "kestrel" } },
  { "needs-storage-at-the-target", unplugged_there,
    "disk-not-visible disk-cannot-be-copied ", CANNOT, { "iSCSI 1" } },
  { "needs-storage-anywhere", unplugged_everywhere, "disk-not-visible ", CANNOT,
    { "iSCSI 1", "no host" } },
  { "ejects-local-cds", local_cd, "cd-not-visible ", CANNOT,
    { "debian-12.iso", "Local storage", "merlin" } },
  { "keeps-shared-cds", shared_cd, "", CAN, { NULL } },
  { "keeps-empty-drives", empty_drive, "", CAN, { NULL } },
  { "leaves-the-ha-plan-to-the-server", ha, "ha-plan ", CAN, { "Lisbon pool", "web-03", "merlin" } },
  { "minds-no-plan-with-overcommit", ha_overcommit, "", CAN, { NULL } },
  { "minds-no-plan-where-none-exists", ha_no_plan, "", CAN, { NULL } },
  { "notes-ha-protection", ha_protected, "ha-protected ", CAN, { "web-03" } },
  { "warns-of-a-full-host", nearly_full, "host-full ", CAN, { "web-03", "merlin", "98 %" } },
  { "hears-what-the-server-does-not-offer", not_offered, "not-offered ", CAN, { "web-03" } },
  { "does-not-say-twice-what-it-knows", not_offered_and_known_why, "pinned ", CANNOT,
    { "web-03" } },
  { "says-when-it-takes-long", huge, "takes-long ", CAN, { "web-03", "512.0 GiB" } },
  { "notes-load-balancing", balanced, "load-balancing ", CAN, { "Lisbon pool", "web-03" } },
};

static char *
tell (const FerryVerdict *verdict)
{
  GString *story = g_string_new (NULL);

  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const FerryFinding *finding = g_ptr_array_index (verdict->findings, i);

      g_string_append_printf (story, "%s ", finding->id);
    }

  return g_string_free (story, FALSE);
}

static void
assert_plain_words (const FerryFinding *finding)
{
  g_assert_null (strstr (finding->sentence, "OpaqueRef"));
  g_assert_null (strstr (finding->sentence, "lisbon/"));
  g_assert_null (strchr (finding->sentence, '!'));
  g_assert_null (strstr (finding->sentence, "(null)"));
  g_assert_true (g_str_has_suffix (finding->sentence, ".") ||
                 g_str_has_suffix (finding->sentence, "”."));
}

static FerryVerdict *
judge (FerryInventory *inventory,
       World          *w)
{
  char *vm_keys[] = { (char *) "lisbon/vm/web-03", NULL };
  g_autoptr(GPtrArray) verdicts = NULL;

  w->request.vm_keys = vm_keys;
  w->request.host_key = (char *) w->target;
  verdicts = ferry_preflight_check_request (inventory, &w->request);
  g_assert_cmpuint (verdicts->len, ==, 1);

  return ferry_verdict_ref (g_ptr_array_index (verdicts, 0));
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autofree World *w = g_memdup2 (&quiet_world, sizeof quiet_world);
  g_autoptr(FerryInventory) inventory = NULL;
  g_autoptr(FerryVerdict) verdict = NULL;
  g_autofree char *story = NULL;
  FerrySeverity before = FERRY_SEVERITY_BLOCKS;

  row->change (w);
  inventory = build (w);
  verdict = judge (inventory, w);
  story = tell (verdict);

  g_assert_cmpstr (story, ==, row->story);
  g_assert_cmpint (verdict->outlook, ==, row->outlook);
  g_assert_cmpstr (verdict->host_key, ==, w->target);

  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const FerryFinding *finding = g_ptr_array_index (verdict->findings, i);

      g_test_message ("%s", finding->sentence);
      assert_plain_words (finding);
      g_assert_cmpint (finding->severity, <=, before);
      before = finding->severity;
    }

  for (guint i = 0; i < G_N_ELEMENTS (row->words) && row->words[i] != NULL; i++)
    {
      const FerryFinding *first = g_ptr_array_index (verdict->findings, 0);

      g_assert_nonnull (strstr (first->sentence, row->words[i]));
    }
}

/* Every rule of the table has a row above in which it speaks. */
static void
test_every_rule_has_a_row (void)
{
  for (const FerryPreflightRule *rule = ferry_preflight_get_rules (); rule->id != NULL; rule++)
    {
      g_autofree char *word = g_strconcat (rule->id, " ", NULL);
      gboolean is_told = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        is_told |= strstr (rows[i].story, word) != NULL;

      if (!is_told)
        g_test_fail_printf ("no row makes “%s” speak", rule->id);
    }
}

/* What must hold of every verdict, whatever the world. */
static void
assert_consistent (const FerryVerdict *verdict)
{
  gboolean blocks = FALSE;
  gboolean blocks_for_good = FALSE;
  FerrySeverity before = FERRY_SEVERITY_BLOCKS;

  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const FerryFinding *finding = g_ptr_array_index (verdict->findings, i);
      gboolean is_block = finding->severity == FERRY_SEVERITY_BLOCKS;

      assert_plain_words (finding);
      g_assert_cmpint (finding->severity, <=, before);
      before = finding->severity;
      blocks |= is_block;
      blocks_for_good |= is_block && !finding->needs_choices;
      g_assert_cmpint (finding->remedy != FERRY_REMEDY_NONE, ==, finding->remedy_label != NULL);
      g_assert_cmpint (finding->remedy != FERRY_REMEDY_NONE, ==, finding->remedy_target != NULL);
    }

  if (verdict->outlook == FERRY_OUTLOOK_CAN_GO)
    g_assert_false (blocks);
  else
    g_assert_true (blocks);
  if (verdict->outlook == FERRY_OUTLOOK_NEEDS_CHOICES)
    g_assert_false (blocks_for_good);

  g_assert_cmpfloat (verdict->memory_after, <=, 1);
  g_assert_cmpfloat (verdict->duration_min_s, <=, verdict->duration_max_s);
  g_assert_cmpint (verdict->pause_min_ms, <=, verdict->pause_max_ms);
}

/* Any mixture of what the rows change, from the seed of this run. */
static void
test_judges_any_mixture (void)
{
  for (guint run = 0; run < 2000; run++)
    {
      g_autofree World *w = g_memdup2 (&quiet_world, sizeof quiet_world);
      g_autoptr(FerryInventory) inventory = NULL;
      g_autoptr(FerryVerdict) verdict = NULL;
      guint n = g_test_rand_int_range (1, 8);

      for (guint i = 0; i < n; i++)
        rows[g_test_rand_int_range (0, G_N_ELEMENTS (rows))].change (w);
      inventory = build (w);
      verdict = judge (inventory, w);
      assert_consistent (verdict);
    }
}

static void
test_offers_remedies (void)
{
  g_autofree World *w = g_memdup2 (&quiet_world, sizeof quiet_world);
  g_autoptr(FerryInventory) inventory = NULL;
  g_autoptr(FerryVerdict) verdict = NULL;
  const FerryFinding *cd;
  const FerryFinding *host;

  local_cd (w);
  disabled (w);
  inventory = build (w);
  verdict = ferry_preflight_check_pair (inventory, "lisbon/vm/web-03", "lisbon/host/merlin");

  g_assert_cmpuint (verdict->findings->len, ==, 2);
  host = g_ptr_array_index (verdict->findings, 0);
  g_assert_cmpint (host->remedy, ==, FERRY_REMEDY_ENABLE_HOST);
  g_assert_cmpstr (host->remedy_target, ==, "lisbon/host/merlin");
  g_assert_nonnull (strstr (host->remedy_label, "merlin"));
  cd = g_ptr_array_index (verdict->findings, 1);
  g_assert_cmpint (cd->remedy, ==, FERRY_REMEDY_EJECT_CD);
  g_assert_cmpstr (cd->remedy_target, ==, "vbd-2");
  g_assert_nonnull (cd->remedy_label);
}

static void
test_says_why_a_disk_cannot_come_along (void)
{
  static const struct
  {
    void (*change) (World *w);
    const char *word;
  } cases[] = {
    { local_disk_cbt, "“web-03 data” of web-03 has changed block tracking on" },
    { local_disk_unlicensed, "The licence of Lisbon pool" },
    { local_disk_no_mirror, "“Local storage” cannot let go" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree World *w = g_memdup2 (&quiet_world, sizeof quiet_world);
      g_autoptr(FerryInventory) inventory = NULL;
      g_autoptr(FerryVerdict) verdict = NULL;
      const FerryFinding *finding;

      cases[i].change (w);
      inventory = build (w);
      verdict = ferry_preflight_check_pair (inventory, "lisbon/vm/web-03", "lisbon/host/merlin");
      finding = g_ptr_array_index (verdict->findings, 1);
      g_assert_cmpstr (finding->id, ==, "disk-cannot-be-copied");
      g_assert_nonnull (strstr (finding->sentence, cases[i].word));
    }
}

static void
test_tells_memory_and_time (void)
{
  g_autofree World *w = g_memdup2 (&quiet_world, sizeof quiet_world);
  g_autoptr(FerryInventory) inventory = build (w);
  g_autoptr(FerryVerdict) there = NULL;
  g_autoptr(FerryVerdict) here = NULL;

  there = ferry_preflight_check_pair (inventory, "lisbon/vm/web-03", "lisbon/host/merlin");
  g_assert_cmpfloat_with_epsilon (there->memory_after, (4.0 + 8.0 + 205.0 / 1024) / 64, 1e-9);
  g_assert_cmpfloat (there->duration_min_s, >, 0);
  g_assert_cmpfloat (there->duration_max_s, >, there->duration_min_s);
  g_assert_cmpint (there->pause_max_ms, >, there->pause_min_ms);

  here = ferry_preflight_check_pair (inventory, "lisbon/vm/web-03", "lisbon/host/kestrel");
  g_assert_cmpfloat_with_epsilon (here->memory_after, (4.0 + 8.0 + 205.0 / 1024) / 64, 1e-9);
  g_assert_cmpfloat (here->duration_min_s, ==, -1);
  g_assert_cmpint (here->pause_max_ms, ==, -1);
}

/* Three VMs of 8 GiB each, and room for two. */
static void
test_counts_vms_one_after_the_other (void)
{
  static const char * const vm_keys[] = { "lisbon/vm/a", "lisbon/vm/b", "lisbon/vm/c", NULL };
  g_autofree World *w = g_memdup2 (&quiet_world, sizeof quiet_world);
  g_autoptr(FerryInventory) inventory = NULL;
  g_autoptr(GPtrArray) verdicts = NULL;
  const FerryVerdict *third;
  const FerryFinding *finding;

  SET (w->merlin.memory_total_bytes, 22 * GIB);
  inventory = build (w);
  for (guint i = 0; i < 3; i++)
    {
      FerryRecord base = { .key = vm_keys[i], .connection_key = "lisbon/connection",
                           .name = vm_keys[i] + strlen ("lisbon/vm/") };

      SET (w->web.base, base);
      ferry_inventory_put (inventory, ferry_vm_record_new (&w->web));
    }

  verdicts = ferry_preflight_check (inventory, vm_keys,
                                    (const char * const[]) { "lisbon/host/merlin", NULL });
  g_assert_cmpuint (verdicts->len, ==, 3);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (((FerryVerdict *) g_ptr_array_index (verdicts, i))->outlook, ==,
                     FERRY_OUTLOOK_CAN_GO);

  third = g_ptr_array_index (verdicts, 2);
  g_assert_cmpint (third->outlook, ==, FERRY_OUTLOOK_CANNOT);
  finding = g_ptr_array_index (third->findings, 0);
  g_assert_cmpstr (finding->id, ==, "memory");
  g_assert_nonnull (strstr (finding->sentence, "c needs 8.2 GiB and merlin has 1.6 GiB free after"));
}

/* Room for one and a half. */
static void
test_counts_a_vm_once (void)
{
  static const char * const vm_keys[] = { "lisbon/vm/web-03", "lisbon/vm/web-03", NULL };
  g_autofree World *w = g_memdup2 (&quiet_world, sizeof quiet_world);
  g_autoptr(FerryInventory) inventory = NULL;
  g_autoptr(GPtrArray) verdicts = NULL;

  SET (w->merlin.memory_total_bytes, 16 * GIB);
  inventory = build (w);
  verdicts = ferry_preflight_check (inventory, vm_keys,
                                    (const char * const[]) { "lisbon/host/merlin", NULL });
  g_assert_cmpuint (verdicts->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (((FerryVerdict *) g_ptr_array_index (verdicts, i))->outlook, ==,
                     FERRY_OUTLOOK_CAN_GO);
}

static void
test_answers_in_order (void)
{
  static const char * const vm_keys[] = { "lisbon/vm/web-03", "lisbon/vm/nobody", NULL };
  g_autofree World *w = g_memdup2 (&quiet_world, sizeof quiet_world);
  g_autoptr(FerryInventory) inventory = build (w);
  g_autoptr(GPtrArray) verdicts = ferry_preflight_check (inventory, vm_keys, NULL);
  g_autoptr(GString) story = g_string_new (NULL);

  for (guint i = 0; i < verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (verdicts, i);

      g_string_append_printf (story, "%s>%s ", strrchr (verdict->vm_key, '/') + 1,
                              strrchr (verdict->host_key, '/') + 1);
    }

  g_assert_cmpstr (story->str, ==, "web-03>heron web-03>kestrel web-03>merlin "
                   "nobody>heron nobody>kestrel nobody>merlin ");
}

/* Admitted together, two that wait do not stand in each other's way. */
static void
test_lets_a_waiting_move_start (void)
{
  g_autofree World *w = g_memdup2 (&quiet_world, sizeof quiet_world);
  g_autoptr(FerryInventory) inventory = NULL;
  g_autoptr(FerryMoveRecord) move = NULL;
  g_autoptr(FerryVerdict) verdict = NULL;

  waiting_move (w);
  inventory = build (w);
  move = ferry_move_record_new (&w->move);
  verdict = ferry_preflight_check_move (inventory, move, NULL);

  g_assert_cmpint (verdict->outlook, ==, FERRY_OUTLOOK_CAN_GO);
  g_assert_cmpuint (verdict->findings->len, ==, 0);
}

static void
test_compares_versions_by_number (void)
{
  g_assert_cmpint (ferry_preflight_compare_versions ("25.10.0", "25.6.0"), >, 0);
  g_assert_cmpint (ferry_preflight_compare_versions ("4.17.5-9", "4.20"), <, 0);
  g_assert_cmpint (ferry_preflight_compare_versions ("4.20.0", "4.20"), ==, 0);
  g_assert_cmpint (ferry_preflight_compare_versions ("1.249.3-1", "1.249.3-2"), <, 0);
  g_assert_cmpint (ferry_preflight_compare_versions (NULL, "4.20"), ==, 0);
  g_assert_cmpint (ferry_preflight_compare_versions ("", "0"), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/preflight/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }

  g_test_add_func ("/preflight/every-rule-has-a-row", test_every_rule_has_a_row);
  g_test_add_func ("/preflight/judges-any-mixture", test_judges_any_mixture);
  g_test_add_func ("/preflight/offers-remedies", test_offers_remedies);
  g_test_add_func ("/preflight/says-why-a-disk-cannot-come-along",
                   test_says_why_a_disk_cannot_come_along);
  g_test_add_func ("/preflight/tells-memory-and-time", test_tells_memory_and_time);
  g_test_add_func ("/preflight/counts-vms-one-after-the-other",
                   test_counts_vms_one_after_the_other);
  g_test_add_func ("/preflight/counts-a-vm-once", test_counts_a_vm_once);
  g_test_add_func ("/preflight/answers-in-order", test_answers_in_order);
  g_test_add_func ("/preflight/lets-a-waiting-move-start", test_lets_a_waiting_move_start);
  g_test_add_func ("/preflight/compares-versions-by-number", test_compares_versions_by_number);

  return g_test_run ();
}
