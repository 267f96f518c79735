/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "ui/details/ferry-column.h"

G_BEGIN_DECLS

#define FERRY_TYPE_TABLE (ferry_table_get_type ())

G_DECLARE_FINAL_TYPE (FerryTable, ferry_table, FERRY, TABLE, AdwBin)

/* Rows of facts about many things, sortable. For templates the properties "label" (what a screen reader calls it),
 * "empty-title" and "empty-description" (what is said when there are none). Enter or a double click on a row selects
 * what it is about. Rows are not sorted anew when a value changes: they would jump away from the pointer. */

/* @columns: end with one without a title; they outlive the table. The same again costs nothing; others empty it. */
void        ferry_table_set_columns (FerryTable        *self,
                                     const FerryColumn *columns,
                                     FerryClient       *client);
/* (transfer none): the rows, to be filled with #FerryItem or #FerryPart */
GListStore *ferry_table_get_rows    (FerryTable        *self);
void        ferry_table_clear       (FerryTable        *self);
/* Things that the rows name may have changed. */
void        ferry_table_refresh     (FerryTable        *self);

G_END_DECLS
