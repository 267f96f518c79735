/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-reasons"

#include "config.h"

#include <glib/gi18n.h>

#include "ui/migrate/ferry-reasons.h"

#define LINE_CHARS 44

/**
 * FerryReasons:
 *
 * Why a host cannot take what it was asked to take.
 *
 * Threads: the UI thread.
 */
struct _FerryReasons
{
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (FerryReasons, ferry_reasons, GTK_TYPE_BOX)

static void
add_line (FerryReasons *self,
          const char   *text,
          gboolean      is_dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  /* A popover asks for its height before it knows its width: only a fixed one fits. */
  gtk_label_set_width_chars (GTK_LABEL (label), LINE_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (is_dim)
    gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (self), label);
}

char *
ferry_reasons_dup_sentence (const FerryVerdict *verdict)
{
  const FerryFinding *finding = ferry_destination_find (verdict, FERRY_SEVERITY_BLOCKS);

  if (finding != NULL)
    return g_strdup (finding->sentence);

  if (verdict->outlook == FERRY_OUTLOOK_HERE)
    return g_strdup (_("It is there already."));
  if (verdict->outlook == FERRY_OUTLOOK_UNKNOWN)
    return g_strdup (_("Its connection is down: what is known of it is old."));

  return NULL;
}

/* The sentence names the VM most of the time; where it does not, its name follows. */
static char *
dup_line (FerryClient        *client,
          const FerryVerdict *verdict,
          gboolean            name_it)
{
  g_autofree char *sentence = ferry_reasons_dup_sentence (verdict);
  FerryItem *vm = ferry_client_lookup (client, verdict->vm_key);

  if (sentence == NULL || !name_it || vm == NULL
      || strstr (sentence, ferry_item_get_name (vm)) != NULL)
    return g_steal_pointer (&sentence);

  return g_strdup_printf ("%s (%s)", sentence, ferry_item_get_name (vm));
}

char *
ferry_reasons_dup_text (FerryDestination *destination)
{
  GPtrArray *verdicts = ferry_destination_get_verdicts (destination);
  GString *text = g_string_new (ferry_destination_get_together (destination));

  for (guint i = 0; i < verdicts->len; i++)
    {
      g_autofree char *sentence = ferry_reasons_dup_sentence (g_ptr_array_index (verdicts, i));

      if (sentence == NULL)
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, sentence);
    }

  return g_string_free (text, FALSE);
}

static void
ferry_reasons_class_init (FerryReasonsClass *klass)
{
}

static void
ferry_reasons_init (FerryReasons *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

static void
fill (FerryReasons     *self,
      FerryClient      *client,
      FerryDestination *destination,
      guint             max_lines)
{
  GPtrArray *verdicts = ferry_destination_get_verdicts (destination);
  guint n_shown = 0, n_hidden = 0;
  g_autofree char *rest = NULL;

  for (guint i = 0; i < verdicts->len; i++)
    {
      g_autofree char *line = dup_line (client, g_ptr_array_index (verdicts, i), verdicts->len > 1);

      if (line == NULL)
        continue;
      if (max_lines > 0 && n_shown == max_lines)
        n_hidden++;
      else
        {
          add_line (self, line, FALSE);
          n_shown++;
        }
    }

  if (n_hidden == 0)
    return;

  rest = g_strdup_printf (ngettext ("and %u more: press Ctrl+M to see all",
                                    "and %u more: press Ctrl+M to see all", n_hidden), n_hidden);
  add_line (self, rest, TRUE);
}

GtkWidget *
ferry_reasons_new (FerryClient      *client,
                   FerryDestination *destination,
                   guint             max_lines)
{
  FerryReasons *self = g_object_new (FERRY_TYPE_REASONS, NULL);
  const char *together = ferry_destination_get_together (destination);

  if (together != NULL)
    add_line (self, together, FALSE);
  fill (self, client, destination, max_lines);

  return GTK_WIDGET (self);
}
