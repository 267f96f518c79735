/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-dispatch"

#include "simulator/ferry-sim-dispatch.h"

#include "simulator/ferry-sim-accessors.h"
#include "simulator/ferry-sim-faults.h"
#include "simulator/ferry-sim-json.h"
#include "simulator/ferry-sim-param.h"
#include "simulator/ferry-sim-registry.h"
#include "simulator/ferry-sim-session.h"

/* A request on its way through the checks that come before any method. */
typedef struct
{
  FerrySimPool          *pool;
  const FerrySimRequest *request;
  gboolean               is_async;
  char                  *method;  /* "VM.pool_migrate" */
  const FerrySimMessage *message;
  const char            *session; /* (nullable) */
  GPtrArray             *params;  /* (nullable) */
} Dispatch;

/* "VM_metrics_get_all" is another spelling of "VM_metrics.get_all". */
static char *
find_other_spelling (const char *method)
{
  for (const char *at = strchr (method, '_'); at != NULL; at = strchr (at + 1, '_'))
    {
      g_autofree char *dotted = g_strdup (method);

      dotted[at - method] = '.';
      if (ferry_sim_schema_find_message (dotted) != NULL)
        return g_steal_pointer (&dotted);
    }

  return NULL;
}

static void
find_method (Dispatch *dispatch)
{
  const char *method = dispatch->request->method;

  dispatch->is_async = g_str_has_prefix (method, "Async.");
  if (dispatch->is_async)
    method += strlen ("Async.");

  dispatch->message = ferry_sim_schema_find_message (method);
  if (dispatch->message == NULL && !dispatch->is_async)
    dispatch->method = find_other_spelling (method);
  if (dispatch->method != NULL)
    dispatch->message = ferry_sim_schema_find_message (dispatch->method);
  else
    dispatch->method = g_strdup (method);
}

static const char *
get_first_text (GVariant *params)
{
  g_autoptr(GVariant) boxed = NULL;
  g_autoptr(GVariant) first = NULL;

  if (g_variant_n_children (params) == 0)
    return NULL;

  boxed = g_variant_get_child_value (params, 0);
  first = g_variant_get_variant (boxed);

  /* The text lives as long as @params. */
  return g_variant_is_of_type (first, G_VARIANT_TYPE_STRING)
    ? g_variant_get_string (first, NULL) : NULL;
}

static FerrySimFailure *
check_session (Dispatch   *dispatch,
               const char *session)
{
  FerrySimSessions *sessions = ferry_sim_pool_get_sessions (dispatch->pool);

  if (session == NULL || ferry_sim_sessions_touch (sessions, session))
    return NULL;

  return ferry_sim_failure_new ("SESSION_INVALID", session, NULL);
}

static FerrySimFailure *
check_unknown (Dispatch *dispatch)
{
  FerrySimFailure *failure = NULL;

  if (g_str_has_prefix (dispatch->method, "system."))
    return ferry_sim_failure_new ("MESSAGE_METHOD_UNKNOWN", dispatch->method, NULL);

  failure = check_session (dispatch, get_first_text (dispatch->request->params));
  if (failure != NULL)
    return failure;

  return ferry_sim_failure_new ("MESSAGE_METHOD_UNKNOWN", dispatch->method, NULL);
}

/* The session is not counted, not even where it is missing: then -1 were received. */
static FerrySimFailure *
check_count (Dispatch *dispatch)
{
  const FerrySimMessage *message = dispatch->message;
  int n_received = (int) g_variant_n_children (dispatch->request->params);
  g_autofree char *expected = g_strdup_printf ("%u", message->n_required);
  g_autofree char *received = NULL;

  if (message->takes_session)
    n_received--;
  if (n_received == (int) message->n_params
      || (n_received >= (int) message->n_required && message->n_required < message->n_params))
    return NULL;

  received = g_strdup_printf ("%d", n_received);

  return ferry_sim_failure_new ("MESSAGE_PARAMETER_COUNT_MISMATCH", dispatch->method,
                                expected, received, NULL);
}

static FerrySimFailure *
take_session (Dispatch *dispatch)
{
  const FerrySimType *text = ferry_sim_schema_find_type ("string");
  FerrySimFailure *failure = NULL;
  g_autoptr(GVariant) boxed = NULL;
  g_autoptr(GVariant) first = NULL;
  g_autoptr(GVariant) decoded = NULL;

  if (!dispatch->message->takes_session)
    return NULL;

  boxed = g_variant_get_child_value (dispatch->request->params, 0);
  first = g_variant_get_variant (boxed);
  decoded = ferry_sim_param_decode (text, first, &failure);
  if (failure != NULL)
    return failure;

  dispatch->session = get_first_text (dispatch->request->params);

  return check_session (dispatch, dispatch->session);
}

static FerrySimFailure *
check_coordinator (Dispatch *dispatch)
{
  FerrySimDatabase *database = ferry_sim_pool_get_database (dispatch->pool);
  const char *coordinator = ferry_sim_pool_get_coordinator (dispatch->pool);

  if (!dispatch->request->is_member)
    return NULL;

  return ferry_sim_failure_new ("HOST_IS_SLAVE",
                                ferry_sim_database_get_string (database, "host", coordinator,
                                                               "address"), NULL);
}

static FerrySimFailure *
decode_params (Dispatch *dispatch)
{
  const FerrySimMessage *message = dispatch->message;
  gsize first = message->takes_session ? 1 : 0;
  gsize n_children = g_variant_n_children (dispatch->request->params);

  dispatch->params = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  for (guint i = 0; i < message->n_params && first + i < n_children; i++)
    {
      g_autoptr(GVariant) boxed = g_variant_get_child_value (dispatch->request->params, first + i);
      g_autoptr(GVariant) json = g_variant_get_variant (boxed);
      FerrySimFailure *failure = NULL;
      GVariant *value = ferry_sim_param_decode (message->params[i].type, json, &failure);

      if (value == NULL)
        return failure;
      g_ptr_array_add (dispatch->params, value);
    }

  return NULL;
}

static FerrySimFailure *
check_async (Dispatch *dispatch)
{
  g_autofree char *text = NULL;

  if (!dispatch->is_async || !dispatch->message->is_accessor
      || g_str_equal (dispatch->message->owner->name, "task"))
    return NULL;

  text = g_strdup_printf ("No async mode for this operation (rpc: %s)", dispatch->method);

  return ferry_sim_failure_new ("Fault", text, NULL);
}

static FerrySimFailure *
check_before (Dispatch *dispatch)
{
  FerrySimFailure *failure;

  if (dispatch->message == NULL)
    return check_unknown (dispatch);
  if ((failure = check_count (dispatch)) != NULL)
    return failure;
  if ((failure = take_session (dispatch)) != NULL)
    return failure;
  if ((failure = check_coordinator (dispatch)) != NULL)
    return failure;
  if (dispatch->message->is_removed)
    return ferry_sim_failure_new ("MESSAGE_REMOVED", NULL);
  if ((failure = check_async (dispatch)) != NULL)
    return failure;

  return decode_params (dispatch);
}

/* The roles that would do, in xapi's order. */
static char *
list_roles (const FerrySimMessage *message)
{
  static const FerrySimRole order[] = {
    FERRY_SIM_ROLE_VM_POWER_ADMIN, FERRY_SIM_ROLE_VM_ADMIN, FERRY_SIM_ROLE_VM_OPERATOR,
    FERRY_SIM_ROLE_READ_ONLY, FERRY_SIM_ROLE_NONE,
    FERRY_SIM_ROLE_POOL_ADMIN, FERRY_SIM_ROLE_POOL_OPERATOR,
  };
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      if (order[i] == FERRY_SIM_ROLE_NONE && message->is_for_hosts)
        g_ptr_array_add (names, (char *) "client-cert");
      else if (order[i] != FERRY_SIM_ROLE_NONE && order[i] >= message->role)
        g_ptr_array_add (names, (char *) ferry_sim_role_get_name (order[i]));
    }
  g_ptr_array_add (names, NULL);

  return g_strjoinv (", ", (char **) names->pdata);
}

static FerrySimFailure *
check_role (FerrySimCall *call)
{
  const FerrySimMessage *message = ferry_sim_call_get_message (call);
  FerrySimSessions *sessions = ferry_sim_pool_get_sessions (ferry_sim_call_get_pool (call));
  g_autofree char *permission = NULL;
  g_autofree char *roles = NULL;
  g_autofree char *text = NULL;

  if (!message->takes_session
      || ferry_sim_sessions_get_role (sessions, ferry_sim_call_get_session (call))
         >= message->role)
    return NULL;

  permission = g_ascii_strdown (ferry_sim_call_get_method (call), -1);
  roles = list_roles (message);
  text = g_strdup_printf ("No permission in user session. (Roles with this permission: %s)",
                          roles);

  return ferry_sim_failure_new ("RBAC_PERMISSION_DENIED", permission, text, NULL);
}

static FerrySimFailure *
check_refs (FerrySimCall *call)
{
  const FerrySimMessage *message = ferry_sim_call_get_message (call);
  FerrySimDatabase *database = ferry_sim_call_get_database (call);

  for (guint i = 0; i < ferry_sim_call_get_n_params (call); i++)
    {
      const FerrySimType *type = message->params[i].type;
      const char *ref;

      if (type->kind != FERRY_SIM_KIND_REF)
        continue;
      ref = ferry_sim_call_get_string (call, i);
      if (!ferry_sim_database_has_row (database, type->name, ref))
        return ferry_sim_failure_new ("HANDLE_INVALID", type->name, ref, NULL);
    }

  return NULL;
}

static FerrySimFailure *
check_call (FerrySimCall         *call,
            const FerrySimMethod *method)
{
  FerrySimFaults *faults = ferry_sim_pool_get_faults (ferry_sim_call_get_pool (call));
  FerrySimFailure *failure = NULL;

  if (ferry_sim_faults_take (faults, FERRY_SIM_FAULT_FAIL_CALL,
                             ferry_sim_call_get_method (call), NULL, NULL, &failure)
      && failure != NULL)
    return failure;
  if ((failure = check_role (call)) != NULL)
    return failure;
  if (method != NULL && (method->flags & FERRY_SIM_METHOD_CHECK_REFS) != 0)
    return check_refs (call);

  return NULL;
}

static void
run_call (FerrySimCall *call)
{
  FerrySimRegistry *registry = ferry_sim_pool_get_registry (ferry_sim_call_get_pool (call));
  const char *name = ferry_sim_call_get_method (call);
  gpointer data = NULL;
  const FerrySimMethod *method = ferry_sim_registry_find (registry, name, &data);
  FerrySimFailure *failure = check_call (call, method);

  if (failure != NULL)
    ferry_sim_call_fail (call, failure);
  else if (method != NULL)
    method->func (call, data);
  else if (!ferry_sim_accessors_answer (call))
    ferry_sim_call_fail (call, ferry_sim_failure_new ("NOT_IMPLEMENTED", name, NULL));
}

static gboolean
needs_task (FerrySimPool          *pool,
            const FerrySimMessage *message,
            const char            *name)
{
  gpointer data;
  const FerrySimMethod *method;

  if (message->is_accessor)
    return FALSE;

  method = ferry_sim_registry_find (ferry_sim_pool_get_registry (pool), name, &data);

  return method == NULL || (method->flags & FERRY_SIM_METHOD_NO_TASK) == 0;
}

static void
list_methods (FerrySimReplyFunc reply,
              gpointer          user_data)
{
  GString *json = g_string_new ("[");
  g_autoptr(GBytes) bytes = NULL;

  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    {
      const FerrySimClass *klass = ferry_sim_schema_get_class (i);

      for (guint j = 0; j < klass->n_messages; j++)
        g_string_append_printf (json, "%s\"%s.%s\"", json->len > 1 ? "," : "",
                                klass->name, klass->messages[j].name);
    }
  g_string_append_c (json, ']');
  bytes = g_string_free_to_bytes (json);
  reply (bytes, NULL, user_data);
}

/**
 * ferry_sim_dispatch:
 * @pool: the pool that is asked
 * @request: what is asked; not kept
 * @reply: called once with the answer, now or later
 * @user_data: for @reply
 */
void
ferry_sim_dispatch (FerrySimPool          *pool,
                    const FerrySimRequest *request,
                    FerrySimReplyFunc      reply,
                    gpointer               user_data)
{
  Dispatch dispatch = { .pool = pool, .request = request };
  g_autoptr(FerrySimFailure) failure = NULL;
  g_autoptr(FerrySimCall) call = NULL;

  g_return_if_fail (FERRY_IS_SIM_POOL (pool));

  if (g_str_equal (request->method, "system.listMethods"))
    {
      list_methods (reply, user_data);
      return;
    }

  find_method (&dispatch);
  failure = check_before (&dispatch);
  if (failure == NULL)
    {
      call = _ferry_sim_call_new (pool, dispatch.message, dispatch.method, dispatch.session,
                                  g_steal_pointer (&dispatch.params), reply, user_data);
      if (dispatch.is_async && dispatch.message->is_accessor)
        _ferry_sim_call_start_dummy_task (call);
      else if (needs_task (pool, dispatch.message, dispatch.method))
        _ferry_sim_call_start_task (call, dispatch.is_async, request->other_config);
      run_call (call);
    }
  else
    {
      reply (NULL, failure, user_data);
    }

  g_clear_pointer (&dispatch.params, g_ptr_array_unref);
  g_free (dispatch.method);
}
