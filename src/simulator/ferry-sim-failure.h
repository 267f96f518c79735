/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_FAILURE (ferry_sim_failure_get_type ())

/**
 * FerrySimFailure:
 * @code: for example `VM_BAD_POWER_STATE`
 * @params: (array zero-terminated=1): its parameters
 *
 * An error of the XenAPI. A check returns one (transfer full), or %NULL when all is well.
 *
 * Threads: immutable and reference counted atomically.
 */
typedef struct
{
  const char         *code;
  const char * const *params;
} FerrySimFailure;

GType            ferry_sim_failure_get_type (void);
/* The parameters follow the code; %NULL ends them. */
FerrySimFailure *ferry_sim_failure_new      (const char            *code,
                                             ...) G_GNUC_NULL_TERMINATED;
FerrySimFailure *ferry_sim_failure_new_strv (const char            *code,
                                             const char * const    *params);
FerrySimFailure *ferry_sim_failure_ref      (FerrySimFailure       *self);
void             ferry_sim_failure_unref    (FerrySimFailure       *self);
gboolean         ferry_sim_failure_is       (const FerrySimFailure *self,
                                             const char            *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerrySimFailure, ferry_sim_failure_unref)

G_END_DECLS
