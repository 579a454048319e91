import type { EventInBody } from './read-event.ts'

/**
 * Version 1.0.0 has no envelope: neither id nor event nor version are in the body. A purchase is a form whose status tells the
 * event; the others are JSON, told apart by their keys.
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

/** Null if the parameters are none of a purchase. A status that is not known here makes an event that is not known either. */
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
 * What tells one purchase post of version 1.0.0 from another where the sender gives no id: a transaction has a status once.
 * The status DELAYED comes again at every failed charge, and only the first of them is told apart then.
 */
export function version1Id(data: object): string | null {
  const { transaction, status } = data as Fields
  return typeof transaction === 'string' && typeof status === 'string' ? `${transaction}:${status}` : null
}
