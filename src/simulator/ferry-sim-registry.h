/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-call.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_REGISTRY (ferry_sim_registry_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimRegistry, ferry_sim_registry, FERRY, SIM_REGISTRY, GObject)

FerrySimRegistry     *ferry_sim_registry_new  (void);
/* (nullable): @user_data: what the method was added with. */
const FerrySimMethod *ferry_sim_registry_find (FerrySimRegistry  *self,
                                               const char        *name,
                                               gpointer          *user_data);

G_END_DECLS
