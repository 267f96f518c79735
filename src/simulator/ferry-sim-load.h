/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * FerrySimVmLoad:
 * @dirty_rate: how fast the guest writes to its memory, in bytes per second
 * @working_set: the part of its memory that it writes to over and over, in bytes; pre-copy cannot
 *   make a pass smaller than what of this was written meanwhile, and never larger
 *
 * What a guest does to its memory, which no API tells.
 */
typedef struct {
  double  dirty_rate;
  guint64 working_set;
} FerrySimVmLoad;

/**
 * FerrySimLink:
 * @speed: in each direction, in bytes per second
 *
 * A host's way to the migration network.
 */
typedef struct {
  double speed;
} FerrySimLink;

#define FERRY_TYPE_SIM_LOAD (ferry_sim_load_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimLoad, ferry_sim_load, FERRY, SIM_LOAD, GObject)

FerrySimLoad   *ferry_sim_load_new      (void);

void            ferry_sim_load_set_vm   (FerrySimLoad         *self,
                                         const char           *vm,
                                         const FerrySimVmLoad *load);
FerrySimVmLoad  ferry_sim_load_get_vm   (FerrySimLoad         *self,
                                         const char           *vm);

void            ferry_sim_load_set_link (FerrySimLoad         *self,
                                         const char           *host,
                                         const FerrySimLink   *link);
FerrySimLink    ferry_sim_load_get_link (FerrySimLoad         *self,
                                         const char           *host);

G_END_DECLS
