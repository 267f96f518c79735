/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-failure.h"

G_BEGIN_DECLS

/**
 * FerrySimEvacuationItem:
 * @vm: (owned): reference of a VM on the host
 * @target: (owned) (nullable): reference of the host that it goes to
 * @failure: (owned) (nullable): why it goes nowhere
 *
 * What an evacuation plan says of one VM: a target or a failure.
 */
typedef struct
{
  char            *vm;
  char            *target;
  FerrySimFailure *failure;
} FerrySimEvacuationItem;

GPtrArray *ferry_sim_evacuation_plan_make (FerrySimDatabase *database,
                                           const char       *host) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
