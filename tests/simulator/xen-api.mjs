// SPDX-License-Identifier: GPL-3.0-or-later

// A client that others wrote, unchanged, against ferry-sim: it connects, loads every object,
// follows events, and moves a VM. Usage: node xen-api.mjs MODULE FERRY-SIM

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [modulePath, simulatorPath] = process.argv.slice(2)
const { createClient } = await import(pathToFileURL(modulePath))

const DEADLINE_MS = 60000
let number = 0

function passed (name) {
  number++
  console.log(`ok ${number} /sim-xen-api/${name}`)
}

async function start () {
  const simulator = spawn(simulatorPath, ['--https', '--speed', '2'],
    { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: simulator.stdout })
  const { value: line } = await lines[Symbol.asyncIterator]().next()
  const address = line.split(' ')[0].split('@')[1]

  return { simulator, url: `https://${address}` }
}

async function until (condition, what) {
  const end = Date.now() + DEADLINE_MS
  for (;;) {
    const value = condition()
    if (value) return value
    assert.ok(Date.now() < end, `nothing came of ${what}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

const { simulator, url } = await start()
const stopped = new Promise(resolve => simulator.on('exit', resolve))
setTimeout(() => { simulator.kill(); console.log('Bail out! too slow'); process.exit(1) },
  2 * DEADLINE_MS).unref()

try {
  const xapi = createClient({
    url,
    auth: { user: 'root', password: 'ferry' },
    allowUnauthorized: true,
  })
  await xapi.connect()
  passed('connects')

  await xapi.objectsFetched
  const objects = Object.values(xapi.objects.all)
  const hosts = objects.filter(o => o.$type === 'host')
  const vms = objects.filter(o => o.$type === 'VM')
  assert.equal(hosts.length, (await xapi.call('host.get_all')).length)
  assert.equal(vms.length, (await xapi.call('VM.get_all')).length)
  assert.ok(vms.length > 30)
  assert.equal(xapi.pool.$master.$type, 'host')
  passed('loads-all-objects')

  const note = `seen by xen-api ${Date.now()}`
  const watched = vms.find(vm => vm.power_state === 'Running' && !vm.is_control_domain)
  await xapi.call('VM.set_name_description', watched.$ref, note)
  await until(() => xapi.getObject(watched.$ref).name_description === note, 'a new description')
  passed('follows-events')

  let move
  for (const vm of vms.filter(v => v.allowed_operations.includes('pool_migrate'))) {
    for (const host of hosts.filter(h => h.$ref !== vm.resident_on)) {
      const possible = await xapi.call('VM.assert_can_boot_here', vm.$ref, host.$ref)
        .then(() => true, () => false)
      if (possible) move ??= { vm, host }
    }
  }
  assert.ok(move, 'no VM can move')

  const progress = []
  xapi.objects.on('update', changed => {
    for (const object of Object.values(changed)) {
      if (object.$type === 'task' && object.name_label === 'Async.VM.pool_migrate') {
        progress.push(object.progress)
      }
    }
  })
  await xapi.callAsync('VM.pool_migrate', move.vm.$ref, move.host.$ref, {})
  passed('runs-a-migration-as-a-task')
  await until(() => progress.some(p => p > 0 && p < 1), 'the progress of the task')
  passed('watches-the-task')
  await until(() => xapi.getObject(move.vm.$ref).resident_on === move.host.$ref, 'the new host')
  assert.equal(xapi.getObject(move.vm.$ref).$resident_on.name_label, move.host.name_label)
  passed('sees-the-new-host')

  await assert.rejects(xapi.call('VM.pool_migrate', 'OpaqueRef:NULL', move.host.$ref, {}),
    { code: 'HANDLE_INVALID' })
  passed('understands-errors')

  await xapi.disconnect()
  simulator.kill('SIGTERM')
  assert.equal(await stopped, 0)
  passed('sees-the-simulator-end-cleanly')
  console.log(`1..${number}`)
  process.exit(0)
} catch (error) {
  simulator.kill()
  console.error(error)
  console.log(`Bail out! ${error.message}`)
  process.exit(1)
}
