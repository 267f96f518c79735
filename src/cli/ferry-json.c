/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-json.h"

#include <stdio.h>

#include "cli/ferry-names.h"
#include "cli/ferry-words.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-disk-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-task-record.h"
#include "model/ferry-vm-record.h"

void
ferry_json_add_string (JsonBuilder *builder,
                       const char  *member,
                       const char  *text)
{
  json_builder_set_member_name (builder, member);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
ferry_json_add_integer (JsonBuilder *builder,
                        const char  *member,
                        gint64       number)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, number);
}

void
ferry_json_add_boolean (JsonBuilder *builder,
                        const char  *member,
                        gboolean     value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, value);
}

void
ferry_json_add_amount (JsonBuilder *builder,
                       const char  *member,
                       double       number)
{
  json_builder_set_member_name (builder, member);
  if (number >= 0)
    json_builder_add_double_value (builder, number);
  else
    json_builder_add_null_value (builder);
}

static void
add_strings (JsonBuilder        *builder,
             const char         *member,
             const char * const *texts)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);
}

static void
add_name_of (JsonBuilder *builder,
             const char  *member,
             FerryClient *client,
             const char  *key)
{
  FerryItem *item = key != NULL ? ferry_client_lookup (client, key) : NULL;

  ferry_json_add_string (builder, member, item != NULL ? ferry_item_get_name (item) : NULL);
}

static void
add_names_of (JsonBuilder        *builder,
              const char         *member,
              FerryClient        *client,
              const char * const *keys)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    json_builder_add_string_value (builder, ferry_names_get (client, keys[i]));
  json_builder_end_array (builder);
}

static void
add_connection (JsonBuilder *builder,
                FerryClient *client,
                FerryItem   *item)
{
  const FerryConnectionRecord *connection = ferry_item_get_record (item);
  const FerryItemCounts *counts = ferry_item_get_counts (item);

  ferry_json_add_string (builder, "uri", connection->uri);
  ferry_json_add_string (builder, "state", ferry_words_connection_state (connection->state));
  ferry_json_add_string (builder, "message", connection->message);
  ferry_json_add_integer (builder, "n_hosts", counts->n_hosts);
  ferry_json_add_integer (builder, "n_vms", counts->n_vms);
  ferry_json_add_integer (builder, "n_running_vms", counts->n_running_vms);
}

static void
add_host (JsonBuilder *builder,
          FerryClient *client,
          FerryItem   *item)
{
  const FerryHostRecord *host = ferry_item_get_record (item);
  const FerryItemCounts *counts = ferry_item_get_counts (item);

  ferry_json_add_string (builder, "description", host->description);
  ferry_json_add_string (builder, "address", host->address);
  ferry_json_add_string (builder, "state", ferry_words_host_state (host));
  ferry_json_add_boolean (builder, "is_coordinator", host->is_coordinator);
  ferry_json_add_integer (builder, "n_cpus", host->n_cpus);
  ferry_json_add_string (builder, "version", host->version);
  ferry_json_add_integer (builder, "n_vms", counts->n_vms);
  ferry_json_add_integer (builder, "n_running_vms", counts->n_running_vms);
  ferry_json_add_integer (builder, "memory_used_bytes", counts->memory_used_bytes);
  ferry_json_add_integer (builder, "memory_total_bytes", counts->memory_total_bytes);
}

static void
add_vm (JsonBuilder *builder,
        FerryClient *client,
        FerryItem   *item)
{
  const FerryVmRecord *vm = ferry_item_get_record (item);

  ferry_json_add_string (builder, "description", vm->description);
  add_strings (builder, "tags", vm->tags);
  ferry_json_add_string (builder, "state", ferry_words_power_state (vm->power_state));
  add_name_of (builder, "host", client, vm->host_key);
  add_name_of (builder, "home", client, vm->home_key);
  ferry_json_add_integer (builder, "n_vcpus", vm->n_vcpus);
  ferry_json_add_integer (builder, "memory_bytes", vm->memory_dynamic_max_bytes);
  ferry_json_add_string (builder, "os", vm->os_name);
  ferry_json_add_string (builder, "tools_version", vm->tools_version);
  add_strings (builder, "addresses", vm->addresses);

  json_builder_set_member_name (builder, "disks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < vm->n_disks; i++)
    {
      json_builder_begin_object (builder);
      ferry_json_add_string (builder, "name", vm->disks[i].name);
      ferry_json_add_string (builder, "device", vm->disks[i].device);
      ferry_json_add_boolean (builder, "is_cd", vm->disks[i].is_cd);
      ferry_json_add_integer (builder, "size_bytes", vm->disks[i].size_bytes);
      add_name_of (builder, "storage", client, vm->disks[i].storage_key);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "nics");
  json_builder_begin_array (builder);
  for (guint i = 0; i < vm->n_nics; i++)
    {
      json_builder_begin_object (builder);
      ferry_json_add_string (builder, "device", vm->nics[i].device);
      ferry_json_add_string (builder, "mac", vm->nics[i].mac);
      add_name_of (builder, "network", client, vm->nics[i].network_key);
      add_strings (builder, "addresses", vm->nics[i].addresses);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_storage (JsonBuilder *builder,
             FerryClient *client,
             FerryItem   *item)
{
  const FerryStorageRecord *storage = ferry_item_get_record (item);

  ferry_json_add_string (builder, "description", storage->description);
  ferry_json_add_string (builder, "type", storage->type);
  ferry_json_add_boolean (builder, "is_shared", storage->is_shared);
  ferry_json_add_integer (builder, "size_bytes", storage->size_bytes);
  ferry_json_add_integer (builder, "used_bytes", storage->used_bytes);
  add_names_of (builder, "hosts", client, storage->host_keys);
  add_names_of (builder, "unplugged_hosts", client, storage->unplugged_host_keys);
}

static void
add_disk (JsonBuilder *builder,
          FerryClient *client,
          FerryItem   *item)
{
  const FerryDiskRecord *disk = ferry_item_get_record (item);

  ferry_json_add_string (builder, "description", disk->description);
  ferry_json_add_integer (builder, "size_bytes", disk->size_bytes);
  ferry_json_add_integer (builder, "used_bytes", disk->used_bytes);
  add_name_of (builder, "storage", client, disk->storage_key);
  add_names_of (builder, "vms", client, disk->vm_keys);
}

static void
add_network (JsonBuilder *builder,
             FerryClient *client,
             FerryItem   *item)
{
  const FerryNetworkRecord *network = ferry_item_get_record (item);

  ferry_json_add_string (builder, "description", network->description);
  ferry_json_add_string (builder, "bridge", network->bridge);
  ferry_json_add_integer (builder, "mtu", network->mtu);
  ferry_json_add_boolean (builder, "is_internal", network->is_internal);

  json_builder_set_member_name (builder, "ports");
  json_builder_begin_array (builder);
  for (guint i = 0; i < network->n_ports; i++)
    {
      json_builder_begin_object (builder);
      add_name_of (builder, "host", client, network->ports[i].host_key);
      ferry_json_add_string (builder, "device", network->ports[i].device);
      ferry_json_add_string (builder, "address", network->ports[i].address);
      ferry_json_add_boolean (builder, "is_management", network->ports[i].is_management);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_task (JsonBuilder *builder,
          FerryClient *client,
          FerryItem   *item)
{
  const FerryTaskRecord *task = ferry_item_get_record (item);

  add_name_of (builder, "vm", client, task->vm_key);
  add_name_of (builder, "host", client, task->host_key);
  ferry_json_add_amount (builder, "fraction", task->fraction);
  ferry_json_add_boolean (builder, "can_cancel", task->can_cancel);
}

static void
add_children (JsonBuilder *builder,
              FerryClient *client,
              GListModel  *children)
{
  for (guint i = 0; i < g_list_model_get_n_items (children); i++)
    {
      g_autoptr(FerryItem) child = g_list_model_get_item (children, i);

      /* Headings are for people. */
      if (ferry_item_get_group (child) != FERRY_ITEM_GROUP_NONE)
        add_children (builder, client, ferry_item_get_children (child));
      else
        ferry_json_add_item (builder, client, child, TRUE);
    }
}

void
ferry_json_add_item (JsonBuilder *builder,
                     FerryClient *client,
                     FerryItem   *item,
                     gboolean     with_children)
{
  static void (*const adders[FERRY_N_KINDS]) (JsonBuilder *, FerryClient *, FerryItem *) = {
    [FERRY_KIND_CONNECTION] = add_connection,
    [FERRY_KIND_HOST] = add_host,
    [FERRY_KIND_VM] = add_vm,
    [FERRY_KIND_STORAGE] = add_storage,
    [FERRY_KIND_DISK] = add_disk,
    [FERRY_KIND_NETWORK] = add_network,
    [FERRY_KIND_TASK] = add_task,
  };
  const FerryRecord *record = ferry_item_get_record (item);

  json_builder_begin_object (builder);
  ferry_json_add_string (builder, "kind", ferry_kind_get_nick (record->kind));
  ferry_json_add_string (builder, "name", ferry_item_get_name (item));
  ferry_json_add_string (builder, "uuid", ferry_names_get_uuid (item));
  ferry_json_add_string (builder, "key", record->key);
  if (record->kind != FERRY_KIND_CONNECTION)
    add_name_of (builder, "pool", client, record->connection_key);
  if (adders[record->kind] != NULL)
    adders[record->kind] (builder, client, item);

  if (with_children && ferry_item_get_children (item) != NULL)
    {
      json_builder_set_member_name (builder, "children");
      json_builder_begin_array (builder);
      add_children (builder, client, ferry_item_get_children (item));
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

void
ferry_json_add_verdict (JsonBuilder        *builder,
                        FerryClient        *client,
                        const FerryVerdict *verdict)
{
  json_builder_begin_object (builder);
  add_name_of (builder, "vm", client, verdict->vm_key);
  add_name_of (builder, "host", client, verdict->host_key);
  ferry_json_add_string (builder, "vm_key", verdict->vm_key);
  ferry_json_add_string (builder, "host_key", verdict->host_key);
  ferry_json_add_string (builder, "outlook", ferry_words_outlook (verdict->outlook));
  ferry_json_add_amount (builder, "memory_after", verdict->memory_after);
  ferry_json_add_amount (builder, "duration_min_seconds", verdict->duration_min_s);
  ferry_json_add_amount (builder, "duration_max_seconds", verdict->duration_max_s);
  ferry_json_add_amount (builder, "pause_min_ms", verdict->pause_min_ms);
  ferry_json_add_amount (builder, "pause_max_ms", verdict->pause_max_ms);

  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; verdict->findings != NULL && i < verdict->findings->len; i++)
    {
      const FerryFinding *finding = g_ptr_array_index (verdict->findings, i);

      json_builder_begin_object (builder);
      ferry_json_add_string (builder, "id", finding->id);
      ferry_json_add_string (builder, "severity", ferry_words_severity (finding->severity));
      ferry_json_add_string (builder, "sentence", finding->sentence);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
ferry_json_add_move (JsonBuilder           *builder,
                     const char            *event,
                     const FerryMoveRecord *move)
{
  json_builder_begin_object (builder);
  if (event != NULL)
    ferry_json_add_string (builder, "event", event);
  ferry_json_add_string (builder, "key", move->base.key);
  ferry_json_add_string (builder, "vm", move->base.name);
  ferry_json_add_string (builder, "vm_key", move->vm_key);
  ferry_json_add_string (builder, "from", move->source_host_name);
  ferry_json_add_string (builder, "to", move->target_host_name);
  ferry_json_add_string (builder, "state", ferry_words_move_state (move->state));
  ferry_json_add_string (builder, "phase", ferry_words_phase (move->phase));
  ferry_json_add_amount (builder, "fraction", move->fraction);
  ferry_json_add_integer (builder, "done_bytes", move->done_bytes);
  ferry_json_add_integer (builder, "total_bytes", move->total_bytes);
  ferry_json_add_boolean (builder, "bytes_are_estimates", move->bytes_are_estimates);
  ferry_json_add_integer (builder, "rate_bytes_per_second", move->rate_bytes);
  ferry_json_add_integer (builder, "pass", move->pass);
  ferry_json_add_amount (builder, "left_min_seconds", move->left_min_s);
  ferry_json_add_amount (builder, "left_max_seconds", move->left_max_s);
  ferry_json_add_amount (builder, "pause_ms", move->pause_ms);
  ferry_json_add_boolean (builder, "can_cancel", move->can_cancel);
  ferry_json_add_string (builder, "waiting_reason", move->waiting_reason);
  ferry_json_add_string (builder, "message", move->message);
  ferry_json_add_integer (builder, "created_at", move->created_at);
  ferry_json_add_integer (builder, "started_at", move->started_at);
  ferry_json_add_integer (builder, "finished_at", move->finished_at);
  json_builder_end_object (builder);
}

void
ferry_json_print (JsonBuilder *builder,
                  gboolean     is_line)
{
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, !is_line);

  /* Not g_print(): JSON is UTF-8, whatever the locale. */
  fprintf (stdout, "%s\n", text);
  fflush (stdout);
}
