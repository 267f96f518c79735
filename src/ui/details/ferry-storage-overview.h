/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-kind-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_STORAGE_OVERVIEW (ferry_storage_overview_get_type ())

G_DECLARE_FINAL_TYPE (FerryStorageOverview, ferry_storage_overview, FERRY, STORAGE_OVERVIEW, FerryKindPage)

G_END_DECLS
