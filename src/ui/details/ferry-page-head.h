/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-item.h"

G_BEGIN_DECLS

#define FERRY_TYPE_PAGE_HEAD (ferry_page_head_get_type ())

G_DECLARE_FINAL_TYPE (FerryPageHead, ferry_page_head, FERRY, PAGE_HEAD, AdwBin)

/* The top of a page: icon, name, one line of the most important, and the switcher of the property "stack". */

/* @item: (nullable): gives icon and name */
void ferry_page_head_set_item    (FerryPageHead *self,
                                  FerryItem     *item);
void ferry_page_head_set_title   (FerryPageHead *self,
                                  const char    *icon_name,
                                  const char    *title);
/* @summary: (nullable): one line of the most important facts */
void ferry_page_head_set_summary (FerryPageHead *self,
                                  const char    *summary);

G_END_DECLS
