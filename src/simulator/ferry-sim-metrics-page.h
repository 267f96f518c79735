/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-server.h"

G_BEGIN_DECLS

/* Answers GET /rrd_updates. */
void ferry_sim_metrics_page_add (FerrySimServer *server);

G_END_DECLS
