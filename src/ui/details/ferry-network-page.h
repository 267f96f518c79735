/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-kind-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_NETWORK_PAGE (ferry_network_page_get_type ())

G_DECLARE_FINAL_TYPE (FerryNetworkPage, ferry_network_page, FERRY, NETWORK_PAGE, FerryKindPage)

G_END_DECLS
