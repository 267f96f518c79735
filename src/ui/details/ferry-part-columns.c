/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-part-columns"

#include "config.h"

#include "ui/details/ferry-part-columns.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-network-record.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-part.h"

static const char *
get_known_key (FerryClient *client,
               const char  *key)
{
  return key != NULL && ferry_client_lookup (client, key) != NULL ? key : NULL;
}

static char *
dup_name_of (FerryClient *client,
             const char  *key)
{
  FerryItem *item = key != NULL ? ferry_client_lookup (client, key) : NULL;

  return item != NULL ? g_strdup (ferry_item_get_name (item)) : NULL;
}

/* Disks of a VM. An empty one for a row that is about to go. */

static const FerryVmDisk *
get_disk (gpointer row)
{
  static const FerryVmDisk none = { 0 };
  const FerryVmRecord *vm = ferry_item_get_record (ferry_part_get_item (row));
  guint index = ferry_part_get_index (row);

  return index < vm->n_disks ? &vm->disks[index] : &none;
}

static char *
dup_disk_device (gpointer     row,
                 FerryClient *client)
{
  return g_strdup (get_disk (row)->device);
}

static char *
dup_disk_name (gpointer     row,
               FerryClient *client)
{
  const FerryVmDisk *disk = get_disk (row);

  if (disk->disk_key == NULL)
    return g_strdup (_("Empty drive"));

  return g_strdup (disk->name != NULL && *disk->name != '\0' ? disk->name : _("Without a name"));
}

static const char *
get_disk_storage_key (gpointer     row,
                      FerryClient *client)
{
  return get_known_key (client, get_disk (row)->storage_key);
}

static char *
dup_disk_storage (gpointer     row,
                  FerryClient *client)
{
  return dup_name_of (client, get_disk (row)->storage_key);
}

static char *
dup_disk_size (gpointer     row,
               FerryClient *client)
{
  return get_disk (row)->size_bytes > 0 ? ferry_format_bytes (get_disk (row)->size_bytes) : NULL;
}

static double
get_disk_size (gpointer     row,
               FerryClient *client)
{
  return get_disk (row)->size_bytes;
}

static char *
dup_disk_kind (gpointer     row,
               FerryClient *client)
{
  const FerryVmDisk *disk = get_disk (row);

  if (disk->is_cd)
    return g_strdup (_("CD drive"));
  if (disk->is_read_only)
    return g_strdup (_("Disk, read-only"));
  if (disk->is_bootable)
    return g_strdup (_("Disk, boots"));

  return g_strdup (_("Disk"));
}

static char *
dup_disk_state (gpointer     row,
                FerryClient *client)
{
  const FerryVmDisk *disk = get_disk (row);

  if (disk->resets_on_boot)
    return g_strdup (_("Resets at boot"));

  return g_strdup (disk->is_attached ? _("Attached") : _("Not attached"));
}

static const char *
get_disk_icon_name (gpointer row)
{
  return get_disk (row)->is_cd ? "media-optical-symbolic" : "ferry-disk-symbolic";
}

/* NICs of a VM */

static const FerryVmNic *
get_nic (gpointer row)
{
  static const FerryVmNic none = { 0 };
  const FerryVmRecord *vm = ferry_item_get_record (ferry_part_get_item (row));
  guint index = ferry_part_get_index (row);

  return index < vm->n_nics ? &vm->nics[index] : &none;
}

static char *
dup_nic_device (gpointer     row,
                FerryClient *client)
{
  return g_strdup (get_nic (row)->device);
}

static const char *
get_nic_network_key (gpointer     row,
                     FerryClient *client)
{
  return get_known_key (client, get_nic (row)->network_key);
}

static char *
dup_nic_network (gpointer     row,
                 FerryClient *client)
{
  return dup_name_of (client, get_nic (row)->network_key);
}

static char *
dup_nic_mac (gpointer     row,
             FerryClient *client)
{
  return g_strdup (get_nic (row)->mac);
}

static char *
dup_nic_addresses (gpointer     row,
                   FerryClient *client)
{
  const FerryVmNic *nic = get_nic (row);

  return nic->addresses != NULL ? g_strjoinv (_(", "), (char **) nic->addresses) : NULL;
}

static char *
dup_nic_state (gpointer     row,
               FerryClient *client)
{
  return g_strdup (get_nic (row)->is_attached ? _("Attached") : _("Not attached"));
}

static const char *
get_network_icon_name (gpointer row)
{
  return "ferry-network-symbolic";
}

/* Ports of a network */

static const FerryNetworkPort *
get_port (gpointer row)
{
  static const FerryNetworkPort none = { .vlan = -1 };
  const FerryNetworkRecord *network = ferry_item_get_record (ferry_part_get_item (row));
  guint index = ferry_part_get_index (row);

  return index < network->n_ports ? &network->ports[index] : &none;
}

static const char *
get_port_host_key (gpointer     row,
                   FerryClient *client)
{
  return get_known_key (client, get_port (row)->host_key);
}

static char *
dup_port_host (gpointer     row,
               FerryClient *client)
{
  return dup_name_of (client, get_port (row)->host_key);
}

static const char *
get_port_network_key (gpointer     row,
                      FerryClient *client)
{
  return ferry_item_get_key (ferry_part_get_item (row));
}

static char *
dup_port_network (gpointer     row,
                  FerryClient *client)
{
  return g_strdup (ferry_item_get_name (ferry_part_get_item (row)));
}

static char *
dup_port_device (gpointer     row,
                 FerryClient *client)
{
  return g_strdup (get_port (row)->device);
}

static char *
dup_port_address (gpointer     row,
                  FerryClient *client)
{
  return g_strdup (get_port (row)->address);
}

static char *
dup_port_vlan (gpointer     row,
               FerryClient *client)
{
  gint64 vlan = get_port (row)->vlan;

  return vlan >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, vlan) : NULL;
}

static double
get_port_vlan (gpointer     row,
               FerryClient *client)
{
  return get_port (row)->vlan;
}

static char *
dup_port_speed (gpointer     row,
                FerryClient *client)
{
  gint64 mbps = get_port (row)->speed_mbps;

  if (mbps <= 0)
    return NULL;
  if (mbps >= 1000)
    return g_strdup_printf (_("%.1f Gbit/s"), mbps / 1000.0);

  return g_strdup_printf (_("%d Mbit/s"), (int) mbps);
}

static double
get_port_speed (gpointer     row,
                FerryClient *client)
{
  return get_port (row)->speed_mbps;
}

static char *
dup_port_state (gpointer     row,
                FerryClient *client)
{
  const FerryNetworkPort *port = get_port (row);

  if (!port->is_attached)
    return g_strdup (_("Down"));
  if (port->is_management)
    return g_strdup (_("Up, management"));
  if (port->is_bond_member)
    return g_strdup (_("Up, part of a bond"));

  return g_strdup (_("Up"));
}

static const char *
get_host_icon_name (gpointer row)
{
  return "ferry-host-symbolic";
}

const FerryColumn *
ferry_part_columns_of_vm_disks (void)
{
  static const FerryColumn columns[] = {
    { N_("Device"), .n_chars = 7, .dup_text = dup_disk_device },
    { N_("Name"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_disk_name,
      .get_icon_name = get_disk_icon_name },
    { N_("Storage"), .n_chars = 16, .dup_text = dup_disk_storage, .get_key = get_disk_storage_key },
    { N_("Size"), .is_number = TRUE, .n_chars = 9, .dup_text = dup_disk_size, .get_number = get_disk_size },
    { N_("Kind"), .n_chars = 13, .dup_text = dup_disk_kind },
    { N_("State"), .n_chars = 12, .dup_text = dup_disk_state },
    { NULL },
  };

  return columns;
}

const FerryColumn *
ferry_part_columns_of_vm_nics (void)
{
  static const FerryColumn columns[] = {
    { N_("Device"), .n_chars = 7, .dup_text = dup_nic_device },
    { N_("Network"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_nic_network,
      .get_key = get_nic_network_key, .get_icon_name = get_network_icon_name },
    { N_("MAC address"), .n_chars = 17, .dup_text = dup_nic_mac },
    { N_("Addresses"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_nic_addresses },
    { N_("State"), .n_chars = 12, .dup_text = dup_nic_state },
    { NULL },
  };

  return columns;
}

const FerryColumn *
ferry_part_columns_of_ports (void)
{
  static const FerryColumn columns[] = {
    { N_("Host"), .is_wide = TRUE, .n_chars = 14, .dup_text = dup_port_host, .get_key = get_port_host_key,
      .get_icon_name = get_host_icon_name },
    { N_("Device"), .n_chars = 8, .dup_text = dup_port_device },
    { N_("Address"), .n_chars = 15, .dup_text = dup_port_address },
    { N_("VLAN"), .is_number = TRUE, .n_chars = 5, .dup_text = dup_port_vlan, .get_number = get_port_vlan },
    { N_("Speed"), .is_number = TRUE, .n_chars = 11, .dup_text = dup_port_speed,
      .get_number = get_port_speed },
    { N_("State"), .n_chars = 16, .dup_text = dup_port_state },
    { NULL },
  };

  return columns;
}

const FerryColumn *
ferry_part_columns_of_networks (void)
{
  static const FerryColumn columns[] = {
    { N_("Network"), .is_wide = TRUE, .n_chars = 18, .dup_text = dup_port_network,
      .get_key = get_port_network_key, .get_icon_name = get_network_icon_name },
    { N_("Device"), .n_chars = 8, .dup_text = dup_port_device },
    { N_("Address"), .n_chars = 15, .dup_text = dup_port_address },
    { N_("VLAN"), .is_number = TRUE, .n_chars = 5, .dup_text = dup_port_vlan, .get_number = get_port_vlan },
    { N_("Speed"), .is_number = TRUE, .n_chars = 11, .dup_text = dup_port_speed,
      .get_number = get_port_speed },
    { N_("State"), .n_chars = 16, .dup_text = dup_port_state },
    { NULL },
  };

  return columns;
}
