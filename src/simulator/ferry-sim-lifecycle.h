/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-failure.h"

G_BEGIN_DECLS

/**
 * FerrySimVmOperation:
 *
 * What can be done to a VM, in the XenAPI's order; named there without the prefix.
 */
typedef enum {
  FERRY_SIM_VM_SNAPSHOT,
  FERRY_SIM_VM_CLONE,
  FERRY_SIM_VM_COPY,
  FERRY_SIM_VM_CREATE_TEMPLATE,
  FERRY_SIM_VM_REVERT,
  FERRY_SIM_VM_CHECKPOINT,
  FERRY_SIM_VM_SNAPSHOT_WITH_QUIESCE,
  FERRY_SIM_VM_PROVISION,
  FERRY_SIM_VM_START,
  FERRY_SIM_VM_START_ON,
  FERRY_SIM_VM_PAUSE,
  FERRY_SIM_VM_UNPAUSE,
  FERRY_SIM_VM_CLEAN_SHUTDOWN,
  FERRY_SIM_VM_CLEAN_REBOOT,
  FERRY_SIM_VM_HARD_SHUTDOWN,
  FERRY_SIM_VM_POWER_STATE_RESET,
  FERRY_SIM_VM_HARD_REBOOT,
  FERRY_SIM_VM_SUSPEND,
  FERRY_SIM_VM_CSVM,
  FERRY_SIM_VM_RESUME,
  FERRY_SIM_VM_RESUME_ON,
  FERRY_SIM_VM_POOL_MIGRATE,
  FERRY_SIM_VM_MIGRATE_SEND,
  FERRY_SIM_VM_GET_BOOT_RECORD,
  FERRY_SIM_VM_SEND_SYSRQ,
  FERRY_SIM_VM_SEND_TRIGGER,
  FERRY_SIM_VM_QUERY_SERVICES,
  FERRY_SIM_VM_SHUTDOWN,
  FERRY_SIM_VM_CALL_PLUGIN,
  FERRY_SIM_VM_CHANGING_MEMORY_LIVE,
  FERRY_SIM_VM_AWAITING_MEMORY_LIVE,
  FERRY_SIM_VM_CHANGING_DYNAMIC_RANGE,
  FERRY_SIM_VM_CHANGING_STATIC_RANGE,
  FERRY_SIM_VM_CHANGING_MEMORY_LIMITS,
  FERRY_SIM_VM_CHANGING_SHADOW_MEMORY,
  FERRY_SIM_VM_CHANGING_SHADOW_MEMORY_LIVE,
  FERRY_SIM_VM_CHANGING_VCPUS,
  FERRY_SIM_VM_CHANGING_VCPUS_LIVE,
  FERRY_SIM_VM_CHANGING_NVRAM,
  FERRY_SIM_VM_ASSERT_OPERATION_VALID,
  FERRY_SIM_VM_DATA_SOURCE_OP,
  FERRY_SIM_VM_UPDATE_ALLOWED_OPERATIONS,
  FERRY_SIM_VM_MAKE_INTO_TEMPLATE,
  FERRY_SIM_VM_IMPORT,
  FERRY_SIM_VM_EXPORT,
  FERRY_SIM_VM_METADATA_EXPORT,
  FERRY_SIM_VM_REVERTING,
  FERRY_SIM_VM_DESTROY,
  FERRY_SIM_VM_CREATE_VTPM,
  FERRY_SIM_N_VM_OPERATIONS
} FerrySimVmOperation;

const char      *ferry_sim_vm_operation_get_name  (FerrySimVmOperation  operation);
gboolean         ferry_sim_vm_operation_from_name (const char          *name,
                                                   FerrySimVmOperation *operation);
gboolean         ferry_sim_vm_operation_is_listed (FerrySimVmOperation  operation);

FerrySimFailure *ferry_sim_lifecycle_check        (FerrySimDatabase    *database,
                                                   const char          *vm,
                                                   FerrySimVmOperation  operation,
                                                   gboolean             strict) G_GNUC_WARN_UNUSED_RESULT;
gboolean         ferry_sim_lifecycle_is_live      (FerrySimDatabase    *database,
                                                   const char          *vm);

G_END_DECLS
