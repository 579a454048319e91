import type { Uuid } from '../../../domain/ids.ts'
import { getFact, setFact } from '../../sql/answers.ts'
import type { Database } from '../database.ts'
import { blobOf, idOf } from '../rows/id-blobs.ts'
import { runNow } from '../run-now.ts'

/** Deliveries have the ids of their events, and whatever else has one is listed for itself. */
const tables = ['events', 'configurations', 'credentials', 'replays'] as const
const factName = 'newest_id'

/** Also of what has been forgotten since, as far as `keepNewestId` has kept it. */
export function newestId(db: Database): Uuid | null {
  const found = tablesIn(db)
  const kept = found.includes('facts') ? runNow(db, getFact(factName)) : null
  const newest = tables
    .filter((table) => found.includes(table))
    .map((table) => db.get<{ id: Uint8Array | null }>(`select max(id) as id from ${table}`)?.id ?? null)
    .concat(kept === null ? [] : [blobOf(kept as Uuid)])
    .filter((id) => id !== null)
    .sort(Buffer.compare)
    .at(-1)
  return newest === undefined ? null : idOf(newest)
}

/** Before its migrations a database may lack some. */
function tablesIn(db: Database): readonly string[] {
  return db.all<{ name: string }>("select name from sqlite_schema where type = 'table'").map(({ name }) => name)
}

/** So that the database does not seem older once the newest of what it holds is forgotten. */
export function keepNewestId(db: Database) {
  const newest = newestId(db)
  if (newest !== null && newest !== runNow(db, getFact(factName))) runNow(db, setFact(factName, newest))
}
