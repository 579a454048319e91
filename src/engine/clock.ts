/** One clock for the whole process: time that never runs backwards, in integer milliseconds since 1970. */
export interface Clock {
  now(): number
}

/** For how long something took: with fractions of a millisecond, from a start of its own. */
export function monotonicMs(): number {
  return performance.now()
}

const measureEveryMs = 30_000

/**
 * Monotonic time plus an offset to the store's clock, measured at start and every 30 s. A machine whose wall clock jumps, or
 * several machines that disagree, still order events by one time: the store's.
 */
export class SteadyClock implements Clock {
  readonly #readStoreTime: () => Promise<number>
  #offset = Date.now() - performance.now()
  #last = 0
  #timer: NodeJS.Timeout | undefined

  constructor(readStoreTime: () => Promise<number> = async () => Date.now()) {
    this.#readStoreTime = readStoreTime
  }

  async start() {
    await this.#measure()
    // A failed measurement keeps the offset: an old one beats none.
    this.#timer = setInterval(() => void this.#measure().catch(() => {}), measureEveryMs)
    this.#timer.unref()
  }

  stop() {
    clearInterval(this.#timer)
  }

  now(): number {
    const now = Math.floor(performance.now() + this.#offset)
    if (now > this.#last) this.#last = now
    return this.#last
  }

  async #measure() {
    const before = performance.now()
    const storeTime = await this.#readStoreTime()
    const after = performance.now()
    this.#offset = storeTime - (before + after) / 2
  }
}
