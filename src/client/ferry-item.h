/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/ferry-move-record.h"
#include "model/ferry-record.h"

G_BEGIN_DECLS

#define FERRY_TYPE_ITEM (ferry_item_get_type ())

G_DECLARE_FINAL_TYPE (FerryItem, ferry_item, FERRY, ITEM, GObject)

/**
 * FerryItemGroup:
 *
 * Headings inside the tree that stand for no record of their own.
 */
typedef enum
{
  FERRY_ITEM_GROUP_NONE,
  FERRY_ITEM_GROUP_STORAGE,
  FERRY_ITEM_GROUP_NETWORKS,
} FerryItemGroup;

/**
 * FerryItemCounts:
 * @n_hosts: hosts below
 * @n_vms: VMs below, whatever their state
 * @n_running_vms: VMs below that run or are paused
 * @memory_used_bytes: of the hosts below, with the hypervisor's part and what is reserved for VMs on their way
 * @memory_total_bytes: of the hosts below; 0 when unknown
 */
typedef struct
{
  guint   n_hosts;
  guint   n_vms;
  guint   n_running_vms;
  guint64 memory_used_bytes;
  guint64 memory_total_bytes;
} FerryItemCounts;

/* One thing in the lists, for as long as the engine knows it: never replaced, so selection, expansion and scroll
 * position stay. Properties, each notified: "record", "move" (of a VM on its way), "counts" (of hosts and
 * connections), "stale" (its connection is down: what it says is old). Threads: the client's own. */
FerryKind              ferry_item_get_kind     (FerryItem *self);
FerryItemGroup         ferry_item_get_group    (FerryItem *self);
/* (transfer none): unique and stable; of groups too */
const char            *ferry_item_get_key      (FerryItem *self);
/* (transfer none): what to show as its name: a pool's row is its connection's item, named after pool or host */
const char            *ferry_item_get_name     (FerryItem *self);
/* (transfer none) (nullable): the latest record; cast by kind. %NULL for groups */
gconstpointer          ferry_item_get_record   (FerryItem *self);
/* (transfer none) (nullable): what stands below it in the tree, sorted, filtered; %NULL for leaves */
GListModel            *ferry_item_get_children (FerryItem *self);
/* (transfer none) (nullable): where it stands in the tree; %NULL for roots */
FerryItem             *ferry_item_get_parent   (FerryItem *self);
/* (transfer none) (nullable): the running or waiting move of a VM */
const FerryMoveRecord *ferry_item_get_move     (FerryItem *self);
const FerryItemCounts *ferry_item_get_counts   (FerryItem *self);
gboolean               ferry_item_is_stale     (FerryItem *self);

G_END_DECLS
