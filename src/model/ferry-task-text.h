/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-task-record.h"

G_BEGIN_DECLS

/* (transfer none): what the server does, in the user's words: "Live migration"; its own word where Ferry knows none */
const char *ferry_task_text_operation (const FerryTaskRecord *task);

G_END_DECLS
