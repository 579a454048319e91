import type { StatedLimit } from '../../domain/configuration.ts'
import { type Delivery, type Lane, laneKey, laneKeyOf, laneOf } from '../../domain/delivery/delivery.ts'
import type { DeliveryId } from '../../domain/ids.ts'
import type { Store } from '../../store/contract/store.ts'
import type { Claim, Claimed, ClaimKey } from '../../store/contract/work.ts'
import type { Clock } from '../clock.ts'
import { Alarm } from './alarm.ts'
import { type LaneLimits, type LaneMemory, LaneQueue, type Route } from './lane.ts'
import { reclassify } from './places.ts'
import { Refill } from './refill.ts'
import type { Slots } from './slots.ts'
import { type HostLimits, Turns } from './turns.ts'
import { Window } from './window.ts'

/**
 * Who is tried next. The store holds every delivery; what is here is a view of the beginning, and losing it delays a delivery but
 * loses none.
 *
 *   accept ──reserve, push──►┐
 *                            ├─► lane (lane.ts) ──► its turn (turns.ts, places.ts) ──► attempt ──► how it went
 *   store ──claim, refill.ts─┘        ▲    │ a stated limit: pace.ts                                   │
 *                                     └────┴────────── limits, places, retries ◄────────────────────────┘
 *
 * A delivery comes in one of two ways. A new one is claimed in the accept itself when its lane has room (`reserve`, then
 * `push`). Anything else (the backlog, due retries, what a crash left) is claimed from the store in turn.
 */

export interface DispatchLimits {
  /** Attempts under way in all. */
  readonly inFlight: number
  readonly inFlightPerHost: HostLimits
  readonly inFlightPerLane: LaneLimits
}

export interface DispatcherParts {
  readonly store: Pick<Store, 'claim' | 'giveBack'>
  readonly slots: Pick<Slots, 'write'>
  readonly clock: Clock
  readonly limits: DispatchLimits
  /** Where a delivery goes; a promise when that has to be looked up first; null: nowhere any more. */
  readonly routeOf: (delivery: Delivery) => Route | null | Promise<Route | null>
  readonly attempt: AttemptMaker
  /** What has something due, in a state in which it is not sent. */
  readonly settle: (configurations: Claimed['toSettle']) => void
  /** Whether an attempt that begins now ends while what is here is still ours. */
  readonly mayBegin: () => boolean
  /** How busy the main thread has been since the last call, from 0 to 1. */
  readonly loopLoad: () => number
}

/** How an attempt ended, as far as the next ones are concerned. */
export interface AttemptEnd {
  /** 2xx, another answer, or none; null: the receiver was not asked. */
  readonly answer: 'yes' | 'other' | 'none' | null
  /** The receiver struggles: it did not answer in time, or asked for less. */
  readonly overloaded: boolean
  readonly durationMs: number
  /** When the delivery is due again; null: it is not. */
  readonly dueAt: number | null
}

/** Why a lane is sent fewer than it has. */
export const slowReasons = ['paused', 'paced', 'silent', 'throttled', 'host', 'turn'] as const
export type SlowReason = (typeof slowReasons)[number]

export interface SlowLane {
  readonly lane: Lane
  readonly reason: SlowReason
  /** Since when its first delivery has been due, milliseconds. */
  readonly lagMs: number
}

/** A lane with attempts under way that has heard nothing for so long counts as silent, long before they time out. */
const quietMs = 1_000
const lookRoundMs = 100
/** From this load on it is the main thread that everything waits for. */
const loopBusy = 0.9
/**
 * To begin an attempt takes about 100 µs of the main thread. Looking up where it goes, or opening a connection to a receiver that has not
 * answered lately, takes a few times that.
 */
const workPerTurn = 16
const [workOfStart, workOfFirstStart] = [1, 2]
const tryAgainMs = 1_000
/** To give back takes some 20 µs for each, and other commits wait meanwhile. */
const returnedPerPiece = 128
/** Lanes that have nothing to do, and what was learned of them. */
const remembered = 20_000

export class Dispatcher {
  readonly #parts: DispatcherParts
  readonly #turns: Turns
  readonly #window = new Window()
  readonly #refill: Refill
  /** Lanes that wait for their pace. */
  readonly #paced: Alarm<LaneQueue>
  readonly #lanes = new Map<string, LaneQueue>()
  /** Deliveries that are claimed by this node: in memory, or in the middle of an attempt. */
  readonly #held = new Map<DeliveryId, Claim>()
  /** Attempts under way since an earlier life. */
  #earlier = new Set<Claim>()
  readonly #memories = new Map<string, LaneMemory>()
  readonly #freeSlots: number[] = []
  #lags: ReadonlyMap<string, number> = new Map()
  #lag = 0
  #lookRound: NodeJS.Timeout | undefined
  #running = false
  #resting: NodeJS.Timeout | undefined
  #returning = 0
  /** What was claimed up to then is not ours any more. */
  #droppedAt = Number.NEGATIVE_INFINITY
  #workLeft = workPerTurn
  #idle: (() => void)[] = []

  constructor(parts: DispatcherParts) {
    this.#parts = parts
    this.#turns = new Turns(parts.limits)
    this.#paced = new Alarm(
      () => this.#parts.clock.now(),
      (lane) => {
        this.#turns.enter(lane)
        this.#pump()
      },
    )
    this.#refill = new Refill({
      store: parts.store,
      clock: parts.clock,
      window: this.#window,
      mayBegin: parts.mayBegin,
      perLane: Math.min(parts.limits.inFlightPerLane.few, parts.limits.inFlightPerLane.most),
      lane: (lane) => this.#lane(lane),
      admit: (lane, claims, askedAt) => this.#admitAll(lane, claims, askedAt),
      admitted: () => this.#pump(),
      settle: parts.settle,
    })
    for (let slot = parts.limits.inFlight - 1; slot >= 0; slot--) this.#freeSlots.push(slot)
  }

  start() {
    this.#running = true
    this.#refill.start()
    this.#lookRound = setInterval(() => this.#lookAround(), lookRoundMs)
  }

  /**
   * Takes nothing new, waits for what is under way, and gives the rest back to the store.
   * @returns how many it gave back
   */
  async stop(): Promise<number> {
    this.#running = false
    clearInterval(this.#lookRound)
    clearTimeout(this.#resting)
    this.#paced.stop()
    await this.#refill.stop()
    if (!this.#isIdle) await new Promise<void>((resolve) => this.#idle.push(resolve))
    const left = [...this.#lanes.values()].flatMap((lane) => this.#takeAll(lane))
    this.#lanes.clear()
    // What the store does not take back it gives back itself at the next start.
    if (left.length > 0) await this.#parts.store.giveBack(keysOf(left), this.#parts.clock.now()).catch(() => {})
    return left.length
  }

  get load() {
    return {
      inFlight: this.#turns.inFlight,
      inFlightSilent: this.#turns.inFlightSilent,
      inWindow: this.#window.count,
      lagMs: this.#lag,
    }
  }

  /** By account: how long its oldest delivery has been waiting for us, and not for its receiver, milliseconds. */
  get lags(): ReadonlyMap<string, number> {
    return this.#lags
  }

  /** Lanes that are sent fewer than they have, those that wait longest first. */
  slowLanes(): SlowLane[] {
    const now = this.#parts.clock.now()
    const slow: SlowLane[] = []
    for (const queue of this.#lanes.values()) {
      const reason = this.#reasonOf(queue, now)
      if (reason) slow.push({ lane: queue.lane, reason, lagMs: lagOfLane(queue, now) })
    }
    return slow.sort((a, b) => b.lagMs - a.lagMs)
  }

  /** Whether it is in memory, or in the middle of an attempt. */
  holds(id: DeliveryId): boolean {
    return this.#held.has(id)
  }

  // -- coming in -----------------------------------------------------------------------------------------------------------

  /** Whether a new delivery may skip the store's queue. A yes is a place kept: `push` or `unreserve` must follow. */
  reserve(lane: Lane): boolean {
    const isNew = !this.#lanes.has(laneKey(lane))
    const queue = this.#lane(lane)
    const now = this.#parts.clock.now()
    // What waits in the store came first.
    const backlog = this.#refill.has(queue) || (isNew && this.#refill.mayHaveMore(queue))
    const waits = queue.refusing > 0 || queue.pace.pausedUntil > now
    if (
      !this.#running ||
      !this.#parts.mayBegin() ||
      backlog ||
      waits ||
      queue.room === 0 ||
      !this.#window.hasRoomFor(queue)
    ) {
      // Those that follow line up behind this one.
      this.#refill.hint(queue, now)
      return false
    }
    queue.reserved++
    this.#refill.touch(queue)
    this.#window.reserve(queue.accountId)
    return true
  }

  unreserve(key: string) {
    const queue = this.#lanes.get(key)
    if (!queue) return
    queue.reserved--
    this.#window.reserve(queue.accountId, -1)
    this.#refill.consider(queue)
    this.#forgetIfIdle(queue)
  }

  /** A delivery that was claimed in its accept. */
  push({ delivery, body }: Pick<Claim, 'delivery' | 'body'>) {
    const queue = this.#lanes.get(laneKeyOf(delivery))
    if (!queue) return
    queue.reserved--
    this.#window.reserve(queue.accountId, -1)
    if (delivery.createdAt <= this.#droppedAt) {
      this.#refill.consider(queue)
      return this.#forgetIfIdle(queue)
    }
    this.#admit(queue, { id: delivery.id, number: 1, delivery, body, interruptions: 0 }, delivery.createdAt)
    this.#pump()
  }

  /** The store has something for a lane at a moment. */
  noteDue(lane: Lane, dueAt: number) {
    if (!this.#running) return
    if (dueAt > this.#parts.clock.now()) this.#refill.wakeAt(dueAt)
    else this.#refill.noteDue(this.#lane(lane), dueAt)
  }

  /** A receiver has stated a limit to another node: what is here of its lane waits, too. */
  obey(lane: Lane, limit: StatedLimit) {
    const queue = this.#lanes.get(laneKey(lane))
    const now = this.#parts.clock.now()
    if (!queue || (limit.pausedUntil ?? 0) <= Math.max(now, queue.pace.pausedUntil)) return
    queue.pace.restore(limit, now)
    this.#giveBackAll(queue)
  }

  /** Anything may be due. */
  claimNow() {
    this.#refill.wakeAt(this.#parts.clock.now())
  }

  // -- going out of turn -----------------------------------------------------------------------------------------------------

  /** Everything of a lane whose attempt has not begun goes back to the store. */
  async emptyLane(key: string) {
    const queue = this.#lanes.get(key)
    if (queue) await this.#giveBack([queue], this.#takeAll(queue))
  }

  /** Acts on a delivery in the store: if its attempt has not begun, it goes back there first, and is not claimed meanwhile. */
  async inStore<Result>(key: string, id: DeliveryId, act: () => Promise<Result>): Promise<Result> {
    const queue = this.#lanes.get(key)
    if (!queue) return act()
    queue.returning++
    try {
      const claim = queue.take(id)
      if (claim) await this.#return(queue, [claim])
      return await act()
    } finally {
      queue.returning--
      this.#refill.noteDue(queue, this.#parts.clock.now())
    }
  }

  /**
   * Forgets everything that has not begun, without giving it back: other nodes may have it already. So does what is being claimed now,
   * when it comes in. Attempts under way end, and the first outcome wins.
   */
  dropWindow() {
    this.#droppedAt = this.#parts.clock.now()
    for (const queue of this.#lanes.values()) {
      this.#takeAll(queue)
      this.#forgetIfIdle(queue)
    }
    this.#earlier = new Set(this.#held.values())
    this.claimNow()
  }

  /**
   * A commit for many, and the loop turns between two of them: hundreds of lanes may fall silent in one moment. What cannot be given
   * back is still ours: it waits here again.
   */
  async #giveBack(queues: readonly LaneQueue[], claims: readonly Claim[]) {
    if (claims.length === 0) return
    this.#returning++
    for (const queue of queues) queue.returning++
    const since = this.#parts.clock.now()
    let returned = 0
    try {
      for (; returned < claims.length; returned += returnedPerPiece) {
        if (returned > 0) await new Promise((resolve) => setImmediate(resolve))
        const piece = claims.slice(returned, returned + returnedPerPiece)
        await this.#parts.store.giveBack(keysOf(piece), this.#parts.clock.now())
      }
    } catch (error) {
      for (const claim of since > this.#droppedAt ? claims.slice(returned) : [])
        this.#admit(this.#lane(laneOf(claim.delivery)), claim, this.#parts.clock.now())
      throw error
    } finally {
      this.#returning--
      for (const queue of queues) queue.returning--
      for (const queue of queues) this.#refill.noteDue(queue, this.#parts.clock.now())
      this.#tellIfIdle()
    }
  }

  // -- taking turns ----------------------------------------------------------------------------------------------------------

  /** Nothing new begins meanwhile, whatever lane it is of. */
  #rest(forMs: number) {
    clearTimeout(this.#resting)
    this.#resting = setTimeout(() => {
      this.#resting = undefined
      this.#pump()
    }, forMs)
  }

  #pump() {
    while (this.#running && this.#resting === undefined && this.#workLeft > 0 && this.#parts.mayBegin()) {
      const queue = this.#turns.next()
      if (!queue) return
      this.#startNext(queue)
    }
  }

  /** Many at once would keep the loop from everything else: the rest begins a turn later. */
  #count(work: number) {
    if (this.#workLeft === workPerTurn) {
      setImmediate(() => {
        const wasUsedUp = this.#workLeft <= 0
        this.#workLeft = workPerTurn
        if (wasUsedUp) this.#pump()
      })
    }
    this.#workLeft -= work
  }

  /** The first thing that keeps it from starting says when its turn comes again. */
  #startNext(queue: LaneQueue) {
    if (queue.isFull || queue.refusing > 0) return // when one of its attempts ends
    const now = this.#parts.clock.now()
    const ready = queue.next()
    if (!ready) return
    const { claim } = ready
    const route = this.#parts.routeOf(claim.delivery)
    if (route instanceof Promise) {
      queue.putBack(ready)
      this.#count(workOfFirstStart)
      // Looked up once, then known; a lane that cannot be looked up is tried again, since the store says that it exists.
      void route.then(
        () => this.#enter(queue),
        () => this.#paced.set(queue, now + tryAgainMs),
      )
      return
    }
    this.#learn(queue, route)
    const startsAt = queue.pace.startsAt(now)
    if (startsAt !== now) {
      queue.putBack(ready)
      if (startsAt !== null) this.#paced.set(queue, startsAt)
      return // null: when the one under way has ended
    }
    const host = route?.host ?? ''
    if (!this.#turns.begin(queue, host)) {
      queue.putBack(ready)
      return // when the host has a place
    }
    this.#start(queue, host, claim, now)
    this.#turns.enter(queue)
  }

  #start(queue: LaneQueue, host: string, claim: Claim, startedAt: number) {
    this.#count(queue.answers ? workOfStart : workOfFirstStart)
    const slot = this.#freeSlots.pop() ?? 0
    this.#window.leave(claim)
    queue.begin(claim, startedAt)
    this.#parts.slots.write(slot, claim.id)
    this.#refill.consider(queue)
    let refused = false
    const turn: Turn = {
      slowed: this.#reasonOf(queue, startedAt),
      laneLimit: queue.limit,
      perSecondAfter: (until) => queue.pace.perSecondAfter(startedAt, until),
      heard: (taken, pausedUntil) => {
        if (pausedUntil === null) return queue.pace.answered(taken)
        refused = true
        queue.refusing++
        queue.pace.refused(startedAt, pausedUntil, this.#parts.clock.now())
      },
      rest: (forMs) => this.#running && this.#rest(forMs),
      standBack: (forMs) => {
        queue.restUntil = this.#parts.clock.now() + forMs
        this.#refill.touch(queue)
      },
    }
    void this.#parts.attempt(claim, turn).then((end) => {
      this.#parts.slots.write(slot, null)
      this.#freeSlots.push(slot)
      if (refused) queue.refusing--
      this.#ended(queue, host, claim, { ...end, refused })
    })
  }

  #giveBackAll(...queues: LaneQueue[]) {
    const claims = queues.flatMap((queue) => this.#takeAll(queue))
    // What fails waits here, and is tried again when its turn comes.
    void this.#giveBack(queues, claims).catch(() => {})
  }

  /** Some that have not begun go back to the store. */
  async #return(queue: LaneQueue, claims: readonly Claim[]) {
    for (const claim of claims) this.#leave(claim)
    if (!queue.hasReady) this.#turns.leave(queue)
    await this.#giveBack([queue], claims)
  }

  #ended(queue: LaneQueue, host: string, claim: Claim, end: AttemptEnd & { readonly refused: boolean }) {
    const now = this.#parts.clock.now()
    const wasFull = queue.isFull
    if (end.answer === null && end.dueAt !== null) {
      // It has been given back: those of its subject that came after it wait in the store, too.
      void this.#return(queue, queue.takeBehind(claim)).catch(() => {})
    }
    queue.end(claim)
    this.#letGo(claim)
    // A slow receiver has just made room: what waited until now did not wait for us.
    if (wasFull && !queue.fast) queue.heldAt = now
    // It is in its old place in the store again: what is here came after it, and waits there too.
    if (end.refused) this.#giveBackAll(queue)
    if (end.answer !== null) {
      if (end.answer !== 'none') queue.quietSince = now
      queue.adapt(end, wasFull)
      reclassify(queue, end.answer !== 'none')
    }
    queue.pace.ended()
    this.#turns.end(queue, host, end.answer === null ? null : { overloaded: end.overloaded, fast: queue.fast })
    if (end.dueAt !== null) this.#refill.noteDue(queue, end.dueAt)
    else this.#refill.consider(queue)
    this.#turns.enter(queue) // behind those who waited
    this.#forgetIfIdle(queue)
    this.#pump()
    this.#tellIfIdle()
  }

  /** What the store knows of a lane is taken over when it is first sent to, and when it has been changed. */
  #learn(queue: LaneQueue, route: Route | null) {
    // The tests of an account go to many addresses, and have no pace.
    if (route === null || queue.lane.configurationId === null || route === queue.route) return
    const before = queue.route
    queue.route = route
    queue.pace.maxPerSecond = route.maxPerSecond
    if (before === null) reclassify(queue, queue.answers || route.answers)
    else if (before.url !== route.url) {
      queue.startAfresh()
      reclassify(queue, false)
    } else if (route.statedLimit.pausedUntil === null) queue.pace.forget()
    queue.pace.restore(route.statedLimit, this.#parts.clock.now())
    this.#refill.touch(queue)
  }

  #enter(queue: LaneQueue) {
    this.#turns.enter(queue)
    this.#pump()
  }

  // -- keeping count -----------------------------------------------------------------------------------------------------------

  #admitAll(queue: LaneQueue, claims: readonly Claim[], askedAt: number) {
    const now = this.#parts.clock.now()
    const ours = askedAt > this.#droppedAt ? claims.filter((claim) => !this.#isUnderWay(claim)) : []
    for (const claim of ours) this.#admit(queue, claim, now)
    // Claimed while something that came before was on its way back.
    const waits = queue.refusing > 0 || queue.returning > 0 || queue.pace.pausedUntil > now
    if (waits && claims.length > 0) this.#giveBackAll(queue)
    this.#forgetIfIdle(queue)
  }

  /** Since an earlier life: the outcome of that attempt ends this claim, too. */
  #isUnderWay({ id, number }: Claim): boolean {
    const before = this.#held.get(id)
    return before?.number === number && this.#earlier.has(before)
  }

  #admit(queue: LaneQueue, claim: Claim, since: number) {
    queue.push(claim, since)
    this.#held.set(claim.id, claim)
    this.#refill.touch(queue)
    this.#window.enter(claim)
    this.#turns.enter(queue)
  }

  #takeAll(queue: LaneQueue): Claim[] {
    const claims = queue.takeAll()
    this.#turns.leave(queue)
    this.#paced.clear(queue)
    for (const claim of claims) this.#leave(claim)
    this.#refill.consider(queue)
    return claims
  }

  /** It has not begun, and is not here any more. */
  #leave(claim: Claim) {
    this.#window.leave(claim)
    this.#letGo(claim)
  }

  /** The next attempt of its delivery may have been claimed before this one came to its end here. */
  #letGo(claim: Claim) {
    if (this.#held.get(claim.id) === claim) this.#held.delete(claim.id)
    this.#earlier.delete(claim)
  }

  /** Ten times a second: which lanes have fallen silent, which were left with a moment for nothing, and which wait for us. */
  #lookAround() {
    const now = this.#parts.clock.now()
    const isBusy = this.#parts.loopLoad() > loopBusy
    const lags = new Map<string, number>()
    const overfull: LaneQueue[] = []
    this.#lag = 0
    for (const queue of this.#lanes.values()) {
      if (queue.answers && queue.inFlight > 0 && now - queue.quietSince > quietMs) {
        reclassify(queue, false)
        this.#refill.touch(queue)
        if (queue.size > queue.kept) overfull.push(queue)
      }
      if (!this.#waitsForUs(queue, now, isBusy)) {
        queue.heldAt = now
        continue
      }
      const lag = Math.min(lagOfLane(queue, now), now - queue.heldAt)
      if (lag > (lags.get(queue.accountId) ?? 0)) lags.set(queue.accountId, lag)
      this.#lag = Math.max(this.#lag, lag)
    }
    this.#lags = lags
    // A silent lane keeps what may begin now: the rest would only fill its account's share of the window.
    this.#giveBackAll(...overfull)
    // An accept that failed after it had lined up here leaves a moment behind for which the store has nothing.
    this.#refill.lookAround()
    this.#pump()
  }

  /**
   * Not for its receiver: that one answers, asks for no pause, and has not as many under way as it may. While the main thread is
   * busy all the time, fast receivers wait for us even then.
   */
  #waitsForUs(queue: LaneQueue, now: number, isBusy: boolean): boolean {
    if (!queue.answers || queue.pace.pausedUntil > now || queue.pace.isLimited) return false
    const isHeld = queue.isFull || (queue.waitsAt !== null && !this.#turns.isWhole(queue.waitsAt))
    return !isHeld || (isBusy && queue.fast)
  }

  #reasonOf(queue: LaneQueue, now: number): SlowReason | null {
    if (queue.pace.pausedUntil > now) return 'paused'
    if (queue.size === 0 && (queue.dueAt === null || queue.dueAt > now)) return null
    if (queue.pace.isLimited) return 'paced'
    if (!queue.answers) return 'silent'
    if (queue.isThrottled) return 'throttled'
    if (queue.waitsAt !== null && !this.#turns.isWhole(queue.waitsAt)) return 'host'
    return lagOfLane(queue, now) > quietMs ? 'turn' : null
  }

  #lane(lane: Lane): LaneQueue {
    const key = laneKey(lane)
    let queue = this.#lanes.get(key)
    if (!queue) {
      queue = new LaneQueue(lane, this.#parts.limits.inFlightPerLane, this.#memories.get(key))
      this.#memories.delete(key)
      this.#lanes.set(key, queue)
    }
    return queue
  }

  #forgetIfIdle(queue: LaneQueue) {
    if (queue.inFlight > 0 || queue.size > 0 || this.#refill.has(queue) || this.#lanes.get(queue.key) !== queue) return
    this.#paced.clear(queue)
    this.#lanes.delete(queue.key)
    this.#refill.leave(queue)
    this.#memories.set(queue.key, queue.remember())
    if (this.#memories.size <= remembered) return
    for (const oldest of this.#memories.keys()) {
      this.#memories.delete(oldest)
      this.#refill.forget(oldest)
      break
    }
  }

  get #isIdle(): boolean {
    return this.#turns.inFlight === 0 && this.#returning === 0
  }

  #tellIfIdle() {
    if (this.#isIdle) for (const resolve of this.#idle.splice(0)) resolve()
  }
}

/** What an attempt knows of its turn. */
export interface Turn {
  /** Why its lane is sent fewer than it has; null: it is not. */
  readonly slowed: SlowReason | null
  /** How many its lane may have under way at once. */
  readonly laneLimit: number
  /** The pace of the lane if the receiver asks to wait until then. */
  perSecondAfter(until: number): number
  /** What came back, before it is recorded. When the receiver asks to wait, nothing more begins until then. */
  heard(taken: boolean, pausedUntil: number | null): void
  /** We have run out of something that every attempt needs: nothing new begins for so long. */
  rest(forMs: number): void
  /** The delivery goes back to the store, where nothing is claimed for its lane for so long. */
  standBack(forMs: number): void
}

/** Makes one attempt and records it; never rejects. */
export type AttemptMaker = (claim: Claim, turn: Turn) => Promise<AttemptEnd>

function lagOfLane(queue: LaneQueue, now: number): number {
  const inStore = queue.dueAt ?? now
  const inMemory = queue.readySince ?? now
  return Math.max(0, now - Math.min(inStore, inMemory))
}

function keysOf(claims: readonly Claim[]): ClaimKey[] {
  return claims.map(({ id, number }) => ({ id, number }))
}
