/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-move-record.h"

G_BEGIN_DECLS

/* A move in words, the same in the window and in a terminal: translated. (transfer full) */

/* (transfer none): "memory", "switch-over" */
const char *ferry_phase_get_label      (FerryPhase             phase);
/* "kestrel → merlin" */
char       *ferry_move_text_route      (const FerryMoveRecord *move);
/* One line of where it stands: "memory, pass 2 · 3.1 of 8.0 GiB · 412.0 MB/s · 12–20 s left"; for a waiting move what it
 * waits for; for an ended one how it ended and how long it took. Never the sentence of a failure. */
char       *ferry_move_text_status     (const FerryMoveRecord *move);
/* "took about 2 min, pause 340 ms"; (nullable) before the end */
char       *ferry_move_text_outcome    (const FerryMoveRecord *move);
gboolean    ferry_move_is_ended        (const FerryMoveRecord *move);

G_END_DECLS
