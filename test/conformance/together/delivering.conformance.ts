import { describe, expect, it } from 'vitest'
import type { Change } from '../../../src/store/contract/nodes.ts'
import type { Claim } from '../../../src/store/contract/work.ts'
import type { Stage } from '../stage.ts'
import { hour, minute, outcomeOf, producer, type World } from '../world.ts'

/** Guarantees for several nodes on one store when they deliver, and for several callers of one node. */
export function deliveringTogetherConformance(stage: Stage) {
  const failed = { outcome: 'rejected', next: { kind: 'used-up' } } as const
  const idsOf = (claims: readonly Claim[]) => claims.map(({ id }) => id)

  describe('claims', () => {
    it('of one lane are shared: no delivery is taken twice, and none is left', async () => {
      const nodes = await stage.together(3)
      const { id } = await stage.world.configuration()
      const all = (await stage.world.acceptMany(20, { to: id })).flatMap(({ deliveries }) => deliveries)
      const claimed = (await Promise.all(nodes.map((node) => node.claim(id, 8)))).flat()
      expect(idsOf(claimed).toSorted()).toEqual(all.map((delivery) => delivery.id).toSorted())
    })

    it('find deliveries that another node has accepted, recorded or given back, even without a notice', async () => {
      const [one, other] = await stage.together(2)
      const { id } = await one.configuration()
      expect(await other.nextDue()).toBeNull()
      await one.deliver({ to: id })
      const claim = await other.claimOne(id)
      await other.record(outcomeOf(claim.delivery, { at: one.now, outcome: 'rejected' }))
      expect(await one.nextDue()).toBe(one.now + minute)
      one.now += minute
      other.now += minute
      const again = await one.claimOne(id)
      expect(await other.nextDue()).toBeNull()
      await one.store.giveBack([again], one.now)
      expect(idsOf(await other.claim(id))).toEqual([again.id])
    })

    it('respect a pause that another node has recorded', async () => {
      const [one, other] = await stage.together(2)
      const { id } = await one.configuration()
      await one.acceptMany(2, { to: id })
      const { delivery } = await one.claimOne(id)
      const statedLimit = { pausedUntil: one.now + minute, perSecond: 2 }
      await one.record(outcomeOf(delivery, { at: one.now, outcome: 'rejected', status: 429, statedLimit }))
      expect(await other.claim(id)).toEqual([])
      expect(await other.nextDue()).toBe(statedLimit.pausedUntil)
      other.now += minute
      expect(await other.claim(id)).toHaveLength(2)
    })

    it('and a cancellation at the same moment do not both get the delivery', async () => {
      const [one, other] = await stage.together(2)
      const { id } = await one.configuration()
      for (let time = 0; time < 6; time++) {
        const delivery = await one.deliver({ to: id })
        const claim = () => one.claim(id)
        const cancel = () => other.store.cancel(producer, delivery.id, 'manual', 'ana', other.now)
        const [claimed, cancelled] =
          time % 2 === 0
            ? await Promise.all([claim(), cancel()])
            : (await Promise.all([cancel(), claim()])).toReversed()
        const state = await one.stateOf(delivery)
        const wasClaimed = (claimed as readonly Claim[]).length === 1
        expect([wasClaimed, cancelled === 'not_cancellable']).toEqual([state === 'sending', state === 'sending'])
      }
    })
  })

  describe('outcomes', () => {
    it('of one attempt from several nodes: the first one wins, and the others are evidence', async () => {
      const nodes = await stage.together(3)
      const { id } = await stage.world.configuration()
      await stage.world.deliver({ to: id })
      const { delivery } = await stage.world.claimOne(id)
      const results = await Promise.all(
        nodes.map(({ store }, i) => store.record([outcomeOf(delivery, { at: stage.world.now + i, ...failed })])),
      )
      expect(
        results
          .flat()
          .map(({ kind }) => kind)
          .toSorted(),
      ).toEqual(['late', 'late', 'recorded'])
      const detail = await stage.world.detail(delivery)
      expect(detail.delivery).toMatchObject({ state: 'failed', attempts: 1, attemptsTotal: 1 })
      expect(detail.attempts.map(({ late }) => late)).toEqual([false, true, true])
    })

    it('are all counted in the health of a configuration and in the figures of an hour', async () => {
      const nodes = await stage.together(2)
      const [{ id: a }, { id: b }] = [await stage.world.configuration(), await stage.world.configuration()]
      for (const to of [a, b]) await stage.world.acceptMany(10, { to })
      const claims = [...(await stage.world.claim(a)), ...(await stage.world.claim(b))]
      // Each node has half of the claims of each configuration, in opposite orders.
      const halves = [claims.filter((_, i) => i % 2 === 0), claims.filter((_, i) => i % 2 === 1).toReversed()]
      await Promise.all(
        nodes.map(({ store }, i) =>
          store.record(
            (halves[i] ?? []).map(({ delivery }) => outcomeOf(delivery, { at: stage.world.now, ...failed })),
          ),
        ),
      )
      for (const id of [a, b]) {
        expect((await stage.store.getConfiguration(producer, id))?.health.failures).toBe(10)
      }
      const rows = await stage.store.readStats({ accountId: producer, from: 0, to: stage.world.now + hour })
      expect(rows.map(({ configurationId, count }) => [configurationId, count])).toEqual([
        [a, 10],
        [b, 10],
      ])
    })
  })

  describe('settling and opening a series', () => {
    it('moves each delivery once if several nodes settle its configuration', async () => {
      const nodes = await stage.together(3)
      const { id } = await stage.world.configuration()
      const all = (await stage.world.acceptMany(20, { to: id })).flatMap(({ deliveries }) => deliveries)
      const settleAll = () => Promise.all(nodes.map((node) => node.releaseAll(id, 3)))
      await stage.world.disable(id)
      await settleAll()
      expect(await stage.world.heldOf(id)).toBe(20)
      await stage.world.release(id, 'all')
      const released = await settleAll()
      expect(released.reduce((sum, count) => sum + count)).toBe(20)
      expect(await stage.world.heldOf(id)).toBe(0)
      for (const delivery of all) {
        const { actions } = await stage.world.detail(delivery)
        const kinds = actions.map(({ kind }) => kind).filter((kind) => kind === 'held' || kind === 'released')
        expect(kinds).toEqual(['held', 'released'])
      }
    })

    it('holds a retry that is recorded while its configuration is being disabled', async () => {
      const [one, other] = await stage.together(2)
      for (let time = 0; time < 4; time++) {
        const { id } = await one.configuration()
        const delivery = await one.deliver({ to: id, state: 'sending' })
        const outcome = outcomeOf(delivery, { at: one.now, outcome: 'rejected' })
        const disable = () => other.disable(id).then(() => other.releaseAll(id))
        await Promise.all(time % 2 === 0 ? [one.record(outcome), disable()] : [disable(), one.record(outcome)])
        await settleWhatIsFound(one)
        expect(await one.stateOf(delivery)).toBe('held')
        expect(await one.heldOf(id)).toBe(1)
      }
    })

    it('opens one series by hand if several nodes ask for it at once', async () => {
      const nodes = await stage.together(3)
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver({ to: id })
      await stage.world.record(outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now }))
      const opened = await Promise.all(
        nodes.map(({ store, now }) => store.openSeries(producer, delivery.id, 'ana', now)),
      )
      expect(opened.filter((it) => it === 'series_open')).toHaveLength(2)
      expect((await stage.world.detail(delivery)).delivery).toMatchObject({ state: 'queued', series: 2 })
    })

    /** Settles the configurations that a claim reports when the retry is due, as a node does. */
    async function settleWhatIsFound(world: World) {
      world.now += hour
      const pieces = await world.claimRound()
      for (const { configurationId } of pieces.flatMap(({ toSettle }) => toSettle))
        await world.releaseAll(configurationId)
      world.now -= hour
    }
  })

  it('every node receives the changes of all nodes', async () => {
    const [one, other] = await stage.together(2)
    const heard: Change[] = []
    const news = Promise.withResolvers<void>()
    const ends = [
      other.store.watchDeliveries(producer),
      other.store.watch((change) => {
        heard.push(change)
        if (new Set(heard.map(({ kind }) => kind)).size === 3) news.resolve()
      }),
    ]
    const { id } = await one.configuration()
    await other.claimRound()
    const delivery = await one.deliver({ to: id })
    await news.promise
    expect(heard).toContainEqual({ kind: 'account', accountId: producer })
    expect(heard).toContainEqual({ kind: 'delivery', accountId: producer, id: delivery.id })
    expect(heard).toContainEqual({
      kind: 'due',
      lane: { accountId: producer, configurationId: id },
      at: delivery.createdAt,
    })
    for (const end of ends) end()
  })
}
