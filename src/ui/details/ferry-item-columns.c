/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-item-columns"

#include "config.h"

#include "ui/details/ferry-item-columns.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-disk-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-link.h"
#include "ui/tree/ferry-item-look.h"

#define MAX_LINKS 3

/* Nothing rather than "0.0 GiB" for what is not known. */
static char *
dup_amount (guint64 bytes)
{
  return bytes > 0 ? ferry_format_bytes (bytes) : NULL;
}

static char *
dup_count (guint n)
{
  return n > 0 ? g_strdup_printf ("%u", n) : NULL;
}

/* Of anything */

static char *
dup_name (gpointer     row,
          FerryClient *client)
{
  return g_strdup (ferry_item_get_name (row));
}

static const char *
get_own_key (gpointer     row,
             FerryClient *client)
{
  return ferry_item_get_key (row);
}

static const char *
get_icon_name (gpointer row)
{
  return ferry_item_look_get_icon_name (row);
}

static char *
dup_kind (gpointer     row,
          FerryClient *client)
{
  return g_strdup (ferry_item_look_get_kind (row));
}

static const char *
get_host_state (const FerryHostRecord *host,
                FerryItem             *item)
{
  if (!host->is_live || !host->is_enabled)
    return ferry_item_look_get_state (item);

  return host->is_coordinator ? _("Coordinator") : _("Running");
}

static char *
dup_state (gpointer     row,
           FerryClient *client)
{
  const FerryMoveRecord *move = ferry_item_get_move (row);

  if (ferry_item_get_kind (row) == FERRY_KIND_HOST)
    return g_strdup (get_host_state (ferry_item_get_record (row), row));
  if (move != NULL && move->state == FERRY_MOVE_RUNNING)
    /* Translators: a host's name and a percentage */
    return g_strdup_printf (_("To %s, %.0f %%"), move->target_host_name, move->fraction * 100);

  return g_strdup (ferry_item_look_get_state (row));
}

static guint64
get_memory_bytes (FerryItem *item)
{
  const FerryVmRecord *vm;

  if (ferry_item_get_kind (item) == FERRY_KIND_HOST || ferry_item_get_kind (item) == FERRY_KIND_CONNECTION)
    return ferry_item_get_counts (item)->memory_total_bytes;
  if (ferry_item_get_kind (item) != FERRY_KIND_VM)
    return 0;

  vm = ferry_item_get_record (item);

  return vm->memory_dynamic_max_bytes;
}

static char *
dup_memory (gpointer     row,
            FerryClient *client)
{
  return dup_amount (get_memory_bytes (row));
}

static double
get_memory (gpointer     row,
            FerryClient *client)
{
  return get_memory_bytes (row);
}

static guint
get_n_cpus (FerryItem *item)
{
  if (ferry_item_get_kind (item) == FERRY_KIND_VM)
    return ((const FerryVmRecord *) ferry_item_get_record (item))->n_vcpus;
  if (ferry_item_get_kind (item) == FERRY_KIND_HOST)
    return ((const FerryHostRecord *) ferry_item_get_record (item))->n_cpus;

  return 0;
}

static char *
dup_cpus (gpointer     row,
          FerryClient *client)
{
  return dup_count (get_n_cpus (row));
}

static double
get_cpus (gpointer     row,
          FerryClient *client)
{
  return get_n_cpus (row);
}

/* Of VMs */

static const char *
get_host_key (gpointer     row,
              FerryClient *client)
{
  const FerryVmRecord *vm;

  if (ferry_item_get_kind (row) != FERRY_KIND_VM)
    return NULL;

  vm = ferry_item_get_record (row);

  return vm->host_key != NULL && ferry_client_lookup (client, vm->host_key) != NULL ? vm->host_key : NULL;
}

static char *
dup_host (gpointer     row,
          FerryClient *client)
{
  const char *key = get_host_key (row, client);

  return key != NULL ? g_strdup (ferry_item_get_name (ferry_client_lookup (client, key))) : NULL;
}

/* Of hosts */

static char *
dup_address (gpointer     row,
             FerryClient *client)
{
  const FerryHostRecord *host = ferry_item_get_record (row);

  return g_strdup (host->address);
}

static char *
dup_memory_used (gpointer     row,
                 FerryClient *client)
{
  return dup_amount (ferry_item_get_counts (row)->memory_used_bytes);
}

static double
get_memory_used (gpointer     row,
                 FerryClient *client)
{
  return ferry_item_get_counts (row)->memory_used_bytes;
}

static char *
dup_running (gpointer     row,
             FerryClient *client)
{
  return g_strdup_printf ("%u", ferry_item_get_counts (row)->n_running_vms);
}

static double
get_running (gpointer     row,
             FerryClient *client)
{
  return ferry_item_get_counts (row)->n_running_vms;
}

static char *
dup_version (gpointer     row,
             FerryClient *client)
{
  const FerryHostRecord *host = ferry_item_get_record (row);

  return g_strdup (host->version);
}

/* Of storage */

static char *
dup_type (gpointer     row,
          FerryClient *client)
{
  const FerryStorageRecord *storage = ferry_item_get_record (row);

  return g_strdup (storage->type);
}

static char *
dup_storage_used (gpointer     row,
                  FerryClient *client)
{
  return dup_amount (((const FerryStorageRecord *) ferry_item_get_record (row))->used_bytes);
}

static double
get_storage_used (gpointer     row,
                  FerryClient *client)
{
  return ((const FerryStorageRecord *) ferry_item_get_record (row))->used_bytes;
}

static char *
dup_storage_size (gpointer     row,
                  FerryClient *client)
{
  return dup_amount (((const FerryStorageRecord *) ferry_item_get_record (row))->size_bytes);
}

static double
get_storage_size (gpointer     row,
                  FerryClient *client)
{
  return ((const FerryStorageRecord *) ferry_item_get_record (row))->size_bytes;
}

/* Of networks */

static char *
dup_bridge (gpointer     row,
            FerryClient *client)
{
  return g_strdup (((const FerryNetworkRecord *) ferry_item_get_record (row))->bridge);
}

static char *
dup_reach (gpointer     row,
           FerryClient *client)
{
  const FerryNetworkRecord *network = ferry_item_get_record (row);

  return network->is_internal ? g_strdup (_("Internal")) : g_strdup_printf ("%u", network->n_ports);
}

static double
get_reach (gpointer     row,
           FerryClient *client)
{
  return ((const FerryNetworkRecord *) ferry_item_get_record (row))->n_ports;
}

static char *
dup_mtu (gpointer     row,
         FerryClient *client)
{
  return dup_count (((const FerryNetworkRecord *) ferry_item_get_record (row))->mtu);
}

static double
get_mtu (gpointer     row,
         FerryClient *client)
{
  return ((const FerryNetworkRecord *) ferry_item_get_record (row))->mtu;
}

static char *
dup_network_description (gpointer     row,
                         FerryClient *client)
{
  return g_strdup (((const FerryNetworkRecord *) ferry_item_get_record (row))->description);
}

/* Of disks */

static char *
dup_disk_name (gpointer     row,
               FerryClient *client)
{
  const char *name = ferry_item_get_name (row);

  return g_strdup (*name != '\0' ? name : _("Without a name"));
}

static char *
dup_disk_size (gpointer     row,
               FerryClient *client)
{
  return dup_amount (((const FerryDiskRecord *) ferry_item_get_record (row))->size_bytes);
}

static double
get_disk_size (gpointer     row,
               FerryClient *client)
{
  return ((const FerryDiskRecord *) ferry_item_get_record (row))->size_bytes;
}

static char *
dup_disk_used (gpointer     row,
               FerryClient *client)
{
  return dup_amount (((const FerryDiskRecord *) ferry_item_get_record (row))->used_bytes);
}

static double
get_disk_used (gpointer     row,
               FerryClient *client)
{
  return ((const FerryDiskRecord *) ferry_item_get_record (row))->used_bytes;
}

static char *
dup_disk_kind (gpointer     row,
               FerryClient *client)
{
  const FerryDiskRecord *disk = ferry_item_get_record (row);

  if (disk->traits & FERRY_DISK_IS_MISSING)
    return g_strdup (_("Missing"));
  if (disk->traits & FERRY_DISK_IS_SNAPSHOT)
    return g_strdup (_("Snapshot"));
  if (disk->traits & FERRY_DISK_IS_ISO)
    return g_strdup (_("CD image"));

  return g_strdup (_("Disk"));
}

/* The name of the first VM, for sorting. */
static char *
dup_disk_vm (gpointer     row,
             FerryClient *client)
{
  const FerryDiskRecord *disk = ferry_item_get_record (row);
  FerryItem *vm = disk->vm_keys != NULL && disk->vm_keys[0] != NULL
                    ? ferry_client_lookup (client, disk->vm_keys[0]) : NULL;

  return vm != NULL ? g_strdup (ferry_item_get_name (vm)) : NULL;
}

static char *
dup_disk_vms (gpointer     row,
              FerryClient *client)
{
  const FerryDiskRecord *disk = ferry_item_get_record (row);

  return ferry_link_dup_list_markup (client, disk->vm_keys, MAX_LINKS);
}

const FerryColumn *
ferry_item_columns_of_vms_here (void)
{
  static const FerryColumn columns[] = {
    { N_("Name"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_name, .get_key = get_own_key,
      .get_icon_name = get_icon_name },
    { N_("State"), .n_chars = 16, .dup_text = dup_state },
    { N_("Memory"), .is_number = TRUE, .n_chars = 9, .dup_text = dup_memory, .get_number = get_memory },
    { N_("vCPUs"), .is_number = TRUE, .n_chars = 5, .dup_text = dup_cpus, .get_number = get_cpus },
    { NULL },
  };

  return columns;
}

const FerryColumn *
ferry_item_columns_of_vms (void)
{
  static const FerryColumn columns[] = {
    { N_("Name"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_name, .get_key = get_own_key,
      .get_icon_name = get_icon_name },
    { N_("Host"), .n_chars = 14, .dup_text = dup_host, .get_key = get_host_key },
    { N_("State"), .n_chars = 16, .dup_text = dup_state },
    { N_("Memory"), .is_number = TRUE, .n_chars = 9, .dup_text = dup_memory, .get_number = get_memory },
    { N_("vCPUs"), .is_number = TRUE, .n_chars = 5, .dup_text = dup_cpus, .get_number = get_cpus },
    { NULL },
  };

  return columns;
}

const FerryColumn *
ferry_item_columns_of_hosts (void)
{
  static const FerryColumn columns[] = {
    { N_("Name"), .is_wide = TRUE, .n_chars = 14, .dup_text = dup_name, .get_key = get_own_key,
      .get_icon_name = get_icon_name },
    { N_("State"), .n_chars = 16, .dup_text = dup_state },
    { N_("Address"), .n_chars = 13, .dup_text = dup_address },
    { N_("Running"), .is_number = TRUE, .n_chars = 5, .dup_text = dup_running, .get_number = get_running },
    { N_("Memory used"), .is_number = TRUE, .n_chars = 9, .dup_text = dup_memory_used,
      .get_number = get_memory_used },
    { N_("Memory"), .is_number = TRUE, .n_chars = 9, .dup_text = dup_memory, .get_number = get_memory },
    { N_("CPUs"), .is_number = TRUE, .n_chars = 5, .dup_text = dup_cpus, .get_number = get_cpus },
    { N_("Version"), .n_chars = 16, .dup_text = dup_version },
    { NULL },
  };

  return columns;
}

const FerryColumn *
ferry_item_columns_of_storage (void)
{
  static const FerryColumn columns[] = {
    { N_("Name"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_name, .get_key = get_own_key,
      .get_icon_name = get_icon_name },
    { N_("State"), .n_chars = 16, .dup_text = dup_state },
    { N_("Type"), .n_chars = 10, .dup_text = dup_type },
    { N_("Used"), .is_number = TRUE, .n_chars = 9, .dup_text = dup_storage_used,
      .get_number = get_storage_used },
    { N_("Size"), .is_number = TRUE, .n_chars = 9, .dup_text = dup_storage_size,
      .get_number = get_storage_size },
    { NULL },
  };

  return columns;
}

const FerryColumn *
ferry_item_columns_of_networks (void)
{
  static const FerryColumn columns[] = {
    { N_("Name"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_name, .get_key = get_own_key,
      .get_icon_name = get_icon_name },
    { N_("Hosts"), .is_number = TRUE, .n_chars = 7, .dup_text = dup_reach, .get_number = get_reach },
    { N_("Bridge"), .n_chars = 8, .dup_text = dup_bridge },
    { N_("MTU"), .is_number = TRUE, .n_chars = 5, .dup_text = dup_mtu, .get_number = get_mtu },
    { N_("Description"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_network_description },
    { NULL },
  };

  return columns;
}

const FerryColumn *
ferry_item_columns_of_disks (void)
{
  static const FerryColumn columns[] = {
    { N_("Name"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_disk_name, .get_icon_name = get_icon_name },
    { N_("Kind"), .n_chars = 9, .dup_text = dup_disk_kind },
    { N_("Size"), .is_number = TRUE, .n_chars = 9, .dup_text = dup_disk_size, .get_number = get_disk_size },
    { N_("Used"), .is_number = TRUE, .n_chars = 9, .dup_text = dup_disk_used, .get_number = get_disk_used },
    { N_("Virtual machines"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_disk_vm,
      .dup_markup = dup_disk_vms },
    { NULL },
  };

  return columns;
}

const FerryColumn *
ferry_item_columns_of_anything (void)
{
  static const FerryColumn columns[] = {
    { N_("Name"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_name, .get_key = get_own_key,
      .get_icon_name = get_icon_name },
    { N_("Kind"), .n_chars = 14, .dup_text = dup_kind },
    { N_("Host"), .n_chars = 14, .dup_text = dup_host, .get_key = get_host_key },
    { N_("State"), .n_chars = 16, .dup_text = dup_state },
    { N_("Memory"), .is_number = TRUE, .n_chars = 9, .dup_text = dup_memory, .get_number = get_memory },
    { N_("CPUs"), .is_number = TRUE, .n_chars = 5, .dup_text = dup_cpus, .get_number = get_cpus },
    { NULL },
  };

  return columns;
}
