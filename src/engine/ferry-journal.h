/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/ferry-move-record.h"

G_BEGIN_DECLS

#define FERRY_TYPE_JOURNAL (ferry_journal_get_type ())

G_DECLARE_FINAL_TYPE (FerryJournal, ferry_journal, FERRY, JOURNAL, GObject)

/**
 * FerryJournalEntry:
 * @key: (not nullable): of the move's record
 * @connection_id: (not nullable): #FerryConnectionSettings.id
 * @vm_key: (not nullable): what moves
 * @vm_name: (not nullable): its name then
 * @source_host_key: (nullable): where from
 * @source_host_name: (nullable): its name then
 * @target_host_key: (not nullable): where to
 * @target_host_name: (nullable): its name then
 * @network_key: (nullable): see #FerryMoveRequest
 * @compress: see #FerryMoveRequest
 * @force: see #FerryMoveRequest
 * @step: (nullable): the last step that began; %NULL before the first
 * @handle: (nullable): what the driver knows the work by
 * @cancel_asked: the user wanted it to stop
 * @created_at: Unix seconds
 * @started_at: Unix seconds; 0 before the server was asked
 *
 * A move that has not ended, as it stands in the journal. No secret is in here.
 */
typedef struct
{
  char    *key;
  char    *connection_id;
  char    *vm_key;
  char    *vm_name;
  char    *source_host_key;
  char    *source_host_name;
  char    *target_host_key;
  char    *target_host_name;
  char    *network_key;
  int      compress;
  gboolean force;
  char    *step;
  char    *handle;
  gboolean cancel_asked;
  gint64   created_at;
  gint64   started_at;
} FerryJournalEntry;

FerryJournalEntry *ferry_journal_entry_copy (const FerryJournalEntry *self);
void               ferry_journal_entry_free (FerryJournalEntry       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryJournalEntry, ferry_journal_entry_free)

/* All errors are FERRY_ENGINE_ERROR_JOURNAL with a sentence for the user, unless said otherwise. */

/* @data_dir: (nullable): made if it is not there; %NULL keeps everything in memory. */
FerryJournal *ferry_journal_new         (const char               *data_dir,
                                         GError                  **error);
/* (element-type FerryJournalEntry): all of them, or none. BLOCKED if a VM has a move that has not ended. */
gboolean      ferry_journal_add         (FerryJournal             *self,
                                         GPtrArray                *entries,
                                         GError                  **error);
/* On disk when this returns; call it before the step begins. */
gboolean      ferry_journal_begin_step  (FerryJournal             *self,
                                         const char               *key,
                                         const char               *step,
                                         gint64                    at,
                                         GError                  **error);
gboolean      ferry_journal_set_handle  (FerryJournal             *self,
                                         const char               *key,
                                         const char               *handle,
                                         GError                  **error);
gboolean      ferry_journal_ask_cancel  (FerryJournal             *self,
                                         const char               *key,
                                         GError                  **error);
/* @record: in an end state */
gboolean      ferry_journal_end         (FerryJournal             *self,
                                         const FerryMoveRecord    *record,
                                         GError                  **error);
/* Makes this process the owner of what nobody owns any more; (element-type FerryJournalEntry), oldest first.
 * @n_elsewhere: (nullable) (out): moves of the connection that another living process runs */
GPtrArray    *ferry_journal_take_up     (FerryJournal             *self,
                                         const char               *connection_id,
                                         guint                    *n_elsewhere,
                                         GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
/* Owns nothing any more: another process may take up what has not ended. */
void          ferry_journal_release     (FerryJournal             *self);
/* Ended moves, newest first; (element-type FerryMoveRecord). @text: "" for all */
GPtrArray    *ferry_journal_search      (FerryJournal             *self,
                                         const char               *text,
                                         guint                     limit,
                                         GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
