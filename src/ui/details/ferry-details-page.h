/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-facts.h"
#include "ui/details/ferry-kind-page.h"
#include "ui/details/ferry-related.h"
#include "ui/details/ferry-table.h"

G_BEGIN_DECLS

#define FERRY_TYPE_DETAILS_PAGE (ferry_details_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (FerryDetailsPage, ferry_details_page, FERRY, DETAILS_PAGE, FerryKindPage)

/**
 * FerryDetailsPageClass:
 * @add_tabs: adds the tabs; once, when the client is known
 * @dup_summary: (transfer full): the line beside the name; only while there is an item with a record
 * @show_facts: (nullable): sets facts; likewise, and whenever the item has changed
 *
 * A thing's name, what sums it up, and tabs with what is known about it.
 */
struct _FerryDetailsPageClass
{
  FerryKindPageClass parent_class;

  void  (*add_tabs)    (FerryDetailsPage *self,
                        FerryClient      *client);
  char *(*dup_summary) (FerryDetailsPage *self,
                        FerryItem        *item);
  void  (*show_facts)  (FerryDetailsPage *self,
                        FerryItem        *item);
};

void        ferry_details_page_add_tab      (FerryDetailsPage       *self,
                                             const char             *name,
                                             const char             *title,
                                             const char             *icon_name,
                                             GtkWidget              *widget);
/* The first tab, made of groups of facts: returns where to put them. */
GtkWidget  *ferry_details_page_add_facts    (FerryDetailsPage       *self);
/* (transfer none): a group of facts, appended to what ferry_details_page_add_facts() returned */
FerryFacts *ferry_details_page_add_group    (GtkWidget              *facts,
                                             const char             *title);
/* A tab with a table of the things of one kind that have to do with the item. */
void        ferry_details_page_add_related  (FerryDetailsPage       *self,
                                             const char             *title,
                                             const char             *icon_name,
                                             FerryKind               kind,
                                             FerryIsRelated          is_related,
                                             const FerryColumn      *columns,
                                             const char             *empty);
/* (nullable): name of the thing with that key (nullable) */
const char *ferry_details_page_get_name_of  (FerryDetailsPage       *self,
                                             const char             *key);

G_END_DECLS
