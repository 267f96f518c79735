/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Points in time, for people: translated, in the user's time zone. (transfer full) */

/* "11/22/26, 14:02"; (nullable): %NULL for 0 */
char *ferry_format_moment (gint64 unix_s);
/* "12 days, since 11/10/26, 14:02"; (nullable): %NULL for 0 */
char *ferry_format_since  (gint64 unix_s);

G_END_DECLS
