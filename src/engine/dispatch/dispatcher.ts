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
 * Decides which delivery is attempted next. The store holds every delivery. Memory holds the first ones; losing it delays
 * deliveries but loses none.
 *
 *   accept ──reserve, push──►┐
 *                            ├─► lane (lane.ts) ──► its turn (turns.ts, places.ts) ──► attempt ──► how it went
 *   store ──claim, refill.ts─┘        ▲    │ a stated limit: pace.ts                                   │
 *                                     └────┴────────── limits, places, retries ◄────────────────────────┘
 *
 * A delivery comes in one of two ways. A new one is claimed in the accept itself if its lane has room (`reserve`, then `push`).
 * All others (the backlog, due retries, those that a crash left) are claimed from the store in turn.
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
  /** Where a delivery goes; a promise if that has to be looked up first; null: nowhere any more. */
  readonly routeOf: (delivery: Delivery) => Route | null | Promise<Route | null>
  readonly attempt: AttemptMaker
  /** Settles configurations with due deliveries that must not be sent. */
  readonly settle: (configurations: Claimed['toSettle']) => void
  /** Whether an attempt that begins now ends within the life of this node. */
  readonly mayBegin: () => boolean
  /** How busy the main thread has been since the last call, from 0 to 1. */
  readonly loopLoad: () => number
}

/** The result of an attempt, for the turns and limits of later ones. */
export interface AttemptEnd {
  /** 2xx, another answer, or none; null: the receiver was not asked. */
  readonly answer: 'yes' | 'other' | 'none' | null
  /** The receiver struggles: it did not answer in time, or asked for less. */
  readonly overloaded: boolean
  readonly durationMs: number
  /** When the delivery is due again; null: it is not. */
  readonly dueAt: number | null
}

/** Why a lane is sent fewer posts than it has. */
export const slowReasons = ['paused', 'paced', 'silent', 'throttled', 'host', 'turn'] as const
export type SlowReason = (typeof slowReasons)[number]

export interface SlowLane {
  readonly lane: Lane
  readonly reason: SlowReason
  /** Since when its first delivery has been due, milliseconds. */
  readonly lagMs: number
}

/** A lane whose attempts have had no answer for this long counts as silent, long before they time out. */
const quietMs = 1_000
const lookRoundMs = 100
/** Above this load everything waits for the main thread. */
const loopBusy = 0.9
/**
 * To begin an attempt takes about 100 µs of the main thread. Looking up its route, or opening a connection to a receiver that has
 * not answered lately, takes a few times that.
 */
const workPerTurn = 16
const [workOfStart, workOfFirstStart] = [1, 2]
const tryAgainMs = 1_000
/** To give back takes some 20 µs per claim, and other commits wait for it. */
const returnedPerPiece = 128
/** Idle lanes whose memories are kept. */
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
  /** Claims made up to this moment are not ours any more. */
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
   * Takes nothing new, waits for attempts under way, and gives the rest back to the store.
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
    // If this fails, the next start gives the claims back.
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

  /** Lanes that are sent fewer posts than they have, the longest wait first. */
  slowLanes(): SlowLane[] {
    const now = this.#parts.clock.now()
    const slow: SlowLane[] = []
    for (const queue of this.#lanes.values()) {
      const reason = this.#reasonOf(queue, now)
      if (reason) slow.push({ lane: queue.lane, reason, lagMs: lagOfLane(queue, now) })
    }
    return slow.sort((a, b) => b.lagMs - a.lagMs)
  }

  /** Whether the delivery is in memory, or in the middle of an attempt. */
  holds(id: DeliveryId): boolean {
    return this.#held.has(id)
  }

  // -- coming in -----------------------------------------------------------------------------------------------------------

  /** Whether a new delivery may skip the store's queue. true: a place is kept, and `push` or `unreserve` must follow. */
  reserve(lane: Lane): boolean {
    const isNew = !this.#lanes.has(laneKey(lane))
    const queue = this.#lane(lane)
    const now = this.#parts.clock.now()
    // Deliveries that wait in the store came first.
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
      // Later deliveries line up behind this one.
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

  /** Takes in a delivery that was claimed in its accept. */
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

  /** A delivery of the lane comes due in the store at a moment. */
  noteDue(lane: Lane, dueAt: number) {
    if (!this.#running) return
    if (dueAt > this.#parts.clock.now()) this.#refill.wakeAt(dueAt)
    else this.#refill.noteDue(this.#lane(lane), dueAt)
  }

  /** A receiver has stated a limit to another node: its lane waits here, too. */
  obey(lane: Lane, limit: StatedLimit) {
    const queue = this.#lanes.get(laneKey(lane))
    const now = this.#parts.clock.now()
    if (!queue || (limit.pausedUntil ?? 0) <= Math.max(now, queue.pace.pausedUntil)) return
    queue.pace.restore(limit, now)
    this.#giveBackAll(queue)
  }

  /** Claims at once, since anything may be due. */
  claimNow() {
    this.#refill.wakeAt(this.#parts.clock.now())
  }

  // -- going out of turn -----------------------------------------------------------------------------------------------------

  /** All deliveries of a lane that have not begun go back to the store. */
  async emptyLane(key: string) {
    const queue = this.#lanes.get(key)
    if (queue) await this.#giveBack([queue], this.#takeAll(queue))
  }

  /** Acts on a delivery in the store: if it has not begun, it goes back there first, and is not claimed before `act` ends. */
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
   * Forgets all deliveries that have not begun, without giving them back: other nodes may have them already. Those that are being
   * claimed now are forgotten when they come in. Attempts under way end, and the first outcome wins.
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
   * One commit gives back many claims, and the loop turns between two commits: hundreds of lanes may fall silent at once. Claims
   * that cannot be given back are still ours: they wait here again.
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

  /** For this long no attempt begins in any lane. */
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

  /** Many attempts begun in one turn would block the loop: the rest begin a turn later. */
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

  /** The comment at each early return says when the turn of the lane comes again. */
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
      // A route is looked up once, then cached. A failed lookup is tried again, since the lane exists in the store.
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
      return // null: when the attempt under way has ended
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
    // Claims that cannot be given back wait here, and are attempted in their turn.
    void this.#giveBack(queues, claims).catch(() => {})
  }

  /** Some deliveries that have not begun go back to the store. */
  async #return(queue: LaneQueue, claims: readonly Claim[]) {
    for (const claim of claims) this.#leave(claim)
    if (!queue.hasReady) this.#turns.leave(queue)
    await this.#giveBack([queue], claims)
  }

  #ended(queue: LaneQueue, host: string, claim: Claim, end: AttemptEnd & { readonly refused: boolean }) {
    const now = this.#parts.clock.now()
    const wasFull = queue.isFull
    if (end.answer === null && end.dueAt !== null) {
      // The delivery was given back: later ones of its subject wait in the store, too.
      void this.#return(queue, queue.takeBehind(claim)).catch(() => {})
    }
    queue.end(claim)
    this.#letGo(claim)
    // A slow receiver has just made room: the wait until now was not a wait for us.
    if (wasFull && !queue.fast) queue.heldAt = now
    // The delivery is back at its old place in the store: those here came after it, and wait there too.
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
    this.#turns.enter(queue) // behind the lanes that waited
    this.#forgetIfIdle(queue)
    this.#pump()
    this.#tellIfIdle()
  }

  /** Takes over the stored route of a lane when it is first sent to, and after each change. */
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
    // These were claimed while earlier deliveries were on their way back.
    const waits = queue.refusing > 0 || queue.returning > 0 || queue.pace.pausedUntil > now
    if (waits && claims.length > 0) this.#giveBackAll(queue)
    this.#forgetIfIdle(queue)
  }

  /** Whether the attempt is under way since an earlier life: its outcome ends this claim, too. */
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

  /** Removes a claim that has not begun. */
  #leave(claim: Claim) {
    this.#window.leave(claim)
    this.#letGo(claim)
  }

  /** The next attempt of the delivery may have been claimed before this one ended here. */
  #letGo(claim: Claim) {
    if (this.#held.get(claim.id) === claim) this.#held.delete(claim.id)
    this.#earlier.delete(claim)
  }

  /** Ten times a second: finds lanes that have fallen silent, that have a due time without a delivery, or that wait for us. */
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
    // A silent lane keeps only what may begin now: the rest would fill its account's share of the window.
    this.#giveBackAll(...overfull)
    // An accept that failed after it had lined up here leaves a due time without a delivery in the store.
    this.#refill.lookAround()
    this.#pump()
  }

  /**
   * Whether the lane waits for us, not for its receiver: the receiver answers, asks for no pause, and its limit is not reached.
   * While the main thread is busy all the time, a fast receiver waits for us even at its limit.
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

/** What an attempt needs of the dispatcher. */
export interface Turn {
  /** Why its lane is sent fewer posts than it has; null: it is not. */
  readonly slowed: SlowReason | null
  /** How many attempts its lane may have under way at once. */
  readonly laneLimit: number
  /** The pace of the lane if the receiver asks to wait until then. */
  perSecondAfter(until: number): number
  /** Notes an answer before it is recorded. If the receiver asks to wait, no more attempts begin until then. */
  heard(taken: boolean, pausedUntil: number | null): void
  /** We have run out of something that every attempt needs: no attempt begins for this long. */
  rest(forMs: number): void
  /** The delivery goes back to the store, and nothing is claimed for its lane for this long. */
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
