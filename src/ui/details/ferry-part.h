/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-item.h"

G_BEGIN_DECLS

#define FERRY_TYPE_PART (ferry_part_get_type ())

G_DECLARE_FINAL_TYPE (FerryPart, ferry_part, FERRY, PART, GObject)

/* One of the many that a record holds in an array: a disk or NIC of a VM, a port of a network. What it is now must be
 * looked up in the item's record: it may have fewer than it had. */
FerryPart *ferry_part_new       (FerryItem  *item,
                                 guint       index) G_GNUC_WARN_UNUSED_RESULT;
FerryItem *ferry_part_get_item  (FerryPart  *self);
guint      ferry_part_get_index (FerryPart  *self);

/* Makes @store hold the first @n parts of @item; changes what differs. */
void       ferry_part_fill      (GListStore *store,
                                 FerryItem  *item,
                                 guint       n);

/* Of a row of a table, which may be a #FerryItem itself. */
FerryItem *ferry_row_get_item   (gpointer    row);

G_END_DECLS
