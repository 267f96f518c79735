/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "drivers/xapi/ferry-xapi-call.h"
#include "drivers/xapi/ferry-xapi-reply.h"
#include "drivers/xapi/ferry-xapi-trust.h"
#include "model/ferry-connection-settings.h"
#include "model/ferry-secret.h"

G_BEGIN_DECLS

#define FERRY_TYPE_XAPI_SESSION (ferry_xapi_session_get_type ())

G_DECLARE_FINAL_TYPE (FerryXapiSession, ferry_xapi_session, FERRY, XAPI_SESSION, GObject)

/**
 * FerryXapiBatchFunc:
 * @batch: (transfer none): what was read; its rows may be stolen
 *
 * Called in the session's context, in the order of the reply.
 */
typedef void (*FerryXapiBatchFunc) (FerryXapiBatch *batch,
                                    gpointer        user_data);

/* (nullable): NULL, and a sentence, if the address of @settings cannot be spoken to. Shares @trust. */
FerryXapiSession *ferry_xapi_session_new          (const FerryConnectionSettings  *settings,
                                                   FerryXapiTrust                 *trust,
                                                   GError                        **error);
/* Another address to try when the one of the settings does not answer, in the order of the calls. */
void              ferry_xapi_session_add_address  (FerryXapiSession               *self,
                                                   const char                     *host);
void              ferry_xapi_session_login_async  (FerryXapiSession               *self,
                                                   FerrySecret                    *secret,
                                                   GCancellable                   *cancellable,
                                                   GAsyncReadyCallback             callback,
                                                   gpointer                        user_data);
gboolean          ferry_xapi_session_login_finish (FerryXapiSession               *self,
                                                   GAsyncResult                   *result,
                                                   GError                        **error);
/* (nullable): whom it is logged in to */
const char       *ferry_xapi_session_get_host     (FerryXapiSession               *self);
void              ferry_xapi_session_logout_async (FerryXapiSession               *self,
                                                   GAsyncReadyCallback             callback,
                                                   gpointer                        user_data);
gboolean          ferry_xapi_session_logout_finish (FerryXapiSession              *self,
                                                   GAsyncResult                   *result,
                                                   GError                        **error);
/* Drops every connection; calls under way fail. */
void              ferry_xapi_session_abort        (FerryXapiSession               *self);
/* @call: (transfer full). @on_batch: (nullable): takes the events of the reply. Only transport fails: a reply may hold
 * an error of XenAPI. */
void              ferry_xapi_session_call_async   (FerryXapiSession               *self,
                                                   FerryXapiCall                  *call,
                                                   FerryXapiBatchFunc              on_batch,
                                                   gpointer                        batch_data,
                                                   GCancellable                   *cancellable,
                                                   GAsyncReadyCallback             callback,
                                                   gpointer                        user_data);
FerryXapiReply   *ferry_xapi_session_call_finish  (FerryXapiSession               *self,
                                                   GAsyncResult                   *result,
                                                   GError                        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
