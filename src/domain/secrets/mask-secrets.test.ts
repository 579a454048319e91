import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeFormText } from '../text/form-text.ts'
import { hiddenHottok } from './hottok.ts'
import { maskAnswer, maskText, SoughtSecret } from './mask-secrets.ts'

const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const ofAlphabet = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength })

const hottoks = ofAlphabet(lettersAndDigits, 20, 40)
const signatures = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const odd = ofAlphabet(`${lettersAndDigits} "\\/%&+=<>'~._-é€😀`, 20, 40)
const secrets = fc.oneof(hottoks, signatures, odd)

const base64 = (text: string) => Buffer.from(text).toString('base64')
const unpadded = (text: string) => text.replace(/=+$/, '')
/** As encoders of several languages write it. */
const spellings: Readonly<Record<string, (secret: string) => string>> = {
  plain: (it) => it,
  'percent-encoded': encodeURIComponent,
  'in lower case': (it) => encodeURIComponent(it).replace(/%../g, (found) => found.toLowerCase()),
  'percent-encoded but for slashes': (it) => encodeURIComponent(it).replaceAll('%2F', '/'),
  'as a form': encodeFormText,
  'as JSON': (it) => JSON.stringify(it).slice(1, -1),
  'as JSON of PHP': (it) => JSON.stringify(it).slice(1, -1).replaceAll('/', '\\/'),
  'as JSON of .NET': (it) => JSON.stringify(it).slice(1, -1).replaceAll('+', '\\u002B'),
  'as JSON of Gson': (it) => JSON.stringify(it).slice(1, -1).replaceAll('=', '\\u003d'),
  'as HTML': (it) => it.replace(/[+/=]/g, (found) => `&#x${found.charCodeAt(0).toString(16).toUpperCase()};`),
  'for URLs': (it) => it.replaceAll('+', '-').replaceAll('/', '_'),
  'in base64': base64,
  'in base64 without padding': (it) => unpadded(base64(it)),
  'in base64 for URLs': (it) => Buffer.from(it).toString('base64url'),
  'in base64, percent-encoded': (it) => encodeURIComponent(base64(it)),
}

/** Nothing of which is in the alphabet of a secret. */
const around = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => bytes.map((byte) => (byte % 2 === 0 ? 0xff - (byte % 0x80) : byte % 0x20)))
const join = (...parts: readonly (string | Uint8Array)[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)))
const sought = (texts: readonly string[]) => texts.map((text) => new SoughtSecret(text))
const whole = (body: Uint8Array) => ({ headers: [], body, bodyTruncated: false })

describe.each(Object.entries(spellings))('a secret %s', (_, spelled) => {
  it('is masked between any bytes, which stay as they are', () => {
    fc.assert(
      fc.property(secrets, around, around, (secret, before, after) => {
        const { body } = maskAnswer(whole(join(before, spelled(secret), after)), [new SoughtSecret(secret)])
        const kept = Buffer.from(body).toString('latin1')
        expect(kept).toBe(join(before, hiddenHottok, after).toString('latin1'))
      }),
    )
  })

  it('is masked in headers', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const answer = {
          headers: [
            ['x-echo', `<${spelled(secret)}>`],
            ['server', 'apache'],
          ],
          body: new Uint8Array(),
          bodyTruncated: false,
        } as const
        expect(maskAnswer(answer, [new SoughtSecret(secret)]).headers).toEqual([
          ['x-echo', `<${hiddenHottok}>`],
          ['server', 'apache'],
        ])
      }),
    )
  })

  it('is masked where an answer is cut off in the middle of it, from five characters on', () => {
    fc.assert(
      fc.property(fc.oneof(hottoks, signatures), around, fc.nat(), (secret, before, cut) => {
        const text = spelled(secret)
        const length = 1 + (cut % (text.length - 1))
        const { body } = maskAnswer({ ...whole(join(before, text.slice(0, length))), bodyTruncated: true }, [
          new SoughtSecret(secret),
        ])
        const after = Buffer.from(body).subarray(before.length).toString()
        // What stands behind the mask is padding, or part of it.
        if (after.startsWith(hiddenHottok)) expect(after.length).toBeLessThan(hiddenHottok.length + 8)
        else expect(length).toBeLessThan(Math.max(5, spelled(secret.slice(0, 5)).length))
      }),
    )
  })
})

it('finds a secret anywhere in what was put into base64', () => {
  fc.assert(
    fc.property(
      fc.oneof(hottoks, signatures),
      fc.string({ maxLength: 9 }),
      fc.string({ maxLength: 9 }),
      (secret, before, after) => {
        const kept = maskText(base64(before + secret + after), [new SoughtSecret(secret)])
        expect(kept).toContain(hiddenHottok)
        expect(kept.length - hiddenHottok.length).toBeLessThanOrEqual(base64(before).length + base64(after).length + 4)
      },
    ),
  )
})

it('gives back an answer without secrets as it is, byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), secrets, (body, bodyTruncated, secret) => {
      const answer = { headers: [['x-powered-by', 'PHP']] as const, body, bodyTruncated }
      const kept = maskAnswer(answer, [new SoughtSecret(secret)])
      expect(kept.body).toBe(body)
      expect(kept.headers).toBe(answer.headers)
    }),
  )
})

it('masks every secret, and each time that it is repeated', () => {
  fc.assert(
    fc.property(fc.array(secrets, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 5 }), (all, times) => {
      const kept = maskText(`(${all.join(' ; ')})`.repeat(times), sought(all))
      for (const secret of all) expect(kept).not.toContain(secret)
    }),
  )
})

it('leaves a text alone in which a secret of fewer than eight characters would be found everywhere', () => {
  expect(maskText('a banana', sought(['a', '', 'banana']))).toBe('a banana')
})

it('ends an answer that is whole as the receiver ended it', () => {
  const body = Buffer.from('token: fK3v9QxT7p')
  expect(maskAnswer(whole(body), sought(['fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e'])).body).toBe(body)
})

it('takes a bounded number of steps for texts that are made to need many', () => {
  const token = `${'\\'.repeat(40)}telling`
  for (const filler of ['\\', '%', '%25', '\\u005c', '&#x5c;', '%255C']) {
    const text = `${filler.repeat(20_000)}telling?`
    expect(maskText(text, sought([token, `${filler.repeat(30)}telling!`])).length).toBeLessThanOrEqual(text.length)
  }
}, 5_000)

it('finds a secret in an answer that is no longer than the secret', () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const body = Buffer.from(secret.replace(/={1,2}$/, ''))
      const headers = [['x-echo', body.toString()]] as const
      const kept = maskAnswer({ ...whole(body), headers }, [new SoughtSecret(secret)])
      expect(Buffer.from(kept.body).toString()).toBe(hiddenHottok)
      expect(kept.headers).toEqual([['x-echo', hiddenHottok]])
    }),
  )
})
