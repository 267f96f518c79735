/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-kind-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_VM_PAGE (ferry_vm_page_get_type ())

G_DECLARE_FINAL_TYPE (FerryVmPage, ferry_vm_page, FERRY, VM_PAGE, FerryKindPage)

/* Signal "destination-chosen" (FerryDestination *): the machine shall go there. */

G_END_DECLS
