import { laneKeyOf } from '../../domain/delivery.ts'
import type { Store } from '../../store/contract/store.ts'
import type { Claim } from '../../store/contract/work.ts'
import type { Clock } from '../clock.ts'
import { Alarm } from './alarm.ts'
import type { LaneQueue } from './lane.ts'
import { Ring } from './ring.ts'
import type { Window } from './window.ts'

/**
 * Takes from the store what is due, for lanes that have room for it: account by account, then lane by lane, a small piece at a
 * time. One timer knows when each lane has something due next; that is a hint, which costs a delay when it is lost.
 */

/** A claim takes about 30 µs of the main thread, and nothing else happens meanwhile. */
const claimsPerPiece = 128
const lanesPerPiece = 16
/** Of one lane, while others want some too. */
const claimsPerLane = 32
/** Bodies are a few KiB; a few large ones make a piece too. */
const bytesPerPiece = 4 * 1024 * 1024
const claimRetryMs = 1_000

export interface RefillParts {
  readonly store: Pick<Store, 'claimDueDeliveries'>
  readonly clock: Clock
  readonly window: Window
  /** What was claimed for a lane. */
  readonly admit: (lane: LaneQueue, claims: readonly Claim[]) => void
  /** A piece has come in. */
  readonly admitted: () => void
}

export class Refill {
  readonly #parts: RefillParts
  readonly #wanting = new Ring<LaneQueue>()
  readonly #alarm: Alarm<LaneQueue>
  #running = false
  #busy: Promise<void> | null = null

  constructor(parts: RefillParts) {
    this.#parts = parts
    this.#alarm = new Alarm(
      () => parts.clock.now(),
      (lane) => this.consider(lane),
    )
  }

  start() {
    this.#running = true
  }

  /** Fulfilled when nothing is being claimed any more. */
  async stop() {
    this.#running = false
    this.#alarm.stop()
    await this.#busy
  }

  /** Whether the lane waits here for its moment, or for its turn. */
  has(lane: LaneQueue): boolean {
    return lane.dueAt !== null || lane.beingClaimed || lane.returning > 0 || this.#wanting.has(lane)
  }

  /** The store has something for the lane at a moment. */
  noteDue(lane: LaneQueue, dueAt: number) {
    lane.dueAt = Math.min(lane.dueAt ?? dueAt, dueAt)
    this.consider(lane)
  }

  /** Something about the lane has changed: it has more room, or its moment has come. */
  consider(lane: LaneQueue) {
    if (!this.#running || lane.dueAt === null || lane.beingClaimed || lane.returning > 0) return
    const now = this.#parts.clock.now()
    const at = Math.max(lane.dueAt, lane.pace.pausedUntil)
    if (at > now) this.#alarm.set(lane, at)
    else if (lane.wantsMore) {
      this.#wanting.add(lane)
      this.resume()
    }
  }

  /** There may be room in the window again. */
  resume() {
    if (this.#busy !== null || this.#wanting.size === 0 || !this.#running) return
    this.#busy = this.#claimAll().finally(() => {
      this.#busy = null
    })
  }

  async #claimAll() {
    // What is noted in the same turn is claimed together, in turn.
    await null
    while (this.#running) {
      const piece = this.#nextPiece()
      if (piece.length === 0) return
      await this.#claim(piece)
      this.#parts.admitted()
      // Accepts, outcomes and sockets come in between.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  #nextPiece(): { queue: LaneQueue; limit: number }[] {
    const piece: { queue: LaneQueue; limit: number }[] = []
    const perLane = this.#wanting.size === 1 ? claimsPerPiece : claimsPerLane
    for (let left = claimsPerPiece; left > 0 && piece.length < lanesPerPiece; ) {
      const queue = this.#wanting.pick((lane) => this.#parts.window.hasRoomFor(lane))
      if (!queue) break
      const limit = Math.min(left, perLane, queue.room)
      // Reserved meanwhile, or on its way back: it is considered again.
      if (limit === 0 || queue.returning > 0) continue
      left -= limit
      piece.push({ queue, limit })
    }
    return piece
  }

  async #claim(piece: readonly { queue: LaneQueue; limit: number }[]) {
    const { store, clock, admit } = this.#parts
    const now = clock.now()
    for (const { queue } of piece) {
      queue.beingClaimed = true
      queue.dueAt = null
    }
    try {
      const asked = piece.map(({ queue, limit }) => ({ lane: queue.lane, limit, bytes: queue.roomBytes }))
      const { claims, nextDueAt } = await store.claimDueDeliveries(asked, now, bytesPerPiece)
      const byLane = Map.groupBy(claims, ({ delivery }) => laneKeyOf(delivery))
      for (const [i, { queue }] of piece.entries()) {
        queue.beingClaimed = false
        const next = nextDueAt[i] ?? null
        if (next !== null) queue.dueAt = Math.min(queue.dueAt ?? next, next)
        // Afterwards, as an idle lane is forgotten: a second queue of the same lane would be given the same claims.
        admit(queue, byLane.get(queue.key) ?? [])
      }
    } catch {
      // The store is in trouble, which the next write says. The lanes are asked again.
      for (const { queue } of piece) {
        queue.beingClaimed = false
        queue.dueAt = now + claimRetryMs
      }
    }
    for (const { queue } of piece) this.consider(queue)
  }
}
