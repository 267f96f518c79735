/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-dump-reader"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libxml/xmlreader.h>
#include <string.h>

#include "simulator/ferry-sim-dump-reader.h"

#include "simulator/ferry-sim-secret.h"
#include "simulator/ferry-sim-sexpr.h"

#define MAX_BYTES  (G_GINT64_CONSTANT (1) << 30)
#define MAX_DEPTH  3
#define MAX_ROWS   4000000
#define KNOWN_MAJOR "5"

/*
 * One reading of a database's XML text into rows of typed values. It is a stream: the text is never
 * in memory as a whole. What no release of the API has (columns that only the server knows), what is
 * stale (operations, the many side of relations) and what is secret is left out on the way.
 *
 * Threads: any; a reading belongs to the thread that does it.
 */
typedef struct {
  GInputStream        *stream;
  xmlTextReader       *xml;      /* (owned) */
  gint64               n_bytes;
  GPtrArray           *rows;     /* (owned) (element-type FerrySimDumpRow) */
  const FerrySimClass *table;    /* (nullable): %NULL inside a table that is left out */
  GHashTable          *columns;  /* (owned) (element-type utf8 FerrySimField): of @table, by their name in the text */
  GError              *error;    /* (owned) (nullable): the first one */
} Reading;

G_DEFINE_QUARK (ferry-sim-dump-error-quark, ferry_sim_dump_error)

static void
dump_cell_clear (gpointer data)
{
  FerrySimDumpCell *cell = data;

  g_clear_pointer (&cell->value, g_variant_unref);
}

static void
dump_row_free (gpointer data)
{
  FerrySimDumpRow *row = data;

  g_free (row->ref);
  g_array_unref (row->cells);
  g_free (row);
}

static void G_GNUC_PRINTF (3, 4)
fail (Reading           *reading,
      FerrySimDumpError  code,
      const char        *format,
      ...)
{
  g_autofree char *message = NULL;
  va_list args;

  if (reading->error != NULL)
    return;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  reading->error = g_error_new_literal (FERRY_SIM_DUMP_ERROR, code, message);
}

static int
read_bytes (void *context,
            char *buffer,
            int   length)
{
  Reading *reading = context;
  g_autoptr(GError) error = NULL;
  gssize n_read = g_input_stream_read (reading->stream, buffer, length, NULL, &error);

  if (n_read < 0)
    {
      fail (reading, FERRY_SIM_DUMP_ERROR_UNREADABLE, _("The file can't be read: %s."),
            error->message);
      return -1;
    }

  reading->n_bytes += n_read;
  if (reading->n_bytes > MAX_BYTES)
    {
      fail (reading, FERRY_SIM_DUMP_ERROR_TOO_LARGE,
            _("The file is larger than any real pool's database."));
      return -1;
    }

  return n_read;
}

/* libxml2's own message is for programmers; where it happened is what helps. */
static void
on_xml_error (void                    *context,
              const char              *message,
              xmlParserSeverities      severity,
              xmlTextReaderLocatorPtr  locator)
{
  Reading *reading = context;

  if (severity == XML_PARSER_SEVERITY_WARNING || severity == XML_PARSER_SEVERITY_VALIDITY_WARNING)
    return;

  if (reading->rows->len == 0 && reading->table == NULL && xmlTextReaderDepth (reading->xml) <= 0)
    fail (reading, FERRY_SIM_DUMP_ERROR_NOT_A_DUMP,
          _("The file is not a pool's database: it is not XML."));
  else
    fail (reading, FERRY_SIM_DUMP_ERROR_MALFORMED,
          _("The file is damaged or incomplete at line %d."),
          xmlTextReaderLocatorLineNumber (locator));
}

/* Not the text itself: it may hold what must not be shown. */
static void
fail_value (Reading             *reading,
            const FerrySimField *field)
{
  /* Translators: the first is a kind of object ("VM"), the second the name of one of its fields. */
  fail (reading, FERRY_SIM_DUMP_ERROR_MALFORMED,
        _("The file is damaged: of a %1$s, what stands under %2$s makes no sense."),
        reading->table->name, field->name);
}

static gboolean
is_date (const char *text)
{
  static const char pattern[] = "00000000T00:00:00Z";

  if (strlen (text) != strlen (pattern))
    return FALSE;

  for (guint i = 0; pattern[i] != '\0'; i++)
    if (pattern[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != pattern[i])
      return FALSE;

  return TRUE;
}

/* (nullable): a floating value of a simple type; %NULL where @text is none. What is empty, or known
 * only to other releases, takes the field's default, which is @fallback. */
static GVariant *
parse_simple (const FerrySimType *type,
              const char         *text,
              GVariant           *fallback)
{
  gint64 number;
  double real;
  char *end = NULL;

  switch (type->signature[0])
    {
    case 'x':
      if (*text == '\0')
        return fallback;
      return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL)
             ? g_variant_new_int64 (number) : NULL;

    case 'd':
      if (*text == '\0')
        return fallback;
      real = g_ascii_strtod (text, &end);
      return *end == '\0' ? g_variant_new_double (real) : NULL;

    case 'b':
      if (*text == '\0')
        return fallback;
      return g_str_equal (text, "true") || g_str_equal (text, "false")
             ? g_variant_new_boolean (*text == 't') : NULL;

    default:
      break;
    }

  if (type->kind == FERRY_SIM_KIND_REF && !g_str_has_prefix (text, "OpaqueRef:"))
    return g_variant_new_string ("OpaqueRef:NULL");
  if (type->kind == FERRY_SIM_KIND_ENUM && !g_strv_contains (type->values, text))
    return fallback;
  if (type->kind == FERRY_SIM_KIND_DATETIME && !is_date (text))
    return fallback;
  if (type->kind == FERRY_SIM_KIND_STRING)
    return g_variant_new_take_string (ferry_sim_secret_clean_text (text));

  return g_variant_new_string (text);
}

static gboolean
is_simple (const FerrySimType *type)
{
  return strlen (type->signature) == 1 && strchr ("sxdb", type->signature[0]) != NULL;
}

/* (nullable): %NULL where @text is no set */
static GVariant *
parse_set (const FerrySimType *type,
           const char         *text)
{
  g_autoptr(GVariant) atoms = ferry_sim_sexpr_parse_set (text);
  g_autoptr(GVariantBuilder) set = NULL;
  GVariantIter iter;
  const char *atom;

  if (atoms == NULL)
    return NULL;

  g_variant_ref_sink (atoms);
  set = g_variant_builder_new (G_VARIANT_TYPE (type->signature));
  g_variant_iter_init (&iter, atoms);
  while (g_variant_iter_next (&iter, "&s", &atom))
    {
      GVariant *element = *atom != '\0' || type->element->kind == FERRY_SIM_KIND_STRING
                          ? parse_simple (type->element, atom, NULL) : NULL;

      /* An enum's value that this release does not have. */
      if (element == NULL && type->element->kind == FERRY_SIM_KIND_ENUM)
        continue;
      if (element == NULL)
        return NULL;
      g_variant_builder_add_value (set, element);
    }

  return g_variant_builder_end (set);
}

static GVariant *
parse_map (const FerrySimField *field,
           const char          *text)
{
  const FerrySimType *type = field->type;
  g_autoptr(GVariant) pairs = ferry_sim_sexpr_parse_map (text);
  g_autoptr(GVariantBuilder) map = NULL;
  GVariantIter iter;
  const char *key;
  const char *value;

  if (pairs == NULL)
    return NULL;

  g_variant_ref_sink (pairs);
  if (type->element->kind == FERRY_SIM_KIND_STRING)
    return ferry_sim_secret_clean_map (field->name, pairs);
  if (!is_simple (type->element))
    return field->value;

  map = g_variant_builder_new (G_VARIANT_TYPE (type->signature));
  g_variant_iter_init (&iter, pairs);
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
    {
      GVariant *element = parse_simple (type->element, value, NULL);

      if (element == NULL)
        return NULL;
      g_variant_builder_open (map, g_variant_type_element (G_VARIANT_TYPE (type->signature)));
      g_variant_builder_add (map, "s", key);
      g_variant_builder_add_value (map, element);
      g_variant_builder_close (map);
    }

  return g_variant_builder_end (map);
}

/* (nullable): a floating value, or the field's own default; %NULL where @text is malformed */
static GVariant *
parse_value (const FerrySimField *field,
             const char          *text)
{
  g_autofree char *plain = ferry_sim_sexpr_unprotect (text);

  if (is_simple (field->type))
    return parse_simple (field->type, plain, field->value);
  if (field->type->kind == FERRY_SIM_KIND_SET && is_simple (field->type->element))
    return *plain == '\0' ? field->value : parse_set (field->type, plain);
  if (field->type->kind == FERRY_SIM_KIND_MAP)
    return *plain == '\0' ? field->value : parse_map (field, plain);

  return field->value;
}

/* "name__label" and "name_label" are the same. */
static char *
fold_name (const char *name)
{
  GString *folded = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    if (p[0] != '_' || p[1] != '_' || p == name)
      g_string_append_c (folded, *p);

  return g_string_free (folded, FALSE);
}

static gboolean
is_wanted (const FerrySimClass *klass,
           const FerrySimField *field)
{
  return field != NULL
         && !field->is_back_reference
         && !g_str_equal (field->name, "allowed_operations")
         && !g_str_equal (field->name, "current_operations")
         && !ferry_sim_secret_is_field (klass->name, field->name);
}

/* (nullable): %NULL: leave the column out */
static const FerrySimField *
reading_find_column (Reading    *reading,
                     const char *name)
{
  const FerrySimField *field = NULL;
  gpointer known;
  g_autofree char *folded = NULL;

  if (g_hash_table_lookup_extended (reading->columns, name, NULL, &known))
    return known;

  folded = fold_name (name);
  field = ferry_sim_schema_find_field (reading->table, folded);
  if (!is_wanted (reading->table, field))
    field = NULL;
  g_hash_table_insert (reading->columns, g_strdup (name), (gpointer) field);

  return field;
}

static void
reading_add_cell (Reading         *reading,
                  FerrySimDumpRow *row,
                  const char      *name,
                  const char      *text)
{
  const FerrySimField *field = reading_find_column (reading, name);
  FerrySimDumpCell cell = { field, NULL };

  if (field == NULL)
    return;

  cell.value = parse_value (field, text);
  if (cell.value == NULL)
    {
      fail_value (reading, field);
      return;
    }

  g_variant_ref_sink (cell.value);
  g_array_append_val (row->cells, cell);
}

static void
reading_set_ref (Reading         *reading,
                 FerrySimDumpRow *row,
                 const char      *ref)
{
  if (row->ref != NULL && !g_str_equal (row->ref, ref))
    fail (reading, FERRY_SIM_DUMP_ERROR_MALFORMED,
          _("The file is damaged: a %s has two references."), row->klass->name);
  else if (row->ref == NULL)
    row->ref = ferry_sim_sexpr_unprotect (ref);
}

static void
reading_add_row (Reading *reading)
{
  FerrySimDumpRow *row;

  if (reading->rows->len >= MAX_ROWS)
    {
      fail (reading, FERRY_SIM_DUMP_ERROR_TOO_LARGE,
            _("The file has more objects than any real pool."));
      return;
    }

  row = g_new0 (FerrySimDumpRow, 1);
  row->klass = reading->table;
  row->cells = g_array_new (FALSE, FALSE, sizeof (FerrySimDumpCell));
  g_array_set_clear_func (row->cells, dump_cell_clear);
  g_ptr_array_add (reading->rows, row);

  while (reading->error == NULL && xmlTextReaderMoveToNextAttribute (reading->xml) == 1)
    {
      const char *name = (const char *) xmlTextReaderConstLocalName (reading->xml);
      const char *value = (const char *) xmlTextReaderConstValue (reading->xml);

      if (value == NULL)
        value = "";
      if (g_str_equal (name, "ref") || g_str_equal (name, "_ref"))
        reading_set_ref (reading, row, value);
      else
        reading_add_cell (reading, row, name, value);
    }

  if (reading->error == NULL
      && (row->ref == NULL || *row->ref == '\0' || g_str_equal (row->ref, "OpaqueRef:NULL")))
    fail (reading, FERRY_SIM_DUMP_ERROR_MALFORMED,
          _("The file is damaged: a %s has no reference."), row->klass->name);
}

static char *
reading_get_attribute (Reading    *reading,
                       const char *name)
{
  xmlChar *value = xmlTextReaderGetAttribute (reading->xml, BAD_CAST name);
  char *copy = g_strdup (value != NULL ? (const char *) value : "");

  xmlFree (value);

  return copy;
}

static void
reading_check_pair (Reading *reading)
{
  g_autofree char *key = reading_get_attribute (reading, "key");
  g_autofree char *value = reading_get_attribute (reading, "value");

  if (g_str_equal (key, "schema_major_vsn") && !g_str_equal (value, KNOWN_MAJOR))
    fail (reading, FERRY_SIM_DUMP_ERROR_NOT_A_DUMP,
          _("The file is a database of a kind that is not known here."));
}

static void
reading_enter_table (Reading *reading)
{
  g_autofree char *name = reading_get_attribute (reading, "name");

  g_hash_table_remove_all (reading->columns);
  reading->table = ferry_sim_secret_is_table (name) ? NULL : ferry_sim_schema_find_class (name);
}

static void
reading_enter_element (Reading    *reading,
                       const char *name,
                       int         depth)
{
  if (depth == 0 && !g_str_equal (name, "database"))
    fail (reading, FERRY_SIM_DUMP_ERROR_NOT_A_DUMP, _("The file is not a pool's database."));
  else if (depth >= MAX_DEPTH)
    fail (reading, FERRY_SIM_DUMP_ERROR_MALFORMED,
          _("The file is damaged: elements are nested too deeply."));
  else if (depth == 1 && g_str_equal (name, "table"))
    reading_enter_table (reading);
  else if (depth == 1)
    reading->table = NULL;
  else if (depth == 2 && g_str_equal (name, "row") && reading->table != NULL)
    reading_add_row (reading);
  else if (depth == 2 && g_str_equal (name, "pair"))
    reading_check_pair (reading);
}

static void
reading_run (Reading *reading)
{
  int result = 1;

  while (reading->error == NULL && (result = xmlTextReaderRead (reading->xml)) == 1)
    {
      int type = xmlTextReaderNodeType (reading->xml);

      /* A document type may define entities; no database has one. */
      if (type == XML_READER_TYPE_DOCUMENT_TYPE)
        fail (reading, FERRY_SIM_DUMP_ERROR_NOT_A_DUMP,
              _("The file is not a pool's database: it has a document type."));
      else if (type == XML_READER_TYPE_ELEMENT)
        reading_enter_element (reading, (const char *) xmlTextReaderConstLocalName (reading->xml),
                               xmlTextReaderDepth (reading->xml));
    }

  if (result < 0)
    fail (reading, FERRY_SIM_DUMP_ERROR_MALFORMED, _("The file is damaged or incomplete."));
}

/**
 * ferry_sim_dump_reader_read:
 * @stream: the XML text of a pool's database
 * @error: return location for a #FerrySimDumpError
 *
 * Returns: (transfer full) (element-type FerrySimDumpRow): the rows, in the text's order, without
 *   secrets; %NULL with @error set where the text is not a whole database
 */
GPtrArray *
ferry_sim_dump_reader_read (GInputStream  *stream,
                            GError       **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (dump_row_free);
  g_autoptr(GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading reading = { .stream = stream, .rows = rows, .columns = columns };

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  reading.xml = xmlReaderForIO (read_bytes, NULL, &reading, NULL, "UTF-8",
                                XML_PARSE_NONET | XML_PARSE_COMPACT);
  if (reading.xml == NULL)
    {
      fail (&reading, FERRY_SIM_DUMP_ERROR_UNREADABLE, _("The file can't be read."));
    }
  else
    {
      xmlTextReaderSetErrorHandler (reading.xml, on_xml_error, &reading);
      reading_run (&reading);
      xmlFreeTextReader (reading.xml);
    }

  if (reading.error != NULL)
    {
      g_propagate_error (error, reading.error);
      return NULL;
    }

  return g_steal_pointer (&rows);
}
