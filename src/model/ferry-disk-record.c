/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-disk-record"

#include "model/ferry-disk-record.h"

static const FerryField ferry_disk_record_fields[] = {
  FERRY_FIELD (FerryDiskRecord, STRING, uuid),
  FERRY_FIELD (FerryDiskRecord, STRING, description),
  FERRY_FIELD (FerryDiskRecord, KEY, storage_key),
  FERRY_FIELD (FerryDiskRecord, VALUE, traits),
  FERRY_FIELD (FerryDiskRecord, VALUE, size_bytes),
  FERRY_FIELD (FerryDiskRecord, VALUE, used_bytes),
  FERRY_FIELD (FerryDiskRecord, KEYS, vm_keys),
  FERRY_FIELD_END
};

FERRY_DEFINE_RECORD (FerryDiskRecord, ferry_disk_record, FERRY_KIND_DISK)
