/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-changes"

#include "model/ferry-changes.h"

/**
 * FerryChanges:
 *
 * A batch of news about things: which record holds now, and what is gone.
 *
 * Threads: one at a time. Whoever fills it hands it over and forgets it.
 */
struct _FerryChanges
{
  GObject     parent_instance;

  GPtrArray  *records; /* (owned) (element-type FerryRecord) */
  GPtrArray  *removed; /* (owned) (element-type utf8): interned */
  GHashTable *places;  /* (owned): key -> place in @records + 1; -1 - place in @removed */
};

G_DEFINE_FINAL_TYPE (FerryChanges, ferry_changes, G_TYPE_OBJECT)

/* Takes the entry at @place out by putting the last one there. */
static void
forget_removal (FerryChanges *self,
                gssize        place)
{
  const char *moved;

  g_ptr_array_remove_index_fast (self->removed, place);
  if ((guint) place >= self->removed->len)
    return;

  moved = g_ptr_array_index (self->removed, place);
  g_hash_table_insert (self->places, (gpointer) moved, GSIZE_TO_POINTER (-1 - place));
}

static void
forget_record (FerryChanges *self,
               gssize        place)
{
  const FerryRecord *moved;

  g_ptr_array_remove_index_fast (self->records, place);
  if ((guint) place >= self->records->len)
    return;

  moved = g_ptr_array_index (self->records, place);
  g_hash_table_insert (self->places, (gpointer) moved->key, GSIZE_TO_POINTER (place + 1));
}

/**
 * ferry_changes_put:
 * @self: a batch
 * @record: (transfer full): any record
 *
 * The newest word on a key replaces what the batch said of it before.
 */
void
ferry_changes_put (FerryChanges *self,
                   gpointer      record)
{
  const FerryRecord *head = record;
  gssize place = (gssize) g_hash_table_lookup (self->places, head->key);

  if (place > 0)
    {
      gpointer *slot = &g_ptr_array_index (self->records, place - 1);

      /* The table's key belongs to the record: replace both. */
      g_hash_table_replace (self->places, (gpointer) head->key, GSIZE_TO_POINTER (place));
      ferry_record_unref (*slot);
      *slot = record;
      return;
    }

  g_ptr_array_add (self->records, record);
  g_hash_table_replace (self->places, (gpointer) head->key,
                        GSIZE_TO_POINTER (self->records->len));
  if (place < 0)
    forget_removal (self, -1 - place);
}

/**
 * ferry_changes_remove:
 * @self: a batch
 * @key: an interned key
 *
 * Says that the thing is gone.
 */
void
ferry_changes_remove (FerryChanges *self,
                      const char   *key)
{
  gssize place = (gssize) g_hash_table_lookup (self->places, key);
  char *kept;

  if (place < 0)
    return;

  kept = g_ref_string_acquire ((char *) key);
  g_ptr_array_add (self->removed, kept);
  g_hash_table_replace (self->places, kept, GSIZE_TO_POINTER (-(gssize) self->removed->len));
  if (place > 0)
    forget_record (self, place - 1);
}

void
ferry_changes_merge (FerryChanges *self,
                     FerryChanges *newer)
{
  for (guint i = 0; i < newer->removed->len; i++)
    ferry_changes_remove (self, g_ptr_array_index (newer->removed, i));

  for (guint i = 0; i < newer->records->len; i++)
    ferry_changes_put (self, ferry_record_ref (g_ptr_array_index (newer->records, i)));
}

gboolean
ferry_changes_is_empty (FerryChanges *self)
{
  return self->records->len == 0 && self->removed->len == 0;
}

GPtrArray *
ferry_changes_get_records (FerryChanges *self)
{
  return self->records;
}

GPtrArray *
ferry_changes_get_removed (FerryChanges *self)
{
  return self->removed;
}

static void
ferry_changes_finalize (GObject *object)
{
  FerryChanges *self = FERRY_CHANGES (object);

  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->removed, g_ptr_array_unref);

  G_OBJECT_CLASS (ferry_changes_parent_class)->finalize (object);
}

static void
ferry_changes_class_init (FerryChangesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_changes_finalize;
}

static void
ferry_changes_init (FerryChanges *self)
{
  self->records = g_ptr_array_new_with_free_func (ferry_record_unref);
  self->removed = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ref_string_release);
  /* Keys are interned: equal means the same pointer. */
  self->places = g_hash_table_new (NULL, NULL);
}

FerryChanges *
ferry_changes_new (void)
{
  return g_object_new (FERRY_TYPE_CHANGES, NULL);
}
