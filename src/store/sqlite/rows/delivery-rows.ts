import { type Delivery, type DeliveryStanding, type Lane, laneOf } from '../../../domain/delivery/delivery.ts'
import type { EventName, PayloadVersion } from '../../../domain/event.ts'
import type { View } from '../../../domain/payload/view.ts'
import type { Body } from '../../contract/ledger.ts'
import { cancelReasonOf, flag, outcomeOf, stateCode, stateOf, triggerCode, triggerOf } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { bodiesOf } from './bodies.ts'
import { blobOf, blobOrNull, idOf, idOrNull } from './id-blobs.ts'

/** Deliveries as rows, and back. */

export interface DeliveryRow {
  readonly id: Uint8Array
  readonly event_id: Uint8Array
  readonly configuration: Uint8Array | null
  readonly account: string
  readonly event: string
  readonly product: number
  readonly transaction: string | null
  readonly subject: string | null
  readonly sequence: number
  readonly view: string
  readonly version: string
  readonly test: number
  readonly flags: number
  readonly free_url: string | null
  readonly state: number
  readonly due: number | null
  readonly series: number
  readonly attempts: number
  readonly attempts_total: number
  readonly trigger: number
  readonly last_status: number | null
  readonly last_outcome: number | null
  readonly last_cause: string | null
  readonly last_attempt_at: number | null
  readonly delivered_at: number | null
  readonly cancel_reason: number | null
  readonly created_at: number
}

/** The columns of a DeliveryRow, for a table called d. */
export const deliveryColumns = `d.id, d.event_id, d.configuration, d.account, d.event, d.product, d."transaction", d.subject,
  d.sequence, d.view, d.version, d.test, d.flags, d.free_url, d.state, d.due, d.series, d.attempts, d.attempts_total, d.trigger,
  d.last_status, d.last_outcome, d.last_cause, d.last_attempt_at, d.delivered_at, d.cancel_reason, d.created_at`

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: idOf(row.id),
    eventId: idOf(row.event_id),
    configurationId: idOrNull(row.configuration),
    accountId: row.account,
    event: row.event as EventName,
    productId: row.product,
    transaction: row.transaction,
    subject: row.subject ?? row.transaction ?? '',
    sequence: row.sequence,
    view: row.view as View,
    version: row.version as PayloadVersion,
    hottokInBody: (row.flags & flag.hottokInBody) !== 0,
    hottokAsConfigured: (row.flags & flag.hottokAsConfigured) !== 0,
    withHottok: (row.flags & flag.withHottok) !== 0,
    test: row.test === 1,
    stale: (row.flags & flag.stale) !== 0,
    freeUrl: row.free_url,
    series: row.series,
    attempts: row.attempts,
    attemptsTotal: row.attempts_total,
    trigger: triggerOf(row.trigger),
    lastStatus: row.last_status,
    lastOutcome: row.last_outcome === null ? null : outcomeOf(row.last_outcome),
    lastCause: row.last_cause,
    lastAttemptAt: row.last_attempt_at,
    deliveredAt: row.delivered_at,
    createdAt: row.created_at,
    ...standingOf(row),
  }
}

export function standingOf({
  state: code,
  due,
  cancel_reason,
}: Pick<DeliveryRow, 'state' | 'due' | 'cancel_reason'>): DeliveryStanding {
  const state = stateOf(code)
  switch (state) {
    case 'queued':
    case 'retrying':
      return { state, dueAt: due ?? 0, cancelReason: null }
    case 'cancelled':
      return { state, dueAt: null, cancelReason: cancelReasonOf(cancel_reason ?? 0) }
    default:
      return { state, dueAt: null, cancelReason: null }
  }
}

export type LaneRow = Pick<DeliveryRow, 'account' | 'configuration' | 'test'>

export function laneOfRow({ account, configuration, test }: LaneRow): Lane {
  return { accountId: account, configurationId: test === 1 ? null : idOrNull(configuration) }
}

/** As people see it: what waits in a lane whose receiver asked to wait comes when that is over. */
export function shownStanding(standing: DeliveryStanding, pausedUntil: number | null): DeliveryStanding {
  return standing.dueAt === null ? standing : { ...standing, dueAt: Math.max(standing.dueAt, pausedUntil ?? 0) }
}

export function shownDeliveryOf(db: Database, row: DeliveryRow): Delivery {
  const delivery = deliveryOf(row)
  if (delivery.dueAt === null || row.configuration === null || delivery.test) return delivery
  const pause = db.get<{ until: number | null }>(
    'select paused_until as until from configurations where id = ?',
    row.configuration,
  )
  return { ...delivery, ...shownStanding(delivery, pause?.until ?? null) }
}

export function findDelivery(db: Database, id: Uint8Array): DeliveryRow | undefined {
  return db.get<DeliveryRow>(`select ${deliveryColumns} from deliveries d where d.id = ?`, id)
}

/** Of one that is there. */
export function requireDelivery(db: Database, id: Uint8Array): Delivery {
  const row = findDelivery(db, id)
  if (!row) throw new Error('A delivery went away in its own unit.')
  return shownDeliveryOf(db, row)
}

export function insertDelivery(db: Database, delivery: Delivery) {
  const id = blobOf(delivery.id)
  db.run(
    `insert into deliveries (id, event_id, configuration, account, event, product, "transaction", subject, sequence, view, version,
      test, flags, free_url, state, due, trigger, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    blobOf(delivery.eventId),
    blobOrNull(delivery.configurationId),
    delivery.accountId,
    delivery.event,
    delivery.productId,
    delivery.transaction,
    delivery.subject === delivery.transaction ? null : delivery.subject,
    delivery.sequence,
    delivery.view,
    delivery.version,
    delivery.test ? 1 : 0,
    flagsOf(delivery),
    delivery.freeUrl,
    stateCode[delivery.state],
    delivery.dueAt,
    triggerCode[delivery.trigger],
    delivery.createdAt,
  )
  db.changes.noteDelivery(delivery.accountId, id)
  if (delivery.dueAt !== null) db.lanes.note(laneOf(delivery), delivery.dueAt)
}

function flagsOf(delivery: Delivery): number {
  return (
    (delivery.stale ? flag.stale : 0) |
    (delivery.hottokInBody ? flag.hottokInBody : 0) |
    (delivery.withHottok ? flag.withHottok : 0)
  )
}

/** What is sent. null: it is gone. */
export function findBody(
  db: Database,
  row: Pick<DeliveryRow, 'event_id' | 'version' | 'view'>,
): Body | 'damaged' | null {
  const found = bodiesOf(db, row.event_id, ({ version, view }) => version === row.version && view === row.view)
  return found.kind === 'damaged' ? 'damaged' : (found.bodies[0] ?? null)
}
