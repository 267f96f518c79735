// SPDX-License-Identifier: GPL-3.0-or-later
// inventory-xen-api.mjs URL PASSWORD: npm's xen-api from connect to objectsFetched; prints figures as one JSON line.
import { createClient } from 'xen-api'

const [, , url, password] = process.argv
const started = performance.now()
const xapi = createClient({ url, auth: { user: 'root', password }, allowUnauthorized: true, watchEvents: true })
await xapi.connect()
await xapi.objectsFetched
const wall = (performance.now() - started) / 1000
const usage = process.resourceUsage()
const count = type => Object.values(xapi.objects.all).filter(o => o.$type === type).length
console.log(JSON.stringify({
  wall_s: wall, user_s: usage.userCPUTime / 1e6, peak_kib: usage.maxRSS,
  objects: Object.keys(xapi.objects.all).length, hosts: count('host'), vms: count('VM'),
}))
process.exit(0)
