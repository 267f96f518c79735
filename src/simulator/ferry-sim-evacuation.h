/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-behaviour-private.h"

G_BEGIN_DECLS

typedef struct _FerrySimEvacuation FerrySimEvacuation;

void ferry_sim_evacuation_start      (FerrySimBehaviour  *behaviour,
                                      FerrySimCall       *call);
void ferry_sim_evacuation_free       (FerrySimEvacuation *self);

G_END_DECLS
