import { describe, expect, it } from 'vitest'
import { basicOf, isInForce, mintAccessToken, mintClientSecret, tokenEnd } from './credential.ts'

const randomBytes = (size: number) => crypto.getRandomValues(new Uint8Array(size))

describe('credentials', () => {
  it('have unique secrets and tokens of letters and digits behind a prefix', () => {
    const [secret, token] = [mintClientSecret(randomBytes), mintAccessToken(randomBytes)]
    expect(secret).toMatch(/^pbs_[0-9A-Za-z]{40}$/)
    expect(token).toMatch(/^pbt_[0-9A-Za-z]{40}$/)
    expect(mintClientSecret(randomBytes)).not.toBe(secret)
  })

  it('are written as the Basic header of RFC 7617', () => {
    expect(basicOf('Aladdin', 'open sesame')).toBe('QWxhZGRpbjpvcGVuIHNlc2FtZQ==')
  })

  it('are valid until they expire, and always without an expiry', () => {
    expect(isInForce({ expiresAt: null }, 5)).toBe(true)
    expect(isInForce({ expiresAt: 6 }, 5)).toBe(true)
    expect(isInForce({ expiresAt: 5 }, 5)).toBe(false)
  })

  it('have tokens that expire no later than the credential', () => {
    const never = { expiresAt: null }
    expect(tokenEnd(never, never, 1_000, 500)).toBe(1_500)
    expect(tokenEnd({ expiresAt: 1_200 }, never, 1_000, 500)).toBe(1_200)
    expect(tokenEnd({ expiresAt: 1_200 }, { expiresAt: 1_100 }, 1_000, 500)).toBe(1_100)
  })
})
