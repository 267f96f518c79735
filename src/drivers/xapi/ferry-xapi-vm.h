/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/xapi/ferry-xapi-cache.h"
#include "model/ferry-vm-record.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): the record of a VM from its own row and those of its devices; NULL while its pool is not
 * known */
FerryVmRecord *ferry_xapi_vm_make (FerryXapiCache *cache,
                                   FerryXapiVm    *vm) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
