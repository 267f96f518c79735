/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "client/ferry-item.h"
#include "model/ferry-changes.h"

G_BEGIN_DECLS

#define FERRY_TYPE_INVENTORY_MODEL (ferry_inventory_model_get_type ())

G_DECLARE_FINAL_TYPE (FerryInventoryModel, ferry_inventory_model, FERRY, INVENTORY_MODEL, GObject)

FerryInventoryModel *ferry_inventory_model_new        (void);
/* See ferry-client.h for what stands where. */
GListModel          *ferry_inventory_model_get_tree   (FerryInventoryModel *self);
GListModel          *ferry_inventory_model_get_list   (FerryInventoryModel *self,
                                                       FerryKind            kind);
FerryItem           *ferry_inventory_model_lookup     (FerryInventoryModel *self,
                                                       const char          *key);
void                 ferry_inventory_model_set_filter (FerryInventoryModel *self,
                                                       const char          *text);
/* Takes a batch on; only while there is no other. */
void                 ferry_inventory_model_push       (FerryInventoryModel *self,
                                                       FerryChanges        *changes);
/* Works on the batch and the filter until @deadline (g_get_monotonic_time()), but always
 * a little. Returns %TRUE when all of it is shown. */
gboolean             ferry_inventory_model_work       (FerryInventoryModel *self,
                                                       gint64               deadline);
/* The whole batch at once, however long it takes. */
void                 ferry_inventory_model_apply      (FerryInventoryModel *self,
                                                       FerryChanges        *changes);
/* (transfer full) (element-type FerryItem): moves that have ended since the last call */
GPtrArray           *ferry_inventory_model_take_ended (FerryInventoryModel *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
