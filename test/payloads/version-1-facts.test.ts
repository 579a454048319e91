import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { EventName } from '../../src/domain/event.ts'
import { checkData } from '../../src/domain/payload/checks/check.ts'
import { dictionaryOf } from '../../src/domain/payload/dictionary.ts'
import { exampleData } from '../../src/domain/payload/documentation/example.ts'
import { renderBody } from '../../src/domain/payload/render/render.ts'
import { versionOneInputs } from '../../src/domain/payload/version-1/inputs.ts'
import { spliceHottok } from '../../src/domain/secrets/hottok.ts'
import { isJsonObject, type Json, type JsonObject, valueAt } from '../../src/domain/text/json.ts'

/** The known facts of version 1.0.0, compared with our documentation and bodies. */

type Fact = readonly [name: string, affiliate: string, example: string | null, values?: readonly string[]]

const facts: Record<'form' | 'cart' | 'cancellation' | 'switch', readonly Fact[]> & { observedOrder: string } =
  JSON.parse(readFileSync(new URL('../facts/version-1.json', import.meta.url), 'utf8'))

const bodies: readonly [EventName, readonly Fact[]][] = [
  ['PURCHASE_APPROVED', facts.form],
  ['PURCHASE_OUT_OF_SHOPPING_CART', facts.cart],
  ['SUBSCRIPTION_CANCELLATION', facts.cancellation],
  ['SWITCH_PLAN', facts.switch],
]

/** Sent only with buyer data, although the facts would let every affiliate have them. */
const stricter = ['hotkey', 'subscription.subscriber.user.name', 'subscription.subscriber.user.email']
/** Capitalised in Hotmart's own documentation, not in its posts. */
const otherSpelling = ['signature_status']
/** The facts list the older values and say that there are more. */
const openEnded = ['payment_type']

describe.each(bodies)('version 1.0.0 of %s', (event, known) => {
  const { body } = dictionaryOf(event, '1.0.0')
  const documented = new Map(body.map((parameter) => [parameter.path, parameter]))
  // A refusal does not belong to an approved purchase.
  const elsewhere = event === 'PURCHASE_APPROVED' ? ['refusal_reason'] : []

  it('documents every parameter and no other', () => {
    const names = body.filter((parameter) => parameter.type !== 'object').map((parameter) => parameter.path)
    expect(names.toSorted()).toEqual(
      known
        .map(([name]) => name)
        .filter((name) => !elsewhere.includes(name))
        .toSorted(),
    )
  })

  it('sends each parameter to the affiliates that may have it', () => {
    for (const [name, rule] of known) {
      const expected = stricter.includes(name) ? 'with-buyer-data' : rule
      if (!elsewhere.includes(name)) expect(documented.get(name)?.affiliate, name).toBe(expected)
    }
  })

  it('sends only listed values', () => {
    for (const [name, , , values] of known) {
      const parameter = documented.get(name)
      if (!values || parameter?.type !== 'string' || openEnded.includes(name)) continue
      const listed = otherSpelling.includes(name) ? values.map((value) => value.toLowerCase()) : [...values]
      if (name === 'receiver_type') listed.push('COPRODUCER') // in no list that we have, but sent to co-producers
      for (const value of parameter.enum ?? []) expect(listed, name).toContain(value)
    }
  })
})

it('the page for platforms names every field that only version 1.0.0 has', () => {
  const page = readFileSync(new URL('../../docs/version-1.md', import.meta.url), 'utf8')
  for (const [event] of bodies) {
    for (const { path } of versionOneInputs(event)) expect(page).toContain(`\`${path.slice('data.'.length)}\``)
  }
})

/** The sale of Hotmart's own test posts, reported as platforms report sales. */
const testSale: JsonObject = {
  product: {
    id: 0,
    ucode: 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f',
    name: 'Produto test postback2',
    has_co_production: false,
    warranty_date: '2017-12-27T00:00:00Z',
  },
  affiliates: [{ affiliate_code: '', name: 'Affiliate name' }],
  buyer: {
    email: 'buyer@example.com',
    name: 'Teste Comprador',
    first_name: 'Teste',
    last_name: 'Comprador',
    checkout_phone: '99999999900',
    checkout_phone_code: '999999999',
  },
  producer: { name: 'Producer Test Name', document: '12345678965', legal_nature: 'Pessoa Física' },
  commissions: [
    { value: 149.5, currency_value: 'BRL', source: 'MARKETPLACE' },
    { value: 1350.5, currency_value: 'BRL', source: 'PRODUCER' },
  ],
  purchase: {
    approved_date: Date.UTC(2017, 10, 27, 11, 49, 6),
    full_price: { value: 1500, currency_value: 'BRL' },
    original_offer_price: { value: 1500, currency_value: 'BRL' },
    price: { value: 1500, currency_value: 'BRL' },
    offer: { code: 'test', payment_mode: 'pagamento_unico' },
    order_date: Date.UTC(2017, 10, 27, 11, 49, 4),
    status: 'APPROVED',
    transaction: 'HP16015479281022',
    payment: { type: 'CREDIT_CARD', installments_number: 12 },
  },
}
const subscription: JsonObject = {
  status: 'ACTIVE',
  plan: { id: 123, name: 'plano de teste' },
  subscriber: { code: 'I9OT62C3' },
}

function bodyOf(event: EventName, data: JsonObject): string {
  expect(checkData(event, data)).toEqual([])
  const facts = {
    view: 'producer',
    id: 'x',
    creationDate: 0,
    productUcode: 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f',
  } as const
  return spliceHottok(renderBody({ ...facts, event, version: '1.0.0', data }), '<account token>')
}

function formOf(data: JsonObject): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(bodyOf('PURCHASE_APPROVED', data))]
}

describe('the test post of a purchase', () => {
  const order = facts.observedOrder.split(' ')

  it('has 42 parameters in the observed order when there is a subscription', () => {
    expect(formOf({ ...testSale, subscription }).map(([name]) => name)).toEqual(order)
  })

  it('has 38 of them without a subscription', () => {
    const ofSubscription = ['subscriber_code', 'signature_status', 'subscription_status', 'name_subscription_plan']
    const rest = order.filter((name) => !ofSubscription.includes(name))
    expect(rest).toHaveLength(38)
    expect(formOf(testSale).map(([name]) => name)).toEqual(rest)
  })

  it('equals Hotmart’s byte for byte', () => {
    expect(bodyOf('PURCHASE_APPROVED', { ...testSale, subscription })).toBe(
      'callback_type=1&hottok=%3Caccount+token%3E&aff=&aff_name=Affiliate+name&currency=BRL&transaction=HP16015479281022&xcod=' +
        '&payment_type=credit_card&payment_engine=hotmart&status=approved&prod=00000&prod_name=Produto+test+postback2' +
        '&producer_name=Producer+Test+Name&producer_document=12345678965&producer_legal_nature=Pessoa+F%C3%ADsica' +
        '&transaction_ext=HP16015479281022&purchase_date=2017-11-27T11%3A49%3A04Z' +
        '&confirmation_purchase_date=2017-11-27T11%3A49%3A06Z&currency_code_from=BRL&currency_code_from_=BRL' +
        '&original_offer_price=1500.00&productOfferPaymentMode=pagamento_unico&warranty_date=2017-12-27T00%3A00%3A00Z' +
        '&receiver_type=SELLER&installments_number=12&cms_marketplace=149.50&cms_vendor=1350.50&off=test&price=1500.00' +
        '&full_price=1500.00&subscriber_code=I9OT62C3&signature_status=active&subscription_status=active' +
        '&name_subscription_plan=plano+de+teste&has_co_production=false&email=buyer%40example.com&name=Teste+Comprador' +
        '&first_name=Teste&last_name=Comprador&phone_checkout_local_code=999999999&phone_checkout_number=00&sck=',
    )
  })

  const { purchase } = testSale
  const whole = {
    ...testSale,
    purchase: {
      ...(isJsonObject(purchase) ? purchase : {}),
      recurrence_number: 1,
      subscription_anticipation_purchase: false,
    },
    subscription: { ...subscription, plan: { id: 123, name: 'plano de teste', recurrency_period: 30 } },
  }
  const sent = new Map(formOf(whole))

  it.each(facts.form.flatMap(([name, , example]) => (example === null ? [] : [[name, example] as const])))(
    'reproduces the example of %s: "%s"',
    (name, example) => {
      expect(sent.get(name)).toBe(example)
    },
  )
})

it.each(bodies.slice(1))('every example of %s is reproduced', (event, known) => {
  const product = { id: 7, name: 'Bread', ucode: 'u-7' }
  const data = exampleData({ event, product, producer: { name: 'P' }, transaction: 'HP1', now: Date.UTC(2026, 0, 15) })
  const body = JSON.parse(bodyOf(event, data)) as Json
  const examples = known.filter(([, , example]) => example !== null)
  expect(examples.map(([name]) => name)).toEqual(['hottok'])
  for (const [name, , example] of examples) expect(valueAt(body, ...name.split('.'))).toBe(example)
})
