/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-progress-view.h"

#include <stdio.h>

#include "cli/ferry-json.h"
#include "cli/ferry-terminal.h"
#include "model/ferry-move-text.h"

#define BAR_WIDTH 20

struct _FerryProgressView
{
  gboolean    is_json;
  guint       n_drawn; /* lines of bars above the cursor */
  GHashTable *shown;   /* (owned): key of a move -> the FerryMoveRecord that was shown last, owned */
};

static char *
format_bar (double fraction)
{
  GString *bar = g_string_new (NULL);
  guint n_full = CLAMP (fraction, 0, 1) * BAR_WIDTH + 0.5;

  for (guint i = 0; i < BAR_WIDTH; i++)
    g_string_append (bar, i < n_full ? "━" : "─");

  return g_string_free (bar, FALSE);
}

char *
ferry_progress_view_format (const FerryMoveRecord *move,
                            guint                  width)
{
  g_autofree char *route = ferry_move_text_route (move);
  g_autofree char *status = ferry_move_text_status (move);
  g_autofree char *bar = format_bar (move->fraction);
  g_autofree char *line = NULL;
  g_autofree char *name = NULL;
  guint rest;

  line = g_strdup_printf ("%s  %s %3.0f %%  %s", route, bar, move->fraction * 100, status);
  rest = ferry_text_get_width (line) + 2;
  /* The name gives way first: what happens is what one looks for. */
  name = ferry_text_fit (move->base.name, width > rest + 12 ? width - rest : 12);

  return g_strconcat (name, "  ", line, NULL);
}

static gboolean
is_news (FerryProgressView     *self,
         const FerryMoveRecord *move)
{
  const FerryMoveRecord *last = g_hash_table_lookup (self->shown, move->base.key);

  if (self->is_json)
    return last != move;

  return last == NULL || last->phase != move->phase || last->state != move->state;
}

static void
show_json (const FerryMoveRecord *move)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  ferry_json_add_move (builder, ferry_move_is_ended (move) ? "end" : "progress", move);
  ferry_json_print (builder, TRUE);
}

static void
show_line (const FerryMoveRecord *move)
{
  g_autofree char *route = ferry_move_text_route (move);
  g_autofree char *status = ferry_move_text_status (move);

  g_print ("%s  %s  %3.0f %%  %s\n", move->base.name, route, move->fraction * 100, status);
}

static void
show_news (FerryProgressView *self,
           GPtrArray         *moves)
{
  for (guint i = 0; i < moves->len; i++)
    {
      const FerryMoveRecord *move = g_ptr_array_index (moves, i);

      if (!is_news (self, move))
        continue;

      if (self->is_json)
        show_json (move);
      else
        show_line (move);
      g_hash_table_insert (self->shown, g_strdup (move->base.key), ferry_record_ref (move));
    }
  fflush (stdout);
}

static void
draw_bars (FerryProgressView *self,
           GPtrArray         *moves,
           guint              width)
{
  if (self->n_drawn > 0)
    g_print ("\033[%uA", self->n_drawn);

  for (guint i = 0; i < moves->len; i++)
    {
      g_autofree char *line = ferry_progress_view_format (g_ptr_array_index (moves, i), width);
      g_autofree char *fitted = ferry_text_fit (line, width);

      g_print ("\r%s\033[K\n", fitted);
    }
  self->n_drawn = moves->len;
  fflush (stdout);
}

void
ferry_progress_view_show (FerryProgressView *self,
                          GPtrArray         *moves)
{
  guint width = self->is_json ? 0 : ferry_terminal_get_width ();

  if (width > 0)
    draw_bars (self, moves, width);
  else
    show_news (self, moves);
}

FerryProgressView *
ferry_progress_view_new (gboolean is_json)
{
  FerryProgressView *self = g_new0 (FerryProgressView, 1);

  self->is_json = is_json;
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, ferry_record_unref);

  return self;
}

void
ferry_progress_view_free (FerryProgressView *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->shown);
  g_free (self);
}
