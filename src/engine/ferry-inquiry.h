/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/ferry-connection.h"

G_BEGIN_DECLS

/* Asks servers for their own last word on what local rules allow, a few questions at a time.
 *
 * @verdicts: (element-type FerryVerdict): of the local rules
 * @connections: (element-type utf8 FerryConnection): by id
 *
 * Threads: the engine's. */
void       ferry_inquiry_run_async  (GPtrArray            *verdicts,
                                     GHashTable           *connections,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
/* (transfer full) (element-type FerryVerdict): in the same order, with what the servers said added */
GPtrArray *ferry_inquiry_run_finish (GAsyncResult         *result,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer none) (nullable): the connection that @key belongs to */
FerryConnection *ferry_inquiry_find_connection (GHashTable *connections,
                                                const char *key);

G_END_DECLS
