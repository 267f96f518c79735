/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-item.h"
#include "client/ferry-item-list.h"

G_BEGIN_DECLS

#define FERRY_ITEM_N_GROUPS (FERRY_ITEM_GROUP_NETWORKS + 1)

/**
 * FerryItemBranch:
 * @children: (owned): what stands below
 * @counts: sums over what stands below
 * @groups: (unowned): of a connection: the headings below it that have been needed
 * @title: (owned) (nullable): a name that is not the record's
 * @is_recount_needed: @counts are made afresh before anybody is told of them
 * @has_new_counts: "counts" is to be notified
 * @holds_strays: things below may belong under a host that has just come
 *
 * What only items that have others below them need: hosts, connections and groups.
 */
typedef struct
{
  FerryItemList   *children;
  FerryItemCounts  counts;
  FerryItem       *groups[FERRY_ITEM_N_GROUPS];
  char            *title;
  guint            is_recount_needed : 1;
  guint            has_new_counts : 1;
  guint            holds_strays : 1;
} FerryItemBranch;

/* For the inventory model and the lists: they fill items; nobody else looks inside. */
struct _FerryItem
{
  GObject          parent_instance;

  char            *key;                          /* (owned): interned */
  gpointer         record;                       /* (owned) (nullable) */
  FerryMoveRecord *move;                         /* (owned) (nullable) */
  char            *sort_key;                     /* (owned): strcmp() order is the list's order */
  FerryItem       *parent;                       /* (unowned) (nullable) */
  FerryItem       *root;                         /* (unowned) (nullable): its connection */
  FerryItemBranch *branch;                       /* (owned) (nullable) */
  FerryItemList   *lists[FERRY_ITEM_N_PLACES];   /* (unowned) (nullable): where it belongs */
  FerryItemList   *shown_in[FERRY_ITEM_N_PLACES]; /* (unowned) (nullable): who shows it */
  guint            kind : 8;
  guint            group : 8;
  guint            is_stale : 1;
  guint            is_match : 1;                 /* the filter wants it for its own sake */
  guint            is_resorted : 1;              /* its sort key changed since it was last shown */
};

FerryItem *ferry_item_new           (gconstpointer    record);
FerryItem *ferry_item_new_group     (FerryItem       *connection,
                                     FerryItemGroup   group);
gboolean   ferry_item_set_record    (FerryItem       *self,
                                     gconstpointer    record);
gboolean   ferry_item_set_title     (FerryItem       *self,
                                     const char      *title);
gboolean   ferry_item_set_move      (FerryItem       *self,
                                     gconstpointer    move);
void       ferry_item_set_stale     (FerryItem       *self,
                                     gboolean         is_stale);
void       ferry_item_notify_counts (FerryItem       *self);
/* Makes the sort key afresh; %TRUE if it changed. */
gboolean   ferry_item_update_sort   (FerryItem       *self);
/* Order of the tree and of the moves; never 0 for two different items. */
int        ferry_item_compare       (FerryItem       *a,
                                     FerryItem       *b);
/* Shown with the filter as it is? */
gboolean   ferry_item_is_wanted     (FerryItem       *self);

G_END_DECLS
