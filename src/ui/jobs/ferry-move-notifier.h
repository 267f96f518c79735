/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_MOVE_NOTIFIER (ferry_move_notifier_get_type ())

G_DECLARE_FINAL_TYPE (FerryMoveNotifier, ferry_move_notifier, FERRY, MOVE_NOTIFIER, GObject)

/* Tells the desktop when a move ends while none of the application's windows is active.
 * @application: (not owned): outlives it
 * @settings: (nullable): whose key "notify" can turn it off */
FerryMoveNotifier *ferry_move_notifier_new (GtkApplication *application,
                                            FerryClient    *client,
                                            GSettings      *settings);

G_END_DECLS
