/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-progress.h"

G_BEGIN_DECLS

/**
 * FerryXapiProgress:
 *
 * Makes sense of the number that XenAPI calls the progress of a migration: it
 * climbs to 10/11 with the memory, jumps to 1, falls back to some 3/7, and
 * stays there until the end. What comes out only goes forward.
 *
 * A value; all zero at first.
 */
typedef struct
{
  FerryPhase phase;
  double     peak;      /* the highest number seen */
  double     fraction;  /* of the phase */
} FerryXapiProgress;

/* @number: as the server says; @is_started: the VM is under the operation already; @can_cancel: as the server says;
 * @total_bytes: memory to be sent, for the estimate; 0 if unknown. Fills @progress. */
void ferry_xapi_progress_update (FerryXapiProgress *self,
                                 double             number,
                                 gboolean           is_started,
                                 gboolean           can_cancel,
                                 guint64            total_bytes,
                                 FerryProgress     *progress);

G_END_DECLS
