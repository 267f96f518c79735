/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-behaviour-private.h"

G_BEGIN_DECLS

void ferry_sim_power_calls_register (FerrySimBehaviour *behaviour);

G_END_DECLS
