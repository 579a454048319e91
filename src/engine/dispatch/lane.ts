import type { StatedLimit } from '../../domain/configuration.ts'
import type { Delivery, Lane } from '../../domain/delivery/delivery.ts'
import { laneKey } from '../../domain/delivery/delivery.ts'
import type { DeliveryId } from '../../domain/ids.ts'
import type { Claim } from '../../store/contract/work.ts'
import { Fifo } from './fifo.ts'
import { Pace } from './pace.ts'
import type { PlaceHolder, Places } from './places.ts'
import type { Ring } from './ring.ts'

/**
 * A lane in memory: its claims that have not begun, in order, and how many attempts it may make at once. First attempts of a
 * subject go in sequence, one in flight. A retry or a manual attempt waits for no other, and holds no other up.
 */

export interface LaneLimits {
  /** While nothing is known of the receiver. */
  readonly few: number
  /** While it answers. */
  readonly usual: number
  /** While its answers are fast. */
  readonly most: number
}

/** What is kept of an idle lane. */
export interface LaneMemory {
  readonly answers: boolean
  readonly limit: number
  readonly growsFast: boolean
  readonly pace: Pace
  readonly route: Route | null
}

/** Where a delivery goes, and what is known of the receiver there. Each change makes a new object. */
export interface Route {
  readonly url: string
  readonly host: string
  readonly maxPerSecond: number | null
  /** Whether its last outcome was a success. */
  readonly answers: boolean
  readonly statedLimit: StatedLimit
}

/** The result of an attempt, for the limit of the lane. */
export interface Ease {
  /** The receiver struggles: it did not answer in time, or asked for less. */
  readonly overloaded: boolean
  readonly durationMs: number
}

/** A delivery in memory. */
interface Ready {
  readonly claim: Claim
  /** When it came due, or came in, milliseconds. */
  readonly since: number
}

/** Even a struggling receiver gets this many attempts at once. */
const limitLeast = 2
/** The limit doubles up to here. Above, a new lane may have as many attempts under way as it has had answers. */
const doubledMost = 16
/** Only answers as fast as this raise a lane above the usual limit. */
const fastMs = 250
/** Deliveries kept in memory for each that may be sent at once: enough that the store is not asked for every single one. */
const keptPerPlace = 4
/** A receiver that answers makes room quickly, and each delivery that goes through memory saves a write. */
const keptAnsweringLeast = 1_024
/** On average for each delivery kept. A lane keeps one of any size. */
const bytesPerKept = 64 * 1024

export class LaneQueue implements PlaceHolder<LaneQueue> {
  readonly lane: Lane
  readonly key: string
  readonly accountId: string
  answers = false
  readonly rings: Set<Ring<LaneQueue>> = new Set()
  readonly held: Map<Places<LaneQueue>, number> = new Map()
  /** The places that it waits for; null: none. */
  waitsAt: Places<LaneQueue> | null = null
  /** The places of the host that it has waited for in turn: it does not wait for other lanes there again. */
  granted: Places<LaneQueue> | null = null
  readonly pace: Pace
  inFlight = 0
  /** Places promised to deliveries that are being accepted. */
  reserved = 0
  /** When the store next has something due for it; null: nothing. */
  dueAt: number | null = null
  beingClaimed = false
  /** Returns to the store that are under way. The returned deliveries come before any new one. */
  returning = 0
  /** Attempts that were refused with a stated limit and are not recorded yet: their deliveries are not due in the store yet. */
  refusing = 0
  /** An attempt was given back through a fault of our own: until then nothing more is claimed. */
  restUntil = 0
  /** The moment of its last answer, or of its first attempt after none was under way. */
  quietSince = 0
  /** When its receiver last kept it from sending more. Only the wait since then may be a wait for us. */
  heldAt = 0
  /** Whether its last answer was fast. */
  fast = false
  /** The route of its last attempt. */
  route: Route | null
  readonly #limits: LaneLimits
  readonly #ready = new Fifo<Ready>()
  /** First attempts that wait for the previous one of the same subject. */
  readonly #behind = new Map<string, Ready[]>()
  readonly #busySubjects = new Set<string>()
  #waitingBehind = 0
  #bytes = 0
  #limit: number
  /** Whether the limit doubles with each answer: until the first sign of trouble. */
  #growsFast = true
  /** Answers since it began with few. */
  #answers = 0

  constructor(lane: Lane, limits: LaneLimits, memory?: LaneMemory) {
    this.lane = lane
    this.key = laneKey(lane)
    this.accountId = lane.accountId
    this.#limits = limits
    this.#limit = Math.min(memory?.limit ?? limits.few, limits.most)
    this.#growsFast = memory?.growsFast ?? true
    this.answers = memory?.answers ?? false
    this.pace = memory?.pace ?? new Pace()
    this.route = memory?.route ?? null
  }

  // -- waiting ---------------------------------------------------------------------------------------------------------------

  /** Deliveries in memory that have not begun, and those promised a place. */
  get size(): number {
    return this.#ready.size + this.#waitingBehind + this.reserved
  }

  get hasReady(): boolean {
    return this.#ready.size > 0
  }

  /** How many more it may keep in memory. The number follows the present limit. */
  get room(): number {
    return this.roomBytes === 0 ? 0 : Math.max(0, this.kept - this.size)
  }

  get roomBytes(): number {
    return Math.max(0, this.kept * bytesPerKept - this.#bytes)
  }

  /** Whether there is enough room to be worth a claim. */
  get wantsMore(): boolean {
    return this.room > 0 && this.room * 2 >= this.kept
  }

  /** How many it keeps in memory. If the receiver does not answer, only those that may begin now: more would only lie here. */
  get kept(): number {
    if (!this.answers) return Math.max(0, this.#limit - this.inFlight)
    return Math.max(keptAnsweringLeast, keptPerPlace * this.#limit)
  }

  /** Until when nothing is claimed for it: its receiver asked to wait, or an attempt failed through our own fault. */
  get closedUntil(): number {
    return Math.max(this.pace.pausedUntil, this.restUntil)
  }

  /** Since when the first ready delivery has been waiting here; null: none is ready. */
  get readySince(): number | null {
    return this.#ready.peek()?.since ?? null
  }

  /** @param since when it came due, or came in */
  push(claim: Claim, since: number) {
    this.#ready.push({ claim, since })
    this.#bytes += claim.body.text.length
  }

  /** The first that may start now. Those passed over wait behind their subject. */
  next(): Ready | undefined {
    for (;;) {
      const ready = this.#ready.shift()
      if (!ready) return undefined
      const { delivery } = ready.claim
      if (!isFirst(delivery) || !this.#busySubjects.has(delivery.subject)) return ready
      const behind = this.#behind.get(delivery.subject)
      if (behind) behind.push(ready)
      else this.#behind.set(delivery.subject, [ready])
      this.#waitingBehind++
    }
  }

  /** Puts it back at the front. */
  putBack(ready: Ready) {
    this.#ready.unshift(ready)
  }

  begin(claim: Claim, now: number) {
    this.#bytes -= claim.body.text.length
    if (isFirst(claim.delivery)) this.#busySubjects.add(claim.delivery.subject)
    if (this.inFlight++ === 0) this.quietSince = now
    this.pace.started(now)
  }

  /** For a new address, whose receiver is unknown. */
  startAfresh() {
    this.#limit = Math.min(this.#limits.few, this.#limits.most)
    this.#growsFast = true
    this.pace.forget()
  }

  end({ delivery }: Claim) {
    this.inFlight--
    if (!isFirst(delivery)) return
    this.#busySubjects.delete(delivery.subject)
    const behind = this.#behind.get(delivery.subject)
    const next = behind?.shift()
    if (behind?.length === 0) this.#behind.delete(delivery.subject)
    if (!next) return
    this.#waitingBehind--
    this.#ready.unshift(next)
  }

  /** Takes out everything that has not begun. */
  takeAll(): Claim[] {
    return this.#remove(() => true)
  }

  /** Takes out the deliveries that must not begin before this one, which goes back to the store. */
  takeBehind({ delivery }: Claim): Claim[] {
    if (!isFirst(delivery)) return []
    return this.#remove(({ claim }) => isFirst(claim.delivery) && claim.delivery.subject === delivery.subject)
  }

  /** Takes out one delivery that has not begun. */
  take(id: DeliveryId): Claim | undefined {
    return this.#remove(({ claim }) => claim.delivery.id === id)[0]
  }

  #remove(isIt: (ready: Ready) => boolean): Claim[] {
    const taken = this.#ready.remove(isIt)
    for (const [subject, waiting] of this.#behind) {
      const left = waiting.filter((ready) => !isIt(ready))
      if (left.length === waiting.length) continue
      taken.push(...waiting.filter(isIt))
      this.#waitingBehind -= waiting.length - left.length
      if (left.length > 0) this.#behind.set(subject, left)
      else this.#behind.delete(subject)
    }
    for (const { claim } of taken) this.#bytes -= claim.body.text.length
    return taken.map(({ claim }) => claim)
  }

  // -- how much at once ------------------------------------------------------------------------------------------------------

  get limit(): number {
    return this.#limit
  }

  get isFull(): boolean {
    return this.inFlight >= this.#limit
  }

  /** Whether its limit is lower than that of a lane that answers. */
  get isThrottled(): boolean {
    return !this.#growsFast && this.#limit < this.#limits.usual
  }

  /**
   * Adapts the limit to the end of an attempt. It grows only if it was reached: a lane that sends one post a second has no use
   * for 32 places, and would take them all at once on the day its receiver hangs.
   * @param wasFull whether the lane had reached its limit
   */
  adapt({ overloaded, durationMs }: Ease, wasFull: boolean) {
    const { usual, most } = this.#limits
    this.fast = durationMs <= fastMs
    this.#answers++
    if (overloaded) {
      this.#growsFast = false
      this.#limit = Math.max(Math.min(limitLeast, most), Math.floor(this.#limit / 2))
    } else if (this.#limit > usual && !this.fast) {
      this.#limit--
    } else if (wasFull) {
      if (this.#limit < usual) this.#limit = Math.min(usual, this.#growsFast ? this.#grown() : this.#limit + 1)
      else if (this.fast) this.#limit = Math.min(most, this.#limit + 1)
    }
  }

  /** Kept slow, since a receiver with a limit refuses all attempts that are under way when a burst meets the limit. */
  #grown(): number {
    return Math.max(Math.min(this.#limit * 2, doubledMost), Math.min(this.#limit * 2, this.#answers))
  }

  /** For its next work: it begins with few again, and grows fast if it answers. */
  remember(): LaneMemory {
    return {
      answers: this.answers,
      limit: Math.min(this.#limit, this.#limits.few),
      growsFast: this.answers,
      pace: this.pace,
      route: this.route,
    }
  }
}

function isFirst(delivery: Delivery): boolean {
  return delivery.attempts === 0 && delivery.trigger !== 'manual'
}
