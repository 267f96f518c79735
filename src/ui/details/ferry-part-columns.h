/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-column.h"

G_BEGIN_DECLS

/* What tables say of the parts of an item. (transfer none): end with a column without a title */

const FerryColumn *ferry_part_columns_of_vm_disks (void);
const FerryColumn *ferry_part_columns_of_vm_nics  (void);
/* Ports of one network: named after their hosts. */
const FerryColumn *ferry_part_columns_of_ports    (void);
/* Ports of one host: named after their networks. */
const FerryColumn *ferry_part_columns_of_networks (void);

G_END_DECLS
