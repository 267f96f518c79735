/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-database"

#include "simulator/ferry-sim-database.h"
