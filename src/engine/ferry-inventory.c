/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-inventory"

#include "engine/ferry-inventory.h"

#include "model/ferry-disk-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-task-record.h"
#include "model/ferry-vm-record.h"

/**
 * FerryInventory:
 *
 * The latest record of everything that every connection told of, with the
 * indexes that rules ask: what is on a host, a storage, a network. Also keeps
 * what changed since somebody last asked, merged, so that a slow reader costs
 * no memory.
 *
 * Threads: the engine's.
 */
struct _FerryInventory
{
  GObject       parent_instance;

  GHashTable   *records;     /* (owned): key -> FerryRecord */
  GHashTable   *shelves;     /* (owned): connection key -> Shelf */
  GHashTable   *mentions;    /* (owned): key -> Bucket: VMs on a host or network, disks on a storage */
  GHashTable   *promises;    /* (owned): host key -> guint64 *, bytes */
  FerryChanges *pending;     /* (owned) */
  gboolean      is_announced;
};

/* What one connection told of: a set of keys for each kind. */
typedef struct
{
  GHashTable *kinds[FERRY_N_KINDS]; /* (owned) (nullable): key -> record (not owned) */
} Shelf;

/* A bucket maps the key of a record to the record (not owned). Key and record are the same block of memory
 * that @records owns: a bucket forgets a record before that lets go of it. */
typedef GHashTable Bucket;

enum {
  SIGNAL_CHANGES_PENDING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FerryInventory, ferry_inventory, G_TYPE_OBJECT)

static void
shelf_free (gpointer data)
{
  Shelf *shelf = data;

  for (guint i = 0; i < FERRY_N_KINDS; i++)
    g_clear_pointer (&shelf->kinds[i], g_hash_table_unref);
  g_free (shelf);
}

static void
announce (FerryInventory *self)
{
  if (self->is_announced)
    return;

  self->is_announced = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGES_PENDING], 0);
}

static void
bucket_add (GHashTable  *buckets,
            const char  *key,
            gpointer     record)
{
  Bucket *bucket = g_hash_table_lookup (buckets, key);

  if (bucket == NULL)
    {
      bucket = g_hash_table_new (g_str_hash, g_str_equal);
      g_hash_table_insert (buckets, ferry_key_intern (key), bucket);
    }

  g_hash_table_replace (bucket, (gpointer) ((FerryRecord *) record)->key, record);
}

static void
bucket_remove (GHashTable        *buckets,
               const char        *key,
               const FerryRecord *record)
{
  Bucket *bucket = g_hash_table_lookup (buckets, key);

  if (bucket == NULL)
    return;

  g_hash_table_remove (bucket, record->key);
  if (g_hash_table_size (bucket) == 0)
    g_hash_table_remove (buckets, key);
}

static void
promise (FerryInventory *self,
         const char     *host_key,
         guint64         bytes)
{
  guint64 *sum;

  if (host_key == NULL)
    return;

  sum = g_hash_table_lookup (self->promises, host_key);
  if (sum == NULL)
    {
      sum = g_new0 (guint64, 1);
      g_hash_table_insert (self->promises, ferry_key_intern (host_key), sum);
    }

  *sum += bytes;
  if (*sum == 0)
    g_hash_table_remove (self->promises, host_key);
}

typedef void (*MentionFunc) (FerryInventory *self,
                             const char     *key,
                             gpointer        record);

static void
add_mention (FerryInventory *self,
             const char     *key,
             gpointer        record)
{
  if (key != NULL)
    bucket_add (self->mentions, key, record);
}

static void
remove_mention (FerryInventory *self,
                const char     *key,
                gpointer        record)
{
  if (key != NULL)
    bucket_remove (self->mentions, key, record);
}

static void
each_mention (FerryInventory *self,
              gpointer        record,
              MentionFunc     func)
{
  FerryKind kind = ((FerryRecord *) record)->kind;

  if (kind == FERRY_KIND_VM)
    {
      FerryVmRecord *vm = record;

      func (self, vm->host_key, record);
      func (self, vm->scheduled_host_key, record);
      for (guint i = 0; i < vm->n_nics; i++)
        func (self, vm->nics[i].network_key, record);
    }
  else if (kind == FERRY_KIND_DISK)
    {
      func (self, ((FerryDiskRecord *) record)->storage_key, record);
    }
}

static void
count_promises (FerryInventory *self,
                gpointer        record,
                int             sign)
{
  FerryVmRecord *vm = record;
  guint64 bytes;

  if (vm->base.kind != FERRY_KIND_VM)
    return;

  /* Unsigned: what a server tells may be any number, and what was added is taken away again. */
  bytes = vm->memory_dynamic_min_bytes + vm->memory_overhead_bytes;
  if (sign < 0)
    bytes = 0 - bytes;
  promise (self, vm->host_key, bytes);
  promise (self, vm->scheduled_host_key, bytes);
}

static GHashTable *
get_shelf (FerryInventory *self,
           FerryRecord    *record)
{
  Shelf *shelf = g_hash_table_lookup (self->shelves, record->connection_key);

  if (shelf == NULL)
    {
      shelf = g_new0 (Shelf, 1);
      g_hash_table_insert (self->shelves, ferry_key_intern (record->connection_key), shelf);
    }

  if (shelf->kinds[record->kind] == NULL)
    shelf->kinds[record->kind] = g_hash_table_new (g_str_hash, g_str_equal);

  return shelf->kinds[record->kind];
}

static void
file (FerryInventory *self,
      FerryRecord    *record)
{
  g_hash_table_replace (get_shelf (self, record), (gpointer) record->key, record);
  each_mention (self, record, add_mention);
  count_promises (self, record, 1);
}

static void
unfile (FerryInventory *self,
        FerryRecord    *record)
{
  g_hash_table_remove (get_shelf (self, record), record->key);
  each_mention (self, record, remove_mention);
  count_promises (self, record, -1);
}

/* (transfer full) */
static gboolean
store (FerryInventory *self,
       gpointer        record)
{
  FerryRecord *head = record;
  FerryRecord *old = g_hash_table_lookup (self->records, head->key);

  if (old != NULL && ferry_record_equal (old, record))
    {
      ferry_record_unref (record);
      return FALSE;
    }

  if (old != NULL)
    unfile (self, old);
  g_hash_table_replace (self->records, (gpointer) head->key, record);
  file (self, record);
  ferry_changes_put (self->pending, ferry_record_ref (record));

  return TRUE;
}

static gboolean
drop (FerryInventory *self,
      const char     *key)
{
  FerryRecord *old = g_hash_table_lookup (self->records, key);

  if (old == NULL)
    return FALSE;

  unfile (self, old);
  ferry_changes_remove (self->pending, old->key);
  g_hash_table_remove (self->records, key);

  return TRUE;
}

/**
 * ferry_inventory_apply:
 * @self: an inventory
 * @changes: (transfer none): what is new and what is gone
 */
void
ferry_inventory_apply (FerryInventory *self,
                       FerryChanges   *changes)
{
  GPtrArray *removed = ferry_changes_get_removed (changes);
  GPtrArray *records = ferry_changes_get_records (changes);
  gboolean has_changed = FALSE;

  g_return_if_fail (FERRY_IS_INVENTORY (self));

  for (guint i = 0; i < removed->len; i++)
    has_changed |= drop (self, g_ptr_array_index (removed, i));
  for (guint i = 0; i < records->len; i++)
    has_changed |= store (self, ferry_record_ref (g_ptr_array_index (records, i)));

  if (has_changed)
    announce (self);
}

/**
 * ferry_inventory_put:
 * @self: an inventory
 * @record: (transfer full): any record
 */
void
ferry_inventory_put (FerryInventory *self,
                     gpointer        record)
{
  g_return_if_fail (FERRY_IS_INVENTORY (self));

  if (store (self, record))
    announce (self);
}

/**
 * ferry_inventory_remove:
 * @self: an inventory
 * @key: names what is gone; unknown keys are ignored
 */
void
ferry_inventory_remove (FerryInventory *self,
                        const char     *key)
{
  g_return_if_fail (FERRY_IS_INVENTORY (self));

  if (drop (self, key))
    announce (self);
}

/**
 * ferry_inventory_forget_connection:
 * @self: an inventory
 * @connection_key: a connection's key
 *
 * Removes everything that the connection told of, and its own record. Moves
 * stay: they are this program's own memory.
 */
void
ferry_inventory_forget_connection (FerryInventory *self,
                                   const char     *connection_key)
{
  g_return_if_fail (FERRY_IS_INVENTORY (self));

  for (guint kind = 0; kind < FERRY_N_KINDS; kind++)
    {
      g_autoptr(GPtrArray) records = NULL;

      if (kind == FERRY_KIND_MOVE)
        continue;

      records = ferry_inventory_list (self, kind, connection_key);
      for (guint i = 0; i < records->len; i++)
        ferry_inventory_remove (self, ((FerryRecord *) g_ptr_array_index (records, i))->key);
    }
}

gconstpointer
ferry_inventory_lookup (FerryInventory *self,
                        const char     *key)
{
  g_return_val_if_fail (FERRY_IS_INVENTORY (self), NULL);

  return key != NULL ? g_hash_table_lookup (self->records, key) : NULL;
}

gconstpointer
ferry_inventory_lookup_kind (FerryInventory *self,
                             const char     *key,
                             FerryKind       kind)
{
  const FerryRecord *record = ferry_inventory_lookup (self, key);

  return record != NULL && record->kind == kind ? record : NULL;
}

const char *
ferry_inventory_get_name (FerryInventory *self,
                          const char     *key,
                          const char     *fallback)
{
  const FerryRecord *record = ferry_inventory_lookup (self, key);

  return record != NULL && *record->name != '\0' ? record->name : fallback;
}

static void
append_all (GPtrArray  *list,
            GHashTable *bucket)
{
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, bucket);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    g_ptr_array_add (list, ferry_record_ref (record));
}

GPtrArray *
ferry_inventory_list (FerryInventory *self,
                      FerryKind       kind,
                      const char     *connection_key)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (ferry_record_unref);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->shelves);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Shelf *shelf = value;

      if (shelf->kinds[kind] != NULL &&
          (connection_key == NULL || g_str_equal (key, connection_key)))
        append_all (list, shelf->kinds[kind]);
    }

  return list;
}

guint
ferry_inventory_count (FerryInventory *self,
                       FerryKind       kind,
                       const char     *connection_key)
{
  GHashTableIter iter;
  gpointer key, value;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->shelves);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Shelf *shelf = value;

      if (shelf->kinds[kind] != NULL &&
          (connection_key == NULL || g_str_equal (key, connection_key)))
        n += g_hash_table_size (shelf->kinds[kind]);
    }

  return n;
}

static GPtrArray *
list_mentions (FerryInventory *self,
               const char     *key)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (ferry_record_unref);
  Bucket *bucket = key != NULL ? g_hash_table_lookup (self->mentions, key) : NULL;

  if (bucket != NULL)
    append_all (list, bucket);

  return list;
}

GPtrArray *
ferry_inventory_list_vms_on (FerryInventory *self,
                             const char     *host_key)
{
  g_return_val_if_fail (FERRY_IS_INVENTORY (self), NULL);

  return list_mentions (self, host_key);
}

GPtrArray *
ferry_inventory_list_vms_wired_to (FerryInventory *self,
                                   const char     *network_key)
{
  g_return_val_if_fail (FERRY_IS_INVENTORY (self), NULL);

  return list_mentions (self, network_key);
}

GPtrArray *
ferry_inventory_list_disks_on (FerryInventory *self,
                               const char     *storage_key)
{
  g_return_val_if_fail (FERRY_IS_INVENTORY (self), NULL);

  return list_mentions (self, storage_key);
}

gconstpointer
ferry_inventory_get_pool (FerryInventory *self,
                          const char     *connection_key)
{
  Shelf *shelf = g_hash_table_lookup (self->shelves, connection_key);
  GHashTableIter iter;
  gpointer record = NULL;

  if (shelf == NULL || shelf->kinds[FERRY_KIND_POOL] == NULL)
    return NULL;

  g_hash_table_iter_init (&iter, shelf->kinds[FERRY_KIND_POOL]);

  return g_hash_table_iter_next (&iter, NULL, &record) ? record : NULL;
}

guint64
ferry_inventory_get_promised_bytes (FerryInventory *self,
                                    const char     *host_key)
{
  guint64 *sum = g_hash_table_lookup (self->promises, host_key);

  return sum != NULL ? *sum : 0;
}

FerryChanges *
ferry_inventory_take_changes (FerryInventory *self)
{
  FerryChanges *changes = self->pending;

  self->pending = ferry_changes_new ();
  self->is_announced = FALSE;

  return changes;
}

static void
ferry_inventory_finalize (GObject *object)
{
  FerryInventory *self = FERRY_INVENTORY (object);

  g_clear_pointer (&self->mentions, g_hash_table_unref);
  g_clear_pointer (&self->shelves, g_hash_table_unref);
  g_clear_pointer (&self->promises, g_hash_table_unref);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_clear_object (&self->pending);

  G_OBJECT_CLASS (ferry_inventory_parent_class)->finalize (object);
}

static void
ferry_inventory_class_init (FerryInventoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_inventory_finalize;

  signals[SIGNAL_CHANGES_PENDING] =
    g_signal_new ("changes-pending", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ferry_inventory_init (FerryInventory *self)
{
  GDestroyNotify release = (GDestroyNotify) g_ref_string_release;

  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, ferry_record_unref);
  self->shelves = g_hash_table_new_full (g_str_hash, g_str_equal, release, shelf_free);
  self->mentions = g_hash_table_new_full (g_str_hash, g_str_equal, release,
                                          (GDestroyNotify) g_hash_table_unref);
  self->promises = g_hash_table_new_full (g_str_hash, g_str_equal, release, g_free);
  self->pending = ferry_changes_new ();
}

FerryInventory *
ferry_inventory_new (void)
{
  return g_object_new (FERRY_TYPE_INVENTORY, NULL);
}
