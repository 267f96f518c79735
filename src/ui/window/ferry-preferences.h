/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FERRY_TYPE_PREFERENCES (ferry_preferences_get_type ())

G_DECLARE_FINAL_TYPE (FerryPreferences, ferry_preferences, FERRY, PREFERENCES, AdwPreferencesWindow)

GtkWidget *ferry_preferences_new         (GtkWindow *parent,
                                          GSettings *settings);
/* Follows the key "style" from now on. Called once, at start. */
void       ferry_preferences_apply_style (GSettings *settings);

G_END_DECLS
