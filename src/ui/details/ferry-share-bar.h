/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FERRY_TYPE_SHARE_BAR (ferry_share_bar_get_type ())

G_DECLARE_FINAL_TYPE (FerryShareBar, ferry_share_bar, FERRY, SHARE_BAR, AdwBin)

/**
 * FerryShare:
 * @name: translated: what this part is
 * @bytes: how much it is
 * @css_class: its colour: "share-system", "share-used", "share-coming" or "share-free"
 */
typedef struct
{
  const char *name;
  guint64     bytes;
  const char *css_class;
} FerryShare;

#define FERRY_MAX_SHARES 4

/* How an amount is divided: a bar, and below it what each part is, in the same order. */
void ferry_share_bar_set_shares (FerryShareBar    *self,
                                 const FerryShare *shares,
                                 guint             n_shares);

G_END_DECLS
