/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-record"

#include "model/ferry-record.h"

#include <string.h>

/* What stands before a record's members in memory. */
typedef struct
{
  const FerryField *table; /* static */
  gsize             size;
} RecordHead;

/* The members start where any type may start. */
#define HEAD_SIZE (MAX (sizeof (RecordHead), 16))

static FerryRecord *
boxed_copy (FerryRecord *record)
{
  return ferry_record_ref (record);
}

static void
boxed_free (FerryRecord *record)
{
  ferry_record_unref (record);
}

G_DEFINE_BOXED_TYPE (FerryRecord, ferry_record, boxed_copy, boxed_free)

static const FerryField base_fields[] = {
  FERRY_FIELD (FerryRecord, KEY, key),
  FERRY_FIELD (FerryRecord, KEY, connection_key),
  FERRY_FIELD (FerryRecord, STRING, name),
  FERRY_FIELD_END
};

static RecordHead *
get_head (gconstpointer record)
{
  return (RecordHead *) ((char *) record - HEAD_SIZE);
}

#define POINTER_AT(base, field) (*(gpointer *) ((char *) (base) + (field)->offset))
#define COUNT_AT(base, field)   (*(guint *) ((char *) (base) + (field)->count_offset))

static gpointer
copy_strings (gconstpointer strings,
              gboolean      are_keys)
{
  const char * const *from = strings;
  guint n = from != NULL ? g_strv_length ((char **) from) : 0;
  char **to;

  if (n == 0)
    return NULL;

  to = g_new (char *, n + 1);
  for (guint i = 0; i < n; i++)
    to[i] = are_keys ? ferry_key_intern (from[i]) : g_strdup (from[i]);
  to[n] = NULL;

  return to;
}

static void
free_strings (gpointer strings,
              gboolean are_keys)
{
  char **list = strings;

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    {
      if (are_keys)
        g_ref_string_release (list[i]);
      else
        g_free (list[i]);
    }

  g_free (list);
}

static gboolean
equal_strings (gconstpointer a,
               gconstpointer b)
{
  static const char * const none[] = { NULL };

  return g_strv_equal (a != NULL ? a : none, b != NULL ? b : none);
}

static void copy_fields (const FerryField *table, gpointer to, gconstpointer from);

static gpointer
copy_array (const FerryField *field,
            gconstpointer     elements,
            guint             n)
{
  char *copy;

  if (n == 0)
    return NULL;

  copy = g_malloc0_n (n, field->size);
  for (guint i = 0; i < n; i++)
    copy_fields (field->elements, copy + i * field->size,
                 (const char *) elements + i * field->size);

  return copy;
}

static void
copy_field (const FerryField *field,
            gpointer          to,
            gconstpointer     from)
{
  gpointer value = field->type == FERRY_FIELD_VALUE ? NULL : POINTER_AT (from, field);

  switch (field->type)
    {
    case FERRY_FIELD_VALUE:
      memcpy ((char *) to + field->offset, (const char *) from + field->offset, field->size);
      break;

    case FERRY_FIELD_STRING:
      POINTER_AT (to, field) = g_strdup (value);
      break;

    case FERRY_FIELD_KEY:
      POINTER_AT (to, field) = value != NULL ? ferry_key_intern (value) : NULL;
      break;

    case FERRY_FIELD_STRINGS:
    case FERRY_FIELD_KEYS:
      POINTER_AT (to, field) = copy_strings (value, field->type == FERRY_FIELD_KEYS);
      break;

    case FERRY_FIELD_ARRAY:
      COUNT_AT (to, field) = COUNT_AT (from, field);
      POINTER_AT (to, field) = copy_array (field, value, COUNT_AT (from, field));
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
copy_fields (const FerryField *table,
             gpointer          to,
             gconstpointer     from)
{
  for (const FerryField *field = table; field->size > 0; field++)
    copy_field (field, to, from);
}

static void clear_fields (const FerryField *table, gpointer base);

static void
clear_array (const FerryField *field,
             gpointer          elements,
             guint             n)
{
  for (guint i = 0; i < n; i++)
    clear_fields (field->elements, (char *) elements + i * field->size);

  g_free (elements);
}

static void
clear_field (const FerryField *field,
             gpointer          base)
{
  switch (field->type)
    {
    case FERRY_FIELD_VALUE:
      break;

    case FERRY_FIELD_STRING:
      g_free (POINTER_AT (base, field));
      break;

    case FERRY_FIELD_KEY:
      g_clear_pointer (&POINTER_AT (base, field), g_ref_string_release);
      break;

    case FERRY_FIELD_STRINGS:
    case FERRY_FIELD_KEYS:
      free_strings (POINTER_AT (base, field), field->type == FERRY_FIELD_KEYS);
      break;

    case FERRY_FIELD_ARRAY:
      clear_array (field, POINTER_AT (base, field), COUNT_AT (base, field));
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
clear_fields (const FerryField *table,
              gpointer          base)
{
  for (const FerryField *field = table; field->size > 0; field++)
    clear_field (field, base);
}

static gboolean equal_fields (const FerryField *table, gconstpointer a, gconstpointer b);

static gboolean
equal_arrays (const FerryField *field,
              gconstpointer     a,
              gconstpointer     b)
{
  guint n = COUNT_AT (a, field);

  if (n != COUNT_AT (b, field))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (!equal_fields (field->elements,
                         (const char *) POINTER_AT (a, field) + i * field->size,
                         (const char *) POINTER_AT (b, field) + i * field->size))
        return FALSE;
    }

  return TRUE;
}

static gboolean
equal_field (const FerryField *field,
             gconstpointer     a,
             gconstpointer     b)
{
  switch (field->type)
    {
    case FERRY_FIELD_VALUE:
      return memcmp ((const char *) a + field->offset, (const char *) b + field->offset,
                     field->size) == 0;

    case FERRY_FIELD_STRING:
      return g_strcmp0 (POINTER_AT (a, field), POINTER_AT (b, field)) == 0;

    case FERRY_FIELD_KEY:
      return POINTER_AT (a, field) == POINTER_AT (b, field);

    case FERRY_FIELD_STRINGS:
    case FERRY_FIELD_KEYS:
      return equal_strings (POINTER_AT (a, field), POINTER_AT (b, field));

    case FERRY_FIELD_ARRAY:
      return equal_arrays (field, a, b);

    default:
      g_assert_not_reached ();
    }
}

static gboolean
equal_fields (const FerryField *table,
              gconstpointer     a,
              gconstpointer     b)
{
  for (const FerryField *field = table; field->size > 0; field++)
    {
      if (!equal_field (field, a, b))
        return FALSE;
    }

  return TRUE;
}

/**
 * ferry_record_make: (skip)
 * @kind: what the record is
 * @size: size of its struct, which begins with a #FerryRecord
 * @table: its members after the head; ends with %FERRY_FIELD_END
 * @fields: values to copy deeply; its kind is ignored
 *
 * Threads: any.
 *
 * Returns: (transfer full): a new record
 */
gpointer
ferry_record_make (FerryKind         kind,
                   gsize             size,
                   const FerryField *table,
                   gconstpointer     fields)
{
  const FerryRecord *base = fields;
  char *block = g_atomic_rc_box_alloc0 (HEAD_SIZE + size);
  gpointer self = block + HEAD_SIZE;

  g_assert (base->key != NULL);
  g_assert (base->name != NULL);

  *(RecordHead *) block = (RecordHead) { table, size };
  *(FerryKind *) self = kind;
  copy_fields (base_fields, self, fields);
  copy_fields (table, self, fields);

  return self;
}

static void
ferry_record_clear (gpointer block)
{
  RecordHead *head = block;
  gpointer self = (char *) block + HEAD_SIZE;

  clear_fields (base_fields, self);
  clear_fields (head->table, self);
}

/**
 * ferry_record_ref:
 * @record: any record
 *
 * Threads: any.
 *
 * Returns: (transfer full): the same record
 */
gpointer
ferry_record_ref (gconstpointer record)
{
  g_atomic_rc_box_acquire ((gpointer) get_head (record));

  return (gpointer) record;
}

/**
 * ferry_record_unref:
 * @record: (transfer full): any record
 *
 * Threads: any.
 */
void
ferry_record_unref (gpointer record)
{
  g_atomic_rc_box_release_full (get_head (record), ferry_record_clear);
}

/**
 * ferry_record_equal:
 * @a: a record
 * @b: a record
 *
 * Returns: %TRUE if both are of one kind and say the same
 */
gboolean
ferry_record_equal (gconstpointer a,
                    gconstpointer b)
{
  const FerryField *table = get_head (a)->table;

  return a == b ||
         (table == get_head (b)->table &&
          equal_fields (base_fields, a, b) &&
          equal_fields (table, a, b));
}

const char *
ferry_kind_get_nick (FerryKind kind)
{
  static const char * const nicks[FERRY_N_KINDS] = {
    [FERRY_KIND_CONNECTION] = "connection",
    [FERRY_KIND_POOL] = "pool",
    [FERRY_KIND_HOST] = "host",
    [FERRY_KIND_VM] = "vm",
    [FERRY_KIND_STORAGE] = "storage",
    [FERRY_KIND_DISK] = "disk",
    [FERRY_KIND_NETWORK] = "network",
    [FERRY_KIND_TASK] = "task",
    [FERRY_KIND_MOVE] = "move",
  };

  return nicks[kind];
}

/**
 * ferry_key_intern:
 * @text: any text
 *
 * Keys go from thread to thread, and the last reference to one may be dropped
 * while another thread asks for it anew; GLib before 2.80 frees such a string
 * under its new owner. So the table keeps a reference of its own: a key is
 * never freed. There are as many as there were things.
 *
 * Threads: any.
 *
 * Returns: (transfer full): g_ref_string_release()
 */
char *
ferry_key_intern (const char *text)
{
  static GMutex mutex;
  static GHashTable *keys; /* (mutex): set of GRefString */
  char *key;

  g_mutex_lock (&mutex);
  if (keys == NULL)
    keys = g_hash_table_new (g_str_hash, g_str_equal);

  key = g_hash_table_lookup (keys, text);
  if (key == NULL)
    {
      key = g_ref_string_new (text);
      g_hash_table_add (keys, key);
    }
  g_ref_string_acquire (key);
  g_mutex_unlock (&mutex);

  return key;
}

/**
 * ferry_key_new:
 * @connection_id: #FerryConnectionSettings.id
 * @kind: what it names
 * @uuid: (nullable): unique among its kind on that connection; %NULL for the connection itself
 *
 * Returns: (transfer full): an interned #GRefString
 */
char *
ferry_key_new (const char *connection_id,
               FerryKind   kind,
               const char *uuid)
{
  g_autofree char *text = g_strjoin ("/", connection_id, ferry_kind_get_nick (kind), uuid, NULL);

  return ferry_key_intern (text);
}
