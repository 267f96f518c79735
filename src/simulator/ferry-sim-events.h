/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-call.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_EVENTS (ferry_sim_events_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimEvents, ferry_sim_events, FERRY, SIM_EVENTS, GObject)

/* Answers event.* of @pool, which keeps it. */
FerrySimEvents *ferry_sim_events_new (FerrySimPool *pool);

G_END_DECLS
