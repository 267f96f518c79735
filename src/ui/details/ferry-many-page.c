/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-many-page"

#include "config.h"

#include "ui/details/ferry-many-page.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-host-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-item-columns.h"
#include "ui/details/ferry-page-head.h"
#include "ui/details/ferry-table.h"
#include "ui/tree/ferry-item-look.h"

#define REFRESH_MS 1000

/**
 * FerryManyPage:
 *
 * Several things at once: a table of them, and the sums on top. What is in the
 * rows follows at once; the sums, once a second.
 *
 * Threads: the UI thread.
 */
struct _FerryManyPage
{
  AdwBin         parent_instance;

  FerryClient   *client;           /* (owned) (nullable) */
  FerryItem     *group;            /* (owned) (nullable) */
  GSignalGroup  *client_signals;   /* (owned) */
  GSignalGroup  *children_signals; /* (owned): of what stands below @group */
  guint          refresh_source;

  FerryPageHead *head;
  FerryTable    *table;
};

G_DEFINE_FINAL_TYPE (FerryManyPage, ferry_many_page, ADW_TYPE_BIN)

typedef struct
{
  guint   n_of_kind[FERRY_N_KINDS];
  guint   n_cpus;
  guint64 memory_bytes;
  guint64 room_bytes;
} Sums;

static void
add_to_sums (Sums      *sums,
             FerryItem *item)
{
  gconstpointer record = ferry_item_get_record (item);

  sums->n_of_kind[ferry_item_get_kind (item)]++;
  if (ferry_item_get_kind (item) == FERRY_KIND_VM)
    {
      sums->n_cpus += ((const FerryVmRecord *) record)->n_vcpus;
      sums->memory_bytes += ((const FerryVmRecord *) record)->memory_dynamic_max_bytes;
    }
  else if (ferry_item_get_kind (item) == FERRY_KIND_STORAGE)
    sums->room_bytes += ((const FerryStorageRecord *) record)->size_bytes;
}

static void
append (GString *text,
        char    *part)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
  g_free (part);
}

static void
append_vms (GString    *text,
            const Sums *sums)
{
  guint n = sums->n_of_kind[FERRY_KIND_VM];
  g_autofree char *memory = ferry_format_bytes (sums->memory_bytes);

  append (text, g_strdup_printf (ngettext ("%u virtual machine", "%u virtual machines", n), n));
  append (text, g_strdup_printf (ngettext ("%u vCPU", "%u vCPUs", sums->n_cpus), sums->n_cpus));
  /* Translators: an amount of memory */
  append (text, g_strdup_printf (_("%s memory"), memory));
}

static char *
describe_sums (const Sums *sums)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n_pools = sums->n_of_kind[FERRY_KIND_CONNECTION];
  guint n_hosts = sums->n_of_kind[FERRY_KIND_HOST];
  guint n_storage = sums->n_of_kind[FERRY_KIND_STORAGE];
  guint n_networks = sums->n_of_kind[FERRY_KIND_NETWORK];

  if (sums->n_of_kind[FERRY_KIND_VM] > 0)
    append_vms (text, sums);
  if (n_pools > 0)
    append (text, g_strdup_printf (ngettext ("%u pool", "%u pools", n_pools), n_pools));
  if (n_hosts > 0)
    append (text, g_strdup_printf (ngettext ("%u host", "%u hosts", n_hosts), n_hosts));
  if (n_storage > 0)
    {
      g_autofree char *room = ferry_format_bytes (sums->room_bytes);

      append (text, g_strdup_printf (ngettext ("%u storage", "%u storages", n_storage), n_storage));
      append (text, g_strdup_printf (_("%s room"), room));
    }
  if (n_networks > 0)
    append (text, g_strdup_printf (ngettext ("%u network", "%u networks", n_networks), n_networks));

  return g_strdup (text->str);
}

static void
update_head (FerryManyPage *self)
{
  GListModel *rows = G_LIST_MODEL (ferry_table_get_rows (self->table));
  guint n = g_list_model_get_n_items (rows);
  g_autofree char *title = NULL;
  g_autofree char *summary = NULL;
  Sums sums = { 0 };

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (rows, i);

      if (ferry_item_get_record (item) != NULL)
        add_to_sums (&sums, item);
    }

  title = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);
  summary = describe_sums (&sums);
  if (self->group != NULL)
    ferry_page_head_set_item (self->head, self->group);
  else
    ferry_page_head_set_title (self->head, "edit-select-all-symbolic", title);
  ferry_page_head_set_summary (self->head, summary);
}

static gboolean
on_refresh (gpointer user_data)
{
  FerryManyPage *self = user_data;

  self->refresh_source = 0;
  update_head (self);
  ferry_table_refresh (self->table);

  return G_SOURCE_REMOVE;
}

static void
on_batch_applied (FerryManyPage *self)
{
  if (self->refresh_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->refresh_source = g_timeout_add (REFRESH_MS, on_refresh, self);
}

/* FERRY_N_KINDS: a mixture */
static guint
get_common_kind (GPtrArray *items)
{
  guint kind = FERRY_N_KINDS;

  for (guint i = 0; i < items->len; i++)
    {
      FerryItem *item = g_ptr_array_index (items, i);

      if (ferry_item_get_record (item) == NULL || (i > 0 && ferry_item_get_kind (item) != kind))
        return FERRY_N_KINDS;
      kind = ferry_item_get_kind (item);
    }

  return kind;
}

static const FerryColumn *
get_columns (guint kind)
{
  switch (kind)
    {
    case FERRY_KIND_VM:
      return ferry_item_columns_of_vms ();

    case FERRY_KIND_HOST:
      return ferry_item_columns_of_hosts ();

    case FERRY_KIND_STORAGE:
      return ferry_item_columns_of_storage ();

    case FERRY_KIND_NETWORK:
      return ferry_item_columns_of_networks ();

    default:
      return ferry_item_columns_of_anything ();
    }
}

static void
set_rows (FerryManyPage *self,
          GPtrArray     *items)
{
  GListStore *rows = ferry_table_get_rows (self->table);
  g_autoptr(GPtrArray) shown = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      if (ferry_item_get_record (g_ptr_array_index (items, i)) != NULL)
        g_ptr_array_add (shown, g_ptr_array_index (items, i));
    }

  if (shown->len > 0)
    ferry_table_set_columns (self->table, get_columns (get_common_kind (shown)), self->client);
  g_list_store_splice (rows, 0, g_list_model_get_n_items (G_LIST_MODEL (rows)), shown->pdata, shown->len);
  update_head (self);
}

static void
on_children_changed (FerryManyPage *self)
{
  GListModel *children = ferry_item_get_children (self->group);
  guint n = children != NULL ? g_list_model_get_n_items (children) : 0;
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (children, i));
  set_rows (self, items);
}

void
ferry_many_page_set_client (FerryManyPage *self,
                            FerryClient   *client)
{
  g_return_if_fail (FERRY_IS_MANY_PAGE (self));

  g_set_object (&self->client, client);
  g_signal_group_set_target (self->client_signals, client);
}

void
ferry_many_page_set_items (FerryManyPage *self,
                           GPtrArray     *items)
{
  g_return_if_fail (FERRY_IS_MANY_PAGE (self));

  g_signal_group_set_target (self->children_signals, NULL);
  g_clear_object (&self->group);
  set_rows (self, items);
}

void
ferry_many_page_set_group (FerryManyPage *self,
                           FerryItem     *group)
{
  g_return_if_fail (FERRY_IS_MANY_PAGE (self));

  if (!g_set_object (&self->group, group))
    return;


  g_signal_group_set_target (self->children_signals, ferry_item_get_children (group));
  on_children_changed (self);
}

void
ferry_many_page_clear (FerryManyPage *self)
{
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();

  ferry_many_page_set_items (self, nothing);
}

static void
ferry_many_page_dispose (GObject *object)
{
  FerryManyPage *self = FERRY_MANY_PAGE (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_object (&self->client_signals);
  g_clear_object (&self->children_signals);
  g_clear_object (&self->group);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_many_page_parent_class)->dispose (object);
}

static void
ferry_many_page_class_init (FerryManyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ferry_many_page_dispose;

  g_type_ensure (FERRY_TYPE_PAGE_HEAD);
  g_type_ensure (FERRY_TYPE_TABLE);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-many-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryManyPage, head);
  gtk_widget_class_bind_template_child (widget_class, FerryManyPage, table);
}

static void
ferry_many_page_init (FerryManyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->client_signals = g_signal_group_new (FERRY_TYPE_CLIENT);
  g_signal_group_connect_swapped (self->client_signals, "batch-applied", G_CALLBACK (on_batch_applied),
                                  self);
  self->children_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->children_signals, "items-changed",
                                  G_CALLBACK (on_children_changed), self);
}
