/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-network-overview"

#include "config.h"

#include "ui/details/ferry-network-overview.h"

#include <glib/gi18n.h>

#include "model/ferry-network-record.h"
#include "ui/details/ferry-fact-row.h"

/**
 * FerryNetworkOverview:
 *
 * A network in facts.
 *
 * Threads: the UI thread.
 */
struct _FerryNetworkOverview
{
  FerryKindPage  parent_instance;

  FerryFactRow  *reach;
  FerryFactRow  *pool;
  FerryFactRow  *bridge;
  FerryFactRow  *mtu;
  FerryFactRow  *vlan;
  FerryFactRow  *managed;
  FerryFactRow  *description;
  FerryFactRow  *uuid;
};

G_DEFINE_FINAL_TYPE (FerryNetworkOverview, ferry_network_overview, FERRY_TYPE_KIND_PAGE)

static char *
dup_reach (const FerryNetworkRecord *network)
{
  if (network->is_internal && network->is_assumed_shared)
    return g_strdup (_("Internal, but said to span hosts"));
  if (network->is_internal)
    return g_strdup (_("Internal: lives inside one host"));

  return g_strdup_printf (ngettext ("%u host", "%u hosts", network->n_ports), network->n_ports);
}

/* The tag, where all ports have the same. */
static char *
dup_vlan (const FerryNetworkRecord *network)
{
  gint64 vlan = network->n_ports > 0 ? network->ports[0].vlan : -1;

  for (guint i = 1; i < network->n_ports; i++)
    {
      if (network->ports[i].vlan != vlan)
        return g_strdup (_("Differs between hosts"));
    }

  return vlan >= 0 ? g_strdup_printf ("%d", (int) vlan) : NULL;
}

static void
ferry_network_overview_update (FerryKindPage *page)
{
  FerryNetworkOverview *self = FERRY_NETWORK_OVERVIEW (page);
  FerryClient *client = ferry_kind_page_get_client (page);
  const FerryNetworkRecord *network = ferry_item_get_record (ferry_kind_page_get_item (page));

  ferry_fact_row_take_text (self->reach, dup_reach (network));
  ferry_fact_row_set_link (self->pool, client, network->base.connection_key);
  ferry_fact_row_set_text (self->bridge, network->bridge);
  ferry_fact_row_take_text (self->mtu, network->mtu > 0 ? g_strdup_printf ("%d", (int) network->mtu) : NULL);
  ferry_fact_row_take_text (self->vlan, dup_vlan (network));
  ferry_fact_row_set_text (self->managed, network->is_managed ? NULL : _("By somebody else than the pool"));
  ferry_fact_row_set_text (self->description, network->description);
  ferry_fact_row_set_text (self->uuid, network->uuid);
}

static void
ferry_network_overview_class_init (FerryNetworkOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_network_overview_update;

  g_type_ensure (FERRY_TYPE_FACT_ROW);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-network-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkOverview, reach);
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkOverview, pool);
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkOverview, bridge);
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkOverview, mtu);
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkOverview, vlan);
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkOverview, managed);
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkOverview, description);
  gtk_widget_class_bind_template_child (widget_class, FerryNetworkOverview, uuid);
}

static void
ferry_network_overview_init (FerryNetworkOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
