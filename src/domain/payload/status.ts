import type { FieldError } from '../errors.ts'
import type { PurchaseEvent } from '../event.ts'
import { type JsonObject, valueAt } from '../text/json.ts'

/** The nine statuses that are sent, each by one event. */
export const purchaseStatuses = [
  'APPROVED',
  'COMPLETED',
  'CANCELED',
  'BILLET_PRINTED',
  'DISPUTE',
  'REFUNDED',
  'CHARGEBACK',
  'EXPIRED',
  'DELAYED',
] as const
export type PurchaseStatus = (typeof purchaseStatuses)[number]

/** Documented states of a transaction that no event announces. The misspelling is Hotmart's. */
export const silentStatuses = [
  'STARTED',
  'PROCESSING_TRANSACTION',
  'UNDER_ANALISYS',
  'PRE_ORDER',
  'BLOCKED',
  'PARTIALLY_REFUNDED',
] as const
export type SilentStatus = (typeof silentStatuses)[number]

/** Hotmart documents names that differ from those it sends: platforms may report either. */
const documentedNames = {
  COMPLETE: 'COMPLETED',
  CANCELLED: 'CANCELED',
  PRINTED_BILLET: 'BILLET_PRINTED',
  WAITING_PAYMENT: 'BILLET_PRINTED',
  PROTESTED: 'DISPUTE',
  OVERDUE: 'DELAYED',
  NO_FUNDS: 'DELAYED',
} as const satisfies Record<string, PurchaseStatus>

const canonical = new Map<string, PurchaseStatus | SilentStatus>([
  ...[...purchaseStatuses, ...silentStatuses].map((status) => [status, status] as const),
  ...Object.entries(documentedNames),
])

/** Every spelling that is understood on input. */
export const acceptedStatuses: readonly string[] = [...canonical.keys()]

export function canonicalStatus(text: string): PurchaseStatus | SilentStatus | undefined {
  return canonical.get(text)
}

const statuses: Readonly<Record<PurchaseEvent, PurchaseStatus>> = {
  PURCHASE_APPROVED: 'APPROVED',
  PURCHASE_COMPLETE: 'COMPLETED',
  PURCHASE_CANCELED: 'CANCELED',
  PURCHASE_BILLET_PRINTED: 'BILLET_PRINTED',
  PURCHASE_PROTEST: 'DISPUTE',
  PURCHASE_REFUNDED: 'REFUNDED',
  PURCHASE_CHARGEBACK: 'CHARGEBACK',
  PURCHASE_EXPIRED: 'EXPIRED',
  PURCHASE_DELAYED: 'DELAYED',
}

const events = new Map<string, PurchaseEvent>(
  Object.entries(statuses).map(([event, status]) => [status, event as PurchaseEvent]),
)

export function statusOfEvent(event: PurchaseEvent): PurchaseStatus {
  return statuses[event]
}

/** Null for a status that no event announces. */
export function eventOfStatus(status: PurchaseStatus | SilentStatus): PurchaseEvent | null {
  return events.get(status) ?? null
}

/** What is wrong with an event whose data reports the status of another one; undefined if they agree. */
export function statusMismatch(event: PurchaseEvent, data: JsonObject): FieldError | undefined {
  const status = valueAt(data, 'purchase', 'status')
  const expected = statusOfEvent(event)
  if (typeof status === 'string' && canonicalStatus(status) === expected) return undefined
  return { pointer: '/purchase/status', detail: `must be ${expected}, the status of ${event}` }
}
