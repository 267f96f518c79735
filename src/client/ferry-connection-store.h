/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-client.h"

G_BEGIN_DECLS

#define FERRY_TYPE_CONNECTION_STORE (ferry_connection_store_get_type ())

G_DECLARE_FINAL_TYPE (FerryConnectionStore, ferry_connection_store, FERRY, CONNECTION_STORE, GObject)

/* @settings: (nullable): of the schema org.ferryproject.Ferry; %NULL: nothing is kept beyond this run (the demo) */
FerryConnectionStore          *ferry_connection_store_new        (FerryClient                   *client,
                                                                  GSettings                     *settings);

/* Adds every saved connection to the client and connects those that are to be connected at start. */
void                           ferry_connection_store_open       (FerryConnectionStore          *self);

/* (transfer none) (element-type FerryConnectionSettings): in the order in which they were added */
GPtrArray                     *ferry_connection_store_list       (FerryConnectionStore          *self);
/* (transfer none) (nullable) */
const FerryConnectionSettings *ferry_connection_store_find       (FerryConnectionStore          *self,
                                                                  const char                    *id);
/* Adds or changes one, here and in the client. Does not connect. */
gboolean                       ferry_connection_store_save       (FerryConnectionStore          *self,
                                                                  const FerryConnectionSettings *settings,
                                                                  GError                       **error);
/* Forgets it, its password and its trusted certificate, here and in the client. */
void                           ferry_connection_store_remove     (FerryConnectionStore          *self,
                                                                  const char                    *id);

/* The user's answer to "secret-wanted", or a first password: kept for this run (a coordinator that restarts asks
 * again), in the Secret Service if the connection is to be remembered, and used to connect. */
void                           ferry_connection_store_use_secret (FerryConnectionStore          *self,
                                                                  const char                    *id,
                                                                  FerrySecret                   *secret);

/* Signals: "secret-wanted" (const char *id, gboolean was_refused): only the user knows it; answer with
 * ferry_connection_store_use_secret(). "problem" (const char *sentence): the Secret Service could not be used. */

G_END_DECLS
