/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FerryPhase:
 *
 * Where a move is. Phases only ever go forward.
 */
typedef enum
{
  FERRY_PHASE_WAITING,   /* for a slot, or for the server's own queue */
  FERRY_PHASE_PREPARING, /* checks, reservations, connections */
  FERRY_PHASE_DISKS,
  FERRY_PHASE_MEMORY,
  FERRY_PHASE_SWITCHING, /* the pause: too late to cancel */
  FERRY_PHASE_FINISHING, /* runs at the target; cleaning up */
  FERRY_PHASE_VERIFYING, /* we look where it is */
  FERRY_PHASE_OVER,
} FerryPhase;

#define FERRY_N_PHASES (FERRY_PHASE_OVER + 1)

/**
 * FerryProgress:
 * @phase: where the work is
 * @fraction: of the phase, 0 to 1, never less than before in the same phase; -1 when unknown
 * @done_bytes: sent in this phase; 0 when unknown
 * @total_bytes: to send in this phase, as known now; 0 when unknown
 * @is_estimate: the bytes were computed from a fraction, not reported
 * @pass: pre-copy pass, from 1; 0 when unknown
 * @can_cancel: a cancel would be taken now
 *
 * What a driver says of a running move. A value.
 */
typedef struct
{
  FerryPhase phase;
  double     fraction;
  guint64    done_bytes;
  guint64    total_bytes;
  gboolean   is_estimate;
  guint      pass;
  gboolean   can_cancel;
} FerryProgress;

G_END_DECLS
