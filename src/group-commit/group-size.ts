/** What comes next waits for a group, from whatever account. */
const groupMsMost = 10
/** Beyond this a commit hardly gets cheaper by the item. */
const itemsMost = 128
const itemsAtFirst = 32

/**
 * How many items go into one commit, so that a group takes about 10 ms. One event may go to one configuration or to hundreds, and
 * machines differ, so the number follows how long the last group took: down at once, and up by doubling.
 */
export class GroupSize {
  readonly #least: number
  #items: number

  /** @param least so many go together however long they take: in smaller groups the cost of a commit would prevail */
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
