/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-failure.h"
#include "simulator/ferry-sim-pool.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_SESSIONS (ferry_sim_sessions_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimSessions, ferry_sim_sessions, FERRY, SIM_SESSIONS, GObject)

FerrySimSessions *ferry_sim_sessions_new            (FerrySimPool      *pool);

/* Who may log in. Pool-admins become local superusers. */
void              ferry_sim_sessions_add_user       (FerrySimSessions  *self,
                                                     const char        *name,
                                                     const char        *password,
                                                     FerrySimRole       role);
/* How long a wrong password is thought over, in real milliseconds; 1500 at first. */
void              ferry_sim_sessions_set_bad_login_delay (FerrySimSessions *self,
                                                          guint             ms);
guint             ferry_sim_sessions_get_bad_login_delay (FerrySimSessions *self);

/* Returns the ref of a new session, or %NULL with @failure set. */
const char       *ferry_sim_sessions_log_in         (FerrySimSessions  *self,
                                                     const char        *user,
                                                     const char        *password,
                                                     const char        *originator,
                                                     FerrySimFailure  **failure);
void              ferry_sim_sessions_log_out        (FerrySimSessions  *self,
                                                     const char        *session);
/* Whether the session is alive, which this keeps it. */
gboolean          ferry_sim_sessions_touch          (FerrySimSessions  *self,
                                                     const char        *session);
FerrySimRole      ferry_sim_sessions_get_role       (FerrySimSessions  *self,
                                                     const char        *session);
/* (nullable) */
const char       *ferry_sim_sessions_get_user       (FerrySimSessions  *self,
                                                     const char        *session);
void              ferry_sim_sessions_forget_all     (FerrySimSessions  *self);

/* Signal "closed" (const char *session): it is gone. */

G_END_DECLS
