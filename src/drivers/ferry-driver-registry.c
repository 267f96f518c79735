/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-driver"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "drivers/ferry-driver.h"
#include "drivers/xapi/ferry-xapi-driver.h"

static const struct
{
  const char    *scheme;
  FerryDriver *(*make) (void);
} drivers[] = {
  { "xapi", ferry_xapi_driver_new },
  { "xapi+http", ferry_xapi_driver_new },
};

/**
 * ferry_driver_new_for_settings:
 * @settings: whose address says which protocol is spoken there
 * @error: return location for a sentence for the user
 *
 * Returns: (transfer full) (nullable): a driver, not connected; %NULL if no
 *   driver speaks that protocol
 */
FerryDriver *
ferry_driver_new_for_settings (const FerryConnectionSettings  *settings,
                               GError                        **error)
{
  g_autofree char *scheme = g_uri_parse_scheme (settings->uri);

  for (guint i = 0; scheme != NULL && i < G_N_ELEMENTS (drivers); i++)
    {
      if (g_str_equal (scheme, drivers[i].scheme))
        return drivers[i].make ();
    }

  g_set_error (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_PROTOCOL,
               _("“%s” is not a kind of connection that Ferry knows. It knows xapi:// and xapi+http://."),
               settings->uri);

  return NULL;
}
