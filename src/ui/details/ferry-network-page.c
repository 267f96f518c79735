/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-network-page"

#include "config.h"

#include <glib/gi18n.h>

#include "model/ferry-network-record.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-item-columns.h"
#include "ui/details/ferry-network-page.h"
#include "ui/details/ferry-part.h"
#include "ui/details/ferry-part-columns.h"

/**
 * FerryNetworkPage:
 *
 * What is known about a network, the hosts that are on it, and the VMs.
 *
 * Threads: the UI thread.
 */
struct _FerryNetworkPage
{
  FerryDetailsPage  parent_instance;

  FerryFacts       *general;
  FerryTable       *ports;
};

G_DEFINE_FINAL_TYPE (FerryNetworkPage, ferry_network_page, FERRY_TYPE_DETAILS_PAGE)

static char *
dup_summary (const FerryNetworkRecord *network)
{
  if (network->is_internal)
    return g_strdup (network->is_assumed_shared ? _("Internal, said to span hosts")
                                                : _("Internal: lives inside one host"));

  return g_strdup_printf (ngettext ("On %u host", "On %u hosts", network->n_ports),
                          network->n_ports);
}

static char *
ferry_network_page_dup_summary (FerryDetailsPage *page,
                                FerryItem        *item)
{
  return dup_summary (ferry_item_get_record (item));
}

static void
ferry_network_page_show_facts (FerryDetailsPage *page,
                               FerryItem        *item)
{
  FerryNetworkPage *self = FERRY_NETWORK_PAGE (page);
  const FerryNetworkRecord *network = ferry_item_get_record (item);

  ferry_facts_set_link (self->general, _("Pool"),
                        ferry_details_page_get_name_of (page, network->base.connection_key),
                        network->base.connection_key);
  ferry_facts_set (self->general, _("Description"), network->description);
  ferry_facts_set (self->general, _("Bridge"), network->bridge);
  ferry_facts_take (self->general, _("MTU"),
                    network->mtu > 0 ? g_strdup_printf ("%d", (int) network->mtu) : NULL);
  ferry_facts_set (self->general, _("UUID"), network->uuid);
  ferry_part_fill (ferry_table_get_rows (self->ports), item, network->n_ports);
  ferry_table_refresh (self->ports);
}

static gboolean
has_nic_here (gconstpointer  record,
              const char    *key)
{
  const FerryVmRecord *vm = record;

  for (guint i = 0; i < vm->n_nics; i++)
    {
      if (vm->nics[i].network_key == key)
        return TRUE;
    }

  return FALSE;
}

static void
ferry_network_page_add_tabs (FerryDetailsPage *page,
                             FerryClient      *client)
{
  FerryNetworkPage *self = FERRY_NETWORK_PAGE (page);
  GtkWidget *facts = ferry_details_page_add_facts (page);

  self->general = ferry_details_page_add_group (facts, _("General"));

  self->ports = g_object_new (FERRY_TYPE_TABLE,
                              "label", _("Hosts"),
                              "empty-title", _("No host has an interface on this network"),
                              NULL);
  ferry_table_set_columns (self->ports, ferry_part_columns_of_ports (), client);
  ferry_details_page_add_tab (page, "ports", _("Hosts"), "ferry-host-symbolic",
                              GTK_WIDGET (self->ports));
  ferry_details_page_add_related (page, _("Virtual machines"), "ferry-vm-running-symbolic",
                                  FERRY_KIND_VM, has_nic_here,
                                  ferry_item_columns_of_vms (),
                                  _("No virtual machine is on this network."));
}

static void
ferry_network_page_class_init (FerryNetworkPageClass *klass)
{
  FerryDetailsPageClass *page_class = FERRY_DETAILS_PAGE_CLASS (klass);

  page_class->add_tabs = ferry_network_page_add_tabs;
  page_class->dup_summary = ferry_network_page_dup_summary;
  page_class->show_facts = ferry_network_page_show_facts;
}

static void
ferry_network_page_init (FerryNetworkPage *self)
{
}
