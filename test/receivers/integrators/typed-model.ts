import { type Read, refuse } from './integrator.ts'

/**
 * A typed service. It requires every field that was in all posts its author had seen, with the same type. An unknown status is an
 * error.
 */

type Parse = (value: unknown, at: string) => unknown

const text: Parse = (value, at) => (typeof value === 'string' ? value : wrong(at, 'a text', value))
const filled: Parse = (value, at) => (typeof value === 'string' && value !== '' ? value : wrong(at, 'a text', value))
const amount: Parse = (value, at) =>
  Number(Number(value).toFixed(2)) === value ? value : wrong(at, 'an amount', value)
const integer: Parse = (value, at) => (Number.isSafeInteger(value) ? value : wrong(at, 'an integer', value))
const boolean: Parse = (value, at) => (typeof value === 'boolean' ? value : wrong(at, 'a boolean', value))

const digits = written(/^\d+$/)
const uuid = written(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/)
const transaction = written(/^HP\d{10,14}$/)
const subscriberCode = written(/^[0-9A-Za-z]{8}$/)

function written(form: RegExp): Parse {
  return (value, at) => (typeof value === 'string' && form.test(value) ? value : wrong(at, `like ${form}`, value))
}

function oneOf(...values: readonly string[]): Parse {
  return (value, at) => (values.includes(String(value)) ? value : wrong(at, `one of ${values}`, value))
}

function object(members: Readonly<Record<string, Parse>>): Parse {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(at, 'an object', value)
    for (const [key, parse] of Object.entries(members)) parse((value as Record<string, unknown>)[key], `${at}.${key}`)
    return value
  }
}

function list(entry: Parse): Parse {
  return (value, at) => {
    if (!Array.isArray(value) || value.length === 0) return wrong(at, 'a list with entries', value)
    for (const [i, one] of value.entries()) entry(one, `${at}[${i}]`)
    return value
  }
}

function optional(parse: Parse): Parse {
  return (value, at) => (value === undefined ? undefined : parse(value, at))
}

function wrong(at: string, expected: string, value: unknown): never {
  return refuse(422, `${at} must be ${expected}, is ${JSON.stringify(value)}`)
}

// -- the model -------------------------------------------------------------------------------------------------------------

const money = object({ value: amount, currency_value: filled })
const country = object({ name: filled, iso: filled })
const namedProduct = object({ id: integer, name: filled })
const person = object({ name: filled, email: filled })

function purchaseData(status: string, isPaid: boolean): Parse {
  return object({
    product: object({
      id: integer,
      ucode: uuid,
      name: filled,
      has_co_production: boolean,
      is_physical_product: boolean,
      warranty_date: isPaid ? filled : optional(filled),
    }),
    affiliates: list(object({ affiliate_code: text, name: text })),
    buyer: object({
      email: filled,
      name: filled,
      first_name: filled,
      last_name: text,
      checkout_phone: optional(digits),
      document: optional(text),
      address: optional(object({ country: filled, country_iso: filled })),
    }),
    producer: object({ name: filled, document: digits, legal_nature: filled }),
    commissions: list(
      object({
        value: amount,
        currency_value: filled,
        source: oneOf('MARKETPLACE', 'PRODUCER', 'COPRODUCER', 'AFFILIATE', 'ADDON'),
      }),
    ),
    purchase: object({
      approved_date: isPaid ? integer : optional(integer),
      full_price: money,
      original_offer_price: money,
      price: money,
      recurrence_number: optional(integer),
      subscription_anticipation_purchase: boolean,
      offer: object({ code: filled }),
      checkout_country: country,
      order_bump: object({ is_order_bump: boolean, parent_purchase_transaction: optional(transaction) }),
      order_date: integer,
      date_next_charge: optional(integer),
      status: oneOf(status),
      transaction,
      payment: object({
        type: filled,
        installments_number: integer,
        pix_expiration_date: optional(integer),
        refusal_reason: optional(filled),
      }),
      invoice_by: oneOf('HOTMART', 'SELLER'),
      is_funnel: boolean,
      business_model: oneOf('I', 'R', 'A'),
    }),
    subscription: optional(
      object({
        status: oneOf('ACTIVE', 'INACTIVE', 'DELAYED', 'CANCELLED_BY_CUSTOMER', 'CANCELLED_BY_SELLER', 'OVERDUE'),
        plan: object({ id: integer, name: filled }),
        subscriber: object({ code: subscriberCode }),
      }),
    ),
  })
}

const subscriptionStatus = oneOf(
  'ACTIVE',
  'INACTIVE',
  'CANCELED_BY_CUSTOMER',
  'CANCELED_BY_VENDOR',
  'OVERDUE',
  'STARTED',
)

const dataOf: Readonly<Record<string, Parse>> = {
  PURCHASE_APPROVED: purchaseData('APPROVED', true),
  PURCHASE_COMPLETE: purchaseData('COMPLETED', true),
  PURCHASE_PROTEST: purchaseData('DISPUTE', true),
  PURCHASE_REFUNDED: purchaseData('REFUNDED', true),
  PURCHASE_CHARGEBACK: purchaseData('CHARGEBACK', true),
  PURCHASE_CANCELED: purchaseData('CANCELED', false),
  PURCHASE_BILLET_PRINTED: purchaseData('BILLET_PRINTED', false),
  PURCHASE_EXPIRED: purchaseData('EXPIRED', false),
  PURCHASE_DELAYED: purchaseData('DELAYED', false),
  PURCHASE_OUT_OF_SHOPPING_CART: object({
    affiliate: boolean,
    product: namedProduct,
    buyer: object({ name: optional(text), email: filled, phone: optional(text) }),
    offer: object({ code: filled }),
    checkout_country: country,
  }),
  SUBSCRIPTION_CANCELLATION: object({
    actual_recurrence_value: amount,
    cancellation_date: integer,
    date_next_charge: integer,
    product: namedProduct,
    subscriber: object({ code: subscriberCode, name: filled, email: filled }),
    subscription: object({ id: integer, plan: object({ id: integer, name: filled }) }),
  }),
  SWITCH_PLAN: object({
    switch_plan_date: integer,
    subscription: object({
      subscriber_code: subscriberCode,
      status: subscriptionStatus,
      product: namedProduct,
      user: object({ email: filled }),
    }),
    plans: list(object({ id: integer, name: filled, offer: object({ key: filled }), current: boolean })),
  }),
  UPDATE_SUBSCRIPTION_CHARGE_DATE: object({
    subscriber: object({ name: filled, email: filled, code: subscriberCode }),
    subscription: object({
      product: namedProduct,
      status: subscriptionStatus,
      old_charge_day: integer,
      new_charge_day: integer,
      date_next_charge: integer,
    }),
    plan: object({ id: integer, name: filled, offer: object({ code: filled }) }),
  }),
  CLUB_FIRST_ACCESS: object({ product: namedProduct, user: person }),
  CLUB_MODULE_COMPLETED: object({
    product: object({ id: digits, name: filled }),
    user: person,
    module: object({ id: filled, name: filled }),
  }),
  ORDER_FULFILLMENT: object({ product: namedProduct }),
}

export const typedModel: Read = ({ headers, body }, hottok) => {
  if (headers['x-hotmart-hottok'] !== hottok) refuse(401, 'Unauthorized')
  const post = JSON.parse(body)
  const parseData = dataOf[post.event] ?? refuse(422, `unknown event ${post.event}`)
  const date = post.event === 'CLUB_FIRST_ACCESS' ? 'creationDate' : 'creation_date'
  object({ id: uuid, [date]: integer, event: filled, version: oneOf('2.0.0'), data: parseData })(post, 'body')
  return post.event
}
