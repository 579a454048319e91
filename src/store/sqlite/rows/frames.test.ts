import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day, minute, World } from '../../../../test/conformance/world.ts'
import { goldenBodies } from '../../../../test/golden/bodies.ts'
import { newDataDirectory } from '../../../../test/support/data-directory.ts'
import type { EventId } from '../../../domain/ids.ts'
import { bodyDictionaries } from '../../sql/body-dictionaries.ts'
import { eventsOfFrame, OpenFrame } from '../../sql/frames.ts'
import { SqliteStore } from '../../sqlite.ts'
import { blobOf } from './id-blobs.ts'

describe('frames of bodies in SQLite', () => {
  let directory: string
  let warnings: string[]
  let store: SqliteStore
  let world: World

  beforeEach(async () => {
    directory = newDataDirectory()
    warnings = []
    await open()
    world = await World.begin(store)
  })

  afterEach(async () => {
    await store.stop()
    rmSync(directory, { recursive: true })
  })

  async function open() {
    store = new SqliteStore({ directory, warn: (message) => warnings.push(message) })
    await store.start()
  }

  /** Changes the database while the store is stopped, then starts it again. */
  async function between(change: (db: DatabaseSync) => void) {
    const { now } = world
    await store.stop()
    const db = new DatabaseSync(join(directory, 'postback.db'))
    change(db)
    db.close()
    await open()
    await store.recover([], now)
    world = new World(store)
    world.now = now
  }

  /** Flips one bit of the stored body of an event. */
  function flipBitOf(event: EventId): (db: DatabaseSync) => void {
    return (db) => {
      const row = db.prepare('select frame from events where id = ?').get(blobOf(event)) as { frame: number }
      const { bytes } = db.prepare('select bytes from frames where number = ?').get(row.frame) as { bytes: Uint8Array }
      bytes[bytes.length - 20] = (bytes.at(-20) ?? 0) ^ 0x10
      db.prepare('update frames set bytes = ? where number = ?').run(bytes, row.frame)
    }
  }

  function rows<Row>(sql: string): Row[] {
    const db = new DatabaseSync(join(directory, 'postback.db'), { readOnly: true })
    try {
      return db.prepare(sql).all() as Row[]
    } finally {
      db.close()
    }
  }

  function texts(count: number): string[] {
    return Array.from({ length: count }, (_, i) =>
      (goldenBodies[i % goldenBodies.length]?.body ?? '').replace('Ana', `Ana ${i}`),
    )
  }

  it('grow over several commits until a page is full, and keep each body unchanged', async () => {
    const configuration = await world.configuration()
    const wanted = texts(60)
    const accepted = []
    for (const text of wanted) accepted.push(await world.accept({ text }))
    const sizes = rows<{ bytes: number }>('select length(bytes) as bytes from frames').map(({ bytes }) => bytes)
    expect(sizes.length).toBeLessThan(20)
    for (const size of sizes) expect(size).toBeLessThan(5_000)
    for (const [i, { deliveries }] of accepted.entries()) {
      expect((await world.detail(deliveries[0] ?? expect.fail())).body?.text).toBe(wanted[i])
    }
    await between(() => {})
    const claims = await world.claim(configuration.id)
    expect(new Set(claims.map(({ body }) => body.text))).toEqual(new Set(wanted))
  })

  it('are deleted with the last of their events, and later reports do not bring bodies back', async () => {
    await world.configuration()
    const old = await world.acceptMany(5, { text: texts(1)[0] ?? '' })
    world.now += 61 * day
    const cutoffs = { now: world.now, history: world.now - 60 * day, force: world.now - 60 * day, transactions: 0 }
    const recent = await world.accept({ text: 'recent' })
    // The frame has grown by a recent event, so it stays.
    while (await store.forget(cutoffs)) await new Promise((resolve) => setImmediate(resolve))
    expect(await store.getEvent(old[0]?.event.id ?? expect.fail())).toBeNull()
    expect((await world.detail(recent.deliveries[0] ?? expect.fail())).body?.text).toBe('recent')
    await world.accept({ text: 'newest' })
    const frames = rows<{ number: number; bytes: Uint8Array }>('select number, bytes from frames order by number')
    expect(frames.map(({ bytes }) => eventsOfFrame(bytes).length)).toEqual([6, 1])

    world.now += 61 * day
    const later = { ...cutoffs, now: world.now, history: world.now - 30 * day, force: world.now - 30 * day }
    while (await store.forget(later)) await new Promise((resolve) => setImmediate(resolve))
    expect(rows('select 1 from frames')).toEqual([])
  })

  describe('a flipped bit', () => {
    /** Several frames in one lane; the first is damaged. */
    async function damagedFirst() {
      const configuration = await world.configuration()
      const damaged = await world.accept({ text: `{"damaged":"${'a'.repeat(70_000)}"}`, status: 'APPROVED' })
      const whole = await world.acceptMany(3, { text: `{"whole":"${'b'.repeat(70_000)}"}` })
      await between(flipBitOf(damaged.event.id))
      return { configuration, damaged, delivery: damaged.deliveries[0] ?? expect.fail(), whole }
    }

    it('prevents a delivery from being sent, and does not block the rest of its lane', async () => {
      const { configuration, delivery, whole } = await damagedFirst()
      const pieces = await world.claimRound()
      expect(pieces.flatMap(({ claims }) => claims.map(({ id }) => id))).toEqual(
        whole.flatMap(({ deliveries }) => deliveries.map(({ id }) => id)),
      )
      expect(pieces.at(-1)).toMatchObject({ left: [], nextDueAt: null })
      const { delivery: shown, actions } = await world.detail(delivery)
      expect(shown).toMatchObject({ state: 'failed', lastOutcome: 'abandoned', attemptsTotal: 0 })
      expect(actions.at(-1)).toMatchObject({
        by: 'postback',
        detail: expect.stringMatching(/^set aside: its stored body is damaged/),
      })
      expect(configuration.id).toBe(shown.configurationId)
    })

    it('is skipped in a lane from which one delivery is claimed at a time', async () => {
      const { configuration, whole } = await damagedFirst()
      const first = await world.claim(configuration.id, 1)
      const second = first.length > 0 ? first : await world.claim(configuration.id, 1)
      expect(second.map(({ id }) => id)).toEqual([whole[0]?.deliveries[0]?.id])
    })

    it('is reported to the operator once, with the affected events and what to do', async () => {
      const { damaged } = await damagedFirst()
      await world.claimRound()
      const about = warnings.filter((warning) => warning.includes('damaged'))
      expect(about).toHaveLength(1)
      expect(about[0]).toContain(damaged.event.id)
      expect(about[0]).toMatch(/Frame 1 of the database is damaged .*docs\/operating\.md, "Restoring"/)
    })

    it('leaves the rest of the delivery visible, with a note about the body', async () => {
      const { damaged, delivery } = await damagedFirst()
      const detail = await world.detail(delivery)
      expect(detail).toMatchObject({ body: null, delivery: { state: 'queued', eventId: damaged.event.id } })
      expect(detail.actions[0]).toMatchObject({ kind: 'created', detail: expect.stringMatching(/body is damaged/) })
      expect(warnings.some((warning) => warning.includes(damaged.event.id))).toBe(true)
      const page = await store.listDeliveries(
        { accountId: delivery.accountId },
        { before: null, limit: 10, withBuyers: true },
      )
      expect(page.deliveries).toHaveLength(4)
    })

    it('leaves the event and its transaction visible, without the document', async () => {
      const { damaged, whole } = await damagedFirst()
      const found = await store.getEvent(damaged.event.id)
      expect(found).toMatchObject({ event: { id: damaged.event.id, data: {} }, deliveries: [{}] })
      const transaction = damaged.event.transaction ?? ''
      expect(await store.getTransaction(transaction)).toMatchObject({
        document: null,
        events: [{ id: damaged.event.id }],
      })
      const subject = { kind: 'transaction', transaction } as const
      expect(await store.look([{ subject, withDocument: true, names: [] }])).toMatchObject([
        { document: null, revision: 1 },
      ])
      const { events } = await store.listEventsAfter(
        damaged.event.accountId,
        '00000000-0000-0000-0000-000000000000',
        10,
      )
      expect(events.map(({ event }) => event.id)).toEqual(whole.map(({ event }) => event.id))
    })

    it('is found again when a person processes the delivery again, which is sent after the frame is restored', async () => {
      const { damaged, delivery, configuration } = await damagedFirst()
      await world.claimRound()
      await store.openSeries(delivery.accountId, delivery.id, 'ana', world.now)
      expect(await world.claim(configuration.id)).toEqual([])
      expect(await world.stateOf(delivery)).toBe('failed')
      await between(flipBitOf(damaged.event.id))
      world.now += minute
      await store.openSeries(delivery.accountId, delivery.id, 'ana', world.now)
      expect((await world.claim(configuration.id)).find(({ id }) => id === delivery.id)?.body.text).toContain(
        '"damaged"',
      )
    })

    it('in the frame that is still growing damages only that frame', async () => {
      await world.configuration()
      const first = await world.accept({ text: texts(1)[0] ?? '' })
      await between(flipBitOf(first.event.id))
      const next = await world.accept({ text: 'next' })
      expect((await world.detail(next.deliveries[0] ?? expect.fail())).body?.text).toBe('next')
      expect((await world.detail(first.deliveries[0] ?? expect.fail())).body).toBeNull()
    })

    it('in the dictionary is repaired by the next start', async () => {
      await world.configuration()
      const { deliveries } = await world.accept({ text: texts(1)[0] ?? '' })
      await between((db) => db.exec(`update body_dictionaries set content = zeroblob(100)`))
      expect((await world.detail(deliveries[0] ?? expect.fail())).body?.text).toBe(texts(1)[0])
      const [kept] = rows<{ content: Uint8Array }>('select content from body_dictionaries')
      expect(Buffer.from(kept?.content ?? [])).toEqual(bodyDictionaries.get(1)?.content)
    })
  })

  describe('a store from before frames', () => {
    /** Converts the database to the contents of the schema without frames. */
    function withoutFrames(db: DatabaseSync) {
      const dictionaryOf = (number: number) => bodyDictionaries.get(number)?.content
      const insert = db.prepare(
        'insert into bodies (event_id, version, view, content_type, text, hottok_at) values (?, ?, ?, ?, ?, ?)',
      )
      for (const { bytes } of db.prepare('select bytes from frames').all() as { bytes: Uint8Array }[]) {
        const frame = new OpenFrame(bytes, dictionaryOf)
        for (const event of eventsOfFrame(bytes))
          for (const { version, view, contentType, text, hottokAt } of frame.bodiesOf(event, () => true))
            insert.run(event, version, view, contentType, text, hottokAt)
      }
      db.exec('drop table frames; drop table body_dictionaries; alter table events drop column frame')
      db.exec('delete from migrations where number = 13')
    }

    it('is opened, its bodies are sent and shown, and new bodies go into frames', async () => {
      const configuration = await world.configuration()
      const [text = ''] = texts(1)
      const old = await world.acceptMany(3, { text })
      await between(withoutFrames)
      expect((await world.claim(configuration.id)).map(({ body }) => body.text)).toEqual([text, text, text])
      expect((await world.detail(old[0]?.deliveries[0] ?? expect.fail())).body).toEqual(old[0]?.bodies[0])
      const { deliveries } = await world.accept({ text: 'new' })
      expect((await world.detail(deliveries[0] ?? expect.fail())).body?.text).toBe('new')
      expect(rows('select 1 from bodies')).toHaveLength(3)
      expect(rows('select 1 from frames')).toHaveLength(1)
    })

    it('loses its bodies with the history', async () => {
      await world.acceptMany(3)
      await between(withoutFrames)
      world.now += 61 * day
      const before = world.now - 60 * day
      const cutoffs = { now: world.now, history: before, force: before, transactions: 0 }
      while (await store.forget(cutoffs)) await new Promise((resolve) => setImmediate(resolve))
      expect(rows('select 1 from bodies')).toEqual([])
    })
  })
})
