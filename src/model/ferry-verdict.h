/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-finding.h"

G_BEGIN_DECLS

/**
 * FerryOutlook:
 *
 * In the order in which "Where can it go" sorts hosts.
 */
typedef enum
{
  FERRY_OUTLOOK_HERE,          /* it runs there already */
  FERRY_OUTLOOK_CAN_GO,
  FERRY_OUTLOOK_NEEDS_CHOICES, /* with a storage copy, or another network */
  FERRY_OUTLOOK_CANNOT,
  FERRY_OUTLOOK_UNKNOWN,       /* the connection is down: what is known is old */
} FerryOutlook;

/**
 * FerryVerdict:
 * @vm_key: (not nullable): which VM
 * @host_key: (not nullable): which host
 * @outlook: the short answer
 * @findings: (element-type FerryFinding): the long one, most severe first; may be empty
 * @memory_after: share of the host's memory in use once the VM is there, 0 to 1; -1 when unknown
 * @duration_min_s: predicted time of the move at best; -1 when it can't be told
 * @duration_max_s: at worst
 * @pause_min_ms: predicted pause at best; -1 when it can't be told
 * @pause_max_ms: at worst
 *
 * Can this VM go to that host? Immutable, reference counted.
 */
typedef struct
{
  const char * const  vm_key;
  const char * const  host_key;
  const FerryOutlook  outlook;
  GPtrArray * const   findings;
  const double        memory_after;
  const double        duration_min_s;
  const double        duration_max_s;
  const gint64        pause_min_ms;
  const gint64        pause_max_ms;
} FerryVerdict;

FerryVerdict *ferry_verdict_new   (const FerryVerdict *fields) G_GNUC_WARN_UNUSED_RESULT;
FerryVerdict *ferry_verdict_ref   (const FerryVerdict *self);
void          ferry_verdict_unref (FerryVerdict       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryVerdict, ferry_verdict_unref)

G_END_DECLS
