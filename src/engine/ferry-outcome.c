/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-outcome"

#include <config.h>

#include "engine/ferry-outcome.h"

#include <glib/gi18n-lib.h>

/* A server that has just said "done" may need a moment to write where the VM is. */
#define SETTLE_AFTER_DONE_S    10
/* After a restart the hosts finish a copy between themselves, and nobody reports it. */
#define SETTLE_AFTER_NOTHING_S 120

typedef FerryOutcomeQuestion Question;

static FerryOutcome
make (FerryMoveState  state,
      char           *sentence)
{
  return (FerryOutcome) { state, sentence, 0 };
}

static FerryOutcome
unsettled (FerryOutcome outcome,
           guint        settle_s)
{
  outcome.settle_s = settle_s;

  return outcome;
}

static const char *
get_reason (const Question *q)
{
  return q->reason != NULL ? q->reason : _("The server gave no reason.");
}

static gboolean
is_still_at_work (const Question *q)
{
  static const char * const operations[] = { "pool_migrate", "migrate_send", NULL };

  for (guint i = 0; q->vm->operations != NULL && q->vm->operations[i] != NULL; i++)
    {
      if (g_strv_contains (operations, q->vm->operations[i]))
        return TRUE;
    }

  return FALSE;
}

static FerryOutcome
judge_arrived (const Question *q)
{
  if (q->cancel_asked)
    return make (FERRY_MOVE_DONE,
                 g_strdup_printf (_("%s runs on %s. It was too late to cancel."),
                                  q->vm_name, q->target_name));

  switch (q->word)
    {
    case FERRY_SERVER_SAID_FAILED:
      return make (FERRY_MOVE_DONE,
                   g_strdup_printf (_("%s runs on %s, although the server reported an error: %s"),
                                    q->vm_name, q->target_name, get_reason (q)));

    case FERRY_SERVER_SAID_CANCELLED:
      return make (FERRY_MOVE_DONE,
                   g_strdup_printf (_("%s runs on %s. Somebody cancelled the move too late."),
                                    q->vm_name, q->target_name));

    case FERRY_SERVER_SAID_NOTHING:
      return make (FERRY_MOVE_DONE,
                   g_strdup_printf (_("%s runs on %s. The server lost track of the move meanwhile."),
                                    q->vm_name, q->target_name));

    case FERRY_SERVER_SAID_DONE:
    default:
      return make (FERRY_MOVE_DONE,
                   g_strdup_printf (_("%s runs on %s."), q->vm_name, q->target_name));
    }
}

/* The server restarted: its database may say Running on the source although nothing runs there any more. */
static FerryOutcome
judge_at_source_unsure (const Question *q)
{
  return unsettled (make (FERRY_MOVE_FAILED,
                          g_strdup_printf (_("The server lost track of the move of %1$s, and lists it as "
                                             "running on %2$s. Ferry cannot know whether that is still "
                                             "so. Check that %1$s answers before you move it again."),
                                           q->vm_name, q->source_name)),
                    SETTLE_AFTER_NOTHING_S);
}

static FerryOutcome
judge_at_source (const Question *q)
{
  switch (q->word)
    {
    case FERRY_SERVER_SAID_DONE:
      return unsettled (make (FERRY_MOVE_FAILED,
                              g_strdup_printf (_("The server reports that %1$s has moved, but it still "
                                                 "runs on %2$s. Migrate it again, or look into the log "
                                                 "of %2$s."), q->vm_name, q->source_name)),
                        SETTLE_AFTER_DONE_S);

    case FERRY_SERVER_SAID_FAILED:
      return make (FERRY_MOVE_FAILED,
                   g_strdup_printf (q->some_host_is_silent
                                    ? _("%s did not move to %s. The server lists it as running on %s. %s")
                                    : _("%s did not move to %s. It still runs on %s. %s"),
                                    q->vm_name, q->target_name, q->source_name, get_reason (q)));

    case FERRY_SERVER_SAID_CANCELLED:
      return make (FERRY_MOVE_CANCELLED,
                   q->cancel_asked
                   ? g_strdup_printf (_("Cancelled. %s still runs on %s."), q->vm_name, q->source_name)
                   : g_strdup_printf (_("Somebody cancelled the move on the server. %s still runs on "
                                        "%s. Migrate it again if you still want it on %s."),
                                      q->vm_name, q->source_name, q->target_name));

    case FERRY_SERVER_SAID_NOTHING:
    default:
      return judge_at_source_unsure (q);
    }
}

/* Of a host that the pool does not reach, nobody knows whether the guest goes on there. */
static FerryOutcome
judge_halted_unsure (const Question *q)
{
  return make (FERRY_MOVE_FAILED,
               g_strdup_printf (_("The move of %1$s did not succeed, and the server lists it as shut down. Ferry "
                                  "cannot know whether it still runs on %2$s or %3$s. Look there before you start "
                                  "it, so that it does not run twice. %4$s"),
                                q->vm_name, q->source_name, q->target_name, get_reason (q)));
}

static FerryOutcome
judge_halted (const Question *q)
{
  const char *after = (q->vm->traits & FERRY_VM_HA_PROTECTED) != 0
                      ? _("High availability will start it again.")
                      : _("Start it again there.");

  switch (q->word)
    {
    /* Its guest may run on the target while the database says that it is off: to start it now could run it twice. */
    case FERRY_SERVER_SAID_NOTHING:
      return unsettled (make (FERRY_MOVE_FAILED,
                              g_strdup_printf (_("The server lost track of the move of %1$s, and lists "
                                                 "it as shut down. Ferry cannot know whether it still "
                                                 "runs on %2$s. Look there before you start it, so that "
                                                 "it does not run twice."),
                                               q->vm_name, q->target_name)),
                        SETTLE_AFTER_NOTHING_S);

    case FERRY_SERVER_SAID_DONE:
      return make (FERRY_MOVE_FAILED,
                   g_strdup_printf (_("The server reports that %s has moved to %s, but it is shut down "
                                      "now. Start it again if it was not shut down on purpose."),
                                    q->vm_name, q->target_name));

    case FERRY_SERVER_SAID_CANCELLED:
      return make (FERRY_MOVE_FAILED,
                   g_strdup_printf (_("The move was cancelled, but %s did not survive: it is shut down on "
                                      "%s. %s"), q->vm_name, q->source_name, after));

    case FERRY_SERVER_SAID_FAILED:
    default:
      if (q->some_host_is_silent)
        return judge_halted_unsure (q);

      return make (FERRY_MOVE_FAILED,
                   g_strdup_printf (_("%s did not survive the move to %s: it is shut down on %s. %s %s"),
                                    q->vm_name, q->target_name, q->source_name, after,
                                    get_reason (q)));
    }
}

static FerryOutcome
judge_elsewhere (const Question *q)
{
  return make (FERRY_MOVE_FAILED,
               g_strdup_printf (_("%s runs on %s, not on %s: something else moved it. Migrate it again "
                                  "if you still want it on %s."),
                                q->vm_name,
                                q->vm_host_name != NULL ? q->vm_host_name : _("another host"),
                                q->target_name, q->target_name));
}

static FerryOutcome
judge_paused (const Question *q)
{
  return make (FERRY_MOVE_FAILED,
               g_strdup_printf (_("%s is paused on %s: it is there, but it does not run. Unpause it "
                                  "there."),
                                q->vm_name,
                                q->vm_host_name != NULL ? q->vm_host_name : q->source_name));
}

/* A server lists VMs as running on a host that has lost its power, until somebody tells it otherwise. */
static FerryOutcome
judge_on_dead_host (const Question *q)
{
  return make (FERRY_MOVE_FAILED,
               g_strdup_printf (_("The move of %1$s did not succeed. The server lists it as running on %2$s, "
                                  "but %2$s does not answer, so Ferry cannot know whether it does. Look at "
                                  "%2$s."),
                                q->vm_name,
                                q->vm_host_name != NULL ? q->vm_host_name : _("its host")));
}

static FerryOutcome
judge_running (const Question *q)
{
  if (q->vm_host_is_dead)
    return judge_on_dead_host (q);
  if (g_strcmp0 (q->vm->host_key, q->target_key) == 0)
    return judge_arrived (q);
  if (g_strcmp0 (q->vm->host_key, q->source_key) == 0)
    return judge_at_source (q);
  if (q->vm->host_key == NULL)
    return unsettled (make (FERRY_MOVE_FAILED,
                            g_strdup_printf (_("The server lists %s as running, but on no host. Ferry "
                                               "cannot know where it is. Look on %s and on %s."),
                                             q->vm_name, q->source_name, q->target_name)),
                      SETTLE_AFTER_NOTHING_S);

  return judge_elsewhere (q);
}

static FerryOutcome
judge_seen (const Question *q)
{
  switch (q->vm->power_state)
    {
    case FERRY_POWER_STATE_RUNNING:
      return judge_running (q);

    case FERRY_POWER_STATE_PAUSED:
      return judge_paused (q);

    case FERRY_POWER_STATE_HALTED:
      return judge_halted (q);

    case FERRY_POWER_STATE_SUSPENDED:
      return make (FERRY_MOVE_FAILED,
                   g_strdup_printf (_("%s did not move to %s: it is suspended now. Resume it."),
                                    q->vm_name, q->target_name));

    case FERRY_POWER_STATE_UNKNOWN:
    default:
      return unsettled (make (FERRY_MOVE_FAILED,
                              g_strdup_printf (_("The server cannot say in which state %s is. Look on %s "
                                                 "and on %s."),
                                               q->vm_name, q->source_name, q->target_name)),
                        SETTLE_AFTER_NOTHING_S);
    }
}

static FerryOutcome
judge_unseen (const Question *q)
{
  if (q->sight == FERRY_SIGHT_GONE)
    return make (FERRY_MOVE_FAILED,
                 g_strdup_printf (_("%s is not known to the server any more: somebody deleted it, or moved "
                                    "it to another pool. It was on its way from %s to %s."),
                                  q->vm_name, q->source_name, q->target_name));

  return make (FERRY_MOVE_FAILED,
               g_strdup_printf (_("Ferry cannot know how the move of %s ended: %s Look on %s and on %s "
                                  "where it runs."),
                                q->vm_name, get_reason (q), q->source_name, q->target_name));
}

void
ferry_outcome_judge (FerryOutcome               *self,
                     const FerryOutcomeQuestion *question)
{
  *self = question->sight == FERRY_SIGHT_SEEN ? judge_seen (question) : judge_unseen (question);

  /* Nothing is over while the server itself says that it works on the VM. */
  if (question->sight == FERRY_SIGHT_SEEN && self->state != FERRY_MOVE_DONE &&
      question->word == FERRY_SERVER_SAID_NOTHING && is_still_at_work (question))
    self->settle_s = G_MAXUINT;
}

void
ferry_outcome_clear (FerryOutcome *self)
{
  g_clear_pointer (&self->sentence, g_free);
}
