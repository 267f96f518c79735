/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"

G_BEGIN_DECLS

/**
 * FerrySimMetricsQuery:
 * @host: reference of the host that is asked
 * @start: rows from this time on, in seconds since 1970; negative: before @now
 * @now: what time it is, in seconds since 1970
 * @interval: the least time between rows, in seconds
 * @cf: (nullable): "AVERAGE", "MIN", "MAX" or "LAST"; %NULL: what there is
 * @with_host: whether the host itself is asked about
 * @vm_uuids: (nullable) (array zero-terminated=1): the VMs; %NULL: all that are there
 * @as_json: JSON whose leaves are all text, else XML
 *
 * A request for /rrd_updates.
 */
typedef struct
{
  const char         *host;
  gint64              start;
  gint64              now;
  gint64              interval;
  const char         *cf;
  gboolean            with_host;
  const char * const *vm_uuids;
  gboolean            as_json;
} FerrySimMetricsQuery;

char *ferry_sim_metrics_render (FerrySimDatabase           *database,
                                const FerrySimMetricsQuery *query) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
