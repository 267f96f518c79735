/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-vm-page"

#include "config.h"

#include "ui/details/ferry-vm-page.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-page-head.h"
#include "ui/details/ferry-vm-overview.h"
#include "ui/tree/ferry-item-look.h"

/**
 * FerryVmPage:
 *
 * A virtual machine.
 *
 * Threads: the UI thread.
 */
struct _FerryVmPage
{
  FerryKindPage    parent_instance;

  FerryPageHead   *head;
  FerryVmOverview *overview;
};

G_DEFINE_FINAL_TYPE (FerryVmPage, ferry_vm_page, FERRY_TYPE_KIND_PAGE)

/* "Running on kestrel · 4 vCPUs · 8.0 GiB" */
static char *
dup_summary (FerryClient         *client,
             FerryItem           *item,
             const FerryVmRecord *vm)
{
  FerryItem *host = vm->host_key != NULL ? ferry_client_lookup (client, vm->host_key) : NULL;
  const char *state = ferry_item_look_get_state (item);
  g_autofree char *memory = ferry_format_bytes (vm->memory_dynamic_max_bytes);
  g_autofree char *place = NULL;
  g_autofree char *vcpus = NULL;

  /* Translators: a state and a host: "Running on kestrel" */
  place = host != NULL ? g_strdup_printf (_("%s on %s"), state, ferry_item_get_name (host))
                       : g_strdup (state);
  vcpus = g_strdup_printf (ngettext ("%u vCPU", "%u vCPUs", vm->n_vcpus), vm->n_vcpus);

  return g_strdup_printf ("%s · %s · %s", place, vcpus, memory);
}

static void
ferry_vm_page_show (FerryKindPage *page)
{
  FerryVmPage *self = FERRY_VM_PAGE (page);
  FerryItem *item = ferry_kind_page_get_item (page);

  ferry_kind_page_set_client (FERRY_KIND_PAGE (self->overview), ferry_kind_page_get_client (page));
  ferry_kind_page_set_item (FERRY_KIND_PAGE (self->overview), item);
}

static void
ferry_vm_page_update (FerryKindPage *page)
{
  FerryVmPage *self = FERRY_VM_PAGE (page);
  FerryItem *item = ferry_kind_page_get_item (page);
  g_autofree char *summary = dup_summary (ferry_kind_page_get_client (page), item,
                                          ferry_item_get_record (item));

  ferry_page_head_set_item (self->head, item);
  ferry_page_head_set_summary (self->head, summary);
}

static void
ferry_vm_page_class_init (FerryVmPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FERRY_KIND_PAGE_CLASS (klass)->show = ferry_vm_page_show;
  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_vm_page_update;

  g_type_ensure (FERRY_TYPE_PAGE_HEAD);
  g_type_ensure (FERRY_TYPE_VM_OVERVIEW);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-vm-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryVmPage, head);
  gtk_widget_class_bind_template_child (widget_class, FerryVmPage, overview);
}

static void
ferry_vm_page_init (FerryVmPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
