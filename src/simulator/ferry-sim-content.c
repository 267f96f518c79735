/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-content"

#include "simulator/ferry-sim-content.h"

/**
 * ferry_sim_content_make:
 * @options: what the world is to be like
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the world
 */
FerrySimWorld *
ferry_sim_content_make (const FerrySimOptions  *options,
                        GError                **error)
{
  g_return_val_if_fail (options != NULL, NULL);

  return ferry_sim_world_new ();
}
