/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/ferry-inventory.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SCHEDULER (ferry_scheduler_get_type ())

G_DECLARE_FINAL_TYPE (FerryScheduler, ferry_scheduler, FERRY, SCHEDULER, GObject)

/* A host's toolstack has four workers, and a move keeps one busy on either side: one stays free for
 * everything else that somebody asks of that host. */
#define FERRY_SCHEDULER_MOVES_PER_HOST 3
/* As many as a server moves at once by itself when it empties a host. */
#define FERRY_SCHEDULER_MOVES_PER_POOL 10

/*
 * Signals:
 * "run" (const char *move_key): has a slot from now on
 * "changed": what others wait for may have changed
 */

FerryScheduler *ferry_scheduler_new     (FerryInventory *inventory);
/* Waits for a slot, after those that wait already. @pool_key: or the connection's, where pools are unknown.
 * "run" may be emitted before this returns. */
void            ferry_scheduler_queue   (FerryScheduler *self,
                                         const char     *move_key,
                                         const char     *source_key,
                                         const char     *target_key,
                                         const char     *pool_key);
/* Has a slot at once, since it runs already. */
void            ferry_scheduler_occupy  (FerryScheduler *self,
                                         const char     *move_key,
                                         const char     *source_key,
                                         const char     *target_key,
                                         const char     *pool_key);
/* Waits or runs no more. Unknown keys are ignored. */
void            ferry_scheduler_release (FerryScheduler *self,
                                         const char     *move_key);
/* (transfer full) (nullable): translated: what the move waits for; %NULL if it does not wait */
char           *ferry_scheduler_explain (FerryScheduler *self,
                                         const char     *move_key) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
