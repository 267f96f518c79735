/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable) (element-type JsonNode): the exchanges of a recording of a real server
 * without the line that describes it; %NULL, and the test skipped, where it is not there. */
GPtrArray *recording_load (const char *name);

G_END_DECLS
