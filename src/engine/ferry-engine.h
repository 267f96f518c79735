/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/ferry-changes.h"
#include "model/ferry-connection-settings.h"
#include "model/ferry-finding.h"
#include "model/ferry-move-record.h"
#include "model/ferry-move-request.h"
#include "model/ferry-secret.h"
#include "model/ferry-verdict.h"

G_BEGIN_DECLS

#define FERRY_TYPE_ENGINE (ferry_engine_get_type ())

G_DECLARE_FINAL_TYPE (FerryEngine, ferry_engine, FERRY, ENGINE, GObject)

#define FERRY_ENGINE_ERROR (ferry_engine_error_quark ())

/**
 * FerryEngineError:
 * @FERRY_ENGINE_ERROR_NOT_FOUND: no such connection, VM, host or move
 * @FERRY_ENGINE_ERROR_BLOCKED: preflight refuses; the message is the worst finding's sentence
 * @FERRY_ENGINE_ERROR_JOURNAL: the journal cannot be read or written; nothing was started
 * @FERRY_ENGINE_ERROR_TOO_LATE: the move cannot be cancelled any more
 */
typedef enum
{
  FERRY_ENGINE_ERROR_NOT_FOUND,
  FERRY_ENGINE_ERROR_BLOCKED,
  FERRY_ENGINE_ERROR_JOURNAL,
  FERRY_ENGINE_ERROR_TOO_LATE,
} FerryEngineError;

GQuark        ferry_engine_error_quark         (void);

/* @data_dir: (nullable): where the journal is kept; %NULL for one in memory (tests, the demo). */
FerryEngine  *ferry_engine_new                 (const char                     *data_dir,
                                                GError                        **error);

/* Signals:
 * "changes-pending": ferry_engine_take_changes() would return something. Emitted once; again only after a take.
 * "settings-changed" (const FerryConnectionSettings *): the engine learnt something to keep (a pinned certificate).
 * "secret-needed" (const char *connection_id, gboolean was_refused): answer with ferry_engine_connect();
 *   @was_refused: the last password was wrong, do not offer it again. The record says NEEDS_PASSWORD meanwhile.
 */
/* (transfer full): may be empty */
FerryChanges *ferry_engine_take_changes        (FerryEngine                    *self);

/* Connections. Whatever happens is said by connection records. */
gboolean      ferry_engine_add_connection      (FerryEngine                    *self,
                                                const FerryConnectionSettings  *settings,
                                                GError                        **error);
gboolean      ferry_engine_update_connection   (FerryEngine                    *self,
                                                const FerryConnectionSettings  *settings,
                                                GError                        **error);
void          ferry_engine_remove_connection   (FerryEngine                    *self,
                                                const char                     *connection_id);
/* Connects, or tries again now. @secret: (nullable): %NULL asks by "secret-needed". It is kept until the login is over;
 * after a loss it is asked for again, so answer from where it is remembered, if it is. */
void          ferry_engine_connect             (FerryEngine                    *self,
                                                const char                     *connection_id,
                                                FerrySecret                    *secret);
void          ferry_engine_disconnect          (FerryEngine                    *self,
                                                const char                     *connection_id);
/* @sha256: (nullable): the fingerprint that the user trusts from now on; %NULL: don't connect */
void          ferry_engine_answer_trust        (FerryEngine                    *self,
                                                const char                     *connection_id,
                                                const char                     *sha256);

/* Can they go there? @host_keys: (nullable): %NULL for every host of every connection.
 * Returns (element-type FerryVerdict), in the order of VMs, then hosts. Local; fast. */
GPtrArray    *ferry_engine_check               (FerryEngine                    *self,
                                                const char * const             *vm_keys,
                                                const char * const             *host_keys) G_GNUC_WARN_UNUSED_RESULT;
/* The same, with the servers' own last word added to each that local rules allow. */
void          ferry_engine_ask_async           (FerryEngine                    *self,
                                                const char * const             *vm_keys,
                                                const char * const             *host_keys,
                                                GCancellable                   *cancellable,
                                                GAsyncReadyCallback             callback,
                                                gpointer                        user_data);
GPtrArray    *ferry_engine_ask_finish          (FerryEngine                    *self,
                                                GAsyncResult                   *result,
                                                GError                        **error) G_GNUC_WARN_UNUSED_RESULT;

/* Moves. Completes once every VM's move is journaled and queued: returns (element-type utf8) keys of
 * move records. Fails with BLOCKED, starting none, if a finding blocks one of them. */
void          ferry_engine_move_async          (FerryEngine                    *self,
                                                const FerryMoveRequest         *request,
                                                GCancellable                   *cancellable,
                                                GAsyncReadyCallback             callback,
                                                gpointer                        user_data);
GPtrArray    *ferry_engine_move_finish         (FerryEngine                    *self,
                                                GAsyncResult                   *result,
                                                GError                        **error) G_GNUC_WARN_UNUSED_RESULT;
void          ferry_engine_cancel_async        (FerryEngine                    *self,
                                                const char                     *move_or_task_key,
                                                GCancellable                   *cancellable,
                                                GAsyncReadyCallback             callback,
                                                gpointer                        user_data);
gboolean      ferry_engine_cancel_finish       (FerryEngine                    *self,
                                                GAsyncResult                   *result,
                                                GError                        **error);
void          ferry_engine_remedy_async        (FerryEngine                    *self,
                                                const FerryFinding             *finding,
                                                GCancellable                   *cancellable,
                                                GAsyncReadyCallback             callback,
                                                gpointer                        user_data);
gboolean      ferry_engine_remedy_finish       (FerryEngine                    *self,
                                                GAsyncResult                   *result,
                                                GError                        **error);

/* Past moves, newest first, whose names, hosts or messages contain @text; (element-type FerryMoveRecord). */
GPtrArray    *ferry_engine_search_history      (FerryEngine                    *self,
                                                const char                     *text,
                                                guint                           limit,
                                                GError                        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes an ended move off the list of current ones; it stays in the history. */
void          ferry_engine_dismiss_move        (FerryEngine                    *self,
                                                const char                     *move_key);

/* Stops everything here; what runs on the servers goes on, and the journal remembers it. */
void          ferry_engine_shutdown_async      (FerryEngine                    *self,
                                                GAsyncReadyCallback             callback,
                                                gpointer                        user_data);
gboolean      ferry_engine_shutdown_finish     (FerryEngine                    *self,
                                                GAsyncResult                   *result,
                                                GError                        **error);

G_END_DECLS
