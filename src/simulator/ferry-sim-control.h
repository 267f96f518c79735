/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-pool.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_CONTROL (ferry_sim_control_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimControl, ferry_sim_control, FERRY, SIM_CONTROL, GObject)

/* Lets faults be asked for over HTTP, at 127.0.0.1 only: `POST /control` with one JSON object.
 * "do" says what:
 *
 *   latency            "ms" before each reply
 *   drop-connection    no reply, the connection closes
 *   truncate-reply     half of it, then the connection closes
 *   malform-reply      what is no JSON
 *   fail-call          fails with "error": ["CODE", "param", ...]
 *   stall-task         the work of a task stands still
 *   fail-copy          a migration fails while it copies memory
 *   fail-after-suspend a migration fails when its guest is suspended; the VM ends Halted
 *   disarm             nothing goes wrong any more
 *   kill-host          "host": name or uuid; it loses its power, and its VMs with it
 *   restart            the coordinator's toolstack: sessions and tasks are gone
 *   lose-object        "class" and "uuid": deleted without an event
 *
 * The first eight may have a "subject", to happen to that only: a method ("VM.pool_migrate"), or
 * for the migrations the VM's uuid; and "times", how often (1 when left out; 0: from now on).
 * Answers 200 and {} when done, 400 and {"error": TEXT} when not understood. */
FerrySimControl *ferry_sim_control_new     (FerrySimPool     *pool);
gboolean         ferry_sim_control_listen  (FerrySimControl  *self,
                                            GError          **error);
/* Where it listens. */
const char      *ferry_sim_control_get_uri (FerrySimControl  *self);
/* What a request does, for tests without HTTP. @order: of type `a{sv}`. */
gboolean         ferry_sim_control_obey    (FerrySimControl  *self,
                                            GVariant         *order,
                                            GError          **error);

G_END_DECLS
