/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-commands.h"

#include <glib/gi18n-lib.h>

#include "cli/ferry-json.h"
#include "cli/ferry-names.h"
#include "cli/ferry-table.h"
#include "cli/ferry-words.h"
#include "model/ferry-amount.h"
#include "model/ferry-disk-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-storage-record.h"

static char *
say_pool (FerryClient       *client,
          const FerryRecord *record)
{
  return g_strdup (ferry_names_get (client, record->connection_key));
}

static char *
say_number (guint number)
{
  return g_strdup_printf ("%u", number);
}

static char *
say_names (FerryClient        *client,
           const char * const *keys)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", ferry_names_get (client, keys[i]));

  return g_strdup (names->str);
}

static void
add_host (FerryTable  *table,
          FerryClient *client,
          FerryItem   *item)
{
  const FerryHostRecord *host = ferry_item_get_record (item);
  const FerryItemCounts *counts = ferry_item_get_counts (item);

  ferry_table_add (table, host->is_live && host->is_enabled ? FERRY_STYLE_PLAIN : FERRY_STYLE_DIM,
                   g_strdup (host->base.name),
                   g_strdup (ferry_words_say_host (host)),
                   say_pool (client, &host->base),
                   g_strdup_printf ("%u/%u", counts->n_running_vms, counts->n_vms),
                   ferry_format_bytes_of (counts->memory_used_bytes, counts->memory_total_bytes),
                   g_strdup (host->version));
}

static void
add_vm (FerryTable  *table,
        FerryClient *client,
        FerryItem   *item)
{
  const FerryVmRecord *vm = ferry_item_get_record (item);

  ferry_table_add (table,
                   vm->power_state == FERRY_POWER_STATE_RUNNING ? FERRY_STYLE_PLAIN
                                                                : FERRY_STYLE_DIM,
                   g_strdup (vm->base.name),
                   g_strdup (ferry_words_say_power (vm->power_state)),
                   g_strdup (ferry_names_get (client, vm->host_key)),
                   say_number (vm->n_vcpus),
                   ferry_format_bytes (vm->memory_dynamic_max_bytes),
                   say_pool (client, &vm->base),
                   vm->addresses != NULL ? g_strdup (vm->addresses[0]) : NULL);
}

static void
add_storage (FerryTable  *table,
             FerryClient *client,
             FerryItem   *item)
{
  const FerryStorageRecord *storage = ferry_item_get_record (item);

  ferry_table_add (table, FERRY_STYLE_PLAIN,
                   g_strdup (storage->base.name),
                   g_strdup (storage->type),
                   storage->is_shared ? g_strdup (_("shared"))
                                      : say_names (client, storage->host_keys),
                   storage->size_bytes > 0
                     ? ferry_format_bytes_of (storage->used_bytes, storage->size_bytes)
                     : NULL,
                   say_pool (client, &storage->base));
}

static void
add_network (FerryTable  *table,
             FerryClient *client,
             FerryItem   *item)
{
  const FerryNetworkRecord *network = ferry_item_get_record (item);

  ferry_table_add (table, FERRY_STYLE_PLAIN,
                   g_strdup (network->base.name),
                   g_strdup (network->bridge),
                   network->is_internal ? g_strdup (_("inside one host"))
                                        : say_number (network->n_ports),
                   g_strdup_printf ("%" G_GINT64_FORMAT, network->mtu),
                   say_pool (client, &network->base));
}

static void
add_disk (FerryTable  *table,
          FerryClient *client,
          FerryItem   *item)
{
  const FerryDiskRecord *disk = ferry_item_get_record (item);

  ferry_table_add (table, FERRY_STYLE_PLAIN,
                   g_strdup (disk->base.name),
                   ferry_format_bytes (disk->size_bytes),
                   g_strdup (ferry_names_get (client, disk->storage_key)),
                   say_names (client, disk->vm_keys),
                   say_pool (client, &disk->base));
}

static const FerryColumn host_columns[] = {
  { N_("Host"), FALSE, TRUE }, { N_("State"), FALSE, FALSE }, { N_("Pool"), FALSE, TRUE },
  { N_("VMs"), TRUE, FALSE }, { N_("Memory"), TRUE, FALSE }, { N_("Version"), FALSE, TRUE },
};

static const FerryColumn vm_columns[] = {
  { N_("VM"), FALSE, TRUE }, { N_("State"), FALSE, FALSE }, { N_("Host"), FALSE, TRUE },
  { N_("vCPUs"), TRUE, FALSE }, { N_("Memory"), TRUE, FALSE }, { N_("Pool"), FALSE, TRUE },
  { N_("Address"), FALSE, TRUE },
};

static const FerryColumn storage_columns[] = {
  { N_("Storage"), FALSE, TRUE }, { N_("Type"), FALSE, FALSE }, { N_("On"), FALSE, TRUE },
  { N_("Used"), TRUE, FALSE }, { N_("Pool"), FALSE, TRUE },
};

static const FerryColumn network_columns[] = {
  { N_("Network"), FALSE, TRUE }, { N_("Bridge"), FALSE, FALSE }, { N_("Ports"), TRUE, FALSE },
  { N_("MTU"), TRUE, FALSE }, { N_("Pool"), FALSE, TRUE },
};

static const FerryColumn disk_columns[] = {
  { N_("Disk"), FALSE, TRUE }, { N_("Size"), TRUE, FALSE }, { N_("Storage"), FALSE, TRUE },
  { N_("VM"), FALSE, TRUE }, { N_("Pool"), FALSE, TRUE },
};

static const struct
{
  const char        *word;
  FerryKind          kind;
  const FerryColumn *columns;
  guint              n_columns;
  void             (*add) (FerryTable *table, FerryClient *client, FerryItem *item);
} lists[] = {
  { "hosts", FERRY_KIND_HOST, host_columns, G_N_ELEMENTS (host_columns), add_host },
  { "vms", FERRY_KIND_VM, vm_columns, G_N_ELEMENTS (vm_columns), add_vm },
  { "storage", FERRY_KIND_STORAGE, storage_columns, G_N_ELEMENTS (storage_columns), add_storage },
  { "networks", FERRY_KIND_NETWORK, network_columns, G_N_ELEMENTS (network_columns), add_network },
  { "disks", FERRY_KIND_DISK, disk_columns, G_N_ELEMENTS (disk_columns), add_disk },
};

static FerryTable *
make_table (const FerryColumn *columns,
            guint              n_columns)
{
  g_autofree FerryColumn *translated = g_memdup2 (columns, n_columns * sizeof *columns);

  for (guint i = 0; i < n_columns; i++)
    translated[i].title = _(columns[i].title);

  return ferry_table_new (translated, n_columns);
}

static void
print_json (FerryClient *client,
            GPtrArray   *items)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < items->len; i++)
    ferry_json_add_item (builder, client, g_ptr_array_index (items, i), FALSE);
  json_builder_end_array (builder);
  ferry_json_print (builder, FALSE);
}

FerryExit
ferry_command_list (FerrySession       *session,
                    const char * const *arguments)
{
  FerryClient *client = ferry_session_get_client (session);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr(GPtrArray) items = NULL;
      g_autoptr(FerryTable) table = NULL;

      if (!g_str_equal (lists[i].word, arguments[0]))
        continue;

      items = ferry_names_list (client, FERRY_KINDS (lists[i].kind));
      if (ferry_session_get_options (session)->json)
        {
          print_json (client, items);
          return FERRY_EXIT_DONE;
        }

      table = make_table (lists[i].columns, lists[i].n_columns);
      for (guint n = 0; n < items->len; n++)
        lists[i].add (table, client, g_ptr_array_index (items, n));
      ferry_table_print (table);
      return FERRY_EXIT_DONE;
    }

  ferry_complain (_("“%s” cannot be listed. What can: hosts, vms, storage, networks, disks."),
                  arguments[0]);

  return FERRY_EXIT_USAGE;
}
