/**
 * Under load many callers share one commit; alone, nobody waits: what is there at the end of the current turn of the event
 * loop goes out together, and what comes while a commit is under way is the next group.
 */
export class GroupCommit<Item, Result> {
  readonly #commit: (items: readonly Item[]) => Promise<readonly Result[]>
  readonly #groupMax: number
  readonly #restMs: number
  #waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = []
  #busy = false
  #idle: (() => void)[] = []

  /**
   * @param commit answers one result per item, in their order
   * @param options.restMs after a group of several, how long the next one gathers: fewer commits where nobody is kept waiting
   */
  constructor(
    commit: (items: readonly Item[]) => Promise<readonly Result[]>,
    { groupMax = 500, restMs = 0 }: { groupMax?: number; restMs?: number } = {},
  ) {
    this.#commit = commit
    this.#groupMax = groupMax
    this.#restMs = restMs
  }

  get waiting(): number {
    return this.#waiting.length
  }

  add(item: Item): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    this.#waiting.push({ item, resolve, reject })
    if (!this.#busy) {
      this.#busy = true
      setImmediate(() => void this.#run())
    }
    return promise
  }

  /** Fulfilled when nothing waits and nothing is under way. */
  async drained() {
    if (this.#busy) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  async #run() {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#groupMax)
      try {
        const results = await this.#commit(group.map((entry) => entry.item))
        for (const [i, entry] of group.entries()) entry.resolve(results[i] as Result)
      } catch (error) {
        for (const entry of group) entry.reject(error)
      }
      if (this.#restMs > 0 && group.length > 1) await new Promise((resolve) => setTimeout(resolve, this.#restMs))
    }
    this.#busy = false
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}
