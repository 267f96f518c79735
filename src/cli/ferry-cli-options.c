/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-cli-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SHA256_DIGITS 64

char *
ferry_cli_fingerprint (const char *text)
{
  g_autoptr(GString) digits = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_isxdigit (*c))
        g_string_append_c (digits, g_ascii_tolower (*c));
      else if (*c != ':' && *c != ' ')
        return NULL;
    }

  return digits->len == SHA256_DIGITS ? g_strdup (digits->str) : NULL;
}

static gboolean
read_fingerprints (FerryCliOptions  *self,
                   GError          **error)
{
  for (guint i = 0; self->trust != NULL && self->trust[i] != NULL; i++)
    {
      char *fingerprint = ferry_cli_fingerprint (self->trust[i]);

      if (fingerprint == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("“%s” is not a SHA-256 fingerprint: that has 64 hexadecimal digits."),
                       self->trust[i]);
          return FALSE;
        }

      g_free (self->trust[i]);
      self->trust[i] = fingerprint;
    }

  return TRUE;
}

static GOptionContext *
make_context (FerryCliOptions *self)
{
  const GOptionEntry entries[] = {
    { "connect", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &self->connect, NULL, NULL },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &self->demo, NULL, NULL },
    { "demo-database", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->demo_databases, NULL, NULL },
    { "demo-speed", 0, 0, G_OPTION_ARG_DOUBLE, &self->demo_speed, NULL, NULL },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &self->password_file, NULL, NULL },
    { "trust", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->trust, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, NULL, NULL },
    { "to", 't', 0, G_OPTION_ARG_STRING, &self->to, NULL, NULL },
    { "network", 0, 0, G_OPTION_ARG_STRING, &self->network, NULL, NULL },
    { "compress", 0, 0, G_OPTION_ARG_NONE, &self->compress, NULL, NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &self->force, NULL, NULL },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &self->dry_run, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->arguments, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);

  return context;
}

/* "--help" anywhere is the command "help". */
static void
turn_help_into_command (char ***argv)
{
  for (guint i = 1; (*argv)[i] != NULL && !g_str_equal ((*argv)[i], "--"); i++)
    {
      if (!g_str_equal ((*argv)[i], "--help") && !g_str_equal ((*argv)[i], "-h"))
        continue;

      g_strfreev (*argv);
      *argv = g_strdupv ((char *[]) { "ferryctl", "help", NULL });
      return;
    }
}

/**
 * ferry_cli_options_new:
 * @argv: the program's name and what was typed
 * @error: (nullable): return location
 *
 * Options may stand anywhere; "--" ends them.
 *
 * Returns: (transfer full) (nullable): what was typed
 */
FerryCliOptions *
ferry_cli_options_new (char   **argv,
                       GError **error)
{
  g_autoptr(FerryCliOptions) self = g_new0 (FerryCliOptions, 1);
  g_autoptr(GOptionContext) context = make_context (self);
  g_auto(GStrv) words = g_strdupv (argv);

  turn_help_into_command (&words);
  if (!g_option_context_parse_strv (context, &words, error))
    return NULL;

  if (self->arguments == NULL)
    self->arguments = g_new0 (char *, 1);

  self->demo |= self->demo_databases != NULL;
  if (self->demo && self->connect != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("--demo brings its own pools: leave --connect out."));
      return NULL;
    }

  return read_fingerprints (self, error) ? g_steal_pointer (&self) : NULL;
}

const char *
ferry_cli_options_stray (FerryCliOptions *self,
                         FerryCliTakes    takes)
{
  const struct
  {
    const char    *name;
    gboolean       is_given;
    FerryCliTakes  needs;
  } options[] = {
    { "--to", self->to != NULL, FERRY_CLI_TAKES_TO },
    { "--network", self->network != NULL, FERRY_CLI_TAKES_CHOICE },
    { "--compress", self->compress, FERRY_CLI_TAKES_CHOICE },
    { "--force", self->force, FERRY_CLI_TAKES_CHOICE },
    { "--dry-run", self->dry_run, FERRY_CLI_TAKES_CHOICE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      if (options[i].is_given && !(takes & options[i].needs))
        return options[i].name;
    }

  return NULL;
}

void
ferry_cli_options_free (FerryCliOptions *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->connect);
  g_strfreev (self->trust);
  g_strfreev (self->demo_databases);
  g_strfreev (self->arguments);
  g_free (self->password_file);
  g_free (self->to);
  g_free (self->network);
  g_free (self);
}
