/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/migrate/ferry-destinations.h"

G_BEGIN_DECLS

/* What hangs under the pointer while VMs are dragged: three names, how many more, and their memory together. */
GtkWidget *ferry_drag_card_new (FerryDestinations *destinations);

G_END_DECLS
