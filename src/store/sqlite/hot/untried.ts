import { triggerCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import type { DeliveryRow } from '../rows/delivery-rows.ts'
import { deliveriesBeside } from '../rows/events.ts'
import { dueQueries } from './due-queries.ts'

export type ClaimRow = DeliveryRow & { readonly crashes: number }

/** Of one subject: more events before this one are not looked at. */
const earlierMost = 100

/**
 * First attempts of the same (configuration, subject) that were accepted before this one and wait, the earliest first. Only a clock that
 * was set back dates one of them after this one, so a claim takes them along. Tests have an order of their own, and so does what
 * a person asked for. One that is held, cancelled, set aside or forgotten holds up nothing.
 */
export function untriedBefore(db: Database, row: ClaimRow): ClaimRow[] {
  if (row.sequence === 1 || row.attempts > 0 || row.trigger !== triggerCode.automatic || row.configuration === null)
    return []
  const found: ClaimRow[] = []
  let event = previousOf(db, row.event_id)
  for (let links = 0; event !== null && links < earlierMost; links++) {
    const { from, to } = deliveriesBeside(event)
    const untried = db.get<ClaimRow>(dueQueries.untried, row.configuration, from, to, event)
    if (untried) found.unshift(untried)
    event = previousOf(db, event)
  }
  return found
}

function previousOf(db: Database, event: Uint8Array): Uint8Array | null {
  return db.get<{ previous: Uint8Array | null }>('select previous from events where id = ?', event)?.previous ?? null
}
