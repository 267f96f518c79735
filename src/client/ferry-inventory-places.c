/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-inventory-model"

#include "client/ferry-inventory-model-private.h"

#include "client/ferry-item-private.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"

/* Where things stand in the inventory model's tree.
 *
 * Threads: the client's own. */

static FerryItem *
get_group (FerryInventoryModel *self,
           FerryItem           *connection,
           FerryItemGroup       group)
{
  FerryItem *item = connection->branch->groups[group];

  if (item != NULL)
    return item;

  item = ferry_item_new_group (connection, group);
  connection->branch->groups[group] = item;
  g_hash_table_insert (self->items, item->key, item);
  item->parent = connection;
  item->root = connection;
  item->is_stale = connection->is_stale;
  ferry_item_list_add (connection->branch->children, item);
  ferry_inventory_model_queue_list (self, connection->branch->children);

  return item;
}

/* A VM on its way stands under its source until it has arrived, even while it runs nowhere. */
static FerryItem *
find_vm_parent (FerryInventoryModel *self,
                FerryItem           *item)
{
  const FerryVmRecord *vm = item->record;
  const char *host_key = vm->host_key;
  FerryItem *host;

  if (host_key == NULL && item->move != NULL && item->move->state != FERRY_MOVE_WAITING)
    host_key = item->move->source_host_key;
  if (host_key == NULL)
    host_key = vm->home_key;

  host = ferry_inventory_model_lookup_kind (self, host_key, FERRY_KIND_HOST);

  return host != NULL && host->root == item->root ? host : item->root;
}

static const char *
get_only_host (const FerryStorageRecord *storage)
{
  guint n_plugged = storage->host_keys != NULL ? g_strv_length ((char **) storage->host_keys) : 0;
  guint n_unplugged = storage->unplugged_host_keys != NULL
                        ? g_strv_length ((char **) storage->unplugged_host_keys)
                        : 0;

  if (storage->is_shared || n_plugged + n_unplugged != 1)
    return NULL;

  return n_plugged > 0 ? storage->host_keys[0] : storage->unplugged_host_keys[0];
}

static FerryItem *
find_storage_parent (FerryInventoryModel *self,
                     FerryItem           *item)
{
  FerryItem *host = ferry_inventory_model_lookup_kind (self, get_only_host (item->record), FERRY_KIND_HOST);

  if (host != NULL && host->root == item->root)
    return host;

  return get_group (self, item->root, FERRY_ITEM_GROUP_STORAGE);
}

static FerryItem *
find_parent (FerryInventoryModel *self,
             FerryItem           *item)
{
  if (item->root == NULL)
    return NULL;

  switch ((FerryKind) item->kind)
    {
    case FERRY_KIND_HOST:
      return item->root;

    case FERRY_KIND_VM:
      return find_vm_parent (self, item);

    case FERRY_KIND_STORAGE:
      return find_storage_parent (self, item);

    case FERRY_KIND_NETWORK:
      return get_group (self, item->root, FERRY_ITEM_GROUP_NETWORKS);

    case FERRY_KIND_CONNECTION:
    case FERRY_KIND_POOL:
    case FERRY_KIND_DISK:
    case FERRY_KIND_TASK:
    case FERRY_KIND_MOVE:
    default:
      return NULL;
    }
}

void
ferry_inventory_model_leave_tree (FerryInventoryModel *self,
            FerryItem           *item)
{
  FerryItemList *list = item->lists[FERRY_ITEM_PLACE_TREE];

  if (list == NULL)
    return;

  ferry_item_list_remove (list, item);
  ferry_inventory_model_queue_list (self, list);
  item->parent = NULL;
}

/* Puts @item where its record says. Its counts must not be in the sums. */
void
ferry_inventory_model_place (FerryInventoryModel *self,
       FerryItem           *item)
{
  FerryItem *parent = find_parent (self, item);

  if (parent == item->parent)
    return;

  ferry_inventory_model_leave_tree (self, item);
  item->parent = parent;
  if (parent == NULL)
    return;

  ferry_item_list_add (parent->branch->children, item);
  ferry_inventory_model_queue_list (self, parent->branch->children);
}

void
ferry_inventory_model_place_again (FerryInventoryModel *self,
         FerryItem           *item)
{
  ferry_inventory_model_count (self, item, -1);
  ferry_inventory_model_place (self, item);
  ferry_inventory_model_count (self, item, 1);
}

/* Something may belong elsewhere now: every thing under @item is looked at again. */
static void
replace_children (FerryInventoryModel *self,
                  FerryItem           *item)
{
  FerryItemList *children = item->branch->children;
  guint n = ferry_item_list_get_n_held (children);

  for (guint i = 0; i < n; i++)
    {
      FerryItem *child = ferry_item_list_peek_held (children, i);

      if (child != NULL && child->group == FERRY_ITEM_GROUP_NONE)
        ferry_inventory_model_place_again (self, child);
    }
}

void
ferry_inventory_model_settle_strays (FerryInventoryModel *self,
               FerryItem           *connection)
{
  FerryItem *group = connection->branch->groups[FERRY_ITEM_GROUP_STORAGE];

  replace_children (self, connection);
  if (group != NULL)
    replace_children (self, group);
}

/* Takes in what came before its connection did. */
void
ferry_inventory_model_adopt (FerryInventoryModel *self,
                FerryItem           *connection)
{
  if (self->n_homeless == 0)
    return;

  for (guint k = 0; k < FERRY_N_KINDS; k++)
    {
      FerryItemList *list = self->lists[ferry_inventory_model_order[k]];

      for (guint i = 0; i < ferry_item_list_get_n_held (list); i++)
        {
          FerryItem *item = ferry_item_list_peek_held (list, i);

          if (item == NULL || item->root != NULL || item->kind == FERRY_KIND_MOVE ||
              ((const FerryRecord *) item->record)->connection_key != connection->key)
            continue;

          item->root = connection;
          ferry_inventory_model_place (self, item);
        }
    }
  ferry_inventory_model_start_sweep (self);
}

/* Sends the things under @item, which is already out of the table, elsewhere. */
void
ferry_inventory_model_empty_branch (FerryInventoryModel *self,
              FerryItem           *item)
{
  FerryItemList *children = item->branch->children;

  for (guint i = 0; i < ferry_item_list_get_n_held (children); i++)
    {
      FerryItem *child = ferry_item_list_peek_held (children, i);

      if (child != NULL)
        ferry_inventory_model_place (self, child);
    }
}

void
ferry_inventory_model_remove_group (FerryInventoryModel *self,
              FerryItem           *connection,
              FerryItemGroup       group)
{
  FerryItem *item = connection->branch->groups[group];

  if (item == NULL)
    return;

  connection->branch->groups[group] = NULL;
  ferry_inventory_model_leave_tree (self, item);
  item->root = NULL;
  g_hash_table_remove (self->items, item->key);
}
