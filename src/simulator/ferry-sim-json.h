/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-schema.h"

G_BEGIN_DECLS

/* JSON as xapi writes and reads it: ints are bare 64-bit integers, floats always show a point,
 * infinities and NaN are bare words. */

void      ferry_sim_json_append_string (GString             *json,
                                        const char          *text);
/* @value: of @type; or with a %NULL @type whatever the variant itself says. */
void      ferry_sim_json_append        (GString             *json,
                                        const FerrySimType  *type,
                                        GVariant            *value);
/* The text of a float, such as "0.42857142857142855" or "1.0". */
void      ferry_sim_json_append_double (GString             *json,
                                        double               value);

/* Reads one document into variants: null is an empty maybe of type `mv`, numbers are `x` or `d`,
 * text is `s` (`ay` where it isn't UTF-8 or holds control characters), arrays are `av`, objects
 * `a{sv}` with their members in order. (transfer full) (nullable): %NULL for what isn't JSON. */
GVariant *ferry_sim_json_parse         (const char          *data,
                                        gsize                length,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
