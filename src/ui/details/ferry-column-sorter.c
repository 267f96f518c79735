/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-column-sorter"

#include "config.h"

#include "ui/details/ferry-column-sorter.h"

/* Sorting 10,000 rows asks for 260,000 texts; what they are sorted by is kept for as long as a sort may take. */
#define FORGET_S 2

typedef struct
{
  const FerryColumn *column;
  FerryClient       *client; /* (owned) */
  GHashTable        *keys;   /* (owned) (element-type GObject utf8) */
  guint              forget_source;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_clear_handle_id (&order->forget_source, g_source_remove);
  g_hash_table_unref (order->keys);
  g_object_unref (order->client);
  g_free (order);
}

static gboolean
on_forget (gpointer user_data)
{
  Order *order = user_data;

  order->forget_source = 0;
  g_hash_table_remove_all (order->keys);

  return G_SOURCE_REMOVE;
}

static const char *
get_sort_key (Order    *order,
              gpointer  row)
{
  char *key = g_hash_table_lookup (order->keys, row);
  g_autofree char *text = NULL;

  if (key != NULL)
    return key;

  text = order->column->dup_text (row, order->client);
  key = g_utf8_collate_key_for_filename (text != NULL ? text : "", -1);
  g_hash_table_insert (order->keys, g_object_ref (row), key);
  if (order->forget_source == 0)
    order->forget_source = g_timeout_add_seconds (FORGET_S, on_forget, order);

  return key;
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  Order *order = user_data;

  if (order->column->get_number != NULL)
    {
      double first = order->column->get_number ((gpointer) a, order->client);
      double second = order->column->get_number ((gpointer) b, order->client);

      return (first > second) - (first < second);
    }

  return strcmp (get_sort_key (order, (gpointer) a), get_sort_key (order, (gpointer) b));
}

GtkSorter *
ferry_column_sorter_new (const FerryColumn *column,
                         FerryClient       *client)
{
  Order *order = g_new0 (Order, 1);

  order->column = column;
  order->client = g_object_ref (client);
  order->keys = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);

  return GTK_SORTER (gtk_custom_sorter_new (compare, order, order_free));
}
