import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseView, type Reader, viewOf } from './view.ts'

describe('a view', () => {
  it.each<[Reader, string]>([
    [{ kind: 'producer' }, 'producer'],
    [{ kind: 'coproducer', accountId: 'acc:1' }, 'coproducer:acc:1'],
    [{ kind: 'affiliate', code: 'Q58388177J', buyer: false }, 'affiliate:Q58388177J'],
    [{ kind: 'affiliate', code: 'Q58388177J', buyer: true }, 'affiliate:Q58388177J+buyer'],
  ])('of %o is %s', (reader, view) => {
    expect(viewOf(reader)).toBe(view)
    expect(parseView(view)).toEqual(reader)
  })

  it('cannot be widened by an affiliate code', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: fc.constantFrom('a', '+', '%', '2', 'B', 'buyer') }),
        fc.boolean(),
        (code, buyer) => {
          expect(parseView(viewOf({ kind: 'affiliate', code, buyer }))).toEqual({ kind: 'affiliate', code, buyer })
        },
      ),
    )
  })

  it.each(['', 'producer:', 'affiliate', 'affiliate:', 'coproducer:', 'buyer', 'constructor'])('is not %j', (text) => {
    expect(() => parseView(text)).toThrow('not a view')
  })
})
