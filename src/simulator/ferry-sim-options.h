/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FerrySimOptions:
 * @n_hosts: 0 for the demo world (or @databases), else a generated pool of that many hosts
 * @n_vms: VMs of the generated pool
 * @seed: same seed, same world
 * @databases: (nullable) (array zero-terminated=1): a pool from each of these dumps instead
 * @speed: simulated seconds per second; 0 stands for 1
 * @https: whether to serve HTTPS with a certificate of its own (HTTP otherwise)
 * @user: (nullable): "root" when %NULL
 * @password: (nullable): "ferry" when %NULL
 * @port: of the first pool, the others follow; 0: any free ones
 * @churn: changes a second that each pool makes to its VMs by itself, to measure a console with
 * @control: whether faults can be asked for over HTTP
 *
 * What a world is to be like. All zero is the demo.
 */
typedef struct
{
  guint               n_hosts;
  guint               n_vms;
  guint32             seed;
  const char * const *databases;
  double              speed;
  gboolean            https;
  const char         *user;
  const char         *password;
  guint16             port;
  guint               churn;
  gboolean            control;
} FerrySimOptions;

G_END_DECLS
