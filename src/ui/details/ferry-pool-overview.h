/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-kind-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_POOL_OVERVIEW (ferry_pool_overview_get_type ())

G_DECLARE_FINAL_TYPE (FerryPoolOverview, ferry_pool_overview, FERRY, POOL_OVERVIEW, FerryKindPage)

G_END_DECLS
