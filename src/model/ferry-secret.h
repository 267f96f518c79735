/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FerrySecret:
 *
 * A password in memory: on pages that are locked, left out of core dumps, and
 * wiped when the last reference goes. Reference counted; any thread.
 */
typedef struct _FerrySecret FerrySecret;

FerrySecret *ferry_secret_new   (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
FerrySecret *ferry_secret_ref   (FerrySecret *self);
void         ferry_secret_unref (FerrySecret *self);
/* (transfer none): UTF-8; never log, print or store it */
const char  *ferry_secret_peek  (FerrySecret *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerrySecret, ferry_secret_unref)

G_END_DECLS
