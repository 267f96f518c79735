/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-behaviour-private.h"

G_BEGIN_DECLS

FerrySimFailure *ferry_sim_migration_check_placement (FerrySimDatabase  *database,
                                                      const char        *vm,
                                                      const char        *source,
                                                      const char        *destination) G_GNUC_WARN_UNUSED_RESULT;
FerrySimFailure *ferry_sim_migration_check_sender    (FerrySimBehaviour *behaviour,
                                                      const char        *task,
                                                      const char        *source,
                                                      const char        *destination,
                                                      const char        *network) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
