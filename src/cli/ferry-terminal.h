/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "model/ferry-secret.h"

G_BEGIN_DECLS

typedef enum
{
  FERRY_STYLE_PLAIN,
  FERRY_STYLE_HEADING,
  FERRY_STYLE_GOOD,
  FERRY_STYLE_WARNING,
  FERRY_STYLE_BAD,
  FERRY_STYLE_DIM,
} FerryStyle;

/* Columns of the terminal behind standard output; 0 if there is none. */
guint        ferry_terminal_get_width    (void);
gboolean     ferry_terminal_has_colour   (void);
/* The escape sequence that begins @style, or ends every style (PLAIN); "" without colour. */
const char  *ferry_terminal_get_style    (FerryStyle   style,
                                          gboolean     has_colour);
/* Columns that @text takes: wide characters take two, marks none. */
guint        ferry_text_get_width        (const char  *text);
/* (transfer full): @text in at most @width columns, cut in the middle */
char        *ferry_text_fit              (const char  *text,
                                          guint        width);
/* (transfer full): @text broken into lines of at most @width columns, each after @indent spaces; 0: not broken */
char        *ferry_text_wrap             (const char  *text,
                                          guint        indent,
                                          guint        width);
/* (transfer full) (nullable): asks on the terminal, without echo; %NULL without one, or at its end */
FerrySecret *ferry_terminal_ask_secret   (const char  *prompt);

G_END_DECLS
