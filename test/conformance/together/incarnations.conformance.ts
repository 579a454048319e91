import { describe, expect, it } from 'vitest'
import type { Stage } from '../stage.ts'
import { about, type EventOptions, outcomeOf, type World } from '../world.ts'

/**
 * Guarantees that need several nodes, each with its own incarnation.
 * @param time.pass lets milliseconds pass on the store's own clock
 * @param time.lifeMs how long a lease lasts after its renewal
 */
export function incarnationsConformance(
  stage: Stage,
  { pass, lifeMs }: { pass: (ms: number) => Promise<void>; lifeMs: number },
) {
  /** Lets the leases of all other nodes end. */
  async function outlive(node: World) {
    for (const part of [0.5, 0.5]) {
      await pass(part * lifeMs)
      await node.store.renewLife()
    }
  }

  describe('a lock on a subject', () => {
    const lock = { subject: about('HP1'), withDocument: false, names: [] }
    const wanted = [{ transaction: 'HP1' }, { transaction: 'HP2' }]
    const outdatedFirst = [{ kind: 'outdated' }, kept]

    it('makes entries of other nodes about it outdated until its own node has appended', async () => {
      const [one, other] = await stage.together(2)
      const entries = await other.entries(wanted)
      const own = await one.entries(wanted.slice(0, 1))
      await one.store.look([lock], { lock: true })
      expect(await other.append(entries)).toEqual(outdatedFirst)
      // The first try succeeds: no other entry can come in between.
      expect(await one.store.append(own)).toEqual([kept])
      await other.accept({ transaction: 'HP1' })
      expect((await one.store.getTransaction('HP1'))?.state.sequence).toBe(2)
    })

    it('ends after a second, since its node may have died', async () => {
      const [one, other] = await stage.together(2)
      const entries = await other.entries(wanted)
      await one.store.look([lock], { lock: true })
      expect(await other.append(entries)).toEqual(outdatedFirst)
      await pass(1_000)
      expect(await other.append(entries.slice(0, 1))).toEqual([kept])
    })

    it('cannot be taken from the node that has it', async () => {
      const [one, other] = await stage.together(2)
      await one.store.look([lock], { lock: true })
      await other.store.look([lock], { lock: true })
      expect(await other.append(await other.entries(wanted.slice(0, 1)))).toEqual([{ kind: 'outdated' }])
      await one.accept({ transaction: 'HP1' })
      await other.accept({ transaction: 'HP1' })
    })
  })

  describe('a claim', () => {
    /** The first of two nodes claims three deliveries. */
    async function claimed() {
      const [one, other] = await stage.together(2)
      const { id } = await one.configuration()
      await one.acceptMany(3, { to: id })
      const claims = await one.claim(id)
      const [first, second, third] = claims
      if (!first || !second || !third) return expect.fail()
      return { one, other, id, claims, first, second, third }
    }

    it('stays with its node during its lease, and is given back after the lease has ended', async () => {
      const { other, id, claims } = await claimed()
      expect(await other.store.recover([], other.now)).toEqual({ requeued: 0, abandoned: [] })
      await outlive(other)
      expect(await other.store.recover([], other.now)).toEqual({ requeued: 3, abandoned: [] })
      expect(await other.store.recover([], other.now)).toEqual({ requeued: 0, abandoned: [] })
      const again = await other.claim(id)
      expect(again.map(({ id, number }) => [id, number])).toEqual(claims.map(({ id }) => [id, 1]))
    })

    it('is listed by its own node as long as the node holds it', async () => {
      const { one, other, first, second, third } = await claimed()
      const accepted = await one.deliver({ to: first.delivery.configurationId ?? expect.fail(), state: 'sending' })
      await one.record(outcomeOf(second.delivery, { at: one.now }))
      await one.store.giveBack([third], one.now)
      const ids = (await one.store.listClaims()).map(({ id, number }) => [id, number])
      expect(ids.toSorted()).toEqual(
        [
          [first.id, 1],
          [accepted.id, 1],
        ].toSorted(),
      )
      expect(await other.store.listClaims()).toEqual([])
      await outlive(other)
      await one.store.renewLife()
      expect(await one.store.listClaims()).toEqual([])
    })

    it('can only be given back by its own incarnation: one whose lease ended takes nothing from the next', async () => {
      const { one, other, id, claims, first } = await claimed()
      await other.store.giveBack(claims, other.now)
      expect(await one.stateOf(first.delivery)).toBe('sending')
      await outlive(other)
      await other.store.recover([], other.now)
      await other.claim(id)
      await one.store.giveBack(claims, one.now)
      expect(await one.stateOf(first.delivery)).toBe('sending')
      await other.store.giveBack([first], other.now)
      expect(await one.stateOf(first.delivery)).toBe('queued')
    })

    it('of an ended incarnation still accepts its outcome, before and after the next one records', async () => {
      const { one, other, id, first, second, third } = await claimed()
      await outlive(other)
      await other.store.recover([], other.now)
      const late = (claim: typeof first) => outcomeOf(claim.delivery, { at: one.now })
      // Before it is claimed again: it is not sent a second time.
      expect((await one.record(late(first))).delivery.state).toBe('delivered')
      const again = await other.claim(id)
      expect(again.map(({ id }) => id)).toEqual([second.id, third.id])
      // While another node is sending it: the first outcome wins.
      expect((await one.record(late(second))).delivery.state).toBe('delivered')
      const failed = again.map(({ delivery }) => outcomeOf(delivery, { at: other.now + 1, outcome: 'timeout' }))
      expect((await other.store.record(failed)).map(({ kind }) => kind)).toEqual(['late', 'recorded'])
      // After the other node has recorded: a late 2xx still counts.
      expect(await one.store.record([late(third)])).toMatchObject([{ kind: 'late', delivery: { state: 'delivered' } }])
      const found = await Promise.all([first, second, third].map(({ delivery }) => other.detail(delivery)))
      expect(found.map(({ delivery }) => [delivery.state, delivery.attemptsTotal])).toEqual([
        ['delivered', 1],
        ['delivered', 1],
        ['delivered', 1],
      ])
      expect(await other.nextDue()).toBeNull()
    })

    it('is set aside after three interruptions on any nodes, but not if its attempt had not begun', async () => {
      const [one, ...others] = await stage.together(5)
      const { id } = await one.configuration()
      const [poison, innocent] = (await one.acceptMany(2, { to: id })).flatMap(({ deliveries }) => deliveries)
      if (!poison || !innocent) return expect.fail()
      const interruptions: number[][] = []
      const recoveries: unknown[] = []
      for (const [i, node] of [one, ...others.slice(0, 3)].entries()) {
        const claims = await node.claim(id)
        interruptions.push(claims.map((claim) => claim.interruptions))
        if (i === 2) await node.store.begin(claims.find((claim) => claim.id === poison.id) ?? expect.fail())
        // No effect: the number is of a past attempt, or the claim is another node's.
        await node.store.begin({ id: innocent.id, number: 2 })
        await one.store.begin({ id: innocent.id, number: i === 0 ? 0 : 1 })
        await pass(lifeMs)
        recoveries.push(await others[i]?.store.recover([], node.now))
      }
      expect(interruptions).toEqual([[0, 0], [1, 1], [2, 2], [3]])
      expect(recoveries).toEqual([
        { requeued: 2, abandoned: [] },
        { requeued: 2, abandoned: [] },
        { requeued: 1, abandoned: [poison.id] },
        { requeued: 1, abandoned: [] },
      ])
      expect((await one.detail(poison)).delivery).toMatchObject({ state: 'failed', lastOutcome: 'abandoned' })
    })

    it('does not count as interrupted if it is given back', async () => {
      const { one, other, id, claims } = await claimed()
      await one.store.giveBack(claims, one.now)
      expect((await other.claim(id)).map((claim) => claim.interruptions)).toEqual([0, 0, 0])
    })
  })

  describe('the order of first attempts of one subject', () => {
    const subject = { transaction: 'HP1' }

    /** Two deliveries of one subject and one of another: the first is under way on the first node. */
    async function underWay(first: EventOptions = {}) {
      const [one, other] = await stage.together(2)
      const { id } = await one.configuration()
      const begun = await one.deliver({ ...subject, to: id, ...first })
      if (begun.state === 'queued') await one.claimOne(id)
      const next = await one.deliver({ ...subject, to: id })
      const apart = await one.deliver({ to: id })
      return { one, other, id, begun, next, apart }
    }

    it.each<[string, EventOptions]>([
      ['claimed', {}],
      ['accepted', { state: 'sending' }],
    ])('is kept across nodes: a delivery waits for an earlier one that another node has %s', async (_, first) => {
      const { one, other, id, begun, next, apart } = await underWay(first)
      expect((await other.claim(id)).map((claim) => claim.id)).toEqual([apart.id])
      // It must not be due at once: the node would ask in a tight loop.
      expect(await other.nextDue()).toBeGreaterThan(other.now)
      await one.record(outcomeOf((await one.detail(begun)).delivery, { at: one.now, outcome: 'rejected' }))
      expect((await other.claim(id)).map((claim) => claim.id)).toEqual([next.id])
    })

    it('is kept on acceptance: a later delivery is queued instead of claimed, and the answer says so', async () => {
      const { one, other, id, begun } = await underWay()
      const wanted = [
        { ...subject, to: id, state: 'sending' },
        { ...subject, to: id, state: 'sending' },
        { to: id, state: 'sending' },
      ] as const
      const entries = await other.entries(wanted)
      const [first, second, apart] = entries.flatMap(({ deliveries }) => deliveries)
      if (!first || !second || !apart) return expect.fail()
      expect(await other.append(entries)).toEqual([
        { kind: 'kept', waiting: [first.id] },
        { kind: 'kept', waiting: [second.id] },
        kept,
      ])
      expect((await one.detail(first)).delivery).toMatchObject({ state: 'queued', dueAt: first.createdAt })
      expect(await one.stateOf(apart)).toBe('sending')
      await one.record(outcomeOf((await one.detail(begun)).delivery, { at: one.now }))
      expect((await other.claim(id)).map((claim) => claim.id)).toContain(second.id)
    })

    it('is kept by the node itself if it has all of them', async () => {
      const { one, id, next, apart } = await underWay()
      expect((await one.claim(id)).map((claim) => claim.id)).toEqual([next.id, apart.id])
    })

    it('starts again with the first one when it is given back or its node dies', async () => {
      const { one, other, id, begun, next } = await underWay()
      await one.store.giveBack([{ id: begun.id, number: 1 }], one.now)
      const claims = await other.claim(id)
      expect(claims.map((claim) => claim.id).slice(0, 2)).toEqual([begun.id, next.id])
      await outlive(one)
      await one.store.recover([], one.now)
      expect((await one.claim(id)).map((claim) => claim.id).slice(0, 2)).toEqual([begun.id, next.id])
    })

    it('does not apply to another configuration, a retry or a test', async () => {
      const { one, other, id } = await underWay()
      const { id: apart } = await one.configuration()
      await one.deliver({ ...subject, to: apart })
      const test = await one.deliver({ ...subject, to: id, test: true })
      expect(await other.claim(apart)).toHaveLength(1)
      expect((await other.claim(null)).map((claim) => claim.id)).toEqual([test.id])
    })
  })

  describe('a lease', () => {
    it('that has ended is not renewed: the node begins a new incarnation, and its claims are given back', async () => {
      const [one, other] = await stage.together(2)
      const { id } = await one.configuration()
      await one.deliver({ to: id })
      const claim = await one.claimOne(id)
      await outlive(other)
      expect(await one.store.renewLife()).toBeNull()
      expect(await one.store.renewLife()).toBeGreaterThan(await one.store.now())
      // The new incarnation cannot use `giveBack` for the old claims, but any node recovers them.
      await one.store.giveBack([claim], one.now)
      expect(await one.stateOf(claim.delivery)).toBe('sending')
      expect(await one.store.recover([], one.now)).toEqual({ requeued: 1, abandoned: [] })
      expect((await one.claimOne(id)).id).toBe(claim.id)
    })
  })

  describe('a duty', () => {
    it('is held by one node at a time, and passes to another when it ends', async () => {
      const [one, other] = await stage.together(2)
      const now = await one.store.now()
      const hold = ({ store }: typeof one, at: number) => store.holdDuty('housekeeping', at, at + 1_000)
      const both = await Promise.all([hold(one, now), hold(other, now)])
      expect(both.filter(Boolean)).toHaveLength(1)
      const [holder, waiting] = both[0] ? [one, other] : [other, one]
      expect(await waiting.store.holdDuty('another', now, now + 1_000)).toBe(true)
      expect(await hold(holder, now + 900)).toBe(true)
      expect(await hold(waiting, now + 1_899)).toBe(false)
      expect(await hold(waiting, now + 1_900)).toBe(true)
      expect(await hold(holder, now + 1_900)).toBe(false)
    })
  })
}

const kept = { kind: 'kept', waiting: [] }
