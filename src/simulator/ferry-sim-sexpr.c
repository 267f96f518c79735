/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-sexpr"

#include "simulator/ferry-sim-sexpr.h"

#include <string.h>

/*
 * The two encodings that a dump puts inside an XML attribute: every white space is protected by a
 * percent sign, and sets and maps are S-expressions. Strings that begin with a quote, symbols that
 * do not, and comments may all occur; old releases wrote symbols, new ones write strings only.
 *
 * Threads: any; everything here is a function of its arguments.
 */

/**
 * ferry_sim_sexpr_unprotect:
 * @text: an attribute's value after XML decoding
 *
 * Gives back the white space that a dump hides behind percent signs. A percent sign that hides
 * nothing known stands for itself.
 *
 * Returns: (transfer full): the text as it was
 */
char *
ferry_sim_sexpr_unprotect (const char *text)
{
  static const struct {
    char        code;
    const char *meaning;
  } codes[] = {
    { '.', " " }, { 't', "\t" }, { 'n', "\n" }, { 'r', "\r" }, { '%', "%" }, { '_', "  " },
  };
  GString *plain;

  g_return_val_if_fail (text != NULL, NULL);

  plain = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p++)
    {
      const char *meaning = NULL;

      for (guint i = 0; p[0] == '%' && meaning == NULL && i < G_N_ELEMENTS (codes); i++)
        if (codes[i].code == p[1])
          meaning = codes[i].meaning;

      if (meaning != NULL)
        {
          g_string_append (plain, meaning);
          p++;
        }
      else
        {
          g_string_append_c (plain, *p);
        }
    }

  return g_string_free (plain, FALSE);
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static gboolean
ends_symbol (char c)
{
  return c == '\0' || c == '(' || c == ')' || c == '\'' || c == '"' || is_blank (c);
}

static void
skip_blank (const char **cursor)
{
  while (is_blank (**cursor) || **cursor == ';')
    {
      if (**cursor == ';')
        *cursor += strcspn (*cursor, "\n");
      else
        (*cursor)++;
    }
}

static gboolean
accept (const char **cursor,
        char         expected)
{
  skip_blank (cursor);

  if (**cursor != expected)
    return FALSE;

  (*cursor)++;

  return TRUE;
}

/* A backslash makes whatever follows it literal, and is literal itself where nothing follows. */
static char *
parse_string (const char **cursor)
{
  g_autoptr(GString) atom = g_string_new (NULL);
  char quote = *(*cursor)++;

  for (; **cursor != quote; (*cursor)++)
    {
      if (**cursor == '\0')
        return NULL;
      if (**cursor == '\\' && (*cursor)[1] != '\0')
        (*cursor)++;

      g_string_append_c (atom, **cursor);
    }

  (*cursor)++;

  return g_string_free (g_steal_pointer (&atom), FALSE);
}

static char *
parse_symbol (const char **cursor)
{
  const char *start = *cursor;

  while (!ends_symbol (**cursor))
    (*cursor)++;

  return *cursor > start ? g_strndup (start, *cursor - start) : NULL;
}

/* (nullable): %NULL where no atom is */
static char *
parse_atom (const char **cursor)
{
  g_autofree char *atom = NULL;

  skip_blank (cursor);

  if (**cursor == '\'' || **cursor == '"')
    atom = parse_string (cursor);
  else
    atom = parse_symbol (cursor);

  /* Bytes that no reply could carry would stop the whole pool from being served. */
  if (atom != NULL && !g_utf8_validate (atom, -1, NULL))
    return NULL;

  return g_steal_pointer (&atom);
}

static gboolean
is_at_end (const char *cursor)
{
  skip_blank (&cursor);

  return *cursor == '\0';
}

/**
 * ferry_sim_sexpr_parse_set:
 * @text: the S-expression of a set, with its white space unprotected
 *
 * Returns: (transfer full) (nullable): a floating array of strings; %NULL if @text is not a list of
 *   atoms in UTF-8
 */
GVariant *
ferry_sim_sexpr_parse_set (const char *text)
{
  g_autoptr(GVariantBuilder) set = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  set = g_variant_builder_new (G_VARIANT_TYPE_STRING_ARRAY);

  if (!accept (&text, '('))
    return NULL;

  while (!accept (&text, ')'))
    {
      g_autofree char *element = parse_atom (&text);

      if (element == NULL)
        return NULL;
      g_variant_builder_add (set, "s", element);
    }

  return is_at_end (text) ? g_variant_builder_end (set) : NULL;
}

static gboolean
parse_pair (const char      **cursor,
            GVariantBuilder  *map,
            GHashTable       *seen)
{
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;

  if (!accept (cursor, '('))
    return FALSE;

  key = parse_atom (cursor);
  value = key != NULL ? parse_atom (cursor) : NULL;

  if (value == NULL || !accept (cursor, ')'))
    return FALSE;

  /* An object in a reply must not have the same member twice: the first one counts. */
  if (!g_hash_table_contains (seen, key))
    {
      g_variant_builder_add (map, "{ss}", key, value);
      g_hash_table_add (seen, g_steal_pointer (&key));
    }

  return TRUE;
}

/**
 * ferry_sim_sexpr_parse_map:
 * @text: the S-expression of a map, with its white space unprotected
 *
 * Returns: (transfer full) (nullable): a floating dictionary of strings; %NULL if @text is not a
 *   list of pairs of atoms in UTF-8
 */
GVariant *
ferry_sim_sexpr_parse_map (const char *text)
{
  g_autoptr(GVariantBuilder) map = NULL;
  g_autoptr(GHashTable) seen = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  map = g_variant_builder_new (G_VARIANT_TYPE ("a{ss}"));
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!accept (&text, '('))
    return NULL;

  while (!accept (&text, ')'))
    if (!parse_pair (&text, map, seen))
      return NULL;

  return is_at_end (text) ? g_variant_builder_end (map) : NULL;
}
