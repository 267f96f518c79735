/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define FERRY_TYPE_CLOCK (ferry_clock_get_type ())

G_DECLARE_FINAL_TYPE (FerryClock, ferry_clock, FERRY, CLOCK, GObject)

typedef void (*FerryClockFunc) (gpointer user_data);

/* The machine's clock; timers fire in the thread-default main context of the caller. */
FerryClock *ferry_clock_new        (void);
/* The machine's clock, @speed times as fast: for tests against a simulator that is. */
FerryClock *ferry_clock_new_fast   (double          speed);
/* A clock that stands still until ferry_clock_advance(): for tests. */
FerryClock *ferry_clock_new_manual (gint64          unix_s);

/* Time of day, Unix seconds */
gint64      ferry_clock_get_unix_s (FerryClock     *self);
/* Microseconds that only ever grow */
gint64      ferry_clock_get_us     (FerryClock     *self);

/* Calls @func once, @delay_ms from now. Returns an id, never 0, for ferry_clock_remove(). */
guint       ferry_clock_add        (FerryClock     *self,
                                    guint           delay_ms,
                                    FerryClockFunc  func,
                                    gpointer        user_data);
/* 0, and timers that have fired, are ignored. */
void        ferry_clock_remove     (FerryClock     *self,
                                    guint           id);
/* Manual clocks only: fires what falls due, in order. */
void        ferry_clock_advance    (FerryClock     *self,
                                    guint           ms);

G_END_DECLS
