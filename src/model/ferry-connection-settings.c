/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-connection-settings"

#include "config.h"

#include "model/ferry-connection-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

FerryConnectionSettings *
ferry_connection_settings_copy (const FerryConnectionSettings *self)
{
  FerryConnectionSettings *copy = g_new (FerryConnectionSettings, 1);

  *copy = (FerryConnectionSettings) {
    .id = g_strdup (self->id),
    .uri = g_strdup (self->uri),
    .label = g_strdup (self->label),
    .pinned_sha256 = g_strdup (self->pinned_sha256),
    .connect_at_start = self->connect_at_start,
    .remember_password = self->remember_password,
  };

  return copy;
}

void
ferry_connection_settings_free (FerryConnectionSettings *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->uri);
  g_free (self->label);
  g_free (self->pinned_sha256);
  g_free (self);
}

static gboolean
is_loopback (const char *host)
{
  return g_str_equal (host, "localhost") || g_str_equal (host, "::1") ||
         (g_hostname_is_ip_address (host) && g_str_has_prefix (host, "127."));
}

/* An address is kept where everybody who sits here can read it. */
static gboolean
check_password (GUri    *uri,
                GError **error)
{
  if (g_uri_get_password (uri) == NULL)
    return TRUE;

  g_set_error_literal (error, G_URI_ERROR, G_URI_ERROR_BAD_USER,
                       _("Leave the password out of the address: it is asked for when connecting."));

  return FALSE;
}

static gboolean
check_clear_text (GUri    *uri,
                  GError **error)
{
  if (g_str_equal (g_uri_get_scheme (uri), "xapi"))
    return TRUE;

  if (is_loopback (g_uri_get_host (uri)))
    return TRUE;

  g_set_error (error, G_URI_ERROR, G_URI_ERROR_BAD_HOST,
               _("“%s” is not this machine: a connection without encryption is possible to a "
                 "loopback address only. Use xapi:// instead of xapi+http://."),
               g_uri_get_host (uri));

  return FALSE;
}

gboolean
ferry_connection_settings_check (const FerryConnectionSettings  *self,
                                 GError                        **error)
{
  g_autoptr(GUri) uri = g_uri_parse (self->uri, G_URI_FLAGS_HAS_PASSWORD, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error (error, G_URI_ERROR, G_URI_ERROR_FAILED,
                   _("“%s” is not an address. It looks like xapi://root@pool.example.com."),
                   self->uri);
      return FALSE;
    }

  if (!g_str_equal (g_uri_get_scheme (uri), "xapi") &&
      !g_str_equal (g_uri_get_scheme (uri), "xapi+http"))
    {
      g_set_error (error, G_URI_ERROR, G_URI_ERROR_BAD_SCHEME,
                   _("“%s” is not a kind of connection that Ferry knows. It knows xapi:// and "
                     "xapi+http://."),
                   g_uri_get_scheme (uri));
      return FALSE;
    }

  return check_password (uri, error) && check_clear_text (uri, error);
}
