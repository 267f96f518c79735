/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-kind-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_POOL_PAGE (ferry_pool_page_get_type ())

G_DECLARE_FINAL_TYPE (FerryPoolPage, ferry_pool_page, FERRY, POOL_PAGE, FerryKindPage)

G_END_DECLS
