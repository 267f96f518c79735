/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-item-list"

#include "client/ferry-item-list.h"

#include "client/ferry-item-private.h"

/**
 * FerryItemList:
 *
 * A list of items that shows its changes when it is told to.
 *
 * Changes gather until ferry_item_list_flush(), which then emits one change
 * for each run of neighbours that came or went; who stays is never part of
 * one, so a row keeps its selection and its expansion. Past a number of runs,
 * one change for the whole stretch is cheaper, and lists of leaves have
 * nothing expanded to lose.
 *
 * Threads: the client's own.
 */
struct _FerryItemList
{
  GObject         parent_instance;

  FerryItem      *owner;   /* (unowned) (nullable) */
  FerryItemPlace  place;
  gboolean        is_queued;

  GPtrArray      *held;    /* (owned) (element-type FerryItem): as of the last flush; sorted in the tree */
  GPtrArray      *arrived; /* (owned) (element-type FerryItem): since then */
  GPtrArray      *shown;   /* (owned) (element-type FerryItem) */

  /* While changes are emitted the list reads @n_fresh items of @fresh, then
   * what @shown has after its first @n_old. */
  GPtrArray      *fresh;   /* (owned) (nullable) (element-type FerryItem) */
  guint           n_fresh;
  guint           n_old;
};

/* Leaves that come and go in more places than this at once are shown in one go. */
#define MAX_RUNS 16

typedef struct
{
  guint old_start;
  guint n_removed;
  guint new_start;
  guint n_added;
} Run;

static GType
ferry_item_list_get_item_type (GListModel *model)
{
  return FERRY_TYPE_ITEM;
}

static guint
ferry_item_list_get_n_items (GListModel *model)
{
  FerryItemList *self = FERRY_ITEM_LIST (model);

  return self->n_fresh + self->shown->len - self->n_old;
}

static gpointer
ferry_item_list_get_item (GListModel *model,
                          guint       position)
{
  FerryItemList *self = FERRY_ITEM_LIST (model);

  if (position < self->n_fresh)
    return g_object_ref (g_ptr_array_index (self->fresh, position));

  position = position - self->n_fresh + self->n_old;
  if (position >= self->shown->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->shown, position));
}

static void
ferry_item_list_init_interface (GListModelInterface *iface)
{
  iface->get_item_type = ferry_item_list_get_item_type;
  iface->get_n_items = ferry_item_list_get_n_items;
  iface->get_item = ferry_item_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FerryItemList, ferry_item_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      ferry_item_list_init_interface))

FerryItem *
ferry_item_list_get_owner (FerryItemList *self)
{
  return self->owner;
}

void
ferry_item_list_disown (FerryItemList *self)
{
  self->owner = NULL;
}

gboolean
ferry_item_list_is_queued (FerryItemList *self)
{
  return self->is_queued;
}

void
ferry_item_list_set_queued (FerryItemList *self,
                            gboolean       is_queued)
{
  self->is_queued = is_queued;
}

guint
ferry_item_list_get_n_held (FerryItemList *self)
{
  return self->held->len + self->arrived->len;
}

/**
 * ferry_item_list_peek_held:
 * @self: a list
 * @index: less than ferry_item_list_get_n_held()
 *
 * Returns: (transfer none) (nullable): an item; %NULL if it has left since the last flush
 */
FerryItem *
ferry_item_list_peek_held (FerryItemList *self,
                           guint          index)
{
  FerryItem *item = index < self->held->len
                      ? g_ptr_array_index (self->held, index)
                      : g_ptr_array_index (self->arrived, index - self->held->len);

  return item->lists[self->place] == self ? item : NULL;
}

guint
ferry_item_list_get_n_shown (FerryItemList *self)
{
  return self->shown->len;
}

void
ferry_item_list_add (FerryItemList *self,
                     FerryItem     *item)
{
  item->lists[self->place] = self;
  g_ptr_array_add (self->arrived, g_object_ref (item));
}

void
ferry_item_list_remove (FerryItemList *self,
                        FerryItem     *item)
{
  g_return_if_fail (item->lists[self->place] == self);

  item->lists[self->place] = NULL;
}

/**
 * ferry_item_list_resort:
 * @self: a list of the tree
 * @item: one of its items
 *
 * Says that the sort key of @item changed.
 */
void
ferry_item_list_resort (FerryItemList *self,
                        FerryItem     *item)
{
  if (item->is_resorted)
    return;

  item->is_resorted = TRUE;
  g_ptr_array_add (self->arrived, g_object_ref (item));
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  return ferry_item_compare (*(FerryItem **) a, *(FerryItem **) b);
}

/* Does @item keep its place in what is held? Those that moved come again among the arrived. */
static gboolean
is_kept (FerryItemList *self,
         FerryItem     *item)
{
  return item->lists[self->place] == self &&
         !(self->place == FERRY_ITEM_PLACE_TREE && item->is_resorted);
}

static void
append_kept (FerryItemList *self,
             GPtrArray     *to,
             FerryItem     *item)
{
  /* Gone and back again between two flushes: there twice. */
  gboolean is_twice = to->len > 0 && g_ptr_array_index (to, to->len - 1) == item;

  if (is_twice)
    g_object_unref (item);
  else
    g_ptr_array_add (to, item);
}

/* Takes the next of @items that is to stay; %NULL at the end. */
static FerryItem *
next_held (FerryItemList *self,
           guint         *index)
{
  while (*index < self->held->len)
    {
      FerryItem *item = g_ptr_array_index (self->held, *index);

      (*index)++;
      if (is_kept (self, item))
        return item;
      g_object_unref (item);
    }

  return NULL;
}

static FerryItem *
next_arrived (FerryItemList *self,
              guint         *index)
{
  while (*index < self->arrived->len)
    {
      FerryItem *item = g_ptr_array_index (self->arrived, *index);

      (*index)++;
      if (item->lists[self->place] == self)
        return item;
    }

  return NULL;
}

/* Merges the sorted @arrived into @held and drops who left. Leaves @arrived as it is. */
static void
update_held (FerryItemList *self)
{
  GPtrArray *merged = g_ptr_array_new_full (self->held->len + self->arrived->len, g_object_unref);
  guint i = 0;
  guint j = 0;
  FerryItem *a = next_held (self, &i);
  FerryItem *b = next_arrived (self, &j);
  gboolean is_sorted = self->place == FERRY_ITEM_PLACE_TREE;

  while (a != NULL || b != NULL)
    {
      gboolean takes_held = b == NULL ||
                            (a != NULL && (!is_sorted || ferry_item_compare (a, b) <= 0));

      append_kept (self, merged, takes_held ? a : g_object_ref (b));
      if (takes_held)
        a = next_held (self, &i);
      else
        b = next_arrived (self, &j);
    }

  /* Its references have gone over, item by item. */
  g_ptr_array_set_free_func (self->held, NULL);
  g_ptr_array_unref (self->held);
  self->held = merged;
}

static GPtrArray *
collect_wanted (FerryItemList *self)
{
  GPtrArray *wanted = g_ptr_array_new_full (self->held->len, g_object_unref);

  for (guint i = 0; i < self->held->len; i++)
    {
      FerryItem *item = g_ptr_array_index (self->held, i);

      if (self->place == FERRY_ITEM_PLACE_FLAT || ferry_item_is_wanted (item))
        g_ptr_array_add (wanted, g_object_ref (item));
    }

  return wanted;
}

static gboolean
stays_shown (FerryItemList *self,
             FerryItem     *item)
{
  return is_kept (self, item) &&
         (self->place == FERRY_ITEM_PLACE_FLAT || ferry_item_is_wanted (item));
}

static gboolean
is_new_here (FerryItemList *self,
             FerryItem     *item)
{
  return item->shown_in[self->place] != self ||
         (self->place == FERRY_ITEM_PLACE_TREE && item->is_resorted);
}

static GArray *
find_runs (FerryItemList *self)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));
  guint i = 0;
  guint j = 0;

  while (i < self->shown->len || j < self->fresh->len)
    {
      Run run = { i, 0, j, 0 };

      /* A new name that changes no place is no reason to come and go. */
      if (i < self->shown->len && j < self->fresh->len &&
          g_ptr_array_index (self->shown, i) == g_ptr_array_index (self->fresh, j))
        {
          i++;
          j++;
          continue;
        }

      while (i < self->shown->len && !stays_shown (self, g_ptr_array_index (self->shown, i)))
        i++;
      while (j < self->fresh->len && is_new_here (self, g_ptr_array_index (self->fresh, j)))
        j++;

      run.n_removed = i - run.old_start;
      run.n_added = j - run.new_start;
      g_assert (run.n_removed > 0 || run.n_added > 0);
      g_array_append_val (runs, run);
    }

  return runs;
}

static void
join_runs (GArray *runs)
{
  Run *first = &g_array_index (runs, Run, 0);
  const Run *last = &g_array_index (runs, Run, runs->len - 1);

  first->n_removed = last->old_start + last->n_removed - first->old_start;
  first->n_added = last->new_start + last->n_added - first->new_start;
  g_array_set_size (runs, 1);
}

static gboolean
has_branches (FerryItemList *self)
{
  return self->owner == NULL || self->owner->kind == FERRY_KIND_CONNECTION;
}

static void
note_shown (FerryItemList *self)
{
  for (guint i = 0; i < self->shown->len; i++)
    {
      FerryItem *item = g_ptr_array_index (self->shown, i);

      if (item->shown_in[self->place] == self)
        item->shown_in[self->place] = NULL;
    }

  for (guint i = 0; i < self->fresh->len; i++)
    {
      FerryItem *item = g_ptr_array_index (self->fresh, i);

      item->shown_in[self->place] = self;
    }
}

static void
emit_runs (FerryItemList *self,
           GArray        *runs)
{
  if (runs->len > MAX_RUNS && (self->place == FERRY_ITEM_PLACE_FLAT || !has_branches (self)))
    join_runs (runs);

  for (guint i = 0; i < runs->len; i++)
    {
      const Run *run = &g_array_index (runs, Run, i);

      self->n_fresh = run->new_start + run->n_added;
      self->n_old = run->old_start + run->n_removed;
      g_list_model_items_changed (G_LIST_MODEL (self), run->new_start,
                                  run->n_removed, run->n_added);
    }
}

static void
forget_arrivals (FerryItemList *self)
{
  for (guint i = 0; i < self->arrived->len; i++)
    {
      FerryItem *item = g_ptr_array_index (self->arrived, i);

      if (self->place == FERRY_ITEM_PLACE_TREE && item->lists[self->place] == self)
        item->is_resorted = FALSE;
    }

  g_ptr_array_set_size (self->arrived, 0);
}

/**
 * ferry_item_list_flush:
 * @self: a list
 *
 * Shows what has changed. Must not be called from a handler of its own change.
 */
void
ferry_item_list_flush (FerryItemList *self)
{
  g_autoptr(GArray) runs = NULL;

  g_return_if_fail (self->fresh == NULL);

  if (self->place == FERRY_ITEM_PLACE_TREE)
    g_ptr_array_sort (self->arrived, compare_items);
  update_held (self);

  self->fresh = collect_wanted (self);
  runs = find_runs (self);
  note_shown (self);
  forget_arrivals (self);
  emit_runs (self, runs);

  g_ptr_array_unref (self->shown);
  self->shown = g_steal_pointer (&self->fresh);
  self->n_fresh = 0;
  self->n_old = 0;
}

static void
ferry_item_list_finalize (GObject *object)
{
  FerryItemList *self = FERRY_ITEM_LIST (object);

  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->arrived, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);

  G_OBJECT_CLASS (ferry_item_list_parent_class)->finalize (object);
}

static void
ferry_item_list_class_init (FerryItemListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_item_list_finalize;
}

static void
ferry_item_list_init (FerryItemList *self)
{
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->arrived = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
}

FerryItemList *
ferry_item_list_new (FerryItemPlace  place,
                     FerryItem      *owner)
{
  FerryItemList *self = g_object_new (FERRY_TYPE_ITEM_LIST, NULL);

  self->place = place;
  self->owner = owner;

  return self;
}
