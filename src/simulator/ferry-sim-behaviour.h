/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-load.h"
#include "simulator/ferry-sim-pool.h"

G_BEGIN_DECLS

/* Makes a filled @pool behave: registers the methods beyond the generic ones, computes
 * allowed_operations, and follows its signals. @load: (nullable): how busy its VMs and how fast
 * its hosts' links are. */
void ferry_sim_behaviour_attach (FerrySimPool *pool,
                                 FerrySimLoad *load);

G_END_DECLS
