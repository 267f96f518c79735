/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-move-record"

#include "model/ferry-move-record.h"

static const FerryField ferry_move_record_fields[] = {
  FERRY_FIELD (FerryMoveRecord, KEY, vm_key),
  FERRY_FIELD (FerryMoveRecord, KEY, source_host_key),
  FERRY_FIELD (FerryMoveRecord, STRING, source_host_name),
  FERRY_FIELD (FerryMoveRecord, KEY, target_host_key),
  FERRY_FIELD (FerryMoveRecord, STRING, target_host_name),
  FERRY_FIELD (FerryMoveRecord, VALUE, state),
  FERRY_FIELD (FerryMoveRecord, VALUE, phase),
  FERRY_FIELD (FerryMoveRecord, VALUE, phase_fractions),
  FERRY_FIELD (FerryMoveRecord, VALUE, phase_weights),
  FERRY_FIELD (FerryMoveRecord, VALUE, fraction),
  FERRY_FIELD (FerryMoveRecord, VALUE, done_bytes),
  FERRY_FIELD (FerryMoveRecord, VALUE, total_bytes),
  FERRY_FIELD (FerryMoveRecord, VALUE, bytes_are_estimates),
  FERRY_FIELD (FerryMoveRecord, VALUE, rate_bytes),
  FERRY_FIELD (FerryMoveRecord, VALUE, pass),
  FERRY_FIELD (FerryMoveRecord, VALUE, left_min_s),
  FERRY_FIELD (FerryMoveRecord, VALUE, left_max_s),
  FERRY_FIELD (FerryMoveRecord, VALUE, pause_ms),
  FERRY_FIELD (FerryMoveRecord, VALUE, can_cancel),
  FERRY_FIELD (FerryMoveRecord, STRING, no_cancel_reason),
  FERRY_FIELD (FerryMoveRecord, STRING, waiting_reason),
  FERRY_FIELD (FerryMoveRecord, STRING, message),
  FERRY_FIELD (FerryMoveRecord, VALUE, was_resumed),
  FERRY_FIELD (FerryMoveRecord, VALUE, created_at),
  FERRY_FIELD (FerryMoveRecord, VALUE, started_at),
  FERRY_FIELD (FerryMoveRecord, VALUE, finished_at),
  FERRY_FIELD_END
};

FERRY_DEFINE_RECORD (FerryMoveRecord, ferry_move_record, FERRY_KIND_MOVE)
