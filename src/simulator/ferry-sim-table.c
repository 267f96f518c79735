/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-table"

#include "simulator/ferry-sim-table.h"

#include "simulator/ferry-sim-json.h"

static void
deleted_clear (gpointer data)
{
  FerrySimDeleted *deleted = data;

  g_free (deleted->ref);
}

static void
members_free (FerrySimMembers *members)
{
  g_ptr_array_unref (members->rows);
  g_clear_pointer (&members->value, g_variant_unref);
  g_free (members);
}

static void
row_free (gpointer data)
{
  FerrySimRow *row = data;
  const FerrySimClass *klass = row->table->klass;

  for (guint i = 0; i < klass->n_fields; i++)
    {
      if (row->values[i] == NULL)
        continue;
      if (klass->fields[i].is_back_reference)
        members_free (row->values[i]);
      else
        g_variant_unref (row->values[i]);
    }
  g_clear_pointer (&row->ref_value, g_variant_unref);
  g_clear_pointer (&row->json, g_bytes_unref);
  g_free (row->ref);
  g_free (row);
}

void
ferry_sim_table_free (gpointer data)
{
  FerrySimTable *table = data;

  g_hash_table_unref (table->uuids);
  g_hash_table_unref (table->rows);
  g_array_unref (table->deleted);
  g_ptr_array_unref (table->defaults);
  g_free (table);
}

FerrySimTable *
ferry_sim_table_new (const FerrySimClass *klass)
{
  FerrySimTable *table = g_new0 (FerrySimTable, 1);

  table->klass = klass;
  table->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  table->uuids = g_hash_table_new (g_str_hash, g_str_equal);
  table->deleted = g_array_new (FALSE, FALSE, sizeof (FerrySimDeleted));
  g_array_set_clear_func (table->deleted, deleted_clear);
  table->defaults = g_ptr_array_new_full (klass->n_fields, g_free);
  for (guint i = 0; i < klass->n_fields; i++)
    {
      g_autoptr(GString) json = g_string_new (NULL);

      ferry_sim_json_append_string (json, klass->fields[i].name);
      g_string_append_c (json, ':');
      ferry_sim_json_append (json, klass->fields[i].type, klass->fields[i].value);
      g_ptr_array_add (table->defaults, g_strdup (json->str));
    }

  return table;
}

GVariant *
ferry_sim_row_get_ref_value (FerrySimRow *row)
{
  if (row->ref_value == NULL)
    row->ref_value = g_variant_ref_sink (g_variant_new_string (row->ref));

  return row->ref_value;
}

static GVariant *
get_members_value (FerrySimMembers *members)
{
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));

  if (members->value == NULL)
    {
      for (guint i = 0; i < members->rows->len; i++)
        {
          FerrySimRow *row = g_ptr_array_index (members->rows, i);

          g_variant_builder_add_value (&builder, ferry_sim_row_get_ref_value (row));
        }
      members->value = g_variant_ref_sink (g_variant_builder_end (&builder));
    }

  return members->value;
}

GVariant *
ferry_sim_row_get_value (FerrySimRow         *row,
                         const FerrySimField *field)
{
  gpointer value = row->values[field->index];

  if (value == NULL)
    return field->value;

  return field->is_back_reference ? get_members_value (value) : value;
}

static void
append_members (GString         *json,
                FerrySimMembers *members)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < members->rows->len; i++)
    {
      const FerrySimRow *row = g_ptr_array_index (members->rows, i);

      if (i > 0)
        g_string_append_c (json, ',');
      ferry_sim_json_append_string (json, row->ref);
    }
  g_string_append_c (json, ']');
}

GBytes *
ferry_sim_row_serialise (FerrySimRow *row)
{
  const FerrySimClass *klass = row->table->klass;
  GString *json = g_string_sized_new (klass->n_fields * 40);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const FerrySimField *field = &klass->fields[i];

      g_string_append_c (json, i == 0 ? '{' : ',');
      if (row->values[i] == NULL)
        {
          g_string_append (json, g_ptr_array_index (row->table->defaults, i));
          continue;
        }
      ferry_sim_json_append_string (json, field->name);
      g_string_append_c (json, ':');
      if (field->is_back_reference)
        append_members (json, row->values[i]);
      else
        ferry_sim_json_append (json, field->type, row->values[i]);
    }
  g_string_append_c (json, '}');

  return g_string_free_to_bytes (json);
}
