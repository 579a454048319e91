import type { Database } from '../database.ts'
import { isFaultOfDatabase } from '../sqlite-errors.ts'

/**
 * One commit for many items; a failed item never fails its neighbours. A broken item is rare, so items do not pay for a savepoint
 * (4 µs and a copy of every page it touches): the unit is rolled back and repeated without the broken item.
 * @param once called for each item, in order; called again for the items before a broken one
 * @param broken the result for the item that failed
 */
export function unitOfItems<Item, Result>(
  db: Database,
  items: readonly Item[],
  parts: {
    begin?: () => void
    once: (item: Item, index: number) => Result
    end?: () => void
    broken: (error: unknown) => Result
  },
): Result[] {
  const broken = new Map<number, Result>()
  for (;;) {
    let current = -1
    try {
      return db.unit(() => {
        parts.begin?.()
        const results: Result[] = []
        for (const [index, item] of items.entries()) {
          current = index
          results.push(broken.get(index) ?? parts.once(item, index))
        }
        current = -1
        parts.end?.()
        return results
      })
    } catch (error) {
      if (current === -1 || isFaultOfDatabase(error)) throw error
      broken.set(current, parts.broken(error))
    }
  }
}
