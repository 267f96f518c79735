/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "simulator/ferry-sim-pool.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_SERVER (ferry_sim_server_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimServer, ferry_sim_server, FERRY, SIM_SERVER, GObject)

/* @certificate: (nullable): HTTPS when given. */
FerrySimServer *ferry_sim_server_new      (FerrySimPool     *pool,
                                           GTlsCertificate  *certificate);
/* Listens at 127.0.0.1 and at the loopback addresses of the other hosts; @port 0: any. */
gboolean        ferry_sim_server_listen   (FerrySimServer   *self,
                                           guint16           port,
                                           GError          **error);
guint16         ferry_sim_server_get_port (FerrySimServer   *self);

/* A page besides /jsonrpc, such as /rrd_updates: @host is the one that was asked. Sets the
 * response of @message. */
typedef void (*FerrySimPageFunc) (FerrySimPool      *pool,
                                  SoupServerMessage *message,
                                  const char        *host,
                                  GHashTable        *query,
                                  gpointer           user_data);

void            ferry_sim_server_add_page (FerrySimServer   *self,
                                           const char       *path,
                                           FerrySimPageFunc  func,
                                           gpointer          user_data);

G_END_DECLS
