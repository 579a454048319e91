/** First in, first out. Unlike `Array.shift`, taking an item does not move the others. */
export class Fifo<T> {
  #items: (T | undefined)[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  push(item: T) {
    this.#items.push(item)
  }

  /** Puts the item at the front. */
  unshift(item: T) {
    if (this.#head > 0) this.#items[--this.#head] = item
    else this.#items.unshift(item)
  }

  shift(): T | undefined {
    if (this.#head === this.#items.length) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head++] = undefined
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  peek(): T | undefined {
    return this.#items[this.#head]
  }

  /** Takes out the items that match. */
  remove(isIt: (item: T) => boolean): T[] {
    const all = this.#items.slice(this.#head) as T[]
    this.#items = all.filter((item) => !isIt(item))
    this.#head = 0
    return all.filter(isIt)
  }
}
