/** What this receiver reads of a webhook. Everything else in the body is kept in the inbox and left alone. */
export interface Webhook {
  /** The same in every attempt and every replay, and in the header `webhook-id`: what duplicates are known by. */
  readonly id: string
  readonly event: string
  /** When the event was made, in milliseconds. Webhooks may arrive in another order. */
  readonly at: number
  /** Null for events that are not about a purchase. */
  readonly purchase: Purchase | null
}

/** An event of one purchase. */
export type OrderEvent = Webhook & { readonly purchase: Purchase }

export interface Purchase {
  /** What access is bought with: the transaction, and for the second charge of a subscription `HP…/2`. */
  readonly order: string
  readonly email: string
  readonly name: string
  readonly course: string
  /** Until when the charge of a subscription pays, in milliseconds; null: bought for good. */
  readonly paidUntil: number | null
}

/** Null when the text is no webhook at all. */
export function readWebhook(body: string): Webhook | null {
  const { id, event, creation_date: at, data } = fields(parse(body))
  if (typeof id !== 'string' || typeof event !== 'string') return null
  return { id, event, at: numberOr(at, 0), purchase: readPurchase(fields(data)) }
}

function readPurchase(data: Fields): Purchase | null {
  const { purchase, buyer, product } = data
  const { transaction, recurrence_number: recurrence, date_next_charge: nextCharge } = fields(purchase)
  const { email, name } = fields(buyer)
  if (typeof transaction !== 'string' || typeof email !== 'string') return null
  return {
    order: numberOr(recurrence, 1) > 1 ? `${transaction}/${recurrence}` : transaction,
    // One person, however the address was typed.
    email: email.trim().toLowerCase(),
    name: typeof name === 'string' ? name : '',
    course: String(fields(product).name ?? 'Course'),
    paidUntil: typeof nextCharge === 'number' ? nextCharge : null,
  }
}

type Fields = Readonly<Record<string, unknown>>

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}
