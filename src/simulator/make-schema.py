#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Condenses the XenAPI's own description (xenapi.json) into ferry-sim-schema.txt.

Usage: make-schema.py XENAPI.JSON > ferry-sim-schema.txt

One line per thing, columns separated by tabs:
  E NAME VALUE...                         an enum, values separated by blanks
  C NAME FLAGS                            a class; what follows belongs to it
  F NAME TYPE FLAGS [DEFAULT]             a field; the default is a GVariant's text
  M NAME RESULT ROLE FLAGS [PARAM=TYPE]   a message, the session left out; a trailing ? on a
                                          parameter's name makes it optional
  R FIELD CLASS.FIELD                     writing FIELD also moves this row in the other's set
Flags: w writable, t transient, i implicit, x removed, s wants a session, c for client-cert
(hosts of the pool) too, - none.
Roles: 0 anybody, 1 read-only ... 6 pool-admin.
"""

import json
import re
import sys

ROLES = ['read-only', 'vm-operator', 'vm-admin', 'vm-power-admin', 'pool-operator', 'pool-admin']

# One-to-many (and, with two lines, many-to-many) relations: the description does not tell them.
RELATIONS = '''
task.subtask_of task.subtasks
VM.resident_on host.resident_VMs
VM.snapshot_of VM.snapshots
VM.parent VM.children
VM.protection_policy VMPP.VMs
VM.snapshot_schedule VMSS.VMs
VM.appliance VM_appliance.VMs
VM.groups VM_group.VMs
console.VM VM.consoles
VIF.VM VM.VIFs
VIF.network network.VIFs
VBD.VM VM.VBDs
VBD.VDI VDI.VBDs
VUSB.VM VM.VUSBs
VUSB.USB_group USB_group.VUSBs
crashdump.VM VM.crash_dumps
crashdump.VDI VDI.crash_dumps
VTPM.VM VM.VTPMs
VGPU.VM VM.VGPUs
VGPU.GPU_group GPU_group.VGPUs
VGPU.type VGPU_type.VGPUs
VGPU.resident_on PGPU.resident_VGPUs
PGPU.GPU_group GPU_group.PGPUs
PGPU.host host.PGPUs
PGPU.supported_VGPU_types VGPU_type.supported_on_PGPUs
PGPU.enabled_VGPU_types VGPU_type.enabled_on_PGPUs
GPU_group.supported_VGPU_types VGPU_type.supported_on_GPU_groups
GPU_group.enabled_VGPU_types VGPU_type.enabled_on_GPU_groups
PCI.host host.PCIs
PUSB.host host.PUSBs
PUSB.USB_group USB_group.PUSBs
SR.introduced_by DR_task.introduced_SRs
host_crashdump.host host.crashdumps
host_patch.host host.patches
host_patch.pool_patch pool_patch.host_patches
host.updates pool_update.hosts
host_cpu.host host.host_CPUs
PBD.host host.PBDs
PBD.SR SR.PBDs
VDI.SR SR.VDIs
VDI.snapshot_of VDI.snapshots
PIF.host host.PIFs
PIF.network network.PIFs
PIF.bond_slave_of Bond.slaves
Bond.master PIF.bond_master_of
VLAN.tagged_PIF PIF.VLAN_slave_of
tunnel.access_PIF PIF.tunnel_access_PIF_of
tunnel.transport_PIF PIF.tunnel_transport_PIF_of
network_sriov.physical_PIF PIF.sriov_physical_PIF_of
network_sriov.logical_PIF PIF.sriov_logical_PIF_of
Feature.host host.features
Certificate.host host.certificates
PVS_server.site PVS_site.servers
PVS_proxy.site PVS_site.proxies
PVS_cache_storage.site PVS_site.cache_storage
Cluster_host.cluster Cluster.cluster_hosts
Driver_variant.driver Host_driver.variants
Caller.rate_limit Rate_limit.callers
'''.split()

# Kept in memory by a coordinator and lost with it.
TRANSIENT = {'session', 'task', 'event', 'VIF_metrics', 'VBD_metrics'}


def quote(text):
    return "'" + text.replace('\\', '\\\\').replace("'", "\\'") + "'"


def default(field, path):
    # A new subject has no roles: the description gives a default that no server uses.
    if path == 'subject.roles':
        return ''
    kind, text = field['type'], field.get('default')
    if text in (None, '{}', '""', 'false', 'OpaqueRef:NULL', 'Null', '0', '0.', '19700101T00:00:00Z'):
        return ''
    if kind.endswith(' set'):
        items = [i.strip() for i in text.strip('{}').split(',')]
        return '[' + ', '.join(items if kind == 'int set' else map(quote, items)) + ']'
    if kind.endswith(' map'):
        pairs = re.findall(r'"([^"]*)" -> "([^"]*)"', text)
        return '{' + ', '.join(f'{quote(k)}: {quote(v)}' for k, v in pairs) + '}'
    if kind in ('int', 'bool'):
        return text
    if kind == 'float':
        return text + '0'
    return quote(text.strip('"'))


def role(message):
    allowed = [ROLES.index(r) for r in message['roles'] if r in ROLES]
    return min(allowed) + 1 if allowed else 0


def state(thing):
    return 'x' if thing['lifecycle']['state'] == 'Removed_s' else ''


# Every stored class has them, though the description leaves them out.
def print_queries(item):
    records = f"({item['name']} ref -> {item['name']} record) map"
    for name, result in (('get_all_where', item['name'] + ' ref set'),
                         ('get_all_records_where', records)):
        if not any(m['name'] == name for m in item['messages']):
            flags = 'isc' + state(item)
            print('M', name, result, '1', flags, 'expr=string', sep='\t')


def print_class(item):
    flags = state(item) + ('t' if item['name'] in TRANSIENT else '')
    print('C', item['name'], flags or '-', sep='\t')
    for field in item['fields']:
        flags = ('w' if field['qualifier'] == 'RW' else '') + state(field)
        print('F', field['name'], field['type'], flags or '-', default(field, item['name'] + '.' + field['name']), sep='\t')
    for message in item['messages']:
        params = message['params']
        has_session = bool(params) and params[0]['name'] == 'session_id'
        flags = ('i' if message['implicit'] else '') + ('s' if has_session else '')
        flags += ('c' if 'client-cert' in message['roles'] else '') + state(message)
        columns = ['M', message['name'], message['result'][0], str(role(message)), flags or '-']
        for param in params[1 if has_session else 0:]:
            columns.append(param['name'] + ('' if param['required'] else '?') + '=' + param['type'])
        print('\t'.join(columns))
    if item['name'] != 'message' and any(m['name'] == 'get_all' for m in item['messages']):
        print_queries(item)


def main():
    with open(sys.argv[1], encoding='utf-8') as source:
        classes = json.load(source)
    enums = {e['name']: [v['name'] for v in e['values']] for c in classes for e in c['enums']}
    print('# Made by make-schema.py; the format is described there.')
    for name in sorted(enums):
        print('E', name, ' '.join(enums[name]), sep='\t')
    for item in classes:
        print_class(item)
    for one, many in zip(RELATIONS[::2], RELATIONS[1::2]):
        print('R', one, many, sep='\t')


if __name__ == '__main__':
    main()
