/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-inventory-model"

#include "client/ferry-inventory-model-private.h"

#include "client/ferry-item-private.h"
#include "model/ferry-host-record.h"
#include "model/ferry-vm-record.h"

/* The inventory model's sums: VMs and memory of hosts and connections, kept as records come and go.
 *
 * Threads: the client's own. */

/* Has the branch seen to before the batch is shown. */
static void
note_branch (FerryInventoryModel *self,
             FerryItem           *item)
{
  FerryItemBranch *branch = item->branch;

  if (branch->has_new_counts || branch->is_recount_needed || branch->holds_strays)
    return;

  g_ptr_array_add (self->branches, g_object_ref (item));
}

void
ferry_inventory_model_ask_recount (FerryInventoryModel *self,
             FerryItem           *connection)
{
  if (connection == NULL)
    return;

  note_branch (self, connection);
  connection->branch->is_recount_needed = TRUE;
}

static gboolean
is_running (const FerryVmRecord *vm)
{
  return vm->power_state == FERRY_POWER_STATE_RUNNING || vm->power_state == FERRY_POWER_STATE_PAUSED;
}

static guint64
get_used_memory (const FerryVmRecord *vm)
{
  guint64 bytes = vm->memory_actual_bytes > 0 ? vm->memory_actual_bytes : vm->memory_dynamic_max_bytes;

  return bytes + vm->memory_overhead_bytes;
}

static void
add_counts (FerryInventoryModel   *self,
            FerryItem             *item,
            const FerryItemCounts *more,
            int                    sign)
{
  FerryItemCounts *counts = &item->branch->counts;

  note_branch (self, item);
  item->branch->has_new_counts = TRUE;
  counts->n_hosts += sign * (int) more->n_hosts;
  counts->n_vms += sign * (int) more->n_vms;
  counts->n_running_vms += sign * (int) more->n_running_vms;
  counts->memory_used_bytes += sign * (gint64) more->memory_used_bytes;
  counts->memory_total_bytes += sign * (gint64) more->memory_total_bytes;
}

static void
count_memory (FerryInventoryModel *self,
              FerryItem           *connection,
              const char          *host_key,
              guint64              bytes,
              int                  sign)
{
  FerryItem *host = ferry_inventory_model_lookup_kind (self, host_key, FERRY_KIND_HOST);
  const FerryItemCounts counts = { .memory_used_bytes = bytes };

  if (host == NULL || host->root != connection)
    return;

  add_counts (self, host, &counts, sign);
  add_counts (self, connection, &counts, sign);
}

/* Adds what @item, a VM, means for the sums above it, or takes it out. */
static void
count_vm (FerryInventoryModel *self,
          FerryItem           *item,
          int                  sign)
{
  const FerryVmRecord *vm = item->record;
  const FerryItemCounts counts = { .n_vms = 1, .n_running_vms = is_running (vm) };

  if (item->parent == NULL || item->root->branch->is_recount_needed)
    return;

  add_counts (self, item->root, &counts, sign);
  if (item->parent != item->root)
    add_counts (self, item->parent, &counts, sign);

  if (vm->host_key != NULL)
    count_memory (self, item->root, vm->host_key, get_used_memory (vm), sign);
  if (vm->scheduled_host_key != NULL && vm->scheduled_host_key != vm->host_key)
    count_memory (self, item->root, vm->scheduled_host_key,
                  vm->memory_dynamic_min_bytes + vm->memory_overhead_bytes, sign);
}

static void
count_host (FerryInventoryModel *self,
            FerryItem           *item,
            int                  sign)
{
  const FerryHostRecord *host = item->record;
  FerryItemCounts counts = {
    .n_hosts = 1,
    .memory_used_bytes = host->memory_overhead_bytes,
    .memory_total_bytes = host->memory_total_bytes,
  };

  if (item->parent == NULL || item->root->branch->is_recount_needed)
    return;

  add_counts (self, item->root, &counts, sign);
  counts.n_hosts = 0;
  add_counts (self, item, &counts, sign);
}

void
ferry_inventory_model_count (FerryInventoryModel *self,
            FerryItem           *item,
            int                  sign)
{
  if (item->kind == FERRY_KIND_VM)
    count_vm (self, item, sign);
  else if (item->kind == FERRY_KIND_HOST)
    count_host (self, item, sign);
}

/* Makes the sums of @connection and all its hosts afresh. */
void
ferry_inventory_model_recount (FerryInventoryModel *self,
         FerryItem           *connection)
{
  static const FerryKind kinds[] = { FERRY_KIND_HOST, FERRY_KIND_VM };
  FerryItemList *hosts = self->lists[FERRY_KIND_HOST];

  connection->branch->counts = (FerryItemCounts) { 0 };
  for (guint i = 0; i < ferry_item_list_get_n_held (hosts); i++)
    {
      FerryItem *host = ferry_item_list_peek_held (hosts, i);

      if (host != NULL && host->root == connection)
        host->branch->counts = (FerryItemCounts) { 0 };
    }

  connection->branch->is_recount_needed = FALSE;
  connection->branch->has_new_counts = TRUE;
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      FerryItemList *list = self->lists[kinds[k]];

      for (guint i = 0; i < ferry_item_list_get_n_held (list); i++)
        {
          FerryItem *item = ferry_item_list_peek_held (list, i);

          if (item != NULL && item->root == connection)
            ferry_inventory_model_count (self, item, 1);
        }
    }
}
