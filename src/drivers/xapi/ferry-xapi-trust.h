/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/ferry-certificate.h"

G_BEGIN_DECLS

#define FERRY_TYPE_XAPI_TRUST (ferry_xapi_trust_get_type ())

G_DECLARE_FINAL_TYPE (FerryXapiTrust, ferry_xapi_trust, FERRY, XAPI_TRUST, GObject)

FerryXapiTrust         *ferry_xapi_trust_new          (void);
/* From now on @host must show the certificate with this SHA-256 (64 hexadecimal digits, colons allowed); %NULL: any that
 * the system's authorities vouch for. */
void                    ferry_xapi_trust_pin          (FerryXapiTrust  *self,
                                                       const char      *host,
                                                       const char      *sha256);
/* Like a pin, said by a server that was trusted itself; never overrides what the user decided. */
void                    ferry_xapi_trust_vouch        (FerryXapiTrust  *self,
                                                       const char      *host,
                                                       const char      *sha256);
/* Whether to go on; if not, ferry_xapi_trust_get_refused() says what was shown. */
gboolean                ferry_xapi_trust_decide       (FerryXapiTrust  *self,
                                                       const char      *host,
                                                       guint            port,
                                                       GTlsCertificate *certificate);
/* (transfer none) (nullable): the last one that was refused, since forget_refused() */
const FerryCertificate *ferry_xapi_trust_get_refused  (FerryXapiTrust  *self);
void                    ferry_xapi_trust_forget_refused (FerryXapiTrust *self);

G_END_DECLS
