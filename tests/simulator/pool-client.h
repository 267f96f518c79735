/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-faults.h"
#include "simulator/ferry-sim-pool.h"
#include "small-pool.h"

G_BEGIN_DECLS

/* A small pool that behaves, whose time stands still until it is told to go on, and somebody who is
 * logged in. */
typedef struct
{
  FerrySimClock    *clock;
  FerrySimDatabase *database;
  FerrySimPool     *pool;
  char             *session;
} PoolClient;

/* What came of a call; @text is %NULL until it is answered. */
typedef struct
{
  char     *text; /* the result as JSON, or "CODE param param" */
  gboolean  has_failed;
} PoolReply;

PoolClient *pool_client_new     (void);
void        pool_client_free    (PoolClient *self);

/* @params: a JSON array without the session, printf-style. */
PoolReply  *pool_client_start   (PoolClient *self,
                                 const char *method,
                                 const char *params,
                                 ...) G_GNUC_PRINTF (3, 4);
void        pool_reply_free     (PoolReply  *reply);

/* For calls that are answered at once. */
char       *pool_client_call    (PoolClient *self,
                                 const char *method,
                                 const char *params,
                                 ...) G_GNUC_PRINTF (3, 4);
/* Goes on for so many milliseconds of the pool's time. */
void        pool_client_wait    (PoolClient *self,
                                 guint       ms);
/* Goes on until @reply is answered, at most @seconds. */
void        pool_client_wait_for (PoolClient *self,
                                  PoolReply  *reply,
                                  guint       seconds);
/* The reference of a pending task with this name; %NULL when there is none. */
const char *pool_client_find_task (PoolClient *self,
                                   const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PoolClient, pool_client_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PoolReply, pool_reply_free)

G_END_DECLS
