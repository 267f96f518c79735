/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/xapi/ferry-xapi-session.h"

G_BEGIN_DECLS

#define FERRY_TYPE_XAPI_EVENTS (ferry_xapi_events_get_type ())

G_DECLARE_FINAL_TYPE (FerryXapiEvents, ferry_xapi_events, FERRY, XAPI_EVENTS, GObject)

/**
 * FerryXapiEventsListener:
 * @on_batch: some events of a reply
 * @on_reply: a reply has been read to its end: its counts hold now
 * @on_token_lost: the server does not know any more what we have: all must be read again; the stream has ended
 * @on_failed: the connection or the session is gone; the stream has ended
 *
 * Who hears what a stream says.
 */
typedef struct
{
  void (*on_batch)      (FerryXapiBatch *batch,
                         gpointer        user_data);
  void (*on_reply)      (FerryXapiReply *reply,
                         gpointer        user_data);
  void (*on_token_lost) (gpointer        user_data);
  void (*on_failed)     (const GError   *error,
                         gpointer        user_data);
} FerryXapiEventsListener;

/* @classes: a bit per #FerryXapiClass. @listener: static. */
FerryXapiEvents *ferry_xapi_events_new   (FerryXapiSession              *session,
                                          guint32                        classes,
                                          const FerryXapiEventsListener *listener,
                                          gpointer                       user_data);
void             ferry_xapi_events_start (FerryXapiEvents               *self,
                                          const char                    *token);
/* No listener is called any more. */
void             ferry_xapi_events_stop  (FerryXapiEvents               *self);

/* (transfer full): event.from for @classes since @token, waiting at most @timeout_s */
FerryXapiCall   *ferry_xapi_events_make_call (guint32                    classes,
                                          const char                    *token,
                                          double                         timeout_s) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
