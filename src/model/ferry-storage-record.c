/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-storage-record"

#include "model/ferry-storage-record.h"

static const FerryField ferry_storage_record_fields[] = {
  FERRY_FIELD (FerryStorageRecord, STRING, uuid),
  FERRY_FIELD (FerryStorageRecord, STRING, description),
  FERRY_FIELD (FerryStorageRecord, KEY, pool_key),
  FERRY_FIELD (FerryStorageRecord, STRING, type),
  FERRY_FIELD (FerryStorageRecord, VALUE, is_shared),
  FERRY_FIELD (FerryStorageRecord, VALUE, traits),
  FERRY_FIELD (FerryStorageRecord, VALUE, size_bytes),
  FERRY_FIELD (FerryStorageRecord, VALUE, used_bytes),
  FERRY_FIELD (FerryStorageRecord, VALUE, allocated_bytes),
  FERRY_FIELD (FerryStorageRecord, KEYS, host_keys),
  FERRY_FIELD (FerryStorageRecord, KEYS, unplugged_host_keys),
  FERRY_FIELD_END
};

FERRY_DEFINE_RECORD (FerryStorageRecord, ferry_storage_record, FERRY_KIND_STORAGE)
