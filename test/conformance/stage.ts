import { afterEach, beforeEach, describe } from 'vitest'
import type { Store } from '../../src/store/contract/store.ts'
import { World } from './world.ts'

export interface OpenStore {
  readonly store: Store
  /** Stops the store and opens it again. Claims that were not given back remain, as after a crash. */
  reopen(): Promise<Store>
  /** Another node on the same data; for a store of one process, another caller. */
  another(): Promise<Store>
  close(): Promise<void>
}

/** A new store for each test, with a small platform in it. */
export interface Stage {
  readonly store: Store
  readonly world: World
  /** The same world after a restart. */
  reopen(): Promise<void>
  /** `count` nodes on one store, each with its own view of the world; the first one is `world`. */
  together(count: number): Promise<readonly [World, World, ...World[]]>
}

/** Runs the suites of the contracts on a store. */
export function storeConformance(
  name: string,
  open: () => Promise<OpenStore>,
  suites: Readonly<Record<string, (stage: Stage) => void>>,
) {
  describe(name, () => {
    let opened: OpenStore
    let world: World
    const stage: Stage = {
      get store() {
        return world.store
      },
      get world() {
        return world
      },
      async reopen() {
        const { now } = world
        world = new World(await opened.reopen())
        world.now = now
      },
      async together(count) {
        const others = Array.from({ length: count - 2 }, () => another())
        return [world, await another(), ...(await Promise.all(others))]
      },
    }

    const another = async () => {
      const other = new World(await opened.another())
      other.now = world.now
      return other
    }

    beforeEach(async () => {
      opened = await open()
      world = await World.begin(opened.store)
    })

    afterEach(async () => {
      await opened.close()
    })

    for (const [contract, suite] of Object.entries(suites)) describe(contract, () => suite(stage))
  })
}
