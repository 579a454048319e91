import type { Outcome, Step, Unit, Value } from '../sql/unit.ts'
import type { Database, Value as SqliteValue } from './database.ts'
import { blobOf } from './rows/id-blobs.ts'

/** Runs a unit to its end, in the open transaction if there is one. */
export function runNow<T>(db: Database, unit: Unit<T>): T {
  let step = unit.next()
  while (!step.done) step = unit.next(outcomeOf(db, step.value))
  return step.value
}

const nothing: Outcome = { rows: [], changes: 0 }

function outcomeOf(db: Database, step: Step): Outcome {
  if (step.kind === 'statement') return db.answer(step.sql, ...step.values.map(encoded))
  const { change } = step
  // `lanes` announces the change itself, if the lane is due earlier than known.
  if (change.kind === 'due') db.lanes.note(change.lane, change.at)
  else db.changes.note(change)
  return nothing
}

/** SQLite stores an id in 16 bytes, and a boolean as a number. */
function encoded(value: Value): SqliteValue {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value
  return 'uuid' in value ? blobOf(value.uuid) : Number(value.truth)
}
