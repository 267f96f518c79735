/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-host-overview"

#include "config.h"

#include "ui/details/ferry-host-overview.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-host-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-fact-row.h"
#include "ui/details/ferry-link.h"
#include "ui/details/ferry-moment.h"
#include "ui/details/ferry-share-bar.h"
#include "ui/tree/ferry-item-look.h"

/**
 * FerryHostOverview:
 *
 * A host in facts, and how its memory is used.
 *
 * Threads: the UI thread.
 */
struct _FerryHostOverview
{
  FerryKindPage        parent_instance;

  guint64              coming_bytes; /* kept for VMs on their way, as of the last look around */

  FerryFactRow        *state;
  FerryFactRow        *operations;
  FerryFactRow        *pool;
  FerryFactRow        *coordinator;
  FerryFactRow        *address;
  FerryFactRow        *uptime;
  AdwPreferencesGroup *memory;
  FerryShareBar       *memory_bar;
  FerryFactRow        *cpus;
  FerryFactRow        *cpu_model;
  FerryFactRow        *abilities;
  FerryFactRow        *version;
  FerryFactRow        *toolstack;
  FerryFactRow        *hypervisor;
  FerryFactRow        *description;
  FerryFactRow        *uuid;
};

G_DEFINE_FINAL_TYPE (FerryHostOverview, ferry_host_overview, FERRY_TYPE_KIND_PAGE)

static const char *
get_state (const FerryHostRecord *host)
{
  if (!host->is_live)
    return _("Not running: its heartbeat is not seen");
  if (!host->is_enabled)
    return _("Maintenance mode: nothing starts on it or comes to it");

  return _("Running");
}

static char *
dup_coordinator (FerryClient           *client,
                 const FerryHostRecord *host)
{
  FerryItem *item = ferry_client_lookup (client, host->pool_key);
  const FerryPoolRecord *pool = item != NULL ? ferry_item_get_record (item) : NULL;

  if (pool == NULL || pool->is_standalone)
    return NULL;
  if (host->is_coordinator)
    return g_strdup (_("This host"));

  return ferry_link_dup_markup (client, pool->coordinator_key);
}

static char *
dup_cpus (const FerryHostRecord *host)
{
  g_autofree char *cpus = NULL;

  if (host->n_cpus == 0)
    return NULL;

  cpus = g_strdup_printf (ngettext ("%u logical CPU", "%u logical CPUs", host->n_cpus), host->n_cpus);
  if (host->n_sockets == 0)
    return g_steal_pointer (&cpus);

  /* Translators: %s is "16 logical CPUs" */
  return g_strdup_printf (ngettext ("%s in %u socket", "%s in %u sockets", host->n_sockets), cpus,
                          host->n_sockets);
}

static const char *
get_abilities (const FerryHostRecord *host)
{
  if (host->has_hvm && host->has_iommu)
    return _("Hardware virtualisation, PCI passthrough");
  if (host->has_hvm)
    return _("Hardware virtualisation");
  if (host->has_iommu)
    return _("PCI passthrough");

  return NULL;
}

/* What is kept here for VMs that are still elsewhere. */
static guint64
sum_coming (FerryClient *client,
            const char  *host_key)
{
  GListModel *vms = ferry_client_get_list (client, FERRY_KIND_VM);
  guint n = g_list_model_get_n_items (vms);
  guint64 bytes = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (vms, i);
      const FerryVmRecord *vm = ferry_item_get_record (item);

      if (vm->scheduled_host_key == host_key && vm->host_key != host_key)
        bytes += vm->memory_dynamic_min_bytes + vm->memory_overhead_bytes;
    }

  return bytes;
}

static void
update_memory (FerryHostOverview     *self,
               FerryItem             *item,
               const FerryHostRecord *host)
{
  guint64 used = ferry_item_get_counts (item)->memory_used_bytes;
  guint64 taken = host->memory_overhead_bytes + self->coming_bytes;
  const FerryShare shares[] = {
    { _("Hypervisor and control domain"), host->memory_overhead_bytes, "share-system" },
    { _("Virtual machines"), used > taken ? used - taken : 0, "share-used" },
    { _("On their way here"), self->coming_bytes, "share-coming" },
    { _("Free"), host->memory_total_bytes > used ? host->memory_total_bytes - used : 0, "share-free" },
  };
  g_autofree char *total = ferry_format_bytes (host->memory_total_bytes);
  /* Translators: an amount of memory */
  g_autofree char *title = g_strdup_printf (_("Memory: %s"), total);

  gtk_widget_set_visible (GTK_WIDGET (self->memory), host->memory_total_bytes > 0);
  if (g_strcmp0 (adw_preferences_group_get_title (self->memory), title) != 0)
    adw_preferences_group_set_title (self->memory, title);
  ferry_share_bar_set_shares (self->memory_bar, shares, G_N_ELEMENTS (shares));
}

static void
ferry_host_overview_update (FerryKindPage *page)
{
  FerryHostOverview *self = FERRY_HOST_OVERVIEW (page);
  FerryClient *client = ferry_kind_page_get_client (page);
  FerryItem *item = ferry_kind_page_get_item (page);
  const FerryHostRecord *host = ferry_item_get_record (item);

  ferry_fact_row_set_text (self->state, get_state (host));
  ferry_fact_row_set_list (self->operations, host->operations);
  ferry_fact_row_set_link (self->pool, client, host->base.connection_key);
  ferry_fact_row_take_markup (self->coordinator, dup_coordinator (client, host));
  ferry_fact_row_set_text (self->address, host->address);
  ferry_fact_row_take_text (self->uptime, ferry_format_since (host->started_at));
  update_memory (self, item, host);

  ferry_fact_row_take_text (self->cpus, dup_cpus (host));
  ferry_fact_row_set_text (self->cpu_model, host->cpu_model);
  ferry_fact_row_set_text (self->abilities, get_abilities (host));
  ferry_fact_row_set_text (self->version, host->version);
  ferry_fact_row_set_text (self->toolstack, host->toolstack_version);
  ferry_fact_row_set_text (self->hypervisor, host->hypervisor_version);
  ferry_fact_row_set_text (self->description, host->description);
  ferry_fact_row_set_text (self->uuid, host->uuid);
}

static void
ferry_host_overview_look_around (FerryKindPage *page)
{
  FerryHostOverview *self = FERRY_HOST_OVERVIEW (page);
  FerryItem *item = ferry_kind_page_get_item (page);

  self->coming_bytes = sum_coming (ferry_kind_page_get_client (page), ferry_item_get_key (item));
  update_memory (self, item, ferry_item_get_record (item));
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, state);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, operations);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, pool);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, coordinator);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, address);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, uptime);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, memory);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, memory_bar);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, cpus);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, cpu_model);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, abilities);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, version);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, toolstack);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, hypervisor);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, description);
  gtk_widget_class_bind_template_child (klass, FerryHostOverview, uuid);
}

static void
ferry_host_overview_class_init (FerryHostOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_host_overview_update;
  FERRY_KIND_PAGE_CLASS (klass)->look_around = ferry_host_overview_look_around;

  g_type_ensure (FERRY_TYPE_FACT_ROW);
  g_type_ensure (FERRY_TYPE_SHARE_BAR);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-host-overview.ui");
  bind_template (widget_class);
}

static void
ferry_host_overview_init (FerryHostOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
