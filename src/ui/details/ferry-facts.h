/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FERRY_TYPE_FACTS (ferry_facts_get_type ())

G_DECLARE_FINAL_TYPE (FerryFacts, ferry_facts, FERRY, FACTS, AdwPreferencesGroup)

/* A boxed list of facts: what it is, and how it is now. Rows stay as they are while their values change, so that
 * nothing jumps and the focus stays. A fact is named by its title. */
GtkWidget *ferry_facts_new      (const char *title);
/* @value: (nullable): %NULL hides the fact */
void       ferry_facts_set      (FerryFacts *self,
                                 const char *title,
                                 const char *value);
/* Likewise; takes @value. */
void       ferry_facts_take     (FerryFacts *self,
                                 const char *title,
                                 char       *value);
/* @value is the name of another thing, with a link to it. @key: (nullable): %NULL hides the fact */
void       ferry_facts_set_link (FerryFacts *self,
                                 const char *title,
                                 const char *value,
                                 const char *key);

G_END_DECLS
