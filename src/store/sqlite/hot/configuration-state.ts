import type { Database } from '../database.ts'

/** The state of a configuration as a number; null: there is no configuration. */
export function configurationState(db: Database, id: Uint8Array | null): number | null {
  if (id === null) return null
  return db.get<{ state: number }>('select state from configurations where id = ?', id)?.state ?? null
}
