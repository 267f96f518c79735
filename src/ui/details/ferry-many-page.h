/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_MANY_PAGE (ferry_many_page_get_type ())

G_DECLARE_FINAL_TYPE (FerryManyPage, ferry_many_page, FERRY, MANY_PAGE, AdwBin)

void ferry_many_page_set_client (FerryManyPage *self,
                                 FerryClient   *client);
/* @items: (element-type FerryItem): shown in a table with sums; those without a record are left out */
void ferry_many_page_set_items  (FerryManyPage *self,
                                 GPtrArray     *items);
/* @group: a heading of the tree: what stands below it is shown, for as long as it does */
void ferry_many_page_set_group  (FerryManyPage *self,
                                 FerryItem     *group);
void ferry_many_page_clear      (FerryManyPage *self);

G_END_DECLS
