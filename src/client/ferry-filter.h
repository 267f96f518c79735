/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-record.h"

G_BEGIN_DECLS

/**
 * FerryFilter:
 *
 * What somebody typed into the search, ready to be held against records.
 *
 * Words are found in names, descriptions, tags, addresses and uuids, whatever
 * their case and accents; all words must be found. `key:value` words look
 * elsewhere; the beginning of a state is enough:
 *
 * - `state:` running, halted, suspended, paused, moving; enabled, disabled, off; shared, local
 * - `host:`, `pool:`, `storage:`, `network:`: the name of where it is, what it
 *   uses, or its own; storage also by its type ("nfs")
 * - `tag:` one of its tags
 * - `on:` shared or local: every disk, or some disk, is on such storage
 *
 * "Quotes" keep spaces. A key that is none of these is an ordinary word.
 *
 * Threads: any; it never changes.
 */
typedef struct _FerryFilter FerryFilter;

/**
 * FerryFilterLookup:
 * @key: (not nullable): key of another thing
 * @user_data: as given
 *
 * Returns: (transfer none) (nullable): its record
 */
typedef gconstpointer (*FerryFilterLookup) (const char *key,
                                            gpointer    user_data);

FerryFilter *ferry_filter_new           (const char        *text) G_GNUC_WARN_UNUSED_RESULT;
void         ferry_filter_free          (FerryFilter       *self);
/* It matches everything. */
gboolean     ferry_filter_is_empty      (const FerryFilter *self);
/* Whether the answer for one record depends on others. */
gboolean     ferry_filter_looks_around  (const FerryFilter *self);
/* @name: what @record is shown as; @is_moving: a move of it waits or runs */
gboolean     ferry_filter_matches       (const FerryFilter *self,
                                         gconstpointer      record,
                                         const char        *name,
                                         gboolean           is_moving,
                                         FerryFilterLookup  lookup,
                                         gpointer           user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryFilter, ferry_filter_free)

G_END_DECLS
