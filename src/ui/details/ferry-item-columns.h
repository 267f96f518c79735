/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-column.h"

G_BEGIN_DECLS

/* What tables say of things that have an item each. (transfer none): end with a column without a title */

/* On one host: without a column for it. */
const FerryColumn *ferry_item_columns_of_vms_here (void);
const FerryColumn *ferry_item_columns_of_vms      (void);
const FerryColumn *ferry_item_columns_of_hosts    (void);
const FerryColumn *ferry_item_columns_of_storage  (void);
const FerryColumn *ferry_item_columns_of_networks (void);
const FerryColumn *ferry_item_columns_of_disks    (void);
/* Of several kinds. */
const FerryColumn *ferry_item_columns_of_anything (void);

G_END_DECLS
