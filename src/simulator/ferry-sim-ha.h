/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-failure.h"

G_BEGIN_DECLS

gboolean         ferry_sim_ha_is_enabled         (FerrySimDatabase *database);
gboolean         ferry_sim_ha_is_protected       (FerrySimDatabase *database,
                                                  const char       *vm);
gboolean         ferry_sim_ha_plan_exists        (FerrySimDatabase *database,
                                                  guint             n_failures);
guint            ferry_sim_ha_get_max_failures   (FerrySimDatabase *database);
FerrySimFailure *ferry_sim_ha_check_placement    (FerrySimDatabase *database,
                                                  const char       *vm,
                                                  const char       *host) G_GNUC_WARN_UNUSED_RESULT;
FerrySimFailure *ferry_sim_ha_check_without_host (FerrySimDatabase *database,
                                                  const char       *host) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
