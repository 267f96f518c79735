/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-behaviour"

#include "simulator/ferry-sim-behaviour.h"

/**
 * ferry_sim_behaviour_attach:
 * @pool: a pool whose rows are complete
 * @load: (nullable): what its machines do that is in no row
 *
 * Makes @pool behave beyond the generic methods.
 */
void
ferry_sim_behaviour_attach (FerrySimPool *pool,
                            FerrySimLoad *load)
{
  g_return_if_fail (FERRY_IS_SIM_POOL (pool));
}
