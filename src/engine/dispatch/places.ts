import { noOthers, type Others, Ring, type Waiting } from './ring.ts'

/**
 * Places for attempts: those of the whole process, or those of one host. Who may take one is decided here, by four rules:
 *
 * - **Shares.** While other accounts wait, an account holds at most a quarter; of a host's places so does a lane while other
 *   lanes wait. While no other waits, one may hold them all, except the last.
 * - **The last sixteenth.** Of it an account takes no more than it leaves. A place given to a receiver that hangs is gone for the
 *   whole of the attempt's time; so however many accounts stop answering in one moment, there is one left for the next.
 * - **Silent lanes** (no answer to their last attempts, or none yet) hold at most half of all, so that the other half is always
 *   for receivers that answer. One account's hold at most a quarter, at most an eighth while others wait, and no more than they
 *   leave to others of that half.
 * - **An account's answering lanes** may always come to an eighth, whatever its silent ones hold.
 */

/** A lane, as far as places are concerned. */
export interface PlaceHolder<Queue extends PlaceHolder<Queue>> extends Waiting<Queue> {
  answers: boolean
  /** How many places it holds, of each. */
  readonly held: Map<Places<Queue>, number>
}

interface Held {
  all: number
  silent: number
}

const nothing: Held = { all: 0, silent: 0 }

export class Places<Queue extends PlaceHolder<Queue>> {
  /** How many there are. */
  limit: number
  used = 0
  /** Of those, by silent lanes. */
  silent = 0
  /** Lanes that wait for one of these. */
  readonly waiting = new Ring<Queue>()
  readonly #accounts = new Map<string, Held>()
  /** Whether a lane too has a share, and not only an account. */
  readonly #sharedByLane: boolean

  constructor(limit: number, { sharedByLane = false } = {}) {
    this.limit = limit
    this.#sharedByLane = sharedByLane
  }

  get free(): number {
    return Math.max(0, this.limit - this.used)
  }

  /** Whether all are used, apart from those that are kept for others. */
  get isFull(): boolean {
    return this.free <= this.#part(16, 0)
  }

  /** The next of those who wait that may take a place now. It no longer waits. */
  next(): Queue | null {
    return this.free === 0 ? null : this.waiting.pick((lane, others) => this.mayTake(lane, others))
  }

  mayTake(lane: Queue, others: Others = noOthers): boolean {
    const { free } = this
    if (free === 0) return false
    const held = this.#accounts.get(lane.accountId) ?? nothing
    if (free <= this.#part(16, 0) && held.all >= free) return false
    const quarter = this.#part(4)
    const eighth = this.#part(8)
    if (!lane.answers) {
      const left = this.#part(2) - this.silent
      if (held.silent >= Math.min(others.accounts ? eighth : quarter, left)) return false
    }
    if (others.accounts && held.all >= quarter && !(lane.answers && held.all - held.silent < eighth)) return false
    return !(this.#sharedByLane && others.lanes && (lane.held.get(this) ?? 0) >= quarter)
  }

  take(lane: Queue) {
    this.#count(lane, 1)
    lane.held.set(this, (lane.held.get(this) ?? 0) + 1)
  }

  give(lane: Queue) {
    this.#count(lane, -1)
    const left = (lane.held.get(this) ?? 0) - 1
    if (left > 0) lane.held.set(this, left)
    else lane.held.delete(this)
  }

  /** As much as if the lane had given back all its places here, or (1) taken them again. */
  recount(lane: Queue, sign: 1 | -1) {
    this.#count(lane, sign * (lane.held.get(this) ?? 0))
  }

  #count(lane: Queue, count: number) {
    const held = this.#accounts.get(lane.accountId) ?? { all: 0, silent: 0 }
    held.all += count
    this.used += count
    if (!lane.answers) {
      held.silent += count
      this.silent += count
    }
    if (held.all > 0) this.#accounts.set(lane.accountId, held)
    else this.#accounts.delete(lane.accountId)
  }

  #part(of: number, least = 1): number {
    return Math.max(least, Math.floor(this.limit / of))
  }
}

/** The lane's receiver has begun to answer, or has stopped. What it holds, and where it waits, follows. */
export function reclassify<Queue extends PlaceHolder<Queue>>(lane: Queue, answers: boolean) {
  if (lane.answers === answers) return
  const rings = [...lane.rings]
  for (const ring of rings) ring.remove(lane)
  for (const places of lane.held.keys()) places.recount(lane, -1)
  lane.answers = answers
  for (const places of lane.held.keys()) places.recount(lane, 1)
  for (const ring of rings) ring.add(lane)
}
