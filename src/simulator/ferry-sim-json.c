/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-json"

#include <math.h>
#include <string.h>

#include "simulator/ferry-sim-json.h"

#define MAX_DEPTH 200

typedef struct
{
  const char *at;
  const char *end;
  guint       depth;
} Reader;

static GVariant *read_value (Reader *reader);

/**
 * ferry_sim_json_append_string:
 * @json: what to append to
 * @text: UTF-8
 *
 * Appends @text in quotes.
 */
void
ferry_sim_json_append_string (GString    *json,
                              const char *text)
{
  const char *plain = text;
  const char *at;

  g_string_append_c (json, '"');
  for (at = text; *at != '\0'; at++)
    {
      guchar c = (guchar) *at;

      if (c >= 0x20 && c != '"' && c != '\\')
        continue;

      g_string_append_len (json, plain, at - plain);
      plain = at + 1;
      if (c == '"' || c == '\\')
        g_string_append_printf (json, "\\%c", c);
      else if (c == '\n')
        g_string_append (json, "\\n");
      else if (c == '\r')
        g_string_append (json, "\\r");
      else if (c == '\t')
        g_string_append (json, "\\t");
      else
        g_string_append_printf (json, "\\u%04x", c);
    }
  g_string_append_len (json, plain, at - plain);
  g_string_append_c (json, '"');
}

/**
 * ferry_sim_json_append_double:
 * @json: what to append to
 * @value: a number
 *
 * Appends the shortest text that reads back as @value and is seen to be a float.
 */
void
ferry_sim_json_append_double (GString *json,
                              double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    {
      g_string_append (json, "NaN");
      return;
    }
  if (isinf (value))
    {
      g_string_append (json, value < 0 ? "-Infinity" : "Infinity");
      return;
    }

  g_ascii_formatd (text, sizeof text, "%.15g", value);
  if (g_ascii_strtod (text, NULL) != value)
    g_ascii_formatd (text, sizeof text, "%.16g", value);
  if (g_ascii_strtod (text, NULL) != value)
    g_ascii_formatd (text, sizeof text, "%.17g", value);
  g_string_append (json, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (json, ".0");
}

static void
append_array (GString            *json,
              const FerrySimType *element,
              GVariant           *value)
{
  GVariantIter iter;
  GVariant *child;
  gboolean first = TRUE;

  g_string_append_c (json, '[');
  g_variant_iter_init (&iter, value);
  while ((child = g_variant_iter_next_value (&iter)) != NULL)
    {
      if (!first)
        g_string_append_c (json, ',');
      first = FALSE;
      ferry_sim_json_append (json, element, child);
      g_variant_unref (child);
    }
  g_string_append_c (json, ']');
}

static void
append_object (GString            *json,
               const FerrySimType *element,
               GVariant           *value)
{
  GVariantIter iter;
  GVariant *entry;
  gboolean first = TRUE;

  g_string_append_c (json, '{');
  g_variant_iter_init (&iter, value);
  while ((entry = g_variant_iter_next_value (&iter)) != NULL)
    {
      g_autoptr(GVariant) key = g_variant_get_child_value (entry, 0);
      g_autoptr(GVariant) child = g_variant_get_child_value (entry, 1);

      if (!first)
        g_string_append_c (json, ',');
      first = FALSE;
      ferry_sim_json_append_string (json, g_variant_get_string (key, NULL));
      g_string_append_c (json, ':');
      ferry_sim_json_append (json, element, child);
      g_variant_unref (entry);
    }
  g_string_append_c (json, '}');
}

/**
 * ferry_sim_json_append:
 * @json: what to append to
 * @type: (nullable): its type
 * @value: a value of that type
 *
 * Appends @value.
 */
void
ferry_sim_json_append (GString            *json,
                       const FerrySimType *type,
                       GVariant           *value)
{
  const FerrySimType *element = type != NULL ? type->element : NULL;
  g_autoptr(GVariant) inner = NULL;

  switch (g_variant_classify (value))
    {
    case G_VARIANT_CLASS_STRING:
      ferry_sim_json_append_string (json, g_variant_get_string (value, NULL));
      break;
    case G_VARIANT_CLASS_INT64:
      g_string_append_printf (json, "%" G_GINT64_FORMAT, g_variant_get_int64 (value));
      break;
    case G_VARIANT_CLASS_DOUBLE:
      ferry_sim_json_append_double (json, g_variant_get_double (value));
      break;
    case G_VARIANT_CLASS_BOOLEAN:
      g_string_append (json, g_variant_get_boolean (value) ? "true" : "false");
      break;
    case G_VARIANT_CLASS_VARIANT:
      inner = g_variant_get_variant (value);
      ferry_sim_json_append (json, type, inner);
      break;
    case G_VARIANT_CLASS_MAYBE:
      g_string_append (json, "null");
      break;
    case G_VARIANT_CLASS_ARRAY:
      if (g_variant_type_is_dict_entry (g_variant_type_element (g_variant_get_type (value))))
        append_object (json, element, value);
      else
        append_array (json, element, value);
      break;
    case G_VARIANT_CLASS_BYTE:
    case G_VARIANT_CLASS_INT16:
    case G_VARIANT_CLASS_UINT16:
    case G_VARIANT_CLASS_INT32:
    case G_VARIANT_CLASS_UINT32:
    case G_VARIANT_CLASS_UINT64:
    case G_VARIANT_CLASS_HANDLE:
    case G_VARIANT_CLASS_OBJECT_PATH:
    case G_VARIANT_CLASS_SIGNATURE:
    case G_VARIANT_CLASS_TUPLE:
    case G_VARIANT_CLASS_DICT_ENTRY:
    default:
      g_error ("No JSON for a value of type %s", g_variant_get_type_string (value));
    }
}

static void
skip_blanks (Reader *reader)
{
  while (reader->at < reader->end && memchr (" \t\r\n", *reader->at, 4) != NULL)
    reader->at++;
}

static gboolean
skip_char (Reader *reader,
           char    c)
{
  skip_blanks (reader);
  if (reader->at >= reader->end || *reader->at != c)
    return FALSE;

  reader->at++;

  return TRUE;
}

static gboolean
skip_word (Reader     *reader,
           const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (reader->end - reader->at) < length || memcmp (reader->at, word, length) != 0)
    return FALSE;

  reader->at += length;

  return TRUE;
}

static gboolean
read_hex (Reader  *reader,
          guint32 *code)
{
  *code = 0;
  if (reader->end - reader->at < 4)
    return FALSE;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (*reader->at++);

      if (digit < 0)
        return FALSE;
      *code = *code << 4 | (guint32) digit;
    }

  return TRUE;
}

static gboolean
read_unicode (Reader  *reader,
              GString *text)
{
  guint32 code;
  guint32 low;

  if (!read_hex (reader, &code))
    return FALSE;

  if (code >= 0xd800 && code < 0xdc00)
    {
      if (!skip_word (reader, "\\u") || !read_hex (reader, &low) || low < 0xdc00 || low > 0xdfff)
        return FALSE;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }

  /* A half of a pair on its own becomes what no check of UTF-8 lets through. */
  if (code >= 0xdc00 && code <= 0xdfff)
    g_string_append_c (text, (char) 0xff);
  else if (code == 0)
    g_string_append_c (text, '\0');
  else
    g_string_append_unichar (text, code);

  return TRUE;
}

static gboolean
read_escape (Reader  *reader,
             GString *text)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (reader->at >= reader->end)
    return FALSE;
  if (*reader->at == 'u')
    {
      reader->at++;
      return read_unicode (reader, text);
    }

  found = strchr (from, *reader->at);
  if (found == NULL || *found == '\0')
    return FALSE;
  reader->at++;
  g_string_append_c (text, to[found - from]);

  return TRUE;
}

static GString *
read_text (Reader *reader)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (!skip_char (reader, '"'))
    return NULL;

  while (reader->at < reader->end && *reader->at != '"')
    {
      if (*reader->at != '\\')
        {
          g_string_append_c (text, *reader->at++);
          continue;
        }
      reader->at++;
      if (!read_escape (reader, text))
        return NULL;
    }

  return skip_char (reader, '"') ? g_steal_pointer (&text) : NULL;
}

static gboolean
is_clean (const GString *text)
{
  if (!g_utf8_validate (text->str, (gssize) text->len, NULL))
    return FALSE;

  for (gsize i = 0; i < text->len; i++)
    {
      if ((guchar) text->str[i] < 0x20 && strchr ("\t\r\n", text->str[i]) == NULL)
        return FALSE;
    }

  return strlen (text->str) == text->len;
}

static GVariant *
read_string (Reader *reader)
{
  g_autoptr(GString) text = read_text (reader);

  if (text == NULL)
    return NULL;
  if (is_clean (text))
    return g_variant_new_string (text->str);

  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, text->str, text->len, 1);
}

static GVariant *
read_number (Reader *reader)
{
  const char *start = reader->at;
  g_autofree char *text = NULL;
  gboolean is_int = TRUE;
  double number;
  gint64 value;
  char *end;

  while (reader->at < reader->end && *reader->at != '\0'
         && strchr ("+-.0123456789eE", *reader->at) != NULL)
    {
      if (strchr (".eE", *reader->at) != NULL)
        is_int = FALSE;
      reader->at++;
    }
  text = g_strndup (start, (gsize) (reader->at - start));

  if (is_int)
    return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL)
      ? g_variant_new_int64 (value) : NULL;

  number = g_ascii_strtod (text, &end);

  return *end == '\0' ? g_variant_new_double (number) : NULL;
}

static GVariant *
read_array (Reader *reader)
{
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));

  skip_char (reader, '[');
  if (skip_char (reader, ']'))
    return g_variant_builder_end (&builder);

  do
    {
      GVariant *value = read_value (reader);

      if (value == NULL)
        return NULL;
      g_variant_builder_add (&builder, "v", value);
    }
  while (skip_char (reader, ','));

  return skip_char (reader, ']') ? g_variant_builder_end (&builder) : NULL;
}

static GVariant *
read_object (Reader *reader)
{
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sv}"));

  skip_char (reader, '{');
  if (skip_char (reader, '}'))
    return g_variant_builder_end (&builder);

  do
    {
      g_autoptr(GString) key = read_text (reader);
      GVariant *value;

      if (key == NULL || !is_clean (key) || !skip_char (reader, ':'))
        return NULL;
      value = read_value (reader);
      if (value == NULL)
        return NULL;
      g_variant_builder_add (&builder, "{sv}", key->str, value);
    }
  while (skip_char (reader, ','));

  return skip_char (reader, '}') ? g_variant_builder_end (&builder) : NULL;
}

static GVariant *
read_word (Reader *reader)
{
  if (skip_word (reader, "true"))
    return g_variant_new_boolean (TRUE);
  if (skip_word (reader, "false"))
    return g_variant_new_boolean (FALSE);
  if (skip_word (reader, "null"))
    return g_variant_new_maybe (G_VARIANT_TYPE_VARIANT, NULL);

  return read_number (reader);
}

static GVariant *
read_value (Reader *reader)
{
  GVariant *value;

  skip_blanks (reader);
  if (reader->at >= reader->end || reader->depth >= MAX_DEPTH)
    return NULL;

  reader->depth++;
  if (*reader->at == '{')
    value = read_object (reader);
  else if (*reader->at == '[')
    value = read_array (reader);
  else if (*reader->at == '"')
    value = read_string (reader);
  else
    value = read_word (reader);
  reader->depth--;

  return value;
}

/**
 * ferry_sim_json_parse:
 * @data: text of one document
 * @length: its length in bytes
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the document
 */
GVariant *
ferry_sim_json_parse (const char  *data,
                      gsize        length,
                      GError     **error)
{
  Reader reader = { data, data + length, 0 };
  g_autoptr(GVariant) value = NULL;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  value = read_value (&reader);
  if (value != NULL)
    g_variant_ref_sink (value);
  skip_blanks (&reader);
  if (value == NULL || reader.at != reader.end)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "Not JSON at byte %" G_GSIZE_FORMAT, (gsize) (reader.at - data));
      return NULL;
    }

  return g_steal_pointer (&value);
}
