import { type PayloadVersion, purchaseEvents } from '../types.ts'
import { type EventMap, eventsByVersion } from './event-types.ts'

/** Events that this version of the kit knows. */
export type KnownEventName = keyof EventMap
export type KnownVersion = PayloadVersion

/** One event or several, in one version or several: `EventOf<'PURCHASE_APPROVED'>`, `EventOf<'PURCHASE_APPROVED', '2.0.0'>`. */
export type EventOf<Name extends KnownEventName, Version extends KnownVersion = KnownVersion> = {
  [Key in Name]: EventMap[Key][Extract<Version, keyof EventMap[Key]>]
}[Name]

/** All of them. `event` and `version` tell which one it is. */
export type PostbackEvent = EventOf<KnownEventName>

/** Any event, including those that are newer than the kit. */
export interface AnyEvent {
  readonly id: string
  readonly event: string
  readonly version: string
  readonly data: unknown
}

/**
 * Whether the kit has a type for it. The type is what the sender promises (its JSON Schema): the body is not checked against it
 * field by field, since new fields must never break a receiver.
 */
export function isKnownEvent(event: AnyEvent): event is PostbackEvent {
  const names: readonly string[] = (eventsByVersion as Readonly<Record<string, readonly string[]>>)[event.version] ?? []
  return names.includes(event.event)
}

/**
 * What events are ordered by, within which `postback-sequence` counts: the transaction of a purchase, the subscriber code of a
 * subscription. Null for an event that stands alone.
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
