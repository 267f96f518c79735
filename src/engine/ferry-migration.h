/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/ferry-clock.h"
#include "engine/ferry-connection.h"
#include "engine/ferry-inventory.h"
#include "engine/ferry-journal.h"
#include "engine/ferry-scheduler.h"

G_BEGIN_DECLS

#define FERRY_TYPE_MIGRATION (ferry_migration_get_type ())

G_DECLARE_FINAL_TYPE (FerryMigration, ferry_migration, FERRY, MIGRATION, GObject)

/**
 * FerryMigrationContext:
 *
 * Whom a migration works with; none of them owned by this struct.
 */
typedef struct
{
  FerryConnection *connection;
  FerryInventory  *inventory;
  FerryJournal    *journal;
  FerryScheduler  *scheduler;
  FerryClock      *clock;
} FerryMigrationContext;

/*
 * Signal "ended": its record is in an end state, in the inventory and in the journal.
 */

/* @entry: in the journal already
 * @is_taken_up: an earlier run of this program began it */
FerryMigration *ferry_migration_new           (const FerryMigrationContext *context,
                                               const FerryJournalEntry     *entry,
                                               gboolean                     is_taken_up);
/* Runs, or goes on from where the earlier run stopped. */
void            ferry_migration_start         (FerryMigration              *self);
const char     *ferry_migration_get_key       (FerryMigration              *self);
const char     *ferry_migration_get_vm_key    (FerryMigration              *self);
FerryMoveState  ferry_migration_get_state     (FerryMigration              *self);
/* Success means that the wish was taken, not that it came in time: the record tells. TOO_LATE otherwise. */
void            ferry_migration_cancel_async  (FerryMigration              *self,
                                               GAsyncReadyCallback          callback,
                                               gpointer                     user_data);
gboolean        ferry_migration_cancel_finish (FerryMigration              *self,
                                               GAsyncResult                *result,
                                               GError                     **error);
/* Stops here; what the server does goes on, and the journal remembers it. No more signals. */
void            ferry_migration_abandon       (FerryMigration              *self);
/* Ends it as failed, with @message: nobody can watch it any more. */
void            ferry_migration_give_up       (FerryMigration              *self,
                                               const char                  *message);

G_END_DECLS
