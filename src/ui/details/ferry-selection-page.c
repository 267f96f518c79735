/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-selection-page"

#include "config.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-item-columns.h"
#include "ui/details/ferry-selection-page.h"
#include "ui/details/ferry-table.h"

/**
 * FerrySelectionPage:
 *
 * Several things: a table of them and their sums.
 *
 * Threads: the UI thread.
 */
struct _FerrySelectionPage
{
  AdwBin      parent_instance;

  GListModel *items; /* (owned) (nullable) */
  GSignalGroup *signals;
  GtkLabel   *title;
  GtkLabel   *sums;
  GtkStack   *tables; /* a page for each kind, and one for mixtures */
};

G_DEFINE_FINAL_TYPE (FerrySelectionPage, ferry_selection_page, ADW_TYPE_BIN)

static const struct
{
  FerryKind           kind;
  const char         *name;
  const FerryColumn *(*get_columns) (void);
} tables[] = {
  { FERRY_KIND_VM, "vm", ferry_item_columns_of_vms },
  { FERRY_KIND_HOST, "host", ferry_item_columns_of_hosts },
  { FERRY_KIND_STORAGE, "storage", ferry_item_columns_of_storage },
  { FERRY_N_KINDS, "any", ferry_item_columns_of_anything },
};

typedef struct
{
  guint   n_vms;
  guint   n_running;
  guint   n_vcpus;
  guint64 memory_bytes;
} Sums;

static void
add_to_sums (Sums      *sums,
             FerryItem *item)
{
  const FerryVmRecord *vm = ferry_item_get_record (item);

  if (ferry_item_get_kind (item) != FERRY_KIND_VM || vm == NULL)
    return;

  sums->n_vms++;
  sums->n_running += vm->power_state == FERRY_POWER_STATE_RUNNING;
  sums->n_vcpus += vm->n_vcpus;
  sums->memory_bytes += vm->memory_actual_bytes > 0 ? vm->memory_actual_bytes
                                                    : vm->memory_dynamic_max_bytes;
}

static void
show_sums (FerrySelectionPage *self)
{
  Sums sums = { 0 };
  g_autofree char *memory = NULL;
  g_autofree char *vms = NULL;
  g_autofree char *cpus = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (self->items, i);

      add_to_sums (&sums, item);
    }

  if (sums.n_vms > 0)
    {
      memory = ferry_format_bytes (sums.memory_bytes);
      vms = g_strdup_printf (ngettext ("%u virtual machine, %u of them running",
                                       "%u virtual machines, %u of them running", sums.n_vms),
                             sums.n_vms, sums.n_running);
      cpus = g_strdup_printf (ngettext ("%u vCPU", "%u vCPUs", sums.n_vcpus), sums.n_vcpus);
      text = g_strdup_printf ("%s · %s · %s", vms, cpus, memory);
    }
  gtk_label_set_label (self->sums, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sums), text != NULL);
}

/* FERRY_N_KINDS: a mixture */
static FerryKind
get_common_kind (GListModel *items)
{
  FerryKind kind = FERRY_N_KINDS;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (items, i);

      if (ferry_item_get_record (item) == NULL)
        return FERRY_N_KINDS;
      if (i > 0 && ferry_item_get_kind (item) != kind)
        return FERRY_N_KINDS;
      kind = ferry_item_get_kind (item);
    }

  return kind;
}

static void
fill (GListStore *rows,
      GListModel *items)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (items);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, g_list_model_get_item (items, i));
  g_list_store_splice (rows, 0, g_list_model_get_n_items (G_LIST_MODEL (rows)), all->pdata, all->len);
}

static void
update (FerrySelectionPage *self)
{
  FerryKind kind = get_common_kind (self->items);
  const char *name = tables[G_N_ELEMENTS (tables) - 1].name;
  GtkWidget *table;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      if (tables[i].kind == kind)
        name = tables[i].name;
    }

  show_sums (self);
  table = gtk_stack_get_child_by_name (self->tables, name);
  fill (ferry_table_get_rows (FERRY_TABLE (table)), self->items);
  gtk_stack_set_visible_child (self->tables, table);
}

void
ferry_selection_page_set_items (FerrySelectionPage *self,
                                const char         *title,
                                GListModel         *items)
{
  g_return_if_fail (FERRY_IS_SELECTION_PAGE (self));

  g_set_object (&self->items, items);
  g_signal_group_set_target (self->signals, items);
  gtk_label_set_label (self->title, title);
  update (self);
}

static void
ferry_selection_page_dispose (GObject *object)
{
  FerrySelectionPage *self = FERRY_SELECTION_PAGE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (ferry_selection_page_parent_class)->dispose (object);
}

static void
ferry_selection_page_class_init (FerrySelectionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_selection_page_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-selection-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FerrySelectionPage, title);
  gtk_widget_class_bind_template_child (widget_class, FerrySelectionPage, sums);
  gtk_widget_class_bind_template_child (widget_class, FerrySelectionPage, tables);
}

static void
ferry_selection_page_init (FerrySelectionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->signals, "items-changed", G_CALLBACK (update), self);
}

GtkWidget *
ferry_selection_page_new (FerryClient *client)
{
  FerrySelectionPage *self = g_object_new (FERRY_TYPE_SELECTION_PAGE, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      FerryTable *table = g_object_new (FERRY_TYPE_TABLE,
                                        "label", _("What is selected"),
                                        "empty-title", _("Nothing in it"),
                                        NULL);

      ferry_table_set_columns (table, tables[i].get_columns (), client);
      gtk_stack_add_named (self->tables, GTK_WIDGET (table), tables[i].name);
    }

  return GTK_WIDGET (self);
}
