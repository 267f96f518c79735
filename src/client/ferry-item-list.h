/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "client/ferry-item.h"

G_BEGIN_DECLS

/**
 * FerryItemPlace:
 * @FERRY_ITEM_PLACE_TREE: sorted and filtered; an item stands in one such list
 * @FERRY_ITEM_PLACE_FLAT: everything of one kind, in the order of arrival
 */
typedef enum
{
  FERRY_ITEM_PLACE_TREE,
  FERRY_ITEM_PLACE_FLAT,
} FerryItemPlace;

#define FERRY_ITEM_N_PLACES (FERRY_ITEM_PLACE_FLAT + 1)

#define FERRY_TYPE_ITEM_LIST (ferry_item_list_get_type ())

G_DECLARE_FINAL_TYPE (FerryItemList, ferry_item_list, FERRY, ITEM_LIST, GObject)

/* @owner: (nullable): the item whose children these are; must outlive its use of the list */
FerryItemList *ferry_item_list_new          (FerryItemPlace  place,
                                             FerryItem      *owner);
FerryItem     *ferry_item_list_get_owner    (FerryItemList  *self);
/* What belongs to it, shown or not, some perhaps twice; %NULL where one has left: */
guint          ferry_item_list_get_n_held   (FerryItemList  *self);
FerryItem     *ferry_item_list_peek_held    (FerryItemList  *self,
                                             guint           index);
guint          ferry_item_list_get_n_shown  (FerryItemList  *self);
/* Changes are noted, and shown by the next flush: */
void           ferry_item_list_add          (FerryItemList  *self,
                                             FerryItem      *item);
void           ferry_item_list_remove       (FerryItemList  *self,
                                             FerryItem      *item);
void           ferry_item_list_resort       (FerryItemList  *self,
                                             FerryItem      *item);
/* Emits #GListModel::items-changed for what differs from what was shown. */
void           ferry_item_list_flush        (FerryItemList  *self);
/* Set by the model while the list waits for a flush. */
gboolean       ferry_item_list_is_queued    (FerryItemList  *self);
void           ferry_item_list_set_queued   (FerryItemList  *self,
                                             gboolean        is_queued);
/* The owner is going away. */
void           ferry_item_list_disown       (FerryItemList  *self);

G_END_DECLS
