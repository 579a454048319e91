import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { maskSecret, mintHottok, spliceHiddenHottok, spliceHottok } from './hottok.ts'
import { equalInConstantTime, mintSigningSecret, sign, signingKey } from './signature.ts'

const randomBytes = (size: number) => crypto.getRandomValues(new Uint8Array(size))

function headers(id: string, at: number, secrets: readonly string[], body: string) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': sign(
      secrets.map((secret) => signingKey(secret)),
      id,
      at,
      body,
    ).header,
  }
}

describe('signature', () => {
  const now = Math.floor(Date.now() / 1000)

  it('is accepted by another maker’s verifier, whatever the body', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const secret = mintSigningSecret(randomBytes)
        const body = JSON.stringify({ text })
        expect(new Webhook(secret).verify(body, headers('evt-1', now, [secret], body))).toEqual({ text })
      }),
    )
  })

  it('is that of HMAC-SHA256 over what is sent, whatever the key and the text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.string({ unit: 'binary' }), (key, text) => {
        const secret = `whsec_${Buffer.from(key).toString('base64')}`
        const { header, body } = sign([signingKey(secret)], 'evt-é', now, text)
        expect(Buffer.from(body)).toEqual(Buffer.from(text))
        const expected = createHmac('sha256', key).update(`evt-é.${now}.${text}`).digest('base64')
        expect(header).toBe(`v1,${expected}`)
      }),
    )
  })

  it('is refused when a byte of the body, the id or the time differs', () => {
    const secret = mintSigningSecret(randomBytes)
    const good = headers('evt-1', now, [secret], '{"a":1}')
    const verifier = new Webhook(secret)
    expect(() => verifier.verify('{"a":2}', good)).toThrow()
    expect(() => verifier.verify('{"a":1}', { ...good, 'webhook-id': 'evt-2' })).toThrow()
    expect(() => verifier.verify('{"a":1}', { ...good, 'webhook-timestamp': String(now - 1) })).toThrow()
  })

  it('is accepted with either secret during a rotation', () => {
    const [fresh, old] = [mintSigningSecret(randomBytes), mintSigningSecret(randomBytes)]
    const both = headers('evt-1', now, [fresh, old], '{}')
    for (const secret of [fresh, old]) expect(new Webhook(secret).verify('{}', both)).toEqual({})
  })
})

describe('secrets', () => {
  it('compare equal only when they are', () => {
    expect(equalInConstantTime('abc', 'abc')).toBe(true)
    for (const other of ['abd', 'ab', 'abcd', '', 'ab\0', 'abé', 'é'])
      expect(equalInConstantTime('abc', other)).toBe(false)
    expect(equalInConstantTime('ab\0', 'ab')).toBe(false)
    expect(equalInConstantTime('é', 'é')).toBe(true)
  })

  it('are tokens of 36 letters and digits, never twice the same', () => {
    const tokens = new Set(Array.from({ length: 100 }, () => mintHottok(randomBytes)))
    expect(tokens.size).toBe(100)
    for (const token of tokens) expect(token).toMatch(/^[0-9A-Za-z]{36}$/)
  })

  it('are masked so that they can be told apart but not used', () => {
    expect(maskSecret('abcdefghijklmnop')).toBe('abcd…')
    expect(maskSecret('whsec_abcdefghij')).toBe('whsec_abcd…')
  })

  it('go into a JSON body as its last member, and change nothing else', () => {
    const body = '{"id":"1","data":{"a":[1,2]}}'
    const place = { contentType: 'application/json', text: body, hottokAt: body.length - 1 }
    const spliced = spliceHottok(place, 'to"k')
    expect(spliced).toBe('{"id":"1","data":{"a":[1,2]},"hottok":"to\\"k"}')
    expect(JSON.parse(spliced)).toEqual({ ...JSON.parse(body), hottok: 'to"k' })
  })

  it('go into a JSON body that has no other member', () => {
    const empty = { contentType: 'application/json', text: '{}', hottokAt: 1 }
    expect(spliceHottok(empty, 'abc')).toBe('{"hottok":"abc"}')
  })

  it('go into a form at their place, encoded as the rest of it', () => {
    const form = { contentType: 'application/x-www-form-urlencoded', text: 'a=1&b=2', hottokAt: 3 }
    expect(spliceHottok(form, 'abc')).toBe('a=1&hottok=abc&b=2')
    expect(spliceHottok(form, 'a&b=ç d')).toBe('a=1&hottok=a%26b%3D%C3%A7+d&b=2')
  })

  it('are hidden in what is shown, in a form too so that people see it', () => {
    const form = { contentType: 'application/x-www-form-urlencoded', text: 'a=1&b=2', hottokAt: 3 }
    expect(spliceHiddenHottok(form)).toBe('a=1&hottok=••••••••&b=2')
    const json = { contentType: 'application/json', text: '{"a":1}', hottokAt: 6 }
    expect(spliceHiddenHottok(json)).toBe('{"a":1,"hottok":"••••••••"}')
  })
})
