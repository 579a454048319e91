import { describe, expect, it } from 'vitest'
import type { ConfigurationId } from '../../src/domain/ids.ts'
import type { Store } from '../../src/store/contract/store.ts'
import type { Stage } from './stage.ts'
import {
  account,
  affiliate,
  affiliation,
  hour,
  mintId,
  minute,
  outcomeOf,
  producer,
  product,
  productId,
} from './world.ts'

/** The suite of the contract `directory`, for every store. */
export function directoryConformance(stage: Stage) {
  describe('accounts, products and affiliations', () => {
    it('creates an account once and changes it afterwards', async () => {
      expect(await stage.store.saveAccount(account('acc_new'), 0)).toBe('saved')
      expect(await stage.store.saveAccount(account('acc_new'), 0)).toBe('outdated')
      const read = (await stage.store.getAccount('acc_new')) ?? expect.fail()
      const changed = { ...read, email: 'ana@example.com', hottok: { current: 'a', next: 'b', switchAt: 7 } }
      expect(await stage.store.saveAccount(changed, read.revision)).toBe('saved')
      await stage.reopen()
      const { revision, ...kept } = (await stage.store.getAccount('acc_new')) ?? expect.fail()
      expect(kept).toEqual({ ...account('acc_new'), email: changed.email, hottok: changed.hottok })
      expect(revision).not.toBe(read.revision)
      expect(await stage.store.getAccount('acc_other')).toBeNull()
    })

    it('does not change an account if another editor was faster', async () => {
      const read = (await stage.store.getAccount(producer)) ?? expect.fail()
      const editors = ['Ana', 'Bia', 'Caio'].map((name) =>
        stage.store.saveAccount({ ...account(producer), name }, read.revision),
      )
      expect((await Promise.all(editors)).toSorted()).toEqual(['outdated', 'outdated', 'saved'])
      expect(await stage.store.saveAccount(account('acc_absent'), 1)).toBe('outdated')
      expect(await stage.store.getAccount('acc_absent')).toBeNull()
    })

    it('begins a rotation of the token in one unit: no configuration uses the new token early any more', async () => {
      const { id } = await stage.world.configuration({ usesNewHottok: true })
      const isEarly = async () => (await stage.store.getConfiguration(producer, id))?.configuration.usesNewHottok
      await stage.world.changeAccount(producer, { name: 'Renamed' })
      expect(await isEarly()).toBe(true)
      const rotation = stage.world.changeAccount(producer, { hottok: { current: 'a', next: 'b', switchAt: 7 } })
      for (;;) {
        const [known, early] = await Promise.all([stage.store.getAccount(producer), isEarly()])
        expect(early).toBe(known?.hottok.next !== 'b')
        if (!early) break
      }
      expect(await rotation).toBe('saved')
    })

    it('increases the version of an account with its name, products, affiliations and configurations', async () => {
      const { store, world } = stage
      const versions = async () => {
        const found = await store.readWishes([producer, affiliate, 'acc_absent'])
        expect(found[2]?.version).toBe(0)
        return found.slice(0, 2).map(({ version }) => version)
      }
      const moved = async (change: () => Promise<unknown>) => {
        const before = await versions()
        await change()
        return (await versions()).map((version, i) => version > (before[i] ?? 0))
      }
      await world.saveAccount('acc_new')
      expect((await store.readWishes(['acc_new']))[0]?.version).toBe(1)
      const [its, neither, both] = [
        [true, false],
        [false, false],
        [true, true],
      ]
      expect(await moved(() => world.changeAccount(producer, { name: 'Ana' }))).toEqual(its)
      expect(await moved(() => store.saveProduct(product({ id: 1 })))).toEqual(its)
      expect(await moved(() => store.saveProduct(product({ id: 1, name: 'Renamed' })))).toEqual(its)
      expect(await moved(() => store.saveProduct(product({ id: 1, name: 'Renamed', updatedAt: 2 })))).toEqual(neither)
      expect(await moved(() => store.saveProduct(product({ id: 1, coProducers: [affiliate] })))).toEqual(its)
      expect(await moved(() => store.saveProduct(product({ id: 1, accountId: affiliate })))).toEqual(both)
      expect(await moved(() => store.saveAffiliation(affiliation()))).toEqual(its)
      expect(await moved(() => store.saveAffiliation(affiliation({ updatedAt: 2 })))).toEqual(neither)
      expect(await moved(() => store.saveAffiliation(affiliation({ sharesBuyerData: true })))).toEqual(its)
      const { id } = await world.configuration()
      expect(await moved(() => world.configuration())).toEqual(its)
      expect(await moved(() => world.changeConfiguration(id, { name: 'Renamed' }))).toEqual(its)
      expect(await moved(() => world.disable(id))).toEqual(its)
      expect(await moved(() => world.release(id, 'all').then(() => world.releaseAll(id)))).toEqual(its)
      const hottok = { current: 'a', next: 'b', switchAt: 7 }
      expect(await moved(() => world.changeAccount(producer, { hottok, email: 'ana@example.com' }))).toEqual(neither)
      expect(await moved(() => store.rotateSecret(world.secret(id, 'next'), world.now))).toEqual(neither)
      await world.deliver({ to: id })
      const fail = async () =>
        world.record(outcomeOf((await world.claimOne(id)).delivery, { at: world.now, outcome: 'rejected' }))
      expect(await moved(fail)).toEqual(neither)
      expect(await moved(() => world.remove(id))).toEqual(its)
      const before = await store.readWishes([producer])
      await stage.reopen()
      expect(await stage.store.readWishes([producer])).toEqual(before)
    })

    it('lists the products that an account produces or co-produces, by id and in pages', async () => {
      await stage.store.saveProduct(product({ id: 1, accountId: affiliate, coProducers: [producer] }))
      await stage.store.saveProduct(product({ id: 2, accountId: affiliate }))
      expect((await stage.store.listProducts(producer, { after: null, limit: 10 })).map((it) => it.id)).toEqual([
        1,
        productId,
      ])
      expect((await stage.store.listProducts(producer, { after: 1, limit: 10 })).map((it) => it.id)).toEqual([
        productId,
      ])
      expect((await stage.store.listProducts(producer, { after: null, limit: 1 })).map((it) => it.id)).toEqual([1])
    })

    it('no longer lists a product for a co-producer who has left', async () => {
      await stage.store.saveProduct(product({ coProducers: [affiliate] }))
      expect(await stage.store.listProducts(affiliate, { after: null, limit: 10 })).toHaveLength(1)
      const saved = await stage.store.saveProduct(product({ name: 'Renamed' }))
      expect(saved).toEqual({ created: false, value: product({ name: 'Renamed' }) })
      expect(await stage.store.listProducts(affiliate, { after: null, limit: 10 })).toHaveLength(0)
      expect(await stage.store.getProduct(productId)).toEqual(product({ name: 'Renamed' }))
      expect(await stage.store.getProduct(99)).toBeNull()
    })

    it('lists affiliations of a product by code, all or those of one account', async () => {
      await stage.store.saveAffiliation(affiliation({ affiliateCode: 'B' }))
      await stage.store.saveAffiliation(affiliation({ affiliateCode: 'A', accountId: producer }))
      expect(
        (await stage.store.saveAffiliation(affiliation({ affiliateCode: 'B', sharesBuyerData: true }))).created,
      ).toBe(false)
      const codes = async (page: Parameters<Store['listAffiliations']>[1]) =>
        (await stage.store.listAffiliations(productId, page)).map((it) => it.affiliateCode)
      expect(await codes({ after: null, limit: 10 })).toEqual(['A', 'B'])
      expect(await codes({ after: 'A', limit: 10 })).toEqual(['B'])
      expect(await codes({ after: null, limit: 10, accountId: affiliate })).toEqual(['B'])
      expect((await stage.store.getAffiliation(productId, 'B'))?.sharesBuyerData).toBe(true)
      expect(await stage.store.getAffiliation(productId, 'C')).toBeNull()
    })
  })

  describe('configurations', () => {
    it('keeps every field over a restart', async () => {
      const configuration = await stage.world.configuration({
        productId,
        hottokInBody: true,
        usesNewHottok: true,
        hottok: 'v1.k.its-own',
        maxPerSecond: 5,
        subscriptions: 3,
      })
      await stage.reopen()
      expect(await stage.store.getConfiguration(producer, configuration.id)).toEqual({
        configuration,
        revision: 1,
        health: { lastSuccessAt: null, failingSince: null, failures: 0 },
        statedLimit: { pausedUntil: null, perSecond: null },
        held: 0,
        heldSince: null,
      })
    })

    it('returns a removed one only if asked for it', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.remove(id)
      expect(await stage.store.getConfiguration(producer, id)).toBeNull()
      const removed = (await stage.store.getConfiguration(producer, id, true)) ?? expect.fail()
      expect(removed.configuration.status.state).toBe('removed')
      const { configuration, revision } = removed
      expect(await stage.store.changeConfiguration({ ...configuration, status: { state: 'active' } }, revision)).toBe(
        'outdated',
      )
      expect(await stage.store.listConfigurations(producer, { before: null, limit: 10 })).toEqual([])
      expect(
        await stage.store.listConfigurations(producer, { before: null, limit: 10, withRemoved: true }),
      ).toHaveLength(1)
    })

    it('limits their number per account, without the removed ones', async () => {
      const first = await stage.world.configuration()
      const create = (accountId: string) => {
        const another = { ...first, accountId, id: mintId(stage.world.now) }
        return stage.store.createConfiguration(another, stage.world.secret(another.id), 2)
      }
      expect([await create(producer), await create(producer), await create(affiliate)]).toEqual([
        'saved',
        'too-many',
        'saved',
      ])
      expect(await stage.store.listConfigurations(producer, { before: null, limit: 10 })).toHaveLength(2)
      await stage.world.remove(first.id)
      expect([await create(producer), await create(producer)]).toEqual(['saved', 'too-many'])
    })

    it('creates the same hook once, even at one moment, and never one of another credential or from before', async () => {
      const credentialId = mintId(stage.world.now)
      const hook = { source: 'zapier', hottok: 'v1.k.its-own', credentialId, productId }
      const first = await stage.world.configuration(hook)
      const create = (changes: Partial<typeof first>) => {
        const another = { ...first, id: mintId(stage.world.now), ...changes }
        return stage.store.createConfiguration(another, stage.world.secret(another.id), null)
      }
      const same = { same: first.id }
      const turned = { events: first.events.toReversed(), name: 'Other', source: 'n8n', hottok: 'v1.k.another' }
      expect(await create(turned)).toEqual(same)
      expect(await create({ url: 'https://members.example/other' })).toBe('saved')
      expect(await create({ events: first.events.slice(1) })).toBe('saved')
      expect(await create({ productId: null })).toBe('saved')
      expect(await create({ credentialId: mintId(stage.world.now) })).toBe('saved')
      expect(await create({ hottok: null })).toBe('saved')
      expect(await create({ source: 'api' })).toBe('saved')
      expect(await create({ accountId: affiliate })).toBe('saved')
      await stage.world.remove(first.id)
      const both = await Promise.all([create({}), create({})])
      expect(both.map((it) => (typeof it === 'string' ? it : 'same')).toSorted()).toEqual(['same', 'saved'])
    })

    it('lists newest first, in pages', async () => {
      const ids: string[] = []
      for (let i = 0; i < 3; i++) ids.unshift((await stage.world.configuration()).id)
      const all = await stage.store.listConfigurations(producer, { before: null, limit: 2 })
      expect(all.map((it) => it.configuration.id)).toEqual(ids.slice(0, 2))
      const rest = await stage.store.listConfigurations(producer, {
        before: all[1]?.configuration.id ?? null,
        limit: 2,
      })
      expect(rest.map((it) => it.configuration.id)).toEqual(ids.slice(2))
    })

    it('are listed by source', async () => {
      const zap = await stage.world.configuration({ source: 'zapier' })
      await stage.world.configuration()
      const make = await stage.world.configuration({ source: 'make' })
      const ids = async (sources: readonly string[], limit = 10) =>
        (await stage.store.listConfigurations(producer, { before: null, limit, sources })).map(
          ({ configuration }) => configuration.id,
        )
      expect(await ids(['zapier', 'make'])).toEqual([make.id, zap.id])
      expect(await ids(['zapier', 'make'], 1)).toEqual([make.id])
      expect(await ids(['zapier'])).toEqual([zap.id])
      expect(await ids([])).toEqual([])
    })

    it('are listed by URL', async () => {
      const one = await stage.world.configuration({ url: 'https://one.example/' })
      await stage.world.configuration({ url: 'https://one.example/other' })
      const page = { before: null, limit: 10, url: 'https://one.example/' }
      const found = await stage.store.listConfigurations(producer, page)
      expect(found.map(({ configuration }) => configuration.id)).toEqual([one.id])
    })

    it('are listed by whether they have trouble', async () => {
      const failing = await stage.world.configuration()
      const disabled = await stage.world.configuration()
      const waiting = await stage.world.configuration()
      const removed = await stage.world.configuration()
      await stage.world.configuration()
      const fail = async ({ id }: typeof failing, pausedUntil: number | null = null) => {
        await stage.world.deliver({ to: id })
        const { delivery } = await stage.world.claimOne(id)
        const statedLimit = pausedUntil === null ? null : { pausedUntil, perSecond: 1 }
        const outcome = { at: stage.world.now, outcome: 'rejected', statedLimit } as const
        await stage.world.record(outcomeOf(delivery, outcome))
      }
      await fail(failing)
      await fail(removed)
      await fail(waiting, stage.world.now + hour)
      await stage.world.disable(disabled.id)
      await stage.world.remove(removed.id)
      const page = { before: null, limit: 10, troubledAt: stage.world.now }
      const found = await stage.store.listConfigurations(producer, page)
      expect(found.map(({ configuration }) => configuration.id)).toEqual([waiting.id, disabled.id, failing.id])
      expect(await stage.store.listConfigurations(producer, { ...page, limit: 1 })).toHaveLength(1)
    })

    it('are absent for another account, which cannot change them', async () => {
      const configuration = await stage.world.configuration()
      const { id } = configuration
      expect(await stage.store.getConfiguration(affiliate, id)).toBeNull()
      expect(await stage.store.changeConfiguration({ ...configuration, accountId: affiliate }, 1)).toBe('outdated')
      expect(await stage.store.listConfigurations(affiliate, { before: null, limit: 10 })).toEqual([])
    })

    it.each<[string, (id: ConfigurationId) => Promise<unknown>]>([
      ['another edit', (id) => stage.world.changeConfiguration(id, { name: 'Renamed' })],
      ['the end of a release', (id) => stage.world.releaseAll(id)],
      [
        'a rotation of the token',
        () => stage.world.changeAccount(producer, { hottok: { current: 'a', next: 'b', switchAt: 7 } }),
      ],
    ])('are not changed by an editor who has not read %s', async (_, change) => {
      const { id } = await stage.world.configuration({
        usesNewHottok: true,
        status: { state: 'releasing', mode: 'all', by: 'ana', at: stage.world.now },
      })
      const { configuration, revision } = (await stage.store.getConfiguration(producer, id)) ?? expect.fail()
      await change(id)
      const after = await stage.store.getConfiguration(producer, id)
      const url = 'https://other.example/hook'
      expect(await stage.store.changeConfiguration({ ...configuration, url }, revision)).toBe('outdated')
      expect(await stage.store.getConfiguration(producer, id)).toEqual(after)
    })

    it('have several valid secrets during a rotation, newest first', async () => {
      const { id } = await stage.world.configuration()
      stage.world.now += minute
      await stage.store.rotateSecret(stage.world.secret(id, 'second'), stage.world.now + hour)
      stage.world.now += minute
      await stage.store.rotateSecret(stage.world.secret(id, 'third'), stage.world.now + 2 * hour)
      const sealed = async (now: number) => (await stage.store.listSecrets(id, now)).map((secret) => secret.sealed)
      expect(await sealed(stage.world.now)).toEqual(['third', 'second', 'v1.k.secret'])
      // The second rotation does not postpone the end of the first secret.
      expect(await sealed(stage.world.now - minute + hour)).toEqual(['third', 'second'])
      expect(await sealed(stage.world.now + 2 * hour)).toEqual(['third'])
    })
  })
}
