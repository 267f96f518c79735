/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"

G_BEGIN_DECLS

/**
 * FerrySimDomainType:
 *
 * How a VM is virtualised. The hypervisor's own need of memory depends on it.
 */
typedef enum {
  FERRY_SIM_DOMAIN_TYPE_HVM,
  FERRY_SIM_DOMAIN_TYPE_PV,
  FERRY_SIM_DOMAIN_TYPE_PV_IN_PVH,
  FERRY_SIM_DOMAIN_TYPE_PVH,
} FerrySimDomainType;

FerrySimDomainType ferry_sim_memory_get_domain_type (FerrySimDatabase *database,
                                                     const char       *vm);
gint64             ferry_sim_memory_get_overhead    (FerrySimDatabase *database,
                                                     const char       *vm);
gint64             ferry_sim_memory_get_needed      (FerrySimDatabase *database,
                                                     const char       *vm);
gint64             ferry_sim_memory_get_planned     (FerrySimDatabase *database,
                                                     const char       *vm);
gint64             ferry_sim_memory_get_capacity    (FerrySimDatabase *database,
                                                     const char       *host);
gint64             ferry_sim_memory_get_free        (FerrySimDatabase *database,
                                                     const char       *host,
                                                     const char       *ignored_vm);

G_END_DECLS
