/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/**
 * FerryReplay:
 *
 * Plays the server's side of a recorded conversation over loopback HTTP: calls
 * get the recorded answers, and streams of events get what the server had told
 * by the recording's time, of the classes that were asked for.
 *
 * Threads: one: the main context of the test.
 */
typedef struct _FerryReplay FerryReplay;

/* (nullable): NULL if the recording is not there */
FerryReplay *ferry_replay_new          (const char  *name);
void         ferry_replay_free         (FerryReplay *self);
/* (transfer full) */
char        *ferry_replay_dup_uri      (FerryReplay *self);
/* The recording's seconds. */
void         ferry_replay_set_time     (FerryReplay *self,
                                        double       now);
double       ferry_replay_get_time     (FerryReplay *self);
/* When the next piece of a stream was told; negative after the last. */
double       ferry_replay_get_next     (FerryReplay *self);
/* Whether both streams of the driver wait for more than was told by now. */
gboolean     ferry_replay_is_heard     (FerryReplay *self);
/* When @method was called for the @n th time (from 0); fails the test if it never was. */
double       ferry_replay_find_call    (FerryReplay *self,
                                        const char  *method,
                                        guint        n);
/* From now on sessions from before are invalid. */
void         ferry_replay_end_sessions (FerryReplay *self);
/* (transfer none): the snapshot of an object at this time, (nullable) */
JsonObject  *ferry_replay_get_object   (FerryReplay *self,
                                        const char  *class_,
                                        const char  *ref);
/* (transfer container): references of all objects of a class at this time */
GPtrArray   *ferry_replay_list         (FerryReplay *self,
                                        const char  *class_);
/* How often @method was called by the driver. */
guint        ferry_replay_count        (FerryReplay *self,
                                        const char  *method);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryReplay, ferry_replay_free)
