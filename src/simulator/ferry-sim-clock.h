/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_CLOCK (ferry_sim_clock_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimClock, ferry_sim_clock, FERRY, SIM_CLOCK, GObject)

/* @speed: simulated seconds per second; 0: time stands still until advance(). */
FerrySimClock *ferry_sim_clock_new          (double          speed);
double         ferry_sim_clock_get_speed    (FerrySimClock  *self);

/* Simulated microseconds since the clock was made. */
gint64         ferry_sim_clock_get_time_us  (FerrySimClock  *self);
/* Simulated microseconds since 1970. */
gint64         ferry_sim_clock_get_real_us  (FerrySimClock  *self);
/* (transfer full): now, as "20261121T23:12:35Z". */
char          *ferry_sim_clock_format_now   (FerrySimClock  *self);

/* Calls @function once @delay_us of simulated time have passed, in the context that the clock
 * was made in; again and again while it returns %G_SOURCE_CONTINUE. Timers that are due at the
 * same time are called in the order in which they were added. Returns an id, never 0. */
guint          ferry_sim_clock_add          (FerrySimClock  *self,
                                             gint64          delay_us,
                                             GSourceFunc     function,
                                             gpointer        user_data,
                                             GDestroyNotify  destroy);
void           ferry_sim_clock_remove       (FerrySimClock  *self,
                                             guint           id);

/* For tests with speed 0: goes forward, calling every timer that becomes due, in order. */
void           ferry_sim_clock_advance      (FerrySimClock  *self,
                                             gint64          us);

G_END_DECLS
