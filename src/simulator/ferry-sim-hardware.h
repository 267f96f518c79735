/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-builder.h"

G_BEGIN_DECLS

/* Each Intel generation has all the features of the one before it. */
typedef enum {
  FERRY_SIM_CPU_BROADWELL,
  FERRY_SIM_CPU_SKYLAKE,
  FERRY_SIM_CPU_ICE_LAKE,
  FERRY_SIM_CPU_COFFEE_LAKE,
  FERRY_SIM_CPU_MILAN,
} FerrySimCpu;

typedef enum {
  FERRY_SIM_RELEASE_8_2,
  FERRY_SIM_RELEASE_8_3,
} FerrySimRelease;

/**
 * FerrySimHostSpec:
 * @name: its name, also in the DNS
 * @description: what people say of it
 * @address: on the management network
 * @cpu: generation of its CPUs
 * @sockets: how many of them
 * @release: what is installed
 * @memory: in GiB
 * @control_memory: what the control domain takes of it, in GiB
 * @newest_platform: the newest virtual hardware that it offers, 0 to 2
 * @link_speed: of the migration network, in Gbit/s
 * @is_disabled: in maintenance
 *
 * A host to be made up.
 */
typedef struct {
  const char      *name;
  const char      *description;
  const char      *address;
  FerrySimCpu      cpu;
  guint            sockets;
  FerrySimRelease  release;
  guint            memory;
  guint            control_memory;
  guint            newest_platform;
  double           link_speed;
  gboolean         is_disabled;
} FerrySimHostSpec;

const char *ferry_sim_hardware_add_host   (FerrySimBuilder        *builder,
                                           const FerrySimHostSpec *spec);
void        ferry_sim_hardware_level_cpus (FerrySimBuilder        *builder);

const char *ferry_sim_hardware_get_cpu_features (FerrySimCpu       cpu);

G_END_DECLS
