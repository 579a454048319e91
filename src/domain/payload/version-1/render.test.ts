import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failingRows } from '../../../../test/support/failing-rows.ts'
import { type EventName, eventsOfVersion, isPurchaseEvent, purchaseEvents } from '../../event.ts'
import { spliceHottok } from '../../secrets/hottok.ts'
import { isJsonObject, type Json, type JsonObject } from '../../text/json.ts'
import { mergePatch } from '../../text/merge-patch.ts'
import { reportedParameters } from '../dictionary.ts'
import { exampleData } from '../documentation/example.ts'
import { jsonSchemaOf } from '../documentation/json-schema.ts'
import { familyOf } from '../families/families.ts'
import { isList, type Parameter } from '../parameter.ts'
import { renderBody } from '../render/render.ts'
import { statusOfEvent } from '../status.ts'
import { type Branch, treeOf } from '../tree.ts'
import type { View } from '../view.ts'
import { withVersionOneExamples } from './example.ts'

const now = Date.UTC(2026, 0, 15, 12)
const product = { id: 7, name: 'Pão & Cia', ucode: 'u-7', hasCoProduction: false }
const events = eventsOfVersion['1.0.0']
const views: readonly View[] = ['producer', 'coproducer:a', 'affiliate:A1', 'affiliate:A1+buyer']

function render(event: EventName, view: View, data: JsonObject) {
  return renderBody({ event, version: '1.0.0', view, id: 'x', creationDate: now, data, productUcode: product.ucode })
}

/** The parsed body with the token, as a receiver reads it. */
function sent(event: EventName, view: View, data: JsonObject): Record<string, Json> {
  const body = render(event, view, data)
  const text = spliceHottok(body, 'tok')
  return body.contentType === 'application/json' ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text))
}

function example(event: EventName, affiliate?: { code: string; name: string }): JsonObject {
  const facts = { event, product, producer: { name: 'P' }, transaction: 'HP16015479281022', now }
  return exampleData({ ...facts, ...(affiliate && { affiliate }) })
}

/** The example sale with a change. */
function sale(change: JsonObject, event: EventName = 'PURCHASE_APPROVED'): JsonObject {
  return mergePatch(example(event), change) as JsonObject
}

describe('a form', () => {
  it('is encoded like a browser’s: UTF-8, and + for spaces', () => {
    const data = sale({ buyer: { name: "Zoë & João = ~*()'!é+%" }, purchase: { origin: { sck: 'a b' } } })
    const { contentType, text } = render('PURCHASE_APPROVED', 'producer', data)
    expect(contentType).toBe('application/x-www-form-urlencoded')
    expect(text).toContain('&prod_name=P%C3%A3o+%26+Cia&')
    expect(text).toContain('&name=Zo%C3%AB+%26+Jo%C3%A3o+%3D+%7E*%28%29%27%21%C3%A9%2B%25&')
    expect(text).toMatch(/&sck=a\+b$/)
  })

  it('carries any text of a buyer unchanged', () => {
    const anyText = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.isWellFormed())
    fc.assert(
      fc.property(anyText, (name) => {
        expect(sent('PURCHASE_APPROVED', 'producer', sale({ buyer: { name } })).name).toBe(name)
      }),
    )
  })

  it('takes the token as its second parameter', () => {
    const body = render('PURCHASE_APPROVED', 'producer', example('PURCHASE_APPROVED'))
    expect(body.text).not.toContain('hottok')
    expect(spliceHottok(body, 'tok')).toMatch(/^callback_type=1&hottok=tok&aff=&/)
  })

  it('sends parameters with a value only, but aff, xcod and sck even if empty', () => {
    const least = { product: { id: 7 }, buyer: { email: 'ana@example.com' }, purchase: { status: 'APPROVED' } }
    const data = familyOf('PURCHASE_APPROVED').complete(least, {
      product,
      producer: { name: 'P' },
      occurredAt: now,
    })
    expect(sent('PURCHASE_APPROVED', 'producer', data)).toEqual({
      callback_type: '1',
      hottok: 'tok',
      aff: '',
      xcod: '',
      status: 'approved',
      prod: '7',
      prod_name: 'Pão & Cia',
      producer_name: 'P',
      purchase_date: '2026-01-15T12:00:00Z',
      receiver_type: 'SELLER',
      has_co_production: 'false',
      email: 'ana@example.com',
      sck: '',
    })
  })

  it('sends the original currency twice, as Hotmart does', () => {
    const { text } = render('PURCHASE_APPROVED', 'producer', example('PURCHASE_APPROVED'))
    expect(text).toContain('&currency_code_from=BRL&currency_code_from_=BRL&')
  })

  it('writes money with two decimals and dates in ISO 8601 with Z', () => {
    const found = sent(
      'PURCHASE_APPROVED',
      'producer',
      sale({ purchase: { price: { value: 1500 }, full_price: { value: 0.1 } } }),
    )
    expect(found).toMatchObject({
      price: '1500.00',
      full_price: '0.10',
      cms_marketplace: '20.50',
      purchase_date: '2026-01-15T11:58:30Z',
      confirmation_purchase_date: '2026-01-15T11:59:55Z',
      warranty_date: '2026-01-22T00:00:00Z',
    })
  })

  it.each(purchaseEvents)('sends the status of %s in lower case', (event) => {
    expect(sent(event, 'producer', example(event)).status).toBe(statusOfEvent(event).toLowerCase())
  })

  it('drops fields that do not belong to the event', () => {
    const unpaid = sale({ purchase: { approved_date: now, payment: { refusal_reason: 'no' } } }, 'PURCHASE_EXPIRED')
    const found = sent('PURCHASE_EXPIRED', 'producer', unpaid)
    expect(found).not.toHaveProperty('confirmation_purchase_date')
    expect(found).not.toHaveProperty('refusal_reason')
    expect(sent('PURCHASE_CANCELED', 'producer', unpaid)).toHaveProperty('refusal_reason', 'no')
    expect(sent('PURCHASE_CANCELED', 'producer', example('PURCHASE_APPROVED'))).not.toHaveProperty('warranty_date')
  })

  it('has the parameters of a subscription only if there is one', () => {
    const ofSubscription = [
      'subscriber_code',
      'signature_status',
      'subscription_status',
      'name_subscription_plan',
      'recurrency',
      'subscription_date_next_charge',
      'subscription_anticipation_purchase',
    ]
    const found = sent('PURCHASE_DELAYED', 'producer', example('PURCHASE_DELAYED'))
    expect(found).toMatchObject({ subscription_status: 'past_due', signature_status: 'delayed', recurrency: '2' })
    for (const name of ofSubscription) expect(found).toHaveProperty(name)
    const single = sent('PURCHASE_APPROVED', 'producer', example('PURCHASE_APPROVED'))
    for (const name of ofSubscription) expect(single).not.toHaveProperty(name)
  })

  it.each([
    ['ACTIVE', 'active', 'active'],
    ['CANCELLED_BY_CUSTOMER', 'canceled', 'canceled by client'],
    ['CANCELLED_BY_SELLER', 'canceled', 'canceled by vendor'],
    ['CANCELLED_BY_ADMIN', 'canceled', 'canceled by admin'],
    ['OVERDUE', 'past_due', 'delayed'],
    ['STARTED', 'started', 'started'],
  ])('sends the subscription status %s as %s, and in the older field as %s', (status, newer, older) => {
    const found = sent('PURCHASE_DELAYED', 'producer', sale({ subscription: { status } }, 'PURCHASE_DELAYED'))
    expect(found).toMatchObject({ subscription_status: newer, signature_status: older })
  })

  it.each([
    ['CREDIT_CARD', 'credit_card', 'hotmart'],
    ['BILLET', 'billet', 'hotmart'],
    ['CASHPAYMENT', 'cash_payment', 'hotmart'],
    ['DIRECT_BANK_TRANSFER', 'bank_transfer', 'hotmart'],
    ['PAYPAL', 'paypal', 'paypal'],
    ['PIX', 'pix', 'hotmart'],
  ])('sends the payment type %s as %s, with the engine %s', (type, payment_type, payment_engine) => {
    const found = sent('PURCHASE_APPROVED', 'producer', sale({ purchase: { payment: { type } } }))
    expect(found).toMatchObject({ payment_type, payment_engine })
  })

  it.each([
    ['11999990000', '11', '999990000'],
    ['999990000', '11', '999990000'],
    // These digits belong to the number, not to the area code.
    ['912345678', '91', '912345678'],
    ['91912345678', '91', '912345678'],
    ['4915112345678', null, '4915112345678'],
  ])('splits the telephone number %s with area code %s', (checkout_phone, checkout_phone_code, number) => {
    const found = sent('PURCHASE_APPROVED', 'producer', sale({ buyer: { checkout_phone, checkout_phone_code } }))
    expect(found.phone_checkout_number).toBe(number)
    expect(found.phone_checkout_local_code).toBe(checkout_phone_code ?? undefined)
  })

  it('finds the street under both of its names', () => {
    const street = sale({ buyer: { address: { address: null, street: 'Rua Augusta' } } })
    expect(sent('PURCHASE_APPROVED', 'producer', street).address).toBe('Rua Augusta')
    expect(sent('PURCHASE_APPROVED', 'producer', example('PURCHASE_APPROVED')).address).toBe('Avenida Paulista')
  })

  it('has the two parts of a converted commission', () => {
    const commissions = [
      {
        value: 59.1,
        currency_value: 'USD',
        source: 'AFFILIATE',
        currency_conversion: { converted_value: 319.1, converted_to_currency: 'BRL', conversion_rate: 5.4 },
      },
    ]
    expect(sent('PURCHASE_APPROVED', 'producer', sale({ commissions }))).toMatchObject({
      currency: 'USD',
      cms_aff: '59.10',
      cms_aff_currency: 'USD',
      aff_cms_rate_currency: 'BRL',
      aff_cms_rate_commission: '319.10',
      aff_cms_rate_conversion: '5.4',
    })
  })

  it('has the fields that platforms report for version 1.0.0 alone', () => {
    const data = withVersionOneExamples('PURCHASE_DELAYED', sale({ purchase: { hotkey: 'K-1' } }, 'PURCHASE_DELAYED'))
    expect(sent('PURCHASE_DELAYED', 'producer', data)).toMatchObject({
      productOfferPaymentMode: 'pagamento_unico',
      recurrency_period: '30',
      phone_local_code: '11',
      phone_number: '999990000',
      hotkey: 'K-1',
    })
  })
})

describe('readers of a form', () => {
  const data = example('PURCHASE_APPROVED', { code: 'A1', name: 'One' })
  const seenBy = (view: View) => sent('PURCHASE_APPROVED', view, data)

  it('get their role', () => {
    expect(views.map((view) => seenBy(view).receiver_type)).toEqual(['SELLER', 'COPRODUCER', 'AFFILIATE', 'AFFILIATE'])
  })

  it('get their own share', () => {
    expect(seenBy('producer')).toMatchObject({ cms_marketplace: '20.50', cms_vendor: '117.40', cms_aff: '59.10' })
    expect(seenBy('affiliate:A1')).toMatchObject({
      cms_marketplace: '20.50',
      cms_aff: '59.10',
      aff: 'A1',
      aff_name: 'One',
    })
    for (const view of views.slice(1)) expect(seenBy(view)).not.toHaveProperty('cms_vendor')
    expect(seenBy('coproducer:a')).not.toHaveProperty('cms_aff')
  })

  it('who are co-producers get their own share, and none if shares cannot be told apart', () => {
    const share = (...values: readonly number[]) => {
      const theirs = values.map((value) => ({ value, currency_value: 'BRL', source: 'COPRODUCER' }))
      const commissions = [
        { value: 20.5, currency_value: 'BRL', source: 'MARKETPLACE' },
        { value: 100, currency_value: 'BRL', source: 'PRODUCER' },
        ...theirs,
      ]
      return (view: View) => sent('PURCHASE_APPROVED', view, sale({ commissions })).cms_vendor
    }
    expect([share(35)('coproducer:a'), share(35)('producer')]).toEqual(['35.00', '100.00'])
    expect([share(35, 12)('coproducer:a'), share()('coproducer:a')]).toEqual([undefined, undefined])
    const unsaid = { commissions: [{ value: 35, currency_value: 'BRL', source: 'COPRODUCER' }] }
    expect(sent('PURCHASE_APPROVED', 'producer', sale(unsaid))).not.toHaveProperty('cms_vendor')
  })

  it.each([
    [{ purchase: { payment: { type: 'APPLE_PAY' } } }, { payment_type: 'apple_pay', payment_engine: 'hotmart' }],
    [{ purchase: { payment: { type: 'PAYPAL_CREDIT' } } }, { payment_type: 'paypal_credit', payment_engine: 'paypal' }],
    [{ subscription: { status: 'TRIAL' } }, { subscription_status: 'trial', signature_status: 'trial' }],
    [{ subscription: { status: 'ON_HOLD' } }, { subscription_status: 'on_hold', signature_status: 'on hold' }],
    [{ purchase: { business_model: 'S' } }, { business_model: 'S' }],
    [{ producer: { legal_nature: 'Persona Moral' } }, { producer_legal_nature: 'Persona Moral' }],
    [{ buyer: { document_type: 'RFC' } }, { doc_type: 'RFC' }],
  ])('get unknown values: %o', (change, expected) => {
    expect(sent('PURCHASE_APPROVED', 'producer', sale(change))).toMatchObject(expected)
  })

  it('get no parameter for a value that was not collected', () => {
    const nothing = { currency_value: '', value: 1 }
    const form = sent(
      'PURCHASE_APPROVED',
      'producer',
      sale({
        buyer: { email: '', document: '', address: { country_iso: '' } },
        purchase: {
          price: nothing,
          payment: { installments_number: 0, type: '' },
          recurrence_number: 0,
          checkout_country: { iso: '' },
        },
      }),
    )
    for (const name of ['email', 'doc', 'installments_number', 'recurrency', 'payment_type', 'payment_engine']) {
      expect(form).not.toHaveProperty(name)
    }
  })

  it('who are affiliates get the buyer’s data only if the producer shares them', () => {
    for (const name of ['email', 'name', 'doc', 'address_city', 'phone_checkout_number']) {
      expect(seenBy('affiliate:A1')).not.toHaveProperty(name)
      expect(seenBy('affiliate:A1+buyer')).toHaveProperty(name)
    }
    for (const name of ['producer_document', 'producer_legal_nature']) {
      expect(seenBy('affiliate:A1+buyer')).not.toHaveProperty(name)
      expect(seenBy('producer')).toHaveProperty(name)
    }
  })

  it('who are other affiliates learn nothing about the affiliate of the sale', () => {
    expect(seenBy('affiliate:B2')).toMatchObject({ aff: '' })
    expect(seenBy('affiliate:B2')).not.toHaveProperty('aff_name')
  })

  it('get the link and code of a slip if they may see the buyer', () => {
    const slip = sent('PURCHASE_BILLET_PRINTED', 'affiliate:A1+buyer', example('PURCHASE_BILLET_PRINTED'))
    expect(slip.billet_url).toBe('https://boleto.example.com/bHP16015479281022')
    expect(slip.billet_barcode).toMatch(/^\d{47}$/)
  })
})

describe('JSON of version 1.0.0', () => {
  it('of a cart is flat, and ends with the token', () => {
    const event = 'PURCHASE_OUT_OF_SHOPPING_CART'
    const body = render(event, 'producer', withVersionOneExamples(event, example(event)))
    expect(body.contentType).toBe('application/json')
    expect(spliceHottok(body, 'tok')).toBe(
      '{"affiliate":false,"userKey":"5f1d2c9e","productId":7,"productUcode":"u-7","productName":"Pão & Cia","productCategory":"cooking",' +
        '"buyerVO":{"name":"Ana Souza","email":"ana.souza@example.com","phone":"11999990000"},"hasNegotiate":false,"hottok":"tok"}',
    )
  })

  it('of a cancelled subscription is flat', () => {
    const event = 'SUBSCRIPTION_CANCELLATION'
    expect(Object.keys(sent(event, 'producer', example(event)))).toEqual([
      'subscriptionId',
      'subscriberCode',
      'cancellationDate',
      'dateNextCharge',
      'actualRecurrenceValue',
      'userName',
      'userEmail',
      'productName',
      'subscriptionPlanName',
      'hottok',
    ])
  })

  it('of a plan switch tells the new plan from the old one in either order', () => {
    const event = 'SWITCH_PLAN'
    const data = withVersionOneExamples(event, example(event))
    const reversed = { ...data, plans: (data.plans as readonly Json[]).toReversed() }
    for (const given of [data, reversed]) {
      expect(sent(event, 'producer', given)).toMatchObject({
        subscription: { plan: { name: 'Annual plan', value: 597 }, subscriber: { code: 'I9OT62C3' } },
        newSubscriptionPlan: { name: 'Annual plan', recurrencyPeriod: 360, offer: { key: 'py01ycdp' } },
        previousSubscriptionPlan: { name: 'Monthly plan', recurrencyPeriod: 30, currencyCode: 'BRL' },
      })
    }
  })

  it('leaves out an empty object', () => {
    const event = 'PURCHASE_OUT_OF_SHOPPING_CART'
    expect(sent(event, 'affiliate:A1', example(event))).not.toHaveProperty('buyerVO')
    expect(sent(event, 'affiliate:A1+buyer', example(event))).toHaveProperty('buyerVO')
  })

  it.each([
    ['PURCHASE_OUT_OF_SHOPPING_CART', ['affiliate', 'productName']],
    ['SUBSCRIPTION_CANCELLATION', ['cancellationDate']],
    ['SWITCH_PLAN', ['switchPlanDate']],
  ] as const)('of %s has the keys that receivers expect', (event, keys) => {
    const body = sent(event, 'affiliate:A1', example(event))
    for (const key of keys) expect(body).toHaveProperty(key)
  })
})

describe.each(events)('the schema of %s in version 1.0.0', (event) => {
  const schema = jsonSchemaOf(event, '1.0.0')
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: true })
  ajv.addVocabulary(['x-affiliate', 'x-format', 'x-size', 'x-presence', 'x-since', 'x-known-values'])
  const validate = ajv.compile(schema)
  const errorsOf = (body: unknown) => (validate(body) ? [] : (validate.errors ?? []))

  it('has a stable $id', () => {
    expect(schema.$id).toBe(`urn:postback:schema:1.0.0:${event}`)
  })

  it('holds for examples in every view', async () => {
    const whole = example(event, { code: 'A1', name: 'One' })
    const rows = views.map((view) => [view, view] as const)
    const failing = await failingRows(rows, (view) => {
      expect(errorsOf(sent(event, view, whole))).toEqual([])
      expect(errorsOf(sent(event, view, withVersionOneExamples(event, whole)))).toEqual([])
    })
    expect(failing).toEqual([])
  })

  it('refuses a body without the token, and a value of another type', () => {
    const { hottok: _, ...bare } = sent(event, 'producer', example(event))
    expect(errorsOf(bare)).not.toEqual([])
    const [name = ''] = Object.keys(bare)
    expect(errorsOf({ ...bare, hottok: 'tok', [name]: { no: 'such thing' } })).not.toEqual([])
  })

  if (isPurchaseEvent(event)) {
    it('describes every parameter as a text', () => {
      for (const property of Object.values(schema.properties as JsonObject)) {
        expect(isJsonObject(property) && property.type).toBe('string')
      }
    })
  }
})

describe('affiliates get only values that they may see', () => {
  const leavesOf = (event: EventName) => reportedParameters[event].filter((parameter) => parameter.type !== 'object')
  const hiddenFrom = (event: EventName, view: View) =>
    leavesOf(event).filter(
      ({ affiliate }) => affiliate === 'no' || (affiliate === 'with-buyer-data' && !view.endsWith('+buyer')),
    )

  it.each<View>(['affiliate:ME', 'affiliate:ME+buyer'])('as %s', (view) => {
    fc.assert(
      fc.property(fc.constantFrom(...events).chain(canaryData), ({ event, data }) => {
        const { text } = render(event, view, data)
        const readable = text.startsWith('{') ? text : [...new URLSearchParams(text).values()].join(' ')
        for (const leaf of hiddenFrom(event, view)) expect(readable).not.toContain(String(canaryOf(leaf)))
        expect(readable).not.toContain(strange)
      }),
      { numRuns: 500 },
    )
  })

  it('and the producer gets the hidden ones', () => {
    for (const event of events) {
      const { text } = render(
        event,
        'producer',
        planted(event, () => 'plain'),
      )
      const readable = text.startsWith('{') ? text : [...new URLSearchParams(text).values()].join(' ')
      for (const name of ['data.buyer.email', 'data.subscriber.email', 'data.subscription.user.email']) {
        const leaf = leavesOf(event).find(({ path }) => path === name)
        if (leaf) expect(readable).toContain(canaryOf(leaf))
      }
    }
  })
})

/** A value that identifies a field: a text that holds its path, or a number that no other field has. */
function canaryOf(parameter: Parameter): string | number {
  if (parameter.type !== 'integer' && parameter.type !== 'number') return `<${parameter.path}>`
  let sum = 0
  for (const letter of parameter.path) sum = (sum * 31 + letter.charCodeAt(0)) % 899_999
  return 100_000_000 + sum
}
const strange = 'never-documented'

type Plant = 'plain' | 'object' | 'list' | 'null' | 'absent'

/** Data in which every leaf is a canary, of the right type or another one, with unknown fields at every level. */
function canaryData(event: EventName): fc.Arbitrary<{ event: EventName; data: JsonObject }> {
  const plants = fc.infiniteStream(
    fc.constantFrom<Plant>('plain', 'plain', 'plain', 'plain', 'object', 'list', 'null', 'absent'),
  )
  return plants.map((stream) => ({ event, data: planted(event, () => stream.next().value ?? 'plain') }))
}

function planted(event: EventName, pick: () => Plant): JsonObject {
  return plantedIn(treeOf(reportedParameters[event], 'data'), pick)
}

function plantedIn(branches: ReadonlyMap<string, Branch>, pick: () => Plant): JsonObject {
  const object: Record<string, Json> = { unknown_field: strange, unknown_object: { deep: [strange] } }
  for (const [key, { parameter, members }] of branches) {
    const plant = pick()
    const inside = () => plantedIn(members, pick)
    if (parameter.path === 'data.affiliates[].affiliate_code') object[key] = 'ME'
    else if (parameter.path === 'data.commissions[].source') object[key] = 'AFFILIATE'
    else if (plant === 'null') object[key] = null
    else if (plant === 'absent') continue
    else if (parameter.type === 'object')
      object[key] = isList(parameter) ? [inside(), strange] : plant === 'list' ? [inside()] : inside()
    else if (plant === 'object') object[key] = { inner: canaryOf(parameter), other: strange }
    else object[key] = plant === 'list' ? [canaryOf(parameter), strange] : canaryOf(parameter)
  }
  return object
}
