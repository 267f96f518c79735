/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"

G_BEGIN_DECLS

void ferry_sim_revival_wake (FerrySimDatabase *database);

G_END_DECLS
