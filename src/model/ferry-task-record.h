/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-record.h"

G_BEGIN_DECLS

typedef enum
{
  FERRY_TASK_PENDING,
  FERRY_TASK_SUCCEEDED,
  FERRY_TASK_FAILED,
  FERRY_TASK_CANCELLED,
} FerryTaskState;

/**
 * FerryTaskRecord:
 * @base: its name is the operation's wire name ("VM.pool_migrate", without "Async.")
 * @handle: (not nullable): what the driver knows it by; see ferry_driver_watch_async()
 * @state: how it stands
 * @fraction: 0 to 1 as the server says: may run backwards
 * @can_cancel: the server would take a cancel now
 * @vm_key: (nullable): the VM that it works on, where that can be seen
 * @host_key: (nullable): the host that carries it out
 * @move_key: (nullable): the move of this program that asked for it; %NULL: somebody else did
 * @message: (nullable): translated sentence: why it did not succeed
 * @created_at: Unix seconds
 */
typedef struct
{
  FerryRecord          base;
  const char * const   handle;
  const FerryTaskState state;
  const double         fraction;
  const gboolean       can_cancel;
  const char * const   vm_key;
  const char * const   host_key;
  const char * const   move_key;
  const char * const   message;
  const gint64         created_at;
} FerryTaskRecord;

FERRY_DECLARE_RECORD (FerryTaskRecord, ferry_task_record)

G_END_DECLS
