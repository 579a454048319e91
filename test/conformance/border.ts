import type { Store } from '../../src/store/contract/store.ts'

/**
 * Copies all arguments and results, as if the store were in another thread or on another machine.
 * @param way each call awaits it before and after
 */
export function overBorder(store: Store, way?: () => Promise<unknown>): Store {
  return new Proxy(store, {
    get(target, name) {
      // The watcher belongs to the node itself; the changes cross the border.
      if (name === 'watch') return (hear: Hear) => target.watch((change) => hear(structuredClone(change)))
      if (name === 'watchDeliveries') return target.watchDeliveries.bind(target)
      const method = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return async (...args: unknown[]) => {
        const copies = structuredClone(args)
        if (way) await way()
        const result = structuredClone(await method.apply(target, copies))
        if (way) await way()
        return result
      }
    },
  })
}

type Hear = Parameters<Store['watch']>[0]
