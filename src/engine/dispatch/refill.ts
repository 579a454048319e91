import { type Lane, laneKeyOf, laneOf as laneOfDelivery } from '../../domain/delivery/delivery.ts'
import type { Store } from '../../store/contract/store.ts'
import type { AccountRoom, Claim, Claimed, ClaimPlace, LaneRoom } from '../../store/contract/work.ts'
import type { Clock } from '../clock.ts'
import { Alarm } from './alarm.ts'
import type { LaneQueue } from './lane.ts'
import type { Window } from './window.ts'

/**
 * Claims due deliveries from the store while there is room for them here. The store takes the lanes in turn. A round claims a
 * small piece at a time, until the room of each lane is filled or its due deliveries are claimed. A round begins when a lane with
 * due deliveries gets room, and when the next delivery in the store comes due: one timer for all lanes.
 *
 * `dueAt` of a lane says that deliveries of it wait in the store, so that no new one overtakes them. It is a hint: losing it only
 * costs a delay.
 */

/** A claim takes about 30 µs of the writing thread, and commits wait for it. */
const claimsPerPiece = 128
/** For one lane, while others want some too. */
const claimsPerTurn = 32
/** Most bodies are a few KiB. A few large ones fill a piece too. */
const bytesPerPiece = 4 * 1024 * 1024
const bytesPerTurn = bytesPerPiece / 4
const claimRetryMs = 1_000
/** Used as an account's id: all accounts that have nothing in memory. */
const allOthers = ''

export interface RefillParts {
  readonly store: Pick<Store, 'claim'>
  readonly clock: Clock
  readonly window: Window
  /** Whether a delivery claimed now could be sent. */
  readonly mayBegin: () => boolean
  /** Room of a lane that is not in memory. */
  readonly perLane: number
  readonly lane: (lane: Lane) => LaneQueue
  /** Takes in what was claimed for a lane. */
  readonly admit: (lane: LaneQueue, claims: readonly Claim[], askedAt: number) => void
  /** Called after each piece. */
  readonly admitted: () => void
  /** Settles configurations with due deliveries that must not be sent. */
  readonly settle: (configurations: Claimed['toSettle']) => void
}

export class Refill {
  readonly #parts: RefillParts
  /** The room of each lane, as it is passed to the store. */
  readonly #rooms = new Map<string, LaneRoom>()
  /** Lanes whose room has to be measured again. */
  readonly #changed = new Set<LaneQueue>()
  /** Lanes with deliveries that wait in the store. */
  readonly #hinted = new Set<LaneQueue>()
  #running = false
  #isWanted = false
  #busy: Promise<void> | null = null
  /** Whether each lane has had its turn once. */
  #hasBegun = false
  /** Whether due deliveries are left that there was no room for. */
  #isLeft = false
  /**
   * Accounts that had no room at some time in the last round, or in this one: their other deliveries in the store may have been
   * passed over. `silent`: only those of lanes whose receivers do not answer.
   */
  #wereShort: ReadonlyMap<string, 'all' | 'silent'> = new Map()
  #short = new Map<string, 'all' | 'silent'>()
  #restUntil = 0
  readonly #alarm: Alarm<'round'>

  constructor(parts: RefillParts) {
    this.#parts = parts
    this.#alarm = new Alarm(
      () => parts.clock.now(),
      () => this.#begin(),
    )
  }

  start() {
    this.#running = true
    this.#begin()
  }

  /** Fulfilled when no claim is under way. */
  async stop() {
    this.#running = false
    this.#alarm.stop()
    await this.#busy
  }

  /** Whether deliveries of the lane wait in the store, or are on their way to or from it. */
  has(lane: LaneQueue): boolean {
    return lane.dueAt !== null || lane.beingClaimed || lane.returning > 0
  }

  /** Whether a lane that is new in memory may have deliveries in the store that were passed over. */
  mayHaveMore({ accountId, answers }: LaneQueue): boolean {
    const wasPassed = (of: 'all' | 'silent' | undefined) => of === 'all' || (of === 'silent' && !answers)
    const rounds = [this.#wereShort, this.#short]
    return !this.#hasBegun || rounds.some((short) => wasPassed(short.get(accountId)) || wasPassed(short.get(allOthers)))
  }

  /** A delivery of the lane waits in the store, or will when the current accept is stored. */
  hint(lane: LaneQueue, dueAt: number) {
    lane.dueAt = Math.min(lane.dueAt ?? dueAt, dueAt)
    this.#hinted.add(lane)
  }

  /** A delivery of the lane comes due in the store at a moment. */
  noteDue(lane: LaneQueue, dueAt: number) {
    if (dueAt > this.#parts.clock.now()) this.wakeAt(dueAt)
    else this.hint(lane, dueAt)
    this.consider(lane)
  }

  /** Begins a round at that moment, at the latest. */
  wakeAt(at: number) {
    if (this.#running && at < (this.#alarm.at('round') ?? Number.POSITIVE_INFINITY)) this.#alarm.set('round', at)
  }

  /** The room of the lane has changed. */
  touch(lane: LaneQueue) {
    this.#changed.add(lane)
  }

  /** The room of the lane has changed, or its deliveries in the store. */
  consider(lane: LaneQueue) {
    this.touch(lane)
    if (lane.dueAt === null || !this.#running) return
    const now = this.#parts.clock.now()
    const at = Math.max(lane.dueAt, lane.closedUntil)
    if (at > now) this.wakeAt(at)
    else if (this.#mayTake(lane, now)) this.#begin()
  }

  /** Ten times a second: tries again what there was no room for. */
  lookAround() {
    for (const lane of this.#hinted) this.consider(lane)
    if (this.#isLeft) this.#begin()
  }

  /** The lane leaves memory. Only whether it answers is kept. */
  leave(lane: LaneQueue) {
    this.#changed.delete(lane)
    this.#hinted.delete(lane)
    this.#rooms.set(lane.key, { room: this.#parts.perLane, answers: lane.answers })
  }

  /** Drops what `leave` kept. */
  forget(key: string) {
    this.#rooms.delete(key)
  }

  #mayTake(lane: LaneQueue, now: number): boolean {
    return !lane.beingClaimed && this.#isOpen(lane, now) && this.#parts.window.hasRoomFor(lane)
  }

  #isOpen(lane: LaneQueue, now: number): boolean {
    return lane.wantsMore && lane.returning === 0 && lane.refusing === 0 && lane.closedUntil <= now
  }

  #begin() {
    if (!this.#running) return
    const now = this.#parts.clock.now()
    if (now < this.#restUntil) return this.wakeAt(this.#restUntil)
    if (!this.#parts.mayBegin()) return this.wakeAt(now + claimRetryMs)
    this.#isWanted = true
    this.#busy ??= this.#rounds().finally(() => {
      this.#busy = null
    })
  }

  async #rounds() {
    // Lanes noted in the same turn of the loop are claimed together, each in its turn.
    await null
    while (this.#running && this.#isWanted) {
      this.#isWanted = false
      await this.#round()
      await nextTurn()
    }
  }

  async #round() {
    const { clock, window, admit, admitted } = this.#parts
    const now = clock.now()
    /** Lanes that may have been passed over, since they or their account had no more room. */
    const passed = new Set<LaneQueue>()
    const asked = [...this.#hinted].filter((lane) => this.#mayTake(lane, now))
    for (const lane of asked) {
      lane.beingClaimed = true
      lane.dueAt = null
      this.#hinted.delete(lane)
    }
    try {
      let after: Claimed['last'] | 'start' = 'start'
      while (after !== 'end' && this.#running) {
        after = await this.#piece(after)
        for (const lane of asked) {
          if (lane.beingClaimed && !(this.#isOpen(lane, now) && window.hasRoomFor(lane))) passed.add(lane)
        }
        admitted()
        if (after !== 'end') await nextTurn()
      }
      if (after === 'end') {
        this.#hasBegun = true
        this.#wereShort = this.#isLeft ? this.#short : new Map()
        this.#short = new Map()
      }
    } catch {
      // The store failed. The next write reports the trouble, and the claim is tried again.
      this.#restUntil = now + claimRetryMs
      for (const lane of asked) passed.add(lane)
      this.wakeAt(this.#restUntil)
    }
    for (const lane of asked) {
      if (!lane.beingClaimed) continue
      lane.beingClaimed = false
      if (passed.has(lane)) this.hint(lane, now)
      // This forgets an idle lane.
      admit(lane, [], now)
      this.consider(lane)
    }
  }

  async #piece(after: ClaimPlace | 'start'): Promise<Claimed['last']> {
    const { store, clock, window, perLane, admit, lane: laneOf } = this.#parts
    const now = clock.now()
    this.#measure(now, after === 'start')
    const accounts = window.rooms()
    const perAccount = window.roomOfOthers
    for (const [id, room] of accounts) this.#noteShort(id, room)
    this.#noteShort(allOthers, perAccount)
    const { claims, left, last, nextDueAt, toSettle } = await store.claim({
      now,
      most: claimsPerPiece,
      bytesMost: bytesPerPiece,
      perTurn: claimsPerTurn,
      bytesPerTurn,
      lanes: this.#rooms,
      accounts,
      perLane,
      perAccount,
      after,
    })
    for (const { lane, dueAt } of left) this.hint(laneOf(lane), dueAt)
    for (const ofLane of Map.groupBy(claims, ({ delivery }) => laneKeyOf(delivery)).values()) {
      const lane = laneOf(laneOfDelivery((ofLane[0] as Claim).delivery))
      // Unless more is left, a new delivery now overtakes none in the store.
      lane.beingClaimed = false
      admit(lane, ofLane, now)
      this.consider(lane)
      this.#noteShort(lane.accountId, window.roomOf(lane.accountId))
    }
    if (toSettle.length > 0) this.#parts.settle(toSettle)
    this.#isLeft = nextDueAt !== null && nextDueAt <= now
    if (nextDueAt !== null && nextDueAt > now) this.wakeAt(nextDueAt)
    return last
  }

  #noteShort(accountId: string, { answering, silent }: AccountRoom) {
    if (answering === 0) this.#short.set(accountId, 'all')
    else if (silent === 0 && !this.#short.has(accountId)) this.#short.set(accountId, 'silent')
  }

  /** During a round no lane gets more room, so that the round ends even if receivers are fast. */
  #measure(now: number, isStart: boolean) {
    for (const lane of this.#changed) {
      const room = this.#isOpen(lane, now) ? lane.room : 0
      const before = this.#rooms.get(lane.key)?.room ?? this.#parts.perLane
      this.#rooms.set(lane.key, { room: isStart ? room : Math.min(room, before), answers: lane.answers })
      if (isStart && lane.closedUntil <= now) this.#changed.delete(lane)
    }
  }
}

/** Lets accepts, outcomes and sockets go first. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
