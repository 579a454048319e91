import type { EventName } from '../../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../../text/json.ts'
import type { Parameter } from '../parameter.ts'
import type { Reader } from '../view.ts'
import type { PurchaseKind } from './purchase/kind.ts'
import type { PaymentType } from './purchase/payment.ts'

/** Events whose `data` have the same shape, and what is particular about them. */
export interface Family {
  /** The fields of `data` as the platform may report them. */
  readonly parameters: readonly Parameter[]
  /** The way from `data` to the object that names the product. */
  readonly productAt: readonly string[]
  /** Puts into the spelling of the wire what platforms may well spell another way; before anything is checked. */
  readonly normalize?: (data: JsonObject) => JsonObject
  /** Adds what Postback knows and the platform left out: the records with input `derived`. Nothing reported is changed. */
  readonly complete: (data: JsonObject, known: KnownFacts) => JsonObject
  /** Into the form in which Hotmart sends it to this reader. */
  readonly arrange: (event: EventName, reader: Reader, data: JsonObject) => JsonObject
  /** `data` as it could have been, whose parts fit each other. Its people live at example.com. */
  readonly example: (facts: ExampleFacts) => JsonObject
}

export interface KnownFacts {
  readonly product: {
    readonly id: number
    readonly name: string
    readonly ucode: string
    readonly hasCoProduction: boolean
  }
  readonly producer: { readonly name: string }
  /** Milliseconds: when it happened at the platform. */
  readonly occurredAt: number
}

export interface ExampleFacts {
  readonly event: EventName
  readonly product: { readonly id: number; readonly name: string; readonly ucode: string }
  readonly producer: { readonly name: string }
  /** Used where the event names one. */
  readonly transaction: string
  /** Milliseconds: when the event comes; all dates of the example are counted from it. */
  readonly now: number
  readonly paymentType?: PaymentType
  /** Of a purchase event: what is bought. What is usual for the event if left out. */
  readonly kind?: PurchaseKind
  /** Who brought the buyer; left out: no affiliate. */
  readonly affiliate?: { readonly code: string; readonly name: string }
}

/** An object with what it lacks of `known`; null counts as lacking. The same object if it lacks nothing. */
export function fill(value: Json | undefined, known: JsonObject): JsonObject {
  if (!isJsonObject(value)) return known
  const missing = Object.keys(known).filter((key) => (value[key] ?? null) === null)
  if (missing.length === 0) return value
  return { ...value, ...Object.fromEntries(missing.map((key) => [key, known[key] ?? null])) }
}

/** Data with another value for one member; the same data if that is what it had. */
export function withMember(data: JsonObject, key: string, value: Json): JsonObject {
  return data[key] === value ? data : { ...data, [key]: value }
}
