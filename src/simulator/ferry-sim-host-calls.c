/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-host-calls"

#include "simulator/ferry-sim-evacuation-plan.h"
#include "simulator/ferry-sim-evacuation.h"
#include "simulator/ferry-sim-ha.h"
#include "simulator/ferry-sim-host-calls.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-operations.h"

static void
compute_free_memory (FerrySimCall *call,
                     gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const char *host = ferry_sim_call_get_string (call, 0);

  ferry_sim_call_return (call, g_variant_new_int64 (ferry_sim_memory_get_free (behaviour->database,
                                                                               host, NULL)));
}

static void
compute_memory_overhead (FerrySimCall *call,
                         gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  gint64 bytes = ferry_sim_database_get_int (behaviour->database, "host",
                                             ferry_sim_call_get_string (call, 0), "memory_overhead");

  ferry_sim_call_return (call, g_variant_new_int64 (bytes));
}

static void
set_enabled (FerrySimBehaviour *behaviour,
             const char        *host,
             gboolean           enabled)
{
  ferry_sim_database_set_boolean (behaviour->database, "host", host, "enabled", enabled);
  ferry_sim_operations_update_host (behaviour->database, host);
}

static void
disable (FerrySimCall *call,
         gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const char *host = ferry_sim_call_get_string (call, 0);
  FerrySimFailure *failure = ferry_sim_behaviour_check_reachable (behaviour, host);

  if (failure == NULL)
    failure = ferry_sim_ha_check_without_host (behaviour->database, host);
  if (failure != NULL)
    {
      ferry_sim_call_fail (call, failure);
      return;
    }

  set_enabled (behaviour, host, FALSE);
  ferry_sim_call_return (call, NULL);
}

static void
enable (FerrySimCall *call,
        gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const char *host = ferry_sim_call_get_string (call, 0);
  FerrySimFailure *failure = ferry_sim_behaviour_check_reachable (behaviour, host);
  GVariant *guidances = ferry_sim_database_get (behaviour->database, "host", host,
                                                "pending_guidances");

  if (failure == NULL && g_variant_n_children (guidances) > 0)
    failure = ferry_sim_failure_new ("HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY", host, NULL);
  if (failure != NULL)
    {
      ferry_sim_call_fail (call, failure);
      return;
    }

  ferry_sim_operations_begin_host (behaviour->database, host, ferry_sim_call_get_task (call), "enable");
  set_enabled (behaviour, host, TRUE);
  ferry_sim_operations_end_host (behaviour->database, host, ferry_sim_call_get_task (call));
  ferry_sim_call_return (call, NULL);
}

/* The code and its parameters, as a list. */
static GVariant *
describe (const FerrySimFailure *failure)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  g_variant_builder_add (&builder, "s", failure->code);
  for (guint i = 0; failure->params[i] != NULL; i++)
    g_variant_builder_add (&builder, "s", failure->params[i]);

  return g_variant_builder_end (&builder);
}

/* Of a host that is not alive the server says that nothing stands in the way. */
static GPtrArray *
make_plan (FerrySimBehaviour *behaviour,
           const char        *host)
{
  g_autoptr(FerrySimFailure) failure = ferry_sim_behaviour_check_reachable (behaviour, host);

  return failure != NULL ? g_ptr_array_new ()
         : ferry_sim_evacuation_plan_make (behaviour->database, host);
}

static void
get_vms_which_prevent_evacuation (FerrySimCall *call,
                                  gpointer      user_data)
{
  g_autoptr(GPtrArray) plan = make_plan (user_data, ferry_sim_call_get_string (call, 0));
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  for (guint i = 0; i < plan->len; i++)
    {
      const FerrySimEvacuationItem *item = plan->pdata[i];

      if (item->failure != NULL)
        g_variant_builder_add (&builder, "{s@as}", item->vm, describe (item->failure));
    }

  ferry_sim_call_return (call, g_variant_builder_end (&builder));
}

static void
assert_can_evacuate (FerrySimCall *call,
                     gpointer      user_data)
{
  g_autoptr(GPtrArray) plan = make_plan (user_data, ferry_sim_call_get_string (call, 0));
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < plan->len; i++)
    {
      const FerrySimEvacuationItem *item = plan->pdata[i];

      if (item->failure == NULL)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? "|" : "", item->failure->code);
      for (guint j = 0; item->failure->params[j] != NULL; j++)
        g_string_append_printf (text, ",%s", item->failure->params[j]);
    }

  if (text->len > 0)
    ferry_sim_call_fail (call, ferry_sim_failure_new ("CANNOT_EVACUATE_HOST", text->str, NULL));
  else
    ferry_sim_call_return (call, NULL);
}

static void
evacuate (FerrySimCall *call,
          gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  FerrySimFailure *failure;

  failure = ferry_sim_behaviour_check_reachable (behaviour, ferry_sim_call_get_string (call, 0));
  if (failure != NULL)
    ferry_sim_call_fail (call, failure);
  else
    ferry_sim_evacuation_start (behaviour, call);
}

static void
set_migration_compression (FerrySimCall *call,
                           gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;

  ferry_sim_database_set_boolean (behaviour->database, "pool", ferry_sim_call_get_string (call, 0),
                                  "migration_compression", ferry_sim_call_get_boolean (call, 1));
  ferry_sim_call_return (call, NULL);
}

static void
compute_max_failures (FerrySimCall *call,
                      gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  gint64 n = ferry_sim_ha_get_max_failures (behaviour->database);

  ferry_sim_call_return (call, g_variant_new_int64 (n));
}

static void
failover_plan_exists (FerrySimCall *call,
                      gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  guint n_failures = MAX (0, ferry_sim_call_get_int (call, 0));
  gboolean exists = ferry_sim_ha_plan_exists (behaviour->database, n_failures);

  ferry_sim_call_return (call, g_variant_new_boolean (exists));
}

/**
 * ferry_sim_host_calls_register:
 * @behaviour: a pool's behaviour
 *
 * Registers the calls about hosts and the pool.
 */
void
ferry_sim_host_calls_register (FerrySimBehaviour *behaviour)
{
  static const FerrySimMethod methods[] = {
    { "host.compute_free_memory", compute_free_memory, FERRY_SIM_METHOD_CHECK_REFS },
    { "host.compute_memory_overhead", compute_memory_overhead, FERRY_SIM_METHOD_CHECK_REFS },
    { "host.disable", disable, FERRY_SIM_METHOD_CHECK_REFS },
    { "host.enable", enable, FERRY_SIM_METHOD_CHECK_REFS },
    { "host.get_vms_which_prevent_evacuation", get_vms_which_prevent_evacuation,
      FERRY_SIM_METHOD_CHECK_REFS },
    { "host.assert_can_evacuate", assert_can_evacuate, FERRY_SIM_METHOD_CHECK_REFS },
    { "host.evacuate", evacuate, FERRY_SIM_METHOD_FLAGS_NONE },
    { "pool.set_migration_compression", set_migration_compression, FERRY_SIM_METHOD_CHECK_REFS },
    { "pool.ha_compute_max_host_failures_to_tolerate", compute_max_failures,
      FERRY_SIM_METHOD_FLAGS_NONE },
    { "pool.ha_failover_plan_exists", failover_plan_exists, FERRY_SIM_METHOD_FLAGS_NONE },
  };

  g_return_if_fail (behaviour != NULL);

  ferry_sim_registry_add (ferry_sim_pool_get_registry (behaviour->pool), methods,
                          G_N_ELEMENTS (methods), behaviour);
}
