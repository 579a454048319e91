import type { Configuration } from '../domain/configuration.ts'
import type { Store } from '../store/contract/store.ts'
import type { UnfinishedWork } from '../store/contract/work.ts'
import type { Clock } from './clock.ts'
import type { Dispatcher } from './dispatch/dispatcher.ts'
import type { Observer } from './observer.ts'
import type { Targets } from './targets.ts'

type Whose = Pick<Configuration, 'id' | 'accountId'>

/** Rows for each step: short enough that nobody notices, on the slowest disk. */
const stepRows = 100
const tryAgainMs = 1_000

/**
 * What a change of a configuration entails for its many deliveries: hold them, release them, cancel them. Done in small steps
 * beside everything else; what a crash interrupts goes on at the next start, since the configuration itself says what it is in.
 */
export class Chores {
  readonly #parts: { store: Store; clock: Clock; dispatcher: Dispatcher; targets: Targets; observer: Observer }
  readonly #underWay = new Set<Promise<void>>()
  #stopping = false

  constructor(parts: {
    store: Store
    clock: Clock
    dispatcher: Dispatcher
    targets: Targets
    observer: Observer
  }) {
    this.#parts = parts
  }

  async start() {
    for (const { configurationId, work, accountId } of await this.#parts.store.listUnfinished()) {
      void this.do(work, { id: configurationId, accountId })
    }
  }

  async stop() {
    this.#stopping = true
    await Promise.all(this.#underWay)
  }

  /** Fulfilled when the first step is done; the rest follows by itself. */
  do(work: UnfinishedWork, configuration: Whose): Promise<void> {
    const first = Promise.withResolvers<void>()
    const all = this.#run(work, configuration, first.resolve).finally(() => {
      first.resolve()
      this.#underWay.delete(all)
    })
    this.#underWay.add(all)
    return first.promise
  }

  async #run(work: UnfinishedWork, configuration: Whose, tellFirst: () => void) {
    while (!this.#stopping) {
      try {
        if (await this.#step(work, configuration)) return
        tellFirst()
        await new Promise((resolve) => setImmediate(resolve))
      } catch (error) {
        this.#parts.observer.trouble(`${work} of a configuration`, error)
        await new Promise((resolve) => setTimeout(resolve, tryAgainMs))
      }
    }
  }

  /** Whether there is nothing left. */
  async #step(work: UnfinishedWork, { id, accountId }: Whose): Promise<boolean> {
    const { store, clock, dispatcher, targets } = this.#parts
    const now = clock.now()
    switch (work) {
      case 'hold': {
        // What is in memory and has not begun goes back to the store first, where the step finds it.
        await dispatcher.emptyLane(id)
        return (await store.holdPending(id, 'postback', now, stepRows)) < stepRows
      }
      case 'cancel': {
        await dispatcher.emptyLane(id)
        return (await store.cancelPending(id, 'configuration removed', 'postback', now, stepRows)) < stepRows
      }
      case 'release': {
        const { done, released } = await store.releaseHeld(id, now, stepRows)
        if (done) targets.forget(id)
        if (released > 0) dispatcher.noteDue({ accountId, configurationId: id }, now)
        return done
      }
    }
  }
}
