/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "model/ferry-connection-settings.h"
#include "model/ferry-secret.h"

G_BEGIN_DECLS

#define FERRY_TYPE_CONNECTION_DIALOG (ferry_connection_dialog_get_type ())

G_DECLARE_FINAL_TYPE (FerryConnectionDialog, ferry_connection_dialog, FERRY, CONNECTION_DIALOG, AdwWindow)

/* Asks for a connection's address, user and password. @settings: (nullable): what to edit; a new one otherwise.
 * Signal "accepted" (const FerryConnectionSettings *, FerrySecret *secret): the secret is %NULL if none was typed;
 * both belong to the dialog. It closes itself afterwards. */
GtkWidget *ferry_connection_dialog_new (GtkWindow                     *parent,
                                        const FerryConnectionSettings *settings);

G_END_DECLS
