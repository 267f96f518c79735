/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-engine"

#include "engine/ferry-engine-private.h"

/* The engine as the program uses it: on the machine's clock, with the drivers that there are. Apart from the rest,
 * so that tests of the engine link no driver. */

static FerryDriver *
make_driver (const FerryConnectionSettings  *settings,
             gpointer                        user_data,
             GError                        **error)
{
  return ferry_driver_new_for_settings (settings, error);
}

/**
 * ferry_engine_new:
 * @data_dir: (nullable): where the journal is kept; %NULL for one in memory
 * @error: FERRY_ENGINE_ERROR_JOURNAL, with a sentence
 *
 * Returns: (transfer full) (nullable): an engine in the thread-default main context
 */
FerryEngine *
ferry_engine_new (const char  *data_dir,
                  GError     **error)
{
  g_autoptr(FerryClock) clock = ferry_clock_new ();

  return ferry_engine_new_full (data_dir, make_driver, NULL, clock, error);
}
