import { isJsonObject, type Json, type JsonObject } from '../json.ts'

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

/**
 * Data with what Postback knows and the platform left out: the records with input `derived`. Nothing that was reported is
 * changed; null counts as left out.
 */
export function complete(data: JsonObject, { product, producer, occurredAt }: KnownFacts): JsonObject {
  const filled = {
    product: fill(data.product, {
      ucode: product.ucode,
      name: product.name,
      has_co_production: product.hasCoProduction,
    }),
    producer: fill(data.producer, { name: producer.name }),
    purchase: fill(data.purchase, { order_date: occurredAt }),
  }
  const same = filled.product === data.product && filled.producer === data.producer && filled.purchase === data.purchase
  return same ? data : { ...data, ...filled }
}

function fill(value: Json | undefined, known: JsonObject): JsonObject {
  if (!isJsonObject(value)) return known
  const missing = Object.keys(known).filter((key) => (value[key] ?? null) === null)
  if (missing.length === 0) return value
  return { ...value, ...Object.fromEntries(missing.map((key) => [key, known[key] ?? null])) }
}
