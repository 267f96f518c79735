/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "recording.h"

#include <gio/gio.h>

static char *
unpack (const char *path)
{
  g_autoptr(GSubprocess) xz = NULL;
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  xz = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                         "xz", "-dc", path, NULL);
  if (xz == NULL || !g_subprocess_communicate_utf8 (xz, NULL, NULL, &text, NULL, &error))
    return NULL;

  return text;
}

GPtrArray *
recording_load (const char *name)
{
  const char *shared = g_getenv ("FERRY_SHARED");
  g_autofree char *file = g_strconcat (name, ".jsonl.xz", NULL);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  GPtrArray *exchanges;

  path = g_build_filename (shared != NULL ? shared : "../shared", "data", "xapi-recordings", file, NULL);
  text = g_file_test (path, G_FILE_TEST_EXISTS) ? unpack (path) : NULL;
  if (text == NULL || *text == '\0')
    {
      g_test_skip ("the recordings of a real server are not here, or xz is not");
      return NULL;
    }

  exchanges = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;

      if (*lines[i] == '\0')
        continue;
      g_ptr_array_add (exchanges, json_from_string (lines[i], &error));
      g_assert_no_error (error);
    }

  return exchanges;
}
