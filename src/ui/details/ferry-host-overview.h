/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-kind-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_HOST_OVERVIEW (ferry_host_overview_get_type ())

G_DECLARE_FINAL_TYPE (FerryHostOverview, ferry_host_overview, FERRY, HOST_OVERVIEW, FerryKindPage)

G_END_DECLS
