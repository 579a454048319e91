import { expect, test } from 'vitest'
import { maskEmail, maskedBuyer } from './masked-buyer.ts'

test.each([
  [
    'a purchase',
    { data: { product: { support_email: 'help@shop.example' }, buyer: { email: 'ana.souza@example.com' } } },
  ],
  ['a subscription', { data: { subscriber: { email: 'ana.souza@example.com' } } }],
  ['a change of plan', { data: { subscription: { user: { email: 'ana.souza@example.com' } } } }],
  ['the members area', { data: { user: { email: 'ana.souza@example.com' } } }],
  ['an abandoned cart of version 1.0.0', { buyerVO: { email: 'ana.souza@example.com' } }],
  ['a cancellation of version 1.0.0', { userEmail: 'ana.souza@example.com' }],
])('names the buyer of %s, masked', (_what, body) => {
  expect(maskedBuyer(JSON.stringify(body))).toBe('a•••@example.com')
})

test('reads the form of version 1.0.0', () => {
  expect(maskedBuyer('hottok=x&email=ana.souza%40example.com&name=Ana')).toBe('a•••@example.com')
})

test('names nobody where the body does not', () => {
  for (const text of ['{"data":{"product":{}}}', '{"data":{"buyer":{"email":7}}}', '{', 'name=Ana', '']) {
    expect(maskedBuyer(text)).toBeNull()
  }
})

test('shows one letter at most, whatever was typed as e-mail', () => {
  expect(maskEmail('x@example.com')).toBe('x•••@example.com')
  expect(maskEmail('ana souza')).toBeNull()
  expect(maskEmail('@example.com')).toBeNull()
  expect(maskEmail(`a@${'b'.repeat(500)}`)).toHaveLength(64)
})
