/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-kind-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_VM_OVERVIEW (ferry_vm_overview_get_type ())

G_DECLARE_FINAL_TYPE (FerryVmOverview, ferry_vm_overview, FERRY, VM_OVERVIEW, FerryKindPage)

G_END_DECLS
