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

static void
add_fact (FerryTable *table,
          const char *label,
          char       *value)
{
  g_autofree char *owned = value;

  if (owned != NULL && *owned != '\0')
    ferry_table_add (table, FERRY_STYLE_PLAIN, g_strdup (label), g_steal_pointer (&owned));
}

static void
add_text (FerryTable *table,
          const char *label,
          const char *value)
{
  add_fact (table, label, g_strdup (value));
}

static char *
join (const char * const *texts)
{
  return texts != NULL ? g_strjoinv (", ", (char **) texts) : NULL;
}

static void
add_connection (FerryTable  *table,
                FerryClient *client,
                FerryItem   *item)
{
  const FerryConnectionRecord *connection = ferry_item_get_record (item);
  const FerryItemCounts *counts = ferry_item_get_counts (item);

  add_text (table, _("Address"), connection->uri);
  add_text (table, _("State"), ferry_words_say_connection (connection->state));
  add_text (table, _("Message"), connection->message);
  add_fact (table, _("Hosts"), g_strdup_printf ("%u", counts->n_hosts));
  add_fact (table, _("VMs"), g_strdup_printf ("%u", counts->n_vms));
  add_fact (table, _("Memory"),
            ferry_format_bytes_of (counts->memory_used_bytes, counts->memory_total_bytes));
}

static void
add_host (FerryTable  *table,
          FerryClient *client,
          FerryItem   *item)
{
  const FerryHostRecord *host = ferry_item_get_record (item);
  const FerryItemCounts *counts = ferry_item_get_counts (item);

  add_text (table, _("Description"), host->description);
  add_text (table, _("State"), ferry_words_say_host (host));
  add_text (table, _("Pool"), ferry_names_get (client, host->base.connection_key));
  add_text (table, _("Address"), host->address);
  add_fact (table, _("VMs"),
            g_strdup_printf (_("%u, of which %u run"), counts->n_vms, counts->n_running_vms));
  add_fact (table, _("Memory"),
            ferry_format_bytes_of (counts->memory_used_bytes, counts->memory_total_bytes));
  add_fact (table, _("CPUs"),
            host->n_cpus > 0 ? g_strdup_printf ("%u %s", host->n_cpus,
                                                host->cpu_model != NULL ? host->cpu_model : "")
                             : NULL);
  add_text (table, _("Version"), host->version);
  add_text (table, _("UUID"), host->uuid);
}

static void
add_vm_disk (FerryTable        *table,
             FerryClient       *client,
             const FerryVmDisk *disk)
{
  g_autofree char *size = ferry_format_bytes (disk->size_bytes);

  if (disk->disk_key == NULL)
    return;

  /* Translators: a disk's name, its size, its storage */
  add_fact (table, disk->is_cd ? _("DVD") : _("Disk"),
            g_strdup_printf (_("%s, %s, on %s"), disk->name != NULL ? disk->name : "", size,
                             ferry_names_get (client, disk->storage_key)));
}

static void
add_vm (FerryTable  *table,
        FerryClient *client,
        FerryItem   *item)
{
  const FerryVmRecord *vm = ferry_item_get_record (item);
  const FerryMoveRecord *move = ferry_item_get_move (item);

  add_text (table, _("Description"), vm->description);
  add_text (table, _("State"), ferry_words_say_power (vm->power_state));
  add_text (table, _("Host"), ferry_names_get (client, vm->host_key));
  add_text (table, _("Home"), ferry_names_get (client, vm->home_key));
  add_text (table, _("Pool"), ferry_names_get (client, vm->base.connection_key));
  if (move != NULL)
    add_text (table, _("Moves to"), move->target_host_name);
  add_fact (table, _("vCPUs"), g_strdup_printf ("%u", vm->n_vcpus));
  add_fact (table, _("Memory"), ferry_format_bytes (vm->memory_dynamic_max_bytes));
  add_text (table, _("System"), vm->os_name);
  add_text (table, _("Tools"), vm->tools_version);
  add_fact (table, _("Addresses"), join (vm->addresses));
  add_fact (table, _("Tags"), join (vm->tags));
  for (guint i = 0; i < vm->n_disks; i++)
    add_vm_disk (table, client, &vm->disks[i]);
  for (guint i = 0; i < vm->n_nics; i++)
    add_fact (table, _("NIC"),
              g_strdup_printf (_("%s, on %s"), vm->nics[i].mac != NULL ? vm->nics[i].mac : "",
                               ferry_names_get (client, vm->nics[i].network_key)));
  add_text (table, _("UUID"), vm->uuid);
}

static void
add_storage (FerryTable  *table,
             FerryClient *client,
             FerryItem   *item)
{
  const FerryStorageRecord *storage = ferry_item_get_record (item);

  add_text (table, _("Description"), storage->description);
  add_text (table, _("Type"), storage->type);
  add_text (table, _("Shared"), storage->is_shared ? _("yes") : _("no"));
  add_text (table, _("Pool"), ferry_names_get (client, storage->base.connection_key));
  add_fact (table, _("Used"), ferry_format_bytes_of (storage->used_bytes, storage->size_bytes));
  for (guint i = 0; storage->host_keys != NULL && storage->host_keys[i] != NULL; i++)
    add_text (table, _("Seen by"), ferry_names_get (client, storage->host_keys[i]));
  for (guint i = 0;
       storage->unplugged_host_keys != NULL && storage->unplugged_host_keys[i] != NULL;
       i++)
    add_text (table, _("Not seen by"), ferry_names_get (client, storage->unplugged_host_keys[i]));
  add_text (table, _("UUID"), storage->uuid);
}

static void
add_disk (FerryTable  *table,
          FerryClient *client,
          FerryItem   *item)
{
  const FerryDiskRecord *disk = ferry_item_get_record (item);

  add_text (table, _("Description"), disk->description);
  add_fact (table, _("Size"), ferry_format_bytes (disk->size_bytes));
  add_fact (table, _("Used"), disk->used_bytes > 0 ? ferry_format_bytes (disk->used_bytes) : NULL);
  add_text (table, _("Storage"), ferry_names_get (client, disk->storage_key));
  for (guint i = 0; disk->vm_keys != NULL && disk->vm_keys[i] != NULL; i++)
    add_text (table, _("VM"), ferry_names_get (client, disk->vm_keys[i]));
  add_text (table, _("UUID"), disk->uuid);
}

static void
add_network (FerryTable  *table,
             FerryClient *client,
             FerryItem   *item)
{
  const FerryNetworkRecord *network = ferry_item_get_record (item);

  add_text (table, _("Description"), network->description);
  add_text (table, _("Bridge"), network->bridge);
  add_fact (table, _("MTU"), g_strdup_printf ("%" G_GINT64_FORMAT, network->mtu));
  add_text (table, _("Pool"), ferry_names_get (client, network->base.connection_key));
  for (guint i = 0; i < network->n_ports; i++)
    add_fact (table, _("Port"),
              g_strdup_printf ("%s %s %s", ferry_names_get (client, network->ports[i].host_key),
                               network->ports[i].device != NULL ? network->ports[i].device : "",
                               network->ports[i].address != NULL ? network->ports[i].address : ""));
  add_text (table, _("UUID"), network->uuid);
}

static void
print_facts (FerryClient *client,
             FerryItem   *item)
{
  static const FerryColumn columns[] = { { .can_shrink = FALSE }, { .can_shrink = TRUE } };
  static void (*const adders[FERRY_N_KINDS]) (FerryTable *, FerryClient *, FerryItem *) = {
    [FERRY_KIND_CONNECTION] = add_connection,
    [FERRY_KIND_HOST] = add_host,
    [FERRY_KIND_VM] = add_vm,
    [FERRY_KIND_STORAGE] = add_storage,
    [FERRY_KIND_DISK] = add_disk,
    [FERRY_KIND_NETWORK] = add_network,
  };
  g_autoptr(FerryTable) table = ferry_table_new (columns, G_N_ELEMENTS (columns));

  add_text (table, _("Name"), ferry_item_get_name (item));
  adders[ferry_item_get_kind (item)] (table, client, item);
  ferry_table_print (table);
}

FerryExit
ferry_command_show (FerrySession       *session,
                    const char * const *arguments)
{
  FerryClient *client = ferry_session_get_client (session);
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(GError) error = NULL;
  FerryItem *item = ferry_names_find (client, arguments[0], FERRY_KINDS_NAMED, NULL, &error);

  if (item == NULL)
    {
      ferry_complain ("%s", error->message);
      return FERRY_EXIT_USAGE;
    }

  if (!ferry_session_get_options (session)->json)
    {
      print_facts (client, item);
      return FERRY_EXIT_DONE;
    }

  builder = json_builder_new ();
  ferry_json_add_item (builder, client, item, FALSE);
  ferry_json_print (builder, FALSE);

  return FERRY_EXIT_DONE;
}
