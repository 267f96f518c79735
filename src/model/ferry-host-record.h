/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-record.h"

G_BEGIN_DECLS

/**
 * FerryHostRecord:
 * @base: the head
 * @uuid: as the server knows it
 * @description: (nullable): the administrator's words
 * @address: (nullable): management address
 * @pool_key: (not nullable): its pool
 * @is_coordinator: it answers for the pool
 * @is_enabled: %FALSE in maintenance mode: nothing may start on it or come to it
 * @is_live: its heartbeat is seen
 * @memory_total_bytes: physical memory; 0 when unknown
 * @memory_overhead_bytes: used by the hypervisor and the control domain together, never free for VMs
 * @n_cpus: logical CPUs; 0 when unknown
 * @n_sockets: CPU sockets; 0 when unknown
 * @cpu_vendor: (nullable): as cpuid gives it ("GenuineIntel")
 * @cpu_model: (nullable): for people
 * @cpu_features_hvm: (nullable): the most that a migrating HVM or PVH guest may use: hexadecimal words joined by "-"
 * @cpu_features_pv: (nullable): the same for PV guests
 * @has_hvm: hardware virtualisation is there
 * @has_iommu: PCI passthrough is possible
 * @virtual_hardware_versions: (array length=n_virtual_hardware_versions): what VM.hardware_platform_version may be
 * @version: (nullable): product and version, for people
 * @platform_version: (nullable): dotted; what rolling upgrades compare
 * @toolstack_version: (nullable): full xapi build; what rolling upgrades compare
 * @hypervisor_version: (nullable): Xen's version
 * @https_only: port 80 is closed
 * @operations: (nullable): operations in progress, server's words ("evacuate")
 * @started_at: Unix seconds of its boot; 0 when unknown
 */
typedef struct
{
  FerryRecord                base;
  const char * const         uuid;
  const char * const         description;
  const char * const         address;
  const char * const         pool_key;
  const gboolean             is_coordinator;
  const gboolean             is_enabled;
  const gboolean             is_live;
  const guint64              memory_total_bytes;
  const guint64              memory_overhead_bytes;
  const guint                n_cpus;
  const guint                n_sockets;
  const char * const         cpu_vendor;
  const char * const         cpu_model;
  const char * const         cpu_features_hvm;
  const char * const         cpu_features_pv;
  const gboolean             has_hvm;
  const gboolean             has_iommu;
  const gint64 * const       virtual_hardware_versions;
  const guint                n_virtual_hardware_versions;
  const char * const         version;
  const char * const         platform_version;
  const char * const         toolstack_version;
  const char * const         hypervisor_version;
  const gboolean             https_only;
  const char * const * const operations;
  const gint64               started_at;
} FerryHostRecord;

FERRY_DECLARE_RECORD (FerryHostRecord, ferry_host_record)

G_END_DECLS
