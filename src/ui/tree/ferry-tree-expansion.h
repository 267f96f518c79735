/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FERRY_TYPE_TREE_EXPANSION (ferry_tree_expansion_get_type ())

G_DECLARE_FINAL_TYPE (FerryTreeExpansion, ferry_tree_expansion, FERRY, TREE_EXPANSION, GObject)

/* Which rows of the tree are open: remembered by key, so that it survives a filter, a reconnect and a restart.
 * @model: of #FerryItem */
FerryTreeExpansion *ferry_tree_expansion_new          (GtkTreeListModel   *model);
/* @settings: (nullable): with "tree-exceptions" */
void                ferry_tree_expansion_set_settings (FerryTreeExpansion *self,
                                                       GSettings          *settings);
/* While filtering everything is open, unless it was closed while filtering. */
void                ferry_tree_expansion_set_filtered (FerryTreeExpansion *self,
                                                       gboolean            is_filtered);
/* The user opened or closed @row. */
void                ferry_tree_expansion_note         (FerryTreeExpansion *self,
                                                       GtkTreeListRow     *row);
/* Opens everything, or closes everything below the connections; little by little. */
void                ferry_tree_expansion_set_all      (FerryTreeExpansion *self,
                                                       gboolean            expanded);
/* Opens the row of @key now. */
void                ferry_tree_expansion_open         (FerryTreeExpansion *self,
                                                       GtkTreeListRow     *row);

G_END_DECLS
