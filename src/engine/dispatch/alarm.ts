import { Moments } from '../../domain/time/moments.ts'

/** One timer for many things that each have a moment: the earliest is waited for. */

/** Timers beyond this are set again when they go off. */
const timerMaxMs = 3_600_000

export class Alarm<Item> {
  readonly #now: () => number
  readonly #ring: (item: Item) => void
  readonly #moments = new Moments<Item>()
  #timer: NodeJS.Timeout | undefined
  #timerAt = Number.POSITIVE_INFINITY

  /** @param ring called once for each moment, soon after it */
  constructor(now: () => number, ring: (item: Item) => void) {
    this.#now = now
    this.#ring = ring
  }

  /** Whatever moment the item had before is forgotten. */
  set(item: Item, at: number) {
    this.#moments.set(item, at)
    if (at < this.#timerAt) this.#wait(at)
  }

  /** undefined: it has no moment. */
  at(item: Item): number | undefined {
    return this.#moments.at(item)
  }

  clear(item: Item) {
    this.#moments.delete(item)
  }

  stop() {
    clearTimeout(this.#timer)
    this.#moments.clear()
    this.#timerAt = Number.POSITIVE_INFINITY
  }

  #wait(at: number) {
    clearTimeout(this.#timer)
    this.#timerAt = at
    this.#timer = setTimeout(() => this.#goOff(), Math.min(Math.max(0, Math.ceil(at - this.#now())), timerMaxMs))
  }

  #goOff() {
    this.#timerAt = Number.POSITIVE_INFINITY
    const due = this.#moments.take(this.#now())
    const next = this.#moments.first
    if (next !== null) this.#wait(next)
    for (const item of due) this.#ring(item)
  }
}
