/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-ha"

#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-ha.h"
#include "simulator/ferry-sim-memory.h"

/* One host in the plan. */
typedef struct
{
  const char *ref;
  gint64      free_bytes; /* beside all that is planned for its VMs */
  GArray     *protected;  /* (owned) (element-type gint64): needs of the VMs to restart elsewhere */
  gint64      load;       /* sum of these */
  gboolean    is_failed;
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;

  g_array_unref (place->protected);
  g_free (place);
}

static const char *
find_pool (FerrySimDatabase *database)
{
  g_autoptr(GPtrArray) pools = ferry_sim_database_list_refs (database, "pool");

  return pools->len > 0 ? pools->pdata[0] : NULL;
}

/**
 * ferry_sim_ha_is_enabled:
 * @database: a pool's database
 *
 * Returns: whether VMs are restarted when hosts fail
 */
gboolean
ferry_sim_ha_is_enabled (FerrySimDatabase *database)
{
  const char *pool;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), FALSE);

  pool = find_pool (database);

  return pool != NULL && ferry_sim_database_get_boolean (database, "pool", pool, "ha_enabled");
}

/**
 * ferry_sim_ha_is_protected:
 * @database: a pool's database
 * @vm: reference of a VM
 *
 * Returns: whether the VM is promised a restart
 */
gboolean
ferry_sim_ha_is_protected (FerrySimDatabase *database,
                           const char       *vm)
{
  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), FALSE);

  return ferry_sim_database_get_boolean (database, "VM", vm, "ha_always_run")
         && g_str_equal (ferry_sim_database_get_string (database, "VM", vm, "ha_restart_priority"),
                         "restart");
}

static GPtrArray *
list_places (FerrySimDatabase *database,
             const char       *without)
{
  GPtrArray *places = g_ptr_array_new_with_free_func (place_free);
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");

  for (guint i = 0; i < hosts->len; i++)
    {
      const char *host = hosts->pdata[i];
      Place *place;

      if (g_strcmp0 (host, without) == 0
          || !ferry_sim_boot_check_is_live (database, host)
          || !ferry_sim_database_get_boolean (database, "host", host, "enabled"))
        continue;

      place = g_new0 (Place, 1);
      place->ref = host;
      place->free_bytes = ferry_sim_memory_get_capacity (database, host);
      place->protected = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_ptr_array_add (places, place);
    }

  return places;
}

static Place *
find_place (GPtrArray  *places,
            const char *host)
{
  for (guint i = 0; i < places->len; i++)
    {
      Place *place = places->pdata[i];

      if (g_str_equal (place->ref, host))
        return place;
    }

  return NULL;
}

static void
fill_places (FerrySimDatabase *database,
             GPtrArray        *places,
             const char       *moved_vm,
             const char       *new_host)
{
  g_autoptr(GPtrArray) vms = ferry_sim_database_list_refs (database, "VM");

  for (guint i = 0; i < vms->len; i++)
    {
      const char *vm = vms->pdata[i];
      const char *host = ferry_sim_database_get_string (database, "VM", vm, "resident_on");
      Place *place;
      gint64 need;

      if (g_strcmp0 (vm, moved_vm) == 0)
        host = new_host;
      place = find_place (places, host);
      if (place == NULL)
        continue;

      need = ferry_sim_memory_get_planned (database, vm);
      place->free_bytes -= need;
      if (ferry_sim_ha_is_protected (database, vm))
        {
          g_array_append_val (place->protected, need);
          place->load += need;
        }
    }
}

static int
compare_needs (gconstpointer a,
               gconstpointer b)
{
  const gint64 *need_a = a;
  const gint64 *need_b = b;

  return (*need_a < *need_b) - (*need_a > *need_b);
}

static int
compare_loads (gconstpointer a,
               gconstpointer b)
{
  const Place *place_a = *(const Place * const *) a;
  const Place *place_b = *(const Place * const *) b;

  return (place_a->load < place_b->load) - (place_a->load > place_b->load);
}

/* Largest first, each where it fits first: it may miss a plan that exists, as the server's may. */
static gboolean
can_restart (GPtrArray *places)
{
  g_autoptr(GArray) needs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) rooms = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = places->pdata[i];

      if (place->is_failed)
        g_array_append_vals (needs, place->protected->data, place->protected->len);
      else
        g_array_append_val (rooms, place->free_bytes);
    }
  g_array_sort (needs, compare_needs);

  for (guint i = 0; i < needs->len; i++)
    {
      gint64 need = g_array_index (needs, gint64, i);
      guint room = 0;

      while (room < rooms->len && g_array_index (rooms, gint64, room) < need)
        room++;
      if (room == rooms->len)
        return FALSE;
      g_array_index (rooms, gint64, room) -= need;
    }

  return TRUE;
}

/* Every single host may fail, and every pair; of more, those with most to restart. */
static gboolean
survives (GPtrArray *places,
          guint      first,
          guint      n_failures)
{
  if (n_failures == 0)
    return can_restart (places);

  for (guint i = first; i < places->len; i++)
    {
      Place *place = places->pdata[i];
      gboolean is_safe;

      place->is_failed = TRUE;
      is_safe = survives (places, i + 1, n_failures - 1);
      place->is_failed = FALSE;
      if (!is_safe)
        return FALSE;
    }

  return TRUE;
}

static gboolean
plan (FerrySimDatabase *database,
      guint             n_failures,
      const char       *moved_vm,
      const char       *new_host,
      const char       *without)
{
  g_autoptr(GPtrArray) places = list_places (database, without);

  fill_places (database, places, moved_vm, new_host);
  if (n_failures >= places->len)
    return FALSE;
  if (n_failures <= 2)
    return survives (places, 0, n_failures);

  g_ptr_array_sort (places, compare_loads);
  for (guint i = 0; i < n_failures; i++)
    ((Place *) places->pdata[i])->is_failed = TRUE;

  return can_restart (places);
}

/**
 * ferry_sim_ha_plan_exists:
 * @database: a pool's database
 * @n_failures: how many hosts may fail
 *
 * Returns: whether all protected VMs could be restarted whichever hosts fail
 */
gboolean
ferry_sim_ha_plan_exists (FerrySimDatabase *database,
                          guint             n_failures)
{
  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), FALSE);

  return plan (database, n_failures, NULL, NULL, NULL);
}

/**
 * ferry_sim_ha_get_max_failures:
 * @database: a pool's database
 *
 * Returns: how many hosts may fail at most
 */
guint
ferry_sim_ha_get_max_failures (FerrySimDatabase *database)
{
  guint n = 0;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), 0);

  while (plan (database, n + 1, NULL, NULL, NULL))
    n++;

  return n;
}

static FerrySimFailure *
check_plan (FerrySimDatabase *database,
            const char       *moved_vm,
            const char       *new_host,
            const char       *without)
{
  const char *pool = find_pool (database);
  gint64 n_failures;

  if (!ferry_sim_ha_is_enabled (database)
      || ferry_sim_database_get_boolean (database, "pool", pool, "ha_allow_overcommit"))
    return NULL;

  n_failures = ferry_sim_database_get_int (database, "pool", pool, "ha_host_failures_to_tolerate");
  if (n_failures <= 0 || !plan (database, n_failures, NULL, NULL, NULL)
      || plan (database, n_failures, moved_vm, new_host, without))
    return NULL;

  return ferry_sim_failure_new ("HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN", NULL);
}

/**
 * ferry_sim_ha_check_placement:
 * @database: a pool's database
 * @vm: reference of a VM
 * @host: reference of the host that it is to go to
 *
 * Returns: (transfer full) (nullable): the obstacle, when there is a plan now and not with the VM
 *   there
 */
FerrySimFailure *
ferry_sim_ha_check_placement (FerrySimDatabase *database,
                              const char       *vm,
                              const char       *host)
{
  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), NULL);

  return check_plan (database, vm, host, NULL);
}

/**
 * ferry_sim_ha_check_without_host:
 * @database: a pool's database
 * @host: reference of a host that is to be disabled
 *
 * Returns: (transfer full) (nullable): the obstacle, when there is a plan now and not without it
 */
FerrySimFailure *
ferry_sim_ha_check_without_host (FerrySimDatabase *database,
                                 const char       *host)
{
  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), NULL);

  return check_plan (database, NULL, NULL, host);
}
