/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-fields"

#include "simulator/ferry-sim-database.h"

/* The fields of a #FerrySimDatabase by the types that C has for them. */

void
ferry_sim_database_set_string (FerrySimDatabase *self,
                               const char       *table,
                               const char       *ref,
                               const char       *field,
                               const char       *value)
{
  ferry_sim_database_set (self, table, ref, field, g_variant_new_string (value));
}

void
ferry_sim_database_set_int (FerrySimDatabase *self,
                            const char       *table,
                            const char       *ref,
                            const char       *field,
                            gint64            value)
{
  ferry_sim_database_set (self, table, ref, field, g_variant_new_int64 (value));
}

void
ferry_sim_database_set_boolean (FerrySimDatabase *self,
                                const char       *table,
                                const char       *ref,
                                const char       *field,
                                gboolean          value)
{
  ferry_sim_database_set (self, table, ref, field, g_variant_new_boolean (value));
}

void
ferry_sim_database_set_double (FerrySimDatabase *self,
                               const char       *table,
                               const char       *ref,
                               const char       *field,
                               double            value)
{
  ferry_sim_database_set (self, table, ref, field, g_variant_new_double (value));
}

/**
 * ferry_sim_database_set_key:
 * @self: a database
 * @table: a class of the schema
 * @ref: one of its rows
 * @field: a map of text to text
 * @key: a key
 * @value: (nullable): %NULL removes the key
 *
 * Sets one key of a map; the others stay where they are.
 */
void
ferry_sim_database_set_key (FerrySimDatabase *self,
                            const char       *table,
                            const char       *ref,
                            const char       *field,
                            const char       *key,
                            const char       *value)
{
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  GVariant *before = ferry_sim_database_get (self, table, ref, field);
  gboolean found = FALSE;
  const char *old_key;
  const char *old_value;
  GVariantIter iter;

  g_return_if_fail (before != NULL && g_variant_is_of_type (before, G_VARIANT_TYPE ("a{ss}")));

  g_variant_iter_init (&iter, before);
  while (g_variant_iter_next (&iter, "{&s&s}", &old_key, &old_value))
    {
      if (!g_str_equal (old_key, key))
        {
          g_variant_builder_add (&builder, "{ss}", old_key, old_value);
          continue;
        }
      found = TRUE;
      if (value != NULL)
        g_variant_builder_add (&builder, "{ss}", key, value);
    }
  if (!found && value != NULL)
    g_variant_builder_add (&builder, "{ss}", key, value);

  ferry_sim_database_set (self, table, ref, field, g_variant_builder_end (&builder));
}

const char *
ferry_sim_database_get_string (FerrySimDatabase *self,
                               const char       *table,
                               const char       *ref,
                               const char       *field)
{
  GVariant *value = ferry_sim_database_get (self, table, ref, field);

  return value != NULL ? g_variant_get_string (value, NULL) : "";
}

gint64
ferry_sim_database_get_int (FerrySimDatabase *self,
                            const char       *table,
                            const char       *ref,
                            const char       *field)
{
  GVariant *value = ferry_sim_database_get (self, table, ref, field);

  return value != NULL ? g_variant_get_int64 (value) : 0;
}

gboolean
ferry_sim_database_get_boolean (FerrySimDatabase *self,
                                const char       *table,
                                const char       *ref,
                                const char       *field)
{
  GVariant *value = ferry_sim_database_get (self, table, ref, field);

  return value != NULL && g_variant_get_boolean (value);
}

double
ferry_sim_database_get_double (FerrySimDatabase *self,
                               const char       *table,
                               const char       *ref,
                               const char       *field)
{
  GVariant *value = ferry_sim_database_get (self, table, ref, field);

  return value != NULL ? g_variant_get_double (value) : 0;
}

const char *
ferry_sim_database_get_key (FerrySimDatabase *self,
                            const char       *table,
                            const char       *ref,
                            const char       *field,
                            const char       *key)
{
  GVariant *value = ferry_sim_database_get (self, table, ref, field);
  const char *found = NULL;

  if (value != NULL)
    g_variant_lookup (value, key, "&s", &found);

  return found;
}

/**
 * ferry_sim_database_get_json:
 * @self: a database
 * @table: a class of the schema
 * @ref: a row
 *
 * Returns: (transfer none) (nullable): the record, until the row changes
 */
GBytes *
ferry_sim_database_get_json (FerrySimDatabase *self,
                             const char       *table,
                             const char       *ref)
{
  const FerrySimClass *klass = ferry_sim_schema_find_class (table);

  return klass != NULL ? ferry_sim_database_get_record (self, klass, ref) : NULL;
}
