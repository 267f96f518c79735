/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-verdicts.h"

#include <glib/gi18n-lib.h>

#include "cli/ferry-json.h"
#include "cli/ferry-names.h"
#include "cli/ferry-table.h"
#include "cli/ferry-words.h"
#include "model/ferry-amount.h"

char **
ferry_verdicts_find_vms (FerrySession        *session,
                         const char * const  *names)
{
  g_autoptr(GStrvBuilder) keys = g_strv_builder_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;
      FerryItem *item = ferry_names_find (ferry_session_get_client (session), names[i],
                                          FERRY_KINDS (FERRY_KIND_VM), NULL, &error);

      if (item == NULL)
        {
          ferry_complain ("%s", error->message);
          return NULL;
        }
      g_strv_builder_add (keys, ferry_item_get_key (item));
    }

  return g_strv_builder_end (keys);
}

FerryItem *
ferry_verdicts_find_host (FerrySession *session)
{
  g_autoptr(GError) error = NULL;
  FerryItem *host = ferry_names_find (ferry_session_get_client (session),
                                      ferry_session_get_options (session)->to,
                                      FERRY_KINDS (FERRY_KIND_HOST), NULL, &error);

  if (host == NULL)
    ferry_complain ("%s", error->message);

  return host;
}

static FerryStyle
get_style (FerryOutlook outlook)
{
  switch (outlook)
    {
    case FERRY_OUTLOOK_CAN_GO:
      return FERRY_STYLE_GOOD;

    case FERRY_OUTLOOK_NEEDS_CHOICES:
      return FERRY_STYLE_WARNING;

    case FERRY_OUTLOOK_CANNOT:
      return FERRY_STYLE_BAD;

    case FERRY_OUTLOOK_HERE:
    case FERRY_OUTLOOK_UNKNOWN:
    default:
      return FERRY_STYLE_DIM;
    }
}

static gboolean
has_forecast (const FerryVerdict *verdict)
{
  return verdict->outlook == FERRY_OUTLOOK_CAN_GO && verdict->duration_min_s >= 0;
}

static void
add_verdict (FerryTable         *table,
             FerryClient        *client,
             const FerryVerdict *verdict)
{
  ferry_table_add (table, get_style (verdict->outlook),
                   g_strdup (ferry_names_get (client, verdict->vm_key)),
                   g_strdup (ferry_names_get (client, verdict->host_key)),
                   g_strdup (ferry_words_say_outlook (verdict->outlook)),
                   has_forecast (verdict)
                     ? ferry_format_duration_range (verdict->duration_min_s,
                                                    verdict->duration_max_s)
                     : NULL,
                   has_forecast (verdict) && verdict->pause_min_ms >= 0
                     ? ferry_format_pause_range (verdict->pause_min_ms, verdict->pause_max_ms)
                     : NULL);

  for (guint i = 0; verdict->findings != NULL && i < verdict->findings->len; i++)
    {
      const FerryFinding *finding = g_ptr_array_index (verdict->findings, i);

      ferry_table_add_note (table, FERRY_STYLE_PLAIN, finding->sentence);
    }
}

static void
print_json (FerryClient *client,
            GPtrArray   *verdicts)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < verdicts->len; i++)
    ferry_json_add_verdict (builder, client, g_ptr_array_index (verdicts, i));
  json_builder_end_array (builder);
  ferry_json_print (builder, FALSE);
}

void
ferry_verdicts_print (FerrySession *session,
                      GPtrArray    *verdicts)
{
  const FerryColumn columns[] = {
    { _("VM"), FALSE, TRUE }, { _("Host"), FALSE, TRUE }, { _("Outlook"), FALSE, FALSE },
    { _("Takes"), FALSE, FALSE }, { _("Pause"), FALSE, FALSE },
  };
  g_autoptr(FerryTable) table = NULL;

  if (ferry_session_get_options (session)->json)
    {
      print_json (ferry_session_get_client (session), verdicts);
      return;
    }

  table = ferry_table_new (columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < verdicts->len; i++)
    add_verdict (table, ferry_session_get_client (session), g_ptr_array_index (verdicts, i));
  ferry_table_print (table);
}
