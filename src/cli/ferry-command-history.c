/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-commands.h"

#include <glib/gi18n-lib.h>

#include "cli/ferry-json.h"
#include "cli/ferry-table.h"
#include "model/ferry-move-text.h"

#define MAX_MOVES 1000

static char *
say_when (const FerryMoveRecord *move)
{
  gint64 when = move->finished_at > 0 ? move->finished_at : move->created_at;
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (when);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : NULL;
}

static void
add_move (FerryTable            *table,
          const FerryMoveRecord *move)
{
  ferry_table_add (table, FERRY_STYLE_PLAIN, say_when (move), g_strdup (move->base.name),
                   ferry_move_text_route (move), ferry_move_text_status (move));
  if (move->message != NULL && move->state != FERRY_MOVE_DONE)
    ferry_table_add_note (table, FERRY_STYLE_BAD, move->message);
}

static void
print_json (GPtrArray *moves)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < moves->len; i++)
    ferry_json_add_move (builder, NULL, g_ptr_array_index (moves, i));
  json_builder_end_array (builder);
  ferry_json_print (builder, FALSE);
}

FerryExit
ferry_command_history (FerrySession       *session,
                       const char * const *arguments)
{
  const FerryColumn columns[] = {
    { _("When"), FALSE, FALSE }, { _("VM"), FALSE, TRUE }, { _("Where"), FALSE, TRUE },
    { _("Outcome"), FALSE, FALSE },
  };
  g_autoptr(FerryTable) table = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) moves =
    ferry_session_history (session, arguments[0] != NULL ? arguments[0] : "", MAX_MOVES, &error);

  if (moves == NULL)
    {
      ferry_complain ("%s", error->message);
      return FERRY_EXIT_FAILED;
    }

  if (ferry_session_get_options (session)->json)
    {
      print_json (moves);
      return FERRY_EXIT_DONE;
    }

  if (moves->len == 0)
    g_print (_("There is no such move.\n"));

  table = ferry_table_new (columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < moves->len; i++)
    add_move (table, g_ptr_array_index (moves, i));
  ferry_table_print (table);

  return FERRY_EXIT_DONE;
}
