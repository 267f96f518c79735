/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-failure.h"

G_BEGIN_DECLS

/* What get_all_records_where() is asked: `field "name__label" = "web"`, joined by and, or, not. */
typedef struct _FerrySimQuery FerrySimQuery;

FerrySimQuery *ferry_sim_query_new   (const FerrySimClass  *klass,
                                      const char           *text,
                                      FerrySimFailure     **failure) G_GNUC_WARN_UNUSED_RESULT;
void           ferry_sim_query_free  (FerrySimQuery        *self);
gboolean       ferry_sim_query_match (FerrySimQuery        *self,
                                      FerrySimDatabase     *database,
                                      const FerrySimClass  *klass,
                                      const char           *ref);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerrySimQuery, ferry_sim_query_free)

G_END_DECLS
