/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-item"

#include "config.h"

#include "client/ferry-item.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client/ferry-item-private.h"
#include "model/ferry-connection-record.h"

/**
 * FerryItem:
 *
 * One thing in the lists, for as long as the engine knows it.
 *
 * The record inside is replaced as news arrives; the item stays, so selection,
 * expanded rows and scroll position stay too.
 *
 * Threads: the client's own.
 */
G_DEFINE_FINAL_TYPE (FerryItem, ferry_item, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_RECORD,
  PROP_MOVE,
  PROP_COUNTS,
  PROP_STALE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What stands before what among the children of one item. */
static char
get_rank (FerryItem *self)
{
  if (self->group == FERRY_ITEM_GROUP_STORAGE)
    return '5';
  if (self->group == FERRY_ITEM_GROUP_NETWORKS)
    return '6';

  return self->kind == FERRY_KIND_HOST ? '1' : self->kind == FERRY_KIND_VM ? '2' : '3';
}

static int
get_move_rank (const FerryMoveRecord *move)
{
  switch (move->state)
    {
    case FERRY_MOVE_RUNNING:
    case FERRY_MOVE_CANCELLING:
      return 1;

    case FERRY_MOVE_WAITING:
      return 2;

    case FERRY_MOVE_DONE:
    case FERRY_MOVE_FAILED:
    case FERRY_MOVE_CANCELLED:
    default:
      return 3;
    }
}

static gint64
get_move_age (const FerryMoveRecord *move)
{
  return G_MAXINT32 - (move->finished_at > 0 ? move->finished_at : move->created_at);
}

static char *
make_sort_key (FerryItem *self)
{
  g_autofree char *folded = NULL;
  g_autofree char *collated = NULL;
  const char rank[] = { get_rank (self), '\0' };

  if (self->kind == FERRY_KIND_MOVE)
    return g_strdup_printf ("%d%010" G_GINT64_FORMAT, get_move_rank (self->record),
                            MAX (get_move_age (self->record), 0));

  folded = g_utf8_casefold (ferry_item_get_name (self), -1);
  collated = g_utf8_collate_key_for_filename (folded, -1);

  return g_strconcat (rank, collated, NULL);
}

gboolean
ferry_item_update_sort (FerryItem *self)
{
  g_autofree char *sort_key = make_sort_key (self);

  if (g_strcmp0 (sort_key, self->sort_key) == 0)
    return FALSE;

  g_free (self->sort_key);
  self->sort_key = g_steal_pointer (&sort_key);

  return TRUE;
}

int
ferry_item_compare (FerryItem *a,
                    FerryItem *b)
{
  int order = strcmp (a->sort_key, b->sort_key);

  return order != 0 ? order : strcmp (a->key, b->key);
}

gboolean
ferry_item_is_wanted (FerryItem *self)
{
  gboolean has_shown = self->branch != NULL &&
                       ferry_item_list_get_n_shown (self->branch->children) > 0;

  /* A heading has nothing to say for itself. */
  if (self->group != FERRY_ITEM_GROUP_NONE)
    return has_shown;

  return self->is_match || has_shown;
}

/**
 * ferry_item_get_kind:
 * @self: an item
 *
 * Returns: what it is; of a group, what it holds
 */
FerryKind
ferry_item_get_kind (FerryItem *self)
{
  g_return_val_if_fail (FERRY_IS_ITEM (self), FERRY_KIND_CONNECTION);

  return self->kind;
}

/**
 * ferry_item_get_group:
 * @self: an item
 *
 * Returns: which heading it is, if it is one
 */
FerryItemGroup
ferry_item_get_group (FerryItem *self)
{
  g_return_val_if_fail (FERRY_IS_ITEM (self), FERRY_ITEM_GROUP_NONE);

  return self->group;
}

/**
 * ferry_item_get_key:
 * @self: an item
 *
 * Returns: (transfer none): unique and stable; of groups too
 */
const char *
ferry_item_get_key (FerryItem *self)
{
  g_return_val_if_fail (FERRY_IS_ITEM (self), NULL);

  return self->key;
}

/**
 * ferry_item_get_name:
 * @self: an item
 *
 * Returns: (transfer none): what to show as its name
 */
const char *
ferry_item_get_name (FerryItem *self)
{
  g_return_val_if_fail (FERRY_IS_ITEM (self), NULL);

  if (self->branch != NULL && self->branch->title != NULL)
    return self->branch->title;

  return ((const FerryRecord *) self->record)->name;
}

/**
 * ferry_item_get_record:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the latest record; cast it by kind. %NULL for groups
 */
gconstpointer
ferry_item_get_record (FerryItem *self)
{
  g_return_val_if_fail (FERRY_IS_ITEM (self), NULL);

  return self->record;
}

/**
 * ferry_item_get_children:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): (element-type FerryItem): what stands below it, sorted and filtered
 */
GListModel *
ferry_item_get_children (FerryItem *self)
{
  g_return_val_if_fail (FERRY_IS_ITEM (self), NULL);

  return self->branch != NULL ? G_LIST_MODEL (self->branch->children) : NULL;
}

/**
 * ferry_item_get_parent:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): where it stands in the tree; %NULL for roots
 */
FerryItem *
ferry_item_get_parent (FerryItem *self)
{
  g_return_val_if_fail (FERRY_IS_ITEM (self), NULL);

  return self->parent;
}

/**
 * ferry_item_get_move:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the running or waiting move of a VM
 */
const FerryMoveRecord *
ferry_item_get_move (FerryItem *self)
{
  g_return_val_if_fail (FERRY_IS_ITEM (self), NULL);

  return self->move;
}

/**
 * ferry_item_get_counts:
 * @self: an item
 *
 * Returns: (transfer none): sums over what stands below, filtered or not; all zero for leaves
 */
const FerryItemCounts *
ferry_item_get_counts (FerryItem *self)
{
  static const FerryItemCounts none;

  g_return_val_if_fail (FERRY_IS_ITEM (self), &none);

  return self->branch != NULL ? &self->branch->counts : &none;
}

/**
 * ferry_item_is_stale:
 * @self: an item
 *
 * Returns: %TRUE if its connection is down: what the item says is old
 */
gboolean
ferry_item_is_stale (FerryItem *self)
{
  g_return_val_if_fail (FERRY_IS_ITEM (self), FALSE);

  return self->is_stale;
}

/* Returns %TRUE if @record says anything new. */
gboolean
ferry_item_set_record (FerryItem     *self,
                       gconstpointer  record)
{
  gpointer old = self->record;

  if (ferry_record_equal (old, record))
    return FALSE;

  self->record = ferry_record_ref (record);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
  ferry_record_unref (old);

  return TRUE;
}

/* The name is shown as part of the record, so who watches that hears of it too. */
gboolean
ferry_item_set_title (FerryItem  *self,
                      const char *title)
{
  if (g_strcmp0 (self->branch->title, title) == 0)
    return FALSE;

  g_free (self->branch->title);
  self->branch->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);

  return TRUE;
}

gboolean
ferry_item_set_move (FerryItem     *self,
                     gconstpointer  move)
{
  gpointer old = self->move;

  if (old == move)
    return FALSE;

  self->move = move != NULL ? ferry_record_ref (move) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MOVE]);
  g_clear_pointer (&old, ferry_record_unref);

  return TRUE;
}

void
ferry_item_set_stale (FerryItem *self,
                      gboolean   is_stale)
{
  if (self->is_stale == is_stale)
    return;

  self->is_stale = is_stale;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STALE]);
}

void
ferry_item_notify_counts (FerryItem *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNTS]);
}

static void
ferry_item_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  FerryItem *self = FERRY_ITEM (object);

  switch (prop_id)
    {
    case PROP_RECORD:
      g_value_set_boxed (value, self->record);
      break;

    case PROP_MOVE:
      g_value_set_boxed (value, self->move);
      break;

    case PROP_COUNTS:
      g_value_set_pointer (value, (gpointer) ferry_item_get_counts (self));
      break;

    case PROP_STALE:
      g_value_set_boolean (value, self->is_stale);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
branch_free (FerryItemBranch *branch)
{
  ferry_item_list_disown (branch->children);
  g_object_unref (branch->children);
  g_free (branch->title);
  g_free (branch);
}

static void
ferry_item_finalize (GObject *object)
{
  FerryItem *self = FERRY_ITEM (object);

  g_clear_pointer (&self->branch, branch_free);
  g_clear_pointer (&self->move, ferry_record_unref);
  g_clear_pointer (&self->record, ferry_record_unref);
  g_clear_pointer (&self->key, g_ref_string_release);
  g_free (self->sort_key);

  G_OBJECT_CLASS (ferry_item_parent_class)->finalize (object);
}

static void
ferry_item_class_init (FerryItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ferry_item_finalize;
  object_class->get_property = ferry_item_get_property;

  /**
   * FerryItem:record:
   *
   * The latest record; notified for a new name too. %NULL for groups.
   */
  properties[PROP_RECORD] =
    g_param_spec_boxed ("record", NULL, NULL,
                        FERRY_TYPE_RECORD,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * FerryItem:move:
   *
   * The running or waiting move of a VM: a #FerryMoveRecord.
   */
  properties[PROP_MOVE] =
    g_param_spec_boxed ("move", NULL, NULL,
                        FERRY_TYPE_RECORD,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * FerryItem:counts:
   *
   * The #FerryItemCounts of a host or connection.
   */
  properties[PROP_COUNTS] =
    g_param_spec_pointer ("counts", NULL, NULL,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * FerryItem:stale:
   *
   * Whether what the item says is old.
   */
  properties[PROP_STALE] =
    g_param_spec_boolean ("stale", NULL, NULL,
                          FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ferry_item_init (FerryItem *self)
{
  self->is_match = TRUE;
}

static void
add_branch (FerryItem *self)
{
  self->branch = g_new0 (FerryItemBranch, 1);
  self->branch->children = ferry_item_list_new (FERRY_ITEM_PLACE_TREE, self);
}

FerryItem *
ferry_item_new (gconstpointer record)
{
  const FerryRecord *head = record;
  FerryItem *self = g_object_new (FERRY_TYPE_ITEM, NULL);

  self->kind = head->kind;
  self->key = g_ref_string_acquire ((char *) head->key);
  self->record = ferry_record_ref (record);
  if (head->kind == FERRY_KIND_CONNECTION || head->kind == FERRY_KIND_HOST)
    add_branch (self);
  ferry_item_update_sort (self);

  return self;
}

FerryItem *
ferry_item_new_group (FerryItem      *connection,
                      FerryItemGroup  group)
{
  gboolean is_storage = group == FERRY_ITEM_GROUP_STORAGE;
  g_autofree char *key = g_strconcat (connection->key, is_storage ? "#storage" : "#networks", NULL);
  FerryItem *self = g_object_new (FERRY_TYPE_ITEM, NULL);

  self->kind = is_storage ? FERRY_KIND_STORAGE : FERRY_KIND_NETWORK;
  self->group = group;
  self->key = ferry_key_intern (key);
  add_branch (self);
  self->branch->title = g_strdup (is_storage ? _("Storage") : _("Networks"));
  ferry_item_update_sort (self);

  return self;
}
