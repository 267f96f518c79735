/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-inventory-model"

#include "client/ferry-inventory-model.h"

#include <string.h>

#include "client/ferry-filter.h"
#include "client/ferry-inventory-model-private.h"
#include "client/ferry-item-private.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"

/**
 * FerryInventoryModel:
 *
 * Everything that the engine knows, as lists of permanent items: a tree, and a
 * flat list of each kind.
 *
 * News come in batches. A batch is worked off in pieces, so that a large one
 * does not hold up the loop: first the records, kind by kind from the roots
 * down, then the filter, then the lists, deepest first, each with its changes
 * gathered into one showing.
 *
 * Threads: the client's own.
 */
G_DEFINE_FINAL_TYPE (FerryInventoryModel, ferry_inventory_model, G_TYPE_OBJECT)

/* Those that others stand under come first. */
const FerryKind ferry_inventory_model_order[FERRY_N_KINDS] = {
  FERRY_KIND_CONNECTION,
  FERRY_KIND_POOL,
  FERRY_KIND_HOST,
  FERRY_KIND_STORAGE,
  FERRY_KIND_NETWORK,
  FERRY_KIND_VM,
  FERRY_KIND_MOVE,
  FERRY_KIND_TASK,
  FERRY_KIND_DISK,
};

FerryItem *
ferry_inventory_model_lookup_kind (FerryInventoryModel *self,
             const char          *key,
             FerryKind            kind)
{
  FerryItem *item = ferry_inventory_model_lookup (self, key);

  return item != NULL && item->kind == kind && item->group == FERRY_ITEM_GROUP_NONE ? item : NULL;
}

void
ferry_inventory_model_queue_list (FerryInventoryModel *self,
            FerryItemList       *list)
{
  FerryItem *owner = ferry_item_list_get_owner (list);
  guint depth = owner == NULL ? 0 : owner->kind == FERRY_KIND_CONNECTION ? 1 : 2;

  if (ferry_item_list_is_queued (list))
    return;

  ferry_item_list_set_queued (list, TRUE);
  g_ptr_array_add (self->queued[depth], g_object_ref (list));
}

void
ferry_inventory_model_start_sweep (FerryInventoryModel *self)
{
  self->is_sweep_needed = TRUE;
  self->sweep_kind = 0;
  self->sweep_index = 0;
}

static gconstpointer
lookup_record (const char *key,
               gpointer    user_data)
{
  FerryItem *item = ferry_inventory_model_lookup (user_data, key);

  return item != NULL ? item->record : NULL;
}

/* The filter and the state of connections */

static gboolean
is_match (FerryInventoryModel *self,
          FerryItem           *item)
{
  if (ferry_filter_is_empty (self->filter))
    return TRUE;

  return ferry_filter_matches (self->filter, item->record, ferry_item_get_name (item),
                               item->move != NULL, lookup_record, self);
}

static void
update_match (FerryInventoryModel *self,
              FerryItem           *item)
{
  gboolean matches = is_match (self, item);

  if (item->is_match == matches)
    return;

  item->is_match = matches;
  if (item->lists[FERRY_ITEM_PLACE_TREE] != NULL)
    ferry_inventory_model_queue_list (self, item->lists[FERRY_ITEM_PLACE_TREE]);
}

static gboolean
is_tree_kind (FerryKind kind)
{
  return kind == FERRY_KIND_CONNECTION || kind == FERRY_KIND_HOST || kind == FERRY_KIND_VM ||
         kind == FERRY_KIND_STORAGE || kind == FERRY_KIND_NETWORK;
}

static void
sweep_item (FerryInventoryModel *self,
            FerryItem           *item)
{
  if (is_tree_kind (item->kind))
    update_match (self, item);

  if (item->root != NULL)
    ferry_item_set_stale (item, item->root->is_stale);

  for (guint i = 0; item->root == item && i < FERRY_ITEM_N_GROUPS; i++)
    {
      if (item->branch->groups[i] != NULL)
        ferry_item_set_stale (item->branch->groups[i], item->is_stale);
    }
}

/* Names, types and places of these are what others are filtered by. */
static void
note_change_around (FerryInventoryModel *self,
                    FerryKind            kind)
{
  if (kind != FERRY_KIND_VM && is_tree_kind (kind) && ferry_filter_looks_around (self->filter))
    ferry_inventory_model_start_sweep (self);
}

/* Names */

static void
resort (FerryInventoryModel *self,
        FerryItem           *item)
{
  FerryItemList *list = item->lists[FERRY_ITEM_PLACE_TREE];

  if (!ferry_item_update_sort (item) || list == NULL)
    return;

  ferry_item_list_resort (list, item);
  ferry_inventory_model_queue_list (self, list);
}

static const char *
find_pool_name (FerryInventoryModel *self,
                FerryItem           *connection)
{
  FerryItemList *pools = self->lists[FERRY_KIND_POOL];

  for (guint i = 0; i < ferry_item_list_get_n_held (pools); i++)
    {
      FerryItem *pool = ferry_item_list_peek_held (pools, i);
      const FerryPoolRecord *record = pool != NULL ? pool->record : NULL;
      FerryItem *host;

      if (record == NULL || pool->root != connection)
        continue;

      host = ferry_inventory_model_lookup_kind (self, record->coordinator_key, FERRY_KIND_HOST);
      if (*record->base.name != '\0')
        return record->base.name;
      if (host != NULL && *ferry_item_get_name (host) != '\0')
        return ferry_item_get_name (host);
    }

  return NULL;
}

/* A connection's record is named by the user or, failing that, after its address: then the pool knows better. */
static void
update_title (FerryInventoryModel *self,
              FerryItem           *connection)
{
  const FerryConnectionRecord *record = connection->record;
  gboolean is_address = *record->base.name == '\0' || record->uri == NULL ||
                        strstr (record->uri, record->base.name) != NULL;

  if (!ferry_item_set_title (connection, is_address ? find_pool_name (self, connection) : NULL))
    return;

  resort (self, connection);
  update_match (self, connection);
  note_change_around (self, FERRY_KIND_CONNECTION);
}

/* Moves */

static gboolean
has_ended (const FerryMoveRecord *move)
{
  return move->state == FERRY_MOVE_DONE || move->state == FERRY_MOVE_FAILED ||
         move->state == FERRY_MOVE_CANCELLED;
}

static void
set_vm_move (FerryInventoryModel   *self,
             const char            *vm_key,
             const FerryMoveRecord *move)
{
  FerryItem *vm = ferry_inventory_model_lookup_kind (self, vm_key, FERRY_KIND_VM);

  if (vm == NULL || !ferry_item_set_move (vm, move))
    return;

  ferry_inventory_model_place_again (self, vm);
  update_match (self, vm);
}

/* Keeps the VM's item told of its move; @move: (nullable): %NULL when the record is gone. */
static void
follow_move (FerryInventoryModel   *self,
             FerryItem             *item,
             const FerryMoveRecord *move)
{
  const char *vm_key = ((const FerryMoveRecord *) item->record)->vm_key;
  gboolean is_over = move == NULL || has_ended (move);

  if (!is_over)
    {
      g_hash_table_replace (self->moves_by_vm, g_ref_string_acquire ((char *) vm_key), item);
      set_vm_move (self, vm_key, move);
    }
  else if (g_hash_table_lookup (self->moves_by_vm, vm_key) == item)
    {
      g_hash_table_remove (self->moves_by_vm, vm_key);
      set_vm_move (self, vm_key, NULL);
    }
}

static void
note_end (FerryInventoryModel *self,
          FerryItem           *item,
          gboolean             had_ended)
{
  if (item->kind == FERRY_KIND_MOVE && !had_ended && has_ended (item->record))
    g_ptr_array_add (self->ended, g_object_ref (item));
}

static void
find_move_of (FerryInventoryModel *self,
              FerryItem           *vm)
{
  FerryItem *move = g_hash_table_lookup (self->moves_by_vm, vm->key);

  if (move != NULL)
    ferry_item_set_move (vm, move->record);
}

/* Records */

static gboolean
is_down (const FerryConnectionRecord *connection)
{
  return connection->state != FERRY_CONNECTION_CONNECTED;
}

static void
after_put_connection (FerryInventoryModel *self,
                      FerryItem           *item)
{
  gboolean is_stale = is_down (item->record);

  update_title (self, item);
  if (item->is_stale == is_stale)
    return;

  ferry_item_set_stale (item, is_stale);
  ferry_inventory_model_start_sweep (self);
}

/* What a new word on @item means for others. */
static void
after_put (FerryInventoryModel *self,
           FerryItem           *item)
{
  switch ((FerryKind) item->kind)
    {
    case FERRY_KIND_CONNECTION:
      after_put_connection (self, item);
      break;

    case FERRY_KIND_HOST:
    case FERRY_KIND_POOL:
      if (item->root != NULL)
        update_title (self, item->root);
      break;

    case FERRY_KIND_MOVE:
      follow_move (self, item, item->record);
      break;

    case FERRY_KIND_VM:
    case FERRY_KIND_STORAGE:
    case FERRY_KIND_DISK:
    case FERRY_KIND_NETWORK:
    case FERRY_KIND_TASK:
    default:
      break;
    }

  note_change_around (self, item->kind);
}

static void
join_tree (FerryInventoryModel *self,
           FerryItem           *item)
{
  if (item->kind == FERRY_KIND_CONNECTION)
    {
      item->root = item;
      item->is_stale = is_down (item->record);
      ferry_item_list_add (self->tree, item);
      ferry_inventory_model_queue_list (self, self->tree);
      ferry_inventory_model_adopt (self, item);
      ferry_inventory_model_ask_recount (self, item);
      return;
    }

  if (item->kind == FERRY_KIND_HOST && item->root != NULL)
    {
      ferry_inventory_model_ask_recount (self, item->root);
      item->root->branch->holds_strays = TRUE;
    }

  ferry_inventory_model_place (self, item);
  ferry_inventory_model_count (self, item, 1);
}

static void
add_item (FerryInventoryModel *self,
          const FerryRecord   *record)
{
  FerryItem *item = ferry_item_new (record);

  g_hash_table_insert (self->items, item->key, item);
  ferry_item_list_add (self->lists[item->kind], item);
  ferry_inventory_model_queue_list (self, self->lists[item->kind]);

  if (item->kind == FERRY_KIND_VM)
    find_move_of (self, item);
  if (item->kind != FERRY_KIND_MOVE)
    item->root = ferry_inventory_model_lookup_kind (self, record->connection_key, FERRY_KIND_CONNECTION);
  if (item->root != NULL)
    item->is_stale = item->root->is_stale;
  else
    self->n_homeless++;

  join_tree (self, item);
  if (is_tree_kind (item->kind))
    item->is_match = is_match (self, item);
  after_put (self, item);
  note_end (self, item, FALSE);
}

static void
change_item (FerryInventoryModel *self,
             FerryItem           *item,
             const FerryRecord   *record)
{
  gboolean had_ended = item->kind == FERRY_KIND_MOVE && has_ended (item->record);

  if (item->record == record)
    return;

  ferry_inventory_model_count (self, item, -1);
  if (!ferry_item_set_record (item, record))
    {
      ferry_inventory_model_count (self, item, 1);
      return;
    }

  ferry_inventory_model_place (self, item);
  ferry_inventory_model_count (self, item, 1);
  resort (self, item);
  if (is_tree_kind (item->kind))
    update_match (self, item);
  after_put (self, item);
  note_end (self, item, had_ended);
}

static void
put_record (FerryInventoryModel *self,
            const FerryRecord   *record)
{
  FerryItem *item = ferry_inventory_model_lookup (self, record->key);

  if (item == NULL)
    add_item (self, record);
  else
    change_item (self, item, record);
}

static void
remove_connection (FerryInventoryModel *self,
                   FerryItem           *connection)
{
  for (guint k = 0; k < FERRY_N_KINDS; k++)
    {
      FerryItemList *list = self->lists[k];

      for (guint i = 0; i < ferry_item_list_get_n_held (list); i++)
        {
          FerryItem *item = ferry_item_list_peek_held (list, i);

          if (item == NULL || item->root != connection)
            continue;
          item->root = NULL;
          self->n_homeless++;
        }
    }

  for (guint k = 0; k < FERRY_N_KINDS; k++)
    {
      FerryItemList *list = self->lists[k];

      for (guint i = 0; i < ferry_item_list_get_n_held (list); i++)
        {
          FerryItem *item = ferry_item_list_peek_held (list, i);

          if (item != NULL && item->root == NULL && item->parent != NULL)
            ferry_inventory_model_place (self, item);
        }
    }

  ferry_inventory_model_remove_group (self, connection, FERRY_ITEM_GROUP_STORAGE);
  ferry_inventory_model_remove_group (self, connection, FERRY_ITEM_GROUP_NETWORKS);
}

static void
remove_host (FerryInventoryModel *self,
             FerryItem           *host)
{
  if (host->root == NULL)
    return;

  ferry_inventory_model_ask_recount (self, host->root);
  ferry_inventory_model_empty_branch (self, host);
}

static void
remove_key (FerryInventoryModel *self,
            const char          *key)
{
  g_autoptr(FerryItem) item = ferry_inventory_model_lookup (self, key);
  FerryItem *root;

  if (item == NULL)
    return;

  g_object_ref (item);
  root = item->root;
  ferry_inventory_model_count (self, item, -1);
  g_hash_table_remove (self->items, key);
  if (item->kind == FERRY_KIND_HOST)
    remove_host (self, item);
  else if (item->kind == FERRY_KIND_CONNECTION)
    remove_connection (self, item);
  else if (item->kind == FERRY_KIND_MOVE)
    follow_move (self, item, NULL);

  if (item->kind != FERRY_KIND_MOVE)
    ferry_inventory_model_leave_tree (self, item);
  item->root = NULL;
  ferry_item_list_remove (self->lists[item->kind], item);
  ferry_inventory_model_queue_list (self, self->lists[item->kind]);
  note_change_around (self, item->kind);
  if (root != NULL && root != item &&
      (item->kind == FERRY_KIND_POOL || item->kind == FERRY_KIND_HOST))
    update_title (self, root);
}

/* The work, piece by piece */

static void
finish_batch (FerryInventoryModel *self)
{
  for (guint i = 0; i < FERRY_N_KINDS; i++)
    g_ptr_array_set_size (self->puts[i], 0);

  self->next_removal = 0;
  self->next_kind = 0;
  self->next_put = 0;
  g_clear_object (&self->changes);
}

/* Returns %FALSE when the batch has no more records. */
static gboolean
work_on_records (FerryInventoryModel *self)
{
  GPtrArray *removed;

  if (self->changes == NULL)
    return FALSE;

  removed = ferry_changes_get_removed (self->changes);
  if (self->next_removal < removed->len)
    {
      remove_key (self, g_ptr_array_index (removed, self->next_removal++));
      return TRUE;
    }

  while (self->next_kind < FERRY_N_KINDS)
    {
      GPtrArray *puts = self->puts[ferry_inventory_model_order[self->next_kind]];

      if (self->next_put < puts->len)
        {
          put_record (self, g_ptr_array_index (puts, self->next_put++));
          return TRUE;
        }

      self->next_kind++;
      self->next_put = 0;
    }

  finish_batch (self);

  return FALSE;
}

static gboolean
work_on_strays (FerryInventoryModel *self)
{
  for (guint i = 0; i < self->branches->len; i++)
    {
      FerryItem *item = g_ptr_array_index (self->branches, i);

      if (!item->branch->holds_strays)
        continue;

      if (item->root == item)
        ferry_inventory_model_settle_strays (self, item);
      item->branch->holds_strays = FALSE;
      return TRUE;
    }

  return FALSE;
}

static gboolean
work_on_sweep (FerryInventoryModel *self)
{
  if (!self->is_sweep_needed)
    return FALSE;

  while (self->sweep_kind < FERRY_N_KINDS)
    {
      FerryItemList *list = self->lists[self->sweep_kind];

      if (self->sweep_index < ferry_item_list_get_n_held (list))
        {
          FerryItem *item = ferry_item_list_peek_held (list, self->sweep_index++);

          if (item != NULL)
            sweep_item (self, item);
          return TRUE;
        }

      self->sweep_kind++;
      self->sweep_index = 0;
    }

  self->is_sweep_needed = FALSE;
  self->sweep_kind = 0;

  return FALSE;
}

static gboolean
work_on_lists (FerryInventoryModel *self)
{
  for (int depth = G_N_ELEMENTS (self->queued) - 1; depth >= 0; depth--)
    {
      g_autoptr(FerryItemList) list = NULL;
      FerryItem *owner;
      gboolean had_any;

      if (self->queued[depth]->len == 0)
        continue;

      list = g_ptr_array_steal_index (self->queued[depth], self->queued[depth]->len - 1);
      had_any = ferry_item_list_get_n_shown (list) > 0;
      ferry_item_list_set_queued (list, FALSE);
      ferry_item_list_flush (list);

      owner = ferry_item_list_get_owner (list);
      if (owner != NULL && owner->lists[FERRY_ITEM_PLACE_TREE] != NULL &&
          had_any != (ferry_item_list_get_n_shown (list) > 0))
        ferry_inventory_model_queue_list (self, owner->lists[FERRY_ITEM_PLACE_TREE]);
      return TRUE;
    }

  return FALSE;
}

static gboolean
work_on_counts (FerryInventoryModel *self)
{
  g_autoptr(FerryItem) item = NULL;
  FerryItemBranch *branch;

  if (self->branches->len == 0)
    return FALSE;

  /* Still on the list while it counts, so that it does not put itself there again. */
  item = g_object_ref (g_ptr_array_index (self->branches, self->branches->len - 1));
  branch = item->branch;
  if (branch->is_recount_needed && item->root == item)
    {
      guint index = self->branches->len - 1;

      ferry_inventory_model_recount (self, item);
      g_ptr_array_remove_index (self->branches, index);
    }
  else
    g_ptr_array_set_size (self->branches, self->branches->len - 1);

  branch->is_recount_needed = FALSE;
  branch->holds_strays = FALSE;
  if (branch->has_new_counts)
    {
      branch->has_new_counts = FALSE;
      ferry_item_notify_counts (item);
    }

  return TRUE;
}

/* Returns %FALSE when nothing is left. The order matters: counts are right before
 * a row that shows them appears, and lists come last. */
static gboolean
work_a_little (FerryInventoryModel *self)
{
  return work_on_records (self) || work_on_strays (self) || work_on_counts (self) ||
         work_on_sweep (self) || work_on_lists (self);
}

/**
 * ferry_inventory_model_work:
 * @self: a model
 * @deadline: when to stop, in the time of g_get_monotonic_time()
 *
 * Works on what was pushed and on the filter, but always a little.
 *
 * Returns: %TRUE when everything is done and shown
 */
gboolean
ferry_inventory_model_work (FerryInventoryModel *self,
                            gint64               deadline)
{
  g_return_val_if_fail (FERRY_IS_INVENTORY_MODEL (self), TRUE);

  do
    {
      /* Looking at the clock costs about as much as a record. */
      for (guint i = 0; i < 8; i++)
        {
          if (!work_a_little (self))
            return TRUE;
        }
    }
  while (g_get_monotonic_time () < deadline);

  return FALSE;
}

/**
 * ferry_inventory_model_push:
 * @self: a model that has finished its last batch
 * @changes: what is new; not changed any more
 *
 * Takes a batch on. ferry_inventory_model_work() carries it out.
 */
void
ferry_inventory_model_push (FerryInventoryModel *self,
                            FerryChanges        *changes)
{
  GPtrArray *records;

  g_return_if_fail (FERRY_IS_INVENTORY_MODEL (self));
  g_return_if_fail (self->changes == NULL);

  self->changes = g_object_ref (changes);
  records = ferry_changes_get_records (changes);
  for (guint i = 0; i < records->len; i++)
    {
      const FerryRecord *record = g_ptr_array_index (records, i);

      g_ptr_array_add (self->puts[record->kind], (gpointer) record);
    }
}

void
ferry_inventory_model_apply (FerryInventoryModel *self,
                             FerryChanges        *changes)
{
  g_return_if_fail (FERRY_IS_INVENTORY_MODEL (self));

  ferry_inventory_model_push (self, changes);
  ferry_inventory_model_work (self, G_MAXINT64);
}

/**
 * ferry_inventory_model_set_filter:
 * @self: a model
 * @text: (nullable): see #FerryFilter
 *
 * Takes effect while ferry_inventory_model_work() runs.
 */
void
ferry_inventory_model_set_filter (FerryInventoryModel *self,
                                  const char          *text)
{
  g_return_if_fail (FERRY_IS_INVENTORY_MODEL (self));

  ferry_filter_free (self->filter);
  self->filter = ferry_filter_new (text);
  ferry_inventory_model_start_sweep (self);
}

/**
 * ferry_inventory_model_get_tree:
 * @self: a model
 *
 * Returns: (transfer none) (element-type FerryItem): connections; see ferry_item_get_children()
 */
GListModel *
ferry_inventory_model_get_tree (FerryInventoryModel *self)
{
  g_return_val_if_fail (FERRY_IS_INVENTORY_MODEL (self), NULL);

  return G_LIST_MODEL (self->tree);
}

/**
 * ferry_inventory_model_get_list:
 * @self: a model
 * @kind: a kind
 *
 * Returns: (transfer none) (element-type FerryItem): everything of that kind, unfiltered; sorted for moves alone
 */
GListModel *
ferry_inventory_model_get_list (FerryInventoryModel *self,
                                FerryKind            kind)
{
  g_return_val_if_fail (FERRY_IS_INVENTORY_MODEL (self), NULL);
  g_return_val_if_fail (kind < FERRY_N_KINDS, NULL);

  return G_LIST_MODEL (self->lists[kind]);
}

/**
 * ferry_inventory_model_lookup:
 * @self: a model
 * @key: (nullable): an interned key
 *
 * Returns: (transfer none) (nullable): the item, whether shown yet or not
 */
FerryItem *
ferry_inventory_model_lookup (FerryInventoryModel *self,
                              const char          *key)
{
  g_return_val_if_fail (FERRY_IS_INVENTORY_MODEL (self), NULL);

  return key != NULL ? g_hash_table_lookup (self->items, key) : NULL;
}

GPtrArray *
ferry_inventory_model_take_ended (FerryInventoryModel *self)
{
  GPtrArray *ended;

  g_return_val_if_fail (FERRY_IS_INVENTORY_MODEL (self), NULL);

  ended = self->ended;
  self->ended = g_ptr_array_new_with_free_func (g_object_unref);

  return ended;
}

/* Items may outlive the model in somebody's hands: they must not point into it. */
static void
let_items_go (FerryInventoryModel *self)
{
  GHashTableIter iter;
  FerryItem *item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &item))
    {
      item->parent = NULL;
      item->root = NULL;
      memset (item->lists, 0, sizeof item->lists);
      memset (item->shown_in, 0, sizeof item->shown_in);
    }
}

static void
ferry_inventory_model_finalize (GObject *object)
{
  FerryInventoryModel *self = FERRY_INVENTORY_MODEL (object);

  let_items_go (self);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->moves_by_vm, g_hash_table_unref);
  g_clear_pointer (&self->ended, g_ptr_array_unref);
  g_clear_pointer (&self->branches, g_ptr_array_unref);
  g_clear_pointer (&self->filter, ferry_filter_free);
  g_clear_object (&self->changes);
  g_clear_object (&self->tree);

  for (guint i = 0; i < G_N_ELEMENTS (self->queued); i++)
    g_clear_pointer (&self->queued[i], g_ptr_array_unref);
  for (guint i = 0; i < FERRY_N_KINDS; i++)
    {
      g_clear_pointer (&self->puts[i], g_ptr_array_unref);
      g_clear_object (&self->lists[i]);
    }

  G_OBJECT_CLASS (ferry_inventory_model_parent_class)->finalize (object);
}

static void
ferry_inventory_model_class_init (FerryInventoryModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_inventory_model_finalize;
}

static void
ferry_inventory_model_init (FerryInventoryModel *self)
{
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->moves_by_vm = g_hash_table_new_full (g_str_hash, g_str_equal,
                                             (GDestroyNotify) g_ref_string_release, NULL);
  self->filter = ferry_filter_new (NULL);
  self->ended = g_ptr_array_new_with_free_func (g_object_unref);
  self->branches = g_ptr_array_new_with_free_func (g_object_unref);
  self->tree = ferry_item_list_new (FERRY_ITEM_PLACE_TREE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (self->queued); i++)
    self->queued[i] = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < FERRY_N_KINDS; i++)
    {
      self->puts[i] = g_ptr_array_new ();
      /* Moves stand in no tree, and are sorted. */
      self->lists[i] = ferry_item_list_new (i == FERRY_KIND_MOVE ? FERRY_ITEM_PLACE_TREE
                                                                 : FERRY_ITEM_PLACE_FLAT,
                                            NULL);
    }
}

FerryInventoryModel *
ferry_inventory_model_new (void)
{
  return g_object_new (FERRY_TYPE_INVENTORY_MODEL, NULL);
}
