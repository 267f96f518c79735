/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-connection-page"

#include "config.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-pool-record.h"
#include "ui/details/ferry-item-columns.h"
#include "ui/details/ferry-connection-page.h"
#include "ui/tree/ferry-item-look.h"

/**
 * FerryConnectionPage:
 *
 * What is known about a pool, or a host that stands alone, and about the connection to it.
 *
 * Threads: the UI thread.
 */
struct _FerryConnectionPage
{
  FerryDetailsPage  parent_instance;

  FerryFacts       *general;
  FerryFacts       *sums;
  FerryFacts       *availability;
};

G_DEFINE_FINAL_TYPE (FerryConnectionPage, ferry_connection_page, FERRY_TYPE_DETAILS_PAGE)

/* (nullable): %NULL before its first records have come */
static const FerryPoolRecord *
find_pool (FerryDetailsPage *page,
           FerryItem        *connection)
{
  GListModel *pools = ferry_client_get_list (
    ferry_kind_page_get_client (FERRY_KIND_PAGE (page)), FERRY_KIND_POOL);

  for (guint i = 0; i < g_list_model_get_n_items (pools); i++)
    {
      g_autoptr(FerryItem) pool = g_list_model_get_item (pools, i);
      const FerryPoolRecord *record = ferry_item_get_record (pool);

      if (record != NULL
          && g_strcmp0 (record->base.connection_key, ferry_item_get_key (connection)) == 0)
        return record;
    }

  return NULL;
}

static void
show_connection (FerryConnectionPage         *self,
                 FerryItem                   *item,
                 const FerryConnectionRecord *connection)
{
  const char *state = ferry_item_look_get_state (item);

  ferry_facts_set (self->general, _("Connection"), state != NULL ? state : _("Connected"));
  ferry_facts_set (self->general, _("Address"), connection->uri);
  ferry_facts_set (self->general, _("What happened"), connection->message);
  ferry_facts_set (self->general, _("Migrations"),
                   connection->state != FERRY_CONNECTION_CONNECTED ? NULL
                   : connection->can_migrate ? _("Your role allows them")
                   : _("Your role does not allow them"));
}

static void
show_sums (FerryConnectionPage *self,
           FerryItem           *item)
{
  const FerryItemCounts *counts = ferry_item_get_counts (item);

  ferry_facts_take (self->sums, _("Hosts"), g_strdup_printf ("%u", counts->n_hosts));
  ferry_facts_take (self->sums, _("Virtual machines"),
                    g_strdup_printf (_("%u, %u of them run"), counts->n_vms,
                                     counts->n_running_vms));
  ferry_facts_take (self->sums, _("Memory in use"),
                    counts->memory_total_bytes == 0
                      ? NULL
                      : ferry_format_bytes_of (counts->memory_used_bytes,
                                               counts->memory_total_bytes));
}

static char *
dup_availability (const FerryPoolRecord *pool)
{
  if (!pool->ha_enabled)
    return g_strdup (_("off"));

  return g_strdup_printf (ngettext ("on, plans for %u failed host", "on, plans for %u failed hosts",
                                    pool->ha_failures_to_tolerate),
                          (guint) pool->ha_failures_to_tolerate);
}

static void
show_pool (FerryConnectionPage   *self,
           FerryDetailsPage      *page,
           const FerryPoolRecord *pool)
{
  ferry_facts_set (self->general, _("Description"), pool->description);
  ferry_facts_set (self->general, _("Product"), pool->version);
  ferry_facts_set_link (self->general, _("Coordinator"),
                        ferry_details_page_get_name_of (page, pool->coordinator_key),
                        pool->coordinator_key);
  ferry_facts_set_link (self->general, _("Default storage"),
                        ferry_details_page_get_name_of (page, pool->default_storage_key),
                        pool->default_storage_key);
  ferry_facts_set (self->general, _("UUID"), pool->uuid);
  ferry_facts_take (self->availability, _("High availability"), dup_availability (pool));
  ferry_facts_set (self->availability, _("Rolling upgrade"),
                   pool->is_upgrading ? _("under way") : NULL);
  ferry_facts_set (self->availability, _("Compression of migrations"),
                   pool->migration_compression ? _("on") : _("off"));
  ferry_facts_set (self->availability, _("Workload balancing"),
                   pool->balances_load ? _("may move virtual machines by itself") : NULL);
}

static char *
ferry_connection_page_dup_summary (FerryDetailsPage *page,
                                   FerryItem        *item)
{
  const FerryItemCounts *counts = ferry_item_get_counts (item);
  const char *state = ferry_item_look_get_state (item);
  g_autofree char *hosts = g_strdup_printf (ngettext ("%u host", "%u hosts", counts->n_hosts),
                                            counts->n_hosts);
  g_autofree char *vms = g_strdup_printf (ngettext ("%u virtual machine", "%u virtual machines",
                                                    counts->n_vms), counts->n_vms);
  g_autofree char *summary = g_strdup_printf ("%s · %s · %s", state != NULL ? state : _("Connected"),
                                              hosts, vms);

  return g_steal_pointer (&summary);
}

static void
ferry_connection_page_show_facts (FerryDetailsPage *page,
                                  FerryItem        *item)
{
  FerryConnectionPage *self = FERRY_CONNECTION_PAGE (page);
  const FerryPoolRecord *pool = find_pool (page, item);

  show_connection (self, item, ferry_item_get_record (item));
  show_sums (self, item);
  if (pool != NULL)
    show_pool (self, page, pool);
}

static gboolean
is_in_connection (gconstpointer  record,
                  const char    *key)
{
  return ((const FerryRecord *) record)->connection_key == key;
}

static void
ferry_connection_page_add_tabs (FerryDetailsPage *page,
                                FerryClient      *client)
{
  FerryConnectionPage *self = FERRY_CONNECTION_PAGE (page);
  GtkWidget *facts = ferry_details_page_add_facts (page);

  self->general = ferry_details_page_add_group (facts, _("General"));
  self->sums = ferry_details_page_add_group (facts, _("In it"));
  self->availability = ferry_details_page_add_group (facts, _("Availability"));

  ferry_details_page_add_related (page, _("Hosts"), "ferry-host-symbolic",
                                  FERRY_KIND_HOST, is_in_connection,
                                  ferry_item_columns_of_hosts (),
                                  _("No host is known yet."));
  ferry_details_page_add_related (page, _("Virtual machines"), "ferry-vm-running-symbolic",
                                  FERRY_KIND_VM, is_in_connection,
                                  ferry_item_columns_of_vms (),
                                  _("This pool has no virtual machines."));
  ferry_details_page_add_related (page, _("Storage"), "ferry-storage-shared-symbolic",
                                  FERRY_KIND_STORAGE, is_in_connection,
                                  ferry_item_columns_of_storage (),
                                  _("This pool has no storage."));
  ferry_details_page_add_related (page, _("Networks"), "ferry-network-symbolic",
                                  FERRY_KIND_NETWORK, is_in_connection,
                                  ferry_item_columns_of_anything (),
                                  _("This pool has no networks."));
}

static void
ferry_connection_page_class_init (FerryConnectionPageClass *klass)
{
  FerryDetailsPageClass *page_class = FERRY_DETAILS_PAGE_CLASS (klass);

  page_class->add_tabs = ferry_connection_page_add_tabs;
  page_class->dup_summary = ferry_connection_page_dup_summary;
  page_class->show_facts = ferry_connection_page_show_facts;
}

static void
ferry_connection_page_init (FerryConnectionPage *self)
{
}
