/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/migrate/ferry-destinations.h"

G_BEGIN_DECLS

#define FERRY_TYPE_MOVE_DESK (ferry_move_desk_get_type ())

G_DECLARE_FINAL_TYPE (FerryMoveDesk, ferry_move_desk, FERRY, MOVE_DESK, GObject)

/* From the wish to move VMs to a started move: asks where to, asks the server, asks the user, starts.
 * Signal "started" (guint n, FerryItem *host): moves were handed to the engine. */

/* @window: (not owned): parent of the dialogs; owns the desk. @settings: (nullable) */
FerryMoveDesk *ferry_move_desk_new    (FerryClient      *client,
                                       GtkWindow        *window,
                                       GSettings        *settings);
/* Asks where @vms (element-type FerryItem) shall go. */
void           ferry_move_desk_choose (FerryMoveDesk    *self,
                                       GPtrArray        *vms);
/* They shall go there: the server's last word, the user's, and off. Says why not where they cannot. */
void           ferry_move_desk_send   (FerryMoveDesk    *self,
                                       FerryDestination *destination);

G_END_DECLS
