/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <json-glib/json-glib.h>
#include <string.h>

#include "simulator/ferry-sim-content.h"
#include "simulator/ferry-sim-generator.h"
#include "simulator/ferry-sim-schema.h"

/* The records that are served, against the XenAPI's own description, which is read here anew: the
 * simulator's schema was condensed from it, and is not to vouch for itself. */
typedef struct {
  JsonParser *parser;  /* (owned) */
  GHashTable *classes; /* (owned): name to JsonObject */
  GHashTable *enums;   /* (owned): name to a set of values */
} Api;

static void
api_add_enum (Api        *api,
              JsonObject *description)
{
  JsonArray *values = json_object_get_array_member (description, "values");
  GHashTable *names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < json_array_get_length (values); i++)
    g_hash_table_add (names,
                      (char *) json_object_get_string_member (json_array_get_object_element (values, i), "name"));

  g_hash_table_insert (api->enums, (char *) json_object_get_string_member (description, "name"),
                       names);
}

static void
api_clear (Api *api)
{
  g_clear_object (&api->parser);
  g_clear_pointer (&api->classes, g_hash_table_unref);
  g_clear_pointer (&api->enums, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Api, api_clear)

static gboolean
api_load (Api *api)
{
  g_autofree char *path = g_build_filename (g_getenv ("FERRY_SHARED") != NULL
                                            ? g_getenv ("FERRY_SHARED") : "../shared",
                                            "data", "xenapi.json", NULL);
  g_autoptr(GError) error = NULL;
  JsonArray *classes;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("The XenAPI's description (xenapi.json) is not here");
      return FALSE;
    }

  api->parser = json_parser_new ();
  json_parser_load_from_file (api->parser, path, &error);
  g_assert_no_error (error);

  api->classes = g_hash_table_new (g_str_hash, g_str_equal);
  api->enums = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                      (GDestroyNotify) g_hash_table_unref);
  classes = json_node_get_array (json_parser_get_root (api->parser));

  for (guint i = 0; i < json_array_get_length (classes); i++)
    {
      JsonObject *klass = json_array_get_object_element (classes, i);
      JsonArray *enums = json_object_get_array_member (klass, "enums");

      g_hash_table_insert (api->classes, (char *) json_object_get_string_member (klass, "name"),
                           klass);
      for (guint j = 0; j < json_array_get_length (enums); j++)
        api_add_enum (api, json_array_get_object_element (enums, j));
    }

  return TRUE;
}

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_number (JsonNode *node,
           GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
is_date (JsonNode *node)
{
  return is_text (node)
         && g_regex_match_simple ("^[0-9]{8}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
                                  json_node_get_string (node), 0, 0);
}

static gboolean matches (Api        *api,
                         const char *type,
                         JsonNode   *node);

static gboolean
matches_set (Api        *api,
             const char *element,
             JsonNode   *node)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!matches (api, element, json_array_get_element (array, i)))
      return FALSE;

  return TRUE;
}

/* @pair is "KEY -> VALUE"; keys are always text on the wire. */
static gboolean
matches_map (Api        *api,
             const char *pair,
             JsonNode   *node)
{
  const char *value_type = strstr (pair, " -> ") + strlen (" -> ");
  JsonObjectIter iter;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, NULL, &value))
    if (!matches (api, value_type, value))
      return FALSE;

  return TRUE;
}

static gboolean
matches_enum (Api        *api,
              const char *name,
              JsonNode   *node)
{
  GHashTable *values = g_hash_table_lookup (api->enums, name);

  g_assert_nonnull (values);

  return is_text (node) && g_hash_table_contains (values, json_node_get_string (node));
}

/* (nullable): @type without @ending, or %NULL if it ends otherwise */
static char *
strip (const char *type,
       const char *ending)
{
  return g_str_has_suffix (type, ending) ? g_strndup (type, strlen (type) - strlen (ending)) : NULL;
}

static gboolean
matches (Api        *api,
         const char *type,
         JsonNode   *node)
{
  g_autofree char *element = strip (type, " set");
  g_autofree char *pair = *type == '(' ? strip (type + 1, ") map") : NULL;
  g_autofree char *wrapped = strip (type, " option");

  if (element != NULL)
    return matches_set (api, element, node);
  if (pair != NULL)
    return matches_map (api, pair, node);
  if (wrapped != NULL)
    return matches (api, wrapped, node);
  if (g_str_has_prefix (type, "enum "))
    return matches_enum (api, type + strlen ("enum "), node);
  if (g_str_has_suffix (type, " ref"))
    return is_text (node) && g_str_has_prefix (json_node_get_string (node), "OpaqueRef:");
  if (g_str_equal (type, "int"))
    return is_number (node, G_TYPE_INT64);
  if (g_str_equal (type, "float"))
    return is_number (node, G_TYPE_DOUBLE);
  if (g_str_equal (type, "bool"))
    return is_number (node, G_TYPE_BOOLEAN);
  if (g_str_equal (type, "datetime"))
    return is_date (node);
  if (g_str_equal (type, "string"))
    return is_text (node);

  g_error ("%s is a type that the test does not know", type);
}

static void
check_record (Api        *api,
              const char *table,
              JsonObject *record)
{
  JsonObject *klass = g_hash_table_lookup (api->classes, table);
  JsonArray *fields;
  guint n_absent = 0;

  g_assert_nonnull (klass);
  fields = json_object_get_array_member (klass, "fields");

  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      JsonObject *field = json_array_get_object_element (fields, i);
      const char *name = json_object_get_string_member (field, "name");
      const char *type = json_object_get_string_member (field, "type");
      JsonNode *value = json_object_get_member (record, name);

      if (value == NULL && g_str_has_suffix (type, " option"))
        n_absent++;
      else if (value == NULL)
        g_error ("%s.%s is missing", table, name);
      else if (!matches (api, type, value))
        g_error ("%s.%s is not of the type %s", table, name, type);
    }

  /* Nothing that the API does not have. */
  g_assert_cmpuint (json_object_get_size (record), ==, json_array_get_length (fields) - n_absent);
}

static void
check_row (Api              *api,
           FerrySimDatabase *database,
           const char       *table,
           const char       *ref)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (ferry_sim_database_get_json (database, table, ref), &size);

  json_parser_load_from_data (parser, text, size, &error);
  g_assert_no_error (error);
  check_record (api, table, json_node_get_object (json_parser_get_root (parser)));
}

static guint
check_database (Api              *api,
                FerrySimDatabase *database)
{
  guint n_records = 0;

  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    {
      const char *table = ferry_sim_schema_get_class (i)->name;
      g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (database, table);

      for (guint j = 0; j < refs->len; j++)
        check_row (api, database, table, g_ptr_array_index (refs, j));
      n_records += refs->len;
    }

  return n_records;
}

static void
test_demo_follows_the_api (void)
{
  const FerrySimOptions options = { 0 };
  g_auto(Api) api = { NULL };
  g_autoptr(FerrySimWorld) world = NULL;

  if (!api_load (&api))
    return;

  world = ferry_sim_content_make (&options, NULL);
  for (guint i = 0; i < ferry_sim_world_get_n_pools (world); i++)
    {
      guint n_records = check_database (&api, ferry_sim_world_get_database (world, i));

      g_test_message ("%s: %u records", ferry_sim_world_get_name (world, i), n_records);
      g_assert_cmpuint (n_records, >, 50);
    }
}

static void
test_generated_pool_follows_the_api (void)
{
  g_auto(Api) api = { NULL };
  g_autoptr(FerrySimWorld) world = ferry_sim_world_new ();

  if (!api_load (&api))
    return;

  ferry_sim_generator_add_pool (world, 3, 30, 5);
  g_assert_cmpuint (check_database (&api, ferry_sim_world_get_database (world, 0)), >, 300);
}

static void
test_real_pools_follow_the_api (void)
{
  static const char *const files[] = {
    "standalone-host.xml", "two-hosts-ha.xml", "two-hosts-iscsi.xml", "two-hosts-mixed-storage.xml",
  };
  g_auto(Api) api = { NULL };

  if (!api_load (&api))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("FERRY_SHARED") != NULL
                                                ? g_getenv ("FERRY_SHARED") : "../shared",
                                                "data", "xapi-db", files[i], NULL);
      const char *const databases[] = { path, NULL };
      const FerrySimOptions options = { .databases = databases };
      g_autoptr(GError) error = NULL;
      g_autoptr(FerrySimWorld) world = ferry_sim_content_make (&options, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (check_database (&api, ferry_sim_world_get_database (world, 0)), >, 100);
    }
}

/* What a row has before anybody sets anything, of every class that has rows. */
static void
test_new_rows_follow_the_api (void)
{
  g_auto(Api) api = { NULL };
  g_autoptr(FerrySimDatabase) database = ferry_sim_database_new ();
  GHashTableIter iter;
  gpointer name;
  gpointer klass;

  if (!api_load (&api))
    return;

  g_hash_table_iter_init (&iter, api.classes);
  while (g_hash_table_iter_next (&iter, &name, &klass))
    {
      const FerrySimClass *known = ferry_sim_schema_find_class (name);

      g_assert_nonnull (known);
      if (ferry_sim_schema_find_field (known, "uuid") != NULL && !g_str_equal (name, "event"))
        check_row (&api, database, name, ferry_sim_database_create_row (database, name, NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sim-conformance/demo-follows-the-api", test_demo_follows_the_api);
  g_test_add_func ("/sim-conformance/generated-pool-follows-the-api",
                   test_generated_pool_follows_the_api);
  g_test_add_func ("/sim-conformance/real-pools-follow-the-api", test_real_pools_follow_the_api);
  g_test_add_func ("/sim-conformance/new-rows-follow-the-api", test_new_rows_follow_the_api);

  return g_test_run ();
}
