import type { ReceiverStore } from './store.ts'

interface Entry {
  token: string
  until: number
  value: number | null
}

/** Enough for the attempts of some hours. The oldest entries are deleted first. */
const entriesMax = 50_000

/**
 * For one process, until it ends. After a restart, or in a second process, a handled event is handled again. That is enough for a
 * start, and for idempotent handlers.
 */
export function memoryStore({ entries = entriesMax }: { readonly entries?: number } = {}): ReceiverStore {
  const known = new Map<string, Entry>()

  const set = (key: string, entry: Entry) => {
    known.delete(key) // set appends it again, so the entry with the oldest change is deleted first
    known.set(key, entry)
    for (const oldest of known.keys()) {
      if (known.size <= entries) break
      known.delete(oldest)
    }
  }

  return {
    async hold(key, { token, now, until, once }) {
      const entry = known.get(key)
      const value = entry?.value ?? null
      if (entry && (entry.until > now || (once && value !== null))) return { held: false, value }
      set(key, { token, until, value })
      return { held: true, value }
    },
    async keep(key, token, value) {
      if (known.get(key)?.token === token) set(key, { token: '', until: 0, value })
    },
    async release(key, token) {
      const entry = known.get(key)
      if (entry?.token === token) set(key, { ...entry, token: '', until: 0 })
    },
  }
}
