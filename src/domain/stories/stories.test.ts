import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { eventNames, isPurchaseEvent } from '../event.ts'
import { checkData } from '../payload/checks/check.ts'
import { jsonSchemaOf } from '../payload/documentation/json-schema.ts'
import { familyOf } from '../payload/families/families.ts'
import { textIn } from '../payload/local-text.ts'
import { renderBody } from '../payload/render/render.ts'
import { statusMismatch } from '../payload/status.ts'
import { wholeSecond } from '../payload/whole-second.ts'
import { isJsonObject, type Json, type JsonObject, valueAt } from '../text/json.ts'
import { outOfOrder } from './out-of-order.ts'
import { lengthOf, outlineOf, type StoryName, storyNames, tellStory } from './stories.ts'
import type { Step, StoryFacts } from './story.ts'
import { storyTexts } from './story-text.ts'

const day = 24 * 3_600_000
const startedAt = Date.UTC(2026, 0, 31, 23, 59, 59, 999)
const affiliate = { code: 'Q58388177J', name: 'Bruno Lima' }
const facts: StoryFacts = {
  product: { id: 1000, name: 'Baking Bread at Home', ucode: 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f' },
  addedProduct: { id: 1001, name: 'Sourdough', ucode: '559fef42-3406-4d82-b775-d09bd33936b1' },
  producer: { name: 'Padaria Boa Ltda' },
  buyer: { name: 'Bia Prado', email: 'bia.prado@example.com' },
  seed: 281_474_976_710_655,
  startedAt,
}

const ajv = new Ajv2020({ strict: false })
const validators = Object.fromEntries(eventNames.map((event) => [event, ajv.compile(jsonSchemaOf(event, '2.0.0'))]))

describe.each(storyNames)('the story %s', (name) => {
  const steps = tellStory(name, facts)

  it.each([
    ['without an affiliate', facts],
    ['through an affiliate', { ...facts, affiliate }],
  ])('is accepted %s, and each body is as its schema says', (_, about) => {
    for (const { event, data, after } of tellStory(name, about)) {
      expect(checkData(event, data), event).toEqual([])
      const creationDate = startedAt + after
      const body = { event, version: '2.0.0', view: 'producer', id: '019bc186-de00-7a54-9d13-5c6e2a10b7f4' } as const
      const { text } = renderBody({ ...body, creationDate, data })
      const validate = validators[event]
      expect(validate?.(JSON.parse(text)) ? [] : validate?.errors, event).toEqual([])
      // Nothing of a story is left out on its way.
      expect(JSON.parse(text).data, event).toEqual(data)
    }
  })

  it('moves forward, from the beginning to a length that is known', () => {
    const moments = steps.map(({ after }) => after)
    expect(moments).toEqual(moments.toSorted((a, b) => a - b))
    expect(new Set(moments).size).toBe(moments.length)
    expect(lengthOf(name)).toBe(moments.at(-1))
    expect(outlineOf(name)).toEqual(steps.map(({ event, after }) => ({ event, after })))
  })

  it('has nothing happen before its time', () => {
    for (const { event, data, after } of steps) {
      const at = startedAt + after
      for (const [key, value] of datesIn(data)) {
        if (/^(date_next_charge|pix_expiration_date|warranty_date)$/.test(key)) continue
        expect(value, `${event} ${key}`).toBeGreaterThanOrEqual(wholeSecond(startedAt))
        expect(value, `${event} ${key}`).toBeLessThanOrEqual(at)
      }
    }
  })

  it('is about one buyer, the product, and transactions from the range of tests', () => {
    const people = steps.flatMap(({ data }) => textsIn(data).filter(([key]) => key === 'email'))
    expect(new Set(people.map(([, email]) => email))).toEqual(new Set(['bia.prado@example.com']))
    for (const { event, data } of steps) {
      const id = Number(valueAt(data, ...familyOf(event).productAt, 'id'))
      const isBump = valueAt(data, 'purchase', 'order_bump', 'is_order_bump') === true
      expect(id, event).toBe(isBump ? 1001 : 1000)
      const transaction = valueAt(data, 'purchase', 'transaction')
      if (isPurchaseEvent(event)) expect(transaction).toMatch(/^HP00\d{12}$/)
    }
  })

  it('says the same of a transaction in each of its events', () => {
    const constant = [
      'order_date',
      'full_price',
      'price',
      'offer',
      'recurrence_number',
      'date_next_charge',
      'order_bump',
    ]
    const sales = Map.groupBy(purchasesOf(steps), ({ data }) => valueAt(data, 'purchase', 'transaction'))
    for (const events of sales.values()) {
      const [first] = events
      for (const { event, data } of events) {
        expect(statusMismatch(event, data)).toBeUndefined()
        for (const key of constant) {
          expect(valueAt(data, 'purchase', key), key).toEqual(valueAt(first?.data, 'purchase', key))
        }
        expect(data.buyer).toEqual(first?.data.buyer)
        expect(data.product).toMatchObject({ id: valueAt(first?.data, 'product', 'id') ?? null })
      }
      const approvals = events.map(({ data }) => valueAt(data, 'purchase', 'approved_date')).filter(isNumber)
      expect(new Set(approvals).size).toBeLessThanOrEqual(1)
    }
  })

  it('has prices that the commissions add up to', () => {
    for (const { data } of purchasesOf(tellStory(name, { ...facts, affiliate }))) {
      const cents = (data.commissions as readonly JsonObject[]).map((entry) => Math.round(Number(entry.value) * 100))
      const price = Math.round(Number(valueAt(data, 'purchase', 'price', 'value')) * 100)
      expect(cents.reduce((sum, value) => sum + value)).toBe(price)
      expect(Math.min(...cents)).toBeGreaterThan(0)
    }
  })

  it('is told alike with the same seed, and with other codes by another', () => {
    expect(tellStory(name, facts)).toEqual(steps)
    const transactions = (seed: number) =>
      purchasesOf(tellStory(name, { ...facts, seed })).map(({ data }) => valueAt(data, 'purchase', 'transaction'))
    expect(transactions(5)).not.toEqual(transactions(6_000))
  })

  it('has a title and a meaning in three languages', () => {
    const { title, meaning } = storyTexts[name]
    const inAll = (text: typeof title) => ['en', 'pt-BR', 'es-419'].map((locale) => textIn(text, locale))
    for (const text of inAll(title)) expect(text.trim()).toBe(text)
    expect(Math.min(...inAll(title).map((text) => text.length))).toBeGreaterThan(3)
    for (const text of inAll(meaning)) expect(text).toMatch(/^\p{Lu}.*\.$/u)
    expect(new Set(inAll(meaning)).size).toBe(3)
  })
})

describe('the stories', () => {
  const courseOf = (name: StoryName) => outlineOf(name).map(({ event }) => event.replace('PURCHASE_', ''))

  it('are those that receivers have to cope with', () => {
    expect(Object.fromEntries(storyNames.map((name) => [name, courseOf(name).join(' → ')]))).toEqual({
      'card-complete': 'APPROVED → COMPLETE',
      'boleto-approved': 'BILLET_PRINTED → APPROVED',
      'pix-expired': 'BILLET_PRINTED → EXPIRED',
      refund: 'APPROVED → PROTEST → REFUNDED',
      chargeback: 'APPROVED → CHARGEBACK',
      subscription: 'APPROVED → APPROVED → APPROVED → DELAYED → DELAYED → DELAYED → SUBSCRIPTION_CANCELLATION',
      'plan-switch': 'APPROVED → SWITCH_PLAN → APPROVED',
      'cart-recovered': 'OUT_OF_SHOPPING_CART → APPROVED',
      'order-bump': 'APPROVED → APPROVED',
    })
  })

  it('carry a boleto or a PIX code where one was issued, and a boleto is paid two days later', () => {
    const [printed, approved] = tellStory('boleto-approved', facts)
    const payment = valueAt(printed?.data, 'purchase', 'payment')
    expect(payment).toMatchObject({ type: 'BILLET', billet_barcode: expect.any(String) })
    expect(valueAt(approved?.data, 'purchase', 'payment')).toEqual(payment)
    expect(valueAt(approved?.data, 'purchase', 'approved_date')).toBe(wholeSecond(startedAt) + 2 * day)
    expect(valueAt(approved?.data, 'product', 'warranty_date')).toBe('2026-02-09T00:00:00Z')
    const [code, expired] = tellStory('pix-expired', facts)
    expect(valueAt(code?.data, 'purchase', 'payment')).toMatchObject({ type: 'PIX', pix_code: expect.any(String) })
    expect(Number(valueAt(expired?.data, 'purchase', 'payment', 'pix_expiration_date'))).toBeLessThan(
      startedAt + (expired?.after ?? 0),
    )
  })

  it('give a subscription one code, and each charge a transaction and the next number', () => {
    const steps = tellStory('subscription', facts)
    const codes = steps.map(
      ({ data }) =>
        valueAt(data, 'subscription', 'subscriber', 'code') ?? valueAt(data, 'subscriber', 'code') ?? 'no code',
    )
    expect(new Set(codes).size).toBe(1)
    expect(codes[0]).toMatch(/^[0-9A-Z]{8}$/)
    const charges = purchasesOf(steps)
    expect(charges.map(({ data }) => valueAt(data, 'purchase', 'recurrence_number'))).toEqual([1, 2, 3, 4, 4, 4])
    expect(new Set(charges.map(({ data }) => valueAt(data, 'purchase', 'transaction'))).size).toBe(4)
    for (const { event, data } of charges) {
      const isLate = event === 'PURCHASE_DELAYED'
      expect(valueAt(data, 'subscription', 'status')).toBe(isLate ? 'DELAYED' : 'ACTIVE')
      expect(valueAt(data, 'purchase', 'payment', 'refusal_reason') !== undefined).toBe(isLate)
    }
  })

  it('charge the new plan after it was switched to', () => {
    const [before, change, after] = tellStory('plan-switch', facts)
    const plans = change?.data.plans as readonly JsonObject[]
    expect(valueAt(before?.data, 'subscription', 'plan', 'id')).toBe(plans.find(({ current }) => !current)?.id)
    expect(valueAt(after?.data, 'subscription', 'plan', 'id')).toBe(plans.find(({ current }) => current)?.id)
    expect(valueAt(change?.data, 'subscription', 'date_next_charge')).toBe(
      valueAt(after?.data, 'purchase', 'order_date'),
    )
  })

  it('name the parent of an order bump, which comes seconds after it', () => {
    const [order, bump] = tellStory('order-bump', facts)
    expect(valueAt(order?.data, 'purchase', 'order_bump')).toEqual({ is_order_bump: false })
    expect(valueAt(bump?.data, 'purchase', 'order_bump')).toEqual({
      is_order_bump: true,
      parent_purchase_transaction: valueAt(order?.data, 'purchase', 'transaction'),
    })
    expect(valueAt(bump?.data, 'purchase', 'origin', 'sck')).toBe(valueAt(order?.data, 'purchase', 'origin', 'sck'))
    expect((bump?.after ?? 0) - (order?.after ?? 0)).toBeLessThan(10_000)
  })

  it('say whether an affiliate brought the visitor', () => {
    const cart = (about: StoryFacts) => tellStory('cart-recovered', about)[0]?.data.affiliate
    expect([cart(facts), cart({ ...facts, affiliate })]).toEqual([false, true])
  })
})

describe('out of order', () => {
  it('the later half overtakes the earlier, always alike', () => {
    expect(outOfOrder([1])).toEqual([1])
    expect(outOfOrder([1, 2])).toEqual([2, 1])
    expect(outOfOrder([1, 2, 3])).toEqual([3, 1, 2])
    expect(outOfOrder([1, 2, 3, 4])).toEqual([3, 1, 4, 2])
    expect(outOfOrder([1, 2, 3, 4, 5, 6, 7])).toEqual([5, 1, 6, 2, 7, 3, 4])
  })
})

// -- looking into data -----------------------------------------------------------------------------------------------------

function purchasesOf(steps: readonly Step[]) {
  return steps.flatMap(({ event, data, after }) => (isPurchaseEvent(event) ? [{ event, data, after }] : []))
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number'
}

/** Every number that is a time, with the name of its field. */
function datesIn(value: Json): readonly (readonly [string, number])[] {
  return leavesOf(value).flatMap(([key, leaf]) =>
    /date$|_date_|^date/.test(key) && isNumber(leaf) ? [[key, leaf]] : [],
  )
}

function textsIn(value: Json): readonly (readonly [string, string])[] {
  return leavesOf(value).flatMap(([key, leaf]) => (typeof leaf === 'string' ? [[key, leaf]] : []))
}

function leavesOf(value: Json, key = ''): readonly (readonly [string, Json])[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => leavesOf(item, key))
  if (isJsonObject(value)) return Object.entries(value).flatMap(([name, member]) => leavesOf(member, name))
  return [[key, value]]
}
