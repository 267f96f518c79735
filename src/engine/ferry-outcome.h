/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-move-record.h"
#include "model/ferry-vm-record.h"

G_BEGIN_DECLS

/**
 * FerryServerWord:
 * @FERRY_SERVER_SAID_DONE: the task ended well
 * @FERRY_SERVER_SAID_FAILED: it did not; the reason says why
 * @FERRY_SERVER_SAID_CANCELLED: it was cancelled, by whomever
 * @FERRY_SERVER_SAID_NOTHING: there is no task any more, or never was: it ended without a last word
 *
 * The last that a server said of a move.
 */
typedef enum
{
  FERRY_SERVER_SAID_DONE,
  FERRY_SERVER_SAID_FAILED,
  FERRY_SERVER_SAID_CANCELLED,
  FERRY_SERVER_SAID_NOTHING,
} FerryServerWord;

/**
 * FerrySight:
 * @FERRY_SIGHT_SEEN: the VM was looked at
 * @FERRY_SIGHT_GONE: the server does not know it any more
 * @FERRY_SIGHT_BLIND: looking failed
 */
typedef enum
{
  FERRY_SIGHT_SEEN,
  FERRY_SIGHT_GONE,
  FERRY_SIGHT_BLIND,
} FerrySight;

/**
 * FerryOutcomeQuestion:
 * @vm_name: (not nullable): name of the VM
 * @source_key: (nullable): where it came from
 * @source_name: (not nullable): its name
 * @target_key: (not nullable): where it was to go
 * @target_name: (not nullable): its name
 * @word: the last that the server said
 * @reason: (nullable): the server's reason, a translated sentence
 * @cancel_asked: the user wanted it to stop
 * @sight: what came of looking
 * @vm: (nullable): what was seen
 * @vm_host_name: (nullable): name of the host that it was seen on
 * @vm_host_is_dead: that host is known not to answer: what its VMs do can't be known
 * @some_host_is_silent: the server's reason is that it cannot reach a host, one of the two perhaps
 */
typedef struct
{
  const char          *vm_name;
  const char          *source_key;
  const char          *source_name;
  const char          *target_key;
  const char          *target_name;
  FerryServerWord      word;
  const char          *reason;
  gboolean             cancel_asked;
  FerrySight           sight;
  const FerryVmRecord *vm;
  const char          *vm_host_name;
  gboolean             vm_host_is_dead;
  gboolean             some_host_is_silent;
} FerryOutcomeQuestion;

/**
 * FerryOutcome:
 * @state: how the move ended
 * @sentence: (owned): what happened, what state the VM is in now, what to do
 * @settle_s: how long, since the first look, it is worth to look again before this is believed; 0: it is certain
 */
typedef struct
{
  FerryMoveState state;
  char          *sentence;
  guint          settle_s;
} FerryOutcome;

/* Pure: what became of a move, from what the server said and from where the VM is. What was seen always outweighs
 * what was said. Threads: any. */
void ferry_outcome_judge (FerryOutcome               *self,
                          const FerryOutcomeQuestion *question);
void ferry_outcome_clear (FerryOutcome               *self);

G_END_DECLS
