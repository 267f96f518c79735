/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-failure.h"

G_BEGIN_DECLS

#define MIB ((gint64) 1 << 20)
#define GIB ((gint64) 1 << 30)

/* References of what small_pool_fill() makes: three like hosts with 64 GiB
 * (the third coordinates), a shared SR and a local
 * one on "host-1", a network that all have, and "vm", which runs on "host-1" with 2 GiB, a disk on
 * the shared SR, a NIC and tools. */
#define HOST_1  "OpaqueRef:host-1"
#define HOST_2  "OpaqueRef:host-2"
#define HOST_3  "OpaqueRef:host-3"
#define POOL    "OpaqueRef:pool"
#define SHARED  "OpaqueRef:shared"
#define LOCAL   "OpaqueRef:local"
#define NETWORK "OpaqueRef:network"
#define VM      "OpaqueRef:vm"

void        small_pool_fill        (FerrySimDatabase *database);
const char *small_pool_add_vm      (FerrySimDatabase *database,
                                    const char       *name,
                                    const char       *host,
                                    gint64            memory);
const char *small_pool_add_disk    (FerrySimDatabase *database,
                                    const char       *vm,
                                    const char       *sr,
                                    const char       *type);

/* Takes @failure and says it in a line: "CODE a b", or "" for none. */
char       *small_pool_say         (FerrySimFailure  *failure);
void        small_pool_assert      (FerrySimFailure  *failure,
                                    const char       *expected);

G_END_DECLS
