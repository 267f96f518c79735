/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-connection-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-move-record.h"
#include "model/ferry-verdict.h"
#include "model/ferry-vm-record.h"

G_BEGIN_DECLS

/* Stable words, for JSON: never translated. */
const char *ferry_words_connection_state (FerryConnectionState   state);
const char *ferry_words_host_state       (const FerryHostRecord *host);
const char *ferry_words_power_state      (FerryPowerState        state);
const char *ferry_words_outlook          (FerryOutlook           outlook);
const char *ferry_words_severity         (FerrySeverity          severity);
const char *ferry_words_move_state       (FerryMoveState         state);
const char *ferry_words_phase            (FerryPhase             phase);

/* The same for people: translated. */
const char *ferry_words_say_connection   (FerryConnectionState   state);
const char *ferry_words_say_host         (const FerryHostRecord *host);
const char *ferry_words_say_power        (FerryPowerState        state);
const char *ferry_words_say_outlook      (FerryOutlook           outlook);

G_END_DECLS
