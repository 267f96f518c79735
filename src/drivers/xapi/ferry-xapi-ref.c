/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-ref"

#include "drivers/xapi/ferry-xapi-ref.h"

#include <string.h>

#define PREFIX "OpaqueRef:"
#define UUID_LENGTH 36

FerryXapiNames *
ferry_xapi_names_new (void)
{
  return g_hash_table_new_full (ferry_xapi_ref_hash, ferry_xapi_ref_equal, g_free, g_free);
}

void
ferry_xapi_names_merge (FerryXapiNames *self,
                        FerryXapiNames *other)
{
  GHashTableIter iter;
  gpointer ref, text;

  g_hash_table_iter_init (&iter, other);
  while (g_hash_table_iter_next (&iter, &ref, &text))
    g_hash_table_replace (self, g_memdup2 (ref, sizeof (FerryXapiRef)), g_strdup (text));
}

static FerryXapiText
without_prefix (FerryXapiText text)
{
  gsize length = strlen (PREFIX);

  if ((gsize) (text.end - text.start) >= length && memcmp (text.start, PREFIX, length) == 0)
    text.start += length;

  return text;
}

static int
lower_hex_value (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';

  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static gboolean
parse_uuid (FerryXapiText  text,
            FerryXapiRef  *ref)
{
  guint64 words[2] = { 0, 0 };
  guint n = 0;

  if (text.end - text.start != UUID_LENGTH)
    return FALSE;

  for (guint i = 0; i < UUID_LENGTH; i++)
    {
      char c = text.start[i];
      int digit;

      if (i == 8 || i == 13 || i == 18 || i == 23)
        {
          if (c != '-')
            return FALSE;
          continue;
        }

      digit = lower_hex_value (c);
      if (digit < 0)
        return FALSE;
      words[n / 16] = words[n / 16] << 4 | (guint64) digit;
      n++;
    }

  *ref = (FerryXapiRef) { words[0], words[1] };

  return TRUE;
}

static FerryXapiRef
digest (FerryXapiText   text,
        FerryXapiNames *names)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  guint8 bytes[16];
  gsize n_bytes = sizeof (bytes);
  FerryXapiRef ref;

  g_checksum_update (checksum, (const guchar *) text.start, text.end - text.start);
  g_checksum_get_digest (checksum, bytes, &n_bytes);
  memcpy (&ref, bytes, sizeof (ref));
  if (names != NULL)
    g_hash_table_replace (names, g_memdup2 (&ref, sizeof (ref)), ferry_xapi_text_dup (text));

  return ref;
}

/**
 * ferry_xapi_ref_parse:
 * @text: what stands between the quotes: a reference or a uuid
 * @names: (nullable): where to keep it if it has an unusual form
 *
 * Returns: it in short
 */
FerryXapiRef
ferry_xapi_ref_parse (FerryXapiText   text,
                      FerryXapiNames *names)
{
  FerryXapiText bare = without_prefix (text);
  FerryXapiRef ref = { 0, 0 };

  if (bare.start == bare.end || ferry_xapi_text_equal (bare, "NULL"))
    return ref;

  return parse_uuid (bare, &ref) ? ref : digest (text, names);
}

FerryXapiRef
ferry_xapi_ref_parse_string (const char     *text,
                             FerryXapiNames *names)
{
  return ferry_xapi_ref_parse ((FerryXapiText) { text, text + strlen (text) }, names);
}

/* By hand, since a big pool has a million of them. */
static void
write_uuid (FerryXapiRef ref,
            char         text[UUID_LENGTH + 1])
{
  static const char digits[] = "0123456789abcdef";
  guint n = 0;

  for (guint i = 0; i < UUID_LENGTH; i++)
    {
      guint64 word = n < 16 ? ref.high : ref.low;

      if (i == 8 || i == 13 || i == 18 || i == 23)
        {
          text[i] = '-';
          continue;
        }

      text[i] = digits[word >> (60 - 4 * (n % 16)) & 0xf];
      n++;
    }
  text[UUID_LENGTH] = '\0';
}

char *
ferry_xapi_ref_format_uuid (FerryXapiRef    ref,
                            FerryXapiNames *names)
{
  const char *odd = names != NULL && g_hash_table_size (names) > 0 ? g_hash_table_lookup (names, &ref) : NULL;
  char *text;

  if (odd != NULL)
    return g_strdup (odd);

  text = g_malloc (UUID_LENGTH + 1);
  write_uuid (ref, text);

  return text;
}

char *
ferry_xapi_ref_format (FerryXapiRef    ref,
                       FerryXapiNames *names)
{
  g_autofree char *uuid = NULL;

  if (ferry_xapi_ref_is_null (ref))
    return g_strdup (PREFIX "NULL");

  uuid = ferry_xapi_ref_format_uuid (ref, names);
  if (names != NULL && g_hash_table_contains (names, &ref))
    return g_steal_pointer (&uuid);

  return g_strconcat (PREFIX, uuid, NULL);
}

guint
ferry_xapi_ref_hash (gconstpointer ref)
{
  const FerryXapiRef *self = ref;

  /* References need not be random: mix what may be counted up. */
  return (guint) ((self->high * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) ^
                   self->low * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f)) >> 32);
}

gboolean
ferry_xapi_ref_equal (gconstpointer a,
                      gconstpointer b)
{
  return ferry_xapi_ref_same (*(const FerryXapiRef *) a, *(const FerryXapiRef *) b);
}
