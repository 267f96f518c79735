/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What can be done with @items. (transfer full) (nullable): %NULL if nothing can.
 * @items: (element-type FerryItem) */
GMenuModel *ferry_tree_menu_new (GPtrArray *items);

G_END_DECLS
