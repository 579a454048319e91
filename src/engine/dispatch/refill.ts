import { type Lane, laneKeyOf, laneOf as laneOfDelivery } from '../../domain/delivery/delivery.ts'
import type { Store } from '../../store/contract/store.ts'
import type { AccountRoom, Claim, Claimed, ClaimPlace, LaneRoom } from '../../store/contract/work.ts'
import type { Clock } from '../clock.ts'
import { Alarm } from './alarm.ts'
import type { LaneQueue } from './lane.ts'
import type { Window } from './window.ts'

/**
 * Takes from the store what is due, as far as there is room for it here. The store finds it, in turn; a round goes on until each
 * lane has had what it has room for, a small piece at a time. A round begins when a lane that has something due gets room, and
 * when the first of what is left comes due: one timer for all lanes.
 *
 * `dueAt` of a lane says that something waits for it in the store, so that nothing new overtakes it. It is a hint, which costs
 * a delay when it is lost.
 */

/** A claim takes about 30 µs of the thread that writes, and commits wait meanwhile. */
const claimsPerPiece = 128
/** Of one lane, while others want some too. */
const claimsPerTurn = 32
/** Bodies are a few KiB; a few large ones make a piece too. */
const bytesPerPiece = 4 * 1024 * 1024
const bytesPerTurn = bytesPerPiece / 4
const claimRetryMs = 1_000
/** In the place of an account's id: those that have nothing in memory. */
const allOthers = ''

export interface RefillParts {
  readonly store: Pick<Store, 'claim'>
  readonly clock: Clock
  readonly window: Window
  /** Whether what is claimed now could be sent. */
  readonly mayBegin: () => boolean
  /** Room of a lane that is not in memory. */
  readonly perLane: number
  readonly lane: (lane: Lane) => LaneQueue
  /** What was claimed for a lane. */
  readonly admit: (lane: LaneQueue, claims: readonly Claim[], askedAt: number) => void
  /** A piece has come in. */
  readonly admitted: () => void
  /** What has something due that is not to be sent. */
  readonly settle: (configurations: Claimed['toSettle']) => void
}

export class Refill {
  readonly #parts: RefillParts
  /** Of all lanes in memory, as the store is told. */
  readonly #rooms = new Map<string, LaneRoom>()
  /** Lanes whose room has to be measured again. */
  readonly #changed = new Set<LaneQueue>()
  /** Lanes that something waits for in the store. */
  readonly #hinted = new Set<LaneQueue>()
  #running = false
  #isWanted = false
  #busy: Promise<void> | null = null
  /** Whether each lane has had its turn once. */
  #hasBegun = false
  /** Whether something is left that there was no room for. */
  #isLeft = false
  /**
   * Accounts that had no room at some time of the last round, or of this one: what else they have in the store may have been passed.
   * `silent`: of lanes whose receivers do not answer.
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

  /** Fulfilled when nothing is being claimed any more. */
  async stop() {
    this.#running = false
    this.#alarm.stop()
    await this.#busy
  }

  /** Whether something waits for the lane in the store, or is on its way. */
  has(lane: LaneQueue): boolean {
    return lane.dueAt !== null || lane.beingClaimed || lane.returning > 0
  }

  /** Whether a lane that comes into memory may have something in the store, which was passed. */
  mayHaveMore({ accountId, answers }: LaneQueue): boolean {
    const wasPassed = (of: 'all' | 'silent' | undefined) => of === 'all' || (of === 'silent' && !answers)
    const rounds = [this.#wereShort, this.#short]
    return !this.#hasBegun || rounds.some((short) => wasPassed(short.get(accountId)) || wasPassed(short.get(allOthers)))
  }

  /** Something waits for the lane in the store, or will when what is being accepted is kept. */
  hint(lane: LaneQueue, dueAt: number) {
    lane.dueAt = Math.min(lane.dueAt ?? dueAt, dueAt)
    this.#hinted.add(lane)
  }

  /** The store has something for the lane at a moment. */
  noteDue(lane: LaneQueue, dueAt: number) {
    if (dueAt > this.#parts.clock.now()) this.wakeAt(dueAt)
    else this.hint(lane, dueAt)
    this.consider(lane)
  }

  /** Something comes due then. */
  wakeAt(at: number) {
    if (this.#running && at < (this.#alarm.at('round') ?? Number.POSITIVE_INFINITY)) this.#alarm.set('round', at)
  }

  /** Its room is another one now. */
  touch(lane: LaneQueue) {
    this.#changed.add(lane)
  }

  /** Something about the lane has changed: its room, or what waits for it. */
  consider(lane: LaneQueue) {
    this.touch(lane)
    if (lane.dueAt === null || !this.#running) return
    const now = this.#parts.clock.now()
    const at = Math.max(lane.dueAt, lane.closedUntil)
    if (at > now) this.wakeAt(at)
    else if (this.#mayTake(lane, now)) this.#begin()
  }

  /** Ten times a second: what there was no room for. */
  lookAround() {
    for (const lane of this.#hinted) this.consider(lane)
    if (this.#isLeft) this.#begin()
  }

  /** The lane is not in memory any more: only whether it answers is. */
  leave(lane: LaneQueue) {
    this.#changed.delete(lane)
    this.#hinted.delete(lane)
    this.#rooms.set(lane.key, { room: this.#parts.perLane, answers: lane.answers })
  }

  /** Nothing is known of the lane any more. */
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
    // What is noted in the same turn is claimed together, in turn.
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
    /** Those that may have been passed, as they or their account had room no longer. */
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
      // The store is in trouble, which the next write says. It is asked again.
      this.#restUntil = now + claimRetryMs
      for (const lane of asked) passed.add(lane)
      this.wakeAt(this.#restUntil)
    }
    for (const lane of asked) {
      if (!lane.beingClaimed) continue
      lane.beingClaimed = false
      if (passed.has(lane)) this.hint(lane, now)
      // An idle lane is forgotten.
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
      // Unless it has more, what is accepted now comes after all that was in the store.
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

  /** In the course of a round no lane gets more room, so that the round comes to an end however fast receivers are. */
  #measure(now: number, isStart: boolean) {
    for (const lane of this.#changed) {
      const room = this.#isOpen(lane, now) ? lane.room : 0
      const before = this.#rooms.get(lane.key)?.room ?? this.#parts.perLane
      this.#rooms.set(lane.key, { room: isStart ? room : Math.min(room, before), answers: lane.answers })
      if (isStart && lane.closedUntil <= now) this.#changed.delete(lane)
    }
  }
}

/** Accepts, outcomes and sockets come in between. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
