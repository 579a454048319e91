import type { EventHead } from '../../../domain/event.ts'
import type { View } from '../../../domain/payload/view.ts'
import type { Body } from '../../contract/ledger.ts'
import type { Database } from '../database.ts'
import { bodiesOf } from './bodies.ts'
import { idOf } from './id-blobs.ts'

type EventRow = Omit<EventHead, 'id' | 'test'> & {
  readonly id: Uint8Array
  readonly test: number
  readonly previous: Uint8Array | null
}

export function findEvent(db: Database, id: Uint8Array): EventRow | undefined {
  return db.get<EventRow>(
    `select id, event as name, subject, sequence, "transaction", product as "productId", account as "accountId",
      occurred_at as "occurredAt", created_at as "createdAt", test, previous from events where id = ?`,
    id,
  )
}

export function eventOf({ previous, ...row }: EventRow): EventHead {
  return { ...row, id: idOf(row.id), test: row.test === 1 }
}

/**
 * Marks the event's data, stored like a body because it takes little room in a frame with similar bodies. It is no reader's
 * view. An event without it has a producer's body (2.0.0) with equal data.
 */
const documentView = 'document' as View

export function documentAsBody(document: string): Body {
  return { version: '2.0.0', view: documentView, contentType: 'application/json', text: document, hottokAt: null }
}

/** The event's data as JSON text; null if the event is deleted or its body damaged. */
export function documentOfEvent(db: Database, id: Uint8Array): string | null {
  // Events that were stored before there were frames have their data in the row.
  const row = db.get<{ document: string | null }>('select document from events where id = ?', id)
  if (!row) return null
  if (row.document !== null) return row.document
  const isWanted = ({ version, view }: Pick<Body, 'version' | 'view'>) =>
    version === '2.0.0' && (view === 'producer' || view === documentView)
  const found = bodiesOf(db, id, isWanted)
  if (found.kind === 'damaged') return null
  const document = found.bodies.find(({ view }) => view === documentView)
  if (document) return document.text
  const [producerBody] = found.bodies
  return producerBody ? JSON.stringify((JSON.parse(producerBody.text) as { data: unknown }).data) : null
}

export function insertEvent(
  db: Database,
  event: EventHead,
  stored: { id: Uint8Array; previous: Uint8Array | null; frame: number | null },
) {
  db.run(
    `insert into events (id, event, subject, sequence, "transaction", product, account, occurred_at, created_at, test, previous,
      frame) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    stored.id,
    event.name,
    event.subject,
    event.sequence,
    event.transaction,
    event.productId,
    event.accountId,
    event.occurredAt,
    event.createdAt,
    event.test ? 1 : 0,
    stored.previous,
    stored.frame,
  )
}

/** The events of a transaction, newest first. Each row names the event before it. */
export function eventsBackFrom(db: Database, newest: Uint8Array | null, limit: number): EventHead[] {
  const events: EventHead[] = []
  let next = newest
  while (next && events.length < limit) {
    const row = findEvent(db, next)
    if (!row) break
    events.push(eventOf(row))
    next = row.previous
  }
  return events
}

/** The range of ids of an event's deliveries: they begin with the first eight bytes of the event's id. */
export function deliveryIdRange(event: Uint8Array): { from: Uint8Array; to: Uint8Array } {
  return { from: Uint8Array.from(event).fill(0x00, 8), to: Uint8Array.from(event).fill(0xff, 8) }
}
