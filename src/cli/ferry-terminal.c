/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define MAX_PASSWORD 1024

guint
ferry_terminal_get_width (void)
{
  struct winsize size = { 0 };

  if (!isatty (STDOUT_FILENO))
    return 0;

  return ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

gboolean
ferry_terminal_has_colour (void)
{
  const char *no_colour = g_getenv ("NO_COLOR");

  return isatty (STDOUT_FILENO) && (no_colour == NULL || *no_colour == '\0') &&
         g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

const char *
ferry_terminal_get_style (FerryStyle style,
                          gboolean   has_colour)
{
  static const char * const sequences[] = {
    [FERRY_STYLE_PLAIN] = "\033[0m",
    [FERRY_STYLE_HEADING] = "\033[1m",
    [FERRY_STYLE_GOOD] = "\033[32m",
    [FERRY_STYLE_WARNING] = "\033[33m",
    [FERRY_STYLE_BAD] = "\033[31m",
    [FERRY_STYLE_DIM] = "\033[2m",
  };

  return has_colour ? sequences[style] : "";
}

static guint
get_char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;

  return g_unichar_iswide (c) ? 2 : 1;
}

guint
ferry_text_get_width (const char *text)
{
  guint width = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    width += get_char_width (g_utf8_get_char (c));

  return width;
}

/* Bytes at the start of @text that fit into @width columns. */
static gsize
measure_head (const char *text,
              guint       width)
{
  const char *c = text;
  guint used = 0;

  while (*c != '\0' && used + get_char_width (g_utf8_get_char (c)) <= width)
    {
      used += get_char_width (g_utf8_get_char (c));
      c = g_utf8_next_char (c);
    }

  return c - text;
}

/* Where the longest end of @text begins that fits into @width columns. */
static const char *
find_tail (const char *text,
           guint       width)
{
  const char *tail = text + strlen (text);
  guint used = 0;

  while (tail > text)
    {
      const char *before = g_utf8_prev_char (tail);

      used += get_char_width (g_utf8_get_char (before));
      if (used > width)
        break;
      tail = before;
    }

  /* An accent belongs to the letter that is gone. */
  while (*tail != '\0' && get_char_width (g_utf8_get_char (tail)) == 0)
    tail = g_utf8_next_char (tail);

  return tail;
}

char *
ferry_text_fit (const char *text,
                guint       width)
{
  g_autofree char *head = NULL;

  if (ferry_text_get_width (text) <= width)
    return g_strdup (text);

  if (width < 2)
    return g_strdup (width == 0 ? "" : "…");

  head = g_strndup (text, measure_head (text, width / 2));

  return g_strconcat (head, "…", find_tail (text, width - 1 - width / 2), NULL);
}

char *
ferry_text_wrap (const char *text,
                 guint       indent,
                 guint       width)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  GString *wrapped = g_string_new (NULL);
  guint used = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint length = ferry_text_get_width (words[i]);
      gboolean is_first = i == 0;
      gboolean breaks = !is_first && width > indent && used + 1 + length > width;

      if (breaks)
        g_string_append_c (wrapped, '\n');
      if (is_first || breaks)
        {
          g_string_append_printf (wrapped, "%*s%s", (int) indent, "", words[i]);
          used = indent + length;
        }
      else
        {
          g_string_append_printf (wrapped, " %s", words[i]);
          used += 1 + length;
        }
    }

  return g_string_free (wrapped, FALSE);
}

static void
turn_echo (int      fd,
           gboolean is_on)
{
  struct termios settings;

  if (tcgetattr (fd, &settings) != 0)
    return;

  if (is_on)
    settings.c_lflag |= ECHO;
  else
    settings.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (fd, TCSAFLUSH, &settings);
}

static gssize
read_line (int   fd,
           char *line,
           gsize size)
{
  gsize length = 0;

  while (length < size - 1)
    {
      gssize n = read (fd, line + length, 1);

      if (n <= 0)
        return -1;
      if (line[length] == '\n')
        break;
      length++;
    }

  return length;
}

static void
on_interrupt (int number)
{
}

FerrySecret *
ferry_terminal_ask_secret (const char *prompt)
{
  char line[MAX_PASSWORD] = { 0 };
  /* Ctrl+C ends the reading first, and the program once the echo is back. */
  struct sigaction interrupt = { .sa_handler = on_interrupt };
  struct sigaction before;
  FerrySecret *secret = NULL;
  gboolean is_interrupted;
  gssize length;
  int fd;

  /* Not standard input: that may be a pipe, and a password does not belong there. */
  fd = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    return NULL;

  /* Before the prompt: quick fingers are faster than this. */
  sigaction (SIGINT, &interrupt, &before);
  turn_echo (fd, FALSE);
  dprintf (fd, "%s", prompt);
  length = read_line (fd, line, sizeof line);
  is_interrupted = length < 0 && errno == EINTR;
  turn_echo (fd, TRUE);
  sigaction (SIGINT, &before, NULL);
  dprintf (fd, "\n");
  close (fd);
  if (is_interrupted)
    raise (SIGINT);

  if (length >= 0)
    {
      line[length] = '\0';
      secret = g_utf8_validate (line, length, NULL) ? ferry_secret_new (line) : NULL;
    }
  explicit_bzero (line, sizeof line);

  return secret;
}
