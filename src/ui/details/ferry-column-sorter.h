/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/details/ferry-column.h"

G_BEGIN_DECLS

/* (transfer full): orders rows by what @column says of them: numbers by size, words as people sort them ("web-2" before
 * "web-10"). @column outlives it. */
GtkSorter *ferry_column_sorter_new (const FerryColumn *column,
                                    FerryClient       *client) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
