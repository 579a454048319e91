import type { Store } from '../store/contract/store.ts'
import type { Observer } from './observer.ts'

/** An attempt is signed before its time-out begins, and its outcome is stored afterwards. */
const marginMs = 3_000
/** It is renewed when half of it is over, and at least this often. */
const renewMostMs = 5_000
/** While the store is away, or when the life was lost. */
const renewLeastMs = 200

export interface LifeParts {
  readonly store: Pick<Store, 'now' | 'renewLife'>
  readonly observer: Observer
  /** The longest that an attempt takes. */
  readonly attemptMs: number
  /** What the node has in memory is not its own any more. */
  readonly lost: () => void
  /** Gives back what nodes hold that live no more. */
  readonly recover: () => Promise<void>
  /** Milliseconds from any start. It may stand still while the machine sleeps. */
  readonly monotonic: () => number
  /** Milliseconds, which count on while the machine sleeps, and may be set. */
  readonly wall: () => number
}

/**
 * Until when this node lives, as other nodes see it. An attempt begins only if it ends within this life: afterwards another node
 * may make it. Both clocks have to say so, as each may be wrong by itself.
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
   * What has passed by our clocks is still ours if the store renews it, so only the store's answer drops it. The clocks are read
   * before the store's: however long the calls take, the life is not taken for longer than it is.
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
