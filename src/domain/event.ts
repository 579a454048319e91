import type { EventId } from './ids.ts'
import type { JsonObject } from './text/json.ts'

/** The nine purchase events. Their names are what goes over the wire (spec: payload facts, section 1.1). */
export const purchaseEvents = [
  'PURCHASE_CANCELED',
  'PURCHASE_APPROVED',
  'PURCHASE_PROTEST',
  'PURCHASE_REFUNDED',
  'PURCHASE_CHARGEBACK',
  'PURCHASE_EXPIRED',
  'PURCHASE_DELAYED',
  'PURCHASE_COMPLETE',
  'PURCHASE_BILLET_PRINTED',
] as const

export const subscriptionEvents = [
  'SUBSCRIPTION_CANCELLATION',
  'SWITCH_PLAN',
  'UPDATE_SUBSCRIPTION_CHARGE_DATE',
] as const

/** Every event that a configuration can select, in the order in which people are shown them. */
export const eventNames = [
  ...purchaseEvents,
  'PURCHASE_OUT_OF_SHOPPING_CART',
  ...subscriptionEvents,
  'CLUB_FIRST_ACCESS',
  'CLUB_MODULE_COMPLETED',
  'ORDER_FULFILLMENT',
] as const

export type EventName = (typeof eventNames)[number]
export type PurchaseEvent = (typeof purchaseEvents)[number]

/** Whether the event announces the status of a transaction. */
export function isPurchaseEvent(event: EventName): event is PurchaseEvent {
  return (purchaseEvents as readonly EventName[]).includes(event)
}

/** Payload versions that can be sent, newest first. */
export const payloadVersions = ['2.0.0', '1.0.0'] as const
export type PayloadVersion = (typeof payloadVersions)[number]

/** The events that a version has. What came into being later was never added to 1.0.0. */
export const eventsOfVersion: Readonly<Record<PayloadVersion, readonly EventName[]>> = {
  '2.0.0': eventNames,
  '1.0.0': [...purchaseEvents, 'PURCHASE_OUT_OF_SHOPPING_CART', 'SUBSCRIPTION_CANCELLATION', 'SWITCH_PLAN'],
}

export function hasEvent(version: PayloadVersion, event: EventName): boolean {
  return eventsOfVersion[version].includes(event)
}

export function versionsOf(event: EventName): readonly PayloadVersion[] {
  return payloadVersions.filter((version) => hasEvent(version, event))
}

/** One immutable fact about a subject, without what it says. */
export interface EventHead {
  readonly id: EventId
  readonly name: EventName
  /** What events are ordered by, as a text: see `Subject`. */
  readonly subject: string
  /** 1 for the first event of the subject, then 2, 3… */
  readonly sequence: number
  readonly transaction: string | null
  readonly productId: number
  /** The producer of the product when the event came. */
  readonly accountId: string
  /** Milliseconds: when it happened at the platform. */
  readonly occurredAt: number
  /** Milliseconds: when Postback accepted it; `creation_date` on the wire. */
  readonly createdAt: number
  readonly test: boolean
}

export interface Event extends EventHead {
  readonly data: JsonObject
}
