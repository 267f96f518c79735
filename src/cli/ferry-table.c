/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-table.h"

#include <string.h>

#define GAP          2
#define NOTE_INDENT  4
/* A name cut shorter than this says nothing. */
#define MIN_SHRUNK   8

typedef struct
{
  char      **cells; /* (owned) (nullable): of a row */
  char       *note;  /* (owned) (nullable): of a note */
  FerryStyle  style;
} Line;

struct _FerryTable
{
  FerryColumn *columns; /* (owned) */
  guint        n_columns;
  GPtrArray   *lines;   /* (owned) (element-type Line) */
};

static void
line_free (gpointer data)
{
  Line *line = data;

  g_strfreev (line->cells);
  g_free (line->note);
  g_free (line);
}

static void
add_line (FerryTable *self,
          char      **cells,
          char       *note,
          FerryStyle  style)
{
  Line *line = g_new (Line, 1);

  *line = (Line) { cells, note, style };
  g_ptr_array_add (self->lines, line);
}

void
ferry_table_add (FerryTable *self,
                 FerryStyle  style,
                 ...)
{
  char **cells = g_new0 (char *, self->n_columns + 1);
  va_list arguments;

  va_start (arguments, style);
  for (guint i = 0; i < self->n_columns; i++)
    {
      cells[i] = va_arg (arguments, char *);
      if (cells[i] == NULL)
        cells[i] = g_strdup ("");
    }
  va_end (arguments);

  add_line (self, cells, NULL, style);
}

void
ferry_table_add_note (FerryTable *self,
                      FerryStyle  style,
                      const char *note)
{
  add_line (self, NULL, g_strdup (note), style);
}

guint
ferry_table_get_size (FerryTable *self)
{
  return self->lines->len;
}

static gboolean
has_titles (FerryTable *self)
{
  return self->columns[0].title != NULL;
}

static void
measure (FerryTable *self,
         guint      *widths)
{
  for (guint i = 0; i < self->n_columns; i++)
    widths[i] = has_titles (self) ? ferry_text_get_width (self->columns[i].title) : 0;

  for (guint l = 0; l < self->lines->len; l++)
    {
      const Line *line = g_ptr_array_index (self->lines, l);

      for (guint i = 0; line->cells != NULL && i < self->n_columns; i++)
        widths[i] = MAX (widths[i], ferry_text_get_width (line->cells[i]));
    }
}

/* Takes columns from the widest that can give some, one by one, until all fit. */
static void
shrink (FerryTable *self,
        guint      *widths,
        guint       available)
{
  guint total = GAP * (self->n_columns - 1);

  for (guint i = 0; i < self->n_columns; i++)
    total += widths[i];

  while (total > available)
    {
      int widest = -1;

      for (guint i = 0; i < self->n_columns; i++)
        {
          if (self->columns[i].can_shrink && widths[i] > MIN_SHRUNK &&
              (widest < 0 || widths[i] > widths[widest]))
            widest = i;
        }
      if (widest < 0)
        return;

      widths[widest]--;
      total--;
    }
}

static void
append_cell (GString    *text,
             const char *cell,
             guint       width,
             gboolean    is_right,
             gboolean    is_last)
{
  g_autofree char *fitted = ferry_text_fit (cell, width);
  int padding = width - ferry_text_get_width (fitted);

  if (is_right)
    g_string_append_printf (text, "%*s", padding, "");
  g_string_append (text, fitted);
  if (!is_right && !is_last)
    g_string_append_printf (text, "%*s", padding, "");
  if (!is_last)
    g_string_append_printf (text, "%*s", GAP, "");
}

static void
append_row (FerryTable         *self,
            GString            *text,
            const char * const *cells,
            const guint        *widths)
{
  for (guint i = 0; i < self->n_columns; i++)
    append_cell (text, cells[i], widths[i], self->columns[i].is_right, i + 1 == self->n_columns);

  /* What stands empty at the end is no reason for blanks. */
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
}

static void
append_line (FerryTable  *self,
             GString     *text,
             const Line  *line,
             const guint *widths,
             guint        width,
             gboolean     has_colour)
{
  g_autoptr(GString) plain = g_string_new (NULL);
  gboolean is_styled = has_colour && line->style != FERRY_STYLE_PLAIN;

  if (line->note != NULL)
    {
      g_autofree char *wrapped = ferry_text_wrap (line->note, NOTE_INDENT, width);

      g_string_append (plain, wrapped);
    }
  else
    {
      append_row (self, plain, (const char * const *) line->cells, widths);
    }

  g_string_append_printf (text, "%s%s%s\n",
                          is_styled ? ferry_terminal_get_style (line->style, TRUE) : "",
                          plain->str,
                          is_styled ? ferry_terminal_get_style (FERRY_STYLE_PLAIN, TRUE) : "");
}

static void
append_titles (FerryTable  *self,
               GString     *text,
               const guint *widths,
               gboolean     has_colour)
{
  g_autofree const char **titles = g_new0 (const char *, self->n_columns + 1);

  for (guint i = 0; i < self->n_columns; i++)
    titles[i] = self->columns[i].title;

  append_line (self, text,
               &(Line) { .cells = (char **) titles, .style = FERRY_STYLE_HEADING },
               widths, 0, has_colour);
}

char *
ferry_table_to_string (FerryTable *self,
                       guint       width,
                       gboolean    has_colour)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);
  GString *text = g_string_new (NULL);

  measure (self, widths);
  if (width > 0)
    shrink (self, widths, width);

  if (has_titles (self) && self->lines->len > 0)
    append_titles (self, text, widths, has_colour);
  for (guint i = 0; i < self->lines->len; i++)
    append_line (self, text, g_ptr_array_index (self->lines, i), widths, width, has_colour);

  return g_string_free (text, FALSE);
}

void
ferry_table_print (FerryTable *self)
{
  g_autofree char *text = ferry_table_to_string (self, ferry_terminal_get_width (),
                                                 ferry_terminal_has_colour ());

  g_print ("%s", text);
}

FerryTable *
ferry_table_new (const FerryColumn *columns,
                 guint              n_columns)
{
  FerryTable *self = g_new0 (FerryTable, 1);

  self->columns = g_memdup2 (columns, n_columns * sizeof *columns);
  self->n_columns = n_columns;
  self->lines = g_ptr_array_new_with_free_func (line_free);

  return self;
}

void
ferry_table_free (FerryTable *self)
{
  if (self == NULL)
    return;

  g_free (self->columns);
  g_ptr_array_unref (self->lines);
  g_free (self);
}
