/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-changes.h"
#include "model/ferry-record.h"

G_BEGIN_DECLS

#define FERRY_TYPE_INVENTORY (ferry_inventory_get_type ())

G_DECLARE_FINAL_TYPE (FerryInventory, ferry_inventory, FERRY, INVENTORY, GObject)

/* The latest record of everything. What a function returns as (transfer none) is valid until the next change;
 * lists hold references of their own. Keys need not be interned by the caller. */
FerryInventory *ferry_inventory_new                (void);

/* News. Records that say what is known already are dropped. */
void            ferry_inventory_apply              (FerryInventory *self,
                                                    FerryChanges   *changes);
/* (transfer full): puts one record. */
void            ferry_inventory_put                (FerryInventory *self,
                                                    gpointer        record);
void            ferry_inventory_remove             (FerryInventory *self,
                                                    const char     *key);
/* Removes everything that the connection told of, and its own record; moves stay. */
void            ferry_inventory_forget_connection  (FerryInventory *self,
                                                    const char     *connection_key);

/* (transfer none) (nullable) */
gconstpointer   ferry_inventory_lookup             (FerryInventory *self,
                                                    const char     *key);
/* The same, and %NULL if it is of another kind. */
gconstpointer   ferry_inventory_lookup_kind        (FerryInventory *self,
                                                    const char     *key,
                                                    FerryKind       kind);
/* (transfer none): the name of what @key names, or @fallback if it is not known or has none */
const char     *ferry_inventory_get_name           (FerryInventory *self,
                                                    const char     *key,
                                                    const char     *fallback);

/* Lists: (transfer full) (element-type FerryRecord), in no order.
 * @connection_key: (nullable): %NULL for all connections */
GPtrArray      *ferry_inventory_list               (FerryInventory *self,
                                                    FerryKind       kind,
                                                    const char     *connection_key) G_GNUC_WARN_UNUSED_RESULT;
guint           ferry_inventory_count              (FerryInventory *self,
                                                    FerryKind       kind,
                                                    const char     *connection_key);
/* VMs that run on the host, and those that are on their way to it (each once). */
GPtrArray      *ferry_inventory_list_vms_on        (FerryInventory *self,
                                                    const char     *host_key) G_GNUC_WARN_UNUSED_RESULT;
/* VMs that have a NIC on the network. */
GPtrArray      *ferry_inventory_list_vms_wired_to  (FerryInventory *self,
                                                    const char     *network_key) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *ferry_inventory_list_disks_on      (FerryInventory *self,
                                                    const char     *storage_key) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none) (nullable): the first pool of the connection */
gconstpointer   ferry_inventory_get_pool           (FerryInventory *self,
                                                    const char     *connection_key);

/* Bytes that are promised to VMs on the host: the sum of memory_dynamic_min_bytes + memory_overhead_bytes over VMs
 * that run there and VMs that are on their way there; one that is both counts twice, as the server counts it. */
guint64         ferry_inventory_get_promised_bytes (FerryInventory *self,
                                                    const char     *host_key);

/* For the client: signal "changes-pending" is emitted once, and again only after a take.
 * (transfer full): everything that changed since the last take, merged; may be empty */
FerryChanges   *ferry_inventory_take_changes       (FerryInventory *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
