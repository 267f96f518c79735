/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/xapi/ferry-xapi-json.h"

G_BEGIN_DECLS

/**
 * FerryXapiRef:
 *
 * What `OpaqueRef:…` or a uuid says, in 16 bytes instead of 46: half a million
 * objects name each other. All zero is the null reference.
 */
typedef struct
{
  guint64 high;
  guint64 low;
} FerryXapiRef;

/**
 * FerryXapiNames:
 *
 * The texts of references that are no 32 hexadecimal digits: they are rare, and
 * stand in a #FerryXapiRef as their digest.
 *
 * Threads: one at a time.
 */
typedef GHashTable FerryXapiNames;

FerryXapiNames *ferry_xapi_names_new   (void);
void            ferry_xapi_names_merge (FerryXapiNames     *self,
                                        FerryXapiNames     *other);

/* Of a reference or a uuid, as it stands between the quotes. */
FerryXapiRef    ferry_xapi_ref_parse   (FerryXapiText       text,
                                        FerryXapiNames     *names);
FerryXapiRef    ferry_xapi_ref_parse_string (const char    *text,
                                        FerryXapiNames     *names);
/* (transfer full): what the server calls it */
char           *ferry_xapi_ref_format  (FerryXapiRef        ref,
                                        FerryXapiNames     *names);
/* (transfer full): without "OpaqueRef:" */
char           *ferry_xapi_ref_format_uuid (FerryXapiRef    ref,
                                        FerryXapiNames     *names);
guint           ferry_xapi_ref_hash    (gconstpointer       ref);
gboolean        ferry_xapi_ref_equal   (gconstpointer       a,
                                        gconstpointer       b);

static inline gboolean
ferry_xapi_ref_is_null (FerryXapiRef ref)
{
  return ref.high == 0 && ref.low == 0;
}

static inline gboolean
ferry_xapi_ref_same (FerryXapiRef a,
                     FerryXapiRef b)
{
  return a.high == b.high && a.low == b.low;
}

G_END_DECLS
