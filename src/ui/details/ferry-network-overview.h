/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-kind-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_NETWORK_OVERVIEW (ferry_network_overview_get_type ())

G_DECLARE_FINAL_TYPE (FerryNetworkOverview, ferry_network_overview, FERRY, NETWORK_OVERVIEW, FerryKindPage)

G_END_DECLS
