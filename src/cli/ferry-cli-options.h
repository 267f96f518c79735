/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FerryExit:
 * @FERRY_EXIT_DONE: everything that was asked for happened
 * @FERRY_EXIT_FAILED: something went wrong underway
 * @FERRY_EXIT_USAGE: what was typed makes no sense: options, names
 * @FERRY_EXIT_REFUSED: preflight refuses; nothing was started
 * @FERRY_EXIT_CONNECTION: no connection, no login, or a certificate that is not trusted
 *
 * The exit status of ferryctl.
 */
typedef enum
{
  FERRY_EXIT_DONE,
  FERRY_EXIT_FAILED,
  FERRY_EXIT_USAGE,
  FERRY_EXIT_REFUSED,
  FERRY_EXIT_CONNECTION,
} FerryExit;

/* Options that belong to some commands only. */
typedef enum
{
  FERRY_CLI_TAKES_TO     = 1 << 0,
  FERRY_CLI_TAKES_CHOICE = 1 << 1, /* --compress, --network, --force, --dry-run */
} FerryCliTakes;

/**
 * FerryCliOptions:
 * @connect: (nullable): URIs of --connect
 * @trust: (nullable): fingerprints of --trust, 64 lower-case digits each
 * @demo: also when there are @demo_databases
 * @demo_databases: (nullable): dumps of --demo-database
 * @demo_speed: simulated seconds per second; 0 when not given
 * @arguments: what is left, the command first; never %NULL
 *
 * What was typed.
 */
typedef struct
{
  char   **connect;
  char   **trust;
  char    *password_file;
  gboolean demo;
  char   **demo_databases;
  double   demo_speed;
  gboolean json;
  gboolean version;
  char    *to;
  char    *network;
  gboolean compress;
  gboolean force;
  gboolean dry_run;
  char   **arguments;
} FerryCliOptions;

/* Fails in #G_OPTION_ERROR with a sentence. */
FerryCliOptions *ferry_cli_options_new   (char            **argv,
                                          GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void             ferry_cli_options_free  (FerryCliOptions  *self);
/* (nullable): the first option that was given and that @takes does not cover: "--to" */
const char      *ferry_cli_options_stray (FerryCliOptions  *self,
                                          FerryCliTakes     takes);
/* (transfer full): with or without colons, any case, made 64 lower-case digits; %NULL if it is none */
char            *ferry_cli_fingerprint   (const char       *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryCliOptions, ferry_cli_options_free)

G_END_DECLS
