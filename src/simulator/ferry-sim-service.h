/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-options.h"

G_BEGIN_DECLS

/**
 * FerrySimEndpoint:
 * @name: of the pool, for people
 * @uri: `xapi+http://root@127.0.0.1:PORT` or, with https, `xapi://root@127.0.0.1:PORT`
 * @user: to log in with
 * @password: to log in with
 * @fingerprint: (nullable): SHA-256 of its certificate, as `FC:2E:…`; %NULL without https
 * @control_uri: (nullable): `http://127.0.0.1:PORT/control`; %NULL unless asked for
 *
 * Where one pool of a running service answers.
 */
typedef struct
{
  const char *name;
  const char *uri;
  const char *user;
  const char *password;
  const char *fingerprint;
  const char *control_uri;
} FerrySimEndpoint;

#define FERRY_TYPE_SIM_SERVICE (ferry_sim_service_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimService, ferry_sim_service, FERRY, SIM_SERVICE, GObject)

/* Copies @options. */
FerrySimService        *ferry_sim_service_new             (const FerrySimOptions  *options);
/* Makes the world and serves it in a thread of its own; returns when all pools answer. */
gboolean                ferry_sim_service_start           (FerrySimService        *self,
                                                           GError                **error);
/* Returns when the thread has ended. The last unref does the same. */
void                    ferry_sim_service_stop            (FerrySimService        *self);

/* Constant from start to stop. */
guint                   ferry_sim_service_get_n_endpoints (FerrySimService        *self);
const FerrySimEndpoint *ferry_sim_service_get_endpoint    (FerrySimService        *self,
                                                           guint                   index);

/* For tests: runs @function in the service's thread with the pool (a FerrySimPool *) of an
 * endpoint and returns when it has run; how faults are armed and rows looked at. */
typedef void (*FerrySimServiceFunc) (GObject  *pool,
                                     gpointer  user_data);

void                    ferry_sim_service_run_in_pool     (FerrySimService        *self,
                                                           guint                   index,
                                                           FerrySimServiceFunc     function,
                                                           gpointer                user_data);

G_END_DECLS
