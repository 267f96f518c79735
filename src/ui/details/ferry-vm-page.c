/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-vm-page"

#include "config.h"

#include "ui/details/ferry-vm-page.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-page-head.h"
#include "ui/details/ferry-part.h"
#include "ui/details/ferry-part-columns.h"
#include "ui/details/ferry-table.h"
#include "ui/details/ferry-vm-history.h"
#include "ui/details/ferry-vm-overview.h"
#include "ui/migrate/ferry-host-chooser.h"
#include "ui/tree/ferry-item-look.h"

/**
 * FerryVmPage:
 *
 * A virtual machine: what it is, where it could go, what it has, where it was.
 *
 * Threads: the UI thread.
 */
struct _FerryVmPage
{
  FerryKindPage     parent_instance;

  FerryPageHead    *head;
  AdwViewStack     *stack;
  FerryVmOverview  *overview;
  FerryHostChooser *where;
  FerryTable       *disks;
  FerryTable       *nics;
  FerryVmHistory   *history;
};

G_DEFINE_FINAL_TYPE (FerryVmPage, ferry_vm_page, FERRY_TYPE_KIND_PAGE)

enum
{
  DESTINATION_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* "Running on kestrel · 4 vCPUs · 8.0 GiB" */
static char *
dup_summary (FerryClient         *client,
             FerryItem           *item,
             const FerryVmRecord *vm)
{
  FerryItem *host = vm->host_key != NULL ? ferry_client_lookup (client, vm->host_key) : NULL;
  const FerryMoveRecord *move = ferry_item_get_move (item);
  const char *state = ferry_item_look_get_state (item);
  g_autofree char *memory = ferry_format_bytes (vm->memory_dynamic_max_bytes);
  g_autofree char *place = NULL;
  g_autofree char *vcpus = NULL;

  if (move != NULL)
    place = g_strdup_printf (_("On its way to %s"), move->target_host_name);
  else if (host != NULL)
    /* Translators: a state and a host: "Running on kestrel" */
    place = g_strdup_printf (_("%s on %s"), state, ferry_item_get_name (host));
  else
    place = g_strdup (state);
  vcpus = g_strdup_printf (ngettext ("%u vCPU", "%u vCPUs", vm->n_vcpus), vm->n_vcpus);

  return g_strdup_printf ("%s · %s · %s", place, vcpus, memory);
}

/* Every host is asked only while somebody looks. */
static void
update_where (FerryVmPage *self)
{
  FerryItem *item = ferry_kind_page_get_item (FERRY_KIND_PAGE (self));
  gboolean is_seen = adw_view_stack_get_visible_child (self->stack) == GTK_WIDGET (self->where);
  g_autoptr(FerryDestinations) destinations = NULL;
  g_autoptr(GPtrArray) vms = NULL;

  if (item != NULL && is_seen)
    {
      vms = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (vms, g_object_ref (item));
      destinations = ferry_destinations_new (ferry_kind_page_get_client (FERRY_KIND_PAGE (self)), vms);
      ferry_destinations_follow (destinations);
    }
  ferry_host_chooser_set_destinations (self->where, destinations);
}

static void
on_destination_chosen (FerryVmPage      *self,
                       FerryDestination *destination)
{
  g_signal_emit (self, signals[DESTINATION_CHOSEN], 0, destination);
}

static void
set_columns (FerryVmPage *self,
             FerryClient *client)
{
  ferry_table_set_columns (self->disks, ferry_part_columns_of_vm_disks (), client);
  ferry_table_set_columns (self->nics, ferry_part_columns_of_vm_nics (), client);
}

static void
ferry_vm_page_show (FerryKindPage *page)
{
  FerryVmPage *self = FERRY_VM_PAGE (page);
  FerryClient *client = ferry_kind_page_get_client (page);
  FerryItem *item = ferry_kind_page_get_item (page);

  set_columns (self, client);
  ferry_table_clear (self->disks);
  ferry_table_clear (self->nics);
  ferry_kind_page_set_client (FERRY_KIND_PAGE (self->overview), client);
  ferry_kind_page_set_client (FERRY_KIND_PAGE (self->history), client);
  ferry_kind_page_set_item (FERRY_KIND_PAGE (self->overview), item);
  ferry_kind_page_set_item (FERRY_KIND_PAGE (self->history), item);
  update_where (self);
}

static void
ferry_vm_page_update (FerryKindPage *page)
{
  FerryVmPage *self = FERRY_VM_PAGE (page);
  FerryItem *item = ferry_kind_page_get_item (page);
  const FerryVmRecord *vm = ferry_item_get_record (item);
  g_autofree char *summary = dup_summary (ferry_kind_page_get_client (page), item, vm);

  ferry_page_head_set_item (self->head, item);
  ferry_page_head_set_summary (self->head, summary);
  ferry_part_fill (ferry_table_get_rows (self->disks), item, vm->n_disks);
  ferry_part_fill (ferry_table_get_rows (self->nics), item, vm->n_nics);
}

static void
ferry_vm_page_look_around (FerryKindPage *page)
{
  FerryVmPage *self = FERRY_VM_PAGE (page);

  ferry_table_refresh (self->disks);
  ferry_table_refresh (self->nics);
}

static void
ferry_vm_page_class_init (FerryVmPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FERRY_KIND_PAGE_CLASS (klass)->show = ferry_vm_page_show;
  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_vm_page_update;
  FERRY_KIND_PAGE_CLASS (klass)->look_around = ferry_vm_page_look_around;

  signals[DESTINATION_CHOSEN] =
    g_signal_new ("destination-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, FERRY_TYPE_DESTINATION);

  g_type_ensure (FERRY_TYPE_HOST_CHOOSER);
  g_type_ensure (FERRY_TYPE_PAGE_HEAD);
  g_type_ensure (FERRY_TYPE_TABLE);
  g_type_ensure (FERRY_TYPE_VM_HISTORY);
  g_type_ensure (FERRY_TYPE_VM_OVERVIEW);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-vm-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryVmPage, head);
  gtk_widget_class_bind_template_child (widget_class, FerryVmPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FerryVmPage, overview);
  gtk_widget_class_bind_template_child (widget_class, FerryVmPage, where);
  gtk_widget_class_bind_template_child (widget_class, FerryVmPage, disks);
  gtk_widget_class_bind_template_child (widget_class, FerryVmPage, nics);
  gtk_widget_class_bind_template_child (widget_class, FerryVmPage, history);
}

static void
ferry_vm_page_init (FerryVmPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (update_where), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->where, "chosen", G_CALLBACK (on_destination_chosen), self,
                           G_CONNECT_SWAPPED);
}
