/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-item.h"
#include "model/ferry-finding.h"
#include "model/ferry-verdict.h"

G_BEGIN_DECLS

#define FERRY_TYPE_DESTINATION (ferry_destination_get_type ())

G_DECLARE_FINAL_TYPE (FerryDestination, ferry_destination, FERRY, DESTINATION, GObject)

/**
 * FerryDestinationForecast:
 * @memory_after: share of the host's memory in use once all have arrived, 0 to 1; -1 when unknown
 * @duration_min_s: all of them side by side, at best; -1 when it can't be told
 * @duration_max_s: one after the other, at worst
 * @pause_min_ms: of the VM that pauses shortest; -1 when it can't be told
 * @pause_max_ms: of the one that pauses longest
 */
typedef struct
{
  double memory_after;
  double duration_min_s;
  double duration_max_s;
  gint64 pause_min_ms;
  gint64 pause_max_ms;
} FerryDestinationForecast;

/* One host as the place where some VMs could go. Signal "changed": the verdicts are new. */
FerryDestination               *ferry_destination_new          (FerryItem        *host);
FerryItem                      *ferry_destination_get_host     (FerryDestination *self);
/* (element-type FerryVerdict): one per VM, in their order */
void                            ferry_destination_set_verdicts (FerryDestination *self,
                                                                GPtrArray        *verdicts);
GPtrArray                      *ferry_destination_get_verdicts (FerryDestination *self);
/* Of all VMs together: the worst, those that are there already left out. */
FerryOutlook                    ferry_destination_get_outlook  (FerryDestination *self);
const FerryDestinationForecast *ferry_destination_get_forecast (FerryDestination *self);
/* VMs that would move: those that are not there already. */
guint                           ferry_destination_get_n_moving (FerryDestination *self);
/* (transfer full): their keys, %NULL-terminated */
char                          **ferry_destination_dup_vm_keys  (FerryDestination *self);
gboolean                        ferry_destination_has_warnings (FerryDestination *self);
/* (transfer none) (nullable): the first finding of @verdict of that weight */
const FerryFinding             *ferry_destination_find         (const FerryVerdict *verdict,
                                                                FerrySeverity       severity);
/* (nullable): a sentence when each could go alone, but not all together */
const char                     *ferry_destination_get_together (FerryDestination *self);
/* (transfer full): "Can go now", "Runs here", ... */
char                           *ferry_destination_dup_outlook_text (FerryDestination *self);
/* (transfer full) (nullable): "after: 71 % memory" */
char                           *ferry_destination_dup_memory_text  (FerryDestination *self);

G_END_DECLS
