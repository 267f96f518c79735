/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-progress.h"
#include "model/ferry-record.h"

G_BEGIN_DECLS

typedef enum
{
  FERRY_MOVE_WAITING,
  FERRY_MOVE_RUNNING,
  FERRY_MOVE_CANCELLING,
  FERRY_MOVE_DONE,
  FERRY_MOVE_FAILED,
  FERRY_MOVE_CANCELLED,
} FerryMoveState;

/**
 * FerryMoveRecord:
 * @base: its name is the VM's at the start of the move; its key is made from a uuid of its own
 * @vm_key: (not nullable): what moves
 * @source_host_key: (nullable): where from
 * @source_host_name: (nullable): its name then
 * @target_host_key: (not nullable): where to
 * @target_host_name: (not nullable): its name then
 * @state: how it stands
 * @phase: where it is; forward only
 * @phase_fractions: of each phase, 0 to 1; never run backwards
 * @phase_weights: each phase's share of the whole bar, summing to 1; 0 for phases that this move has not
 * @fraction: of everything, 0 to 1; never runs backwards
 * @done_bytes: sent in this phase; 0 when unknown
 * @total_bytes: of this phase; 0 when unknown
 * @bytes_are_estimates: computed, not reported: say "about"
 * @rate_bytes: bytes a second, smoothed; 0 when unknown
 * @pass: pre-copy pass, from 1; 0 when unknown
 * @left_min_s: seconds left at best; -1 when it can't be told
 * @left_max_s: seconds left at worst
 * @pause_ms: how long the guest stood still, measured; -1 when not known
 * @can_cancel: cancelling works now
 * @no_cancel_reason: (nullable): translated sentence: why not
 * @waiting_reason: (nullable): translated: what it waits for ("3 moves already run on kestrel")
 * @message: (nullable): translated sentence: how it ended: what happened, what state the VM is in now, what to do
 * @was_resumed: an earlier run of this program started it
 * @created_at: Unix seconds
 * @started_at: Unix seconds; 0 before
 * @finished_at: Unix seconds; 0 before
 */
typedef struct
{
  FerryRecord          base;
  const char * const   vm_key;
  const char * const   source_host_key;
  const char * const   source_host_name;
  const char * const   target_host_key;
  const char * const   target_host_name;
  const FerryMoveState state;
  const FerryPhase     phase;
  const double         phase_fractions[FERRY_N_PHASES];
  const double         phase_weights[FERRY_N_PHASES];
  const double         fraction;
  const guint64        done_bytes;
  const guint64        total_bytes;
  const gboolean       bytes_are_estimates;
  const guint64        rate_bytes;
  const guint          pass;
  const double         left_min_s;
  const double         left_max_s;
  const gint64         pause_ms;
  const gboolean       can_cancel;
  const char * const   no_cancel_reason;
  const char * const   waiting_reason;
  const char * const   message;
  const gboolean       was_resumed;
  const gint64         created_at;
  const gint64         started_at;
  const gint64         finished_at;
} FerryMoveRecord;

FERRY_DECLARE_RECORD (FerryMoveRecord, ferry_move_record)

G_END_DECLS
