/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/ferry-driver.h"
#include "drivers/xapi/ferry-xapi-cache.h"

G_BEGIN_DECLS

#define FERRY_TYPE_XAPI_TASKS (ferry_xapi_tasks_get_type ())

G_DECLARE_FINAL_TYPE (FerryXapiTasks, ferry_xapi_tasks, FERRY, XAPI_TASKS, GObject)

/* @driver: not owned; progress is emitted on it */
FerryXapiTasks *ferry_xapi_tasks_new          (FerryDriver         *driver,
                                               FerryXapiCache      *cache);
/* Completes when the task ends; the cache must know it, or it is gone. */
void            ferry_xapi_tasks_watch_async  (FerryXapiTasks      *self,
                                               const char          *handle,
                                               const char          *vm_key,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
gboolean        ferry_xapi_tasks_watch_finish (FerryXapiTasks      *self,
                                               GAsyncResult        *result,
                                               GError             **error);
/* A task may have changed. */
void            ferry_xapi_tasks_update       (FerryXapiTasks      *self,
                                               FerryXapiRef         task);
/* Nobody will tell of tasks any more: ends every watch with @error. */
void            ferry_xapi_tasks_fail         (FerryXapiTasks      *self,
                                               const GError        *error);

G_END_DECLS
