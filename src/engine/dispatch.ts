import { type Delivery, laneOf, type Lane as StoreLane } from '../domain/delivery.ts'
import type { DeliveryId } from '../domain/ids.ts'
import type { Claim, Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import { Fifo } from './fifo.ts'

/**
 * Who is tried next. The store holds every delivery; what is here is a window over it, bounded whatever the backlog, and losing
 * it delays a delivery but loses none.
 *
 * A delivery comes in one of two ways. A new one is claimed in the accept itself when its lane has room (`reserve`, then
 * `push`). Anything else (the backlog, due retries, what a crash left) is claimed from the store, some of each lane in turn.
 *
 * A lane (a configuration, or the tests of an account) then waits for its turn in the ring. It may start one attempt
 * a turn, within its own limit, its host's and the whole's. A lane that is at its host's limit waits with the host, one at its
 * own limit until one of its attempts ends: nobody is asked twice in vain.
 */

export interface DispatchLimits {
  /** Attempts under way in all. */
  readonly inFlight: number
  readonly inFlightPerHost: number
  readonly inFlightPerLane: number
}

/** How an attempt went, as far as pacing is concerned. */
export interface Pace {
  /** The receiver struggles: it did not answer in time, or asked for less. */
  readonly overloaded: boolean
  /** When the lane has something due again; null: nothing. */
  readonly dueAt: number | null
}

/** Claims kept in memory for one lane. */
const windowPerLane = 2_048
/** How many are claimed from the store at a time: a claim costs about 30 µs, and nothing else happens meanwhile. */
const claimPerLane = 32
const lanesPerClaim = 16
/** …and for all lanes together. */
const windowInAll = 20_000
const windowBytes = 64 * 1024 * 1024
/** Timers beyond this are set again when they go off. */
const timerMaxMs = 3_600_000
const claimRetryMs = 1_000
/** However badly a receiver does, it is asked by this many at once. */
const laneLimitMin = 2

interface Lane {
  readonly key: string
  readonly storeLane: StoreLane
  readonly ready: Fifo<Claim>
  /** First attempts that wait until the one before them, of the same subject, has been made. */
  readonly behind: Map<string, Claim[]>
  readonly busySubjects: Set<string>
  waitingBehind: number
  reserved: number
  inFlight: number
  limit: number
  /** When the store next has something due for this lane; null: nothing. */
  dueAt: number | null
  timer: NodeJS.Timeout | undefined
  inRing: boolean
  beingClaimed: boolean
}

interface Host {
  inFlight: number
  readonly waiting: Fifo<Lane>
}

export class Dispatcher {
  readonly #store: Store
  readonly #clock: Clock
  readonly #limits: DispatchLimits
  readonly #hostOf: (delivery: Delivery) => string | Promise<string>
  readonly #attempt: (claim: Claim, slot: number) => Promise<Pace>
  readonly #lanes = new Map<string, Lane>()
  readonly #hosts = new Map<string, Host>()
  readonly #ring = new Fifo<Lane>()
  readonly #slots: number[] = []
  readonly #claimable = new Set<Lane>()
  #inFlight = 0
  #inWindow = 0
  #bytesInWindow = 0
  #claiming = false
  #running = false
  #idle: (() => void)[] = []

  /**
   * @param hostOf where a delivery goes; a promise when that has to be looked up first
   * @param attempt makes one attempt and records it; never rejects
   */
  constructor(parts: {
    store: Store
    clock: Clock
    limits: DispatchLimits
    hostOf: (delivery: Delivery) => string | Promise<string>
    attempt: (claim: Claim, slot: number) => Promise<Pace>
  }) {
    this.#store = parts.store
    this.#clock = parts.clock
    this.#limits = parts.limits
    this.#hostOf = parts.hostOf
    this.#attempt = parts.attempt
    for (let slot = parts.limits.inFlight - 1; slot >= 0; slot--) this.#slots.push(slot)
  }

  async start() {
    this.#running = true
    for (const { lane, dueAt } of await this.#store.listLanes()) this.noteDue(laneKey(lane, null), lane, dueAt)
  }

  /** Takes nothing new, waits for what is under way, and gives the rest back to the store. */
  async stop() {
    this.#running = false
    for (const lane of this.#lanes.values()) clearTimeout(lane.timer)
    if (this.#inFlight > 0 || this.#claiming) await new Promise<void>((resolve) => this.#idle.push(resolve))
    const left: DeliveryId[] = []
    for (const lane of this.#lanes.values()) left.push(...this.#takeAll(lane).map((claim) => claim.delivery.id))
    this.#lanes.clear()
    if (left.length > 0) await this.#store.releaseClaims(left, this.#clock.now())
  }

  get load() {
    return { inFlight: this.#inFlight, inWindow: this.#inWindow, lanes: this.#lanes.size, hosts: this.#hosts.size }
  }

  // -- coming in -----------------------------------------------------------------------------------------------------------

  /** Whether a new delivery may skip the store's queue. A yes is a place kept: `push` or `unreserve` must follow. */
  reserve(key: string, lane: StoreLane): boolean {
    const state = this.#lane(key, lane)
    const now = this.#clock.now()
    // What waits in the store came first.
    const backlog = state.dueAt !== null && state.dueAt <= now
    const full = this.#sizeOf(state) >= windowPerLane || this.#windowIsFull
    if (!this.#running || backlog || full || state.beingClaimed) {
      // Those that follow line up behind this one.
      state.dueAt = Math.min(state.dueAt ?? now, now)
      return false
    }
    state.reserved++
    this.#inWindow++
    return true
  }

  unreserve(key: string) {
    const lane = this.#lanes.get(key)
    if (!lane) return
    lane.reserved--
    this.#inWindow--
  }

  /** A delivery that was claimed in its accept. */
  push(key: string, claim: Claim) {
    const lane = this.#lanes.get(key)
    if (!lane) return
    lane.reserved--
    this.#inWindow--
    this.#admit(lane, claim)
    this.#pump()
  }

  /** The store has something for a lane at a moment. */
  noteDue(key: string, lane: StoreLane, dueAt: number) {
    const state = this.#lane(key, lane)
    state.dueAt = Math.min(state.dueAt ?? dueAt, dueAt)
    this.#schedule(state)
  }

  // -- going out of turn -----------------------------------------------------------------------------------------------------

  /** Everything of a lane whose attempt has not begun, so that it can be held. */
  withdrawLane(key: string): DeliveryId[] {
    const lane = this.#lanes.get(key)
    return lane ? this.#takeAll(lane).map((claim) => claim.delivery.id) : []
  }

  /** One delivery whose attempt has not begun. */
  withdraw(key: string, id: DeliveryId): boolean {
    const lane = this.#lanes.get(key)
    if (!lane) return false
    const isIt = (claim: Claim) => claim.delivery.id === id
    const found = lane.ready.remove(isIt)
    for (const [subject, claims] of lane.behind) {
      const kept = claims.filter((claim) => !isIt(claim))
      if (kept.length === claims.length) continue
      found.push(...claims.filter(isIt))
      lane.waitingBehind--
      lane.behind.set(subject, kept)
    }
    for (const claim of found) this.#leaveWindow(claim)
    return found.length > 0
  }

  // -- taking turns ----------------------------------------------------------------------------------------------------------

  #pump() {
    while (this.#running && this.#inFlight < this.#limits.inFlight) {
      const lane = this.#ring.shift()
      if (!lane) return
      lane.inRing = false
      if (lane.inFlight >= lane.limit) continue // comes back when one of its attempts ends
      const claim = this.#nextOf(lane)
      if (!claim) continue
      const hostName = this.#hostOf(claim.delivery)
      if (typeof hostName !== 'string') {
        lane.ready.unshift(claim)
        // Looked up once, then known; a lane that cannot be looked up is tried again, since the store says it exists.
        void hostName.then(
          () => this.#enterRing(lane),
          () => setTimeout(() => this.#enterRing(lane), claimRetryMs).unref(),
        )
        continue
      }
      const host = this.#host(hostName)
      if (!this.#hasRoom(host, lane)) {
        lane.ready.unshift(claim)
        host.waiting.push(lane)
        lane.inRing = true // in the host's queue, which is as good
        this.#wake(host) // a place that this lane may not take is somebody else's
        continue
      }
      this.#begin(lane, host, hostName, claim)
      if (lane.ready.size > 0 && !lane.inRing) {
        lane.inRing = true
        this.#ring.push(lane)
      }
    }
  }

  /** The first claim that may start now; the ones it passes over wait behind their subject. */
  #nextOf(lane: Lane): Claim | undefined {
    for (;;) {
      const claim = lane.ready.shift()
      if (!claim) return undefined
      const { subject } = claim.delivery
      if (!isFirst(claim.delivery) || !lane.busySubjects.has(subject)) return claim
      const behind = lane.behind.get(subject)
      if (behind) behind.push(claim)
      else lane.behind.set(subject, [claim])
      lane.waitingBehind++
    }
  }

  /** A host's limit is shared: while others wait, no lane holds more than a quarter of it. */
  #hasRoom(host: Host, lane: Lane): boolean {
    if (host.inFlight >= this.#limits.inFlightPerHost) return false
    return host.waiting.size === 0 || this.#hasShareLeft(lane)
  }

  #hasShareLeft(lane: Lane): boolean {
    return lane.inFlight < this.#limits.inFlightPerHost / 4
  }

  /** As many of those who wait for the host as have places there take their turn: the first of them that may. */
  #wake(host: Host) {
    let places = this.#limits.inFlightPerHost - host.inFlight
    // Only a few can have used up their share, so there is little to pass over.
    for (let left = host.waiting.size; places > 0 && left > 0; left--) {
      const lane = host.waiting.shift()
      if (!lane) return
      if (host.waiting.size > 0 && !this.#hasShareLeft(lane)) {
        host.waiting.push(lane)
        continue
      }
      lane.inRing = false
      // Withdrawn meanwhile, or at its own limit: then it comes back when one of its attempts ends.
      if (lane.ready.size === 0 || lane.inFlight >= lane.limit) continue
      this.#enterRing(lane, false)
      places--
    }
  }

  #begin(lane: Lane, host: Host, hostName: string, claim: Claim) {
    const slot = this.#slots.pop() ?? 0
    const first = isFirst(claim.delivery)
    this.#leaveWindow(claim)
    this.#inFlight++
    host.inFlight++
    lane.inFlight++
    if (first) lane.busySubjects.add(claim.delivery.subject)
    this.#store.noteStarted(slot, claim.delivery.id)
    this.#schedule(lane)
    if (this.#claimable.size > 0) void this.#claimAll()
    void this.#attempt(claim, slot).then((pace) => {
      this.#store.noteStarted(slot, null)
      this.#slots.push(slot)
      this.#inFlight--
      host.inFlight--
      lane.inFlight--
      lane.limit = pace.overloaded
        ? Math.max(laneLimitMin, Math.floor(lane.limit / 2))
        : Math.min(this.#limits.inFlightPerLane, lane.limit + 1)
      if (first) this.#releaseSubject(lane, claim.delivery.subject)
      if (pace.dueAt !== null) this.noteDue(lane.key, lane.storeLane, pace.dueAt)
      this.#wake(host)
      this.#enterRing(lane, false) // behind those who waited
      if (host.inFlight === 0 && host.waiting.size === 0) this.#hosts.delete(hostName)
      this.#dropIfEmpty(lane)
      this.#pump()
      this.#tellIfIdle()
    })
  }

  #releaseSubject(lane: Lane, subject: string) {
    lane.busySubjects.delete(subject)
    const behind = lane.behind.get(subject)
    const next = behind?.shift()
    if (behind?.length === 0) lane.behind.delete(subject)
    if (!next) return
    lane.waitingBehind--
    lane.ready.unshift(next)
  }

  #enterRing(lane: Lane, pump = true) {
    if (!lane.inRing && lane.ready.size > 0) {
      lane.inRing = true
      this.#ring.push(lane)
    }
    if (pump) this.#pump()
  }

  // -- claiming from the store -------------------------------------------------------------------------------------------------

  #schedule(lane: Lane) {
    clearTimeout(lane.timer)
    if (!this.#running || lane.dueAt === null) return
    const wait = lane.dueAt - this.#clock.now()
    if (wait > 0) {
      lane.timer = setTimeout(() => this.#schedule(lane), Math.min(wait, timerMaxMs))
      return
    }
    if (this.#sizeOf(lane) > windowPerLane - claimPerLane) return // asked again when its window has emptied
    this.#claimable.add(lane)
    void this.#claimAll()
  }

  async #claimAll() {
    if (this.#claiming) return
    this.#claiming = true
    try {
      while (this.#running && this.#claimable.size > 0 && !this.#windowIsFull) await this.#claimSome()
    } finally {
      this.#claiming = false
      this.#tellIfIdle()
    }
  }

  async #claimSome() {
    const lanes = [...this.#claimable].slice(0, lanesPerClaim)
    for (const lane of lanes) {
      this.#claimable.delete(lane)
      lane.beingClaimed = true
      lane.dueAt = null
    }
    const now = this.#clock.now()
    const asked = lanes.map((lane) => ({ lane: lane.storeLane, limit: claimPerLane }))
    try {
      const claims = await this.#store.claimDueDeliveries(dedupe(asked), now)
      for (const claim of claims) this.#admit(this.#lane(keyOf(claim.delivery), laneOf(claim.delivery)), claim)
      for (const lane of lanes) {
        const dueAt = await this.#store.nextDue(lane.storeLane)
        if (dueAt !== null) this.noteDue(lane.key, lane.storeLane, dueAt)
        this.#dropIfEmpty(lane)
      }
    } catch {
      // The store is in trouble: said by whoever writes next. The lanes are asked again.
      for (const lane of lanes) this.noteDue(lane.key, lane.storeLane, now + claimRetryMs)
    } finally {
      for (const lane of lanes) lane.beingClaimed = false
    }
    this.#pump()
  }

  // -- keeping count -----------------------------------------------------------------------------------------------------------

  #admit(lane: Lane, claim: Claim) {
    lane.ready.push(claim)
    this.#inWindow++
    this.#bytesInWindow += claim.body.text.length
    if (!lane.inRing) {
      lane.inRing = true
      this.#ring.push(lane)
    }
  }

  #leaveWindow(claim: Claim) {
    this.#inWindow--
    this.#bytesInWindow -= claim.body.text.length
  }

  #takeAll(lane: Lane): Claim[] {
    const claims = lane.ready.remove(() => true)
    for (const behind of lane.behind.values()) claims.push(...behind)
    lane.behind.clear()
    lane.waitingBehind = 0
    for (const claim of claims) this.#leaveWindow(claim)
    return claims
  }

  get #windowIsFull(): boolean {
    return this.#inWindow >= windowInAll || this.#bytesInWindow >= windowBytes
  }

  #sizeOf(lane: Lane): number {
    return lane.ready.size + lane.waitingBehind + lane.reserved
  }

  #lane(key: string, storeLane: StoreLane): Lane {
    let lane = this.#lanes.get(key)
    if (!lane) {
      lane = {
        key,
        storeLane,
        ready: new Fifo(),
        behind: new Map(),
        busySubjects: new Set(),
        waitingBehind: 0,
        reserved: 0,
        inFlight: 0,
        limit: this.#limits.inFlightPerLane,
        dueAt: null,
        timer: undefined,
        inRing: false,
        beingClaimed: false,
      }
      this.#lanes.set(key, lane)
    }
    return lane
  }

  #dropIfEmpty(lane: Lane) {
    // A throttled lane is remembered until it has recovered, or forgetting it would forgive it.
    if (lane.dueAt !== null || lane.inFlight > 0 || lane.inRing || this.#sizeOf(lane) > 0) return
    if (this.#claimable.has(lane) || lane.beingClaimed || lane.limit < this.#limits.inFlightPerLane) return
    this.#lanes.delete(lane.key)
  }

  #host(name: string): Host {
    let host = this.#hosts.get(name)
    if (!host) {
      host = { inFlight: 0, waiting: new Fifo() }
      this.#hosts.set(name, host)
    }
    return host
  }

  #tellIfIdle() {
    if (this.#inFlight === 0 && !this.#claiming) for (const resolve of this.#idle.splice(0)) resolve()
  }
}

/** First attempts of a subject go in sequence; a retry, or a person's wish, does not wait and holds nothing up. */
function isFirst(delivery: Delivery): boolean {
  return delivery.attempts === 0 && delivery.trigger !== 'manual'
}

/** The name of a delivery's lane. In the store all tests share one; here each account's take turns with the others'. */
export function keyOf(delivery: Pick<Delivery, 'test' | 'configurationId' | 'accountId'>): string {
  return laneKey(laneOf(delivery), delivery.accountId)
}

function laneKey(lane: StoreLane, accountId: string | null): string {
  return lane ?? `tests of ${accountId ?? 'all'}`
}

function dedupe(asked: readonly { lane: StoreLane; limit: number }[]) {
  return [...new Map(asked.map((entry) => [entry.lane, entry])).values()]
}
