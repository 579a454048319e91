import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { noStatedLimit } from '../../domain/configuration.ts'
import { type Delivery, laneKeyOf, laneOf } from '../../domain/delivery/delivery.ts'
import type { ConfigurationId, DeliveryId } from '../../domain/ids.ts'
import type { Claim, Claimed, ClaimKey, ClaimRequest, LaneDue } from '../../store/contract/work.ts'
import { type AttemptEnd, Dispatcher, type Turn } from './dispatcher.ts'
import type { Route } from './lane.ts'

/**
 * The dispatcher beside a model: random lanes, accounts, hosts and answers. The store is a list of what is due, which is all that
 * the dispatcher may know of it. No lane that has work starves, no limit is passed, first attempts of a subject keep their order,
 * and the window never holds more than it may.
 */

const limits = {
  inFlight: 16,
  inFlightPerHost: { usual: 8, most: 12 },
  inFlightPerLane: { few: 2, usual: 4, most: 6 },
}
const [accounts, hosts, lanes] = [4, 3, 10]

type Step =
  | { readonly kind: 'accept'; readonly lane: number; readonly subject: number; readonly large: boolean }
  | { readonly kind: 'end'; readonly which: number; readonly how: 'yes' | 'no' | 'none' | 'slow' | 'limit' | 'back' }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'empty'; readonly lane: number }

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('accept' as const),
      lane: fc.nat(lanes - 1),
      subject: fc.nat(2),
      large: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      which: fc.nat(50),
      how: fc.constantFrom('yes', 'yes', 'no', 'none', 'slow', 'limit', 'back'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 3_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('empty' as const), lane: fc.nat(lanes - 1) }) },
)

interface Row {
  readonly claim: Claim
  state: 'waiting' | 'claimed' | 'under way' | 'done'
  dueAt: number
}

class Model {
  now = 1_000_000
  readonly rows = new Map<DeliveryId, Row>()
  readonly underWay: { row: Row; turn: Turn; end: (end: AttemptEnd) => void }[] = []
  readonly pausedUntil = new Map<string, number>()
  readonly routes: readonly Route[]
  readonly dispatcher: Dispatcher
  readonly begun = new Map<string, number>()
  /** What no attempt may do: an attempt never throws, so it is kept until the next check. */
  readonly broken: string[] = []
  #ids = 0

  constructor() {
    this.routes = Array.from({ length: lanes }, (_, i) => ({
      url: `https://host-${i % hosts}.example/`,
      host: `host-${i % hosts}.example`,
      maxPerSecond: i === 9 ? 5 : null,
      answers: i % 2 === 0,
      statedLimit: noStatedLimit,
    }))
    this.dispatcher = new Dispatcher({
      store: this.#store(),
      slots: { write() {} },
      clock: { now: () => this.now },
      limits,
      routeOf: (delivery) => this.routes[numberOf(delivery)] ?? null,
      attempt: (claim, turn) => this.#attempt(claim, turn),
      settle() {},
      mayBegin: () => true,
      loopLoad: () => 0,
    })
  }

  accept({ lane, subject, large }: { lane: number; subject: number; large: boolean }) {
    const id = `0-0-0-0-${++this.#ids}` as DeliveryId
    const delivery = {
      id,
      accountId: `account-${lane % accounts}`,
      configurationId: `0-0-0-1-${lane}` as ConfigurationId,
      subject: `${lane} ${subject}`,
      attempts: 0,
      trigger: 'automatic',
      test: false,
      sequence: this.#ids,
      createdAt: this.now,
    } as unknown as Delivery
    const body = { text: 'x'.repeat(large ? 200_000 : 100) } as Claim['body']
    const claim = { id, number: 1, delivery, body, interruptions: 0 }
    const taken = this.dispatcher.reserve(laneOf(delivery))
    this.rows.set(id, { claim, state: taken ? 'claimed' : 'waiting', dueAt: this.now })
    if (taken) this.dispatcher.push(claim)
    else this.dispatcher.noteDue(laneOf(delivery), this.now)
  }

  end(which: number, how: 'yes' | 'no' | 'none' | 'slow' | 'limit' | 'back') {
    const attempt = this.underWay.splice(which % Math.max(1, this.underWay.length), 1)[0]
    if (!attempt) return
    const { row } = attempt
    const key = laneKeyOf(row.claim.delivery)
    const waitUntil = this.now + 2_000
    row.state = how === 'limit' || how === 'back' ? 'waiting' : 'done'
    if (how === 'back') {
      attempt.turn.standBack(1_000)
      // Nothing was sent, and the store tells that it is due.
      this.dispatcher.noteDue(laneOf(row.claim.delivery), row.dueAt)
      return attempt.end({ answer: null, overloaded: false, durationMs: 0, dueAt: this.now + 1_000 })
    }
    if (how === 'limit') this.pausedUntil.set(key, Math.max(waitUntil, this.pausedUntil.get(key) ?? 0))
    attempt.turn.heard(how === 'yes' || how === 'slow', how === 'limit' ? waitUntil : null)
    attempt.end({
      answer: how === 'none' ? 'none' : how === 'yes' || how === 'slow' ? 'yes' : 'other',
      overloaded: how === 'none' || how === 'limit',
      durationMs: how === 'slow' ? 2_000 : how === 'none' ? 15_000 : 5,
      dueAt: how === 'limit' ? row.dueAt : null,
    })
  }

  /** Time passes, and timers go off. */
  pass(ms: number) {
    this.now += ms
    vi.advanceTimersByTime(ms)
  }

  /** Everything that has been set going comes to rest. */
  async settle() {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    this.check()
  }

  check() {
    expect(this.broken).toEqual([])
    const inAll = this.underWay.length
    expect(inAll).toBeLessThanOrEqual(limits.inFlight)
    const at = Map.groupBy(this.underWay, ({ row }) => this.routes[numberOf(row.claim.delivery)]?.host)
    for (const attempts of at.values()) expect(attempts.length).toBeLessThanOrEqual(limits.inFlightPerHost.most)
    const of = Map.groupBy(this.underWay, ({ row }) => laneKeyOf(row.claim.delivery))
    for (const attempts of of.values()) expect(attempts.length).toBeLessThanOrEqual(limits.inFlightPerLane.most)
    const { inFlight, inWindow, inFlightSilent } = this.dispatcher.load
    expect(inFlight).toBe(inAll)
    expect(inFlightSilent).toBeLessThanOrEqual(inAll)
    const claimed = [...this.rows.values()].filter(({ state }) => state === 'claimed')
    expect(inWindow).toBe(claimed.length)
    for (const [id, { state }] of this.rows) {
      expect([id, this.dispatcher.holds(id)]).toEqual([id, state === 'claimed' || state === 'under way'])
    }
    const perLane = Map.groupBy(claimed, ({ claim }) => laneKeyOf(claim.delivery))
    for (const rows of perLane.values()) expect(rows.length).toBeLessThanOrEqual(128)
  }

  async drain() {
    // A receiver that states limits while little is sent has a pace of seconds for each post: minutes are no starving.
    for (let round = 0; round < 1_000; round++) {
      const left = [...this.rows.values()].filter(({ state }) => state !== 'done')
      if (left.length === 0) return
      // Every receiver answers from now on: whatever a lane has gone through, it comes back.
      while (this.underWay.length > 0) this.end(0, 'yes')
      this.pass(500)
      await this.settle()
    }
    const left = [...this.rows.values()].filter(({ state }) => state !== 'done')
    throw new Error(`Starved: ${left.map(({ claim, state }) => `${claim.delivery.id} ${state}`).join(', ')}`)
  }

  #attempt(claim: Claim, turn: Turn): Promise<AttemptEnd> {
    const row = this.rows.get(claim.delivery.id) as Row
    if (row.state !== 'claimed') this.broken.push(`${row.state} when it begins`)
    row.state = 'under way'
    const { subject, sequence } = claim.delivery
    if (this.underWay.some((it) => it.row.claim.delivery.subject === subject)) this.broken.push(`two of ${subject}`)
    const key = laneKeyOf(claim.delivery)
    if (this.now < (this.pausedUntil.get(key) ?? 0)) this.broken.push(`${key} is paused`)
    // A refused one may come again, but nothing of its subject overtakes it.
    if (sequence < (this.begun.get(subject) ?? 0)) this.broken.push(`${sequence} of ${subject} comes late`)
    this.begun.set(subject, sequence)
    return new Promise((resolve) => this.underWay.push({ row, turn, end: resolve }))
  }

  #store() {
    /** Lanes that have had their turn in this round. */
    const passed = new Set<string>()
    const waiting = (key: string) =>
      [...this.rows.values()]
        .filter(({ state, claim }) => state === 'waiting' && laneKeyOf(claim.delivery) === key)
        .sort((a, b) => a.dueAt - b.dueAt || a.claim.delivery.sequence - b.claim.delivery.sequence)
    return {
      claim: async ({ now, most, lanes, perLane, after }: ClaimRequest): Promise<Claimed> => {
        if (after === 'start') passed.clear()
        const all = new Map(
          [...this.rows.values()]
            .filter(({ state }) => state === 'waiting')
            .map(({ claim }) => [laneKeyOf(claim.delivery), laneOf(claim.delivery)]),
        )
        const claims: Claim[] = []
        const left: LaneDue[] = []
        let last: Claimed['last'] = 'end'
        for (const [key, lane] of all) {
          if (passed.has(key)) continue
          if (claims.length >= most) {
            last = { accountId: lane.accountId, lane }
            break
          }
          passed.add(key)
          const gate = this.pausedUntil.get(key) ?? 0
          if (gate > now) continue
          for (const row of waiting(key)
            .filter(({ dueAt }) => dueAt <= now)
            .slice(0, Math.min(lanes.get(key)?.room ?? perLane, most - claims.length))) {
            row.state = 'claimed'
            claims.push(row.claim)
          }
          const [next] = waiting(key)
          if (next && next.dueAt <= now) left.push({ lane, dueAt: next.dueAt })
        }
        const dates = [...all.keys()].flatMap((key) =>
          waiting(key).map(({ dueAt }) => Math.max(dueAt, this.pausedUntil.get(key) ?? 0)),
        )
        return { claims, left, last, nextDueAt: dates.length > 0 ? Math.min(...dates) : null, toSettle: [] }
      },
      giveBack: async (claims: readonly ClaimKey[]) => {
        for (const { id } of claims) {
          const row = this.rows.get(id)
          if (row?.state === 'claimed') row.state = 'waiting'
        }
      },
    }
  }
}

function numberOf({ configurationId }: Pick<Delivery, 'configurationId'>): number {
  return Number(configurationId?.split('-').at(-1))
}

/** A lane whose store has nothing for it before its pause is over: it must not be forgotten meanwhile. */
const pausedWithoutWork: Step[] = [
  { kind: 'end', which: 0, how: 'yes' },
  { kind: 'accept', lane: 0, subject: 0, large: false },
  { kind: 'accept', lane: 0, subject: 1, large: false },
  { kind: 'empty', lane: 0 },
  { kind: 'pass', ms: 1 },
  { kind: 'pass', ms: 1 },
  { kind: 'pass', ms: 1 },
  { kind: 'accept', lane: 7, subject: 0, large: false },
  { kind: 'accept', lane: 7, subject: 0, large: false },
  { kind: 'empty', lane: 0 },
  { kind: 'empty', lane: 7 },
  { kind: 'end', which: 0, how: 'yes' },
  { kind: 'empty', lane: 7 },
  { kind: 'end', which: 0, how: 'yes' },
  { kind: 'end', which: 0, how: 'limit' },
  { kind: 'accept', lane: 7, subject: 0, large: false },
  { kind: 'pass', ms: 1 },
  { kind: 'pass', ms: 1 },
  { kind: 'accept', lane: 0, subject: 0, large: false },
  { kind: 'accept', lane: 0, subject: 0, large: false },
  { kind: 'end', which: 0, how: 'yes' },
]

describe('the dispatcher', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())

  it('passes no limit, keeps the order of each subject and lets no lane starve', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 20, maxLength: 150 }), async (sequence) => {
        const model = new Model()
        await model.dispatcher.start()
        try {
          for (const [i, step] of sequence.entries()) {
            if (step.kind === 'accept') model.accept(step)
            if (step.kind === 'end') model.end(step.which, step.how)
            if (step.kind === 'pass') model.pass(step.ms)
            if (step.kind === 'empty') await model.dispatcher.emptyLane(`0-0-0-1-${step.lane}`)
            if (i % 5 === 4) await model.settle()
          }
          await model.drain()
        } finally {
          while (model.underWay.length > 0) model.end(0, 'yes')
          await model.dispatcher.stop()
        }
      }),
      { numRuns: 1_000, examples: [[pausedWithoutWork]] },
    )
  })
})
