/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/ferry-driver.h"

G_BEGIN_DECLS

#define FERRY_TYPE_XAPI_DRIVER (ferry_xapi_driver_get_type ())

G_DECLARE_FINAL_TYPE (FerryXapiDriver, ferry_xapi_driver, FERRY, XAPI_DRIVER, GObject)

FerryDriver *ferry_xapi_driver_new (void);

G_END_DECLS
