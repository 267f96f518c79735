/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-record.h"

G_BEGIN_DECLS

typedef enum
{
  FERRY_POWER_STATE_UNKNOWN,
  FERRY_POWER_STATE_HALTED,
  FERRY_POWER_STATE_RUNNING,
  FERRY_POWER_STATE_PAUSED,
  FERRY_POWER_STATE_SUSPENDED,
} FerryPowerState;

/**
 * FerryVirtualisation:
 *
 * How the guest is virtualised: decides its memory overhead and which CPU
 * features count (xapi.md 5.5, 3.14).
 */
typedef enum
{
  FERRY_VIRTUALISATION_UNKNOWN,
  FERRY_VIRTUALISATION_HVM,
  FERRY_VIRTUALISATION_PV,
  FERRY_VIRTUALISATION_PV_IN_PVH,
  FERRY_VIRTUALISATION_PVH,
} FerryVirtualisation;

/**
 * FerryVmTraits:
 * @FERRY_VM_NO_MIGRATE: pinned by its platform settings, as latched at boot where running
 * @FERRY_VM_NESTED_VIRT: it runs VMs itself
 * @FERRY_VM_HAS_TOOLS: the guest agent reported its version
 * @FERRY_VM_CAN_SUSPEND: the guest says that it can be suspended
 * @FERRY_VM_HAS_PCI: a PCI device is passed through (NVIDIA SR-IOV functions excepted)
 * @FERRY_VM_HAS_VGPU: has a virtual GPU
 * @FERRY_VM_VGPU_CAN_MIGRATE: every vGPU of it can be migrated
 * @FERRY_VM_HAS_USB: a USB device is passed through
 * @FERRY_VM_HAS_VTPM: has a virtual TPM
 * @FERRY_VM_HAS_SRIOV: a NIC is an SR-IOV function
 * @FERRY_VM_CACHED_RESET_DISK: a disk resets at boot and is cached (xapi.md 5.1 row 10)
 * @FERRY_VM_HA_PROTECTED: HA restarts it
 * @FERRY_VM_HA_BEST_EFFORT: HA tries to restart it
 * @FERRY_VM_ANY_VCPUS: may have more vCPUs than the host has CPUs
 * @FERRY_VM_SELF_MANAGED: an appliance of the pool itself
 */
typedef enum
{
  FERRY_VM_NO_MIGRATE        = 1 << 0,
  FERRY_VM_NESTED_VIRT       = 1 << 1,
  FERRY_VM_HAS_TOOLS         = 1 << 2,
  FERRY_VM_CAN_SUSPEND       = 1 << 3,
  FERRY_VM_HAS_PCI           = 1 << 4,
  FERRY_VM_HAS_VGPU          = 1 << 5,
  FERRY_VM_VGPU_CAN_MIGRATE  = 1 << 6,
  FERRY_VM_HAS_USB           = 1 << 7,
  FERRY_VM_HAS_VTPM          = 1 << 8,
  FERRY_VM_HAS_SRIOV         = 1 << 9,
  FERRY_VM_CACHED_RESET_DISK = 1 << 10,
  FERRY_VM_HA_PROTECTED      = 1 << 11,
  FERRY_VM_HA_BEST_EFFORT    = 1 << 12,
  FERRY_VM_ANY_VCPUS         = 1 << 13,
  FERRY_VM_SELF_MANAGED      = 1 << 14,
} FerryVmTraits;

/**
 * FerryVmDisk:
 * @id: (not nullable): the attachment's own identity (a VBD's uuid)
 * @disk_key: (nullable): the disk; %NULL for an empty drive
 * @storage_key: (nullable): where it is; %NULL for an empty drive
 * @name: (nullable): the disk's name, so that a page need not look it up
 * @device: (nullable): as the guest sees it ("xvda"), or its position ("0")
 * @is_cd: a CD or DVD drive
 * @is_read_only: mounted read-only
 * @is_bootable: the VM boots from it
 * @is_attached: plugged now
 * @resets_on_boot: its changes are thrown away at boot
 * @size_bytes: virtual size; 0 for an empty drive
 */
typedef struct
{
  const char * const id;
  const char * const disk_key;
  const char * const storage_key;
  const char * const name;
  const char * const device;
  const gboolean     is_cd;
  const gboolean     is_read_only;
  const gboolean     is_bootable;
  const gboolean     is_attached;
  const gboolean     resets_on_boot;
  const guint64      size_bytes;
} FerryVmDisk;

/**
 * FerryVmNic:
 * @id: (not nullable): the NIC's own identity (a VIF's uuid)
 * @network_key: (nullable): what it is wired to
 * @device: (nullable): its position
 * @mac: (nullable): six pairs of hexadecimal digits
 * @addresses: (nullable): IP addresses that the guest reported
 * @is_attached: plugged now
 */
typedef struct
{
  const char * const         id;
  const char * const         network_key;
  const char * const         device;
  const char * const         mac;
  const char * const * const addresses;
  const gboolean             is_attached;
} FerryVmNic;

/**
 * FerryVmRecord:
 * @base: the head
 * @uuid: as the server knows it
 * @description: (nullable): the administrator's words
 * @tags: (nullable): the administrator's labels
 * @power_state: last state seen
 * @host_key: (nullable): where it runs; %NULL when halted or suspended
 * @scheduled_host_key: (nullable): where memory is kept for it because it is on its way
 * @home_key: (nullable): where it would like to run (affinity)
 * @pool_key: (not nullable): its pool
 * @virtualisation: of the running domain, else of the next boot
 * @traits: what matters when moving it
 * @n_vcpus: vCPUs it may have at most
 * @n_vcpus_running: vCPUs that run now; 0 when not running
 * @memory_static_max_bytes: what the guest believes to have
 * @memory_dynamic_min_bytes: the least that ballooning may leave it: what a target must have free, with the overhead
 * @memory_dynamic_max_bytes: the most that ballooning gives it
 * @memory_overhead_bytes: of the hypervisor, for this VM
 * @memory_actual_bytes: used now; 0 when unknown
 * @shadow_multiplier: of its shadow or HAP memory
 * @cpu_vendor: (nullable): of the CPU that it booted on; %NULL when halted
 * @cpu_features: (nullable): that it booted with; see #FerryHostRecord
 * @virtual_hardware_version: that it needs
 * @cant_suspend_reason: (nullable): the guest's own veto
 * @blocked_migrate: (nullable): value of blocked_operations for pool_migrate: an administrator's lock
 * @blocked_move: (nullable): the same for migrate_send
 * @operations: (nullable): operations in progress, server's words ("snapshot")
 * @may_migrate: the server lists pool_migrate among the allowed operations (advisory)
 * @suspend_storage_key: (nullable): where its suspend image is
 * @n_snapshots: snapshots that it has
 * @os_name: (nullable): as the guest agent says
 * @tools_version: (nullable): of the guest agent
 * @addresses: (nullable): all IP addresses that the guest reported
 * @started_at: Unix seconds; 0 when unknown or not running
 * @disks: (array length=n_disks) (nullable): disks and drives
 * @nics: (array length=n_nics) (nullable): NICs
 */
typedef struct
{
  FerryRecord                base;
  const char * const         uuid;
  const char * const         description;
  const char * const * const tags;
  const FerryPowerState      power_state;
  const char * const         host_key;
  const char * const         scheduled_host_key;
  const char * const         home_key;
  const char * const         pool_key;
  const FerryVirtualisation  virtualisation;
  const FerryVmTraits        traits;
  const guint                n_vcpus;
  const guint                n_vcpus_running;
  const guint64              memory_static_max_bytes;
  const guint64              memory_dynamic_min_bytes;
  const guint64              memory_dynamic_max_bytes;
  const guint64              memory_overhead_bytes;
  const guint64              memory_actual_bytes;
  const double               shadow_multiplier;
  const char * const         cpu_vendor;
  const char * const         cpu_features;
  const gint64               virtual_hardware_version;
  const char * const         cant_suspend_reason;
  const char * const         blocked_migrate;
  const char * const         blocked_move;
  const char * const * const operations;
  const gboolean             may_migrate;
  const char * const         suspend_storage_key;
  const guint                n_snapshots;
  const char * const         os_name;
  const char * const         tools_version;
  const char * const * const addresses;
  const gint64               started_at;
  const FerryVmDisk * const  disks;
  const guint                n_disks;
  const FerryVmNic * const   nics;
  const guint                n_nics;
} FerryVmRecord;

FERRY_DECLARE_RECORD (FerryVmRecord, ferry_vm_record)

G_END_DECLS
