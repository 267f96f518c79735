/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/ferry-clock.h"
#include "engine/ferry-connection.h"
#include "engine/ferry-engine.h"
#include "engine/ferry-inventory.h"

G_BEGIN_DECLS

/* For tests: with drivers of their own, and a clock that they move. */
FerryEngine     *ferry_engine_new_full       (const char          *data_dir,
                                              FerryDriverFactory   factory,
                                              gpointer             factory_data,
                                              FerryClock          *clock,
                                              GError             **error);
/* (transfer none) */
FerryInventory  *ferry_engine_get_inventory  (FerryEngine         *self);

G_END_DECLS
