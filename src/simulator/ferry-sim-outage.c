/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-outage"

#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-domain.h"
#include "simulator/ferry-sim-ha.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-migration.h"
#include "simulator/ferry-sim-outage.h"
#include "simulator/ferry-sim-work.h"

/* So long a silent host is given the benefit of the doubt: 10 min, or HA's time-out. */
#define ASSUMED_DEAD_TIME (G_GINT64_CONSTANT (600) * G_USEC_PER_SEC)
#define HA_TIME           (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

typedef struct
{
  FerrySimBehaviour *behaviour;
  char              *host; /* (owned) */
} Outage;

static void
outage_free (gpointer data)
{
  Outage *outage = data;

  g_free (outage->host);
  g_free (outage);
}

static void
restart_vm (FerrySimBehaviour *behaviour,
            const char        *vm)
{
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (behaviour->database, "host");
  const char *best = NULL;
  gint64 most = -1;

  for (guint i = 0; i < hosts->len; i++)
    {
      g_autoptr(FerrySimFailure) failure = NULL;
      gint64 free_bytes = ferry_sim_memory_get_free (behaviour->database, hosts->pdata[i], NULL);

      failure = ferry_sim_boot_check (behaviour->database, vm, hosts->pdata[i],
                                      FERRY_SIM_BOOT_CHECK_ALL);
      if (failure == NULL && free_bytes > most
          && !g_hash_table_contains (behaviour->dead_hosts, hosts->pdata[i]))
        {
          most = free_bytes;
          best = hosts->pdata[i];
        }
    }

  if (best != NULL)
    ferry_sim_domain_start (behaviour->pool, vm, best, "Running");
}

/* HA knows that the host is fenced: its VMs are off, and the protected ones start elsewhere. */
static void
recover (FerrySimBehaviour *behaviour,
         const char        *host)
{
  g_autoptr(GVariant) vms = NULL;
  GVariantIter iter;
  const char *vm;

  vms = g_variant_ref (ferry_sim_database_get (behaviour->database, "host", host, "resident_VMs"));
  g_variant_iter_init (&iter, vms);
  while (g_variant_iter_next (&iter, "&s", &vm))
    {
      if (ferry_sim_database_get_boolean (behaviour->database, "VM", vm, "is_control_domain"))
        continue;
      ferry_sim_domain_stop (behaviour->pool, vm, "Halted");
      if (ferry_sim_ha_is_protected (behaviour->database, vm))
        restart_vm (behaviour, vm);
    }
}

static gboolean
on_assumed_dead (gpointer user_data)
{
  const Outage *outage = user_data;
  FerrySimDatabase *database = outage->behaviour->database;
  const char *metrics;

  g_hash_table_replace (outage->behaviour->dead_hosts, g_strdup (outage->host), NULL);
  if (!ferry_sim_database_has_row (database, "host", outage->host))
    return G_SOURCE_REMOVE;

  metrics = ferry_sim_database_get_string (database, "host", outage->host, "metrics");
  if (ferry_sim_database_has_row (database, "host_metrics", metrics))
    ferry_sim_database_set_boolean (database, "host_metrics", metrics, "live", FALSE);
  if (ferry_sim_ha_is_enabled (database))
    recover (outage->behaviour, outage->host);

  return G_SOURCE_REMOVE;
}

/**
 * ferry_sim_outage_begin:
 * @behaviour: the pool's behaviour
 * @host: reference of a host that lost its power
 *
 * What was under way with it fails. Its VMs show as running there until somebody or HA says
 * otherwise, and it shows as live until its silence has lasted long enough.
 */
void
ferry_sim_outage_begin (FerrySimBehaviour *behaviour,
                        const char        *host)
{
  Outage *outage;
  gint64 delay;
  guint timer;

  g_return_if_fail (behaviour != NULL);

  if (g_hash_table_contains (behaviour->dead_hosts, host))
    return;

  outage = g_new0 (Outage, 1);
  outage->behaviour = behaviour;
  outage->host = g_strdup (host);
  delay = ferry_sim_ha_is_enabled (behaviour->database) ? HA_TIME : ASSUMED_DEAD_TIME;
  timer = ferry_sim_clock_add (behaviour->clock, delay, on_assumed_dead, outage, outage_free);
  g_hash_table_insert (behaviour->dead_hosts, g_strdup (host), GUINT_TO_POINTER (timer));

  ferry_sim_migration_lose_host (behaviour, host);
  ferry_sim_work_lose_host (behaviour, host);
}

/**
 * ferry_sim_outage_forget_all:
 * @behaviour: the behaviour of a pool that goes
 */
void
ferry_sim_outage_forget_all (FerrySimBehaviour *behaviour)
{
  GHashTableIter iter;
  gpointer timer;

  g_return_if_fail (behaviour != NULL);

  g_hash_table_iter_init (&iter, behaviour->dead_hosts);
  while (g_hash_table_iter_next (&iter, NULL, &timer))
    {
      if (timer != NULL)
        ferry_sim_clock_remove (behaviour->clock, GPOINTER_TO_UINT (timer));
    }
  g_hash_table_remove_all (behaviour->dead_hosts);
}
