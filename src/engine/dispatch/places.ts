import { noOthers, type Others, Ring, type Waiting } from './ring.ts'

/**
 * Places for attempts: those of the whole process, or those of one host. Four rules decide which lane may take one:
 *
 * - **Shares.** While other accounts wait, an account holds at most a quarter. So does a lane, of the places of a host, while
 *   other lanes wait. While no other waits, one may hold all places except the last ones.
 * - **The last sixteenth.** Of it an account takes no more than it leaves. A receiver that hangs holds its place until the
 *   attempt times out. So even if many accounts stop answering at once, one place is left for the next account.
 * - **Silent lanes** (no answer to their last attempts, or none yet) hold at most half of all places, so that the other half is
 *   always for receivers that answer. Those of one account hold at most a quarter, at most an eighth while others wait, and no
 *   more of that half than they leave to others.
 * - **An account's answering lanes** may always hold an eighth, regardless of its silent ones.
 */

/** What places have to know of a lane. */
export interface PlaceHolder<Queue extends PlaceHolder<Queue>> extends Waiting<Queue> {
  answers: boolean
  /** How many it holds of each kind of places. */
  readonly held: Map<Places<Queue>, number>
}

interface Held {
  all: number
  silent: number
}

const nothing: Held = { all: 0, silent: 0 }

export class Places<Queue extends PlaceHolder<Queue>> {
  /** How many places there are. */
  limit: number
  used = 0
  /** Places used by silent lanes. */
  silent = 0
  /** Lanes that wait for one of these. */
  readonly waiting = new Ring<Queue>()
  readonly #accounts = new Map<string, Held>()
  /** Whether each lane has a share, and not only each account. */
  readonly #sharedByLane: boolean

  constructor(limit: number, { sharedByLane = false } = {}) {
    this.limit = limit
    this.#sharedByLane = sharedByLane
  }

  get free(): number {
    return Math.max(0, this.limit - this.used)
  }

  /** Whether all places are used, apart from the last sixteenth. */
  get isFull(): boolean {
    return this.free <= this.#part(16, 0)
  }

  /** The next waiting lane that may take a place now. It no longer waits. */
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

  /** Counts all places of the lane here as given back (-1) or as taken again (1). */
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

/** The lane's receiver has begun to answer, or has stopped: its held places and its turns are counted anew. */
export function reclassify<Queue extends PlaceHolder<Queue>>(lane: Queue, answers: boolean) {
  if (lane.answers === answers) return
  const rings = [...lane.rings]
  for (const ring of rings) ring.remove(lane)
  for (const places of lane.held.keys()) places.recount(lane, -1)
  lane.answers = answers
  for (const places of lane.held.keys()) places.recount(lane, 1)
  for (const ring of rings) ring.add(lane)
}
