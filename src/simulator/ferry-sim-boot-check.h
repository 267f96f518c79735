/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-failure.h"

G_BEGIN_DECLS

/**
 * FerrySimBootFlags:
 * @FERRY_SIM_BOOT_CHECK_CPU: the host's CPU must offer what the VM booted with
 * @FERRY_SIM_BOOT_CHECK_MEMORY: the host must have the memory free
 * @FERRY_SIM_BOOT_CHECK_STORAGE: the host must see the VM's disks
 *
 * Which parts of the check are asked for.
 */
typedef enum {
  FERRY_SIM_BOOT_CHECK_CPU     = 1 << 0,
  FERRY_SIM_BOOT_CHECK_MEMORY  = 1 << 1,
  FERRY_SIM_BOOT_CHECK_STORAGE = 1 << 2,
} FerrySimBootFlags;

#define FERRY_SIM_BOOT_CHECK_ALL \
  (FERRY_SIM_BOOT_CHECK_CPU | FERRY_SIM_BOOT_CHECK_MEMORY | FERRY_SIM_BOOT_CHECK_STORAGE)

FerrySimFailure *ferry_sim_boot_check         (FerrySimDatabase  *database,
                                               const char        *vm,
                                               const char        *host,
                                               FerrySimBootFlags  flags) G_GNUC_WARN_UNUSED_RESULT;
FerrySimFailure *ferry_sim_boot_check_cpu     (FerrySimDatabase  *database,
                                               const char        *vm,
                                               const char        *host) G_GNUC_WARN_UNUSED_RESULT;
gboolean         ferry_sim_boot_check_is_live (FerrySimDatabase  *database,
                                               const char        *host);

G_END_DECLS
