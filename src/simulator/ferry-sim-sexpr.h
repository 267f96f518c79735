/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *ferry_sim_sexpr_unprotect (const char *text) G_GNUC_WARN_UNUSED_RESULT;
GVariant *ferry_sim_sexpr_parse_set (const char *text) G_GNUC_WARN_UNUSED_RESULT;
GVariant *ferry_sim_sexpr_parse_map (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
