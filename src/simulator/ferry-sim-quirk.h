/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-builder.h"

G_BEGIN_DECLS

/**
 * FerrySimQuirk:
 * @FERRY_SIM_QUIRK_CBT: its disks track changed blocks, for a backup program
 * @FERRY_SIM_QUIRK_USB: has a USB device of its host
 * @FERRY_SIM_QUIRK_PCI: has a PCI device of its host
 * @FERRY_SIM_QUIRK_GPU: has a virtual GPU
 * @FERRY_SIM_QUIRK_NO_TOOLS: its guest has no agent and no drivers
 * @FERRY_SIM_QUIRK_RESET_ON_BOOT: its disks forget everything at boot, and are cached
 * @FERRY_SIM_QUIRK_NO_MIGRATE: was booted with migration switched off
 * @FERRY_SIM_QUIRK_NESTED: was booted with nested virtualisation
 * @FERRY_SIM_QUIRK_BLOCKED: somebody locked migration
 * @FERRY_SIM_QUIRK_CANNOT_SUSPEND: the guest says that it can't be suspended now
 * @FERRY_SIM_QUIRK_PAUSED: is paused
 * @FERRY_SIM_QUIRK_SUSPENDED: is suspended to disk
 * @FERRY_SIM_QUIRK_NEW_PLATFORM: needs the newest virtual hardware
 * @FERRY_SIM_QUIRK_PROTECTED: high availability restarts it
 * @FERRY_SIM_QUIRK_BALLOONS: its memory may shrink by half
 * @FERRY_SIM_QUIRK_SNAPSHOT: has a snapshot
 *
 * What makes a VM special, most of it in the way of moving it.
 */
typedef enum {
  FERRY_SIM_QUIRK_NONE           = 0,
  FERRY_SIM_QUIRK_CBT            = 1 << 0,
  FERRY_SIM_QUIRK_USB            = 1 << 1,
  FERRY_SIM_QUIRK_PCI            = 1 << 2,
  FERRY_SIM_QUIRK_GPU            = 1 << 3,
  FERRY_SIM_QUIRK_NO_TOOLS       = 1 << 4,
  FERRY_SIM_QUIRK_RESET_ON_BOOT  = 1 << 5,
  FERRY_SIM_QUIRK_NO_MIGRATE     = 1 << 6,
  FERRY_SIM_QUIRK_NESTED         = 1 << 7,
  FERRY_SIM_QUIRK_BLOCKED        = 1 << 8,
  FERRY_SIM_QUIRK_CANNOT_SUSPEND = 1 << 9,
  FERRY_SIM_QUIRK_PAUSED         = 1 << 10,
  FERRY_SIM_QUIRK_SUSPENDED      = 1 << 11,
  FERRY_SIM_QUIRK_NEW_PLATFORM   = 1 << 12,
  FERRY_SIM_QUIRK_PROTECTED      = 1 << 13,
  FERRY_SIM_QUIRK_BALLOONS       = 1 << 14,
  FERRY_SIM_QUIRK_SNAPSHOT       = 1 << 15,
} FerrySimQuirk;

void ferry_sim_quirk_apply (FerrySimBuilder *builder,
                            const char      *vm,
                            FerrySimQuirk    quirks);

G_END_DECLS
