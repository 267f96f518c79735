/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-move-record.h"

G_BEGIN_DECLS

/* How moves get on: bars that are redrawn on a terminal, a line per phase elsewhere, a JSON object per change with
 * --json. */
typedef struct _FerryProgressView FerryProgressView;

FerryProgressView *ferry_progress_view_new    (gboolean               is_json) G_GNUC_WARN_UNUSED_RESULT;
void               ferry_progress_view_free   (FerryProgressView     *self);
/* (element-type FerryMoveRecord): all of them, in a lasting order */
void               ferry_progress_view_show   (FerryProgressView     *self,
                                               GPtrArray             *moves);
/* (transfer full): "web-03  kestrel → merlin  ━━━━──── 47 %  memory, pass 2 · …", in @width columns */
char              *ferry_progress_view_format (const FerryMoveRecord *move,
                                               guint                  width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryProgressView, ferry_progress_view_free)

G_END_DECLS
