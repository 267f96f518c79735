/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "ui/details/ferry-column.h"

G_BEGIN_DECLS

#define FERRY_TYPE_TABLE_CELL (ferry_table_cell_get_type ())

G_DECLARE_FINAL_TYPE (FerryTableCell, ferry_table_cell, FERRY, TABLE_CELL, AdwBin)

/* One field of a #FerryTable: follows the item of its row, and changes when the words do. */

/* @column: outlives the cell */
GtkWidget *ferry_table_cell_new     (const FerryColumn *column);
/* @row: (nullable) */
void       ferry_table_cell_set_row (FerryTableCell    *self,
                                     gpointer           row,
                                     FerryClient       *client);
void       ferry_table_cell_refresh (FerryTableCell    *self);

G_END_DECLS
