/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "model/ferry-connection-record.h"

G_BEGIN_DECLS

/* Asks whether to trust the certificate of @record (in state #FERRY_CONNECTION_UNTRUSTED). Default: don't connect.
 * Its response is %FERRY_TRUST_RESPONSE, or anything else for no. */
#define FERRY_TRUST_RESPONSE "trust"

GtkWidget *ferry_trust_dialog_new        (GtkWindow                   *parent,
                                          const FerryConnectionRecord *record);
/* (transfer full): "9f86 d081 884c ...": groups of four, eight to a line */
char      *ferry_trust_dialog_group_text (const char                  *sha256);

G_END_DECLS
