/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "ui/migrate/ferry-destination.h"

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_MOVE_CONFIRMATION (ferry_move_confirmation_get_type ())

G_DECLARE_FINAL_TYPE (FerryMoveConfirmation, ferry_move_confirmation, FERRY, MOVE_CONFIRMATION, AdwMessageDialog)

/* Says what will move, how long it may take and what is to be minded. Responses: "cancel", "migrate".
 * Follows the destination's "changed": the server's last word comes while it is open. */
GtkWidget *ferry_move_confirmation_new             (GtkWindow             *parent,
                                                    FerryClient           *client,
                                                    FerryDestination      *destination);
/* Until the server has answered nothing can be started. */
void       ferry_move_confirmation_set_asking      (FerryMoveConfirmation *self,
                                                    gboolean               is_asking);
/* Whether the user does not want to be asked again about moves without warnings. */
gboolean   ferry_move_confirmation_get_ask_no_more (FerryMoveConfirmation *self);

G_END_DECLS
