/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-migration-network"

#include "simulator/ferry-sim-migration-network.h"

static const char *
find_pif (FerrySimDatabase *database,
          const char       *host,
          const char       *network)
{
  GVariantIter iter;
  const char *pif;

  if (!ferry_sim_database_has_row (database, "network", network))
    return NULL;

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "network", network, "PIFs"));
  while (g_variant_iter_next (&iter, "&s", &pif))
    {
      if (g_str_equal (ferry_sim_database_get_string (database, "PIF", pif, "host"), host))
        return pif;
    }

  return NULL;
}

static gboolean
has_address (FerrySimDatabase *database,
             const char       *pif)
{
  GVariant *addresses = ferry_sim_database_get (database, "PIF", pif, "IPv6");

  if (*ferry_sim_database_get_string (database, "PIF", pif, "IP") != '\0')
    return TRUE;

  return g_str_equal (ferry_sim_database_get_string (database, "PIF", pif, "primary_address_type"),
                      "IPv6")
         && g_variant_n_children (addresses) > 0;
}

/**
 * ferry_sim_migration_network_check:
 * @database: the pool's database
 * @host: reference of the destination
 * @network: reference of the network that the memory shall take; it need not exist
 *
 * Returns: (transfer full) (nullable): why the host can't be reached over the network
 */
FerrySimFailure *
ferry_sim_migration_network_check (FerrySimDatabase *database,
                                   const char       *host,
                                   const char       *network)
{
  const char *pif;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), NULL);

  pif = find_pif (database, host, network);
  if (pif == NULL)
    return ferry_sim_failure_new ("PIF_NOT_PRESENT", host, network, NULL);
  if (!ferry_sim_database_get_boolean (database, "PIF", pif, "currently_attached"))
    return ferry_sim_failure_new ("REQUIRED_PIF_IS_UNPLUGGED", pif, NULL);
  if (!has_address (database, pif))
    return ferry_sim_failure_new ("INTERFACE_HAS_NO_IP", pif, NULL);

  return NULL;
}
