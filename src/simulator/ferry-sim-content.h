/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-options.h"
#include "simulator/ferry-sim-world.h"

G_BEGIN_DECLS

/* Makes the world that @options ask for: demo, generated, or from database files. A host whose
 * address is a loopback address (127.x.y.z) is listened for there, at its pool's port: the
 * coordinator must be at 127.0.0.1, members anywhere else. %NULL with @error set when a file
 * can't be read. */
FerrySimWorld *ferry_sim_content_make (const FerrySimOptions  *options,
                                       GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
