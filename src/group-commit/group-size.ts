/** The next items of every account wait for this long. */
const groupMsMost = 10
/** Above this the cost per item hardly falls. */
const itemsMost = 128
const itemsAtFirst = 32

/**
 * The number of items in one commit, so that a commit takes about 10 ms. One event may go to one configuration or to hundreds,
 * and machines differ. So the number follows the time of the last group: it falls at once and rises by doubling.
 */
export class GroupSize {
  readonly #least: number
  #items: number

  /** @param least the minimum, however slow the items are: in smaller groups the fixed cost of a commit would dominate */
  constructor(least: number) {
    this.#least = least
    this.#items = Math.max(least, itemsAtFirst)
  }

  get items(): number {
    return this.#items
  }

  learn(group: { readonly items: number; readonly ms: number }) {
    const fitting = Math.floor((groupMsMost * group.items) / group.ms)
    // A small group that was quick says little about a large one.
    const wasFull = group.items >= this.#items
    if (group.ms > groupMsMost) this.#items = Math.max(this.#least, Math.min(this.#items, fitting))
    else if (wasFull) this.#items = Math.min(itemsMost, fitting, this.#items * 2)
  }
}
