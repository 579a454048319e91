import type { EventInBody } from './event.ts'

/**
 * Version 1.0.0 has no envelope: the body has no id, event and version. A purchase is a form, and its status gives the event. The
 * other events are JSON, recognized by their keys.
 */

type Fields = Readonly<Record<string, unknown>>

const version = '1.0.0'

const eventsByStatus: Readonly<Record<string, string>> = {
  approved: 'PURCHASE_APPROVED',
  completed: 'PURCHASE_COMPLETE',
  canceled: 'PURCHASE_CANCELED',
  billet_printed: 'PURCHASE_BILLET_PRINTED',
  waiting_payment: 'PURCHASE_BILLET_PRINTED',
  dispute: 'PURCHASE_PROTEST',
  refunded: 'PURCHASE_REFUNDED',
  chargeback: 'PURCHASE_CHARGEBACK',
  expired: 'PURCHASE_EXPIRED',
  delayed: 'PURCHASE_DELAYED',
}

/** Null if the parameters are not those of a purchase. An unknown status makes an unknown event. */
export function readVersion1Form(data: Readonly<Record<string, string>>): EventInBody | null {
  const { status } = data
  if (!status) return null
  const event = eventsByStatus[status.toLowerCase()] ?? `PURCHASE_${status.toUpperCase()}`
  return { id: null, event, version, data }
}

export function readVersion1Json(data: Fields): EventInBody | null {
  if ('switchPlanDate' in data) return { id: null, event: 'SWITCH_PLAN', version, data }
  if ('cancellationDate' in data) return { id: null, event: 'SUBSCRIPTION_CANCELLATION', version, data }
  if ('affiliate' in data && 'productName' in data) {
    return { id: null, event: 'PURCHASE_OUT_OF_SHOPPING_CART', version, data }
  }
  return null
}

/**
 * The id of a purchase post of version 1.0.0 without `webhook-id`: a transaction has each status once. Exception: DELAYED comes
 * again at every failed charge, and the later ones then count as duplicates of the first.
 */
export function version1Id(data: object): string | null {
  const { transaction, status } = data as Fields
  return typeof transaction === 'string' && typeof status === 'string' ? `${transaction}:${status}` : null
}
