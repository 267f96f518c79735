/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FerryConnectionSettings:
 * @id: (not nullable): stable, unique; first part of every key of the connection; no "/"
 * @uri: (not nullable): `xapi://user@host[:port]`, `xapi+http://user@127.0.0.1:port` (loopback only)
 * @label: (nullable): what the user calls it; the pool's own name otherwise
 * @pinned_sha256: (nullable): certificate that the user trusts, 64 hexadecimal digits
 * @connect_at_start: connect without being asked
 * @remember_password: the password is in the Secret Service
 *
 * One pool or host that the user added. No secret is in here.
 */
typedef struct
{
  char    *id;
  char    *uri;
  char    *label;
  char    *pinned_sha256;
  gboolean connect_at_start;
  gboolean remember_password;
} FerryConnectionSettings;

FerryConnectionSettings *ferry_connection_settings_copy  (const FerryConnectionSettings  *self);
void                     ferry_connection_settings_free  (FerryConnectionSettings        *self);
/* Checks scheme, host and port, and that no password is in it; the sentence in @error is for the user.
 * A user may be missing: the driver has its own default. */
gboolean                 ferry_connection_settings_check (const FerryConnectionSettings  *self,
                                                          GError                        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryConnectionSettings, ferry_connection_settings_free)

G_END_DECLS
