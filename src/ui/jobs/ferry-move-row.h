/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_MOVE_ROW (ferry_move_row_get_type ())

G_DECLARE_FINAL_TYPE (FerryMoveRow, ferry_move_row, FERRY, MOVE_ROW, AdwBin)

/* Signals: "cancel" (const char *key), "dismiss" (const char *key), "retry" (const char *key): what its buttons ask for. */
/* @client: where the names of machines are looked up */
GtkWidget *ferry_move_row_new      (FerryClient  *client);
/* @item: (nullable): a move, or a task that somebody else started */
void       ferry_move_row_set_item (FerryMoveRow *self,
                                    FerryItem    *item);

G_END_DECLS
