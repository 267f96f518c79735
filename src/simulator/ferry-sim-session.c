/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-session"

#include "simulator/ferry-sim-session.h"

#define GC_INTERVAL_US (30 * G_TIME_SPAN_SECOND)
#define KEEP_IDLE_US (24 * G_TIME_SPAN_HOUR)
#define WRITE_ACTIVE_US (10 * G_TIME_SPAN_MINUTE)
#define MAX_PER_ORIGINATOR 500

/**
 * FerrySimSessions:
 *
 * Who may log in to one pool, and who is.
 *
 * Threads: the simulator's.
 */
struct _FerrySimSessions
{
  GObject           parent_instance;

  FerrySimPool     *pool;      /* not owned: owns this */
  FerrySimDatabase *database;  /* (owned) */
  FerrySimClock    *clock;     /* (owned) */
  GHashTable       *users;     /* (owned): name -> User */
  GHashTable       *sessions;  /* (owned): ref -> Session */
  guint             bad_login_delay_ms;
  guint             gc;
};

typedef struct
{
  char         *password;
  FerrySimRole  role;
} User;

typedef struct
{
  char         *user;
  char         *originator;
  FerrySimRole  role;
  gint64        active_us;  /* last used */
  gint64        written_us; /* when that was last written to the row */
} Session;

enum
{
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FerrySimSessions, ferry_sim_sessions, G_TYPE_OBJECT)

static void
user_free (gpointer data)
{
  User *user = data;

  g_free (user->password);
  g_free (user);
}

static void
session_free (gpointer data)
{
  Session *session = data;

  g_free (session->user);
  g_free (session->originator);
  g_free (session);
}

static Session *
find_session (FerrySimSessions *self,
              const char       *ref)
{
  return ref != NULL ? g_hash_table_lookup (self->sessions, ref) : NULL;
}

/**
 * ferry_sim_sessions_add_user:
 * @self: the sessions of a pool
 * @name: to log in with
 * @password: to log in with
 * @role: what the user may do
 */
void
ferry_sim_sessions_add_user (FerrySimSessions *self,
                             const char       *name,
                             const char       *password,
                             FerrySimRole      role)
{
  User *user;

  g_return_if_fail (FERRY_IS_SIM_SESSIONS (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (password != NULL);

  user = g_new0 (User, 1);
  user->password = g_strdup (password);
  user->role = role;
  g_hash_table_insert (self->users, g_strdup (name), user);
}

void
ferry_sim_sessions_set_bad_login_delay (FerrySimSessions *self,
                                        guint             ms)
{
  g_return_if_fail (FERRY_IS_SIM_SESSIONS (self));

  self->bad_login_delay_ms = ms;
}

guint
ferry_sim_sessions_get_bad_login_delay (FerrySimSessions *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_SESSIONS (self), 0);

  return self->bad_login_delay_ms;
}

static void
write_row (FerrySimSessions *self,
           const char       *ref,
           Session          *session)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *now = ferry_sim_clock_format_now (self->clock);
  FerrySimDatabase *database = self->database;

  ferry_sim_database_set_string (database, "session", ref, "uuid", uuid);
  ferry_sim_database_set_string (database, "session", ref, "this_host",
                                 ferry_sim_pool_get_coordinator (self->pool));
  ferry_sim_database_set_string (database, "session", ref, "last_active", now);
  ferry_sim_database_set_string (database, "session", ref, "validation_time", now);
  ferry_sim_database_set_boolean (database, "session", ref, "is_local_superuser",
                                  session->role == FERRY_SIM_ROLE_POOL_ADMIN);
  ferry_sim_database_set_string (database, "session", ref, "auth_user_name", session->user);
  ferry_sim_database_set_string (database, "session", ref, "originator", session->originator);
}

static void
close_session (FerrySimSessions *self,
               const char       *ref)
{
  g_autofree char *kept = g_strdup (ref);

  g_hash_table_remove (self->sessions, kept);
  ferry_sim_database_delete_row (self->database, "session", kept);
  g_signal_emit (self, signals[CLOSED], 0, kept);
}

/* A client that logs in again and again pushes out its own oldest sessions, nobody else's. */
static void
evict_oldest (FerrySimSessions *self,
              const char       *originator)
{
  const char *oldest = NULL;
  gint64 oldest_us = G_MAXINT64;
  guint n_sessions = 0;
  GHashTableIter iter;
  Session *session;
  const char *ref;

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, (gpointer *) &ref, (gpointer *) &session))
    {
      if (!g_str_equal (session->originator, originator))
        continue;
      n_sessions++;
      if (session->active_us < oldest_us)
        {
          oldest = ref;
          oldest_us = session->active_us;
        }
    }

  if (n_sessions > MAX_PER_ORIGINATOR)
    close_session (self, oldest);
}

/**
 * ferry_sim_sessions_log_in:
 * @self: the sessions of a pool
 * @user: a name
 * @password: a password
 * @originator: (nullable): what the client calls itself
 * @failure: (out) (transfer full): why not
 *
 * Returns: (transfer none) (nullable): the reference of a new session
 */
const char *
ferry_sim_sessions_log_in (FerrySimSessions  *self,
                           const char        *user,
                           const char        *password,
                           const char        *originator,
                           FerrySimFailure  **failure)
{
  Session *session;
  const char *ref;
  User *known;

  g_return_val_if_fail (FERRY_IS_SIM_SESSIONS (self), NULL);

  known = g_hash_table_lookup (self->users, user);
  if (known == NULL || !g_str_equal (known->password, password))
    {
      *failure = ferry_sim_failure_new ("SESSION_AUTHENTICATION_FAILED", user,
                                        known != NULL
                                        ? "Authentication failure"
                                        : "User not known to the underlying authentication module",
                                        NULL);
      return NULL;
    }

  session = g_new0 (Session, 1);
  session->user = g_strdup (user);
  session->originator = g_strdup (originator != NULL ? originator : "");
  session->role = known->role;
  session->active_us = session->written_us = ferry_sim_clock_get_time_us (self->clock);
  ref = ferry_sim_database_create_row (self->database, "session", NULL);
  g_hash_table_insert (self->sessions, g_strdup (ref), session);
  write_row (self, ref, session);
  evict_oldest (self, session->originator);

  return ref;
}

/**
 * ferry_sim_sessions_log_out:
 * @self: the sessions of a pool
 * @session: a session; nothing happens when it is none
 */
void
ferry_sim_sessions_log_out (FerrySimSessions *self,
                            const char       *session)
{
  g_return_if_fail (FERRY_IS_SIM_SESSIONS (self));

  if (find_session (self, session) != NULL)
    close_session (self, session);
}

/**
 * ferry_sim_sessions_touch:
 * @self: the sessions of a pool
 * @session: (nullable): what a caller says is one
 *
 * Returns: whether it is one
 */
gboolean
ferry_sim_sessions_touch (FerrySimSessions *self,
                          const char       *session)
{
  g_autofree char *now = NULL;
  Session *found;

  g_return_val_if_fail (FERRY_IS_SIM_SESSIONS (self), FALSE);

  found = find_session (self, session);
  if (found == NULL)
    return FALSE;

  found->active_us = ferry_sim_clock_get_time_us (self->clock);
  if (found->active_us - found->written_us >= WRITE_ACTIVE_US)
    {
      now = ferry_sim_clock_format_now (self->clock);
      ferry_sim_database_set_string (self->database, "session", session, "last_active", now);
      found->written_us = found->active_us;
    }

  return TRUE;
}

FerrySimRole
ferry_sim_sessions_get_role (FerrySimSessions *self,
                             const char       *session)
{
  Session *found;

  g_return_val_if_fail (FERRY_IS_SIM_SESSIONS (self), FERRY_SIM_ROLE_NONE);

  found = find_session (self, session);

  return found != NULL ? found->role : FERRY_SIM_ROLE_NONE;
}

/**
 * ferry_sim_sessions_get_user:
 * @self: the sessions of a pool
 * @session: (nullable): a session
 *
 * Returns: (nullable) (transfer none): whose it is
 */
const char *
ferry_sim_sessions_get_user (FerrySimSessions *self,
                             const char       *session)
{
  Session *found;

  g_return_val_if_fail (FERRY_IS_SIM_SESSIONS (self), NULL);

  found = find_session (self, session);

  return found != NULL ? found->user : NULL;
}

/**
 * ferry_sim_sessions_forget_all:
 * @self: the sessions of a pool
 *
 * Ends every session, as a restart does; the rows are the caller's business.
 */
void
ferry_sim_sessions_forget_all (FerrySimSessions *self)
{
  g_return_if_fail (FERRY_IS_SIM_SESSIONS (self));

  g_hash_table_remove_all (self->sessions);
}

static gboolean
collect_garbage (gpointer user_data)
{
  FerrySimSessions *self = user_data;
  g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (self->database, "session");
  gint64 now_us = ferry_sim_clock_get_time_us (self->clock);

  for (guint i = 0; i < refs->len; i++)
    {
      Session *session = find_session (self, g_ptr_array_index (refs, i));

      if (session != NULL && now_us - session->active_us > KEEP_IDLE_US)
        close_session (self, g_ptr_array_index (refs, i));
    }

  return G_SOURCE_CONTINUE;
}

static void
ferry_sim_sessions_finalize (GObject *object)
{
  FerrySimSessions *self = FERRY_SIM_SESSIONS (object);

  ferry_sim_clock_remove (self->clock, self->gc);
  g_clear_pointer (&self->users, g_hash_table_unref);
  g_clear_pointer (&self->sessions, g_hash_table_unref);
  g_clear_object (&self->database);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (ferry_sim_sessions_parent_class)->finalize (object);
}

static void
ferry_sim_sessions_class_init (FerrySimSessionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_sessions_finalize;

  /**
   * FerrySimSessions::closed:
   * @self: the sessions
   * @session: the reference of one that is gone
   */
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ferry_sim_sessions_init (FerrySimSessions *self)
{
  self->users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, user_free);
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, session_free);
  self->bad_login_delay_ms = 1500;
}

/**
 * ferry_sim_sessions_new:
 * @pool: the pool that will own it
 *
 * Returns: (transfer full): nobody may log in yet
 */
FerrySimSessions *
ferry_sim_sessions_new (FerrySimPool *pool)
{
  FerrySimSessions *self = g_object_new (FERRY_TYPE_SIM_SESSIONS, NULL);

  self->pool = pool;
  self->database = g_object_ref (ferry_sim_pool_get_database (pool));
  self->clock = g_object_ref (ferry_sim_pool_get_clock (pool));
  self->gc = ferry_sim_clock_add (self->clock, GC_INTERVAL_US, collect_garbage, self, NULL);

  return self;
}
