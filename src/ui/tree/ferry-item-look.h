/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-item.h"

G_BEGIN_DECLS

/* How a thing is drawn and said, wherever it appears. Kind and state are both in the icon's shape. */

/* (transfer none): name of a symbolic icon */
const char *ferry_item_look_get_icon_name (FerryItem *item);
/* (transfer none) (nullable): translated word or two: "Running", "Maintenance mode"; %NULL when there is nothing to say */
const char *ferry_item_look_get_state     (FerryItem *item);
/* (transfer none): translated: "Virtual machine" */
const char *ferry_item_look_get_kind      (FerryItem *item);
/* (transfer full): what a screen reader says: name, kind, state, numbers */
char       *ferry_item_look_dup_sentence  (FerryItem *item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
