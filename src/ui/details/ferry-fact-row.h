/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_FACT_ROW (ferry_fact_row_get_type ())

G_DECLARE_FINAL_TYPE (FerryFactRow, ferry_fact_row, FERRY, FACT_ROW, AdwPreferencesRow)

/* One fact in a boxed list: the property "title", and what is said about it. Without anything to say the row is hidden;
 * saying the same again costs nothing. Property "copyable": a button copies the words. */

/* @text: (nullable) */
void ferry_fact_row_set_text   (FerryFactRow       *self,
                                const char         *text);
/* @text: (nullable) (transfer full) */
void ferry_fact_row_take_text  (FerryFactRow       *self,
                                char               *text);
/* @markup: (nullable) (transfer full): see ferry-link.h */
void ferry_fact_row_take_markup (FerryFactRow       *self,
                                char               *markup);
/* A link to what @key (nullable) names. */
void ferry_fact_row_set_link   (FerryFactRow       *self,
                                FerryClient        *client,
                                const char         *key);
void ferry_fact_row_set_links  (FerryFactRow       *self,
                                FerryClient        *client,
                                const char * const *keys);
/* @strings: (nullable): separated by commas */
void ferry_fact_row_set_list   (FerryFactRow       *self,
                                const char * const *strings);

G_END_DECLS
