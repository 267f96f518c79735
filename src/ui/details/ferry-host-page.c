/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-host-page"

#include "config.h"

#include "ui/details/ferry-host-page.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-host-record.h"
#include "ui/details/ferry-host-overview.h"
#include "ui/details/ferry-page-head.h"

/**
 * FerryHostPage:
 *
 * A host.
 *
 * Threads: the UI thread.
 */
struct _FerryHostPage
{
  FerryKindPage      parent_instance;

  FerryPageHead     *head;
  FerryHostOverview *overview;
};

G_DEFINE_FINAL_TYPE (FerryHostPage, ferry_host_page, FERRY_TYPE_KIND_PAGE)

/* "12 running · 40.1 of 64.0 GiB in use" */
static char *
dup_summary (FerryItem *item)
{
  const FerryItemCounts *counts = ferry_item_get_counts (item);
  g_autofree char *memory = ferry_format_bytes_of (counts->memory_used_bytes,
                                                   counts->memory_total_bytes);
  g_autofree char *running = NULL;

  running = g_strdup_printf (ngettext ("%u VM running", "%u VMs running", counts->n_running_vms),
                             counts->n_running_vms);
  if (counts->memory_total_bytes == 0)
    return g_steal_pointer (&running);

  /* Translators: "12 VMs running · 40.1 of 64.0 GiB in use" */
  return g_strdup_printf (_("%s · %s in use"), running, memory);
}

static void
ferry_host_page_show (FerryKindPage *page)
{
  FerryHostPage *self = FERRY_HOST_PAGE (page);
  FerryItem *item = ferry_kind_page_get_item (page);

  ferry_kind_page_set_client (FERRY_KIND_PAGE (self->overview), ferry_kind_page_get_client (page));
  ferry_kind_page_set_item (FERRY_KIND_PAGE (self->overview), item);
}

static void
ferry_host_page_update (FerryKindPage *page)
{
  FerryHostPage *self = FERRY_HOST_PAGE (page);
  FerryItem *item = ferry_kind_page_get_item (page);
  g_autofree char *summary = dup_summary (item);

  ferry_page_head_set_item (self->head, item);
  ferry_page_head_set_summary (self->head, summary);
}

static void
ferry_host_page_class_init (FerryHostPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FERRY_KIND_PAGE_CLASS (klass)->show = ferry_host_page_show;
  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_host_page_update;

  g_type_ensure (FERRY_TYPE_HOST_OVERVIEW);
  g_type_ensure (FERRY_TYPE_PAGE_HEAD);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-host-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryHostPage, head);
  gtk_widget_class_bind_template_child (widget_class, FerryHostPage, overview);
}

static void
ferry_host_page_init (FerryHostPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
