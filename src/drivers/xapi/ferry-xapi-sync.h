/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/xapi/ferry-xapi-cache.h"
#include "drivers/xapi/ferry-xapi-session.h"

G_BEGIN_DECLS

#define FERRY_TYPE_XAPI_SYNC (ferry_xapi_sync_get_type ())

G_DECLARE_FINAL_TYPE (FerryXapiSync, ferry_xapi_sync, FERRY, XAPI_SYNC, GObject)

/**
 * FerryXapiSyncListener:
 * @on_changes: news for the faces
 * @on_step: what is read now, translated
 * @on_tasks: the task of each event in @batch may have changed; the cache knows it already
 * @on_lost: the connection is gone; nothing more is said
 *
 * Who hears what changes on the server.
 */
typedef struct
{
  void (*on_changes) (FerryChanges   *changes,
                      gpointer        user_data);
  void (*on_step)    (const char     *step,
                      gpointer        user_data);
  void (*on_tasks)   (FerryXapiBatch *batch,
                      gpointer        user_data);
  void (*on_lost)    (const GError   *error,
                      gpointer        user_data);
} FerryXapiSyncListener;

/* @listener: static */
FerryXapiSync *ferry_xapi_sync_new         (FerryXapiSession            *session,
                                            FerryXapiCache              *cache,
                                            const FerryXapiSyncListener *listener,
                                            gpointer                     user_data);
/* Reads everything, then goes on listening. Done when all of it has been told once. */
void           ferry_xapi_sync_start_async (FerryXapiSync               *self,
                                            GCancellable                *cancellable,
                                            GAsyncReadyCallback          callback,
                                            gpointer                     user_data);
gboolean       ferry_xapi_sync_start_finish (FerryXapiSync              *self,
                                            GAsyncResult                *result,
                                            GError                     **error);
/* The listener hears nothing any more. */
void           ferry_xapi_sync_stop        (FerryXapiSync               *self);
/* The cache was changed by somebody else: tell what follows from it. */
void           ferry_xapi_sync_tell        (FerryXapiSync               *self);

G_END_DECLS
