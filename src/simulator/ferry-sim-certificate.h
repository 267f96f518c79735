/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full): a new self-signed certificate with its key, for loopback and @names. */
GTlsCertificate *ferry_sim_certificate_new             (const char * const  *names,
                                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): its SHA-256 as "FC:2E:69:…". */
char            *ferry_sim_certificate_get_fingerprint (GTlsCertificate     *certificate);

G_END_DECLS
