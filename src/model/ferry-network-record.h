/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-record.h"

G_BEGIN_DECLS

/**
 * FerryNetworkPort:
 * @host_key: (not nullable): whose interface it is (a PIF)
 * @device: (nullable): its name there ("eth0")
 * @address: (nullable): IP address of the host on this network
 * @vlan: tag; -1 when untagged
 * @speed_mbps: link speed in Mbit/s; 0 when unknown
 * @is_attached: up
 * @is_management: the toolstacks talk over it
 * @is_bond_member: part of a bond: VMs cannot use it
 */
typedef struct
{
  const char * const host_key;
  const char * const device;
  const char * const address;
  const gint64       vlan;
  const gint64       speed_mbps;
  const gboolean     is_attached;
  const gboolean     is_management;
  const gboolean     is_bond_member;
} FerryNetworkPort;

/**
 * FerryNetworkRecord:
 * @base: the head
 * @uuid: as the server knows it
 * @description: (nullable): the administrator's words
 * @pool_key: (not nullable): its pool
 * @bridge: (nullable): its bridge on the hosts
 * @mtu: bytes
 * @is_internal: no interface belongs to it: it lives inside one host, and its VMs with it
 * @is_assumed_shared: an administrator says that an internal network spans hosts
 * @is_managed: the toolstack looks after it
 * @ports: (array length=n_ports) (nullable): an interface per host that has it
 */
typedef struct
{
  FerryRecord                    base;
  const char * const             uuid;
  const char * const             description;
  const char * const             pool_key;
  const char * const             bridge;
  const gint64                   mtu;
  const gboolean                 is_internal;
  const gboolean                 is_assumed_shared;
  const gboolean                 is_managed;
  const FerryNetworkPort * const ports;
  const guint                    n_ports;
} FerryNetworkRecord;

FERRY_DECLARE_RECORD (FerryNetworkRecord, ferry_network_record)

G_END_DECLS
