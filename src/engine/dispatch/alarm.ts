/** One timer for many things that each have a moment: a heap of moments, and the earliest is waited for. */

/** Timers beyond this are set again when they go off. */
const timerMaxMs = 3_600_000

interface Entry<Item> {
  readonly item: Item
  readonly at: number
}

export class Alarm<Item> {
  readonly #now: () => number
  readonly #ring: (item: Item) => void
  readonly #moments = new Map<Item, number>()
  /** A binary heap by moment. Entries whose item has another moment by now are passed over. */
  #heap: Entry<Item>[] = []
  #timer: NodeJS.Timeout | undefined
  #timerAt = Number.POSITIVE_INFINITY

  /** @param ring called once for each moment, soon after it */
  constructor(now: () => number, ring: (item: Item) => void) {
    this.#now = now
    this.#ring = ring
  }

  /** Whatever moment the item had before is forgotten. */
  set(item: Item, at: number) {
    if (this.#moments.get(item) === at) return
    this.#moments.set(item, at)
    this.#push({ item, at })
    if (at < this.#timerAt) this.#wait(at)
  }

  clear(item: Item) {
    this.#moments.delete(item)
  }

  stop() {
    clearTimeout(this.#timer)
    this.#moments.clear()
    this.#heap = []
    this.#timerAt = Number.POSITIVE_INFINITY
  }

  #wait(at: number) {
    clearTimeout(this.#timer)
    this.#timerAt = at
    this.#timer = setTimeout(() => this.#goOff(), Math.min(Math.max(0, Math.ceil(at - this.#now())), timerMaxMs))
  }

  #goOff() {
    this.#timerAt = Number.POSITIVE_INFINITY
    const now = this.#now()
    const due: Item[] = []
    for (let first = this.#heap[0]; first && first.at <= now; first = this.#heap[0]) {
      this.#pop()
      if (this.#moments.get(first.item) !== first.at) continue
      this.#moments.delete(first.item)
      due.push(first.item)
    }
    if (this.#heap.length > 64 && this.#heap.length > 4 * this.#moments.size) this.#tidy()
    const next = this.#heap[0]
    if (next) this.#wait(next.at)
    for (const item of due) this.#ring(item)
  }

  /** Moments that were changed leave entries behind. */
  #tidy() {
    this.#heap = [...this.#moments].map(([item, at]) => ({ item, at })).sort((a, b) => a.at - b.at)
  }

  #push(entry: Entry<Item>) {
    const heap = this.#heap
    let at = heap.push(entry) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent] as Entry<Item>
      if (above.at <= entry.at) break
      heap[at] = above
      at = parent
    }
    heap[at] = entry
  }

  #pop() {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      const right = heap[child + 1]
      if (right && right.at < (heap[child] as Entry<Item>).at) child++
      const below = heap[child] as Entry<Item>
      if (below.at >= last.at) break
      heap[at] = below
      at = child
    }
    heap[at] = last
  }
}
