/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/ferry-meter.h"
#include "engine/ferry-migration.h"
#include "engine/ferry-outcome.h"
#include "engine/ferry-sequence.h"

G_BEGIN_DECLS

/* For the files of the class alone. */

struct _FerryMigration
{
  GObject            parent_instance;

  FerryConnection   *connection; /* (owned) */
  FerryInventory    *inventory;  /* (owned) */
  FerryJournal      *journal;    /* (owned) */
  FerryScheduler    *scheduler;  /* (owned) */
  FerryClock        *clock;      /* (owned) */
  FerryJournalEntry *entry;      /* (owned) */
  char              *connection_key; /* (owned): interned */

  FerrySequence     *sequence;   /* (owned) */
  const char        *step;       /* (nullable): static: the one that runs */
  GCancellable      *calls;      /* (owned): of every call but the one that starts the move */
  guint              timer;
  void             (*when_connected) (FerryMigration *self); /* (nullable): goes on with this */

  FerryMoveState     state;
  FerryMeter         meter;
  char              *waiting;    /* (owned) (nullable) */
  char              *message;    /* (owned) (nullable) */
  gboolean           was_resumed;
  gboolean           is_cancel_sent; /* to the task that is watched, over this connection */
  gint64             finished_at;

  FerryServerWord    word;       /* once the server was asked and no task is left to watch */
  char              *reason;     /* (owned) (nullable) */
  gboolean           some_host_is_silent;
  FerryOutcome       outcome;    /* once it was looked at */
  gint64             first_look_us; /* -1 before */
  guint              n_looks;
  guint              n_blind_looks;
  gint64             agree_until_us;
  gboolean           is_abandoned;
};

/* ferry-migration.c */
const char      *ferry_migration_get_source_name      (FerryMigration   *self);
gboolean         ferry_migration_is_in_step           (FerryMigration   *self,
                                                       const char       *id);
FerryMoveRecord *ferry_migration_make_record          (FerryMigration   *self);
void             ferry_migration_publish              (FerryMigration   *self);
/* @waiting: (nullable) (transfer full): translated */
void             ferry_migration_set_waiting          (FerryMigration   *self,
                                                       char             *waiting);
/* @error: (nullable) (transfer full) */
void             ferry_migration_step_done            (FerryMigration   *self,
                                                       GError           *error);
/* Goes on with @func when the server answers again. */
void             ferry_migration_wait_for_connection  (FerryMigration   *self,
                                                       void            (*func) (FerryMigration *self));
gboolean         ferry_migration_is_unreachable       (const GError     *error);
FerryDriver     *ferry_migration_get_driver           (FerryMigration   *self);

/* ferry-migration-start.c */
const char      *ferry_migration_get_pool_key         (FerryMigration   *self);
void             ferry_migration_on_scheduler_run     (FerryScheduler   *scheduler,
                                                       const char       *move_key,
                                                       FerryMigration   *self);
void             ferry_migration_on_scheduler_changed (FerryScheduler   *scheduler,
                                                       FerryMigration   *self);
void             ferry_migration_wait_for_slot        (FerrySequence    *sequence,
                                                       gpointer          user_data);
void             ferry_migration_give_slot_back       (FerrySequence    *sequence,
                                                       gpointer          user_data);
GError          *ferry_migration_make_cancelled       (FerryMigration   *self);
void             ferry_migration_check_again          (FerrySequence    *sequence,
                                                       gpointer          user_data);
/* @error: (nullable): what the driver made of it */
void             ferry_migration_note_word            (FerryMigration   *self,
                                                       FerryServerWord   word,
                                                       const GError     *error);
void             ferry_migration_find_task            (FerryMigration   *self);
void             ferry_migration_ask_for_move         (FerryMigration   *self);
void             ferry_migration_start_move           (FerrySequence    *sequence,
                                                       gpointer          user_data);

/* ferry-migration-watch.c */
/* @task: (transfer full) */
void             ferry_migration_send_cancel          (FerryMigration   *self,
                                                       GTask            *task);
void             ferry_migration_watch_again          (FerryMigration   *self);
void             ferry_migration_watch_move           (FerrySequence    *sequence,
                                                       gpointer          user_data);
void             ferry_migration_on_progress          (FerryConnection  *connection,
                                                       const char       *handle,
                                                       gpointer          progress,
                                                       FerryMigration   *self);
void             ferry_migration_look_where_it_is     (FerrySequence    *sequence,
                                                       gpointer          user_data);
void             ferry_migration_release_all          (FerrySequence    *sequence,
                                                       gpointer          user_data);

G_END_DECLS
