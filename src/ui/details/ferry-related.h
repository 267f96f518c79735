/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-item.h"

G_BEGIN_DECLS

/**
 * FerryIsRelated:
 * @record: (not nullable): of a thing of the kind that is listed
 * @key: (not nullable): an interned key: two equal ones are the same pointer
 *
 * Returns: whether the thing belongs to what @key names
 */
typedef gboolean (*FerryIsRelated) (gconstpointer  record,
                                    const char    *key);

/* Makes @store hold those of @all (of #FerryItem) that belong to @key; changes only what differs.
 * Goes through all of them: a millisecond for 50,000. */
void     ferry_related_refresh   (GListStore         *store,
                                  GListModel         *all,
                                  FerryIsRelated      is_related,
                                  const char         *key);
/* Whether @key is among @keys (nullable), all interned. */
gboolean ferry_related_has_key   (const char * const *keys,
                                  const char         *key);

G_END_DECLS
