import { describe, expect, it } from 'vitest'
import { createVault } from './vault.ts'

const randomBytes = (size: number) => crypto.getRandomValues(new Uint8Array(size))
const [old, fresh] = ['o'.repeat(32), 'f'.repeat(32)]

describe('vault', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    const vault = createVault([old], randomBytes)
    const sealed = [vault.seal('hottok ☃', 'accounts|a|hottok'), vault.seal('hottok ☃', 'accounts|a|hottok')]
    expect(sealed[0]).not.toBe(sealed[1])
    for (const text of sealed) {
      expect(text).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/)
      expect(vault.open(text, 'accounts|a|hottok')).toBe('hottok ☃')
    }
  })

  it('does not open a secret that was moved to another row or altered', () => {
    const vault = createVault([old], randomBytes)
    const sealed = vault.seal('secret', 'accounts|a|hottok')
    expect(() => vault.open(sealed, 'accounts|b|hottok')).toThrow()
    const middle = sealed.length - 10
    const altered = sealed.slice(0, middle) + (sealed[middle] === 'A' ? 'B' : 'A') + sealed.slice(middle + 1)
    expect(() => vault.open(altered, 'accounts|a|hottok')).toThrow()
  })

  it('opens with either of two keys while one replaces the other, and seals with the first', () => {
    const before = createVault([old], randomBytes).seal('secret', 'place')
    const both = createVault([fresh, old], randomBytes)
    expect(both.open(before, 'place')).toBe('secret')
    expect(createVault([fresh], randomBytes).open(both.seal('secret', 'place'), 'place')).toBe('secret')
    expect(() => createVault([fresh], randomBytes).open(before, 'place')).toThrow(/another master key/)
  })

  it('re-seals with the first key only the secrets that another key sealed', () => {
    const before = createVault([old], randomBytes).seal('secret', 'place')
    const both = createVault([fresh, old], randomBytes)
    const renewed = both.renew(before, 'place') ?? ''
    expect(createVault([fresh], randomBytes).open(renewed, 'place')).toBe('secret')
    expect(both.renew(renewed, 'place')).toBeNull()
    expect(() => both.renew(before, 'elsewhere')).toThrow()
    expect([both.isChanging, createVault([fresh], randomBytes).isChanging]).toEqual([true, false])
  })
})
