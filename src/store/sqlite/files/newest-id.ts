import type { Uuid } from '../../../domain/ids.ts'
import { getFact, setFact } from '../../sql/answers.ts'
import type { Database } from '../database.ts'
import { blobOf, idOf } from '../rows/id-blobs.ts'
import { runNow } from '../run-now.ts'

/** Ids of deliveries start with those of their events; all other tables with ids are listed. */
const tables = ['events', 'configurations', 'credentials', 'replays'] as const
const factName = 'newest_id'

/** Includes deleted rows whose id `keepNewestId` has stored. */
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

/** A database may lack some of them before its migrations. */
function tablesIn(db: Database): readonly string[] {
  return db.all<{ name: string }>("select name from sqlite_schema where type = 'table'").map(({ name }) => name)
}

/** Stores the newest id, so that the database does not seem older after that row is deleted. */
export function keepNewestId(db: Database) {
  const newest = newestId(db)
  if (newest !== null && newest !== runNow(db, getFact(factName))) runNow(db, setFact(factName, newest))
}
