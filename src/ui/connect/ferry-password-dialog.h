/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "model/ferry-secret.h"

G_BEGIN_DECLS

#define FERRY_TYPE_PASSWORD_DIALOG (ferry_password_dialog_get_type ())

G_DECLARE_FINAL_TYPE (FerryPasswordDialog, ferry_password_dialog, FERRY, PASSWORD_DIALOG, AdwMessageDialog)

/* Asks for the password of @name; @was_refused: the last one was wrong. Its response is %FERRY_PASSWORD_RESPONSE,
 * or anything else when the user would rather not. */
#define FERRY_PASSWORD_RESPONSE "connect"

GtkWidget   *ferry_password_dialog_new            (GtkWindow           *parent,
                                                   const char          *name,
                                                   gboolean             was_refused,
                                                   gboolean             remember);
/* (transfer full): what was typed; forgotten by the dialog */
FerrySecret *ferry_password_dialog_take_secret    (FerryPasswordDialog *self);
gboolean     ferry_password_dialog_get_remember   (FerryPasswordDialog *self);

G_END_DECLS
