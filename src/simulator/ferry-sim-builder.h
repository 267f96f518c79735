/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-database.h"
#include "simulator/ferry-sim-load.h"

G_BEGIN_DECLS

#define FERRY_SIM_MIB (G_GINT64_CONSTANT (1) << 20)
#define FERRY_SIM_GIB (G_GINT64_CONSTANT (1) << 30)

/**
 * FerrySimStorageKind:
 *
 * What an SR is made of; each has its SM driver.
 */
typedef enum {
  FERRY_SIM_STORAGE_ISCSI,
  FERRY_SIM_STORAGE_NFS,
  FERRY_SIM_STORAGE_LOCAL,
  FERRY_SIM_STORAGE_ISO_NFS,
  FERRY_SIM_STORAGE_ISO_LOCAL,
  FERRY_SIM_STORAGE_TOOLS,
  FERRY_SIM_STORAGE_DVD,
  FERRY_SIM_N_STORAGE_KINDS,
} FerrySimStorageKind;

#define FERRY_TYPE_SIM_BUILDER (ferry_sim_builder_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimBuilder, ferry_sim_builder, FERRY, SIM_BUILDER, GObject)

FerrySimBuilder  *ferry_sim_builder_new            (guint64              seed);

FerrySimDatabase *ferry_sim_builder_get_database   (FerrySimBuilder     *self);
FerrySimLoad     *ferry_sim_builder_get_load       (FerrySimBuilder     *self);
guint32           ferry_sim_builder_random         (FerrySimBuilder     *self,
                                                    guint32              below);

const char       *ferry_sim_builder_add            (FerrySimBuilder     *self,
                                                    const char          *table);
const char       *ferry_sim_builder_add_named      (FerrySimBuilder     *self,
                                                    const char          *table,
                                                    const char          *name,
                                                    const char          *description);
void              ferry_sim_builder_set            (FerrySimBuilder     *self,
                                                    const char          *table,
                                                    const char          *ref,
                                                    const char          *first_field,
                                                    ...) G_GNUC_NULL_TERMINATED;
GVariant         *ferry_sim_builder_get_text       (FerrySimBuilder     *self,
                                                    const char          *literal);
char             *ferry_sim_builder_make_mac       (FerrySimBuilder     *self) G_GNUC_WARN_UNUSED_RESULT;
char             *ferry_sim_builder_make_uuid      (FerrySimBuilder     *self) G_GNUC_WARN_UNUSED_RESULT;

const char       *ferry_sim_builder_add_pool       (FerrySimBuilder     *self,
                                                    const char          *name,
                                                    const char          *description);
const char       *ferry_sim_builder_add_storage    (FerrySimBuilder     *self,
                                                    FerrySimStorageKind  kind,
                                                    const char          *name,
                                                    const char          *description,
                                                    gint64               size);
const char       *ferry_sim_builder_plug_storage   (FerrySimBuilder     *self,
                                                    const char          *storage,
                                                    const char          *host);
const char       *ferry_sim_builder_add_iso        (FerrySimBuilder     *self,
                                                    const char          *storage,
                                                    const char          *name,
                                                    gint64               size);
const char       *ferry_sim_builder_add_network    (FerrySimBuilder     *self,
                                                    const char          *name,
                                                    const char          *description,
                                                    const char          *bridge);
const char       *ferry_sim_builder_add_pif        (FerrySimBuilder     *self,
                                                    const char          *network,
                                                    const char          *host,
                                                    const char          *device,
                                                    const char          *address);
const char       *ferry_sim_builder_add_vlan       (FerrySimBuilder     *self,
                                                    const char          *network,
                                                    const char          *trunk_pif,
                                                    guint                tag);

G_END_DECLS
