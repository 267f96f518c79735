/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-load.h"
#include "simulator/ferry-sim-transfer.h"

G_BEGIN_DECLS

/* How many operations on VMs a host works on at once; a migration takes one at each end. */
#define FERRY_SIM_WORKERS_PER_HOST 4

#define FERRY_TYPE_SIM_TRAFFIC (ferry_sim_traffic_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimTraffic, ferry_sim_traffic, FERRY, SIM_TRAFFIC, GObject)

FerrySimTraffic  *ferry_sim_traffic_new             (FerrySimLoad               *load);

guint             ferry_sim_traffic_add             (FerrySimTraffic            *self,
                                                     const char                 *source,
                                                     const char                 *destination,
                                                     const FerrySimTransferSpec *spec);
void              ferry_sim_traffic_remove          (FerrySimTraffic            *self,
                                                     guint                       id);
FerrySimTransfer *ferry_sim_traffic_get             (FerrySimTraffic            *self,
                                                     guint                       id);
double            ferry_sim_traffic_get_rate        (FerrySimTraffic            *self,
                                                     guint                       id);

void              ferry_sim_traffic_advance         (FerrySimTraffic            *self,
                                                     double                      now);
double            ferry_sim_traffic_get_next_change (FerrySimTraffic            *self);

G_END_DECLS
