/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-cache"

#include "drivers/xapi/ferry-xapi-cache.h"

#include <string.h>

#include "drivers/xapi/ferry-xapi-records.h"

/* How many records are made between two looks at the clock. */
#define RECORDS_PER_LOOK 32
/* Enough to fill a screen. */
#define RECORDS_PER_GLIMPSE 100

/**
 * FerryXapiCache:
 *
 * What the server's objects were when it last told of them, in short, and
 * which records have to be made anew because of what changed.
 *
 * Threads: one: the context of its driver.
 */
struct _FerryXapiCache
{
  GObject         parent_instance;

  char           *connection_id;  /* (owned) */
  char           *connection_key; /* (owned): interned */
  GHashTable     *tables[FERRY_XAPI_N_CLASSES]; /* (owned): sets of rows, by their reference */
  FerryXapiNames *names;          /* (owned) */
  GHashTable     *dirty[FERRY_N_KINDS]; /* (owned): sets of references whose records are to be made */
  FerryXapiHold   holds[FERRY_N_KINDS];
  GPtrArray      *removed;        /* (owned) (element-type utf8): interned keys that are gone */
  GHashTable     *task_vms;       /* (owned): task -> the VM that it works on */
  GHashTable     *keys;           /* (owned): object -> interned key, of the few that many records name */
  guint8          round;
};

G_DEFINE_FINAL_TYPE (FerryXapiCache, ferry_xapi_cache, G_TYPE_OBJECT)

/* The order in which records are told: what others point at comes first. */
static const struct
{
  FerryKind      kind;
  FerryXapiClass class_;
} told[] = {
  { FERRY_KIND_POOL, FERRY_XAPI_POOL },
  { FERRY_KIND_HOST, FERRY_XAPI_HOST },
  { FERRY_KIND_STORAGE, FERRY_XAPI_SR },
  { FERRY_KIND_NETWORK, FERRY_XAPI_NETWORK },
  { FERRY_KIND_VM, FERRY_XAPI_VM },
  { FERRY_KIND_DISK, FERRY_XAPI_VDI },
  { FERRY_KIND_TASK, FERRY_XAPI_TASK },
};

static gboolean
get_kind (FerryXapiClass  class_,
          FerryKind      *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      if (told[i].class_ == class_)
        {
          *kind = told[i].kind;
          return TRUE;
        }
    }

  return FALSE;
}

static void
touch (FerryXapiCache *self,
       FerryKind       kind,
       FerryXapiRef    ref)
{
  if (!ferry_xapi_ref_is_null (ref) && !g_hash_table_contains (self->dirty[kind], &ref))
    g_hash_table_add (self->dirty[kind], g_memdup2 (&ref, sizeof (ref)));
}

static void
touch_all (FerryXapiCache *self,
           FerryXapiClass  class_,
           FerryKind       kind)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->tables[class_]);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    touch (self, kind, ((FerryXapiRow *) row)->ref);
}

static void
touch_vms_of_disk (FerryXapiCache *self,
                   FerryXapiVdi   *vdi)
{
  for (guint i = 0; vdi->vbds != NULL && !ferry_xapi_ref_is_null (vdi->vbds[i]); i++)
    {
      FerryXapiVbd *vbd = ferry_xapi_cache_get (self, FERRY_XAPI_VBD, vdi->vbds[i]);

      if (vbd != NULL)
        touch (self, FERRY_KIND_VM, vbd->vm);
    }
}

static void
touch_disks_of_vm (FerryXapiCache *self,
                   FerryXapiVm    *vm)
{
  for (guint i = 0; vm->vbds != NULL && !ferry_xapi_ref_is_null (vm->vbds[i]); i++)
    {
      FerryXapiVbd *vbd = ferry_xapi_cache_get (self, FERRY_XAPI_VBD, vm->vbds[i]);

      if (vbd != NULL)
        touch (self, FERRY_KIND_DISK, vbd->vdi);
    }
}

static void
touch_hosts_by_metrics (FerryXapiCache *self,
                        FerryXapiRef    metrics)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->tables[FERRY_XAPI_HOST]);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      if (ferry_xapi_ref_same (((FerryXapiHost *) row)->metrics, metrics))
        touch (self, FERRY_KIND_HOST, ((FerryXapiRow *) row)->ref);
    }
}

static void
touch_networks_by_metrics (FerryXapiCache *self,
                           FerryXapiRef    metrics)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->tables[FERRY_XAPI_PIF]);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      if (ferry_xapi_ref_same (((FerryXapiPif *) row)->metrics, metrics))
        touch (self, FERRY_KIND_NETWORK, ((FerryXapiPif *) row)->network);
    }
}

static void
touch_vms_with_gpus (FerryXapiCache *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->tables[FERRY_XAPI_VGPU]);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    touch (self, FERRY_KIND_VM, ((FerryXapiVgpu *) row)->vm);
}

/* Metrics do not say whose they are: the VM does. */
static void
claim_metrics (FerryXapiCache *self,
               FerryXapiVm    *vm)
{
  FerryXapiVmMetrics *metrics = ferry_xapi_cache_get (self, FERRY_XAPI_VM_METRICS, vm->metrics);
  FerryXapiVmGuestMetrics *guest = ferry_xapi_cache_get (self, FERRY_XAPI_VM_GUEST_METRICS, vm->guest_metrics);

  if (metrics != NULL)
    metrics->vm = vm->row.ref;
  if (guest != NULL)
    guest->vm = vm->row.ref;
}

static void
claim_tasks (FerryXapiCache *self,
             FerryXapiVm    *vm)
{
  for (guint i = 0; vm->operation_tasks != NULL && !ferry_xapi_ref_is_null (vm->operation_tasks[i]); i++)
    {
      FerryXapiRef task = vm->operation_tasks[i];

      if (g_hash_table_contains (self->task_vms, &task))
        continue;
      g_hash_table_insert (self->task_vms, g_memdup2 (&task, sizeof (task)),
                           g_memdup2 (&vm->row.ref, sizeof (FerryXapiRef)));
      touch (self, FERRY_KIND_TASK, task);
    }
}

static void
touch_for_vm (FerryXapiCache *self,
              FerryXapiVm    *vm)
{
  claim_metrics (self, vm);
  claim_tasks (self, vm);

  /* The memory of the control domain is the host's own. */
  if ((vm->row.bits & FERRY_XAPI_VM_CONTROL_DOMAIN) != 0)
    touch (self, FERRY_KIND_HOST, vm->resident_on);
  else if (ferry_xapi_records_has_record (&vm->row))
    touch (self, FERRY_KIND_VM, vm->row.ref);
}

/* Notes the records that are made from @row. */
static void
touch_for (FerryXapiCache *self,
           FerryXapiRow   *row)
{
  switch ((FerryXapiClass) row->class_)
    {
    case FERRY_XAPI_POOL:
      touch (self, FERRY_KIND_POOL, row->ref);
      touch_all (self, FERRY_XAPI_HOST, FERRY_KIND_HOST);
      break;

    case FERRY_XAPI_HOST:
      touch (self, FERRY_KIND_HOST, row->ref);
      touch_all (self, FERRY_XAPI_POOL, FERRY_KIND_POOL);
      break;

    case FERRY_XAPI_HOST_METRICS:
      touch_hosts_by_metrics (self, row->ref);
      break;

    case FERRY_XAPI_VM:
      touch_for_vm (self, (FerryXapiVm *) row);
      break;

    case FERRY_XAPI_VM_METRICS:
      touch (self, FERRY_KIND_VM, ((FerryXapiVmMetrics *) row)->vm);
      break;

    case FERRY_XAPI_VM_GUEST_METRICS:
      touch (self, FERRY_KIND_VM, ((FerryXapiVmGuestMetrics *) row)->vm);
      break;

    case FERRY_XAPI_VBD:
      touch (self, FERRY_KIND_VM, ((FerryXapiVbd *) row)->vm);
      touch (self, FERRY_KIND_DISK, ((FerryXapiVbd *) row)->vdi);
      break;

    case FERRY_XAPI_VIF:
      touch (self, FERRY_KIND_VM, ((FerryXapiVif *) row)->vm);
      break;

    case FERRY_XAPI_VDI:
      touch (self, FERRY_KIND_DISK, row->ref);
      touch_vms_of_disk (self, (FerryXapiVdi *) row);
      break;

    case FERRY_XAPI_SR:
      touch (self, FERRY_KIND_STORAGE, row->ref);
      break;

    case FERRY_XAPI_PBD:
      touch (self, FERRY_KIND_STORAGE, ((FerryXapiPbd *) row)->sr);
      break;

    case FERRY_XAPI_SM:
      touch_all (self, FERRY_XAPI_SR, FERRY_KIND_STORAGE);
      break;

    case FERRY_XAPI_NETWORK:
      touch (self, FERRY_KIND_NETWORK, row->ref);
      break;

    case FERRY_XAPI_PIF:
      touch (self, FERRY_KIND_NETWORK, ((FerryXapiPif *) row)->network);
      break;

    case FERRY_XAPI_PIF_METRICS:
      touch_networks_by_metrics (self, row->ref);
      break;

    case FERRY_XAPI_VGPU:
      touch (self, FERRY_KIND_VM, ((FerryXapiVgpu *) row)->vm);
      break;

    case FERRY_XAPI_VGPU_TYPE:
    case FERRY_XAPI_PGPU:
      touch_vms_with_gpus (self);
      break;

    case FERRY_XAPI_TASK:
      touch (self, FERRY_KIND_TASK, row->ref);
      break;

    case FERRY_XAPI_CERTIFICATE:
    default:
      break;
    }
}

/* New rows of metrics keep their owner. */
static void
inherit (FerryXapiRow *row,
         FerryXapiRow *old)
{
  if (row->class_ == FERRY_XAPI_VM_METRICS)
    ((FerryXapiVmMetrics *) row)->vm = ((FerryXapiVmMetrics *) old)->vm;
  else if (row->class_ == FERRY_XAPI_VM_GUEST_METRICS)
    ((FerryXapiVmGuestMetrics *) row)->vm = ((FerryXapiVmGuestMetrics *) old)->vm;
}

static char *
make_key (FerryXapiCache *self,
          FerryXapiRow   *row)
{
  FerryKind kind = FERRY_KIND_VM;
  g_autofree char *uuid = ferry_xapi_ref_format_uuid (row->uuid, self->names);

  get_kind ((FerryXapiClass) row->class_, &kind);

  return ferry_key_new (self->connection_id, kind, uuid);
}

static void
forget_record (FerryXapiCache *self,
               FerryXapiRow   *row)
{
  FerryKind kind;

  if (!get_kind ((FerryXapiClass) row->class_, &kind) || !ferry_xapi_records_has_record (row))
    return;

  g_hash_table_remove (self->dirty[kind], &row->ref);
  g_ptr_array_add (self->removed, make_key (self, row));
}

static void
put_row (FerryXapiCache *self,
         FerryXapiRow   *row)
{
  GHashTable *table = self->tables[row->class_];
  gpointer old = NULL;

  row->round = self->round;
  ferry_xapi_row_share (row);
  if (g_hash_table_steal_extended (table, row, &old, NULL))
    inherit (row, old);
  g_hash_table_add (table, row);

  if (old != NULL)
    {
      touch_for (self, old);
      if (ferry_xapi_records_has_record (old) && !ferry_xapi_records_has_record (row))
        forget_record (self, old);
      ferry_xapi_row_free (old);
    }
  else if (row->class_ == FERRY_XAPI_VM)
    {
      touch_disks_of_vm (self, (FerryXapiVm *) row);
    }

  touch_for (self, row);
}

static void
remove_row (FerryXapiCache *self,
            FerryXapiClass  class_,
            FerryXapiRef    ref)
{
  gpointer row = NULL;

  if (!g_hash_table_steal_extended (self->tables[class_], &ref, &row, NULL))
    return;

  touch_for (self, row);
  forget_record (self, row);
  if (class_ == FERRY_XAPI_TASK)
    g_hash_table_remove (self->task_vms, &ref);
  g_hash_table_remove (self->keys, &ref);
  ferry_xapi_row_free (row);
}

/**
 * ferry_xapi_cache_apply:
 * @self: a cache
 * @batch: what a reply told; its rows are taken
 */
void
ferry_xapi_cache_apply (FerryXapiCache *self,
                        FerryXapiBatch *batch)
{
  ferry_xapi_names_merge (self->names, batch->names);

  for (guint i = 0; i < batch->events->len; i++)
    {
      FerryXapiEvent *event = &g_array_index (batch->events, FerryXapiEvent, i);

      if (event->row != NULL)
        put_row (self, g_steal_pointer (&event->row));
      else
        remove_row (self, event->class_, event->ref);
    }
}

void
ferry_xapi_cache_begin_round (FerryXapiCache *self)
{
  self->round++;
}

void
ferry_xapi_cache_end_round (FerryXapiCache *self,
                            FerryXapiClass  class_)
{
  g_autoptr(GArray) gone = g_array_new (FALSE, FALSE, sizeof (FerryXapiRef));
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->tables[class_]);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      if (((FerryXapiRow *) row)->round != self->round)
        g_array_append_val (gone, ((FerryXapiRow *) row)->ref);
    }

  for (guint i = 0; i < gone->len; i++)
    remove_row (self, class_, g_array_index (gone, FerryXapiRef, i));
}

void
ferry_xapi_cache_hold (FerryXapiCache *self,
                       FerryKind       kind,
                       FerryXapiHold   hold)
{
  self->holds[kind] = hold;
}

static void
make_record (FerryXapiCache *self,
             FerryXapiRow   *row,
             FerryChanges   *changes)
{
  gpointer record;

  if (row == NULL || !ferry_xapi_records_has_record (row))
    return;

  if (row->class_ == FERRY_XAPI_VM)
    claim_metrics (self, (FerryXapiVm *) row);
  record = ferry_xapi_records_make (self, row);
  if (record != NULL)
    ferry_changes_put (changes, record);
}

/* Those that are there already; they stay noted, since they are not complete. */
static void
make_glimpse (FerryXapiCache *self,
              guint           place,
              FerryChanges   *changes)
{
  GHashTableIter iter;
  gpointer ref;

  g_hash_table_iter_init (&iter, self->dirty[told[place].kind]);
  for (guint n = 0; n < RECORDS_PER_GLIMPSE && g_hash_table_iter_next (&iter, &ref, NULL); n++)
    {
      make_record (self, ferry_xapi_cache_get (self, told[place].class_, *(FerryXapiRef *) ref), changes);
      self->holds[told[place].kind] = FERRY_XAPI_HOLD_ALL;
    }
}

/* FALSE: the time is up. */
static gboolean
make_records (FerryXapiCache *self,
              guint           place,
              gint64          until,
              FerryChanges   *changes)
{
  GHashTable *dirty = self->dirty[told[place].kind];
  GHashTableIter iter;
  gpointer ref;
  guint n = 0;

  g_hash_table_iter_init (&iter, dirty);
  while (g_hash_table_iter_next (&iter, &ref, NULL))
    {
      make_record (self, ferry_xapi_cache_get (self, told[place].class_, *(FerryXapiRef *) ref), changes);
      g_hash_table_iter_remove (&iter);

      if (++n % RECORDS_PER_LOOK == 0 && g_get_monotonic_time () >= until)
        return FALSE;
    }

  return TRUE;
}

/**
 * ferry_xapi_cache_take_changes:
 * @self: a cache
 * @budget_us: how long it may take
 * @is_all: (out): whether nothing is left
 *
 * Returns: (transfer full) (nullable): the next news; %NULL if there are none
 */
FerryChanges *
ferry_xapi_cache_take_changes (FerryXapiCache *self,
                               gint64          budget_us,
                               gboolean       *is_all)
{
  g_autoptr(FerryChanges) changes = ferry_changes_new ();
  gint64 until = g_get_monotonic_time () + budget_us;

  for (guint i = 0; i < self->removed->len; i++)
    ferry_changes_remove (changes, g_ptr_array_index (self->removed, i));
  g_ptr_array_set_size (self->removed, 0);

  *is_all = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (told) && *is_all; i++)
    {
      if (self->holds[told[i].kind] == FERRY_XAPI_HOLD_AFTER_GLIMPSE)
        make_glimpse (self, i, changes);
      else if (self->holds[told[i].kind] == FERRY_XAPI_HOLD_NOTHING)
        *is_all = make_records (self, i, until, changes);
    }

  return ferry_changes_is_empty (changes) ? NULL : g_steal_pointer (&changes);
}

gint64
ferry_xapi_cache_count (FerryXapiCache *self,
                        FerryXapiClass  class_)
{
  return g_hash_table_size (self->tables[class_]);
}

gpointer
ferry_xapi_cache_get (FerryXapiCache *self,
                      FerryXapiClass  class_,
                      FerryXapiRef    ref)
{
  gpointer row = NULL;

  if (!ferry_xapi_ref_is_null (ref))
    g_hash_table_lookup_extended (self->tables[class_], &ref, &row, NULL);

  return row;
}

gpointer
ferry_xapi_cache_get_by_uuid (FerryXapiCache *self,
                              FerryXapiClass  class_,
                              const char     *uuid)
{
  FerryXapiRef wanted = ferry_xapi_ref_parse_string (uuid, NULL);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->tables[class_]);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      if (ferry_xapi_ref_same (((FerryXapiRow *) row)->uuid, wanted))
        return row;
    }

  return NULL;
}

gpointer
ferry_xapi_cache_get_by_key (FerryXapiCache *self,
                             FerryXapiClass  class_,
                             const char     *key)
{
  const char *slash = strrchr (key, '/');

  return slash != NULL ? ferry_xapi_cache_get_by_uuid (self, class_, slash + 1) : NULL;
}

gpointer
ferry_xapi_cache_get_pool (FerryXapiCache *self)
{
  GHashTableIter iter;
  gpointer row = NULL;

  g_hash_table_iter_init (&iter, self->tables[FERRY_XAPI_POOL]);

  return g_hash_table_iter_next (&iter, &row, NULL) ? row : NULL;
}

FerryXapiRef
ferry_xapi_cache_get_task_vm (FerryXapiCache *self,
                              FerryXapiRef    task)
{
  FerryXapiRef *vm = g_hash_table_lookup (self->task_vms, &task);

  return vm != NULL ? *vm : (FerryXapiRef) { 0, 0 };
}

void
ferry_xapi_cache_iter_init (FerryXapiCache *self,
                            FerryXapiClass  class_,
                            GHashTableIter *iter)
{
  g_hash_table_iter_init (iter, self->tables[class_]);
}

FerryXapiNames *
ferry_xapi_cache_get_names (FerryXapiCache *self)
{
  return self->names;
}

const char *
ferry_xapi_cache_get_connection_id (FerryXapiCache *self)
{
  return self->connection_id;
}

const char *
ferry_xapi_cache_get_connection_key (FerryXapiCache *self)
{
  return self->connection_key;
}

char *
ferry_xapi_cache_dup_key (FerryXapiCache *self,
                          FerryXapiClass  class_,
                          FerryXapiRef    ref)
{
  FerryXapiRow *row;
  char *key = g_hash_table_lookup (self->keys, &ref);

  if (key != NULL)
    return g_ref_string_acquire (key);

  row = ferry_xapi_cache_get (self, class_, ref);
  if (row == NULL || !ferry_xapi_records_has_record (row))
    return NULL;

  key = make_key (self, row);
  if (class_ != FERRY_XAPI_VM && class_ != FERRY_XAPI_VDI && class_ != FERRY_XAPI_TASK)
    g_hash_table_insert (self->keys, g_memdup2 (&ref, sizeof (ref)), g_ref_string_acquire (key));

  return key;
}

static const char *
get_name (FerryXapiCache *self,
          FerryXapiRow   *row)
{
  switch ((FerryXapiClass) row->class_)
    {
    case FERRY_XAPI_POOL:
      return ((FerryXapiPool *) row)->name;
    case FERRY_XAPI_HOST:
      return ((FerryXapiHost *) row)->name;
    case FERRY_XAPI_VM:
      return ((FerryXapiVm *) row)->name;
    case FERRY_XAPI_VDI:
      return ((FerryXapiVdi *) row)->name;
    case FERRY_XAPI_SR:
      return ((FerryXapiSr *) row)->name;
    case FERRY_XAPI_NETWORK:
      return ((FerryXapiNetwork *) row)->name;
    case FERRY_XAPI_PIF:
      return ((FerryXapiPif *) row)->device;
    case FERRY_XAPI_HOST_METRICS:
    case FERRY_XAPI_VM_METRICS:
    case FERRY_XAPI_VM_GUEST_METRICS:
    case FERRY_XAPI_VBD:
    case FERRY_XAPI_VIF:
    case FERRY_XAPI_PBD:
    case FERRY_XAPI_SM:
    case FERRY_XAPI_PIF_METRICS:
    case FERRY_XAPI_VGPU:
    case FERRY_XAPI_VGPU_TYPE:
    case FERRY_XAPI_PGPU:
    case FERRY_XAPI_CERTIFICATE:
    case FERRY_XAPI_TASK:
    default:
      return NULL;
    }
}

char *
ferry_xapi_cache_dup_name (FerryXapiCache *self,
                           const char     *ref)
{
  FerryXapiRef wanted = ferry_xapi_ref_parse_string (ref, NULL);

  for (guint i = 0; i < FERRY_XAPI_N_CLASSES; i++)
    {
      FerryXapiRow *row = ferry_xapi_cache_get (self, i, wanted);

      if (row != NULL)
        return g_strdup (get_name (self, row));
    }

  return NULL;
}

static void
ferry_xapi_cache_finalize (GObject *object)
{
  FerryXapiCache *self = FERRY_XAPI_CACHE (object);

  for (guint i = 0; i < FERRY_XAPI_N_CLASSES; i++)
    g_clear_pointer (&self->tables[i], g_hash_table_unref);
  for (guint i = 0; i < FERRY_N_KINDS; i++)
    g_clear_pointer (&self->dirty[i], g_hash_table_unref);
  g_clear_pointer (&self->removed, g_ptr_array_unref);
  g_clear_pointer (&self->task_vms, g_hash_table_unref);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->connection_id, g_free);
  g_clear_pointer (&self->connection_key, g_ref_string_release);

  G_OBJECT_CLASS (ferry_xapi_cache_parent_class)->finalize (object);
}

static void
ferry_xapi_cache_class_init (FerryXapiCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_xapi_cache_finalize;
}

static void
ferry_xapi_cache_init (FerryXapiCache *self)
{
  for (guint i = 0; i < FERRY_XAPI_N_CLASSES; i++)
    self->tables[i] = g_hash_table_new_full (ferry_xapi_ref_hash, ferry_xapi_ref_equal,
                                             (GDestroyNotify) ferry_xapi_row_free, NULL);
  for (guint i = 0; i < FERRY_N_KINDS; i++)
    self->dirty[i] = g_hash_table_new_full (ferry_xapi_ref_hash, ferry_xapi_ref_equal, g_free, NULL);
  self->removed = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ref_string_release);
  self->task_vms = g_hash_table_new_full (ferry_xapi_ref_hash, ferry_xapi_ref_equal, g_free, g_free);
  self->keys = g_hash_table_new_full (ferry_xapi_ref_hash, ferry_xapi_ref_equal, g_free,
                                      (GDestroyNotify) g_ref_string_release);
  self->names = ferry_xapi_names_new ();
}

FerryXapiCache *
ferry_xapi_cache_new (const char *connection_id)
{
  FerryXapiCache *self = g_object_new (FERRY_TYPE_XAPI_CACHE, NULL);

  self->connection_id = g_strdup (connection_id);
  self->connection_key = ferry_key_new (connection_id, FERRY_KIND_CONNECTION, NULL);

  return self;
}
