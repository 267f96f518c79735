/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-part"

#include "config.h"

#include "ui/details/ferry-part.h"

/**
 * FerryPart:
 *
 * A place in an array of an item's record, as a row of a table.
 *
 * Threads: the UI thread.
 */
struct _FerryPart
{
  GObject    parent_instance;

  FerryItem *item; /* (owned) */
  guint      index;
};

G_DEFINE_FINAL_TYPE (FerryPart, ferry_part, G_TYPE_OBJECT)

FerryItem *
ferry_part_get_item (FerryPart *self)
{
  g_return_val_if_fail (FERRY_IS_PART (self), NULL);

  return self->item;
}

guint
ferry_part_get_index (FerryPart *self)
{
  g_return_val_if_fail (FERRY_IS_PART (self), 0);

  return self->index;
}

void
ferry_part_fill (GListStore *store,
                 FerryItem  *item,
                 guint       n)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (store));
  g_autoptr(FerryPart) first = g_list_model_get_item (G_LIST_MODEL (store), 0);
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  if (first != NULL && first->item != item)
    {
      g_list_store_remove_all (store);
      n_before = 0;
    }
  for (guint i = n_before; i < n; i++)
    g_ptr_array_add (added, ferry_part_new (item, i));

  if (n < n_before)
    g_list_store_splice (store, n, n_before - n, NULL, 0);
  else if (added->len > 0)
    g_list_store_splice (store, n_before, 0, added->pdata, added->len);
}

FerryItem *
ferry_row_get_item (gpointer row)
{
  return FERRY_IS_PART (row) ? FERRY_PART (row)->item : FERRY_ITEM (row);
}

static void
ferry_part_finalize (GObject *object)
{
  g_object_unref (FERRY_PART (object)->item);

  G_OBJECT_CLASS (ferry_part_parent_class)->finalize (object);
}

static void
ferry_part_class_init (FerryPartClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_part_finalize;
}

static void
ferry_part_init (FerryPart *self)
{
}

FerryPart *
ferry_part_new (FerryItem *item,
                guint      index)
{
  FerryPart *self;

  g_return_val_if_fail (FERRY_IS_ITEM (item), NULL);

  self = g_object_new (FERRY_TYPE_PART, NULL);
  self->item = g_object_ref (item);
  self->index = index;

  return self;
}
