/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-json"

#include "drivers/xapi/ferry-xapi-json.h"

#include <string.h>

static gboolean
fail (FerryXapiJson *self)
{
  self->failed = TRUE;
  self->next = self->end;

  return FALSE;
}

static void
skip_blanks (FerryXapiJson *self)
{
  while (self->next < self->end &&
         (*self->next == ' ' || *self->next == '\n' || *self->next == '\r' || *self->next == '\t'))
    self->next++;
}

static gboolean
skip_char (FerryXapiJson *self,
           char           wanted)
{
  skip_blanks (self);
  if (self->next >= self->end || *self->next != wanted)
    return FALSE;

  self->next++;

  return TRUE;
}

gboolean
ferry_xapi_json_enter (FerryXapiJson *self,
                       char           bracket)
{
  return skip_char (self, bracket);
}

/* Past the closing quote; @self stands behind the opening one. */
static gboolean
skip_string (FerryXapiJson *self)
{
  const char *p = ferry_xapi_json_find_special (self->next, self->end);

  while (p < self->end && *p == '\\')
    {
      if (self->end - p < 2)
        return fail (self);
      p = ferry_xapi_json_find_special (p + 2, self->end);
    }

  if (p >= self->end)
    return fail (self);

  self->next = p + 1;

  return TRUE;
}

gboolean
ferry_xapi_json_next_member (FerryXapiJson *self,
                             FerryXapiText *name)
{
  if (skip_char (self, '}'))
    return FALSE;

  (void) skip_char (self, ',');
  if (!skip_char (self, '"'))
    return fail (self);

  name->start = self->next;
  if (!skip_string (self))
    return FALSE;

  name->end = self->next - 1;

  return skip_char (self, ':') || fail (self);
}

gboolean
ferry_xapi_json_next_element (FerryXapiJson *self)
{
  if (skip_char (self, ']'))
    return FALSE;

  (void) skip_char (self, ',');
  skip_blanks (self);

  return self->next < self->end || fail (self);
}

/* Past the bracket that closes the one that @self stands at. */
static gboolean
skip_nested (FerryXapiJson *self)
{
  guint depth = 0;

  while (self->next < self->end)
    {
      char c = *self->next++;

      if (c == '"' && !skip_string (self))
        return FALSE;

      if (c == '{' || c == '[')
        depth++;
      else if ((c == '}' || c == ']') && --depth == 0)
        return TRUE;
    }

  return fail (self);
}

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '-' || c == '.';
}

gboolean
ferry_xapi_json_read_value (FerryXapiJson *self,
                            FerryXapiText *value)
{
  skip_blanks (self);
  if (self->next >= self->end)
    return fail (self);

  value->start = self->next;
  if (*self->next == '"')
    {
      self->next++;
      if (!skip_string (self))
        return FALSE;
    }
  else if (*self->next == '{' || *self->next == '[')
    {
      if (!skip_nested (self))
        return FALSE;
    }
  else
    {
      while (self->next < self->end && is_word_char (*self->next))
        self->next++;
      if (self->next == value->start)
        return fail (self);
    }

  value->end = self->next;

  return TRUE;
}

gboolean
ferry_xapi_json_read_string (FerryXapiJson *self,
                             FerryXapiText *value)
{
  if (!ferry_xapi_json_read_value (self, value) || *value->start != '"')
    return FALSE;

  value->start++;
  value->end--;

  return TRUE;
}

gboolean
ferry_xapi_text_equal (FerryXapiText  text,
                       const char    *string)
{
  gsize length = strlen (string);

  return (gsize) (text.end - text.start) == length && memcmp (text.start, string, length) == 0;
}

static gunichar
read_hex (const char *p,
          const char *end)
{
  gunichar value = 0;

  if (end - p < 4)
    return 0xfffd;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return 0xfffd;
      value = value << 4 | (gunichar) digit;
    }

  return value;
}

/* @p stands behind the "\u"; returns behind the last digit used. */
static const char *
append_unicode (GString    *out,
                const char *p,
                const char *end)
{
  gunichar c = read_hex (p, end);

  p = MIN (p + 4, end);
  if (c >= 0xd800 && c < 0xdc00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u')
    {
      gunichar low = read_hex (p + 2, end);

      if (low >= 0xdc00 && low < 0xe000)
        {
          c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
          p += 6;
        }
    }

  /* A lone half of a pair, or a NUL, which no C string can hold. */
  if (c == 0 || (c >= 0xd800 && c < 0xe000))
    c = 0xfffd;
  g_string_append_unichar (out, c);

  return p;
}

static char *
unescape (FerryXapiText text)
{
  GString *out = g_string_sized_new ((gsize) (text.end - text.start));

  for (const char *p = text.start; p < text.end;)
    {
      char c = *p++;

      if (c != '\\' || p >= text.end)
        {
          g_string_append_c (out, c != '\0' ? c : ' ');
          continue;
        }

      c = *p++;
      if (c == 'u')
        p = append_unicode (out, p, text.end);
      else
        g_string_append_c (out, c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' :
                                c == 'b' ? '\b' : c == 'f' ? '\f' : c != '\0' ? c : ' ');
    }

  return g_string_free (out, FALSE);
}

/* What commands a terminal, or turns the direction of all that follows, and so could make a sentence lie. */
static gboolean
is_harmful (gunichar c)
{
  if (c < 0x20)
    return c != '\n' && c != '\t' && c != '\r';

  return (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
has_harmful (const char *text)
{
  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    {
      /* Only these bytes begin what may be harmful: most texts are not decoded. */
      if ((*p < 0x20 || *p == 0x7f || *p == 0xc2 || *p == 0xe2) && is_harmful (g_utf8_get_char ((const char *) p)))
        return TRUE;
    }

  return FALSE;
}

/* (transfer full). @text: (transfer full): valid UTF-8 */
static char *
defuse (char *text)
{
  GString *out;

  if (!has_harmful (text))
    return text;

  out = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (out, is_harmful (c) ? 0xfffd : c);
    }
  g_free (text);

  return g_string_free (out, FALSE);
}

char *
ferry_xapi_text_dup (FerryXapiText text)
{
  gsize length = (gsize) (text.end - text.start);
  g_autofree char *plain = NULL;

  if (memchr (text.start, '\\', length) == NULL && g_utf8_validate_len (text.start, length, NULL))
    return defuse (g_strndup (text.start, length));

  plain = unescape (text);

  return defuse (g_utf8_make_valid (plain, -1));
}

#define MAX_NUMBER 40

/* A copy with an end, without quotes. */
static void
copy_number (FerryXapiText text,
             char          number[MAX_NUMBER])
{
  gsize length;

  if (text.end > text.start && *text.start == '"')
    {
      text.start++;
      text.end = MAX (text.start, text.end - 1);
    }

  length = MIN ((gsize) (text.end - text.start), MAX_NUMBER - 1);
  memcpy (number, text.start, length);
  number[length] = '\0';
}

gint64
ferry_xapi_text_to_int (FerryXapiText text)
{
  char number[MAX_NUMBER];

  copy_number (text, number);

  return g_ascii_strtoll (number, NULL, 10);
}

double
ferry_xapi_text_to_double (FerryXapiText text)
{
  char number[MAX_NUMBER];

  copy_number (text, number);

  return g_ascii_strtod (number, NULL);
}

gint64
ferry_xapi_text_to_time (FerryXapiText text)
{
  int part[6] = { 0, };
  const int n_digits[6] = { 4, 2, 2, 2, 2, 2 };
  const char *p = text.start;
  g_autoptr(GDateTime) time = NULL;

  for (guint i = 0; i < 6; i++)
    {
      while (p < text.end && !g_ascii_isdigit (*p))
        p++;
      for (int n = 0; n < n_digits[i]; n++, p++)
        {
          if (p >= text.end || !g_ascii_isdigit (*p))
            return 0;
          part[i] = part[i] * 10 + (*p - '0');
        }
    }

  time = g_date_time_new_utc (part[0], part[1], part[2], part[3], part[4], part[5]);

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

void
ferry_xapi_json_append (GString    *text,
                        const char *string)
{
  g_string_append_c (text, '"');
  for (const char *p = string; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_printf (text, "\\%c", *p);
      else if ((guchar) *p < 0x20)
        g_string_append_printf (text, "\\u%04x", (guint) *p);
      else
        g_string_append_c (text, *p);
    }
  g_string_append_c (text, '"');
}
