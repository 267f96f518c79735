/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-pool.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_CHURN (ferry_sim_churn_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimChurn, ferry_sim_churn, FERRY, SIM_CHURN, GObject)

/* From now until the last unref, @n_per_second VMs in turn say something new about themselves: a busy pool. */
FerrySimChurn *ferry_sim_churn_new (FerrySimPool *pool,
                                    guint         n_per_second);

G_END_DECLS
