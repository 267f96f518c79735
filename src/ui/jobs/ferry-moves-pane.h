/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_MOVES_PANE (ferry_moves_pane_get_type ())

G_DECLARE_FINAL_TYPE (FerryMovesPane, ferry_moves_pane, FERRY, MOVES_PANE, AdwBin)

/* Running, waiting and ended moves, at the window's bottom. Properties: "client" (#FerryClient, nullable),
 * "expanded": the rows show; otherwise one line of counts does. */
void     ferry_moves_pane_set_client   (FerryMovesPane *self,
                                        FerryClient    *client);
void     ferry_moves_pane_set_expanded (FerryMovesPane *self,
                                        gboolean        expanded);
gboolean ferry_moves_pane_get_expanded (FerryMovesPane *self);

G_END_DECLS
