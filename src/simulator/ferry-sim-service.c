/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-service"

#include "simulator/ferry-sim-service.h"

#include "simulator/ferry-sim-behaviour.h"
#include "simulator/ferry-sim-churn.h"
#include "simulator/ferry-sim-certificate.h"
#include "simulator/ferry-sim-content.h"
#include "simulator/ferry-sim-control.h"
#include "simulator/ferry-sim-dispatch.h"
#include "simulator/ferry-sim-metrics-page.h"
#include "simulator/ferry-sim-server.h"
#include "simulator/ferry-sim-session.h"

#define DEFAULT_USER "root"
#define DEFAULT_PASSWORD "ferry"

/**
 * FerrySimService:
 *
 * A whole simulated world behind its addresses: makes it, serves it in a thread of its own, and
 * ends it.
 *
 * Threads: belongs to the thread that made it; it starts one, in which everything else of the
 * simulator lives.
 */
struct _FerrySimService
{
  GObject          parent_instance;

  FerrySimOptions  options;
  char            *user;
  char            *password;
  char           **databases;  /* (nullable) */
  GThread         *thread;     /* (nullable): %NULL when stopped */
  GMainContext    *context;    /* (owned): the thread's */
  GMainLoop       *loop;       /* (owned): the thread's */
  GPtrArray       *endpoints;  /* (owned) (element-type FerrySimEndpoint) */
  GPtrArray       *pools;      /* (owned) (element-type FerrySimPool): the thread's */
  GPtrArray       *servers;    /* (owned) (element-type FerrySimServer): the thread's */
  GPtrArray       *controls;   /* (owned) (element-type FerrySimControl): the thread's */
  GPtrArray       *churns;     /* (owned) (element-type FerrySimChurn): the thread's */
  GMutex           mutex;      /* of the two below */
  GCond            cond;
  gboolean         is_started; /* or has failed to start */
  GError          *error;      /* (nullable): why it has */
};

/* A function on its way into the thread. */
typedef struct
{
  FerrySimService     *service;
  guint                index;
  FerrySimServiceFunc  function;
  gpointer             user_data;
  gboolean             is_done;
} Errand;

G_DEFINE_FINAL_TYPE (FerrySimService, ferry_sim_service, G_TYPE_OBJECT)

static void
endpoint_free (gpointer data)
{
  FerrySimEndpoint *endpoint = data;

  g_free ((char *) endpoint->name);
  g_free ((char *) endpoint->uri);
  g_free ((char *) endpoint->user);
  g_free ((char *) endpoint->password);
  g_free ((char *) endpoint->fingerprint);
  g_free ((char *) endpoint->control_uri);
  g_free (endpoint);
}

static void
add_pools (FerrySimService *self,
           FerrySimWorld   *world)
{
  g_autoptr(FerrySimClock) clock = NULL;

  clock = ferry_sim_clock_new (self->options.speed > 0 ? self->options.speed : 1);
  for (guint i = 0; i < ferry_sim_world_get_n_pools (world); i++)
    {
      FerrySimLoad *load = ferry_sim_world_get_load (world, i);
      FerrySimPool *pool = ferry_sim_pool_new (ferry_sim_world_get_name (world, i),
                                               ferry_sim_world_get_database (world, i),
                                               load, clock);

      ferry_sim_sessions_add_user (ferry_sim_pool_get_sessions (pool), self->user,
                                   self->password, FERRY_SIM_ROLE_POOL_ADMIN);
      ferry_sim_dispatch_prepare (pool);
      ferry_sim_behaviour_attach (pool, load);
      ferry_sim_database_serialise_all (ferry_sim_pool_get_database (pool));
      g_ptr_array_add (self->pools, pool);
      if (self->options.churn > 0)
        g_ptr_array_add (self->churns, ferry_sim_churn_new (pool, self->options.churn));
    }
  for (guint i = 0; i < self->pools->len; i++)
    ferry_sim_pool_set_world (g_ptr_array_index (self->pools, i), self->pools);
}

static void
add_endpoint (FerrySimService *self,
              FerrySimPool    *pool,
              FerrySimServer  *server,
              GTlsCertificate *certificate,
              const char      *control_uri)
{
  FerrySimEndpoint *endpoint = g_new0 (FerrySimEndpoint, 1);

  endpoint->name = g_strdup (ferry_sim_pool_get_name (pool));
  endpoint->uri = g_strdup_printf ("%s://%s@127.0.0.1:%u",
                                   certificate != NULL ? "xapi" : "xapi+http", self->user,
                                   ferry_sim_server_get_port (server));
  endpoint->user = g_strdup (self->user);
  endpoint->password = g_strdup (self->password);
  if (certificate != NULL)
    endpoint->fingerprint = ferry_sim_certificate_get_fingerprint (certificate);
  endpoint->control_uri = g_strdup (control_uri);
  g_ptr_array_add (self->endpoints, endpoint);
}

static gboolean
serve_pool (FerrySimService  *self,
            guint             index,
            GError          **error)
{
  FerrySimPool *pool = g_ptr_array_index (self->pools, index);
  g_autoptr(GTlsCertificate) certificate = NULL;
  guint16 port = self->options.port > 0 ? (guint16) (self->options.port + index) : 0;
  g_autoptr(FerrySimControl) control = NULL;
  FerrySimServer *server;

  if (self->options.https)
    {
      certificate = ferry_sim_certificate_new (NULL, error);
      if (certificate == NULL)
        return FALSE;
    }

  server = ferry_sim_server_new (pool, certificate);
  g_ptr_array_add (self->servers, server);
  ferry_sim_metrics_page_add (server);
  if (!ferry_sim_server_listen (server, port, error))
    return FALSE;

  if (self->options.control)
    {
      control = ferry_sim_control_new (pool);
      if (!ferry_sim_control_listen (control, error))
        return FALSE;
    }
  add_endpoint (self, pool, server, certificate,
                control != NULL ? ferry_sim_control_get_uri (control) : NULL);
  if (control != NULL)
    g_ptr_array_add (self->controls, g_steal_pointer (&control));

  return TRUE;
}

static gboolean
set_up_in_thread (FerrySimService  *self,
                  GError          **error)
{
  g_autoptr(FerrySimWorld) world = ferry_sim_content_make (&self->options, error);

  if (world == NULL)
    return FALSE;

  add_pools (self, world);
  for (guint i = 0; i < self->pools->len; i++)
    {
      if (!serve_pool (self, i, error))
        return FALSE;
    }

  return TRUE;
}

static void
tell_started (FerrySimService *self,
              GError          *error)
{
  g_mutex_lock (&self->mutex);
  self->error = error;
  self->is_started = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gpointer
run_in_thread (gpointer data)
{
  FerrySimService *self = data;
  GError *error = NULL;

  g_main_context_push_thread_default (self->context);
  if (set_up_in_thread (self, &error))
    {
      tell_started (self, NULL);
      g_main_loop_run (self->loop);
    }
  else
    {
      tell_started (self, error);
    }

  g_ptr_array_set_size (self->churns, 0);
  g_ptr_array_set_size (self->controls, 0);
  g_ptr_array_set_size (self->servers, 0);
  g_ptr_array_set_size (self->pools, 0);
  while (g_main_context_iteration (self->context, FALSE))
    continue;
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/**
 * ferry_sim_service_start:
 * @self: a service that isn't running
 * @error: return location for an error
 *
 * Makes the world and serves it. Returns when every pool can be reached.
 *
 * Returns: whether it runs
 */
gboolean
ferry_sim_service_start (FerrySimService  *self,
                         GError          **error)
{
  GError *failure;

  g_return_val_if_fail (FERRY_IS_SIM_SERVICE (self), FALSE);
  g_return_val_if_fail (self->thread == NULL, FALSE);

  self->is_started = FALSE;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("ferry-sim", run_in_thread, self);

  g_mutex_lock (&self->mutex);
  while (!self->is_started)
    g_cond_wait (&self->cond, &self->mutex);
  failure = g_steal_pointer (&self->error);
  g_mutex_unlock (&self->mutex);

  if (failure == NULL)
    return TRUE;

  ferry_sim_service_stop (self);
  g_propagate_error (error, failure);

  return FALSE;
}

static gboolean
quit_in_thread (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

/**
 * ferry_sim_service_stop:
 * @self: a service
 *
 * Closes every connection and ends the world. Returns when the thread has ended.
 */
void
ferry_sim_service_stop (FerrySimService *self)
{
  g_autoptr(GSource) source = NULL;

  g_return_if_fail (FERRY_IS_SIM_SERVICE (self));

  if (self->thread == NULL)
    return;

  source = g_idle_source_new ();
  g_source_set_callback (source, quit_in_thread, g_main_loop_ref (self->loop),
                         (GDestroyNotify) g_main_loop_unref);
  g_source_attach (source, self->context);
  g_thread_join (g_steal_pointer (&self->thread));
  g_ptr_array_set_size (self->endpoints, 0);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
}

guint
ferry_sim_service_get_n_endpoints (FerrySimService *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_SERVICE (self), 0);

  return self->endpoints->len;
}

/**
 * ferry_sim_service_get_endpoint:
 * @self: a running service
 * @index: below ferry_sim_service_get_n_endpoints()
 *
 * Returns: (transfer none): where a pool answers, valid until the service stops
 */
const FerrySimEndpoint *
ferry_sim_service_get_endpoint (FerrySimService *self,
                                guint            index)
{
  g_return_val_if_fail (FERRY_IS_SIM_SERVICE (self), NULL);
  g_return_val_if_fail (index < self->endpoints->len, NULL);

  return g_ptr_array_index (self->endpoints, index);
}

static gboolean
run_errand_in_thread (gpointer user_data)
{
  Errand *errand = user_data;
  FerrySimService *self = errand->service;

  errand->function (g_ptr_array_index (self->pools, errand->index), errand->user_data);
  g_mutex_lock (&self->mutex);
  errand->is_done = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);

  return G_SOURCE_REMOVE;
}

/**
 * ferry_sim_service_run_in_pool:
 * @self: a running service
 * @index: of an endpoint
 * @function: called in the service's thread with the endpoint's #FerrySimPool
 * @user_data: for @function
 *
 * Returns when @function has returned.
 */
void
ferry_sim_service_run_in_pool (FerrySimService     *self,
                               guint                index,
                               FerrySimServiceFunc  function,
                               gpointer             user_data)
{
  Errand errand = { self, index, function, user_data, FALSE };
  g_autoptr(GSource) source = NULL;

  g_return_if_fail (FERRY_IS_SIM_SERVICE (self));
  g_return_if_fail (self->thread != NULL);
  g_return_if_fail (index < self->endpoints->len);

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, run_errand_in_thread, &errand, NULL);
  g_source_attach (source, self->context);

  g_mutex_lock (&self->mutex);
  while (!errand.is_done)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static void
ferry_sim_service_dispose (GObject *object)
{
  ferry_sim_service_stop (FERRY_SIM_SERVICE (object));

  G_OBJECT_CLASS (ferry_sim_service_parent_class)->dispose (object);
}

static void
ferry_sim_service_finalize (GObject *object)
{
  FerrySimService *self = FERRY_SIM_SERVICE (object);

  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->password, g_free);
  g_clear_pointer (&self->databases, g_strfreev);
  g_clear_pointer (&self->endpoints, g_ptr_array_unref);
  g_clear_pointer (&self->pools, g_ptr_array_unref);
  g_clear_pointer (&self->servers, g_ptr_array_unref);
  g_clear_pointer (&self->churns, g_ptr_array_unref);
  g_clear_pointer (&self->controls, g_ptr_array_unref);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);

  G_OBJECT_CLASS (ferry_sim_service_parent_class)->finalize (object);
}

static void
ferry_sim_service_class_init (FerrySimServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ferry_sim_service_dispose;
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_service_finalize;
}

static void
ferry_sim_service_init (FerrySimService *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->endpoints = g_ptr_array_new_with_free_func (endpoint_free);
  self->pools = g_ptr_array_new_with_free_func (g_object_unref);
  self->servers = g_ptr_array_new_with_free_func (g_object_unref);
  self->churns = g_ptr_array_new_with_free_func (g_object_unref);
  self->controls = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * ferry_sim_service_new:
 * @options: what the world is to be like; copied
 *
 * Returns: (transfer full): a service that isn't running
 */
FerrySimService *
ferry_sim_service_new (const FerrySimOptions *options)
{
  FerrySimService *self;

  g_return_val_if_fail (options != NULL, NULL);

  self = g_object_new (FERRY_TYPE_SIM_SERVICE, NULL);
  self->options = *options;
  self->user = g_strdup (options->user != NULL ? options->user : DEFAULT_USER);
  self->password = g_strdup (options->password != NULL ? options->password : DEFAULT_PASSWORD);
  self->databases = g_strdupv ((char **) options->databases);
  self->options.databases = (const char * const *) self->databases;
  self->options.user = self->user;
  self->options.password = self->password;

  return self;
}
