/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FerrySimTransferStage:
 * @FERRY_SIM_TRANSFER_QUEUED: waits for a worker on one of the hosts
 * @FERRY_SIM_TRANSFER_PREPARING: hand-shake, and the balloon takes what the guest can spare
 * @FERRY_SIM_TRANSFER_COPYING: passes over the memory while the guest runs
 * @FERRY_SIM_TRANSFER_PAUSED: the guest stands still, the rest goes over
 * @FERRY_SIM_TRANSFER_CLEANING: the guest runs on the destination, the source tidies up
 * @FERRY_SIM_TRANSFER_DONE: nothing is left to do
 *
 * The stages of a live migration's memory, in their order.
 */
typedef enum {
  FERRY_SIM_TRANSFER_QUEUED,
  FERRY_SIM_TRANSFER_PREPARING,
  FERRY_SIM_TRANSFER_COPYING,
  FERRY_SIM_TRANSFER_PAUSED,
  FERRY_SIM_TRANSFER_CLEANING,
  FERRY_SIM_TRANSFER_DONE,
} FerrySimTransferStage;

/**
 * FerrySimTransferSpec:
 * @memory: what the guest's memory amounts to while it is copied, in bytes
 * @balloon: what the guest gives back before, in bytes
 * @dirty_rate: how fast the guest writes to its memory, in bytes per second
 * @working_set: the part of the memory that it writes to, in bytes
 * @is_compressed: whether the stream is compressed
 * @max_passes: how many passes are made at most before the guest is paused; 0 for the usual number
 *
 * What is to be moved.
 */
typedef struct {
  guint64  memory;
  guint64  balloon;
  double   dirty_rate;
  guint64  working_set;
  gboolean is_compressed;
  guint    max_passes;
} FerrySimTransferSpec;

typedef struct _FerrySimTransfer FerrySimTransfer;

FerrySimTransfer      *ferry_sim_transfer_new           (const FerrySimTransferSpec *spec);
void                   ferry_sim_transfer_free          (FerrySimTransfer           *self);

void                   ferry_sim_transfer_start         (FerrySimTransfer           *self);
void                   ferry_sim_transfer_advance       (FerrySimTransfer           *self,
                                                         double                      seconds,
                                                         double                      wire_rate);
double                 ferry_sim_transfer_get_time_left (FerrySimTransfer           *self,
                                                         double                      wire_rate);

gboolean               ferry_sim_transfer_uses_wire     (FerrySimTransfer           *self);
double                 ferry_sim_transfer_get_wire_limit (FerrySimTransfer           *self);

FerrySimTransferStage  ferry_sim_transfer_get_stage     (FerrySimTransfer           *self);
guint                  ferry_sim_transfer_get_pass      (FerrySimTransfer           *self);
guint                  ferry_sim_transfer_get_percent   (FerrySimTransfer           *self);
double                 ferry_sim_transfer_get_sent      (FerrySimTransfer           *self);
double                 ferry_sim_transfer_get_pause     (FerrySimTransfer           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerrySimTransfer, ferry_sim_transfer_free)

G_END_DECLS
