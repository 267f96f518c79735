/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cli/ferry-cli-options.h"
#include "client/ferry-client.h"

G_BEGIN_DECLS

/**
 * FerryDemoPool:
 * @uri: where it answers
 * @password: to log in with
 *
 * A pool that --demo brings along.
 */
typedef struct
{
  char *uri;
  char *password;
} FerryDemoPool;

#define FERRY_TYPE_SESSION (ferry_session_get_type ())

G_DECLARE_FINAL_TYPE (FerrySession, ferry_session, FERRY, SESSION, GObject)

/* @options must outlive it. @demo_pools: (nullable) (element-type FerryDemoPool): what --demo connects to. */
FerrySession    *ferry_session_new         (FerryCliOptions *options,
                                            GPtrArray       *demo_pools);
FerryCliOptions *ferry_session_get_options (FerrySession    *self);
FerryClient     *ferry_session_get_client  (FerrySession    *self);
/* Never asks and never complains: for completion. */
void             ferry_session_be_quiet    (FerrySession    *self);
/* Connects and reads everything. What goes wrong has been printed. */
FerryExit        ferry_session_open        (FerrySession    *self);
/* Lets the loop turn once. */
void             ferry_session_iterate     (FerrySession    *self);
void             ferry_session_close       (FerrySession    *self);

/* The calls of the client, waited for. */
GPtrArray       *ferry_session_check       (FerrySession            *self,
                                            const char * const      *vm_keys,
                                            const char * const      *host_keys,
                                            gboolean                 ask_server,
                                            GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *ferry_session_move        (FerrySession            *self,
                                            const FerryMoveRequest  *request,
                                            GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         ferry_session_cancel      (FerrySession            *self,
                                            const char              *key,
                                            GError                 **error);
GPtrArray       *ferry_session_history     (FerrySession            *self,
                                            const char              *text,
                                            guint                    limit,
                                            GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

/* "ferryctl: SENTENCE" to standard error. */
void             ferry_complain            (const char              *format,
                                            ...) G_GNUC_PRINTF (1, 2);

FerryDemoPool   *ferry_demo_pool_new       (const char              *uri,
                                            const char              *password);
void             ferry_demo_pool_free      (FerryDemoPool           *self);

G_END_DECLS
