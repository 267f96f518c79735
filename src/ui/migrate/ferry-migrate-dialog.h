/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "ui/migrate/ferry-destinations.h"

G_BEGIN_DECLS

#define FERRY_TYPE_MIGRATE_DIALOG (ferry_migrate_dialog_get_type ())

G_DECLARE_FINAL_TYPE (FerryMigrateDialog, ferry_migrate_dialog, FERRY, MIGRATE_DIALOG, AdwWindow)

/* Asks where VMs shall go. Signal "chosen" (FerryDestination *). Stays open; whoever hears it may close it. */
GtkWidget *ferry_migrate_dialog_new (GtkWindow         *parent,
                                     FerryDestinations *destinations);

G_END_DECLS
