import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from './errors.ts'
import { parseJson } from './json-text.ts'

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
  })
})
