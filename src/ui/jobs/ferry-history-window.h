/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_HISTORY_WINDOW (ferry_history_window_get_type ())

G_DECLARE_FINAL_TYPE (FerryHistoryWindow, ferry_history_window, FERRY, HISTORY_WINDOW, AdwWindow)

/* Past moves, newest first, searchable. */
GtkWidget *ferry_history_window_new (FerryClient *client,
                                     GtkWindow   *parent);

G_END_DECLS
