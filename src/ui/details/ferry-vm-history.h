/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/details/ferry-kind-page.h"

G_BEGIN_DECLS

#define FERRY_TYPE_VM_HISTORY (ferry_vm_history_get_type ())

G_DECLARE_FINAL_TYPE (FerryVmHistory, ferry_vm_history, FERRY, VM_HISTORY, FerryKindPage)

G_END_DECLS
