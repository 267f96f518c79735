/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-call.h"

G_BEGIN_DECLS

/* Answers what every class can be asked: getters, setters, records. %FALSE: it is none of these. */
gboolean ferry_sim_accessors_answer (FerrySimCall *call);

G_END_DECLS
