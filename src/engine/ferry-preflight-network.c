/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preflight-network"

#include "config.h"

#include "engine/ferry-preflight-private.h"

#include <glib/gi18n-lib.h>

#include "engine/ferry-inventory.h"

/* Rules about networks: those that the VM's NICs are wired to, and the one that it travels over. A move
 * inside a pool cannot wire NICs otherwise, so nothing here is a matter of choices but the latter. */

/**
 * ferry_preflight_find_port:
 * @network: a network
 * @host_key: (not nullable): interned key of a host
 *
 * Returns: (transfer none) (nullable): the host's port on @network
 */
const FerryNetworkPort *
ferry_preflight_find_port (const FerryNetworkRecord *network,
                           const char               *host_key)
{
  for (guint i = 0; i < network->n_ports; i++)
    {
      if (network->ports[i].host_key == host_key)
        return &network->ports[i];
    }

  return NULL;
}

/* The network of the NIC at @place, the first time that it comes; %NULL if it came before or is not known. */
static const FerryNetworkRecord *
get_network (FerryPreflightCase *c,
             guint               place)
{
  const FerryNetworkRecord *network = g_ptr_array_index (c->vm->networks, place);

  for (guint i = 0; i < place; i++)
    {
      if (g_ptr_array_index (c->vm->networks, i) == network)
        return NULL;
    }

  return network;
}

/* @format takes the VM's name, the network's and the host's. */
static void
say_of_network (FerryPreflightCase       *c,
                const FerryNetworkRecord *network,
                const char               *format)
{
  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, network->base.key,
                       g_strdup_printf (format, ferry_preflight_get_vm_name (c),
                                        network->base.name, ferry_preflight_get_host_name (c)));
}

void
ferry_preflight_look_at_networks (FerryPreflightCase *c)
{
  for (guint i = 0; i < c->vm->networks->len; i++)
    {
      const FerryNetworkRecord *network = get_network (c, i);

      if (network != NULL && !network->is_internal &&
          ferry_preflight_find_port (network, c->host->record->base.key) == NULL)
        say_of_network (c, network, _("%s is on the network “%s”, which %s has no port on."));
    }
}

void
ferry_preflight_look_at_bonds (FerryPreflightCase *c)
{
  for (guint i = 0; i < c->vm->networks->len; i++)
    {
      const FerryNetworkRecord *network = get_network (c, i);
      const FerryNetworkPort *port;

      if (network == NULL)
        continue;

      port = ferry_preflight_find_port (network, c->host->record->base.key);
      if (port != NULL && port->is_bond_member)
        say_of_network (c, network, _("%s is on the network “%s”, whose port on %s is part of a "
                                      "bond and not free for VMs."));
    }
}

static gboolean
is_plugged_into (const FerryVmRecord *vm,
                 const char          *network_key)
{
  for (guint i = 0; i < vm->n_nics; i++)
    {
      if (vm->nics[i].network_key == network_key && vm->nics[i].is_attached)
        return TRUE;
    }

  return FALSE;
}

/* (transfer full) (nullable): somebody on an internal network who would be left behind elsewhere. */
static FerryVmRecord *
find_neighbour (FerryPreflightCase       *c,
                const FerryNetworkRecord *network)
{
  g_autoptr(GPtrArray) vms = ferry_inventory_list_vms_wired_to (c->inventory, network->base.key);

  for (guint i = 0; i < vms->len; i++)
    {
      const FerryVmRecord *vm = g_ptr_array_index (vms, i);

      if (vm->base.key != c->vm->record->base.key && vm->host_key != NULL &&
          vm->host_key != c->host->record->base.key &&
          is_plugged_into (vm, network->base.key))
        return ferry_record_ref (vm);
    }

  return NULL;
}

static void
look_at_neighbours (FerryPreflightCase       *c,
                    const FerryNetworkRecord *network)
{
  g_autoptr(FerryVmRecord) neighbour = find_neighbour (c, network);

  if (neighbour == NULL)
    return;

  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, network->base.key,
                       g_strdup_printf (_("%s is on the network “%s”, which lives inside one host, "
                                          "and %s uses it on %s."),
                                        ferry_preflight_get_vm_name (c), network->base.name,
                                        neighbour->base.name,
                                        ferry_inventory_get_name (c->inventory, neighbour->host_key,
                                                                  _("another host"))));
}

void
ferry_preflight_look_at_internal (FerryPreflightCase *c)
{
  for (guint i = 0; i < c->vm->networks->len; i++)
    {
      const FerryNetworkRecord *network = get_network (c, i);

      if (network != NULL && network->is_internal && network->is_managed &&
          !network->is_assumed_shared)
        look_at_neighbours (c, network);
    }
}

static const FerryNetworkRecord *
get_migration_network (FerryPreflightCase *c)
{
  if (c->request == NULL || c->request->network_key == NULL)
    return NULL;

  return ferry_inventory_lookup_kind (c->inventory, c->request->network_key, FERRY_KIND_NETWORK);
}

/* @format takes the host's name and the network's. */
static void
say_of_migration_network (FerryPreflightCase       *c,
                          const FerryNetworkRecord *network,
                          const char               *format)
{
  g_autofree char *sentence = NULL;

  sentence = g_strdup_printf (format, ferry_preflight_get_host_name (c), network->base.name);
  ferry_preflight_say_finding (c, &(FerryFinding) {
    .severity = FERRY_SEVERITY_BLOCKS,
    .subject_key = network->base.key,
    .sentence = sentence,
    .needs_choices = TRUE,
  });
}

void
ferry_preflight_look_at_migration_port (FerryPreflightCase *c)
{
  const FerryNetworkRecord *network = get_migration_network (c);

  if (network != NULL &&
      ferry_preflight_find_port (network, c->host->record->base.key) == NULL)
    say_of_migration_network (c, network, _("%s has no port on the network “%s” that the VM should "
                                            "travel over. Choose another one."));
}

void
ferry_preflight_look_at_migration_link (FerryPreflightCase *c)
{
  const FerryNetworkRecord *network = get_migration_network (c);
  const FerryNetworkPort *port = NULL;

  if (network != NULL)
    port = ferry_preflight_find_port (network, c->host->record->base.key);

  if (port != NULL && !port->is_attached)
    say_of_migration_network (c, network, _("The port of %s on the network “%s” that the VM should "
                                            "travel over is down. Choose another one."));
}

void
ferry_preflight_look_at_migration_address (FerryPreflightCase *c)
{
  const FerryNetworkRecord *network = get_migration_network (c);
  const FerryNetworkPort *port = NULL;

  if (network != NULL)
    port = ferry_preflight_find_port (network, c->host->record->base.key);

  if (port != NULL && port->is_attached && (port->address == NULL || *port->address == '\0'))
    say_of_migration_network (c, network, _("%s has no address on the network “%s” that the VM "
                                            "should travel over. Choose another one."));
}
