/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-clock.h"
#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-load.h"
#include "simulator/ferry-sim-schema.h"

G_BEGIN_DECLS

typedef struct _FerrySimRegistry FerrySimRegistry;
typedef struct _FerrySimTasks FerrySimTasks;
typedef struct _FerrySimSessions FerrySimSessions;
typedef struct _FerrySimFaults FerrySimFaults;

#define FERRY_TYPE_SIM_POOL (ferry_sim_pool_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimPool, ferry_sim_pool, FERRY, SIM_POOL, GObject)

FerrySimPool     *ferry_sim_pool_new             (const char       *name,
                                                  FerrySimDatabase *database,
                                                  FerrySimLoad     *load,
                                                  FerrySimClock    *clock);

const char       *ferry_sim_pool_get_name        (FerrySimPool  *self);
FerrySimDatabase *ferry_sim_pool_get_database    (FerrySimPool  *self);
FerrySimLoad     *ferry_sim_pool_get_load        (FerrySimPool  *self);
FerrySimClock    *ferry_sim_pool_get_clock       (FerrySimPool  *self);
FerrySimRegistry *ferry_sim_pool_get_registry    (FerrySimPool  *self);
FerrySimTasks    *ferry_sim_pool_get_tasks       (FerrySimPool  *self);
FerrySimSessions *ferry_sim_pool_get_sessions    (FerrySimPool  *self);
FerrySimFaults   *ferry_sim_pool_get_faults      (FerrySimPool  *self);

/* Ref of the one row of table pool, and of its coordinator; the null ref where there is none. */
const char       *ferry_sim_pool_get_ref         (FerrySimPool  *self);
const char       *ferry_sim_pool_get_coordinator (FerrySimPool  *self);

/* All pools of the same world (transfer none); what a migration
 * between pools looks up its destination in. */
GPtrArray        *ferry_sim_pool_get_world       (FerrySimPool  *self);
void              ferry_sim_pool_set_world       (FerrySimPool  *self,
                                                  GPtrArray     *pools);

/* Adds a message (an alert) and returns its ref. */
const char       *ferry_sim_pool_add_message     (FerrySimPool  *self,
                                                  const char    *name,
                                                  gint64         priority,
                                                  const char    *cls,
                                                  const char    *obj_uuid,
                                                  const char    *body);

/* The coordinator's toolstack restarts: sessions and tasks are gone, so are current_operations
 * and scheduled_to_be_resident_on; connections are closed. */
void              ferry_sim_pool_restart         (FerrySimPool  *self);
/* A host loses its power, and its VMs with it. */
void              ferry_sim_pool_kill_host       (FerrySimPool  *self,
                                                  const char    *host);

/* Signals:
 * "restarted" (): after the rows of sessions and tasks went; forget what was under way.
 * "host-killed" (const char *host): emitted by kill_host(), which changes no row itself. */

G_END_DECLS
