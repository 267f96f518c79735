/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-database"

#include "simulator/ferry-sim-database.h"

#include "simulator/ferry-sim-table.h"

/* A table's list of deleted rows grows to the one and is then cut to the other, as xapi's does:
 * who asks too seldom misses deletions. */
#define MAX_DELETED 512
#define CUT_DELETED 256

/**
 * FerrySimDatabase:
 *
 * The rows of one pool, with the generations that event.from lives on. Fields at their default
 * cost a pointer; text of references is shared by all who refer to the same row; the other side
 * of a relation is kept as rows and becomes a value only when asked for.
 *
 * Threads: belongs to the thread that made it.
 */
struct _FerrySimDatabase
{
  GObject     parent_instance;

  GPtrArray   *tables;     /* (owned) (element-type FerrySimTable): by the class's index */
  GHashTable  *dangling;   /* (owned): ref that names no row -> GArray of Reference */
  guint64      generation;
  FerrySimRow *oldest;     /* all rows, by the generation of their last change */
  FerrySimRow *newest;
  GVariant    *yes;
  GVariant    *no;
};

typedef struct
{
  FerrySimRow         *row;
  const FerrySimField *field;
} Reference;

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FerrySimDatabase, ferry_sim_database, G_TYPE_OBJECT)

static FerrySimTable *
find_table (FerrySimDatabase *self,
            const char       *name)
{
  const FerrySimClass *klass;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  klass = ferry_sim_schema_find_class (name);
  return klass != NULL ? g_ptr_array_index (self->tables, klass->index) : NULL;
}

static FerrySimRow *
find_row (FerrySimDatabase *self,
          const char       *table_name,
          const char       *ref)
{
  FerrySimTable *table = find_table (self, table_name);

  if (table == NULL || ref == NULL)
    return NULL;

  return g_hash_table_lookup (table->rows, ref);
}

static FerrySimRow *
find_target (FerrySimDatabase    *self,
             const FerrySimField *field,
             const char          *ref)
{
  const FerrySimType *type = field->type;

  if (type->kind == FERRY_SIM_KIND_SET)
    type = type->element;

  return find_row (self, type->name, ref);
}

static void
leave_ages (FerrySimDatabase *self,
            FerrySimRow      *row)
{
  if (row->older != NULL)
    row->older->newer = row->newer;
  else if (self->oldest == row)
    self->oldest = row->newer;
  if (row->newer != NULL)
    row->newer->older = row->older;
  else if (self->newest == row)
    self->newest = row->older;
  row->older = row->newer = NULL;
}

static void
join_ages (FerrySimDatabase *self,
           FerrySimRow      *row)
{
  row->older = self->newest;
  row->newer = NULL;
  if (self->newest != NULL)
    self->newest->newer = row;
  else
    self->oldest = row;
  self->newest = row;
}

static void
change_row (FerrySimDatabase *self,
            FerrySimRow      *row)
{
  row->modified = ++self->generation;
  g_clear_pointer (&row->json, g_bytes_unref);
  if (self->newest != row)
    {
      leave_ages (self, row);
      join_ages (self, row);
    }
}

static void
emit_changed (FerrySimDatabase *self)
{
  g_signal_emit (self, signals[CHANGED], 0, self->generation);
}

static void
add_member (FerrySimDatabase    *self,
            FerrySimRow         *target,
            const FerrySimField *field,
            FerrySimRow         *row)
{
  FerrySimMembers *members = target->values[field->index];

  if (members == NULL)
    {
      members = g_new0 (FerrySimMembers, 1);
      members->rows = g_ptr_array_new ();
      target->values[field->index] = members;
    }
  g_clear_pointer (&members->value, g_variant_unref);
  g_ptr_array_add (members->rows, row);
  change_row (self, target);
}

static void
remove_member (FerrySimDatabase    *self,
               FerrySimRow         *target,
               const FerrySimField *field,
               FerrySimRow         *row)
{
  FerrySimMembers *members = target->values[field->index];
  guint index;

  /* Searched from the end: what came last leaves first more often than not. */
  for (index = members->rows->len; index > 0; index--)
    {
      if (g_ptr_array_index (members->rows, index - 1) == row)
        break;
    }
  g_assert (index > 0);
  g_ptr_array_remove_index (members->rows, index - 1);
  g_clear_pointer (&members->value, g_variant_unref);
  change_row (self, target);
}

static void
add_dangling (FerrySimDatabase    *self,
              const char          *ref,
              FerrySimRow         *row,
              const FerrySimField *field)
{
  GArray *references = g_hash_table_lookup (self->dangling, ref);
  Reference reference = { row, field };

  if (references == NULL)
    {
      references = g_array_new (FALSE, FALSE, sizeof (Reference));
      g_hash_table_insert (self->dangling, g_strdup (ref), references);
    }
  g_array_append_val (references, reference);
}

static void
remove_dangling (FerrySimDatabase    *self,
                 const char          *ref,
                 FerrySimRow         *row,
                 const FerrySimField *field)
{
  GArray *references = g_hash_table_lookup (self->dangling, ref);

  for (guint i = 0; references != NULL && i < references->len; i++)
    {
      Reference *reference = &g_array_index (references, Reference, i);

      if (reference->row == row && reference->field == field)
        {
          g_array_remove_index_fast (references, i);
          break;
        }
    }
  if (references != NULL && references->len == 0)
    g_hash_table_remove (self->dangling, ref);
}

static void
link_ref (FerrySimDatabase    *self,
          FerrySimRow         *row,
          const FerrySimField *field,
          const char          *ref)
{
  FerrySimRow *target;

  if (*ref == '\0' || g_str_equal (ref, FERRY_SIM_NULL_REF))
    return;

  target = find_target (self, field, ref);
  if (target != NULL)
    add_member (self, target, field->other, row);
  else
    add_dangling (self, ref, row, field);
}

static void
unlink_ref (FerrySimDatabase    *self,
            FerrySimRow         *row,
            const FerrySimField *field,
            const char          *ref)
{
  FerrySimRow *target;

  if (*ref == '\0' || g_str_equal (ref, FERRY_SIM_NULL_REF))
    return;

  target = find_target (self, field, ref);
  if (target != NULL)
    remove_member (self, target, field->other, row);
  else
    remove_dangling (self, ref, row, field);
}

typedef void (*RefFunc) (FerrySimDatabase    *self,
                         FerrySimRow                 *row,
                         const FerrySimField *field,
                         const char          *ref);

static void
foreach_ref (FerrySimDatabase    *self,
             FerrySimRow         *row,
             const FerrySimField *field,
             RefFunc              func)
{
  GVariant *value = row->values[field->index];
  g_autofree const char **refs = NULL;

  if (value == NULL || field->other == NULL)
    return;
  if (field->type->kind == FERRY_SIM_KIND_REF)
    {
      func (self, row, field, g_variant_get_string (value, NULL));
      return;
    }

  refs = g_variant_get_strv (value, NULL);
  for (guint i = 0; refs[i] != NULL; i++)
    func (self, row, field, refs[i]);
}

/* What referred to this ref before it had a row. */
static void
adopt_dangling (FerrySimDatabase *self,
                FerrySimRow      *row)
{
  g_autoptr(GArray) references = NULL;
  gpointer value;
  gpointer key;

  if (!g_hash_table_steal_extended (self->dangling, row->ref, &key, &value))
    return;

  g_free (key);
  references = value;
  for (guint i = 0; i < references->len; i++)
    {
      Reference *reference = &g_array_index (references, Reference, i);

      link_ref (self, reference->row, reference->field, row->ref);
    }
}

/**
 * ferry_sim_database_create_row:
 * @self: a database
 * @table: a class of the schema
 * @ref: (nullable): its reference; %NULL or the null reference makes a new one
 *
 * Returns: (transfer none): the reference, which stays the database's while the row exists
 */
const char *
ferry_sim_database_create_row (FerrySimDatabase *self,
                               const char       *table,
                               const char       *ref)
{
  FerrySimTable *where = find_table (self, table);
  FerrySimRow *row;

  g_return_val_if_fail (where != NULL, FERRY_SIM_NULL_REF);
  g_return_val_if_fail (ref == NULL || !g_hash_table_contains (where->rows, ref), ref);

  row = g_malloc0 (sizeof (FerrySimRow) + where->klass->n_fields * sizeof (gpointer));
  row->table = where;
  if (ref != NULL && !g_str_equal (ref, FERRY_SIM_NULL_REF))
    {
      row->ref = g_strdup (ref);
    }
  else
    {
      g_autofree char *uuid = g_uuid_string_random ();

      row->ref = g_strconcat ("OpaqueRef:", uuid, NULL);
    }

  row->previous = where->last;
  if (where->last != NULL)
    where->last->next = row;
  else
    where->first = row;
  where->last = row;
  g_hash_table_insert (where->rows, row->ref, row);
  join_ages (self, row);
  change_row (self, row);
  row->created = row->modified;
  adopt_dangling (self, row);
  emit_changed (self);

  return row->ref;
}

/* What referred to the row goes on doing so, to nothing. */
static void
release_members (FerrySimDatabase *self,
                 FerrySimRow      *row)
{
  const FerrySimClass *klass = row->table->klass;

  for (guint i = 0; i < klass->n_fields; i++)
    {
      FerrySimMembers *members = row->values[i];

      if (!klass->fields[i].is_back_reference || members == NULL)
        continue;
      for (guint j = 0; j < members->rows->len; j++)
        {
          FerrySimRow *member = g_ptr_array_index (members->rows, j);
          const FerrySimClass *other = member->table->klass;

          for (guint k = 0; k < other->n_fields; k++)
            {
              if (other->fields[k].other == &klass->fields[i])
                add_dangling (self, row->ref, member, &other->fields[k]);
            }
        }
    }
}

static void
remove_row (FerrySimDatabase *self,
            FerrySimRow      *row)
{
  FerrySimTable *table = row->table;
  const FerrySimClass *klass = table->klass;
  const char *uuid = ferry_sim_database_get_string (self, klass->name, row->ref, "uuid");

  for (guint i = 0; i < klass->n_fields; i++)
    foreach_ref (self, row, &klass->fields[i], unlink_ref);
  release_members (self, row);
  if (g_hash_table_lookup (table->uuids, uuid) == row)
    g_hash_table_remove (table->uuids, uuid);

  if (row->previous != NULL)
    row->previous->next = row->next;
  else
    table->first = row->next;
  if (row->next != NULL)
    row->next->previous = row->previous;
  else
    table->last = row->previous;
  leave_ages (self, row);
  g_hash_table_remove (table->rows, row->ref);
}

/**
 * ferry_sim_database_delete_row:
 * @self: a database
 * @table: a class of the schema
 * @ref: a row; nothing happens where there is none
 *
 * Deletes the row. References to it stay, as dangling as xapi leaves them.
 */
void
ferry_sim_database_delete_row (FerrySimDatabase *self,
                               const char       *table,
                               const char       *ref)
{
  FerrySimRow *row = find_row (self, table, ref);
  FerrySimTable *where;
  FerrySimDeleted deleted;

  if (row == NULL)
    return;

  where = row->table;
  deleted.ref = g_strdup (row->ref);
  deleted.created = row->created;
  remove_row (self, row);
  deleted.deleted = ++self->generation;
  g_array_append_val (where->deleted, deleted);
  if (where->deleted->len > MAX_DELETED)
    g_array_remove_range (where->deleted, 0, where->deleted->len - CUT_DELETED);
  emit_changed (self);
}

/**
 * ferry_sim_database_lose_row:
 * @self: a database
 * @table: a class of the schema
 * @ref: a row
 *
 * Deletes the row so that no event tells of it.
 */
void
ferry_sim_database_lose_row (FerrySimDatabase *self,
                             const char       *table,
                             const char       *ref)
{
  FerrySimRow *row = find_row (self, table, ref);

  if (row == NULL)
    return;

  remove_row (self, row);
  self->generation++;
  emit_changed (self);
}

gboolean
ferry_sim_database_has_row (FerrySimDatabase *self,
                            const char       *table,
                            const char       *ref)
{
  return find_row (self, table, ref) != NULL;
}

/**
 * ferry_sim_database_list_refs:
 * @self: a database
 * @table: a class of the schema
 *
 * Returns: (transfer container): its rows, in the order in which they were made
 */
GPtrArray *
ferry_sim_database_list_refs (FerrySimDatabase *self,
                              const char       *table)
{
  FerrySimTable *where = find_table (self, table);
  GPtrArray *refs = g_ptr_array_new ();

  for (FerrySimRow *row = where != NULL ? where->first : NULL; row != NULL; row = row->next)
    g_ptr_array_add (refs, row->ref);

  return refs;
}

guint
ferry_sim_database_count_rows (FerrySimDatabase *self,
                               const char       *table)
{
  FerrySimTable *where = find_table (self, table);

  return where != NULL ? g_hash_table_size (where->rows) : 0;
}

/**
 * ferry_sim_database_find_uuid:
 * @self: a database
 * @table: a class of the schema
 * @uuid: a uuid
 *
 * Returns: (nullable) (transfer none): the reference of the row that has it
 */
const char *
ferry_sim_database_find_uuid (FerrySimDatabase *self,
                              const char       *table,
                              const char       *uuid)
{
  FerrySimTable *where = find_table (self, table);
  FerrySimRow *row = NULL;

  if (where != NULL && uuid != NULL)
    row = g_hash_table_lookup (where->uuids, uuid);

  return row != NULL ? row->ref : NULL;
}

static void
index_uuid (FerrySimRow *row,
            const char  *before,
            GVariant    *value)
{
  if (g_hash_table_lookup (row->table->uuids, before) == row)
    g_hash_table_remove (row->table->uuids, before);
  if (value != NULL)
    g_hash_table_insert (row->table->uuids, (char *) g_variant_get_string (value, NULL), row);
}

/* (transfer full): @value in the form that costs least. */
static GVariant *
share_value (FerrySimDatabase    *self,
             const FerrySimField *field,
             GVariant            *value)
{
  FerrySimRow *target;

  if (g_variant_equal (value, field->value))
    return NULL;
  if (field->type->kind == FERRY_SIM_KIND_BOOL)
    return g_variant_ref (g_variant_get_boolean (value) ? self->yes : self->no);
  if (field->type->kind == FERRY_SIM_KIND_REF
      && (target = find_target (self, field, g_variant_get_string (value, NULL))) != NULL)
    return g_variant_ref (ferry_sim_row_get_ref_value (target));

  return g_variant_ref (value);
}

/**
 * ferry_sim_database_set:
 * @self: a database
 * @table: a class of the schema
 * @ref: one of its rows
 * @field: one of its fields; not a back reference
 * @value: of the field's type; sunk when floating
 *
 * Sets a field. Setting what it has already does nothing.
 */
void
ferry_sim_database_set (FerrySimDatabase *self,
                        const char       *table,
                        const char       *ref,
                        const char       *field,
                        GVariant         *value)
{
  g_autoptr(GVariant) sunk = g_variant_ref_sink (value);
  const FerrySimField *what;
  GVariant *shared;
  GVariant *before;
  FerrySimRow *row = find_row (self, table, ref);

  g_return_if_fail (row != NULL);
  what = ferry_sim_schema_find_field (row->table->klass, field);
  g_return_if_fail (what != NULL && !what->is_back_reference);
  g_return_if_fail (g_variant_is_of_type (sunk, G_VARIANT_TYPE (what->type->signature)));

  before = row->values[what->index] != NULL ? row->values[what->index] : what->value;
  if (g_variant_equal (before, sunk))
    return;

  shared = share_value (self, what, sunk);
  if (what->index == 0 && g_str_equal (what->name, "uuid"))
    index_uuid (row, g_variant_get_string (before, NULL), shared);
  foreach_ref (self, row, what, unlink_ref);
  g_clear_pointer ((GVariant **) &row->values[what->index], g_variant_unref);
  row->values[what->index] = shared;
  foreach_ref (self, row, what, link_ref);
  change_row (self, row);
  emit_changed (self);
}

/**
 * ferry_sim_database_get:
 * @self: a database
 * @table: a class of the schema
 * @ref: a row
 * @field: one of the class's fields
 *
 * Returns: (transfer none) (nullable): the value; %NULL where there is no such row
 */
GVariant *
ferry_sim_database_get (FerrySimDatabase *self,
                        const char       *table,
                        const char       *ref,
                        const char       *field)
{
  FerrySimRow *row = find_row (self, table, ref);
  const FerrySimField *what;

  if (row == NULL)
    return NULL;

  what = ferry_sim_schema_find_field (row->table->klass, field);
  g_return_val_if_fail (what != NULL, NULL);

  return ferry_sim_row_get_value (row, what);
}

/**
 * ferry_sim_database_get_record:
 * @self: a database
 * @klass: a class of the schema
 * @ref: a row
 *
 * Returns: (transfer none) (nullable): the record, until the row changes
 */
GBytes *
ferry_sim_database_get_record (FerrySimDatabase    *self,
                               const FerrySimClass *klass,
                               const char          *ref)
{
  FerrySimTable *table = g_ptr_array_index (self->tables, klass->index);
  FerrySimRow *row = g_hash_table_lookup (table->rows, ref);

  if (row != NULL && row->json == NULL)
    row->json = ferry_sim_row_serialise (row);
  return row != NULL ? row->json : NULL;
}

/**
 * ferry_sim_database_serialise_all:
 * @self: a database
 *
 * Has the record of every row ready.
 */
void
ferry_sim_database_serialise_all (FerrySimDatabase *self)
{
  g_return_if_fail (FERRY_IS_SIM_DATABASE (self));

  for (FerrySimRow *row = self->oldest; row != NULL; row = row->newer)
    {
      if (row->json == NULL)
        row->json = ferry_sim_row_serialise (row);
    }
}

guint64
ferry_sim_database_get_generation (FerrySimDatabase *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (self), 0);

  return self->generation;
}

/**
 * ferry_sim_database_foreach_change:
 * @self: a database
 * @since: a generation
 * @func: called once per row that was added, modified or deleted after it
 * @user_data: for @func
 */
void
ferry_sim_database_foreach_change (FerrySimDatabase   *self,
                                   guint64             since,
                                   FerrySimChangeFunc  func,
                                   gpointer            user_data)
{
  FerrySimRow *row;

  g_return_if_fail (FERRY_IS_SIM_DATABASE (self));

  row = self->newest;
  while (row != NULL && row->modified > since && row->older != NULL)
    row = row->older;
  if (row != NULL && row->modified <= since)
    row = row->newer;
  for (; row != NULL; row = row->newer)
    {
      gboolean is_new = row->created > since;

      func (row->table->klass, row->ref, is_new ? FERRY_SIM_CHANGE_ADD : FERRY_SIM_CHANGE_MOD,
            is_new ? row->created : row->modified, user_data);
    }

  for (guint i = 0; i < self->tables->len; i++)
    {
      FerrySimTable *table = g_ptr_array_index (self->tables, i);

      for (guint j = 0; j < table->deleted->len; j++)
        {
          FerrySimDeleted *deleted = &g_array_index (table->deleted, FerrySimDeleted, j);

          if (deleted->created <= since && deleted->deleted > since)
            func (table->klass, deleted->ref, FERRY_SIM_CHANGE_DEL, deleted->deleted, user_data);
        }
    }
}

/**
 * ferry_sim_database_touch:
 * @self: a database
 * @table: a class of the schema
 * @ref: a row
 *
 * Makes the row look changed.
 */
void
ferry_sim_database_touch (FerrySimDatabase *self,
                          const char       *table,
                          const char       *ref)
{
  FerrySimRow *row = find_row (self, table, ref);

  g_return_if_fail (row != NULL);

  change_row (self, row);
  emit_changed (self);
}

/**
 * ferry_sim_database_restart:
 * @self: a database
 * @generation: at least this many generations have passed
 *
 * Leaves what a restarted coordinator would read back.
 */
void
ferry_sim_database_restart (FerrySimDatabase *self,
                            guint64           generation)
{
  g_return_if_fail (FERRY_IS_SIM_DATABASE (self));

  self->generation = MAX (self->generation, generation);
  for (guint i = 0; i < self->tables->len; i++)
    {
      FerrySimTable *table = g_ptr_array_index (self->tables, i);

      while (table->klass->is_transient && table->first != NULL)
        remove_row (self, table->first);
      g_array_set_size (table->deleted, 0);
    }

  for (FerrySimRow *row = self->oldest; row != NULL; row = row->newer)
    row->created = row->modified = ++self->generation;
  emit_changed (self);
}

static void
ferry_sim_database_finalize (GObject *object)
{
  FerrySimDatabase *self = FERRY_SIM_DATABASE (object);

  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_pointer (&self->dangling, g_hash_table_unref);
  g_clear_pointer (&self->yes, g_variant_unref);
  g_clear_pointer (&self->no, g_variant_unref);

  G_OBJECT_CLASS (ferry_sim_database_parent_class)->finalize (object);
}

static void
ferry_sim_database_class_init (FerrySimDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_database_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
}

static void
ferry_sim_database_init (FerrySimDatabase *self)
{
  self->yes = g_variant_ref_sink (g_variant_new_boolean (TRUE));
  self->no = g_variant_ref_sink (g_variant_new_boolean (FALSE));
  self->dangling = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) g_array_unref);
  self->tables = g_ptr_array_new_with_free_func (ferry_sim_table_free);
  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    g_ptr_array_add (self->tables, ferry_sim_table_new (ferry_sim_schema_get_class (i)));
}

/**
 * ferry_sim_database_new:
 *
 * Returns: (transfer full): a database without rows
 */
FerrySimDatabase *
ferry_sim_database_new (void)
{
  return g_object_new (FERRY_TYPE_SIM_DATABASE, NULL);
}
