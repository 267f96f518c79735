/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-behaviour-private.h"

G_BEGIN_DECLS

/**
 * FerrySimMigrationRequest:
 * @vm: reference of the VM
 * @host: reference of the destination
 * @network: (nullable): reference of the network to use
 * @force: go on where the guest may suffer
 * @is_compressed: compress the stream
 *
 * What VM.pool_migrate is asked for.
 */
typedef struct
{
  const char *vm;
  const char *host;
  const char *network;
  gboolean    force;
  gboolean    is_compressed;
} FerrySimMigrationRequest;

typedef struct _FerrySimMigration FerrySimMigration;

/* Called once, when the migration has ended: with @failure (transfer none) when it failed. */
typedef void (*FerrySimMigrationFunc) (FerrySimFailure *failure,
                                       gboolean         is_cancelled,
                                       gpointer         user_data);

void ferry_sim_migration_start        (FerrySimBehaviour              *behaviour,
                                       const char                     *task,
                                       const FerrySimMigrationRequest *request,
                                       FerrySimMigrationFunc           func,
                                       gpointer                        user_data,
                                       GDestroyNotify                  destroy);
void ferry_sim_migration_free         (FerrySimMigration              *self);

void ferry_sim_migration_abort_vm     (FerrySimBehaviour              *behaviour,
                                       const char                     *vm);
void ferry_sim_migration_lose_host    (FerrySimBehaviour              *behaviour,
                                       const char                     *host);
void ferry_sim_migration_forget_all   (FerrySimBehaviour              *behaviour);

G_END_DECLS
