import { type PayloadVersion, purchaseEvents } from '../types.ts'
import { type EventMap, eventsByVersion } from './event-types.ts'

/** Events that this version of the kit knows. */
export type KnownEventName = keyof EventMap
export type KnownVersion = PayloadVersion

/** One or several events, in one or several versions: `EventOf<'PURCHASE_APPROVED'>`, `EventOf<'PURCHASE_APPROVED', '2.0.0'>`. */
export type EventOf<Name extends KnownEventName, Version extends KnownVersion = KnownVersion> = {
  [Key in Name]: EventMap[Key][Extract<Version, keyof EventMap[Key]>]
}[Name]

/** All known events. `event` and `version` discriminate the union. */
export type PostbackEvent = EventOf<KnownEventName>

/** Any event, including those that are newer than the kit. */
export interface AnyEvent {
  readonly id: string
  readonly event: string
  readonly version: string
  readonly data: unknown
}

/** An event as in its body. If the body has no id, `readEvent` adds one. */
export type EventInBody = Omit<AnyEvent, 'id'> & { readonly id: string | null }

/**
 * Whether the kit has a type for the event. The type is a promise of the sender (its JSON Schema). The body is not validated field
 * by field, as new fields must never break a receiver.
 */
export function isKnownEvent(event: AnyEvent): event is PostbackEvent {
  const names: readonly string[] = (eventsByVersion as Readonly<Record<string, readonly string[]>>)[event.version] ?? []
  return names.includes(event.event)
}

/**
 * The subject within which `postback-sequence` counts: the transaction of a purchase, or the subscriber code of a subscription.
 * Null for an event without a subject.
 */
export function subjectOf({ event, version, data }: AnyEvent): string | null {
  const at = version === '1.0.0' ? subjectInVersion1[event] : subjectInVersion2[event]
  const value = at?.reduce<unknown>((within, key) => (within as Readonly<Record<string, unknown>> | null)?.[key], data)
  return typeof value === 'string' && value !== '' ? value : null
}

type Places = Readonly<Record<string, readonly string[]>>

const subjectInVersion2: Places = {
  ...everyPurchase(['purchase', 'transaction']),
  SUBSCRIPTION_CANCELLATION: ['subscriber', 'code'],
  SWITCH_PLAN: ['subscription', 'subscriber_code'],
  UPDATE_SUBSCRIPTION_CHARGE_DATE: ['subscriber', 'code'],
}

const subjectInVersion1: Places = {
  ...everyPurchase(['transaction']),
  SUBSCRIPTION_CANCELLATION: ['subscriberCode'],
  SWITCH_PLAN: ['subscription', 'subscriber', 'code'],
}

function everyPurchase(place: readonly string[]): Places {
  return Object.fromEntries(purchaseEvents.map((event) => [event, place]))
}
