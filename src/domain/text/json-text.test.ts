import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../errors.ts'
import { parseJson, requireBounded } from './json-text.ts'

function refusal(text: string): Refusal {
  try {
    parseJson(text)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error(`accepted: ${text}`)
}

function holdsUnsafeInteger(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUnsafeInteger)
}

describe('strict JSON', () => {
  it('reads whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value)
        // 2^53 and beyond is refused on purpose: 9007199254740992 may have been 9007199254740993.
        fc.pre(!holdsUnsafeInteger(value))
        if (text.includes('__proto__') || /[eE]/.test(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, ''))) return
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('names the key that comes twice, at any depth', () => {
    expect(refusal('{"a":1,"a":2}')).toMatchObject({ code: 'duplicate_key', errors: [{ pointer: '/a' }] })
    expect(refusal('{"x":[{"b":1},{"c":{"d/e":1,"d\\/e":2}}]}').errors[0]?.pointer).toBe('/x/1/c/d~1e')
  })

  it('is not fooled by colons and quotes inside strings', () => {
    expect(parseJson('{"a":"x:\\"y\\":","b\\\\":[":"]}')).toEqual({ a: 'x:"y":', 'b\\': [':'] })
  })

  it('refuses __proto__, however it is spelled', () => {
    expect(refusal('{"data":{"__proto__":{}}}')).toMatchObject({
      code: 'forbidden_key',
      errors: [{ pointer: '/data/__proto__' }],
    })
    expect(refusal('{"\\u005f_proto__":1}').code).toBe('forbidden_key')
  })

  it.each(['9007199254740993', '-9007199254740993', '0.1234567890123456789', '1e400', '12345678901234567890'])(
    'refuses %s, which would arrive as another number',
    (number) =>
      expect(refusal(`{"a":[1,${number}]}`)).toMatchObject({ code: 'unsafe_number', errors: [{ pointer: '/a/1' }] }),
  )

  it.each(['9007199254740991', '1500.50', '1.0', '1e3', '0.1', '-0.25', '100000000000000000000e-18'])(
    'accepts %s',
    (number) => expect(parseJson(number)).toBe(Number(number)),
  )

  it('says where malformed text breaks', () => {
    expect(refusal('{"a":').code).toBe('malformed_json')
    expect(refusal('').code).toBe('malformed_json')
  })

  it('refuses nesting that only an attack needs', () => {
    expect(refusal('['.repeat(1000) + ']'.repeat(1000)).code).toBe('malformed_json')
    expect(refusal('['.repeat(1_000_000)).detail).toContain('64 deep')
  })

  // Each of these took minutes: a search that begins anew at every zero, and a place written down for every key.
  it.each([
    ['a number of a million zeros', `[1.${'0'.repeat(1_000_000)}1]`, 'unsafe_number'],
    ['a small number of a million zeros', `[0.${'0'.repeat(1_000_000)}1]`, 'unsafe_number'],
    ['a key twice below a name of a mebibyte', `{"${'/'.repeat(1_000_000)}":${twice(4_000)}}`, 'duplicate_key'],
  ])('refuses %s in one pass', (_, text, code) => expect(refusal(text)).toMatchObject({ code }))

  it('reads what has as many values as it may, and refuses one more before it is parsed', () => {
    const list = (count: number) => `[${Array(count).fill('0').join(',')}]`
    expect(parseJson(list(5_000))).toHaveLength(5_000)
    expect(refusal(list(5_001))).toMatchObject({ code: 'payload_too_large', detail: expect.stringContaining('5,000') })
    expect(refusal(`{"a":${list(4_000)},"b":${list(4_000)}}`).code).toBe('payload_too_large')
    expect(refusal('{},'.repeat(5_000)).code).toBe('payload_too_large')
    // What is no JSON at all is not parsed either.
    expect(refusal('1 '.repeat(100_000)).code).toBe('payload_too_large')
  })

  it('does not count what stands in texts', () => {
    const text = '{[",:\\'.repeat(10_000)
    expect(parseJson(JSON.stringify({ text }))).toEqual({ text })
  })

  it('cuts a long name in a pointer', () => {
    const [error] = refusal(`{"${'x'.repeat(10_000)}":{"a":1,"a":2}}`).errors
    expect(error?.pointer).toBe(`/${'x'.repeat(200)}…/a`)
  })

  it('holds what is put together to the same limits', () => {
    const object = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [n, null]))
    expect(() => requireBounded({ a: object(4_000) })).not.toThrow()
    expect(() => requireBounded({ a: object(4_000), b: object(1_001) })).toThrow(Refusal)
    expect(() => requireBounded({ a: 'é'.repeat(600_000) })).toThrow(Refusal)
  })
})

function twice(keys: number): string {
  return `{${Array.from({ length: keys }, (_, n) => `"${n}":0`).join(',')},"0":0}`
}
