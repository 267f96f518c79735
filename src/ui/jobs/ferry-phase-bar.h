/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/ferry-move-record.h"

G_BEGIN_DECLS

#define FERRY_TYPE_PHASE_BAR (ferry_phase_bar_get_type ())

G_DECLARE_FINAL_TYPE (FerryPhaseBar, ferry_phase_bar, FERRY, PHASE_BAR, GtkWidget)

/* @move: (nullable): copied from; one segment per phase that it has */
void ferry_phase_bar_set_move     (FerryPhaseBar         *self,
                                   const FerryMoveRecord *move);
/* One segment, for work whose phases are not known. */
void ferry_phase_bar_set_fraction (FerryPhaseBar         *self,
                                   double                 fraction);

G_END_DECLS
