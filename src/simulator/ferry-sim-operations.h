/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-lifecycle.h"

G_BEGIN_DECLS

void             ferry_sim_operations_begin_vm    (FerrySimDatabase    *database,
                                                   const char          *vm,
                                                   const char          *task,
                                                   FerrySimVmOperation  operation);
void             ferry_sim_operations_end_vm      (FerrySimDatabase    *database,
                                                   const char          *vm,
                                                   const char          *task);
void             ferry_sim_operations_begin_host  (FerrySimDatabase    *database,
                                                   const char          *host,
                                                   const char          *task,
                                                   const char          *operation);
void             ferry_sim_operations_end_host    (FerrySimDatabase    *database,
                                                   const char          *host,
                                                   const char          *task);
FerrySimFailure *ferry_sim_operations_check_host  (FerrySimDatabase    *database,
                                                   const char          *host,
                                                   const char          *operation) G_GNUC_WARN_UNUSED_RESULT;

void             ferry_sim_operations_update_vm   (FerrySimDatabase    *database,
                                                   const char          *vm);
void             ferry_sim_operations_update_host (FerrySimDatabase    *database,
                                                   const char          *host);
void             ferry_sim_operations_update_vbd  (FerrySimDatabase    *database,
                                                   const char          *vbd);
void             ferry_sim_operations_update_vif  (FerrySimDatabase    *database,
                                                   const char          *vif);
void             ferry_sim_operations_update_vdi  (FerrySimDatabase    *database,
                                                   const char          *vdi);
void             ferry_sim_operations_update_devices (FerrySimDatabase *database,
                                                      const char       *vm);
void             ferry_sim_operations_update_all  (FerrySimDatabase    *database);

G_END_DECLS
