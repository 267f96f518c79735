/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-behaviour-private.h"

G_BEGIN_DECLS

typedef struct _FerrySimWork FerrySimWork;

/* Does the work and answers the call. */
typedef void (*FerrySimWorkFunc) (FerrySimWork *work);

/**
 * FerrySimWork:
 * @behaviour: the pool's behaviour
 * @call: (owned): the call that it answers
 * @vm: (owned) (nullable): reference of the VM that it is about
 * @host: (owned) (nullable): reference of the host that does it
 * @data: what the work knows beside, static
 * @func: does the work
 * @timer: runs until then
 *
 * A call whose work takes a while, all of it at the end.
 */
struct _FerrySimWork
{
  FerrySimBehaviour *behaviour;
  FerrySimCall      *call;
  char              *vm;
  char              *host;
  gconstpointer      data;
  FerrySimWorkFunc   func;
  guint              timer;
};

void ferry_sim_work_start      (FerrySimBehaviour *behaviour,
                                FerrySimCall      *call,
                                const char        *vm,
                                const char        *host,
                                gint64             duration_us,
                                FerrySimWorkFunc   func,
                                gconstpointer      data);
void ferry_sim_work_free       (FerrySimWork      *self);
void ferry_sim_work_lose_host  (FerrySimBehaviour *behaviour,
                                const char        *host);

G_END_DECLS
