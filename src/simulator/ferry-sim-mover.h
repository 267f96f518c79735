/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-clock.h"
#include "simulator/ferry-sim-load.h"
#include "simulator/ferry-sim-transfer.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_MOVER (ferry_sim_mover_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimMover, ferry_sim_mover, FERRY, SIM_MOVER, GObject)

/* Called whenever the stage or the percents of a transfer changed; stages may have been passed
 * since the last time. May stop this transfer and start others. */
typedef void (*FerrySimMoverFunc) (FerrySimTransfer *transfer,
                                   gpointer          user_data);

FerrySimMover *ferry_sim_mover_new   (FerrySimClock              *clock,
                                      FerrySimLoad               *load);

guint          ferry_sim_mover_start (FerrySimMover              *self,
                                      const char                 *source,
                                      const char                 *destination,
                                      const FerrySimTransferSpec *spec,
                                      FerrySimMoverFunc           func,
                                      gpointer                    user_data);
void           ferry_sim_mover_stop  (FerrySimMover              *self,
                                      guint                       id);

G_END_DECLS
