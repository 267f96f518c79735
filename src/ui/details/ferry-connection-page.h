/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-details-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_CONNECTION_PAGE (ferry_connection_page_get_type ())

G_DECLARE_FINAL_TYPE (FerryConnectionPage, ferry_connection_page, FERRY, CONNECTION_PAGE, FerryDetailsPage)

G_END_DECLS
