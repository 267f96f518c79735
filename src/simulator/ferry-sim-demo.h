/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-world.h"

G_BEGIN_DECLS

void ferry_sim_demo_add_pools (FerrySimWorld *world);

G_END_DECLS
