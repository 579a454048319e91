import type { Store } from '../store/contract/store.ts'
import type { Observer } from './observer.ts'

/** An attempt is signed before its time-out begins, and its outcome is stored afterwards. */
const marginMs = 3_000
/** The life is renewed when half of it is over, and at least this often. */
const renewMostMs = 5_000
/** How often a renewal is tried while the store is away or the life is lost. */
const renewLeastMs = 200

export interface LifeParts {
  readonly store: Pick<Store, 'now' | 'renewLife'>
  readonly observer: Observer
  /** The longest time of an attempt. */
  readonly attemptMs: number
  /** The claims in memory do not belong to this node any more. */
  readonly lost: () => void
  /** Gives back the claims of dead nodes. */
  readonly recover: () => Promise<void>
  /** Milliseconds from an arbitrary start. This clock may stand still while the machine sleeps. */
  readonly monotonic: () => number
  /** Milliseconds. This clock keeps counting while the machine sleeps, and may be set. */
  readonly wall: () => number
}

/**
 * Until when this node lives, as other nodes see it: a lease. An attempt begins only if it ends within this life, since
 * afterwards another node may make it. Both clocks have to agree, as each may be wrong by itself.
 */
export class Life {
  readonly #parts: LifeParts
  #ends = { monotonic: Number.NEGATIVE_INFINITY, wall: Number.NEGATIVE_INFINITY }
  #timer: NodeJS.Timeout | undefined
  #renewing: Promise<void> = Promise.resolve()
  #stopping = false

  constructor(parts: LifeParts) {
    this.#parts = parts
  }

  /** Before the first claim. */
  async start() {
    await this.#renew()
    this.#renewLater()
  }

  async stop() {
    this.#stopping = true
    clearTimeout(this.#timer)
    await this.#renewing
  }

  mayBegin(): boolean {
    const { attemptMs } = this.#parts
    return this.#ends.wall === Number.POSITIVE_INFINITY || this.#leftMs > attemptMs + marginMs
  }

  async renewOnce() {
    const { recover, observer } = this.#parts
    try {
      await this.#renew()
      await recover()
    } catch (error) {
      observer.trouble('renewing the life of this node', error)
    }
  }

  get #leftMs(): number {
    const { monotonic, wall } = this.#parts
    return Math.min(this.#ends.monotonic - monotonic(), this.#ends.wall - wall())
  }

  /**
   * A life that has ended by our clocks is still ours if the store renews it, so only the store's answer ends it. Our clocks are
   * read before the store's: slow calls never make the life look longer than it is.
   */
  async #renew() {
    const { store, lost, monotonic, wall } = this.#parts
    const [atMonotonic, atWall] = [monotonic(), wall()]
    const now = await store.now()
    const until = await store.renewLife()
    const lifeMs = until === null ? Number.NEGATIVE_INFINITY : until - now
    this.#ends = { monotonic: atMonotonic + lifeMs, wall: atWall + lifeMs }
    if (until === null) lost()
  }

  #renewLater() {
    if (this.#stopping || this.#leftMs === Number.POSITIVE_INFINITY) return
    const waitMs = Math.max(renewLeastMs, Math.min(this.#leftMs / 2, renewMostMs))
    this.#timer = setTimeout(() => {
      this.#renewing = this.renewOnce().then(() => this.#renewLater())
    }, waitMs)
  }
}
