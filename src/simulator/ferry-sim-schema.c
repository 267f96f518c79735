/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-schema"

#include "simulator/ferry-sim-schema.h"

#include <string.h>

#include "simulator/ferry-sim-resources.h"

#define SCHEMA_PATH "/org/ferryproject/Ferry/simulator/ferry-sim-schema.txt"

/* The whole description, made once from the text in the resources and then never changed. It is
 * a constant of the program, like a table in a C file, and is never freed. */
typedef struct
{
  GPtrArray    *classes;  /* of FerrySimClass */
  GHashTable   *by_name;  /* class name -> FerrySimClass */
  GHashTable   *messages; /* method -> FerrySimMessage */
  GHashTable   *types;    /* text -> FerrySimType */
  GHashTable   *enums;    /* name -> GStrv */
  GStringChunk *names;    /* every name once */
} Schema;

static const char * const role_names[] = {
  "", "read-only", "vm-operator", "vm-admin", "vm-power-admin", "pool-operator", "pool-admin",
};

static const FerrySimType *get_type (Schema     *schema,
                                     const char *text);

/* Not g_intern_string(): so many names make GLib's table of quarks grow, and it leaves the old one
 * behind, which leak checkers report. */
static const char *
keep (Schema     *schema,
      const char *text)
{
  return g_string_chunk_insert_const (schema->names, text);
}

static FerrySimType *
new_type (FerrySimKind        kind,
          const char         *name,
          const FerrySimType *key,
          const FerrySimType *element,
          char               *signature)
{
  FerrySimType *type = g_new0 (FerrySimType, 1);

  type->kind = kind;
  type->name = name;
  type->key = key;
  type->element = element;
  type->signature = signature;

  return type;
}

static FerrySimType *
new_simple_type (const char *text)
{
  static const struct { const char *text; FerrySimKind kind; const char *signature; } simple[] = {
    { "void", FERRY_SIM_KIND_VOID, "s" },
    { "string", FERRY_SIM_KIND_STRING, "s" },
    { "datetime", FERRY_SIM_KIND_DATETIME, "s" },
    { "int", FERRY_SIM_KIND_INT, "x" },
    { "float", FERRY_SIM_KIND_FLOAT, "d" },
    { "bool", FERRY_SIM_KIND_BOOL, "b" },
    { "<class> record", FERRY_SIM_KIND_RECORD, "a{sv}" },
    { "an event batch", FERRY_SIM_KIND_RECORD, "a{sv}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (simple); i++)
    {
      if (g_str_equal (text, simple[i].text))
        return new_type (simple[i].kind, NULL, NULL, NULL, g_strdup (simple[i].signature));
    }

  g_error ("Unknown type %s in the schema", text);
}

static char *
cut_suffix (const char *text,
            const char *suffix)
{
  if (!g_str_has_suffix (text, suffix))
    return NULL;

  return g_strndup (text, strlen (text) - strlen (suffix));
}

/* "(KEY -> VALUE) map": no type inside a map is itself a map. */
static FerrySimType *
new_map_type (Schema     *schema,
              const char *text)
{
  g_autofree char *inside = g_strndup (text + 1, strlen (text) - strlen ("() map"));
  g_auto(GStrv) parts = g_strsplit (inside, " -> ", 2);
  const FerrySimType *element = get_type (schema, parts[1]);

  return new_type (FERRY_SIM_KIND_MAP, NULL, get_type (schema, parts[0]), element,
                   g_strdup_printf ("a{s%s}", element->signature));
}

static FerrySimType *
parse_type (Schema     *schema,
            const char *text)
{
  g_autofree char *inner = NULL;
  const FerrySimType *element;

  if (text[0] == '(' && g_str_has_suffix (text, ") map"))
    return new_map_type (schema, text);

  if ((inner = cut_suffix (text, " option")) != NULL)
    {
      element = get_type (schema, inner);
      return new_type (FERRY_SIM_KIND_OPTION, NULL, NULL, element, g_strdup (element->signature));
    }

  if ((inner = cut_suffix (text, " set")) != NULL)
    {
      element = get_type (schema, inner);
      return new_type (FERRY_SIM_KIND_SET, NULL, NULL, element,
                       g_strconcat ("a", element->signature, NULL));
    }

  if (g_str_has_prefix (text, "enum "))
    {
      const char *name = keep (schema, text + strlen ("enum "));
      FerrySimType *type = new_type (FERRY_SIM_KIND_ENUM, name, NULL, NULL, g_strdup ("s"));

      type->values = g_hash_table_lookup (schema->enums, name);
      return type;
    }

  if ((inner = cut_suffix (text, " ref")) != NULL)
    return new_type (FERRY_SIM_KIND_REF, keep (schema, inner), NULL, NULL, g_strdup ("s"));

  if (text[0] != '<' && (inner = cut_suffix (text, " record")) != NULL)
    return new_type (FERRY_SIM_KIND_RECORD, keep (schema, inner), NULL, NULL,
                     g_strdup ("a{sv}"));

  return new_simple_type (text);
}

static const FerrySimType *
get_type (Schema     *schema,
          const char *text)
{
  FerrySimType *type = g_hash_table_lookup (schema->types, text);

  if (type == NULL)
    {
      type = parse_type (schema, text);
      g_hash_table_insert (schema->types, g_strdup (text), type);
    }

  return type;
}

static GVariant *
make_zero (const FerrySimType *type)
{
  switch (type->kind)
    {
    case FERRY_SIM_KIND_ENUM:
      return g_variant_new_string (type->values != NULL ? type->values[0] : "");
    case FERRY_SIM_KIND_REF:
      return g_variant_new_string ("OpaqueRef:NULL");
    case FERRY_SIM_KIND_DATETIME:
      return g_variant_new_string ("19700101T00:00:00Z");
    case FERRY_SIM_KIND_INT:
      return g_variant_new_int64 (0);
    case FERRY_SIM_KIND_FLOAT:
      return g_variant_new_double (0);
    case FERRY_SIM_KIND_BOOL:
      return g_variant_new_boolean (FALSE);
    case FERRY_SIM_KIND_SET:
    case FERRY_SIM_KIND_MAP:
    case FERRY_SIM_KIND_RECORD:
      return g_variant_new_array (g_variant_type_element (G_VARIANT_TYPE (type->signature)),
                                  NULL, 0);
    case FERRY_SIM_KIND_OPTION:
      return make_zero (type->element);
    case FERRY_SIM_KIND_VOID:
    case FERRY_SIM_KIND_STRING:
    default:
      return g_variant_new_string ("");
    }
}

static void
add_field (Schema        *schema,
           GArray        *fields,
           char         **columns)
{
  FerrySimField field = { 0, };

  field.name = keep (schema, columns[1]);
  field.type = get_type (schema, columns[2]);
  field.index = fields->len;
  field.writable = strchr (columns[3], 'w') != NULL;
  if (columns[4] != NULL && *columns[4] != '\0')
    field.value = g_variant_parse (G_VARIANT_TYPE (field.type->signature), columns[4],
                                   NULL, NULL, NULL);
  else
    field.value = g_variant_ref_sink (make_zero (field.type));
  g_assert (field.value != NULL);
  g_array_append_val (fields, field);
}

static void
add_message (Schema  *schema,
             GArray  *messages,
             char   **columns)
{
  guint n_params = g_strv_length (columns) - 5;
  FerrySimParam *params = g_new0 (FerrySimParam, n_params + 1);
  FerrySimMessage message = {
    .name = keep (schema, columns[1]),
    .result = get_type (schema, columns[2]),
    .role = (FerrySimRole) (columns[3][0] - '0'),
    .takes_session = strchr (columns[4], 's') != NULL,
    .is_implicit = strchr (columns[4], 'i') != NULL,
    .is_for_hosts = strchr (columns[4], 'c') != NULL,
    .is_removed = strchr (columns[4], 'x') != NULL,
    .params = params,
    .n_params = n_params,
  };

  for (guint i = 0; i < n_params; i++)
    {
      g_auto(GStrv) pair = g_strsplit (columns[i + 5], "=", 2);

      params[i].optional = g_str_has_suffix (pair[0], "?");
      if (params[i].optional)
        pair[0][strlen (pair[0]) - 1] = '\0';
      else
        message.n_required = i + 1;
      params[i].name = keep (schema, pair[0]);
      params[i].type = get_type (schema, pair[1]);
    }

  g_array_append_val (messages, message);
}

/* A class is closed when the next one begins: only then do its arrays stop moving. */
static void
close_class (FerrySimClass *klass,
             GArray        *fields,
             GArray        *messages)
{
  if (klass != NULL)
    {
      klass->n_fields = fields->len;
      klass->n_messages = messages->len;
      klass->fields = (const FerrySimField *) g_array_free (fields, FALSE);
      klass->messages = (const FerrySimMessage *) g_array_free (messages, FALSE);
    }
  else
    {
      g_array_unref (fields);
      g_array_unref (messages);
    }
}

static FerrySimClass *
open_class (Schema  *schema,
            char   **columns)
{
  FerrySimClass *klass = g_new0 (FerrySimClass, 1);
  g_autofree char *lower = g_ascii_strdown (columns[1], -1);

  klass->name = keep (schema, columns[1]);
  klass->event_name = keep (schema, lower);
  klass->index = schema->classes->len;
  klass->is_transient = strchr (columns[2], 't') != NULL;
  g_ptr_array_add (schema->classes, klass);
  g_hash_table_insert (schema->by_name, (char *) klass->name, klass);

  return klass;
}

static FerrySimField *
find_path (Schema     *schema,
           const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path, ".", 2);
  const FerrySimClass *klass = g_hash_table_lookup (schema->by_name, parts[0]);
  const FerrySimField *field = klass != NULL ? ferry_sim_schema_find_field (klass, parts[1])
                                             : NULL;

  if (field == NULL)
    g_error ("Unknown field %s in the schema", path);

  return (FerrySimField *) field;
}

static void
add_relation (Schema  *schema,
              char   **columns)
{
  FerrySimField *one = find_path (schema, columns[1]);
  FerrySimField *many = find_path (schema, columns[2]);

  one->other = many;
  many->is_back_reference = TRUE;
}

static gboolean
is_accessor (const FerrySimClass *klass,
             const char          *name)
{
  static const char * const without_tasks[] = {
    "session", "event", "task", "data_source", "blob", "message", NULL,
  };
  static const char * const prefixes[] = { "get_", "set_", "add_to_", "remove_from_", NULL };

  if (g_strv_contains (without_tasks, klass->name)
      || g_str_equal (name, "get_record") || g_str_equal (name, "get_by_uuid")
      || g_str_equal (name, "get_by_name_label") || g_str_has_prefix (name, "get_all"))
    return TRUE;

  for (guint i = 0; prefixes[i] != NULL; i++)
    {
      if (g_str_has_prefix (name, prefixes[i])
          && ferry_sim_schema_find_field (klass, name + strlen (prefixes[i])) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
add_methods (Schema *schema)
{
  for (guint i = 0; i < schema->classes->len; i++)
    {
      const FerrySimClass *klass = g_ptr_array_index (schema->classes, i);

      for (guint j = 0; j < klass->n_messages; j++)
        {
          FerrySimMessage *message = (FerrySimMessage *) &klass->messages[j];

          message->owner = klass;
          message->is_accessor = is_accessor (klass, message->name);
          g_hash_table_insert (schema->messages,
                               g_strconcat (klass->name, ".", message->name, NULL), message);
        }
    }
}

static void
parse_lines (Schema  *schema,
             char   **lines)
{
  FerrySimClass *klass = NULL;
  GArray *fields = g_array_new (FALSE, TRUE, sizeof (FerrySimField));
  GArray *messages = g_array_new (FALSE, TRUE, sizeof (FerrySimMessage));

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) columns = g_strsplit (lines[i], "\t", -1);

      if (columns[0] == NULL)
        continue;
      if (g_str_equal (columns[0], "C") || g_str_equal (columns[0], "R"))
        {
          close_class (klass, fields, messages);
          fields = g_array_new (FALSE, TRUE, sizeof (FerrySimField));
          messages = g_array_new (FALSE, TRUE, sizeof (FerrySimMessage));
          klass = NULL;
        }

      if (g_str_equal (columns[0], "C"))
        klass = open_class (schema, columns);
      else if (g_str_equal (columns[0], "F"))
        add_field (schema, fields, columns);
      else if (g_str_equal (columns[0], "M"))
        add_message (schema, messages, columns);
      else if (g_str_equal (columns[0], "R"))
        add_relation (schema, columns);
      else if (g_str_equal (columns[0], "E"))
        g_hash_table_insert (schema->enums, g_strdup (columns[1]),
                             g_strsplit (columns[2], " ", -1));
    }
  close_class (klass, fields, messages);
}

static Schema *
schema_load (void)
{
  Schema *schema = g_new0 (Schema, 1);
  g_autoptr(GBytes) text = NULL;
  g_auto(GStrv) lines = NULL;

  schema->classes = g_ptr_array_new ();
  schema->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  schema->messages = g_hash_table_new (g_str_hash, g_str_equal);
  schema->types = g_hash_table_new (g_str_hash, g_str_equal);
  schema->enums = g_hash_table_new (g_str_hash, g_str_equal);
  schema->names = g_string_chunk_new (4096);

  text = g_resource_lookup_data (ferry_sim_get_resource (), SCHEMA_PATH,
                                 G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (text != NULL);
  lines = g_strsplit (g_bytes_get_data (text, NULL), "\n", -1);
  parse_lines (schema, lines);
  add_methods (schema);

  return schema;
}

static const Schema *
get_schema (void)
{
  static gsize schema;

  if (g_once_init_enter (&schema))
    g_once_init_leave (&schema, (gsize) schema_load ());

  return (const Schema *) schema;
}

/**
 * ferry_sim_schema_find_class:
 * @name: a class, exactly as it is spelled
 *
 * Returns: (nullable) (transfer none): the class
 */
const FerrySimClass *
ferry_sim_schema_find_class (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (get_schema ()->by_name, name);
}

const FerrySimClass *
ferry_sim_schema_get_class (guint index)
{
  g_return_val_if_fail (index < get_schema ()->classes->len, NULL);

  return g_ptr_array_index (get_schema ()->classes, index);
}

guint
ferry_sim_schema_get_n_classes (void)
{
  return get_schema ()->classes->len;
}

/**
 * ferry_sim_schema_find_field:
 * @klass: a class
 * @name: of a field
 *
 * Returns: (nullable) (transfer none): the field
 */
const FerrySimField *
ferry_sim_schema_find_field (const FerrySimClass *klass,
                             const char          *name)
{
  g_return_val_if_fail (klass != NULL, NULL);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      /* Every access to a row comes through here: most names differ in their first letter. */
      if (klass->fields[i].name[0] == name[0] && strcmp (klass->fields[i].name, name) == 0)
        return &klass->fields[i];
    }

  return NULL;
}

/**
 * ferry_sim_schema_find_message:
 * @method: with its class, such as "VM.pool_migrate"
 *
 * Returns: (nullable) (transfer none): the message
 */
const FerrySimMessage *
ferry_sim_schema_find_message (const char *method)
{
  g_return_val_if_fail (method != NULL, NULL);

  return g_hash_table_lookup (get_schema ()->messages, method);
}

/**
 * ferry_sim_schema_find_type:
 * @text: as the schema writes it, such as "string set"
 *
 * Returns: (nullable) (transfer none): the type, if anything has it
 */
const FerrySimType *
ferry_sim_schema_find_type (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_hash_table_lookup (get_schema ()->types, text);
}

/**
 * ferry_sim_role_from_name:
 * @name: (nullable): such as "vm-admin"
 *
 * Returns: the role; %FERRY_SIM_ROLE_NONE for what is no role
 */
FerrySimRole
ferry_sim_role_from_name (const char *name)
{
  for (guint i = 1; i < G_N_ELEMENTS (role_names); i++)
    {
      if (g_strcmp0 (name, role_names[i]) == 0)
        return (FerrySimRole) i;
    }

  return FERRY_SIM_ROLE_NONE;
}

const char *
ferry_sim_role_get_name (FerrySimRole role)
{
  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (role_names), "");

  return role_names[role];
}
