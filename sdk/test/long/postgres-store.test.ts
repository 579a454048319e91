import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgres } from '../../../test/support/postgres.ts'
import { postgresStore, postgresTable } from '../../src/receive/stores/postgres.ts'
import { hold, oldRowsConformance, receiverStoreConformance } from '../receiver-store.conformance.ts'

let postgres: PostgresServer
const pools: pg.Pool[] = []

beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
  await postgres.stop()
})

function openPool(): pg.Pool {
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 })
  pool.on('error', () => {}) // cut when the server stops
  pools.push(pool)
  return pool
}

receiverStoreConformance('PostgreSQL', () => postgresStore(openPool()))
oldRowsConformance('PostgreSQL', (table) => postgresStore(openPool(), { table }))

describe('tables', () => {
  it('are made by processes that start together, or beforehand by a migration', async () => {
    const stores = Array.from({ length: 8 }, () => postgresStore(openPool(), { table: 'made_together' }))
    const all = await Promise.all(stores.map((store, i) => store.hold('key', hold({ token: `token ${i}` }))))
    expect(all.filter(({ held }) => held)).toHaveLength(1)

    const pool = openPool()
    await pool.query('CREATE SCHEMA inbox')
    await pool.query(postgresTable({ table: 'inbox.receipts' }))
    const migrated = postgresStore(pool, { table: 'inbox.receipts', createTable: false })
    expect(await migrated.hold('key', hold())).toMatchObject({ held: true })
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
