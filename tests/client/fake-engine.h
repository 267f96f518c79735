/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/ferry-engine.h"

G_BEGIN_DECLS

/**
 * FakeEngineStory:
 * @thread: where the engine was made
 * @ended_in: where it was finalized
 * @n_said: changes that it has made
 * @n_taken: batches taken from it
 * @min_gap_us: shortest time between two batches
 * @wrong_thread: something was called elsewhere
 *
 * What happened to the only engine there is. Written by its thread; the
 * counters may be read with g_atomic_int_get(), the rest after a shutdown.
 */
typedef struct
{
  GThread  *thread;
  GThread  *ended_in;
  int       n_said;
  int       n_taken;
  gint64    min_gap_us;
  gboolean  wrong_thread;
} FakeEngineStory;

/* An engine that does as the test's calls say; linked in place of the real one.
 *
 * - ferry_engine_new ("/broken") fails;
 * - what fake_engine_set_world() was given is its first news;
 * - ferry_engine_connect (id) puts the connection's record, and asks for a password if there is none;
 * - ferry_engine_answer_trust (id, "N"): a change every millisecond, N of them, to "ID/vm/0";
 * - ferry_engine_move_async() puts each VM on the host that was asked for, then completes; to
 *   "never" it completes when it is cancelled, to "late" right after a shutdown has, to "deaf" not at all. */

/* A fresh story for the next engine. */
FakeEngineStory *fake_engine_begin_story (void);
/* (transfer full): taken by the next engine */
void             fake_engine_set_world   (FerryChanges *world);
/* What ferry_engine_answer_trust() makes the engine say instead: @n_at_once records of @make each millisecond. */
void             fake_engine_set_talk    (gpointer    (*make) (guint n),
                                          guint         n_at_once);

G_END_DECLS
