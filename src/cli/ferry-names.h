/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-client.h"

G_BEGIN_DECLS

/**
 * FerryKinds:
 *
 * A set of kinds: bit by bit, 1 << #FerryKind.
 */
typedef guint FerryKinds;

#define FERRY_KINDS(kind) (1u << (kind))
#define FERRY_KINDS_NAMED (FERRY_KINDS (FERRY_KIND_CONNECTION) | FERRY_KINDS (FERRY_KIND_HOST) | \
                           FERRY_KINDS (FERRY_KIND_VM) | FERRY_KINDS (FERRY_KIND_STORAGE) |       \
                           FERRY_KINDS (FERRY_KIND_NETWORK) | FERRY_KINDS (FERRY_KIND_DISK))

/* (transfer none) (nullable): what @text means among things of @kinds: a uuid, a name, or a name in another case.
 * @connection_key: (nullable): only there. Fails in #G_OPTION_ERROR, with the candidates or the near names. */
FerryItem  *ferry_names_find     (FerryClient  *client,
                                  const char   *text,
                                  FerryKinds    kinds,
                                  const char   *connection_key,
                                  GError      **error);
/* (transfer full) (element-type FerryItem): all of @kinds, by name */
GPtrArray  *ferry_names_list     (FerryClient  *client,
                                  FerryKinds    kinds) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none) (nullable) */
const char *ferry_names_get_uuid (FerryItem    *item);
/* (transfer none): the name of what @key names; "" if nothing is known of it */
const char *ferry_names_get      (FerryClient  *client,
                                  const char   *key);
/* Letters to change, add, drop or swap to make one of the other; at most @limit + 1. */
guint       ferry_names_distance (const char   *a,
                                  const char   *b,
                                  guint         limit);

G_END_DECLS
