/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-client.h"
#include "ui/migrate/ferry-destination.h"

G_BEGIN_DECLS

#define FERRY_TYPE_DESTINATION_ROW (ferry_destination_row_get_type ())

G_DECLARE_FINAL_TYPE (FerryDestinationRow, ferry_destination_row, FERRY, DESTINATION_ROW, AdwBin)

GtkWidget *ferry_destination_row_new             (FerryClient         *client);
/* @destination: (nullable): %NULL when the row shows nothing any more */
void       ferry_destination_row_set_destination (FerryDestinationRow *self,
                                                  FerryDestination    *destination);

G_END_DECLS
