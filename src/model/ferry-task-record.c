/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-task-record"

#include "model/ferry-task-record.h"

static const FerryField ferry_task_record_fields[] = {
  FERRY_FIELD (FerryTaskRecord, STRING, handle),
  FERRY_FIELD (FerryTaskRecord, VALUE, state),
  FERRY_FIELD (FerryTaskRecord, VALUE, fraction),
  FERRY_FIELD (FerryTaskRecord, VALUE, can_cancel),
  FERRY_FIELD (FerryTaskRecord, KEY, vm_key),
  FERRY_FIELD (FerryTaskRecord, KEY, host_key),
  FERRY_FIELD (FerryTaskRecord, KEY, move_key),
  FERRY_FIELD (FerryTaskRecord, STRING, message),
  FERRY_FIELD (FerryTaskRecord, VALUE, created_at),
  FERRY_FIELD_END
};

FERRY_DEFINE_RECORD (FerryTaskRecord, ferry_task_record, FERRY_KIND_TASK)
