import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/store/contract/nodes.ts'
import type { Stage } from './stage.ts'
import { account, affiliate, hour, laneOfConfiguration, minute, outcomeOf, producer } from './world.ts'

/** The suite of the contract `nodes`, for every store. */
export function nodesConformance(stage: Stage) {
  /** Collects changes from now on. */
  async function hear() {
    await allTold()
    const heard: Change[] = []
    const end = stage.store.watch((change) => heard.push(change))
    return {
      end,
      /** The changes of one kind since the last call. */
      async of(kind: Change['kind']) {
        await allTold()
        return heard.splice(0).filter((change) => change.kind === kind && !isFence(change))
      },
    }
  }

  /** Waits for all earlier changes: those of one node arrive in order, so it makes one more and waits for that. */
  async function allTold() {
    const accountId = `${fence}${++fences}`
    const told = Promise.withResolvers<void>()
    const end = stage.store.watch((change) => {
      if (change.kind === 'account' && change.accountId === accountId) told.resolve()
    })
    await stage.world.saveAccount(accountId)
    await told.promise
    end()
  }

  it('returns about the same time as this machine', async () => {
    const before = Date.now()
    const now = await stage.store.now()
    expect(Number.isInteger(now)).toBe(true)
    // The clock of a shared store may differ a little.
    expect(Math.abs(now - before)).toBeLessThan(minute)
  })

  it('renews the lease of a node before it ends', async () => {
    expect(await stage.store.renewLife()).toBeGreaterThan(await stage.store.now())
  })

  it('gives a duty to a node that asks for it, and renews it', async () => {
    const now = await stage.store.now()
    expect(await stage.store.holdDuty('housekeeping', now, now + minute)).toBe(true)
    expect(await stage.store.holdDuty('housekeeping', now, now + hour)).toBe(true)
  })

  describe('changes', () => {
    it('name an account when its token, its configurations or their secrets have changed', async () => {
      const { id } = await stage.world.configuration()
      const { of, end } = await hear()
      const ofProducer = [{ kind: 'account', accountId: producer }]
      await stage.world.changeAccount(producer, { email: 'ana@example.com' })
      expect(await of('account')).toEqual(ofProducer)
      await stage.world.changeConfiguration(id, { url: 'https://other.example/' })
      expect(await of('account')).toEqual(ofProducer)
      await stage.store.rotateSecret(stage.world.secret(id), stage.world.now)
      expect(await of('account')).toEqual(ofProducer)
      await stage.world.changeAccount(producer, { hottok: { current: 'v1.k.new', next: null, switchAt: null } })
      expect(await of('account')).toEqual(ofProducer)
      await stage.world.configuration()
      expect(await of('account')).toEqual(ofProducer)
      await stage.world.disable(id)
      await stage.world.release(id, 'all')
      await of('account')
      await stage.store.settle(id, 'ana', stage.world.now, 10)
      expect(await of('account')).toEqual(ofProducer)
      await stage.world.changeAccount(affiliate, { email: 'bia@example.com' })
      expect(await of('account')).toEqual([{ kind: 'account', accountId: affiliate }])
      end()
      await stage.world.changeAccount(producer, { email: null })
      expect(await of('account')).toEqual([])
    })

    it('name a lane whose receiver has stated a limit', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      const { of } = await hear()
      const { delivery } = await stage.world.claimOne(id)
      const limit = { pausedUntil: stage.world.now + minute, perSecond: 2 }
      await stage.world.record(outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected', statedLimit: limit }))
      expect(await of('lane')).toEqual([{ kind: 'lane', lane: laneOfConfiguration(id), limit }])
    })

    it('name a lane once when it is due earlier than announced', async () => {
      const { id } = await stage.world.configuration()
      const lane = laneOfConfiguration(id)
      await stage.world.claimRound()
      const { of } = await hear()
      await stage.world.deliver()
      await stage.world.deliver()
      expect(await of('due')).toEqual([{ kind: 'due', lane, at: stage.world.now }])
      const claims = await stage.world.claim(id)
      expect(await of('due')).toEqual([])
      const retryAt = stage.world.now + minute
      const outcomes = claims.map(({ delivery }) =>
        outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected', next: { kind: 'retry', dueAt: retryAt } }),
      )
      await stage.store.record(outcomes)
      expect(await of('due')).toEqual([{ kind: 'due', lane, at: retryAt }])
      await stage.store.openSeries(producer, claims[0]?.id as never, 'ana', stage.world.now)
      expect(await of('due')).toEqual([{ kind: 'due', lane, at: stage.world.now }])
      const again = await stage.world.claimOne(id)
      await of('due')
      await stage.store.giveBack([again], stage.world.now)
      expect(await of('due')).toEqual([{ kind: 'due', lane, at: stage.world.now }])
      await stage.world.disable(id)
      await stage.store.settle(id, 'ana', stage.world.now, 10)
      await stage.world.claimRound()
      await stage.world.release(id, 'all')
      await stage.world.claimRound()
      await of('due')
      await stage.store.settle(id, 'ana', stage.world.now, 10)
      expect((await of('due')).at(0)).toEqual({ kind: 'due', lane, at: stage.world.now })
      expect(await stage.world.claim(id)).not.toEqual([])
    })

    it('name the deliveries of watched accounts only', async () => {
      const { id } = await stage.world.configuration()
      const { of } = await hear()
      await stage.world.deliver()
      expect(await of('delivery')).toEqual([])
      const ends = [stage.store.watchDeliveries(producer), stage.store.watchDeliveries(producer)]
      const delivery = await stage.world.deliver()
      const told = [{ kind: 'delivery', accountId: producer, id: delivery.id }]
      expect(await of('delivery')).toEqual(told)
      await stage.world.deliver({ accountId: affiliate, test: true, freeUrl: 'https://free.example/' })
      expect(await of('delivery')).toEqual([])
      const claims = await stage.world.claim(id)
      await of('delivery')
      const mine = claims.find((claim) => claim.id === delivery.id)
      if (!mine) return expect.fail()
      await stage.world.record(outcomeOf(mine.delivery, { at: stage.world.now, outcome: 'rejected' }))
      expect(await of('delivery')).toEqual(told)
      await stage.store.cancel(producer, delivery.id, 'manual', 'ana', stage.world.now)
      expect(await of('delivery')).toEqual(told)
      await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
      expect(await of('delivery')).toEqual(told)
      await stage.world.disable(id)
      await stage.store.settle(id, 'ana', stage.world.now, 10)
      expect(await of('delivery')).toEqual(told)
      ends[0]?.()
      ends[0]?.()
      await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
      const other = await stage.world.deliver({ test: true, to: id })
      expect((await of('delivery')).at(-1)).toMatchObject({ id: other.id })
      ends[1]?.()
      await stage.world.deliver({ test: true, to: id })
      expect(await of('delivery')).toEqual([])
    })

    it('are announced after the commit, and not for outdated entries', async () => {
      const { of } = await hear()
      expect(await stage.store.saveAccount(account(producer), 99)).toBe('outdated')
      await stage.store.saveProduct((await stage.store.getProduct(4711)) ?? expect.fail())
      expect(await of('account')).toEqual([])
    })
  })
}

const fence = 'acc_fence_'
let fences = 0

function isFence(change: Change): boolean {
  return change.kind === 'account' && change.accountId.startsWith(fence)
}
