import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { eventNames, purchaseEvents } from '../../event.ts'
import { exampleData } from '../documentation/example.ts'
import { reduceTo } from '../render/reduce.ts'
import { checkData } from './check.ts'
import { missingFieldsOf, usualFieldsOf } from './missing.ts'

const product = { id: 7, name: 'Bread', ucode: 'u-7' }

describe('what Hotmart always sends', () => {
  it.each(eventNames)('is all in the example of %s', (event) => {
    const facts = { event, product, producer: { name: 'P' }, transaction: 'HP1', now: 0 }
    expect(missingFieldsOf(event, exampleData(facts))).toEqual([])
  })

  it.each(purchaseEvents)('is sent to the producer in %s', (event) => {
    const facts = { event, product, producer: { name: 'P' }, transaction: 'HP1', now: 0 }
    expect(missingFieldsOf(event, reduceTo({ kind: 'producer' }, event, '2.0.0', exampleData(facts)))).toEqual([])
  })

  it('is named where it is missing: a field, an object, the first entry of a list', () => {
    const data = { buyer: { email: 'a@example.com', name: null }, commissions: [], purchase: { price: { value: 1 } } }
    const missing = missingFieldsOf('PURCHASE_APPROVED', data)
    expect(missing).toContain('data.buyer.name')
    expect(missing).toContain('data.commissions[]')
    expect(missing).toContain('data.purchase.price.currency_value')
    expect(missing).toContain('data.purchase.payment')
    expect(missing).not.toContain('data.buyer.email')
    expect(missing).not.toContain('data.purchase.payment.type')
  })

  it('is all in the first sale of the README', () => {
    const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8')
    const data = JSON.parse(/```json\n(\{\n {2}"product"[\s\S]*?)```/.exec(readme)?.[1] ?? '')
    expect(checkData('PURCHASE_APPROVED', data)).toEqual([])
    expect(missingFieldsOf('PURCHASE_APPROVED', data)).toEqual([])
  })

  it('leaves out what Postback knows by itself and what only some sales have', () => {
    const usual = usualFieldsOf('PURCHASE_APPROVED')
    expect(usual).toContain('data.purchase.payment.type')
    for (const path of ['data.product.name', 'data.purchase.order_date', 'data.subscription.status']) {
      expect(usual).not.toContain(path)
    }
  })
})
