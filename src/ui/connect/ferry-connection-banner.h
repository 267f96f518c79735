/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-item.h"

G_BEGIN_DECLS

#define FERRY_TYPE_CONNECTION_BANNER (ferry_connection_banner_get_type ())

G_DECLARE_FINAL_TYPE (FerryConnectionBanner, ferry_connection_banner, FERRY, CONNECTION_BANNER, AdwBin)

/* Above the details: says why what they show is old, and offers what can be done. Hides itself while all is well.
 * @connection: (nullable): the item of the connection that the selection belongs to. */
void ferry_connection_banner_set_connection (FerryConnectionBanner *self,
                                             FerryItem             *connection);

G_END_DECLS
