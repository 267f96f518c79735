/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-failure.h"

G_BEGIN_DECLS

FerrySimFailure *ferry_sim_migration_network_check (FerrySimDatabase *database,
                                                    const char       *host,
                                                    const char       *network) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
