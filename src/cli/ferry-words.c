/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-words.h"

#include <glib/gi18n-lib.h>

const char *
ferry_words_connection_state (FerryConnectionState state)
{
  static const char * const words[] = {
    [FERRY_CONNECTION_DISCONNECTED] = "disconnected",
    [FERRY_CONNECTION_CONNECTING] = "connecting",
    [FERRY_CONNECTION_CONNECTED] = "connected",
    [FERRY_CONNECTION_LOST] = "lost",
    [FERRY_CONNECTION_NEEDS_PASSWORD] = "needs-password",
    [FERRY_CONNECTION_UNTRUSTED] = "untrusted",
    [FERRY_CONNECTION_REFUSED] = "refused",
  };

  return words[state];
}

const char *
ferry_words_host_state (const FerryHostRecord *host)
{
  return !host->is_live ? "off" : host->is_enabled ? "enabled" : "disabled";
}

const char *
ferry_words_power_state (FerryPowerState state)
{
  static const char * const words[] = {
    [FERRY_POWER_STATE_UNKNOWN] = "unknown",
    [FERRY_POWER_STATE_HALTED] = "halted",
    [FERRY_POWER_STATE_RUNNING] = "running",
    [FERRY_POWER_STATE_PAUSED] = "paused",
    [FERRY_POWER_STATE_SUSPENDED] = "suspended",
  };

  return words[state];
}

const char *
ferry_words_outlook (FerryOutlook outlook)
{
  static const char * const words[] = {
    [FERRY_OUTLOOK_HERE] = "here",
    [FERRY_OUTLOOK_CAN_GO] = "can-go",
    [FERRY_OUTLOOK_NEEDS_CHOICES] = "needs-choices",
    [FERRY_OUTLOOK_CANNOT] = "cannot",
    [FERRY_OUTLOOK_UNKNOWN] = "unknown",
  };

  return words[outlook];
}

const char *
ferry_words_severity (FerrySeverity severity)
{
  static const char * const words[] = {
    [FERRY_SEVERITY_NOTE] = "notes",
    [FERRY_SEVERITY_WARNS] = "warns",
    [FERRY_SEVERITY_BLOCKS] = "blocks",
  };

  return words[severity];
}

const char *
ferry_words_move_state (FerryMoveState state)
{
  static const char * const words[] = {
    [FERRY_MOVE_WAITING] = "waiting",
    [FERRY_MOVE_RUNNING] = "running",
    [FERRY_MOVE_CANCELLING] = "cancelling",
    [FERRY_MOVE_DONE] = "done",
    [FERRY_MOVE_FAILED] = "failed",
    [FERRY_MOVE_CANCELLED] = "cancelled",
  };

  return words[state];
}

const char *
ferry_words_phase (FerryPhase phase)
{
  static const char * const words[] = {
    [FERRY_PHASE_WAITING] = "waiting",
    [FERRY_PHASE_PREPARING] = "preparing",
    [FERRY_PHASE_DISKS] = "disks",
    [FERRY_PHASE_MEMORY] = "memory",
    [FERRY_PHASE_SWITCHING] = "switching",
    [FERRY_PHASE_FINISHING] = "finishing",
    [FERRY_PHASE_VERIFYING] = "verifying",
    [FERRY_PHASE_OVER] = "over",
  };

  return words[phase];
}

const char *
ferry_words_say_connection (FerryConnectionState state)
{
  static const char * const words[] = {
    [FERRY_CONNECTION_DISCONNECTED] = N_("not connected"),
    [FERRY_CONNECTION_CONNECTING] = N_("connecting"),
    [FERRY_CONNECTION_CONNECTED] = N_("connected"),
    [FERRY_CONNECTION_LOST] = N_("unreachable"),
    [FERRY_CONNECTION_NEEDS_PASSWORD] = N_("needs a password"),
    [FERRY_CONNECTION_UNTRUSTED] = N_("certificate not trusted"),
    [FERRY_CONNECTION_REFUSED] = N_("refused"),
  };

  return _(words[state]);
}

const char *
ferry_words_say_host (const FerryHostRecord *host)
{
  return !host->is_live ? _("off") : host->is_enabled ? _("on") : _("in maintenance");
}

const char *
ferry_words_say_power (FerryPowerState state)
{
  static const char * const words[] = {
    [FERRY_POWER_STATE_UNKNOWN] = N_("unknown"),
    [FERRY_POWER_STATE_HALTED] = N_("off"),
    [FERRY_POWER_STATE_RUNNING] = N_("running"),
    [FERRY_POWER_STATE_PAUSED] = N_("paused"),
    [FERRY_POWER_STATE_SUSPENDED] = N_("suspended"),
  };

  return _(words[state]);
}

const char *
ferry_words_say_outlook (FerryOutlook outlook)
{
  static const char * const words[] = {
    [FERRY_OUTLOOK_HERE] = N_("runs there"),
    [FERRY_OUTLOOK_CAN_GO] = N_("can go"),
    [FERRY_OUTLOOK_NEEDS_CHOICES] = N_("needs choices"),
    [FERRY_OUTLOOK_CANNOT] = N_("cannot go"),
    [FERRY_OUTLOOK_UNKNOWN] = N_("not known"),
  };

  return _(words[outlook]);
}
