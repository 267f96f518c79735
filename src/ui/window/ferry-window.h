/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "ui/window/ferry-application.h"

G_BEGIN_DECLS

#define FERRY_TYPE_WINDOW (ferry_window_get_type ())

G_DECLARE_FINAL_TYPE (FerryWindow, ferry_window, FERRY, WINDOW, AdwApplicationWindow)

/* Actions for widgets inside:
 *   win.migrate                  asks where the selected VMs shall go
 *   win.show (s: key)            selects a thing
 *   win.find, win.toggle-moves, win.toggle-tree, win.go-back, win.show-menu
 *   win.expand-all, win.collapse-all
 *   win.add-connection
 *   win.edit-connection, win.remove-connection, win.reconnect, win.disconnect (s: connection id)
 *   win.cancel-move, win.dismiss-move (s: key of a move, or of a task to cancel)
 */
FerryWindow *ferry_window_new      (FerryApplication *app);
/* Says something in passing, at the bottom edge. */
void         ferry_window_tell     (FerryWindow      *self,
                                    const char       *sentence);
/* Says something that must be read: a dialog with one button. @heading: what happened, short. */
void         ferry_window_tell_bad (FerryWindow      *self,
                                    const char       *heading,
                                    const char       *sentence);

G_END_DECLS
