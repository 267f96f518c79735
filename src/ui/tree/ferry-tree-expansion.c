/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-tree-expansion"

#include "config.h"

#include "client/ferry-item.h"
#include "ui/tree/ferry-tree-expansion.h"

/* Of each turn of the loop. One host with 500 VMs takes 2 to 3 ms to close. */
#define SLICE_US 4000

/* Between two turns, so that frames are drawn. An idle source would wait until nothing is drawn any more. */
#define PAUSE_MS 8

/**
 * FerryTreeExpansion:
 *
 * Knows which rows shall be open, and opens and closes them in slices, from the last upwards: the other way round
 * each change moves all the rows below it.
 *
 * Threads: the UI thread.
 */
struct _FerryTreeExpansion
{
  GObject           parent_instance;

  GtkTreeListModel *model;               /* (owned) */
  GSettings        *settings;            /* (owned) (nullable) */
  GHashTable       *exceptions;          /* (owned) keys that are not as they are by default */
  GHashTable       *filtered_exceptions; /* (owned) the same while a filter is set */
  gboolean          is_filtered;
  gboolean          is_applying;
  guint             slice_source;
};

G_DEFINE_FINAL_TYPE (FerryTreeExpansion, ferry_tree_expansion, G_TYPE_OBJECT)

static gboolean
is_open_by_default (FerryTreeExpansion *self,
                    FerryItem          *item)
{
  return self->is_filtered || ferry_item_get_group (item) == FERRY_ITEM_GROUP_NONE;
}

static GHashTable *
current_exceptions (FerryTreeExpansion *self)
{
  return self->is_filtered ? self->filtered_exceptions : self->exceptions;
}

static gboolean
should_be_open (FerryTreeExpansion *self,
                FerryItem          *item)
{
  gboolean is_exception = g_hash_table_contains (current_exceptions (self),
                                                 ferry_item_get_key (item));

  return is_open_by_default (self, item) != is_exception;
}

static void
remember (FerryTreeExpansion *self,
          FerryItem          *item,
          gboolean            is_open)
{
  if (is_open == is_open_by_default (self, item))
    g_hash_table_remove (current_exceptions (self), ferry_item_get_key (item));
  else
    g_hash_table_add (current_exceptions (self), g_strdup (ferry_item_get_key (item)));
}

static void
save (FerryTreeExpansion *self)
{
  g_autofree const char **keys = NULL;

  if (self->settings == NULL || self->is_filtered)
    return;

  keys = (const char **) g_hash_table_get_keys_as_array (self->exceptions, NULL);
  g_settings_set_strv (self->settings, "tree-exceptions", keys);
}

static void
set_open (FerryTreeExpansion *self,
          GtkTreeListRow     *row,
          gboolean            is_open)
{
  gboolean was_applying = self->is_applying;

  self->is_applying = TRUE;
  gtk_tree_list_row_set_expanded (row, is_open);
  self->is_applying = was_applying;
}

/* Whether there was anything to do. */
static gboolean
apply_to_row (FerryTreeExpansion *self,
              GtkTreeListRow     *row)
{
  g_autoptr(FerryItem) item = gtk_tree_list_row_get_item (row);
  gboolean is_open;

  if (item == NULL)
    return FALSE;

  is_open = should_be_open (self, item);
  if (gtk_tree_list_row_get_expanded (row) == is_open)
    return FALSE;

  set_open (self, row, is_open);

  return TRUE;
}

/* Whether all of it was done before @deadline. */
static gboolean
apply_below (FerryTreeExpansion *self,
             GtkTreeListRow     *parent,
             gint64              deadline)
{
  GListModel *children = gtk_tree_list_row_get_children (parent);
  guint n = children != NULL ? g_list_model_get_n_items (children) : 0;

  for (guint i = n; i > 0; i--)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (children, i - 1);
      g_autoptr(GtkTreeListRow) row = NULL;

      if (ferry_item_get_children (item) == NULL)
        continue;

      row = gtk_tree_list_row_get_child_row (parent, i - 1);
      if (row != NULL && apply_to_row (self, row) && g_get_monotonic_time () > deadline)
        return FALSE;
    }

  return TRUE;
}

static gboolean
apply_slice (gpointer user_data)
{
  FerryTreeExpansion *self = user_data;
  GListModel *roots = gtk_tree_list_model_get_model (self->model);
  gint64 deadline = g_get_monotonic_time () + SLICE_US;

  for (guint i = g_list_model_get_n_items (roots); i > 0; i--)
    {
      g_autoptr(GtkTreeListRow) row = gtk_tree_list_model_get_child_row (self->model, i - 1);

      if (row == NULL)
        continue;
      apply_to_row (self, row);
      if (!apply_below (self, row, deadline))
        return G_SOURCE_CONTINUE;
    }

  self->slice_source = 0;

  return G_SOURCE_REMOVE;
}

static void
schedule (FerryTreeExpansion *self)
{
  if (self->slice_source == 0)
    self->slice_source = g_timeout_add (PAUSE_MS, apply_slice, self);
}

static void
on_items_changed (FerryTreeExpansion *self,
                  guint               position,
                  guint               n_removed,
                  guint               n_added)
{
  if (n_added > 0 && !self->is_applying)
    schedule (self);
}

void
ferry_tree_expansion_note (FerryTreeExpansion *self,
                           GtkTreeListRow     *row)
{
  g_autoptr(FerryItem) item = NULL;

  g_return_if_fail (FERRY_IS_TREE_EXPANSION (self));

  item = gtk_tree_list_row_get_item (row);
  if (self->is_applying || item == NULL)
    return;

  remember (self, item, gtk_tree_list_row_get_expanded (row));
  save (self);
  /* What is below a row that was just opened may have to open too. */
  schedule (self);
}

void
ferry_tree_expansion_open (FerryTreeExpansion *self,
                           GtkTreeListRow     *row)
{
  g_autoptr(FerryItem) item = NULL;

  g_return_if_fail (FERRY_IS_TREE_EXPANSION (self));

  item = gtk_tree_list_row_get_item (row);
  if (item == NULL)
    return;

  remember (self, item, TRUE);
  save (self);
  set_open (self, row, TRUE);
}

static void
remember_below (FerryTreeExpansion *self,
                FerryItem          *parent,
                gboolean            is_open)
{
  GListModel *children = ferry_item_get_children (parent);
  guint n = children != NULL ? g_list_model_get_n_items (children) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (children, i);

      if (ferry_item_get_children (item) != NULL)
        remember (self, item, is_open);
    }
}

void
ferry_tree_expansion_set_all (FerryTreeExpansion *self,
                              gboolean            expanded)
{
  GListModel *roots;

  g_return_if_fail (FERRY_IS_TREE_EXPANSION (self));

  roots = gtk_tree_list_model_get_model (self->model);
  for (guint i = 0; i < g_list_model_get_n_items (roots); i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (roots, i);

      if (expanded)
        remember (self, item, TRUE);
      remember_below (self, item, expanded);
    }

  save (self);
  schedule (self);
}

void
ferry_tree_expansion_set_filtered (FerryTreeExpansion *self,
                                   gboolean            is_filtered)
{
  g_return_if_fail (FERRY_IS_TREE_EXPANSION (self));

  if (is_filtered == self->is_filtered)
    return;

  self->is_filtered = is_filtered;
  g_hash_table_remove_all (self->filtered_exceptions);
  schedule (self);
}

void
ferry_tree_expansion_set_settings (FerryTreeExpansion *self,
                                   GSettings          *settings)
{
  g_auto(GStrv) keys = NULL;

  g_return_if_fail (FERRY_IS_TREE_EXPANSION (self));

  g_set_object (&self->settings, settings);
  if (settings == NULL)
    return;

  keys = g_settings_get_strv (settings, "tree-exceptions");
  for (guint i = 0; keys[i] != NULL; i++)
    g_hash_table_add (self->exceptions, g_strdup (keys[i]));
}

static void
ferry_tree_expansion_dispose (GObject *object)
{
  FerryTreeExpansion *self = FERRY_TREE_EXPANSION (object);

  g_clear_handle_id (&self->slice_source, g_source_remove);
  g_clear_object (&self->settings);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (ferry_tree_expansion_parent_class)->dispose (object);
}

static void
ferry_tree_expansion_finalize (GObject *object)
{
  FerryTreeExpansion *self = FERRY_TREE_EXPANSION (object);

  g_hash_table_unref (self->exceptions);
  g_hash_table_unref (self->filtered_exceptions);

  G_OBJECT_CLASS (ferry_tree_expansion_parent_class)->finalize (object);
}

static void
ferry_tree_expansion_class_init (FerryTreeExpansionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ferry_tree_expansion_dispose;
  G_OBJECT_CLASS (klass)->finalize = ferry_tree_expansion_finalize;
}

static void
ferry_tree_expansion_init (FerryTreeExpansion *self)
{
  self->exceptions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->filtered_exceptions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

FerryTreeExpansion *
ferry_tree_expansion_new (GtkTreeListModel *model)
{
  FerryTreeExpansion *self = g_object_new (FERRY_TYPE_TREE_EXPANSION, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  schedule (self);

  return self;
}
