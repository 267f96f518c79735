/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "ui/migrate/ferry-destinations.h"

G_BEGIN_DECLS

#define FERRY_TYPE_HOST_CHOOSER (ferry_host_chooser_get_type ())

G_DECLARE_FINAL_TYPE (FerryHostChooser, ferry_host_chooser, FERRY, HOST_CHOOSER, AdwBin)

/* Every host with what it would mean to go there, the best first, and a search entry on top.
 * Signals: "chosen" (FerryDestination *): Enter or a double click, whatever its outlook is; "selected": another one is. */
GtkWidget        *ferry_host_chooser_new              (void);
/* @destinations: (nullable) */
void              ferry_host_chooser_set_destinations (FerryHostChooser  *self,
                                                       FerryDestinations *destinations);
/* (transfer none) (nullable) */
FerryDestination *ferry_host_chooser_get_selected     (FerryHostChooser  *self);
/* As if Enter had been pressed. */
void              ferry_host_chooser_choose           (FerryHostChooser  *self);

G_END_DECLS
