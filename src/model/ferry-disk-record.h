/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-record.h"

G_BEGIN_DECLS

/**
 * FerryDiskTraits:
 * @FERRY_DISK_IS_SNAPSHOT: frozen state of another disk
 * @FERRY_DISK_IS_ISO: a CD image
 * @FERRY_DISK_IS_READ_ONLY: cannot be written
 * @FERRY_DISK_IS_SHARABLE: several VMs may write it at once
 * @FERRY_DISK_HAS_CBT: changed block tracking is on: cannot be moved
 * @FERRY_DISK_IS_ENCRYPTED: cannot be moved
 * @FERRY_DISK_RESETS_ON_BOOT: throws changes away at boot
 * @FERRY_DISK_IS_MISSING: the storage no longer has it
 */
typedef enum
{
  FERRY_DISK_IS_SNAPSHOT    = 1 << 0,
  FERRY_DISK_IS_ISO         = 1 << 1,
  FERRY_DISK_IS_READ_ONLY   = 1 << 2,
  FERRY_DISK_IS_SHARABLE    = 1 << 3,
  FERRY_DISK_HAS_CBT        = 1 << 4,
  FERRY_DISK_IS_ENCRYPTED   = 1 << 5,
  FERRY_DISK_RESETS_ON_BOOT = 1 << 6,
  FERRY_DISK_IS_MISSING     = 1 << 7,
} FerryDiskTraits;

/**
 * FerryDiskRecord:
 * @base: the head
 * @uuid: as the server knows it
 * @description: (nullable): the administrator's words
 * @storage_key: (not nullable): where it is
 * @traits: what matters when moving it
 * @size_bytes: virtual size
 * @used_bytes: physical use; 0 when unknown
 * @vm_keys: (nullable): VMs that have it
 */
typedef struct
{
  FerryRecord                base;
  const char * const         uuid;
  const char * const         description;
  const char * const         storage_key;
  const FerryDiskTraits      traits;
  const guint64              size_bytes;
  const guint64              used_bytes;
  const char * const * const vm_keys;
} FerryDiskRecord;

FERRY_DECLARE_RECORD (FerryDiskRecord, ferry_disk_record)

G_END_DECLS
