import { expect, test } from 'vitest'
import { buyerOf } from './buyer-of.ts'

const form = 'application/x-www-form-urlencoded; charset=utf-8'

test.each([
  [
    { data: { buyer: { name: 'Ana Souza', email: 'ana@example.com' } } },
    { name: 'Ana Souza', email: 'ana@example.com' },
  ],
  [{ data: { buyer: { email: 'ana@example.com' } } }, { name: null, email: 'ana@example.com' }],
  [{ data: { subscriber: { name: 'Ana', email: '' } } }, { name: 'Ana', email: null }],
  [{ data: { subscription: { user: { email: 'ana@example.com' } } } }, { name: null, email: 'ana@example.com' }],
  [{ data: { user: { name: 'Ana', email: 'ana@example.com' } } }, { name: 'Ana', email: 'ana@example.com' }],
  [{ data: { buyer: { name: ' ', email: 7 } } }, null],
  [{ data: null }, null],
  [null, null],
  ['text', null],
])('the buyer of %j', (body, expected) => {
  expect(buyerOf(JSON.stringify(body), 'application/json')).toEqual(expected)
})

test('a form names the buyer too, and what is no JSON names no one', () => {
  expect(buyerOf('hottok=1&name=Ana+Souza&email=ana%40example.com', form)).toEqual({
    name: 'Ana Souza',
    email: 'ana@example.com',
  })
  expect(buyerOf('hottok=1&aff=', form)).toBeNull()
  expect(buyerOf('<html>', undefined)).toBeNull()
})
