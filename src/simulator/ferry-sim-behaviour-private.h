/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-behaviour.h"
#include "simulator/ferry-sim-call.h"
#include "simulator/ferry-sim-failure.h"
#include "simulator/ferry-sim-faults.h"
#include "simulator/ferry-sim-mover.h"
#include "simulator/ferry-sim-task.h"

G_BEGIN_DECLS

/**
 * FerrySimBehaviour:
 * @pool: the pool; it owns this
 * @database: (owned): its rows
 * @clock: (owned): its time
 * @tasks: (owned): its tasks
 * @load: (owned): what its machines do that is in no row
 * @mover: (owned): moves memory between its hosts
 * @migrations: (owned) (element-type FerrySimMigration): those under way
 * @works: (owned) (element-type FerrySimWork): other calls under way
 * @evacuations: (owned) (element-type FerrySimEvacuation): hosts that are being emptied
 * @dead_hosts: (owned) (element-type utf8 guint): hosts without power, and the timer at whose end
 *   each is known to be dead, or 0
 *
 * What the parts of a pool's behaviour share.
 */
typedef struct
{
  FerrySimPool     *pool;
  FerrySimDatabase *database;
  FerrySimClock    *clock;
  FerrySimTasks    *tasks;
  FerrySimLoad     *load;
  FerrySimMover    *mover;
  GPtrArray        *migrations;
  GPtrArray        *works;
  GPtrArray        *evacuations;
  GHashTable       *dead_hosts;
} FerrySimBehaviour;

FerrySimFailure *ferry_sim_behaviour_check_reachable (FerrySimBehaviour *self,
                                                      const char        *host) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
