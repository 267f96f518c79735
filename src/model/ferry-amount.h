/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Amounts in words, for people: translated, in the locale's digits. (transfer full) */

/* "8.2 GiB"; below 0.1 GiB "64.0 MiB"; from 10 TiB on "12.5 TiB" */
char *ferry_format_bytes          (guint64 bytes);
/* "3.1 of 8.0 GiB" */
char *ferry_format_bytes_of       (guint64 done_bytes,
                                   guint64 total_bytes);
/* "412.0 MB/s": decimal megabytes, as links are sold */
char *ferry_format_rate           (guint64 bytes_per_second);
/* "about 20 s", "about 2 min", "about 3 h" */
char *ferry_format_duration       (double  seconds);
/* "12–20 s", "1–3 min", "50 s – 2 min"; one duration where both ends read the same */
char *ferry_format_duration_range (double  min_seconds,
                                   double  max_seconds);
/* "340 ms", "1.2 s"; a range where they differ */
char *ferry_format_pause_range    (gint64  min_ms,
                                   gint64  max_ms);

G_END_DECLS
