import { expect, it } from 'vitest'
import { isHook, nameOfHook, sourceOfUrl } from './hook.ts'

it.each([
  ['https://hooks.zapier.com/hooks/standard/1/abc/', 'zapier'],
  ['https://hook.eu1.make.com/abc', 'make'],
  ['https://hook.integromat.com/abc', 'make'],
  ['https://school.app.n8n.cloud/webhook/abc', 'n8n'],
  ['https://notzapier.com/', 'other'],
  ['https://zapier.com.evil.example/', 'other'],
  ['https://example.com/?to=hooks.zapier.com', 'other'],
  ['nonsense', 'other'],
])('the source of %s is %s', (url, source) => {
  expect(sourceOfUrl(url)).toBe(source)
})

it('tells configurations made by another program from those of people and platforms', () => {
  expect(['zapier', 'make', 'n8n', 'other', 'api', 'console'].map((source) => isHook({ source }))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ])
})

it('names a hook by its source and its event', () => {
  expect(nameOfHook('zapier', ['PURCHASE_APPROVED'])).toBe('Zapier: PURCHASE_APPROVED')
  expect(nameOfHook('other', ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'])).toBe('Hook: 2 events')
})
