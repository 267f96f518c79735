/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-vm-record"

#include "model/ferry-vm-record.h"

static const FerryField vm_disk_fields[] = {
  FERRY_FIELD (FerryVmDisk, STRING, id),
  FERRY_FIELD (FerryVmDisk, KEY, disk_key),
  FERRY_FIELD (FerryVmDisk, KEY, storage_key),
  FERRY_FIELD (FerryVmDisk, STRING, name),
  FERRY_FIELD (FerryVmDisk, STRING, device),
  FERRY_FIELD (FerryVmDisk, VALUE, is_cd),
  FERRY_FIELD (FerryVmDisk, VALUE, is_read_only),
  FERRY_FIELD (FerryVmDisk, VALUE, is_bootable),
  FERRY_FIELD (FerryVmDisk, VALUE, is_attached),
  FERRY_FIELD (FerryVmDisk, VALUE, resets_on_boot),
  FERRY_FIELD (FerryVmDisk, VALUE, size_bytes),
  FERRY_FIELD_END
};

static const FerryField vm_nic_fields[] = {
  FERRY_FIELD (FerryVmNic, STRING, id),
  FERRY_FIELD (FerryVmNic, KEY, network_key),
  FERRY_FIELD (FerryVmNic, STRING, device),
  FERRY_FIELD (FerryVmNic, STRING, mac),
  FERRY_FIELD (FerryVmNic, STRINGS, addresses),
  FERRY_FIELD (FerryVmNic, VALUE, is_attached),
  FERRY_FIELD_END
};

static const FerryField ferry_vm_record_fields[] = {
  FERRY_FIELD (FerryVmRecord, STRING, uuid),
  FERRY_FIELD (FerryVmRecord, STRING, description),
  FERRY_FIELD (FerryVmRecord, STRINGS, tags),
  FERRY_FIELD (FerryVmRecord, VALUE, power_state),
  FERRY_FIELD (FerryVmRecord, KEY, host_key),
  FERRY_FIELD (FerryVmRecord, KEY, scheduled_host_key),
  FERRY_FIELD (FerryVmRecord, KEY, home_key),
  FERRY_FIELD (FerryVmRecord, KEY, pool_key),
  FERRY_FIELD (FerryVmRecord, VALUE, virtualisation),
  FERRY_FIELD (FerryVmRecord, VALUE, traits),
  FERRY_FIELD (FerryVmRecord, VALUE, n_vcpus),
  FERRY_FIELD (FerryVmRecord, VALUE, n_vcpus_running),
  FERRY_FIELD (FerryVmRecord, VALUE, memory_static_max_bytes),
  FERRY_FIELD (FerryVmRecord, VALUE, memory_dynamic_min_bytes),
  FERRY_FIELD (FerryVmRecord, VALUE, memory_dynamic_max_bytes),
  FERRY_FIELD (FerryVmRecord, VALUE, memory_overhead_bytes),
  FERRY_FIELD (FerryVmRecord, VALUE, memory_actual_bytes),
  FERRY_FIELD (FerryVmRecord, VALUE, shadow_multiplier),
  FERRY_FIELD (FerryVmRecord, STRING, cpu_vendor),
  FERRY_FIELD (FerryVmRecord, STRING, cpu_features),
  FERRY_FIELD (FerryVmRecord, VALUE, virtual_hardware_version),
  FERRY_FIELD (FerryVmRecord, STRING, cant_suspend_reason),
  FERRY_FIELD (FerryVmRecord, STRING, blocked_migrate),
  FERRY_FIELD (FerryVmRecord, STRING, blocked_move),
  FERRY_FIELD (FerryVmRecord, STRINGS, operations),
  FERRY_FIELD (FerryVmRecord, VALUE, may_migrate),
  FERRY_FIELD (FerryVmRecord, KEY, suspend_storage_key),
  FERRY_FIELD (FerryVmRecord, VALUE, n_snapshots),
  FERRY_FIELD (FerryVmRecord, STRING, os_name),
  FERRY_FIELD (FerryVmRecord, STRING, tools_version),
  FERRY_FIELD (FerryVmRecord, STRINGS, addresses),
  FERRY_FIELD (FerryVmRecord, VALUE, started_at),
  FERRY_FIELD_ARRAY_OF (FerryVmRecord, disks, n_disks, vm_disk_fields),
  FERRY_FIELD_ARRAY_OF (FerryVmRecord, nics, n_nics, vm_nic_fields),
  FERRY_FIELD_END
};

FERRY_DEFINE_RECORD (FerryVmRecord, ferry_vm_record, FERRY_KIND_VM)
