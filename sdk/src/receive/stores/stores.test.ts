import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hold, oldRowsConformance, receiverStoreConformance, start } from '../../../test/receiver-store.conformance.ts'
import { memoryStore } from './memory.ts'
import { postgresTable } from './postgres.ts'
import { sqliteStore } from './sqlite.ts'
import type { ReceiverStore, SqlStoreOptions } from './store.ts'

/** The store in PostgreSQL is tested in sdk/test/long/postgres-store.test.ts. */

let directory: string
const databases: DatabaseSync[] = []

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'receiver-store-'))
})
afterAll(() => {
  for (const database of databases) database.close()
  rmSync(directory, { recursive: true })
})

function openSqlite(options?: SqlStoreOptions, file = join(directory, 'receiver.db')): ReceiverStore {
  const database = new DatabaseSync(file, { timeout: 10_000 })
  databases.push(database)
  return sqliteStore(database, options)
}

const oneInMemory = memoryStore()

receiverStoreConformance('memory', () => oneInMemory)
receiverStoreConformance('SQLite', () => openSqlite())
oldRowsConformance('SQLite', (table) => openSqlite({ table }))

describe('old rows', () => {
  it('are deleted in memory when there are too many, those with the oldest change first', async () => {
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
  it('of SQLite can be in an attached database', async () => {
    const database = new DatabaseSync(':memory:')
    database.exec(`ATTACH ':memory:' AS inbox`)
    databases.push(database)
    expect(await sqliteStore(database, { table: 'inbox.receipts' }).hold('key', hold())).toMatchObject({ held: true })
  })

  it('are refused when the name is not a plain identifier', () => {
    expect(() => openSqlite({ table: 'a; DROP TABLE b' })).toThrow(/^table: /)
    expect(() => postgresTable({ table: `a'b` })).toThrow(/^table: /)
  })
})
