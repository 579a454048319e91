import type { EventName } from '../../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../../text/json.ts'
import type { Parameter } from '../parameter.ts'
import type { Reader } from '../view.ts'
import type { PurchaseKind } from './purchase/kind.ts'
import type { PaymentType } from './purchase/payment.ts'

/** Events whose `data` have the same shape, with their particular rules. */
export interface Family {
  /** The fields of `data` that the platform may report. */
  readonly parameters: readonly Parameter[]
  /** The path from `data` to the object that names the product. */
  readonly productAt: readonly string[]
  /** Converts other accepted spellings into those of the wire, before any check. */
  readonly normalize?: (data: JsonObject) => JsonObject
  /** Adds the `derived` fields that the platform left out. Reported values are not changed. */
  readonly complete: (data: JsonObject, known: KnownFacts) => JsonObject
  /** Converts data into the form that Hotmart sends to this reader. */
  readonly arrange: (event: EventName, reader: Reader, data: JsonObject) => JsonObject
  /** Realistic and coherent `data`. Its people have addresses at example.com. */
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
  /** Used if the event names a transaction. */
  readonly transaction: string
  /** Milliseconds: the moment of the event, from which all dates of the example are counted. */
  readonly now: number
  readonly paymentType?: PaymentType
  /** The kind of purchase, for a purchase event; if left out, the usual one for the event. */
  readonly kind?: PurchaseKind
  /** The affiliate who brought the buyer; none if left out. */
  readonly affiliate?: { readonly code: string; readonly name: string }
}

/** The object with the members of `known` that it lacks; null counts as lacking. The same object if it lacks none. */
export function fill(value: Json | undefined, known: JsonObject): JsonObject {
  if (!isJsonObject(value)) return known
  const missing = Object.keys(known).filter((key) => (value[key] ?? null) === null)
  if (missing.length === 0) return value
  return { ...value, ...Object.fromEntries(missing.map((key) => [key, known[key] ?? null])) }
}

/** Data with this value for one member; the same data if it has that value already. */
export function withMember(data: JsonObject, key: string, value: Json): JsonObject {
  return data[key] === value ? data : { ...data, [key]: value }
}
