/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-details-page"

#include "config.h"

#include "ui/details/ferry-details-page.h"

#include <glib/gi18n.h>

#include "ui/details/ferry-page-head.h"

/**
 * FerryDetailsPage:
 *
 * What is known about one thing: a head and tabs.
 *
 * Threads: the UI thread.
 */
typedef struct
{
  FerryTable     *table; /* (not owned): in the stack */
  FerryKind       kind;
  FerryIsRelated  is_related;
} Related;

typedef struct
{
  gboolean       has_tabs;
  GArray        *related; /* (owned) (element-type Related): tables of what belongs to the item */

  FerryPageHead *head;
  AdwViewStack  *stack;
} FerryDetailsPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (FerryDetailsPage, ferry_details_page, FERRY_TYPE_KIND_PAGE)

static FerryDetailsPagePrivate *
get_private (FerryDetailsPage *self)
{
  return ferry_details_page_get_instance_private (self);
}

static void
ensure_tabs (FerryDetailsPage *self)
{
  FerryDetailsPagePrivate *priv = get_private (self);
  FerryClient *client = ferry_kind_page_get_client (FERRY_KIND_PAGE (self));

  if (priv->has_tabs || client == NULL)
    return;

  priv->has_tabs = TRUE;
  FERRY_DETAILS_PAGE_GET_CLASS (self)->add_tabs (self, client);
}

static void
refresh_related (FerryDetailsPage *self)
{
  GArray *related = get_private (self)->related;
  FerryClient *client = ferry_kind_page_get_client (FERRY_KIND_PAGE (self));
  FerryItem *item = ferry_kind_page_get_item (FERRY_KIND_PAGE (self));

  for (guint i = 0; i < related->len; i++)
    {
      const Related *one = &g_array_index (related, Related, i);

      ferry_related_refresh (ferry_table_get_rows (one->table),
                             ferry_client_get_list (client, one->kind), one->is_related,
                             ferry_item_get_key (item));
      ferry_table_refresh (one->table);
    }
}

static void
ferry_details_page_show (FerryKindPage *page)
{
  ensure_tabs (FERRY_DETAILS_PAGE (page));
}

static void
ferry_details_page_update (FerryKindPage *page)
{
  FerryDetailsPage *self = FERRY_DETAILS_PAGE (page);
  FerryDetailsPageClass *klass = FERRY_DETAILS_PAGE_GET_CLASS (self);
  FerryItem *item = ferry_kind_page_get_item (page);
  g_autofree char *summary = klass->dup_summary (self, item);

  ferry_page_head_set_item (get_private (self)->head, item);
  ferry_page_head_set_summary (get_private (self)->head, summary);
  if (klass->show_facts != NULL)
    klass->show_facts (self, item);
}

static void
ferry_details_page_look_around (FerryKindPage *page)
{
  refresh_related (FERRY_DETAILS_PAGE (page));
}

void
ferry_details_page_add_tab (FerryDetailsPage *self,
                            const char       *name,
                            const char       *title,
                            const char       *icon_name,
                            GtkWidget        *widget)
{
  g_return_if_fail (FERRY_IS_DETAILS_PAGE (self));

  adw_view_stack_add_titled_with_icon (get_private (self)->stack, widget, name, title, icon_name);
}

GtkWidget *
ferry_details_page_add_facts (FerryDetailsPage *self)
{
  GtkWidget *page = adw_preferences_page_new ();

  ferry_details_page_add_tab (self, "overview", _("Overview"), "view-list-symbolic", page);

  return page;
}

FerryFacts *
ferry_details_page_add_group (GtkWidget  *facts,
                              const char *title)
{
  GtkWidget *group = ferry_facts_new (title);

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (facts), ADW_PREFERENCES_GROUP (group));

  return FERRY_FACTS (group);
}

void
ferry_details_page_add_related (FerryDetailsPage  *self,
                                const char        *title,
                                const char        *icon_name,
                                FerryKind          kind,
                                FerryIsRelated     is_related,
                                const FerryColumn *columns,
                                const char        *empty)
{
  FerryTable *table = g_object_new (FERRY_TYPE_TABLE, "label", title, "empty-title", empty, NULL);
  Related related = { table, kind, is_related };

  g_return_if_fail (FERRY_IS_DETAILS_PAGE (self));

  ferry_table_set_columns (table, columns, ferry_kind_page_get_client (FERRY_KIND_PAGE (self)));
  ferry_details_page_add_tab (self, ferry_kind_get_nick (kind), title, icon_name,
                              GTK_WIDGET (table));
  g_array_append_val (get_private (self)->related, related);
}

const char *
ferry_details_page_get_name_of (FerryDetailsPage *self,
                                const char       *key)
{
  FerryClient *client = ferry_kind_page_get_client (FERRY_KIND_PAGE (self));
  FerryItem *item = key != NULL ? ferry_client_lookup (client, key) : NULL;

  return item != NULL ? ferry_item_get_name (item) : NULL;
}

static void
ferry_details_page_finalize (GObject *object)
{
  g_array_unref (get_private (FERRY_DETAILS_PAGE (object))->related);

  G_OBJECT_CLASS (ferry_details_page_parent_class)->finalize (object);
}

static void
ferry_details_page_class_init (FerryDetailsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ferry_details_page_finalize;
  FERRY_KIND_PAGE_CLASS (klass)->show = ferry_details_page_show;
  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_details_page_update;
  FERRY_KIND_PAGE_CLASS (klass)->look_around = ferry_details_page_look_around;

  g_type_ensure (FERRY_TYPE_PAGE_HEAD);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-details-page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, FerryDetailsPage, head);
  gtk_widget_class_bind_template_child_private (widget_class, FerryDetailsPage, stack);
}

static void
ferry_details_page_init (FerryDetailsPage *self)
{
  get_private (self)->related = g_array_new (FALSE, FALSE, sizeof (Related));
  gtk_widget_init_template (GTK_WIDGET (self));
}
