/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-content"

#include "simulator/ferry-sim-content.h"

#include "simulator/ferry-sim-demo.h"
#include "simulator/ferry-sim-dump.h"
#include "simulator/ferry-sim-generator.h"

/**
 * ferry_sim_content_make:
 * @options: what the world is to be like
 * @error: return location for a #FerrySimDumpError
 *
 * Returns: (transfer full): the world; %NULL with @error set where a file can't be loaded
 */
FerrySimWorld *
ferry_sim_content_make (const FerrySimOptions  *options,
                        GError                **error)
{
  g_autoptr(FerrySimWorld) world = ferry_sim_world_new ();

  g_return_val_if_fail (options != NULL, NULL);

  if (options->databases != NULL && options->databases[0] != NULL)
    {
      for (guint i = 0; options->databases[i] != NULL; i++)
        if (!ferry_sim_dump_add_pool (world, options->databases[i], error))
          return NULL;
    }
  else if (options->n_hosts > 0)
    {
      ferry_sim_generator_add_pool (world, options->n_hosts, options->n_vms, options->seed);
    }
  else
    {
      ferry_sim_demo_add_pools (world);
    }

  return g_steal_pointer (&world);
}
