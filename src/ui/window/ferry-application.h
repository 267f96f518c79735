/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "client/ferry-client.h"
#include "client/ferry-connection-store.h"

G_BEGIN_DECLS

#define FERRY_TYPE_APPLICATION (ferry_application_get_type ())

G_DECLARE_FINAL_TYPE (FerryApplication, ferry_application, FERRY, APPLICATION, AdwApplication)

/* The program as the desktop sees it: one window, about, preferences, shortcuts, quit, style.
 * The action "open-demo" is added by whoever can open one. */
FerryApplication *ferry_application_new          (GApplicationFlags  flags);
/* From "startup", before the first window. */
void              ferry_application_set_client   (FerryApplication  *self,
                                                  FerryClient       *client);
FerryClient      *ferry_application_get_client   (FerryApplication  *self);
/* Likewise: the connections of that client. */
void              ferry_application_set_store    (FerryApplication     *self,
                                                  FerryConnectionStore *store);
FerryConnectionStore *ferry_application_get_store (FerryApplication    *self);
/* (nullable): %NULL where the schema is not installed: then nothing is remembered */
GSettings        *ferry_application_get_settings (FerryApplication  *self);

G_END_DECLS
