/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-kind-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_STORAGE_PAGE (ferry_storage_page_get_type ())

G_DECLARE_FINAL_TYPE (FerryStoragePage, ferry_storage_page, FERRY, STORAGE_PAGE, FerryKindPage)

G_END_DECLS
