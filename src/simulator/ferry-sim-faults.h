/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-failure.h"
#include "simulator/ferry-sim-pool.h"

G_BEGIN_DECLS

typedef enum
{
  FERRY_SIM_FAULT_LATENCY,            /* @amount: ms before each reply */
  FERRY_SIM_FAULT_DROP_CONNECTION,    /* the connection closes without a reply */
  FERRY_SIM_FAULT_TRUNCATE_REPLY,     /* half of the body, then the connection closes */
  FERRY_SIM_FAULT_MALFORM_REPLY,      /* the body is no JSON */
  FERRY_SIM_FAULT_FAIL_CALL,          /* @failure */
  FERRY_SIM_FAULT_STALL_TASK,         /* the work of the task stands still for ever */
  FERRY_SIM_FAULT_FAIL_AFTER_SUSPEND, /* a migration fails when its guest is suspended */
  FERRY_SIM_FAULT_FAIL_COPY,          /* a migration fails while it copies memory */
} FerrySimFaultKind;

#define FERRY_TYPE_SIM_FAULTS (ferry_sim_faults_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimFaults, ferry_sim_faults, FERRY, SIM_FAULTS, GObject)

FerrySimFaults *ferry_sim_faults_new (void);

/* Arms a fault for the next @times (0: all from now on) calls of @subject: a method such as
 * "VM.pool_migrate", or %NULL for any; for the kinds that happen to a migration the VM's ref
 * or uuid, or %NULL. @failure: (transfer full) (nullable). */
void             ferry_sim_faults_arm     (FerrySimFaults     *self,
                                           FerrySimFaultKind   kind,
                                           const char         *subject,
                                           guint               times,
                                           gint64              amount,
                                           FerrySimFailure    *failure);
void             ferry_sim_faults_disarm  (FerrySimFaults     *self);
/* Whether the fault happens now, to a thing that goes by @name and @other_name (nullable);
 * uses up one time. The out parameters may be %NULL; @failure: (transfer full) (nullable). */
gboolean         ferry_sim_faults_take    (FerrySimFaults     *self,
                                           FerrySimFaultKind   kind,
                                           const char         *name,
                                           const char         *other_name,
                                           gint64             *amount,
                                           FerrySimFailure   **failure);

G_END_DECLS
