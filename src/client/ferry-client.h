/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "client/ferry-item.h"
#include "model/ferry-connection-settings.h"
#include "model/ferry-finding.h"
#include "model/ferry-move-request.h"
#include "model/ferry-secret.h"
#include "model/ferry-verdict.h"

G_BEGIN_DECLS

#define FERRY_TYPE_CLIENT (ferry_client_get_type ())

G_DECLARE_FINAL_TYPE (FerryClient, ferry_client, FERRY, CLIENT, GObject)

/* Starts the backend thread. @data_dir: (nullable): where the journal is; %NULL: in memory. Errors of the journal
 * come as the property "problem" (nullable sentence). All functions and signals below: the thread that called this. */
FerryClient *ferry_client_new                (const char                    *data_dir);

/* Must complete before the last unref. Moves that run on servers go on. */
void         ferry_client_shutdown_async     (FerryClient                   *self,
                                              GAsyncReadyCallback            callback,
                                              gpointer                       user_data);
gboolean     ferry_client_shutdown_finish    (FerryClient                   *self,
                                              GAsyncResult                  *result,
                                              GError                       **error);

/* What there is. Lists hold #FerryItem; items are permanent.
 * The tree: connections (named after their pool or standalone host) > hosts > VMs; VMs that run nowhere stand under
 * their home host, else under the connection; shared storage and networks in a group of each connection; local
 * storage under its host. Sorted by name, numbers as numbers. A VM on its way stands under its source. */
GListModel  *ferry_client_get_tree           (FerryClient                   *self);
/* Flat, unfiltered: FERRY_KIND_CONNECTION, HOST, VM, STORAGE, DISK, NETWORK, TASK (of others), in no order. */
GListModel  *ferry_client_get_list           (FerryClient                   *self,
                                              FerryKind                      kind);
/* Moves: running, waiting, then ended ones of this run (and resumed ones), newest first. */
GListModel  *ferry_client_get_moves          (FerryClient                   *self);
FerryItem   *ferry_client_lookup             (FerryClient                   *self,
                                              const char                    *key);
/* The tree shows what matches, and its parents. See ferry-filter.h for the words. "" shows all. */
void         ferry_client_set_filter         (FerryClient                   *self,
                                              const char                    *text);

/* Signals: "batch-applied": after each batch of changes. "secret-needed" (const char *connection_id, gboolean was_refused).
 * "settings-changed" (const FerryConnectionSettings *): keep them. "move-ended" (FerryItem *move). */

/* Connections */
gboolean     ferry_client_add_connection     (FerryClient                   *self,
                                              const FerryConnectionSettings *settings,
                                              GError                       **error);
gboolean     ferry_client_update_connection  (FerryClient                   *self,
                                              const FerryConnectionSettings *settings,
                                              GError                       **error);
void         ferry_client_remove_connection  (FerryClient                   *self,
                                              const char                    *connection_id);
/* @secret: (nullable): %NULL asks by "secret-needed" */
void         ferry_client_connect            (FerryClient                   *self,
                                              const char                    *connection_id,
                                              FerrySecret                   *secret);
void         ferry_client_disconnect         (FerryClient                   *self,
                                              const char                    *connection_id);
void         ferry_client_answer_trust       (FerryClient                   *self,
                                              const char                    *connection_id,
                                              const char                    *sha256);

/* Moves; see ferry-engine.h. @ask_server: with the servers' own last word. */
void         ferry_client_check_async        (FerryClient                   *self,
                                              const char * const            *vm_keys,
                                              const char * const            *host_keys,
                                              gboolean                       ask_server,
                                              GCancellable                  *cancellable,
                                              GAsyncReadyCallback            callback,
                                              gpointer                       user_data);
GPtrArray   *ferry_client_check_finish       (FerryClient                   *self,
                                              GAsyncResult                  *result,
                                              GError                       **error) G_GNUC_WARN_UNUSED_RESULT;
void         ferry_client_move_async         (FerryClient                   *self,
                                              const FerryMoveRequest        *request,
                                              GCancellable                  *cancellable,
                                              GAsyncReadyCallback            callback,
                                              gpointer                       user_data);
/* (transfer full) (element-type utf8): keys of the moves */
GPtrArray   *ferry_client_move_finish        (FerryClient                   *self,
                                              GAsyncResult                  *result,
                                              GError                       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Preflight refused: nothing was started, and the message is the worst finding's sentence. */
gboolean     ferry_client_is_refusal         (const GError                  *error);
/* Of a move, or of a task that somebody else started. */
void         ferry_client_cancel_async       (FerryClient                   *self,
                                              const char                    *move_or_task_key,
                                              GAsyncReadyCallback            callback,
                                              gpointer                       user_data);
gboolean     ferry_client_cancel_finish      (FerryClient                   *self,
                                              GAsyncResult                  *result,
                                              GError                       **error);
void         ferry_client_remedy_async       (FerryClient                   *self,
                                              const FerryFinding            *finding,
                                              GAsyncReadyCallback            callback,
                                              gpointer                       user_data);
gboolean     ferry_client_remedy_finish      (FerryClient                   *self,
                                              GAsyncResult                  *result,
                                              GError                       **error);
void         ferry_client_history_async      (FerryClient                   *self,
                                              const char                    *text,
                                              guint                          limit,
                                              GCancellable                  *cancellable,
                                              GAsyncReadyCallback            callback,
                                              gpointer                       user_data);
/* (transfer full) (element-type FerryMoveRecord): newest first */
GPtrArray   *ferry_client_history_finish     (FerryClient                   *self,
                                              GAsyncResult                  *result,
                                              GError                       **error) G_GNUC_WARN_UNUSED_RESULT;
void         ferry_client_dismiss_move       (FerryClient                   *self,
                                              const char                    *move_key);

G_END_DECLS
