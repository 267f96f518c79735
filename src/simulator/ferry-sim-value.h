/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GVariant *ferry_sim_value_set  (const char  *first,
                                ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
GVariant *ferry_sim_value_map  (const char  *first_key,
                                ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
GVariant *ferry_sim_value_time (gint64       unix_time) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
