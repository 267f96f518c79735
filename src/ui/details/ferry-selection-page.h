/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SELECTION_PAGE (ferry_selection_page_get_type ())

G_DECLARE_FINAL_TYPE (FerrySelectionPage, ferry_selection_page, FERRY, SELECTION_PAGE, AdwBin)

/* Several things, or what is in a group: a table of them and their sums. */
GtkWidget *ferry_selection_page_new       (FerryClient        *client);
/* @title: what it is; @items: of #FerryItem */
void       ferry_selection_page_set_items (FerrySelectionPage *self,
                                           const char         *title,
                                           GListModel         *items);

G_END_DECLS
