/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-client.h"

G_BEGIN_DECLS

/* Jobs: moves of this program and tasks of others, under short names. */

/* (transfer full) (element-type FerryItem): those that are not over, moves first */
GPtrArray  *ferry_jobs_list       (FerryClient  *client) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none): the part of its key that nothing else has */
const char *ferry_jobs_get_id     (FerryItem    *job);
/* (transfer none) (nullable): the job whose id begins with @text. Fails in #G_OPTION_ERROR. */
FerryItem  *ferry_jobs_find       (FerryClient  *client,
                                   const char   *text,
                                   GError      **error);

G_END_DECLS
