import type { IntakeNote } from '../contract/history.ts'
import { idFrom, type StoredId } from './codecs.ts'
import { all, count, run, type Unit, uuid } from './unit.ts'

/** More rows than a person reads; further fields and values are counted together. */
const rowsMax = 1_000
/** A field with more unknown values than this holds free text or numbers, so its values are of no use. */
const valuesMax = 20

export function* countIntakeNotes(notes: readonly IntakeNote[]): Unit<void> {
  for (const note of notes) {
    if (yield* addTo(note)) continue
    const counted = (yield* hasRoomFor(note)) ? note : summed(note)
    if (counted === note || !(yield* addTo(counted))) yield* insert(counted)
  }
}

/** The dictionary bounds the number of missing fields. */
function* hasRoomFor({ kind, event, field }: IntakeNote): Unit<boolean> {
  if (kind === 'missing') return true
  const rows = yield* count("select count(*) as n from intake_notes where kind <> 'missing'")
  if (rows >= rowsMax) return false
  const values = 'select count(*) as n from intake_notes where event = ? and kind = ? and field = ?'
  return kind === 'field' || (yield* count(values, event, kind, field)) < valuesMax
}

/** The note that counts all those without a row of their own. */
function summed(note: IntakeNote): IntakeNote {
  return note.kind === 'value' ? { ...note, value: '' } : { ...note, field: '' }
}

/** @returns whether there was a row to add to */
function* addTo(note: IntakeNote): Unit<boolean> {
  const { event, kind, field, value, firstAt, lastAt, lastEventId } = note
  const changes = yield* run(
    `update intake_notes set count = count + ?, first_at = case when first_at > ? then ? else first_at end,
        last_event = case when last_at > ? then last_event else ? end, last_at = case when last_at > ? then last_at else ? end
      where event = ? and kind = ? and field = ? and value = ?`,
    note.count,
    firstAt,
    firstAt,
    lastAt,
    uuid(lastEventId),
    lastAt,
    lastAt,
    event,
    kind,
    field,
    value,
  )
  return changes > 0
}

function* insert(note: IntakeNote): Unit<void> {
  yield* run(
    'insert into intake_notes (event, kind, field, value, count, first_at, last_at, last_event) values (?, ?, ?, ?, ?, ?, ?, ?)',
    note.event,
    note.kind,
    note.field,
    note.value,
    note.count,
    note.firstAt,
    note.lastAt,
    uuid(note.lastEventId),
  )
}

type Row = Omit<IntakeNote, 'lastEventId'> & { readonly lastEventId: StoredId }

export function* listIntakeNotes(): Unit<IntakeNote[]> {
  const rows = yield* all<Row>(
    `select event, kind, field, value, count, first_at as "firstAt", last_at as "lastAt", last_event as "lastEventId"
      from intake_notes order by count desc, event, kind, field, value`,
  )
  return rows.map((row) => ({ ...row, lastEventId: idFrom(row.lastEventId) }))
}
