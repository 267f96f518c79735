/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-call-private.h"

G_BEGIN_DECLS

/**
 * FerrySimRequest:
 * @method: as it came, such as "Async.VM.pool_migrate"
 * @params: of type `av`
 * @is_member: whether it was put to a host that is not the coordinator
 * @other_config: (nullable): `a{ss}` for the task that the call makes
 *
 * A call as it comes over the wire.
 */
typedef struct
{
  const char *method;
  GVariant   *params;
  gboolean    is_member;
  GVariant   *other_config;
} FerrySimRequest;

/* Answers a call, now or later, through @reply. */
void ferry_sim_dispatch         (FerrySimPool          *pool,
                                 const FerrySimRequest *request,
                                 FerrySimReplyFunc      reply,
                                 gpointer               user_data);
/* Adds the methods of session, event, task and message to a new pool. */
void ferry_sim_dispatch_prepare (FerrySimPool          *pool);

G_END_DECLS
