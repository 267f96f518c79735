/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/ferry-forecast.h"
#include "engine/ferry-preflight.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-move-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"

G_BEGIN_DECLS

/* What one file of rules needs of the others. Not for callers of preflight. */

#define FERRY_PREFLIGHT_MAX_CPU_WORDS 32

/* A feature policy: hexadecimal words, as cpuid gives them. @n_words is 0 when it is not known. */
typedef struct
{
  guint32 words[FERRY_PREFLIGHT_MAX_CPU_WORDS];
  guint   n_words;
} FerryPreflightCpu;

typedef struct _FerryPreflightRule FerryPreflightRule;

/**
 * FerryPreflightHost:
 * @record: (nullable): %NULL when it is gone
 * @pool: (nullable): its pool
 * @connection: (nullable): who told of it
 * @cpu_hvm: what migrating HVM and PVH guests may use on it
 * @cpu_pv: what migrating PV guests may use on it
 * @used_bytes: taken by the hypervisor and promised to VMs, those that wait to move there included
 * @n_moving: moves that come or go now
 * @speed_mbps: of its port on the migration network; 0 when unknown
 * @counted_bytes: needed by the VMs that this check has sent there already
 * @n_counted: how many these are
 * @findings: (owned) (nullable): of the rules that look at the host alone, once they have
 *
 * One host while a check lasts: looked up once, whatever the number of VMs.
 */
typedef struct
{
  const FerryHostRecord       *record;
  const FerryPoolRecord       *pool;
  const FerryConnectionRecord *connection;
  FerryPreflightCpu            cpu_hvm;
  FerryPreflightCpu            cpu_pv;
  guint64                      used_bytes;
  guint                        n_moving;
  gint64                       speed_mbps;
  guint64                      counted_bytes;
  guint                        n_counted;
  GPtrArray                   *findings;
} FerryPreflightHost;

/**
 * FerryPreflightVm:
 * @record: (nullable): %NULL when it is gone
 * @pool: (nullable): its pool
 * @connection: (nullable): who told of it
 * @source: (nullable): where it runs
 * @move: (nullable): another move of it that has not ended
 * @cpu: what it booted with
 * @needed_bytes: what a target must have free for it
 * @storages: (owned): (element-type FerryStorageRecord) (nullable): of each disk; %NULL where not known
 * @networks: (owned): (element-type FerryNetworkRecord) (nullable): of each NIC; %NULL where not known
 * @findings: (owned) (nullable): of the rules that look at the VM alone, once they have
 * @is_stopped: one of them leaves no sense in looking at targets
 *
 * One VM while a check lasts: looked up once, whatever the number of hosts.
 */
typedef struct
{
  const FerryVmRecord         *record;
  const FerryPoolRecord       *pool;
  const FerryConnectionRecord *connection;
  FerryPreflightHost          *source;
  const FerryMoveRecord       *move;
  FerryPreflightCpu            cpu;
  guint64                      needed_bytes;
  GPtrArray                   *storages;
  GPtrArray                   *networks;
  GPtrArray                   *findings;
  gboolean                     is_stopped;
} FerryPreflightVm;

/**
 * FerryPreflightCase:
 * @inventory: what is known
 * @request: (nullable): the choices made, if any
 * @vm: the VM; for rules about the host alone %NULL
 * @host: the target; for rules about the VM alone %NULL
 * @forecast: how long the move would take; for rules about both only
 * @rule: the rule that looks now
 * @findings: what the rules say goes here
 *
 * What a rule looks at.
 */
typedef struct
{
  FerryInventory           *inventory;
  const FerryMoveRequest   *request;
  FerryPreflightVm         *vm;
  FerryPreflightHost       *host;
  FerryForecast             forecast;
  const FerryPreflightRule *rule;
  GPtrArray                *findings;
} FerryPreflightCase;

/**
 * FerryPreflightScope:
 * @FERRY_PREFLIGHT_FIRST: VM and host; if it says anything, nothing else is asked
 * @FERRY_PREFLIGHT_VM: the VM alone: asked once for all hosts
 * @FERRY_PREFLIGHT_VM_LAST: likewise, and if it says anything, nothing else is asked
 * @FERRY_PREFLIGHT_HOST: the host alone: asked once for all VMs
 * @FERRY_PREFLIGHT_PAIR: VM and host
 */
typedef enum
{
  FERRY_PREFLIGHT_FIRST,
  FERRY_PREFLIGHT_VM,
  FERRY_PREFLIGHT_VM_LAST,
  FERRY_PREFLIGHT_HOST,
  FERRY_PREFLIGHT_PAIR,
} FerryPreflightScope;

/**
 * FerryPreflightRule:
 * @id: stable name of what it finds
 * @source: where the server's own rule is described (section and row of the XAPI reference); "" for ours
 * @scope: what it looks at
 * @look: says what it finds, nothing if all is well
 * @outlook: the verdict if a rule of the scope FIRST says anything
 */
struct _FerryPreflightRule
{
  const char          *id;
  const char          *source;
  FerryPreflightScope  scope;
  void               (*look) (FerryPreflightCase *c);
  FerryOutlook         outlook;
};

/* The table; ends with a %NULL id. */
const FerryPreflightRule *ferry_preflight_get_rules (void);

/* (transfer full) @sentence: what the rule of @c finds. */
void        ferry_preflight_say             (FerryPreflightCase          *c,
                                             FerrySeverity                severity,
                                             const char                  *subject_key,
                                             char                        *sentence);
/* The same in full; the id is the rule's. */
void        ferry_preflight_say_finding     (FerryPreflightCase          *c,
                                             const FerryFinding          *fields);
/* A block, or a warning when the user insists on what @c may be forced past. */
FerrySeverity ferry_preflight_get_forcible  (FerryPreflightCase          *c);
/* Words for people; (transfer none). */
const char *ferry_preflight_get_vm_name     (FerryPreflightCase          *c);
const char *ferry_preflight_get_host_name   (FerryPreflightCase          *c);
const char *ferry_preflight_get_source_name (FerryPreflightCase          *c);
const char *ferry_preflight_get_pool_name   (FerryPreflightCase          *c,
                                             const FerryPoolRecord       *pool);

/* ferry-preflight-memory.c: the arithmetic of 5.5 */
guint64     ferry_preflight_compute_needed  (const FerryVmRecord         *vm);
guint64     ferry_preflight_get_memory      (const FerryVmRecord         *vm);
guint64     ferry_preflight_compute_free    (FerryPreflightCase          *c);
double      ferry_preflight_compute_after   (FerryPreflightCase          *c);

/* ferry-preflight-cpu.c */
void        ferry_preflight_parse_cpu       (FerryPreflightCpu           *cpu,
                                             const char                  *policy);
int         ferry_preflight_compare_versions (const char                 *a,
                                              const char                 *b);

/* ferry-preflight-network.c */
const FerryNetworkPort *ferry_preflight_find_port (const FerryNetworkRecord *network,
                                                   const char               *host_key);

/* The rules. ferry-preflight-place.c: is this a question at all? */
void ferry_preflight_look_at_presence_of_vm   (FerryPreflightCase *c);
void ferry_preflight_look_at_presence_of_host (FerryPreflightCase *c);
void ferry_preflight_look_at_connection       (FerryPreflightCase *c);
void ferry_preflight_look_at_place            (FerryPreflightCase *c);
void ferry_preflight_look_at_pool             (FerryPreflightCase *c);

/* ferry-preflight-vm.c: what the VM itself forbids */
void ferry_preflight_look_at_power            (FerryPreflightCase *c);
void ferry_preflight_look_at_lock             (FerryPreflightCase *c);
void ferry_preflight_look_at_operations       (FerryPreflightCase *c);
void ferry_preflight_look_at_pinning          (FerryPreflightCase *c);
void ferry_preflight_look_at_nesting          (FerryPreflightCase *c);
void ferry_preflight_look_at_veto             (FerryPreflightCase *c);
void ferry_preflight_look_at_suspending       (FerryPreflightCase *c);
void ferry_preflight_look_at_tools            (FerryPreflightCase *c);
void ferry_preflight_look_at_cached_disk      (FerryPreflightCase *c);
void ferry_preflight_look_at_settings         (FerryPreflightCase *c);
void ferry_preflight_look_at_protection       (FerryPreflightCase *c);
void ferry_preflight_look_at_balancing        (FerryPreflightCase *c);
void ferry_preflight_look_at_server_word      (FerryPreflightCase *c);
void ferry_preflight_look_at_source           (FerryPreflightCase *c);
void ferry_preflight_look_at_own_move         (FerryPreflightCase *c);

/* ferry-preflight-devices.c: what is passed through */
void ferry_preflight_look_at_pci              (FerryPreflightCase *c);
void ferry_preflight_look_at_vgpu             (FerryPreflightCase *c);
void ferry_preflight_look_at_usb              (FerryPreflightCase *c);
void ferry_preflight_look_at_vtpm             (FerryPreflightCase *c);
void ferry_preflight_look_at_gpu_room         (FerryPreflightCase *c);
void ferry_preflight_look_at_sriov            (FerryPreflightCase *c);
void ferry_preflight_look_at_iommu            (FerryPreflightCase *c);

/* ferry-preflight-host.c: what the target, or its pool, forbids */
void ferry_preflight_look_at_licence          (FerryPreflightCase *c);
void ferry_preflight_look_at_role             (FerryPreflightCase *c);
void ferry_preflight_look_at_heartbeat        (FerryPreflightCase *c);
void ferry_preflight_look_at_enabling         (FerryPreflightCase *c);
void ferry_preflight_look_at_host_operations  (FerryPreflightCase *c);
void ferry_preflight_look_at_upgrade          (FerryPreflightCase *c);
void ferry_preflight_look_at_ha_plan          (FerryPreflightCase *c);
void ferry_preflight_look_at_hardware_version (FerryPreflightCase *c);
void ferry_preflight_look_at_hvm              (FerryPreflightCase *c);

/* ferry-preflight-cpu.c */
void ferry_preflight_look_at_cpu_vendor       (FerryPreflightCase *c);
void ferry_preflight_look_at_cpu_features     (FerryPreflightCase *c);
void ferry_preflight_look_at_cpu_count        (FerryPreflightCase *c);

/* ferry-preflight-storage.c */
void ferry_preflight_look_at_disks            (FerryPreflightCase *c);
void ferry_preflight_look_at_disk_copies      (FerryPreflightCase *c);
void ferry_preflight_look_at_drives           (FerryPreflightCase *c);

/* ferry-preflight-network.c */
void ferry_preflight_look_at_networks         (FerryPreflightCase *c);
void ferry_preflight_look_at_bonds            (FerryPreflightCase *c);
void ferry_preflight_look_at_internal         (FerryPreflightCase *c);
void ferry_preflight_look_at_migration_port   (FerryPreflightCase *c);
void ferry_preflight_look_at_migration_link   (FerryPreflightCase *c);
void ferry_preflight_look_at_migration_address (FerryPreflightCase *c);

/* ferry-preflight-memory.c */
void ferry_preflight_look_at_memory           (FerryPreflightCase *c);
void ferry_preflight_look_at_fullness         (FerryPreflightCase *c);
void ferry_preflight_look_at_duration         (FerryPreflightCase *c);

G_END_DECLS
