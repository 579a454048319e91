import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Moments } from './moments.ts'

describe('moments', () => {
  it('gives what is past, the earliest first, each at the last moment that it was given', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), item: fc.nat(9), at: fc.nat(99) }),
      fc.record({ kind: fc.constant('delete' as const), item: fc.nat(9), at: fc.nat(99) }),
      fc.record({ kind: fc.constant('take' as const), item: fc.nat(9), at: fc.nat(99) }),
    )
    await fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const moments = new Moments<number>()
        const model = new Map<number, number>()
        for (const { kind, item, at } of steps) {
          if (kind === 'set') {
            moments.set(item, at)
            model.set(item, at)
          } else if (kind === 'delete') {
            moments.delete(item)
            model.delete(item)
          } else {
            const due = [...model].filter(([, moment]) => moment <= at)
            const taken = moments.take(at)
            expect(taken.map((it) => model.get(it))).toEqual(due.map(([, moment]) => moment).sort((a, b) => a - b))
            expect(new Set(taken)).toEqual(new Set(due.map(([it]) => it)))
            for (const it of taken) model.delete(it)
          }
          expect(moments.first).toBe(model.size > 0 ? Math.min(...model.values()) : null)
          expect(moments.at(item)).toBe(model.get(item))
        }
      }),
    )
  })
})
