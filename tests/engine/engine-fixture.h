/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/ferry-engine-private.h"
#include "mock-driver.h"
#include "model/ferry-connection-record.h"

G_BEGIN_DECLS

/**
 * Fixture:
 * @server: the pool
 * @clock: stands still until a test moves it
 * @engine: (nullable): under test
 * @data_dir: (nullable): of the journal
 * @remembers: answers "secret-needed" as a keyring would
 * @n_asked: how often it was emitted
 * @was_refused: what it said last
 * @pinned: (nullable): what "settings-changed" told last
 *
 * An engine with one connection to a scripted pool. Whenever it settles, the rules that hold everywhere are
 * checked: no move is done unless the VM really runs on its target, and progress never runs backwards.
 */
typedef struct
{
  MockServer  *server;
  FerryClock  *clock;
  FerryEngine *engine;
  char        *data_dir;
  gboolean     remembers;
  guint        n_asked;
  gboolean     was_refused;
  char        *pinned;
  GHashTable  *fractions; /* move key -> double * */
} Fixture;

/* VMs web-03, db-01 and mail on kestrel. Not connected yet. */
void                         fixture_set_up         (Fixture         *f,
                                                     gconstpointer    unused);
void                         fixture_tear_down      (Fixture         *f,
                                                     gconstpointer    unused);
/* The same, with a journal on disk. */
void                         fixture_set_up_on_disk (Fixture         *f,
                                                     gconstpointer    unused);
void                         fixture_connect        (Fixture         *f);
/* Until nothing more happens by itself. */
void                         fixture_settle         (Fixture         *f);
void                         fixture_wait           (Fixture         *f,
                                                     guint            seconds);
const FerryConnectionRecord *fixture_get_connection (Fixture         *f);
/* Journaled and queued, or it aborts. Returns the move's key: interned, never freed */
const char                  *fixture_move           (Fixture         *f,
                                                     const char      *vm,
                                                     const char      *host);
/* (nullable): the error's domain must be the engine's */
GError                      *fixture_try_move       (Fixture         *f,
                                                     const char      *vm,
                                                     const char      *host);
/* A move that runs at the server */
const char                  *fixture_move_running   (Fixture         *f,
                                                     const char      *vm,
                                                     const char      *host);
const FerryMoveRecord       *fixture_get_move       (Fixture         *f,
                                                     const char      *key);
void                         fixture_assert_ended   (Fixture         *f,
                                                     const char      *key,
                                                     FerryMoveState   state,
                                                     const char      *sentence);
/* (nullable) */
GError                      *fixture_cancel         (Fixture         *f,
                                                     const char      *key);
/* The program dies; another one starts on the same journal, and connects if the fixture remembers. */
void                         fixture_crash          (Fixture         *f);
void                         fixture_shut_down      (Fixture         *f);

G_END_DECLS
