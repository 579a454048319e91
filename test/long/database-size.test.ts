import { randomBytes } from 'node:crypto'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { SqliteStore } from '../../src/store/sqlite.ts'
import { day, producer, World } from '../conformance/world.ts'
import { newDataDirectory } from '../support/data-directory.ts'

let directory: string
beforeEach(() => {
  directory = newDataDirectory()
})
afterEach(() => rmSync(directory, { recursive: true }))

async function withStore<T>(use: (store: SqliteStore, world: World) => Promise<T>): Promise<T> {
  const store = new SqliteStore({ directory })
  await store.start()
  try {
    return await use(store, await World.begin(store))
  } finally {
    await store.stop()
  }
}

function incompressible(characters: number): string {
  return randomBytes(characters).toString('latin1')
}

it('the write-ahead log stays short under constant writes and reads', { timeout: 90_000 }, async () => {
  await withStore(async (store, world) => {
    await world.configuration()
    const group = Array.from({ length: 40 }, () => ({ text: incompressible(50_000) }))
    let longest = 0
    let reading = true
    const reader = (async () => {
      while (reading) await store.listDeliveries({ accountId: producer }, { before: null, limit: 250 })
    })()
    for (let written = 0; written < 200e6; written += 40 * 50_000) {
      await world.acceptAll(group)
      longest = Math.max(longest, statSync(join(directory, 'postback.db-wal')).size)
      await new Promise((resolve) => setImmediate(resolve))
    }
    reading = false
    await reader
    expect(longest).toBeLessThan(160e6)
  })
})

it('the database file shrinks when many rows are deleted', async () => {
  await withStore(async (_, world) => {
    for (let i = 0; i < 20; i++)
      await world.acceptAll(Array.from({ length: 100 }, () => ({ text: incompressible(5_000) })))
  })
  const size = () => statSync(join(directory, 'postback.db')).size
  const before = size()
  await withStore(async (store, world) => {
    const now = world.now + 61 * day
    const cutoffs = { now, history: now - 60 * day, force: now - 120 * day, transactions: now - 400 * day }
    while (await store.forget(cutoffs)) await new Promise((resolve) => setImmediate(resolve))
  })
  expect(size()).toBeLessThan(before / 2)
})
