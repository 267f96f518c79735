/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-connection-settings.h"
#include "simulator/ferry-sim-service.h"

typedef enum
{
  FERRY_TARGET_PLAIN,
  FERRY_TARGET_SECURE, /* behind a certificate that no authority knows */
} FerryTargetManner;

/**
 * FerryTarget:
 *
 * A server for a driver to speak to: a world with a pool of several hosts, VMs
 * that can move and VMs that cannot, a CD in some drive.
 */
typedef struct _FerryTarget FerryTarget;

/* @kind: which driver it is for: "xapi" */
FerryTarget             *ferry_target_new          (const char        *kind,
                                                    FerryTargetManner  manner);
void                     ferry_target_free         (FerryTarget       *self);
void                     ferry_target_stop         (FerryTarget       *self);
/* (transfer full) */
FerryConnectionSettings *ferry_target_dup_settings (FerryTarget       *self);
const char              *ferry_target_get_password (FerryTarget       *self);
const char              *ferry_target_get_sha256   (FerryTarget       *self);
/* Runs @function where the pool lives, and waits for it. */
void                     ferry_target_run_in_pool  (FerryTarget        *self,
                                                    FerrySimServiceFunc function,
                                                    gpointer            user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryTarget, ferry_target_free)
