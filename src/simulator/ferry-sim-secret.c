/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-secret"

#include "simulator/ferry-sim-secret.h"

#include <string.h>

/*
 * What in a real pool's database nobody else should see: passwords, keys, licences. It is dropped
 * while the database is read, so that it is never in a row.
 *
 * Threads: any; everything here is a function of its arguments.
 */

/* Nothing here is about the machines. */
static const char *const tables[] = { "secret", "session", "task", "event", "user", "message",
                                      "blob" };

/* Whole records of other releases as text, and what holds little but credentials. */
static const struct {
  const char *table;
  const char *field;
} fields[] = {
  { "VM", "last_booted_record" },
  { "VM", "snapshot_metadata" },
  { "VM", "NVRAM" },
  { "host", "external_auth_configuration" },
  { "host", "power_on_config" },
  { "host", "logging" },
  { "pool", "ha_configuration" },
  { "pool", "health_check_config" },
  { "pool", "wlb_username" },
  { "pool", "repository_proxy_username" },
};

static const char *const words[] = {
  "password", "passwd", "passphrase", "pwd", "secret", "token", "credential", "chap", "private",
  "apikey", "api_key", "api-key", "auth_key", "auth-key", "sshkey", "ssh_key", "ssh-key",
};

/**
 * ferry_sim_secret_is_table:
 * @table: a class of the API
 *
 * Returns: whether nothing of it may be loaded
 */
gboolean
ferry_sim_secret_is_table (const char *table)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (tables[i], table))
      return TRUE;

  return FALSE;
}

/**
 * ferry_sim_secret_is_field:
 * @table: a class of the API
 * @field: one of its fields
 *
 * Returns: whether the field may not be loaded
 */
gboolean
ferry_sim_secret_is_field (const char *table,
                           const char *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].table, table) && g_str_equal (fields[i].field, field))
      return TRUE;

  return FALSE;
}

static gboolean
is_secret_key (const char *key)
{
  g_autofree char *lower = g_ascii_strdown (key, -1);

  /* Names of features, "restrict_pool_secret_rotation" among them. */
  if (g_str_has_prefix (lower, "restrict_"))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i]) != NULL)
      return TRUE;

  return g_str_equal (lower, "pass");
}

/* Such as the mount options of a Windows share. */
static gboolean
is_secret_value (const char *value)
{
  g_autofree char *lower = g_ascii_strdown (value, -1);

  return strstr (lower, "pass=") != NULL
         || strstr (lower, "password=") != NULL
         || strstr (lower, "passwd=") != NULL
         || strstr (lower, "secret=") != NULL
         || strstr (lower, "private key-----") != NULL;
}

/**
 * ferry_sim_secret_clean_text:
 * @text: a field's value or one of a map
 *
 * Takes user names and passwords out of URLs.
 *
 * Returns: (transfer full): what may be kept
 */
char *
ferry_sim_secret_clean_text (const char *text)
{
  GString *clean = g_string_new (NULL);
  const char *scheme;

  while ((scheme = strstr (text, "://")) != NULL)
    {
      const char *authority = scheme + strlen ("://");
      gsize length = strcspn (authority, "/?# \t\n'\"");
      const char *at = g_strrstr_len (authority, length, "@");

      g_string_append_len (clean, text, authority - text);
      text = at != NULL ? at + 1 : authority;
    }

  g_string_append (clean, text);

  return g_string_free (clean, FALSE);
}

/**
 * ferry_sim_secret_clean_map:
 * @field: the field that it is the value of
 * @map: a map of strings to strings
 *
 * Returns: (transfer full): a floating copy without what nobody should see; of a licence only the
 *   features are left
 */
GVariant *
ferry_sim_secret_clean_map (const char *field,
                            GVariant   *map)
{
  gboolean is_licence = g_str_equal (field,
                                     "license_params") || g_str_equal (field, "license_server");
  GVariantBuilder clean;
  GVariantIter iter;
  const char *key;
  const char *value;

  g_variant_builder_init (&clean, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, map);
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
    {
      g_autofree char *text = ferry_sim_secret_clean_text (value);

      if (is_licence && !g_str_has_prefix (key, "restrict_") && !g_str_has_prefix (key, "enable_"))
        continue;
      if (!is_secret_key (key) && !is_secret_value (value))
        g_variant_builder_add (&clean, "{ss}", key, text);
    }

  return g_variant_builder_end (&clean);
}
