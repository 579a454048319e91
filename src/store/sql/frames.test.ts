import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goldenBodies } from '../../../test/golden/bodies.ts'
import type { Body } from '../contract/ledger.ts'
import { bodyDictionaries, currentDictionary } from './body-dictionaries.ts'
import { DamagedFrame, eventsOfFrame, frameMember, OpenFrame, packFrame } from './frames.ts'

const dictionaryOf = (number: number) => bodyDictionaries.get(number)?.content
const all = () => true

function eventId(number: number): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, i) => (number * 31 + i * 7) % 256)
}

function packed(events: readonly (readonly Body[])[]): Buffer {
  return packFrame(
    events.map((bodies, number) => frameMember(eventId(number), bodies)),
    currentDictionary,
  )
}

function opened(frame: Uint8Array): OpenFrame {
  return new OpenFrame(frame, dictionaryOf)
}

function bodyOf(text: string, changes: Partial<Body> = {}): Body {
  return { version: '2.0.0', view: 'producer', contentType: 'application/json', hottokAt: null, text, ...changes }
}

const golden: readonly Body[] = goldenBodies.map(({ version, contentType, body }) =>
  bodyOf(body, { version, contentType, hottokAt: body.length - 1 }),
)

describe('a frame', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    // Any 16-bit units, lone surrogates included.
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 50 }).map((units) => String.fromCharCode(...units)),
    fc.constantFrom('', '\u2028', '\ud800', '\n', '\0', '\ufeff{}', 'a=1&b=%C3%A9&c=', '{"name":"João 🥖"}'),
    fc.integer({ min: 1, max: 300_000 }).map((length) => 'á'.repeat(length)),
    fc.constantFrom(...golden.map(({ text }) => text)),
  )
  const bodies = fc.record<Body>({
    version: fc.constantFrom('2.0.0', '1.0.0'),
    view: fc.oneof(
      fc.constant('producer' as const),
      fc.string().map((code) => `affiliate:${code}` as const),
    ),
    contentType: fc.constantFrom('application/json', 'application/x-www-form-urlencoded'),
    hottokAt: fc.option(fc.nat()),
    text: texts,
  })
  const frames = fc.array(fc.array(bodies, { maxLength: 4 }), { minLength: 1, maxLength: 16 })

  it('returns every body unchanged', () => {
    fc.assert(
      fc.property(frames, (events) => {
        const frame = opened(packed(events))
        expect(events.map((_, number) => frame.bodiesOf(eventId(number), all))).toEqual(events)
      }),
    )
  })

  it('lists the events of its bodies without being opened', () => {
    const frame = packed([[bodyOf('a')], [], [bodyOf('c')]])
    expect(eventsOfFrame(frame).map((id) => Buffer.from(id))).toEqual([0, 1, 2].map((n) => Buffer.from(eventId(n))))
  })

  it('selects bodies by version and view, also if a text has more than 256 KiB', () => {
    const long = `{"text":"${'é🥖'.repeat(100_000)}"}`
    const ofAffiliate = bodyOf(long, { view: 'affiliate:A1', hottokAt: 3 })
    const frame = opened(packed([[bodyOf('before')], [bodyOf('{}'), ofAffiliate, bodyOf('old', { version: '1.0.0' })]]))
    expect(frame.bodiesOf(eventId(1), ({ view }) => view === 'affiliate:A1')).toEqual([ofAffiliate])
    expect(frame.bodiesOf(eventId(1), ({ version }) => version === '1.0.0')).toMatchObject([{ text: 'old' }])
  })

  it('with a flipped bit returns each body unchanged or reports damage', () => {
    const events = golden.slice(0, 3).map((body) => [body])
    const frame = packed(events)
    let damaged = 0
    for (let byte = 0; byte < frame.length; byte++) {
      const flipped = Buffer.from(frame)
      flipped.writeUInt8(flipped.readUInt8(byte) ^ (1 << (byte % 8)), byte)
      for (const [number, expected] of events.entries()) {
        try {
          expect(opened(flipped).bodiesOf(eventId(number), all)).toEqual(expected)
        } catch (error) {
          if (!(error instanceof DamagedFrame)) throw error
          damaged++
        }
      }
    }
    expect(damaged).toBeGreaterThan(frame.length * 2)
  })

  it('that is truncated or empty is damaged', () => {
    const frame = packed([[bodyOf('{"a":1}')]])
    for (let length = 0; length < frame.length; length++) {
      expect(() => opened(frame.subarray(0, length)).bodiesOf(eventId(0), all)).toThrow(DamagedFrame)
    }
  })

  it('is damaged if it is opened with another dictionary than it was written with', () => {
    const frame = packed([golden.slice(0, 1)])
    expect(() => new OpenFrame(frame, () => Buffer.from('other'))).toThrow(DamagedFrame)
    expect(() => new OpenFrame(frame, () => undefined)).toThrow(/a dictionary that does not exist: 1/)
  })
})

describe('the dictionary', () => {
  it('compresses a single body of every kind of event', () => {
    for (const body of golden) expect(packed([[body]]).length).toBeLessThan(body.text.length * 0.5 + 60)
  })

  it('never changes, since stored frames need it', async () => {
    const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(bodyDictionaries.get(1)?.content ?? []))
    expect(Buffer.from(digest).toString('hex')).toBe('e7f5afc4e7d96310fc6186229c229242db854c0727a35248016fb34eda2f7a88')
  })
})
