/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "client/ferry-client.h"
#include "model/ferry-verdict.h"

G_BEGIN_DECLS

/* What --json prints. Member names and words are stable and never translated; bytes, seconds and Unix times are plain
 * numbers; what is unknown is null. */

void ferry_json_add_string  (JsonBuilder           *builder,
                             const char            *member,
                             const char            *text);
void ferry_json_add_integer (JsonBuilder           *builder,
                             const char            *member,
                             gint64                 number);
void ferry_json_add_boolean (JsonBuilder           *builder,
                             const char            *member,
                             gboolean               value);
/* null when @number is negative */
void ferry_json_add_amount  (JsonBuilder           *builder,
                             const char            *member,
                             double                 number);
/* An object: */
void ferry_json_add_item    (JsonBuilder           *builder,
                             FerryClient           *client,
                             FerryItem             *item,
                             gboolean               with_children);
void ferry_json_add_verdict (JsonBuilder           *builder,
                             FerryClient           *client,
                             const FerryVerdict    *verdict);
void ferry_json_add_move    (JsonBuilder           *builder,
                             const char            *event,
                             const FerryMoveRecord *move);
/* To standard output; @is_line: on one line, flushed */
void ferry_json_print       (JsonBuilder           *builder,
                             gboolean               is_line);

G_END_DECLS
