/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "client/ferry-item.h"

G_BEGIN_DECLS

/**
 * FerryTreeRowLook:
 * @FERRY_TREE_ROW_PLAIN: nothing is being dragged, or it is not about this row
 * @FERRY_TREE_ROW_CAN_TAKE: what is dragged can go here
 * @FERRY_TREE_ROW_NEEDS_CHOICES: it could with a storage copy or another network
 * @FERRY_TREE_ROW_CANNOT: it cannot
 *
 * What a row says while VMs are dragged.
 */
typedef enum
{
  FERRY_TREE_ROW_PLAIN,
  FERRY_TREE_ROW_CAN_TAKE,
  FERRY_TREE_ROW_NEEDS_CHOICES,
  FERRY_TREE_ROW_CANNOT,
} FerryTreeRowLook;

#define FERRY_TYPE_TREE_ROW (ferry_tree_row_get_type ())

G_DECLARE_FINAL_TYPE (FerryTreeRow, ferry_tree_row, FERRY, TREE_ROW, GtkWidget)

/* Signals: "toggled" (GtkTreeListRow *): its row was opened or closed, by whomever. */

GtkWidget      *ferry_tree_row_new         (void);
/* @row: (nullable): of a model of #FerryItem; %NULL when it shows nothing any more */
void            ferry_tree_row_set_row     (FerryTreeRow     *self,
                                            GtkTreeListRow   *row);
/* (transfer none) (nullable) */
GtkTreeListRow *ferry_tree_row_get_row     (FerryTreeRow     *self);
/* (transfer none) (nullable) */
FerryItem      *ferry_tree_row_get_item    (FerryTreeRow     *self);
/* (transfer none) (nullable): the row at a place of the list that it is in */
FerryTreeRow   *ferry_tree_row_pick        (GtkWidget        *list,
                                            double            x,
                                            double            y);
/* Whether the arrow that opens and closes the row is at @x. */
gboolean        ferry_tree_row_is_arrow_at (FerryTreeRow     *self,
                                            double            x);
/* @text: (nullable): shown in place of the numbers: "after: 71 % memory" */
void            ferry_tree_row_set_look    (FerryTreeRow     *self,
                                            FerryTreeRowLook  look,
                                            const char       *text);

G_END_DECLS
