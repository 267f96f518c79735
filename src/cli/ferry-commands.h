/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cli/ferry-session.h"

G_BEGIN_DECLS

/**
 * FerryCommand:
 * @name: what is typed
 * @arguments: what may follow, for the help
 * @summary: (not nullable): translatable; one line
 * @min_arguments: fewest words that must follow
 * @max_arguments: most words that may
 * @takes: options of its own
 * @run: does it: @arguments is what follows the command's name
 *
 * One thing that ferryctl can do.
 */
typedef struct
{
  const char    *name;
  const char    *arguments;
  const char    *summary;
  guint          min_arguments;
  guint          max_arguments;
  FerryCliTakes  takes;
  FerryExit    (*run) (FerrySession       *session,
                       const char * const *arguments);
} FerryCommand;

/* (transfer none) (nullable) */
const FerryCommand *ferry_commands_find     (const char         *name);
/* Prints how to use ferryctl to standard output. */
void                ferry_commands_help     (void);
/* Parses @argv, runs what it says and returns the exit status. @demo_pools: (nullable): the pools of --demo. */
FerryExit           ferry_commands_run      (FerryCliOptions    *options,
                                             GPtrArray          *demo_pools);

FerryExit           ferry_command_tree      (FerrySession *session, const char * const *arguments);
FerryExit           ferry_command_list      (FerrySession *session, const char * const *arguments);
FerryExit           ferry_command_show      (FerrySession *session, const char * const *arguments);
FerryExit           ferry_command_check     (FerrySession *session, const char * const *arguments);
FerryExit           ferry_command_migrate   (FerrySession *session, const char * const *arguments);
FerryExit           ferry_command_jobs      (FerrySession *session, const char * const *arguments);
FerryExit           ferry_command_history   (FerrySession *session, const char * const *arguments);
FerryExit           ferry_command_cancel    (FerrySession *session, const char * const *arguments);
FerryExit           ferry_command_complete  (FerrySession *session, const char * const *arguments);

G_END_DECLS
