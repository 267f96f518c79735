/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_DETAILS (ferry_details_get_type ())

G_DECLARE_FINAL_TYPE (FerryDetails, ferry_details, FERRY, DETAILS, AdwBin)

void ferry_details_set_client (FerryDetails *self,
                               FerryClient  *client);
/* @items: (element-type FerryItem): what is selected */
void ferry_details_set_items  (FerryDetails *self,
                               GPtrArray    *items);

/* Signal "chosen" (FerryDestination *): what is selected shall go there. */

G_END_DECLS
