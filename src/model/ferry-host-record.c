/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-host-record"

#include "model/ferry-host-record.h"

static const FerryField version_fields[] = {
  { FERRY_FIELD_VALUE, 0, sizeof (gint64), 0, NULL },
  FERRY_FIELD_END
};

static const FerryField ferry_host_record_fields[] = {
  FERRY_FIELD (FerryHostRecord, STRING, uuid),
  FERRY_FIELD (FerryHostRecord, STRING, description),
  FERRY_FIELD (FerryHostRecord, STRING, address),
  FERRY_FIELD (FerryHostRecord, KEY, pool_key),
  FERRY_FIELD (FerryHostRecord, VALUE, is_coordinator),
  FERRY_FIELD (FerryHostRecord, VALUE, is_enabled),
  FERRY_FIELD (FerryHostRecord, VALUE, is_live),
  FERRY_FIELD (FerryHostRecord, VALUE, memory_total_bytes),
  FERRY_FIELD (FerryHostRecord, VALUE, memory_overhead_bytes),
  FERRY_FIELD (FerryHostRecord, VALUE, n_cpus),
  FERRY_FIELD (FerryHostRecord, VALUE, n_sockets),
  FERRY_FIELD (FerryHostRecord, STRING, cpu_vendor),
  FERRY_FIELD (FerryHostRecord, STRING, cpu_model),
  FERRY_FIELD (FerryHostRecord, STRING, cpu_features_hvm),
  FERRY_FIELD (FerryHostRecord, STRING, cpu_features_pv),
  FERRY_FIELD (FerryHostRecord, VALUE, has_hvm),
  FERRY_FIELD (FerryHostRecord, VALUE, has_iommu),
  FERRY_FIELD_ARRAY_OF (FerryHostRecord, virtual_hardware_versions, n_virtual_hardware_versions, version_fields),
  FERRY_FIELD (FerryHostRecord, STRING, version),
  FERRY_FIELD (FerryHostRecord, STRING, platform_version),
  FERRY_FIELD (FerryHostRecord, STRING, toolstack_version),
  FERRY_FIELD (FerryHostRecord, STRING, hypervisor_version),
  FERRY_FIELD (FerryHostRecord, VALUE, https_only),
  FERRY_FIELD (FerryHostRecord, STRINGS, operations),
  FERRY_FIELD (FerryHostRecord, VALUE, started_at),
  FERRY_FIELD_END
};

FERRY_DEFINE_RECORD (FerryHostRecord, ferry_host_record, FERRY_KIND_HOST)
