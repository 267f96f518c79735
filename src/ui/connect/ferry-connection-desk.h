/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "client/ferry-client.h"
#include "client/ferry-connection-store.h"

G_BEGIN_DECLS

#define FERRY_TYPE_CONNECTION_DESK (ferry_connection_desk_get_type ())

G_DECLARE_FINAL_TYPE (FerryConnectionDesk, ferry_connection_desk, FERRY, CONNECTION_DESK, GObject)

/* Everything about connections that needs the user: adds, edits and removes them, asks for passwords
 * ("secret-wanted") and for decisions on certificates (#FERRY_CONNECTION_UNTRUSTED).
 * @window: (not owned): transient parent of the dialogs; owns the desk. */
FerryConnectionDesk *ferry_connection_desk_new       (FerryClient          *client,
                                                      FerryConnectionStore *store,
                                                      GtkWindow            *window);
void                 ferry_connection_desk_add       (FerryConnectionDesk  *self);
void                 ferry_connection_desk_edit      (FerryConnectionDesk  *self,
                                                      const char           *connection_id);
void                 ferry_connection_desk_remove    (FerryConnectionDesk  *self,
                                                      const char           *connection_id);
/* Connects again; asks what is missing: a password, a decision on a certificate. */
void                 ferry_connection_desk_reconnect (FerryConnectionDesk  *self,
                                                      const char           *connection_id);

G_END_DECLS
