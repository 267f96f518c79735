/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-dump"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "simulator/ferry-sim-dump.h"

#include "simulator/ferry-sim-revival.h"

/*
 * A real pool's database, of any release, made into one that can be served: first all rows, then
 * their fields, so that every reference finds its row; the many sides of relations follow by
 * themselves. References to what is not in the file become null.
 *
 * Threads: the simulator's.
 */

/* Two classes may use the same reference; the server would not know which is meant, but can live. */
static gboolean
create_rows (FerrySimDatabase  *database,
             GPtrArray         *rows,
             GError           **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const FerrySimDumpRow *row = g_ptr_array_index (rows, i);

      if (ferry_sim_database_has_row (database, row->klass->name, row->ref))
        {
          g_set_error (error, FERRY_SIM_DUMP_ERROR, FERRY_SIM_DUMP_ERROR_MALFORMED,
                       _("The file is damaged: a %s is in it twice."), row->klass->name);
          return FALSE;
        }

      ferry_sim_database_create_row (database, row->klass->name, row->ref);
    }

  return TRUE;
}

static gboolean
leads_somewhere (FerrySimDatabase   *database,
                 const FerrySimType *type,
                 const char         *ref)
{
  return ferry_sim_database_has_row (database, type->name, ref);
}

static GVariant *
drop_dangling (FerrySimDatabase   *database,
               const FerrySimType *type,
               GVariant           *refs)
{
  GVariantBuilder kept;
  GVariantIter iter;
  const char *ref;

  g_variant_builder_init (&kept, G_VARIANT_TYPE_STRING_ARRAY);
  g_variant_iter_init (&iter, refs);
  while (g_variant_iter_next (&iter, "&s", &ref))
    if (leads_somewhere (database, type, ref))
      g_variant_builder_add (&kept, "s", ref);

  return g_variant_builder_end (&kept);
}

static void
set_cell (FerrySimDatabase       *database,
          const FerrySimDumpRow  *row,
          const FerrySimDumpCell *cell)
{
  const FerrySimType *type = cell->field->type;
  GVariant *value = cell->value;

  if (type->kind == FERRY_SIM_KIND_REF
      && !leads_somewhere (database, type, g_variant_get_string (value, NULL)))
    value = g_variant_new_string (FERRY_SIM_NULL_REF);
  else if (type->kind == FERRY_SIM_KIND_SET && type->element->kind == FERRY_SIM_KIND_REF)
    value = drop_dangling (database, type->element, value);

  ferry_sim_database_set (database, row->klass->name, row->ref, cell->field->name, value);
}

static void
fill_rows (FerrySimDatabase *database,
           GPtrArray        *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const FerrySimDumpRow *row = g_ptr_array_index (rows, i);

      for (guint j = 0; j < row->cells->len; j++)
        set_cell (database, row, &g_array_index (row->cells, FerrySimDumpCell, j));
    }
}

static gboolean
check_pool (FerrySimDatabase  *database,
            GError           **error)
{
  g_autoptr(GPtrArray) pools = ferry_sim_database_list_refs (database, "pool");
  const char *coordinator;

  if (ferry_sim_database_count_rows (database, "host") == 0)
    {
      g_set_error_literal (error, FERRY_SIM_DUMP_ERROR, FERRY_SIM_DUMP_ERROR_EMPTY,
                           _("The file has no hosts. A pool that is being upgraded gives out such files: "
                             "save its database again after the upgrade."));
      return FALSE;
    }

  if (pools->len != 1)
    {
      g_set_error_literal (error, FERRY_SIM_DUMP_ERROR, FERRY_SIM_DUMP_ERROR_EMPTY,
                           _("The file is not the database of one pool."));
      return FALSE;
    }

  coordinator = ferry_sim_database_get_string (database, "pool", g_ptr_array_index (pools, 0),
                                               "master");
  if (!ferry_sim_database_has_row (database, "host", coordinator))
    {
      g_set_error_literal (error, FERRY_SIM_DUMP_ERROR, FERRY_SIM_DUMP_ERROR_MALFORMED,
                           _("The file is damaged: the pool's coordinator is not among its hosts."));
      return FALSE;
    }

  return TRUE;
}

/**
 * ferry_sim_dump_read:
 * @stream: the XML text of a pool's database
 * @error: return location for a #FerrySimDumpError
 *
 * Returns: (transfer full): the database, without secrets and with its hosts live; %NULL with @error
 *   set where the text is not a whole database
 */
FerrySimDatabase *
ferry_sim_dump_read (GInputStream  *stream,
                     GError       **error)
{
  g_autoptr(FerrySimDatabase) database = NULL;
  g_autoptr(GPtrArray) rows = ferry_sim_dump_reader_read (stream, error);

  if (rows == NULL)
    return NULL;

  database = ferry_sim_database_new ();
  if (!create_rows (database, rows, error))
    return NULL;

  fill_rows (database, rows);
  if (!check_pool (database, error))
    return NULL;

  ferry_sim_revival_wake (database);

  return g_steal_pointer (&database);
}

static char *
make_name (FerrySimDatabase *database)
{
  g_autoptr(GPtrArray) pools = ferry_sim_database_list_refs (database, "pool");
  const char *pool = g_ptr_array_index (pools, 0);
  const char *name = ferry_sim_database_get_string (database, "pool", pool, "name_label");

  if (*name != '\0')
    return g_strdup (name);

  return g_strdup (ferry_sim_database_get_string (database, "host",
                                                  ferry_sim_database_get_string (database, "pool", pool, "master"),
                                                  "name_label"));
}

/**
 * ferry_sim_dump_add_pool:
 * @world: where to add the pool
 * @path: name of a file that holds a pool's database
 * @error: return location for a #FerrySimDumpError, whose message names the file
 *
 * Returns: whether the pool was added
 */
gboolean
ferry_sim_dump_add_pool (FerrySimWorld  *world,
                         const char     *path,
                         GError        **error)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr(GFileInputStream) stream = NULL;
  g_autoptr(FerrySimDatabase) database = NULL;
  g_autoptr(FerrySimLoad) load = ferry_sim_load_new ();
  g_autoptr(GError) reason = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (FERRY_IS_SIM_WORLD (world), FALSE);

  stream = g_file_read (file, NULL, &reason);
  if (stream == NULL)
    {
      g_set_error (error, FERRY_SIM_DUMP_ERROR, FERRY_SIM_DUMP_ERROR_UNREADABLE,
                   _("%1$s can't be opened: %2$s."), shown, reason->message);
      return FALSE;
    }

  database = ferry_sim_dump_read (G_INPUT_STREAM (stream), &reason);
  if (database == NULL)
    {
      g_set_error (error, FERRY_SIM_DUMP_ERROR, reason->code, "%s: %s", shown, reason->message);
      return FALSE;
    }

  name = make_name (database);
  ferry_sim_world_add_pool (world, name, database, load);

  return TRUE;
}
