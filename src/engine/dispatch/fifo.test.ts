import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fifo } from './fifo.ts'

describe('fifo', () => {
  it('behaves like an array', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('push' as const), value: fc.integer() }),
      fc.record({ do: fc.constant('unshift' as const), value: fc.integer() }),
      fc.record({ do: fc.constant('shift' as const) }),
      fc.record({ do: fc.constant('remove' as const), value: fc.integer({ min: 2, max: 5 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const fifo = new Fifo<number>()
        let model: number[] = []
        for (const it of steps) {
          if (it.do === 'push') {
            fifo.push(it.value)
            model.push(it.value)
          } else if (it.do === 'unshift') {
            fifo.unshift(it.value)
            model.unshift(it.value)
          } else if (it.do === 'shift') expect(fifo.shift()).toBe(model.shift())
          else {
            const isIt = (value: number) => value % it.value === 0
            expect(fifo.remove(isIt)).toEqual(model.filter(isIt))
            model = model.filter((value) => !isIt(value))
          }
          expect(fifo.size).toBe(model.length)
          expect(fifo.peek()).toBe(model[0])
        }
      }),
    )
  })

  it('keeps the order of thousands of items that come and go', () => {
    const fifo = new Fifo<number>()
    for (let i = 0; i < 10_000; i++) fifo.push(i)
    for (let i = 0; i < 10_000; i++) {
      expect(fifo.shift()).toBe(i)
      if (i % 3 === 0) fifo.push(10_000 + i)
    }
    expect(fifo.size).toBe(3334)
  })
})
