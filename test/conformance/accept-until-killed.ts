import { writeSync } from 'node:fs'
import type { Worker } from 'node:worker_threads'
import { SqliteStore } from '../../src/store/sqlite.ts'
import { World } from './world.ts'

/**
 * Accepts, claims and records until it is killed, and prints each acknowledged event at once. With a number after the directory,
 * it ends its own writing thread after that many.
 */

const endsThreadAfter = Number(process.argv[3] ?? Number.POSITIVE_INFINITY)
let acknowledged = 0
const threads: Worker[] = []
process.on('worker', (worker) => threads.push(worker))
const store = new SqliteStore({ directory: process.argv[2] ?? '' })
await store.start()
await store.recover([], Date.now())
const world = await World.begin(store)
world.now = Date.now()
if ((await store.listConfigurations('acc_producer', { before: null, limit: 1 })).length === 0)
  await world.configuration()
for (;;) {
  world.now = Date.now()
  const run = `HP${world.now}${process.pid}`
  const wanted = Array.from({ length: 20 }, (_, i) => ({ transaction: `${run}${i}`, state: 'sending' as const }))
  for (const { deliveries } of await world.acceptAll(wanted)) {
    writeSync(1, `${deliveries[0]?.eventId}\n`)
    if (++acknowledged === endsThreadAfter) void threads[0]?.terminate()
  }
}
