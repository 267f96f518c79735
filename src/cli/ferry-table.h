/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cli/ferry-terminal.h"

G_BEGIN_DECLS

/**
 * FerryColumn:
 * @title: (nullable): translated
 * @is_right: numbers stand to the right
 * @can_shrink: cut in the middle where the terminal is narrow
 *
 * One column of a #FerryTable.
 */
typedef struct
{
  const char *title;
  gboolean    is_right;
  gboolean    can_shrink;
} FerryColumn;

/* Rows of text under each other, as wide as the terminal at most. */
typedef struct _FerryTable FerryTable;

FerryTable *ferry_table_new       (const FerryColumn *columns,
                                   guint              n_columns) G_GNUC_WARN_UNUSED_RESULT;
void        ferry_table_free      (FerryTable        *self);
/* @...: n_columns times (transfer full) (nullable) char * */
void        ferry_table_add       (FerryTable        *self,
                                   FerryStyle         style,
                                   ...);
/* A sentence below the last row, indented. */
void        ferry_table_add_note  (FerryTable        *self,
                                   FerryStyle         style,
                                   const char        *note);
guint       ferry_table_get_size  (FerryTable        *self);
/* (transfer full): @width: columns there are; 0: as many as it takes */
char       *ferry_table_to_string (FerryTable        *self,
                                   guint              width,
                                   gboolean           has_colour);
void        ferry_table_print     (FerryTable        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryTable, ferry_table_free)

G_END_DECLS
