/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-behaviour-private.h"

G_BEGIN_DECLS

void ferry_sim_outage_begin      (FerrySimBehaviour *behaviour,
                                  const char        *host);
void ferry_sim_outage_forget_all (FerrySimBehaviour *behaviour);

G_END_DECLS
