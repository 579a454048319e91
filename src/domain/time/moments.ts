/** Many things that each have a moment: a heap, of which the earliest is taken first. */

interface Entry<Item> {
  readonly item: Item
  readonly at: number
}

export class Moments<Item> {
  readonly #at = new Map<Item, number>()
  /** A binary heap by moment. Entries whose item has another moment by now are passed over. */
  #heap: Entry<Item>[] = []

  /** Whatever moment the item had before is forgotten. */
  set(item: Item, at: number) {
    if (this.#at.get(item) === at) return
    this.#at.set(item, at)
    this.#push({ item, at })
  }

  at(item: Item): number | undefined {
    return this.#at.get(item)
  }

  delete(item: Item) {
    this.#at.delete(item)
  }

  clear() {
    this.#at.clear()
    this.#heap = []
  }

  /** The earliest moment of all; null: there is none. */
  get first(): number | null {
    for (let first = this.#heap[0]; first; first = this.#heap[0]) {
      if (this.#at.get(first.item) === first.at) return first.at
      this.#pop()
    }
    return null
  }

  /** Takes out what has a moment that is past, the earliest first. */
  take(now: number): Item[] {
    const taken: Item[] = []
    for (let at = this.first; at !== null && at <= now; at = this.first) {
      const { item } = this.#heap[0] as Entry<Item>
      this.#pop()
      this.#at.delete(item)
      taken.push(item)
    }
    if (this.#heap.length > 64 && this.#heap.length > 4 * this.#at.size) this.#tidy()
    return taken
  }

  /** Moments that were changed leave entries behind. */
  #tidy() {
    this.#heap = [...this.#at].map(([item, at]) => ({ item, at })).sort((a, b) => a.at - b.at)
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
