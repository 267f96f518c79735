/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cli/ferry-session.h"

G_BEGIN_DECLS

/* What check and migrate have in common: names into keys, and verdicts on the screen. */

/* (transfer full) (nullable): keys of the VMs that @names mean; %NULL when one makes no sense, which has been printed */
char      **ferry_verdicts_find_vms  (FerrySession        *session,
                                      const char * const  *names);
/* (transfer none) (nullable): the host that --to means; the same */
FerryItem  *ferry_verdicts_find_host (FerrySession        *session);
void        ferry_verdicts_print     (FerrySession        *session,
                                      GPtrArray           *verdicts);

G_END_DECLS
