import { describe, expect, it } from 'vitest'
import { type EventName, eventNames } from '../../event.ts'
import type { Json, JsonObject } from '../../text/json.ts'
import { exampleData } from '../documentation/example.ts'
import { checkData } from './check.ts'
import { unknownsMax, unknownsOf } from './unknowns.ts'

const unknownFieldsOf = (event: EventName, data: JsonObject) => unknownsOf(event, data).map(({ field }) => field)

const product = { id: 7, name: 'Bread', ucode: 'u-7' }

describe('fields that the dictionary does not know', () => {
  it.each(eventNames)('are none in the example of %s', (event) => {
    const facts = { event, product, producer: { name: 'P' }, transaction: 'HP1', now: 0 }
    expect(unknownFieldsOf(event, exampleData(facts))).toEqual([])
  })

  const rows: readonly (readonly [string, { [key: string]: Json }, readonly string[]])[] = [
    ['at the top', { gift: true }, ['data.gift']],
    ['in an object, whatever they hold', { purchase: { gift: { from: 'Bia' } } }, ['data.purchase.gift']],
    ['with nothing in them', { buyer: { nick: null } }, ['data.buyer.nick']],
    ['in a list, once', { commissions: [{ tax: 1 }, { tax: 2, value: 3 }, null] }, ['data.commissions[].tax']],
    ['deep down', { product: { content: { products: [{ size: 'M' }] } } }, ['data.product.content.products[].size']],
    ['not in what is open by nature', { purchase: { shipping: { days: 3 }, variants: [{ color: 'red' }] } }, []],
    ['not in an object that is null', { purchase: null, commissions: null }, []],
    [
      'called as what every object has',
      JSON.parse('{"constructor": 1, "__proto__": 2}'),
      ['data.constructor', 'data.__proto__'],
    ],
  ]
  it.each(rows)('%s', (_, data, paths) => {
    expect(unknownFieldsOf('PURCHASE_APPROVED', data)).toEqual(paths)
  })

  it('are fields of another family too', () => {
    expect(unknownFieldsOf('CLUB_FIRST_ACCESS', { buyer: {} })).toEqual(['data.buyer'])
    expect(unknownFieldsOf('PURCHASE_APPROVED', { buyer: {} })).toEqual([])
  })

  it('are few, and have short names', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${i}${'x'.repeat(1000)}`, i]))
    const paths = unknownFieldsOf('PURCHASE_APPROVED', many)
    expect(paths).toHaveLength(unknownsMax)
    expect(Math.max(...paths.map((path) => path.length))).toBe(200)
  })

  it('can be cut in the middle of a character', () => {
    const [path = ''] = unknownFieldsOf('PURCHASE_APPROVED', { ['🍞'.repeat(200)]: 1 })
    expect(path.isWellFormed()).toBe(true)
  })
})

describe('values that the dictionary does not know', () => {
  const values: readonly (readonly [string, { [key: string]: Json }, string, string])[] = [
    ['a means of payment', { purchase: { payment: { type: 'BIZUM' } } }, 'data.purchase.payment.type', 'BIZUM'],
    ['a document', { buyer: { document_type: 'NIT' } }, 'data.buyer.document_type', 'NIT'],
    [
      'a party',
      { commissions: [{ source: 'PARTNER' }, { source: 'PARTNER' }] },
      'data.commissions[].source',
      'PARTNER',
    ],
    ['a status', { subscription: { status: 'TRIAL' } }, 'data.subscription.status', 'TRIAL'],
    ['a seller', { purchase: { invoice_by: 'PLATFORM' } }, 'data.purchase.invoice_by', 'PLATFORM'],
  ]
  it.each(values)('%s passes, and is found once', (_, data, field, value) => {
    expect(checkData('PURCHASE_APPROVED', data).filter(({ detail }) => detail !== 'is required')).toEqual([])
    expect(unknownsOf('PURCHASE_APPROVED', data)).toEqual([{ field, value }])
  })

  it('are neither empty texts nor free text nor values that are known', () => {
    const data = {
      buyer: { name: 'Ana', document_type: '' },
      purchase: { payment: { type: 'PIX', refusal_reason: 'x' } },
    }
    expect(unknownsOf('PURCHASE_APPROVED', data)).toEqual([])
  })

  it('are bounded in length, and the status of a purchase stays a closed list', () => {
    const errorsOf = (data: JsonObject) => checkData('PURCHASE_APPROVED', data).map(({ pointer }) => pointer)
    expect(errorsOf({ purchase: { payment: { type: 'x'.repeat(65) } } })).toContain('/purchase/payment/type')
    expect(errorsOf({ purchase: { status: 'TRIAL' } })).toContain('/purchase/status')
  })
})
