/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-version"

#include "simulator/ferry-sim-version.h"

/**
 * ferry_sim_version_compare:
 * @a: numbers joined by dots
 * @b: the same
 *
 * Returns: negative, 0 or positive: @a is older than, as old as or newer than @b
 */
int
ferry_sim_version_compare (const char *a,
                           const char *b)
{
  g_auto(GStrv) a_parts = g_strsplit_set (a, ".-", -1);
  g_auto(GStrv) b_parts = g_strsplit_set (b, ".-", -1);
  guint n_a = g_strv_length (a_parts);
  guint n_b = g_strv_length (b_parts);

  for (guint i = 0; i < MAX (n_a, n_b); i++)
    {
      gint64 a_number = i < n_a ? g_ascii_strtoll (a_parts[i], NULL, 10) : 0;
      gint64 b_number = i < n_b ? g_ascii_strtoll (b_parts[i], NULL, 10) : 0;

      if (a_number != b_number)
        return a_number < b_number ? -1 : 1;
    }

  return 0;
}

/**
 * ferry_sim_version_is_upgrading:
 * @database: a pool's database
 *
 * Returns: whether only a part of the pool's hosts runs the new version yet
 */
gboolean
ferry_sim_version_is_upgrading (FerrySimDatabase *database)
{
  g_autoptr(GPtrArray) pools = NULL;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), FALSE);

  pools = ferry_sim_database_list_refs (database, "pool");

  return pools->len > 0
         && ferry_sim_database_get_key (database, "pool", pools->pdata[0], "other_config",
                                        "rolling_upgrade_in_progress") != NULL;
}

/**
 * ferry_sim_version_check_upgrade:
 * @database: a pool's database
 * @source: reference of the host that a VM is on
 * @destination: reference of the host that it is to go to
 *
 * During a rolling upgrade VMs only go to hosts that are as new as theirs.
 *
 * Returns: (transfer full) (nullable): the obstacle
 */
FerrySimFailure *
ferry_sim_version_check_upgrade (FerrySimDatabase *database,
                                 const char       *source,
                                 const char       *destination)
{
  static const char * const parts[] = { "platform_version", "xapi_build", "xen" };

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), NULL);

  if (!ferry_sim_version_is_upgrading (database))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *old = ferry_sim_database_get_key (database, "host", source, "software_version",
                                                    parts[i]);
      const char *new = ferry_sim_database_get_key (database, "host", destination,
                                                    "software_version", parts[i]);

      if (old != NULL && new != NULL && ferry_sim_version_compare (new, old) < 0)
        return ferry_sim_failure_new ("NOT_SUPPORTED_DURING_UPGRADE", NULL);
    }

  return NULL;
}
