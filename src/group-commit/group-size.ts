/** Nothing else happens on the main thread meanwhile: no socket is read, no timer fires. */
const workMsMax = 20
/** Beyond this a commit hardly gets cheaper by the item, and items that are suddenly dear would hold everything up. */
const itemsMax = 256
const itemsAtFirst = 32

/**
 * How many items go into one commit, so that the work on them takes about 20 ms. One event may go to one configuration or to
 * hundreds, so the number follows what the last group took: down at once, and up by doubling.
 */
export class GroupSize {
  readonly #min: number
  #items: number

  constructor(min: number) {
    this.#min = min
    this.#items = Math.max(min, itemsAtFirst)
  }

  get items(): number {
    return this.#items
  }

  learn(group: { readonly items: number; readonly workMs: number }) {
    const fitting = Math.floor((workMsMax * group.items) / group.workMs)
    // A small group that was quick says little about a large one.
    const wasFull = group.items >= this.#items
    if (group.workMs > workMsMax) this.#items = Math.max(this.#min, Math.min(this.#items, fitting))
    else if (wasFull) this.#items = Math.min(itemsMax, fitting, this.#items * 2)
  }
}
