/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_KIND_PAGE (ferry_kind_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (FerryKindPage, ferry_kind_page, FERRY, KIND_PAGE, AdwBin)

/**
 * FerryKindPageClass:
 * @show: another item, or none, is to be shown; @update and @look_around follow
 * @update: the item itself has changed: its record, move, counts or staleness
 * @look_around: other things may have changed: names behind links, lists of what belongs to the item. At most once a
 *   second, and only while the page is seen.
 *
 * All optional. @update and @look_around are called only while there is an item with a record.
 */
struct _FerryKindPageClass
{
  AdwBinClass parent_class;

  void (*show)        (FerryKindPage *self);
  void (*update)      (FerryKindPage *self);
  void (*look_around) (FerryKindPage *self);
};

void         ferry_kind_page_set_client (FerryKindPage *self,
                                         FerryClient   *client);
/* @item: (nullable) */
void         ferry_kind_page_set_item   (FerryKindPage *self,
                                         FerryItem     *item);
/* (transfer none) (nullable) */
FerryClient *ferry_kind_page_get_client (FerryKindPage *self);
/* (transfer none) (nullable) */
FerryItem   *ferry_kind_page_get_item   (FerryKindPage *self);

G_END_DECLS
