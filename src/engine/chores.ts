import type { Configuration } from '../domain/configuration.ts'
import type { ConfigurationId } from '../domain/ids.ts'
import type { Store } from '../store/contract/store.ts'
import type { Claimed } from '../store/contract/work.ts'
import type { Clock } from './clock.ts'
import type { Dispatcher } from './dispatch/dispatcher.ts'
import type { Observer } from './observer.ts'

type Whose = Pick<Configuration, 'id' | 'accountId'>

/** Rows per step: short enough to go unnoticed, even on the slowest disk. */
const stepRows = 100
const tryAgainMs = 1_000

/**
 * Applies a configuration's state to its many deliveries: they are held, let out or cancelled. This is done in small steps beside
 * all other work. After a crash the next start continues, since the unfinished state is stored with the configuration.
 */
export class Chores {
  readonly #parts: { store: Store; clock: Clock; dispatcher: Dispatcher; observer: Observer }
  readonly #underWay = new Map<Promise<void>, ConfigurationId>()
  #stopping = false

  constructor(parts: {
    store: Store
    clock: Clock
    dispatcher: Dispatcher
    observer: Observer
  }) {
    this.#parts = parts
  }

  async start() {
    this.settleSoon(await this.#parts.store.listUnfinished())
  }

  async stop() {
    this.#stopping = true
    await Promise.all(this.#underWay.keys())
  }

  /** Fulfilled when the first step is done; the rest follows by itself. */
  settle(configuration: Whose): Promise<void> {
    const first = Promise.withResolvers<void>()
    const all = this.#run(configuration, first.resolve).finally(() => {
      first.resolve()
      this.#underWay.delete(all)
    })
    this.#underWay.set(all, configuration.id)
    return first.promise
  }

  /** Skips those that are being settled already. */
  settleSoon(configurations: Claimed['toSettle']) {
    const underWay = new Set(this.#underWay.values())
    for (const { configurationId: id, accountId } of configurations) {
      if (!underWay.has(id)) void this.settle({ id, accountId })
    }
  }

  async #run({ id }: Whose, tellFirst: () => void) {
    const { store, clock, dispatcher, observer } = this.#parts
    let isEmptied = false
    while (!this.#stopping) {
      try {
        // Deliveries in memory that have not begun go back to the store first, where the step finds them.
        if (!isEmptied) await dispatcher.emptyLane(id)
        isEmptied = true
        const { done } = await store.settle(id, 'postback', clock.now(), stepRows)
        if (done) return
        tellFirst()
        await new Promise((resolve) => setImmediate(resolve))
      } catch (error) {
        observer.trouble('settling a configuration', error)
        await new Promise((resolve) => setTimeout(resolve, tryAgainMs))
      }
    }
  }
}
