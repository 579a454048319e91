import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../src/domain/delivery/delivery.ts'
import { type ConfigurationId, type DeliveryId, firstUuidAt, type ReplayId, rangeBeside } from '../../src/domain/ids.ts'
import type { Claimed, ClaimKey, ClaimPlace, Replay } from '../../src/store/contract/work.ts'
import type { Stage } from './stage.ts'
import { affiliate, day, hour, laneOfConfiguration, mintId, minute, outcomeOf, producer, start } from './world.ts'

/** The key of the delivery's next attempt. */
function keyOf({ id, attemptsTotal = 0 }: { id: DeliveryId; attemptsTotal?: number }): ClaimKey {
  return { id, number: attemptsTotal + 1 }
}

function idsOf(pieces: readonly Claimed[]): string[] {
  return pieces.flatMap(({ claims }) => claims.map(({ id }) => id))
}

/** The suite of the contract `work`, for every store. */
export function workConformance(stage: Stage) {
  describe('claiming', () => {
    it('takes no more than a lane has room for, oldest first, and no delivery twice', async () => {
      const busy = await stage.world.configuration()
      const quiet = await stage.world.configuration()
      const ids: string[] = []
      for (let i = 0; i < 5; i++, stage.world.now++) ids.push((await stage.world.deliver({ to: busy.id })).id)
      const other = await stage.world.deliver({ to: quiet.id })
      const first = await stage.world.claimRound({ perLane: 2 })
      const claims = first.flatMap((piece) => piece.claims)
      expect(claims.map(({ delivery }) => delivery.id).toSorted()).toEqual([ids[0], ids[1], other.id].toSorted())
      const ofBusy = claims.filter(({ delivery }) => delivery.configurationId === busy.id)
      expect(ofBusy.map(({ id, number }) => ({ id, number }))).toEqual([
        { id: ids[0], number: 1 },
        { id: ids[1], number: 1 },
      ])
      expect(ofBusy[0]).toMatchObject({ delivery: { state: 'sending', dueAt: null }, body: { view: 'producer' } })
      // The answer says what is left, and since when it has been due.
      expect(first.at(-1)?.left).toEqual([{ lane: laneOfConfiguration(busy.id), dueAt: start + 2 }])
      expect(first.at(-1)?.nextDueAt).toBeLessThanOrEqual(stage.world.now)
      const second = await stage.world.claimRound({ perLane: 2 })
      expect(idsOf(second)).toEqual([ids[2], ids[3]])
      expect(await stage.world.stateOf(other)).toBe('sending')
    })

    it('takes turns by account, and within an account by lane, with a few deliveries per turn', async () => {
      const lanes = new Map<string, string>()
      for (const [name, accountId] of [
        ['a1', producer],
        ['a2', producer],
        ['b1', affiliate],
      ] as const) {
        const { id } = await stage.world.configuration({ accountId })
        lanes.set(id, name)
        for (let i = 0; i < 6; i++) await stage.world.deliver({ to: id, accountId })
      }
      const pieces = await stage.world.claimRound({ perTurn: 2, most: 4 })
      expect(pieces.slice(0, 4).map(({ claims }) => claims.length)).toEqual([4, 4, 4, 4])
      expect(pieces.at(-1)?.last).toBe('end')
      const inTurn = pieces.flatMap(({ claims }) =>
        claims.map(({ delivery }) => lanes.get(String(delivery.configurationId))),
      )
      // Half of the first twelve are the affiliate's: its one lane has as many turns as the other account's two lanes.
      const served = (name: string, of: readonly unknown[]) => of.filter((it) => it === name).length
      const early = inTurn.slice(0, 12)
      expect(served('b1', early)).toBe(6)
      expect(['a1', 'a2'].map((name) => served(name, early)).toSorted()).toEqual([2, 4])
      expect(['a1', 'a2'].map((name) => served(name, inTurn))).toEqual([6, 6])
    })

    it('examines a bounded number of lanes, and continues where it ended', async () => {
      for (let i = 0; i < 150; i++) await stage.world.deliver({ to: (await stage.world.configuration()).id })
      const pieces = await stage.world.claimRound({ perTurn: 1 })
      expect(pieces.length).toBeGreaterThan(1)
      expect(new Set(pieces.flatMap(({ claims }) => claims.map(({ id }) => id))).size).toBe(150)
    })

    it('skips lanes and accounts without room, and takes from them when they have room again', async () => {
      const [full, silent] = [await stage.world.configuration(), await stage.world.configuration()]
      const other = await stage.world.configuration({ accountId: affiliate })
      for (let i = 0; i < 3; i++) {
        await stage.world.deliver({ to: full.id })
        await stage.world.deliver({ to: silent.id })
        await stage.world.deliver({ to: other.id, accountId: affiliate })
      }
      const lanes = new Map([
        [full.id, { room: 0, answers: true }],
        [other.id, { room: 9, answers: true }],
      ])
      const accounts = new Map([
        [producer, { answering: 9, silent: 2 }],
        [affiliate, { answering: 0, silent: 0 }],
      ])
      const first = await stage.world.claimRound({ lanes, accounts })
      const silentTwice = [silent.id, silent.id]
      expect(first.flatMap(({ claims }) => claims.map(({ delivery }) => delivery.configurationId))).toEqual(silentTwice)
      expect(first.at(-1)?.nextDueAt).toBeLessThanOrEqual(stage.world.now)
      expect(await stage.world.claimRound({ lanes, accounts, perLane: 0 })).toMatchObject([{ claims: [], last: 'end' }])
      accounts.set(affiliate, { answering: 2, silent: 0 })
      lanes.set(full.id, { room: 1, answers: true })
      const next = await stage.world.claimRound({ lanes, accounts, perLane: 0 })
      const taken = next.flatMap(({ claims }) => claims.map(({ delivery }) => delivery.configurationId))
      expect(taken.toSorted()).toEqual([full.id, other.id, other.id].toSorted())
      expect(idsOf(await stage.world.claimRound())).toHaveLength(4)
      expect(await stage.world.nextDue()).toBeNull()
    })

    it('says when the first delivery of all lanes is due, after accepts, retries and series by hand', async () => {
      const [one, two] = [await stage.world.configuration(), await stage.world.configuration()]
      const claimed = []
      for (const { id } of [one, two]) {
        await stage.world.deliver({ to: id })
        claimed.push((await stage.world.claimOne(id)).delivery)
      }
      expect(await stage.world.nextDue()).toBeNull()
      for (const [i, delivery] of claimed.entries()) {
        const next = { kind: 'retry', dueAt: stage.world.now + (2 - i) * minute } as const
        await stage.world.record(outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected', next }))
      }
      expect(await stage.world.nextDue()).toBe(stage.world.now + minute)
      await stage.reopen()
      expect(await stage.world.nextDue()).toBe(stage.world.now + minute)
      stage.world.now += minute
      expect((await stage.world.claimOne(two.id)).number).toBe(2)
      expect(await stage.world.nextDue()).toBe(stage.world.now + minute)
      await stage.store.openSeries(producer, String(claimed[0]?.id) as DeliveryId, 'ana', stage.world.now)
      expect((await stage.world.claimOne(one.id)).number).toBe(2)
      expect(await stage.world.nextDue()).toBeNull()
    })

    describe('first attempts of a subject', () => {
      const subject = { transaction: 'HP1' }

      it('are taken in the order of acceptance, even if the clock was set back in between', async () => {
        const { id } = await stage.world.configuration()
        stage.world.now += 10 * minute
        const first = await stage.world.deliver({ ...subject, to: id })
        stage.world.now -= 5 * minute
        const second = await stage.world.deliver({ ...subject, to: id })
        const other = await stage.world.deliver({ to: id })
        stage.world.now -= 4 * minute
        const third = await stage.world.deliver({ ...subject, to: id })
        stage.world.now += minute
        // Only the third one is due, and it waits for the two before it.
        expect((await stage.world.claim(id)).map((claim) => claim.id)).toEqual([first.id, second.id, third.id])
        stage.world.now += 5 * minute
        expect((await stage.world.claim(id)).map((claim) => claim.id)).toEqual([other.id])
      })

      it('are taken as far as there is room, the earliest first', async () => {
        const { id } = await stage.world.configuration()
        stage.world.now += 10 * minute
        const first = await stage.world.deliver({ ...subject, to: id })
        stage.world.now -= 5 * minute
        const second = await stage.world.deliver({ ...subject, to: id })
        expect((await stage.world.claim(id, 1)).map((claim) => claim.id)).toEqual([first.id])
        expect((await stage.world.claim(id, 1)).map((claim) => claim.id)).toEqual([second.id])
      })

      it('keep this order for a subscription too', async () => {
        const { id } = await stage.world.configuration()
        stage.world.now += 10 * minute
        const first = await stage.world.deliver({ subscription: 'SUB1', event: 'SWITCH_PLAN', to: id })
        stage.world.now -= 5 * minute
        await stage.world.deliver({ subscription: 'SUB1', event: 'SWITCH_PLAN', to: id })
        expect((await stage.world.claim(id, 1)).map((claim) => claim.id)).toEqual([first.id])
      })

      it.each<[string, (id: ConfigurationId, first: Delivery) => Promise<unknown>]>([
        ['cancelled', (_, first) => stage.store.cancel(producer, first.id, 'manual', 'ana', stage.world.now)],
        ['processed again', (_, first) => stage.store.openSeries(producer, first.id, 'ana', stage.world.now + hour)],
        [
          'tried',
          async (id, first) => {
            stage.world.now += 10 * minute
            const { delivery } = await stage.world.claimOne(id)
            expect(delivery.id).toBe(first.id)
            stage.world.now -= 10 * minute
            await stage.world.record(outcomeOf(delivery, { at: stage.world.now + hour, outcome: 'rejected' }))
          },
        ],
        [
          'held',
          async (id) => {
            await stage.world.disable(id)
            await stage.store.settle(id, 'ana', stage.world.now, 10)
            await stage.world.changeConfiguration(id, { status: { state: 'active' } })
          },
        ],
      ])('do not wait for an earlier one that was %s', async (_, end) => {
        const { id } = await stage.world.configuration()
        stage.world.now += 10 * minute
        const first = await stage.world.deliver({ ...subject, to: id })
        stage.world.now -= 10 * minute
        await end(id, first)
        const second = await stage.world.deliver({ ...subject, to: id })
        expect((await stage.world.claim(id)).map((claim) => claim.id)).toEqual([second.id])
      })

      it('do not wait for one of another configuration', async () => {
        const [one, two] = [await stage.world.configuration(), await stage.world.configuration()]
        stage.world.now += 10 * minute
        await stage.world.deliver({ ...subject, to: one.id })
        stage.world.now -= 5 * minute
        const second = await stage.world.deliver({ ...subject, to: two.id })
        expect((await stage.world.claim(two.id)).map((claim) => claim.id)).toEqual([second.id])
      })

      it('are taken by due time if they are tests, which may share a subject', async () => {
        await stage.world.configuration()
        stage.world.now += 10 * minute
        await stage.world.deliver({ ...subject, test: true })
        stage.world.now -= 5 * minute
        const second = await stage.world.deliver({ ...subject, test: true })
        expect((await stage.world.claim(null)).map((claim) => claim.id)).toEqual([second.id])
      })
    })

    it('takes nothing from an empty store', async () => {
      expect(await stage.store.record([])).toEqual([])
      expect(await stage.world.claimRound()).toMatchObject([{ claims: [], last: 'end', nextDueAt: null }])
    })

    it('takes deliveries accepted in the same millisecond in the order of acceptance', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.acceptMany(10, { transaction: 'HP1' })
      expect((await stage.world.claim(id)).map((claim) => claim.delivery.sequence)).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
      ])
    })

    it('takes nothing before it is due', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      stage.world.now--
      expect(await stage.world.claim(id)).toEqual([])
      expect(await stage.world.nextDue()).toBe(start)
      stage.world.now++
      await stage.world.claimOne(id)
      expect(await stage.world.nextDue()).toBeNull()
    })

    it('takes few deliveries at a time if their bodies are large, and says what is left', async () => {
      const [one, two] = [await stage.world.configuration(), await stage.world.configuration()]
      for (const { id } of [one, one, one, two]) await stage.world.deliver({ to: id, text: 'x'.repeat(400_000) })
      const piece = await stage.store.claim(stage.world.claimRequest())
      expect(piece.claims).toHaveLength(3)
      const rest = await stage.store.claim(stage.world.claimRequest({ after: piece.last as ClaimPlace }))
      expect(rest.claims).toHaveLength(1)
      for (const { id } of [one, one, two, two]) await stage.world.deliver({ to: id, text: 'x'.repeat(400_000) })
      // A turn with little room for bytes still takes one delivery, and leaves the rest to the other lanes.
      const { claims, left } = await stage.store.claim(stage.world.claimRequest({ bytesPerTurn: 1_000, most: 2 }))
      const taken = claims.map(({ delivery }) => delivery.configurationId)
      expect(taken.toSorted()).toEqual([one.id, two.id].toSorted())
      expect(left).toHaveLength(2)
    })

    it('does not take deliveries that were claimed on acceptance', async () => {
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver({ state: 'sending' })
      expect(await stage.world.claim(id)).toEqual([])
      await stage.world.record(outcomeOf((await stage.world.detail(delivery)).delivery, { at: stage.world.now }))
      expect(await stage.world.stateOf(delivery)).toBe('delivered')
    })

    it('takes nothing of a disabled or removed configuration, and reports it until it is settled', async () => {
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver()
      const toSettle = [{ configurationId: id, accountId: producer }]
      // Without `settle`: only the state of the configuration says what to do.
      await stage.world.disable(id)
      expect(await stage.world.claimRound()).toMatchObject([{ claims: [], toSettle }])
      await stage.reopen()
      expect(await stage.world.claimRound()).toMatchObject([{ claims: [], toSettle }])
      stage.world.now += minute
      expect(await stage.world.claimRound()).toMatchObject([{ claims: [], toSettle }])
      await stage.store.settle(id, 'postback', stage.world.now, 10)
      expect(await stage.world.stateOf(delivery)).toBe('held')
      stage.world.now += minute
      expect(await stage.world.claimRound()).toMatchObject([{ claims: [], toSettle: [], nextDueAt: null }])
      const other = await stage.world.configuration()
      const [test] = [await stage.world.deliver({ to: other.id, test: true })]
      await stage.world.deliver({ to: other.id })
      await stage.world.remove(other.id)
      const others = [{ configurationId: other.id, accountId: producer }]
      expect(await stage.world.claimRound()).toMatchObject([{ claims: [], toSettle: others }])
      await stage.store.settle(other.id, 'postback', stage.world.now, 10)
      expect(await stage.world.stateOf(test)).toBe('cancelled')
      stage.world.now += minute
      expect(await stage.world.claimRound()).toMatchObject([{ claims: [], toSettle: [], nextDueAt: null }])
    })

    it('takes waiting deliveries as soon as their configuration is enabled again', async () => {
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver()
      await stage.world.disable(id)
      await stage.world.claimRound()
      await stage.world.changeConfiguration(id, { status: { state: 'active' } })
      expect((await stage.world.claim(id)).map((claim) => claim.id)).toEqual([delivery.id])
    })

    it('takes tests in a separate lane, even those of a disabled configuration', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      const test = await stage.world.deliver({ test: true })
      const free = await stage.world.deliver({ test: true, freeUrl: 'https://free.example/' })
      const others = await stage.world.deliver({ test: true, freeUrl: 'https://free.example/', accountId: affiliate })
      expect(await stage.world.claim(id)).toEqual([])
      expect((await stage.world.claim(null)).map((claim) => claim.delivery.id)).toEqual([test.id, free.id])
      expect((await stage.world.claim(null, 9, affiliate)).map((claim) => claim.delivery.id)).toEqual([others.id])
      expect(await stage.world.nextDue()).toBeNull()
    })

    it('finds every lane with due deliveries after a restart', async () => {
      const ids: string[] = []
      for (let i = 0; i < 20; i++) {
        const { id } = await stage.world.configuration()
        for (let n = 0; n < 2; n++) ids.push((await stage.world.deliver({ to: id })).id)
        stage.world.now++
      }
      await stage.world.configuration()
      await stage.reopen()
      expect(idsOf(await stage.world.claimRound()).toSorted()).toEqual(ids.toSorted())
    })

    it('gives claims back to their old place in the order', async () => {
      const { id } = await stage.world.configuration()
      const ids: string[] = []
      for (let i = 0; i < 4; i++, stage.world.now++) ids.push((await stage.world.deliver()).id)
      const claims = await stage.world.claim(id, 2)
      stage.world.now += minute
      await stage.store.giveBack(claims, stage.world.now)
      const again = await stage.world.claim(id)
      expect(again.map((claim) => claim.delivery.id)).toEqual(ids)
      expect(again[0]?.delivery.attemptsTotal).toBe(0)
    })

    it('gives a retry back as a retry', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      const { delivery } = await stage.world.claimOne(id)
      await stage.world.record(outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected' }))
      stage.world.now += minute
      await stage.store.giveBack([await stage.world.claimOne(id)], stage.world.now)
      expect((await stage.world.detail(delivery)).delivery).toMatchObject({
        state: 'retrying',
        dueAt: stage.world.now,
        attempts: 1,
      })
    })

    it('ignores giving back a delivery that is not claimed', async () => {
      await stage.world.configuration()
      const delivery = await stage.world.deliver({ state: 'sending' })
      await stage.world.record(outcomeOf((await stage.world.detail(delivery)).delivery, { at: stage.world.now }))
      await stage.store.giveBack([keyOf(delivery), { id: mintId(stage.world.now), number: 1 }], stage.world.now)
      expect(await stage.world.stateOf(delivery)).toBe('delivered')
    })

    it('gives back by number: an older claim does not affect that of a later attempt', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      const { delivery } = await stage.world.claimOne(id)
      await stage.world.record(outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected' }))
      stage.world.now += minute
      const second = await stage.world.claimOne(id)
      expect(second).toMatchObject({ id: delivery.id, number: 2 })
      await stage.store.giveBack([{ id: delivery.id, number: 1 }], stage.world.now)
      expect(await stage.world.stateOf(delivery)).toBe('sending')
      await stage.store.giveBack([second], stage.world.now)
      expect(await stage.world.stateOf(delivery)).toBe('retrying')
    })

    it('holds a claim that is given back after its configuration was disabled, and cancels it after a removal', async () => {
      const { id } = await stage.world.configuration()
      const [one, two] = [
        await stage.world.deliver({ state: 'sending' }),
        await stage.world.deliver({ state: 'sending' }),
      ]
      await stage.world.disable(id)
      await stage.store.giveBack([keyOf(one)], stage.world.now)
      expect(await stage.world.stateOf(one)).toBe('held')
      expect(await stage.world.heldOf(id)).toBe(1)
      await stage.world.remove(id)
      await stage.store.giveBack([keyOf(two)], stage.world.now)
      expect((await stage.world.detail(two)).delivery).toMatchObject({
        state: 'cancelled',
        cancelReason: 'configuration removed',
      })
    })
  })

  describe('recording', () => {
    it('marks a delivery as delivered and keeps the whole attempt', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      const { delivery } = await stage.world.claimOne(id)
      const outcome = outcomeOf(delivery, { at: stage.world.now + 3 })
      const result = await stage.world.record(outcome)
      expect(result.delivery).toMatchObject({
        state: 'delivered',
        attempts: 1,
        attemptsTotal: 1,
        lastStatus: 200,
        lastOutcome: 'delivered',
        lastAttemptAt: stage.world.now + 3,
        deliveredAt: stage.world.now + 3,
        dueAt: null,
      })
      await stage.reopen()
      const detail = await stage.world.detail(delivery)
      expect(detail.delivery).toEqual(result.delivery)
      const [attempt] = detail.attempts
      expect({ ...attempt, responseBody: Buffer.from(attempt?.responseBody ?? []).toString() }).toEqual({
        ...outcome.attempt,
        responseBody: 'thanks',
        counted: true,
        late: false,
      })
    })

    it('schedules a retry', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      const { delivery } = await stage.world.claimOne(id)
      const next = { kind: 'retry', dueAt: stage.world.now + 5 * minute } as const
      const { delivery: moved } = await stage.world.record(
        outcomeOf(delivery, { at: stage.world.now, outcome: 'timeout', next }),
      )
      expect(moved).toMatchObject({ state: 'retrying', dueAt: next.dueAt, deliveredAt: null })
      expect(await stage.world.claim(id)).toEqual([])
      expect(await stage.world.nextDue()).toBe(next.dueAt)
      stage.world.now = next.dueAt
      expect((await stage.world.claimOne(id)).delivery).toMatchObject({ attempts: 1, attemptsTotal: 1 })
    })

    it('fails a delivery when its series is used up, and says whether the URL was at fault each time', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      const first = (await stage.world.claimOne(id)).delivery
      const at = stage.world.now
      const one = await stage.world.record(outcomeOf(first, { at, outcome: 'rejected', status: 404, blamesUrl: true }))
      expect(one).toMatchObject({ allBlameUrl: true, firstAttemptAt: at })
      stage.world.now += minute
      const two = await stage.world.record(
        outcomeOf((await stage.world.claimOne(id)).delivery, {
          at: stage.world.now,
          outcome: 'rejected',
          status: 404,
          blamesUrl: true,
        }),
      )
      expect(two).toMatchObject({ allBlameUrl: true, firstAttemptAt: at })
      stage.world.now += minute
      const three = await stage.world.record(
        outcomeOf((await stage.world.claimOne(id)).delivery, {
          at: stage.world.now,
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

    it('uses the first outcome of an attempt and keeps a later one as evidence', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      const { delivery } = await stage.world.claimOne(id)
      await stage.world.record(outcomeOf(delivery, { at: stage.world.now, outcome: 'timeout', status: 408 }))
      const late = await stage.store.record([
        outcomeOf(delivery, { at: stage.world.now + 1, outcome: 'rejected', status: 503 }),
        outcomeOf(delivery, { at: stage.world.now + 2, outcome: 'rejected' }),
      ])
      expect(late.map(({ kind }) => kind)).toEqual(['late', 'late'])
      const detail = await stage.world.detail(delivery)
      expect(detail.delivery).toMatchObject({ state: 'retrying', attemptsTotal: 1, lastStatus: 408 })
      expect(detail.attempts.map(({ number, status, late }) => [number, status, late])).toEqual([
        [1, 408, false],
        [1, 503, true],
        [1, 500, true],
      ])
      stage.world.now += minute
      const second = (await stage.world.claimOne(id)).delivery
      await stage.world.record(outcomeOf(second, { at: stage.world.now }))
      expect((await stage.world.detail(delivery)).attempts.map((attempt) => attempt.number)).toEqual([1, 1, 1, 2])
    })

    describe('a limit that the receiver states', () => {
      /** A lane whose receiver has just accepted a post, unless `takes` is false. */
      async function lane({ takes = true } = {}) {
        const { id } = await stage.world.configuration()
        if (takes) {
          await stage.world.deliver({ to: id })
          await stage.world.record(outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now }))
        }
        return id
      }
      async function refuse(id: ConfigurationId, waitMs = minute) {
        const { delivery } = await stage.world.claimOne(id)
        return stage.world.record(
          outcomeOf(delivery, {
            at: stage.world.now,
            outcome: 'rejected',
            status: 429,
            statedLimit: { pausedUntil: stage.world.now + waitMs, perSecond: 2 },
          }),
        )
      }

      it('pauses the lane and uses up no attempt, and every refusal has its own number', async () => {
        const id = await lane()
        const first = await stage.world.deliver({ to: id, transaction: 'HP1' })
        const second = await stage.world.deliver({ to: id, transaction: 'HP1' })
        const { counted, delivery } = await refuse(id)
        expect(counted).toBe(false)
        expect(delivery).toMatchObject({
          id: first.id,
          state: 'queued',
          attempts: 0,
          attemptsTotal: 1,
          lastStatus: 429,
        })
        expect(await stage.world.claim(id)).toEqual([])
        expect(await stage.world.nextDue()).toBe(stage.world.now + minute)
        const detail = await stage.world.detail(first)
        expect(detail.delivery.dueAt).toBe(stage.world.now + minute)
        expect(detail.attempts).toMatchObject([
          { number: 1, inSeries: 1, counted: false, askedUntil: stage.world.now + minute },
        ])
        expect((await stage.world.detail(second)).delivery.dueAt).toBe(stage.world.now + minute)
        const record = await stage.store.getConfiguration(producer, id)
        expect(record?.statedLimit).toEqual({ pausedUntil: stage.world.now + minute, perSecond: 2 })
        stage.world.now += minute
        // At its old place in the order.
        const claims = await stage.world.claim(id)
        expect(claims.map(({ delivery }) => delivery.id)).toEqual([first.id, second.id])
        await stage.world.record(outcomeOf(claims[0]?.delivery as Delivery, { at: stage.world.now }))
        expect((await stage.world.detail(first)).attempts).toMatchObject([
          { number: 1, inSeries: 1, counted: false },
          { number: 2, inSeries: 1, counted: true },
        ])
      })

      it('uses up an attempt if the receiver has accepted nothing for ten minutes: it is down', async () => {
        const id = await lane({ takes: false })
        const delivery = await stage.world.deliver({ to: id })
        expect(await refuse(id)).toMatchObject({ counted: true, delivery: { state: 'retrying', attempts: 1 } })
        const taking = await lane()
        await stage.world.deliver({ to: taking })
        stage.world.now += 10 * minute + 1
        expect((await refuse(taking)).counted).toBe(true)
        expect((await stage.world.detail(delivery)).attempts[0]?.counted).toBe(true)
      })

      it('uses up an attempt from the twentieth refusal of a delivery on, and after a day', async () => {
        const id = await lane()
        await stage.world.deliver({ to: id })
        for (let refusal = 0; refusal < 20; refusal++) {
          expect((await refuse(id, 1_000)).counted).toBe(false)
          stage.world.now += 1_000
        }
        expect(await refuse(id, 1_000)).toMatchObject({ counted: true, delivery: { attempts: 1, attemptsTotal: 21 } })
        const other = await lane()
        await stage.world.deliver({ to: other })
        expect((await refuse(other, day)).counted).toBe(false)
        stage.world.now += day
        const receiverTakes = await stage.world.deliver({ to: other, state: 'sending' })
        await stage.world.record(outcomeOf((await stage.world.detail(receiverTakes)).delivery, { at: stage.world.now }))
        expect((await refuse(other)).counted).toBe(true)
      })

      it('does not change the health, and a success by hand shows that the receiver accepts posts', async () => {
        const id = await lane({ takes: false })
        await stage.world.deliver({ to: id })
        await refuse(id)
        expect((await stage.store.getConfiguration(producer, id))?.health).toEqual({
          lastSuccessAt: null,
          failingSince: null,
          failures: 0,
        })
        stage.world.now += hour
        const { delivery } = await stage.world.claimOne(id)
        await stage.world.record(outcomeOf(delivery, { at: stage.world.now, counts: false }))
        await stage.world.deliver({ to: id })
        expect((await refuse(id)).counted).toBe(false)
        expect((await stage.store.getConfiguration(producer, id))?.health.lastSuccessAt).toBeNull()
      })

      it('makes the delivery a retry after the pause, if it had been tried before', async () => {
        const id = await lane()
        await stage.world.deliver({ to: id })
        await stage.world.record(
          outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now, outcome: 'rejected' }),
        )
        stage.world.now += minute
        expect((await refuse(id, 5_000)).delivery).toMatchObject({
          state: 'retrying',
          attempts: 1,
          attemptsTotal: 2,
          dueAt: stage.world.now + 5_000,
        })
      })

      it('is forgotten when the URL changes', async () => {
        const id = await lane()
        await stage.world.deliver({ to: id })
        await refuse(id)
        await stage.world.changeConfiguration(id, { url: 'https://other.example/' })
        expect((await stage.store.getConfiguration(producer, id))?.statedLimit).toEqual({
          pausedUntil: null,
          perSecond: null,
        })
        expect(await stage.world.claim(id)).toHaveLength(1)
      })
    })

    it('takes the outcome of a claim that was given back and not tried since', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      const { delivery } = await stage.world.claimOne(id)
      await stage.store.giveBack([keyOf(delivery)], stage.world.now)
      const { delivery: moved } = await stage.world.record(outcomeOf(delivery, { at: stage.world.now }))
      expect(moved).toMatchObject({ state: 'delivered', attemptsTotal: 1, dueAt: null })
      expect(await stage.world.claim(id)).toEqual([])
    })

    it('takes the outcome of a claim that was claimed again since, and keeps the second outcome as late', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      const { delivery } = await stage.world.claimOne(id)
      await stage.store.giveBack([keyOf(delivery)], stage.world.now)
      const { delivery: again } = await stage.world.claimOne(id)
      const first = await stage.world.record(outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected' }))
      expect(first.delivery).toMatchObject({ state: 'retrying', attempts: 1, attemptsTotal: 1 })
      const [second] = await stage.store.record([outcomeOf(again, { at: stage.world.now, outcome: 'timeout' })])
      expect(second).toEqual({ kind: 'late', delivery: null })
      expect((await stage.world.detail(delivery)).attempts.map(({ late }) => late)).toEqual([false, true])
    })

    it('takes the outcome of a delivery that was held or cancelled since its claim', async () => {
      const { id } = await stage.world.configuration()
      const [one, two] = [await stage.world.deliver(), await stage.world.deliver()]
      const three = await stage.world.deliver()
      const claims = await stage.world.claim(id)
      const [first, second, third] = claims.map(({ delivery }) => delivery)
      if (!first || !second || !third) return expect.fail()
      await stage.store.giveBack([keyOf(three)], stage.world.now)
      await stage.store.cancel(producer, three.id, 'manual', 'ana', stage.world.now)
      await stage.world.disable(id)
      await stage.store.giveBack([keyOf(one), keyOf(two)], stage.world.now)
      expect(await stage.world.heldOf(id)).toBe(2)
      expect((await stage.world.record(outcomeOf(first, { at: stage.world.now }))).delivery.state).toBe('delivered')
      expect(await stage.world.heldOf(id)).toBe(1)
      const rejected = await stage.world.record(outcomeOf(second, { at: stage.world.now, outcome: 'rejected' }))
      expect(rejected.delivery).toMatchObject({ state: 'held', attempts: 1 })
      expect(await stage.world.heldOf(id)).toBe(1)
      const stopped = await stage.world.record(outcomeOf(third, { at: stage.world.now, outcome: 'rejected' }))
      expect(stopped.delivery).toMatchObject({ state: 'cancelled', cancelReason: 'manual', lastStatus: 500 })
    })

    it('uses up no attempt of a series that was opened after the attempt began', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      const { delivery } = await stage.world.claimOne(id)
      await stage.store.giveBack([keyOf(delivery)], stage.world.now)
      await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
      const used = { kind: 'used-up' } as const
      const failed = outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected', next: used })
      expect((await stage.world.record(failed)).delivery).toMatchObject({
        state: 'queued',
        series: 2,
        attempts: 0,
        attemptsTotal: 1,
        dueAt: stage.world.now,
      })
      const { delivery: again } = await stage.world.claimOne(id)
      expect((await stage.world.record(outcomeOf(again, { at: stage.world.now }))).delivery).toMatchObject({
        state: 'delivered',
        attemptsTotal: 2,
      })
    })

    describe('a late 2xx', () => {
      /** Changes of the delivery before the late 2xx. */
      const meanwhile = {
        retrying: async () => {},
        'sending again': async ({ id }: Late) => {
          stage.world.now += minute
          await stage.world.claimOne(id)
        },
        failed: async ({ id }: Late) => {
          stage.world.now += minute
          const { delivery } = await stage.world.claimOne(id)
          const next = { kind: 'used-up' } as const
          await stage.world.record(outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected', next }))
        },
        held: async ({ id }: Late) => {
          await stage.world.disable(id)
          await stage.store.settle(id, 'postback', stage.world.now, 10)
        },
        cancelled: async ({ delivery }: Late) => {
          await stage.store.cancel(producer, delivery.id, 'manual', 'ana', stage.world.now)
        },
        'processed again': async ({ delivery }: Late) => {
          await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
        },
      }
      interface Late {
        readonly id: ConfigurationId
        readonly delivery: Delivery
      }

      it.each(Object.entries(meanwhile))(
        'marks a delivery that is %s as delivered, and ends its series',
        async (_, act) => {
          const { id } = await stage.world.configuration()
          await stage.world.deliver()
          const { delivery } = await stage.world.claimOne(id)
          await stage.world.record(outcomeOf(delivery, { at: stage.world.now, outcome: 'timeout', status: 408 }))
          await act({ id, delivery })
          const [late] = await stage.store.record([outcomeOf(delivery, { at: stage.world.now })])
          expect(late).toMatchObject({
            kind: 'late',
            delivery: {
              state: 'delivered',
              lastStatus: 200,
              deliveredAt: stage.world.now,
              dueAt: null,
              cancelReason: null,
            },
          })
          expect(await stage.world.heldOf(id)).toBe(0)
          stage.world.now += hour
          expect(await stage.world.claim(id)).toEqual([])
        },
      )

      it('keeps the delivery delivered if an attempt under way fails afterwards', async () => {
        const { id } = await stage.world.configuration()
        await stage.world.deliver()
        const { delivery } = await stage.world.claimOne(id)
        await stage.world.record(outcomeOf(delivery, { at: stage.world.now, outcome: 'timeout', status: 408 }))
        stage.world.now += minute
        const { delivery: second } = await stage.world.claimOne(id)
        await stage.store.record([outcomeOf(delivery, { at: stage.world.now })])
        const failed = await stage.world.record(outcomeOf(second, { at: stage.world.now, outcome: 'rejected' }))
        expect(failed.delivery).toMatchObject({ state: 'delivered', attemptsTotal: 2, dueAt: null })
      })

      it('is only evidence if the delivery is delivered already or was deleted', async () => {
        const { id } = await stage.world.configuration()
        await stage.world.deliver()
        const { delivery } = await stage.world.claimOne(id)
        const gone = { ...delivery, id: mintId(stage.world.now) }
        await stage.world.record(outcomeOf(delivery, { at: stage.world.now }))
        const late = [outcomeOf(delivery, { at: stage.world.now + 1 }), outcomeOf(gone, { at: stage.world.now })]
        const nothing = { kind: 'late', delivery: null }
        expect(await stage.store.record(late)).toEqual([nothing, nothing])
        expect((await stage.world.detail(delivery)).delivery.deliveredAt).toBe(stage.world.now)
      })
    })

    it('records the neighbours of an outcome that cannot be written', async () => {
      const { id } = await stage.world.configuration()
      for (let i = 0; i < 3; i++) await stage.world.deliver()
      const [one, two, three] = (await stage.world.claim(id)).map((claim) => claim.delivery)
      if (!one || !two || !three) return expect.fail()
      const broken = outcomeOf(two, { at: stage.world.now })
      const results = await stage.store.record([
        outcomeOf(one, { at: stage.world.now }),
        { ...broken, attempt: { ...broken.attempt, url: null as never } },
        outcomeOf(three, { at: stage.world.now }),
      ])
      expect(results.map((result) => result.kind)).toEqual(['recorded', 'broken', 'recorded'])
      expect(await stage.world.stateOf(two)).toBe('sending')
      expect((await stage.world.detail(two)).attempts).toEqual([])
      const stats = await stage.store.readStats({ accountId: producer, from: 0, to: stage.world.now + day })
      expect(stats.map((row) => row.count)).toEqual([2])
    })

    it('holds a retry of a disabled configuration instead of scheduling it', async () => {
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver({ state: 'sending' })
      await stage.world.disable(id)
      const result = await stage.world.record(
        outcomeOf((await stage.world.detail(delivery)).delivery, { at: stage.world.now, outcome: 'rejected' }),
      )
      expect(result.delivery).toMatchObject({ state: 'held', dueAt: null, attempts: 1 })
      expect(await stage.world.heldOf(id)).toBe(1)
      expect((await stage.world.detail(delivery)).actions.map((action) => action.kind)).toContain('held')
    })

    it('marks a delivery as delivered even if its configuration was disabled since its claim', async () => {
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver({ state: 'sending' })
      await stage.world.disable(id)
      await stage.world.record(outcomeOf((await stage.world.detail(delivery)).delivery, { at: stage.world.now }))
      expect(await stage.world.stateOf(delivery)).toBe('delivered')
      expect(await stage.world.heldOf(id)).toBe(0)
    })

    it('retries a test even if its configuration is disabled', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      await stage.world.deliver({ test: true })
      const { delivery } = await stage.world.claimOne(null)
      await stage.world.record(outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected' }))
      expect(await stage.world.stateOf(delivery)).toBe('retrying')
      expect(await stage.store.settle(id, 'postback', stage.world.now, 10)).toEqual({ done: true, released: 0 })
      expect(await stage.world.stateOf(delivery)).toBe('retrying')
      stage.world.now += minute
      expect((await stage.world.claimOne(null)).delivery.id).toBe(delivery.id)
    })

    it('cancels a retry of a removed configuration', async () => {
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver({ state: 'sending' })
      await stage.world.remove(id)
      const result = await stage.world.record(
        outcomeOf((await stage.world.detail(delivery)).delivery, { at: stage.world.now, outcome: 'rejected' }),
      )
      expect(result.delivery).toMatchObject({ state: 'cancelled', cancelReason: 'configuration removed' })
    })

    it('keeps the health of a configuration: first failure, number of failures, last success', async () => {
      const { id } = await stage.world.configuration()
      const health = async () => (await stage.store.getConfiguration(producer, id))?.health
      const attempt = async (options: Partial<Parameters<typeof outcomeOf>[1]>) => {
        await stage.world.deliver()
        const { delivery } = await stage.world.claimOne(id)
        const next = { kind: 'used-up' } as const
        const outcome = { at: stage.world.now, ...(options.outcome ? { next } : {}), ...options }
        return (await stage.world.record(outcomeOf(delivery, outcome))).health
      }
      const failedAt = stage.world.now
      expect(await attempt({ outcome: 'rejected' })).toEqual({
        lastSuccessAt: null,
        failingSince: failedAt,
        failures: 1,
      })
      stage.world.now += hour
      expect(await attempt({ outcome: 'timeout' })).toEqual({
        lastSuccessAt: null,
        failingSince: failedAt,
        failures: 2,
      })
      expect(await attempt({ outcome: 'timeout', counts: false })).toMatchObject({ failures: 2 })
      await attempt({})
      expect(await health()).toEqual({ lastSuccessAt: stage.world.now, failingSince: null, failures: 0 })
    })

    it.each<[string, (id: ConfigurationId) => Promise<unknown>]>([
      ['is enabled again', (id) => stage.world.disable(id).then(() => stage.world.release(id, 'all'))],
      [
        'gets another address',
        (id) => stage.world.changeConfiguration(id, { url: `https://new.example/${stage.world.now}` }),
      ],
    ])('resets the failures of a configuration that %s, but not its last success', async (_, change) => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver()
      const succeededAt = stage.world.now
      await stage.world.record(outcomeOf((await stage.world.claimOne(id)).delivery, { at: succeededAt }))
      stage.world.now += hour
      await stage.world.deliver()
      await stage.world.record(
        outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now, outcome: 'rejected' }),
      )
      const health = async () => (await stage.store.getConfiguration(producer, id))?.health
      await stage.world.changeConfiguration(id, { name: 'Renamed' })
      expect(await health()).toMatchObject({ failures: 1 })
      await change(id)
      expect(await health()).toEqual({ lastSuccessAt: succeededAt, failingSince: null, failures: 0 })
    })

    it('counts the outcomes of a batch by hour, configuration, event, outcome and latency', async () => {
      const { id } = await stage.world.configuration()
      for (let i = 0; i < 4; i++) await stage.world.deliver()
      await stage.world.deliver({ test: true })
      const claimed = [...(await stage.world.claim(id)), ...(await stage.world.claim(null))].map(
        (claim) => claim.delivery,
      )
      await stage.store.record(
        claimed.map((delivery, i) =>
          outcomeOf(delivery, {
            at: stage.world.now,
            totalMs: [3, 3, 70, 70][i] ?? 1,
            outcome: i === 3 ? 'rejected' : 'delivered',
          }),
        ),
      )
      stage.world.now += hour
      await stage.world.deliver()
      await stage.world.record(
        outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now, totalMs: 200_000 }),
      )
      const common = { configurationId: id, event: 'PURCHASE_APPROVED' }
      expect(await stage.store.readStats({ accountId: producer, from: start, to: start + 2 * hour })).toEqual([
        { ...common, hour: start, outcome: 'delivered', bucketMs: 5, count: 2 },
        { ...common, hour: start, outcome: 'delivered', bucketMs: 100, count: 1 },
        { ...common, hour: start, outcome: 'rejected', bucketMs: 100, count: 1 },
        { ...common, hour: start + hour, outcome: 'delivered', bucketMs: 60_000, count: 1 },
      ])
      expect(
        await stage.store.readStats({ accountId: producer, from: start + hour, to: start + 2 * hour }),
      ).toHaveLength(1)
      expect(await stage.store.readStats({ accountId: affiliate, from: 0, to: start + day })).toEqual([])
    })
  })

  describe('due times from a clock that ran ahead', () => {
    const longest = { retryMs: 2 * day, pauseMs: day }

    it('are moved for a retry to its original wait after the attempt', async () => {
      const { id } = await stage.world.configuration()
      stage.world.now = start + 30 * day
      const retry = await stage.world.deliver({ to: id })
      const next = { kind: 'retry', dueAt: stage.world.now + minute } as const
      const { delivery } = await stage.world.claimOne(id)
      await stage.world.record(outcomeOf(delivery, { at: stage.world.now, outcome: 'timeout', next }))
      stage.world.now = start
      expect(await stage.store.bringNear(stage.world.now, longest, 10)).toBe(1)
      expect(await stage.world.nextDue()).toBe(start + minute)
      expect(await stage.world.claim(id)).toEqual([])
      stage.world.now = start + minute
      expect((await stage.world.claimOne(id)).delivery.id).toBe(retry.id)
    })

    it('are moved to now for untried deliveries and tests, in their order, step by step', async () => {
      const { id } = await stage.world.configuration()
      stage.world.now = start + 30 * day
      const first = await stage.world.deliver({ to: id })
      const second = await stage.world.deliver({ to: id })
      await stage.world.deliver({ test: true, freeUrl: 'https://receiver.example/' })
      stage.world.now = start
      const steps = [await stage.store.bringNear(start, longest, 2), await stage.store.bringNear(start, longest, 2)]
      expect(steps).toEqual([2, 1])
      expect(await stage.store.bringNear(start, longest, 2)).toBe(0)
      expect((await stage.world.claim(id)).map((claim) => claim.delivery.id)).toEqual([first.id, second.id])
      expect(await stage.world.claim(null)).toHaveLength(1)
    })

    it('are cleared for the pause of a lane', async () => {
      const { id } = await stage.world.configuration()
      stage.world.now = start + 30 * day
      await stage.world.deliver({ to: id })
      const { delivery } = await stage.world.claimOne(id)
      const statedLimit = { pausedUntil: stage.world.now + hour, perSecond: 2 }
      await stage.world.record(
        outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected', status: 429, statedLimit }),
      )
      stage.world.now = start
      await stage.store.bringNear(start, longest, 10)
      expect((await stage.store.getConfiguration(producer, id))?.statedLimit.pausedUntil).toBe(start)
    })

    it('are distinguished from the longest possible waits', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.deliver({ to: id })
      const { delivery } = await stage.world.claimOne(id)
      const next = { kind: 'retry', dueAt: start + longest.retryMs } as const
      await stage.world.record(outcomeOf(delivery, { at: start, outcome: 'timeout', next }))
      expect(await stage.store.bringNear(start, longest, 10)).toBe(0)
      expect(await stage.world.nextDue()).toBe(next.dueAt)
    })
  })

  describe('recovery', () => {
    it('makes all claimed deliveries claimable again, and uses up no attempt', async () => {
      const { id } = await stage.world.configuration()
      const ids: string[] = []
      for (let i = 0; i < 3; i++, stage.world.now++) ids.push((await stage.world.deliver()).id)
      await stage.world.claim(id, 2)
      await stage.reopen()
      stage.world.now += minute
      expect(await stage.store.recover([], stage.world.now)).toEqual({ requeued: 2, abandoned: [] })
      expect(await stage.store.recover([], stage.world.now)).toEqual({ requeued: 0, abandoned: [] })
      const claims = await stage.world.claim(id)
      expect(claims.map((claim) => claim.delivery.id)).toEqual(ids)
      expect(claims.map((claim) => claim.delivery.attemptsTotal)).toEqual([0, 0, 0])
    })

    it('does not affect claims of the current incarnation', async () => {
      const { id } = await stage.world.configuration()
      await stage.store.recover([], stage.world.now)
      const delivery = await stage.world.deliver()
      await stage.world.claim(id)
      expect(await stage.store.recover([delivery.id], stage.world.now)).toEqual({ requeued: 0, abandoned: [] })
      expect(await stage.world.stateOf(delivery)).toBe('sending')
    })

    it('sets a delivery aside after three crashes during its attempts, with an action', async () => {
      const { id } = await stage.world.configuration()
      const poison = await stage.world.deliver()
      const innocent = await stage.world.deliver()
      const recoveries = []
      for (let crash = 0; crash < 3; crash++) {
        const claims = await stage.world.claim(id)
        const claim = claims.find((claim) => claim.id === poison.id) ?? expect.fail()
        expect(claim.interruptions).toBe(crash)
        if (crash === 2) await stage.store.begin(claim)
        await stage.reopen()
        recoveries.push(await stage.store.recover([poison.id], stage.world.now))
      }
      expect(recoveries).toEqual([
        { requeued: 2, abandoned: [] },
        { requeued: 2, abandoned: [] },
        { requeued: 1, abandoned: [poison.id] },
      ])
      const detail = await stage.world.detail(poison)
      expect(detail.delivery).toMatchObject({ state: 'failed', lastOutcome: 'abandoned', attemptsTotal: 0 })
      expect(detail.actions.at(-1)).toMatchObject({ by: 'postback', kind: 'attempted' })
      expect((await stage.world.claim(id)).map((claim) => claim.delivery.id)).toEqual([innocent.id])
      // A person may look at it and try again.
      expect(await stage.store.openSeries(producer, poison.id, 'ana', stage.world.now)).toMatchObject({
        state: 'queued',
      })
    })

    it('resets the count of interruptions when an attempt is recorded', async () => {
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver()
      for (let round = 0; round < 4; round++) {
        for (let crash = 0; crash < 2; crash++) {
          await stage.world.claim(id)
          await stage.reopen()
          expect((await stage.store.recover([delivery.id], stage.world.now)).abandoned).toEqual([])
        }
        const claim = await stage.world.claimOne(id)
        expect(claim.interruptions).toBe(2)
        await stage.world.record(outcomeOf(claim.delivery, { at: stage.world.now, outcome: 'rejected' }))
        stage.world.now += minute
      }
    })

    it('lists the configurations whose settling a crash interrupted', async () => {
      const [held, released, removed, idle] = [
        await stage.world.configuration(),
        await stage.world.configuration(),
        await stage.world.configuration(),
        await stage.world.configuration(),
      ]
      for (const { id } of [held, released, removed]) await stage.world.deliver({ to: id })
      await stage.world.disable(idle.id)
      await stage.world.disable(held.id)
      await stage.world.disable(released.id)
      await stage.store.settle(released.id, 'postback', stage.world.now, 10)
      await stage.world.release(released.id, 'all')
      await stage.world.remove(removed.id)
      await stage.reopen()
      const unfinished = (await stage.store.listUnfinished()).map(({ configurationId }) => configurationId)
      const [piece] = await stage.world.claimRound()
      unfinished.push(...(piece?.toSettle.map(({ configurationId }) => configurationId) ?? []))
      expect(unfinished.toSorted()).toEqual([held.id, released.id, removed.id].toSorted())
      await stage.store.settle(held.id, 'postback', stage.world.now, 10)
      await stage.world.releaseAll(released.id)
      await stage.store.settle(removed.id, 'ana', stage.world.now, 10)
      expect(await stage.store.listUnfinished()).toEqual([])
    })
  })

  describe('holding and releasing', () => {
    it('holds queued and retrying deliveries of a disabled configuration, step by step', async () => {
      const { id } = await stage.world.configuration()
      const deliveries = []
      for (let i = 0; i < 5; i++) deliveries.push(await stage.world.deliver())
      const { delivery: retried } = await stage.world.claimOne(id)
      await stage.world.record(outcomeOf(retried, { at: stage.world.now, outcome: 'rejected' }))
      expect(await stage.store.settle(id, 'postback', stage.world.now, 10)).toEqual({ done: true, released: 0 })
      expect(await stage.world.heldOf(id)).toBe(0)
      await stage.world.disable(id)
      const steps = [
        { done: false, held: 3 },
        { done: true, held: 5 },
        { done: true, held: 5 },
      ]
      for (const { done, held } of steps) {
        expect(await stage.store.settle(id, 'postback', stage.world.now, 3)).toEqual({ done, released: 0 })
        expect(await stage.world.heldOf(id)).toBe(held)
      }
      for (const delivery of deliveries) expect(await stage.world.stateOf(delivery)).toBe('held')
      expect(await stage.world.heldOf(id)).toBe(5)
    })

    it('releases all in order, with a new series, and then queues new ones', async () => {
      const { id } = await stage.world.configuration()
      const tried = await stage.world.deliver()
      await stage.world.record(
        outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now, outcome: 'rejected' }),
      )
      await stage.world.disable(id)
      await stage.store.settle(id, 'postback', stage.world.now, 10)
      const ids: string[] = [tried.id]
      for (let i = 0; i < 4; i++, stage.world.now++) ids.push((await stage.world.deliver()).id)
      await stage.world.release(id, 'all')
      expect(await stage.world.releaseAll(id, 2)).toBe(5)
      expect((await stage.store.getConfiguration(producer, id))?.configuration.status).toEqual({ state: 'active' })
      expect(await stage.world.heldOf(id)).toBe(0)
      const claims = await stage.world.claim(id)
      expect(claims.map((claim) => claim.delivery.id)).toEqual(ids)
      expect(claims[0]?.delivery).toMatchObject({ series: 2, attempts: 0, attemptsTotal: 1, trigger: 'automatic' })
      expect(claims[1]?.delivery).toMatchObject({ series: 1, attempts: 0 })
      expect((await stage.world.detail(tried)).actions.at(-1)).toMatchObject({ by: 'ana', kind: 'released' })
      expect((await stage.world.deliver()).state).toBe('queued')
    })

    it('also releases deliveries that are held during the release', async () => {
      const { id } = await stage.world.configuration()
      const inFlight = await stage.world.deliver({ state: 'sending' })
      await stage.world.disable(id)
      for (let i = 0; i < 4; i++) await stage.world.deliver()
      await stage.world.release(id, 'all')
      expect(await stage.store.settle(id, 'postback', stage.world.now, 2)).toEqual({ done: false, released: 2 })
      // A newer one, and one older than the position of the release.
      expect((await stage.world.deliver()).state).toBe('held')
      await stage.world.record(
        outcomeOf((await stage.world.detail(inFlight)).delivery, { at: stage.world.now, outcome: 'rejected' }),
      )
      expect(await stage.world.stateOf(inFlight)).toBe('held')
      expect(await stage.world.releaseAll(id, 2)).toBe(4)
      expect((await stage.world.claim(id)).length).toBe(6)
      expect(await stage.world.heldOf(id)).toBe(0)
    })

    it('releases only the latest of each subject', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      const old = await stage.world.deliver({ transaction: 'HP1' })
      const latest = await stage.world.deliver({ transaction: 'HP1', status: 'COMPLETED', event: 'PURCHASE_COMPLETE' })
      const stale = await stage.world.deliver({ transaction: 'HP1', stale: true })
      const alone = await stage.world.deliver({ transaction: 'HP2' })
      const test = await stage.world.deliver({ transaction: 'HP3', test: true, state: 'held' })
      stage.world.now += minute
      await stage.world.release(id, 'latest')
      expect(await stage.world.releaseAll(id, 2)).toBe(2)
      expect((await stage.world.claim(id)).map((claim) => claim.delivery.id)).toEqual([latest.id, alone.id])
      for (const dropped of [old, stale, test]) {
        expect((await stage.world.detail(dropped)).delivery).toMatchObject({
          state: 'cancelled',
          cancelReason: 'superseded',
        })
      }
      expect(await stage.world.heldOf(id)).toBe(0)
    })

    it('releases only the latest of each subscription, which has no transaction', async () => {
      const { id } = await stage.world.configuration()
      const other = await stage.world.configuration()
      await stage.world.disable(id)
      const old = await stage.world.deliver({ subscription: 'SUB1', event: 'SWITCH_PLAN', to: id })
      const latest = await stage.world.deliver({ subscription: 'SUB1', event: 'SUBSCRIPTION_CANCELLATION', to: id })
      // A later event for another configuration has no effect on this one.
      await stage.world.accept({ subscription: 'SUB1', event: 'SWITCH_PLAN', to: other.id })
      const alone = await stage.world.deliver({ subscription: 'SUB2', event: 'SWITCH_PLAN', to: id })
      stage.world.now += minute
      await stage.world.release(id, 'latest')
      expect(await stage.world.releaseAll(id)).toBe(2)
      expect((await stage.world.claim(id)).map((claim) => claim.delivery.id)).toEqual([latest.id, alone.id])
      expect((await stage.world.detail(old)).delivery).toMatchObject({ state: 'cancelled', cancelReason: 'superseded' })
    })

    it.each(['REFUNDED', 'CHARGEBACK', 'DISPUTE', 'CANCELED', 'EXPIRED'])(
      'does not release an approval as the latest event of a transaction that is now %s',
      async (status) => {
        const { id } = await stage.world.configuration()
        await stage.world.disable(id)
        const approved = await stage.world.deliver({ transaction: 'HP1' })
        // The configuration does not get this event: only the transaction shows it.
        await stage.world.accept({ transaction: 'HP1', status, event: 'PURCHASE_REFUNDED', accountId: affiliate })
        stage.world.now += minute
        await stage.world.release(id, 'latest')
        expect(await stage.world.releaseAll(id)).toBe(0)
        expect((await stage.world.detail(approved)).delivery).toMatchObject({
          state: 'cancelled',
          cancelReason: 'superseded',
        })
      },
    )

    it('does not release a stale event of a revoked transaction, even if it is the only one for the configuration', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      await stage.world.accept({
        transaction: 'HP1',
        status: 'REFUNDED',
        event: 'PURCHASE_REFUNDED',
        accountId: affiliate,
      })
      const stale = await stage.world.deliver({ transaction: 'HP1', stale: true })
      expect((await stage.world.detail(stale)).revokedSince).toBe('REFUNDED')
      stage.world.now += minute
      await stage.world.release(id, 'latest')
      expect(await stage.world.releaseAll(id)).toBe(0)
      expect(await stage.world.stateOf(stale)).toBe('cancelled')
    })

    it('releases the event that revokes access, even if a stale event came after it', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      await stage.world.deliver({ transaction: 'HP1' })
      const refunded = await stage.world.deliver({ transaction: 'HP1', status: 'REFUNDED', event: 'PURCHASE_REFUNDED' })
      await stage.world.accept({ transaction: 'HP1', stale: true })
      stage.world.now += minute
      await stage.world.release(id, 'latest')
      await stage.world.releaseAll(id)
      expect((await stage.world.claim(id)).map((claim) => claim.delivery.id)).toEqual([refunded.id])
    })

    it('does not release a held delivery if a newer one of its subject was sent', async () => {
      const { id } = await stage.world.configuration()
      const older = await stage.world.deliver({ transaction: 'HP1', state: 'sending' })
      await stage.world.deliver({ transaction: 'HP1' })
      await stage.world.record(outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now }))
      await stage.world.disable(id)
      await stage.world.record(
        outcomeOf((await stage.world.detail(older)).delivery, { at: stage.world.now, outcome: 'rejected' }),
      )
      expect(await stage.world.stateOf(older)).toBe('held')
      stage.world.now += minute
      await stage.world.release(id, 'latest')
      expect(await stage.world.releaseAll(id)).toBe(0)
    })

    it('discards deliveries held before the person chose to discard, but not later ones', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      const before = [await stage.world.deliver(), await stage.world.deliver()]
      stage.world.now += minute
      await stage.world.release(id, 'discard')
      stage.world.now += minute
      const after = await stage.world.deliver()
      expect(after.state).toBe('held')
      expect(await stage.world.releaseAll(id)).toBe(1)
      for (const delivery of before) {
        expect((await stage.world.detail(delivery)).delivery).toMatchObject({
          state: 'cancelled',
          cancelReason: 'discarded',
        })
      }
      expect(await stage.world.stateOf(after)).toBe('queued')
    })

    it('releases nothing of a configuration that is not being released', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      await stage.world.deliver()
      expect(await stage.store.settle(id, 'postback', stage.world.now, 10)).toEqual({ done: true, released: 0 })
      expect((await stage.store.getConfiguration(producer, id))?.configuration.status.state).toBe('disabled')
      expect(await stage.world.heldOf(id)).toBe(1)
    })

    it('stops a release when the configuration is disabled again', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      for (let i = 0; i < 4; i++) await stage.world.deliver()
      await stage.world.release(id, 'all')
      await stage.store.settle(id, 'postback', stage.world.now, 2)
      await stage.world.disable(id)
      await stage.store.settle(id, 'postback', stage.world.now, 10)
      expect(await stage.world.heldOf(id)).toBe(4)
      await stage.world.release(id, 'all')
      expect(await stage.world.releaseAll(id, 3)).toBe(4)
    })

    it('cancels all pending deliveries of a removed configuration, tests too, step by step', async () => {
      const { id } = await stage.world.configuration()
      const deliveries = [await stage.world.deliver(), await stage.world.deliver()]
      await stage.world.disable(id)
      deliveries.push(
        await stage.world.deliver(),
        await stage.world.deliver(),
        await stage.world.deliver({ test: true }),
      )
      await stage.world.remove(id)
      const steps = [false, false, true, true]
      for (const done of steps) {
        expect(await stage.store.settle(id, 'ana', stage.world.now, 2)).toEqual({ done, released: 0 })
      }
      for (const delivery of deliveries) {
        const detail = await stage.world.detail(delivery)
        expect(detail.delivery).toMatchObject({
          state: 'cancelled',
          cancelReason: 'configuration removed',
          dueAt: null,
        })
        expect(detail.actions.at(-1)).toMatchObject({ kind: 'cancelled', by: 'ana' })
      }
      expect(await stage.world.heldOf(id)).toBe(0)
    })
  })

  describe('processing again and cancelling', () => {
    async function delivered() {
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver()
      await stage.world.record(outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now }))
      return { id, delivery, at: stage.world.now }
    }

    it('opens a new series on a delivered delivery, which stays delivered even if the series fails', async () => {
      const { id, delivery, at } = await delivered()
      stage.world.now += minute
      const opened = await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
      expect(opened).toMatchObject({
        state: 'queued',
        series: 2,
        attempts: 0,
        attemptsTotal: 1,
        trigger: 'manual',
        dueAt: stage.world.now,
        deliveredAt: at,
      })
      expect((await stage.world.detail(delivery)).actions.at(-1)).toMatchObject({ kind: 'processed-again', by: 'ana' })
      const claimed = (await stage.world.claimOne(id)).delivery
      const failed = outcomeOf(claimed, { at: stage.world.now, outcome: 'rejected', next: { kind: 'used-up' } })
      expect((await stage.world.record(failed)).delivery).toMatchObject({
        state: 'delivered',
        deliveredAt: at,
        lastStatus: 500,
      })
    })

    it('keeps for one series that it follows its configuration, and how the last attempt carried the token', async () => {
      const { id, delivery } = await delivered()
      const options = { hottokAsConfigured: true }
      const opened = await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now, options)
      expect(opened).toMatchObject({ hottokAsConfigured: true, hottokInBody: false })
      const claimed = (await stage.world.claimOne(id)).delivery
      expect(claimed).toMatchObject({ hottokAsConfigured: true, hottokInBody: false, withHottok: true })
      const sent = outcomeOf({ ...claimed, hottokInBody: true }, { at: stage.world.now })
      expect((await stage.world.record(sent)).delivery).toMatchObject({ hottokInBody: true })
      await stage.reopen()
      const kept = { hottokAsConfigured: true, hottokInBody: true, withHottok: true }
      expect((await stage.world.detail(delivery)).delivery).toMatchObject(kept)
      expect(await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)).toMatchObject({
        hottokAsConfigured: false,
        hottokInBody: true,
      })
      const again = outcomeOf(
        { ...(await stage.world.claimOne(id)).delivery, hottokInBody: false },
        { at: stage.world.now },
      )
      expect((await stage.world.record(again)).delivery.hottokInBody).toBe(false)
    })

    it('keeps the first success when a later series succeeds too', async () => {
      const { id, delivery, at } = await delivered()
      stage.world.now += minute
      await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
      await stage.world.record(outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now }))
      expect((await stage.world.detail(delivery)).delivery).toMatchObject({ deliveredAt: at, attemptsTotal: 2 })
    })

    it('replaces a waiting automatic series', async () => {
      const { id } = await stage.world.configuration()
      const delivery = await stage.world.deliver()
      await stage.world.record(
        outcomeOf((await stage.world.claimOne(id)).delivery, {
          at: stage.world.now,
          outcome: 'rejected',
          blamesUrl: true,
        }),
      )
      expect(await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)).toMatchObject({
        state: 'queued',
        series: 2,
      })
      const result = await stage.world.record(
        outcomeOf((await stage.world.claimOne(id)).delivery, { at: stage.world.now + 9, outcome: 'rejected' }),
      )
      expect(result).toMatchObject({ allBlameUrl: false, firstAttemptAt: stage.world.now + 9 })
    })

    it('refuses a second series by hand, and any while an attempt is under way', async () => {
      const { id, delivery } = await delivered()
      await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
      expect(await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)).toBe('series_open')
      await stage.world.claimOne(id)
      expect(await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)).toBe('series_open')
      const sending = await stage.world.deliver({ state: 'sending' })
      expect(await stage.store.openSeries(producer, sending.id, 'ana', stage.world.now)).toBe('series_open')
    })

    it('refuses a series for a disabled or removed configuration', async () => {
      const { id, delivery } = await delivered()
      await stage.world.disable(id)
      expect(await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)).toBe('configuration_disabled')
      await stage.world.remove(id)
      expect(await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)).toBe('configuration_removed')
      expect(await stage.world.stateOf(delivery)).toBe('delivered')
    })

    it('brings a cancelled delivery back', async () => {
      await stage.world.configuration()
      const delivery = await stage.world.deliver()
      await stage.store.cancel(producer, delivery.id, 'manual', 'ana', stage.world.now)
      expect(await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)).toMatchObject({
        state: 'queued',
        cancelReason: null,
      })
    })

    it('removes a held delivery from a release', async () => {
      const { id } = await stage.world.configuration()
      await stage.world.disable(id)
      const delivery = await stage.world.deliver()
      await stage.world.release(id, 'all')
      expect(await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)).toMatchObject({
        state: 'queued',
      })
      expect(await stage.world.heldOf(id)).toBe(0)
      expect(await stage.world.releaseAll(id)).toBe(0)
    })

    it('returns a delivered delivery to delivered if its series by hand is interrupted', async () => {
      const { id, delivery } = await delivered()
      await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
      expect(await stage.store.cancel(producer, delivery.id, 'manual', 'ana', stage.world.now)).toMatchObject({
        state: 'delivered',
        cancelReason: null,
        dueAt: null,
      })
      await stage.store.openSeries(producer, delivery.id, 'ana', stage.world.now)
      await stage.world.disable(id)
      await stage.store.settle(id, 'postback', stage.world.now, 10)
      expect(await stage.world.stateOf(delivery)).toBe('delivered')
      expect(await stage.world.heldOf(id)).toBe(0)
    })

    it('cancels waiting deliveries, and refuses others', async () => {
      const { id } = await stage.world.configuration()
      const queued = await stage.world.deliver()
      expect(await stage.store.cancel(producer, queued.id, 'manual', 'ana', stage.world.now)).toMatchObject({
        state: 'cancelled',
        cancelReason: 'manual',
        dueAt: null,
      })
      expect((await stage.world.detail(queued)).actions.at(-1)).toMatchObject({ kind: 'cancelled', by: 'ana' })
      expect(await stage.store.cancel(producer, queued.id, 'manual', 'ana', stage.world.now)).toBe('not_cancellable')
      const sending = await stage.world.deliver({ state: 'sending' })
      expect(await stage.store.cancel(producer, sending.id, 'manual', 'ana', stage.world.now)).toBe('not_cancellable')
      await stage.world.disable(id)
      const held = await stage.world.deliver()
      await stage.store.cancel(null, held.id, 'consent withdrawn', 'postback', stage.world.now)
      expect((await stage.world.detail(held)).delivery.cancelReason).toBe('consent withdrawn')
      expect(await stage.world.heldOf(id)).toBe(0)
      expect(await stage.world.claim(id)).toEqual([])
    })
  })

  it('keeps the progress of a replay, and lists open replays', async () => {
    const id = mintId(stage.world.now)
    const replay = replayOf(id)
    await stage.store.saveReplay(replay)
    const further: Replay = { ...replay, done: 4, skipped: 1, cursor: firstUuidAt(stage.world.now) }
    await stage.store.saveReplay(further)
    await stage.reopen()
    expect(await stage.store.listOpenReplays()).toEqual([further])
    expect(await stage.store.getReplay(affiliate, id)).toBeNull()
    const ended: Replay = { ...further, state: 'ended', endedAt: stage.world.now }
    expect(await stage.store.saveReplay(ended)).toEqual(ended)
    expect(await stage.store.listOpenReplays()).toEqual([])
    expect(await stage.store.getReplay(producer, id)).toEqual(ended)
    expect(await stage.store.cancelReplay(producer, id, stage.world.now)).toBe(false)
  })

  it('cancels a replay for good: a page under way adds its progress and does not restart it', async () => {
    const id = mintId(stage.world.now)
    const replay = replayOf(id)
    await stage.store.saveReplay(replay)
    expect(await stage.store.cancelReplay(affiliate, id, stage.world.now)).toBe(false)
    expect(await stage.store.cancelReplay(producer, id, stage.world.now)).toBe(true)
    const cancelled: Replay = { ...replay, state: 'cancelled', endedAt: stage.world.now }
    expect(await stage.store.getReplay(producer, id)).toEqual(cancelled)
    const progress = { done: 4, skipped: 1, cursor: firstUuidAt(stage.world.now) }
    expect(await stage.store.saveReplay({ ...replay, ...progress })).toEqual({ ...cancelled, ...progress })
    const ended: Replay = { ...replay, ...progress, state: 'ended', endedAt: stage.world.now + 1 }
    expect(await stage.store.saveReplay(ended)).toEqual({ ...cancelled, ...progress })
    expect(await stage.store.listOpenReplays()).toEqual([])
    expect(await stage.store.cancelReplay(producer, id, stage.world.now)).toBe(false)
  })

  describe('what becomes of the deliveries of a replay', () => {
    /** A replay that has processed this many failed deliveries again. */
    async function replayed(count: number) {
      const { id } = await stage.world.configuration()
      const replay = replayOf(mintId(stage.world.now))
      await stage.store.saveReplay(replay)
      const ids: DeliveryId[] = []
      for (let i = 0; i < count; i++, stage.world.now++) {
        ids.push((await stage.world.deliver({ to: id })).id)
        await stage.world.record(failing((await stage.world.claimOne(id)).delivery))
      }
      for (const [i, delivery] of ids.entries()) {
        const step = { id: replay.id, done: i + 1, skipped: 2 }
        await stage.store.openSeries(producer, delivery, 'ana', stage.world.now++, undefined, step)
      }
      return { configurationId: id, replay, ids }
    }

    const failing = (delivery: Delivery) =>
      outcomeOf(delivery, { at: stage.world.now, outcome: 'rejected', next: { kind: 'used-up' } })
    const counts = async ({ id }: Replay) => {
      const found = await stage.store.getReplay(producer, id)
      return [found?.arrived, found?.waiting, found?.failed]
    }
    const failuresOf = async ({ id }: Replay, accountId = producer) => {
      const { deliveries } = await stage.store.listReplayFailures(accountId, id, { after: null, limit: 10 })
      return deliveries.map((delivery) => delivery.id)
    }

    it('is counted in the commits of their attempts, and kept over a restart', async () => {
      const { configurationId, replay, ids } = await replayed(3)
      const [first, second, third] = (await stage.world.claimRound()).flatMap(({ claims }) => claims)
      if (!first || !second || !third) throw new Error('Three deliveries were due.')
      expect([first.id, second.id, third.id]).toEqual(ids)
      expect(await counts(replay)).toEqual([0, 3, 0])
      // A page whose progress was read earlier does not set the counts back.
      await stage.store.saveReplay({ ...replay, done: 3, skipped: 2, cursor: third.id })
      await stage.world.record(outcomeOf(first.delivery, { at: stage.world.now }))
      const again = { kind: 'retry', dueAt: stage.world.now + hour } as const
      await stage.world.record(outcomeOf(second.delivery, { at: stage.world.now, outcome: 'rejected', next: again }))
      expect(await counts(replay)).toEqual([1, 2, 0])
      await stage.world.record(failing(third.delivery))
      expect(await counts(replay)).toEqual([1, 1, 1])
      await stage.reopen()
      expect(await counts(replay)).toEqual([1, 1, 1])
      expect(await failuresOf(replay)).toEqual([third.id])
      expect(await failuresOf(replay, affiliate)).toEqual([])
      stage.world.now += hour
      await stage.world.record(
        outcomeOf((await stage.world.claimOne(configurationId)).delivery, { at: stage.world.now }),
      )
      expect(await counts(replay)).toEqual([2, 0, 1])
    })

    it('keeps with each delivery how far the replay is', async () => {
      const { replay, ids } = await replayed(2)
      await stage.reopen()
      expect(await stage.store.getReplay(producer, replay.id)).toMatchObject({ done: 2, skipped: 2, cursor: ids[1] })
    })

    it('counts a failed delivery as arrived once it has arrived', async () => {
      const { configurationId, replay, ids } = await replayed(1)
      await stage.world.record(failing((await stage.world.claimOne(configurationId)).delivery))
      expect(await counts(replay)).toEqual([0, 0, 1])
      const [id] = ids as [DeliveryId]
      await stage.store.openSeries(producer, id, 'ana', stage.world.now)
      expect(await counts(replay)).toEqual([0, 0, 1])
      await stage.world.record(
        outcomeOf((await stage.world.claimOne(configurationId)).delivery, { at: stage.world.now }),
      )
      expect(await counts(replay)).toEqual([1, 0, 0])
      expect(await failuresOf(replay)).toEqual([])
    })

    it('counts a cancelled delivery as failed', async () => {
      const { replay, ids } = await replayed(1)
      const [id] = ids as [DeliveryId]
      await stage.store.cancel(producer, id, 'manual', 'ana', stage.world.now)
      expect(await counts(replay)).toEqual([0, 0, 1])
      expect(await failuresOf(replay)).toEqual([id])
    })

    it('lists the failed ones in pages, oldest first', async () => {
      const { replay, ids } = await replayed(3)
      for (const id of ids) await stage.store.cancel(producer, id, 'manual', 'ana', stage.world.now)
      const page = await stage.store.listReplayFailures(producer, replay.id, { after: null, limit: 2 })
      expect(page.deliveries.map(({ id }) => id)).toEqual(ids.slice(0, 2))
      expect(page.buyers).toHaveLength(2)
      expect(page.next).toBe(ids[1])
      const last = await stage.store.listReplayFailures(producer, replay.id, { after: page.next, limit: 2 })
      expect(last.deliveries.map(({ id }) => id)).toEqual(ids.slice(2))
      expect(last.next).toBeNull()
    })
  })

  function replayOf(id: ReplayId): Replay {
    return {
      id,
      accountId: producer,
      filter: { accountId: producer, states: ['failed'], from: 5 },
      mode: 'latest',
      skipsRevoked: false,
      hottokAsConfigured: true,
      state: 'running',
      total: 10,
      done: 0,
      skipped: 0,
      arrived: 0,
      waiting: 0,
      failed: 0,
      cursor: null,
      upTo: rangeBeside(id).to,
      by: 'ana',
      createdAt: stage.world.now,
      endedAt: null,
    }
  }
}
