/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-client.h"

G_BEGIN_DECLS

/**
 * FerryColumn:
 * @title: not yet translated; %NULL ends an array of columns
 * @is_number: right-aligned
 * @is_wide: takes the room that is left
 * @n_chars: how wide it is, so that it does not change while rows pass by
 * @dup_text: what it says; may return %NULL
 * @get_key: (nullable): what the text is a link to; may return %NULL
 * @dup_markup: (nullable): shown in place of the text, which is then for sorting alone
 * @get_icon_name: (nullable): stands before the text
 * @get_number: (nullable): what it is sorted by, in place of the text
 *
 * A column of a #FerryTable. A row is a #FerryItem or #FerryPart.
 */
typedef struct
{
  const char *title;
  gboolean    is_number;
  gboolean    is_wide;
  guint       n_chars;
  char *      (*dup_text)      (gpointer     row,
                                FerryClient *client);
  const char *(*get_key)       (gpointer     row,
                                FerryClient *client);
  char *      (*dup_markup)    (gpointer     row,
                                FerryClient *client);
  const char *(*get_icon_name) (gpointer     row);
  double      (*get_number)    (gpointer     row,
                                FerryClient *client);
} FerryColumn;

G_END_DECLS
