import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountAction } from '../../src/domain/account-action.ts'
import type { AccessToken, ClientSecret, Credential } from '../../src/domain/credential.ts'
import type { Delivery, Lane } from '../../src/domain/delivery.ts'
import { Refusal } from '../../src/domain/errors.ts'
import type { EventName } from '../../src/domain/event.ts'
import {
  type ConfigurationId,
  type CredentialId,
  type EventId,
  firstUuidAt,
  mintUuidBeside,
  rangeBeside,
} from '../../src/domain/ids.ts'
import type { Session } from '../../src/domain/session.ts'
import type { DeliveryFilter, IntakeNote } from '../../src/store/contract/history.ts'
import type { StoreUpdate } from '../../src/store/contract/ledger.ts'
import type { SealedPlace } from '../../src/store/contract/lifetime.ts'
import type { Store } from '../../src/store/contract/store.ts'
import type { LaneDue, Replay } from '../../src/store/contract/work.ts'
import { legacyPostsConformance } from './legacy-posts.conformance.ts'
import {
  about,
  account,
  affiliate,
  affiliation,
  body,
  day,
  type EventOptions,
  emissionOf,
  eventIdOf,
  hour,
  mintId,
  minute,
  outcomeOf,
  producer,
  product,
  productId,
  start,
  World,
} from './world.ts'

function laneOfConfiguration(configurationId: ConfigurationId): Lane {
  return { accountId: producer, configurationId }
}

export interface OpenStore {
  readonly store: Store
  /** Stops it and opens what it kept. What was claimed and not given back is as a crash leaves it. */
  reopen(): Promise<Store>
  close(): Promise<void>
}

/** What every store does, whatever it is made of. */
export function storeConformance(name: string, open: () => Promise<OpenStore>) {
  describe(name, () => {
    let opened: OpenStore
    let world: World
    let store: Store

    beforeEach(async () => {
      opened = await open()
      store = opened.store
      world = await World.begin(store)
    })

    afterEach(async () => {
      await opened.close()
    })

    /** The same world after a restart. */
    async function reopen() {
      store = await opened.reopen()
      const before = world
      world = new World(store)
      world.now = before.now
    }

    async function refusalOf(promise: Promise<unknown>) {
      const value = await promise
      return value instanceof Refusal ? value.code : value
    }

    // -- lifetime ----------------------------------------------------------------------------------------------------------

    describe('lifetime', () => {
      it('can be stopped twice, and tells that it can be written to while it is open', async () => {
        await store.probe()
        await store.stop()
        await store.stop()
        await expect(store.probe()).rejects.toThrow()
      })

      it('keeps the first value of a fact for good', async () => {
        expect(await store.keepFact('key-check', 'one')).toBe('one')
        expect(await store.keepFact('key-check', 'two')).toBe('one')
        await reopen()
        expect([await store.getFact('key-check'), await store.getFact('another')]).toEqual(['one', null])
        expect(await store.keepFact('key-check', 'three')).toBe('one')
      })

      it('puts one value of a fact in the place of another', async () => {
        await store.setFact('clock', 'one')
        await store.setFact('clock', 'two')
        await reopen()
        expect(await store.getFact('clock')).toBe('two')
      })

      it('names the newest id that it holds', async () => {
        const made = await world.configuration()
        expect(await store.newestId()).toBe(made.id)
        const { event } = await world.accept()
        expect(await store.newestId()).toBe(event.id)
        await reopen()
        expect(await store.newestId()).toBe(event.id)
        expect((await world.configuration()).id).toBe(await store.newestId())
      })

      it('goes through all that may be sealed, and puts other texts in its place', async () => {
        const { id } = await world.configuration({ hottok: 'v1.k.its-own' })
        await store.keepFact('key-check', 'one')
        await store.keepAnswer('acc', 'k', { bodyHash: 'h', status: 200, body: 'two' }, world.now + day)
        const before = (await store.getAccount(producer))?.hottok
        const places: SealedPlace[] = []
        const replaced = await store.renewSeals((sealed, place) => {
          places.push(place)
          const isOurs = place.kind === 'answer' || (place.kind === 'fact' && place.name === 'key-check')
          return isOurs ? `${sealed}, anew` : null
        })
        expect(replaced).toBe(2)
        const [secret] = await store.listSecrets(id, world.now)
        expect(places).toEqual(
          expect.arrayContaining([
            { kind: 'hottok', accountId: producer },
            { kind: 'testSecret', accountId: producer },
            { kind: 'hookHottok', id, accountId: producer },
            { kind: 'signingSecret', id: secret?.id, accountId: producer },
            { kind: 'answer', scope: 'acc', key: 'k' },
            { kind: 'fact', name: 'key-check' },
          ]),
        )
        await reopen()
        expect(await store.keepFact('key-check', 'one')).toBe('one, anew')
        expect(await store.recallAnswer('acc', 'k', world.now)).toMatchObject({ body: 'two, anew' })
        expect((await store.getAccount(producer))?.hottok).toEqual(before)
      })
    })

    // -- who and what ------------------------------------------------------------------------------------------------------

    describe('accounts, products and affiliations', () => {
      it('creates an account once and changes it afterwards', async () => {
        const created = await store.saveAccount(
          'acc_new',
          () => account('acc_new'),
          () => expect.fail(),
        )
        const changed = await store.saveAccount(
          'acc_new',
          () => expect.fail(),
          (known) => ({ ...known, email: 'ana@example.com', hottok: { current: 'a', next: 'b', switchAt: 7 } }),
        )
        expect(created.created).toBe(true)
        expect(changed.created).toBe(false)
        await reopen()
        expect(await store.getAccount('acc_new')).toEqual(changed.value)
        expect(await store.getAccount('acc_other')).toBeNull()
      })

      it('changes nothing of an account when the change is refused', async () => {
        const refused = store.saveAccount(
          producer,
          () => expect.fail(),
          () => {
            throw new Refusal('rotation_in_progress')
          },
        )
        await expect(refused).rejects.toThrow(Refusal)
        expect(await store.getAccount(producer)).toEqual(account(producer))
      })

      it('lists the products that an account produces or co-produces, by id and in pages', async () => {
        await store.saveProduct(product({ id: 1, accountId: affiliate, coProducers: [producer] }))
        await store.saveProduct(product({ id: 2, accountId: affiliate }))
        expect((await store.listProducts(producer, { after: null, limit: 10 })).map((it) => it.id)).toEqual([
          1,
          productId,
        ])
        expect((await store.listProducts(producer, { after: 1, limit: 10 })).map((it) => it.id)).toEqual([productId])
        expect((await store.listProducts(producer, { after: null, limit: 1 })).map((it) => it.id)).toEqual([1])
      })

      it('lists a product no longer to a co-producer who has left', async () => {
        await store.saveProduct(product({ coProducers: [affiliate] }))
        expect(await store.listProducts(affiliate, { after: null, limit: 10 })).toHaveLength(1)
        const saved = await store.saveProduct(product({ name: 'Renamed' }))
        expect(saved).toEqual({ created: false, value: product({ name: 'Renamed' }) })
        expect(await store.listProducts(affiliate, { after: null, limit: 10 })).toHaveLength(0)
        expect(await store.getProduct(productId)).toEqual(product({ name: 'Renamed' }))
        expect(await store.getProduct(99)).toBeNull()
      })

      it('lists affiliations of a product by code, all or those of one account', async () => {
        await store.saveAffiliation(affiliation({ affiliateCode: 'B' }))
        await store.saveAffiliation(affiliation({ affiliateCode: 'A', accountId: producer }))
        expect((await store.saveAffiliation(affiliation({ affiliateCode: 'B', sharesBuyerData: true }))).created).toBe(
          false,
        )
        const codes = async (page: Parameters<Store['listAffiliations']>[1]) =>
          (await store.listAffiliations(productId, page)).map((it) => it.affiliateCode)
        expect(await codes({ after: null, limit: 10 })).toEqual(['A', 'B'])
        expect(await codes({ after: 'A', limit: 10 })).toEqual(['B'])
        expect(await codes({ after: null, limit: 10, accountId: affiliate })).toEqual(['B'])
        expect((await store.getAffiliation(productId, 'B'))?.sharesBuyerData).toBe(true)
        expect(await store.getAffiliation(productId, 'C')).toBeNull()
      })
    })

    // -- configurations ----------------------------------------------------------------------------------------------------

    describe('configurations', () => {
      it('keeps every field over a restart', async () => {
        const configuration = await world.configuration({
          productId,
          hottokInBody: true,
          usesNewHottok: true,
          hottok: 'v1.k.its-own',
          maxPerSecond: 5,
        })
        await reopen()
        expect(await store.getConfiguration(producer, configuration.id)).toEqual({
          configuration,
          health: { lastSuccessAt: null, failingSince: null, failures: 0 },
          statedLimit: { pausedUntil: null, perSecond: null },
          held: 0,
          heldSince: null,
        })
      })

      it('shows a removed one only to those who ask for it', async () => {
        const { id } = await world.configuration()
        await world.remove(id)
        expect(await store.getConfiguration(producer, id)).toBeNull()
        expect((await store.getConfiguration(producer, id, true))?.configuration.status.state).toBe('removed')
        expect(await store.changeConfiguration(producer, id, (it) => it)).toBeNull()
        expect(await store.listConfigurations(producer, { before: null, limit: 10 })).toEqual([])
        expect(await store.listConfigurations(producer, { before: null, limit: 10, withRemoved: true })).toHaveLength(1)
      })

      it('keeps no more than so many of an account, not counting those that are removed', async () => {
        const first = await world.configuration()
        const create = (accountId: string) => {
          const another = { ...first, accountId, id: mintId(world.now) }
          return store.createConfiguration(another, world.secret(another.id), 2)
        }
        expect([await create(producer), await create(producer), await create(affiliate)]).toEqual([true, false, true])
        expect(await store.listConfigurations(producer, { before: null, limit: 10 })).toHaveLength(2)
        await world.remove(first.id)
        expect([await create(producer), await create(producer)]).toEqual([true, false])
      })

      it('lists newest first, in pages', async () => {
        const ids: string[] = []
        for (let i = 0; i < 3; i++) ids.unshift((await world.configuration()).id)
        const all = await store.listConfigurations(producer, { before: null, limit: 2 })
        expect(all.map((it) => it.configuration.id)).toEqual(ids.slice(0, 2))
        const rest = await store.listConfigurations(producer, { before: all[1]?.configuration.id ?? null, limit: 2 })
        expect(rest.map((it) => it.configuration.id)).toEqual(ids.slice(2))
      })

      it('are listed by what made them', async () => {
        const zap = await world.configuration({ source: 'zapier' })
        await world.configuration()
        const make = await world.configuration({ source: 'make' })
        const ids = async (sources: readonly string[], limit = 10) =>
          (await store.listConfigurations(producer, { before: null, limit, sources })).map(
            ({ configuration }) => configuration.id,
          )
        expect(await ids(['zapier', 'make'])).toEqual([make.id, zap.id])
        expect(await ids(['zapier', 'make'], 1)).toEqual([make.id])
        expect(await ids(['zapier'])).toEqual([zap.id])
        expect(await ids([])).toEqual([])
      })

      it("are absent for another account, and so can't be changed by it", async () => {
        const { id } = await world.configuration()
        expect(await store.getConfiguration(affiliate, id)).toBeNull()
        expect(await store.changeConfiguration(affiliate, id, () => expect.fail())).toBeNull()
        expect(await store.listConfigurations(affiliate, { before: null, limit: 10 })).toEqual([])
      })

      it('forget that some switched early when a rotation of the token begins', async () => {
        const { id } = await world.configuration({ usesNewHottok: true })
        await store.forgetEarlySwitches(producer)
        expect((await store.getConfiguration(producer, id))?.configuration.usesNewHottok).toBe(false)
      })

      it('have several secrets in force during a rotation, newest first', async () => {
        const { id } = await world.configuration()
        world.now += minute
        await store.rotateSecret(world.secret(id, 'second'), world.now + hour)
        world.now += minute
        await store.rotateSecret(world.secret(id, 'third'), world.now + 2 * hour)
        const sealed = async (now: number) => (await store.listSecrets(id, now)).map((secret) => secret.sealed)
        expect(await sealed(world.now)).toEqual(['third', 'second', 'v1.k.secret'])
        // The first one's end is not put off by the second rotation.
        expect(await sealed(world.now - minute + hour)).toEqual(['third', 'second'])
        expect(await sealed(world.now + 2 * hour)).toEqual(['third'])
      })
    })

    // -- accepting ---------------------------------------------------------------------------------------------------------

    describe('accepting', () => {
      it('keeps an event with its deliveries and bodies over a restart', async () => {
        const configuration = await world.configuration()
        const emission = await world.accept({ transaction: 'HP1' })
        const delivery = emission.deliveries[0] ?? expect.fail()
        await reopen()
        const found = await store.getEvent(emission.event.id)
        expect(found?.event).toEqual({ ...emission.event, data: { purchase: { n: 1 } } })
        expect(found?.deliveries.map((it) => it.id)).toEqual([delivery.id])
        const detail = await world.detail(delivery)
        expect(detail.delivery).toMatchObject({ ...delivery, series: 1, attempts: 0, lastStatus: null })
        expect(detail.delivery.configurationId).toBe(configuration.id)
        expect(detail.body).toEqual(emission.bodies[0])
      })

      it('keeps an event that nobody wants', async () => {
        const emission = await world.accept()
        expect(emission.deliveries).toEqual([])
        expect((await store.getEvent(emission.event.id))?.deliveries).toEqual([])
        expect(await store.getEvent(mintId(world.now))).toBeNull()
      })

      it('lets each update of a batch see what those before it did', async () => {
        const batch = [1, 2, 3].map(() => world.update({ transaction: 'HP1' }))
        const results = await store.accept(batch)
        expect(results.map((result) => emissionOf(result).event.sequence)).toEqual([1, 2, 3])
      })

      it('answers the same name and body as a duplicate, also within a batch and after a restart', async () => {
        const seen = { scope: 'platform', key: 'k1', bodyHash: 'h', expiresAt: world.now + day }
        const [first, second] = await store.accept([world.update({ seen }), world.update({ seen })])
        expect(second).toEqual({ kind: 'duplicate', eventId: eventIdOf(first) })
        await reopen()
        const [third] = await store.accept([world.update({ seen })])
        expect(third).toEqual({ kind: 'duplicate', eventId: eventIdOf(first) })
      })

      it('answers a duplicate without an event when the first one made none', async () => {
        const seen = { scope: 'platform', key: 'k1', bodyHash: 'h', expiresAt: world.now + day }
        const quiet: StoreUpdate = {
          subject: about('HP1'),
          seen,
          decide: () => ({ kind: 'quiet', why: 'unchanged', keep: null }),
        }
        const results = await store.accept([quiet, quiet])
        expect(results.map((result) => result.kind)).toEqual(['stored', 'duplicate'])
        expect(results[1]).toEqual({ kind: 'duplicate', eventId: null })
      })

      it('refuses the same name with another body', async () => {
        const seen = { scope: 'platform', key: 'k1', bodyHash: 'h', expiresAt: world.now + day }
        await world.accept({ seen })
        const [result] = await store.accept([world.update({ seen: { ...seen, bodyHash: 'other' } })])
        expect(result?.kind === 'refused' && result.refusal.code).toBe('idempotency_conflict')
        const [other] = await store.accept([world.update({ seen: { ...seen, scope: 'elsewhere', bodyHash: 'other' } })])
        expect(other?.kind).toBe('stored')
      })

      it('does not remember the name of an update that was refused', async () => {
        const seen = { scope: 'platform', key: 'k1', bodyHash: 'h', expiresAt: world.now + day }
        const refuse = () => {
          throw new Refusal('unknown_product')
        }
        const [result] = await store.accept([{ subject: about('HP1'), seen, decide: refuse }])
        expect(result?.kind === 'refused' && result.refusal.code).toBe('unknown_product')
        expect((await store.accept([world.update({ seen })]))[0]?.kind).toBe('stored')
      })

      it('spares the neighbours of an item that cannot be decided', async () => {
        const fault = new Error('a fault of ours')
        const broken = () => {
          throw fault
        }
        const results = await store.accept([
          world.update(),
          { subject: about('HP9'), seen: null, decide: broken },
          world.update(),
        ])
        expect(results.map((result) => result.kind)).toEqual(['stored', 'broken', 'stored'])
        expect(results[1]).toEqual({ kind: 'broken', error: fault })
        for (const i of [0, 2]) expect(await store.getEvent(eventIdOf(results[i]))).not.toBeNull()
      })

      it('spares the neighbours of an item that cannot be written, keeps nothing of it, and decides nothing twice', async () => {
        await world.configuration()
        const first = world.update({ transaction: 'HP1' })
        const good = emissionOf((await store.accept([first]))[0])
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
          seen: { scope: 's', key: 'k', bodyHash: 'h', expiresAt: world.now + day },
          // Its event is new, but its delivery has an id that exists.
          decide: (facts) => {
            const decision = world.update({ transaction: 'HP2' }).decide(facts)
            if (decision.kind !== 'emit') return decision
            return { ...decision, emission: { ...decision.emission, deliveries: good.deliveries } }
          },
        }
        const batch = [world.update({ transaction: 'HP3' }), broken, world.update({ transaction: 'HP3' })].map(counting)
        const results = await store.accept(batch)
        expect(results.map((result) => result.kind)).toEqual(['stored', 'broken', 'stored'])
        expect(decided).toBe(3)
        expect(await store.getTransaction('HP2')).toBeNull()
        expect((await store.getTransaction('HP3'))?.events).toHaveLength(2)
        const [again] = await store.accept([world.update({ transaction: 'HP2', seen: broken.seen })])
        expect(again?.kind).toBe('stored')
      })

      it('sees a change of a configuration at once', async () => {
        expect((await world.accept()).deliveries).toHaveLength(0)
        const { id } = await world.configuration()
        expect((await world.accept()).deliveries).toHaveLength(1)
        await world.disable(id)
        expect((await world.deliver()).state).toBe('held')
        await store.changeConfiguration(producer, id, (current) => ({ ...current, hottokInBody: true }))
        const seen: boolean[] = []
        const update = world.update()
        await store.accept([
          {
            ...update,
            decide: (facts) => {
              seen.push(...facts.configurations(producer).map((it) => it.hottokInBody))
              return update.decide(facts)
            },
          },
        ])
        expect(seen).toEqual([true])
        await world.remove(id)
        expect((await world.accept()).deliveries).toHaveLength(0)
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
          await store.accept([{ subject: about('HP1'), seen: null, decide }])
        }
        await look()
        await store.saveProduct(product({ name: 'Renamed' }))
        await store.saveProduct(product({ id: 99, name: 'New' }))
        await store.saveAffiliation(affiliation())
        await store.saveAccount(
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
        await world.accept({ transaction: 'HP1', document: '{"own":true}' })
        await world.accept({ transaction: 'HP2' })
        const documents: unknown[] = []
        const update = (transaction: string): StoreUpdate => ({
          subject: about(transaction),
          seen: null,
          decide: (facts) => {
            documents.push(facts.document(), facts.transaction?.sequence)
            return { kind: 'quiet', why: 'unchanged', keep: null }
          },
        })
        await store.accept([update('HP1'), update('HP2'), update('HP3')])
        // The second one's document is what its producer's body says.
        expect(documents).toEqual(['{"own":true}', 1, '{"purchase":{"n":1}}', 1, null, undefined])
      })

      it('keeps the document of an update without an event until the next event', async () => {
        await world.accept({ transaction: 'HP1' })
        const { state } = (await store.getTransaction('HP1')) ?? expect.fail()
        const kept = { ...state, occurredAt: world.now + 5 }
        await store.accept([
          {
            subject: about('HP1'),
            seen: null,
            decide: () => ({ kind: 'quiet', why: 'unchanged', keep: { state: kept, document: '{"quiet":1}' } }),
          },
        ])
        expect(await store.getTransaction('HP1')).toMatchObject({ state: kept, document: '{"quiet":1}' })
        expect((await store.getTransaction('HP1'))?.events).toHaveLength(1)
        await world.accept({ transaction: 'HP1', document: '{"loud":1}' })
        expect((await store.getTransaction('HP1'))?.document).toBe('{"loud":1}')
      })

      it('counts a stale event without moving the transaction', async () => {
        const first = await world.accept({ transaction: 'HP1', document: '{"first":1}' })
        const stale = await world.accept({ transaction: 'HP1', stale: true, document: '{"stale":1}' })
        const found = await store.getTransaction('HP1')
        expect(found?.state).toMatchObject({ sequence: 2, eventId: first.event.id })
        expect(found?.document).toBe('{"first":1}')
        expect(found?.events.map((event) => event.id)).toEqual([stale.event.id, first.event.id])
        expect((await world.accept({ transaction: 'HP1' })).event.sequence).toBe(3)
      })

      it('leaves no transaction behind for a test', async () => {
        await world.configuration()
        const delivery = await world.deliver({ transaction: 'HP00000000000001', test: true })
        expect(await store.getTransaction('HP00000000000001')).toBeNull()
        expect((await world.detail(delivery)).delivery).toMatchObject({ test: true, trigger: 'test' })
      })

      it('keeps free-URL tests without a configuration', async () => {
        const delivery = await world.deliver({ test: true, freeUrl: 'https://free.example/' })
        expect((await world.detail(delivery)).delivery).toMatchObject({
          configurationId: null,
          freeUrl: 'https://free.example/',
        })
        expect((await world.claimOne(null)).delivery.id).toBe(delivery.id)
      })

      it('takes an empty batch', async () => {
        expect(await store.accept([])).toEqual([])
        expect(await store.recordAttempts([])).toEqual([])
        expect(await world.claimLanes([])).toEqual({ claims: [], nextDueAt: [] })
      })
    })

    // -- fields that nobody documented -------------------------------------------------------------------------------------

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

      it('adds up, over a restart too, and lists the most frequent first', async () => {
        const first = seen('data.gift', start)
        const last = seen('data.gift', start + 3, 2)
        const other = seen('data.buyer.nick', start + 1)
        const ofOtherEvent: IntakeNote = { ...first, event: 'SWITCH_PLAN' }
        await store.countIntakeNotes([first, other])
        await reopen()
        await store.countIntakeNotes([last, ofOtherEvent, seen('data.gift', start + 2)])
        expect(await store.listIntakeNotes()).toEqual([{ ...last, count: 4, firstAt: start }, other, ofOtherEvent])
      })

      it('keeps a bounded number of rows, and counts the rest of an event together', async () => {
        await store.countIntakeNotes(Array.from({ length: 1_500 }, (_, i) => seen(`data.f${i}`, start + i)))
        await store.countIntakeNotes([seen('data.f0', start + 2_000), seen('data.new', start + 2_000)])
        const fields = await store.listIntakeNotes()
        expect(fields.length).toBe(1_001)
        expect(fields[0]).toMatchObject({ event, field: '', count: 501, firstAt: start + 1_000, lastAt: start + 2_000 })
        expect(fields[1]).toMatchObject({ field: 'data.f0', count: 2 })
        expect(fields.reduce((sum, { count }) => sum + count, 0)).toBe(1_502)
      })

      it('takes none', async () => {
        await store.countIntakeNotes([])
        expect(await store.listIntakeNotes()).toEqual([])
      })
    })

    // -- claiming ----------------------------------------------------------------------------------------------------------

    describe('claiming', () => {
      it('takes at most so many of each lane, oldest first, and none of them twice', async () => {
        const busy = await world.configuration()
        const quiet = await world.configuration()
        const ids: string[] = []
        for (let i = 0; i < 5; i++, world.now++) ids.push((await world.deliver({ to: busy.id })).id)
        const other = await world.deliver({ to: quiet.id })
        const lanes = [busy, quiet].map(({ id }) => ({ lane: laneOfConfiguration(id), limit: 2 }))
        const { claims, nextDueAt } = await world.claimLanes(lanes)
        expect(nextDueAt).toEqual([start + 2, null])
        expect(claims.map((claim) => claim.delivery.id)).toEqual([ids[0], ids[1], other.id])
        expect(claims[0]).toMatchObject({ delivery: { state: 'sending', dueAt: null }, body: { view: 'producer' } })
        const next = await world.claimLanes(lanes)
        expect(next.claims.map((claim) => claim.delivery.id)).toEqual([ids[2], ids[3]])
        expect(await world.stateOf(other)).toBe('sending')
      })

      it('takes what was accepted in one millisecond in the order of its acceptance', async () => {
        const { id } = await world.configuration()
        const batch = Array.from({ length: 10 }, () => world.update({ transaction: 'HP1' }))
        await store.accept(batch)
        expect((await world.claim(id)).map((claim) => claim.delivery.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      })

      it('takes nothing before its time', async () => {
        const { id } = await world.configuration()
        await world.deliver()
        world.now--
        expect(await world.claim(id)).toEqual([])
        expect(await world.nextDue(id)).toBe(start)
        world.now++
        await world.claimOne(id)
        expect(await world.nextDue(id)).toBeNull()
      })

      it('takes large bodies in small pieces, and says what is left', async () => {
        const [one, two] = [await world.configuration(), await world.configuration()]
        for (const { id } of [one, one, one, two]) await world.deliver({ to: id, text: 'x'.repeat(400_000) })
        const lanes = [one, two].map(({ id }) => ({ lane: laneOfConfiguration(id), limit: 10 }))
        const piece = await world.claimLanes(lanes)
        expect(piece.claims.map(({ delivery }) => delivery.configurationId)).toEqual([one.id, one.id, one.id])
        expect(piece.nextDueAt).toEqual([null, start])
        expect((await world.claimLanes(lanes)).claims.map(({ delivery }) => delivery.configurationId)).toEqual([two.id])
        for (const { id } of [one, one, two, two]) await world.deliver({ to: id, text: 'x'.repeat(400_000) })
        // A lane with little room for bytes gets one all the same, and leaves the rest to the others.
        const small = lanes.map((asked) => ({ ...asked, bytes: 1_000 }))
        const ofBoth = await world.claimLanes(small)
        expect(ofBoth.claims.map(({ delivery }) => delivery.configurationId)).toEqual([one.id, two.id])
      })

      it('leaves alone what this process took in the accept', async () => {
        const { id } = await world.configuration()
        const delivery = await world.deliver({ state: 'sending' })
        expect(await world.claim(id)).toEqual([])
        await world.record(outcomeOf((await world.detail(delivery)).delivery, { at: world.now }))
        expect(await world.stateOf(delivery)).toBe('delivered')
      })

      it('takes nothing of a disabled or removed configuration, and does not announce it', async () => {
        const { id } = await world.configuration()
        await world.deliver()
        for (const end of ['disable', 'remove'] as const) {
          await world[end](id)
          expect(await world.claim(id)).toEqual([])
          expect(await world.nextDue(id)).toBeNull()
          expect(await store.listLanes()).toEqual([])
        }
      })

      it('takes tests in a lane of their own, even of a disabled configuration', async () => {
        const { id } = await world.configuration()
        await world.disable(id)
        const test = await world.deliver({ test: true })
        const free = await world.deliver({ test: true, freeUrl: 'https://free.example/' })
        const others = await world.deliver({ test: true, freeUrl: 'https://free.example/', accountId: affiliate })
        expect(await store.listLanes()).toEqual([
          { lane: { accountId: affiliate, configurationId: null }, dueAt: world.now },
          { lane: { accountId: producer, configurationId: null }, dueAt: world.now },
        ])
        expect(await world.claim(id)).toEqual([])
        expect((await world.claim(null)).map((claim) => claim.delivery.id)).toEqual([test.id, free.id])
        expect(await world.nextDue(null)).toBeNull()
        expect((await world.claim(null, 9, affiliate)).map((claim) => claim.delivery.id)).toEqual([others.id])
      })

      it('lists every lane with something ahead of it and when the first of it is due', async () => {
        const lanes = []
        for (let i = 0; i < 20; i++) {
          const { id } = await world.configuration()
          lanes.push({ lane: laneOfConfiguration(id), dueAt: world.now })
          await world.deliver({ to: id })
          await world.deliver({ to: id })
          world.now++
        }
        await world.configuration()
        const byLane = (a: LaneDue, b: LaneDue) =>
          String(a.lane.configurationId).localeCompare(String(b.lane.configurationId))
        expect((await store.listLanes()).toSorted(byLane)).toEqual(lanes.toSorted(byLane))
      })

      it('gives claims back to their old place in the order', async () => {
        const { id } = await world.configuration()
        const ids: string[] = []
        for (let i = 0; i < 4; i++, world.now++) ids.push((await world.deliver()).id)
        const claims = await world.claim(id, 2)
        world.now += minute
        await store.releaseClaims(
          claims.map((claim) => claim.delivery.id),
          world.now,
        )
        const again = await world.claim(id)
        expect(again.map((claim) => claim.delivery.id)).toEqual(ids)
        expect(again[0]?.delivery.attemptsTotal).toBe(0)
      })

      it('gives a retry back as a retry', async () => {
        const { id } = await world.configuration()
        await world.deliver()
        const { delivery } = await world.claimOne(id)
        await world.record(outcomeOf(delivery, { at: world.now, outcome: 'rejected' }))
        world.now += minute
        await world.claimOne(id)
        await store.releaseClaims([delivery.id], world.now)
        expect((await world.detail(delivery)).delivery).toMatchObject({
          state: 'retrying',
          dueAt: world.now,
          attempts: 1,
        })
      })

      it('gives back nothing that is not claimed', async () => {
        await world.configuration()
        const delivery = await world.deliver({ state: 'sending' })
        await world.record(outcomeOf((await world.detail(delivery)).delivery, { at: world.now }))
        await store.releaseClaims([delivery.id, mintId(world.now)], world.now)
        expect(await world.stateOf(delivery)).toBe('delivered')
      })

      it('holds a claim that is given back after its configuration was disabled, and cancels it after a removal', async () => {
        const { id } = await world.configuration()
        const [one, two] = [await world.deliver({ state: 'sending' }), await world.deliver({ state: 'sending' })]
        await world.disable(id)
        await store.releaseClaims([one.id], world.now)
        expect(await world.stateOf(one)).toBe('held')
        expect(await world.heldOf(id)).toBe(1)
        await world.remove(id)
        await store.releaseClaims([two.id], world.now)
        expect((await world.detail(two)).delivery).toMatchObject({
          state: 'cancelled',
          cancelReason: 'configuration removed',
        })
      })
    })

    // -- recording ---------------------------------------------------------------------------------------------------------

    describe('recording', () => {
      it('makes a delivery delivered and keeps the whole attempt', async () => {
        const { id } = await world.configuration()
        await world.deliver()
        const { delivery } = await world.claimOne(id)
        const outcome = outcomeOf(delivery, { at: world.now + 3 })
        const result = await world.record(outcome)
        expect(result.delivery).toMatchObject({
          state: 'delivered',
          attempts: 1,
          attemptsTotal: 1,
          lastStatus: 200,
          lastOutcome: 'delivered',
          lastAttemptAt: world.now + 3,
          deliveredAt: world.now + 3,
          dueAt: null,
        })
        await reopen()
        const detail = await world.detail(delivery)
        expect(detail.delivery).toEqual(result.delivery)
        const [attempt] = detail.attempts
        expect({ ...attempt, responseBody: Buffer.from(attempt?.responseBody ?? []).toString() }).toEqual({
          ...outcome.attempt,
          responseBody: 'thanks',
          counted: true,
          late: false,
        })
      })

      it('puts a retry on the clock', async () => {
        const { id } = await world.configuration()
        await world.deliver()
        const { delivery } = await world.claimOne(id)
        const next = { kind: 'retry', dueAt: world.now + 5 * minute } as const
        const { delivery: moved } = await world.record(outcomeOf(delivery, { at: world.now, outcome: 'timeout', next }))
        expect(moved).toMatchObject({ state: 'retrying', dueAt: next.dueAt, deliveredAt: null })
        expect(await world.claim(id)).toEqual([])
        expect(await world.nextDue(id)).toBe(next.dueAt)
        world.now = next.dueAt
        expect((await world.claimOne(id)).delivery).toMatchObject({ attempts: 1, attemptsTotal: 1 })
      })

      it('ends as failed when the series is used up, and tells whether all of it was the fault of the URL', async () => {
        const { id } = await world.configuration()
        await world.deliver()
        const first = (await world.claimOne(id)).delivery
        const at = world.now
        const one = await world.record(outcomeOf(first, { at, outcome: 'rejected', status: 404, blamesUrl: true }))
        expect(one).toMatchObject({ allBlameUrl: true, firstAttemptAt: at })
        world.now += minute
        const two = await world.record(
          outcomeOf((await world.claimOne(id)).delivery, {
            at: world.now,
            outcome: 'rejected',
            status: 404,
            blamesUrl: true,
          }),
        )
        expect(two).toMatchObject({ allBlameUrl: true, firstAttemptAt: at })
        world.now += minute
        const three = await world.record(
          outcomeOf((await world.claimOne(id)).delivery, {
            at: world.now,
            outcome: 'rejected',
            next: { kind: 'used-up' },
          }),
        )
        expect(three).toMatchObject({
          allBlameUrl: false,
          firstAttemptAt: at,
          delivery: { state: 'failed', attempts: 3 },
        })
      })

      it('lets the first outcome of an attempt win and keeps a later one as evidence', async () => {
        const { id } = await world.configuration()
        await world.deliver()
        const { delivery } = await world.claimOne(id)
        await world.record(outcomeOf(delivery, { at: world.now, outcome: 'timeout', status: 408 }))
        const late = await store.recordAttempts([
          outcomeOf(delivery, { at: world.now + 1 }),
          outcomeOf(delivery, { at: world.now + 2, outcome: 'rejected' }),
        ])
        expect(late).toEqual([{ kind: 'late' }, { kind: 'late' }])
        const detail = await world.detail(delivery)
        expect(detail.delivery).toMatchObject({ state: 'retrying', attemptsTotal: 1, lastStatus: 408 })
        expect(detail.attempts.map(({ number, status, late }) => [number, status, late])).toEqual([
          [1, 408, false],
          [1, 200, true],
          [1, 500, true],
        ])
        world.now += minute
        const second = (await world.claimOne(id)).delivery
        await world.record(outcomeOf(second, { at: world.now }))
        expect((await world.detail(delivery)).attempts.map((attempt) => attempt.number)).toEqual([1, 1, 1, 2])
      })

      describe('a limit that the receiver states', () => {
        /** A lane whose receiver has just taken a post, unless told otherwise. */
        async function lane({ takes = true } = {}) {
          const { id } = await world.configuration()
          if (takes) {
            await world.deliver({ to: id })
            await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now }))
          }
          return id
        }
        async function refuse(id: ConfigurationId, waitMs = minute) {
          const { delivery } = await world.claimOne(id)
          return world.record(
            outcomeOf(delivery, {
              at: world.now,
              outcome: 'rejected',
              status: 429,
              statedLimit: { pausedUntil: world.now + waitMs, perSecond: 2 },
            }),
          )
        }

        it('pauses the lane and uses up no attempt, and every refusal has a number of its own', async () => {
          const id = await lane()
          const first = await world.deliver({ to: id, transaction: 'HP1' })
          const second = await world.deliver({ to: id, transaction: 'HP1' })
          const { counted, delivery } = await refuse(id)
          expect(counted).toBe(false)
          expect(delivery).toMatchObject({
            id: first.id,
            state: 'queued',
            attempts: 0,
            attemptsTotal: 1,
            lastStatus: 429,
          })
          expect(await world.claim(id)).toEqual([])
          expect(await world.nextDue(id)).toBe(world.now + minute)
          expect(await store.listLanes()).toEqual([{ lane: laneOfConfiguration(id), dueAt: world.now + minute }])
          const detail = await world.detail(first)
          expect(detail.delivery.dueAt).toBe(world.now + minute)
          expect(detail.attempts).toMatchObject([
            { number: 1, inSeries: 1, counted: false, askedUntil: world.now + minute },
          ])
          expect((await world.detail(second)).delivery.dueAt).toBe(world.now + minute)
          const record = await store.getConfiguration(producer, id)
          expect(record?.statedLimit).toEqual({ pausedUntil: world.now + minute, perSecond: 2 })
          world.now += minute
          // In its old place, before what came after it.
          const claims = await world.claim(id)
          expect(claims.map(({ delivery }) => delivery.id)).toEqual([first.id, second.id])
          await world.record(outcomeOf(claims[0]?.delivery as Delivery, { at: world.now }))
          expect((await world.detail(first)).attempts).toMatchObject([
            { number: 1, inSeries: 1, counted: false },
            { number: 2, inSeries: 1, counted: true },
          ])
        })

        it('counts where the receiver has taken nothing for ten minutes: it is down', async () => {
          const id = await lane({ takes: false })
          const delivery = await world.deliver({ to: id })
          expect(await refuse(id)).toMatchObject({ counted: true, delivery: { state: 'retrying', attempts: 1 } })
          const taking = await lane()
          await world.deliver({ to: taking })
          world.now += 10 * minute + 1
          expect((await refuse(taking)).counted).toBe(true)
          expect((await world.detail(delivery)).attempts[0]?.counted).toBe(true)
        })

        it('counts from the twentieth of a delivery on, and after a day', async () => {
          const id = await lane()
          await world.deliver({ to: id })
          for (let refusal = 0; refusal < 20; refusal++) {
            expect((await refuse(id, 1_000)).counted).toBe(false)
            world.now += 1_000
          }
          expect(await refuse(id, 1_000)).toMatchObject({ counted: true, delivery: { attempts: 1, attemptsTotal: 21 } })
          const other = await lane()
          await world.deliver({ to: other })
          expect((await refuse(other, day)).counted).toBe(false)
          world.now += day
          const receiverTakes = await world.deliver({ to: other, state: 'sending' })
          await world.record(outcomeOf((await world.detail(receiverTakes)).delivery, { at: world.now }))
          expect((await refuse(other)).counted).toBe(true)
        })

        it('counts neither way for disabling, and a success by hand shows that the receiver takes others', async () => {
          const id = await lane({ takes: false })
          await world.deliver({ to: id })
          await refuse(id)
          expect((await store.getConfiguration(producer, id))?.health).toEqual({
            lastSuccessAt: null,
            failingSince: null,
            failures: 0,
          })
          world.now += hour
          const { delivery } = await world.claimOne(id)
          await world.record(outcomeOf(delivery, { at: world.now, counts: false }))
          await world.deliver({ to: id })
          expect((await refuse(id)).counted).toBe(false)
          expect((await store.getConfiguration(producer, id))?.health.lastSuccessAt).toBeNull()
        })

        it('comes back as a retry when the pause is over, if it had been tried before', async () => {
          const id = await lane()
          await world.deliver({ to: id })
          await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now, outcome: 'rejected' }))
          world.now += minute
          expect((await refuse(id, 5_000)).delivery).toMatchObject({
            state: 'retrying',
            attempts: 1,
            attemptsTotal: 2,
            dueAt: world.now + 5_000,
          })
        })

        it('is forgotten when the address is another one', async () => {
          const id = await lane()
          await world.deliver({ to: id })
          await refuse(id)
          await store.changeConfiguration(producer, id, (it) => ({ ...it, url: 'https://other.example/' }))
          expect((await store.getConfiguration(producer, id))?.statedLimit).toEqual({
            pausedUntil: null,
            perSecond: null,
          })
          expect(await world.claim(id)).toHaveLength(1)
        })
      })

      it('keeps as late what comes for a delivery that is no longer claimed', async () => {
        const { id } = await world.configuration()
        await world.deliver()
        const { delivery } = await world.claimOne(id)
        await store.releaseClaims([delivery.id], world.now)
        expect(await store.recordAttempts([outcomeOf(delivery, { at: world.now })])).toEqual([{ kind: 'late' }])
        expect(await world.stateOf(delivery)).toBe('queued')
        await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now }))
        expect((await world.detail(delivery)).attempts.map((attempt) => attempt.late)).toEqual([false, true])
      })

      it('spares the neighbours of an outcome that cannot be written', async () => {
        const { id } = await world.configuration()
        for (let i = 0; i < 3; i++) await world.deliver()
        const [one, two, three] = (await world.claim(id)).map((claim) => claim.delivery)
        if (!one || !two || !three) return expect.fail()
        const broken = outcomeOf(two, { at: world.now })
        const results = await store.recordAttempts([
          outcomeOf(one, { at: world.now }),
          { ...broken, attempt: { ...broken.attempt, url: null as never } },
          outcomeOf(three, { at: world.now }),
        ])
        expect(results.map((result) => result.kind)).toEqual(['recorded', 'broken', 'recorded'])
        expect(await world.stateOf(two)).toBe('sending')
        expect((await world.detail(two)).attempts).toEqual([])
        const stats = await store.readStats({ accountId: producer, from: 0, to: world.now + day })
        expect(stats.map((row) => row.count)).toEqual([2])
      })

      it('holds a retry of a disabled configuration instead of scheduling it', async () => {
        const { id } = await world.configuration()
        const delivery = await world.deliver({ state: 'sending' })
        await world.disable(id)
        const result = await world.record(
          outcomeOf((await world.detail(delivery)).delivery, { at: world.now, outcome: 'rejected' }),
        )
        expect(result.delivery).toMatchObject({ state: 'held', dueAt: null, attempts: 1 })
        expect(await world.heldOf(id)).toBe(1)
        expect((await world.detail(delivery)).actions.map((action) => action.kind)).toContain('held')
      })

      it('still makes a delivery delivered when its configuration was disabled in the meantime', async () => {
        const { id } = await world.configuration()
        const delivery = await world.deliver({ state: 'sending' })
        await world.disable(id)
        await world.record(outcomeOf((await world.detail(delivery)).delivery, { at: world.now }))
        expect(await world.stateOf(delivery)).toBe('delivered')
        expect(await world.heldOf(id)).toBe(0)
      })

      it('retries a test even if its configuration is disabled', async () => {
        const { id } = await world.configuration()
        await world.disable(id)
        await world.deliver({ test: true })
        const { delivery } = await world.claimOne(null)
        await world.record(outcomeOf(delivery, { at: world.now, outcome: 'rejected' }))
        expect(await world.stateOf(delivery)).toBe('retrying')
        expect(await store.holdPending(id, 'postback', world.now, 10)).toBe(0)
        world.now += minute
        expect((await world.claimOne(null)).delivery.id).toBe(delivery.id)
      })

      it('cancels a retry of a removed configuration', async () => {
        const { id } = await world.configuration()
        const delivery = await world.deliver({ state: 'sending' })
        await world.remove(id)
        const result = await world.record(
          outcomeOf((await world.detail(delivery)).delivery, { at: world.now, outcome: 'rejected' }),
        )
        expect(result.delivery).toMatchObject({ state: 'cancelled', cancelReason: 'configuration removed' })
      })

      it('keeps the health of a configuration: first failure, how many, last success', async () => {
        const { id } = await world.configuration()
        const health = async () => (await store.getConfiguration(producer, id))?.health
        const attempt = async (options: Partial<Parameters<typeof outcomeOf>[1]>) => {
          await world.deliver()
          const { delivery } = await world.claimOne(id)
          const next = { kind: 'used-up' } as const
          const outcome = { at: world.now, ...(options.outcome ? { next } : {}), ...options }
          return (await world.record(outcomeOf(delivery, outcome))).health
        }
        const failedAt = world.now
        expect(await attempt({ outcome: 'rejected' })).toEqual({
          lastSuccessAt: null,
          failingSince: failedAt,
          failures: 1,
        })
        world.now += hour
        expect(await attempt({ outcome: 'timeout' })).toEqual({
          lastSuccessAt: null,
          failingSince: failedAt,
          failures: 2,
        })
        expect(await attempt({ outcome: 'timeout', counts: false })).toMatchObject({ failures: 2 })
        await attempt({})
        expect(await health()).toEqual({ lastSuccessAt: world.now, failingSince: null, failures: 0 })
      })

      it.each<[string, (world: World, id: ConfigurationId) => Promise<unknown>]>([
        ['is enabled again', (world, id) => world.disable(id).then(() => world.release(id, 'all'))],
        [
          'gets another address',
          (world, id) =>
            store.changeConfiguration(producer, id, (now) => ({ ...now, url: `https://new.example/${world.now}` })),
        ],
      ])('forgets the failures of a configuration that %s, and nothing else of its health', async (_, change) => {
        const { id } = await world.configuration()
        await world.deliver()
        const succeededAt = world.now
        await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: succeededAt }))
        world.now += hour
        await world.deliver()
        await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now, outcome: 'rejected' }))
        const health = async () => (await store.getConfiguration(producer, id))?.health
        await store.changeConfiguration(producer, id, (now) => ({ ...now, name: 'Renamed' }))
        expect(await health()).toMatchObject({ failures: 1 })
        await change(world, id)
        expect(await health()).toEqual({ lastSuccessAt: succeededAt, failingSince: null, failures: 0 })
      })

      it('counts outcomes of a batch into hours, by configuration, event, outcome and latency', async () => {
        const { id } = await world.configuration()
        for (let i = 0; i < 4; i++) await world.deliver()
        await world.deliver({ test: true })
        const claimed = [...(await world.claim(id)), ...(await world.claim(null))].map((claim) => claim.delivery)
        await store.recordAttempts(
          claimed.map((delivery, i) =>
            outcomeOf(delivery, {
              at: world.now,
              totalMs: [3, 3, 70, 70][i] ?? 1,
              outcome: i === 3 ? 'rejected' : 'delivered',
            }),
          ),
        )
        world.now += hour
        await world.deliver()
        await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now, totalMs: 200_000 }))
        const common = { configurationId: id, event: 'PURCHASE_APPROVED' }
        expect(await store.readStats({ accountId: producer, from: start, to: start + 2 * hour })).toEqual([
          { ...common, hour: start, outcome: 'delivered', bucketMs: 5, count: 2 },
          { ...common, hour: start, outcome: 'delivered', bucketMs: 100, count: 1 },
          { ...common, hour: start, outcome: 'rejected', bucketMs: 100, count: 1 },
          { ...common, hour: start + hour, outcome: 'delivered', bucketMs: 60_000, count: 1 },
        ])
        expect(await store.readStats({ accountId: producer, from: start + hour, to: start + 2 * hour })).toHaveLength(1)
        expect(await store.readStats({ accountId: affiliate, from: 0, to: start + day })).toEqual([])
      })
    })

    // -- after a crash -------------------------------------------------------------------------------------------------------

    describe('dates that a clock left behind which ran ahead', () => {
      const longest = { retryMs: 2 * day, pauseMs: day }

      it('bring no retry further away than it was to wait after its attempt', async () => {
        const { id } = await world.configuration()
        world.now = start + 30 * day
        const retry = await world.deliver({ to: id })
        const next = { kind: 'retry', dueAt: world.now + minute } as const
        const { delivery } = await world.claimOne(id)
        await world.record(outcomeOf(delivery, { at: world.now, outcome: 'timeout', next }))
        world.now = start
        expect(await store.bringNear(world.now, longest, 10)).toEqual({
          moved: 1,
          lanes: [{ lane: laneOfConfiguration(id), dueAt: start + minute }],
        })
        expect(await world.claim(id)).toEqual([])
        world.now = start + minute
        expect((await world.claimOne(id)).delivery.id).toBe(retry.id)
      })

      it('let nothing wait that was never tried, tests among it, and keep its order, step by step', async () => {
        const { id } = await world.configuration()
        world.now = start + 30 * day
        const first = await world.deliver({ to: id })
        const second = await world.deliver({ to: id })
        await world.deliver({ test: true, freeUrl: 'https://receiver.example/' })
        world.now = start
        const steps = [await store.bringNear(start, longest, 2), await store.bringNear(start, longest, 2)]
        expect(steps.map(({ moved }) => moved)).toEqual([2, 1])
        expect(await store.bringNear(start, longest, 2)).toEqual({ moved: 0, lanes: [] })
        expect((await world.claim(id)).map((claim) => claim.delivery.id)).toEqual([first.id, second.id])
        expect(await world.claim(null)).toHaveLength(1)
      })

      it('end the pause of a lane', async () => {
        const { id } = await world.configuration()
        world.now = start + 30 * day
        await world.deliver({ to: id })
        const { delivery } = await world.claimOne(id)
        const statedLimit = { pausedUntil: world.now + hour, perSecond: 2 }
        await world.record(outcomeOf(delivery, { at: world.now, outcome: 'rejected', status: 429, statedLimit }))
        world.now = start
        await store.bringNear(start, longest, 10)
        expect((await store.getConfiguration(producer, id))?.statedLimit.pausedUntil).toBe(start)
      })

      it('are told from waits that are as long as may be', async () => {
        const { id } = await world.configuration()
        await world.deliver({ to: id })
        const { delivery } = await world.claimOne(id)
        const next = { kind: 'retry', dueAt: start + longest.retryMs } as const
        await world.record(outcomeOf(delivery, { at: start, outcome: 'timeout', next }))
        expect(await store.bringNear(start, longest, 10)).toEqual({ moved: 0, lanes: [] })
        expect(await world.nextDue(id)).toBe(next.dueAt)
      })
    })

    describe('recovery', () => {
      it('makes everything that was claimed claimable again, and uses up no attempt', async () => {
        const { id } = await world.configuration()
        const ids: string[] = []
        for (let i = 0; i < 3; i++, world.now++) ids.push((await world.deliver()).id)
        await world.claim(id, 2)
        await reopen()
        world.now += minute
        expect(await store.recoverClaims(world.now)).toEqual({ requeued: 2, abandoned: [] })
        expect(await store.recoverClaims(world.now)).toEqual({ requeued: 0, abandoned: [] })
        const claims = await world.claim(id)
        expect(claims.map((claim) => claim.delivery.id)).toEqual(ids)
        expect(claims.map((claim) => claim.delivery.attemptsTotal)).toEqual([0, 0, 0])
      })

      it('sets a delivery aside after three crashes in the middle of it, visibly', async () => {
        const { id } = await world.configuration()
        const poison = await world.deliver()
        const innocent = await world.deliver()
        const recoveries = []
        for (let crash = 0; crash < 3; crash++) {
          await world.claim(id)
          store.noteStarted(0, innocent.id)
          store.noteStarted(0, null)
          store.noteStarted(7, poison.id)
          await reopen()
          recoveries.push(await store.recoverClaims(world.now))
        }
        expect(recoveries).toEqual([
          { requeued: 2, abandoned: [] },
          { requeued: 2, abandoned: [] },
          { requeued: 1, abandoned: [poison.id] },
        ])
        const detail = await world.detail(poison)
        expect(detail.delivery).toMatchObject({ state: 'failed', lastOutcome: 'abandoned', attemptsTotal: 0 })
        expect(detail.actions.at(-1)).toMatchObject({ by: 'postback', kind: 'attempted' })
        expect((await world.claim(id)).map((claim) => claim.delivery.id)).toEqual([innocent.id])
        // A person may look, and try again.
        expect(await store.openSeries(producer, poison.id, 'ana', world.now)).toMatchObject({ state: 'queued' })
      })

      it('forgets crashes once an attempt was recorded', async () => {
        const { id } = await world.configuration()
        const delivery = await world.deliver()
        for (let round = 0; round < 4; round++) {
          for (let crash = 0; crash < 2; crash++) {
            await world.claim(id)
            store.noteStarted(3, delivery.id)
            await reopen()
            expect((await store.recoverClaims(world.now)).abandoned).toEqual([])
          }
          const claimed = (await world.claimOne(id)).delivery
          await world.record(outcomeOf(claimed, { at: world.now, outcome: 'rejected' }))
          world.now += minute
        }
      })

      it('names the work that a crash interrupted', async () => {
        const [held, released, removed, idle] = [
          await world.configuration(),
          await world.configuration(),
          await world.configuration(),
          await world.configuration(),
        ]
        for (const { id } of [held, released, removed]) await world.deliver({ to: id })
        await world.disable(idle.id)
        await world.disable(held.id)
        await world.disable(released.id)
        await store.holdPending(released.id, 'postback', world.now, 10)
        await world.release(released.id, 'all')
        await world.remove(removed.id)
        await reopen()
        const work = new Map((await store.listUnfinished()).map((it) => [it.configurationId, it]))
        expect(work).toEqual(
          new Map([
            [held.id, { configurationId: held.id, accountId: producer, work: 'hold' }],
            [released.id, { configurationId: released.id, accountId: producer, work: 'release' }],
            [removed.id, { configurationId: removed.id, accountId: producer, work: 'cancel' }],
          ]),
        )
        await store.holdPending(held.id, 'postback', world.now, 10)
        await world.releaseAll(released.id)
        await store.cancelPending(removed.id, 'configuration removed', 'ana', world.now, 10)
        expect(await store.listUnfinished()).toEqual([])
      })
    })

    // -- holding and releasing -------------------------------------------------------------------------------------------------

    describe('holding and releasing', () => {
      it('holds what is queued and retrying of a disabled configuration, step by step', async () => {
        const { id } = await world.configuration()
        const deliveries = []
        for (let i = 0; i < 5; i++) deliveries.push(await world.deliver())
        const { delivery: retried } = await world.claimOne(id)
        await world.record(outcomeOf(retried, { at: world.now, outcome: 'rejected' }))
        expect(await store.holdPending(id, 'postback', world.now, 10)).toBe(0)
        await world.disable(id)
        const steps = [3, 2, 0]
        for (const done of steps) expect(await store.holdPending(id, 'postback', world.now, 3)).toBe(done)
        for (const delivery of deliveries) expect(await world.stateOf(delivery)).toBe('held')
        expect(await world.heldOf(id)).toBe(5)
      })

      it('releases all in order, with a fresh series, and then lets new ones pass', async () => {
        const { id } = await world.configuration()
        const tried = await world.deliver()
        await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now, outcome: 'rejected' }))
        await world.disable(id)
        await store.holdPending(id, 'postback', world.now, 10)
        const ids: string[] = [tried.id]
        for (let i = 0; i < 4; i++, world.now++) ids.push((await world.deliver()).id)
        await world.release(id, 'all')
        expect(await world.releaseAll(id, 2)).toBe(5)
        expect((await store.getConfiguration(producer, id))?.configuration.status).toEqual({ state: 'active' })
        expect(await world.heldOf(id)).toBe(0)
        const claims = await world.claim(id)
        expect(claims.map((claim) => claim.delivery.id)).toEqual(ids)
        expect(claims[0]?.delivery).toMatchObject({ series: 2, attempts: 0, attemptsTotal: 1, trigger: 'automatic' })
        expect(claims[1]?.delivery).toMatchObject({ series: 1, attempts: 0 })
        expect((await world.detail(tried)).actions.at(-1)).toMatchObject({ by: 'ana', kind: 'released' })
        expect((await world.deliver()).state).toBe('queued')
      })

      it('takes along what comes to be held while a release goes on', async () => {
        const { id } = await world.configuration()
        const inFlight = await world.deliver({ state: 'sending' })
        await world.disable(id)
        for (let i = 0; i < 4; i++) await world.deliver()
        await world.release(id, 'all')
        expect(await store.releaseHeld(id, world.now, 2)).toEqual({ done: false, released: 2 })
        // A newer one, and one older than where the release stands.
        expect((await world.deliver()).state).toBe('held')
        await world.record(outcomeOf((await world.detail(inFlight)).delivery, { at: world.now, outcome: 'rejected' }))
        expect(await world.stateOf(inFlight)).toBe('held')
        expect(await world.releaseAll(id, 2)).toBe(4)
        expect((await world.claim(id)).length).toBe(6)
        expect(await world.heldOf(id)).toBe(0)
      })

      it('releases only the latest of each subject', async () => {
        const { id } = await world.configuration()
        await world.disable(id)
        const old = await world.deliver({ transaction: 'HP1' })
        const latest = await world.deliver({ transaction: 'HP1', status: 'COMPLETED', event: 'PURCHASE_COMPLETE' })
        const stale = await world.deliver({ transaction: 'HP1', stale: true })
        const alone = await world.deliver({ transaction: 'HP2' })
        const test = await world.deliver({ transaction: 'HP3', test: true, state: 'held' })
        world.now += minute
        await world.release(id, 'latest')
        expect(await world.releaseAll(id, 2)).toBe(2)
        expect((await world.claim(id)).map((claim) => claim.delivery.id)).toEqual([latest.id, alone.id])
        for (const dropped of [old, stale, test]) {
          expect((await world.detail(dropped)).delivery).toMatchObject({
            state: 'cancelled',
            cancelReason: 'superseded',
          })
        }
        expect(await world.heldOf(id)).toBe(0)
      })

      it('releases only the latest of each subscription, though it has no transaction', async () => {
        const { id } = await world.configuration()
        const other = await world.configuration()
        await world.disable(id)
        const old = await world.deliver({ subscription: 'SUB1', event: 'SWITCH_PLAN', to: id })
        const latest = await world.deliver({ subscription: 'SUB1', event: 'SUBSCRIPTION_CANCELLATION', to: id })
        // A later one that this configuration does not get changes nothing for it.
        await world.accept({ subscription: 'SUB1', event: 'SWITCH_PLAN', to: other.id })
        const alone = await world.deliver({ subscription: 'SUB2', event: 'SWITCH_PLAN', to: id })
        world.now += minute
        await world.release(id, 'latest')
        expect(await world.releaseAll(id)).toBe(2)
        expect((await world.claim(id)).map((claim) => claim.delivery.id)).toEqual([latest.id, alone.id])
        expect((await world.detail(old)).delivery).toMatchObject({ state: 'cancelled', cancelReason: 'superseded' })
      })

      it.each(['REFUNDED', 'CHARGEBACK', 'DISPUTE', 'CANCELED', 'EXPIRED'])(
        'never gives access back by releasing the latest of a transaction that is %s by now',
        async (status) => {
          const { id } = await world.configuration()
          await world.disable(id)
          const approved = await world.deliver({ transaction: 'HP1' })
          // Not subscribed to: no delivery tells it, only the transaction.
          await world.accept({ transaction: 'HP1', status, event: 'PURCHASE_REFUNDED', accountId: affiliate })
          world.now += minute
          await world.release(id, 'latest')
          expect(await world.releaseAll(id)).toBe(0)
          expect((await world.detail(approved)).delivery).toMatchObject({
            state: 'cancelled',
            cancelReason: 'superseded',
          })
        },
      )

      it('never gives access back by releasing a stale event, the only one that the configuration ever got', async () => {
        const { id } = await world.configuration()
        await world.disable(id)
        await world.accept({ transaction: 'HP1', status: 'REFUNDED', event: 'PURCHASE_REFUNDED', accountId: affiliate })
        const stale = await world.deliver({ transaction: 'HP1', stale: true })
        expect((await world.detail(stale)).revokedSince).toBe('REFUNDED')
        world.now += minute
        await world.release(id, 'latest')
        expect(await world.releaseAll(id)).toBe(0)
        expect(await world.stateOf(stale)).toBe('cancelled')
      })

      it('releases the news that access is lost, even when a stale event came after it', async () => {
        const { id } = await world.configuration()
        await world.disable(id)
        await world.deliver({ transaction: 'HP1' })
        const refunded = await world.deliver({ transaction: 'HP1', status: 'REFUNDED', event: 'PURCHASE_REFUNDED' })
        await world.accept({ transaction: 'HP1', stale: true })
        world.now += minute
        await world.release(id, 'latest')
        await world.releaseAll(id)
        expect((await world.claim(id)).map((claim) => claim.delivery.id)).toEqual([refunded.id])
      })

      it('does not release what was held behind something newer that has gone out', async () => {
        const { id } = await world.configuration()
        const older = await world.deliver({ transaction: 'HP1', state: 'sending' })
        await world.deliver({ transaction: 'HP1' })
        await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now }))
        await world.disable(id)
        await world.record(outcomeOf((await world.detail(older)).delivery, { at: world.now, outcome: 'rejected' }))
        expect(await world.stateOf(older)).toBe('held')
        world.now += minute
        await world.release(id, 'latest')
        expect(await world.releaseAll(id)).toBe(0)
      })

      it('discards what was held when the person chose to, and nothing that came later', async () => {
        const { id } = await world.configuration()
        await world.disable(id)
        const before = [await world.deliver(), await world.deliver()]
        world.now += minute
        await world.release(id, 'discard')
        world.now += minute
        const after = await world.deliver()
        expect(after.state).toBe('held')
        expect(await world.releaseAll(id)).toBe(1)
        for (const delivery of before) {
          expect((await world.detail(delivery)).delivery).toMatchObject({
            state: 'cancelled',
            cancelReason: 'discarded',
          })
        }
        expect(await world.stateOf(after)).toBe('queued')
      })

      it('does nothing to a configuration that is not being released', async () => {
        const { id } = await world.configuration()
        await world.disable(id)
        await world.deliver()
        expect(await store.releaseHeld(id, world.now, 10)).toEqual({ done: true, released: 0 })
        expect((await store.getConfiguration(producer, id))?.configuration.status.state).toBe('disabled')
        expect(await world.heldOf(id)).toBe(1)
      })

      it('can be disabled again in the middle of a release', async () => {
        const { id } = await world.configuration()
        await world.disable(id)
        for (let i = 0; i < 4; i++) await world.deliver()
        await world.release(id, 'all')
        await store.releaseHeld(id, world.now, 2)
        await world.disable(id)
        expect(await store.holdPending(id, 'postback', world.now, 10)).toBe(2)
        expect(await world.heldOf(id)).toBe(4)
        await world.release(id, 'all')
        expect(await world.releaseAll(id, 3)).toBe(4)
      })

      it('cancels everything pending of a removed configuration, tests too, step by step', async () => {
        const { id } = await world.configuration()
        const deliveries = [await world.deliver(), await world.deliver()]
        await world.disable(id)
        deliveries.push(await world.deliver(), await world.deliver(), await world.deliver({ test: true }))
        expect(await store.cancelPending(id, 'configuration removed', 'ana', world.now, 10)).toBe(0)
        await world.remove(id)
        const steps = [2, 2, 1, 0]
        for (const done of steps) {
          expect(await store.cancelPending(id, 'configuration removed', 'ana', world.now, 2)).toBe(done)
        }
        for (const delivery of deliveries) {
          const detail = await world.detail(delivery)
          expect(detail.delivery).toMatchObject({
            state: 'cancelled',
            cancelReason: 'configuration removed',
            dueAt: null,
          })
          expect(detail.actions.at(-1)).toMatchObject({ kind: 'cancelled', by: 'ana' })
        }
        expect(await world.heldOf(id)).toBe(0)
      })
    })

    // -- by hand -----------------------------------------------------------------------------------------------------------

    describe('processing again and cancelling', () => {
      async function delivered() {
        const { id } = await world.configuration()
        const delivery = await world.deliver()
        await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now }))
        return { id, delivery, at: world.now }
      }

      it('opens a new series on a delivered delivery, which stays delivered whatever comes of it', async () => {
        const { id, delivery, at } = await delivered()
        world.now += minute
        const opened = await store.openSeries(producer, delivery.id, 'ana', world.now)
        expect(opened).toMatchObject({
          state: 'queued',
          series: 2,
          attempts: 0,
          attemptsTotal: 1,
          trigger: 'manual',
          dueAt: world.now,
          deliveredAt: at,
        })
        expect((await world.detail(delivery)).actions.at(-1)).toMatchObject({ kind: 'processed-again', by: 'ana' })
        const claimed = (await world.claimOne(id)).delivery
        const failed = outcomeOf(claimed, { at: world.now, outcome: 'rejected', next: { kind: 'used-up' } })
        expect((await world.record(failed)).delivery).toMatchObject({
          state: 'delivered',
          deliveredAt: at,
          lastStatus: 500,
        })
      })

      it('remembers for one series that it follows its configuration, and how the last attempt carried the token', async () => {
        const { id, delivery } = await delivered()
        const options = { hottokAsConfigured: true }
        const opened = await store.openSeries(producer, delivery.id, 'ana', world.now, options)
        expect(opened).toMatchObject({ hottokAsConfigured: true, hottokInBody: false })
        const claimed = (await world.claimOne(id)).delivery
        expect(claimed).toMatchObject({ hottokAsConfigured: true, hottokInBody: false, withHottok: true })
        const sent = outcomeOf({ ...claimed, hottokInBody: true }, { at: world.now })
        expect((await world.record(sent)).delivery).toMatchObject({ hottokInBody: true })
        await reopen()
        const kept = { hottokAsConfigured: true, hottokInBody: true, withHottok: true }
        expect((await world.detail(delivery)).delivery).toMatchObject(kept)
        expect(await store.openSeries(producer, delivery.id, 'ana', world.now)).toMatchObject({
          hottokAsConfigured: false,
          hottokInBody: true,
        })
        const again = outcomeOf({ ...(await world.claimOne(id)).delivery, hottokInBody: false }, { at: world.now })
        expect((await world.record(again)).delivery.hottokInBody).toBe(false)
      })

      it('keeps the first success when a later series succeeds too', async () => {
        const { id, delivery, at } = await delivered()
        world.now += minute
        await store.openSeries(producer, delivery.id, 'ana', world.now)
        await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now }))
        expect((await world.detail(delivery)).delivery).toMatchObject({ deliveredAt: at, attemptsTotal: 2 })
      })

      it('takes the place of an automatic series that waits', async () => {
        const { id } = await world.configuration()
        const delivery = await world.deliver()
        await world.record(
          outcomeOf((await world.claimOne(id)).delivery, { at: world.now, outcome: 'rejected', blamesUrl: true }),
        )
        expect(await store.openSeries(producer, delivery.id, 'ana', world.now)).toMatchObject({
          state: 'queued',
          series: 2,
        })
        const result = await world.record(
          outcomeOf((await world.claimOne(id)).delivery, { at: world.now + 9, outcome: 'rejected' }),
        )
        expect(result).toMatchObject({ allBlameUrl: false, firstAttemptAt: world.now + 9 })
      })

      it('refuses a second series by hand, and any while an attempt is under way', async () => {
        const { id, delivery } = await delivered()
        await store.openSeries(producer, delivery.id, 'ana', world.now)
        expect(await refusalOf(store.openSeries(producer, delivery.id, 'ana', world.now))).toBe('series_open')
        await world.claimOne(id)
        expect(await refusalOf(store.openSeries(producer, delivery.id, 'ana', world.now))).toBe('series_open')
        const sending = await world.deliver({ state: 'sending' })
        expect(await refusalOf(store.openSeries(producer, sending.id, 'ana', world.now))).toBe('series_open')
      })

      it('refuses a series for a disabled or removed configuration', async () => {
        const { id, delivery } = await delivered()
        await world.disable(id)
        expect(await refusalOf(store.openSeries(producer, delivery.id, 'ana', world.now))).toBe(
          'configuration_disabled',
        )
        await world.remove(id)
        expect(await refusalOf(store.openSeries(producer, delivery.id, 'ana', world.now))).toBe('configuration_removed')
        expect(await world.stateOf(delivery)).toBe('delivered')
      })

      it('brings a cancelled delivery back', async () => {
        await world.configuration()
        const delivery = await world.deliver()
        await store.cancelDelivery(producer, delivery.id, 'manual', 'ana', world.now)
        expect(await store.openSeries(producer, delivery.id, 'ana', world.now)).toMatchObject({
          state: 'queued',
          cancelReason: null,
        })
      })

      it('takes a held delivery out of a release', async () => {
        const { id } = await world.configuration()
        await world.disable(id)
        const delivery = await world.deliver()
        await world.release(id, 'all')
        expect(await store.openSeries(producer, delivery.id, 'ana', world.now)).toMatchObject({ state: 'queued' })
        expect(await world.heldOf(id)).toBe(0)
        expect(await world.releaseAll(id)).toBe(0)
      })

      it('puts a delivered delivery back to delivered when its series by hand is interrupted', async () => {
        const { id, delivery } = await delivered()
        await store.openSeries(producer, delivery.id, 'ana', world.now)
        expect(await store.cancelDelivery(producer, delivery.id, 'manual', 'ana', world.now)).toMatchObject({
          state: 'delivered',
          cancelReason: null,
          dueAt: null,
        })
        await store.openSeries(producer, delivery.id, 'ana', world.now)
        await world.disable(id)
        await store.holdPending(id, 'postback', world.now, 10)
        expect(await world.stateOf(delivery)).toBe('delivered')
        expect(await world.heldOf(id)).toBe(0)
      })

      it('cancels what waits, and refuses what does not', async () => {
        const { id } = await world.configuration()
        const queued = await world.deliver()
        expect(await store.cancelDelivery(producer, queued.id, 'manual', 'ana', world.now)).toMatchObject({
          state: 'cancelled',
          cancelReason: 'manual',
          dueAt: null,
        })
        expect((await world.detail(queued)).actions.at(-1)).toMatchObject({ kind: 'cancelled', by: 'ana' })
        expect(await refusalOf(store.cancelDelivery(producer, queued.id, 'manual', 'ana', world.now))).toBe(
          'not_cancellable',
        )
        const sending = await world.deliver({ state: 'sending' })
        expect(await refusalOf(store.cancelDelivery(producer, sending.id, 'manual', 'ana', world.now))).toBe(
          'not_cancellable',
        )
        await world.disable(id)
        const held = await world.deliver()
        await store.cancelDelivery(null, held.id, 'consent withdrawn', 'postback', world.now)
        expect((await world.detail(held)).delivery.cancelReason).toBe('consent withdrawn')
        expect(await world.heldOf(id)).toBe(0)
        expect(await world.claim(id)).toEqual([])
      })
    })

    // -- history -----------------------------------------------------------------------------------------------------------

    describe('history', () => {
      const idsOf = async (filter: Omit<DeliveryFilter, 'accountId'>, limit = 50) => {
        const page = await store.listDeliveries({ accountId: producer, ...filter }, { before: null, limit })
        return page.deliveries.map((delivery) => delivery.id)
      }

      it('lists newest first, in pages that stay put while new ones come', async () => {
        await world.configuration()
        const ids: string[] = []
        for (let i = 0; i < 5; i++, world.now++) ids.unshift((await world.deliver()).id)
        const first = await store.listDeliveries({ accountId: producer }, { before: null, limit: 2 })
        expect(first.deliveries.map((it) => it.id)).toEqual(ids.slice(0, 2))
        await world.deliver()
        const second = await store.listDeliveries({ accountId: producer }, { before: first.next, limit: 2 })
        expect(second.deliveries.map((it) => it.id)).toEqual(ids.slice(2, 4))
        const third = await store.listDeliveries({ accountId: producer }, { before: second.next, limit: 2 })
        expect(third.deliveries.map((it) => it.id)).toEqual(ids.slice(4))
        expect(third.next).toBeNull()
      })

      it('lists oldest first as well, and meets what comes meanwhile', async () => {
        await world.configuration()
        const ids: string[] = []
        for (let i = 0; i < 3; i++, world.now++) ids.push((await world.deliver()).id)
        const first = await store.listDeliveries({ accountId: producer }, { after: null, limit: 2 })
        expect(first.deliveries.map((it) => it.id)).toEqual(ids.slice(0, 2))
        ids.push((await world.deliver()).id)
        const second = await store.listDeliveries({ accountId: producer }, { after: first.next, limit: 2 })
        expect(second.deliveries.map((it) => it.id)).toEqual(ids.slice(2))
        expect(second.next).toBeNull()
      })

      it('filters by everything, alone and together', async () => {
        const one = await world.configuration()
        const two = await world.configuration()
        const a = await world.deliver({ to: one.id, transaction: 'HP1' })
        world.now += hour
        const b = await world.deliver({ to: two.id, transaction: 'HP1', event: 'PURCHASE_REFUNDED' })
        world.now += hour
        const c = await world.deliver({ to: two.id, transaction: 'HP2', test: true })
        await world.record(outcomeOf((await world.claimOne(one.id)).delivery, { at: world.now }))
        await world.record(
          outcomeOf((await world.claimOne(two.id)).delivery, { at: world.now, outcome: 'unreachable', status: -1 }),
        )
        expect(await idsOf({})).toEqual([c.id, b.id, a.id])
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
        const free = await world.deliver({ test: true, freeUrl: 'https://free.example/', transaction: 'HP3' })
        expect(await idsOf({ test: true })).toEqual([free.id, c.id])
        expect(await idsOf({ freeUrl: 'https://free.example/' })).toEqual([free.id])
        expect(await idsOf({ freeUrl: 'https://other.example/' })).toEqual([])
        expect(await idsOf({ test: true, states: ['delivered'] })).toEqual([])
        expect(await idsOf({ from: start + hour, test: false })).toEqual([b.id])
        expect(await idsOf({ from: start, to: start + hour })).toEqual([a.id])
        expect(await idsOf({ configurationId: two.id, states: ['retrying'], test: false, from: start })).toEqual([b.id])
        expect(await store.countDeliveries({ accountId: producer, test: false }, 100)).toEqual({
          count: 2,
          exact: true,
        })
      })

      it('says whom each delivery is about when it is asked, from the very body and masked', async () => {
        await world.configuration()
        const named = await world.deliver({ text: '{"data":{"buyer":{"email":"ana.souza@example.com"}}}' })
        const nameless = await world.deliver({ text: '{"data":{}}' })
        const page = await store.listDeliveries({ accountId: producer }, { before: null, limit: 10, withBuyers: true })
        expect(page.deliveries.map((it) => it.id)).toEqual([nameless.id, named.id])
        expect(page.buyers).toEqual([null, 'a•••@example.com'])
        expect((await store.listDeliveries({ accountId: producer }, { before: null, limit: 10 })).buyers).toEqual([])
      })

      it('counts up to a limit and says so', async () => {
        await world.configuration()
        await store.accept(Array.from({ length: 10 }, () => world.update()))
        const filter = { accountId: producer }
        expect(await store.countDeliveries(filter, 10)).toEqual({ count: 10, exact: true })
        expect(await store.countDeliveries(filter, 9)).toEqual({ count: 9, exact: false })
        expect(await store.countDeliveries({ ...filter, states: ['failed'] }, 9)).toEqual({ count: 0, exact: true })
      })

      it('looks at a bounded number of rows for a page, and goes on from there', async () => {
        await world.configuration()
        const rare = await world.deliver({ event: 'PURCHASE_REFUNDED' })
        // More ids than one millisecond holds in order: in the next one they are newer for certain.
        world.now += 1
        for (let i = 0; i < 11; i++) await store.accept(Array.from({ length: 500 }, () => world.update()))
        const filter: DeliveryFilter = { accountId: producer, events: ['PURCHASE_REFUNDED'] }
        let page = await store.listDeliveries(filter, { before: null, limit: 10 })
        expect(page.deliveries).toEqual([])
        expect(page.next).not.toBeNull()
        const found: string[] = []
        for (let pages = 0; page.next !== null && pages < 10; pages++) {
          page = await store.listDeliveries(filter, { before: page.next, limit: 10 })
          found.push(...page.deliveries.map((delivery) => delivery.id))
        }
        expect(found).toEqual([rare.id])
        expect(page.next).toBeNull()
      })

      it('keeps the accounts apart', async () => {
        await store.saveProduct(product({ id: 9, accountId: affiliate }))
        const { id } = await world.configuration()
        const delivery = await world.deliver({ transaction: 'HP1' })
        const theirs = { accountId: affiliate }
        expect(await store.getDelivery(affiliate, delivery.id)).toBeNull()
        const filters: DeliveryFilter[] = [
          theirs,
          { ...theirs, transaction: 'HP1' },
          { ...theirs, configurationId: id },
          { ...theirs, states: ['queued'] },
          { ...theirs, test: true },
        ]
        for (const filter of filters) {
          expect(await store.listDeliveries(filter, { before: null, limit: 10 })).toMatchObject({
            deliveries: [],
            next: null,
          })
          expect(await store.countDeliveries(filter, 10)).toEqual({ count: 0, exact: true })
        }
        expect(await store.openSeries(affiliate, delivery.id, 'eve', world.now)).toBeNull()
        expect(await store.cancelDelivery(affiliate, delivery.id, 'manual', 'eve', world.now)).toBeNull()
        expect(await world.stateOf(delivery)).toBe('queued')
      })

      it('gives the newest events of an account: sent to it, or about products of its own, and no tests', async () => {
        const ids = async (filter: { event?: EventName; productId?: number } = {}, limit = 2, accountId = producer) =>
          (await store.listRecentEvents({ accountId, ...filter }, limit)).map((event) => event.id)
        expect(await ids()).toEqual([])
        const unheard = (await world.accept()).event.id
        const { id } = await world.configuration()
        const accept = async (options: EventOptions = {}) => {
          world.now += 1
          return (await world.accept(options)).event.id
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
        const theirs = await world.configuration({ accountId: affiliate })
        const shared = await accept({ accountId: affiliate, to: theirs.id })
        expect(await ids({}, 10, affiliate)).toEqual([shared])
        const [event] = await store.listRecentEvents({ accountId: affiliate }, 1)
        expect(event).toMatchObject({ id: shared, event: 'PURCHASE_APPROVED', data: { purchase: { n: 1 } } })
      })

      it('gives the events after one, oldest first, as the account is sent them', async () => {
        const following = async (id: EventId, accountId = producer, limit = 10) => {
          const { events, moreAfter } = await store.listEventsAfter(accountId, id, limit)
          return { ids: events.map(({ event }) => event.id), views: events.map(({ body }) => body.view), moreAfter }
        }
        const accept = async (options: EventOptions = {}) => {
          world.now += 1
          return (await world.accept(options)).event.id
        }
        const first = await accept()
        expect(await following(first)).toEqual({ ids: [], views: [], moreAfter: null })
        const { id } = await world.configuration()
        const unheard = await accept()
        const approved = await accept({ to: id })
        const tested = await accept({ to: id, test: true })
        const theirs = await world.configuration({ accountId: affiliate })
        const shared = await accept({ accountId: affiliate, to: theirs.id })
        expect((await following(first)).ids).toEqual([unheard, approved, tested, shared])
        expect(await following(first, producer, 2)).toMatchObject({ ids: [unheard, approved], moreAfter: approved })
        expect((await following(approved)).ids).toEqual([tested, shared])
        expect(await following(first, affiliate)).toMatchObject({ ids: [shared] })
        expect((await following(first, 'somebody-else')).ids).toEqual([])
      })

      it('tells in the order of time who did what to a delivery', async () => {
        const { id } = await world.configuration()
        const delivery = await world.deliver()
        world.now += minute
        await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now, outcome: 'rejected' }))
        world.now += minute
        await store.openSeries(producer, delivery.id, 'ana', world.now)
        world.now += minute
        await store.cancelDelivery(producer, delivery.id, 'manual', 'bea', world.now)
        const { actions } = await world.detail(delivery)
        expect(actions.map(({ at, by, kind }) => [(at - start) / minute, by, kind])).toEqual([
          [0, 'platform', 'created'],
          [1, 'postback', 'attempted'],
          [2, 'ana', 'processed-again'],
          [3, 'bea', 'cancelled'],
        ])
      })

      it('tells that a delivery was held from the beginning, and why', async () => {
        const { id } = await world.configuration()
        await world.disable(id)
        const held = await world.deliver()
        await world.release(id, 'all')
        const behind = await world.deliver()
        const told = async (delivery: typeof held) =>
          (await world.detail(delivery)).actions.map(({ kind, detail }) => [kind, detail])
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
        const { id } = await world.configuration()
        const other = await world.configuration()
        const flags = async (delivery: Parameters<typeof world.detail>[0]) => {
          const { overtaken, revokedSince } = await world.detail(delivery)
          return { overtaken, revokedSince }
        }
        const first = await world.deliver({ transaction: 'HP1', to: id })
        expect(await flags(first)).toEqual({ overtaken: false, revokedSince: null })
        const second = await world.deliver({ transaction: 'HP1', to: id })
        await world.deliver({ transaction: 'HP1', to: other.id })
        expect(await flags(first)).toEqual({ overtaken: true, revokedSince: null })
        expect(await flags(second)).toEqual({ overtaken: false, revokedSince: null })
        const refund = await world.deliver({
          transaction: 'HP1',
          to: id,
          status: 'REFUNDED',
          event: 'PURCHASE_REFUNDED',
        })
        expect(await flags(second)).toEqual({ overtaken: true, revokedSince: 'REFUNDED' })
        expect(await flags(refund)).toEqual({ overtaken: false, revokedSince: null })
        const stale = await world.deliver({ transaction: 'HP1', to: id, stale: true })
        expect(await flags(refund)).toEqual({ overtaken: false, revokedSince: null })
        expect(await flags(stale)).toMatchObject({ overtaken: true })
      })

      it('answers with what was committed before it was asked', async () => {
        await world.configuration()
        for (let i = 0; i < 50; i++) {
          const delivery = await world.deliver()
          const page = await store.listDeliveries({ accountId: producer }, { before: null, limit: 1 })
          expect(page.deliveries[0]?.id).toBe(delivery.id)
        }
      })

      it('gauges what waits and since when', async () => {
        const gauge = () => store.gauge(world.now, [minute, hour])
        expect(await gauge()).toEqual({
          queued: 0,
          retrying: 0,
          retryingWithin: [0, 0],
          held: 0,
          oldestDueAt: null,
          configurations: { active: 0, disabled: 0 },
        })
        const one = await world.configuration()
        const two = await world.configuration()
        await world.disable(two.id)
        const oldest = world.now
        await world.deliver({ to: one.id })
        await world.deliver({ to: two.id })
        world.now++
        await world.deliver({ to: one.id })
        await world.deliver({ to: one.id, test: true })
        const claimed = (await world.claimOne(one.id)).delivery
        await world.record(outcomeOf(claimed, { at: world.now, outcome: 'timeout' }))
        expect(await gauge()).toEqual({
          queued: 2,
          retrying: 1,
          retryingWithin: [1, 1],
          held: 1,
          oldestDueAt: oldest + 1,
          configurations: { active: 1, disabled: 1 },
        })
        const later = (await world.claimOne(one.id)).delivery
        const next = { kind: 'retry', dueAt: world.now + minute + 1 } as const
        await world.record(outcomeOf(later, { at: world.now, outcome: 'timeout', next }))
        expect(await gauge()).toMatchObject({ queued: 1, retrying: 2, retryingWithin: [1, 2] })
      })
    })

    // -- replays and answers -------------------------------------------------------------------------------------------------

    describe('replays and answers', () => {
      it('keeps the progress of a replay, and names the ones still open', async () => {
        const id = mintId(world.now)
        const replay: Replay = {
          id,
          accountId: producer,
          filter: { accountId: producer, states: ['failed'], from: 5 },
          mode: 'latest',
          hottokAsConfigured: true,
          state: 'running',
          total: 10,
          done: 0,
          skipped: 0,
          cursor: null,
          upTo: rangeBeside(id).to,
          by: 'ana',
          createdAt: world.now,
          endedAt: null,
        }
        await store.saveReplay(replay)
        const further: Replay = { ...replay, done: 4, skipped: 1, cursor: firstUuidAt(world.now) }
        await store.saveReplay(further)
        await reopen()
        expect(await store.listOpenReplays()).toEqual([further])
        expect(await store.getReplay(affiliate, id)).toBeNull()
        const ended: Replay = { ...further, state: 'ended', endedAt: world.now }
        await store.saveReplay(ended)
        expect(await store.listOpenReplays()).toEqual([])
        expect(await store.getReplay(producer, id)).toEqual(ended)
      })

      it('recalls an answer until it expires', async () => {
        const answer = { bodyHash: 'h', status: 201, body: '{"id":1}' }
        await store.keepAnswer('acc', 'k', answer, world.now + hour)
        await reopen()
        expect(await store.recallAnswer('acc', 'k', world.now)).toEqual(answer)
        expect(await store.recallAnswer('acc', 'other', world.now)).toBeNull()
        expect(await store.recallAnswer('else', 'k', world.now)).toBeNull()
        expect(await store.recallAnswer('acc', 'k', world.now + hour)).toBeNull()
        const other = { ...answer, status: 202 }
        await store.keepAnswer('acc', 'k', other, world.now + 3 * hour)
        expect(await store.recallAnswer('acc', 'k', world.now + hour)).toEqual(other)
      })
    })

    // -- housekeeping --------------------------------------------------------------------------------------------------------

    describe('links and sessions', () => {
      const hash = (byte: number) => new Uint8Array(32).fill(byte)
      const session = (byte: number, more: Partial<Session> = {}): Session => ({
        id: mintId(world.now),
        tokenHash: hash(byte),
        accountId: producer,
        userAgent: 'Browser',
        createdAt: world.now,
        lastUsedAt: world.now,
        expiresAt: world.now + hour,
        ...more,
      })

      it('lets a link be used once, and not after its time', async () => {
        const link = { secretHash: hash(1), accountId: producer, expiresAt: world.now + minute }
        await store.saveLink(link, world.now)
        expect(await store.useLink(hash(1), world.now)).toEqual(link)
        expect(await store.useLink(hash(1), world.now)).toBeNull()
        await store.saveLink(link, world.now)
        expect(await store.useLink(hash(1), world.now + minute)).toBeNull()
        expect(await store.useLink(hash(9), world.now)).toBeNull()
      })

      it('finds a session by its token until it expires or is ended by its own account', async () => {
        const [first, second] = [session(1), session(2)]
        await store.saveSession(first)
        await store.saveSession(second)
        await store.saveSession({ ...first, lastUsedAt: world.now + minute })
        expect(await store.findSession(hash(1), world.now)).toEqual({ ...first, lastUsedAt: world.now + minute })
        expect(await store.findSession(hash(1), world.now + hour)).toBeNull()
        expect((await store.listSessions(producer, world.now)).map((it) => it.id)).toEqual([second.id, first.id])
        expect(await store.deleteSession(affiliate, first.id)).toBe(false)
        expect(await store.deleteSession(producer, first.id)).toBe(true)
        expect(await store.findSession(hash(1), world.now)).toBeNull()
      })
    })

    // -- who else may come in ------------------------------------------------------------------------------------------------

    describe('credentials and tokens', () => {
      const secret = (credentialId: CredentialId, more: Partial<ClientSecret> = {}): ClientSecret => ({
        id: mintId(world.now),
        credentialId,
        sealed: 'v1.k.client',
        createdAt: world.now,
        expiresAt: null,
        ...more,
      })
      const action = (more: Partial<AccountAction> = {}): AccountAction => ({
        id: mintId(world.now),
        accountId: producer,
        at: world.now,
        by: 'console',
        kind: 'credential-created',
        subject: 'Zapier',
        detail: null,
        ...more,
      })
      const token = (credential: Credential, byte: number, more: Partial<AccessToken> = {}): AccessToken => ({
        id: mintId(world.now),
        tokenHash: new Uint8Array(32).fill(byte),
        credentialId: credential.id,
        secretId: credential.secrets[0]?.id ?? mintId(world.now),
        accountId: producer,
        scopes: ['read'],
        createdAt: world.now,
        expiresAt: world.now + day,
        ...more,
      })
      async function create(more: Partial<Credential> = {}): Promise<Credential> {
        const id = mintId(world.now)
        const credential: Credential = {
          id,
          accountId: producer,
          name: 'Zapier',
          scopes: ['read', 'write'],
          secrets: [secret(id)],
          createdAt: world.now,
          lastUsedAt: null,
          expiresAt: null,
          ...more,
        }
        expect(await store.createCredential(credential, action(), 100)).toBe(true)
        return credential
      }
      const hashOf = (byte: number) => new Uint8Array(32).fill(byte)

      it('keep every field over a restart, and are absent for another account', async () => {
        const credential = await create({ expiresAt: world.now + 30 * day, scopes: ['read'] })
        await store.noteCredentialUse(credential.id, world.now + hour)
        await reopen()
        const kept = { ...credential, lastUsedAt: world.now + hour }
        expect(await store.getCredential(producer, credential.id, world.now)).toEqual(kept)
        expect(await store.findCredential(credential.id, world.now)).toEqual(kept)
        expect(await store.getCredential(affiliate, credential.id, world.now)).toBeNull()
        expect(await store.listCredentials(affiliate, { before: null, limit: 10 }, world.now)).toEqual([])
      })

      it('list newest first, in pages, and are no more than so many', async () => {
        const [first, second, third] = [await create(), await create(), await create()]
        const page = await store.listCredentials(producer, { before: null, limit: 2 }, world.now)
        expect(page.map((it) => it.id)).toEqual([third.id, second.id])
        const rest = await store.listCredentials(producer, { before: second.id, limit: 2 }, world.now)
        expect(rest.map((it) => it.id)).toEqual([first.id])
        const id = mintId(world.now)
        const actions = await store.listAccountActions(producer, { before: null, limit: 10 })
        expect(await store.createCredential({ ...first, id, secrets: [secret(id)] }, action(), 3)).toBe(false)
        expect(await store.listAccountActions(producer, { before: null, limit: 10 })).toEqual(actions)
      })

      it('have an old secret in force until its overlap ends, and the tokens got with it too', async () => {
        const credential = await create()
        await store.saveAccessToken(token(credential, 1))
        await store.saveAccessToken(token(credential, 2, { expiresAt: world.now + minute }))
        const next = secret(credential.id)
        const rotate = (accountId: string) =>
          store.rotateClientSecret(accountId, next, { endAt: world.now + hour, most: 3 }, action())
        expect(await rotate(affiliate)).toBe(false)
        expect(await rotate(producer)).toBe(true)
        const rotated = await store.getCredential(producer, credential.id, world.now)
        expect(rotated?.secrets).toEqual([next, { ...credential.secrets[0], expiresAt: world.now + hour }])
        await store.saveAccessToken(token(credential, 3, { secretId: next.id }))
        expect((await store.findAccessToken(hashOf(1), world.now))?.token.expiresAt).toBe(world.now + hour)
        expect((await store.findAccessToken(hashOf(2), world.now))?.token.expiresAt).toBe(world.now + minute)
        world.now += hour
        expect(await store.findAccessToken(hashOf(1), world.now)).toBeNull()
        expect((await store.findAccessToken(hashOf(3), world.now))?.token.expiresAt).toBe(world.now + day - hour)
        expect((await store.getCredential(producer, credential.id, world.now))?.secrets).toEqual([next])
      })

      it('end the oldest secrets at once when they are rotated too often', async () => {
        const credential = await create()
        await store.saveAccessToken(token(credential, 1))
        const rotations: ClientSecret[] = []
        for (let i = 0; i < 3; i++) {
          const next = secret(credential.id)
          rotations.unshift(next)
          await store.rotateClientSecret(producer, next, { endAt: world.now + day, most: 2 }, action())
        }
        const kept = await store.getCredential(producer, credential.id, world.now)
        expect(kept?.secrets.map((it) => it.id)).toEqual(rotations.map((it) => it.id))
        expect(await store.findAccessToken(hashOf(1), world.now)).toBeNull()
      })

      it('are found by their token until it ends, with the name of the credential', async () => {
        const credential = await create()
        const kept = token(credential, 1)
        await store.saveAccessToken(kept)
        await reopen()
        expect(await store.findAccessToken(hashOf(1), world.now)).toEqual({
          token: kept,
          credential: { name: 'Zapier', lastUsedAt: null },
        })
        expect(await store.findAccessToken(hashOf(2), world.now)).toBeNull()
        expect(await store.findAccessToken(hashOf(1), world.now + day)).toBeNull()
      })

      it('take their tokens along when they are removed, by their own account', async () => {
        const [credential, other] = [await create(), await create()]
        await store.saveAccessToken(token(credential, 1))
        await store.saveAccessToken(token(other, 2))
        expect(await store.removeCredential(affiliate, credential.id, action())).toBe(false)
        expect(await store.findAccessToken(hashOf(1), world.now)).not.toBeNull()
        const removal = action({ kind: 'credential-revoked' })
        expect(await store.removeCredential(producer, credential.id, removal)).toBe(true)
        expect(await store.removeCredential(producer, credential.id, action())).toBe(false)
        expect(await store.findCredential(credential.id, world.now)).toBeNull()
        expect(await store.findAccessToken(hashOf(1), world.now)).toBeNull()
        expect(await store.findAccessToken(hashOf(2), world.now)).not.toBeNull()
        expect((await store.listAccountActions(producer, { before: null, limit: 1 }))[0]).toEqual(removal)
      })

      it('leave a trail of past actions, newest first and in pages, for their own account', async () => {
        const actions = [action(), action({ kind: 'hottok-revealed', subject: null, detail: 'x' }), action()]
        for (const one of actions) await store.addAccountAction(one)
        await store.addAccountAction(action({ accountId: affiliate }))
        await reopen()
        const [first, second, third] = actions
        const page = await store.listAccountActions(producer, { before: null, limit: 2 })
        expect(page).toEqual([third, second])
        expect(await store.listAccountActions(producer, { before: second?.id ?? null, limit: 2 })).toEqual([first])
      })

      it('tell of a configuration which of them made it', async () => {
        const { id } = await create()
        const configuration = await world.configuration({ credentialId: id })
        await reopen()
        const record = await store.getConfiguration(producer, configuration.id)
        expect(record?.configuration.credentialId).toBe(id)
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
        while (await store.forget(cutoffs)) if (++steps > 1000) expect.fail()
        return steps
      }

      it('takes events, deliveries, bodies and attempts that are older than the history, in steps', async () => {
        const { id } = await world.configuration()
        const old = []
        for (let i = 0; i < 250; i++) old.push(await world.deliver({ state: 'sending' }))
        const unwanted = await world.accept({ accountId: affiliate })
        for (const delivery of old.slice(0, 3)) {
          await world.record(outcomeOf((await world.detail(delivery)).delivery, { at: world.now }))
        }
        await store.recordAttempts(
          old.slice(3).map((delivery) =>
            outcomeOf(
              {
                ...delivery,
                series: 1,
                attempts: 0,
                attemptsTotal: 0,
                lastStatus: null,
                lastOutcome: null,
                lastCause: null,
                lastAttemptAt: null,
                deliveredAt: null,
                cancelReason: null,
                hottokAsConfigured: false,
              },
              { at: world.now, outcome: 'rejected', next: { kind: 'used-up' } },
            ),
          ),
        )
        world.now += 30 * day
        const recent = await world.deliver()
        expect(await forget(world.now)).toBeGreaterThan(0)
        expect((await store.countDeliveries({ accountId: producer }, 1000)).count).toBe(251)
        world.now += 31 * day
        expect(await forget(world.now)).toBeGreaterThan(1)
        const page = await store.listDeliveries({ accountId: producer }, { before: null, limit: 10 })
        expect(page.deliveries.map((it) => it.id)).toEqual([recent.id])
        expect(await store.getEvent(old[0]?.eventId ?? recent.eventId)).toBeNull()
        expect(await store.getEvent(unwanted.event.id)).toBeNull()
        expect((await world.detail(recent)).body).not.toBeNull()
        expect((await world.claim(id)).map((claim) => claim.delivery.id)).toEqual([recent.id])
      })

      it('keeps what still has something ahead of it, up to twice the history', async () => {
        const { id } = await world.configuration()
        const queued = await world.deliver({ to: id })
        const done = await world.deliver({ to: id })
        await store.cancelDelivery(producer, done.id, 'manual', 'ana', world.now)
        world.now += 100 * day
        await forget(world.now)
        expect(await store.getDelivery(producer, done.id)).toBeNull()
        expect(await world.stateOf(queued)).toBe('queued')
        expect((await world.detail(queued)).body).not.toBeNull()
        world.now += 21 * day
        await forget(world.now)
        expect(await store.getDelivery(producer, queued.id)).toBeNull()
        expect(await store.listLanes()).toEqual([])
      })

      it('cancels what is held when the history ends, where it can still be seen', async () => {
        const { id } = await world.configuration()
        const heldSince = async () => (await store.getConfiguration(producer, id))?.heldSince
        await world.disable(id)
        expect(await heldSince()).toBeNull()
        const old = await world.deliver({ to: id })
        world.now += 30 * day
        const recent = await world.deliver({ to: id })
        expect(await heldSince()).toBe(old.createdAt)
        world.now += 31 * day
        await forget(world.now)
        expect((await world.detail(old)).delivery).toMatchObject({ state: 'cancelled', cancelReason: 'expired' })
        expect((await world.detail(old)).actions.at(-1)).toMatchObject({
          by: 'postback',
          kind: 'cancelled',
          detail: 'expired',
        })
        expect(await world.stateOf(recent)).toBe('held')
        expect([await world.heldOf(id), await heldSince()]).toEqual([1, recent.createdAt])
        world.now += 60 * day
        await forget(world.now)
        expect(await store.getDelivery(producer, old.id)).toBeNull()
        expect((await world.detail(recent)).delivery).toMatchObject({ state: 'cancelled', cancelReason: 'expired' })
        expect([await world.heldOf(id), await heldSince()]).toEqual([0, null])
      })

      it('leaves alone what is held only because others are released before it', async () => {
        const { id } = await world.configuration()
        await world.disable(id)
        const [first, second] = [await world.deliver({ to: id }), await world.deliver({ to: id })]
        world.now += 61 * day
        await world.release(id, 'all')
        await store.releaseHeld(id, world.now, 1)
        await forget(world.now)
        expect([await world.stateOf(first), await world.stateOf(second)]).toEqual(['queued', 'held'])
      })

      it('comes back to what waited once it has ended', async () => {
        const { id } = await world.configuration()
        const delivery = await world.deliver()
        world.now += 61 * day
        await forget(world.now)
        await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now }))
        await forget(world.now)
        expect(await store.getDelivery(producer, delivery.id)).toBeNull()
      })

      it('takes one delivery of an event and leaves the event with the other', async () => {
        const [one, two] = [await world.configuration(), await world.configuration()]
        const emission = await world.accept()
        await world.record(outcomeOf((await world.claimOne(one.id)).delivery, { at: world.now }))
        world.now += 61 * day
        await forget(world.now)
        const left = await store.getEvent(emission.event.id)
        expect(left?.deliveries.map((it) => it.configurationId)).toEqual([two.id])
        expect((await world.claimOne(two.id)).body.text).toBe(emission.bodies[0]?.text)
      })

      it('lets what is known of a transaction outlive its history', async () => {
        await world.accept({ transaction: 'HP1' })
        world.now += 61 * day
        await forget(world.now)
        expect(await store.getTransaction('HP1')).toMatchObject({ state: { sequence: 1 }, document: null, events: [] })
        expect((await world.accept({ transaction: 'HP1' })).event.sequence).toBe(2)
        world.now += 401 * day
        await forget(world.now)
        expect(await store.getTransaction('HP1')).toBeNull()
      })

      it('counts the events of a subscription, beyond its history too', async () => {
        const sequence = async () => (await world.accept({ subscription: 'SUB1', event: 'SWITCH_PLAN' })).event.sequence
        expect([await sequence(), await sequence()]).toEqual([1, 2])
        world.now += 61 * day
        await forget(world.now)
        expect(await sequence()).toBe(3)
        world.now += 401 * day
        await forget(world.now)
        expect(await sequence()).toBe(1)
      })

      it('forgets which fields nobody had documented when the last event that held them is gone', async () => {
        const old = {
          event: 'PURCHASE_APPROVED',
          kind: 'field',
          value: '',
          count: 1,
          firstAt: start,
          lastAt: start,
        } as const
        await store.countIntakeNotes([
          { ...old, field: 'data.old', lastEventId: mintId(start) as EventId },
          { ...old, field: 'data.still', lastEventId: mintId(start) as EventId, lastAt: start + day },
        ])
        await forget(start + 60.5 * day)
        expect((await store.listIntakeNotes()).map(({ field }) => field)).toEqual(['data.still'])
      })

      it('forgets names, answers and figures in their own time', async () => {
        const { id } = await world.configuration()
        const seen = { scope: 'platform', key: 'k1', bodyHash: 'h', expiresAt: world.now + 7 * day }
        await world.accept({ seen })
        await store.keepAnswer('acc', 'k', { bodyHash: 'h', status: 200, body: '' }, world.now + day)
        await store.addAccountAction({
          id: mintId(world.now),
          accountId: producer,
          at: world.now,
          by: 'console',
          kind: 'hottok-revealed',
          subject: null,
          detail: null,
        })
        const actions = () => store.listAccountActions(producer, { before: null, limit: 10 })
        await world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now }))
        world.now += 6 * day
        await forget(world.now)
        expect((await store.accept([world.update({ seen })]))[0]?.kind).toBe('duplicate')
        world.now += day
        await forget(world.now)
        expect((await store.accept([world.update({ seen })]))[0]?.kind).toBe('stored')
        const stats = () => store.readStats({ accountId: producer, from: 0, to: start + day })
        expect(await stats()).toHaveLength(1)
        expect(await actions()).toHaveLength(1)
        world.now += 61 * day
        await forget(world.now)
        expect(await stats()).toEqual([])
        expect(await actions()).toEqual([])
      })
    })

    legacyPostsConformance({ store: () => store, world: () => world, reopen })

    // -- odds and ends -------------------------------------------------------------------------------------------------------

    it('finds the deliveries of an event among those of the same moment', async () => {
      await world.configuration()
      const emissions = (await store.accept(Array.from({ length: 50 }, () => world.update()))).map((it) =>
        emissionOf(it),
      )
      for (const emission of emissions) {
        const found = await store.getEvent(emission.event.id)
        expect(found?.deliveries.map((it) => it.id)).toEqual(emission.deliveries.map((it) => it.id))
      }
    })

    it('keeps several bodies of one event, each for its own deliveries', async () => {
      const { id } = await world.configuration()
      const update = world.update()
      const [result] = await store.accept([
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
      expect((await world.claimOne(id)).body.view).toBe('producer')
      const [ofAffiliate] = await world.claim(null, 1, affiliate)
      expect(ofAffiliate?.body).toMatchObject({ text: 'for the affiliate', hottokAt: 3 })
    })
  })
}
