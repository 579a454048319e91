import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { explain } from '../../src/cli/explain.ts'
import { SqliteStore } from '../../src/store/sqlite.ts'
import { day, World } from '../conformance/world.ts'

/** The checks of a data directory at a start, and their messages. */

let directory: string
let crashed: string
const said: string[] = []
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'postback-checks-'))
  crashed = `${directory}-crashed`
  said.length = 0
})
afterEach(() => {
  for (const path of [directory, crashed]) rmSync(path, { recursive: true, force: true })
})

const file = (name: string, where = directory) => join(where, name)

async function open(where = directory) {
  const store = new SqliteStore({ directory: where, warn: (message) => said.push(message) })
  await store.start()
  return store
}

/** Stores some events, then stops the store. */
async function fill(events = 30) {
  const store = await open()
  const world = await World.begin(store)
  for (let i = 0; i < events; i++) await world.accept({ text: 'x'.repeat(5_000) })
  await store.stop()
}

/** Stores some events, then copies the files as after a kill: the events are only in the write-ahead log. */
async function fillAndKill() {
  await fill(1)
  const store = await open()
  const world = await World.begin(store)
  for (let i = 0; i < 30; i++) await world.accept({ text: 'x'.repeat(5_000) })
  cpSync(directory, crashed, { recursive: true })
  await store.stop()
}

async function errorOf(where = directory) {
  const store = new SqliteStore({ directory: where, warn: (message) => said.push(message) })
  const error = await store.start().catch((reason) => reason)
  await store.stop()
  return error
}

function overwrite(path: string, at: number, bytes: Uint8Array) {
  const opened = openSync(path, 'r+')
  writeSync(opened, bytes, 0, bytes.length, at)
  closeSync(opened)
}

function hashOf(path: string) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

function run(path: string, sql: string) {
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
}

describe('a damaged database', () => {
  const half = (path: string) => Math.floor(statSync(path).size / 8192) * 4096
  it.each<{ what: string; damage: (path: string) => void }>([
    {
      what: 'text in its place',
      damage: (path) => writeFileSync(path, 'no database, but more than a hundred bytes '.repeat(9)),
    },
    { what: 'a garbled header', damage: (path) => overwrite(path, 0, randomBytes(100)) },
    { what: 'its end cut off', damage: (path) => truncateSync(path, half(path)) },
    { what: 'a few bytes left', damage: (path) => truncateSync(path, 50) },
    { what: 'nothing left', damage: (path) => truncateSync(path, 0) },
    { what: 'garbage in a page', damage: (path) => overwrite(path, half(path), randomBytes(4096)) },
    { what: 'a page of zeros', damage: (path) => overwrite(path, half(path), new Uint8Array(4096)) },
    { what: 'a table missing', damage: (path) => run(path, 'drop table deliveries') },
    { what: 'no file at all', damage: (path) => rmSync(path) },
  ])('with $what is not opened: the message says restore, and nothing is changed', async ({ damage }) => {
    await fill()
    damage(file('postback.db'))
    const before = existsSync(file('postback.db')) && hashOf(file('postback.db'))
    const error = await errorOf()
    expect(error).toMatchObject({ name: 'StoreUnavailable', trouble: 'damaged' })
    expect(error.message).toContain('docs/operating.md, "Restoring"')
    expect(explain(error, { debug: false })).not.toMatch(/\n +at /)
    expect(existsSync(file('postback.db')) && hashOf(file('postback.db'))).toBe(before)
  })

  it('that is found while running gets the same message', async () => {
    await fill(300)
    const store = await open()
    overwrite(file('postback.db'), 8192, randomBytes(statSync(file('postback.db')).size - 8192))
    const accountId = 'acc_producer'
    const filter = { accountId }
    const listed = await store.listDeliveries(filter, { before: null, limit: 250 }).catch((error) => error)
    expect(listed).toMatchObject({ trouble: 'damaged', message: expect.stringContaining('Restoring') })
    await store.stop()
  })
})

describe('the database of another program', () => {
  it.each([
    ['by its number', 'pragma application_id = 252006674'],
    ['by its tables', 'drop table migrations; pragma application_id = 0'],
  ])('is recognised %s, and not changed', async (_, sql) => {
    await fill(1)
    run(file('postback.db'), sql)
    const before = hashOf(file('postback.db'))
    expect((await errorOf()).message).toContain('is the database of another program')
    expect(hashOf(file('postback.db'))).toBe(before)
  })
})

describe('an older copy of the database', () => {
  it('is refused beside newest.id, with a remedy, and accepted without that file', async () => {
    await fill(1)
    cpSync(file('postback.db'), file('copy'))
    await fill(1)
    cpSync(file('copy'), file('postback.db'))
    const error = await errorOf()
    expect(error).toMatchObject({
      trouble: 'damaged',
      message: expect.stringContaining('is older than the one that was here'),
    })
    expect(error.message).toContain(`remove ${file('newest.id')}`)
    expect(hashOf(file('postback.db'))).toBe(hashOf(file('copy')))
    rmSync(file('newest.id'))
    await (await open()).stop()
    expect(said).toEqual([])
  })

  it('is not suspected before the first event', async () => {
    for (let i = 0; i < 3; i++) await (await open()).stop()
    expect(said).toEqual([])
  })

  it('is not suspected when the newest event was deleted', async () => {
    const store = await open()
    const world = await World.begin(store)
    await world.accept()
    await store.stop()
    const again = await open()
    const now = world.now + 500 * day
    const cutoffs = { now, history: now - day, force: now - day, transactions: now - day }
    while (await again.forget(cutoffs));
    cpSync(directory, crashed, { recursive: true })
    await again.stop()
    for (const where of [crashed, directory]) await (await open(where)).stop()
    expect(said).toEqual([])
  })

  it('is not suspected after a normal stop or a kill, and nothing is logged', async () => {
    await fillAndKill()
    for (const where of [directory, crashed]) {
      const store = await open(where)
      expect((await store.listDeliveries({ accountId: 'acc_producer' }, { before: null, limit: 9 })).next).toBeDefined()
      await store.stop()
      expect(readFileSync(file('newest.id', where), 'utf8')).toMatch(/ closed\n$/)
    }
    expect(said).toEqual([])
  })
})

describe('a write-ahead log', () => {
  it.each<{ what: string; damage: (path: string) => void }>([
    { what: 'missing', damage: (path) => rmSync(path) },
    { what: 'empty', damage: (path) => truncateSync(path, 0) },
    { what: 'cut off', damage: (path) => truncateSync(path, Math.floor(statSync(path).size / 2)) },
    { what: 'garbled at its beginning', damage: (path) => overwrite(path, 0, randomBytes(32)) },
    {
      what: 'garbled in the middle',
      damage: (path) => overwrite(path, Math.floor(statSync(path).size / 2), randomBytes(9)),
    },
  ])('that is $what after a kill is reported, because events are lost with it', async ({ damage }) => {
    await fillAndKill()
    damage(file('postback.db-wal', crashed))
    const before = hashOf(file('postback.db', crashed))
    const error = await errorOf(crashed)
    expect(error).toMatchObject({ trouble: 'damaged', message: expect.stringContaining('postback.db-wal is') })
    expect(hashOf(file('postback.db', crashed))).toBe(before)
    rmSync(file('newest.id', crashed))
    await (await open(crashed)).stop()
  })

  it('that is missing after a kill is reported, even if no event was in it', async () => {
    await fill()
    const store = await open()
    await store.probe()
    cpSync(directory, crashed, { recursive: true })
    await store.stop()
    run(file('postback.db', crashed), 'pragma wal_checkpoint(truncate)')
    rmSync(file('postback.db-wal', crashed), { force: true })
    await (await open(crashed)).stop()
    expect(said).toEqual([expect.stringContaining('postback.db-wal is missing')])
  })

  it('without a database is not deleted', async () => {
    await fillAndKill()
    rmSync(file('newest.id', crashed))
    truncateSync(file('postback.db', crashed), 0)
    const before = hashOf(file('postback.db-wal', crashed))
    expect((await errorOf(crashed)).message).toContain('and its log')
    expect(hashOf(file('postback.db-wal', crashed))).toBe(before)
  })
})
