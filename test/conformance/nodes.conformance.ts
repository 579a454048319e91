import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/store/contract/nodes.ts'
import type { Stage } from './stage.ts'
import { account, affiliate, hour, laneOfConfiguration, minute, outcomeOf, producer } from './world.ts'

/** What every store does, whatever it is made of: the contract `nodes`. */
export function nodesConformance(stage: Stage) {
  /** What is heard from now on. */
  function hear() {
    const heard: Change[] = []
    const end = stage.store.watch((change) => heard.push(change))
    return {
      heard,
      end,
      of: (kind: Change['kind']) => heard.splice(0).filter((change) => change.kind === kind),
    }
  }

  it('tells the time as this machine does', async () => {
    const before = Date.now()
    const now = await stage.store.now()
    expect(Number.isInteger(now)).toBe(true)
    // A shared store may have a clock of its own, which differs a little.
    expect(Math.abs(now - before)).toBeLessThan(minute)
  })

  it('gives a duty to one who asks for it, and again', async () => {
    const now = await stage.store.now()
    expect(await stage.store.holdDuty('housekeeping', now, now + minute)).toBe(true)
    expect(await stage.store.holdDuty('housekeeping', now, now + hour)).toBe(true)
  })

  describe('changes', () => {
    it('tell of an account when its token, its configurations or their secrets are changed', async () => {
      const { id } = await stage.world.configuration()
      const { of, end, heard } = hear()
      const account = [{ kind: 'account', accountId: producer }]
      await stage.world.changeAccount(producer, { name: 'Ana' })
      expect(of('account')).toEqual(account)
      await stage.world.changeConfiguration(id, { url: 'https://other.example/' })
      expect(of('account')).toEqual(account)
      await stage.store.rotateSecret(stage.world.secret(id), stage.world.now)
      expect(of('account')).toEqual(account)
      await stage.world.changeAccount(producer, { hottok: { current: 'v1.k.new', next: null, switchAt: null } })
      expect(of('account')).toEqual(account)
      await stage.world.configuration()
      expect(of('account')).toEqual(account)
      await stage.world.disable(id)
      await stage.world.release(id, 'all')
      of('account')
      await stage.store.settle(id, 'ana', stage.world.now, 10)
      expect(of('account')).toEqual(account)
      await stage.world.changeAccount(affiliate, { name: 'Bia' })
      expect(of('account')).toEqual([{ kind: 'account', accountId: affiliate }])
      end()
      await stage.world.changeAccount(producer, { name: 'Ana' })
      expect(heard).toEqual([])
    })

    it('tell of a lane when it is due before all that was told, and once', async () => {
      const { id } = await stage.world.configuration()
      const lane = laneOfConfiguration(id)
      await stage.world.claimRound()
      const { of } = hear()
      await stage.world.deliver()
      await stage.world.deliver()
      expect(of('due')).toEqual([{ kind: 'due', lane, at: stage.world.now }])
      const claims = await stage.world.claim(id)
      expect(of('due')).toEqual([])
      const retryAt = stage.world.now + minute
      const outcomes = claims.map(({ delivery }) =>
        outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected', next: { kind: 'retry', dueAt: retryAt } }),
      )
      await stage.store.record(outcomes)
      expect(of('due')).toEqual([{ kind: 'due', lane, at: retryAt }])
      await stage.store.openSeries(producer, claims[0]?.id as never, 'ana', stage.world.now)
      expect(of('due')).toEqual([{ kind: 'due', lane, at: stage.world.now }])
      const again = await stage.world.claimOne(id)
      of('due')
      await stage.store.giveBack([again], stage.world.now)
      expect(of('due')).toEqual([{ kind: 'due', lane, at: stage.world.now }])
      await stage.world.disable(id)
      await stage.store.settle(id, 'ana', stage.world.now, 10)
      await stage.world.claimRound()
      await stage.world.release(id, 'all')
      await stage.world.claimRound()
      of('due')
      await stage.store.settle(id, 'ana', stage.world.now, 10)
      expect(of('due').at(0)).toEqual({ kind: 'due', lane, at: stage.world.now })
      expect(await stage.world.claim(id)).not.toEqual([])
    })

    it('tell of the deliveries of accounts that are watched, and of no others', async () => {
      const { id } = await stage.world.configuration()
      const { of } = hear()
      await stage.world.deliver()
      expect(of('delivery')).toEqual([])
      const ends = [stage.store.watchDeliveries(producer), stage.store.watchDeliveries(producer)]
      const delivery = await stage.world.deliver()
      const told = [{ kind: 'delivery', accountId: producer, id: delivery.id }]
      expect(of('delivery')).toEqual(told)
      await stage.world.deliver({ accountId: affiliate, test: true, freeUrl: 'https://free.example/' })
      expect(of('delivery')).toEqual([])
      const claims = await stage.world.claim(id)
      of('delivery')
      const mine = claims.find((claim) => claim.id === delivery.id)
      if (!mine) return expect.fail()
      await stage.world.record(outcomeOf(mine.delivery, { at: stage.world.now, outcome: 'rejected' }))
      expect(of('delivery')).toEqual(told)
      await stage.store.cancel(producer, delivery.id, 'manual', 'ana', stage.world.now)
      expect(of('delivery')).toEqual(told)
      await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
      expect(of('delivery')).toEqual(told)
      await stage.world.disable(id)
      await stage.store.settle(id, 'ana', stage.world.now, 10)
      expect(of('delivery')).toEqual(told)
      ends[0]?.()
      ends[0]?.()
      await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
      const other = await stage.world.deliver({ test: true, to: id })
      expect(of('delivery').at(-1)).toMatchObject({ id: other.id })
      ends[1]?.()
      await stage.world.deliver({ test: true, to: id })
      expect(of('delivery')).toEqual([])
    })

    it('are told once they are committed, and not of what failed', async () => {
      const { heard } = hear()
      expect(await stage.store.saveAccount(account(producer), 99)).toBe('outdated')
      await stage.store.saveProduct((await stage.store.getProduct(4711)) ?? expect.fail())
      expect(heard).toEqual([])
    })
  })
}
