import { describe, expect, it } from 'vitest'
import { deliveryIdOf } from '../../src/domain/ids.ts'
import type { Entry } from '../../src/store/contract/ledger.ts'
import type { Stage } from './stage.ts'
import { about, affiliate, affiliation, body, day, mintId, producer, product, productId } from './world.ts'

/** The suite of the contract `ledger`, for every store. */
export function ledgerConformance(stage: Stage) {
  const name = (changes: Partial<Entry['names'][number]> = {}) => ({
    scope: 'platform',
    key: 'k1',
    bodyHash: 'h',
    expiresAt: stage.world.now + day,
    ...changes,
  })
  const kept = { kind: 'kept', waiting: [] }
  const kindsOf = async (entries: readonly Entry[]) => (await stage.world.append(entries)).map(({ kind }) => kind)
  const lookAt = async (transaction: string) => {
    const [known] = await stage.store.look([{ subject: about(transaction), withDocument: true, names: [] }])
    return known ?? expect.fail()
  }
  const entry = async (options: Parameters<typeof stage.world.accept>[0] = {}) => {
    const [one] = await stage.world.entries([options])
    return one ?? expect.fail()
  }
  /** An update that makes no event. */
  async function quiet(transaction: string, changes: Partial<Entry> = {}): Promise<Entry> {
    const { revision } = await lookAt(transaction)
    return {
      subject: about(transaction),
      names: [],
      basedOn: { revision, accounts: new Map() },
      event: null,
      deliveries: [],
      transaction: null,
      document: null,
      ...changes,
    }
  }

  describe('keeping', () => {
    it('keeps an event with its deliveries and bodies over a restart', async () => {
      const configuration = await stage.world.configuration()
      const accepted = await stage.world.accept({ transaction: 'HP1' })
      const delivery = accepted.deliveries[0] ?? expect.fail()
      await stage.reopen()
      const found = await stage.store.getEvent(accepted.event.id)
      expect(found?.event).toEqual({ ...accepted.event, data: { purchase: { n: 1 } } })
      expect(found?.deliveries.map((it) => it.id)).toEqual([delivery.id])
      const detail = await stage.world.detail(delivery)
      expect(detail.delivery).toMatchObject({ ...delivery, series: 1, attempts: 0, lastStatus: null })
      expect(detail.delivery.configurationId).toBe(configuration.id)
      expect(detail.body).toEqual(accepted.bodies[0])
    })

    it('keeps an event that no configuration wants', async () => {
      const accepted = await stage.world.accept()
      expect(accepted.deliveries).toEqual([])
      expect((await stage.store.getEvent(accepted.event.id))?.deliveries).toEqual([])
      expect(await stage.store.getEvent(mintId(stage.world.now))).toBeNull()
    })

    it('keeps several events of a subject in one batch, each based on the previous one', async () => {
      const all = await stage.world.acceptMany(3, { transaction: 'HP1' })
      expect(all.map(({ event }) => event.sequence)).toEqual([1, 2, 3])
      const { events } = (await stage.store.getTransaction('HP1')) ?? expect.fail()
      expect(events.map(({ id }) => id)).toEqual(all.map(({ event }) => event.id).reverse())
    })

    it('keeps the neighbours of an entry that cannot be written, and no part of that entry', async () => {
      await stage.world.configuration()
      const good = await stage.world.accept({ transaction: 'HP1' })
      const entries = await stage.world.entries(
        ['HP3', 'HP2', 'HP3'].map((transaction) => ({ transaction, names: [name({ key: transaction })] })),
      )
      const names = entries.map((_, i) => [name({ key: String(i) })])
      // Its event is new, but its delivery has an id that exists.
      const batch = entries.map((it, i) => ({
        ...it,
        names: names[i] ?? [],
        ...(i === 1 ? { deliveries: good.deliveries } : {}),
      }))
      expect(await kindsOf(batch)).toEqual(['kept', 'broken', 'kept'])
      expect(await stage.store.getTransaction('HP2')).toBeNull()
      expect((await stage.store.getTransaction('HP3'))?.events).toHaveLength(2)
      expect(await kindsOf([await entry({ transaction: 'HP2', names: names[1] ?? [] })])).toEqual(['kept'])
    })

    it('keeps the document of an update without an event until the next event', async () => {
      await stage.world.accept({ transaction: 'HP1' })
      const { state } = (await stage.store.getTransaction('HP1')) ?? expect.fail()
      const kept = { ...state, occurredAt: stage.world.now + 5 }
      expect(await kindsOf([await quiet('HP1', { transaction: kept, document: '{"quiet":1}' })])).toEqual(['kept'])
      expect(await stage.store.getTransaction('HP1')).toMatchObject({ state: kept, document: '{"quiet":1}' })
      expect((await stage.store.getTransaction('HP1'))?.events).toHaveLength(1)
      await stage.world.accept({ transaction: 'HP1', document: '{"loud":1}' })
      expect((await stage.store.getTransaction('HP1'))?.document).toBe('{"loud":1}')
    })

    it('counts a stale event without changing the transaction', async () => {
      const first = await stage.world.accept({ transaction: 'HP1', document: '{"first":1}' })
      const stale = await stage.world.accept({ transaction: 'HP1', stale: true, document: '{"stale":1}' })
      const found = await stage.store.getTransaction('HP1')
      expect(found?.state).toMatchObject({ sequence: 2, eventId: first.event.id })
      expect(found?.document).toBe('{"first":1}')
      expect(found?.events.map((event) => event.id)).toEqual([stale.event.id, first.event.id])
      expect((await stage.world.accept({ transaction: 'HP1' })).event.sequence).toBe(3)
    })

    it('writes no transaction for a test', async () => {
      await stage.world.configuration()
      const delivery = await stage.world.deliver({ transaction: 'HP00000000000001', test: true })
      expect(await stage.store.getTransaction('HP00000000000001')).toBeNull()
      expect((await stage.world.detail(delivery)).delivery).toMatchObject({ test: true, trigger: 'test' })
    })

    it('keeps free-URL tests without a configuration', async () => {
      const delivery = await stage.world.deliver({ test: true, freeUrl: 'https://free.example/' })
      expect((await stage.world.detail(delivery)).delivery).toMatchObject({
        configurationId: null,
        freeUrl: 'https://free.example/',
      })
      expect((await stage.world.claimOne(null)).delivery.id).toBe(delivery.id)
    })

    it('keeps several bodies of one event, each for its own deliveries', async () => {
      const { id } = await stage.world.configuration()
      const one = await entry()
      const { event, deliveries } = one
      const [first] = deliveries
      if (!event || !first) return expect.fail()
      const other = { ...body(event.head, 'for the affiliate'), view: 'affiliate:A1' as const, hottokAt: 3 }
      const delivery = {
        ...first,
        id: deliveryIdOf(event.head.id, 'another'),
        accountId: affiliate,
        configurationId: null,
        view: other.view,
        test: true,
      }
      const both = { ...one, event: { ...event, bodies: [...event.bodies, other] }, deliveries: [first, delivery] }
      expect(await kindsOf([both])).toEqual(['kept'])
      expect((await stage.world.claimOne(id)).body.view).toBe('producer')
      const [ofAffiliate] = await stage.world.claim(null, 1, affiliate)
      expect(ofAffiliate?.body).toMatchObject({ text: 'for the affiliate', hottokAt: 3 })
    })

    it('accepts an empty batch', async () => {
      expect(await stage.store.look([])).toEqual([])
      expect(await stage.store.append([])).toEqual([])
    })
  })

  describe('names', () => {
    it('are found by the next update, with their event and body hash, also after a restart', async () => {
      const { event } = await stage.world.accept({ names: [name()] })
      await stage.reopen()
      const question = { subject: about('HP9'), withDocument: false, names: [name({ bodyHash: 'other' })] }
      const [known] = await stage.store.look([question])
      expect(known?.before).toEqual({ eventId: event.id, bodyHash: 'h' })
      const [unknown] = await stage.store.look([{ ...question, names: [name({ scope: 'elsewhere' })] }])
      expect(unknown?.before).toBeNull()
    })

    it('that were taken since the look make the same body a duplicate, also within a batch', async () => {
      const entries = await stage.world.entries([{ names: [name()] }, { names: [name()] }])
      const [first, second] = await stage.world.append(entries)
      expect([first?.kind, second]).toEqual(['kept', { kind: 'duplicate', eventId: entries[0]?.event?.head.id }])
      await stage.reopen()
      const [third] = await stage.world.append([await entry({ names: [name()] })])
      expect(third).toEqual(second)
      expect(await stage.store.getEvent(entries[1]?.event?.head.id ?? mintId(1))).toBeNull()
    })

    it('that were taken since the look by another body make the entry outdated', async () => {
      await stage.world.accept({ names: [name()] })
      expect(await kindsOf([await entry({ names: [name({ bodyHash: 'other' })] })])).toEqual(['outdated'])
    })

    it('of an update without an event make a duplicate without an event', async () => {
      const one = await quiet('HP1', { names: [name()] })
      expect(await stage.world.append([one, one])).toEqual([kept, { kind: 'duplicate', eventId: null }])
    })

    it('are all refused if one of them is taken', async () => {
      await stage.world.accept({ names: [name()] })
      const both = [name({ scope: 'update', key: 'u1' }), name()]
      expect(await kindsOf([await entry({ names: both })])).toEqual(['duplicate'])
      const [known] = await stage.store.look([{ subject: about('HP9'), withDocument: false, names: both.slice(0, 1) }])
      expect(known?.before).toBeNull()
    })

    it('of an entry that is not kept stay free', async () => {
      const stale = await entry({ transaction: 'HP1', names: [name()] })
      await stage.world.accept({ transaction: 'HP1' })
      expect(await kindsOf([stale])).toEqual(['outdated'])
      expect(await kindsOf([await entry({ names: [name()] })])).toEqual(['kept'])
    })
  })

  describe('looking', () => {
    it('returns the transaction and, if asked, its document', async () => {
      const first = await stage.world.accept({ transaction: 'HP1', document: '{"own":true}' })
      await stage.world.accept({ transaction: 'HP2' })
      expect(await lookAt('HP1')).toMatchObject({
        document: '{"own":true}',
        sequence: 1,
        newestEvent: first.event.id,
        transaction: { transaction: 'HP1', status: 'APPROVED' },
      })
      // The document of this transaction is taken from its producer's body.
      expect((await lookAt('HP2')).document).toBe('{"purchase":{"n":1}}')
      const [unasked] = await stage.store.look([{ subject: about('HP1'), withDocument: false, names: [] }])
      expect(unasked?.document).toBeNull()
    })

    it('returns revision 0 for an unknown subject', async () => {
      const subjects = [
        about('HP1'),
        { kind: 'subscription', code: 'S1' },
        { kind: 'itself', transaction: 'HP1' },
      ] as const
      const known = await stage.store.look(subjects.map((subject) => ({ subject, withDocument: true, names: [] })))
      const nothing = { revision: 0, transaction: null, sequence: 0, newestEvent: null, document: null, before: null }
      expect(known).toEqual([nothing, nothing, nothing])
    })

    it('returns a new revision after each write about a subject, and the same one without a write', async () => {
      const subscription = async () => {
        const subject = { kind: 'subscription', code: 'S1' } as const
        const [known] = await stage.store.look([{ subject, withDocument: false, names: [] }])
        return known?.revision
      }
      const revisions: unknown[] = [(await lookAt('HP1')).revision, await subscription()]
      for (const options of [{ transaction: 'HP1' }, { transaction: 'HP1', stale: true }, { subscription: 'S1' }]) {
        await stage.world.accept(options)
        revisions.push((await lookAt('HP1')).revision, await subscription())
      }
      expect(revisions).toEqual([0, 0, 1, 0, 2, 0, 2, 1])
      await stage.world.accept({ transaction: 'HP1', test: true })
      await stage.world.append([await quiet('HP1', { names: [name()] })])
      expect((await lookAt('HP1')).revision).toBe(2)
    })
  })

  describe('the basis of an entry', () => {
    it('outdates it if the revision of its subject has changed: the second of two entries writes nothing', async () => {
      await stage.world.configuration()
      for (const options of [{ transaction: 'HP1' }, { transaction: 'HP1' }, { subscription: 'S1' }]) {
        const [one, other] = [await entry(options), await entry(options)]
        expect(await kindsOf([one, other])).toEqual(['kept', 'outdated'])
        expect(await stage.store.getEvent(other.event?.head.id ?? mintId(1))).toBeNull()
      }
      const [known, ...rest] = (await stage.store.getTransaction('HP1'))?.events ?? []
      expect([known?.sequence, rest.length]).toEqual([2, 1])
    })

    it('outdates it if the revision has changed, even if it only writes its name', async () => {
      const one = await quiet('HP1', { names: [name()] })
      await stage.world.accept({ transaction: 'HP1' })
      expect(await kindsOf([one])).toEqual(['outdated'])
    })

    it('outdates it if an earlier entry of its subject in the batch was not kept', async () => {
      const wanted = ['HP1', 'HP1', 'HP2', 'HP1'].map((transaction, i) => ({
        transaction,
        names: [name({ key: `${i}` })],
      }))
      await stage.world.accept({ names: [name({ key: '1' })] })
      const entries = await stage.world.entries(wanted)
      expect(await kindsOf(entries)).toEqual(['kept', 'duplicate', 'kept', 'outdated'])
    })

    it('outdates it if the version of a consulted account has changed', async () => {
      const { id } = await stage.world.configuration()
      const edits = [
        () => stage.world.configuration({ name: 'Another' }),
        () => stage.world.changeConfiguration(id, { name: 'Renamed' }),
        () => stage.world.disable(id),
        () => stage.world.remove(id),
        () => stage.store.saveProduct(product({ name: 'Renamed' })),
        () => stage.store.saveAffiliation(affiliation()),
        () => stage.world.changeAccount(producer, { name: 'Ana' }),
      ]
      for (const edit of edits) {
        const before = await entry()
        const unconcerned = await entry({ accountId: affiliate })
        await edit()
        expect([edit, ...(await kindsOf([before, unconcerned, await entry()]))]).toEqual([
          edit,
          'outdated',
          'kept',
          'kept',
        ])
      }
    })

    it('does not include the tokens of an account', async () => {
      const before = await entry()
      await stage.world.changeAccount(producer, { hottok: { current: 'v1.k.new', next: null, switchAt: null } })
      expect(await kindsOf([before])).toEqual(['kept'])
    })

    it('outdates it if the configuration of a held delivery is no longer disabled', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      const [held, blind] = [await entry(), await entry()]
      expect(held.deliveries[0]?.state).toBe('held')
      await stage.world.release(id, 'all')
      await stage.world.releaseAll(id)
      // Without the account's version: the held delivery alone must make the entry outdated.
      const alone = { ...blind, basedOn: { ...blind.basedOn, accounts: new Map<string, number>() } }
      expect(await kindsOf([held, alone])).toEqual(['outdated', 'outdated'])
      expect(await stage.world.heldOf(id)).toBe(0)
    })
  })

  describe('the accounts that an event concerns', () => {
    it('are returned with the versions of all accounts consulted', async () => {
      await stage.store.saveProduct(product({ coProducers: ['acc_partner'] }))
      await stage.store.saveAffiliation(affiliation())
      const asked = [
        { productId, codes: ['A1', 'A2'] },
        { productId: 99, codes: [] },
      ]
      const [concerned, unknown] = await stage.store.readConcerned(asked)
      expect(unknown).toBeNull()
      expect(concerned).toMatchObject({
        product: { id: productId, name: 'A course', coProducers: ['acc_partner'] },
        producer: { name: `Account ${producer}` },
        affiliations: [{ affiliateCode: 'A1', accountId: affiliate }],
      })
      expect([...(concerned?.versions.keys() ?? [])].toSorted()).toEqual(
        [affiliate, 'acc_partner', producer].toSorted(),
      )
      expect(concerned?.versions.get('acc_partner')).toBe(0)
    })

    it('are current after each change', async () => {
      const concerned = async () => (await stage.store.readConcerned([{ productId, codes: ['A1'] }]))[0]
      const before = await concerned()
      await stage.store.saveProduct(product({ name: 'Renamed' }))
      await stage.store.saveAffiliation(affiliation({ sharesBuyerData: true }))
      await stage.world.changeAccount(producer, { name: 'Ana' })
      expect(before).toMatchObject({ product: { name: 'A course' }, affiliations: [] })
      expect(await concerned()).toMatchObject({
        product: { name: 'Renamed' },
        producer: { name: 'Ana' },
        affiliations: [{ sharesBuyerData: true }],
      })
    })

    it('have the configurations that are not removed', async () => {
      const [first, second] = [await stage.world.configuration(), await stage.world.configuration({ name: 'Second' })]
      await stage.world.disable(second.id)
      const gone = await stage.world.configuration()
      await stage.world.remove(gone.id)
      const [wishes, nobody] = await stage.store.readWishes([producer, 'acc_nobody'])
      expect(wishes?.configurations.map(({ id, status }) => [id, status.state])).toEqual([
        [first.id, 'active'],
        [second.id, 'disabled'],
      ])
      expect(nobody).toEqual({ version: 0, configurations: [] })
      const [concerned] = await stage.store.readConcerned([{ productId, codes: [] }])
      expect(wishes?.version).toBe(concerned?.versions.get(producer))
    })
  })
}
