import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/domain/errors.ts'
import { mintUuidBeside } from '../../src/domain/ids.ts'
import type { StoreUpdate } from '../../src/store/contract/ledger.ts'
import type { Stage } from './stage.ts'
import {
  about,
  affiliate,
  affiliation,
  body,
  day,
  emissionOf,
  eventIdOf,
  mintId,
  producer,
  product,
  productId,
} from './world.ts'

/** What every store does, whatever it is made of: the contract `ledger`. */
export function ledgerConformance(stage: Stage) {
  describe('accepting', () => {
    it('keeps an event with its deliveries and bodies over a restart', async () => {
      const configuration = await stage.world.configuration()
      const emission = await stage.world.accept({ transaction: 'HP1' })
      const delivery = emission.deliveries[0] ?? expect.fail()
      await stage.reopen()
      const found = await stage.store.getEvent(emission.event.id)
      expect(found?.event).toEqual({ ...emission.event, data: { purchase: { n: 1 } } })
      expect(found?.deliveries.map((it) => it.id)).toEqual([delivery.id])
      const detail = await stage.world.detail(delivery)
      expect(detail.delivery).toMatchObject({ ...delivery, series: 1, attempts: 0, lastStatus: null })
      expect(detail.delivery.configurationId).toBe(configuration.id)
      expect(detail.body).toEqual(emission.bodies[0])
    })

    it('keeps an event that nobody wants', async () => {
      const emission = await stage.world.accept()
      expect(emission.deliveries).toEqual([])
      expect((await stage.store.getEvent(emission.event.id))?.deliveries).toEqual([])
      expect(await stage.store.getEvent(mintId(stage.world.now))).toBeNull()
    })

    it('lets each update of a batch see what those before it did', async () => {
      const batch = [1, 2, 3].map(() => stage.world.update({ transaction: 'HP1' }))
      const results = await stage.store.accept(batch)
      expect(results.map((result) => emissionOf(result).event.sequence)).toEqual([1, 2, 3])
    })

    it('answers the same name and body as a duplicate, also within a batch and after a restart', async () => {
      const seen = { scope: 'platform', key: 'k1', bodyHash: 'h', expiresAt: stage.world.now + day }
      const [first, second] = await stage.store.accept([stage.world.update({ seen }), stage.world.update({ seen })])
      expect(second).toEqual({ kind: 'duplicate', eventId: eventIdOf(first) })
      await stage.reopen()
      const [third] = await stage.store.accept([stage.world.update({ seen })])
      expect(third).toEqual({ kind: 'duplicate', eventId: eventIdOf(first) })
    })

    it('answers a duplicate without an event when the first one made none', async () => {
      const seen = { scope: 'platform', key: 'k1', bodyHash: 'h', expiresAt: stage.world.now + day }
      const quiet: StoreUpdate = {
        subject: about('HP1'),
        seen,
        decide: () => ({ kind: 'quiet', why: 'unchanged', keep: null }),
      }
      const results = await stage.store.accept([quiet, quiet])
      expect(results.map((result) => result.kind)).toEqual(['stored', 'duplicate'])
      expect(results[1]).toEqual({ kind: 'duplicate', eventId: null })
    })

    it('refuses the same name with another body', async () => {
      const seen = { scope: 'platform', key: 'k1', bodyHash: 'h', expiresAt: stage.world.now + day }
      await stage.world.accept({ seen })
      const [result] = await stage.store.accept([stage.world.update({ seen: { ...seen, bodyHash: 'other' } })])
      expect(result?.kind === 'refused' && result.refusal.code).toBe('idempotency_conflict')
      const [other] = await stage.store.accept([
        stage.world.update({ seen: { ...seen, scope: 'elsewhere', bodyHash: 'other' } }),
      ])
      expect(other?.kind).toBe('stored')
    })

    it('does not remember the name of an update that was refused', async () => {
      const seen = { scope: 'platform', key: 'k1', bodyHash: 'h', expiresAt: stage.world.now + day }
      const refuse = () => {
        throw new Refusal('unknown_product')
      }
      const [result] = await stage.store.accept([{ subject: about('HP1'), seen, decide: refuse }])
      expect(result?.kind === 'refused' && result.refusal.code).toBe('unknown_product')
      expect((await stage.store.accept([stage.world.update({ seen })]))[0]?.kind).toBe('stored')
    })

    it('spares the neighbours of an item that cannot be decided', async () => {
      const fault = new Error('a fault of ours')
      const broken = () => {
        throw fault
      }
      const results = await stage.store.accept([
        stage.world.update(),
        { subject: about('HP9'), seen: null, decide: broken },
        stage.world.update(),
      ])
      expect(results.map((result) => result.kind)).toEqual(['stored', 'broken', 'stored'])
      expect(results[1]).toEqual({ kind: 'broken', error: fault })
      for (const i of [0, 2]) expect(await stage.store.getEvent(eventIdOf(results[i]))).not.toBeNull()
    })

    it('spares the neighbours of an item that cannot be written, keeps nothing of it, and decides nothing twice', async () => {
      await stage.world.configuration()
      const first = stage.world.update({ transaction: 'HP1' })
      const good = emissionOf((await stage.store.accept([first]))[0])
      let decided = 0
      const counting = (update: StoreUpdate): StoreUpdate => ({
        ...update,
        decide: (facts) => {
          decided++
          return update.decide(facts)
        },
      })
      const broken: StoreUpdate = {
        subject: about('HP2'),
        seen: { scope: 's', key: 'k', bodyHash: 'h', expiresAt: stage.world.now + day },
        // Its event is new, but its delivery has an id that exists.
        decide: (facts) => {
          const decision = stage.world.update({ transaction: 'HP2' }).decide(facts)
          if (decision.kind !== 'emit') return decision
          return { ...decision, emission: { ...decision.emission, deliveries: good.deliveries } }
        },
      }
      const batch = [
        stage.world.update({ transaction: 'HP3' }),
        broken,
        stage.world.update({ transaction: 'HP3' }),
      ].map(counting)
      const results = await stage.store.accept(batch)
      expect(results.map((result) => result.kind)).toEqual(['stored', 'broken', 'stored'])
      expect(decided).toBe(3)
      expect(await stage.store.getTransaction('HP2')).toBeNull()
      expect((await stage.store.getTransaction('HP3'))?.events).toHaveLength(2)
      const [again] = await stage.store.accept([stage.world.update({ transaction: 'HP2', seen: broken.seen })])
      expect(again?.kind).toBe('stored')
    })

    it('sees a change of a configuration at once', async () => {
      expect((await stage.world.accept()).deliveries).toHaveLength(0)
      const { id } = await stage.world.configuration()
      expect((await stage.world.accept()).deliveries).toHaveLength(1)
      await stage.world.disable(id)
      expect((await stage.world.deliver()).state).toBe('held')
      await stage.store.changeConfiguration(producer, id, (current) => ({ ...current, hottokInBody: true }))
      const seen: boolean[] = []
      const update = stage.world.update()
      await stage.store.accept([
        {
          ...update,
          decide: (facts) => {
            seen.push(...facts.configurations(producer).map((it) => it.hottokInBody))
            return update.decide(facts)
          },
        },
      ])
      expect(seen).toEqual([true])
      await stage.world.remove(id)
      expect((await stage.world.accept()).deliveries).toHaveLength(0)
    })

    it('sees changes of products, accounts and affiliations at once', async () => {
      const looks: unknown[] = []
      const look = async () => {
        const decide: StoreUpdate['decide'] = (facts) => {
          looks.push([
            facts.product(productId)?.name,
            facts.product(99)?.name,
            facts.account(producer)?.name,
            facts.affiliations(productId, ['A1', 'A2', 'A1']).map((it) => it.sharesBuyerData),
          ])
          return { kind: 'quiet', why: 'unchanged', keep: null }
        }
        await stage.store.accept([{ subject: about('HP1'), seen: null, decide }])
      }
      await look()
      await stage.store.saveProduct(product({ name: 'Renamed' }))
      await stage.store.saveProduct(product({ id: 99, name: 'New' }))
      await stage.store.saveAffiliation(affiliation())
      await stage.store.saveAccount(
        producer,
        () => expect.fail(),
        (known) => ({ ...known, name: 'Ana' }),
      )
      await look()
      expect(looks).toEqual([
        ['A course', undefined, `Account ${producer}`, []],
        ['Renamed', 'New', 'Ana', [false]],
      ])
    })

    it('tells the transaction and its document to the next update', async () => {
      await stage.world.accept({ transaction: 'HP1', document: '{"own":true}' })
      await stage.world.accept({ transaction: 'HP2' })
      const documents: unknown[] = []
      const update = (transaction: string): StoreUpdate => ({
        subject: about(transaction),
        seen: null,
        decide: (facts) => {
          documents.push(facts.document(), facts.transaction?.sequence)
          return { kind: 'quiet', why: 'unchanged', keep: null }
        },
      })
      await stage.store.accept([update('HP1'), update('HP2'), update('HP3')])
      // The second one's document is what its producer's body says.
      expect(documents).toEqual(['{"own":true}', 1, '{"purchase":{"n":1}}', 1, null, undefined])
    })

    it('keeps the document of an update without an event until the next event', async () => {
      await stage.world.accept({ transaction: 'HP1' })
      const { state } = (await stage.store.getTransaction('HP1')) ?? expect.fail()
      const kept = { ...state, occurredAt: stage.world.now + 5 }
      await stage.store.accept([
        {
          subject: about('HP1'),
          seen: null,
          decide: () => ({ kind: 'quiet', why: 'unchanged', keep: { state: kept, document: '{"quiet":1}' } }),
        },
      ])
      expect(await stage.store.getTransaction('HP1')).toMatchObject({ state: kept, document: '{"quiet":1}' })
      expect((await stage.store.getTransaction('HP1'))?.events).toHaveLength(1)
      await stage.world.accept({ transaction: 'HP1', document: '{"loud":1}' })
      expect((await stage.store.getTransaction('HP1'))?.document).toBe('{"loud":1}')
    })

    it('counts a stale event without moving the transaction', async () => {
      const first = await stage.world.accept({ transaction: 'HP1', document: '{"first":1}' })
      const stale = await stage.world.accept({ transaction: 'HP1', stale: true, document: '{"stale":1}' })
      const found = await stage.store.getTransaction('HP1')
      expect(found?.state).toMatchObject({ sequence: 2, eventId: first.event.id })
      expect(found?.document).toBe('{"first":1}')
      expect(found?.events.map((event) => event.id)).toEqual([stale.event.id, first.event.id])
      expect((await stage.world.accept({ transaction: 'HP1' })).event.sequence).toBe(3)
    })

    it('leaves no transaction behind for a test', async () => {
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

    it('takes an empty batch', async () => {
      expect(await stage.store.accept([])).toEqual([])
      expect(await stage.store.record([])).toEqual([])
      expect(await stage.world.claimRound()).toMatchObject([{ claims: [], last: 'end', nextDueAt: null }])
    })
  })

  it('keeps several bodies of one event, each for its own deliveries', async () => {
    const { id } = await stage.world.configuration()
    const update = stage.world.update()
    const [result] = await stage.store.accept([
      {
        ...update,
        decide: (facts) => {
          const decision = update.decide(facts)
          if (decision.kind !== 'emit') return decision
          const { emission } = decision
          const other = { ...body(emission.event, 'for the affiliate'), view: 'affiliate:A1' as const, hottokAt: 3 }
          const [first] = emission.deliveries
          if (!first) return decision
          const delivery = {
            ...first,
            id: mintUuidBeside(emission.event.id, (size) => new Uint8Array(size).fill(7)),
            accountId: affiliate,
            configurationId: null,
            view: other.view,
            test: true,
          }
          const bodies = [...emission.bodies, other]
          return { kind: 'emit', emission: { ...emission, bodies, deliveries: [first, delivery] } }
        },
      },
    ])
    expect(emissionOf(result).deliveries).toHaveLength(2)
    expect((await stage.world.claimOne(id)).body.view).toBe('producer')
    const [ofAffiliate] = await stage.world.claim(null, 1, affiliate)
    expect(ofAffiliate?.body).toMatchObject({ text: 'for the affiliate', hottokAt: 3 })
  })
}
