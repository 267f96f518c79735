/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "client/ferry-client.h"

G_BEGIN_DECLS

/* Names of other things, written so that a click selects them: markup for labels. */

/* (transfer full) (nullable): %NULL when @key (nullable) is not known */
char     *ferry_link_dup_markup      (FerryClient        *client,
                                      const char         *key) G_GNUC_WARN_UNUSED_RESULT;
/* The same with the words to show; (transfer full). */
char     *ferry_link_dup_named       (const char         *key,
                                      const char         *name) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (nullable): "merlin, kestrel, and 3 more"; %NULL when none of @keys (nullable) is known */
char     *ferry_link_dup_list_markup (FerryClient        *client,
                                      const char * const *keys,
                                      guint               max) G_GNUC_WARN_UNUSED_RESULT;
/* Links in @label select what they name from now on, by the action win.show. */
void      ferry_link_follow_in       (GtkLabel           *label);
/* Sets markup and visibility of @label where they differ from what they are; (nullable) @markup. */
gboolean  ferry_link_set_markup      (GtkLabel           *label,
                                      const char         *markup);

G_END_DECLS
