/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-load.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_WORLD (ferry_sim_world_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimWorld, ferry_sim_world, FERRY, SIM_WORLD, GObject)

FerrySimWorld    *ferry_sim_world_new            (void);

void              ferry_sim_world_add_pool       (FerrySimWorld    *self,
                                                  const char       *name,
                                                  FerrySimDatabase *database,
                                                  FerrySimLoad     *load);
guint             ferry_sim_world_get_n_pools    (FerrySimWorld    *self);
const char       *ferry_sim_world_get_name       (FerrySimWorld    *self,
                                                  guint             pool);
FerrySimDatabase *ferry_sim_world_get_database   (FerrySimWorld    *self,
                                                  guint             pool);
FerrySimLoad     *ferry_sim_world_get_load       (FerrySimWorld    *self,
                                                  guint             pool);

G_END_DECLS
