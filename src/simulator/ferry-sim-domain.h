/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-pool.h"

G_BEGIN_DECLS

gint64 ferry_sim_domain_get_next_id  (FerrySimDatabase *database,
                                      const char       *host);
void   ferry_sim_domain_start        (FerrySimPool     *pool,
                                      const char       *vm,
                                      const char       *host,
                                      const char       *power_state);
void   ferry_sim_domain_stop         (FerrySimPool     *pool,
                                      const char       *vm,
                                      const char       *power_state);
void   ferry_sim_domain_arrive       (FerrySimPool     *pool,
                                      const char       *vm,
                                      const char       *old_host,
                                      const char       *host);
void   ferry_sim_domain_update_free_memory (FerrySimDatabase *database,
                                            const char       *host);

G_END_DECLS
