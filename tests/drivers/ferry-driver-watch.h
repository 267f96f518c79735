/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/ferry-driver.h"

/**
 * FerryDriverWatch:
 * @driver: (owned)
 * @records: (owned): key -> the record that holds now
 * @n_changes: batches so far
 * @n_removed: removals so far
 * @story: (owned): phases of progress, each once, in their order
 * @progress: the last one told
 * @lost: (owned) (nullable): why the connection broke
 * @error: (owned) (nullable): of the last call that completed
 * @handle: (owned) (nullable): of the last call that gave one
 * @findings: (owned) (nullable): of the last check
 * @record: (owned) (nullable): of the last look
 * @is_done: the last call has completed
 *
 * A driver under test, and what it told.
 */
typedef struct
{
  FerryDriver   *driver;
  GHashTable    *records;
  guint          n_changes;
  guint          n_removed;
  GString       *story;
  GString       *steps;
  FerryProgress  progress;
  GError        *lost;
  GError        *error;
  char          *handle;
  GPtrArray     *findings;
  FerryVmRecord *record;
  gboolean       is_done;
} FerryDriverWatch;

FerryDriverWatch *ferry_driver_watch_new     (const char       *uri);
void              ferry_driver_watch_free    (FerryDriverWatch *self);
/* Iterates the main context until *@condition; fails the test after some seconds. */
void              ferry_driver_watch_until   (FerryDriverWatch *self,
                                              const gboolean   *condition);
/* Each waits for the end; FALSE with @error set. */
gboolean          ferry_driver_watch_connect (FerryDriverWatch *self,
                                              const FerryConnectionSettings *settings,
                                              const char       *password);
void              ferry_driver_watch_disconnect (FerryDriverWatch *self);
gboolean          ferry_driver_watch_check   (FerryDriverWatch *self,
                                              const FerryDriverMove *move);
gboolean          ferry_driver_watch_migrate (FerryDriverWatch *self,
                                              const FerryDriverMove *move);
gboolean          ferry_driver_watch_find    (FerryDriverWatch *self,
                                              const char       *move_key);
/* Does not wait. */
void              ferry_driver_watch_begin   (FerryDriverWatch *self,
                                              const char       *handle,
                                              const char       *vm_key);
/* Asks for it, while a watch goes on. */
void              ferry_driver_watch_request_cancel (FerryDriverWatch *self,
                                              const char       *handle);
gboolean          ferry_driver_watch_forget  (FerryDriverWatch *self,
                                              const char       *handle);
gboolean          ferry_driver_watch_look    (FerryDriverWatch *self,
                                              const char       *vm_key);
gboolean          ferry_driver_watch_remedy  (FerryDriverWatch *self,
                                              FerryRemedyAction action,
                                              const char       *target);
/* (transfer none) (nullable): the record of @kind with that name */
gconstpointer     ferry_driver_watch_get     (FerryDriverWatch *self,
                                              FerryKind         kind,
                                              const char       *name);
/* (transfer none) (nullable): the first of @kind by name */
gconstpointer     ferry_driver_watch_any     (FerryDriverWatch *self,
                                              FerryKind         kind);
/* (transfer container): all of @kind, sorted by name; holds the records */
GPtrArray        *ferry_driver_watch_list    (FerryDriverWatch *self,
                                              FerryKind         kind);
guint             ferry_driver_watch_count   (FerryDriverWatch *self,
                                              FerryKind         kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryDriverWatch, ferry_driver_watch_free)
