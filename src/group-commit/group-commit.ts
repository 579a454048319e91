import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { GroupSize } from './group-size.ts'

/** The time of a few commits. */
const gatherMs = 3

export interface GroupOptions<Item> {
  /** Items of one turn keep their order. A group takes one item of each turn in rotation. Absent: all items share one turn. */
  readonly turnOf?: (item: Item) => string
  /** Whether the event loop is busy. New items then wait for the loop in any case, so the group gathers for a moment. */
  readonly isBusy: () => boolean
  /** Monotonic, in milliseconds with fractions. */
  readonly now: () => number
  /** See `GroupSize`. */
  readonly least?: number
}

/** Instead of a result: the item goes to the front of the next group. */
export const again = Symbol('again')

interface Entry<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Under load many callers share one commit. A single caller does not wait for others: items present at the end of the current
 * turn of the event loop are committed together, and items added during a commit make the next group.
 */
export class GroupCommit<Item, Result> {
  readonly #commit: (items: readonly Item[]) => Promise<readonly (Result | typeof again)[]>
  readonly #turnOf: (item: Item) => string
  readonly #isBusy: () => boolean
  readonly #now: () => number
  readonly #size: GroupSize
  /** Waiting items by turn, the next turn first. */
  readonly #waiting = new Map<string, Entry<Item, Result>[]>()
  #count = 0
  #busy = false
  #idle: (() => void)[] = []

  /** @param commit returns one result per item, in order */
  constructor(
    commit: (items: readonly Item[]) => Promise<readonly (Result | typeof again)[]>,
    options: GroupOptions<Item>,
  ) {
    this.#commit = commit
    this.#turnOf = options.turnOf ?? (() => '')
    this.#isBusy = options.isBusy
    this.#now = options.now
    this.#size = new GroupSize(options.least ?? 16)
  }

  add(item: Item): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    this.#enqueue({ item, resolve, reject })
    if (!this.#busy) {
      this.#busy = true
      void this.#run()
    }
    return promise
  }

  /** Fulfilled when no item waits and no commit is under way. */
  async drained() {
    if (this.#busy) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  async #run() {
    await nextTurn()
    while (this.#waiting.size > 0) {
      if (this.#count < this.#size.items && this.#isBusy()) await sleep(gatherMs)
      await this.#commitGroup(this.#nextGroup())
    }
    this.#busy = false
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  #enqueue(entry: Entry<Item, Result>) {
    const turn = this.#turnOf(entry.item)
    const entries = this.#waiting.get(turn)
    if (entries) entries.push(entry)
    else this.#waiting.set(turn, [entry])
    this.#count++
  }

  #nextGroup(): readonly Entry<Item, Result>[] {
    const group: Entry<Item, Result>[] = []
    for (const [turn, entries] of this.#waiting) {
      group.push(...entries.splice(0, 1))
      this.#waiting.delete(turn)
      // Inserted at the end, where this loop visits it again.
      if (entries.length > 0) this.#waiting.set(turn, entries)
      if (group.length === this.#size.items) break
    }
    this.#count -= group.length
    return group
  }

  async #commitGroup(group: readonly Entry<Item, Result>[]) {
    const before = this.#now()
    try {
      const results = await this.#commit(group.map(({ item }) => item))
      this.#size.learn({ items: group.length, ms: this.#now() - before })
      this.#putBack(group.filter((_, i) => results[i] === again))
      for (const [i, entry] of group.entries()) {
        if (results[i] !== again) entry.resolve(results[i] as Result)
      }
    } catch (error) {
      for (const entry of group) entry.reject(error)
    }
  }

  /** In their order, before all other waiting items. */
  #putBack(entries: readonly Entry<Item, Result>[]) {
    if (entries.length === 0) return
    const others = [...this.#waiting]
    this.#waiting.clear()
    for (const entry of entries) this.#enqueue(entry)
    for (const [turn, later] of others) this.#waiting.set(turn, [...(this.#waiting.get(turn) ?? []), ...later])
  }
}
