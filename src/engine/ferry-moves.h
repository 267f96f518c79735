/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/ferry-clock.h"
#include "engine/ferry-connection.h"
#include "engine/ferry-inventory.h"
#include "engine/ferry-journal.h"
#include "model/ferry-move-request.h"

G_BEGIN_DECLS

#define FERRY_TYPE_MOVES (ferry_moves_get_type ())

G_DECLARE_FINAL_TYPE (FerryMoves, ferry_moves, FERRY, MOVES, GObject)

FerryMoves *ferry_moves_new           (FerryInventory          *inventory,
                                       FerryJournal            *journal,
                                       FerryClock              *clock);
/* Journals and queues a move for each VM of @request, or none. (transfer full) (element-type utf8): keys.
 * Fails with BLOCKED or JOURNAL, see #FerryEngineError. */
GPtrArray  *ferry_moves_start         (FerryMoves              *self,
                                       FerryConnection         *connection,
                                       const FerryMoveRequest  *request,
                                       GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Goes on with what earlier runs of this program left under way on the connection, and nobody else runs. */
void        ferry_moves_take_up       (FerryMoves              *self,
                                       FerryConnection         *connection);
/* The connection will not come back: nobody can watch its moves. */
void        ferry_moves_give_up       (FerryMoves              *self,
                                       FerryConnection         *connection);
gboolean    ferry_moves_contains      (FerryMoves              *self,
                                       const char              *move_key);
void        ferry_moves_cancel_async  (FerryMoves              *self,
                                       const char              *move_key,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
gboolean    ferry_moves_cancel_finish (FerryMoves              *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
/* Takes an ended move out of the inventory. */
void        ferry_moves_dismiss       (FerryMoves              *self,
                                       const char              *move_key);
/* Leaves everything as it stands on the servers, for a later run to take up. */
void        ferry_moves_abandon       (FerryMoves              *self);

G_END_DECLS
