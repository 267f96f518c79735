/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-facts"

#include "config.h"

#include "ui/details/ferry-fact-row.h"
#include "ui/details/ferry-facts.h"
#include "ui/details/ferry-link.h"

/**
 * FerryFacts:
 *
 * A boxed list of facts.
 *
 * Threads: the UI thread.
 */
struct _FerryFacts
{
  AdwPreferencesGroup  parent_instance;

  GHashTable          *rows; /* (owned) title to #FerryFactRow */
};

G_DEFINE_FINAL_TYPE (FerryFacts, ferry_facts, ADW_TYPE_PREFERENCES_GROUP)

/* (transfer none) */
static FerryFactRow *
ensure_row (FerryFacts *self,
            const char *title)
{
  FerryFactRow *row = g_hash_table_lookup (self->rows, title);

  if (row != NULL)
    return row;

  row = g_object_new (FERRY_TYPE_FACT_ROW, "title", title, NULL);
  g_hash_table_insert (self->rows, g_strdup (title), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));

  return row;
}

void
ferry_facts_set (FerryFacts *self,
                 const char *title,
                 const char *value)
{
  g_return_if_fail (FERRY_IS_FACTS (self));

  ferry_fact_row_set_text (ensure_row (self, title), value);
}

void
ferry_facts_take (FerryFacts *self,
                  const char *title,
                  char       *value)
{
  g_return_if_fail (FERRY_IS_FACTS (self));

  ferry_fact_row_take_text (ensure_row (self, title), value);
}

void
ferry_facts_set_link (FerryFacts *self,
                      const char *title,
                      const char *value,
                      const char *key)
{
  char *markup = key != NULL && value != NULL ? ferry_link_dup_named (key, value) : NULL;

  g_return_if_fail (FERRY_IS_FACTS (self));

  ferry_fact_row_take_markup (ensure_row (self, title), markup);
}

static void
ferry_facts_finalize (GObject *object)
{
  g_hash_table_unref (FERRY_FACTS (object)->rows);

  G_OBJECT_CLASS (ferry_facts_parent_class)->finalize (object);
}

static void
ferry_facts_class_init (FerryFactsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_facts_finalize;
}

static void
ferry_facts_init (FerryFacts *self)
{
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

GtkWidget *
ferry_facts_new (const char *title)
{
  return g_object_new (FERRY_TYPE_FACTS, "title", title, NULL);
}
