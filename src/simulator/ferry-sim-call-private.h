/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-call.h"

G_BEGIN_DECLS

/* Called once, with either @json or @failure; both are the caller's. */
typedef void (*FerrySimReplyFunc) (GBytes          *json,
                                   FerrySimFailure *failure,
                                   gpointer         user_data);

/* @params: (transfer full) (element-type GVariant): decoded, without the session. */
FerrySimCall *_ferry_sim_call_new        (FerrySimPool          *pool,
                                          const FerrySimMessage *message,
                                          const char            *method,
                                          const char            *session,
                                          GPtrArray             *params,
                                          FerrySimReplyFunc      reply,
                                          gpointer               user_data);
/* Gives it a task; @other_config: (nullable). As Async it is replied to with the task at once. */
void          _ferry_sim_call_start_task (FerrySimCall          *self,
                                          gboolean               is_async,
                                          GVariant              *other_config);
/* Async without a row, as xapi does for task.cancel. */
void          _ferry_sim_call_start_dummy_task (FerrySimCall    *self);

G_END_DECLS
