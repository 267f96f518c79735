/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "client/ferry-client.h"
#include "ui/migrate/ferry-destination.h"

G_BEGIN_DECLS

#define FERRY_TYPE_REASONS (ferry_reasons_get_type ())

G_DECLARE_FINAL_TYPE (FerryReasons, ferry_reasons, FERRY, REASONS, GtkBox)

/* Why a host cannot take what it was asked to take: one line per VM, reason first.
 * @max_lines: how many of them; the rest is counted. 0: all */
GtkWidget *ferry_reasons_new          (FerryClient        *client,
                                       FerryDestination   *destination,
                                       guint               max_lines);
/* (transfer full) (nullable): the reason why @verdict is not a plain yes */
char      *ferry_reasons_dup_sentence (const FerryVerdict *verdict);
/* (transfer full): the same for all VMs of @destination in one text, a line each */
char      *ferry_reasons_dup_text     (FerryDestination   *destination);

G_END_DECLS
