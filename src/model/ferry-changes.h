/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-record.h"

G_BEGIN_DECLS

#define FERRY_TYPE_CHANGES (ferry_changes_get_type ())

G_DECLARE_FINAL_TYPE (FerryChanges, ferry_changes, FERRY, CHANGES, GObject)

/* A batch of news: records put, keys removed. The later word on a key counts.
 * Filled by one thread, then handed over; nobody changes it after that. */
FerryChanges *ferry_changes_new            (void);
void          ferry_changes_put            (FerryChanges *self,
                                            gpointer      record);     /* (transfer full) */
void          ferry_changes_remove         (FerryChanges *self,
                                            const char   *key);
/* Appends everything that @newer says to @self. */
void          ferry_changes_merge          (FerryChanges *self,
                                            FerryChanges *newer);
gboolean      ferry_changes_is_empty       (FerryChanges *self);
/* (transfer none) (element-type FerryRecord): in the order in which they were first put, as long as none of
 * them was removed again */
GPtrArray    *ferry_changes_get_records    (FerryChanges *self);
/* (transfer none) (element-type utf8): interned keys */
GPtrArray    *ferry_changes_get_removed    (FerryChanges *self);

G_END_DECLS
