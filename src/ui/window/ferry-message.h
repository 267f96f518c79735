/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Says something that must be read, in a dialog with one button, over the window that @widget is in.
 * @heading: what happened, short; @sentence: (nullable) */
GtkWidget *ferry_message_show (GtkWidget  *widget,
                               const char *heading,
                               const char *sentence);

G_END_DECLS
