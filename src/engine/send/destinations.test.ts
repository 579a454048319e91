import { expect, it } from 'vitest'
import type { AddressPolicy } from '../../domain/addresses/address-policy.ts'
import { Destinations } from './destinations.ts'

const open: AddressPolicy = { allowHttp: true, allowNetworks: [], denyNetworks: [], ownAddresses: [] }
const httpsOnly: AddressPolicy = { ...open, allowHttp: false }

it('says where a URL leads, with what is asked for there', () => {
  const destinations = new Destinations(() => open)
  expect(destinations.find('https://example.com/hook?a=1#part')).toMatchObject({
    ok: true,
    target: { origin: 'https://example.com', host: 'example.com', port: 443, secure: true },
    path: '/hook?a=1',
  })
})

it('judges a URL once while the policy stands, and again under another one', () => {
  let policy = open
  const destinations = new Destinations(() => policy)
  const before = destinations.find('http://example.com/')
  expect(before.ok).toBe(true)
  expect(destinations.find('http://example.com/')).toBe(before)
  policy = httpsOnly
  expect(destinations.find('http://example.com/')).toEqual({ ok: false, problem: 'scheme' })
  policy = open
  expect(destinations.find('http://example.com/')).toEqual(before)
})

it('keeps a bounded number of them', () => {
  const destinations = new Destinations(() => open)
  const first = destinations.find('https://example.com/first')
  for (let i = 0; i < 5_000; i++) destinations.find(`https://example.com/${i}`)
  expect(destinations.find('https://example.com/first')).not.toBe(first)
})
