/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-host-chooser"

#include "config.h"

#include "ui/migrate/ferry-destination-row.h"
#include "ui/migrate/ferry-host-chooser.h"

/**
 * FerryHostChooser:
 *
 * Every host with what it would mean to go there.
 *
 * Threads: the UI thread.
 */
struct _FerryHostChooser
{
  AdwBin             parent_instance;

  FerryDestinations *destinations; /* (owned) (nullable) */
  GSignalGroup      *signals;
  GtkFilter         *filter;    /* (owned) */
  GtkSorter         *sorter;    /* (owned) */
  GtkSingleSelection *selection; /* (owned) */
  char              *needle;    /* (owned): case-folded */
  gboolean           is_picked; /* the user went to a row: it stays selected while others come and go */

  GtkSearchEntry    *search;
  GtkStack          *stack;
  GtkListView       *list;
};

G_DEFINE_FINAL_TYPE (FerryHostChooser, ferry_host_chooser, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  SELECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Hosts that can go come first, then those that need choices, ... the one where it is comes last but those unknown. */
static int
get_rank (FerryDestination *destination)
{
  static const int ranks[] = {
    [FERRY_OUTLOOK_CAN_GO] = 0,
    [FERRY_OUTLOOK_NEEDS_CHOICES] = 2,
    [FERRY_OUTLOOK_CANNOT] = 3,
    [FERRY_OUTLOOK_HERE] = 4,
    [FERRY_OUTLOOK_UNKNOWN] = 5,
  };
  FerryOutlook outlook = ferry_destination_get_outlook (destination);

  if (outlook == FERRY_OUTLOOK_CAN_GO && ferry_destination_has_warnings (destination))
    return 1;

  return ranks[outlook];
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  FerryDestination *first = (gpointer) a;
  FerryDestination *second = (gpointer) b;
  int difference = get_rank (first) - get_rank (second);

  if (difference != 0)
    return difference;

  return g_utf8_collate (ferry_item_get_name (ferry_destination_get_host (first)),
                         ferry_item_get_name (ferry_destination_get_host (second)));
}

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  FerryHostChooser *self = user_data;
  FerryItem *host = ferry_destination_get_host (item);
  FerryItem *connection = ferry_item_get_parent (host);
  g_autofree char *text = g_strdup_printf ("%s %s", ferry_item_get_name (host),
                                           connection != NULL ? ferry_item_get_name (connection) : "");
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, self->needle) != NULL;
}

static void
update_stack (FerryHostChooser *self)
{
  const char *page = "hosts";

  if (self->destinations == NULL || !ferry_destinations_is_ready (self->destinations))
    page = "asking";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    page = "nothing";

  gtk_stack_set_visible_child_name (self->stack, page);
}

/* What Enter takes, until the user goes elsewhere, is the best host. */
static void
select_first (FerryHostChooser *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_single_selection_set_selected (self->selection, 0);
}

static void
on_destinations_changed (FerryHostChooser *self)
{
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  if (!self->is_picked)
    select_first (self);
  update_stack (self);
  g_signal_emit (self, signals[SELECTED], 0);
}

static void
on_search_changed (FerryHostChooser *self)
{
  g_autofree char *needle =
    g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  if (g_str_equal (needle, self->needle))
    return;

  g_free (self->needle);
  self->needle = g_steal_pointer (&needle);
  self->is_picked = FALSE;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  select_first (self);
  update_stack (self);
}

void
ferry_host_chooser_choose (FerryHostChooser *self)
{
  FerryDestination *destination;

  g_return_if_fail (FERRY_IS_HOST_CHOOSER (self));

  destination = ferry_host_chooser_get_selected (self);
  if (destination != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, destination);
}

static void
on_search_activated (FerryHostChooser *self)
{
  /* The entry tells of its text a moment late; Enter counts for what is written now. */
  on_search_changed (self);
  ferry_host_chooser_choose (self);
}

static void
on_activate (FerryHostChooser *self,
             guint             position)
{
  self->is_picked = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  ferry_host_chooser_choose (self);
}

static gboolean
on_search_key (FerryHostChooser *self,
               guint             keyval)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint position = gtk_single_selection_get_selected (self->selection);

  if (keyval == GDK_KEY_Down && position + 1 < n)
    position++;
  else if (keyval == GDK_KEY_Up && position > 0 && position < n)
    position--;
  else
    return FALSE;

  self->is_picked = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);

  return TRUE;
}

static void
on_selected (FerryHostChooser *self)
{
  g_signal_emit (self, signals[SELECTED], 0);
}

static void
on_setup (FerryHostChooser *self,
          GtkListItem      *list_item)
{
  gtk_list_item_set_child (list_item, ferry_destination_row_new (
                                        ferry_destinations_get_client (self->destinations)));
}

static void
on_bind (FerryHostChooser *self,
         GtkListItem      *list_item)
{
  ferry_destination_row_set_destination (FERRY_DESTINATION_ROW (gtk_list_item_get_child (list_item)),
                                         gtk_list_item_get_item (list_item));
}

static void
on_unbind (FerryHostChooser *self,
           GtkListItem      *list_item)
{
  ferry_destination_row_set_destination (FERRY_DESTINATION_ROW (gtk_list_item_get_child (list_item)),
                                         NULL);
}

void
ferry_host_chooser_set_destinations (FerryHostChooser  *self,
                                     FerryDestinations *destinations)
{
  g_autoptr(GListModel) filtered = NULL;
  GListModel *sorted;

  g_return_if_fail (FERRY_IS_HOST_CHOOSER (self));

  if (!g_set_object (&self->destinations, destinations))
    return;

  self->is_picked = FALSE;
  g_signal_group_set_target (self->signals, destinations);
  gtk_single_selection_set_model (self->selection, NULL);
  if (destinations != NULL)
    {
      filtered = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (destinations)),
                                                          g_object_ref (self->filter)));
      sorted = G_LIST_MODEL (gtk_sort_list_model_new (g_steal_pointer (&filtered),
                                                      g_object_ref (self->sorter)));
      gtk_single_selection_set_model (self->selection, sorted);
      g_object_unref (sorted);
    }
  update_stack (self);
}

FerryDestination *
ferry_host_chooser_get_selected (FerryHostChooser *self)
{
  g_return_val_if_fail (FERRY_IS_HOST_CHOOSER (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}

static gboolean
ferry_host_chooser_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (FERRY_HOST_CHOOSER (widget)->search));
}

static void
ferry_host_chooser_dispose (GObject *object)
{
  FerryHostChooser *self = FERRY_HOST_CHOOSER (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->destinations);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (ferry_host_chooser_parent_class)->dispose (object);
}

static void
ferry_host_chooser_finalize (GObject *object)
{
  FerryHostChooser *self = FERRY_HOST_CHOOSER (object);

  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  g_free (self->needle);

  G_OBJECT_CLASS (ferry_host_chooser_parent_class)->finalize (object);
}

static void
ferry_host_chooser_class_init (FerryHostChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ferry_host_chooser_dispose;
  object_class->finalize = ferry_host_chooser_finalize;
  widget_class->grab_focus = ferry_host_chooser_grab_focus;

  signals[CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, FERRY_TYPE_DESTINATION);
  signals[SELECTED] =
    g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/migrate/ferry-host-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryHostChooser, search);
  gtk_widget_class_bind_template_child (widget_class, FerryHostChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, FerryHostChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
make_models (FerryHostChooser *self)
{
  self->needle = g_strdup ("");
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL));
  self->selection = gtk_single_selection_new (NULL);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);

  self->signals = g_signal_group_new (FERRY_TYPE_DESTINATIONS);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (on_destinations_changed),
                                  self);
}

static void
ferry_host_chooser_init (FerryHostChooser *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  make_models (self);

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_search_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
  update_stack (self);
}

GtkWidget *
ferry_host_chooser_new (void)
{
  return g_object_new (FERRY_TYPE_HOST_CHOOSER, NULL);
}
