/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/ferry-driver.h"
#include "engine/ferry-clock.h"
#include "engine/ferry-inventory.h"
#include "model/ferry-connection-record.h"

G_BEGIN_DECLS

#define FERRY_TYPE_CONNECTION (ferry_connection_get_type ())

G_DECLARE_FINAL_TYPE (FerryConnection, ferry_connection, FERRY, CONNECTION, GObject)

/* (transfer full): a driver that speaks to what @settings name */
typedef FerryDriver *(*FerryDriverFactory) (const FerryConnectionSettings  *settings,
                                            gpointer                        user_data,
                                            GError                        **error);

/*
 * Signals:
 * "connected": everything that the inventory has of it is current
 * "lost": no longer
 * "progress" (const char *handle, const FerryProgress *progress): as the driver's
 * "secret-needed" (gboolean was_refused): answer with ferry_connection_connect()
 * "settings-changed": there is something to keep: see ferry_connection_get_settings()
 */

FerryConnection               *ferry_connection_new             (const FerryConnectionSettings *settings,
                                                                 FerryInventory                *inventory,
                                                                 FerryClock                    *clock,
                                                                 FerryDriverFactory             factory,
                                                                 gpointer                       factory_data);
const FerryConnectionSettings *ferry_connection_get_settings    (FerryConnection               *self);
void                           ferry_connection_update          (FerryConnection               *self,
                                                                 const FerryConnectionSettings *settings);
/* (transfer none): interned; of its record */
const char                    *ferry_connection_get_key         (FerryConnection               *self);
/* (transfer none): what the user calls it */
const char                    *ferry_connection_get_name        (FerryConnection               *self);
FerryConnectionState           ferry_connection_get_state       (FerryConnection               *self);
gboolean                       ferry_connection_is_connected    (FerryConnection               *self);
/* (transfer none) (nullable): %NULL before the first try */
FerryDriver                   *ferry_connection_get_driver      (FerryConnection               *self);

/* @secret: (nullable): %NULL: by the one at hand, or ask by "secret-needed" */
void                           ferry_connection_connect         (FerryConnection               *self,
                                                                 FerrySecret                   *secret);
void                           ferry_connection_disconnect      (FerryConnection               *self);
/* @sha256: (nullable): see ferry_engine_answer_trust() */
void                           ferry_connection_answer_trust    (FerryConnection               *self,
                                                                 const char                    *sha256);
/* Logs out and stops trying, for good. */
void                           ferry_connection_close_async     (FerryConnection               *self,
                                                                 GAsyncReadyCallback            callback,
                                                                 gpointer                       user_data);
gboolean                       ferry_connection_close_finish    (FerryConnection               *self,
                                                                 GAsyncResult                  *result,
                                                                 GError                       **error);

G_END_DECLS
