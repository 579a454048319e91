import { isJsonObject, type Json, valueAt } from '../../text/json.ts'
import { type PaymentType, paymentTypes } from '../families/purchase/payment.ts'
import type { Reader } from '../view.ts'
import type { Sale } from './form-parameter.ts'
import { asMoney, asText, type Write } from './write.ts'

/** What a form calls the values that version 2.0.0 spells otherwise. */

export const receiverTypes: Readonly<Record<Reader['kind'], string>> = {
  producer: 'SELLER',
  coproducer: 'COPRODUCER',
  affiliate: 'AFFILIATE',
}

/** Two names of version 2.0.0 that this one spells otherwise; every other one is the same in small letters. */
const olderPaymentTypes: Partial<Record<PaymentType, string>> = {
  CASHPAYMENT: 'cash_payment',
  DIRECT_BANK_TRANSFER: 'bank_transfer',
}

export const paymentTypeNames = Object.fromEntries(
  paymentTypes.map((type) => [type, olderPaymentTypes[type] ?? type.toLowerCase()]),
)

export const subscriptionStatusNames = {
  ACTIVE: 'active',
  INACTIVE: 'inactive',
  DELAYED: 'past_due',
  OVERDUE: 'past_due',
  CANCELLED_BY_CUSTOMER: 'canceled',
  CANCELLED_BY_SELLER: 'canceled',
  CANCELLED_BY_ADMIN: 'canceled',
  STARTED: 'started',
  EXPIRED: 'expired',
}

/** Documented with a capital (Active, Canceled by client), seen without: what was seen is sent. */
export const signatureStatusNames = {
  ACTIVE: 'active',
  INACTIVE: 'inactive',
  DELAYED: 'delayed',
  OVERDUE: 'delayed',
  CANCELLED_BY_CUSTOMER: 'canceled by client',
  CANCELLED_BY_SELLER: 'canceled by vendor',
  CANCELLED_BY_ADMIN: 'canceled by admin',
  STARTED: 'started',
  EXPIRED: 'expired',
}

export function namesIn(names: Readonly<Record<string, string>>): readonly string[] {
  return [...new Set(Object.values(names))]
}

/** bcash, monthly and moip are gone: a payment that did not go through PayPal went through Hotmart’s own engine. */
export function paymentEngine(type: Json): string | undefined {
  if (typeof type !== 'string' || type === '') return undefined
  return type.startsWith('PAYPAL') ? 'paypal' : 'hotmart'
}

export function asProductNumber(id: Json): string | undefined {
  if (typeof id !== 'number') return undefined
  return id === 0 ? '00000' : String(id)
}

/** The share of the seller who reads. The shares of several co-producers carry no names, so none of them is sent. */
export const ownShare: Write<Sale> = (_value, { reader, data }) => {
  const own = reader.kind === 'coproducer' ? 'COPRODUCER' : 'PRODUCER'
  const entries = Array.isArray(data.commissions) ? data.commissions : []
  const [share, ...others] = entries.filter((entry: Json) => valueAt(entry, 'source') === own)
  if (reader.kind === 'coproducer' && others.length > 0) return undefined
  return asMoney(valueAt(share, 'value') ?? null)
}

/** What version 2.0.0 says of every purchase, and this one of subscriptions only. */
export const ofSubscription: Write<Sale> = (value, { data }) =>
  isJsonObject(data.subscription) ? asText(value) : undefined
