/** First in, first out, without moving the rest at every turn as `Array.shift` does. */
export class Fifo<T> {
  #items: (T | undefined)[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  push(item: T) {
    this.#items.push(item)
  }

  /** To the front: its turn comes next. */
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

  /** Takes out what the predicate names. */
  remove(isIt: (item: T) => boolean): T[] {
    const all = this.#items.slice(this.#head) as T[]
    this.#items = all.filter((item) => !isIt(item))
    this.#head = 0
    return all.filter(isIt)
  }
}
