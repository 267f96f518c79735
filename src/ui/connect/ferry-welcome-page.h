/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FERRY_TYPE_WELCOME_PAGE (ferry_welcome_page_get_type ())

/* What the window shows while there is no connection. Its buttons call win.add-connection and app.open-demo. */
G_DECLARE_FINAL_TYPE (FerryWelcomePage, ferry_welcome_page, FERRY, WELCOME_PAGE, AdwBin)

G_END_DECLS
