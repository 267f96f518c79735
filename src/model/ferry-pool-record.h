/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-record.h"

G_BEGIN_DECLS

/**
 * FerryPoolRecord:
 * @base: its name is empty for most standalone hosts: show the host's then
 * @uuid: as the server knows it
 * @description: (nullable): the administrator's words
 * @coordinator_key: (nullable): the host that answers for the pool
 * @default_storage_key: (nullable): where new disks go
 * @is_standalone: one host that is in no pool by name
 * @ha_enabled: high availability is on
 * @ha_allow_overcommit: HA lets the plan be broken
 * @ha_plan_exists_for: host failures that the present plan survives
 * @ha_failures_to_tolerate: host failures that it should survive
 * @is_upgrading: a rolling upgrade is under way
 * @can_migrate_live: the licence allows live migration
 * @can_migrate_storage: the licence allows storage motion
 * @migration_compression: the pool's default for compressing the stream
 * @balances_load: workload balancing may move VMs by itself
 * @version: (nullable): product and version, for people ("XCP-ng 8.3")
 */
typedef struct
{
  FerryRecord        base;
  const char * const uuid;
  const char * const description;
  const char * const coordinator_key;
  const char * const default_storage_key;
  const gboolean     is_standalone;
  const gboolean     ha_enabled;
  const gboolean     ha_allow_overcommit;
  const gint64       ha_plan_exists_for;
  const gint64       ha_failures_to_tolerate;
  const gboolean     is_upgrading;
  const gboolean     can_migrate_live;
  const gboolean     can_migrate_storage;
  const gboolean     migration_compression;
  const gboolean     balances_load;
  const char * const version;
} FerryPoolRecord;

FERRY_DECLARE_RECORD (FerryPoolRecord, ferry_pool_record)

G_END_DECLS
