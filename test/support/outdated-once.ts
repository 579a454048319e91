import { subjectKey } from '../../src/domain/subject.ts'
import type { Appended, Entry } from '../../src/store/contract/ledger.ts'
import type { Store } from '../../src/store/contract/store.ts'

/** A store with constant conflicts: every decision about a subject is outdated the first time. */
export function outdatedOnce(store: Store): Store {
  const seen = new Set<string>()
  const isFirst = ({ subject, basedOn }: Entry) => {
    const name = subjectKey(subject) && `${subjectKey(subject)} ${basedOn.revision}`
    if (name === null || seen.has(name)) return false
    seen.add(name)
    return true
  }
  return changed(store, {
    async append(entries) {
      const first = entries.map(isFirst)
      const rest = await store.append(entries.filter((_, i) => !first[i]))
      let next = 0
      return entries.map((_, i): Appended => (first[i] ? { kind: 'outdated' } : (rest[next++] ?? { kind: 'outdated' })))
    },
  })
}

/** The store with some methods replaced. */
export function changed(store: Store, methods: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, name) {
      const method = Reflect.get(methods, name) ?? Reflect.get(target, name)
      return typeof method === 'function' ? method.bind(target) : method
    },
  })
}
