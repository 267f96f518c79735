/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-commands.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>

#include "cli/ferry-names.h"
#include "cli/ferry-progress-view.h"
#include "cli/ferry-verdicts.h"
#include "model/ferry-move-text.h"

/* Moves that were started, and what is waited for. */
typedef struct
{
  FerrySession      *session;
  GPtrArray         *keys;     /* (unowned) (element-type utf8): of the moves */
  FerryProgressView *view;     /* (owned) */
  gboolean           has_news;
  gboolean           is_left;  /* Ctrl+C: they go on without us */
} Watch;

static gboolean
on_interrupt (gpointer user_data)
{
  Watch *watch = user_data;

  watch->is_left = TRUE;
  /* The second one ends the program at once. */
  signal (SIGINT, SIG_DFL);

  return G_SOURCE_REMOVE;
}

static void
on_batch_applied (Watch *watch)
{
  watch->has_news = TRUE;
}

static GPtrArray *
collect_moves (Watch *watch)
{
  FerryClient *client = ferry_session_get_client (watch->session);
  GPtrArray *moves = g_ptr_array_new_with_free_func (ferry_record_unref);

  for (guint i = 0; i < watch->keys->len; i++)
    {
      FerryItem *item = ferry_client_lookup (client, g_ptr_array_index (watch->keys, i));

      if (item != NULL)
        g_ptr_array_add (moves, ferry_record_ref (ferry_item_get_record (item)));
    }

  return moves;
}

static guint
count_unfinished (GPtrArray *moves)
{
  guint n = 0;

  for (guint i = 0; i < moves->len; i++)
    n += !ferry_move_is_ended (g_ptr_array_index (moves, i));

  return n;
}

/* Moves that wait are begun by nobody once this program is gone. */
static guint
count_begun (GPtrArray *moves)
{
  guint n = 0;

  for (guint i = 0; i < moves->len; i++)
    {
      const FerryMoveRecord *move = g_ptr_array_index (moves, i);

      n += !ferry_move_is_ended (move) && move->state != FERRY_MOVE_WAITING;
    }

  return n;
}

static FerryExit
get_status (GPtrArray *moves)
{
  for (guint i = 0; i < moves->len; i++)
    {
      const FerryMoveRecord *move = g_ptr_array_index (moves, i);

      if (move->state != FERRY_MOVE_DONE)
        return FERRY_EXIT_FAILED;
    }

  return FERRY_EXIT_DONE;
}

static void
complain_of_failures (GPtrArray *moves)
{
  for (guint i = 0; i < moves->len; i++)
    {
      const FerryMoveRecord *move = g_ptr_array_index (moves, i);

      if (ferry_move_is_ended (move) && move->state != FERRY_MOVE_DONE && move->message != NULL)
        ferry_complain ("%s", move->message);
    }
}

static void
say_goodbye (Watch     *watch,
             GPtrArray *moves)
{
  guint n = count_begun (moves);
  guint n_waiting = count_unfinished (moves) - n;

  if (ferry_session_get_options (watch->session)->demo)
    {
      ferry_complain (_("The demo ends here, and its pools with it."));
      return;
    }

  if (n > 0)
    ferry_complain (g_dngettext (GETTEXT_PACKAGE,
                                 "%u move goes on at the server. “ferryctl jobs” shows it, “ferryctl "
                                 "cancel” ends it.",
                                 "%u moves go on at the server. “ferryctl jobs” shows them, “ferryctl "
                                 "cancel” ends them.", n), n);
  if (n_waiting > 0)
    ferry_complain (g_dngettext (GETTEXT_PACKAGE,
                                 "%u move had not begun and will not: its machine stays where it is.",
                                 "%u moves had not begun and will not: their machines stay where "
                                 "they are.", n_waiting), n_waiting);
}

static FerryExit
watch_moves (FerrySession *session,
             GPtrArray    *keys)
{
  g_autoptr(FerryProgressView) view =
    ferry_progress_view_new (ferry_session_get_options (session)->json);
  g_autoptr(GPtrArray) moves = NULL;
  Watch watch = { session, keys, view, TRUE, FALSE };
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, &watch);
  gulong id = g_signal_connect_swapped (ferry_session_get_client (session), "batch-applied",
                                        G_CALLBACK (on_batch_applied), &watch);

  for (;;)
    {
      if (watch.has_news)
        {
          g_clear_pointer (&moves, g_ptr_array_unref);
          moves = collect_moves (&watch);
          ferry_progress_view_show (view, moves);
        }
      if (watch.is_left || count_unfinished (moves) == 0)
        break;

      watch.has_news = FALSE;
      ferry_session_iterate (session);
    }

  g_signal_handler_disconnect (ferry_session_get_client (session), id);
  if (!watch.is_left)
    g_source_remove (interrupt);
  else if (count_unfinished (moves) > 0)
    say_goodbye (&watch, moves);
  complain_of_failures (moves);

  return get_status (moves);
}

static gboolean
is_refused (GPtrArray *verdicts)
{
  for (guint i = 0; i < verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (verdicts, i);

      if (verdict->outlook != FERRY_OUTLOOK_CAN_GO)
        return TRUE;
    }

  return FALSE;
}

static FerryExit
rehearse (FerrySession           *session,
          const FerryMoveRequest *request)
{
  const char *host_keys[] = { request->host_key, NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) verdicts =
    ferry_session_check (session, (const char * const *) request->vm_keys, host_keys, TRUE, &error);

  if (verdicts == NULL)
    {
      ferry_complain ("%s", error->message);
      return FERRY_EXIT_FAILED;
    }

  ferry_verdicts_print (session, verdicts);

  return is_refused (verdicts) ? FERRY_EXIT_REFUSED : FERRY_EXIT_DONE;
}

static void
complain_of_findings (FerrySession       *session,
                      const FerryVerdict *verdict)
{
  if (verdict->outlook == FERRY_OUTLOOK_HERE)
    ferry_complain (_("%s runs on %s already."),
                    ferry_names_get (ferry_session_get_client (session), verdict->vm_key),
                    ferry_names_get (ferry_session_get_client (session), verdict->host_key));

  for (guint i = 0; verdict->findings != NULL && i < verdict->findings->len; i++)
    {
      const FerryFinding *finding = g_ptr_array_index (verdict->findings, i);

      if (finding->severity != FERRY_SEVERITY_NOTE)
        ferry_complain ("%s", finding->sentence);
    }
}

/* Says what stands in the way, or might: all of it, not only the worst. Returns %TRUE if there was anything. */
static gboolean
say_findings (FerrySession           *session,
              const FerryMoveRequest *request)
{
  const char *host_keys[] = { request->host_key, NULL };
  g_autoptr(GPtrArray) verdicts =
    ferry_session_check (session, (const char * const *) request->vm_keys, host_keys, FALSE, NULL);
  gboolean has_any = FALSE;

  for (guint i = 0; verdicts != NULL && i < verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (verdicts, i);

      has_any |= verdict->findings != NULL && verdict->findings->len > 0;
      complain_of_findings (session, verdict);
    }

  return has_any;
}

static FerryExit
move (FerrySession           *session,
      const FerryMoveRequest *request)
{
  gboolean has_findings = say_findings (session, request);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) keys = ferry_session_move (session, request, &error);
  FerryExit status;

  if (keys != NULL)
    return watch_moves (session, keys);

  status = ferry_client_is_refusal (error) ? FERRY_EXIT_REFUSED : FERRY_EXIT_FAILED;
  if (status == FERRY_EXIT_FAILED || !has_findings)
    ferry_complain ("%s", error->message);

  return status;
}

static gboolean
fill_request (FerrySession       *session,
              const char * const *names,
              FerryMoveRequest   *request)
{
  FerryCliOptions *options = ferry_session_get_options (session);
  const FerryRecord *record;
  g_autoptr(GError) error = NULL;
  FerryItem *network;
  FerryItem *host;

  request->vm_keys = ferry_verdicts_find_vms (session, names);
  host = request->vm_keys != NULL ? ferry_verdicts_find_host (session) : NULL;
  if (host == NULL)
    return FALSE;

  record = ferry_item_get_record (host);
  request->host_key = g_strdup (record->key);
  request->compress = options->compress ? 1 : -1;
  request->force = options->force;
  if (options->network == NULL)
    return TRUE;

  network = ferry_names_find (ferry_session_get_client (session), options->network,
                              FERRY_KINDS (FERRY_KIND_NETWORK), record->connection_key, &error);
  if (network == NULL)
    {
      ferry_complain ("%s", error->message);
      return FALSE;
    }
  request->network_key = g_strdup (ferry_item_get_key (network));

  return TRUE;
}

FerryExit
ferry_command_migrate (FerrySession       *session,
                       const char * const *arguments)
{
  g_autoptr(FerryMoveRequest) request = g_new0 (FerryMoveRequest, 1);
  FerryCliOptions *options = ferry_session_get_options (session);

  if (options->to == NULL)
    {
      ferry_complain (_("Say where to: --to HOST."));
      return FERRY_EXIT_USAGE;
    }

  if (!fill_request (session, arguments, request))
    return FERRY_EXIT_USAGE;

  return options->dry_run ? rehearse (session, request) : move (session, request);
}
