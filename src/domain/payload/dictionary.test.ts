import { describe, expect, it } from 'vitest'
import { failingRows } from '../../../test/support/failing-rows.ts'
import { eventNames, isPurchaseEvent, purchaseEvents } from '../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../text/json.ts'
import { checkData } from './checks/check.ts'
import { dictionaryOf, reportedParameters } from './dictionary.ts'
import { sizeOf } from './documentation/size.ts'
import { familyOf } from './families/families.ts'
import { envelopeParameters } from './fields/envelope.ts'
import { headerParameters } from './fields/headers.ts'
import { purchaseParameters } from './fields/purchase/parameters.ts'
import { type AffiliateRule, isList, type Parameter } from './parameter.ts'

/** Every body field of purchase events that Hotmart documents or was seen to send, by who may see it. */
const documentedPaths: Readonly<Record<AffiliateRule, readonly string[]>> = {
  yes: [
    'id',
    'creation_date',
    'creationDate',
    'event',
    'version',
    'hottok',
    'data',
    'data.product.id',
    'data.product.ucode',
    'data.product.name',
    'data.product.has_co_production',
    'data.product.warranty_date',
    'data.product.support_email',
    'data.product.is_physical_product',
    'data.product.content.has_physical_products',
    'data.product.content.products[].id',
    'data.product.content.products[].ucode',
    'data.product.content.products[].name',
    'data.product.content.products[].is_physical_product',
    'data.affiliates[].affiliate_code',
    'data.affiliates[].name',
    'data.producer.name',
    'data.commissions[].value',
    'data.commissions[].currency_value',
    'data.commissions[].source',
    'data.commissions[].currency_conversion.converted_value',
    'data.commissions[].currency_conversion.converted_to_currency',
    'data.commissions[].currency_conversion.conversion_rate',
    'data.purchase.approved_date',
    'data.purchase.full_price.value',
    'data.purchase.full_price.currency_value',
    'data.purchase.original_offer_price.value',
    'data.purchase.original_offer_price.currency_value',
    'data.purchase.price.value',
    'data.purchase.price.currency_value',
    'data.purchase.recurrence_number',
    'data.purchase.subscription_anticipation_purchase',
    'data.purchase.offer.code',
    'data.purchase.offer.coupon_code',
    'data.purchase.origin.src',
    'data.purchase.origin.sck',
    'data.purchase.origin.xcod',
    'data.purchase.checkout_country.name',
    'data.purchase.checkout_country.iso',
    'data.purchase.order_bump.is_order_bump',
    'data.purchase.order_bump.parent_purchase_transaction',
    'data.purchase.order_date',
    'data.purchase.date_next_charge',
    'data.purchase.status',
    'data.purchase.transaction',
    'data.purchase.payment.type',
    'data.purchase.payment.installments_number',
    'data.purchase.invoice_by',
    'data.purchase.is_funnel',
    'data.purchase.event_tickets.amount',
    'data.purchase.business_model',
    'data.purchase.sckPaymentLink',
    'data.subscription.status',
    'data.subscription.plan.id',
    'data.subscription.plan.name',
    'data.subscription.subscriber.code',
  ],
  'with-buyer-data': [
    'data.buyer.email',
    'data.buyer.name',
    'data.buyer.first_name',
    'data.buyer.last_name',
    'data.buyer.checkout_phone',
    'data.buyer.checkout_phone_code',
    'data.buyer.document',
    'data.buyer.document_type',
    'data.buyer.address.country_iso',
    'data.buyer.address.country',
    'data.buyer.address.zipcode',
    'data.buyer.address.state',
    'data.buyer.address.city',
    'data.buyer.address.neighborhood',
    'data.buyer.address.complement',
    'data.buyer.address.number',
    'data.buyer.address.address',
    'data.buyer.address.street',
    'data.purchase.payment.billet_url',
    'data.purchase.payment.billet_barcode',
    'data.purchase.payment.pix_code',
    'data.purchase.payment.pix_expiration_date',
    'data.purchase.payment.pix_qrcode',
    'data.purchase.payment.refusal_reason',
    'data.purchase.buyer_ip',
  ],
  no: [
    'data.producer.document',
    'data.producer.legal_nature',
    'data.purchase.offer.metadata',
    'data.purchase.variants',
    'data.purchase.shipping',
  ],
}

const otherEvents = eventNames.filter((event) => !isPurchaseEvent(event))
/** By the events that they belong to. */
const records: Readonly<Record<string, readonly Parameter[]>> = {
  'a purchase': [...headerParameters, ...envelopeParameters, ...purchaseParameters],
  ...Object.fromEntries(otherEvents.map((event) => [event, familyOf(event).parameters])),
}

describe('every record of the dictionary', () => {
  it.each(Object.entries(records))('of %s is fully described', async (_, parameters) => {
    const rows = parameters.map((parameter) => [parameter.path, parameter] as const)
    const failing = await failingRows(rows, (parameter) => {
      expect(parameter.format.en).not.toBe('')
      expect(parameter.description.en).toMatch(/\.$/)
      expect(sizeOf(parameter).en).not.toBe('')
      if (parameter.presence.kind === 'when') expect(parameter.presence.words.en).not.toBe('')
      // Objects are shown by their fields, and the content of open fields is not known; all other fields have an example.
      if (parameter.type === 'object' || parameter.type === 'open') expect(parameter.example).toBeNull()
      else expect(parameter.example).not.toBeNull()
      expect(parameter.only && parameter.except).toBeUndefined()
    })
    expect(failing).toEqual([])
  })

  it.each(Object.entries(records))('of %s stands once', (_, parameters) => {
    const paths = parameters.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
  })

  it.each(['PURCHASE_DELAYED', ...otherEvents] as const)('has an example that input checks accept: %s', (event) => {
    expect(checkData(event, exampleOfAll(familyOf(event).parameters))).toEqual([])
  })
})

describe('the dictionary of purchases', () => {
  const bodies = [...envelopeParameters, ...purchaseParameters]

  it.each(Object.entries(documentedPaths))('has every documented field with the affiliate rule: %s', (rule, paths) => {
    const found = bodies.filter((parameter) => parameter.affiliate === rule).map((parameter) => parameter.path)
    expect(found).toEqual(expect.arrayContaining([...paths]))
  })

  it('has no other fields, except the objects around them', () => {
    const documented = Object.values(documentedPaths).flat()
    const rest = bodies.filter((parameter) => !documented.includes(parameter.path))
    const fields = rest.filter((parameter) => parameter.type !== 'object').map(({ path }) => path)
    // Seen in captured bodies only, not documented.
    expect(fields).toEqual(['data.product.product_format_id', 'data.buyer.ucode'])
  })

  it('lets an affiliate see an object exactly if one of its fields may be seen', () => {
    for (const object of purchaseParameters.filter((parameter) => parameter.type === 'object')) {
      const fields = purchaseParameters.filter((parameter) => parameter.path.startsWith(`${object.path}.`))
      expect(object.affiliate, object.path).toBe(widest(fields.map((field) => field.affiliate)))
    }
  })

  it('promises only fields that are required, derived, or added by rendering', () => {
    const promised = purchaseParameters.filter((parameter) => parameter.presence.kind === 'always')
    const kept = purchaseParameters.filter((parameter) => parameter.input !== 'optional')
    expect(promised.map((parameter) => parameter.path).toSorted()).toEqual(
      [...kept.map((parameter) => parameter.path), 'data.affiliates[]'].toSorted(),
    )
  })

  it('requires three fields from platforms', () => {
    const required = purchaseParameters.filter(
      (parameter) => parameter.input === 'required' && parameter.type !== 'object',
    )
    expect(required.map((parameter) => parameter.path).toSorted()).toEqual([
      'data.buyer.email',
      'data.product.id',
      'data.purchase.status',
    ])
  })

  it('lists which fields belong to which event', () => {
    const eventsWith = (path: string) =>
      eventNames.filter((event) => dictionaryOf(event, '2.0.0').body.some((parameter) => parameter.path === path))
    expect(eventsWith('data.purchase.payment.refusal_reason')).toEqual(['PURCHASE_CANCELED', 'PURCHASE_DELAYED'])
    expect(eventsWith('data.purchase.approved_date')).toEqual(purchaseEvents)
    expect(eventsWith('data.purchase.payment.pix_code')).toEqual(purchaseEvents)
  })

  it('narrows a field that the event decides to one value', () => {
    const { body } = dictionaryOf('PURCHASE_PROTEST', '2.0.0')
    const valuesOf = (path: string) => {
      const parameter = body.find((candidate) => candidate.path === path)
      return parameter?.type === 'string' ? parameter.enum : undefined
    }
    expect(valuesOf('event')).toEqual(['PURCHASE_PROTEST'])
    expect(valuesOf('version')).toEqual(['2.0.0'])
    expect(valuesOf('data.purchase.status')).toEqual(['DISPUTE'])
    expect(reportedParameters.PURCHASE_PROTEST.slice(0, purchaseParameters.length)).toEqual(purchaseParameters)
  })
})

describe.each(otherEvents)('the dictionary of %s', (event) => {
  const { parameters } = familyOf(event)
  const sent = dictionaryOf(event, '2.0.0').body.filter(({ path }) => path.startsWith('data.'))

  it('promises only fields that are required or derived', () => {
    const promised = sent.filter(({ presence }) => presence.kind === 'always').map(({ path }) => path)
    const kept = sent.filter(({ input }) => input !== 'optional').map(({ path }) => path)
    expect(promised).toEqual(kept)
  })

  it('lets an affiliate see an object exactly if one of its fields may be seen', () => {
    for (const object of sent.filter(({ type }) => type === 'object')) {
      const fields = sent.filter(({ path }) => path.startsWith(`${object.path}.`))
      expect(object.affiliate, object.path).toBe(widest(fields.map((field) => field.affiliate)))
    }
  })

  it('accepts the affiliate who brought the buyer, and does not send it', () => {
    expect(parameters.map(({ path }) => path)).toContain('data.affiliates[].affiliate_code')
    expect(sent.map(({ path }) => path)).not.toContain('data.affiliates[].affiliate_code')
  })
})

function widest(rules: readonly AffiliateRule[]): AffiliateRule {
  if (rules.includes('yes')) return 'yes'
  return rules.includes('with-buyer-data') ? 'with-buyer-data' : 'no'
}

/** A document made of the examples of all records. */
function exampleOfAll(parameters: readonly Parameter[]): JsonObject {
  const data: Record<string, Json> = {}
  for (const parameter of parameters) {
    if (parameter.example === null) continue
    const keys = parameter.path.split('.').slice(1)
    place(data, keys, parameter.example)
  }
  expect(parameters.some(isList)).toBe(true)
  return data
}

function place(object: Record<string, Json>, [key = '', ...rest]: readonly string[], value: Json) {
  const name = key.replace('[]', '')
  if (rest.length === 0) {
    object[name] = value
    return
  }
  const list = object[name]
  const inside = Array.isArray(list) ? (list[0] as Json) : (list ?? {})
  if (!isJsonObject(inside)) throw new Error(`${name} is no object`)
  const copy: Record<string, Json> = { ...inside }
  place(copy, rest, value)
  object[name] = key.endsWith('[]') ? [copy] : copy
}
