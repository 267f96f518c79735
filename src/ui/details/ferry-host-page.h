/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-kind-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_HOST_PAGE (ferry_host_page_get_type ())

G_DECLARE_FINAL_TYPE (FerryHostPage, ferry_host_page, FERRY, HOST_PAGE, FerryKindPage)

G_END_DECLS
