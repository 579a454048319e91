import type { EventId } from '../../../domain/ids.ts'
import type { Announced } from '../../contract/history.ts'
import type { Database } from '../database.ts'
import { bodiesOf } from '../rows/bodies.ts'
import { deliveryIdRange, eventOf, findEvent } from '../rows/events.ts'
import { blobOf, idOf } from '../rows/id-blobs.ts'

/** Events have no index by account: this many events of all accounts are scanned at once. */
const looks = 20_000
/** Deliveries of one event are adjacent. */
const deliveriesPerEvent = 20

interface Found {
  readonly ids: readonly EventId[]
  /** The last event that was examined; null: all were. */
  readonly lookedTo: EventId | null
}

export function listEventsAfter(db: Database, accountId: string, after: EventId, limit: number): Announced {
  const sent = sentTo(db, accountId, after, limit * deliveriesPerEvent)
  const own = ofProducts(db, accountId, after, limit + 1)
  const [lookedTo = null] = [sent.lookedTo, own.lookedTo].filter((id) => id !== null).sort()
  const ids = [...new Set([...sent.ids, ...own.ids])].sort().filter((id) => lookedTo === null || id <= lookedTo)
  const events = ids.slice(0, limit).flatMap((id) => announcementOf(db, accountId, id) ?? [])
  return { events, moreAfter: ids.length > limit ? (ids[limit - 1] ?? null) : lookedTo }
}

function sentTo(db: Database, accountId: string, after: EventId, most: number): Found {
  const rows = db.all<{ event_id: Uint8Array }>(
    'select event_id from deliveries where account = ? and id >= ? and event_id > ? order by id limit ?',
    accountId,
    deliveryIdRange(blobOf(after)).from,
    blobOf(after),
    most,
  )
  return found(rows, most)
}

/** Events that no configuration wants are announced to the producer too. */
function ofProducts(db: Database, accountId: string, after: EventId, most: number): Found {
  const own = found(
    db.all<{ event_id: Uint8Array }>(
      `select id as event_id from (select id, account, test from events where id > ? order by id limit ${looks})
        where account = ? and test = 0 limit ?`,
      blobOf(after),
      accountId,
      most,
    ),
    most,
  )
  if (own.lookedTo !== null) return own
  const last = db.get<{ id: Uint8Array }>(
    `select id from events where id > ? order by id limit 1 offset ${looks - 1}`,
    blobOf(after),
  )
  return { ...own, lookedTo: last ? (idOf(last.id) as EventId) : null }
}

function found(rows: readonly { event_id: Uint8Array }[], most: number): Found {
  const ids = rows.map(({ event_id }) => idOf(event_id) as EventId)
  return { ids, lookedTo: rows.length === most ? (ids.at(-1) ?? null) : null }
}

/** The event in the form in which the account is sent it. Undefined if the body is gone or damaged. */
function announcementOf(db: Database, accountId: string, id: EventId) {
  const row = findEvent(db, blobOf(id))
  const { from, to } = deliveryIdRange(blobOf(id))
  const delivery = db.get<{ view: string }>(
    'select view from deliveries where account = ? and id between ? and ? and event_id = ? limit 1',
    accountId,
    from,
    to,
    blobOf(id),
  )
  const ofReader = delivery?.view ?? 'producer'
  const found = bodiesOf(db, blobOf(id), ({ view }) => view === ofReader)
  if (!row || found.kind === 'damaged') return undefined
  const newest = found.bodies.toSorted((a, b) => (a.version < b.version ? 1 : -1))[0]
  return newest && { event: eventOf(row), body: newest }
}
