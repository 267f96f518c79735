/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/**
 * FerryXapiText:
 * @start: first byte
 * @end: past the last one
 *
 * A piece of a reply's text: a value as it stands there, or a string's inside
 * with its escapes. Owned by the reply.
 */
typedef struct
{
  const char *start;
  const char *end;
} FerryXapiText;

/**
 * FerryXapiJson:
 * @next: what is read next
 * @end: past the last byte
 * @failed: the text is not JSON; nothing more comes out of it
 *
 * Reads JSON in place: no tree, no copy. `NaN` and `Infinity` pass as numbers,
 * since servers write them.
 *
 * Threads: any; one at a time.
 */
typedef struct
{
  const char *next;
  const char *end;
  gboolean    failed;
} FerryXapiJson;

#define FERRY_XAPI_JSON(text) ((FerryXapiJson) { (text).start, (text).end, FALSE })

/* Steps into an object or array; FALSE, and nothing read, if the next value is something else. */
gboolean ferry_xapi_json_enter       (FerryXapiJson *self,
                                      char           bracket);
/* The name of the next member of the object that was entered; its value must be read next. FALSE: the object has ended. */
gboolean ferry_xapi_json_next_member (FerryXapiJson *self,
                                      FerryXapiText *name);
/* FALSE: the array has ended; else its next element must be read next. */
gboolean ferry_xapi_json_next_element (FerryXapiJson *self);
/* Reads any value, and gives its text: a string's with its quotes. */
gboolean ferry_xapi_json_read_value  (FerryXapiJson *self,
                                      FerryXapiText *value);
/* Reads a string, and gives what is between its quotes; another value is skipped, and FALSE. */
gboolean ferry_xapi_json_read_string (FerryXapiJson *self,
                                      FerryXapiText *value);

/* The first quote or backslash, or @end. */
static inline const char *
ferry_xapi_json_find_special (const char *p,
                              const char *end)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  const guint64 highs = ones << 7;

  /* Eight bytes at a time: a big pool is a hundred megabytes of strings. */
  for (; end - p >= 8; p += 8)
    {
      guint64 word, quotes, backslashes;

      memcpy (&word, p, sizeof (word));
      quotes = word ^ ones * '"';
      backslashes = word ^ ones * '\\';
      if ((((quotes - ones) & ~quotes) | ((backslashes - ones) & ~backslashes)) & highs)
        break;
    }

  while (p < end && *p != '"' && *p != '\\')
    p++;

  return p;
}

gboolean ferry_xapi_text_equal       (FerryXapiText  text,
                                      const char    *string);
/* (transfer full): a string's inside without its escapes, always valid UTF-8 */
char    *ferry_xapi_text_dup         (FerryXapiText  text) G_GNUC_WARN_UNUSED_RESULT;
/* Of a value: numbers, and strings that hold one; 0 for the rest */
gint64   ferry_xapi_text_to_int      (FerryXapiText  text);
double   ferry_xapi_text_to_double   (FerryXapiText  text);
/* Of a string's inside, `YYYYMMDDTHH:MM:SSZ` with or without dashes: Unix seconds; 0 if it is none */
gint64   ferry_xapi_text_to_time     (FerryXapiText  text);

/* Appends @string as JSON, quotes included. */
void     ferry_xapi_json_append      (GString       *text,
                                      const char    *string);

G_END_DECLS
