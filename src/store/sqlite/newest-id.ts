import type { Uuid } from '../../domain/ids.ts'
import type { Database } from './database.ts'
import { idOf } from './id-blobs.ts'

/** Deliveries have the ids of their events, and whatever else has one is listed for itself. */
const tables = ['events', 'configurations', 'credentials', 'replays'] as const

export function newestId(db: Database): Uuid | null {
  const newest = tables
    .map((table) => db.get<{ id: Uint8Array | null }>(`select max(id) as id from ${table}`)?.id ?? null)
    .filter((id) => id !== null)
    .sort(Buffer.compare)
    .at(-1)
  return newest === undefined ? null : idOf(newest)
}
