import { describe, expect, it } from 'vitest'
import { type EventName, purchaseEvents } from '../../event.ts'
import type { Json, JsonObject } from '../../text/json.ts'
import { checkData } from './check.ts'

const minimal = { product: { id: 7 }, buyer: { email: 'ana@example.com' }, purchase: { status: 'APPROVED' } }

function check(more: { [key: string]: Json }) {
  return checkData('PURCHASE_APPROVED', { ...minimal, ...more })
}

function nested(levels: number): Json {
  return levels === 0 ? 'bottom' : { inner: nested(levels - 1) }
}

describe('data that is accepted', () => {
  const rows: readonly (readonly [string, { [key: string]: Json }])[] = [
    ['three fields', {}],
    ['unknown fields of any kind', { extra: { a: [1, null, { b: 'c' }] }, buyer: { ...minimal.buyer, shoe_size: 43 } }],
    ['null for a known field', { producer: null, commissions: null, subscription: { status: null } }],
    ['null as an entry of a list', { commissions: [null] }],
    ['any documented spelling of the status', { purchase: { status: 'PRINTED_BILLET' } }],
    ['a status without an event', { purchase: { status: 'PARTIALLY_REFUNDED' } }],
    ['a field of another event', { purchase: { status: 'APPROVED', payment: { refusal_reason: 'no funds' } } }],
    ['as many characters as allowed, however many units they take', { producer: { name: '🍞'.repeat(255) } }],
    ['32 levels', { extra: nested(30) }],
    ['open fields of any kind', { purchase: { status: 'APPROVED', shipping: ['a', { b: 1 }], variants: 'c' } }],
  ]
  it.each(rows)('%s', (_, more) => {
    expect(check(more)).toEqual([])
  })
})

describe('data that is refused', () => {
  const price = (value: Json) => ({ purchase: { status: 'APPROVED', price: { value } } })
  const rows: readonly (readonly [string, { [key: string]: Json }, string, string])[] = [
    ['a text for a number', price('10'), '/purchase/price/value', 'must be a number'],
    ['a negative price', price(-1), '/purchase/price/value', 'must be between 0 and 999999999999.99'],
    ['a number beyond all bounds', price(Infinity), '/purchase/price/value', 'must be between 0 and 999999999999.99'],
    ['half a product', { product: { id: 1.5 } }, '/product/id', 'must be a whole number'],
    ['an unknown status', { purchase: { status: 'approved' } }, '/purchase/status', 'must be one of APPROVED'],
    ['a long code', { producer: { name: 'x'.repeat(256) } }, '/producer/name', 'must have at most 255 characters'],
    ['a short address', { buyer: { email: 'a@' } }, '/buyer/email', 'must have at least 3 characters'],
    ['a list for an object', { purchase: [] }, '/purchase', 'must be an object'],
    ['an object for a list', { commissions: { value: 1 } }, '/commissions', 'must be a list'],
    ['an entry that is no object', { commissions: [{}, 5] }, '/commissions/1', 'must be an object'],
    ['too many entries', { affiliates: Array(51).fill({}) }, '/affiliates', 'must have at most 50 entries'],
    [
      'a word for a boolean',
      { product: { id: 7, has_co_production: 'yes' } },
      '/product/has_co_production',
      'must be true or false',
    ],
    ['NUL', { producer: { name: 'a\0b' } }, '/producer/name', 'holds NUL'],
    ['half of a surrogate pair in an unknown field', { extra: ['\ud83c'] }, '/extra/0', 'holds NUL or half'],
    ['half of a surrogate pair in an unknown name', { 'a\ud83c': null }, '/a\ud83c', 'has a name that holds'],
    ['infinity in an unknown field', { extra: -Infinity }, '/extra', 'is beyond what a number can hold'],
    ['33 levels', { extra: nested(32) }, `/extra${'/inner'.repeat(31)}`, 'lies deeper than 32 levels'],
    ['odd names, in a pointer', { 'a/b~c': { d: '\0' } }, '/a~1b~0c/d', 'holds NUL'],
  ]
  it.each(rows)('%s', (_, more, pointer, detail) => {
    expect(check(more)).toContainEqual({ pointer, detail: expect.stringContaining(detail) })
  })

  const required = {
    PURCHASE_OUT_OF_SHOPPING_CART: ['/product/id'],
    SUBSCRIPTION_CANCELLATION: ['/product/id', '/subscriber/code'],
    SWITCH_PLAN: ['/subscription/subscriber_code', '/subscription/product/id'],
    UPDATE_SUBSCRIPTION_CHARGE_DATE: ['/subscriber/code', '/subscription/product/id'],
    CLUB_FIRST_ACCESS: ['/product/id'],
    CLUB_MODULE_COMPLETED: ['/product/id'],
    ORDER_FULFILLMENT: ['/product/id'],
  } as const
  it.each(Object.entries(required))('%s without what is required', (event, pointers) => {
    expect(checkData(event as EventName, { buyer: { email: null } }).map((error) => error.pointer)).toEqual(pointers)
  })

  it.each(purchaseEvents)('%s without what is required', (event) => {
    const errors = checkData(event, { buyer: { email: null }, product: {} })
    expect(errors.map((error) => error.pointer)).toEqual(['/product/id', '/buyer/email', '/purchase/status'])
    expect(new Set(errors.map((error) => error.detail))).toEqual(new Set(['is required']))
  })

  it('in at most 20 errors', () => {
    const wrong: JsonObject = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`field${i}`, '\0']))
    expect(checkData('PURCHASE_APPROVED', wrong)).toHaveLength(20)
  })

  it('however deep it is', () => {
    let deep: Json = []
    for (let i = 0; i < 100_000; i++) deep = [deep]
    expect(check({ extra: deep })).toHaveLength(1)
  })
})
