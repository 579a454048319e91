import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeFormText } from './form-text.ts'

it('writes any text as URLSearchParams does', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(..." +%!~*'()-._&=é€😀\ud800a") }),
  )
  fc.assert(
    fc.property(anyText, (text) => {
      expect(encodeFormText(text)).toBe(new URLSearchParams({ x: text }).toString().slice(2))
    }),
    { numRuns: 1000 },
  )
})
