/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-move-text"

#include "config.h"

#include "model/ferry-move-text.h"

#include <glib/gi18n-lib.h>

#include "model/ferry-amount.h"

/**
 * ferry_phase_get_label:
 * @phase: a phase
 *
 * Returns: (transfer none): its name in the user's language
 */
const char *
ferry_phase_get_label (FerryPhase phase)
{
  switch (phase)
    {
    case FERRY_PHASE_WAITING:
      return _("waiting");
    case FERRY_PHASE_PREPARING:
      return _("preparing");
    case FERRY_PHASE_DISKS:
      return _("disks");
    case FERRY_PHASE_MEMORY:
      return _("memory");
    case FERRY_PHASE_SWITCHING:
      return _("switch-over");
    case FERRY_PHASE_FINISHING:
      return _("finishing");
    case FERRY_PHASE_VERIFYING:
      return _("verifying");
    case FERRY_PHASE_OVER:
      return _("over");
    default:
      g_assert_not_reached ();
    }
}

gboolean
ferry_move_is_ended (const FerryMoveRecord *move)
{
  return move->state == FERRY_MOVE_DONE || move->state == FERRY_MOVE_FAILED ||
         move->state == FERRY_MOVE_CANCELLED;
}

char *
ferry_move_text_route (const FerryMoveRecord *move)
{
  const char *source = move->source_host_name != NULL ? move->source_host_name : _("unknown");

  return g_strdup_printf ("%s → %s", source, move->target_host_name);
}

static void
add_phase (GString               *text,
           const FerryMoveRecord *move)
{
  if (move->state == FERRY_MOVE_CANCELLING)
    g_string_append (text, _("cancelling"));
  else if (move->pass > 0)
    g_string_append_printf (text, _("%s, pass %u"), ferry_phase_get_label (move->phase),
                            move->pass);
  else
    g_string_append (text, ferry_phase_get_label (move->phase));
}

static void
add_bytes (GString               *text,
           const FerryMoveRecord *move)
{
  g_autofree char *bytes = NULL;

  if (move->total_bytes == 0)
    return;

  bytes = ferry_format_bytes_of (move->done_bytes, move->total_bytes);
  g_string_append (text, " · ");
  if (move->bytes_are_estimates)
    g_string_append_printf (text, _("about %s"), bytes);
  else
    g_string_append (text, bytes);
}

static void
add_rate (GString               *text,
          const FerryMoveRecord *move)
{
  g_autofree char *rate = NULL;

  if (move->rate_bytes == 0)
    return;

  rate = ferry_format_rate (move->rate_bytes);
  g_string_append_printf (text, " · %s", rate);
}

static void
add_left (GString               *text,
          const FerryMoveRecord *move)
{
  g_autofree char *left = NULL;

  if (move->left_min_s < 0)
    return;

  left = ferry_format_duration_range (move->left_min_s, move->left_max_s);
  g_string_append (text, " · ");
  g_string_append_printf (text, _("%s left"), left);
}

static char *
describe_running (const FerryMoveRecord *move)
{
  GString *text = g_string_new (NULL);

  add_phase (text, move);
  add_bytes (text, move);
  add_rate (text, move);
  add_left (text, move);

  return g_string_free (text, FALSE);
}

static const char *
get_end_label (FerryMoveState state)
{
  if (state == FERRY_MOVE_DONE)
    return _("arrived");

  return state == FERRY_MOVE_CANCELLED ? _("cancelled") : _("did not arrive");
}

static char *
describe_end (const FerryMoveRecord *move)
{
  g_autofree char *outcome = ferry_move_text_outcome (move);

  if (outcome == NULL)
    return g_strdup (get_end_label (move->state));

  return g_strdup_printf ("%s · %s", get_end_label (move->state), outcome);
}

char *
ferry_move_text_outcome (const FerryMoveRecord *move)
{
  g_autofree char *duration = NULL;
  g_autofree char *pause = NULL;

  if (!ferry_move_is_ended (move) || move->started_at == 0 || move->finished_at < move->started_at)
    return NULL;

  duration = ferry_format_duration (move->finished_at - move->started_at);
  if (move->pause_ms < 0)
    return g_strdup_printf (_("took %s"), duration);

  pause = ferry_format_pause_range (move->pause_ms, move->pause_ms);

  return g_strdup_printf (_("took %s, pause %s"), duration, pause);
}

char *
ferry_move_text_status (const FerryMoveRecord *move)
{
  if (ferry_move_is_ended (move))
    return describe_end (move);

  if (move->state == FERRY_MOVE_WAITING && move->waiting_reason != NULL)
    return g_strdup_printf (_("waiting: %s"), move->waiting_reason);

  return describe_running (move);
}
