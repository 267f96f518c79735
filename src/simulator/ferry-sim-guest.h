/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-builder.h"

G_BEGIN_DECLS

typedef enum {
  FERRY_SIM_SYSTEM_DEBIAN_12,
  FERRY_SIM_SYSTEM_DEBIAN_11,
  FERRY_SIM_SYSTEM_UBUNTU_22,
  FERRY_SIM_SYSTEM_ROCKY_9,
  FERRY_SIM_SYSTEM_WINDOWS_2022,
  FERRY_SIM_SYSTEM_WINDOWS_2019,
  FERRY_SIM_SYSTEM_WINDOWS_10,
  FERRY_SIM_SYSTEM_FREEBSD_14,
  FERRY_SIM_N_SYSTEMS,
} FerrySimSystem;

/**
 * FerrySimVmSpec:
 * @name: its name
 * @description: what it is for
 * @system: what runs in it
 * @n_vcpus: its virtual CPUs
 * @memory: in MiB
 * @host: (nullable): reference of the host that it runs on; %NULL: it is halted
 * @features: CPU features that it was booted with
 * @address: (nullable): its address on its first network
 * @dirty_rate: how fast it writes to its memory, in MiB/s
 *
 * A VM to be made up.
 */
typedef struct {
  const char     *name;
  const char     *description;
  FerrySimSystem  system;
  guint           n_vcpus;
  guint           memory;
  const char     *host;
  const char     *features;
  const char     *address;
  double          dirty_rate;
} FerrySimVmSpec;

const char *ferry_sim_guest_add_vm           (FerrySimBuilder      *builder,
                                              const FerrySimVmSpec *spec);
const char *ferry_sim_guest_add_disk         (FerrySimBuilder      *builder,
                                              const char           *vm,
                                              const char           *storage,
                                              guint                 size);
const char *ferry_sim_guest_add_drive        (FerrySimBuilder      *builder,
                                              const char           *vm,
                                              const char           *iso);
const char *ferry_sim_guest_add_nic          (FerrySimBuilder      *builder,
                                              const char           *vm,
                                              const char           *network);
const char *ferry_sim_guest_add_template     (FerrySimBuilder      *builder,
                                              FerrySimSystem        system);
const char *ferry_sim_guest_add_snapshot     (FerrySimBuilder      *builder,
                                              const char           *vm,
                                              const char           *name,
                                              gint64                unix_time);

G_END_DECLS
