import type { IntakeNote } from '../contract/history.ts'
import type { Database } from './database.ts'
import { blobOf, idOf } from './id-blobs.ts'

/** With as many rows the report says all that a person can take in; what is news beyond them is counted together. */
const rowsMax = 1_000
/** Beyond so many values of one field it holds free text or numbers, and the values say nothing. */
const valuesMax = 20

export function countIntakeNotes(db: Database, notes: readonly IntakeNote[]) {
  for (const note of notes) {
    if (addTo(db, note)) continue
    const counted = hasRoomFor(db, note) ? note : summed(note)
    if (counted === note || !addTo(db, counted)) insert(db, counted)
  }
}

/** What is missing is bounded by the dictionary. */
function hasRoomFor(db: Database, { kind, event, field }: IntakeNote): boolean {
  if (kind === 'missing') return true
  const rows = db.count("select count(*) as n from intake_notes where kind <> 'missing'")
  if (rows >= rowsMax) return false
  const values = 'select count(*) as n from intake_notes where event = ? and kind = ? and field = ?'
  return kind === 'field' || db.count(values, event, kind, field) < valuesMax
}

/** The note that stands for all for which there is no room. */
function summed(note: IntakeNote): IntakeNote {
  return note.kind === 'value' ? { ...note, value: '' } : { ...note, field: '' }
}

/** @returns whether there was a row to add to */
function addTo(db: Database, { event, kind, field, value, count, firstAt, lastAt, lastEventId }: IntakeNote): boolean {
  const changes = db.run(
    `update intake_notes set count = count + ?, first_at = min(first_at, ?),
        last_event = case when last_at > ? then last_event else ? end, last_at = max(last_at, ?)
      where event = ? and kind = ? and field = ? and value = ?`,
    count,
    firstAt,
    lastAt,
    blobOf(lastEventId),
    lastAt,
    event,
    kind,
    field,
    value,
  )
  return changes > 0
}

function insert(db: Database, { event, kind, field, value, count, firstAt, lastAt, lastEventId }: IntakeNote) {
  db.run(
    'insert into intake_notes (event, kind, field, value, count, first_at, last_at, last_event) values (?, ?, ?, ?, ?, ?, ?, ?)',
    event,
    kind,
    field,
    value,
    count,
    firstAt,
    lastAt,
    blobOf(lastEventId),
  )
}

type Row = Omit<IntakeNote, 'lastEventId'> & { readonly lastEventId: Uint8Array }

export function listIntakeNotes(db: Database): readonly IntakeNote[] {
  return db
    .all<Row>(
      `select event, kind, field, value, count, first_at as "firstAt", last_at as "lastAt", last_event as "lastEventId"
        from intake_notes order by count desc, event, kind, field, value`,
    )
    .map((row) => ({ ...row, lastEventId: idOf(row.lastEventId) }))
}
