/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "pool-client.h"
#include "simulator/ferry-sim-behaviour.h"
#include "simulator/ferry-sim-dispatch.h"
#include "simulator/ferry-sim-json.h"
#include "simulator/ferry-sim-session.h"

PoolClient *
pool_client_new (void)
{
  PoolClient *self = g_new0 (PoolClient, 1);
  FerrySimFailure *failure = NULL;

  self->clock = ferry_sim_clock_new (0);
  self->database = ferry_sim_database_new ();
  small_pool_fill (self->database);
  self->pool = ferry_sim_pool_new ("small", self->database, NULL, self->clock);
  ferry_sim_dispatch_prepare (self->pool);
  ferry_sim_behaviour_attach (self->pool, NULL);
  ferry_sim_sessions_add_user (ferry_sim_pool_get_sessions (self->pool), "root", "secret",
                               FERRY_SIM_ROLE_POOL_ADMIN);
  self->session = g_strdup (ferry_sim_sessions_log_in (ferry_sim_pool_get_sessions (self->pool),
                                                       "root", "secret", "test", &failure));
  g_assert_null (failure);

  return self;
}

void
pool_client_free (PoolClient *self)
{
  g_clear_object (&self->pool);
  g_clear_object (&self->database);
  g_clear_object (&self->clock);
  g_free (self->session);
  g_free (self);
}

void
pool_reply_free (PoolReply *reply)
{
  g_free (reply->text);
  g_free (reply);
}

static void
on_reply (GBytes          *json,
          FerrySimFailure *failure,
          gpointer         user_data)
{
  PoolReply *reply = user_data;

  g_assert_null (reply->text);
  reply->has_failed = failure != NULL;
  if (failure != NULL)
    reply->text = small_pool_say (ferry_sim_failure_ref (failure));
  else
    reply->text = g_strndup (g_bytes_get_data (json, NULL), g_bytes_get_size (json));
}

static PoolReply *
start_va (PoolClient *self,
          const char *method,
          const char *params,
          va_list     args)
{
  g_autofree char *text = g_strdup_vprintf (params, args);
  g_autofree char *full = NULL;
  g_autoptr(GVariant) parsed = NULL;
  g_autoptr(GError) error = NULL;
  FerrySimRequest request = { .method = method };
  PoolReply *reply = g_new0 (PoolReply, 1);

  full = g_strdup_printf ("[\"%s\"%s%s", self->session, g_str_equal (text, "[]") ? "" : ",", text + 1);
  parsed = ferry_sim_json_parse (full, strlen (full), &error);
  g_assert_no_error (error);
  request.params = parsed;
  ferry_sim_dispatch (self->pool, &request, on_reply, reply);

  return reply;
}

PoolReply *
pool_client_start (PoolClient *self,
                   const char *method,
                   const char *params,
                   ...)
{
  PoolReply *reply;
  va_list args;

  va_start (args, params);
  reply = start_va (self, method, params, args);
  va_end (args);

  return reply;
}

char *
pool_client_call (PoolClient *self,
                  const char *method,
                  const char *params,
                  ...)
{
  g_autoptr(PoolReply) reply = NULL;
  va_list args;

  va_start (args, params);
  reply = start_va (self, method, params, args);
  va_end (args);
  pool_client_wait_for (self, reply, 1);

  return g_steal_pointer (&reply->text);
}

void
pool_client_wait (PoolClient *self,
                  guint       ms)
{
  ferry_sim_clock_advance (self->clock, (gint64) ms * 1000);
}

void
pool_client_wait_for (PoolClient *self,
                      PoolReply  *reply,
                      guint       seconds)
{
  for (guint i = 0; reply->text == NULL && i < seconds * 100; i++)
    pool_client_wait (self, 10);

  g_assert_nonnull (reply->text);
}

const char *
pool_client_find_task (PoolClient *self,
                       const char *name)
{
  g_autoptr(GPtrArray) tasks = ferry_sim_database_list_refs (self->database, "task");

  for (guint i = 0; i < tasks->len; i++)
    {
      if (g_str_equal (ferry_sim_database_get_string (self->database, "task", tasks->pdata[i],
                                                      "name_label"), name)
          && g_str_equal (ferry_sim_database_get_string (self->database, "task", tasks->pdata[i],
                                                         "status"), "pending"))
        return tasks->pdata[i];
    }

  return NULL;
}
