import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgres } from '../../../../test/support/postgres.ts'
import { createReceiver } from '../receiver.ts'
import { memoryStore } from './memory.ts'
import { postgresStore, postgresTable } from './postgres.ts'
import { sqliteStore } from './sqlite.ts'
import type { Hold, ReceiverStore, SqlStoreOptions } from './store.ts'

/** What every store must keep to. Two that are opened on the same place stand for two processes. */

let postgres: PostgresServer
let directory: string
const pools: pg.Pool[] = []
const databases: DatabaseSync[] = []

beforeAll(async () => {
  postgres = await startPostgres()
  directory = mkdtempSync(join(tmpdir(), 'receiver-store-'))
})
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
  for (const database of databases) database.close()
  await postgres.stop()
  rmSync(directory, { recursive: true })
})

function openSqlite(options?: SqlStoreOptions, file = join(directory, 'receiver.db')): ReceiverStore {
  const database = new DatabaseSync(file, { timeout: 10_000 })
  databases.push(database)
  return sqliteStore(database, options)
}

function openPool(): pg.Pool {
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 })
  pool.on('error', () => {}) // cut when the server stops
  pools.push(pool)
  return pool
}

const oneInMemory = memoryStore()

const implementations: readonly { readonly name: string; readonly open: () => ReceiverStore }[] = [
  { name: 'memory', open: () => oneInMemory },
  { name: 'SQLite', open: () => openSqlite() },
  { name: 'PostgreSQL', open: () => postgresStore(openPool()) },
]

const day = 86_400_000
const start = 1_768_478_400_000
let keys = 0
const newKey = () => `event:${keys++}`

function hold(change: Partial<Hold> = {}): Hold {
  return { token: 'a', now: start, until: start + 1000, once: true, ...change }
}

describe.each(implementations)('the store in $name', ({ open }) => {
  let store: ReceiverStore
  let other: ReceiverStore
  beforeAll(() => {
    store = open()
    other = open()
  })

  it('gives a key to one at a time', async () => {
    const key = newKey()
    expect(await store.hold(key, hold())).toEqual({ held: true, value: null })
    expect(await store.hold(key, hold({ token: 'b' }))).toEqual({ held: false, value: null })
    expect(await other.hold(key, hold({ token: 'c' }))).toEqual({ held: false, value: null })
    expect(await other.hold(newKey(), hold({ token: 'c' }))).toEqual({ held: true, value: null })
  })

  it('of many at the same moment to exactly one', async () => {
    const key = newKey()
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? store : other).hold(key, hold({ token: `token ${i}` }))),
    )
    expect(all.filter(({ held }) => held)).toHaveLength(1)
  })

  it('keeps the value, and does not give the key again to those who want it once', async () => {
    const key = newKey()
    await store.hold(key, hold())
    await store.keep(key, 'a', start + 5, start + 5)
    expect(await other.hold(key, hold({ token: 'b', now: start + 9 }))).toEqual({ held: false, value: start + 5 })
    const again = hold({ token: 'b', once: false, now: start + 9, until: start + 99 })
    expect(await other.hold(key, again)).toEqual({ held: true, value: start + 5 })
    expect(await store.hold(key, { ...again, token: 'c' })).toEqual({ held: false, value: start + 5 })
    await other.release(key, 'b')
    expect(await store.hold(key, { ...again, token: 'c' })).toEqual({ held: true, value: start + 5 })
  })

  it('gives a key again that was let go without a value', async () => {
    const key = newKey()
    await store.hold(key, hold())
    await store.release(key, 'a')
    expect(await other.hold(key, hold({ token: 'b' }))).toEqual({ held: true, value: null })
  })

  it('gives a key again when the hold has ended, and ignores whoever held it before', async () => {
    const key = newKey()
    await store.hold(key, hold())
    expect(await other.hold(key, hold({ token: 'b', now: start + 999 }))).toMatchObject({ held: false })
    expect(await other.hold(key, hold({ token: 'b', now: start + 1000, until: start + 2000 }))).toMatchObject({
      held: true,
    })
    await store.keep(key, 'a', 1, start + 1001)
    await store.release(key, 'a')
    expect(await store.hold(key, hold({ token: 'c', now: start + 1500 }))).toEqual({ held: false, value: null })
  })

  it('lets a receiver handle one event once, however many copies come at the same moment to two processes', async () => {
    let handled = 0
    const receivers = [store, other].map((dedupe) =>
      createReceiver({ hottok: 'token', dedupe, order: true, onUnknown: () => void handled++ }),
    )
    const request = {
      headers: { 'x-hotmart-hottok': 'token', 'postback-sequence': '1' },
      body: JSON.stringify({
        id: newKey(),
        event: 'SWITCH_PLAN',
        version: '2.0.0',
        data: { subscription: { subscriber_code: newKey() } },
      }),
    }
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => receivers[i % 2]?.receive(request)))
    expect(handled).toBe(1)
    expect(answers.filter((answer) => answer?.result === 'handled')).toHaveLength(1)
    expect(answers.filter((answer) => !/^(handled|busy|duplicate)$/.test(answer?.result ?? ''))).toEqual([])
  })
})

describe('old rows', () => {
  it.each([
    { name: 'SQLite', open: (table: string) => openSqlite({ table }) },
    { name: 'PostgreSQL', open: (table: string) => postgresStore(openPool(), { table }) },
  ])('are forgotten after 90 days in $name, those of the last days are not', async ({ open }) => {
    const before = open('cleaned')
    for (const [key, at] of [
      ['old', start],
      ['new', start + 2 * day],
    ] as const) {
      await before.hold(key, hold({ now: at, until: at + 1000 }))
      await before.keep(key, 'a', at, at)
    }
    const later = { token: 'b', now: start + 91 * day, until: start + 91 * day + 1, once: true }
    const after = open('cleaned')
    expect(await after.hold('new', later)).toEqual({ held: false, value: start + 2 * day })
    expect(await after.hold('old', later)).toEqual({ held: true, value: null })
  })

  it('are forgotten in memory when there are too many, those touched first before the others', async () => {
    const store = memoryStore({ entries: 2 })
    for (const key of ['a', 'b', 'c']) {
      await store.hold(key, hold())
      await store.keep(key, 'a', start, start)
    }
    expect(await store.hold('c', hold())).toMatchObject({ held: false })
    expect(await store.hold('a', hold())).toMatchObject({ held: true })
  })
})

describe('tables', () => {
  it('of PostgreSQL are made by processes that start together, or beforehand by a migration', async () => {
    const stores = Array.from({ length: 8 }, () => postgresStore(openPool(), { table: 'made_together' }))
    const all = await Promise.all(stores.map((store, i) => store.hold('key', hold({ token: `token ${i}` }))))
    expect(all.filter(({ held }) => held)).toHaveLength(1)

    const pool = openPool()
    await pool.query('CREATE SCHEMA inbox')
    await pool.query(postgresTable({ table: 'inbox.receipts' }))
    const migrated = postgresStore(pool, { table: 'inbox.receipts', createTable: false })
    expect(await migrated.hold('key', hold())).toMatchObject({ held: true })
  })

  it('of SQLite can lie in an attached database', async () => {
    const database = new DatabaseSync(':memory:')
    database.exec(`ATTACH ':memory:' AS inbox`)
    databases.push(database)
    expect(await sqliteStore(database, { table: 'inbox.receipts' }).hold('key', hold())).toMatchObject({ held: true })
  })

  it('are never named by something else than a name', () => {
    expect(() => openSqlite({ table: 'a; DROP TABLE b' })).toThrow(/^table: /)
    expect(() => postgresTable({ table: `a'b` })).toThrow(/^table: /)
  })

  it('that cannot be reached are tried again with the next request', async () => {
    const pool = openPool()
    let reachable = false
    const client = {
      query: (sql: string, parameters?: unknown[]) =>
        reachable ? pool.query(sql, parameters) : Promise.reject(new Error('connection refused')),
    }
    const store = postgresStore(client, { table: 'late' })
    await expect(store.hold('key', hold())).rejects.toThrow('connection refused')
    reachable = true
    expect(await store.hold('key', hold())).toMatchObject({ held: true })
  })
})
