import { triggerCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import type { DeliveryRow } from '../rows/delivery-rows.ts'
import { deliveryIdRange } from '../rows/events.ts'
import { dueQueries } from './due-queries.ts'

export type ClaimRow = DeliveryRow & { readonly crashes: number }

/** At most this many earlier events of a subject are examined. */
const earlierMost = 100

/**
 * Waiting first attempts of the same (configuration, subject) that were accepted before this one, the earliest first. One of
 * them is due later than this one only if the clock was set back, so a claim takes them along. Tests, and series that a
 * person asked for, are not part of this order. A delivery that is held, cancelled, set aside or deleted blocks no other.
 */
export function untriedBefore(db: Database, row: ClaimRow): ClaimRow[] {
  if (row.sequence === 1 || row.attempts > 0 || row.trigger !== triggerCode.automatic || row.configuration === null)
    return []
  const found: ClaimRow[] = []
  let event = previousOf(db, row.event_id)
  for (let links = 0; event !== null && links < earlierMost; links++) {
    const { from, to } = deliveryIdRange(event)
    const untried = db.get<ClaimRow>(dueQueries.untried, row.configuration, from, to, event)
    if (untried) found.unshift(untried)
    event = previousOf(db, event)
  }
  return found
}

function previousOf(db: Database, event: Uint8Array): Uint8Array | null {
  return db.get<{ previous: Uint8Array | null }>('select previous from events where id = ?', event)?.previous ?? null
}
