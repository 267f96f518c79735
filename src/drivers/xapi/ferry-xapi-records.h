/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/xapi/ferry-xapi-cache.h"
#include "model/ferry-vm-record.h"

G_BEGIN_DECLS

/* Whether an object is one that people would count: no template, snapshot, control domain, hidden disk or internal task. */
gboolean       ferry_xapi_records_has_record (FerryXapiRow   *row);
/* (transfer full) (nullable): the record of a row that has one; NULL while something that it needs is missing */
gpointer       ferry_xapi_records_make       (FerryXapiCache *cache,
                                              FerryXapiRow   *row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
