/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-network-record"

#include "model/ferry-network-record.h"

static const FerryField network_port_fields[] = {
  FERRY_FIELD (FerryNetworkPort, KEY, host_key),
  FERRY_FIELD (FerryNetworkPort, STRING, device),
  FERRY_FIELD (FerryNetworkPort, STRING, address),
  FERRY_FIELD (FerryNetworkPort, VALUE, vlan),
  FERRY_FIELD (FerryNetworkPort, VALUE, speed_mbps),
  FERRY_FIELD (FerryNetworkPort, VALUE, is_attached),
  FERRY_FIELD (FerryNetworkPort, VALUE, is_management),
  FERRY_FIELD (FerryNetworkPort, VALUE, is_bond_member),
  FERRY_FIELD_END
};

static const FerryField ferry_network_record_fields[] = {
  FERRY_FIELD (FerryNetworkRecord, STRING, uuid),
  FERRY_FIELD (FerryNetworkRecord, STRING, description),
  FERRY_FIELD (FerryNetworkRecord, KEY, pool_key),
  FERRY_FIELD (FerryNetworkRecord, STRING, bridge),
  FERRY_FIELD (FerryNetworkRecord, VALUE, mtu),
  FERRY_FIELD (FerryNetworkRecord, VALUE, is_internal),
  FERRY_FIELD (FerryNetworkRecord, VALUE, is_assumed_shared),
  FERRY_FIELD (FerryNetworkRecord, VALUE, is_managed),
  FERRY_FIELD_ARRAY_OF (FerryNetworkRecord, ports, n_ports, network_port_fields),
  FERRY_FIELD_END
};

FERRY_DEFINE_RECORD (FerryNetworkRecord, ferry_network_record, FERRY_KIND_NETWORK)
