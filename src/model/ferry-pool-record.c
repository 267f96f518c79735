/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-pool-record"

#include "model/ferry-pool-record.h"

static const FerryField ferry_pool_record_fields[] = {
  FERRY_FIELD (FerryPoolRecord, STRING, uuid),
  FERRY_FIELD (FerryPoolRecord, STRING, description),
  FERRY_FIELD (FerryPoolRecord, KEY, coordinator_key),
  FERRY_FIELD (FerryPoolRecord, KEY, default_storage_key),
  FERRY_FIELD (FerryPoolRecord, VALUE, is_standalone),
  FERRY_FIELD (FerryPoolRecord, VALUE, ha_enabled),
  FERRY_FIELD (FerryPoolRecord, VALUE, ha_allow_overcommit),
  FERRY_FIELD (FerryPoolRecord, VALUE, ha_plan_exists_for),
  FERRY_FIELD (FerryPoolRecord, VALUE, ha_failures_to_tolerate),
  FERRY_FIELD (FerryPoolRecord, VALUE, is_upgrading),
  FERRY_FIELD (FerryPoolRecord, VALUE, can_migrate_live),
  FERRY_FIELD (FerryPoolRecord, VALUE, can_migrate_storage),
  FERRY_FIELD (FerryPoolRecord, VALUE, migration_compression),
  FERRY_FIELD (FerryPoolRecord, VALUE, balances_load),
  FERRY_FIELD (FerryPoolRecord, STRING, version),
  FERRY_FIELD_END
};

FERRY_DEFINE_RECORD (FerryPoolRecord, ferry_pool_record, FERRY_KIND_POOL)
