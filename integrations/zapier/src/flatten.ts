/**
 * A payload as one level of fields, for people who map them by hand. E-mail, name and product come first, under names that are
 * the same for every event. All other fields follow, under the names that the documentation uses.
 */
export type Flat = { id: string } & Record<string, string | number | boolean | null>

export function flatten(payload: unknown): Flat {
  const { id, event, data, ...envelope } = payload as Payload
  const rest: Record<string, string | number | boolean | null> = {}
  spread(data, [], rest)
  const createdAt = Number(envelope.creation_date ?? envelope.creationDate)
  const first = present({
    email: pick(data, personAt, 'email'),
    name: pick(data, personAt, 'name'),
    product_name: pick(data, productAt, 'name'),
    product_id: asText(pick(data, productAt, 'id')),
    event,
    transaction: pick(data, [['purchase']], 'transaction'),
    subscriber_code: pick(data, subscriberAt, 'code') ?? pick(data, [['subscription']], 'subscriber_code'),
    created_at: Number.isFinite(createdAt) ? new Date(createdAt).toISOString() : undefined,
  })
  // Spread twice: these fields come first, and no payload field of the same name replaces them.
  return { id, ...first, ...rest, ...first }
}

interface Payload {
  readonly id: string
  readonly event: string
  readonly data: unknown
  readonly creation_date?: number
  readonly creationDate?: number
}

type Plain = string | number | boolean | null

/** Where the different events hold the person and the product. */
const personAt = [['buyer'], ['subscriber'], ['subscription', 'user'], ['user']]
const productAt = [['product'], ['subscription', 'product']]
const subscriberAt = [['subscriber'], ['subscription', 'subscriber']]

function pick(data: unknown, places: readonly (readonly string[])[], key: string): Plain | undefined {
  for (const place of places) {
    let value: unknown = data
    for (const step of [...place, key]) value = isObject(value) ? value[step] : undefined
    if (value !== undefined && !isObject(value)) return value as Plain
  }
  return undefined
}

/** Dates are milliseconds on the wire; a readable date is added beside each. */
const datesBegin = Date.UTC(2005)
const datesEnd = Date.UTC(2100)

function spread(value: unknown, path: readonly string[], into: Record<string, Plain>) {
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) spread(entry, [...path, String(index + 1)], into)
  } else if (isObject(value)) {
    for (const [key, entry] of Object.entries(value)) spread(entry, [...path, key], into)
  } else {
    const name = path.join('_')
    into[name] = value as Plain
    const isDate = typeof value === 'number' && /date/i.test(name) && value > datesBegin && value < datesEnd
    if (isDate) into[`${name}_iso`] = new Date(value).toISOString()
  }
}

function present(fields: Record<string, Plain | undefined>): Record<string, Plain> {
  return Object.fromEntries(Object.entries(fields).filter((field): field is [string, Plain] => field[1] !== undefined))
}

function asText(value: Plain | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
