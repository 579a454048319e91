import { describe, expect, it } from 'vitest'
import { type Network, parseNetwork } from './address-policy.ts'
import { isTrustedProxy, withoutPort } from './trusted-proxies.ts'

const proxies = ['10.0.0.0/8', 'fd00::/8'].map((text) => parseNetwork(text) as Network)

describe('a proxy', () => {
  it.each(['10.1.2.3', '::ffff:10.1.2.3', '10.1.2.3:5678', 'fd00::1', '[fd00::1]:443'])(
    'is trusted in a network of ours: %s',
    (address) => {
      expect(isTrustedProxy(proxies, address, 0)).toBe(true)
      expect(isTrustedProxy(proxies, address, 3)).toBe(true)
    },
  )

  it.each(['11.0.0.1', '::ffff:11.0.0.1', '2001:db8::1', 'unknown', '10.1', '', '10.1.2.3.example.com'])(
    'is not trusted elsewhere: %s',
    (address) => expect(isTrustedProxy(proxies, address, 0)).toBe(false),
  )

  it('is trusted wherever it is if it is the nearest, and then no other one', () => {
    expect(isTrustedProxy('nearest', '203.0.113.7', 0)).toBe(true)
    expect(isTrustedProxy('nearest', '203.0.113.7', 1)).toBe(false)
  })

  it('is not trusted unless it is named', () => {
    expect(isTrustedProxy(null, '127.0.0.1', 0)).toBe(false)
  })
})

it('reads an address without the port that some proxies write', () => {
  const written = ['1.2.3.4:5', '[2001:db8::1]:5', '[2001:db8::1]', '2001:db8::1', '1.2.3.4']
  expect(written.map(withoutPort)).toEqual(['1.2.3.4', '2001:db8::1', '2001:db8::1', '2001:db8::1', '1.2.3.4'])
})
