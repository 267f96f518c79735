/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-pool-overview"

#include "config.h"

#include "ui/details/ferry-pool-overview.h"

#include <glib/gi18n.h>

#include "model/ferry-connection-record.h"
#include "model/ferry-pool-record.h"
#include "ui/details/ferry-fact-row.h"
#include "ui/details/ferry-moment.h"
#include "ui/details/ferry-share-bar.h"
#include "ui/tree/ferry-item-look.h"

/**
 * FerryPoolOverview:
 *
 * A pool in facts. Its item is the connection's: what the pool's own record
 * says is there only once somebody has answered.
 *
 * Threads: the UI thread.
 */
struct _FerryPoolOverview
{
  FerryKindPage        parent_instance;

  const char          *pool_key; /* (owned) (nullable): as of the last look around */

  FerryFactRow        *state;
  FerryFactRow        *message;
  FerryFactRow        *since;
  FerryFactRow        *retry;
  FerryFactRow        *uri;
  FerryFactRow        *role;
  FerryFactRow        *coordinator;
  FerryFactRow        *version;
  AdwPreferencesGroup *memory;
  FerryShareBar       *memory_bar;
  AdwPreferencesGroup *content;
  FerryFactRow        *hosts;
  FerryFactRow        *vms;
  FerryFactRow        *default_storage;
  AdwPreferencesGroup *rules;
  FerryFactRow        *ha;
  FerryFactRow        *migration;
  FerryFactRow        *balancing;
  FerryFactRow        *upgrade;
  AdwPreferencesGroup *notes;
  FerryFactRow        *description;
  FerryFactRow        *uuid;
};

G_DEFINE_FINAL_TYPE (FerryPoolOverview, ferry_pool_overview, FERRY_TYPE_KIND_PAGE)

static const FerryPoolRecord *
get_pool (FerryPoolOverview *self)
{
  FerryClient *client = ferry_kind_page_get_client (FERRY_KIND_PAGE (self));
  FerryItem *pool = self->pool_key != NULL ? ferry_client_lookup (client, self->pool_key) : NULL;

  return pool != NULL ? ferry_item_get_record (pool) : NULL;
}

/* The pool's key holds its uuid, which the connection does not know. */
static void
find_pool (FerryPoolOverview *self)
{
  FerryClient *client = ferry_kind_page_get_client (FERRY_KIND_PAGE (self));
  const char *key = ferry_item_get_key (ferry_kind_page_get_item (FERRY_KIND_PAGE (self)));
  GListModel *pools = ferry_client_get_list (client, FERRY_KIND_POOL);
  guint n = g_list_model_get_n_items (pools);

  g_clear_pointer ((char **) &self->pool_key, g_ref_string_release);
  for (guint i = 0; i < n && self->pool_key == NULL; i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (pools, i);
      const FerryRecord *record = ferry_item_get_record (item);

      if (record != NULL && record->connection_key == key)
        self->pool_key = g_ref_string_acquire ((char *) record->key);
    }
}

static const char *
get_state (FerryItem                   *item,
           const FerryConnectionRecord *connection)
{
  if (connection->state == FERRY_CONNECTION_CONNECTED)
    return _("Connected");
  if (connection->state == FERRY_CONNECTION_CONNECTING && connection->step != NULL)
    return connection->step;

  return ferry_item_look_get_state (item);
}

static void
update_connection (FerryPoolOverview           *self,
                   FerryItem                   *item,
                   const FerryConnectionRecord *connection)
{
  gboolean is_up = connection->state == FERRY_CONNECTION_CONNECTED;

  ferry_fact_row_set_text (self->state, get_state (item, connection));
  ferry_fact_row_set_text (self->message, connection->message);
  ferry_fact_row_take_text (self->since, ferry_format_since (connection->since));
  ferry_fact_row_take_text (self->retry, is_up ? NULL : ferry_format_moment (connection->retry_at));
  ferry_fact_row_set_text (self->uri, connection->uri);
  ferry_fact_row_set_text (self->role, is_up && !connection->can_migrate
                                         ? _("It does not allow you to move virtual machines") : NULL);
}

static void
update_content (FerryPoolOverview *self,
                FerryItem         *item)
{
  const FerryItemCounts *counts = ferry_item_get_counts (item);
  guint64 free_bytes = counts->memory_total_bytes > counts->memory_used_bytes
                         ? counts->memory_total_bytes - counts->memory_used_bytes : 0;
  const FerryShare shares[] = {
    { _("In use"), counts->memory_used_bytes, "share-used" },
    { _("Free"), free_bytes, "share-free" },
  };

  gtk_widget_set_visible (GTK_WIDGET (self->memory), counts->memory_total_bytes > 0);
  ferry_share_bar_set_shares (self->memory_bar, shares, G_N_ELEMENTS (shares));
  gtk_widget_set_visible (GTK_WIDGET (self->content), counts->n_hosts > 0);
  ferry_fact_row_take_text (self->hosts, g_strdup_printf ("%u", counts->n_hosts));
  /* Translators: numbers of virtual machines */
  ferry_fact_row_take_text (self->vms, g_strdup_printf (_("%u, of which %u run"), counts->n_vms,
                                                        counts->n_running_vms));
}

static char *
dup_ha (const FerryPoolRecord *pool)
{
  g_autofree char *survives = NULL;

  if (!pool->ha_enabled)
    return g_strdup (_("Off"));

  survives = g_strdup_printf (ngettext ("survives %u failing host", "survives %u failing hosts",
                                        (guint) pool->ha_plan_exists_for),
                              (guint) pool->ha_plan_exists_for);
  if (pool->ha_plan_exists_for < pool->ha_failures_to_tolerate)
    /* Translators: %s is "survives 1 failing host", %u the number that it should survive */
    return g_strdup_printf (_("On, %s where it should survive %u"), survives,
                            (guint) pool->ha_failures_to_tolerate);

  /* Translators: %s is "survives 1 failing host" */
  return g_strdup_printf (_("On, %s"), survives);
}

static const char *
get_migration (const FerryPoolRecord *pool)
{
  if (!pool->can_migrate_live)
    return _("The licence does not allow live migration");
  if (!pool->can_migrate_storage)
    return _("Live, the licence does not allow moving storage");

  return pool->migration_compression ? _("Live, with storage, compressed") : _("Live, with storage");
}

static void
update_pool (FerryPoolOverview     *self,
             const FerryPoolRecord *pool)
{
  FerryClient *client = ferry_kind_page_get_client (FERRY_KIND_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->rules), pool != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), pool != NULL);
  ferry_fact_row_set_link (self->coordinator, client, pool != NULL ? pool->coordinator_key : NULL);
  ferry_fact_row_set_text (self->version, pool != NULL ? pool->version : NULL);
  ferry_fact_row_set_link (self->default_storage, client, pool != NULL ? pool->default_storage_key : NULL);
  if (pool == NULL)
    return;

  ferry_fact_row_take_text (self->ha, dup_ha (pool));
  ferry_fact_row_set_text (self->migration, get_migration (pool));
  ferry_fact_row_set_text (self->balancing, pool->balances_load ? _("On: it may move machines by itself")
                                                                : NULL);
  ferry_fact_row_set_text (self->upgrade, pool->is_upgrading ? _("A rolling upgrade is under way") : NULL);
  ferry_fact_row_set_text (self->description, pool->description);
  ferry_fact_row_set_text (self->uuid, pool->uuid);
}

static void
ferry_pool_overview_update (FerryKindPage *page)
{
  FerryPoolOverview *self = FERRY_POOL_OVERVIEW (page);
  FerryItem *item = ferry_kind_page_get_item (page);

  update_connection (self, item, ferry_item_get_record (item));
  update_content (self, item);
}

static void
ferry_pool_overview_look_around (FerryKindPage *page)
{
  FerryPoolOverview *self = FERRY_POOL_OVERVIEW (page);

  find_pool (self);
  update_pool (self, get_pool (self));
}

static void
ferry_pool_overview_finalize (GObject *object)
{
  FerryPoolOverview *self = FERRY_POOL_OVERVIEW (object);

  g_clear_pointer ((char **) &self->pool_key, g_ref_string_release);

  G_OBJECT_CLASS (ferry_pool_overview_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, state);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, message);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, since);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, retry);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, uri);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, role);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, coordinator);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, version);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, memory);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, memory_bar);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, content);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, hosts);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, vms);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, default_storage);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, rules);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, ha);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, migration);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, balancing);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, upgrade);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, notes);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, description);
  gtk_widget_class_bind_template_child (klass, FerryPoolOverview, uuid);
}

static void
ferry_pool_overview_class_init (FerryPoolOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ferry_pool_overview_finalize;
  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_pool_overview_update;
  FERRY_KIND_PAGE_CLASS (klass)->look_around = ferry_pool_overview_look_around;

  g_type_ensure (FERRY_TYPE_FACT_ROW);
  g_type_ensure (FERRY_TYPE_SHARE_BAR);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-pool-overview.ui");
  bind_template (widget_class);
}

static void
ferry_pool_overview_init (FerryPoolOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
