/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean  ferry_sim_secret_is_table  (const char *table);
gboolean  ferry_sim_secret_is_field  (const char *table,
                                      const char *field);
char     *ferry_sim_secret_clean_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;
GVariant *ferry_sim_secret_clean_map (const char *field,
                                      GVariant   *map) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
