import { describe, expect, it } from 'vitest'
import type { EventName } from '../../src/domain/event.ts'
import type { EventId } from '../../src/domain/ids.ts'
import type { DeliveryFilter, IntakeNote, SaleRow, SalesToIndex } from '../../src/store/contract/history.ts'
import type { Stage } from './stage.ts'
import {
  affiliate,
  affiliation,
  day,
  type EventOptions,
  hour,
  mintId,
  minute,
  outcomeOf,
  producer,
  product,
  productId,
  start,
} from './world.ts'

/** The suite of the contract `history`, for every store. */
export function historyConformance(stage: Stage) {
  describe('counting unknown fields', () => {
    const event = 'PURCHASE_APPROVED'
    const seen = (field: string, at: number, count = 1): IntakeNote => {
      return {
        event,
        kind: 'field',
        field,
        value: '',
        count,
        firstAt: at,
        lastAt: at,
        lastEventId: mintId(at) as EventId,
      }
    }

    it('adds to the stored counts, also after a restart, and lists the most frequent first', async () => {
      const first = seen('data.gift', start)
      const last = seen('data.gift', start + 3, 2)
      const other = seen('data.buyer.nick', start + 1)
      const ofOtherEvent: IntakeNote = { ...first, event: 'SWITCH_PLAN' }
      await stage.store.countIntakeNotes([first, other])
      await stage.reopen()
      await stage.store.countIntakeNotes([last, ofOtherEvent, seen('data.gift', start + 2)])
      expect(await stage.store.listIntakeNotes()).toEqual([{ ...last, count: 4, firstAt: start }, other, ofOtherEvent])
    })

    it('keeps a bounded number of rows, and counts the rest of an event together', async () => {
      await stage.store.countIntakeNotes(Array.from({ length: 1_500 }, (_, i) => seen(`data.f${i}`, start + i)))
      await stage.store.countIntakeNotes([seen('data.f0', start + 2_000), seen('data.new', start + 2_000)])
      const fields = await stage.store.listIntakeNotes()
      expect(fields.length).toBe(1_001)
      expect(fields[0]).toMatchObject({ event, field: '', count: 501, firstAt: start + 1_000, lastAt: start + 2_000 })
      expect(fields[1]).toMatchObject({ field: 'data.f0', count: 2 })
      expect(fields.reduce((sum, { count }) => sum + count, 0)).toBe(1_502)
    })

    it('accepts an empty list', async () => {
      await stage.store.countIntakeNotes([])
      expect(await stage.store.listIntakeNotes()).toEqual([])
    })
  })

  describe('history', () => {
    const idsOf = async (filter: Omit<DeliveryFilter, 'accountId'>, limit = 50) => {
      const page = await stage.store.listDeliveries({ accountId: producer, ...filter }, { before: null, limit })
      return page.deliveries.map((delivery) => delivery.id)
    }

    it('lists newest first, in pages that do not shift when new deliveries arrive', async () => {
      await stage.world.configuration()
      const ids: string[] = []
      for (let i = 0; i < 5; i++, stage.world.now++) ids.unshift((await stage.world.deliver()).id)
      const first = await stage.store.listDeliveries({ accountId: producer }, { before: null, limit: 2 })
      expect(first.deliveries.map((it) => it.id)).toEqual(ids.slice(0, 2))
      await stage.world.deliver()
      const second = await stage.store.listDeliveries({ accountId: producer }, { before: first.next, limit: 2 })
      expect(second.deliveries.map((it) => it.id)).toEqual(ids.slice(2, 4))
      const third = await stage.store.listDeliveries({ accountId: producer }, { before: second.next, limit: 2 })
      expect(third.deliveries.map((it) => it.id)).toEqual(ids.slice(4))
      expect(third.next).toBeNull()
    })

    it('lists oldest first as well, and includes deliveries that arrive in between', async () => {
      await stage.world.configuration()
      const ids: string[] = []
      for (let i = 0; i < 3; i++, stage.world.now++) ids.push((await stage.world.deliver()).id)
      const first = await stage.store.listDeliveries({ accountId: producer }, { after: null, limit: 2 })
      expect(first.deliveries.map((it) => it.id)).toEqual(ids.slice(0, 2))
      ids.push((await stage.world.deliver()).id)
      const second = await stage.store.listDeliveries({ accountId: producer }, { after: first.next, limit: 2 })
      expect(second.deliveries.map((it) => it.id)).toEqual(ids.slice(2))
      expect(second.next).toBeNull()
    })

    it('filters by each condition alone and by several together', async () => {
      const one = await stage.world.configuration()
      const two = await stage.world.configuration()
      const a = await stage.world.deliver({ to: one.id, transaction: 'HP1' })
      stage.world.now += hour
      const b = await stage.world.deliver({ to: two.id, transaction: 'HP1', event: 'PURCHASE_REFUNDED' })
      stage.world.now += hour
      const c = await stage.world.deliver({ to: two.id, transaction: 'HP2', test: true })
      await stage.world.record(outcomeOf((await stage.world.claimOne(one.id)).delivery, { at: stage.world.now }))
      await stage.world.record(
        outcomeOf((await stage.world.claimOne(two.id)).delivery, {
          at: stage.world.now,
          outcome: 'unreachable',
          status: -1,
        }),
      )
      expect(await idsOf({})).toEqual([c.id, b.id, a.id])
      expect(await idsOf({ ids: [a.id, c.id] })).toEqual([c.id, a.id])
      expect(await idsOf({ ids: [a.id, c.id], configurationId: two.id })).toEqual([c.id])
      expect(await idsOf({ ids: [a.id, c.id], transaction: 'HP1' })).toEqual([a.id])
      expect(await idsOf({ ids: [b.id], states: ['delivered'] })).toEqual([])
      const others = await stage.store.listDeliveries(
        { accountId: 'stranger', ids: [a.id] },
        { before: null, limit: 50 },
      )
      expect(others.deliveries).toEqual([])
      expect(await idsOf({ states: ['delivered'] })).toEqual([a.id])
      expect(await idsOf({ states: ['retrying', 'queued'] })).toEqual([c.id, b.id])
      expect(await idsOf({ states: ['failed'] })).toEqual([])
      expect(await idsOf({ events: ['PURCHASE_REFUNDED'] })).toEqual([b.id])
      expect(await idsOf({ configurationId: two.id })).toEqual([c.id, b.id])
      expect(await idsOf({ transaction: 'HP1' })).toEqual([b.id, a.id])
      expect(await idsOf({ transaction: 'HP1', configurationId: one.id })).toEqual([a.id])
      expect(await idsOf({ productId })).toEqual([c.id, b.id, a.id])
      expect(await idsOf({ productId: 99 })).toEqual([])
      expect(await idsOf({ responseStatus: 200 })).toEqual([a.id])
      expect(await idsOf({ responseStatus: -1 })).toEqual([b.id])
      expect(await idsOf({ responseStatus: null })).toEqual([c.id])
      expect(await idsOf({ test: true })).toEqual([c.id])
      expect(await idsOf({ test: false })).toEqual([b.id, a.id])
      const free = await stage.world.deliver({ test: true, freeUrl: 'https://free.example/', transaction: 'HP3' })
      expect(await idsOf({ test: true })).toEqual([free.id, c.id])
      expect(await idsOf({ freeUrl: 'https://free.example/' })).toEqual([free.id])
      expect(await idsOf({ freeUrl: 'https://other.example/' })).toEqual([])
      expect(await idsOf({ test: true, states: ['delivered'] })).toEqual([])
      expect(await idsOf({ from: start + hour, test: false })).toEqual([b.id])
      expect(await idsOf({ from: start, to: start + hour })).toEqual([a.id])
      expect(await idsOf({ configurationId: two.id, states: ['retrying'], test: false, from: start })).toEqual([b.id])
      expect(await stage.store.countDeliveries({ accountId: producer, test: false }, 100)).toEqual({
        count: 2,
        exact: true,
      })
    })

    it('returns the buyer of each delivery when asked, from its body and masked', async () => {
      await stage.world.configuration()
      const named = await stage.world.deliver({ text: '{"data":{"buyer":{"email":"ana.souza@example.com"}}}' })
      const nameless = await stage.world.deliver({ text: '{"data":{}}' })
      const page = await stage.store.listDeliveries(
        { accountId: producer },
        { before: null, limit: 10, withBuyers: true },
      )
      expect(page.deliveries.map((it) => it.id)).toEqual([nameless.id, named.id])
      expect(page.buyers).toEqual([null, 'a•••@example.com'])
      expect((await stage.store.listDeliveries({ accountId: producer }, { before: null, limit: 10 })).buyers).toEqual(
        [],
      )
    })

    it('counts up to a limit and says so', async () => {
      await stage.world.configuration()
      await stage.world.acceptMany(10)
      const filter = { accountId: producer }
      expect(await stage.store.countDeliveries(filter, 10)).toEqual({ count: 10, exact: true })
      expect(await stage.store.countDeliveries(filter, 9)).toEqual({ count: 9, exact: false })
      expect(await stage.store.countDeliveries({ ...filter, states: ['failed'] }, 9)).toEqual({ count: 0, exact: true })
    })

    it('examines a bounded number of rows for a page, and continues from there', async () => {
      await stage.world.configuration()
      const rare = await stage.world.deliver({ event: 'PURCHASE_REFUNDED' })
      // These ids exceed the counter of one millisecond: one millisecond later they are certainly newer.
      stage.world.now += 1
      for (let i = 0; i < 11; i++) await stage.world.acceptMany(500)
      const filter: DeliveryFilter = { accountId: producer, events: ['PURCHASE_REFUNDED'] }
      let page = await stage.store.listDeliveries(filter, { before: null, limit: 10 })
      expect(page.deliveries).toEqual([])
      expect(page.next).not.toBeNull()
      const found: string[] = []
      for (let pages = 0; page.next !== null && pages < 10; pages++) {
        page = await stage.store.listDeliveries(filter, { before: page.next, limit: 10 })
        found.push(...page.deliveries.map((delivery) => delivery.id))
      }
      expect(found).toEqual([rare.id])
      expect(page.next).toBeNull()
    })

    it('shows an account nothing of another account', async () => {
      await stage.store.saveProduct(product({ id: 9, accountId: affiliate }))
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver({ transaction: 'HP1' })
      const theirs = { accountId: affiliate }
      expect(await stage.store.getDelivery(affiliate, delivery.id)).toBeNull()
      const filters: DeliveryFilter[] = [
        theirs,
        { ...theirs, transaction: 'HP1' },
        { ...theirs, configurationId: id },
        { ...theirs, states: ['queued'] },
        { ...theirs, test: true },
      ]
      for (const filter of filters) {
        expect(await stage.store.listDeliveries(filter, { before: null, limit: 10 })).toMatchObject({
          deliveries: [],
          next: null,
        })
        expect(await stage.store.countDeliveries(filter, 10)).toEqual({ count: 0, exact: true })
      }
      expect(await stage.store.openSeries(affiliate, delivery.id, 'eve', stage.world.now)).toBeNull()
      expect(await stage.store.cancel(affiliate, delivery.id, 'manual', 'eve', stage.world.now)).toBeNull()
      expect(await stage.world.stateOf(delivery)).toBe('queued')
    })

    it('lists the newest events of an account: sent to it or about its own products, no tests', async () => {
      const ids = async (filter: { event?: EventName; productId?: number } = {}, limit = 2, accountId = producer) =>
        (await stage.store.listRecentEvents({ accountId, ...filter }, limit)).map((event) => event.id)
      expect(await ids()).toEqual([])
      const unheard = (await stage.world.accept()).event.id
      const { id } = await stage.world.configuration()
      const accept = async (options: EventOptions = {}) => {
        stage.world.now += 1
        return (await stage.world.accept(options)).event.id
      }
      const approved = await accept({ to: id })
      const refunded = await accept({ to: id, event: 'PURCHASE_REFUNDED' })
      await accept({ to: id, test: true })
      expect(await ids()).toEqual([refunded, approved])
      expect(await ids({}, 10)).toEqual([refunded, approved, unheard])
      expect(await ids({ event: 'PURCHASE_APPROVED' })).toEqual([approved, unheard])
      expect(await ids({ productId })).toEqual([refunded, approved])
      expect(await ids({ productId: 1 })).toEqual([])
      expect(await ids({}, 10, affiliate)).toEqual([])
      const theirs = await stage.world.configuration({ accountId: affiliate })
      const shared = await accept({ accountId: affiliate, to: theirs.id })
      expect(await ids({}, 10, affiliate)).toEqual([shared])
      const [event] = await stage.store.listRecentEvents({ accountId: affiliate }, 1)
      expect(event).toMatchObject({ id: shared, name: 'PURCHASE_APPROVED', data: { purchase: { n: 1 } } })
    })

    it('lists the events after a given one, oldest first, as they are sent to the account', async () => {
      const following = async (id: EventId, accountId = producer, limit = 10) => {
        const { events, moreAfter } = await stage.store.listEventsAfter(accountId, id, limit)
        return { ids: events.map(({ event }) => event.id), views: events.map(({ body }) => body.view), moreAfter }
      }
      const accept = async (options: EventOptions = {}) => {
        stage.world.now += 1
        return (await stage.world.accept(options)).event.id
      }
      const first = await accept()
      expect(await following(first)).toEqual({ ids: [], views: [], moreAfter: null })
      const { id } = await stage.world.configuration()
      const unheard = await accept()
      const approved = await accept({ to: id })
      const tested = await accept({ to: id, test: true })
      const theirs = await stage.world.configuration({ accountId: affiliate })
      const shared = await accept({ accountId: affiliate, to: theirs.id })
      expect((await following(first)).ids).toEqual([unheard, approved, tested, shared])
      expect(await following(first, producer, 2)).toMatchObject({ ids: [unheard, approved], moreAfter: approved })
      expect((await following(approved)).ids).toEqual([tested, shared])
      expect(await following(first, affiliate)).toMatchObject({ ids: [shared] })
      expect((await following(first, 'somebody-else')).ids).toEqual([])
    })

    it('lists the actions on a delivery and their authors in the order of time', async () => {
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver()
      stage.world.now += minute
      await stage.world.record(
        outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now, outcome: 'rejected' }),
      )
      stage.world.now += minute
      await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
      stage.world.now += minute
      await stage.store.cancel(producer, delivery.id, 'manual', 'bea', stage.world.now)
      const { actions } = await stage.world.detail(delivery)
      expect(actions.map(({ at, by, kind }) => [(at - start) / minute, by, kind])).toEqual([
        [0, 'platform', 'created'],
        [1, 'postback', 'attempted'],
        [2, 'ana', 'processed-again'],
        [3, 'bea', 'cancelled'],
      ])
    })

    it('says that a delivery was held from the start, and why', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      const held = await stage.world.deliver()
      await stage.world.release(id, 'all')
      const behind = await stage.world.deliver()
      const told = async (delivery: typeof held) =>
        (await stage.world.detail(delivery)).actions.map(({ kind, detail }) => [kind, detail])
      expect(await told(held)).toEqual([
        ['created', null],
        ['held', 'configuration disabled'],
      ])
      expect(await told(behind)).toEqual([
        ['created', null],
        ['held', null],
      ])
    })

    it('says when sending a delivery again would be wrong', async () => {
      const { id } = await stage.world.configuration()
      const other = await stage.world.configuration()
      const flags = async (delivery: Parameters<typeof stage.world.detail>[0]) => {
        const { overtaken, revokedSince } = await stage.world.detail(delivery)
        return { overtaken, revokedSince }
      }
      const first = await stage.world.deliver({ transaction: 'HP1', to: id })
      expect(await flags(first)).toEqual({ overtaken: false, revokedSince: null })
      const second = await stage.world.deliver({ transaction: 'HP1', to: id })
      await stage.world.deliver({ transaction: 'HP1', to: other.id })
      expect(await flags(first)).toEqual({ overtaken: true, revokedSince: null })
      expect(await flags(second)).toEqual({ overtaken: false, revokedSince: null })
      const refund = await stage.world.deliver({
        transaction: 'HP1',
        to: id,
        status: 'REFUNDED',
        event: 'PURCHASE_REFUNDED',
      })
      expect(await flags(second)).toEqual({ overtaken: true, revokedSince: 'REFUNDED' })
      expect(await flags(refund)).toEqual({ overtaken: false, revokedSince: null })
      const stale = await stage.world.deliver({ transaction: 'HP1', to: id, stale: true })
      expect(await flags(refund)).toEqual({ overtaken: false, revokedSince: null })
      expect(await flags(stale)).toMatchObject({ overtaken: true })
    })

    describe('listFailures', () => {
      /** A post that came, and failed for good unless told otherwise. */
      const failOne = async (options: EventOptions, answer: Partial<Parameters<typeof outcomeOf>[1]> = {}) => {
        stage.world.now += minute
        const delivery = await stage.world.deliver(options)
        const claimed = await stage.world.claimOne(options.to ?? null)
        const outcome = { outcome: 'rejected', status: 503, next: { kind: 'used-up' }, ...answer } as const
        await stage.world.record(outcomeOf(claimed.delivery, { at: stage.world.now, ...outcome }))
        return delivery
      }
      const failures = (from = start, accountId = producer) => stage.store.listFailures(accountId, from)

      it('finds nothing where nothing failed', async () => {
        const { id } = await stage.world.configuration()
        await stage.world.deliver({ to: id })
        expect(await failures()).toEqual({ groups: [], failedByHour: [], exact: true })
      })

      it('groups by configuration and code, with the newest answer and the beginning', async () => {
        const one = await stage.world.configuration()
        const two = await stage.world.configuration()
        const first = await failOne({ to: one.id, transaction: 'HP1' })
        const last = await failOne({ to: one.id, transaction: 'HP2' })
        await failOne({ to: two.id, transaction: 'HP1' }, { status: 500 })
        const { groups, failedByHour, exact } = await failures()
        expect(groups).toMatchObject([
          { configurationId: one.id, status: 503, failed: 2, retrying: 0, since: first.createdAt, toTry: last.id },
          { configurationId: two.id, status: 500, failed: 1, latest: 1 },
        ])
        expect(groups[0]?.newest).toMatchObject({ id: last.id, lastOutcome: 'rejected' })
        expect(groups[0]?.answer?.headers).toEqual([['content-type', 'text/plain']])
        expect(failedByHour).toEqual([{ hour: start, failed: 3 }])
        expect(exact).toBe(true)
      })

      it('counts what waits for its next attempt and what is under way beside it', async () => {
        const { id } = await stage.world.configuration()
        const again = await failOne({ to: id, transaction: 'HP1' })
        await failOne({ to: id, transaction: 'HP2' })
        await failOne({ to: id, transaction: 'HP3' }, { next: { kind: 'retry', dueAt: stage.world.now + hour } })
        await stage.store.openSeries(producer, again.id, 'ana', stage.world.now)
        expect((await failures()).groups).toMatchObject([{ failed: 1, retrying: 1, underWay: 1, latest: 2 }])
      })

      it('tells what a newer event of the sale makes outdated or wrong', async () => {
        const { id } = await stage.world.configuration()
        const bought = await failOne({ to: id, transaction: 'HP1' })
        await failOne({ to: id, transaction: 'HP1', event: 'PURCHASE_REFUNDED', status: 'REFUNDED' })
        const other = await failOne({ to: id, transaction: 'HP2' })
        const [group] = (await failures()).groups
        expect(group).toMatchObject({
          failed: 3,
          latest: 2,
          revoked: 1,
          latestRevoked: 0,
          settled: 1,
          toTry: other.id,
          allChecked: true,
        })
        expect(group?.revokedPosts).toMatchObject([{ delivery: { id: bought.id }, status: 'REFUNDED' }])
      })

      it('leaves out tests, what arrived, what came earlier, and other accounts', async () => {
        const { id } = await stage.world.configuration()
        await failOne(
          { to: id, transaction: 'HP1' },
          { outcome: 'delivered', status: 200, next: { kind: 'delivered' } },
        )
        await stage.world.deliver({ test: true, transaction: 'HP2', to: id })
        const tested = await stage.world.claimOne(null)
        const outcome = { at: stage.world.now, outcome: 'rejected', next: { kind: 'used-up' } } as const
        await stage.world.record(outcomeOf(tested.delivery, outcome))
        await failOne({ to: id, transaction: 'HP3' })
        expect((await failures()).groups).toMatchObject([{ failed: 1 }])
        expect((await failures(stage.world.now + 1)).groups).toEqual([])
        expect((await failures(start, affiliate)).groups).toEqual([])
      })
    })

    it('sees all commits made before the query', async () => {
      await stage.world.configuration()
      for (let i = 0; i < 50; i++) {
        const delivery = await stage.world.deliver()
        const page = await stage.store.listDeliveries({ accountId: producer }, { before: null, limit: 1 })
        expect(page.deliveries[0]?.id).toBe(delivery.id)
      }
    })

    it('gauges how much waits and since when', async () => {
      const gauge = () => stage.store.gauge(stage.world.now, [minute, hour])
      expect(await gauge()).toEqual({
        queued: 0,
        retrying: 0,
        retryingWithin: [0, 0],
        held: 0,
        oldestDueAt: null,
        configurations: { active: 0, disabled: 0 },
      })
      const one = await stage.world.configuration()
      const two = await stage.world.configuration()
      await stage.world.disable(two.id)
      const oldest = stage.world.now
      await stage.world.deliver({ to: one.id })
      await stage.world.deliver({ to: two.id })
      stage.world.now++
      await stage.world.deliver({ to: one.id })
      await stage.world.deliver({ to: one.id, test: true })
      const claimed = (await stage.world.claimOne(one.id)).delivery
      await stage.world.record(outcomeOf(claimed, { at: stage.world.now, outcome: 'timeout' }))
      expect(await gauge()).toEqual({
        queued: 2,
        retrying: 1,
        retryingWithin: [1, 1],
        held: 1,
        oldestDueAt: oldest + 1,
        configurations: { active: 1, disabled: 1 },
      })
      const later = (await stage.world.claimOne(one.id)).delivery
      const next = { kind: 'retry', dueAt: stage.world.now + minute + 1 } as const
      await stage.world.record(outcomeOf(later, { at: stage.world.now, outcome: 'timeout', next }))
      expect(await gauge()).toMatchObject({ queued: 1, retrying: 2, retryingWithin: [1, 2] })
    })
  })

  describe('sales', () => {
    const words = (own: readonly string[], buyer: readonly string[] = []) => ({ own, buyer })
    const searched = (...prefixes: readonly string[]) => prefixes.map((prefix) => ({ prefixes: [prefix] }))
    const saleRow = (transaction: string, change: Partial<SaleRow> = {}): SaleRow => ({
      ...{ accountId: producer, transaction, productId, code: null, at: start },
      words: words([transaction.toLowerCase()], ['marina', 'souza']),
      ...change,
    })
    const found = async (prefixes: readonly string[], limit = 10, accountId = producer) =>
      (await stage.store.findSales(accountId, searched(...prefixes), limit)).sales.map((sale) => sale.transaction)

    it('lists what is to be indexed: sales of new events, of older ones, and changes without an event', async () => {
      await stage.world.configuration()
      const ids = []
      for (const transaction of ['HP1', 'HP2', 'HP2', 'HP3']) {
        stage.world.now += 1
        ids.push((await stage.world.accept({ transaction, event: 'PURCHASE_REFUNDED' })).event.id)
      }
      await stage.world.accept({ test: true })
      const [one, two, three, four] = ids as [EventId, EventId, EventId, EventId]
      const names = (step: SalesToIndex) => step.sales.map(({ transaction }) => transaction)
      const after = await stage.store.listSalesToIndex({ after: one }, 2)
      expect(names(after)).toEqual(['HP2'])
      expect(after).toMatchObject({ oldest: two, newest: three, sales: [{ productId, changes: 0 }] })
      expect(JSON.parse(after.sales[0]?.document ?? '')).toMatchObject({ purchase: {} })
      const before = await stage.store.listSalesToIndex({ before: four }, 2)
      expect(before).toMatchObject({ oldest: two, newest: three })
      expect(await stage.store.listSalesToIndex({ before: one }, 2)).toMatchObject({ oldest: null, sales: [] })
      expect((await stage.store.listSalesToIndex({ before: null }, 10)).oldest).toBe(one)
    })

    it('finds sales that have a word for each of the searched beginnings, newest first', async () => {
      await stage.store.indexSales({
        rows: [
          saleRow('HP1', { at: start + 1 }),
          saleRow('HP2', { at: start + 3 }),
          saleRow('HP3', { at: start + 2, words: words(['hp3'], ['marcos']) }),
          saleRow('HP4', { accountId: affiliate }),
        ],
      })
      expect(await found(['mar'])).toEqual(['HP2', 'HP3', 'HP1'])
      expect(await found(['sou', 'mar'])).toEqual(['HP2', 'HP1'])
      expect(await found(['hp3', 'marcos'])).toEqual(['HP3'])
      expect(await found(['arina'])).toEqual([])
      expect(await found(['mar'], 10, affiliate)).toEqual(['HP4'])
      expect(await stage.store.findSales(producer, searched('mar'), 2)).toMatchObject({ more: true })
      expect(await stage.store.findSales(producer, [{ prefixes: ['hp1', 'hp3'] }], 5)).toMatchObject({
        sales: [{ transaction: 'HP3' }, { transaction: 'HP1' }],
        more: false,
      })
    })

    it('replaces the words of a sale, unless only absent ones are wanted', async () => {
      await stage.store.indexSales({ rows: [saleRow('HP1')], facts: { 'sales.test': 'one' } })
      await stage.store.indexSales({ rows: [saleRow('HP1', { words: words(['hp1'], ['joana']) })] })
      expect(await found(['marina'])).toEqual([])
      expect(await found(['joana'])).toEqual(['HP1'])
      await stage.store.indexSales({ rows: [saleRow('HP1')], absentOnly: true })
      expect(await found(['joana'])).toEqual(['HP1'])
      expect(await stage.store.getSale(producer, 'HP1')).toMatchObject({ words: words(['hp1'], ['joana']) })
      expect(await stage.store.getSale(affiliate, 'HP1')).toBeNull()
      expect(await stage.store.getFact('sales.test')).toBe('one')
    })

    it('lists sales that share a word exactly', async () => {
      const renewal = (transaction: string, at: number) => saleRow(transaction, { at, words: words(['sub1']) })
      await stage.store.indexSales({
        rows: [renewal('HP1', start), renewal('HP2', start + 1), saleRow('HP3', { words: words(['sub10']) })],
      })
      const related = await stage.store.listRelatedSales(producer, ['sub1'], 10)
      expect(related.map(({ transaction }) => transaction)).toEqual(['HP2', 'HP1'])
    })

    it('says of a prefix with too many words that there are more, and finds among them what two words have in common', async () => {
      const namesOf = (i: number) => [...(i < 4_050 ? ['ana'] : []), ...(i < 4_000 ? [] : ['souza'])]
      const many = Array.from({ length: 8_050 }, (_, i) => saleRow(`HP${i}`, { words: words([`hp${i}`], namesOf(i)) }))
      await stage.store.indexSales({ rows: many })
      expect((await stage.store.findSales(producer, searched('ana'), 5)).more).toBe(true)
      expect(await found(['ana', 'hp2099'])).toEqual(['HP2099'])
      expect(await found(['ana', 'souza'], 100)).toHaveLength(50)
    })

    it('deletes sales with their transaction, and buyer words when the affiliate may not see the buyer', async () => {
      await stage.store.saveAffiliation(affiliation({ affiliateCode: 'CODE', sharesBuyerData: true }))
      await stage.world.configuration()
      await stage.world.accept({ transaction: 'HP1' })
      await stage.store.indexSales({
        rows: [saleRow('HP1'), saleRow('HP1', { accountId: affiliate, code: 'CODE' }), saleRow('HPGONE')],
      })
      const forget = async () => {
        const cutoffs = { now: stage.world.now, history: 0, force: 0, transactions: 0 }
        while (await stage.store.forget(cutoffs));
      }
      await forget()
      expect(await found(['mar'])).toEqual(['HP1'])
      expect(await stage.store.getSale(producer, 'HPGONE')).toBeNull()
      expect(await found(['mar'], 10, affiliate)).toEqual(['HP1'])
      await stage.store.saveAffiliation(affiliation({ affiliateCode: 'CODE', sharesBuyerData: false, updatedAt: 5 }))
      stage.world.now += 2 * hour
      await forget()
      expect(await found(['mar'], 10, affiliate)).toEqual([])
      expect(await found(['hp1'], 10, affiliate)).toEqual(['HP1'])
    })
  })

  describe('forgetting', () => {
    async function forget(now: number, historyDays = 60) {
      const cutoffs = {
        now,
        history: now - historyDays * day,
        force: now - 2 * historyDays * day,
        transactions: now - 400 * day,
      }
      let steps = 1
      while (await stage.store.forget(cutoffs)) if (++steps > 1000) expect.fail()
      return steps
    }

    it('deletes events, deliveries, bodies and attempts that are older than the history, in steps', async () => {
      const { id } = await stage.world.configuration()
      const old = []
      for (let i = 0; i < 250; i++) old.push(await stage.world.deliver({ state: 'sending' }))
      const unwanted = await stage.world.accept({ accountId: affiliate })
      for (const delivery of old.slice(0, 3)) {
        await stage.world.record(outcomeOf((await stage.world.detail(delivery)).delivery, { at: stage.world.now }))
      }
      await stage.store.record(
        old
          .slice(3)
          .map((delivery) =>
            outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected', next: { kind: 'used-up' } }),
          ),
      )
      stage.world.now += 30 * day
      const recent = await stage.world.deliver()
      expect(await forget(stage.world.now)).toBeGreaterThan(0)
      expect((await stage.store.countDeliveries({ accountId: producer }, 1000)).count).toBe(251)
      stage.world.now += 31 * day
      expect(await forget(stage.world.now)).toBeGreaterThan(1)
      const page = await stage.store.listDeliveries({ accountId: producer }, { before: null, limit: 10 })
      expect(page.deliveries.map((it) => it.id)).toEqual([recent.id])
      expect(await stage.store.getEvent(old[0]?.eventId ?? recent.eventId)).toBeNull()
      expect(await stage.store.getEvent(unwanted.event.id)).toBeNull()
      expect((await stage.world.detail(recent)).body).not.toBeNull()
      expect((await stage.world.claim(id)).map((claim) => claim.delivery.id)).toEqual([recent.id])
    })

    it('keeps pending deliveries up to twice as long as the history', async () => {
      const { id } = await stage.world.configuration()
      const queued = await stage.world.deliver({ to: id })
      const done = await stage.world.deliver({ to: id })
      await stage.store.cancel(producer, done.id, 'manual', 'ana', stage.world.now)
      stage.world.now += 100 * day
      await forget(stage.world.now)
      expect(await stage.store.getDelivery(producer, done.id)).toBeNull()
      expect(await stage.world.stateOf(queued)).toBe('queued')
      expect((await stage.world.detail(queued)).body).not.toBeNull()
      stage.world.now += 21 * day
      await forget(stage.world.now)
      expect(await stage.store.getDelivery(producer, queued.id)).toBeNull()
      expect(await stage.world.nextDue()).toBeNull()
    })

    it('cancels held deliveries when their history ends, and keeps them visible', async () => {
      const { id } = await stage.world.configuration()
      const heldSince = async () => (await stage.store.getConfiguration(producer, id))?.heldSince
      await stage.world.disable(id)
      expect(await heldSince()).toBeNull()
      const old = await stage.world.deliver({ to: id })
      stage.world.now += 30 * day
      const recent = await stage.world.deliver({ to: id })
      expect(await heldSince()).toBe(old.createdAt)
      stage.world.now += 31 * day
      await forget(stage.world.now)
      expect((await stage.world.detail(old)).delivery).toMatchObject({ state: 'cancelled', cancelReason: 'expired' })
      expect((await stage.world.detail(old)).actions.at(-1)).toMatchObject({
        by: 'postback',
        kind: 'cancelled',
        detail: 'expired',
      })
      expect(await stage.world.stateOf(recent)).toBe('held')
      expect([await stage.world.heldOf(id), await heldSince()]).toEqual([1, recent.createdAt])
      stage.world.now += 60 * day
      await forget(stage.world.now)
      expect(await stage.store.getDelivery(producer, old.id)).toBeNull()
      expect((await stage.world.detail(recent)).delivery).toMatchObject({ state: 'cancelled', cancelReason: 'expired' })
      expect([await stage.world.heldOf(id), await heldSince()]).toEqual([0, null])
    })

    it('does not cancel held deliveries during a release', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      const [first, second] = [await stage.world.deliver({ to: id }), await stage.world.deliver({ to: id })]
      stage.world.now += 61 * day
      await stage.world.release(id, 'all')
      await stage.store.settle(id, 'postback', stage.world.now, 1)
      await forget(stage.world.now)
      expect([await stage.world.stateOf(first), await stage.world.stateOf(second)]).toEqual(['queued', 'held'])
    })

    it('deletes a pending delivery in a later round, after it has ended', async () => {
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver()
      stage.world.now += 61 * day
      await forget(stage.world.now)
      await stage.world.record(outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now }))
      await forget(stage.world.now)
      expect(await stage.store.getDelivery(producer, delivery.id)).toBeNull()
    })

    it('deletes one delivery of an event and keeps the event with the other one', async () => {
      const [one, two] = [await stage.world.configuration(), await stage.world.configuration()]
      const emission = await stage.world.accept()
      await stage.world.record(outcomeOf((await stage.world.claimOne(one.id)).delivery, { at: stage.world.now }))
      stage.world.now += 61 * day
      await forget(stage.world.now)
      const left = await stage.store.getEvent(emission.event.id)
      expect(left?.deliveries.map((it) => it.configurationId)).toEqual([two.id])
      expect((await stage.world.claimOne(two.id)).body.text).toBe(emission.bodies[0]?.text)
    })

    it('keeps the state of a transaction longer than its history', async () => {
      await stage.world.accept({ transaction: 'HP1' })
      stage.world.now += 61 * day
      await forget(stage.world.now)
      expect(await stage.store.getTransaction('HP1')).toMatchObject({
        state: { sequence: 1 },
        document: null,
        events: [],
      })
      expect((await stage.world.accept({ transaction: 'HP1' })).event.sequence).toBe(2)
      stage.world.now += 401 * day
      await forget(stage.world.now)
      expect(await stage.store.getTransaction('HP1')).toBeNull()
    })

    it('keeps the event count of a subscription longer than its history', async () => {
      const sequence = async () =>
        (await stage.world.accept({ subscription: 'SUB1', event: 'SWITCH_PLAN' })).event.sequence
      expect([await sequence(), await sequence()]).toEqual([1, 2])
      stage.world.now += 61 * day
      await forget(stage.world.now)
      expect(await sequence()).toBe(3)
      stage.world.now += 401 * day
      await forget(stage.world.now)
      expect(await sequence()).toBe(1)
    })

    it('deletes counts of unknown fields together with the last event that had them', async () => {
      const old = {
        event: 'PURCHASE_APPROVED',
        kind: 'field',
        value: '',
        count: 1,
        firstAt: start,
        lastAt: start,
      } as const
      await stage.store.countIntakeNotes([
        { ...old, field: 'data.old', lastEventId: mintId(start) as EventId },
        { ...old, field: 'data.still', lastEventId: mintId(start) as EventId, lastAt: start + day },
      ])
      await forget(start + 60.5 * day)
      expect((await stage.store.listIntakeNotes()).map(({ field }) => field)).toEqual(['data.still'])
    })

    it('deletes names, answers and figures after their own retention times', async () => {
      const { id } = await stage.world.configuration()
      const names = [{ scope: 'platform', key: 'k1', bodyHash: 'h', expiresAt: stage.world.now + 7 * day }]
      const again = async () => (await stage.world.append(await stage.world.entries([{ names }])))[0]?.kind
      await stage.world.accept({ names })
      const request = { scope: 'acc', key: 'k', bodyHash: 'h', until: stage.world.now + hour }
      await stage.store.keepAnswer(request, { status: 200, body: '' }, stage.world.now + day)
      await stage.store.addAccountAction({
        id: mintId(stage.world.now),
        accountId: producer,
        at: stage.world.now,
        by: 'console',
        kind: 'hottok-revealed',
        subject: null,
        detail: null,
      })
      const actions = () => stage.store.listAccountActions(producer, { before: null, limit: 10 })
      await stage.world.record(outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now }))
      stage.world.now += 6 * day
      await forget(stage.world.now)
      expect(await again()).toBe('duplicate')
      stage.world.now += day
      await forget(stage.world.now)
      expect(await again()).toBe('kept')
      const stats = () => stage.store.readStats({ accountId: producer, from: 0, to: start + day })
      expect(await stats()).toHaveLength(1)
      expect(await actions()).toHaveLength(1)
      stage.world.now += 61 * day
      await forget(stage.world.now)
      expect(await stats()).toEqual([])
      expect(await actions()).toEqual([])
    })
  })

  it('finds the deliveries of an event among others of the same millisecond', async () => {
    await stage.world.configuration()
    for (const emission of await stage.world.acceptMany(50)) {
      const found = await stage.store.getEvent(emission.event.id)
      expect(found?.deliveries.map((it) => it.id)).toEqual(emission.deliveries.map((it) => it.id))
    }
  })
}
