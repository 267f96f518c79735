/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-dump-reader.h"
#include "simulator/ferry-sim-world.h"

G_BEGIN_DECLS

FerrySimDatabase *ferry_sim_dump_read     (GInputStream   *stream,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean          ferry_sim_dump_add_pool (FerrySimWorld  *world,
                                           const char     *path,
                                           GError        **error);

G_END_DECLS
