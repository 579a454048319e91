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
 * A lane in memory: what was claimed for it and has not begun, in order, and how much it may send at once. First attempts of a
 * subject go in sequence, one in flight; a retry, or a person's wish, waits for none and holds none up.
 */

export interface LaneLimits {
  /** With nothing known of the receiver. */
  readonly few: number
  /** While it answers. */
  readonly usual: number
  /** While its answers are fast. */
  readonly most: number
}

/** What remains of a lane that has nothing to do. */
export interface LaneMemory {
  readonly answers: boolean
  readonly limit: number
  readonly growsFast: boolean
  readonly pace: Pace
  readonly route: Route | null
}

/** Where a delivery goes, and what is known of the receiver there. A new object whenever any of it was changed. */
export interface Route {
  readonly url: string
  readonly host: string
  readonly maxPerSecond: number | null
  /** Whether the last that was heard of it was a success. */
  readonly answers: boolean
  readonly statedLimit: StatedLimit
}

/** How an attempt went, as far as the lane's limit is concerned. */
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

/** However badly a receiver does, it is asked by this many at once. */
const limitLeast = 2
/** Doubled up to here; beyond, a new lane may have as many under way as it has had answers. */
const doubledMost = 16
/** Beyond the usual limit a lane is let only by answers as fast as this. */
const fastMs = 250
/** Kept in memory, in relation to what may be sent at once: enough that the store need not be asked for each. */
const keptPerPlace = 4
/** A receiver that answers makes room in no time, and each delivery that goes through memory saves a write. */
const keptAnsweringLeast = 1_024
/** On average for each delivery kept; a lane keeps one, however large. */
const bytesPerKept = 64 * 1024

export class LaneQueue implements PlaceHolder<LaneQueue> {
  readonly lane: Lane
  readonly key: string
  readonly accountId: string
  answers = false
  readonly rings: Set<Ring<LaneQueue>> = new Set()
  readonly held: Map<Places<LaneQueue>, number> = new Map()
  /** Those that it waits for; null: none. */
  waitsAt: Places<LaneQueue> | null = null
  /** A host that has let it come out of its turn: it is not asked to stand back for others once more. */
  granted: Places<LaneQueue> | null = null
  readonly pace: Pace
  inFlight = 0
  /** Promised to deliveries that are being accepted. */
  reserved = 0
  /** When the store next has something due for it; null: nothing. */
  dueAt: number | null = null
  beingClaimed = false
  /** What is on its way back to the store came before whatever comes now. */
  returning = 0
  /** Attempts that were refused with a stated limit and are not recorded yet: the store does not know of their return. */
  refusing = 0
  /** An attempt was given back for a reason of ours: until then nothing more is claimed. */
  restUntil = 0
  /** Its last answer, or the beginning of the attempts that have none. */
  quietSince = 0
  /** When its receiver last kept it from sending more. What has waited since then may be waiting for us. */
  heldAt = 0
  /** Whether its last answer was fast. */
  fast = false
  /** Where it was last sent to, and what the store said of that. */
  route: Route | null
  readonly #limits: LaneLimits
  readonly #ready = new Fifo<Ready>()
  /** First attempts that wait until the one before them, of the same subject, has been made. */
  readonly #behind = new Map<string, Ready[]>()
  readonly #busySubjects = new Set<string>()
  #waitingBehind = 0
  #bytes = 0
  #limit: number
  /** Doubled with each answer, until the first sign of trouble. */
  #growsFast = true
  /** Since it began with few. */
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

  // -- what waits ------------------------------------------------------------------------------------------------------------

  /** Deliveries in memory that have not begun, and those promised a place. */
  get size(): number {
    return this.#ready.size + this.#waitingBehind + this.reserved
  }

  get hasReady(): boolean {
    return this.#ready.size > 0
  }

  /** How many more it may keep in memory: what is kept follows what may be sent at present. */
  get room(): number {
    return this.roomBytes === 0 ? 0 : Math.max(0, this.kept - this.size)
  }

  get roomBytes(): number {
    return Math.max(0, this.kept * bytesPerKept - this.#bytes)
  }

  /** Whether there is room for a piece that is worth asking the store for. */
  get wantsMore(): boolean {
    return this.room > 0 && this.room * 2 >= this.kept
  }

  /** Of a receiver that does not answer, what may begin now: until one of its attempts ends, more would only lie here. */
  get kept(): number {
    if (!this.answers) return Math.max(0, this.#limit - this.inFlight)
    return Math.max(keptAnsweringLeast, keptPerPlace * this.#limit)
  }

  /** Until when nothing is claimed for it: its receiver asked to wait, or we need a rest. */
  get closedUntil(): number {
    return Math.max(this.pace.pausedUntil, this.restUntil)
  }

  /** Since when the first that is ready has been waiting here; null: nothing is ready. */
  get readySince(): number | null {
    return this.#ready.peek()?.since ?? null
  }

  /** @param since when it came due, or came in */
  push(claim: Claim, since: number) {
    this.#ready.push({ claim, since })
    this.#bytes += claim.body.text.length
  }

  /** The first that may start now; those it passes over wait behind their subject. */
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

  /** Its turn comes next. */
  putBack(ready: Ready) {
    this.#ready.unshift(ready)
  }

  begin(claim: Claim, now: number) {
    this.#bytes -= claim.body.text.length
    if (isFirst(claim.delivery)) this.#busySubjects.add(claim.delivery.subject)
    if (this.inFlight++ === 0) this.quietSince = now
    this.pace.started(now)
  }

  /** Another address: nothing is known of its receiver. */
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

  /** Everything that has not begun. */
  takeAll(): Claim[] {
    return this.#remove(() => true)
  }

  /** What has not begun and may not begin before this one, which goes back to the store. */
  takeBehind({ delivery }: Claim): Claim[] {
    if (!isFirst(delivery)) return []
    return this.#remove(({ claim }) => isFirst(claim.delivery) && claim.delivery.subject === delivery.subject)
  }

  /** One delivery that has not begun. */
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

  /** Whether it has been given fewer places than one that answers would have. */
  get isThrottled(): boolean {
    return !this.#growsFast && this.#limit < this.#limits.usual
  }

  /**
   * The limit follows how attempts go. It grows only where it was felt: a lane that sends one post a second has no use for 32
   * places, and would take them all at once on the day its receiver hangs.
   * @param wasFull whether the lane had as many under way as it may
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

  /** A burst to a receiver with a limit is refused by as many as are under way when the limit is met. */
  #grown(): number {
    return Math.max(Math.min(this.#limit * 2, doubledMost), Math.min(this.#limit * 2, this.#answers))
  }

  /** For the next time that it has something to do: it begins with few again, and grows as fast as it did. */
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
