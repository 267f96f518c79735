/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-filter.h"
#include "client/ferry-inventory-model.h"
#include "client/ferry-item-list.h"

G_BEGIN_DECLS

/* For the files that share the work of the inventory model; nobody else. */
struct _FerryInventoryModel
{
  GObject         parent_instance;

  GHashTable     *items;                 /* (owned): key -> owned #FerryItem */
  GHashTable     *moves_by_vm;           /* (owned): VM's key -> item of its running move, unowned */
  FerryItemList  *tree;                  /* (owned) */
  FerryItemList  *lists[FERRY_N_KINDS];  /* (owned) */
  FerryFilter    *filter;                /* (owned) */
  GPtrArray      *ended;                 /* (owned) (element-type FerryItem) */
  guint           n_homeless;            /* may exceed the truth: things that came before their connection */

  /* The batch in work: */
  FerryChanges   *changes;               /* (owned) (nullable) */
  guint           next_removal;
  GPtrArray      *puts[FERRY_N_KINDS];   /* (owned) (element-type FerryRecord): by kind, unowned records */
  guint           next_kind;
  guint           next_put;

  /* What is left to do once the records are in: */
  GPtrArray      *branches;              /* (owned) (element-type FerryItem): with counts or strays to see to */
  gboolean        is_sweep_needed;       /* hold every item against the filter and its connection's state */
  guint           sweep_kind;
  guint           sweep_index;
  GPtrArray      *queued[3];             /* (owned) (element-type FerryItemList): by depth, roots first */
};

/* Those that others stand under come first. */
extern const FerryKind ferry_inventory_model_order[FERRY_N_KINDS];

/* The model: */
FerryItem *ferry_inventory_model_lookup_kind   (FerryInventoryModel *self,
                                                const char          *key,
                                                FerryKind            kind);
void       ferry_inventory_model_queue_list    (FerryInventoryModel *self,
                                                FerryItemList       *list);
void       ferry_inventory_model_start_sweep   (FerryInventoryModel *self);

/* Counts: adds what @item means for the sums above it (@sign 1), or takes it out (-1). */
void       ferry_inventory_model_count         (FerryInventoryModel *self,
                                                FerryItem           *item,
                                                int                  sign);
void       ferry_inventory_model_ask_recount   (FerryInventoryModel *self,
                                                FerryItem           *connection);
void       ferry_inventory_model_recount       (FerryInventoryModel *self,
                                                FerryItem           *connection);

/* Places: puts @item where its record says; its counts must not be in the sums. */
void       ferry_inventory_model_place         (FerryInventoryModel *self,
                                                FerryItem           *item);
/* The same, with its counts. */
void       ferry_inventory_model_place_again   (FerryInventoryModel *self,
                                                FerryItem           *item);
void       ferry_inventory_model_leave_tree    (FerryInventoryModel *self,
                                                FerryItem           *item);
void       ferry_inventory_model_settle_strays (FerryInventoryModel *self,
                                                FerryItem           *connection);
void       ferry_inventory_model_adopt         (FerryInventoryModel *self,
                                                FerryItem           *connection);
void       ferry_inventory_model_empty_branch  (FerryInventoryModel *self,
                                                FerryItem           *item);
void       ferry_inventory_model_remove_group  (FerryInventoryModel *self,
                                                FerryItem           *connection,
                                                FerryItemGroup       group);

G_END_DECLS
