/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-world.h"

G_BEGIN_DECLS

void ferry_sim_generator_add_pool (FerrySimWorld *world,
                                   guint          n_hosts,
                                   guint          n_vms,
                                   guint32        seed);

G_END_DECLS
