/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "drivers/xapi/ferry-xapi-reply.h"
#include "model/ferry-changes.h"
#include "model/ferry-record.h"

G_BEGIN_DECLS

#define FERRY_TYPE_XAPI_CACHE (ferry_xapi_cache_get_type ())

G_DECLARE_FINAL_TYPE (FerryXapiCache, ferry_xapi_cache, FERRY, XAPI_CACHE, GObject)

/**
 * FerryXapiHold:
 * @FERRY_XAPI_HOLD_NOTHING: each is told as soon as something changes
 * @FERRY_XAPI_HOLD_ALL: they wait
 * @FERRY_XAPI_HOLD_AFTER_GLIMPSE: the first that come are told as they are, and told again with the rest
 */
typedef enum
{
  FERRY_XAPI_HOLD_NOTHING,
  FERRY_XAPI_HOLD_ALL,
  FERRY_XAPI_HOLD_AFTER_GLIMPSE,
} FerryXapiHold;

FerryXapiCache *ferry_xapi_cache_new         (const char          *connection_id);
/* Takes the rows out of @batch and notes which records they change. */
void            ferry_xapi_cache_apply       (FerryXapiCache      *self,
                                              FerryXapiBatch      *batch);
/* A full reading of some classes begins; what of them has not come when end_round() is called is gone. */
void            ferry_xapi_cache_begin_round (FerryXapiCache      *self);
void            ferry_xapi_cache_end_round   (FerryXapiCache      *self,
                                              FerryXapiClass       class_);
/* How the records of a kind are told while not everything that they are made from is known. */
void            ferry_xapi_cache_hold        (FerryXapiCache      *self,
                                              FerryKind            kind,
                                              FerryXapiHold        hold);
/* (transfer full) (nullable): the next news, so many as can be made in @budget_us; NULL: there are none. Sets @is_all to
 * whether nothing is left. */
FerryChanges   *ferry_xapi_cache_take_changes (FerryXapiCache     *self,
                                              gint64               budget_us,
                                              gboolean            *is_all) G_GNUC_WARN_UNUSED_RESULT;
gint64          ferry_xapi_cache_count       (FerryXapiCache      *self,
                                              FerryXapiClass       class_);

/* (transfer none) (nullable): of the wanted class; valid until the next call that changes the cache */
gpointer        ferry_xapi_cache_get         (FerryXapiCache      *self,
                                              FerryXapiClass       class_,
                                              FerryXapiRef         ref);
/* (transfer none) (nullable): the row that a record's key stands for */
gpointer        ferry_xapi_cache_get_by_key  (FerryXapiCache      *self,
                                              FerryXapiClass       class_,
                                              const char          *key);
gpointer        ferry_xapi_cache_get_by_uuid (FerryXapiCache      *self,
                                              FerryXapiClass       class_,
                                              const char          *uuid);
/* (transfer none) (nullable) */
gpointer        ferry_xapi_cache_get_pool    (FerryXapiCache      *self);
/* Null if none is known. */
FerryXapiRef    ferry_xapi_cache_get_task_vm (FerryXapiCache      *self,
                                              FerryXapiRef         task);
void            ferry_xapi_cache_iter_init   (FerryXapiCache      *self,
                                              FerryXapiClass       class_,
                                              GHashTableIter      *iter);
/* (transfer none): for references in a form of their own */
FerryXapiNames *ferry_xapi_cache_get_names   (FerryXapiCache      *self);
const char     *ferry_xapi_cache_get_connection_id (FerryXapiCache *self);
const char     *ferry_xapi_cache_get_connection_key (FerryXapiCache *self);
/* (transfer full) (nullable): the key of the record of an object; NULL if there is none */
char           *ferry_xapi_cache_dup_key     (FerryXapiCache      *self,
                                              FerryXapiClass       class_,
                                              FerryXapiRef         ref);
/* (transfer full) (nullable): what people call an object, whatever it is */
char           *ferry_xapi_cache_dup_name    (FerryXapiCache      *self,
                                              const char          *ref);

G_END_DECLS
