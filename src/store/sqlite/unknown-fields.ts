import type { EventName } from '../../domain/event.ts'
import type { EventId } from '../../domain/ids.ts'
import type { UnknownField } from '../store.ts'
import type { Database } from './database.ts'
import { blobOf, idOf } from './id-blobs.ts'

/** With as many rows the report says all that a person can take in; what is news beyond them is counted together. */
const rowsMax = 1_000

export function countUnknownFields(db: Database, fields: readonly UnknownField[]) {
  for (const field of fields) {
    if (addTo(db, field)) continue
    const rows = db.get<{ n: number }>('select count(*) as n from unknown_fields')?.n ?? 0
    if (rows < rowsMax) insert(db, field)
    else if (!addTo(db, { ...field, field: '' })) insert(db, { ...field, field: '' })
  }
}

/** @returns whether there was a row to add to */
function addTo(db: Database, { event, field, count, firstAt, lastAt, lastEventId }: UnknownField): boolean {
  const changes = db.run(
    `update unknown_fields set count = count + ?, first_at = min(first_at, ?),
        last_event = case when last_at > ? then last_event else ? end, last_at = max(last_at, ?)
      where event = ? and field = ?`,
    count,
    firstAt,
    lastAt,
    blobOf(lastEventId),
    lastAt,
    event,
    field,
  )
  return changes > 0
}

function insert(db: Database, { event, field, count, firstAt, lastAt, lastEventId }: UnknownField) {
  db.run(
    'insert into unknown_fields (event, field, count, first_at, last_at, last_event) values (?, ?, ?, ?, ?, ?)',
    event,
    field,
    count,
    firstAt,
    lastAt,
    blobOf(lastEventId),
  )
}

interface Row {
  readonly event: EventName
  readonly field: string
  readonly count: number
  readonly first_at: number
  readonly last_at: number
  readonly last_event: Uint8Array
}

export function listUnknownFields(db: Database): readonly UnknownField[] {
  return db
    .all<Row>('select * from unknown_fields order by count desc, event, field')
    .map(({ event, field, count, first_at, last_at, last_event }) => ({
      event,
      field,
      count,
      firstAt: first_at,
      lastAt: last_at,
      lastEventId: idOf(last_event) as EventId,
    }))
}
