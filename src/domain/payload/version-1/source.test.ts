import { expect, it } from 'vitest'
import { dictionaryPath, sourceReader } from './source.ts'

const data = {
  purchase: { price: { value: 10 }, offer: null },
  affiliates: [{ affiliate_code: 'A1' }, { affiliate_code: 'B2' }],
  commissions: [
    { source: 'MARKETPLACE', value: 1 },
    { source: 'PRODUCER', value: 2 },
  ],
  plans: [
    { name: 'old', current: false },
    { name: 'new', current: true },
  ],
}

it.each([
  ['data.purchase.price.value', 10],
  ['data.affiliates[].affiliate_code', 'A1'],
  ['data.commissions[PRODUCER].value', 2],
  ['data.commissions[AFFILIATE].value', undefined],
  ['data.plans[current].name', 'new'],
  ['data.plans[!current].name', 'old'],
  ['data.purchase.offer.code', undefined],
  ['data.purchase.offer', undefined],
  ['data.purchase.price.value.deeper', undefined],
  ['data.constructor', undefined],
] as const)('%s leads to %j', (path, value) => {
  expect(sourceReader([path])(data)).toBe(value)
})

it('takes the value of the first path that leads to one', () => {
  expect(sourceReader(['data.nothing', 'data.plans[current].name', 'data.purchase.price.value'])(data)).toBe('new')
})

it('a path is converted to that of version 2.0.0', () => {
  expect(dictionaryPath('data.commissions[PRODUCER].value')).toBe('data.commissions[].value')
})
