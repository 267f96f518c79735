/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "client/ferry-client.h"
#include "ui/tree/ferry-tree-row.h"

G_BEGIN_DECLS

#define FERRY_TYPE_TREE_DRAG (ferry_tree_drag_get_type ())

G_DECLARE_FINAL_TYPE (FerryTreeDrag, ferry_tree_drag, FERRY, TREE_DRAG, GObject)

/* Dragging VMs within the tree.
 * Signals: "gather" (FerryItem *) -> GPtrArray of FerryItem (boxed, transfer full): what a drag that begins on this item
 * takes along; "dropped" (FerryDestinations *, FerryItem *host); "open-row" (GtkTreeListRow *): hovered for long. */

/* @list: (not owned): the list view with the rows, which owns the drag */
FerryTreeDrag *ferry_tree_drag_new        (GtkWidget     *list,
                                           FerryClient   *client);
/* @row shows another item now. */
void           ferry_tree_drag_update_row (FerryTreeDrag *self,
                                           FerryTreeRow  *row);
void           ferry_tree_drag_forget_row (FerryTreeDrag *self,
                                           FerryTreeRow  *row);

G_END_DECLS
