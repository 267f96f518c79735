/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-table"

#include "config.h"

#include "ui/details/ferry-table.h"

#include <glib/gi18n.h>

#include "ui/details/ferry-column-sorter.h"
#include "ui/details/ferry-table-cell.h"

/* More are sorted piece by piece, a little later: the window shall not stand still. */
#define MAX_SORTED_AT_ONCE 2000

/**
 * FerryTable:
 *
 * Rows of facts about many things.
 *
 * Threads: the UI thread.
 */
struct _FerryTable
{
  AdwBin             parent_instance;

  const FerryColumn *columns; /* (nullable) */
  FerryClient       *client;  /* (owned) (nullable) */
  GListStore        *rows;    /* (owned) */
  GtkSortListModel  *sorted;  /* (owned) (nullable) */
  GHashTable        *cells;   /* (owned) (element-type FerryTableCell): those that show something */
  char              *label;   /* (owned) (nullable) */

  GtkStack          *stack;
  AdwStatusPage     *empty;
  GtkColumnView     *view;
};

G_DEFINE_FINAL_TYPE (FerryTable, ferry_table, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_DESCRIPTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Connected before the sorted model, so that that knows how to go about what has come. */
static void
on_rows_changed (FerryTable *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  gtk_stack_set_visible_child_name (self->stack, n == 0 ? "empty" : "rows");
  if (self->sorted != NULL)
    gtk_sort_list_model_set_incremental (self->sorted, n > MAX_SORTED_AT_ONCE);
}

static void
on_setup (FerryTable               *self,
          GtkListItem              *list_item,
          GtkSignalListItemFactory *factory)
{
  const FerryColumn *column = g_object_get_data (G_OBJECT (factory), "column");

  gtk_list_item_set_child (list_item, ferry_table_cell_new (column));
}

static void
on_bind (FerryTable  *self,
         GtkListItem *list_item)
{
  GtkWidget *cell = gtk_list_item_get_child (list_item);

  ferry_table_cell_set_row (FERRY_TABLE_CELL (cell), gtk_list_item_get_item (list_item), self->client);
  g_hash_table_add (self->cells, cell);
}

static void
on_unbind (FerryTable  *self,
           GtkListItem *list_item)
{
  GtkWidget *cell = gtk_list_item_get_child (list_item);

  g_hash_table_remove (self->cells, cell);
  ferry_table_cell_set_row (FERRY_TABLE_CELL (cell), NULL, NULL);
}

static void
on_activate (FerryTable *self,
             guint       position)
{
  GListModel *model = G_LIST_MODEL (gtk_column_view_get_model (self->view));
  g_autoptr(GObject) row = g_list_model_get_item (model, position);

  for (guint i = 0; row != NULL && self->columns[i].title != NULL; i++)
    {
      const FerryColumn *column = &self->columns[i];
      const char *key = column->get_key != NULL ? column->get_key (row, self->client) : NULL;

      if (key != NULL)
        {
          gtk_widget_activate_action (GTK_WIDGET (self), "win.show", "s", key);
          return;
        }
    }
}

static GtkListItemFactory *
make_factory (FerryTable        *self,
              const FerryColumn *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "column", (gpointer) column);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (on_unbind), self);

  return factory;
}

/* The header's widgets are nobody's business but the view's; it has no other way to put a title above its numbers. */
static void
align_title (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *title = header != NULL ? gtk_widget_get_last_child (header) : NULL;
  GtkWidget *content = title != NULL ? gtk_widget_get_first_child (title) : NULL;

  if (content != NULL)
    gtk_widget_set_halign (content, GTK_ALIGN_END);
}

static void
add_column (FerryTable        *self,
            const FerryColumn *column)
{
  g_autoptr(GtkSorter) sorter = ferry_column_sorter_new (column, self->client);
  g_autoptr(GtkColumnViewColumn) view_column =
    gtk_column_view_column_new (_(column->title), make_factory (self, column));

  gtk_column_view_column_set_expand (view_column, column->is_wide);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_sorter (view_column, sorter);
  gtk_column_view_append_column (self->view, view_column);
  if (column->is_number)
    align_title (self->view);
}

static void
sort_by_first (FerryTable *self)
{
  g_autoptr(GtkColumnViewColumn) first =
    g_list_model_get_item (gtk_column_view_get_columns (self->view), 0);

  gtk_column_view_sort_by_column (self->view, first, GTK_SORT_ASCENDING);
}

static void
remove_columns (FerryTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
}

/* A view makes some 200 rows of widgets whether they are seen or not: not before somebody looks. */
static void
show_rows (FerryTable *self)
{
  GtkSingleSelection *selection;
  GtkSorter *sorter;

  if (self->sorted != NULL || self->columns == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  sorter = gtk_column_view_get_sorter (self->view);
  self->sorted = gtk_sort_list_model_new (NULL, g_object_ref (sorter));
  on_rows_changed (self);
  gtk_sort_list_model_set_model (self->sorted, G_LIST_MODEL (self->rows));

  selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->sorted)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_selected (selection, GTK_INVALID_LIST_POSITION);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
}

static void
hide_rows (FerryTable *self)
{
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->sorted);
}

void
ferry_table_set_columns (FerryTable        *self,
                         const FerryColumn *columns,
                         FerryClient       *client)
{
  g_return_if_fail (FERRY_IS_TABLE (self));

  if (columns == self->columns && client == self->client)
    return;

  g_list_store_remove_all (self->rows);
  remove_columns (self);
  self->columns = columns;
  g_set_object (&self->client, client);
  for (guint i = 0; columns[i].title != NULL; i++)
    add_column (self, &columns[i]);
  sort_by_first (self);

  show_rows (self);
}

GListStore *
ferry_table_get_rows (FerryTable *self)
{
  g_return_val_if_fail (FERRY_IS_TABLE (self), NULL);

  return self->rows;
}

void
ferry_table_clear (FerryTable *self)
{
  g_return_if_fail (FERRY_IS_TABLE (self));

  g_list_store_remove_all (self->rows);
}

void
ferry_table_refresh (FerryTable *self)
{
  GHashTableIter iter;
  gpointer cell;

  g_return_if_fail (FERRY_IS_TABLE (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    ferry_table_cell_refresh (cell);
}

static void
ferry_table_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ferry_table_parent_class)->map (widget);

  show_rows (FERRY_TABLE (widget));
}

static void
ferry_table_unmap (GtkWidget *widget)
{
  hide_rows (FERRY_TABLE (widget));

  GTK_WIDGET_CLASS (ferry_table_parent_class)->unmap (widget);
}

static void
ferry_table_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  FerryTable *self = FERRY_TABLE (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;

    case PROP_EMPTY_TITLE:
      g_value_set_string (value, adw_status_page_get_title (self->empty));
      break;

    case PROP_EMPTY_DESCRIPTION:
      g_value_set_string (value, adw_status_page_get_description (self->empty));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ferry_table_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  FerryTable *self = FERRY_TABLE (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_free (self->label);
      self->label = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      self->label, -1);
      break;

    case PROP_EMPTY_TITLE:
      adw_status_page_set_title (self->empty, g_value_get_string (value));
      break;

    case PROP_EMPTY_DESCRIPTION:
      adw_status_page_set_description (self->empty, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ferry_table_dispose (GObject *object)
{
  FerryTable *self = FERRY_TABLE (object);

  hide_rows (self);
  self->view = NULL;
  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_table_parent_class)->dispose (object);
}

static void
ferry_table_finalize (GObject *object)
{
  FerryTable *self = FERRY_TABLE (object);

  g_object_unref (self->rows);
  g_hash_table_unref (self->cells);
  g_free (self->label);

  G_OBJECT_CLASS (ferry_table_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_TITLE] = g_param_spec_string ("empty-title", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_DESCRIPTION] =
    g_param_spec_string ("empty-description", NULL, NULL, NULL, flags);
  g_object_class_install_properties (klass, N_PROPS, properties);
}

static void
ferry_table_class_init (FerryTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ferry_table_dispose;
  object_class->finalize = ferry_table_finalize;
  object_class->get_property = ferry_table_get_property;
  object_class->set_property = ferry_table_set_property;
  widget_class->map = ferry_table_map;
  widget_class->unmap = ferry_table_unmap;
  install_properties (object_class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ferryproject/Ferry/details/ferry-table.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryTable, stack);
  gtk_widget_class_bind_template_child (widget_class, FerryTable, empty);
  gtk_widget_class_bind_template_child (widget_class, FerryTable, view);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
ferry_table_init (FerryTable *self)
{
  self->rows = g_list_store_new (G_TYPE_OBJECT);
  self->cells = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (on_rows_changed), self,
                           G_CONNECT_SWAPPED);
  on_rows_changed (self);
}
