/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-related"

#include "config.h"

#include "ui/details/ferry-related.h"

/* More changes than that are told as one. */
#define MAX_SINGLE_REMOVALS 50

static GPtrArray *
find_related (GListModel     *all,
              FerryIsRelated  is_related,
              const char     *key)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (all);

  for (guint i = 0; i < n; i++)
    {
      FerryItem *item = g_list_model_get_item (all, i);
      gconstpointer record = ferry_item_get_record (item);

      if (record != NULL && is_related (record, key))
        g_ptr_array_add (found, item);
      else
        g_object_unref (item);
    }

  return found;
}

static GHashTable *
make_set (GPtrArray *items)
{
  GHashTable *set = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < items->len; i++)
    g_hash_table_add (set, g_ptr_array_index (items, i));

  return set;
}

/* Takes out of @wanted what is in the store already. Returns how many of the store are not wanted. */
static guint
compare (GListStore *store,
         GHashTable *wanted)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint n_gone = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (!g_hash_table_remove (wanted, item))
        n_gone++;
    }

  return n_gone;
}

/* The usual case, and the cheap one. */
static gboolean
is_same (GListModel *rows,
         GPtrArray  *found)
{
  if (g_list_model_get_n_items (rows) != found->len)
    return FALSE;

  for (guint i = 0; i < found->len; i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (rows, i);

      if (item != g_ptr_array_index (found, i))
        return FALSE;
    }

  return TRUE;
}

static void
remove_gone (GListStore *store,
             GHashTable *wanted)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (store)); i > 0; i--)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (G_LIST_MODEL (store), i - 1);

      if (!g_hash_table_contains (wanted, item))
        g_list_store_remove (store, i - 1);
    }
}

static void
append_new (GListStore *store,
            GPtrArray  *found,
            GHashTable *fresh)
{
  g_autoptr(GPtrArray) added = g_ptr_array_new ();

  for (guint i = 0; i < found->len; i++)
    {
      if (g_hash_table_contains (fresh, g_ptr_array_index (found, i)))
        g_ptr_array_add (added, g_ptr_array_index (found, i));
    }
  g_list_store_splice (store, g_list_model_get_n_items (G_LIST_MODEL (store)), 0, added->pdata, added->len);
}

void
ferry_related_refresh (GListStore     *store,
                       GListModel     *all,
                       FerryIsRelated  is_related,
                       const char     *key)
{
  g_autoptr(GPtrArray) found = find_related (all, is_related, key);
  g_autoptr(GHashTable) wanted = NULL;
  g_autoptr(GHashTable) fresh = NULL;
  guint n_gone;

  if (is_same (G_LIST_MODEL (store), found))
    return;

  wanted = make_set (found);
  fresh = make_set (found);
  n_gone = compare (store, fresh);
  if (n_gone > MAX_SINGLE_REMOVALS)
    {
      g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), found->pdata, found->len);
      return;
    }

  if (n_gone > 0)
    remove_gone (store, wanted);
  if (g_hash_table_size (fresh) > 0)
    append_new (store, found, fresh);
}

gboolean
ferry_related_has_key (const char * const *keys,
                       const char         *key)
{
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      if (keys[i] == key)
        return TRUE;
    }

  return FALSE;
}
