import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EventOptions, outcomeOf, producer, start, World } from '../../test/conformance/world.ts'
import { firstUuidAt, type Uuid } from '../domain/ids.ts'
import type { DeliveryFilter } from './contract/history.ts'
import type { LegacyPostFilter } from './contract/legacy-posts.ts'
import { StoreUnavailable } from './contract/unavailable.ts'
import { openDirectory } from './sqlite/files/directory.ts'
import { append } from './sqlite/hot/append.ts'
import { dueQueries } from './sqlite/hot/due-queries.ts'
import { heldQuery } from './sqlite/hot/held.ts'
import { record } from './sqlite/hot/record.ts'
import { Background } from './sqlite/reading/background.ts'
import { and, condition, nothing } from './sqlite/reading/conditions.ts'
import { searchFor, sqlOf } from './sqlite/reading/list-deliveries.ts'
import * as legacy from './sqlite/reading/list-legacy-posts.ts'
import { blobOf, idOf } from './sqlite/rows/id-blobs.ts'
import { SqliteStore } from './sqlite.ts'

const threads: Worker[] = []
process.on('worker', (worker) => threads.push(worker))

/** Promises of the SQLite store alone; those of every store are tested in test/conformance. */

const killed = new URL('../../test/conformance/accept-until-killed.ts', import.meta.url).pathname

describe('the SQLite store', () => {
  let directory: string

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'postback-sqlite-'))
  })

  afterEach(() => {
    rmSync(directory, { recursive: true })
  })

  async function withStore<T>(use: (store: SqliteStore, world: World) => Promise<T>): Promise<T> {
    const store = new SqliteStore({ directory })
    await store.start()
    try {
      return await use(store, await World.begin(store))
    } finally {
      await store.stop()
    }
  }

  describe('opening', () => {
    it('creates a missing directory with access for this user only', async () => {
      const missing = join(directory, 'a', 'b')
      const store = new SqliteStore({ directory: missing })
      await store.start()
      await store.stop()
      expect(statSync(missing).mode & 0o777).toBe(0o700)
      for (const file of readdirSync(missing)) expect(statSync(join(missing, file)).mode & 0o777).toBe(0o600)
    })

    it('refuses a directory that another store has open, and opens it after that store has stopped', async () => {
      const second = new SqliteStore({ directory })
      await withStore(async () => {
        await expect(second.start()).rejects.toThrow(
          new StoreUnavailable(
            'in-use',
            `The data directory ${directory} is in use by another Postback process. Stop it, or set POSTBACK_DATA_DIR to another directory.`,
          ),
        )
      })
      await second.start()
      await second.stop()
    })

    it('says which directory cannot be created, and what to do', async () => {
      const file = join(directory, 'a-file')
      writeFileSync(file, '')
      const store = new SqliteStore({ directory: join(file, 'data') })
      await expect(store.start()).rejects.toThrow(
        /The data directory .*a-file\/data cannot be created .*POSTBACK_DATA_DIR/,
      )
    })

    it('refuses a file that is not a database, and does not change it', async () => {
      writeFileSync(join(directory, 'postback.db'), 'not a database, but sixteen bytes and more')
      const store = new SqliteStore({ directory })
      await expect(store.start()).rejects.toThrow(StoreUnavailable)
      expect(statSync(join(directory, 'postback.db')).size).toBe(42)
    })

    it('refuses a database of a newer version', async () => {
      const { db, close } = openDirectory(directory)
      db.run(`insert into migrations (number, name, applied_at) values (9999, '9999_future.sql', 0)`)
      close()
      await expect(new SqliteStore({ directory }).start()).rejects.toThrow(/newer version of Postback/)
    })

    it('applies each migration once', () => {
      openDirectory(directory).close()
      const { db, close } = openDirectory(directory)
      const applied = db.all<{ name: string }>('select name from migrations order by number').map((row) => row.name)
      expect(applied).toEqual(readdirSync(new URL('./migrations/sqlite/', import.meta.url)).toSorted())
      close()
    })

    it('applies a missing migration even if later ones were applied', () => {
      const { db, close } = openDirectory(directory)
      db.run('delete from migrations where number = 3')
      for (const table of ['legacy_posts', 'legacy_payloads', 'legacy_attempts']) db.run(`drop table ${table}`)
      close()
      const again = openDirectory(directory)
      expect(again.db.get('select count(*) as n from legacy_posts')).toMatchObject({ n: 0 })
      again.close()
    })

    it('removes the write-ahead log on stop', async () => {
      await withStore(async (_, world) => {
        await world.accept()
      })
      expect(readdirSync(directory).toSorted()).toEqual(['lock.db', 'newest.id', 'postback.db'])
    })
  })

  describe('kill -9', () => {
    it('loses no acknowledged event, frees the directory, and leaves claims to be recovered', async () => {
      const acknowledged: string[] = []
      for (const enough of [10, 333, 1000]) {
        const child = spawn(process.execPath, [killed, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
        const ended = once(child, 'exit')
        let lines = 0
        let refused: Promise<void> | undefined
        for await (const line of createInterface(child.stdout)) {
          if (line.length === 36) acknowledged.push(line)
          refused ??= expect(new SqliteStore({ directory }).start()).rejects.toThrow(
            /in use by another Postback process/,
          )
          if (++lines === enough) void refused.finally(() => child.kill('SIGKILL'))
        }
        await Promise.all([ended, refused])
      }
      await withStore(async (store, world) => {
        const last = acknowledged.at(-1) as Uuid
        const claimed = (await store.getEvent(last))?.deliveries[0] ?? expect.fail()
        expect(claimed.state).toBe('sending')
        expect((await store.recover([], world.now)).requeued).toBeGreaterThanOrEqual(20)
        for (const id of acknowledged) {
          const found = await store.getEvent(id as Uuid)
          expect(found?.deliveries.map((delivery) => delivery.state)).toEqual(['queued'])
        }
      })
      expect(acknowledged.length).toBeGreaterThan(1_300)
    })
  })

  function incompressible(characters: number): string {
    return randomBytes(characters).toString('latin1')
  }

  /** Entries based on the state of a store that is closed again. */
  function entriesOf(wanted: readonly EventOptions[]) {
    return withStore((_, world) => world.entries(wanted))
  }

  describe('a full disk', () => {
    it('fails the whole batch, stores none of it, and accepts entries again when there is space', async () => {
      const batch = await entriesOf(Array.from({ length: 50 }, () => ({ text: incompressible(10_000) })))
      const { db, close } = openDirectory(directory)
      const pages = db.get<{ page_count: number }>('pragma page_count')?.page_count ?? 0
      db.connection.exec(`pragma max_page_count = ${pages + 20}`)
      expect(() => append(db, batch)).toThrow(/full/)
      expect(db.get('select count(*) as n from events')).toEqual({ n: 0 })
      db.connection.exec('pragma max_page_count = 1000000')
      expect(append(db, batch).map((result) => result.kind)).toEqual(Array(50).fill('kept'))
      close()
    })

    it('fails a whole batch of outcomes, so that it can be recorded later', async () => {
      const entries = await entriesOf([{ freeUrl: 'https://free.example/', test: true, state: 'sending' }])
      const { db, close } = openDirectory(directory)
      append(db, entries)
      const [delivery] = entries[0]?.deliveries ?? []
      if (!delivery) return expect.fail()
      const outcome = outcomeOf(delivery, { at: start })
      const large = { ...outcome, attempt: { ...outcome.attempt, responseBody: new Uint8Array(65_536) } }
      const pages = db.get<{ page_count: number }>('pragma page_count')?.page_count ?? 0
      db.connection.exec(`pragma max_page_count = ${pages}`)
      expect(() => record(db, [large])).toThrow(/full/)
      db.connection.exec('pragma max_page_count = 1000000')
      expect(record(db, [large]).map((result) => result.kind)).toEqual(['recorded'])
      close()
    })
  })

  describe('a lock of another program', () => {
    function lock() {
      const other = new DatabaseSync(join(directory, 'postback.db'))
      other.exec('begin immediate')
      return () => other.close()
    }

    const failed = (promise: Promise<unknown>) =>
      promise.then(
        () => expect.fail(),
        (error) => error,
      )
    const lockedOut = { name: 'StoreUnavailable', trouble: 'locked', message: expect.stringContaining(' lock of ') }

    it('makes writes wait in their order, without blocking the thread', async () => {
      await withStore(async (store, world) => {
        const entries = await world.entries(Array(3).fill({ transaction: 'HP1' }))
        const unlock = lock()
        const written: number[] = []
        // Each entry is based on the previous one: in another order it would be outdated.
        const accepted = entries.map(async (entry, i) => {
          const [result] = await store.append([entry])
          written.push(i)
          return result?.kind
        })
        let turns = 0
        while (turns < 5) await new Promise((resolve) => setTimeout(resolve, ++turns))
        expect(written).toEqual([])
        unlock()
        expect(await Promise.all(accepted)).toEqual(['kept', 'kept', 'kept'])
        expect(written).toEqual([0, 1, 2])
      })
    })

    it('that lasts fails the waiting writes, then each new write at once, until the lock is gone', async () => {
      const store = new SqliteStore({ directory, lockPatienceMs: 120 })
      await store.start()
      const world = await World.begin(store)
      const entries = await world.entries([{}])
      const unlock = lock()
      const waiting = [failed(store.probe()), failed(store.append(entries))]
      expect(await Promise.all(waiting)).toMatchObject([lockedOut, lockedOut])
      expect(await failed(store.append(entries))).toMatchObject(lockedOut)
      unlock()
      await expect.poll(() => store.probe().then(() => 'well', String)).toBe('well')
      const { event } = await world.accept()
      expect((await store.getEvent(event.id))?.deliveries).toEqual([])
      await store.stop()
    })

    it('makes a start wait, which fails with a clear message if the lock lasts', async () => {
      await withStore(async () => {})
      const unlock = lock()
      expect(await failed(new SqliteStore({ directory, lockPatienceMs: 1 }).start())).toMatchObject(lockedOut)
      const store = new SqliteStore({ directory })
      const started = store.start()
      await new Promise((resolve) => setTimeout(resolve, 1))
      unlock()
      await started
      await store.probe()
      await store.stop()
    })

    it('fails the waiting writes when the store is stopped', async () => {
      const store = new SqliteStore({ directory })
      await store.start()
      const unlock = lock()
      const waiting = failed(store.probe())
      await store.stop()
      expect(await waiting).toBeInstanceOf(StoreUnavailable)
      unlock()
    })
  })

  describe('the thread that writes', () => {
    it('takes the process with it when it dies, and loses nothing that was acknowledged', async () => {
      const child = spawn(process.execPath, [killed, directory, '210'], { stdio: ['ignore', 'pipe', 'pipe'] })
      const ended = once(child, 'exit')
      const acknowledged: string[] = []
      const said: string[] = []
      child.stderr.on('data', (chunk) => said.push(String(chunk)))
      for await (const line of createInterface(child.stdout)) acknowledged.push(line)
      expect(await ended).toEqual([1, null])
      expect(said.join('')).toMatch(/thread of the store has ended/)
      expect(acknowledged.length).toBeGreaterThanOrEqual(210)
      await withStore(async (store, world) => {
        expect((await store.recover([], world.now)).requeued).toBeGreaterThanOrEqual(acknowledged.length)
        for (const id of acknowledged) {
          const found = await store.getEvent(id as Uuid)
          expect(found?.deliveries.map((delivery) => delivery.state)).toEqual(['queued'])
        }
      })
    })

    it('serves calls in their order: a read sees earlier writes', async () => {
      await withStore(async (store, world) => {
        const saved = { name: 'New name', email: null, locale: 'pt-BR', timeZone: 'America/Sao_Paulo' } as const
        const account = await store.getAccount(producer)
        if (!account) return expect.fail()
        const saving = store.saveAccount({ ...account, ...saved, updatedAt: world.now }, account.revision)
        const read = store.getAccount(producer)
        await saving
        expect((await read)?.name).toBe('New name')
      })
    })
  })

  describe('the reading thread', () => {
    it('reports why it cannot open the database, and tries again with the next query', async () => {
      const path = join(directory, 'postback.db')
      const background = new Background(path, () => {})
      await expect(background.ask('gauge', start, [])).rejects.toThrow(/unable to open/)
      const { close } = openDirectory(directory)
      expect((await background.ask('gauge', start, [])).held).toBe(0)
      await background.stop()
      close()
    })

    it('fails the queries under way when it dies, and is started again by the next query', async () => {
      await withStore(async (store) => {
        const gauge = () => store.gauge(start, [])
        await gauge()
        const readers = threads.filter(({ threadName }) => threadName === 'background-worker')
        // A terminated thread runs no more code.
        const ended = readers.map((reader) => reader.terminate())
        await expect(gauge()).rejects.toThrow(/thread of the store has ended/)
        await Promise.all(ended)
        expect((await gauge()).held).toBe(0)
      })
    })

    it('answers the queries under way when it is stopped', async () => {
      const store = new SqliteStore({ directory })
      await store.start()
      const gauge = () => store.gauge(start, [])
      const asked = [gauge(), gauge(), gauge()]
      await store.stop()
      expect(await Promise.all(asked)).toHaveLength(3)
      await expect(gauge()).rejects.toThrow(StoreUnavailable)
    })
  })

  describe('query plans', () => {
    function planOf(sql: string): string {
      const { db, close } = openDirectory(directory)
      try {
        const values = Array.from({ length: sql.match(/\?\d*/g)?.length ?? 0 }, () => null)
        const numbered = /\?\d/.test(sql) ? values.slice(0, new Set(sql.match(/\?\d/g)).size) : values
        return db
          .all<{ detail: string }>(`explain query plan ${sql}`, ...numbered)
          .map((row) => row.detail)
          .join('\n')
      } finally {
        close()
      }
    }

    it.each([
      [
        'claims of a lane',
        dueQueries.claimLane,
        'SEARCH d USING INDEX deliveries_due (account=? AND configuration=? AND due<?)',
      ],
      ['claims of tests', dueQueries.claimTests, 'SEARCH d USING INDEX deliveries_tests_due (account=? AND due<?)'],
      [
        'when a lane is next due',
        dueQueries.nextOfLane,
        'USING COVERING INDEX deliveries_due (account=? AND configuration=? AND due>?)',
      ],
      [
        'when a test is next due',
        dueQueries.nextTest,
        'USING COVERING INDEX deliveries_tests_due (account=? AND due>?)',
      ],
      ['all lanes of tests', dueQueries.testLanes, 'USING COVERING INDEX deliveries_tests_due (account>?)'],
      [
        'all lanes',
        dueQueries.lanes,
        'SEARCH deliveries USING COVERING INDEX deliveries_due ((account,configuration)>(?,?))',
      ],
      ['what is held', heldQuery, 'SEARCH d USING INDEX deliveries_by_configuration (configuration=? AND id>?)'],
    ])('find %s by an index, without sorting', (_, sql, expected) => {
      const plan = planOf(sql)
      expect(plan).toContain(expected)
      expect(plan).not.toMatch(/TEMP B-TREE|SCAN (d|deliveries)\b(?! USING COVERING INDEX deliveries_(tests_)?due)/)
    })

    const accountId = producer
    it.each<[string, DeliveryFilter]>([
      ['deliveries_by_account (account=?)', { accountId }],
      ['deliveries_by_account (account=? AND id>? AND id<?)', { accountId, from: 1, to: 2, states: ['delivered'] }],
      ['deliveries_by_configuration (configuration=?)', { accountId, configurationId: firstUuidAt(1) }],
      [
        'deliveries_by_transaction (account=? AND transaction=?)',
        { accountId, transaction: 'HP1', events: ['PURCHASE_APPROVED'] },
      ],
      ['deliveries_not_delivered (account=?)', { accountId, states: ['failed', 'held'], test: false }],
      ['deliveries_tests (account=?)', { accountId, states: ['failed', 'held'], test: true }],
      ['deliveries_tests (account=?)', { accountId, freeUrl: 'https://free.example/' }],
    ])('list deliveries by %s, without sorting', (expected, filter) => {
      const search = searchFor(filter)
      const bounds = filter.from === undefined ? nothing : condition('d.id >= ? and d.id < ?')
      const where = and(search.keys, bounds, search.others)
      const plan = planOf(sqlOf(search, where, 'd.state', 'order by d.id desc limit 5'))
      expect(plan).toContain(`USING INDEX ${expected}`)
      expect(plan).not.toContain('TEMP B-TREE')
    })

    it.each<[string, LegacyPostFilter]>([
      [
        'by_account (account=? AND (at,id)>(?,?) AND (at,id)<(?,?))',
        { accountId: producer, state: 'sent', event: 'A' },
      ],
      [
        'by_account (account=? AND (at,id)>(?,?) AND (at,id)<(?,?))',
        { accountId: producer, from: 1, to: 2, status: 1 },
      ],
      ['pending (account=? AND (at,id)>(?,?) AND (at,id)<(?,?))', { accountId: producer, state: 'pending' }],
      ['by_transaction (account=? AND transaction=? AND (at,id)>(?,?)', { accountId: producer, transaction: 'HP1' }],
    ])('lists legacy posts by legacy_posts_%s, without sorting', (expected, filter) => {
      const place = { at: 1, id: 'a' }
      const plan = planOf(legacy.selectBy(legacy.narrowed(legacy.searchFor(filter, place), place, filter), 'p.number'))
      expect(plan).toContain(expected)
      expect(plan).not.toContain('TEMP B-TREE')
    })
  })

  it('writes ids as 16 bytes and reads them back', () => {
    const id: Uuid = '0198c0de-1234-7abc-9def-0123456789ab'
    expect(Buffer.from(blobOf(id)).toString('hex')).toBe(id.replaceAll('-', ''))
    expect(idOf(blobOf(id))).toBe(id)
  })
})
