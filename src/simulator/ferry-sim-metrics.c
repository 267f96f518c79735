/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-metrics"

#include <math.h>

#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-metrics.h"

/* What a column shows, over time. */
typedef struct
{
  char    *legend; /* (owned) */
  double   level;  /* what it is around */
  double   swing;  /* how far it goes from there, as a part of it */
  double   most;   /* what it never exceeds */
  guint    seed;
} Column;

/* The archives: so many rows of so many seconds each. */
static const struct
{
  gint64 step;
  gint64 n_rows;
} archives[] = {
  { 5, 120 },
  { 60, 120 },
  { 3600, 168 },
  { 86400, 366 },
};

static void
column_free (gpointer data)
{
  Column *column = data;

  g_free (column->legend);
  g_free (column);
}

static void
add_column (GPtrArray  *columns,
            const char *type,
            const char *uuid,
            const char *name,
            double      level,
            double      swing,
            double      most)
{
  Column *column = g_new0 (Column, 1);

  column->legend = g_strdup_printf ("AVERAGE:%s:%s:%s", type, uuid, name);
  column->level = level;
  column->swing = swing;
  column->most = most;
  column->seed = g_str_hash (column->legend);
  g_ptr_array_add (columns, column);
}

/* From 0 to 1, the same for the same seed, whatever else it is. */
static double
scatter (guint seed)
{
  guint32 x = seed;

  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  x ^= x >> 16;

  return x / (double) G_MAXUINT32;
}

/* Waves of a day, of some minutes, and noise: what a graph of a server looks like. */
static double
get_value (const Column *column,
           gint64        time)
{
  double phase = scatter (column->seed) * 2 * G_PI;
  double minutes = 300 + 900 * scatter (column->seed + 1);
  double wave = 0.5 * sin (2 * G_PI * time / 86400.0 + phase)
                + 0.3 * sin (2 * G_PI * time / minutes + phase)
                + 0.2 * (2 * scatter (column->seed + (guint) (time / 5)) - 1);

  return CLAMP (column->level * (1 + column->swing * wave), 0, column->most);
}

static double
get_part (const char *uuid,
          const char *what)
{
  return scatter (g_str_hash (uuid) ^ g_str_hash (what));
}

static void
add_vm_devices (FerrySimDatabase *database,
                GPtrArray        *columns,
                const char       *vm,
                const char       *uuid)
{
  GVariantIter iter;
  const char *ref;

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "VM", vm, "VIFs"));
  while (g_variant_iter_next (&iter, "&s", &ref))
    {
      const char *device = ferry_sim_database_get_string (database, "VIF", ref, "device");
      g_autofree char *rx = g_strdup_printf ("vif_%s_rx", device);
      g_autofree char *tx = g_strdup_printf ("vif_%s_tx", device);

      add_column (columns, "vm", uuid, rx, 4e5 * get_part (uuid, rx), 0.9, G_MAXDOUBLE);
      add_column (columns, "vm", uuid, tx, 2e5 * get_part (uuid, tx), 0.9, G_MAXDOUBLE);
    }

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "VM", vm, "VBDs"));
  while (g_variant_iter_next (&iter, "&s", &ref))
    {
      const char *device = ferry_sim_database_get_string (database, "VBD", ref, "device");
      g_autofree char *reads = g_strdup_printf ("vbd_%s_read", device);
      g_autofree char *writes = g_strdup_printf ("vbd_%s_write", device);

      if (*device == '\0')
        continue;
      add_column (columns, "vm", uuid, reads, 2e6 * get_part (uuid, reads), 0.9, G_MAXDOUBLE);
      add_column (columns, "vm", uuid, writes, 1e6 * get_part (uuid, writes), 0.9, G_MAXDOUBLE);
    }
}

static void
add_vm (FerrySimDatabase *database,
        GPtrArray        *columns,
        const char       *vm)
{
  const char *uuid = ferry_sim_database_get_string (database, "VM", vm, "uuid");
  gint64 n_cpus = ferry_sim_database_get_int (database, "VM", vm, "VCPUs_at_startup");
  double memory = ferry_sim_database_get_int (database, "VM", vm, "memory_dynamic_max");
  double busy = 0.02 + 0.5 * get_part (uuid, "cpu");

  for (gint64 i = 0; i < n_cpus; i++)
    {
      g_autofree char *name = g_strdup_printf ("cpu%" G_GINT64_FORMAT, i);

      add_column (columns, "vm", uuid, name, busy, 0.8, 1);
    }
  add_column (columns, "vm", uuid, "cpu_usage", busy, 0.8, 1);
  add_column (columns, "vm", uuid, "memory", memory, 0, memory);
  add_column (columns, "vm", uuid, "memory_target", memory, 0, memory);
  if (ferry_sim_database_has_row (database, "VM_guest_metrics",
                                  ferry_sim_database_get_string (database, "VM", vm, "guest_metrics")))
    add_column (columns, "vm", uuid, "memory_internal_free",
                memory / 1024 * (0.2 + 0.5 * get_part (uuid, "free")), 0.2, memory / 1024);
  add_vm_devices (database, columns, vm, uuid);
}

static void
add_host (FerrySimDatabase *database,
          GPtrArray        *columns,
          const char       *host)
{
  const char *uuid = ferry_sim_database_get_string (database, "host", host, "uuid");
  const char *metrics = ferry_sim_database_get_string (database, "host", host, "metrics");
  double total = ferry_sim_database_get_int (database, "host_metrics", metrics, "memory_total");
  double free_bytes = ferry_sim_memory_get_free (database, host, NULL);
  double busy = 0.05 + 0.4 * get_part (uuid, "cpu");
  GVariantIter iter;
  const char *pif;

  add_column (columns, "host", uuid, "cpu_avg", busy, 0.8, 1);
  add_column (columns, "host", uuid, "loadavg", 8 * busy, 0.8, G_MAXDOUBLE);
  add_column (columns, "host", uuid, "memory_total_kib", total / 1024, 0, total / 1024);
  add_column (columns, "host", uuid, "memory_free_kib", free_bytes / 1024, 0, total / 1024);

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "host", host, "PIFs"));
  while (g_variant_iter_next (&iter, "&s", &pif))
    {
      const char *device = ferry_sim_database_get_string (database, "PIF", pif, "device");
      g_autofree char *rx = g_strdup_printf ("pif_%s_rx", device);
      g_autofree char *tx = g_strdup_printf ("pif_%s_tx", device);

      if (!ferry_sim_database_get_boolean (database, "PIF", pif, "physical"))
        continue;
      add_column (columns, "host", uuid, rx, 3e6 * get_part (uuid, rx), 0.9, G_MAXDOUBLE);
      add_column (columns, "host", uuid, tx, 2e6 * get_part (uuid, tx), 0.9, G_MAXDOUBLE);
    }
}

static GPtrArray *
list_columns (FerrySimDatabase           *database,
              const FerrySimMetricsQuery *query)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (column_free);
  GVariantIter iter;
  const char *vm;

  /* Archives of least and most exist only where somebody asked for them when they were made. */
  if (query->cf != NULL && !g_str_equal (query->cf, "AVERAGE"))
    return columns;

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "host", query->host, "resident_VMs"));
  while (g_variant_iter_next (&iter, "&s", &vm))
    {
      const char *uuid = ferry_sim_database_get_string (database, "VM", vm, "uuid");

      if (query->vm_uuids == NULL || g_strv_contains (query->vm_uuids, uuid))
        add_vm (database, columns, vm);
    }
  if (query->with_host)
    add_host (database, columns, query->host);

  return columns;
}

static gint64
choose_step (const FerrySimMetricsQuery *query,
             gint64                      start,
             gint64                     *n_rows)
{
  guint last = G_N_ELEMENTS (archives) - 1;

  for (guint i = 0; i < last; i++)
    {
      if (archives[i].step >= query->interval
          && start >= query->now - archives[i].step * archives[i].n_rows)
        {
          *n_rows = archives[i].n_rows;
          return archives[i].step;
        }
    }

  *n_rows = archives[last].n_rows;
  return archives[last].step;
}

/* Up to 15 digits, and never a bare integer. */
static void
append_number (GString *text,
               double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (value == 0)
    g_string_append (text, "0.0");
  else
    g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.15g", value));
}

static void
append_xml (GString   *text,
            GPtrArray *columns,
            gint64     first,
            gint64     last,
            gint64     step,
            gint64     n_rows)
{
  g_string_append_printf (text, "<?xml version=\"1.0\"?><xport><meta><start>%" G_GINT64_FORMAT "</start>"
                                                                                               "<step>%" G_GINT64_FORMAT "</step><end>%" G_GINT64_FORMAT "</end>"
                                                                                                                                                         "<rows>%" G_GINT64_FORMAT "</rows><columns>%u</columns><legend>",
                          first, step, last, n_rows, columns->len);
  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (text, "<entry>%s</entry>", ((Column *) columns->pdata[i])->legend);
  g_string_append (text, "</legend></meta><data>");
  for (gint64 row = 0; row < n_rows; row++)
    {
      gint64 time = last - row * step;

      g_string_append_printf (text, "<row><t>%" G_GINT64_FORMAT "</t>", time);
      for (guint i = 0; i < columns->len; i++)
        {
          g_string_append (text, "<v>");
          append_number (text, get_value (columns->pdata[i], time));
          g_string_append (text, "</v>");
        }
      g_string_append (text, "</row>");
    }
  g_string_append (text, "</data></xport>");
}

static void
append_json (GString   *text,
             GPtrArray *columns,
             gint64     first,
             gint64     last,
             gint64     step,
             gint64     n_rows)
{
  g_string_append_printf (text, "{\"meta\":{\"start\":\"%" G_GINT64_FORMAT "\","
                                                                           "\"step\":\"%" G_GINT64_FORMAT "\",\"end\":\"%" G_GINT64_FORMAT "\","
                                                                                                                                           "\"rows\":\"%" G_GINT64_FORMAT "\",\"columns\":\"%u\",\"legend\":[",
                          first, step, last, n_rows, columns->len);
  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (text, "%s\"%s\"", i > 0 ? "," : "", ((Column *) columns->pdata[i])->legend);
  g_string_append (text, "]},\"data\":[");
  for (gint64 row = 0; row < n_rows; row++)
    {
      gint64 time = last - row * step;

      g_string_append_printf (text, "%s{\"t\":\"%" G_GINT64_FORMAT "\",\"values\":[",
                              row > 0 ? "," : "", time);
      for (guint i = 0; i < columns->len; i++)
        {
          g_string_append (text, i > 0 ? ",\"" : "\"");
          append_number (text, get_value (columns->pdata[i], time));
          g_string_append_c (text, '"');
        }
      g_string_append (text, "]}");
    }
  g_string_append (text, "]}");
}

/**
 * ferry_sim_metrics_render:
 * @database: the pool's database
 * @query: what is asked for
 *
 * The rows of the archive that is fine enough and reaches back far enough, newest first. The values
 * are made up, but the same question always has the same answer.
 *
 * Returns: (transfer full): the body of the reply
 */
char *
ferry_sim_metrics_render (FerrySimDatabase           *database,
                          const FerrySimMetricsQuery *query)
{
  g_autoptr(GPtrArray) columns = NULL;
  GString *text = g_string_new (NULL);
  gint64 start;
  gint64 most;
  gint64 step;
  gint64 first;
  gint64 last;
  gint64 n_rows;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), g_string_free (text, FALSE));

  start = query->start < 0 ? query->now + query->start : query->start;
  columns = list_columns (database, query);
  step = choose_step (query, start, &most);
  last = query->now / step * step;
  first = MAX ((start + step - 1) / step * step, last - (most - 1) * step);
  n_rows = first <= last ? (last - first) / step + 1 : 0;

  if (query->as_json)
    append_json (text, columns, first, last, step, n_rows);
  else
    append_xml (text, columns, first, last, step, n_rows);

  return g_string_free (text, FALSE);
}
