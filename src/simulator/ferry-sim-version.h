/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-failure.h"

G_BEGIN_DECLS

int              ferry_sim_version_compare       (const char       *a,
                                                  const char       *b);
gboolean         ferry_sim_version_is_upgrading  (FerrySimDatabase *database);
FerrySimFailure *ferry_sim_version_check_upgrade (FerrySimDatabase *database,
                                                  const char       *source,
                                                  const char       *destination) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
