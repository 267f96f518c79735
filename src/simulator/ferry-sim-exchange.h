/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "simulator/ferry-sim-envelope.h"
#include "simulator/ferry-sim-pool.h"

G_BEGIN_DECLS

/* One call over HTTP that waits for its answer, and whatever is to go wrong with that. */
typedef struct _FerrySimExchange FerrySimExchange;

/* Pauses @message until the reply. @envelope: (transfer full). */
FerrySimExchange *ferry_sim_exchange_new      (FerrySimPool      *pool,
                                               SoupServerMessage *message,
                                               FerrySimEnvelope  *envelope);
/* A FerrySimReplyFunc; @exchange: (transfer full). */
void              ferry_sim_exchange_reply    (GBytes            *json,
                                               FerrySimFailure   *failure,
                                               gpointer           exchange);
/* @body: (transfer full). Replies to @message at once. */
void              ferry_sim_exchange_set_json (SoupServerMessage *message,
                                               char              *body);

G_END_DECLS
