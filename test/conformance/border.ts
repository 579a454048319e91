import type { Store } from '../../src/store/contract/store.ts'

/** What is heard there has crossed already, and the one who hears is in the node. */
const ofTheNode: readonly (string | symbol)[] = ['watch', 'watchDeliveries']

/**
 * What goes in and comes out is copied, as if the store were in another thread or on another machine.
 * @param way what each call waits for on its way in, and on its way out
 */
export function overBorder(store: Store, way?: () => Promise<unknown>): Store {
  return new Proxy(store, {
    get(target, name) {
      const method = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      if (ofTheNode.includes(name)) return method.bind(target)
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
