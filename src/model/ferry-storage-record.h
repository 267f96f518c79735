/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-record.h"

G_BEGIN_DECLS

/**
 * FerryStorageTraits:
 * @FERRY_STORAGE_IS_ISO: holds CD images
 * @FERRY_STORAGE_IS_TOOLS: holds the guest tools' image; every host sees it
 * @FERRY_STORAGE_CAN_SNAPSHOT: VDI_SNAPSHOT
 * @FERRY_STORAGE_CAN_MIRROR: VDI_MIRROR: disks can leave while in use
 * @FERRY_STORAGE_CAN_MIRROR_IN: VDI_MIRROR_IN or VDI_MIRROR: disks can come while in use
 * @FERRY_STORAGE_IS_THIN: disks take the room that they use
 */
typedef enum
{
  FERRY_STORAGE_IS_ISO        = 1 << 0,
  FERRY_STORAGE_IS_TOOLS      = 1 << 1,
  FERRY_STORAGE_CAN_SNAPSHOT  = 1 << 2,
  FERRY_STORAGE_CAN_MIRROR    = 1 << 3,
  FERRY_STORAGE_CAN_MIRROR_IN = 1 << 4,
  FERRY_STORAGE_IS_THIN       = 1 << 5,
} FerryStorageTraits;

/**
 * FerryStorageRecord:
 * @base: the head
 * @uuid: as the server knows it
 * @description: (nullable): the administrator's words
 * @pool_key: (not nullable): its pool
 * @type: (nullable): the field's word for it ("lvmoiscsi", "nfs")
 * @is_shared: several hosts may use it at once
 * @traits: what it can
 * @size_bytes: 0 when unknown
 * @used_bytes: physically used
 * @allocated_bytes: promised to disks; may exceed the size on thin storage
 * @host_keys: (nullable): hosts that have it plugged now: who sees its disks
 * @unplugged_host_keys: (nullable): hosts that should see it and do not
 */
typedef struct
{
  FerryRecord                base;
  const char * const         uuid;
  const char * const         description;
  const char * const         pool_key;
  const char * const         type;
  const gboolean             is_shared;
  const FerryStorageTraits   traits;
  const guint64              size_bytes;
  const guint64              used_bytes;
  const guint64              allocated_bytes;
  const char * const * const host_keys;
  const char * const * const unplugged_host_keys;
} FerryStorageRecord;

FERRY_DECLARE_RECORD (FerryStorageRecord, ferry_storage_record)

G_END_DECLS
