/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_TREE_VIEW (ferry_tree_view_get_type ())

G_DECLARE_FINAL_TYPE (FerryTreeView, ferry_tree_view, FERRY, TREE_VIEW, AdwBin)

/* Signals: "selection-changed"; "activated": somebody clicked or pressed Enter on a row;
 * "dropped" (FerryDestinations *, FerryItem *host): VMs were dropped on a host that can take them, or could with choices. */

void       ferry_tree_view_set_client       (FerryTreeView *self,
                                             FerryClient   *client);
/* @settings: (nullable): where it is remembered what is collapsed */
void       ferry_tree_view_set_settings     (FerryTreeView *self,
                                             GSettings     *settings);
void       ferry_tree_view_set_filter       (FerryTreeView *self,
                                             const char    *text);
/* (transfer full) (element-type FerryItem): the selected items, in the order of the tree. They stay selected
 * while they are filtered out or on their way to another parent. */
GPtrArray *ferry_tree_view_dup_selected     (FerryTreeView *self);
/* Expands what is above @item, scrolls there and selects it alone. */
void       ferry_tree_view_show_item        (FerryTreeView *self,
                                             FerryItem     *item);
void       ferry_tree_view_set_all_expanded (FerryTreeView *self,
                                             gboolean       expanded);

G_END_DECLS
