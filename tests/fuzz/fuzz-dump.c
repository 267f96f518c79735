/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "simulator/ferry-sim-dump.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static void
check (FerrySimDatabase *database)
{
  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    {
      const char *table = ferry_sim_schema_get_class (i)->name;
      g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (database, table);

      for (guint j = 0; j < refs->len; j++)
        g_assert_nonnull (ferry_sim_database_get_json (database, table,
                                                       g_ptr_array_index (refs, j)));
    }
}

/* Whatever the input: a database that can be served, or a sentence. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data (data, size, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(FerrySimDatabase) database = ferry_sim_dump_read (stream, &error);

  if (database != NULL)
    check (database);
  else
    g_assert_true (error->domain == FERRY_SIM_DUMP_ERROR
                   && g_utf8_validate (error->message, -1, NULL));

  return 0;
}
