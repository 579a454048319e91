import type { Event, EventName } from '../../../domain/event.ts'
import type { EventId } from '../../../domain/ids.ts'
import type { Database } from '../database.ts'
import { idOf } from '../rows/id-blobs.ts'
import { getEvent } from './history.ts'
import { listDeliveries } from './list-deliveries.ts'

/** Events have no index by account: this many of the newest events of all accounts are scanned. */
const looks = 5_000
/** Deliveries of one event are adjacent: this many cover more than a few events. */
const deliveriesPerEvent = 20

export function listRecentEvents(
  db: Database,
  filter: { accountId: string; event?: EventName; productId?: number },
  limit: number,
): Event[] {
  const ids = new Set([...sentTo(db, filter, limit), ...about(db, filter, limit)])
  // Ids sort by the time of their events.
  const newest = [...ids].sort().reverse().slice(0, limit)
  return newest.flatMap((id) => getEvent(db, id)?.event ?? [])
}

function sentTo(db: Database, filter: Parameters<typeof listRecentEvents>[1], limit: number): EventId[] {
  const { accountId, event, productId } = filter
  const { deliveries } = listDeliveries(
    db,
    { accountId, test: false, ...(event && { events: [event] }), ...(productId !== undefined && { productId }) },
    { before: null, limit: limit * deliveriesPerEvent },
  )
  return [...new Set(deliveries.map(({ eventId }) => eventId))].slice(0, limit)
}

function about(db: Database, filter: Parameters<typeof listRecentEvents>[1], limit: number): EventId[] {
  return db
    .all<{ id: Uint8Array }>(
      `select id from (select id, event, product, test from events order by id desc limit ${looks})
        where test = 0 and product in (select product from product_accounts where account = ?1)
          and (?2 is null or event = ?2) and (?3 is null or product = ?3) order by id desc limit ?4`,
      filter.accountId,
      filter.event ?? null,
      filter.productId ?? null,
      limit,
    )
    .map(({ id }) => idOf(id))
}
