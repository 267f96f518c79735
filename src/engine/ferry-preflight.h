/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "model/ferry-move-record.h"
#include "model/ferry-move-request.h"
#include "model/ferry-verdict.h"

G_BEGIN_DECLS

/* As in ferry-inventory.h, which a caller of this header need not include. */
typedef struct _FerryInventory FerryInventory;

/* Live migration inside a pool, judged from the records alone: no server is asked, nothing is
 * written. An answer costs microseconds; the server's own check stays the last word.
 *
 * Every function answers every question: a VM or host that is not in the inventory any more gets a
 * verdict with the finding "vm-gone" or "host-gone". All rules are in ferry-preflight-rules.c.
 *
 * Threads: the inventory's. */

/**
 * ferry_preflight_check:
 * @inventory: what is known now
 * @vm_keys: %NULL-terminated
 * @host_keys: (nullable): %NULL-terminated; %NULL for every host of every connection
 *
 * Can these VMs go to those hosts? On each host the VMs are counted one after the other: one that
 * would fit alone, but not after those before it that can go there, says so.
 *
 * Returns: (transfer full) (element-type FerryVerdict): in the order of VMs, then hosts
 */
GPtrArray    *ferry_preflight_check         (FerryInventory         *inventory,
                                             const char * const     *vm_keys,
                                             const char * const     *host_keys) G_GNUC_WARN_UNUSED_RESULT;

/**
 * ferry_preflight_check_pair:
 * @inventory: what is known now
 * @vm_key: a VM
 * @host_key: a host
 *
 * Returns: (transfer full): can this VM go to that host, alone?
 */
FerryVerdict *ferry_preflight_check_pair    (FerryInventory         *inventory,
                                             const char             *vm_key,
                                             const char             *host_key) G_GNUC_WARN_UNUSED_RESULT;

/**
 * ferry_preflight_check_request:
 * @inventory: what is known now
 * @request: VMs, their target, and the choices made: a migration network is checked too, and force
 *   turns what it overrides (CPU, pinning, tools) into warnings
 *
 * Returns: (transfer full) (element-type FerryVerdict): one for each VM of @request, in its order
 */
GPtrArray    *ferry_preflight_check_request (FerryInventory         *inventory,
                                             const FerryMoveRequest *request) G_GNUC_WARN_UNUSED_RESULT;

/**
 * ferry_preflight_check_move:
 * @inventory: what is known now
 * @move: a move that waits
 * @request: (nullable): the choices that came with it; its VMs and host are not looked at
 *
 * The look before a move that has waited starts: neither itself nor the others that wait count
 * against it, since they were let in together.
 *
 * Returns: (transfer full): can it still go?
 */
FerryVerdict *ferry_preflight_check_move    (FerryInventory         *inventory,
                                             const FerryMoveRecord  *move,
                                             const FerryMoveRequest *request) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
