import * as fc from 'fast-check'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { describe, expect, it } from 'vitest'
import { sign } from './signature.ts'
import { type RefusalCode, type Secrets, verify } from './verify.ts'

const hottok = 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e'
const secret = `whsec_${btoa('a signing secret of 32 bytes....')}`
const otherSecret = `whsec_${btoa('another secret of 32 bytes......')}`
const now = 1_768_478_400_000
const timestamp = now / 1000
const id = '019bc186-de00-7a54-9d13-5c6e2a10b7f4'
const body = '{"id":"019bc186-de00-7a54-9d13-5c6e2a10b7f4","event":"PURCHASE_APPROVED"}'
const signature = await sign(secret, { id, timestamp, body })
const headers = {
  'x-hotmart-hottok': hottok,
  'webhook-id': id,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': signature,
}
const both: Secrets = { hottok, secrets: secret }

describe('accepts', () => {
  const rows: readonly [string, Record<string, string>, string, Secrets][] = [
    ['token and signature', headers, body, both],
    ['the token alone, when no secret is given', { 'x-hotmart-hottok': hottok }, body, { hottok }],
    ['the signature alone, when no token is given', { ...headers, 'x-hotmart-hottok': '' }, body, { secrets: secret }],
    ['either of two tokens', headers, body, { hottok: ['the-new-one', hottok] }],
    ['either of two secrets', headers, body, { secrets: [otherSecret, secret] }],
    [
      'one good signature among several',
      { ...headers, 'webhook-signature': `v1,AAAA v1a,xyz ${signature}` },
      body,
      both,
    ],
    [
      'headers in upper case',
      Object.fromEntries(Object.entries(headers).map(([k, v]) => [k.toUpperCase(), v])),
      body,
      both,
    ],
    ['a token in a JSON body', {}, `{"event":"X","hottok":"${hottok}"}`, { hottok }],
    ['a token in a form', {}, `hottok=${hottok}&status=approved`, { hottok }],
    ['a secret without its prefix', headers, body, { secrets: secret.replace('whsec_', '') }],
  ]
  it.each(rows)('%s', async (_title, given, text, secrets) => {
    expect(await verify({ headers: given, body: text }, { ...secrets, now })).toMatchObject({ ok: true })
    const bytes = { headers: new Headers(given), body: new TextEncoder().encode(text) }
    expect(await verify(bytes, { ...secrets, now })).toMatchObject({ ok: true })
  })

  it('a signature up to the tolerance, and not one second beyond', async () => {
    const at = (seconds: number) =>
      verify({ headers, body }, { ...both, now: now + seconds * 1000, toleranceSeconds: 60 })
    expect(await at(60)).toMatchObject({ ok: true })
    expect(await at(-60)).toMatchObject({ ok: true })
    expect(await at(61)).toMatchObject({ step: 'timestamp', code: 'timestamp_too_old' })
    expect(await at(-61)).toMatchObject({ step: 'timestamp', code: 'timestamp_too_new' })
  })
})

describe('refuses, and says why', () => {
  const rows: readonly [RefusalCode, Record<string, string>, string?][] = [
    ['hottok_missing', { ...headers, 'x-hotmart-hottok': '' }],
    ['hottok_mismatch', { ...headers, 'x-hotmart-hottok': 'another' }],
    ['hottok_mismatch', { ...headers, 'x-hotmart-hottok': `${hottok} ` }],
    ['id_missing', { ...headers, 'webhook-id': '' }],
    ['timestamp_missing', { ...headers, 'webhook-timestamp': '' }],
    ['timestamp_invalid', { ...headers, 'webhook-timestamp': 'yesterday' }],
    ['timestamp_invalid', { ...headers, 'webhook-timestamp': '-5' }],
    ['signature_missing', { ...headers, 'webhook-signature': '' }],
    ['signature_unsupported', { ...headers, 'webhook-signature': 'v1a,c2lnbmF0dXJl' }],
    ['signature_mismatch', { ...headers, 'webhook-signature': 'v1,' }],
    ['signature_mismatch', headers, `${body} `],
    ['signature_mismatch', { ...headers, 'webhook-id': 'another' }],
    ['signature_mismatch', { ...headers, 'webhook-timestamp': String(timestamp + 1) }],
  ]
  it.each(rows)('%s: %o', async (code, given, text = body) => {
    const verification = await verify({ headers: given, body: text }, { ...both, now })
    expect(verification).toMatchObject({ ok: false, code })
    const { message } = verification as { message: string }
    expect(message).not.toContain(hottok)
    expect(message).toMatch(/^[A-Z\w].*\.$/)
  })

  it('a body that carries the right token when the header carries a wrong one', async () => {
    const request = { headers: { 'x-hotmart-hottok': 'wrong' }, body: `{"hottok":"${hottok}"}` }
    expect(await verify(request, { hottok, now })).toMatchObject({ code: 'hottok_mismatch' })
  })

  it('every wrong byte, with the right reason', async () => {
    const parts = fc.record({
      id: fc.uuid(),
      body: fc.string({ minLength: 1, unit: 'binary' }),
      key: fc.uint8Array({ minLength: 24, maxLength: 64 }),
      token: fc.string({ minLength: 32, maxLength: 40, unit: fc.constantFrom(...'abcdefgh01234567') }),
    })
    const damage = fc.record({
      part: fc.constantFrom('id', 'body', 'token', 'timestamp', 'signature' as const),
      at: fc.nat(),
      kind: fc.constantFrom('replace', 'insert', 'remove' as const),
      // Not a space: signatures are separated by spaces, and an additional space changes nothing.
      character: fc.constantFrom(...'abcdefgh01234567=,/+ZYX'),
    })
    await fc.assert(
      fc.asyncProperty(parts, damage, async ({ id, body, key, token }, { part, at, kind, character }) => {
        const secret = `whsec_${Buffer.from(key).toString('base64')}`
        const whole = {
          id,
          body,
          token,
          timestamp: String(timestamp),
          signature: await sign(secret, { id, timestamp, body }),
        }
        const request = (it: typeof whole) => ({
          headers: {
            'x-hotmart-hottok': it.token,
            'webhook-id': it.id,
            'webhook-timestamp': it.timestamp,
            'webhook-signature': it.signature,
          },
          body: it.body,
        })
        const options = { hottok: token, secrets: secret, now }
        expect(await verify(request(whole), options)).toEqual({ ok: true, checked: ['hottok', 'signature'] })

        const before = whole[part]
        const place = at % before.length
        const after =
          before.slice(0, place) +
          (kind === 'remove' ? '' : character) +
          before.slice(kind === 'insert' ? place : place + 1)
        fc.pre(after !== before && after.isWellFormed() && before.isWellFormed())
        expect(await verify(request({ ...whole, [part]: after }), options)).toMatchObject({
          ok: false,
          code: reasonFor(part, after),
        })
      }),
      { numRuns: 500 },
    )
  })

  function reasonFor(part: 'id' | 'body' | 'token' | 'timestamp' | 'signature', text: string): RefusalCode {
    switch (part) {
      case 'token':
        return text === '' ? 'hottok_missing' : 'hottok_mismatch'
      case 'timestamp':
        return /^\d+$/.test(text) ? 'signature_mismatch' : 'timestamp_invalid'
      case 'signature':
        return text.startsWith('v1,') ? 'signature_mismatch' : 'signature_unsupported'
      default:
        return 'signature_mismatch'
    }
  }
})

describe('invalid options are refused at once, and the error does not show them', () => {
  const rows: readonly [string, object, RegExp][] = [
    ['no token and no secret', {}, /^hottok, secrets: give at least one/],
    ['a token that is undefined', { hottok: undefined, secrets: secret }, /^hottok: empty or undefined/],
    ['an empty token', { hottok: '' }, /^hottok: empty or undefined/],
    ['an empty token among others', { hottok: [hottok, ''] }, /^hottok: empty or undefined/],
    ['an empty list of secrets', { hottok, secrets: [] }, /^secrets: empty or undefined/],
    ['a malformed secret', { secrets: 'whsec_not base64!' }, /^secrets: not a signing secret/],
    ['an empty secret', { secrets: 'whsec_' }, /^secrets: not a signing secret/],
    ['a tolerance that is not a number', { secrets: secret, toleranceSeconds: Number.NaN }, /^toleranceSeconds: /],
    ['no time', { hottok, now: undefined }, /^now: milliseconds/],
  ]
  it.each(rows)('%s', async (_title, options, message) => {
    const attempt = verify({ headers, body }, { now, ...options } as Secrets & { now: number })
    await expect(attempt).rejects.toThrow(message)
    await expect(attempt).rejects.toThrow(TypeError)
    await expect(attempt).rejects.not.toThrow(/not base64!/)
  })
})

describe.each([
  ['standardwebhooks', StandardWebhook],
  ['svix', SvixWebhook],
])('the library %s', (_name, Webhook) => {
  const anyBody = fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify({ text }))

  it('accepts our signatures, and refuses them for an altered body', async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, async (text) => {
        const seconds = Math.floor(Date.now() / 1000)
        const signed = {
          'webhook-id': id,
          'webhook-timestamp': String(seconds),
          'webhook-signature': await sign(secret, { id, timestamp: seconds, body: text }),
        }
        expect(() => new Webhook(secret).verify(text, signed)).not.toThrow()
        expect(() => new Webhook(secret).verify(`${text} `, signed)).toThrow()
        expect(() => new Webhook(otherSecret).verify(text, signed)).toThrow()
      }),
    )
  })

  it('makes signatures that we accept', async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, async (text) => {
        const signed = {
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': new Webhook(secret).sign(id, new Date(now), text),
        }
        expect(await verify({ headers: signed, body: text }, { secrets: secret, now })).toMatchObject({ ok: true })
        expect(await verify({ headers: signed, body: `${text} ` }, { secrets: secret, now })).toMatchObject({
          code: 'signature_mismatch',
        })
      }),
    )
  })
})
